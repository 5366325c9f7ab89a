from dataclasses import FrozenInstanceError
from math import inf, nan

import pytest

from qinet_edu.network import Hardware, SingleClick
from qinet_edu.reference import Status, preset


def test_parts_left_out_are_perfect():
    assert Hardware().to_detector(0) == Hardware().to_memory(0) == 1
    assert Hardware().to_detector(100) == pytest.approx(0.01)


def test_the_parts_of_the_course_are_a_dated_plan_and_no_experiment():
    parts = Hardware.of_the_course()
    entry = preset("link-2026")
    assert parts.detector == entry["detector"]
    assert entry.status is Status.CONVENTION
    assert "2026" in entry.what
    assert SingleClick(1).hardware == parts


@pytest.mark.parametrize(
    ("settings", "problem", "words"),
    [
        ({"emission": 1.1}, ValueError, "emission"),
        ({"detector": -0.1}, ValueError, "detector"),
        ({"intake": 2}, ValueError, "intake"),
        ({"dark_count": 1.5}, ValueError, "dark_count"),
        ({"visibility": 1.01}, ValueError, "visibility"),
        ({"pair": -1}, ValueError, "pair"),
        ({"loss_db_per_km": -0.2}, ValueError, "loss_db_per_km"),
        ({"phase_std_rad": -1}, ValueError, "phase_std_rad"),
        ({"cycle_s": -1e-6}, ValueError, "cycle_s"),
        ({"cycle_s": inf}, ValueError, "infinite"),
        ({"source_hz": 0}, ValueError, "never asked"),
        ({"detector": nan}, ValueError, "NaN"),
        ({"detector": "0.8"}, TypeError, "detector"),
        ({"detector": [0.8, 0.9]}, TypeError, "one number"),
        ({"t1_s": [1, 2], "t2_s": 1}, TypeError, "one number"),
        ({"t1_s": 0}, ValueError, "t1_s"),
        ({"t1_s": 1.0, "t2_s": 2.1}, ValueError, "more than 2 T1"),
        ({"t1_s": 1.0}, ValueError, "more than 2 T1"),
    ],
)
def test_parts_that_cannot_be_are_refused_in_words(settings, problem, words):
    with pytest.raises(problem, match=words):
        Hardware(**settings)


def test_a_preset_of_something_else_is_no_link():
    with pytest.raises(ValueError, match="link-2026"):
        Hardware.of_the_course("example-memory")
    with pytest.raises(KeyError, match="no preset"):
        Hardware.of_the_course("link-1999")


def test_parts_are_not_exchanged_behind_a_links_back():
    with pytest.raises(FrozenInstanceError):
        Hardware().detector = 0.5
