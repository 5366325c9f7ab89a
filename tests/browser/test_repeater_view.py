"""What is special about the view of repeaters' rates: two maps, and curves of other hardware."""

import pytest

from qinet_edu import explore

pytestmark = pytest.mark.browser


def text(page, part):
    return page.locator(f"[data-part={part}]").text_content()


def test_the_map_that_is_shown_is_the_one_that_is_counted(open_views):
    page = open_views(explore.repeater_rates())
    each = page.get_by_role("button", name="memory qubit")
    before = text(page, "bits-swaps")
    assert each.get_attribute("aria-pressed") == "false"
    each.focus()
    page.keyboard.press("Enter")
    assert each.get_attribute("aria-pressed") == "true"
    assert page.locator("[data-part=map-line]").get_attribute("opacity") == "0"
    assert page.locator("[data-part=map-memory]").get_attribute("opacity") == "1"
    assert text(page, "counted") == (
        "Most secret bits per second for each memory qubit of a line of 948 km."
    )
    assert text(page, "bits-swaps") != before


def test_longer_lines_are_read_off_the_same_curves(open_views):
    page = open_views(explore.repeater_rates())
    curve = page.locator("[data-part=curve-seven]")
    before = curve.get_attribute("d")
    page.get_by_role("slider", name="Distance").fill("600")
    assert curve.get_attribute("d") == before
    assert text(page, "words-0").startswith("Over 600 km")
    page.get_by_role("slider", name="T2 of the memories").fill("-8")
    assert curve.get_attribute("d") != before


def test_without_any_key_there_is_no_curve_and_no_crossing(open_views):
    page = open_views(explore.repeater_rates(100, fidelity=0.9))
    page.get_by_role("slider", name="Error of a gate").fill("-4")
    for name in ("one", "three", "seven"):
        assert page.locator(f"[data-part=curve-{name}]").get_attribute("d") == ""
        assert page.locator(f"[data-part=from-{name}]").get_attribute("opacity") == "0"
    assert text(page, "words-0") == "Over 100 km none of these repeaters leaves a key."
