"""Exercise 09.1: each known misconception fails with words of its own."""

import numpy as np
import pytest
from sending import CLASS, verdict

from qinet_edu import check, theory
from qinet_edu.check.number_parts import told_apart
from qinet_edu.check.sets import set_09_wait

P = 0.1
RIGHT = (14.7368421, 100, 1 / 19, 9.4736842)
FIRST = 5.2631579


@pytest.mark.parametrize("answer", [RIGHT, np.array(RIGHT), (14.7, 100, 0.0526, 9.47)])
def test_three_digits_pass(answer):
    assert verdict("09.1", answer).status == "right"


@pytest.mark.parametrize("student", [None, *CLASS[:6]])
def test_geometric_draws_agree_for_everybody(student):
    p = check.get("09.1").given(student).parameters["p"]
    one, other = np.random.default_rng(9).geometric(p, (2, 4_000_000))
    waits = np.abs(one - other)
    answer = np.maximum(one, other).mean(), 1 / p**2, (waits == 0).mean(), waits.mean()
    assert verdict("09.1", answer, student=student).status == "right"
    answer = float(theory.expected_slowest(p, 2)), *set_09_wait.answers({"p": p})[1:]
    assert verdict("09.1", answer, student=student).status == "right"


@pytest.mark.parametrize(
    ("place", "value", "slip"),
    [
        (0, 10, "one link alone"),
        (0, 20, "one after the other"),
        (0, 15, "3/2 rule"),
        (0, FIRST, "the first of two"),
        (0, 100, "without memories"),
        (0, 13.7368, "last round left out"),
        (0, 14.5, "too few digits"),
        (1, 14.7368, "with memories"),
        (1, 10, "one link for both"),
        (1, 20, "chances added"),
        (1, 5, "2p for p²"),
        (1, FIRST, "either for both"),
        (1, 0.01, "chance for time"),
        (2, 0.01, "first round alone"),
        (2, 0.1, "other still sure to try"),
        (2, 18 / 19, "share that waits"),
        (2, 0.05, "small p"),
        (2, 100 / 19, "per cent"),
        (3, 4.7368, "mean over both pairs"),
        (3, 10, "those that wait"),
        (3, 14.7368, "time until both"),
        (3, FIRST, "time until the first"),
    ],
)
def test_misconceptions(place, value, slip):
    answer = [*RIGHT]
    answer[place] = value
    said = verdict("09.1", answer)
    assert (said.status, said.slip) == ("wrong", slip)
    assert said.score == pytest.approx(3 / 4)


def test_a_wait_that_follows_from_a_wrong_time_counts():
    said = verdict("09.1", (15, *RIGHT[1:3], 15 - FIRST))
    assert (said.slips, said.score) == (("3/2 rule",), pytest.approx(3 / 4))
    said = verdict("09.1", (20, *RIGHT[1:3], RIGHT[0]))  # a slip of its own all the same
    assert (said.slips, said.score) == (("one after the other", "time until both"), 1 / 2)


def test_slips_are_told_apart_for_everybody():
    for student in [None, *CLASS]:
        p = check.get("09.1").given(student).parameters
        right, slips = set_09_wait.answers(p), set_09_wait.slips(p)
        assert [*map(len, slips)] == [6, 6, 5, 4]
        assert all(map(told_apart, right, slips))
        assert verdict("09.1", right, student=student).status == "right"
