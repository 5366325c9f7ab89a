"""Three generations of repeaters: what each gets across a fibre, with every parameter said.

The first heralds pairs, purifies and swaps them, and waits for the answers. The second heralds
pairs, too, but lets a code correct what gates and memories do, so nothing crosses the whole line
and back. The third sends coded qubits one way, from station to station, and corrects loss as well.

Transmittance of a hop is coupling × 10^(−α L₀/10): everything outside of the fibre once, here.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from qinet_edu.arguments import Convention, one_real
from qinet_edu.theory.bell_vectors import waited, werner_vectors
from qinet_edu.theory.fibre import fibre_transmittance
from qinet_edu.theory.nesting import nested_time
from qinet_edu.theory.parity_codes import parity_code_success
from qinet_edu.theory.purification import dejmps
from qinet_edu.theory.swapping import swap_bell_diagonal
from qinet_edu.theory.waiting_times import expected_slowest
from qinet_edu.theory.watching import whole

SPEED_KM_S = 299_792.458 / 1.468
MOST_SEGMENTS = 4096


class RepeaterRate(NamedTuple):
    """How many pairs a second a line delivers, how good they are, and how far stations stand."""

    rate_hz: float
    fidelity: float
    spacing_km: float


def first_generation(
    length_km: float,
    *,
    levels: int,
    fidelity: float,
    rounds: int | tuple[int, ...] = 0,
    coupling: float = 1.0,
    modes: int = 1,
    swap_success: float = 1.0,
    gate_error: float = 0.0,
    convention: Convention = "mixing",
    readout_error: float = 0.0,
    t1_s: float = np.inf,
    t2_s: float = np.inf,
    loss_db_per_km: float = 0.2,
) -> RepeaterRate:
    """Return what repeaters of the first generation deliver: heralded, purified, nested.

    2ⁿ segments of L₀. Two clicks half-way herald a pair, p = coupling² η(L₀)/2 for each of
    ``modes`` tried in a round of L₀/c. Each level purifies and swaps by the exact waiting times
    of :func:`nested_time`. An answer over 2ᵏ segments takes 2ᵏ rounds, and a swap that may fail
    must wait for it as well. So the whole line's length comes in more than once: over 948 km in
    eight segments, links of 0.98, sure swaps and one mode make 1.35 pairs of 0.854 a second, and
    0.84 of 0.997 with two rounds of purification at the bottom, all else being perfect.

    Args:
        length_km: of the whole line.
        levels: n, at least 0, for 2ⁿ segments.
        fidelity: that of a fresh pair, Werner, in [0, 1].
        rounds: rounds of DEJMPS on each level: one number for all, or one for each level from 0.
        coupling: what one photon survives from its memory to the click, apart from the fibre.
        modes: how many attempts a segment makes side by side; one success is used.
        swap_success: chance of a swap: 1 for memories, ½ for photons and beam splitters.
        gate_error: depolarising probability of the two qubits of a CNOT, in swaps and rounds.
        convention: ``"mixing"`` (as in Aer) or ``"pauli"``: what ``gate_error`` means.
        readout_error: how likely a bit is read wrongly.
        t1_s: the memories' T1. All stored halves decay while answers travel: heralds, "keep", and
            the frame at the end. Waiting for another segment is *not* in here: that needs the
            network's simulation.
        t2_s: the memories' T2, at most 2 T1.
        loss_db_per_km: of the fibre.

    Returns:
        ``(rate_hz, fidelity, spacing_km)``, for one chain of memories that starts a pair when the
        last one is done.

    Raises:
        TypeError: something is no real number, or no whole one.
        ValueError: something is out of its range, or no pair is ever kept.

    Source:
        The classes: S. Muralidharan et al., Scientific Reports 6, 20463 (2016). The rates are this
        course's, from the parts above.

    Example:
        >>> rate = first_generation(948, levels=3, fidelity=0.98)
        >>> round(rate.rate_hz, 3), round(rate.fidelity, 4), rate.spacing_km
        (1.353, 0.8542, 118.5)
    """
    length = _length(length_km)
    n = whole(levels, "levels", low=0, high=10)
    many = (rounds,) * (n + 1) if not isinstance(rounds, (tuple, list)) else tuple(rounds)
    if len(many) != n + 1:
        raise ValueError(f"rounds is one number, or {n + 1} of them, one for each level from 0.")
    e = one_real(gate_error, "gate_error", low=0, high=1)
    r = one_real(readout_error, "readout_error", low=0, high=1)
    swapped = one_real(swap_success, "swap_success", low=0, high=1)
    spacing = length / 2**n
    round_s = spacing / SPEED_KM_S
    p = float(
        heralded_chance(spacing, coupling=coupling, modes=modes, loss_db_per_km=loss_db_per_km)
    )
    # A memory waits for its photon to get half-way and for the herald to come back.
    vector = waited(werner_vectors(fidelity, "fidelity"), round_s, t1_s=t1_s, t2_s=t2_s)
    chances: list[float] = []
    answers: list[int] = []
    for level, count in enumerate(many):
        span = 2**level
        if level:
            vector = swap_bell_diagonal(
                vector, vector, gate_error=e, convention=convention, readout_error=r
            )
            chances.append(swapped)
            answers.append(span if swapped < 1 else 0)
            # Where swaps are sure the frame goes on meanwhile; only the ends wait for it.
            told = span * round_s if swapped < 1 or level == n else 0.0
            vector = waited(vector, told, t1_s=t1_s, t2_s=t2_s)
        for _ in range(whole(count, "rounds", low=0, high=50)):
            vector, kept = dejmps(vector, gate_error=e, convention=convention, readout_error=r)
            vector = waited(vector, span * round_s, t1_s=t1_s, t2_s=t2_s)
            chances.append(float(kept))
            answers.append(span)
    exact = nested_time(p, len(chances), success=chances, messages=answers).exact
    return RepeaterRate(1 / (exact * round_s), float(vector[0]), spacing)


def second_generation(
    length_km: float,
    *,
    segments: int,
    copies: int = 7,
    logical_error: float = 0.0,
    coupling: float = 1.0,
    modes: int = 1,
    loss_db_per_km: float = 0.2,
) -> RepeaterRate:
    """Return what repeaters of the second generation deliver: heralded, then corrected by a code.

    Every segment heralds as many pairs as the code has qubits, all at once, each until it has
    one; then codes are joined by gates that a code makes good, and nobody waits for the far end.
    So the time is that of the slowest of segments × copies, each round only L₀/c: over 948 km in
    32 segments, 7 copies and one mode, 156 coded pairs a second.

    Args:
        length_km: of the whole line.
        segments: how many, at least 1.
        copies: pairs that a segment must have: the qubits of its code, 7 for Steane's.
        logical_error: chance that a segment leaves a Pauli error that its code did not correct:
            from its pairs, gates and read-outs, as notebook 13 counts it.
        coupling: what one photon survives from its memory to the click, apart from the fibre.
        modes: how many attempts for each copy are made side by side.
        loss_db_per_km: of the fibre.

    Returns:
        ``(rate_hz, fidelity, spacing_km)``, of coded pairs.

    Raises:
        TypeError: something is no real number, or no whole one.
        ValueError: something is out of its range.

    Source:
        L. Jiang et al., PRA 79, 032325 (2009); the classes: S. Muralidharan et al., Scientific
        Reports 6, 20463 (2016).

    Example:
        >>> rate = second_generation(948, segments=32, logical_error=1e-3)
        >>> round(rate.rate_hz, 1), round(rate.fidelity, 4), rate.spacing_km
        (155.5, 0.9687, 29.625)
    """
    length, n = _length(length_km), whole(segments, "segments", high=MOST_SEGMENTS)
    each = whole(copies, "copies", high=MOST_SEGMENTS)
    if n * each > MOST_SEGMENTS:
        raise ValueError(f"segments × copies must be at most {MOST_SEGMENTS}, not {n * each}.")
    spacing = length / n
    p = float(
        heralded_chance(spacing, coupling=coupling, modes=modes, loss_db_per_km=loss_db_per_km)
    )
    round_s = spacing / SPEED_KM_S
    rate = 1 / (round_s * float(expected_slowest(p, n * each)))
    return RepeaterRate(rate, _after(logical_error, n), spacing)


def third_generation(
    length_km: float,
    *,
    segments: int,
    blocks: int,
    per_block: int,
    source_hz: float,
    logical_error: float = 0.0,
    coupling: float = 1.0,
    loss_db_per_km: float = 0.2,
) -> RepeaterRate:
    """Return what repeaters of the third generation deliver: coded photons, one way.

    Each station receives a code of n × m photons, mends it if it can, and sends it on; nothing is
    heralded and nothing waits, so distance costs no time, only P^segments. A hop must pass more
    than half of its photons: 15 km of usual fibre, everything else perfect. Over 948 km in
    hops of 1 km, with 13 × 6 photons of which 0.95 are coupled, 97 % of the codes arrive.

    Args:
        length_km: of the whole line.
        segments: how many, at least 1.
        blocks: n, blocks of the parity code.
        per_block: m, photons in each block.
        source_hz: codes that are sent per second: as fast as a station can mend them.
        logical_error: chance that a station leaves a Pauli error that its code did not correct.
        coupling: what one photon survives at a hop, apart from the fibre.
        loss_db_per_km: of the fibre.

    Returns:
        ``(rate_hz, fidelity, spacing_km)``; a rate of 0 where hardly anything arrives.

    Raises:
        TypeError: something is no real number, or no whole one.
        ValueError: something is out of its range.

    Source:
        W. J. Munro et al., Nature Photonics 6, 777 (2012); S. Muralidharan et al., PRL 112, 250501
        (2014).

    Example:
        >>> rate = third_generation(
        ...     948, segments=948, blocks=13, per_block=6, source_hz=1e6, coupling=0.95
        ... )
        >>> round(rate.rate_hz), rate.spacing_km
        (969083, 1.0)
    """
    length, n = _length(length_km), whole(segments, "segments")
    c = one_real(coupling, "coupling", low=0, high=1)
    sent = one_real(source_hz, "source_hz", low=0)
    eta = c * fibre_transmittance(length / n, loss_db_per_km=loss_db_per_km)
    hop = float(parity_code_success(whole(blocks, "blocks"), whole(per_block, "per_block"), eta))
    return RepeaterRate(sent * hop**n, _after(logical_error, n), length / n)


def _after(logical_error: float, segments: int) -> float:
    """Return the fidelity after so many segments: all Pauli errors alike, so weights multiply."""
    error = one_real(logical_error, "logical_error", low=0, high=1)
    return float((1 + 3 * (1 - 4 * error / 3) ** segments) / 4)


def heralded_chance(
    spacing_km: ArrayLike, *, coupling: float, modes: int, loss_db_per_km: float = 0.2
) -> NDArray[np.float64]:
    """Return how likely a segment heralds a pair in a round, by two clicks half-way.

    1 − (1 − coupling² η/2)^modes.

    Args:
        spacing_km: of the segment, shape (...).
        coupling: what one photon survives from its memory to the click, apart from the fibre.
        modes: how many attempts are made side by side.
        loss_db_per_km: of the fibre.

    Returns:
        Probabilities above 0, shape of ``spacing_km``.

    Raises:
        TypeError: something is no real number, or no whole one.
        ValueError: something is out of its range, or no pair is ever heralded.

    Example:
        >>> heralded_chance([0, 50], coupling=0.6, modes=1).round(6).tolist()
        [0.18, 0.018]
    """
    c = one_real(coupling, "coupling", low=0, high=1)
    one = c * c * fibre_transmittance(spacing_km, loss_db_per_km=loss_db_per_km) / 2
    chance: NDArray[np.float64] = -np.expm1(whole(modes, "modes") * np.log1p(-one))
    if np.any(chance == 0):
        raise ValueError(
            "No photon gets through a segment, so no pair is ever heralded: take more segments, or "
            "a coupling above 0."
        )
    return chance


def _length(length_km: float) -> float:
    length = one_real(length_km, "length_km", low=0)
    if length == 0:
        raise ValueError("length_km must be above 0: a line of no length needs no repeater.")
    return length
