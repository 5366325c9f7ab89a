"""Exercise 09.2: each known misconception fails with words of its own."""

from math import log

import numpy as np
import pytest
from sending import CLASS, verdict

from qinet_edu import check, theory
from qinet_edu.check.number_parts import told_apart
from qinet_edu.check.sets import set_09_rule

FOUR, EIGHT, FACTOR = 20.2733782, 26.2957844, 2.7178571
OVER = [100 * (15 / 14.7368421 - 1), 100 * (22.5 / FOUR - 1), 100 * (33.75 / EIGHT - 1)]
RIGHT = (OVER[0], FOUR, OVER[1], EIGHT, OVER[2], FACTOR)
SMALL = 100 * (2.25 / (25 / 12) - 1)


@pytest.mark.parametrize("answer", [RIGHT, np.array(RIGHT), (1.79, 20.3, 11.0, 26.3, 28.3, 2.72)])
def test_three_digits_pass(answer):
    assert verdict("09.2", answer).status == "right"


@pytest.mark.parametrize("student", [None, *CLASS[:6]])
def test_the_sum_of_the_literature_agrees_for_everybody(student):
    p = check.get("09.2").given(student).parameters["p"]
    times = {}
    for n in (2, 4, 8):
        binomials = -(np.poly1d([1, -1]) ** n).coeffs[1:]  # (x − 1)ⁿ: signs and all
        times[n] = sum(c / (1 - (1 - p) ** k) for k, c in enumerate(binomials, start=1))
    over = [100 * (1.5**n / p / times[2**n] - 1) for n in (1, 2, 3)]
    answer = over[0], times[4], over[1], times[8], over[2], FACTOR
    assert verdict("09.2", answer, student=student).status == "right"
    exact, rule = theory.nested_time(p, 3)
    assert 100 * (rule / exact - 1) == pytest.approx(over[2])


def test_the_factor_is_the_limit_of_small_p():
    p = 1e-7
    assert p * theory.expected_slowest(p, 8) == pytest.approx(FACTOR, rel=1e-5)


@pytest.mark.parametrize(
    ("place", "value", "slip"),
    [
        (0, 100 - 100 * 14.7368421 / 15, "per cent of the rule"),
        (0, -OVER[0], "sign"),
        (0, OVER[0] / 100, "share for per cent"),
        (0, OVER[0] + 100, "whole for excess"),
        (0, 15 - 14.7368421, "rounds for per cent"),
        (1, 22.5, "3/2 rule"),
        (1, 21.8465, "fresh start"),
        (1, 40, "one after the other"),
        (1, 20.8333, "small p"),
        (1, 14.7368, "levels for links"),
        (1, 19.2734, "last round left out"),
        (2, SMALL, "small p, excess"),
        (2, 100 - 100 * FOUR / 22.5, "per cent of the rule"),
        (3, 33.75, "3/2 rule"),
        (3, 80, "one after the other"),
        (3, 27.17857, "small p"),
        (3, 18.0, ""),
        (4, OVER[2] / 100, "share for per cent"),
        (5, 3.375, "3/2 rule for the factor"),
        (5, 8, "one after the other"),
        (5, EIGHT / 10, "your p for small p"),
        (5, FACTOR - 1, "1 left out"),
        (5, FACTOR - 1 / 8, "one term short"),
        (5, 1.875, "1, 2, 4 and 8 alone"),
        (5, log(8), "logarithm"),
    ],
)
def test_misconceptions(place, value, slip):
    answer = [*RIGHT]
    answer[place] = value
    said = verdict("09.2", answer)
    assert (said.status, said.slip) == ("wrong", slip)
    assert said.score == pytest.approx(5 / 6)


def test_an_excess_that_follows_from_a_wrong_time_counts():
    time = set_09_rule.nested(0.1, 3)
    answer = (*RIGHT[:3], time, 100 * (33.75 / time - 1), FACTOR)
    said = verdict("09.2", answer)
    assert (said.slips, said.score) == (("fresh start",), pytest.approx(5 / 6))


def test_slips_are_told_apart_for_everybody():
    for student in [None, *CLASS]:
        p = check.get("09.2").given(student).parameters
        right, slips = set_09_rule.answers(p), set_09_rule.slips(p)
        assert [*map(len, slips)] == [5, 6, 6, 6, 6, 7]
        assert all(map(told_apart, right, slips))
        assert verdict("09.2", right, student=student).status == "right"
