"""What a link that makes pairs is built of, in numbers."""

from dataclasses import dataclass, fields

from qinet_edu.arguments import one_real, relaxation_times
from qinet_edu.reference import preset
from qinet_edu.theory import fibre_transmittance

SHARES = ("emission", "detector", "intake", "dark_count", "visibility", "pair")


@dataclass(frozen=True, kw_only=True)
class Hardware:
    """Hold the parts of a link: each loses its photons once, here and nowhere else.

    Left out, a part is perfect: what remains is the fibre. What the course plans with is
    :meth:`of_the_course`.

    Attributes:
        emission: share of the photons made that enter the fibre.
        detector: share of the photons arriving at a detector that make it click.
        intake: share of the photons arriving at a memory that it takes in, and flags.
        loss_db_per_km: of the fibre.
        dark_count: probability that a detector clicks, or a memory flags, without a photon.
        visibility: of the two photons that meet (Hong, Ou and Mandel), 1 for equal ones.
        phase_std_rad: how much the phase between two arms wanders; single clicks suffer from it.
        t1_s: decay time of the memories to |0⟩; ``inf`` for none.
        t2_s: their coherence time, at most 2 T1.
        cycle_s: what an attempt needs beside the light's travelling: cooling, preparing.
        pair: probability that the source in the middle makes a pair when it is asked to.
        source_hz: how often a source is asked when no memory makes it wait.

    Raises:
        TypeError: one is no real number.
        ValueError: a share outside [0, 1], a negative loss or time, or T2 > 2 T1.

    Example:
        >>> parts = Hardware(emission=0.5, detector=0.8, intake=0.9)
        >>> round(parts.to_detector(50), 4), round(parts.to_memory(50), 4)
        (0.04, 0.045)
    """

    emission: float = 1.0
    detector: float = 1.0
    intake: float = 1.0
    loss_db_per_km: float = 0.2
    dark_count: float = 0.0
    visibility: float = 1.0
    phase_std_rad: float = 0.0
    t1_s: float = float("inf")
    t2_s: float = float("inf")
    cycle_s: float = 0.0
    pair: float = 1.0
    source_hz: float = 1e6

    def __post_init__(self) -> None:
        for name in SHARES:
            object.__setattr__(self, name, one_real(getattr(self, name), name, low=0, high=1))
        for name in ("loss_db_per_km", "phase_std_rad", "cycle_s", "source_hz"):
            object.__setattr__(self, name, one_real(getattr(self, name), name, low=0))
        if not self.source_hz:
            raise ValueError("source_hz is 0: a source that is never asked makes no pairs.")
        for name, times in zip(
            ("t1_s", "t2_s"), relaxation_times(self.t1_s, self.t2_s), strict=True
        ):
            if times.ndim:
                raise TypeError(f"{name} must be one number, not {times.size}.")
            object.__setattr__(self, name, float(times))

    @classmethod
    def of_the_course(cls, key: str = "link-2026") -> "Hardware":
        """Return the parts that the course plans its links with, as of the year in their name.

        Args:
            key: of a preset that names every part.

        Raises:
            KeyError: there is no such preset.
            ValueError: it is one of something else.

        Example:
            >>> Hardware.of_the_course().detector
            0.8
        """
        numbers = dict(preset(key).numbers)
        names = {field.name for field in fields(cls)}
        if set(numbers) != names:
            raise ValueError(f"{key!r} is no preset of a link's parts; 'link-2026' is one.")
        return cls(**numbers)

    def to_detector(self, length_km: float) -> float:
        """Return η of one arm that ends at a detector: into the fibre, through it, and a click.

        Args:
            length_km: fibre of this arm alone; half of the link where the station is half-way.
        """
        return self._arm(length_km) * self.detector

    def to_memory(self, length_km: float) -> float:
        """Return η of one arm that ends in a memory: into the fibre, through it, and taken in.

        Args:
            length_km: fibre of this arm alone.
        """
        return self._arm(length_km) * self.intake

    def _arm(self, length_km: float) -> float:
        fibre = fibre_transmittance(length_km, loss_db_per_km=self.loss_db_per_km)
        return self.emission * float(fibre)
