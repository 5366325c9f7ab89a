"""What is special about the views with maps: places to click, and news that flies."""

import pytest

from qinet_edu import explore
from qinet_edu.draw.atlas import items
from qinet_edu.draw.waiting_map import DESTINATIONS

pytestmark = pytest.mark.browser


def text(page, part):
    return page.locator(f"[data-part={part}]").text_content()


def test_a_click_on_the_map_selects_what_is_there(open_views):
    page = open_views(explore.network())
    chosen = page.get_by_label("Node or link")
    for key in ("Sydney", "Satellite", "Nathan", "Tokyo", "Grafton to Coffs Harbour"):
        index = next(n for n, entry in enumerate(items()) if entry.key == key)
        page.locator(f"[data-item='{index}']").last.click()
        assert text(page, "title") == key
        assert chosen.input_value() == key
        assert page.locator(f"[data-part=halo-{index}]").get_attribute("display") == "inline"


def test_the_list_holds_everything_and_works_from_the_keyboard(open_views):
    page = open_views(explore.network())
    chosen = page.get_by_label("Node or link")
    assert sorted(chosen.locator("option").all_text_contents()) == sorted(
        entry.key for entry in items()
    )
    chosen.focus()
    page.keyboard.press("ArrowDown")
    assert text(page, "title") == "Chermside"
    outline = chosen.evaluate("e => parseFloat(getComputedStyle(e).outlineWidth)")
    assert outline >= 2
    assert chosen.get_attribute("data-lm-suppress-shortcuts") == "true"
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert text(page, "stage") == "Stage 2: Entanglement distribution"


def test_every_destination_shows_its_own_way(open_views):
    page = open_views(explore.waiting_pair("Tokyo"))
    for index, to in enumerate(DESTINATIONS):
        page.get_by_label("The other half is in").select_option(to)
        assert text(page, "way-words").startswith(f"From {to} to Brisbane")
        for part in ("way", "ends"):
            on = [
                n for n in range(len(DESTINATIONS))
                if page.locator(f"[data-part={part}-{n}]").get_attribute("display") == "inline"
            ]  # fmt: skip
            assert on == [index]


def test_the_news_flies_and_the_pair_fades(open_views):
    page = open_views(explore.waiting_pair("Sydney", progress=0.9))
    page.emulate_media(reduced_motion="no-preference")
    before = text(page, "f-now")
    page.get_by_role("button", name="send it").click()
    page.wait_for_function(
        "document.querySelector('[data-part=time]').textContent.startsWith('4.64 of')"
    )
    assert text(page, "f-now") == text(page, "f-arrival") == "0.80"
    assert before != "0.80"


def test_who_wants_no_motion_sees_the_news_arrive_at_once(open_views):
    page = open_views(explore.waiting_pair("Sydney", progress=0.0))
    page.emulate_media(reduced_motion="reduce")
    page.get_by_role("button", name="send it").click()
    assert text(page, "time") == "4.64 of 4.64 ms"


def test_t2_follows_t1_down(open_views):
    page = open_views(explore.waiting_pair(t1_ms=100, t2_ms=100))
    page.get_by_label("T1, decay to |0⟩").fill("3")
    assert text(page, "memory-words") == "memory: T1 = 1 ms, T2 = 2 ms"
    page.get_by_label("T2, coherence").fill("12")
    assert text(page, "memory-words") == "memory: T1 = 1 ms, T2 = 2 ms"
