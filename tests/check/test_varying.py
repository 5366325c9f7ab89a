"""The curriculum's table says of each exercise whether its numbers are a student's own."""

import pytest

from qinet_edu import check, reference

TABLE = {
    exercise.id: exercise
    for lesson in reference.curriculum()
    if lesson.ready
    for exercise in lesson.exercises
}


@pytest.mark.parametrize("exercise", TABLE)
def test_the_table_says_what_the_record_does(exercise):
    record = check.get(exercise)
    assert TABLE[exercise].varies == (record.vary is not None)
    drawn = [record.given(check.Student("c", f"student {n}")).parameters for n in range(20)]
    if TABLE[exercise].varies:
        assert any(drawn[0] != other for other in drawn)
    else:
        assert all(other == record.example for other in drawn)
