import numpy as np
import pytest
from qiskit.quantum_info import Statevector, partial_trace, random_statevector

from qinet_edu import circuits
from qinet_edu.theory import bloch_vector, clone_fidelity, cloned

BUILD = {
    "universal": circuits.universal_cloner,
    "cnot": circuits.cnot_copier,
    "phase-covariant": circuits.phase_covariant_cloner,
}


def test_t5_published_fidelities():
    assert clone_fidelity() == pytest.approx(5 / 6)
    assert clone_fidelity(3) == pytest.approx(7 / 9)
    equator = cloned([1, 0, 0], "phase-covariant")
    assert (1 + equator[0]) / 2 == pytest.approx(0.8535533906, abs=5e-11)


def test_endless_copies_are_worth_a_measurement():
    assert clone_fidelity(1e9) == pytest.approx(2 / 3)
    assert clone_fidelity(1e9, originals=9) == pytest.approx(10 / 11)


def test_keeping_what_one_has_is_perfect():
    assert clone_fidelity([1, 2, 7], originals=[1, 2, 7]).tolist() == [1, 1, 1]


@pytest.mark.parametrize("machine", BUILD)
def test_the_circuit_makes_the_clones_that_the_formula_says(machine):
    for k in range(12):
        state = random_statevector(2, seed=20261125 + k).data
        circuit = BUILD[machine](state)
        for kept in (0, 1):
            others = [qubit for qubit in range(circuit.num_qubits) if qubit != kept]
            clone = partial_trace(Statevector(circuit), others).data
            expected = cloned(bloch_vector(state), machine)
            assert bloch_vector(clone) == pytest.approx(expected, abs=1e-9)


def test_the_universal_machine_reaches_the_bound_for_every_arrow():
    rng = np.random.default_rng(5)
    arrows = rng.normal(size=(20, 3))
    arrows /= np.linalg.norm(arrows, axis=-1, keepdims=True)
    fidelities = (1 + np.sum(arrows * cloned(arrows), axis=-1)) / 2
    assert fidelities == pytest.approx(np.full(20, clone_fidelity()))


@pytest.mark.parametrize(
    ("call", "complaint"),
    [
        (lambda: clone_fidelity(1, originals=2), "at least as many copies"),
        (lambda: clone_fidelity(2.5), "whole numbers"),
        (lambda: clone_fidelity(0), "at least 1"),
        (lambda: cloned([1, 0, 0], "xerox"), "universal, cnot, phase-covariant"),
        (lambda: cloned([1, 1, 0]), "at most 1 long; yours is 1.41421"),
        (lambda: cloned([1, 0]), r"shape \(2,\)"),
        (lambda: cloned([np.nan, 0, 0]), "NaN"),
    ],
)
def test_bad_values_are_refused(call, complaint):
    with pytest.raises(ValueError, match=complaint):
        call()


def test_an_arrow_is_made_of_numbers():
    with pytest.raises(TypeError, match="real number"):
        cloned(["0", "0", "1"])
