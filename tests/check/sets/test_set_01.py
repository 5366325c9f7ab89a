"""Each known misconception of exercises 01 fails with words of its own, through data."""

import json
from math import acos, cos, degrees, pi, sqrt

import numpy as np
import pytest
from qiskit import QuantumCircuit
from qiskit.quantum_info import Pauli, Statevector

from qinet_edu import check, circuits, run, theory
from qinet_edu.check.sets import set_01, set_01_arrow


def verdict(exercise, answer, *, student=None, secret="example"):
    """Send an answer the whole way: out as JSON, and in to the judge."""
    record = check.get(exercise)
    given = record.given(student, secret=secret)
    arrived = json.loads(json.dumps(check.export(record, answer, given)))
    return check.judge(record, arrived, given, example=record.given())


def ry(angle, *, phase=0.0):
    circuit = QuantumCircuit(1)
    circuit.ry(angle, 0)
    circuit.p(phase, 0)
    return circuit


def branching():
    circuit = QuantumCircuit(1, 1)
    with circuit.if_test((circuit.clbits[0], 0)):
        circuit.ry(pi / 3, 0)
    return circuit


def measured(circuit):
    circuit = circuit.copy()
    circuit.measure_all()
    return circuit


def arrow(axes="xyz", *, sign=1, mean=lambda zero: 2 * zero - 1, twist=None, shots=4000):
    def find_arrow(prepare):
        found = []
        for axis in axes:
            circuit = prepare.copy()
            if axis == "y" and twist:
                if twist == "s for s†":
                    circuit.s(0)
                circuit.h(0)
                axis = "z"
            result = run(circuits.measure(circuit, axis), shots=shots, seed=5)
            found.append(sign * mean(result.probability(qubit="0")))
        return found

    return find_arrow


@pytest.mark.parametrize("phase", [0.0, 1.2, pi, -2.9])
@pytest.mark.parametrize("angle", [pi / 3, -pi / 3, pi / 3 + 2 * pi])
def test_01_1_any_phase_passes(angle, phase):
    assert verdict("01.1", ry(angle, phase=phase)).status == "right"


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (ry(2 * np.arcsin(0.25)), "amplitude"),
        (ry(pi / 6), "twice"),
        (ry(2 * pi / 3), "exchanged"),
        (ry(60), "radians"),
        (ry(pi / 2), "fair coin"),
        (ry(pi / 4), "in proportion"),
        (ry(acos(0.25)), "a half angle"),
        (ry(pi), "always clicks"),
        (branching(), "Leave the measurement out"),
        (QuantumCircuit(1), "never clicks"),
        (ry(1.0), "P(1) is 0.2298, expected 0.25"),
        (measured(ry(pi / 3)), "Leave the measurement out"),
        (QuantumCircuit(2), "2 qubits; the exercise asks for 1"),
        (0.25, "asks for a QuantumCircuit, not 0.25 (float)"),
    ],
)
def test_01_1_misconceptions(answer, words):
    said = verdict("01.1", answer)
    assert said.status == "wrong"
    assert words in said.message
    assert said.slips or "Stuck?" in said.message


@pytest.mark.parametrize("phase", [pi / 3, -pi / 3, 2 * pi - pi / 3, 1.047])
def test_01_2_both_signs_and_full_turns_pass(phase):
    assert verdict("01.2", phase).status == "right"


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (60, "degrees"),
        (-60, "degrees"),
        (pi / 6, "where is the half"),
        (2 * pi / 3, "detector 1"),
        (0.75, "probability itself"),
        (acos(0.75), "a square, and a half"),
        (0.75 * pi, "in proportion"),
        (pi / 4, "in proportion"),
        (2 * acos(0.75), "probability is its square"),
        (0.5, "P(0) is 0.939, expected 0.75"),
        (float("nan"), "not a number"),
        ("sixty", "asks for one number"),
    ],
)
def test_01_2_misconceptions(answer, words):
    said = verdict("01.2", answer)
    assert said.status == "wrong"
    assert words in said.message
    assert said.slips or "Stuck?" in said.message


@pytest.mark.parametrize("secret", ["example", "one", "two", "three"])
def test_01_3_a_right_function_passes_on_arrows_it_has_not_seen(secret):
    assert verdict("01.3", arrow(), secret=secret).status == "right"


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (arrow(twist="s for s†"), "S† comes before H, not S"),
        (arrow(twist="no s†"), "Here it is missing"),
        (arrow("xzz"), "without being turned"),
        (arrow("yxz"), "X and Y are exchanged"),
        (arrow("xzy"), "Y and Z are exchanged"),
        (arrow(shots=150), "did you use 4000 shots"),
        (arrow("zyx"), "X and Z are exchanged"),
        (arrow(mean=lambda zero: zero), "probabilities of 0"),
        (arrow(mean=lambda zero: 1 - zero), "probabilities of 1"),
        (arrow(sign=-1), "All signs are reversed"),
        (arrow("zzz"), "All three are the Z value"),
        (lambda prepare: (0.1, 0.1, 0.1), "you found X = 0.10, expected "),
        (lambda prepare: 0.5, "asks for 3 numbers"),
        (lambda prepare: 1 / 0, "ZeroDivisionError"),
        (lambda: 1, "TypeError"),
        ((0, 0, 1), "asks for a function"),
    ],
)
def test_01_3_misconceptions(answer, words):
    said = verdict("01.3", answer, secret="another")
    assert said.status == "wrong"
    assert words in said.message
    assert said.slips or "Stuck?" in said.message


def test_01_3_names_the_input_that_fails():
    said = verdict("01.3", arrow("zyx"))
    assert "For the qubit bloch(" in said.message
    assert "you found X = " in said.message


def test_01_3_fails_right_answers_less_than_once_in_a_million():
    """Hoeffding's bound at the tolerance, over all axes, and a sample well inside it."""
    n, t = set_01_arrow.SHOTS_ASKED, set_01_arrow.arrow_tolerance()
    assert 3 * set_01_arrow.ARROWS * 2 * np.exp(-n * t**2 / 2) <= 1.0001e-6
    means = 2 * np.random.default_rng(7).binomial(n, 0.5, 100_000) / n - 1
    assert np.abs(means).max() < t


def test_01_3_arrows_tell_every_misconception_apart():
    for secret in map(str, range(50)):
        for (circuit,) in check.get("01.3").given(secret=secret).arguments:
            x, y, z = (Statevector(circuit).expectation_value(Pauli(axis)) for axis in "XYZ")
            smallest = min(abs(2 * y), abs(2 * z), abs(x - y), abs(y - z), abs(x - z))
            assert smallest > 2 * set_01_arrow.arrow_tolerance()


def flips_as_circuit(parameters):
    from qiskit import QuantumRegister

    circuit = QuantumCircuit(*(QuantumRegister(n, name) for name, n in set_01.REGISTERS.items()))
    for register in circuit.qregs:
        for qubit in parameters[register.name]:
            circuit.x(register[qubit])
    return circuits.measure(circuit)


@pytest.mark.parametrize("name", [None, "ada", "grace", "barbara", "lynn", "joan"])
def test_01_4_what_a_run_prints_is_right_for_every_student(name):
    student = check.Student("qinet", name) if name else None
    parameters = check.get("01.4").given(student).parameters
    (printed,) = run(flips_as_circuit(parameters), shots=1, seed=1).counts()
    assert verdict("01.4", printed, student=student).status == "right"
    assert verdict("01.4", printed.replace(" ", ""), student=student).status == "right"


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ("011 01", "registers are exchanged"),
        ("10 110", "within each you wrote qubit 0 first"),
        ("110 10", "reading order"),
        ("11 111", "3 qubits are flipped; your string has 5 ones"),
        ("11 100", "from the right"),
        ("0101", "asks for 5 bits"),
        ("0b011", "each 0 or 1"),
        (1011, "quotation marks"),
    ],
)
def test_01_4_misconceptions(answer, words):
    said = verdict("01.4", answer)
    assert said.status == "wrong"
    assert words in said.message
    assert said.slips or "Stuck?" in said.message


@pytest.mark.parametrize("margin", [0.01, 0.004, 0.005, 0.008, 0.015, 0.02, 0.025])
def test_01_5_both_1_96_and_its_more_exact_sister_pass_and_no_neighbour(margin):
    given = check.Given({"margin": margin})
    by_hand = -int(-round((0.98 / margin) ** 2, 6) // 1)
    right = {by_hand, int(theory.shots_needed(margin))}
    for shots in range(min(right) - 3, max(right) + 4):
        said = check.get("01.5").judge(float(shots), given)
        assert (said.status == "right") == (shots in right), shots
        assert str(shots) in said.message, "the verdict speaks of the student's own number"


@pytest.mark.parametrize("answer", [9604, 9604.0, np.int64(9604)])
def test_01_5_any_kind_of_whole_number_passes(answer):
    assert verdict("01.5", answer).status == "right"


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (2500, "68 of 100"),
        (10_000, "rule of thumb"),
        (38_416, "Four times too many"),
        (2401, "twice the margin"),
        (49, "no root in yours"),
        (98, "root of the answer"),
        (9603, "round up"),
        (9603.65, "round up"),
        (9605, "Fewer will do"),
        (1000, "Too few"),
        (20_000, "Fewer will do"),
        (float("inf"), "infinite"),
    ],
)
def test_01_5_misconceptions(answer, words):
    said = verdict("01.5", answer)
    assert said.status == "wrong"
    assert words in said.message
    assert said.slips or "Stuck?" in said.message


@pytest.mark.parametrize("exercise", ["01.2", "01.4", "01.5"])
def test_students_of_a_course_get_numbers_of_their_own(exercise):
    record = check.get(exercise)
    seen = {
        json.dumps(dict(record.given(check.Student("c", f"student {i}")).parameters))
        for i in range(40)
    }
    assert len(seen) >= 5


def test_the_answer_of_the_example_is_recognised_in_a_course():
    ada = check.Student("c", "ada")
    for exercise, answer in (("01.2", pi / 3), ("01.5", 9604)):
        said = verdict(exercise, answer, student=ada)
        assert said.status == "wrong"
        assert "right for the numbers of the example" in said.message


@pytest.mark.parametrize("name", ["ada", "grace", "barbara"])
def test_the_same_methods_are_right_for_every_student(name):
    student = check.Student("c", name)
    target = check.get("01.2").given(student).parameters["target"]
    phase = 2 * acos(sqrt(target))
    assert cos(phase / 2) ** 2 == pytest.approx(target)
    assert verdict("01.2", phase, student=student).status == "right"
    assert "degrees" in verdict("01.2", degrees(phase), student=student).message
