from math import pi
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from qiskit import ClassicalRegister, QuantumCircuit, QuantumRegister
from qiskit.circuit import Parameter
from qiskit.circuit.classical import expr
from qiskit.circuit.random import random_circuit

from qinet_edu import draw
from qinet_edu.draw import gates, symbols
from qinet_edu.draw.layout import Reader


def teleport():
    quantum = [QuantumRegister(1, name) for name in ("message", "alice", "bob")]
    classical = [ClassicalRegister(1, name) for name in ("message", "alice")]
    circuit = QuantumCircuit(*quantum, *classical)
    circuit.h(1)
    circuit.cx(1, 2)
    circuit.cx(0, 1)
    circuit.h(0)
    circuit.measure([0, 1], [0, 1])
    with circuit.if_test((classical[1], 1)):
        circuit.x(2)
    with circuit.if_test((classical[0], 1)):
        circuit.z(2)
    return circuit


def test_the_words_tell_every_step_and_to_whom_it_happens():
    alt = draw.circuit(teleport()).alt
    for said in (
        "3 qubits in 3 lanes: message, alice, bob",
        "Hadamard on alice",
        "CNOT: alice controls bob",
        "measure message into bit message",
        "if alice = 1: X (bit flip) on bob",
        "if message = 1: Z (phase flip) on bob",
    ):
        assert said in alt


def test_every_party_has_a_lane_with_its_name():
    root = ElementTree.fromstring(draw.circuit(teleport()).svg)
    assert {"message", "alice", "bob"} <= {one.text for one in root.iter()}


def test_a_correction_is_joined_to_the_wire_of_the_bit_it_waits_for():
    reader = Reader(teleport())
    x, z = reader.steps[-2:]
    assert (x.conditions, z.conditions) == ({1: 1}, {0: 1})
    assert symbols.carries_bit(1, x, reader.steps)
    assert not symbols.carries_bit(2, x, reader.steps)


def test_a_measured_qubit_that_is_used_again_stays_a_qubit():
    circuit = QuantumCircuit(1, 1)
    circuit.measure(0, 0)
    circuit.x(0)
    circuit.measure(0, 0)
    first, gate, last = Reader(circuit).steps
    steps = [first, gate, last]
    assert not symbols.is_bit_after(0, first, steps, before=False)
    assert symbols.is_bit_after(0, last, steps, before=False)


def test_steps_that_touch_different_qubits_share_a_column():
    circuit = QuantumCircuit(3)
    circuit.h([0, 1, 2])
    circuit.cx(0, 2)
    circuit.x(1)
    assert [step.column for step in Reader(circuit).steps] == [0, 0, 0, 1, 2]


def test_a_long_circuit_goes_on_in_a_new_row():
    short, long = QuantumCircuit(1), QuantumCircuit(1)
    short.h(0)
    for _ in range(60):
        long.rx(0.3, 0)
    sizes = [ElementTree.fromstring(draw.circuit(c).svg).attrib for c in (short, long)]
    assert float(sizes[1]["width"]) < 900
    assert float(sizes[1]["height"]) > 3 * float(sizes[0]["height"])
    assert draw.circuit(long).numbers["columns"] == 60


def test_every_kind_of_step_is_drawn_and_told():
    qubits, bits = QuantumRegister(3, "alice"), ClassicalRegister(3, "alice")
    circuit = QuantumCircuit(qubits, bits)
    circuit.reset(0)
    circuit.delay(100, 0, unit="us")
    circuit.barrier(label="now")
    circuit.swap(0, 2)
    circuit.cswap(0, 1, 2)
    circuit.cx(0, 1, ctrl_state=0)
    circuit.rzz(pi / 3, 0, 2)
    circuit.ry(Parameter("angle"), 1)
    circuit.initialize([1, 0], 0)
    circuit.measure(range(3), range(3))
    with circuit.if_test(expr.bit_and(bits[0], expr.bit_not(bits[1]))) as otherwise:
        circuit.x(2)
    with otherwise:
        circuit.z(2)
    with circuit.for_loop(range(2)):
        circuit.h(0)
    alt = draw.circuit(circuit).alt
    for said in (
        "reset alice[0] to 0", "alice[0] waits 100 µs", "(now)", "swap alice[0] and alice[2]",
        "controlled swap", "wait for 0", "Rzz(π/3)", "Ry(angle)", "set the state",
        "if alice[0] and not alice[1]: X", "else: Z", "a repeated block",
    ):  # fmt: skip
        assert said in alt


def test_a_condition_on_a_register_waits_for_each_of_its_bits():
    circuit = QuantumCircuit(QuantumRegister(3, "q"), ClassicalRegister(2, "m"))
    circuit.measure([0, 1], [0, 1])
    with circuit.if_test((circuit.cregs[0], 2)):
        circuit.x(2)
    assert Reader(circuit).steps[-1].conditions == {0: 0, 1: 1}
    assert "if m = 10" in draw.circuit(circuit).alt
    with circuit.if_test(expr.equal(circuit.cregs[0], 1)):
        circuit.x(2)
    with circuit.if_test(expr.bit_not(circuit.clbits[1])):
        circuit.x(2)
    assert [step.conditions for step in Reader(circuit).steps[-2:]] == [{0: 1, 1: 0}, {1: 0}]


@settings(max_examples=15, deadline=None)
@given(st.integers(1, 5), st.integers(0, 12), st.integers(0, 10**6))
def test_any_circuit_can_be_drawn(width, depth, seed):
    circuit = random_circuit(width, depth, measure=True, seed=seed)
    picture = draw.circuit(circuit)
    ElementTree.fromstring(picture.svg)
    assert picture.numbers["qubits"] == width


@pytest.mark.parametrize(
    ("angle", "label"),
    [(pi, "π"), (-pi / 2, "−π/2"), (5 * pi / 8, "5π/8"), (0.3, "0.30"), (2 * pi, "2π")],
)
def test_angles_are_fractions_of_pi_where_they_are(angle, label):
    assert gates.angle_label(angle) == label


@pytest.mark.parametrize("wrong", [None, "circuit", [QuantumCircuit(1)], {"0": 3}])
def test_what_is_no_circuit_is_refused(wrong):
    with pytest.raises(TypeError, match="draws a QuantumCircuit"):
        draw.circuit(wrong)


def test_an_empty_circuit_is_refused_in_words():
    with pytest.raises(ValueError, match="no qubit"):
        draw.circuit(QuantumCircuit())
