from math import nan

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qinet_edu import draw, network, theory
from qinet_edu.draw import trying
from qinet_edu.draw.trying_chart import CHART, LEGS, SLOTS, across, down
from qinet_edu.noise import fibre_delay_s

CYCLE_S = 10e-6


def numbers(scheme="single-click", **given):
    return draw.attempts(scheme, **given).numbers


@pytest.mark.parametrize(
    ("scheme", "crossings", "alice", "bob"),
    [
        ("single-click", 1, 1, 1),
        ("double-click", 1, 1, 1),
        ("midpoint-source", 1.5, 1, 1),
        ("end-node", 2, 2, 1),
    ],
)
def test_every_crossing_of_light_and_news_is_counted(scheme, crossings, alice, bob):
    once = float(fibre_delay_s(85))
    found = numbers(scheme)
    assert found["attempt_s"] == pytest.approx(crossings * once + CYCLE_S)
    assert found["alice_waits_s"] == pytest.approx(alice * once)
    assert found["bob_waits_s"] == pytest.approx(bob * once)


@pytest.mark.parametrize("scheme", trying.SCHEMES)
def test_what_is_drawn_takes_as_long_as_what_is_told(scheme):
    """The last news ends with the attempt, and a half in memory is as long as it waits."""
    found = numbers(scheme)
    ends = [down(found, 0, leg[3]) for leg in LEGS[scheme].values()]
    assert max(ends) == pytest.approx(found["y_1"])
    pixels_per_s = (found["y_1"] - found["y_0"]) / found["attempt_s"]
    for party, waits in (("a", "alice_waits_s"), ("b", "bob_waits_s")):
        _, begins, _, stops = LEGS[scheme][f"hold_{party}"]
        long = down(found, 0, stops) - down(found, 0, begins)
        assert long == pytest.approx(found[waits] * pixels_per_s)


@pytest.mark.parametrize("scheme", trying.SCHEMES)
def test_nothing_is_faster_than_light_in_fibre(scheme):
    for name in ("a", "b", "news_a", "news_b"):
        x0, t0, x1, t1 = LEGS[scheme][name]
        assert t1 - t0 == abs(x1 - x0)


@settings(deadline=None, max_examples=30)
@given(st.sampled_from(trying.SCHEMES), st.floats(1, 200), st.floats(1e-3, 1))
def test_its_figures_are_those_of_the_network(scheme, length, alpha):
    found = numbers(scheme, length_km=length, alpha=alpha)
    bright = {"alpha": alpha} if scheme in ("single-click", "end-node") else {}
    made = network.scheme(scheme, length, **bright)
    assert found["success"] == made.success
    assert found["rate_hz"] == made.rate_hz == pytest.approx(found["success"] / found["attempt_s"])


def test_single_click_is_the_closed_form():
    eta = 0.3 * 10 ** (-0.2 * 42.5 / 10) * 0.8
    _, chance = theory.single_click(0.1, eta, visibility=0.95, dark_count=1e-6, phase_std_rad=0.2)
    assert numbers()["success"] == pytest.approx(float(chance))


@pytest.mark.parametrize("scheme", trying.SCHEMES)
def test_pairs_come_as_often_as_they_should(scheme):
    """Forty geometric waits: their mean is 1/p within four standard errors, for each seed."""
    for seed in range(1, 6):
        found = numbers(scheme, length_km=30, seed=seed)
        p = found["success"]
        waits = 1 + np.floor(np.log(trying.luck(seed)["wait"]) / np.log1p(-p))
        error = np.sqrt((1 - p) / p**2 / trying.WAITS)
        assert abs(waits.mean() - 1 / p) < 4 * error


def test_attempts_are_counted_up_to_the_pair_and_on():
    first = numbers()["next_pair"]
    assert numbers(attempt=first - 1)["pairs"] == 0
    won = numbers(attempt=first)
    assert (won["pairs"], won["last_pair"]) == (1, first)
    assert won["win_4"] == 1
    assert won["win_3"] == 0
    later = numbers(attempt=first + 3)
    assert [later[f"win_{k}"] for k in range(5)] == [0, 1, 0, 0, 0]
    assert later["next_pair"] > first


def test_luck_comes_round_again_and_no_pair_is_lost_on_the_way():
    found = numbers(alpha=0.5, length_km=1)
    waits = [
        1 + int(np.floor(np.log(one) / np.log1p(-found["success"])))
        for one in trying.luck(1)["wait"]
    ]
    many = sum(waits)
    here, again = (trying.counted(n, waits) for n in (many, 3 * many))
    assert here == (trying.WAITS, many, many + waits[0])
    assert again == (3 * trying.WAITS, 3 * many, 3 * many + waits[0])
    wins = [n for n in range(1, 2 * many + 1) if trying.counted(n, waits)[1] == n]
    assert len(wins) == 2 * trying.WAITS


@pytest.mark.parametrize("scheme", trying.SCHEMES)
def test_ways_to_fail_and_success_make_up_all_attempts(scheme):
    """Dark counts aside: two bright spins that single-click takes for a pair are successes."""
    dark = {"dark_count": 0.0}
    for length, alpha in ((1, 0.4), (50, 0.1)):
        made = trying.link(scheme, length, alpha)
        parts = network.Hardware(**{**_parts(), **dark})
        bright = {"alpha": alpha} if scheme in trying.DIMMED else {}
        clean = network.scheme(scheme, length, hardware=parts, **bright)
        failed = sum(weight for _, weight in trying.failures(made, alpha))
        assert failed == pytest.approx(1 - clean.success)


def _parts():
    names = network.Hardware.__dataclass_fields__
    return {name: getattr(trying.PARTS, name) for name in names}


def test_the_same_attempts_are_drawn_for_the_same_seed_and_others_for_another():
    one, same, other = (numbers(attempt=50, seed=seed) for seed in (1, 1, 2))
    assert one == same
    assert one["next_pair"] != other["next_pair"]


def test_losses_lie_on_the_way_of_the_photon_that_is_lost():
    for scheme in trying.SCHEMES:
        for attempt in range(1, 40):
            found = numbers(scheme, attempt=attempt)
            for k in range(SLOTS[scheme]):
                for party, side in (("a", (0.0, 0.5)), ("b", (0.5, 1.0))):
                    low, high = (0.0, 1.0) if scheme == "end-node" else side
                    assert across(low) <= found[f"{party}_x_{k}"] <= across(high)


def test_most_photons_are_lost_before_the_fibre_or_in_it():
    """30 % get into the fibre; 14 % of those come through 42.5 km; 80 % of those are seen."""
    eta = 0.3 * 10**-0.85 * 0.8
    unlucky = (np.arange(20_000) + 0.5) / 20_000
    places = np.array([trying.lost_at(float(one), 42.5, eta) for one in unlucky])
    lost = 1 - eta
    near, far = (0.3 * 10 ** (-0.85 * share) for share in (0.05, 0.94))
    assert (places == 0.05).mean() == pytest.approx((1 - near) / lost, abs=1e-3)
    assert (places == 0.94).mean() == pytest.approx((far - eta) / lost, abs=1e-3)


def test_nobody_is_told_whose_photon_clicked():
    first = numbers()["next_pair"]
    picture = draw.attempts(attempt=first)
    assert "nobody knows whose" in picture.alt
    assert 'stroke-dasharray="7 5"' in picture.svg
    assert "nobody knows" not in draw.attempts("double-click", attempt=5).alt


def test_empty_slots_are_empty():
    found = numbers(attempt=2)
    assert [found[f"number_{k}"] for k in range(5)] == [1, 2, 0, 0, 0]
    assert found["y_4"] < CHART["bottom"]
    assert "attempt 2: " in draw.attempts(attempt=2).alt
    assert "attempt 3" not in draw.attempts(attempt=2).alt


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"scheme": "triple-click"}, ValueError),
        ({"scheme": ["single-click"]}, ValueError),
        ({"length_km": 0.5}, ValueError),
        ({"length_km": 201}, ValueError),
        ({"length_km": "far"}, TypeError),
        ({"alpha": 0}, ValueError),
        ({"alpha": nan}, ValueError),
        ({"attempt": 0}, ValueError),
        ({"attempt": 2.5}, ValueError),
        ({"attempt": 10**9 + 1}, ValueError),
        ({"seed": -1}, ValueError),
    ],
)
def test_bad_settings_are_refused(wrong, refusal):
    with pytest.raises(refusal, match=next(iter(wrong))):
        draw.attempts(**wrong)
