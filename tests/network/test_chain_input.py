"""What no chain can be, said in words that help."""

import numpy as np
import pytest

from qinet_edu.network import Chain, Hardware, Memory, Segment, SingleClick

inf = float("inf")
TWO = [(0.1, 1.0, 0.95)] * 2


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"t1_s": 0}, "above 0"),
        ({"t1_s": 1.0, "t2_s": 3.0}, "T2 = 3 s is more than 2 T1"),
        ({"t2_s": float("nan")}, "NaN"),
        ({"capacity": 0}, "capacity must be 1 or more"),
        ({"cutoff_s": 0}, "above 0"),
        ({"cutoff_s": -1.0}, "above 0"),
    ],
)
def test_memories_that_cannot_be(given, words):
    with pytest.raises(ValueError, match=words):
        Memory(**given)


@pytest.mark.parametrize(
    "given",
    [{"t1_s": "10"}, {"t2_s": [1.0, 2.0]}, {"capacity": 1.5}, {"capacity": True},
     {"cutoff_s": "1"}, {"cutoff_s": [1.0, 2.0]}],
)  # fmt: skip
def test_memories_of_something_else(given):
    with pytest.raises(TypeError):
        Memory(**given)


@pytest.mark.parametrize(
    ("link", "words"),
    [
        ((0, 1.0, 0.9), "success above 0"),
        ((1.1, 1.0, 0.9), "between 0 and 1"),
        ((0.1, 0, 0.9), "take no time"),
        ((0.1, -1, 0.9), "at least 0"),
        ((0.1, 1.0, 1.2), "between 0 and 1"),
        ((0.1, 1.0, -0.2), "between 0 and 1"),
        ((0.1, 1.0, [0.9, 0.2, 0, 0]), "add up to 1.1"),
        ((0.1, 1.0, [0.9, 0.1]), r"shape \(2,\)"),
        ((0.1, 1.0, [1.1, -0.1, 0, 0]), "between 0 and 1"),
        ((0.1, 1.0, 0.9, -1), "delay_s"),
        (SingleClick(0, alpha=0.1, hardware=Hardware()), "take no time"),  # of zero length
        (SingleClick(50, alpha=0.0, hardware=Hardware(cycle_s=1e-5)), "success above 0"),
    ],
)
def test_links_that_cannot_be(link, words):
    with pytest.raises(ValueError, match=words):
        Chain([link])


@pytest.mark.parametrize("links", ["links", 3, (0.1, 1.0, 0.9), [0.1], [(0.1, 1.0)], None,
                                   SingleClick(50, alpha=0.1), [("0.1", 1.0, 0.9)]])  # fmt: skip
def test_no_links_at_all(links):
    with pytest.raises(TypeError):
        Chain(links)


def test_a_chain_of_none():
    with pytest.raises(ValueError, match="at least one link"):
        Chain([])


def test_a_link_of_zero_length_whose_parts_take_time_is_a_link():
    link = SingleClick(0, alpha=0.1, hardware=Hardware(cycle_s=1e-5))
    pairs = Chain([link, link]).simulate(1000, seed=1)
    assert 1e-5 <= pairs.mean_time_s < 1e-3


def test_a_cutoff_shorter_than_a_round_trip():
    with pytest.raises(ValueError, match=r"shorter than a round trip of link 2, 2 s.*longer cut"):
        Chain([(0.1, 1.0, 0.9), (0.1, 2.0, 0.9)], Memory(cutoff_s=1.5))
    with pytest.raises(ValueError, match="round trip of link 1"):
        Chain([(0.1, 1e-6, 0.9, 1e-3)], Memory(cutoff_s=1e-4))
    link = SingleClick(85, alpha=0.1)
    with pytest.raises(ValueError, match="round trip"):
        Chain([link, link], Memory(cutoff_s=0.9 * link.attempt_s))
    assert Chain([link, link], Memory(cutoff_s=link.attempt_s))


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"swap_success": 0}, "Linear optics reach 0.5"),
        ({"swap_success": 1.5}, "between 0 and 1"),
        ({"policy": "greedy"}, "choose 'asap', 'nested' or 'purify-first'"),
        ({"order": "best"}, "choose 'oldest' or 'youngest'"),
        ({"purify": 1}, "Choose 'purify-first' or 'nested'"),
        ({"purify": (1, 1), "policy": "purify-first"}, "says more"),
        ({"purify": 0, "policy": "purify-first"}, "choose the policy 'asap'"),
        ({"purify": -1, "policy": "nested"}, "1 or more"),
        ({"purify": 1, "policy": "nested"}, r"Memory\(capacity=2, …\)"),
        ({"purify": (1, 1), "policy": "nested", "memory": Memory(capacity=2)}, "capacity=3"),
        ({"policy": "nested", "memory": Memory(capacity=2)}, "capacity=1"),
    ],
)
def test_chains_that_cannot_be(given, words):
    with pytest.raises(ValueError, match=words):
        Chain(TWO, **given)


@pytest.mark.parametrize(
    "given",
    [{"memory": 1.0}, {"memory": (1.0, 1.0)}, {"swap_success": "1"},
     {"policy": "nested", "purify": 1.5}, {"policy": "nested", "purify": True}],
)  # fmt: skip
def test_chains_of_something_else(given):
    with pytest.raises(TypeError):
        Chain(TWO, **given)


def test_room_for_several_pairs_is_for_two_links():
    with pytest.raises(ValueError, match="two links"):
        Chain([*TWO, *TWO], Memory(capacity=2))


@pytest.mark.parametrize(("pairs", "error"), [(0, ValueError), (1.5, TypeError), ("9", TypeError)])
def test_numbers_of_pairs(pairs, error):
    with pytest.raises(error):
        Chain(TWO).simulate(pairs, seed=1)


def test_quantiles_of_what():
    with pytest.raises(ValueError, match="between 0 and 1"):
        Chain(TWO).simulate(10, seed=1).time_quantile_s(2)


def test_what_never_gets_through_is_said(monkeypatch):
    monkeypatch.setattr("qinet_edu.network.swapping_asap.MOST_PASSES", 50)
    chain = Chain([(0.001, 1.0, 0.9)] * 4, Memory(cutoff_s=1.0))
    with pytest.raises(ValueError, match="longer cutoff_s"):
        chain.simulate(10, seed=1)


def test_a_segment_reads_a_fidelity_or_a_vector():
    assert Segment(0.5, 1.0, 0.7).vector == pytest.approx([0.7, 0.1, 0.1, 0.1])
    assert Segment.of([0.5, 1.0, np.array([1, 0, 0, 0])]).vector.tolist() == [1, 0, 0, 0]
