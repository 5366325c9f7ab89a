"""Two qubits that belong together: what kinds of pair there are, and how entangled each is.

Alice's qubit is right-most, as in Qiskit: amplitudes and rows come in the order |bob alice⟩ =
|00⟩, |01⟩, |10⟩, |11⟩, and a product is ``np.kron(bob, alice)``.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from qinet_edu.theory.bell_vectors import bell_vectors, werner_vectors
from qinet_edu.theory.states import density, density_matrices

BELL_KETS = {
    "phi+": np.array([1, 0, 0, 1]) / np.sqrt(2),
    "psi-": np.array([0, 1, -1, 0]) / np.sqrt(2),
    "psi+": np.array([0, 1, 1, 0]) / np.sqrt(2),
    "phi-": np.array([1, 0, 0, -1]) / np.sqrt(2),
}
"""The Bell states in the order of Bell-diagonal vectors: Φ+, Ψ−, Ψ+, Φ−."""

_YY = np.array([[0, 0, 0, -1], [0, 0, 1, 0], [0, 1, 0, 0], [-1, 0, 0, 0]])


def bell_state(name: str = "phi+") -> NDArray[np.complex128]:
    """Return the amplitudes of a Bell state.

    Args:
        name: ``"phi+"`` (|00⟩+|11⟩), ``"phi-"`` (|00⟩−|11⟩), ``"psi+"`` (|01⟩+|10⟩) or
            ``"psi-"`` (|01⟩−|10⟩), each over √2.

    Returns:
        Amplitudes of |00⟩, |01⟩, |10⟩, |11⟩, shape (4,).

    Raises:
        ValueError: ``name`` is none of the four.

    Example:
        >>> bell_state("phi-").real.round(4).tolist()
        [0.7071, 0.0, 0.0, -0.7071]
    """
    if not isinstance(name, str) or name not in BELL_KETS:
        raise ValueError(f"There is no Bell state {name!r}; choose one of {', '.join(BELL_KETS)}.")
    ket: NDArray[np.complex128] = BELL_KETS[name].astype(complex)
    return ket


def bell_diagonal(vector: ArrayLike) -> NDArray[np.complex128]:
    """Return the pair that is each Bell state with a given probability.

    Pauli errors turn Bell states into one another, so these four numbers say all about a pair
    that only such errors have met.

    Args:
        vector: probabilities of Φ+, Ψ−, Ψ+, Φ−, in this order, shape (..., 4), with sum 1.

    Returns:
        Density matrices, shape (..., 4, 4).

    Raises:
        TypeError: there is something among them that is no real number.
        ValueError: not four probabilities, one outside [0, 1], or their sum is not 1.

    Source:
        The order of Deutsch et al., PRL 77, 2818 (1996).

    Example:
        >>> np.diag(bell_diagonal([0.5, 0.25, 0.25, 0])).real.round(6).tolist()
        [0.25, 0.25, 0.25, 0.25]
    """
    p = bell_vectors(vector)
    projectors = density(np.array([*BELL_KETS.values()]))
    mixed: NDArray[np.complex128] = np.einsum("...k,kij->...ij", p, projectors)
    return mixed


def werner(f: ArrayLike) -> NDArray[np.complex128]:
    """Return the pair that is Φ+ with fidelity F, and each other Bell state equally often.

    It is the pair of a link whose errors know no direction: Φ+ with weight (4F − 1)/3, noise
    with the rest. From F = 1/2 down it is not entangled any more, and 1/4 is noise alone.

    Args:
        f: fidelity with Φ+, in [0, 1].

    Returns:
        Density matrices, shape (..., 4, 4).

    Raises:
        TypeError: it is no real number.
        ValueError: it lies outside [0, 1].

    Source:
        R. F. Werner, PRA 40, 4277 (1989).

    Example:
        >>> werner(0.25).real.round(6).tolist() == (np.eye(4) / 4).tolist()
        True
    """
    return bell_diagonal(werner_vectors(f))


def fidelity(rho: ArrayLike, state: str | ArrayLike = "phi+") -> NDArray[np.float64]:
    """Return how well a pair passes for a given pure state: ⟨ψ|ρ|ψ⟩.

    It is the squared kind: 1 for the state itself, 1/4 for a pair that is noise. The other kind,
    its square root, calls noise 1/2.

    Args:
        rho: one ket, shape (4,), or density matrices, shape (..., 4, 4).
        state: a Bell state's name, or four amplitudes.

    Returns:
        Fidelities in [0, 1], shape (...).

    Raises:
        TypeError: something is made of something else than numbers.
        ValueError: no valid pair, or no such state.

    Source:
        R. Jozsa, J. Mod. Opt. 41, 2315 (1994).

    Example:
        >>> fidelity(werner(0.9)).round(6), fidelity(bell_state("phi-")).round(6)
        (np.float64(0.9), np.float64(0.0))
    """
    rho = density_matrices(rho, qubits=2)
    ideal = density(bell_state(state) if isinstance(state, str) else state)
    if ideal.shape != (4, 4):
        raise ValueError(f"A pair has four amplitudes; yours has shape {ideal.shape[:-1]}.")
    overlap = np.einsum("...ij,ji->...", rho, ideal).real
    found: NDArray[np.float64] = np.clip(overlap, 0, 1)[()]
    return found


def reduced(rho: ArrayLike, *, keep: str = "alice") -> NDArray[np.complex128]:
    """Return what one party holds of a pair, for somebody who is told nothing of the other.

    Half of a Bell pair is I/2: alone it is a fair coin along every axis, whatever the other party
    does meanwhile. So no signal can be sent by it.

    Args:
        rho: one ket, shape (4,), or density matrices, shape (..., 4, 4).
        keep: ``"alice"`` or ``"bob"``: whose qubit is kept.

    Returns:
        Density matrices of one qubit, shape (..., 2, 2).

    Raises:
        TypeError: the state is made of something else than numbers.
        ValueError: no valid pair, or there is no such party.

    Source:
        Nielsen and Chuang (2000), section 2.4.3, "the reduced density operator".

    Example:
        >>> reduced(bell_state("psi-"), keep="bob").real.round(6).tolist()
        [[0.5, 0.0], [0.0, 0.5]]
    """
    rho = density_matrices(rho, qubits=2)
    if keep not in ("alice", "bob"):
        raise ValueError(f"keep is 'alice' or 'bob', the one whose qubit is kept; not {keep!r}.")
    halves = rho.reshape(*rho.shape[:-2], 2, 2, 2, 2)  # bob, alice, bob, alice
    kept: NDArray[np.complex128] = np.einsum(
        "...iaib->...ab" if keep == "alice" else "...aibi->...ab", halves
    )
    return kept


def entropy(rho: ArrayLike) -> NDArray[np.float64]:
    """Return how uncertain a state is, in bits.

    A pure state has none. A pair in Φ+ is pure, and yet each half of it has a whole bit: more is
    known of the pair than of its parts, which no pair of classical things can do.

    Args:
        rho: density matrices of one qubit or several, shape (..., 2ⁿ, 2ⁿ).

    Returns:
        Entropies from 0 to n bits, shape (...).

    Raises:
        TypeError: the entries are not numbers.
        ValueError: it is no density matrix.

    Source:
        J. von Neumann (1927), in bits.

    Example:
        >>> entropy(werner(1.0)).round(6), entropy(reduced(werner(1.0))).round(6)
        (np.float64(0.0), np.float64(1.0))
    """
    shape = np.shape(rho)
    qubits = {2: 1, 4: 2, 8: 3}.get(shape[-1] if len(shape) > 1 else 0, 1)
    weights = np.clip(np.linalg.eigvalsh(density_matrices(rho, qubits=qubits)), 0, 1)
    bits = -weights * np.log2(np.where(weights > 0, weights, 1))
    total: NDArray[np.float64] = np.maximum(bits.sum(axis=-1), 0)[()]
    return total


def concurrence(rho: ArrayLike) -> NDArray[np.float64]:
    """Return how entangled a pair is, from 0 (not at all) to 1 (a Bell state).

    A Werner pair has 2F − 1, so at F = 1/2 the last entanglement is gone. Two parties left over
    from a W state of three have 2/3, two from a GHZ state 0.

    Args:
        rho: one ket, shape (4,), or density matrices, shape (..., 4, 4).

    Returns:
        Concurrences in [0, 1], shape (...).

    Raises:
        TypeError: the state is made of something else than numbers.
        ValueError: it is no valid pair.

    Source:
        W. K. Wootters, PRL 80, 2245 (1998).

    Example:
        >>> concurrence(werner([1.0, 0.75, 0.5])).round(6).tolist()
        [1.0, 0.5, 0.0]
    """
    rho = density_matrices(rho, qubits=2)
    # √ρ keeps this exact where ρ is pure; the eigenvalues of ρ ρ̃ alone would lose half the digits.
    weights, vectors = np.linalg.eigh(rho)
    root = vectors * np.sqrt(np.clip(weights, 0, None))[..., None, :]
    overlaps = root.swapaxes(-2, -1) @ _YY @ root
    numbers = np.linalg.svd(overlaps, compute_uv=False)
    found: NDArray[np.float64] = np.clip(numbers[..., 0] - numbers[..., 1:].sum(axis=-1), 0, 1)[()]
    return found
