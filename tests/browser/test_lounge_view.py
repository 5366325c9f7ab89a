"""What is special about the waiting room: rounds played on, and a choice of who goes first."""

import pytest

from qinet_edu import draw, explore

pytestmark = pytest.mark.browser


def text(page, part):
    return page.locator(f"[data-part={part}]").text_content()


def test_a_button_goes_on_to_the_next_pair(open_views):
    following = draw.waiting_room().numbers["next_pair"]
    page = open_views(explore.waiting_room())
    assert page.locator("[data-part=leaving]").get_attribute("opacity") == "0"
    page.get_by_role("button", name="to the next pair").click()
    assert text(page, "last").startswith(f"Round {following}: joined after ")
    assert page.locator("[data-part=leaving]").get_attribute("opacity") == "1"
    page.get_by_role("button", name="start again").click()
    assert text(page, "last") == "Nobody is here yet"


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
def test_two_hundred_rounds_are_played_on(open_views, motion):
    page = open_views(explore.waiting_room())
    page.emulate_media(reduced_motion=motion)
    page.get_by_role("button", name="play 200").click()
    pairs = draw.waiting_room(rounds=240).numbers["pairs"]
    page.wait_for_function(
        "words => document.querySelector('[data-part=row-3-0]').textContent === words",
        arg=f"Played: {pairs} pairs in 240 rounds",
    )


def test_a_hand_on_the_controls_stops_the_play(open_views):
    page = open_views(explore.waiting_room())
    page.emulate_media(reduced_motion="no-preference")
    page.get_by_role("button", name="play 200").click()
    page.wait_for_function(
        "!document.querySelector('[data-part=last]').textContent.startsWith('Round 40:')"
    )
    page.get_by_role("button", name="next round").click()
    stopped = text(page, "last")
    page.wait_for_timeout(300)
    assert text(page, "last") == stopped


def test_who_goes_first_is_asked_where_several_wait(open_views):
    page = open_views(explore.waiting_room(cutoff=None, rounds=400))
    oldest, youngest = (page.get_by_role("button", name=order) for order in ("oldest", "youngest"))
    assert youngest.get_attribute("aria-disabled") == "true"
    page.get_by_role("button", name="4", exact=True).click()
    assert youngest.get_attribute("aria-disabled") == "false"
    played = [text(page, f"row-3-{column}") for column in range(3)]
    youngest.click()
    assert youngest.get_attribute("aria-pressed") == "true"
    assert oldest.get_attribute("aria-pressed") == "false"
    better = [text(page, f"row-3-{column}") for column in range(3)]
    assert better[:2] == played[:2]
    assert float(better[2]) > float(played[2])


def test_the_cutoff_ends_at_never(open_views):
    page = open_views(explore.waiting_room())
    page.get_by_label("Thrown away after").press("End")
    assert text(page, "row-0-0") == "No cut-off"
    page.get_by_label("Thrown away after").press("ArrowLeft")
    assert text(page, "row-0-0") == "Cut-off 50 rounds"


def test_other_luck_from_python_reaches_the_script():
    view = explore.waiting_room()
    before = view._geometry["drawn"]
    view.seed = 2
    assert view._geometry["drawn"] != before
    assert view.picture().numbers == draw.waiting_room(seed=2).numbers
