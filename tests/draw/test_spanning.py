from itertools import pairwise
from math import inf, nan

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qinet_edu import draw, network, protocols, theory
from qinet_edu.draw import spanning
from qinet_edu.draw.spanning_chart import CHART, down
from qinet_edu.network.swapping_asap import undisturbed
from qinet_edu.noise import fibre_delay_s

LENGTHS = (85.0, 115.0, 132.0, 84.0)


def numbers(links=2, **given):
    return draw.chain_timeline(links, **given).numbers


def happened(found):
    return [found[f"kind_{k}"] for k in range(2 * found["links"])]


class Luck:
    """Stands in for a generator: gives each link of a chain what the picture gives it."""

    def __init__(self, lucky):
        self.lucky = iter(lucky)

    def standard_exponential(self, samples):
        return np.full(samples, -np.log(next(self.lucky)))


@settings(deadline=None, max_examples=60)
@given(
    links=st.integers(2, 4), success=st.floats(0.05, 1), t2_s=st.floats(1e-3, 1),
    fidelity=st.floats(0.5, 1), run=st.integers(0, 49),
)  # fmt: skip
def test_it_is_a_run_of_the_networks_chain(links, success, t2_s, fidelity, run):
    """The chain counts waits from the herald on: what is lost before belongs to the link's pair."""
    found = numbers(links, success=success, t2_s=t2_s, fidelity=fidelity, run=run)
    segments = []
    for length in LENGTHS[:links]:
        once = float(fibre_delay_s(length))
        fresh = [fidelity, *[(1 - fidelity) / 3] * 3]
        told = theory.waited(fresh, once, t1_s=inf, t2_s=t2_s)
        segments.append(network.Segment(success, once + 10e-6, told, delay_s=once))
    luck = Luck(spanning.luck(8)[run, :links])
    sampled = undisturbed(segments, network.Memory(t2_s=t2_s), luck, 1)
    assert found["done_s"] == pytest.approx(sampled.time_s[0])
    assert found["f_end"] == pytest.approx((1 + sampled.found.sum()) / 4)


@settings(deadline=None, max_examples=40)
@given(st.integers(2, 4), st.floats(0.05, 1), st.integers(0, 49))
def test_waits_are_as_long_as_the_halves_that_are_drawn(links, success, run):
    found = numbers(links, success=success, run=run)
    ready = [found[f"ready_s_{i}"] for i in range(links)]
    born = [time - found[f"light_s_{i}"] for i, time in enumerate(ready)]
    used = [found["done_s"], *(found[f"swapped_s_{j}"] for j in range(1, links)), found["done_s"]]
    lain = sum(used[i] - born[i] + used[i + 1] - born[i] for i in range(links))
    parts = found["herald_s"] + found["neighbour_s"] + found["news_s"]
    assert lain == pytest.approx(found["waited_s"]) == pytest.approx(parts)
    assert found["f_end"] == pytest.approx((1 + np.exp(-lain / found["t2_s"])) / 2)


def test_without_decay_to_speak_of_only_the_swaps_cost():
    found = numbers(4, fidelity=0.95, t2_s=1.0, success=1.0)
    assert found["f_fresh"] == pytest.approx(float(theory.swap(*[0.95] * 4)))
    assert found["f_fresh"] - found["f_end"] < 0.01


def test_the_last_message_takes_as_long_as_in_the_conversation():
    told = protocols.swapping.swap(LENGTHS[:2], seed=1)
    bits = next(one for one in told.transcript.events if getattr(one, "receiver", "") == "bob"
                and one.channel == "classical")  # fmt: skip
    assert numbers()["news_s"] == pytest.approx(2 * (bits.arrives_s - bits.sent_s))


@pytest.mark.parametrize("links", [2, 3, 4])
def test_both_ends_wait_until_the_farther_one_has_heard(links):
    for run in range(10):
        found = numbers(links, run=run)
        light = [found[f"light_s_{i}"] for i in range(links)]
        heard = [
            found[f"swapped_s_{j}"] + max(sum(light[:j]), sum(light[j:])) for j in range(1, links)
        ]
        assert found["done_s"] == pytest.approx(max(heard))


@pytest.mark.parametrize("links", [2, 3, 4])
def test_a_node_swaps_once_it_has_both_halves_and_pairs_grow_to_one(links):
    for run in range(20):
        found = numbers(links, run=run)
        assert sorted(happened(found)) == sorted(
            ["pair"] * links + ["swap"] * (links - 1) + ["done"]
        )
        times = [found[f"time_{k}"] for k in range(2 * links)]
        assert times == sorted(times)
        for j in range(1, links):
            both = found[f"ready_s_{j - 1}"], found[f"ready_s_{j}"]
            assert found[f"swapped_s_{j}"] == max(both)
        last = 2 * links - 1
        assert (found[f"from_{last}"], found[f"to_{last}"]) == (0, links)
        assert found[f"f_{last}"] == pytest.approx(found["f_end"])
        for before, after in pairwise(range(last - 1, last + 1)):
            assert found[f"f_{after}"] < found[f"f_{before}"], "the last message costs, too"


def test_pairs_take_as_many_attempts_as_they_should():
    """400 geometric numbers: their mean is 1/p within four standard errors."""
    for p in (0.1, 0.5):
        many = [spanning.tries(float(u), p) for seed in (1, 2) for u in spanning.luck(seed).flat]
        assert abs(np.mean(many) - 1 / p) < 4 * np.sqrt((1 - p) / p**2 / len(many))
    assert spanning.tries(0.001, 1.0) == 1


def test_an_attempt_is_that_of_the_courses_links():
    link = network.scheme("double-click", 85)
    found = numbers()
    assert found["attempt_s_0"] == link.attempt_s
    assert found["light_s_0"] == link.waits_s[0] == link.waits_s[1]


def test_what_has_not_happened_is_not_told():
    found = draw.chain_timeline(time_s=0.002)
    assert [found.numbers[f"there_{k}"] for k in range(4)] == [1, 0, 0, 0]
    assert "both ends know" not in found.alt
    assert "pairs 1 of 2" in found.alt
    assert "No pair yet" in draw.chain_timeline(time_s=0).alt


def test_each_moment_of_an_event_counts_as_past():
    whole = numbers(4)
    for k in range(8):
        then = numbers(4, time_s=whole[f"time_{k}"])
        assert then[f"there_{k}"] == 1
    assert numbers(time_s=whole["done_s"] + 1)["over"] == 1


def test_the_diagram_is_to_scale():
    found = numbers(4)
    for i in range(4):
        across = found[f"at_{i + 1}"] - found[f"at_{i}"]
        share = across / (CHART["right"] - CHART["left"])
        assert share == pytest.approx(LENGTHS[i] / sum(LENGTHS))
    assert down(found, 0) == CHART["top"]
    assert down(found, found["done_s"]) == CHART["bottom"] == found["now_y"]


def test_a_longer_lived_memory_leaves_more_and_a_luckier_link_waits_less():
    left = [numbers(t2_s=t2_s)["f_end"] for t2_s in (1e-3, 0.01, 0.1, 1)]
    assert left == sorted(left)
    assert numbers(success=1.0)["neighbour_s"] < numbers()["neighbour_s"]
    assert numbers(success=1.0)["news_s"] == pytest.approx(numbers()["news_s"])


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"links": 1}, ValueError),
        ({"links": 5}, ValueError),
        ({"links": 2.0}, ValueError),
        ({"success": 0.01}, ValueError),
        ({"success": "often"}, TypeError),
        ({"t2_s": 0}, ValueError),
        ({"t2_s": nan}, ValueError),
        ({"fidelity": 0.4}, ValueError),
        ({"time_s": -1}, ValueError),
        ({"time_s": "late"}, TypeError),
        ({"run": 50}, ValueError),
        ({"seed": -1}, ValueError),
    ],
)
def test_bad_settings_are_refused(wrong, refusal):
    with pytest.raises(refusal, match=next(iter(wrong))):
        draw.chain_timeline(**wrong)
