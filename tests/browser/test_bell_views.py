"""What is special about the views of Bell tests: hands to drag, a table to flip."""

import pytest

from qinet_edu import explore

pytestmark = pytest.mark.browser

MIDDLE = """e => { const b = e.getBoundingClientRect();
    return [b.x + b.width / 2, b.y + b.height / 2]; }"""


def middle(page, part):
    return page.locator(f"[data-part={part}]").evaluate(MIDDLE)


def text(page, part):
    return page.locator(f"[data-part={part}]").text_content()


def test_the_nearer_hand_follows_a_drag_and_the_other_stays(open_views):
    page = open_views(explore.chsh())
    centre = middle(page, "dial-bob")
    page.mouse.move(*middle(page, "knob-b1"))
    page.mouse.down()
    page.mouse.move(centre[0] - 50, centre[1], steps=3)
    page.mouse.up()
    assert text(page, "angles-bob") == "b0 = 45°, b1 = −90°"
    page.mouse.move(*middle(page, "knob-b0"))
    page.mouse.down()
    page.mouse.move(centre[0], centre[1] + 90, steps=3)
    page.mouse.up()
    assert text(page, "angles-bob") == "b0 = 180°, b1 = −90°"
    assert text(page, "angles-alice") == "a0 = 0°, a1 = 90°"


def test_whatever_bob_turns_alice_alone_sees_the_same(open_views):
    page = open_views(explore.chsh())
    before = page.locator("svg").evaluate("e => e.textContent.match(/[+−]1: [0-9.]+/g)")
    page.get_by_label("b0, Bob’s first").fill("-170")
    page.get_by_label("b1, Bob’s second").fill("10")
    assert page.locator("svg").evaluate("e => e.textContent.match(/[+−]1: [0-9.]+/g)") == before
    assert before == ["+1: 0.50", "−1: 0.50"] * 2


def test_the_buttons_turn_to_the_best_settings_to_all_alike_and_to_a_wrong_pairing(open_views):
    page = open_views(explore.chsh((1.0, 2.0), (3.0, -1.0)))
    for name, s in (
        ("best for Φ+", "2.828"),
        ("b0 and b1 swapped", "0.000"),
        ("all alike", "2.000"),
    ):
        page.get_by_role("button", name=name).click()
        assert text(page, "s") == f"S = {s}"
    assert "could do this too" in text(page, "verdict-1")


def test_noise_takes_the_proof_away_below_its_edge(open_views):
    page = open_views(explore.chsh())
    fidelity = page.get_by_label("F, fidelity of the pairs")
    for value, said in (("0.79", "More than 2"), ("0.78", "Within ±2")):
        fidelity.fill(value)
        assert text(page, "verdict-0").startswith(said)
    assert text(page, "verdict-2") == "and at this F no settings help."


def test_an_angle_beyond_half_a_turn_stands_on_the_slider_where_it_points(open_views):
    page = open_views(explore.chsh((7.0, 0.0)))
    assert page.get_by_label("a0, Alice’s first").input_value() == "41"
    assert text(page, "angles-alice") == "a0 = 401.1°, a1 = 0°"


def test_cells_and_buttons_flip_the_same_answers(open_views):
    page = open_views(explore.ghz_table())
    page.locator("[data-part=cell-yb]").click()
    assert text(page, "is-yb") == "−1"
    assert text(page, "met") == "3 of 4"
    page.get_by_role("button", name="Bob −1, asked Y").press("Enter")
    assert text(page, "is-yb") == "+1"
    assert page.get_by_role("button", name="Bob +1, asked Y").is_visible()


def test_the_reason_can_be_asked_for_after_a_try_and_put_away_again(open_views):
    page = open_views(explore.ghz_table())
    reason = page.get_by_role("button", name="why it cannot be done")
    assert reason.is_disabled()
    page.get_by_role("button", name="Alice +1, asked X").click()
    reason.click()
    assert reason.get_attribute("aria-pressed") == "true"
    assert text(page, "advice-5") == "parity check that no table passes."
    assert page.locator("[data-part=parity]").get_attribute("opacity") == "1"
    reason.click()
    assert text(page, "advice-5") == ""
    assert page.locator("[data-part=parity]").get_attribute("opacity") == "0"


def test_no_press_of_any_button_meets_all_four(open_views):
    page = open_views(explore.ghz_table())
    seen = set()
    for step in range(1, 64):  # a Gray code: every table once
        cell = (step & -step).bit_length() - 1
        page.locator(".qinet-buttons button").nth(cell).click()
        seen.add(text(page, "met"))
    assert seen == {"1 of 4", "3 of 4"}
