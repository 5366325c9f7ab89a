"""Pairs that a click announces: how often, and which state the click leaves behind.

Two distant spins each emit a photon or not, the photons meet at a beam splitter half-way, and what
two threshold detectors behind it see decides whether the spins are a pair now. The transmittance is
that of ONE arm, from the emitter to the click, with everything in it once: emission into the fibre,
the fibre of this arm (not of the whole line), the detector. Nothing of it may enter a second time.

Each state returned is the one after the Pauli that the herald asks for, so it is to be compared
with Φ+. Rows come as |bob alice⟩; |0⟩ is the dark spin state, |1⟩ the bright one.
"""

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from qinet_edu.arguments import real

Numbers: TypeAlias = NDArray[np.float64]
Weights: TypeAlias = tuple[Numbers, Numbers, Numbers, Numbers, Numbers]
"""The diagonal of a state that is not normalised, and the entry between |00⟩ and |11⟩."""

# Stands for "hardly any light" where no light at all heralds nothing, and 0/0 would be the state.
GLIMMER = 1e-100


def single_click(
    alpha: ArrayLike,
    transmittance: ArrayLike,
    other: ArrayLike | None = None,
    *,
    other_alpha: ArrayLike | None = None,
    visibility: ArrayLike = 1.0,
    dark_count: ArrayLike = 0.0,
    phase_std_rad: ArrayLike = 0.0,
) -> tuple[NDArray[np.complex128], NDArray[np.float64]]:
    """Return the pair that one click of two detectors announces, and how likely it does.

    Each spin is √(1 − α)|↓⟩ + √α|↑⟩ and emits if it is up. One click says that one of the two
    photons is here, not whose: the spins are ↑↓ and ↓↑ at once. The chance is about 2αη, so one
    photon goes half the way: it falls with the root of the whole line's η. But a share α of the
    clicks comes from two bright spins, of which one photon was lost: F = (1 − α)/(1 − αη/2). With
    α = 0.1 and η = 0.01 one attempt in 500 succeeds, with F = 0.90.

    Args:
        alpha: share of the bright state in each spin, in [0, 1].
        transmittance: η of Alice's arm, from emitter to click, in [0, 1].
        other: that of Bob's arm; ``None`` for both alike. Detectors at Bob's: unequal arms.
        other_alpha: Bob's α; ``None`` for the same. With unequal arms about the same αη from
            either is best.
        visibility: V, how deep the Hong–Ou–Mandel dip of the two photons is. One photon alone
            interferes with √V, and two that meet make both detectors click with (1 − V)/2.
        dark_count: clicks without light, per detector and attempt.
        phase_std_rad: standard deviation of the phase between the two arms, in radians; it costs
            coherence by e^(−σ²/2). All broadcast.

    Returns:
        ``(rho, probability)``: density matrices, shape (..., 4, 4), and chances per attempt,
        shape (...). Where nothing is ever heralded (α = 0 or η = 0 without dark counts) the
        probability is 0 and the state is what hardly any light would leave.

    Raises:
        TypeError: something is no real number.
        ValueError: something is out of its range.

    Source:
        C. Cabrillo et al., PRA 59, 1025 (1999); S. Bose et al., PRL 83, 5158 (1999). √V and the
        rest without dark counts as in the supplement of P. C. Humphreys et al., Nature 558, 268
        (2018). That one lets dark counts keep coherence; here they keep none, as in the circuit.

    Example:
        >>> from qinet_edu.theory import fidelity
        >>> rho, probability = single_click([0.05, 0.1], [0.01, 0.5])
        >>> fidelity(rho).round(7).tolist(), probability.round(8).tolist()
        ([0.9502376, 0.9230769], [0.00099975, 0.0975])
    """
    a = real(alpha, "alpha", low=0, high=1)
    b = a if other_alpha is None else real(other_alpha, "other_alpha", low=0, high=1)
    h, k = _arms(transmittance, other)
    v = real(visibility, "visibility", low=0, high=1)
    dark = real(dark_count, "dark_count", low=0, high=1)
    kept = np.sqrt(v) * np.exp(-(real(phase_std_rad, "phase_std_rad", low=0) ** 2) / 2)

    def weights(a: Numbers, b: Numbers, h: Numbers, k: Numbers) -> Weights:
        from_a, from_b, from_both = _one_click(h, k, v, dark)
        # Roots one by one: the product of four glimmers would be 0.
        coherent = np.sqrt(a * b) * np.sqrt(h * k) * np.sqrt((1 - a) * (1 - b)) * kept
        return (
            (1 - a) * b * from_b,
            a * b * from_both,
            (1 - a) * (1 - b) * 2 * dark,
            a * (1 - b) * from_a,
            coherent,
        )

    rho, chance = _heralded(weights, a, b, h, k)
    return rho, ((1 - dark) * chance)[()]


def double_click(
    transmittance: ArrayLike,
    other: ArrayLike | None = None,
    *,
    visibility: ArrayLike = 1.0,
    dark_count: ArrayLike = 0.0,
) -> tuple[NDArray[np.complex128], NDArray[np.float64]]:
    """Return the pair that two clicks, one in each of two windows, announce, and their chance.

    Each spin is half up, half down. After the first window both are turned over, and a second one
    follows: ↑↑ sends both photons early, ↓↓ both late, and only ↑↓ and ↓↑ make a click in each.
    So no bright pair is left, the phase of the arms drops out, and F = (1 + V)/2 whatever the
    loss. But both photons must arrive: η_A η_B/2, which falls like the whole line's η. With
    η = 0.01 one attempt in 20 000 succeeds.

    Args:
        transmittance: η of Alice's arm, from emitter to click, in [0, 1].
        other: that of Bob's arm; ``None`` for both alike.
        visibility: V, how deep the Hong–Ou–Mandel dip of the two photons is.
        dark_count: clicks without light, per detector and window. All broadcast.

    Returns:
        ``(rho, probability)``: density matrices, shape (..., 4, 4), and chances per attempt (of
        two windows), shape (...). Where nothing is ever heralded the probability is 0 and the
        state is what hardly any light would leave.

    Raises:
        TypeError: something is no real number.
        ValueError: something is out of its range.

    Source:
        S. D. Barrett and P. Kok, PRA 71, 060310 (2005).

    Example:
        >>> from qinet_edu.theory import fidelity
        >>> rho, probability = double_click([0.01, 1.0], visibility=0.9)
        >>> fidelity(rho).round(6).tolist(), probability.round(6).tolist()
        ([0.95, 0.95], [5e-05, 0.5])
    """
    h, k = _arms(transmittance, other)
    v = real(visibility, "visibility", low=0, high=1)
    dark = real(dark_count, "dark_count", low=0, high=1)

    def weights(h: Numbers, k: Numbers) -> Weights:
        from_a, from_b, from_both = _one_click(h, k, v, dark)
        right, wrong = from_a * from_b / 4, from_both * 2 * dark / 4
        return right, wrong, wrong, right, h * k * v / 4

    rho, chance = _heralded(weights, h, k)
    return rho, ((1 - dark) ** 2 * chance)[()]


def midpoint_source(
    transmittance: ArrayLike,
    other: ArrayLike | None = None,
    *,
    pair: ArrayLike = 1.0,
    dark_count: ArrayLike = 0.0,
) -> tuple[NDArray[np.complex128], NDArray[np.float64]]:
    """Return the pair that two memories hold once both have flagged a photon, and its chance.

    A source half-way sends one photon of each pair to either side, and each end flags what its
    memory has taken in. Both must arrive, so the chance is pair × η_A η_B; a flag raised in the
    dark leaves noise in its memory, and so a pair that is I/4. With η = 0.01 and one dark flag
    in a million, F = 0.99985; with η = 0.001, 0.9985.

    Args:
        transmittance: η from the source to Alice's flag, in [0, 1], taking in included.
        other: that of Bob's side; ``None`` for both alike.
        pair: how likely the source sends a pair in an attempt, in [0, 1].
        dark_count: flags raised without a photon, per end and attempt. All broadcast.

    Returns:
        ``(rho, probability)``: density matrices, shape (..., 4, 4), and chances per attempt,
        shape (...). Where nothing is ever flagged the probability is 0 and the state Φ+, what
        hardly any light would leave.

    Raises:
        TypeError: something is no real number.
        ValueError: something is out of its range.

    Source:
        C. Jones et al., New J. Phys. 18, 083015 (2016), for the scheme.

    Example:
        >>> from qinet_edu.theory import fidelity
        >>> rho, probability = midpoint_source([1e-2, 1e-3], dark_count=1e-6)
        >>> fidelity(rho).round(4).tolist(), probability.round(10).tolist()
        ([0.9999, 0.9985], [0.0001000198, 1.002e-06])
    """
    h, k = _arms(transmittance, other)
    sent = real(pair, "pair", low=0, high=1)
    dark = real(dark_count, "dark_count", low=0, high=1)

    def weights(h: Numbers, k: Numbers, sent: Numbers) -> Weights:
        true = sent * h * k
        lit_a, lit_b = (1 - h) * dark, (1 - k) * dark
        noise = sent * (lit_a * k + h * lit_b + lit_a * lit_b) + (1 - sent) * dark**2
        like, unlike = true / 2 + noise / 4, noise / 4
        return like, unlike, unlike, like, true / 2

    return _heralded(weights, h, k, sent)


def _arms(transmittance: ArrayLike, other: ArrayLike | None) -> tuple[Numbers, Numbers]:
    a = real(transmittance, "transmittance", low=0, high=1)
    return a, a if other is None else real(other, "other", low=0, high=1)


def _one_click(
    h: Numbers, k: Numbers, visibility: Numbers, dark: Numbers
) -> tuple[Numbers, Numbers, Numbers]:
    """Return how likely just one detector clicks when Alice emits, when Bob does, when both do.

    Each is divided by 1 − dark: the other detector is silent in every case.
    """
    none = 2 * dark
    both = h * (1 - k) + k * (1 - h) + h * k * (1 + visibility) / 2 + (1 - h) * (1 - k) * none
    return h + (1 - h) * none, k + (1 - k) * none, both


def _heralded(
    weights: Callable[..., Weights], *light: Numbers
) -> tuple[NDArray[np.complex128], Numbers]:
    """Make a state of weights that are not normalised, and return what they sum to, too."""
    parts = [*np.broadcast_arrays(*weights(*light))]
    chance = total = np.sum(parts[:4], axis=0)
    if np.any(chance == 0):
        # Without light the state is 0/0; what hardly any light leaves is the limit.
        faint = np.broadcast_arrays(*weights(*(np.maximum(amount, GLIMMER) for amount in light)))
        parts = [np.where(chance > 0, part, rest) for part, rest in zip(parts, faint, strict=True)]
        total = np.sum(parts[:4], axis=0)
    rho = np.zeros((*total.shape, 4, 4), dtype=complex)
    for place, part in enumerate(parts[:4]):
        rho[..., place, place] = part / total
    rho[..., 0, 3] = rho[..., 3, 0] = parts[4] / total
    return rho, chance[()]
