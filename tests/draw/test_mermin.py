from itertools import product
from math import prod

import pytest

from qinet_edu import circuits, draw
from qinet_edu.draw import mermin

ALL = ["".join(signs) for signs in product("+-", repeat=6)]


@pytest.mark.parametrize("answers", ALL)
def test_every_table_meets_one_demand_or_three(answers):
    numbers = mermin.table_numbers(answers)
    assert numbers["met"] in (1, mermin.MOST)
    assert numbers["m"] == 2 * numbers["met"] - 4
    assert abs(numbers["m"]) == 2


@pytest.mark.parametrize("answers", ALL)
def test_the_products_of_any_table_multiply_to_plus_one(answers):
    """The reason that is given: each answer stands in two demands, so it counts squared."""
    numbers = mermin.table_numbers(answers)
    assert numbers["xxx"] * numbers["xyy"] * numbers["yxy"] * numbers["yyx"] == 1


def test_the_wanted_products_multiply_to_minus_one_and_each_answer_stands_in_two_demands():
    assert prod(mermin.DEMANDS.values()) == -1
    for place in range(3):
        assert sorted(demand[place] for demand in mermin.DEMANDS) == ["x", "x", "y", "y"]


def test_the_demands_are_those_of_the_circuits():
    asked = {"".join(one.directions.values()): one.sign for one in circuits.mermin()}
    assert asked == mermin.DEMANDS


def test_a_ghz_state_meets_what_no_table_does():
    assert draw.ghz_table().numbers["m_ghz"] == 4
    assert "a GHZ state all 4, M = 4" in draw.ghz_table().alt


def test_the_first_three_signs_answer_x_and_the_last_three_y():
    numbers = mermin.table_numbers("+--+-+")
    assert [numbers[cell] for cell in ("xa", "xb", "xc", "ya", "yb", "yc")] == [1, -1, -1, 1, -1, 1]
    assert numbers == mermin.table_numbers("+−−+−+")


def test_the_reason_is_told_only_when_asked_for():
    plain, told = (draw.ghz_table("++---+", why=why) for why in (False, True))
    assert "parity check" in told.alt
    assert "parity check" not in plain.alt
    assert "Three of four are met" in plain.alt
    assert told.numbers == plain.numbers
    assert "not as wanted" in plain.alt


def test_as_many_lines_are_there_whatever_they_say():
    lengths = {len(mermin.advice(met, why=why)) for met in (1, 3) for why in (True, False)}
    assert len(lengths) == 1


@pytest.mark.parametrize("wrong", ["", "+++++", "+++++++", "+++++1", "++++ +", None, 6, ["+"] * 6])
def test_what_is_no_table_is_refused(wrong):
    with pytest.raises(ValueError, match="six signs"):
        draw.ghz_table(wrong)


@pytest.mark.parametrize("wrong", ["yes", 1, None])
def test_why_is_a_truth_value(wrong):
    with pytest.raises(ValueError, match="True"):
        draw.ghz_table(why=wrong)
