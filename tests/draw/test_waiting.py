from math import exp, inf, nan

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qinet_edu import draw, noise, theory
from qinet_edu.draw import waiting
from qinet_edu.draw.waiting_map import CHARTS, DESTINATIONS, chart_of, news_way
from qinet_edu.reference import route

C_KM_MS = 299792.458 / 1.468 / 1e3


def test_news_from_sydney_costs_a_memory_of_10_ms_a_fifth_of_its_pair():
    numbers = draw.waiting_pair("Sydney", t1_ms=100, t2_ms=10).numbers
    assert numbers["length_km"] == 948
    assert numbers["delay_ms"] == pytest.approx(948 / C_KM_MS)
    expected = (1 + exp(-numbers["delay_ms"] / 100) + 2 * exp(-numbers["delay_ms"] / 10)) / 4
    assert numbers["f_arrival"] == pytest.approx(expected)


def test_both_halves_decay_where_both_wait():
    """The usual mistake: letting only one of two stored halves decay."""
    for to in DESTINATIONS:
        one, both = (draw.waiting_pair(to, halves=n, t1_ms=1e6, t2_ms=10).numbers for n in (1, 2))
        dephased = exp(-one["delay_ms"] / 10)
        assert one["f_arrival"] == pytest.approx((1 + dephased) / 2, abs=1e-3)
        assert both["f_arrival"] == pytest.approx((1 + dephased**2) / 2, abs=1e-3)
        assert both["f_arrival"] < one["f_arrival"]


@pytest.mark.parametrize("halves", [1, 2])
def test_it_agrees_with_the_channel_acting_on_the_pair(halves):
    length = route("Auckland").length_km
    kraus = noise.memory_wait(length, t1_s=0.02, t2_s=0.03)
    rho = np.outer(theory.bell_state("phi+"), theory.bell_state("phi+").conj())
    rho = sum(np.kron(np.eye(2), k) @ rho @ np.kron(np.eye(2), k).conj().T for k in kraus)
    if halves == 2:
        rho = sum(np.kron(k, np.eye(2)) @ rho @ np.kron(k, np.eye(2)).conj().T for k in kraus)
    drawn = draw.waiting_pair("Auckland", t1_ms=20, t2_ms=30, halves=halves).numbers
    assert drawn["f_arrival"] == pytest.approx(float(theory.fidelity(rho)))


@given(st.sampled_from(DESTINATIONS), st.floats(0, 1), st.floats(0.1, 1e3), st.floats(0.02, 2))
def test_news_that_is_on_its_way_costs_less_than_news_that_has_come(to, progress, t1, ratio):
    numbers = waiting.waiting_numbers(to, t1_ms=t1, t2_ms=t1 * ratio, progress=progress, halves=1)
    assert numbers["f_arrival"] - 1e-12 <= numbers["f_now"] <= 1
    assert numbers["elapsed_ms"] == pytest.approx(progress * numbers["delay_ms"])
    assert 0.12 <= numbers["pair_opacity"] <= 1


def test_farther_is_worse_though_the_pair_goes_nowhere():
    shares = [draw.waiting_pair(to).numbers["f_arrival"] for to in DESTINATIONS[:4]]
    assert shares == sorted(shares, reverse=True)
    start, end = (draw.waiting_pair("Sydney", progress=p).numbers for p in (0, 1))
    assert start["f_now"] == 1
    assert end["f_now"] == end["f_arrival"]
    assert start["message_x"] != end["message_x"]


def test_half_way_is_half_of_the_kilometres_and_not_of_the_towns():
    points, marks = news_way("Sydney")
    numbers = draw.waiting_pair("Sydney", progress=141 / 948).numbers
    assert (numbers["message_x"], numbers["message_y"]) == pytest.approx(points[1])
    assert marks[1] == 141, "the news comes from Sydney: its first segment ends in Newcastle"


@pytest.mark.parametrize("to", DESTINATIONS)
def test_the_way_stays_on_its_chart(to):
    left, top, right, bottom = CHARTS[chart_of(to)].box
    points, marks = news_way(to)
    assert all(left + 10 < x < right - 10 and top + 10 < y < bottom - 10 for x, y in points)
    assert marks[-1] == pytest.approx(route(to).length_km)


def test_what_is_no_fibre_of_the_network_is_called_so():
    assert "as if by fibre (great circle × 1.2)" in draw.waiting_pair("Tokyo").alt
    assert "948 km of fibre" in draw.waiting_pair("Sydney").alt


def test_a_number_never_lies_on_the_marks_of_this_pair():
    for to in DESTINATIONS:
        for progress in (0.0, 0.1, 0.5, 1.0):
            numbers = draw.waiting_pair(to, progress=progress).numbers
            for km in waiting.MARKS_KM:
                text = waiting.across(km) + 6, waiting.across(km) + 32
                clear = all(
                    not text[0] - 7 < numbers[mark] < text[1] + 7 for mark in ("arrival_x", "now_x")
                )
                assert clear or not numbers[f"label_{km}"], (to, progress, km)
    shown = draw.waiting_pair("Sydney").numbers
    assert [shown[f"label_{km}"] for km in waiting.MARKS_KM] == [1, 1, 0, 1]


@pytest.mark.parametrize("to", DESTINATIONS)
def test_it_says_which_way_the_news_goes(to):
    one, both = (draw.waiting_pair(to, halves=halves) for halves in (1, 2))
    for picture in (one, both):
        assert f"From {to} to Brisbane: " in picture.svg
    assert f"{to} has measured its half and sends Brisbane two bits." in one.alt
    assert f"One bit about the pair goes from {to} to Brisbane." in both.alt


def test_it_says_nothing_that_a_later_lesson_teaches():
    for to in DESTINATIONS:
        picture = draw.waiting_pair(to)
        for word in ("eleport", "urif", "swap"):
            assert word not in picture.svg
    assert "each tick is ten times as far" in picture.svg


def test_at_a_half_nothing_is_gained_and_the_picture_says_so():
    lost = draw.waiting_pair("Tokyo", t2_ms=10)
    assert lost.numbers["f_arrival"] < 0.5
    assert "Too late: F ≤ ½ is reached without any entanglement." in lost.alt
    assert "Too late" not in draw.waiting_pair("Tokyo", t1_ms=1000, t2_ms=1000).alt


def test_the_curve_passes_through_its_marks():
    picture = draw.waiting_pair("Tokyo", t1_ms=20, t2_ms=30, halves=2)
    for km in waiting.MARKS_KM:
        assert picture.numbers[f"f_{km}"] == theory.stored_pair_fidelity(
            noise.fibre_delay_s(km), t1_s=0.02, t2_s=0.03, halves=2
        )
        assert waiting.height(picture.numbers[f"f_{km}"]) == picture.numbers[f"mark_{km}_y"]
    assert waiting.across(1.0) == waiting.PLOT["left"], "nearer than the axis begins"
    assert waiting.across(2e4) == pytest.approx(waiting.PLOT["right"])


@pytest.mark.parametrize("to", ["Perth", "", "Brisbane", "sydney", None, 3])
def test_an_unknown_place_is_refused_with_those_there_are(to):
    with pytest.raises(ValueError, match="Chermside, Gold Coast, Sydney"):
        draw.waiting_pair(to)


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"t1_ms": 0}, ValueError),
        ({"t1_ms": -1}, ValueError),
        ({"t1_ms": inf}, ValueError),
        ({"t2_ms": nan}, ValueError),
        ({"t2_ms": 200.1}, ValueError),
        ({"t2_ms": "10"}, TypeError),
        ({"t2_ms": True}, TypeError),
        ({"progress": 1.01}, ValueError),
        ({"progress": -0.1}, ValueError),
        ({"progress": "half"}, TypeError),
        ({"progress": [0.1, 0.2]}, TypeError),
        ({"halves": 0}, ValueError),
        ({"halves": 3}, ValueError),
        ({"halves": True}, ValueError),
        ({"halves": "both"}, ValueError),
    ],
)
def test_bad_settings_are_refused(wrong, refusal):
    with pytest.raises(refusal, match=next(iter(wrong))):
        draw.waiting_pair(**wrong)


def test_t2_may_be_twice_t1_and_no_more():
    assert draw.waiting_pair(t1_ms=5, t2_ms=10).numbers["t2_ms"] == 10
    with pytest.raises(ValueError, match="at most 2 T1"):
        draw.waiting_pair(t1_ms=5, t2_ms=11)
