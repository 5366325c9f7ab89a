"""What a service would refuse is refused here first, in words that say what to change."""

import pytest
from qiskit import ClassicalRegister, QuantumCircuit, QuantumRegister
from qiskit.circuit import Parameter
from qiskit.circuit.classical import expr, types
from qiskit.providers.fake_provider import GenericBackendV2

from qinet_edu import circuits, run
from qinet_edu.execution.compiling import compiled_for_device
from qinet_edu.execution.refusals import NotRunnable, broadcasts, refuse, refuse_form

DEVICE = GenericBackendV2(5, seed=1, control_flow=True)
SHOTS = 64


def on(qubits, bits, name="c"):
    return QuantumCircuit(QuantumRegister(qubits, "q"), ClassicalRegister(bits, name))


def measured(circuit):
    circuit.measure(0, 0)
    return circuit


def branch(inside):
    circuit = measured(on(2, 2))
    with circuit.if_test((circuit.clbits[0], 1)):
        inside(circuit)
    return circuit


def nested(circuit):
    with circuit.if_test((circuit.clbits[1], 1)):
        circuit.x(1)


def looped(kind):
    circuit = measured(on(2, 2))
    if kind == "for":
        with circuit.for_loop(range(2)):
            circuit.x(0)
    elif kind == "while":
        with circuit.while_loop((circuit.clbits[0], 1)):
            circuit.x(0)
    else:
        with circuit.switch(circuit.cregs[0]) as case, case(1):
            circuit.x(0)
    return circuit


def wide_operand(*, expression=False):
    circuit = measured(on(1, 33))
    register = circuit.cregs[0]
    with circuit.if_test(expr.equal(register, 5) if expression else (register, 5)):
        circuit.x(0)
    return circuit


def wide_variable():
    circuit = measured(on(1, 1))
    variable = circuit.add_var("v", expr.lift(3, types.Uint(40)))
    with circuit.if_test(expr.equal(variable, 5)):
        circuit.x(0)
    return circuit


def open_angle():
    circuit = on(1, 1)
    circuit.rz(Parameter("α"), 0)
    return measured(circuit)


def strange_gate():
    circuit = measured(on(1, 1))
    circuit.h(0)
    return circuit


def chatty(rounds, bits):
    circuit = on(1, bits)
    for _ in range(rounds):
        circuit.measure(0, 0)
        with circuit.if_test((circuit.cregs[0], 1)):
            circuit.x(0)
    return circuit


def mistakes():
    """Everything that would be refused: what is sent, what goes with it, and what is told."""
    plain, flipped = measured(on(1, 1)), branch(lambda circuit: circuit.x(1))
    decoupled = {"dynamical_decoupling": {"enable": True, "sequence_type": "XX"}}
    return {
        "no measurement": ([on(1, 1)], {}, r"measures nothing.*circuits\.measure"),
        "free parameter": ([open_angle()], {}, r"no value for α.*assign_parameters"),
        "nested": ([branch(nested)], {}, r"control flow inside an if_test.*deferred"),
        "measure in a branch": ([branch(lambda c: c.measure(1, 1))], {}, "measure inside an if"),
        "reset in a branch": ([branch(lambda c: c.reset(1))], {}, "reset inside an if_test"),
        "for": ([looped("for")], {}, "for_loop.*rounds out"),
        "while": ([looped("while")], {}, "while_loop.*fixed number"),
        "switch": ([looped("switch")], {}, "switch_case.*one if_test for each case"),
        "33 bits": ([wide_operand()], {}, "tests 33 bits at once.*up to 32"),
        "33 bits in an expression": ([wide_operand(expression=True)], {}, "33 bits at once"),
        "40 bits in a variable": ([wide_variable()], {}, "tests 40 bits at once"),
        "broadcasts": ([chatty(150, 9)] * 9, {}, "2700 pieces.*room for 2400.*fewer circuits"),
        "decoupling": ([flipped], {"options": decoupled}, "no dynamical_decoupling"),
        "twirling": ([flipped], {"options": {"twirling": True}}, "no twirling.*Leave"),
        "both": (
            [plain, flipped],
            {"options": {"twirling": {"enable_gates": True}, "dynamical_decoupling": "XX"}},
            "no dynamical_decoupling and no twirling",
        ),
        "executions": ([plain] * 60, {"shots": 100_000}, "6000000 executions.*at most 83333 shots"),
        "register's name": ([measured(on(1, 1, "a bit"))], {}, "named 'a bit'.*letter first"),
        "a word of Python's": ([measured(on(1, 1, "class"))], {}, "named 'class'"),
        "too wide": ([measured(on(6, 1))], {}, "needs 6 qubits; this device has 5"),
        "not compiled": ([strange_gate()], {}, "'h' to qubit 0.*run compiles it"),
    }


@pytest.mark.parametrize("name", mistakes())
def test_it_is_refused_with_what_to_change(name):
    batch, sent_along, words = mistakes()[name]
    with pytest.raises(NotRunnable, match=words) as refusal:
        refuse(batch, DEVICE.target, **{"shots": SHOTS, **sent_along})
    assert isinstance(refusal.value, ValueError)


def test_most_of_it_is_found_before_compiling():
    for name, (batch, sent_along, _) in mistakes().items():
        if name not in ("too wide", "not compiled"):
            with pytest.raises(NotRunnable):
                refuse_form(batch, **{"shots": SHOTS, **sent_along})


def test_what_is_compiled_for_the_device_passes():
    teleported = circuits.measure(circuits.teleport((1.0, 0.5)))
    batch = [
        compiled_for_device(circuit, DEVICE, seed=1, options={})
        for circuit in (circuits.measure(circuits.ghz(5)), teleported)
    ]
    refuse(batch, DEVICE.target, shots=4096)
    refuse(batch[:1], DEVICE.target, options={"dynamical_decoupling": True, "twirling": False})
    refuse(batch, DEVICE.target, options={"twirling": {"enable_gates": False}})


def test_a_device_without_branches_or_with_gates_elsewhere_says_so():
    simple = GenericBackendV2(5, seed=1)
    isa = compiled_for_device(circuits.measure(circuits.teleport()), DEVICE, seed=1, options={})
    with pytest.raises(NotRunnable, match="if_test, which this device does not know"):
        refuse([isa], simple.target)
    line = GenericBackendV2(3, coupling_map=[[0, 1], [1, 2]], seed=1)
    far = measured(on(3, 1))
    far.cx(0, 2)
    with pytest.raises(NotRunnable, match="'cx' to qubit 0, 2"):
        refuse([far], line.target)
    inside = branch(lambda circuit: circuit.h(1))
    with pytest.raises(NotRunnable, match="'h' to qubit 1"):
        refuse([inside], DEVICE.target)


def test_an_angle_that_a_fractional_gate_does_not_take_is_refused():
    fractional = GenericBackendV2(2, basis_gates=["rzz", "rx", "rz", "x"], seed=1)
    for angle, fine in ((0.5, True), (-0.5, False), (1.6, False)):
        circuit = measured(on(2, 1))
        circuit.rzz(angle, 0, 1)
        if fine:
            refuse([circuit], fractional.target)
        else:
            with pytest.raises(NotRunnable, match=r"rzz of angle.*0 to π/2"):
                refuse([circuit], fractional.target)


def test_bits_that_did_not_change_are_handed_on_once():
    """IBM's own example: two tests of one register of 3 bits, and one of a single bit."""
    c0, c1 = ClassicalRegister(3, "c0"), ClassicalRegister(5, "c1")
    circuit = QuantumCircuit(QuantumRegister(1, "q"), c0, c1)
    for condition in ((c0, 1), (c0, 3), (c1[2], 1)):
        with circuit.if_test(condition):
            circuit.x(0)
    assert [*broadcasts(circuit)] == [3, 1]
    circuit.measure(0, c0[1])
    with circuit.if_test((c0, 1)):
        circuit.x(0)
    assert [*broadcasts(circuit)] == [3, 1, 3]


def test_both_limits_that_ibm_gives_for_broadcasts_are_met():
    refuse_form([chatty(300, 32)] * 2)  # 300 of 64 bits are room for 600 of 32
    refuse_form([chatty(800, 1)] * 3)
    for too_many in ([chatty(301, 32)] * 2, [chatty(800, 1)] * 3 + [chatty(1, 1)]):
        with pytest.raises(NotRunnable, match="pieces"):
            refuse_form(too_many)


def test_a_fake_device_refuses_what_its_device_would():
    for name in ("nested", "reset in a branch", "for", "33 bits", "register's name"):
        batch, _, words = mistakes()[name]
        with pytest.raises(NotRunnable, match=words):
            run(batch, backend="fake:kingston", shots=SHOTS)
    with pytest.raises(NotRunnable, match="6 qubits; fake:yorktown has 5"):
        run(measured(on(6, 1)), backend="fake:yorktown", shots=SHOTS)
    deferred = run(
        branch(nested), backend="fake", shots=SHOTS, seed=1, options={"dynamic": "deferred"}
    )
    assert deferred.shots == SHOTS
