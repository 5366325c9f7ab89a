"""T33 and any other pairs, against the circuit of a swap on four qubits."""

import numpy as np
import pytest
from qiskit import QuantumCircuit
from qiskit.quantum_info import DensityMatrix, Operator, partial_trace, random_density_matrix

from qinet_edu.theory import (
    bell_diagonal,
    bell_state,
    density,
    fidelity,
    most_links,
    swap,
    swap_bell_diagonal,
    swap_states,
    werner,
)
from qinet_edu.theory.pairs import BELL_KETS

RNG = np.random.default_rng(20261125)
VECTORS = RNG.dirichlet(np.ones(4), (10, 2))
STATES = [random_density_matrix(4, seed=20261125 + k).data for k in range(8)]
LINKS = {2: 0.9033333, 4: 0.8191259, 8: 0.6818724, 16: 0.4986851}


def weights(rho):
    return np.array([fidelity(rho, name) for name in BELL_KETS])


def by_circuit(a, b, *, gate_error=0.0, readout=0.0):
    """Qubit 0 is Alice's, 1 and 2 the node's, 3 Bob's; corrections as controlled gates.

    A bit that is read wrongly is a flip of its qubit before it controls.
    """
    rho = DensityMatrix(np.kron(b, a))
    cnot, rest, message, half, x, z = (QuantumCircuit(4) for _ in range(6))
    cnot.cx(1, 2)
    rho = rho.evolve(Operator(cnot))
    noise = DensityMatrix(np.zeros((16, 16)))
    for letter in "IXYZ":
        for other in "IXYZ":
            error = QuantumCircuit(4)
            error.pauli(letter + other, [1, 2])
            noise += rho.evolve(Operator(error)) / 16
    rho = (1 - gate_error) * rho + gate_error * noise
    rest.h(1)
    rho = rho.evolve(Operator(rest))
    for flip, qubit in ((message, 1), (half, 2)):
        flip.x(qubit)
        rho = (1 - readout) * rho + readout * rho.evolve(Operator(flip))
    x.cx(2, 3)
    z.cz(1, 3)
    rho = rho.evolve(Operator(x)).evolve(Operator(z))
    return partial_trace(rho, [1, 2]).data


@pytest.mark.parametrize(
    ("links", "expected"),
    [((0.9, 0.9), 0.8133333), ((0.95, 0.95), 0.9033333), ((0.9, 0.8), 0.7266667),
     ((0.99, 0.99), 0.9801333)],
)  # fmt: skip
def test_t33_two_links(links, expected):
    assert swap(*links) == pytest.approx(expected, abs=5e-8)
    exact = fidelity(by_circuit(*map(werner, links)))
    assert swap(*links) == pytest.approx(exact, abs=1e-9)


@pytest.mark.parametrize(("links", "expected"), LINKS.items())
def test_t33_a_chain_of_links(links, expected):
    assert swap(*[0.95] * links) == pytest.approx(expected, abs=5e-8)
    rho = werner(0.95)
    for _ in range(links - 1):
        rho = by_circuit(rho, werner(0.95))
    assert swap(*[0.95] * links) == pytest.approx(fidelity(rho), abs=1e-9)


@pytest.mark.parametrize(("f", "links"), [(0.95, 15), (0.99, 81)])
def test_most_links(f, links):
    assert most_links(f) == links
    assert swap(*[f] * links) > 0.5 >= swap(*[f] * (links + 1))


def test_most_links_counts_what_swaps_leave():
    for f in (0.51, 0.7, 0.93):
        for least in (0.5, 0.69, 0.9):
            for e in (0.0, 0.03, 1.0):
                n = most_links(f, least=least, gate_error=e)
                assert n == 0 or swap(*[f] * n, gate_error=e) > least
                assert swap(*[f] * (n + 1), gate_error=e) <= least + 1e-12
    # "Above" is not "at": two links of this F leave exactly one half.
    f = (1 + 3 / np.sqrt(3)) / 4
    assert swap(f, f) == pytest.approx(0.5)
    assert most_links(f) == 1


@pytest.mark.parametrize("two", VECTORS)
@pytest.mark.parametrize(("gate_error", "readout"), [(0, 0), (0.1, 0), (0, 0.05), (0.2, 0.1)])
def test_bell_diagonal_pairs_by_circuit(two, gate_error, readout):
    found = swap_bell_diagonal(*two, gate_error=gate_error, readout_error=readout)
    exact = by_circuit(*bell_diagonal(two), gate_error=gate_error, readout=readout)
    assert found == pytest.approx(weights(exact), abs=1e-9)


@pytest.mark.parametrize("k", range(len(STATES) - 1))
def test_any_pairs_by_circuit(k):
    """Complex states: with the two bits exchanged, real ones would not tell."""
    a, b = STATES[k], STATES[k + 1]
    assert swap_states(a, b) == pytest.approx(by_circuit(a, b), abs=1e-9)


def test_a_perfect_link_hands_on_the_other():
    for rho in STATES:
        assert swap_states(rho, bell_state()) == pytest.approx(rho, abs=1e-12)
    for v in VECTORS[:, 0]:
        assert swap_bell_diagonal([1, 0, 0, 0], v) == pytest.approx(v)


def test_fidelities_do_not_simply_multiply():
    """The mistake everybody makes: 0.9 × 0.9 = 0.81, but errors can cancel."""
    assert swap(0.9, 0.9) > 0.9 * 0.9


def test_the_rule_of_werner_pairs_is_wrong_for_dephased_ones():
    """The mistake everybody makes: to use F₁F₂ + (1 − F₁)(1 − F₂)/3 for every pair."""
    for f, g in RNG.uniform(0.5, 1, (5, 2)):
        both = swap_bell_diagonal([f, 0, 0, 1 - f], [g, 0, 0, 1 - g])
        assert both[0] == pytest.approx(f * g + (1 - f) * (1 - g))
        assert both[0] > swap(f, g)


def test_the_noise_of_gates_multiplies_as_well():
    three = swap(0.95, 0.9, 0.85, gate_error=0.02)
    vector = [[f, *[(1 - f) / 3] * 3] for f in (0.95, 0.9, 0.85)]
    two = swap_bell_diagonal(vector[0], vector[1], gate_error=0.02)
    assert three == pytest.approx(swap_bell_diagonal(two, vector[2], gate_error=0.02)[0])
    pauli = swap(0.95, 0.9, 0.85, gate_error=0.02 * 15 / 16, convention="pauli")
    assert pauli == pytest.approx(three)


def test_a_chain_of_one_stays_as_it_is():
    assert swap(0.93) == pytest.approx(0.93)
    assert swap(0.93, gate_error=0.5) == pytest.approx(0.93)
    assert most_links(0.6, least=0.55) == 1


def test_everything_broadcasts():
    assert swap([[0.9], [0.8]], [0.9, 0.8, 0.7]).shape == (2, 3)
    assert swap_bell_diagonal(VECTORS, VECTORS[0, 0], gate_error=[0.1, 0.2]).shape == (10, 2, 4)
    many = swap_states(np.array(STATES), density(bell_state("psi-")))
    assert many.shape == (8, 4, 4)
    assert many[3] == pytest.approx(swap_states(STATES[3], bell_state("psi-")))
    assert most_links([[0.9], [0.8]], least=[0.5, 0.6, 0.7]).shape == (2, 3)
    assert most_links(0.9, gate_error=[0.0, 0.1]).tolist() == [
        most_links(0.9), most_links(0.9, gate_error=0.1)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("call", "complaint"),
    [
        (lambda: swap(), "at least one link"),
        (lambda: swap(0.9, 1.2), "link 2 must be between 0 and 1"),
        (lambda: swap(-0.1, 0.9), "link 1 must be between 0 and 1"),
        (lambda: swap(0.9, float("nan")), "link 2 is NaN"),
        (lambda: swap(0.9, 0.9, gate_error=1.5), "gate_error must be between"),
        (lambda: swap_bell_diagonal([0.9, 0.2, 0, 0], [1, 0, 0, 0]), "add up to 1.1"),
        (lambda: swap_bell_diagonal([1, 0, 0, 0], [1, 0, 0]), "four probabilities"),
        (lambda: swap_states(np.eye(4), bell_state()), "not normalised"),
        (lambda: most_links(1.0), "without end"),
        (lambda: most_links(0.9, least=0.25), "without end"),
        (lambda: most_links(0.9, least=1.0), "least fidelity below 1"),
        (lambda: most_links(1.1), "between 0 and 1"),
    ],
)
def test_bad_values_are_refused(call, complaint):
    with pytest.raises(ValueError, match=complaint):
        call()


def test_text_is_refused():
    with pytest.raises(TypeError, match="link 1 must be a real number"):
        swap("0.9")
