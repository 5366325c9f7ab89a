"""What holds for all exercises of lesson 11: they refuse, and point to hints."""

import time

import pytest
from qiskit import QuantumCircuit
from sending import CLASS, verdict

from qinet_edu.check.sets import (
    set_11,
    set_11_compare,
    set_11_fidelity,
    set_11_frame,
    set_11_segments,
)

RECORDS = {record.id: record for record in set_11.EXERCISES}
VARYING = ("11.2", "11.3", "11.4", "11.5")
NUMBERS = ("11.3", "11.4")


@pytest.mark.parametrize(
    ("exercise", "answer"),
    [
        ("11.2", "011010001" * 3),
        ("11.3", (7.7,) * 4),
        ("11.4", (7e5,) * 5),
    ],
)
def test_what_nobody_knows_the_reason_of_points_to_the_hints(exercise, answer):
    said = verdict(exercise, answer)
    assert (said.status, said.score, said.slip) == ("wrong", 0, "")
    assert f'Stuck? Ask hint("{exercise}").' in said.message


@pytest.mark.parametrize(
    ("exercise", "answer"),
    [
        ("11.1", "cx, then h"),
        ("11.1", QuantumCircuit(5, 4)),
        ("11.2", "01" * 13),
        ("11.2", "2" * 27),
        ("11.2", 27),
        ("11.3", 0.2),
        ("11.3", (0.1, 0.1, 15)),
        ("11.4", (1, 2, 3, 4, float("nan"))),
        ("11.5", 0.7),
        ("11.5", {"pairs": 20_000}),
        ("11.5", {"pairs": 20_000, "time_ms": 20, "fidelity": [1, 1, 1]}),
        ("11.5", {"pairs": 20_000, "time_ms": [1, 1], "fidelity": [1, 1, 1]}),
        ("11.5", {"pairs": 20_000, "time_ms": [1, "1", 1], "fidelity": [1, 1, 1]}),
        ("11.5", {"pairs": 20_000.5, "time_ms": [1, 1, 1], "fidelity": [1, 1, 1]}),
        ("11.5", {"pairs": True, "time_ms": [1, 1, 1], "fidelity": [1, 1, 1]}),
        ("11.5", {"pairs": 20_000, "time_ms": [1, 1, 1e200], "fidelity": [1, 1, 1]}),
        ("11.5", {"pairs": 20_000, "time_ms": [1, 1, float("inf")], "fidelity": [1, 1, 1]}),
        ("11.5", [20_000, [1, 1, 1], [1, 1, 1]]),
    ],
)
def test_another_kind_is_refused(exercise, answer):
    said = verdict(exercise, answer)
    assert (said.status, said.score, said.slip) == ("wrong", 0, "another kind of answer")


@pytest.mark.parametrize("exercise", NUMBERS)
def test_no_number_makes_a_judge_stumble(exercise):
    many = RECORDS[exercise].answer.count
    for number in (0, 1, -1, 0.5, 8, 14.5, 33, 1e300, -1e300, 5e-324, 1e-10):
        assert verdict(exercise, (number,) * many).status == "wrong"


@pytest.mark.parametrize("number", [0, 1, -1, 1e-320, 1e99, -1e99, 0.5])
@pytest.mark.parametrize("pairs", [10_000, 10**9])
def test_no_number_makes_the_judge_of_data_stumble(number, pairs):
    answer = {"pairs": pairs, "time_ms": [number] * 3, "fidelity": [number] * 3}
    assert verdict("11.5", answer).status == "wrong"


def right_of(exercise, p):
    if exercise == "11.2":
        return " ".join(set_11_frame.answer(p))
    if exercise == "11.5":
        rows = {
            name: [one.mean + one.spread / 200, one.spread / 200, one.mean]
            for name, one in set_11_compare.exact(p).items()
        }
        return {"pairs": 40_000, **rows}
    return {"11.3": set_11_fidelity, "11.4": set_11_segments}[exercise].answers(p)


@pytest.mark.parametrize("exercise", VARYING)
def test_right_for_the_example_is_wrong_for_a_student_and_says_so(exercise):
    record = RECORDS[exercise]
    answer = right_of(exercise, record.example)
    assert verdict(exercise, answer).status == "right"
    said = verdict(exercise, answer, student=CLASS[0])
    assert (said.status, said.slip) == ("wrong", "numbers of the example")


@pytest.mark.parametrize("exercise", VARYING)
def test_what_is_right_passes_for_everybody(exercise):
    for student in CLASS:
        answer = right_of(exercise, RECORDS[exercise].given(student).parameters)
        assert verdict(exercise, answer, student=student).status == "right"


@pytest.mark.parametrize("exercise", RECORDS)
def test_judging_is_quick(exercise):
    answers = {
        "11.1": QuantumCircuit(6, 4),
        "11.2": "01" * 13 + "0",
        "11.3": (1,) * 4,
        "11.4": (1,) * 5,
        "11.5": {"pairs": 10_000, "time_ms": [1, 1, 1], "fidelity": [1, 1, 1]},
    }
    before = time.process_time()
    verdict(exercise, answers[exercise])
    assert time.process_time() - before < 1
