"""Answers travel as data; what is not of the kind asked for, or means harm, is refused in words."""

import base64
import io
import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from qiskit import QuantumCircuit, qpy
from qiskit.circuit import Gate, Parameter
from qiskit.circuit.library import UnitaryGate

from qinet_edu.check.answers import Bits, Choices, Data, Numbers, Refused
from qinet_edu.check.circuit_answers import Circuit
from qinet_edu.check.function_answers import Function

ONE = Circuit(qubits=1)


def travel(kind, value, arguments=()):
    return kind.read(json.loads(json.dumps(kind.export(value, arguments))), arguments)


def single(*gates):
    circuit = QuantumCircuit(1)
    for gate in gates:
        circuit.append(gate, [0])
    return circuit


def disguised():
    """A gate that calls itself h and turns the qubit otherwise."""
    body = QuantumCircuit(1, name="h")
    body.x(0)
    return single(body.to_gate())


def nested(depth):
    circuit = QuantumCircuit(1)
    circuit.x(0)
    for _ in range(depth):
        outer = QuantumCircuit(1)
        for _ in range(2):
            outer.append(circuit.to_gate(), [0])
        circuit = outer
    return circuit


def long(gates):
    circuit = QuantumCircuit(1)
    for _ in range(gates):
        circuit.x(0)
    return circuit


def free():
    circuit = QuantumCircuit(1)
    circuit.rx(Parameter("a"), 0)
    return circuit


def turned(angle):
    circuit = QuantumCircuit(1)
    circuit.rx(angle, 0)
    return circuit


def endless_phase():
    circuit = QuantumCircuit(1)
    circuit.global_phase = float("nan")
    return circuit


def prepared():
    circuit = QuantumCircuit(1)
    circuit.initialize([0.6, 0.8], 0)
    return circuit


@pytest.mark.parametrize(
    ("circuit", "words"),
    [
        (QuantumCircuit(2), "2 qubits; the exercise asks for 1"),
        (free(), "free parameters"),
        (turned(float("nan")), "An angle of 'rx' is infinite, or not a number"),
        (turned(float("inf")), "An angle of 'rx' is infinite, or not a number"),
        (endless_phase(), "global phase is infinite"),
        (long(2001), "over 2000 gates"),
        (single(UnitaryGate(np.eye(2))), "holds 'unitary'"),
        (prepared(), "holds 'initialize'"),
        (disguised(), "holds 'h'"),
        (nested(3), "Build it from gates"),
        (single(Gate("mystery", 1, [])), "holds 'mystery'"),
    ],
)
def test_circuits_that_prove_nothing_are_refused(circuit, words):
    with pytest.raises(Refused, match=words):
        travel(ONE, circuit)


def test_any_standard_gate_is_welcome():
    circuit = QuantumCircuit(1)
    circuit.h(0)
    circuit.u(1, 2, 3, 0)
    circuit.sdg(0)
    circuit.barrier()
    assert travel(ONE, circuit) == circuit


def test_a_circuit_may_measure_and_branch_where_the_exercise_says_so():
    circuit = QuantumCircuit(2, 1)
    circuit.measure(0, 0)
    with circuit.if_test((circuit.clbits[0], 1)):
        circuit.x(1)
    assert travel(Circuit(qubits=2, measured=True), circuit).count_ops()["if_else"] == 1
    with pytest.raises(Refused, match="Leave the measurement out"):
        travel(Circuit(qubits=2), circuit)


def branching(body):
    circuit = QuantumCircuit(1, 1)
    circuit.measure(0, 0)
    with circuit.if_test((circuit.clbits[0], 1)):
        body(circuit)
    return circuit


def test_a_branch_hides_nothing():
    within = branching(lambda circuit: circuit.append(UnitaryGate(np.eye(2)), [0]))
    with pytest.raises(Refused, match="holds 'unitary'"):
        travel(Circuit(qubits=1, measured=True), within)
    many = branching(lambda circuit: [circuit.x(0) for _ in range(2001)])
    with pytest.raises(Refused, match="over 2000 gates"):
        travel(Circuit(qubits=1, measured=True), many)


def qpy_of(*circuits, version=None):
    stream = io.BytesIO()
    qpy.dump([*circuits], stream)
    raw = bytearray(stream.getvalue())
    if version is not None:
        raw[6] = version
    return {"qpy": base64.b64encode(bytes(raw)).decode()}


@pytest.mark.parametrize(
    "data",
    [
        None,
        {},
        {"qpy": 5},
        {"qpy": "A" * 400_000},
        {"qpy": base64.b64encode(b"PK\x03\x04 zip").decode()},
        qpy_of(QuantumCircuit(1), version=10),
        qpy_of(QuantumCircuit(1), version=99),
        qpy_of(QuantumCircuit(1), QuantumCircuit(1)),
    ],
)
def test_what_is_no_circuit_is_refused(data):
    with pytest.raises(Refused):
        ONE.read(data)


@given(st.floats(allow_nan=False, allow_infinity=False, max_value=1e300, min_value=-1e300))
def test_numbers_travel_exactly(number):
    assert travel(Numbers(), number) == number


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [
        (Numbers(), "many", "asks for one number"),
        (Numbers(), [1, 2], "asks for one number"),
        (Numbers(), float("nan"), "not a number"),
        (Numbers(), float("-inf"), "infinite"),
        (Numbers(), 10**310, "one number"),
        (Numbers(3), [1, 2], "asks for 3 numbers"),
        (Numbers(3), 5, "asks for 3 numbers"),
        (Bits(2), 1, "quotation marks"),
        (Bits(2), "012", "2 bits"),
        (Bits(2), "2a", "each 0 or 1"),
        (Bits(), "012", "asks for bits, each 0 or 1"),
        (Choices(("a", "b")), {"c"}, "is no choice"),
        (Choices(("a", "b")), 3, "as a set"),
        (Data(), object(), "lists, dictionaries"),
        (Data(), [float("nan")], "not a number"),
        (Data(largest=10), [[0] * 6] * 3, "far more data"),
        (ONE, "h q[0]", "asks for a QuantumCircuit"),
        (Function(returns=Numbers()), 3, "asks for a function"),
    ],
)
def test_the_wrong_kind_of_answer_is_refused_with_what_to_hand_in(kind, value, words):
    with pytest.raises(Refused, match=words):
        travel(kind, value, ((1,),))


@pytest.mark.parametrize("forged", ["10", True, [1], {"value": 1}, None])
def test_json_of_another_kind_is_no_number(forged):
    with pytest.raises(Refused):
        Numbers().read(forged)


def test_numpy_values_count_as_numbers():
    assert travel(Numbers(), np.float32(0.5)) == 0.5
    assert travel(Numbers(3), np.arange(3)) == (0, 1, 2)
    assert travel(Data(), {"x": np.arange(2)}) == {"x": [0, 1]}


def test_a_complex_number_without_an_imaginary_part_counts_as_a_number():
    assert travel(Numbers(), np.complex128(0.5)) == 0.5
    assert travel(Numbers(2), np.array([0.5 + 1e-17j, 1])) == (0.5, 1)
    with pytest.raises(Refused, match="one number"):
        travel(Numbers(), 0.5 + 0.1j)


def test_a_function_may_change_what_it_is_given_without_changing_what_is_judged():
    def greedy(circuit):
        circuit.x(0)
        return circuit.size()

    given_circuit = QuantumCircuit(1)
    arguments = ((given_circuit,), (given_circuit,))
    calls = travel(Function(returns=Numbers()), greedy, arguments)
    assert [call.value for call in calls] == [1, 1]
    assert given_circuit.size() == 0


def test_each_call_of_a_function_fails_by_itself():
    kind = Function(returns=Numbers())
    calls = travel(kind, lambda x: 1 / x, ((1,), (0,), (2,)))
    assert [call.value for call in calls] == [1, None, 0.5]
    failure = kind.first_failure(calls)
    assert failure.message.startswith("Called with 0, your function failed: it raised ZeroDivision")


def test_a_function_that_returns_nothing_is_the_stub():
    assert Function(returns=Numbers()).export(lambda x: None, ((1,), (2,))) is None
    assert Function(returns=Numbers()).export(lambda x: ..., ((1,), (2,))) is None


def test_a_function_called_too_seldom_is_refused():
    with pytest.raises(Refused, match="not called as often"):
        Function(returns=Numbers()).read([{"value": 1}], ((1,), (2,)))
