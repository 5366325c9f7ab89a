"""What holds for all exercises of lesson 08: they refuse, and point to hints."""

import time

import pytest
from sending import CLASS, verdict

from qinet_edu.check import number_parts
from qinet_edu.check.sets import set_08

RECORDS = {record.id: record for record in set_08.EXERCISES}
VARYING = ("08.1", "08.4", "08.5")
FUNCTIONS = ("08.2", "08.3")


@pytest.mark.parametrize("exercise", FUNCTIONS)
def test_functions_are_called_with_others_each_time(exercise):
    drawn = {repr(RECORDS[exercise].given(secret=str(n)).arguments) for n in range(5)}
    assert len(drawn) == 5


@pytest.mark.parametrize(
    ("exercise", "answer"),
    [
        ("08.1", (7, 7, 7)),
        ("08.2", lambda *_: 7),
        ("08.3", lambda _: ([0], [1], 7)),
        ("08.4", (7, 7, 7, 7, 7)),
        ("08.5", (7e7,) * 7),
    ],
)
def test_what_nobody_knows_the_reason_of_points_to_the_hints(exercise, answer):
    said = verdict(exercise, answer)
    assert (said.status, said.score, said.slip) == ("wrong", 0, "")
    assert f'Stuck? Ask hint("{exercise}").' in said.message


@pytest.mark.parametrize(
    ("exercise", "answer"),
    [
        ("08.1", 0.1),
        ("08.1", (0.1, 0.1)),
        ("08.1", (0.1, 0.1, float("nan"))),
        ("08.2", 0.5),
        ("08.3", ([0], [0], 0)),
        ("08.4", (1, 2, 3, 4)),
        ("08.4", "0.0404"),
        ("08.5", (1, 2, 3, 4, 5, 6, float("inf"))),
    ],
)
def test_another_kind_is_refused(exercise, answer):
    said = verdict(exercise, answer)
    assert (said.status, said.score, said.slip) == ("wrong", 0, "another kind of answer")


@pytest.mark.parametrize("exercise", VARYING)
def test_no_number_makes_a_judge_stumble(exercise):
    many = RECORDS[exercise].answer.count
    for number in (0, 1, -1, 0.5, 1e300, -1e300, 5e-324, 1e-10):
        assert verdict(exercise, (number,) * many).status == "wrong"


@pytest.mark.parametrize("exercise", VARYING)
def test_right_for_the_example_is_wrong_for_a_student_and_says_so(exercise):
    module = {"08.1": "bright", "08.4": "threshold", "08.5": "attempts"}[exercise]
    answers = getattr(set_08, f"judge_{module}").__globals__["answers"]
    said = verdict(exercise, answers(RECORDS[exercise].example), student=CLASS[0])
    assert (said.status, said.slip) == ("wrong", "numbers of the example")


def test_a_number_is_right_to_three_digits_and_close_is_said():
    right = 0.12345
    for found, good in ((0.123, True), (0.1231, True), (0.12, False), (-right, False)):
        made = number_parts.number_part("it", found, right, {})
        assert (made.score == 1) is good
    assert number_parts.number_part("it", 0.121, right, {}).slip == "too few digits"


@pytest.mark.parametrize("exercise", RECORDS)
def test_judging_is_quick(exercise):
    record = RECORDS[exercise]
    answers = {
        "08.1": (1, 2, 3),
        "08.2": lambda *_: 0.5,
        "08.3": lambda _: ([], [], 0),
        "08.4": (1, 2, 3, 4, 5),
        "08.5": (1,) * 7,
    }
    given = record.given(secret="warm")
    before = time.process_time()
    verdict(exercise, answers[exercise], secret="quick")
    assert given
    assert time.process_time() - before < 1
