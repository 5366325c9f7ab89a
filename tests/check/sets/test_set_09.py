"""What holds for all exercises of lesson 09: they refuse, and point to hints."""

import time

import pytest
from sending import CLASS, verdict

from qinet_edu.check.sets import set_09, set_09_longest, set_09_rule, set_09_wait

RECORDS = {record.id: record for record in set_09.EXERCISES}
NUMBERS = {"09.1": set_09_wait, "09.2": set_09_rule, "09.5": set_09_longest}


def test_functions_are_called_with_others_each_time():
    drawn = {repr(RECORDS["09.4"].given(secret=str(n)).arguments) for n in range(5)}
    assert len(drawn) == 5


@pytest.mark.parametrize(
    ("exercise", "answer"),
    [
        ("09.1", (7e7,) * 4),
        ("09.2", (7e7,) * 6),
        ("09.3", {"rates": [7] * 41, "best": 20, "without": 7}),
        ("09.4", lambda *_: ([7], [7])),
        ("09.5", (7e7,) * 4),
    ],
)
def test_what_nobody_knows_the_reason_of_points_to_the_hints(exercise, answer):
    said = verdict(exercise, answer)
    assert (said.status, said.score, said.slip) == ("wrong", 0, "")
    assert f'Stuck? Ask hint("{exercise}").' in said.message


@pytest.mark.parametrize(
    ("exercise", "answer"),
    [
        ("09.1", 14.7),
        ("09.1", (1, 2, 3)),
        ("09.2", (1, 2, 3, 4, 5, float("nan"))),
        ("09.3", {"rates": {1, 2}}),
        ("09.4", ([0], [1])),
        ("09.5", "6.79"),
    ],
)
def test_another_kind_is_refused(exercise, answer):
    said = verdict(exercise, answer)
    assert (said.status, said.score, said.slip) == ("wrong", 0, "another kind of answer")


@pytest.mark.parametrize("exercise", NUMBERS)
def test_no_number_makes_a_judge_stumble(exercise):
    many = RECORDS[exercise].answer.count
    for number in (0, 1, -1, 0.5, 1e300, -1e300, 5e-324, 1e-10):
        assert verdict(exercise, (number,) * many).status == "wrong"


@pytest.mark.parametrize("exercise", NUMBERS)
def test_right_for_the_example_is_wrong_for_a_student_and_says_so(exercise):
    right = NUMBERS[exercise].answers(RECORDS[exercise].example)
    said = verdict(exercise, right, student=CLASS[0])
    assert (said.status, said.slip) == ("wrong", "numbers of the example")


@pytest.mark.parametrize("exercise", RECORDS)
def test_drawing_and_judging_are_quick(exercise):
    answers = {
        "09.3": {"rates": [0] * 41, "best": 3, "without": 0},
        "09.4": lambda *_: ([0], [0]),
    }
    answer = answers.get(exercise, (1,) * (getattr(RECORDS[exercise].answer, "count", None) or 1))
    verdict(exercise, answer)
    before = time.process_time()
    verdict(exercise, answer, student=CLASS[1], secret="quick")
    assert time.process_time() - before < 1
