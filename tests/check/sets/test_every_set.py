"""What holds for the exercises of every lesson: they are there, vary, have hints, and wait."""

import json

import pytest
from sending import CLASS, verdict

from qinet_edu import reference
from qinet_edu.check.exercise import exercises
from qinet_edu.check.function_answers import Function

RECORDS = exercises()
# By design there are few variants of these.
FEW = {"01.2", "01.5", "02.2", "02.3", "02.5", "03.2"}
VARYING = [record for record in RECORDS.values() if record.vary is not None]


def test_each_lesson_has_those_of_the_curriculum_in_order():
    planned = [one.id for lesson in reference.curriculum() if lesson.ready
               for one in lesson.exercises]  # fmt: skip
    assert [*RECORDS] == planned


@pytest.mark.parametrize("exercise", RECORDS)
def test_unanswered_exercises_say_so_and_have_three_hints(exercise):
    assert verdict(exercise, None).status == "not answered yet"
    assert len(RECORDS[exercise].hints) == 3


@pytest.mark.parametrize("record", VARYING, ids=lambda record: record.id)
def test_students_of_a_course_get_numbers_of_their_own(record):
    drawn = [dict(record.given(student).parameters) for student in CLASS]
    assert len({json.dumps(one) for one in drawn}) >= (3 if record.id in FEW else 10)
    assert record.id == "02.2" or dict(record.example) not in drawn  # four Bell states are all


FUNCTIONS = [record for record in RECORDS.values() if isinstance(record.answer, Function)]


@pytest.mark.parametrize("record", FUNCTIONS, ids=lambda record: record.id)
def test_a_function_that_returns_nothing_is_not_answered_yet(record):
    assert verdict(record.id, lambda *_: None).status == "not answered yet"
