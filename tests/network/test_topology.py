from math import nan

import pytest

from qinet_edu import reference
from qinet_edu.network import Link, Network, Node


def test_the_course_has_a_ring_a_backbone_and_a_satellite():
    network = Network.of_the_course()
    assert set(network.end_nodes) == {place.name for place in reference.places()}
    assert len(network.links) == 5 + 8 + 4
    fibres = [link for link in network.links if link.kind == "fibre"]
    assert sum(link.length_km for link in fibres[5:]) == 948
    assert network.node("Satellite").kind == "satellite"
    assert "Satellite" not in network.end_nodes
    for segment in (*reference.ring(), *reference.backbone()):
        assert network.link(segment.b.name, segment.a.name).length_km == segment.length_km


def test_at_stage_2_sources_stand_on_every_fibre_and_one_in_orbit():
    """From 500 km up a satellite sees Brisbane and Auckland at once, and no two others."""
    first, second = (Network.of_the_course(stage=stage) for stage in (1, 2))
    assert first.sources == ()
    assert len(second.sources) == 5 + 8 + 1
    assert [*second.nodes] == [*first.nodes]
    added = [link for link in second.links if link.source and link.kind == "pass"]
    assert [link.name for link in added] == ["Auckland–Brisbane"]
    across = reference.satellite_places()[0].great_circle_km(reference.satellite_places()[1])
    assert across < added[0].length_km < across + 1000
    assert second.link("Sydney", "Newcastle").length_km == 141


@pytest.mark.parametrize("stage", [0, 3, True, "2"])
def test_later_stages_are_said_to_come_later(stage):
    with pytest.raises(ValueError, match="stage 3"):
        Network.of_the_course(stage=stage)


def test_a_message_goes_at_the_speed_of_light_in_glass_or_in_the_open():
    assert Link("a", "b", 100).delay_s == pytest.approx(0.48967e-3, rel=1e-5)
    assert Link("a", "b", 299.792458, "pass").delay_s == pytest.approx(1e-3)


@pytest.mark.parametrize(
    ("make", "problem", "words"),
    [
        (lambda: Link("a", "a", 1), ValueError, "to itself"),
        (lambda: Link("a", "b", -1), ValueError, "length_km"),
        (lambda: Link("a", "b", nan), ValueError, "NaN"),
        (lambda: Link("a", "b", "10"), TypeError, "length_km"),
        (lambda: Link("a", "b", 1, "radio"), ValueError, "'fibre' or a 'pass'"),
        (lambda: Link("a", "b", 1, source="yes"), TypeError, "True or False"),
        (lambda: Node("a", "ship"), ValueError, "'site' or a 'satellite'"),
        (lambda: Node(""), TypeError, "name"),
        (lambda: Node(1), TypeError, "name"),
        (lambda: Network([Link("a", "b", 1), Link("b", "a", 2)]), ValueError, "join the same"),
        (lambda: Network([], [Node("a"), Node("a")]), ValueError, "two nodes 'a'"),
        (lambda: Network([]).node("a"), KeyError, "no node 'a'"),
        (lambda: Network.of_the_course().link("Sydney", "Tokyo"), KeyError, "no neighbours"),
        (lambda: Network.of_the_course().neighbours("Atlantis"), KeyError, "Atlantis"),
    ],
)
def test_what_is_no_network_is_refused_in_words(make, problem, words):
    with pytest.raises(problem, match=words):
        make()


def test_nodes_cannot_be_changed_behind_the_networks_back():
    with pytest.raises(TypeError):
        Network.of_the_course().nodes["Atlantis"] = Node("Atlantis")
