"""What is special about the source in the middle: whose it is, and what the tests make of it."""

import pytest

from qinet_edu import explore

pytestmark = pytest.mark.browser


def text(page, part):
    return page.locator(f"[data-part={part}]").text_content()


def shown(page, part):
    return page.locator(f"[data-part={part}]").get_attribute("opacity") == "1"


def test_the_source_changes_hands_and_only_tests_in_two_bases_tell(open_views):
    page = open_views(explore.pair_source())
    assert shown(page, "source-charlie")
    assert text(page, "bbm92") == text(page, "by-s") == "1.00"
    page.get_by_role("button", name="give it to Eve").click()
    assert shown(page, "source-eve")
    assert not shown(page, "source-charlie")
    assert text(page, "is-z").startswith("0.0 %"), "Z sees nothing of her"
    assert text(page, "knows") == text(page, "z-alone") == "1.00"
    assert text(page, "warning") == "✕ not secret"
    assert text(page, "bbm92") == text(page, "by-s") == "0.00"
    assert text(page, "verdict-0") == "No key: Z alone looks well, but X gives her away."
    page.get_by_role("button", name="take it back").click()
    assert shown(page, "source-charlie")
    assert text(page, "warning") == ""


def test_she_gets_back_the_share_that_she_had(open_views):
    page = open_views(explore.pair_source(eve=0.3))
    share = page.get_by_label("Eve fakes")
    page.get_by_role("button", name="take it back").click()
    assert share.input_value() == "0"
    page.get_by_role("button", name="give it to Eve").click()
    assert share.input_value() == "30"


def test_all_rounds_run_to_the_end(open_views):
    page = open_views(explore.pair_source(eve=1.0, step=0))
    assert text(page, "is-s") == "not seen yet"
    assert not shown(page, "fake")
    page.emulate_media(reduced_motion="reduce")
    page.get_by_role("button", name="run all").click()
    assert text(page, "cell-7-0") == "1200"
    assert shown(page, "fake")
    assert page.get_by_role("button", name="next round").get_attribute("aria-disabled") == "true"
    page.emulate_media(reduced_motion="no-preference")
    page.get_by_role("button", name="start again").click()
    page.get_by_role("button", name="run all").click()
    page.wait_for_function("document.querySelector('[data-part=cell-7-0]').textContent === '1200'")


def test_other_rounds_from_python_reach_the_script():
    view = explore.pair_source()
    before = view._geometry["drawn"]["alice"]
    view.seed = 2
    assert view._geometry["drawn"]["alice"] != before
    assert view.picture().numbers == explore.pair_source(seed=2).picture().numbers
