"""What is special about the views of key distribution: running, clicking, and what is left."""

import pytest

from qinet_edu import explore

pytestmark = pytest.mark.browser


def text(page, part):
    return page.locator(f"[data-part={part}]").text_content()


def test_all_rounds_run_to_the_end_and_say_that_eve_was_there(open_views):
    page = open_views(explore.bb84(0, fraction=1.0))
    page.emulate_media(reduced_motion="no-preference")
    page.get_by_role("button", name="run all").click()
    page.wait_for_function(
        "document.querySelector('[data-part=sifted]').textContent.endsWith('of 400')"
    )
    assert text(page, "verdict") == "More than 11.0 %: they give up, and no key is made."
    assert page.get_by_role("button", name="next round").get_attribute("aria-disabled") == "true"
    page.get_by_role("button", name="start again").click()
    assert text(page, "sifted") == "0 of 0"


def test_who_wants_no_motion_sees_all_rounds_at_once(open_views):
    page = open_views(explore.bb84(0))
    page.emulate_media(reduced_motion="reduce")
    page.get_by_role("button", name="run all").click()
    assert text(page, "sifted").endswith("of 400")


def test_other_rounds_from_python_reach_the_script():
    view = explore.bb84(50)
    before = view._geometry["drawn"]["alice_bit"]
    view.seed = 2
    assert view._geometry["drawn"]["alice_bit"] != before
    assert view.picture().numbers == explore.bb84(50, seed=2).picture().numbers


def test_a_click_on_a_bit_spoils_it_and_another_mends_it(open_views):
    page = open_views(explore.cascade(5))
    bit = page.locator("[data-part=press-30]")
    bit.click()
    assert text(page, "fixed") == "0 of 4"
    assert text(page, "asked") == "0", "other errors: a new search"
    bit.click()
    assert text(page, "fixed") == "0 of 3"
    page.get_by_role("button", name="to the end").click()
    assert text(page, "fixed") == "3 of 3"
    assert page.get_by_role("button", name="next step").get_attribute("aria-disabled") == "true"


def test_a_click_hands_a_node_over_and_another_takes_it_back(open_views):
    page = open_views(explore.compromised([]))
    node = page.locator("[data-node='16']")
    node.first.click()
    assert text(page, "who") == "Eve is in Satellite."
    assert text(page, "on_the_way") == "42"
    assert page.get_by_label("A node").input_value() == "Satellite"
    page.locator("[data-node='3']").click()
    assert text(page, "who") == "Eve is in 2 of 17 nodes."
    node.first.click()
    assert text(page, "who") == "Eve is in Nathan."
    page.get_by_role("button", name="take all back").click()
    assert text(page, "standing") == "120"


def test_the_pass_flies_and_its_key_grows(open_views):
    page = open_views(explore.satellite_pass(0.2))
    page.emulate_media(reduced_motion="no-preference")
    page.get_by_role("button", name="let it fly").click()
    page.wait_for_function(
        "parseFloat(document.querySelector('[data-part=now-high]').getAttribute('cx')) > 200"
    )
    page.get_by_label("Moment of the pass").fill("100")
    assert text(page, "is-4") == "6.77 Mbit", "a hand on the slider lands it"
    page.emulate_media(reduced_motion="reduce")
    page.get_by_label("Moment of the pass").fill("10")
    page.get_by_role("button", name="let it fly").click()
    assert text(page, "is-4") == "6.77 Mbit"


def test_the_row_of_a_matrix_that_shrank_is_its_last(open_views):
    page = open_views(explore.toeplitz(0, row=19))
    page.get_by_label("Known to Eve").fill("15")
    assert page.get_by_label("Look at").input_value() == "4"
    assert "row 4" in text(page, "words-2")
