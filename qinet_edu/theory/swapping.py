"""Swapping: two pairs that end at one node become one pair between its neighbours.

The node measures its two halves together (a Bell measurement) and sends two bits: the one of the
half that was the message drives Z, the one of the pair's half drives X. The bits can be carried
along as a Pauli frame, so no node waits for them; but the ends go on waiting in their memories
until the frame is there (see ``waited``).
"""

from functools import reduce

import numpy as np
from numpy.typing import ArrayLike, NDArray

from qinet_edu.arguments import Convention, pauli_error, real
from qinet_edu.theory.bell_vectors import Vectors, bell_vectors, composed
from qinet_edu.theory.states import density_matrices

Numbers = NDArray[np.float64]

# What the bits (z, x) of a Bell measurement say the state was: ⟨B| as a matrix over the two halves
# (message, pair's half), before normalisation; and the correction X^x Z^z that undoes it.
_X, _Z = np.array([[0, 1], [1, 0]]), np.diag([1, -1])
_OUTCOMES = [
    (np.linalg.matrix_power(_Z, z) @ np.linalg.matrix_power(_X, x) / np.sqrt(2),
     np.linalg.matrix_power(_X, x) @ np.linalg.matrix_power(_Z, z))
    for z in (0, 1)
    for x in (0, 1)
]  # fmt: skip


def swap(
    *fidelities: ArrayLike, gate_error: ArrayLike = 0.0, convention: Convention = "mixing"
) -> Numbers:
    """Join Werner pairs end to end and return the fidelity of the pair that remains.

    Two links leave F₁F₂ + (1 − F₁)(1 − F₂)/3. Every join multiplies the errors: four links of
    0.95 leave 0.819, and after fifteen the pair is no longer entangled (below one half). This is
    why repeaters need purification. Pairs that only dephase fare better than Werner pairs,
    F₁F₂ + (1 − F₁)(1 − F₂): see :func:`swap_bell_diagonal` for those.

    Args:
        fidelities: fidelity of each link with Φ+, in [0, 1]; numbers or arrays that broadcast.
            One link alone stays as it is.
        gate_error: depolarising probability of the two qubits of each node's CNOT.
        convention: ``"mixing"`` (as in Aer) or ``"pauli"``: what ``gate_error`` means.

    Returns:
        Fidelity with Φ+ after the Bell measurements at the nodes between, broadcast shape.

    Raises:
        TypeError: something is no real number.
        ValueError: no link was given, or something lies outside [0, 1].

    Source:
        A Werner pair is Φ+ with weight w = (4F − 1)/3 and noise else; swapping multiplies the
        weights (H.-J. Briegel et al., PRL 81, 5932, 1998).

    Example:
        >>> swap(0.9, 0.9).round(6)
        np.float64(0.813333)
        >>> swap(0.95, [0.95, 1.0]).round(6).tolist()
        [0.903333, 0.95]
    """
    if not fidelities:
        raise ValueError("Give the fidelity of at least one link, for example swap(0.95, 0.9).")
    links = [
        real(f, f"The fidelity of link {number}", low=0, high=1)
        for number, f in enumerate(fidelities, start=1)
    ]
    weight = reduce(np.multiply, ((4 * link - 1) / 3 for link in links))
    weight = weight * _sound(gate_error, convention) ** (len(links) - 1)
    return ((1 + 3 * weight) / 4)[()]


def swap_bell_diagonal(
    a: ArrayLike,
    b: ArrayLike,
    *,
    gate_error: ArrayLike = 0.0,
    convention: Convention = "mixing",
    readout_error: ArrayLike = 0.0,
) -> Vectors:
    """Join two Bell-diagonal pairs and return the pair that remains.

    The errors of both are there, one after the other, and equal ones cancel: so dephased pairs
    of 0.9 leave 0.82, where Werner pairs leave 0.813. A pair after DEJMPS is neither, and 0.838 of
    it joined to another leave 0.722, not the 0.711 of Werner pairs.

    Args:
        a: the pair of Alice and the node, shape (..., 4).
        b: the pair of the node and Bob, shape (..., 4).
        gate_error: depolarising probability of the two qubits of the node's CNOT, shape (...).
        convention: ``"mixing"`` (as in Aer) or ``"pauli"``: what ``gate_error`` means.
        readout_error: how likely each of the two bits is read wrongly, shape (...).

    Returns:
        The vector of Alice's and Bob's pair, broadcast shape (..., 4). A Bell measurement of
        matter always succeeds; where it is one of photons, its ½ belongs into the rate.

    Raises:
        TypeError: something is no real number.
        ValueError: no such vectors, or something outside [0, 1].

    Example:
        >>> swap_bell_diagonal([0.9, 0, 0, 0.1], [0.9, 0, 0, 0.1]).round(6).tolist()
        [0.82, 0.0, 0.0, 0.18]
    """
    pair = composed(bell_vectors(a, "a"), bell_vectors(b, "b"))
    sound = np.asarray(_sound(gate_error, convention))[..., None]
    pair = 0.25 + sound * (pair - 0.25)
    m = real(readout_error, "readout_error", low=0, high=1)
    if np.any(m):
        # A wrong Z bit and a wrong X bit: Φ−, Ψ+, and both of them Ψ−.
        pair = composed(pair, np.stack([(1 - m) ** 2, m * m, m * (1 - m), m * (1 - m)], axis=-1))
    return pair


def swap_states(a: ArrayLike, b: ArrayLike) -> NDArray[np.complex128]:
    """Join any two pairs and return the pair that remains, its corrections applied.

    The state is the average over the four outcomes, each corrected by X and Z as its bits say:
    what Alice and Bob hold who do not keep the bits. For pairs in no Bell-diagonal form the four
    outcomes need not be equally likely, and who keeps the bits may know more.

    Args:
        a: the pair of Alice and the node: one ket, shape (4,), or density matrices, shape
            (..., 4, 4), rows as |node alice⟩.
        b: the pair of the node and Bob, rows as |bob node⟩: each pair's left party right-most.

    Returns:
        Density matrices of Alice's and Bob's pair, rows as |bob alice⟩, shape (..., 4, 4).

    Raises:
        TypeError: a state is made of something else than numbers.
        ValueError: it is no valid pair.

    Source:
        M. Żukowski et al., PRL 71, 4287 (1993).

    Example:
        >>> from qinet_edu.theory import fidelity, werner
        >>> fidelity(swap_states(werner(0.9), werner(0.8))).round(6)
        np.float64(0.726667)
    """
    first, second = density_matrices(a, qubits=2), density_matrices(b, qubits=2)
    first = first.reshape(*first.shape[:-2], 2, 2, 2, 2)  # node, alice, node, alice
    second = second.reshape(*second.shape[:-2], 2, 2, 2, 2)  # bob, node, bob, node
    joined = sum(
        np.einsum(
            "bc,mn,...maMA,...cnCN,MN,BC->...baBA",
            fix, seen, first, second, seen, fix, optimize=True,
        )
        for seen, fix in _OUTCOMES
    )  # fmt: skip
    pair: NDArray[np.complex128] = np.asarray(joined)
    return pair.reshape(*pair.shape[:-4], 4, 4)


def most_links(
    fidelity: ArrayLike,
    *,
    least: ArrayLike = 0.5,
    gate_error: ArrayLike = 0.0,
    convention: Convention = "mixing",
) -> NDArray[np.int64]:
    """Return how many Werner links alike can be joined before the end-to-end pair is too poor.

    With links of 0.95 fifteen, with 0.99 eighty-one are still entangled (above one half). From
    Brisbane to Sydney there are eight.

    Args:
        fidelity: that of each link with Φ+, in [0, 1].
        least: the fidelity that the whole must be above, from 1/4 and below 1.
        gate_error: depolarising probability of the two qubits of each node's CNOT.
        convention: ``"mixing"`` (as in Aer) or ``"pauli"``: what ``gate_error`` means.

    Returns:
        Whole numbers, broadcast shape; 0 where not even one link is good enough.

    Raises:
        TypeError: something is no real number.
        ValueError: something is out of its range, or links and gates without error, which can
            be joined without end.

    Example:
        >>> most_links([0.95, 0.99, 0.5]).tolist()
        [15, 81, 0]
        >>> most_links(0.99, gate_error=0.01)
        np.int64(47)
    """
    link = (4 * real(fidelity, "fidelity", low=0, high=1) - 1) / 3
    wanted = (4 * real(least, "least", low=0.25, high=1) - 1) / 3
    if np.any(wanted == 1):
        raise ValueError("No pair is better than perfect: give a least fidelity below 1.")
    link, wanted, sound = np.broadcast_arrays(link, wanted, _sound(gate_error, convention))
    good = link > wanted
    if np.any(good & ((link * sound == 1) | (wanted <= 0))):
        raise ValueError(
            "Such links can be joined without end: a perfect pair stays perfect, and no pair is "
            "worse than noise. Give a fidelity below 1 and a least one above 1/4."
        )
    safe_link, safe_sound = np.where(good, link, 0.5), np.where(good, sound, 1.0)
    safe_wanted = np.where(good, wanted, 0.5)
    # link^n sound^(n−1) > wanted. A gate that always fails leaves exactly one link.
    with np.errstate(divide="ignore", invalid="ignore"):
        n = np.log(safe_wanted * safe_sound) / np.log(safe_link * safe_sound)
    n = np.where(safe_sound > 0, n, 1.5)
    # "Above", not "at": a whole n leaves the fidelity at the least itself.
    most = np.ceil(n - 1e-12) - 1
    count: NDArray[np.int64] = np.where(good, np.maximum(most, 1), 0).astype(np.int64)[()]
    return count


def _sound(gate_error: ArrayLike, convention: Convention) -> Numbers:
    """Return how much of a pair's weight a CNOT of the node leaves."""
    error = pauli_error(real(gate_error, "gate_error", low=0, high=1),
                        convention=convention, qubits=2)  # fmt: skip
    return np.asarray(1 - error * 16 / 15)
