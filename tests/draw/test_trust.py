import numpy as np
import pytest

from qinet_edu import draw
from qinet_edu.draw import trust
from qinet_edu.network import Network, compromised

NETWORK = Network.of_the_course()


@pytest.mark.parametrize("name", trust.names())
@pytest.mark.parametrize("ways", [1, 2])
def test_the_counts_are_those_of_the_network(name, ways):
    numbers = draw.compromised([name], ways=ways).numbers
    found = compromised(NETWORK, name, ways=ways)
    assert numbers["on_the_way"] == len(found.on_the_way)
    assert numbers["at_an_end"] == len(found.at_an_end)
    assert numbers["standing"] == len(found.standing)
    assert [numbers["keys"].count(letter) for letter in "xe."] == [
        numbers[part] for part in ("on_the_way", "at_an_end", "standing")
    ]


def test_every_pair_of_sites_has_its_own_square():
    sites = trust.names()[:-1]
    pairs = [(key.a, key.b) for key in trust.keys(1)]
    assert pairs == [(a, b) for n, a in enumerate(sites) for b in sites[n + 1 :]]
    corners = trust._corners("." * 120, ".")
    assert len(set(corners)) == 120


def test_a_relay_reads_what_passes_and_the_error_rate_does_not_tell():
    picture = draw.compromised(["Coffs Harbour"])
    assert picture.numbers["on_the_way"] == 44
    assert "No error rate tells" in picture.alt
    assert "Of Brisbane’s 15 keys 5 fall: those with Coffs Harbour, Port Macquarie" in picture.alt


def test_the_far_cities_hang_on_the_satellite():
    letters = draw.compromised(["Satellite"]).numbers["keys"]
    cities = {"Auckland", "Singapore", "Tokyo"}
    for key, letter in zip(trust.keys(1), letters, strict=True):
        assert (letter == "x") == bool({key.a, key.b} & cities)


def test_a_second_way_saves_what_one_relay_saw():
    one, two = (draw.compromised(["Nathan"], ways=ways) for ways in (1, 2))
    assert (one.numbers["on_the_way"], two.numbers["on_the_way"]) == (1, 0)
    assert two.numbers["shares"] > 0
    assert "one share passed her; without the other it tells her nothing" in two.alt
    both = draw.compromised(["Nathan", "Chermside"], ways=2).numbers
    assert both["on_the_way"] > 0, "two relays, one on each way, have both shares"


def test_shares_that_eve_misses_leave_the_key_unknown():
    rng = np.random.default_rng(1)
    shares = rng.integers(0, 2, (10_000, 2))
    key = shares[:, 0] ^ shares[:, 1]
    assert abs(np.corrcoef(key, shares[:, 0])[0, 1]) < 0.05


def test_an_end_of_the_line_reads_only_its_own():
    numbers = draw.compromised(["Sydney"]).numbers
    assert (numbers["on_the_way"], numbers["at_an_end"]) == (0, 15)


def test_with_all_nodes_every_key_falls_and_with_none_none():
    everything = draw.compromised(trust.names()).numbers
    assert (everything["standing"], everything["at_an_end"]) == (0, 120)
    nothing = draw.compromised([])
    assert nothing.numbers["standing"] == 120
    assert "Of Brisbane’s 15 keys none falls." in nothing.alt


def test_the_order_of_nodes_says_nothing():
    assert draw.compromised(["Taree", "Nathan"]).svg == draw.compromised(["Nathan", "Taree"]).svg


@pytest.mark.parametrize(
    "wrong",
    [
        {"nodes": ["Perth"]}, {"nodes": "sydney"}, {"nodes": ["Taree", "Taree"]}, {"nodes": [3]},
        {"ways": 0}, {"ways": 3}, {"ways": True}, {"ways": "two"},
    ],
)  # fmt: skip
def test_bad_settings_are_refused(wrong):
    with pytest.raises(ValueError, match=r"node|ways"):
        draw.compromised(**wrong)
