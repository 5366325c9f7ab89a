"""What holds for all exercises of lesson 10: they refuse, and point to hints."""

import time

import pytest
from qiskit import QuantumCircuit
from sending import CLASS, verdict

from qinet_edu.check.sets import set_10, set_10_cost, set_10_rounds, set_10_worst

RECORDS = {record.id: record for record in set_10.EXERCISES}
VARYING = ("10.2", "10.3", "10.4")
NUMBERS = ("10.2", "10.3")


def test_the_function_is_called_with_others_each_time():
    drawn = {repr(RECORDS["10.5"].given(secret=str(n)).arguments) for n in range(5)}
    assert len(drawn) == 5


@pytest.mark.parametrize(
    ("exercise", "answer"),
    [("10.2", (7,) * 7), ("10.3", (7.7,) * 5), ("10.5", lambda *_: 7)],
)
def test_what_nobody_knows_the_reason_of_points_to_the_hints(exercise, answer):
    said = verdict(exercise, answer)
    assert (said.status, said.score, said.slip) == ("wrong", 0, "")
    assert f'Stuck? Ask hint("{exercise}").' in said.message


@pytest.mark.parametrize(
    ("exercise", "answer"),
    [
        ("10.1", "rx, then cx"),
        ("10.1", QuantumCircuit(3, 2)),
        ("10.2", 0.16),
        ("10.2", (0.1,) * 6),
        ("10.2", (0.1,) * 6 + (float("nan"),)),
        ("10.3", (1, 2, 3, 4)),
        ("10.3", "4"),
        ("10.4", {"a", "g"}),
        ("10.4", 3),
        ("10.5", 0.95),
    ],
)
def test_another_kind_is_refused(exercise, answer):
    said = verdict(exercise, answer)
    assert (said.status, said.score, said.slip) == ("wrong", 0, "another kind of answer")


@pytest.mark.parametrize("exercise", NUMBERS)
def test_no_number_makes_a_judge_stumble(exercise):
    many = RECORDS[exercise].answer.count
    for number in (0, 1, -1, 0.5, 40, 41, 1e300, -1e300, 5e-324, 1e-10):
        assert verdict(exercise, (number,) * many).status == "wrong"


def right_of(exercise, p):
    if exercise == "10.4":
        return set_10_worst.worse(p["pairs"]) | {"Rx", "Rz", "twirl"}
    return {"10.2": set_10_rounds, "10.3": set_10_cost}[exercise].answers(p)


@pytest.mark.parametrize("exercise", VARYING)
def test_right_for_the_example_is_wrong_for_a_student_and_says_so(exercise):
    record = RECORDS[exercise]
    answer = right_of(exercise, record.example)
    student = next(
        one for one in CLASS if right_of(exercise, record.given(one).parameters) != answer
    )
    assert verdict(exercise, answer).status == "right"
    said = verdict(exercise, answer, student=student)
    assert (said.status, said.slip) == ("wrong", "numbers of the example")


@pytest.mark.parametrize("exercise", RECORDS)
def test_judging_is_quick(exercise):
    answers = {
        "10.1": QuantumCircuit(4, 2),
        "10.2": (1,) * 7,
        "10.3": (1,) * 5,
        "10.4": {"a"},
        "10.5": lambda *_: 0.5,
    }
    verdict(exercise, answers[exercise], secret="warm")
    before = time.process_time()
    verdict(exercise, answers[exercise], secret="quick")
    assert time.process_time() - before < 1
