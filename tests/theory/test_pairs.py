import numpy as np
import pytest
from qiskit.quantum_info import (
    DensityMatrix,
    Statevector,
    partial_trace,
    random_density_matrix,
    state_fidelity,
)
from qiskit.quantum_info import concurrence as qiskit_concurrence
from qiskit.quantum_info import entropy as qiskit_entropy

from qinet_edu.circuits import BELL_STATES, ghz, w_state
from qinet_edu.circuits import bell_pair as bell_circuit
from qinet_edu.theory import (
    bell_diagonal,
    bell_state,
    concurrence,
    entropy,
    fidelity,
    reduced,
    werner,
)
from qinet_edu.theory.pairs import BELL_KETS

RANDOM = [random_density_matrix(4, seed=20261125 + k).data for k in range(12)]
ONE_SIDED = np.kron([[0.2, 0.1j], [-0.1j, 0.8]], np.diag([0.9, 0.1]))  # bob, alice


@pytest.mark.parametrize("name", BELL_STATES)
def test_formula_and_circuit_are_the_same_state(name):
    assert state_fidelity(Statevector(bell_circuit(name)), bell_state(name)) == pytest.approx(1)


def test_the_bell_states_are_told_apart_with_certainty():
    kets = np.array([bell_state(name) for name in BELL_STATES])
    assert np.abs(kets.conj() @ kets.T) == pytest.approx(np.eye(4), abs=1e-12)


def test_vectors_are_ordered_phi_plus_psi_minus_psi_plus_phi_minus():
    for k, name in enumerate(("phi+", "psi-", "psi+", "phi-")):
        assert [*BELL_KETS][k] == name
        assert fidelity(bell_diagonal(np.eye(4)[k]), name) == pytest.approx(1)


def test_a_werner_pair_is_its_bell_state_and_noise():
    """The mistake everybody makes: the weight of Φ+ is (4F − 1)/3, not F."""
    for f in np.linspace(0, 1, 11):
        weight = (4 * f - 1) / 3
        by_weight = weight * bell_diagonal([1, 0, 0, 0]) + (1 - weight) * np.eye(4) / 4
        assert werner(f) == pytest.approx(by_weight, abs=1e-12)
        assert fidelity(werner(f)) == pytest.approx(f)
        assert fidelity(werner(f), "psi-") == pytest.approx((1 - f) / 3)


@pytest.mark.parametrize("rho", [*RANDOM, ONE_SIDED])
def test_fidelity_is_the_squared_kind(rho):
    for name in BELL_STATES:
        expected = state_fidelity(DensityMatrix(rho), bell_state(name))
        assert fidelity(rho, name) == pytest.approx(expected, abs=1e-9)


@pytest.mark.parametrize("rho", [*RANDOM, ONE_SIDED])
def test_alice_is_right_most(rho):
    """partial_trace takes the qubits to remove; keep= names the one that stays."""
    assert reduced(rho, keep="alice") == pytest.approx(partial_trace(DensityMatrix(rho), [1]).data)
    assert reduced(rho, keep="bob") == pytest.approx(partial_trace(DensityMatrix(rho), [0]).data)


def test_half_of_every_bell_pair_is_a_fair_coin():
    for name in BELL_STATES:
        for party in ("alice", "bob"):
            half = reduced(bell_state(name), keep=party)
            assert half == pytest.approx(np.eye(2) / 2)
            assert entropy(half) == pytest.approx(1)
            assert entropy(bell_diagonal([1, 0, 0, 0])) == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize("rho", [*RANDOM, ONE_SIDED])
def test_entropy_and_concurrence_are_those_of_an_independent_implementation(rho):
    assert entropy(rho) == pytest.approx(qiskit_entropy(DensityMatrix(rho), base=2), abs=1e-9)
    expected = qiskit_concurrence(DensityMatrix(rho))
    assert concurrence(rho) == pytest.approx(expected, abs=1e-6)


def test_a_werner_pair_is_entangled_above_one_half():
    f = np.linspace(0.25, 1, 31)
    assert concurrence(werner(f)) == pytest.approx(np.maximum(2 * f - 1, 0), abs=1e-12)


@pytest.mark.parametrize("n", [3, 4, 5])
def test_losing_others_leaves_w_entangled_and_ghz_not(n):
    others = [*range(2, n)]
    w, g = (partial_trace(Statevector(c), others).data for c in (w_state(n), ghz(n)))
    assert concurrence(w) == pytest.approx(2 / n, abs=1e-9)
    assert concurrence(g) == pytest.approx(0, abs=1e-9)


def test_a_product_of_any_two_qubits_is_not_entangled():
    assert concurrence(ONE_SIDED) == pytest.approx(0, abs=1e-12)


def test_everything_broadcasts():
    f = np.linspace(0.3, 1, 6).reshape(2, 3)
    assert werner(f).shape == (2, 3, 4, 4)
    for measure in (fidelity, concurrence, entropy):
        assert measure(werner(f)).shape == (2, 3)
    assert reduced(werner(f)).shape == (2, 3, 2, 2)


@pytest.mark.parametrize(
    ("call", "complaint"),
    [
        (lambda: bell_state("bell"), r"phi\+, psi-, psi\+, phi-"),
        (lambda: bell_state(0), "no Bell state 0"),
        (lambda: werner(1.2), "between 0 and 1"),
        (lambda: werner(np.nan), "NaN"),
        (lambda: bell_diagonal([0.5, 0.5]), r"four probabilities.*shape \(2,\)"),
        (lambda: bell_diagonal([0.5, 0.5, 0.5, 0]), "add up to 1.5"),
        (lambda: bell_diagonal([1.5, -0.5, 0, 0]), "between 0 and 1"),
        (lambda: fidelity(werner(0.9), [1, 0]), "four amplitudes"),
        (lambda: fidelity(werner(0.9), "bell"), "no Bell state"),
        (lambda: reduced(werner(0.9), keep="eve"), "'alice' or 'bob'"),
    ],
)
def test_bad_values_are_refused(call, complaint):
    with pytest.raises(ValueError, match=complaint):
        call()


@pytest.mark.parametrize("call", [werner, bell_diagonal, entropy])
def test_text_is_refused(call):
    with pytest.raises(TypeError):
        call("0.9")
