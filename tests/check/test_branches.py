"""All outcomes of a circuit are followed at once, and leave what quantum mechanics says."""

import numpy as np
import pytest
from qiskit import QuantumCircuit
from qiskit.circuit.classical import expr
from qiskit.quantum_info import DensityMatrix, Statevector, partial_trace, random_statevector

from qinet_edu import circuits
from qinet_edu.check.branches import MOST_BRANCHES, NotFollowed, branches


def zeros(qubits):
    return DensityMatrix.from_int(0, 2**qubits).data


@pytest.mark.parametrize("seed", range(4))
def test_teleportation_leaves_any_message_at_bobs_in_every_branch(seed):
    message = random_statevector(2, seed=seed)
    start = Statevector.from_int(0, 4).tensor(message)
    found = branches(circuits.teleport(), DensityMatrix(start).data)
    assert set(found) == {(0, 0), (0, 1), (1, 0), (1, 1)}
    for left in found.values():
        assert left.trace() == pytest.approx(0.25)
        bob = partial_trace(DensityMatrix(left), [0, 1]).data
        assert np.allclose(4 * bob, DensityMatrix(message).data)


def test_gates_without_measurement_do_what_qiskit_says_they_do():
    circuit = QuantumCircuit(3)
    circuit.h(2)
    circuit.cx(2, 0)
    circuit.ccx(0, 2, 1)
    circuit.crx(0.7, 1, 2)
    circuit.rzx(0.4, 2, 1)
    found = branches(circuit, zeros(3))
    assert np.allclose(found[()], DensityMatrix(circuit).data)


def test_a_reset_forgets_and_keeps_the_rest():
    circuit = circuits.bell_pair()
    circuit.reset(0)
    (left,) = branches(circuit, zeros(2)).values()
    assert np.allclose(left, DensityMatrix(zeros(2)).evolve(circuit).data)


def test_branches_that_end_in_the_same_bits_are_added_up():
    circuit = QuantumCircuit(1, 1)
    circuit.h(0)
    circuit.measure(0, 0)
    circuit.h(0)
    circuit.measure(0, 0)
    found = branches(circuit, zeros(1))
    assert {bits: left.trace().real.round(9) for bits, left in found.items()} == {
        (0,): 0.5,
        (1,): 0.5,
    }


def test_a_measurement_in_a_branch_and_an_else_are_followed():
    circuit = QuantumCircuit(2, 2)
    circuit.h(0)
    circuit.measure(0, 0)
    with circuit.if_test((circuit.clbits[0], 1)) as otherwise:
        circuit.x(1)
        circuit.measure(1, 1)
    with otherwise:
        circuit.h(1)
    found = branches(circuit, zeros(2))
    assert set(found) == {(0, 0), (1, 1)}
    assert found[0, 0][0b10, 0b00].real == pytest.approx(0.25)
    assert found[1, 1][0b11, 0b11].real == pytest.approx(0.5)


def test_reading_lets_only_bits_pass():
    """A CNOT whose control is read first shares a coin toss and no pair."""
    circuit = circuits.bell_pair()
    (left,) = branches(
        circuit, zeros(2), reads=lambda places: places[:1] if len(places) > 1 else []
    ).values()
    assert np.allclose(left, np.diag([0.5, 0, 0, 0.5]))


def test_qubits_beyond_the_circuit_come_along():
    circuit = QuantumCircuit(1, 1)
    circuit.measure(0, 0)
    pair = DensityMatrix(circuits.bell_pair()).data
    found = branches(circuit, pair)
    assert found[(1,)][0b11, 0b11].real == pytest.approx(0.5)


def test_what_is_not_followed_says_so():
    toss = QuantumCircuit(1, 8)
    for bit in range(8):
        toss.h(0)
        toss.measure(0, bit)
    with pytest.raises(NotFollowed, match=f"over {MOST_BRANCHES} outcomes"):
        branches(toss, zeros(1))
    circuit = QuantumCircuit(1, 1)
    with circuit.if_test(expr.lift(circuit.clbits[0])):
        circuit.x(0)
    with pytest.raises(NotFollowed, match="condition as"):
        branches(circuit, zeros(1))
