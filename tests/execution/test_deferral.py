"""A deferred twin has the distribution of the circuit it stands for."""

import numpy as np
import pytest
from qiskit import ClassicalRegister, QuantumCircuit, QuantumRegister, transpile
from qiskit.circuit.classical import expr
from qiskit.quantum_info import random_statevector
from qiskit_aer import AerSimulator

from qinet_edu.execution.deferral import NotDeferrable, defer, measures_midway

SHOTS = 20_000


def counts(circuit, *, seed, shots=SHOTS):
    """Run on Aer directly, so that nothing is deferred but what a test defers."""
    compiled = transpile(circuit, basis_gates=["u", "cx"], optimization_level=0)
    return AerSimulator(seed_simulator=seed).run(compiled, shots=shots).result().get_counts()


def distance(circuit, twin):
    """Total variation distance of two samples, in units of what chance alone gives."""
    first, second = counts(circuit, seed=10**9), counts(twin, seed=10**15)
    outcomes = {*first, *second}
    chance = np.sqrt(len(outcomes) / SHOTS)
    return sum(abs(first.get(o, 0) - second.get(o, 0)) for o in outcomes) / (2 * SHOTS) / chance


def teleport(state, swapped=False):
    qubits = [QuantumRegister(1, name) for name in ("message", "alice", "bob")]
    bits = [ClassicalRegister(1, name) for name in ("message", "alice", "bob")]
    circuit = QuantumCircuit(*qubits, *bits)
    circuit.initialize(state, 0)
    circuit.h(1)
    circuit.cx(1, 2)
    circuit.cx(0, 1)
    circuit.h(0)
    circuit.measure([0, 1], [0, 1])
    x, z = (bits[0], bits[1]) if swapped else (bits[1], bits[0])
    with circuit.if_test((x, 1)):
        circuit.x(2)
    with circuit.if_test((z, 1)):
        circuit.z(2)
    return circuit


def undo_and_measure(circuit, state):
    back = QuantumCircuit(1)
    back.prepare_state(state, 0)
    circuit.compose(back.inverse(), [2], inplace=True)
    circuit.measure(2, 2)
    return circuit


@pytest.mark.parametrize("seed", range(5))
def test_a_deferred_teleportation_delivers_any_state(seed):
    state = random_statevector(2, seed=seed).data
    twin = defer(undo_and_measure(teleport(state), state))
    seen = counts(twin, seed=seed, shots=2000)
    assert {outcome.split()[0] for outcome in seen} == {"0"}
    assert len(seen) == 4, "all four outcomes of the Bell measurement occur"


def test_with_the_two_bits_exchanged_it_does_not():
    """The mistake everybody makes; real states along the axes would not notice."""
    state = random_statevector(2, seed=1).data
    twin = defer(undo_and_measure(teleport(state, swapped=True), state))
    seen = counts(twin, seed=1, shots=2000)
    assert sum(times for outcome, times in seen.items() if outcome[0] == "1") > 200


def random_dynamic(seed):
    """A circuit that measures, branches on bits and registers, resets and measures again."""
    rng = np.random.default_rng(seed)
    c, d = ClassicalRegister(2, "c"), ClassicalRegister(2, "d")
    circuit = QuantumCircuit(QuantumRegister(3, "q"), c, d)

    def something(qubit):
        kind = rng.integers(4)
        if kind == 0:
            circuit.ry(rng.uniform(0, 3), qubit)
        elif kind == 1:
            circuit.h(qubit)
        elif kind == 2:
            circuit.cx(qubit, (qubit + 1) % 3)
        else:
            circuit.u(*rng.uniform(0, 3, 3), qubit)

    for _ in range(4):
        for _ in range(4):
            something(int(rng.integers(3)))
        qubit, bit = int(rng.integers(3)), int(rng.integers(2))
        circuit.measure(qubit, c[bit])
        if rng.random() < 0.3:
            circuit.reset(qubit)
        target = int(rng.integers(3))
        if rng.random() < 0.5:
            with circuit.if_test((c, int(rng.integers(4)))) as otherwise:
                something(target)
            with otherwise:
                something((target + 1) % 3)
        else:
            with circuit.if_test((c[bit], int(rng.integers(2)))):
                something(target)
                with circuit.if_test((c[1 - bit], 0)):
                    something((target + 2) % 3)
    circuit.measure([0, 1], d)
    return circuit


@pytest.mark.parametrize("seed", range(8))
def test_random_dynamic_circuits_and_their_twins_agree(seed):
    circuit = random_dynamic(seed)
    twin = defer(circuit)
    assert measures_midway(circuit)
    assert not measures_midway(twin)
    assert [(r.name, r.size) for r in twin.cregs] == [(r.name, r.size) for r in circuit.cregs]
    assert distance(circuit, twin) < 1.5


def test_a_qubit_may_be_flipped_by_its_own_outcome():
    """Active reset: the bit that drives the gate is held by the qubit the gate acts on."""
    circuit = QuantumCircuit(1, 2)
    circuit.h(0)
    circuit.measure(0, 0)
    with circuit.if_test((circuit.clbits[0], 1)):
        circuit.x(0)
    circuit.measure(0, 1)
    seen = counts(defer(circuit), seed=3, shots=1000)
    assert set(seen) == {"00", "01"}


def test_a_bit_written_twice_keeps_the_later_value():
    circuit = QuantumCircuit(2, 1)
    circuit.x(0)
    circuit.measure(0, 0)
    circuit.measure(1, 0)
    seen = counts(defer(circuit), seed=3, shots=100)
    assert seen == {"0": 100}


def test_a_branch_on_a_bit_never_measured_is_taken_only_for_zero():
    for value in (0, 1):
        circuit = QuantumCircuit(1, 2)
        with circuit.if_test((circuit.clbits[1], value)):
            circuit.x(0)
        circuit.measure(0, 0)
        seen = counts(defer(circuit), seed=3, shots=10)
        assert seen == {"00" if value else "01": 10}


def test_what_cannot_be_deferred_says_why():
    loop = QuantumCircuit(1, 1)
    with loop.for_loop(range(2)):
        loop.x(0)
    branch = QuantumCircuit(1, 1)
    with branch.if_test((branch.clbits[0], 1)):
        branch.measure(0, 0)
    expression = QuantumCircuit(1, 2)
    with expression.if_test(expr.bit_and(*expression.clbits)):
        expression.x(0)
    large = QuantumCircuit(20, 1)
    large.measure(0, 0)
    large.x(0)
    for circuit, why in (
        (loop, "for_loop"),
        (branch, "measure stands inside a branch"),
        (expression, "classical expression"),
        (large, "more than 20 qubits"),
    ):
        with pytest.raises(NotDeferrable, match=why):
            defer(circuit)


def test_only_circuits_that_need_every_shot_are_called_dynamic():
    static = QuantumCircuit(2, 2)
    static.h(0)
    static.measure(0, 0)
    static.h(1)  # another qubit: nothing to wait for
    static.barrier()
    static.measure(1, 1)
    assert not measures_midway(static)
    again = static.copy()
    again.x(0)
    assert measures_midway(again)
    fresh = QuantumCircuit(1, 1)
    fresh.reset(0)
    fresh.measure(0, 0)
    assert not measures_midway(fresh)
