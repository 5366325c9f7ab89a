"""What is special about the views of heralded pairs: the flight to a pair, and the best α."""

import pytest

from qinet_edu import draw, explore

pytestmark = pytest.mark.browser


def text(page, part):
    return page.locator(f"[data-part={part}]").text_content()


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
def test_attempts_run_on_to_the_next_pair(open_views, motion):
    first = draw.attempts().numbers["next_pair"]
    page = open_views(explore.attempts())
    page.emulate_media(reduced_motion=motion)
    page.get_by_role("button", name="to the next pair").click()
    page.wait_for_function(
        "first => document.querySelector('[data-part=so-far]').textContent.startsWith("
        "`After ${first} `)",
        arg=first,
    )
    assert "1 pair;" in text(page, "so-far")
    assert text(page, "number-4") == f"attempt {first} ✓"
    page.get_by_role("button", name="start again").click()
    assert "no pair yet" in text(page, "so-far")


def test_a_hand_on_the_controls_stops_the_flight(open_views):
    page = open_views(explore.attempts("double-click"))
    page.emulate_media(reduced_motion="no-preference")
    page.get_by_role("button", name="to the next pair").click()
    page.wait_for_function(
        "!document.querySelector('[data-part=so-far]').textContent.startsWith('After 1 ')"
    )
    page.get_by_role("button", name="next attempt").click()
    stopped = text(page, "so-far")
    page.wait_for_timeout(300)
    assert text(page, "so-far") == stopped


def test_only_schemes_with_one_click_ask_how_bright(open_views):
    page = open_views(explore.attempts())
    alpha = page.get_by_label("α, share that shines")
    for scheme, asked in (
        ("double-click", False),
        ("end-node", True),
        ("midpoint-source", False),
        ("single-click", True),
    ):
        page.get_by_role("button", name=scheme).click()
        assert alpha.is_visible() == asked, scheme


def test_other_luck_from_python_reaches_the_script():
    view = explore.attempts(attempt=50)
    before = view._geometry["drawn"]["wait"]
    view.seed = 2
    assert view._geometry["drawn"]["wait"] != before
    assert view.picture().numbers == explore.attempts(attempt=50, seed=2).picture().numbers


def test_a_button_goes_to_the_best_brightness_for_key(open_views):
    page = open_views(explore.bright_state(0.3))
    page.get_by_role("button", name="the best α for key").click()
    assert text(page, "row-0-4") == text(page, "row-1-4")
    mark = page.locator("[data-part='mark-']")
    assert f"translate({mark.get_attribute('cx')} {mark.get_attribute('cy')})" == (
        page.locator("[data-part=mark-best_]").get_attribute("transform")
    )


def test_where_no_brightness_gives_key_the_button_changes_nothing(open_views):
    page = open_views(explore.bright_state(0.3, length_km=200, dark_count=1e-2))
    page.get_by_role("button", name="the best α for key").click()
    assert text(page, "row-0-0") == "single-click, α = 0.30"
    assert text(page, "row-1-0") == "no α gives a key"
