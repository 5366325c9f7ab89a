"""Numbers are right to three digits, however they are rounded, and a slip is explained once."""

import numpy as np
import pytest

from qinet_edu.check import number_parts


@pytest.mark.parametrize("right", [1.0049, 100.49, 0.0012345, 7.7777, 9.9951, 1.2249])
def test_what_is_rounded_to_three_digits_is_right(right):
    rounded = float(f"{right:.3g}")
    assert number_parts.number_part("it", rounded, right, {}).score == 1
    assert number_parts.number_part("it", np.float64(rounded), right, {}).score == 1
    off = number_parts.number_part("it", 1.012 * right, right, {})
    assert (off.score, off.slip) == (0, "too few digits")
    assert number_parts.number_part("it", rounded, 3 * right, {}, follows=right).score == 1


def test_what_explains_two_numbers_is_said_once():
    slips = {2.0: "both | Both count."}
    parts = number_parts.number_parts(("a", "b", "c"), (2, 2, 1), (1, 1, 1), (slips, slips, {}))
    assert [one.slip for one in parts] == ["both", "", ""]
    assert [one.score for one in parts] == [0, 0, 1]
    assert "Both count." not in parts[1].message


def test_units_and_what_follows_belong_to_their_numbers():
    parts = number_parts.number_parts(
        ("a", "b"), (5, 7), (1, 1), ({}, {}), units=("km", "s"), carried=(None, 7)
    )
    assert parts[0].message == "A is not 5 km."
    assert parts[1].score == 1
