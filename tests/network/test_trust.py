import subprocess
import sys

import pytest

from qinet_edu.network import Network, compromised
from qinet_edu.reference import places

COURSE = Network.of_the_course()


def test_every_key_is_counted_once():
    for node in COURSE.nodes:
        found = compromised(COURSE, node)
        assert len(found.fallen) + len(found.standing) == 16 * 15 / 2
        assert len(found.at_an_end) == (0 if node == "Satellite" else 15)


def test_a_town_of_the_backbone_reads_what_crosses_it():
    """Beyond Coffs Harbour lie 4 towns, and on the other side of it 11 sites."""
    found = compromised(COURSE, "Coffs Harbour")
    assert len(found.on_the_way) == 4 * 11
    assert all("Coffs Harbour" in key.between for key in found.on_the_way)


def test_the_satellite_reads_all_that_goes_overseas():
    found = compromised(COURSE, "Satellite")
    cities = {"Auckland", "Singapore", "Tokyo"}
    assert {frozenset((key.a, key.b)) for key in found.fallen} == {
        frozenset((a.name, b.name)) for a in places() for b in places()
        if a is not b and cities & {a.name, b.name}
    }  # fmt: skip


def test_the_ends_of_lines_read_nothing_but_their_own():
    for node in ("Sydney", "Tokyo", "Auckland", "Singapore"):
        assert not compromised(COURSE, node).on_the_way


def test_two_ways_need_two_nodes():
    ring = ["Brisbane", "Chermside", "Brisbane Airport", "Nathan", "Indooroopilly"]
    pair = [("Brisbane", "Nathan")]
    for node in ring[1:3] + ring[4:]:
        assert not compromised(COURSE, node, ways=2, pairs=pair).fallen
    assert not compromised(COURSE, ["Chermside", "Brisbane Airport"], ways=2, pairs=pair).fallen
    assert compromised(COURSE, ["Chermside", "Indooroopilly"], ways=2, pairs=pair).on_the_way


def test_nobody_fallen_nothing_falls():
    found = compromised(COURSE, [])
    assert not found.fallen
    assert str(found).startswith("Nobody: 0 keys")


@pytest.mark.parametrize(
    ("nodes", "ways", "problem", "words"),
    [
        ("Atlantis", 1, KeyError, "Atlantis"),
        (["Sydney", "Atlantis"], 1, KeyError, "Atlantis"),
        ("Sydney", 0, ValueError, "one way or more"),
        ("Sydney", 1.0, ValueError, "one way or more"),
    ],
)
def test_bad_input_is_refused(nodes, ways, problem, words):
    with pytest.raises(problem, match=words):
        compromised(COURSE, nodes, ways=ways)


def test_asking_which_keys_fall_waits_for_no_quantum_software():
    code = (
        "import sys; from qinet_edu.network import Network, compromised;"
        "compromised(Network.of_the_course(), 'Taree');"
        "sys.exit('qiskit' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0


def test_sources_in_the_middle_need_no_trust_and_relays_still_do():
    """All 14 sources together read nothing; Coffs Harbour reads at stage 2 what it read before."""
    network = Network.of_the_course(stage=2)
    assert not compromised(network, network.sources).fallen
    assert len(compromised(network, network.sources).standing) == 120
    before, after = (compromised(one, "Coffs Harbour").on_the_way for one in (COURSE, network))
    assert len(before) == len(after) == 4 * 11
    with pytest.raises(KeyError, match="source of"):
        compromised(COURSE, "source of Newcastle–Sydney")


def test_a_satellite_that_sends_pairs_gives_brisbane_and_auckland_a_key_that_it_cannot_read():
    pairs = [("Brisbane", "Auckland"), ("Brisbane", "Tokyo")]
    first, second = (
        compromised(Network.of_the_course(stage=stage), "Satellite", pairs=pairs).on_the_way
        for stage in (1, 2)
    )
    assert [(key.a, key.b) for key in first] == pairs
    assert [(key.a, key.b) for key in second] == pairs[1:]
