"""Links on which a click of distant detectors announces the pair: half-way, or at one end."""

from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from qinet_edu import theory
from qinet_edu.arguments import one_real
from qinet_edu.network.attempts import Tries, double_clicks, single_clicks
from qinet_edu.network.schemes import Scheme, State
from qinet_edu.noise import fibre_delay_s

SIGNS = ("plus", "minus")
TWO_SIGNS = tuple(f"{early} {late}" for early in SIGNS for late in SIGNS)


class HalfWay(Scheme):
    """Meet in the middle: light goes half of the way out, its news half of the way back."""

    @property
    def transmittances(self) -> tuple[float, float]:
        """Return η of each half of the fibre, its emitter and its detector."""
        arm = self.hardware.to_detector(self.length_km / 2)
        return arm, arm

    @property
    def attempt_s(self) -> float:
        """Return the time of preparing, light to the middle and the herald's way back: L/c."""
        return self.hardware.cycle_s + float(fibre_delay_s(self.length_km))

    @property
    def waits_s(self) -> tuple[float, float]:
        """Return L/c for both: no spin may be corrected or used before the herald is back."""
        both = float(fibre_delay_s(self.length_km))
        return both, both


@dataclass(frozen=True)
class SingleClick(HalfWay):
    """Meet half-way with at most one photon: one click of either detector announces a pair.

    Each end holds a spin that is bright with probability α, and then sends a photon. One photon
    has to survive half of the fibre, so the rate falls with √η of the whole; that both were bright
    is the error, and costs about α in fidelity.

    Attributes:
        length_km: fibre from Alice to Bob; the detectors stand in its middle.
        alpha: α, the weight of the bright state, in [0, 1].
        hardware: what it is built of.

    Raises:
        TypeError: something is no real number.
        ValueError: a negative length, or α outside [0, 1].

    Source:
        C. Cabrillo et al., PRA 59, 1025 (1999); S. Bose et al., PRL 83, 5158 (1999).

    Example:
        >>> from qinet_edu.network import Hardware
        >>> link = SingleClick(100, alpha=0.1, hardware=Hardware())
        >>> round(link.success, 4), round(link.fidelity, 4), round(link.attempt_s, 8)
        (0.0199, 0.9045, 0.00048967)
    """

    alpha: float = field(default=0.1, kw_only=True)
    name: ClassVar[str] = "single-click"
    heralds: ClassVar[tuple[str, ...]] = SIGNS

    def __post_init__(self) -> None:
        super().__post_init__()
        object.__setattr__(self, "alpha", one_real(self.alpha, "alpha", low=0, high=1))

    def _made(self) -> tuple[State, NDArray[np.float64]]:
        parts, (ours, theirs) = self.hardware, self.transmittances
        return theory.single_click(
            self.alpha, ours, theirs, visibility=parts.visibility, dark_count=parts.dark_count,
            phase_std_rad=parts.phase_std_rad,
        )  # fmt: skip

    def _tried(self, rng: np.random.Generator, attempts: int) -> Tries:
        parts = self.hardware
        return single_clicks(
            rng, attempts, (self.alpha, self.alpha), self.transmittances,
            visibility=parts.visibility, dark_count=parts.dark_count,
        )  # fmt: skip


@dataclass(frozen=True)
class DoubleClick(HalfWay):
    """Meet half-way with one photon from each end: a click in each of two windows.

    Whichever spin was bright early is dark late, so that both photons are needed and no error is
    left but that they differ: F = (1 + V)/2, whatever the loss. The rate falls with η of the
    whole fibre, and linear optics lets at most half of the attempts succeed.

    Attributes:
        length_km: fibre from Alice to Bob; the detectors stand in its middle.
        hardware: what it is built of.

    Raises:
        TypeError: something is no real number.
        ValueError: a negative length.

    Source:
        S. D. Barrett and P. Kok, PRA 71, 060310 (2005).

    Example:
        >>> from qinet_edu.network import Hardware
        >>> link = DoubleClick(100, hardware=Hardware(visibility=0.9))
        >>> round(link.success, 6), round(link.fidelity, 4)
        (0.005, 0.95)
    """

    name: ClassVar[str] = "double-click"
    heralds: ClassVar[tuple[str, ...]] = TWO_SIGNS

    def _made(self) -> tuple[State, NDArray[np.float64]]:
        parts, (ours, theirs) = self.hardware, self.transmittances
        return theory.double_click(
            ours, theirs, visibility=parts.visibility, dark_count=parts.dark_count
        )

    def _tried(self, rng: np.random.Generator, attempts: int) -> Tries:
        parts = self.hardware
        return double_clicks(
            rng, attempts, self.transmittances,
            visibility=parts.visibility, dark_count=parts.dark_count,
        )  # fmt: skip


@dataclass(frozen=True)
class EndNode(Scheme):
    """Let one end hold the detectors: Alice's light goes all the way, and Bob knows at once.

    No station is needed between. But Alice's photon meets the whole fibre, and her news is two
    crossings away: half as many attempts, and her half waits twice as long as half-way.

    Attributes:
        length_km: fibre from Alice to Bob; the detectors stand at Bob's.
        clicks: 1 for single-click, 2 for double-click.
        alpha: Alice's α, for single-click.
        other_alpha: Bob's; left out, as dim as makes a click come from either end equally often:
            his light does not meet the fibre, and would outshine hers.
        hardware: what it is built of.

    Raises:
        TypeError: something is no real number.
        ValueError: a negative length, α outside [0, 1], or another number of clicks.

    Source:
        C. Jones, D. Kim, M. T. Rakher, P. G. Kwiat and T. D. Ladd, New J. Phys. 18, 083015 (2016),
        who call it sender–receiver.

    Example:
        >>> from qinet_edu.network import Hardware
        >>> link = EndNode(100, hardware=Hardware())
        >>> [round(eta, 4) for eta in link.transmittances], round(link.bob_alpha, 6)
        ([0.01, 1.0], 0.00111)
        >>> [round(1000 * time_s, 3) for time_s in link.waits_s], round(1000 * link.attempt_s, 3)
        ([0.979, 0.49], 0.979)
    """

    clicks: int = field(default=1, kw_only=True)
    alpha: float = field(default=0.1, kw_only=True)
    other_alpha: float | None = field(default=None, kw_only=True)
    name: ClassVar[str] = "end-node"
    _corrected_late: ClassVar[bool] = False

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.clicks not in (1, 2) or isinstance(self.clicks, bool):
            raise ValueError(f"A pair is announced by 1 click or 2, not {self.clicks!r}.")
        object.__setattr__(self, "alpha", one_real(self.alpha, "alpha", low=0, high=1))
        if self.other_alpha is not None:
            given = one_real(self.other_alpha, "other_alpha", low=0, high=1)
            object.__setattr__(self, "other_alpha", given)

    @property
    def bob_alpha(self) -> float:
        """Return Bob's α: as given, or that at which a lone photon is as often his as hers."""
        if self.other_alpha is not None:
            return self.other_alpha
        eta_a, eta_b = self.transmittances
        hers, dark = self.alpha * eta_a, (1 - self.alpha) * eta_b
        return hers / (hers + dark) if hers + dark else self.alpha

    @property
    def heralds(self) -> tuple[str, ...]:  # type: ignore[override]
        """Return what may announce a pair: the signs of the detectors that clicked."""
        return SIGNS if self.clicks == 1 else TWO_SIGNS

    @property
    def transmittances(self) -> tuple[float, float]:
        """Return η of the whole fibre for Alice, and of no fibre for Bob."""
        return self.hardware.to_detector(self.length_km), self.hardware.to_detector(0)

    @property
    def attempt_s(self) -> float:
        """Return the time of preparing, Alice's light to Bob and the herald back: 2 L/c."""
        return self.hardware.cycle_s + 2 * float(fibre_delay_s(self.length_km))

    @property
    def waits_s(self) -> tuple[float, float]:
        """Return 2 L/c for Alice, and L/c for Bob, who corrects at once and waits for her."""
        once = float(fibre_delay_s(self.length_km))
        return 2 * once, once

    @property
    def _news_s(self) -> tuple[float, float]:
        return 0.0, float(fibre_delay_s(self.length_km))

    def _made(self) -> tuple[State, NDArray[np.float64]]:
        parts, (ours, theirs) = self.hardware, self.transmittances
        seen = {"visibility": parts.visibility, "dark_count": parts.dark_count}
        if self.clicks == 2:
            return theory.double_click(ours, theirs, **seen)
        return theory.single_click(
            self.alpha, ours, theirs, other_alpha=self.bob_alpha,
            phase_std_rad=parts.phase_std_rad, **seen,
        )  # fmt: skip

    def _tried(self, rng: np.random.Generator, attempts: int) -> Tries:
        parts, arms = self.hardware, self.transmittances
        seen = {"visibility": parts.visibility, "dark_count": parts.dark_count}
        if self.clicks == 2:
            return double_clicks(rng, attempts, arms, **seen)
        return single_clicks(rng, attempts, (self.alpha, self.bob_alpha), arms, **seen)
