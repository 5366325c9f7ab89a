import re
from itertools import combinations
from math import nan

import pytest

from qinet_edu import draw, theory
from qinet_edu.draw import atlas, network_charts, network_map
from qinet_edu.draw import map as maps
from qinet_edu.draw.network_charts import CHARTS
from qinet_edu.noise import fibre_delay_s
from qinet_edu.reference import places, plan

ITEMS = [entry.key for entry in atlas.items()]
STAGES = range(1, 6)


def shown(picture, part):
    """Say whether a group of the picture is switched on."""
    (display,) = re.findall(rf'<g data-part="{part}" display="(\w+)"', picture.svg)
    return display == "inline"


def test_every_place_is_a_node_and_every_fibre_a_link():
    assert {place.name for place in places()} | {"Satellite"} == {
        entry.key for entry in atlas.items() if not entry.is_link
    }
    links = [entry for entry in atlas.items() if entry.is_link]
    assert len(links) == 5 + 8 + 3
    assert sum(entry.length_km for entry in links if entry.kind == "segment") == 948


def test_the_longest_segment_loses_999_of_1000_photons():
    numbers = draw.network("Taree to Newcastle").numbers
    assert numbers["length_km"] == 157
    assert numbers["transmittance"] == pytest.approx(10**-3.14)
    assert numbers["delay_ms"] == pytest.approx(157 / (299792.458 / 1.468) * 1e3)


@pytest.mark.parametrize("key", ITEMS)
def test_numbers_are_those_of_the_closed_forms(key):
    numbers = draw.network(key, stage=2).numbers
    length = atlas.item(key).length_km
    assert numbers["stage"] == 2
    assert numbers["length_km"] == length
    assert numbers["delay_ms"] == 1e3 * fibre_delay_s(length)
    assert numbers["transmittance"] == theory.fibre_transmittance(length)


@pytest.mark.parametrize("stage", STAGES)
def test_every_text_fits_the_panel_and_is_said_in_words_too(stage):
    for key in ITEMS:
        picture, step = draw.network(key, stage=stage), plan(atlas.item(key).kind, stage)
        for said in (step.hardware, step.quantum, step.classical, step.what, key):
            assert said in picture.alt
        assert network_map.cannot_words(step.cannot) in picture.alt
        assert "Planned in this course" in picture.alt


def test_each_plane_can_be_seen_alone():
    for plane in ("quantum", "classical"):
        picture = draw.network(plane=plane)
        for one in ("quantum", "classical"):
            assert shown(picture, f"plane-{one}") == (one == plane)
            assert shown(picture, f"panel-{one}") == (one == plane)
        assert (f"{plane.capitalize()} plane:") in picture.alt
        assert f"the {plane} plane alone" in picture.alt
    both = draw.network()
    assert shown(both, "plane-quantum")
    assert shown(both, "plane-classical")
    assert "both planes" in both.alt


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_adds_to_those_before_and_memories_end_the_trust(stage):
    picture = draw.network(stage=stage)
    seen = [layer for layer in STAGES if shown(picture, f"layer-{layer}")]
    assert seen == {1: [1], 2: [1, 2], 3: [2, 3], 4: [2, 3, 4], 5: [2, 3, 4, 5]}[stage]


def test_one_thing_is_selected_at_a_time():
    for index, key in enumerate(ITEMS):
        picture = draw.network(key)
        on = [n for n in range(len(ITEMS)) if shown(picture, f"halo-{n}")]
        assert on == [index]


def test_everything_can_be_hit_and_lies_on_its_chart():
    svg = draw.network().svg
    assert {int(n) for n in re.findall(r'data-item="(\d+)"', svg)} == set(range(len(ITEMS)))
    for name, chart in CHARTS.items():
        left, top, right, bottom = chart.box
        for key in atlas.shown_on(name):
            x, y = atlas.spot(key, chart)
            assert left + 8 < x < right - 8, key
            assert top + 8 < y < bottom - 8, key


def test_a_position_that_nobody_confirmed_makes_lengths_approximate():
    assert network_map.facts(atlas.item("Nathan")).startswith("From Brisbane: about 18 km")
    assert "about 24 km" in draw.network("Brisbane Airport to Nathan").alt
    assert "about" not in network_map.facts(atlas.item("Chermside"))


def test_one_photon_arrives_and_many_arrive():
    assert network_map.facts(atlas.item("Sydney")).endswith("of photons sent, one in 10¹⁹ arrives.")
    assert network_map.facts(atlas.item("Gold Coast")).endswith("% arrive.")
    assert network_map.facts(atlas.item("Nathan")).endswith("0.09 ms one way; of photons sent, "
                                                            "43 % arrive.")  # fmt: skip


def test_no_sign_covers_another_nor_both_planes_beside_it():
    for name, chart in CHARTS.items():
        size = network_charts._SIZES[name]
        half = {
            key: size * (network_charts._END if atlas.item(key).kind in network_charts._END_NODES
                         else network_charts._LOGICAL)
            for key in atlas.shown_on(name)
        }  # fmt: skip
        for one, other in combinations(half, 2):
            (x1, y1), (x2, y2) = (atlas.spot(key, chart) for key in (one, other))
            assert max(abs(x1 - x2), abs(y1 - y2)) > half[one] + half[other], (one, other)
        assert network_charts._DIAMOND * size < maps.APART / 2


def test_words_are_explained_before_their_lesson():
    """The map is seen in lesson 04: pulses, parities and syndromes are taught in 06, 07 and 13."""
    for key in ITEMS:
        for stage in STAGES:
            said = draw.network(key, stage=stage).alt
            assert "eak pulse" not in said
            assert "at any time" not in said
            assert ("parities" in said) == ("parities that find" in said)
            assert ("yndromes" in said) == ("checks of" in said)


def test_a_cable_that_is_not_there_is_spoken_of_as_one_that_would_be():
    for key in ("Tokyo", "Brisbane to Tokyo"):
        said = network_map.facts(atlas.item(key))
        assert "A cable would be 8 593 km long (great circle × 1.2)" in said
        assert "one in 10¹⁷²" in said


def test_a_link_is_found_from_either_end():
    assert draw.network("Newcastle to Taree").alt == draw.network("Taree to Newcastle").alt


@pytest.mark.parametrize("key", ["", "Perth", "Brisbane to Sydney", "taree", None, 3, nan])
def test_what_is_not_there_is_refused_with_how_to_name_it(key):
    with pytest.raises(ValueError, match="links by both ends"):
        draw.network(key)


@pytest.mark.parametrize("stage", [0, 6, -1, 1.5, "3", True, None, nan])
def test_what_is_no_stage_is_refused(stage):
    with pytest.raises(ValueError, match="stage"):
        draw.network(stage=stage)


@pytest.mark.parametrize("plane", ["data", "", None, 1])
def test_what_is_no_plane_is_refused(plane):
    with pytest.raises(ValueError, match="'both', 'quantum' or 'classical'"):
        draw.network(plane=plane)
