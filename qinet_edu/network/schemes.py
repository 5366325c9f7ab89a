"""What all ways of making pairs over a fibre have in common: a state, a probability and times."""

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

import numpy as np
from numpy.typing import NDArray

from qinet_edu import theory
from qinet_edu.arguments import one_real
from qinet_edu.network.attempts import Tries
from qinet_edu.network.deliveries import Deliveries, count, deliver
from qinet_edu.network.hardware import Hardware
from qinet_edu.noise import thermal_relaxation
from qinet_edu.noise.pairs import aged
from qinet_edu.theory.pairs import BELL_KETS

if TYPE_CHECKING:
    from qinet_edu.protocols.transcript import Transcript

State = NDArray[np.complex128]
FLIP = np.kron([[0, 1], [1, 0]], np.eye(2))  # X on Bob's half


@dataclass(frozen=True)
class Scheme(ABC):
    """Say how a link makes pairs: what all schemes have in common.

    Attributes:
        length_km: fibre from Alice to Bob.
        hardware: what it is built of; the parts of the course when left out.
    """

    length_km: float
    hardware: Hardware = field(default_factory=Hardware.of_the_course, kw_only=True)
    name: ClassVar[str]
    heralds: ClassVar[tuple[str, ...]]

    def __post_init__(self) -> None:
        object.__setattr__(self, "length_km", one_real(self.length_km, "length_km", low=0))
        if not isinstance(self.hardware, Hardware):
            raise TypeError(
                f"hardware is a network.Hardware(detector=0.8, …), not {self.hardware!r:.60}."
            )

    @property
    @abstractmethod
    def transmittances(self) -> tuple[float, float]:
        """Return η of Alice's arm and of Bob's: from the emitter to the click, each part once."""

    @property
    @abstractmethod
    def attempt_s(self) -> float:
        """Return the seconds from one attempt to the next: no new one before the last's news."""

    @property
    @abstractmethod
    def waits_s(self) -> tuple[float, float]:
        """Return how long Alice's half, and Bob's, has waited when both know."""

    @property
    def prepared_s(self) -> float:
        """Return the seconds of each attempt that pass before light leaves."""
        return self.hardware.cycle_s

    @abstractmethod
    def _made(self) -> tuple[State, NDArray[np.float64]]:
        """Return the pair as it is heralded, and the probability of a herald (theory)."""

    @abstractmethod
    def _tried(self, rng: np.random.Generator, attempts: int) -> Tries:
        """Let light through the parts, one photon at a time."""

    @cached_property
    def _heralded(self) -> tuple[State, float]:
        rho, probability = self._made()
        return np.asarray(rho), float(probability)

    @property
    def success(self) -> float:
        """Return the probability that one attempt makes a pair. Fidelities mean little alone."""
        return self._heralded[1]

    @property
    def fresh(self) -> State:
        """Return the pair as if all news were there at once, brought to Φ+, shape (4, 4)."""
        return self._heralded[0]

    @cached_property
    def state(self) -> State:
        """Return the pair when both ends know that they have it, shape (4, 4).

        Brought to Φ+ by what the herald says, Alice's qubit right-most; it fits where a
        ``resource`` is asked for.
        """
        rho = self.fresh
        if self._corrected_late:  # a spin decays as it is, not as it will be corrected
            rho = FLIP @ rho @ FLIP
        t1, t2 = self.hardware.t1_s, self.hardware.t2_s
        for party, time_s in zip(("alice", "bob"), self.waits_s, strict=True):
            rho = aged(rho, thermal_relaxation(time_s, t1_s=t1, t2_s=t2), **{party: 1})
        return FLIP @ rho @ FLIP if self._corrected_late else rho

    _corrected_late: ClassVar[bool] = True  # X on Bob's half, after the herald's way back

    @property
    def fidelity(self) -> float:
        """Return ⟨Φ+|ρ|Φ+⟩ when both ends know that they have the pair."""
        return float(theory.fidelity(self.state))

    @property
    def rate_hz(self) -> float:
        """Return the pairs per second: success / attempt_s; ``inf`` if attempts take no time."""
        if not self.success:
            return 0.0
        return self.success / self.attempt_s if self.attempt_s else float("inf")

    @property
    def _late_s(self) -> float:
        return 0.0

    @property
    def _news_s(self) -> tuple[float, float]:
        return (0.0, 0.0)

    def sample(self, pairs: int, *, seed: int) -> Deliveries:
        """Draw when pairs arrive, one after the other, and what each would be found as.

        Args:
            pairs: how many; a million take about a tenth of a second.
            seed: of the random numbers.

        Raises:
            TypeError: ``pairs`` is no whole number.
            ValueError: fewer than 1, or nothing would ever arrive.

        Example:
            >>> from qinet_edu.network import SingleClick
            >>> link = SingleClick(85, alpha=0.1)
            >>> some = link.sample(10_000, seed=1)
            >>> some.attempts[:3].tolist(), round(some.rate_hz / link.rate_hz, 2)
            ([158, 46, 792], 1.0)
        """
        rho = self.state
        weights = np.array([theory.fidelity(rho, ket) for ket in BELL_KETS])
        return deliver(
            pairs,
            success=self.success,
            weights=weights,
            heralds=self.heralds,
            attempt_s=self.attempt_s,
            seed=seed,
            late_s=self._late_s,
            news_s=self._news_s,
        )

    def attempt(self, attempts: int, *, seed: int) -> NDArray[np.int8]:
        """Play attempts photon by photon: emitted or not, lost or not, met, clicked, dark counts.

        It knows nothing of the closed forms, which makes it a test of them.

        Args:
            attempts: how many.
            seed: of the random numbers.

        Returns:
            For each what announced a pair, as a place in ``heralds``, or −1, shape (attempts,).

        Raises:
            TypeError: ``attempts`` is no whole number.
            ValueError: fewer than 1.

        Example:
            >>> from qinet_edu.network import DoubleClick
            >>> link = DoubleClick(0, hardware=Hardware())
            >>> (link.attempt(10_000, seed=1) >= 0).mean().round(2), round(link.success, 2)
            (np.float64(0.5), 0.5)
        """
        tried = self._tried(np.random.default_rng(seed), count(attempts, "attempts"))
        return tried.herald

    def timeline(self, attempts: int, *, seed: int) -> "Transcript":
        """Tell what happens in some attempts, one after the other: light out, heralds back.

        Which of two photons made a click is not told, for nobody can know: if the fibre told who
        had sent it, there would be no entanglement.

        Args:
            attempts: how many, the successful ones among them.
            seed: of the random numbers.

        Raises:
            TypeError: ``attempts`` is no whole number.
            ValueError: fewer than 1.

        Example:
            >>> from qinet_edu.network import SingleClick
            >>> SingleClick(10, alpha=0.5, hardware=Hardware()).timeline(1, seed=0)
            0 s      alice → station  light (quantum), there at 24.5 µs
            0 s      bob → station    light (quantum), there at 24.5 µs
            24.5 µs  station          sees one click: minus
            24.5 µs  station → alice  minus (classical), there at 49 µs
            24.5 µs  station → bob    minus (classical), there at 49 µs
            49 µs    bob              applies X and Z
            (3 parties, 6 events in 49 µs; sent: 2 bits, 2 qubits)
        """
        from qinet_edu.network.telling import told  # draws on protocols, which need Qiskit

        tried = self._tried(np.random.default_rng(seed), count(attempts, "attempts"))
        return told(self, tried)
