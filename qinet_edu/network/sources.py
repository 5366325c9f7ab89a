"""A link with a source of pairs in the middle of its fibre."""

from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from qinet_edu import theory
from qinet_edu.network.attempts import Tries, flagged
from qinet_edu.network.schemes import Scheme, State
from qinet_edu.noise import fibre_delay_s


@dataclass(frozen=True)
class MidpointSource(Scheme):
    """Send both halves of a pair from the middle; each end flags whether its own arrived.

    Both halves must survive, so the rate falls with η of the whole fibre. With memories, no new
    attempt begins before both flags have crossed the fibre; Jones et al. let memories try many
    times between two such exchanges, which is quicker. Measured at once, as for BBM92, halves need
    no memory and nothing waits: the source runs at its own clock, and the flags are compared later.
    Whoever runs the source need not be trusted, if the pairs are tested.

    Attributes:
        length_km: fibre from Alice to Bob; the source stands in its middle.
        memory: whether the ends keep their halves; if not, they measure them on arrival.
        hardware: what it is built of. The source makes one pair or none; for one that sometimes
            makes two, see ``theory.pair_source``.

    Raises:
        TypeError: something is no real number.
        ValueError: a negative length.

    Source:
        C. Jones, D. Kim, M. T. Rakher, P. G. Kwiat and T. D. Ladd, New J. Phys. 18, 083015 (2016).

    Example:
        >>> from qinet_edu.network import Hardware
        >>> parts = Hardware(pair=0.1, source_hz=1e6)
        >>> kept = MidpointSource(100, hardware=parts)
        >>> round(kept.success, 6), round(1000 * kept.attempt_s, 3), round(kept.rate_hz, 2)
        (0.001, 0.735, 1.36)
        >>> MidpointSource(100, memory=False, hardware=parts).rate_hz.__round__(6)
        1000.0
    """

    memory: bool = field(default=True, kw_only=True)
    name: ClassVar[str] = "midpoint-source"
    heralds: ClassVar[tuple[str, ...]] = ("both",)
    _corrected_late: ClassVar[bool] = False

    def __post_init__(self) -> None:
        super().__post_init__()
        if not isinstance(self.memory, bool):
            raise TypeError(f"memory is True or False, not {self.memory!r}.")

    @property
    def transmittances(self) -> tuple[float, float]:
        """Return η of each half of the fibre, from the source into a memory or a detector."""
        half = self.length_km / 2
        arm = self.hardware.to_memory(half) if self.memory else self.hardware.to_detector(half)
        return arm, arm

    @property
    def attempt_s(self) -> float:
        """Return 1.5 L/c and the time of preparing; without memories the source's own period."""
        if not self.memory:
            return 1 / self.hardware.source_hz
        return self.hardware.cycle_s + self._out_and_told_s

    @property
    def prepared_s(self) -> float:
        """Return the seconds of preparing; a source at its own clock waits for nobody."""
        return self.hardware.cycle_s if self.memory else 0.0

    @property
    def _out_and_told_s(self) -> float:
        """Half of the fibre out, then all of it, from one end to the other."""
        return float(fibre_delay_s(self.length_km / 2)) + float(fibre_delay_s(self.length_km))

    @property
    def waits_s(self) -> tuple[float, float]:
        """Return L/c for both, while the flags cross; without memories nothing waits."""
        both = float(fibre_delay_s(self.length_km)) if self.memory else 0.0
        return both, both

    @property
    def _late_s(self) -> float:
        return 0.0 if self.memory else self._out_and_told_s

    def _made(self) -> tuple[State, NDArray[np.float64]]:
        parts, (ours, theirs) = self.hardware, self.transmittances
        return theory.midpoint_source(ours, theirs, pair=parts.pair, dark_count=parts.dark_count)

    def _tried(self, rng: np.random.Generator, attempts: int) -> Tries:
        parts, arms = self.hardware, self.transmittances
        return flagged(rng, attempts, parts.pair, arms, dark_count=parts.dark_count)
