from pathlib import Path
from typing import get_args

import pytest

from qinet_edu.reference import curriculum, tracks
from qinet_edu.reference.curriculum import Kind

CHECKOUT = Path(__file__).parents[2]
LESSONS = {lesson.number: lesson for lesson in curriculum()}


def test_sixteen_lessons_in_order_of_number_and_stage():
    assert [*LESSONS] == [f"{number:02}" for number in range(1, 17)]
    stages = [lesson.stage for lesson in curriculum()]
    assert stages == sorted(stages)
    assert stages == [0] * 4 + [1] * 3 + [2] + [3] * 4 + [4] + [5] * 3


def test_the_course_takes_about_32_hours():
    assert sum(lesson.minutes for lesson in curriculum()) / 60 == pytest.approx(32, abs=0.5)


@pytest.mark.parametrize("lesson", curriculum(), ids=lambda lesson: lesson.number)
def test_a_lesson_needs_only_what_comes_before_it(lesson):
    assert all(number in LESSONS and number < lesson.number for number in lesson.prerequisites)
    assert bool(lesson.prerequisites) == (lesson.number != "01")


@pytest.mark.parametrize("lesson", curriculum(), ids=lambda lesson: lesson.number)
def test_every_lesson_is_complete(lesson):
    assert lesson.title
    assert lesson.source
    assert lesson.status
    assert 30 <= lesson.minutes <= 180
    assert lesson.qpu_s >= 0
    assert set(lesson.tracks) <= {track.key for track in tracks()}
    ids = [exercise.id for exercise in lesson.exercises]
    assert ids == [f"{lesson.number}.{k}" for k in range(1, len(ids) + 1)]
    assert len(ids) >= 4
    for exercise in lesson.exercises:
        assert exercise.title
        assert exercise.kind in get_args(Kind)
        assert exercise.points >= 1


def test_bell_measurements_are_known_before_untrusted_relays_use_them():
    assert "04" in LESSONS["07"].prerequisites


def test_the_first_exercises_are_as_announced():
    asked = [(e.id, e.title, e.kind, e.points) for e in LESSONS["01"].exercises]
    assert asked == [
        ("01.1", "A quarter of the clicks", "circuit", 2),
        ("01.2", "Turn the interferometer", "numbers", 1),
        ("01.3", "Find the arrow", "function", 3),
        ("01.4", "Which bit is which?", "bits", 2),
        ("01.5", "How many shots?", "numbers", 1),
    ]


def test_no_two_lessons_share_a_file():
    assert len({lesson.slug for lesson in curriculum()}) == 16
    assert LESSONS["01"].path == "notebooks/0-foundations/01-bits-to-qubits.ipynb"
    assert LESSONS["01"].exercise_set == "exercises/01-bits-to-qubits.ipynb"


@pytest.mark.parametrize("folder", ["notebooks", "exercises"])
def test_every_notebook_stands_in_the_table(folder):
    known = {
        lesson.path if folder == "notebooks" else lesson.exercise_set
        for lesson in curriculum()
        if lesson.ready
    }
    found = {
        path.relative_to(CHECKOUT).as_posix()
        for path in (CHECKOUT / folder).rglob("*.ipynb")
        if ".ipynb_checkpoints" not in path.parts
    }
    assert found <= known, f"not in the curriculum table, or not ready there: {found - known}"
