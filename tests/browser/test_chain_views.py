"""What is special about the views of chains in time: event by event, and on to the pair."""

import pytest

from qinet_edu import draw, explore

pytestmark = pytest.mark.browser


def text(page, part):
    return page.locator(f"[data-part={part}]").text_content()


def test_next_goes_from_event_to_event_and_begins_anew(open_views):
    whole = draw.chain_timeline(time_s=None)
    page = open_views(explore.chain_timeline(time_s=0.0))
    assert "pairs 0 of 2" in text(page, "result")
    told = []
    for _ in range(3):  # the second pair and the swap come at one moment
        page.get_by_role("button", name="next event").click()
        told.append([text(page, f"event-{k}") for k in range(4)])
    assert [sum(map(bool, row)) for row in told] == [1, 3, 4]
    assert told[-1][-1].endswith("both ends know")
    assert text(page, "result") in whole.alt
    page.get_by_role("button", name="next event").click()
    assert "after 0 s: pairs 0 of 2" in text(page, "result")


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
def test_it_runs_on_to_the_end_to_end_pair(open_views, motion):
    page = open_views(explore.chain_timeline(3))
    page.emulate_media(reduced_motion=motion)
    page.get_by_role("button", name="start again").click()
    assert page.locator("[data-part=known-a]").get_attribute("opacity") == "0"
    page.get_by_role("button", name="to the end-to-end pair").click()
    page.wait_for_function(
        "document.querySelector('[data-part=known-a]').getAttribute('opacity') === '1'"
    )
    assert text(page, "event-5").endswith("both ends know")
    assert page.locator("[data-part=cover]").get_attribute("height") == "0"


def test_a_hand_on_the_controls_stops_the_run(open_views):
    page = open_views(explore.chain_timeline(4))
    page.emulate_media(reduced_motion="no-preference")
    page.get_by_role("button", name="to the end-to-end pair").click()
    page.wait_for_function(
        "document.querySelector('[data-part=cover]').getAttribute('height') !== '0'"
    )
    page.get_by_role("button", name="next event").click()
    stopped = text(page, "result")
    page.wait_for_timeout(300)
    assert text(page, "result") == stopped


def test_the_last_node_has_bobs_colour(open_views):
    page = open_views(explore.chain_timeline())
    ballina = page.locator("[data-part=name-2]")
    assert ballina.get_attribute("class") == "f-bob"
    page.get_by_role("button", name="4 links").click()
    assert ballina.get_attribute("class") == "f-charlie"
    assert page.locator("[data-part=name-4]").get_attribute("class") == "f-bob"


def test_other_luck_from_python_reaches_the_script():
    view = explore.chain_timeline()
    before = view._geometry["drawn"]
    view.seed = 2
    assert view._geometry["drawn"] != before
    assert view.picture().numbers == explore.chain_timeline(seed=2).picture().numbers
