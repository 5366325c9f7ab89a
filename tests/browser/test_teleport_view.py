"""Teleportation in a real browser: its steps, the flight of its bits, a bit that is lost."""

import json
from math import cos, pi, sin

import pytest

from qinet_edu import draw, explore

pytestmark = pytest.mark.browser


def fidelity(page, key="fidelity"):
    return float(page.locator(f"[data-part=is-{key}]").text_content())


def heading(page):
    return page.locator("[data-part=heading]").text_content()


def arrived(page):
    return page.locator("[data-part=heading]").filter(has_text="Step 4 of 5")


def test_the_steps_lead_from_the_pair_to_psi_and_around_again(open_views):
    page = open_views(explore.teleport(t2_ms=1000.0))
    back = page.get_by_role("button", name="Back")
    assert back.get_attribute("aria-disabled") == "true"
    back.press("Enter")
    seen = [heading(page)]
    for _ in range(5):
        page.get_by_role("button", name="Next").click()
        seen.append(heading(page))
    assert [line[:11] for line in seen] == [f"Step {step} of 5" for step in range(6)]
    assert fidelity(page) == pytest.approx(1, abs=0.001)
    page.get_by_role("button", name="Again").click()
    assert heading(page) == seen[0]
    assert back.get_attribute("aria-disabled") == "true"


def test_the_keyboard_goes_through_all_steps_without_losing_the_focus(open_views):
    page = open_views(explore.teleport())
    page.get_by_role("button", name="Next").focus()
    for _ in range(6):
        page.keyboard.press("Enter")
    assert heading(page).startswith("Step 0")
    assert page.evaluate("document.activeElement.textContent") == "Next"


def test_the_bits_fly_across_and_a_hand_stops_them(open_views):
    page = open_views(explore.teleport(2))
    send = page.get_by_role("button", name="Send the bits")
    send.click()
    page.wait_for_function("document.querySelector('[data-part=clock]').getAttribute('width') > 20")
    assert heading(page).startswith("Step 3")
    page.get_by_role("button", name="Back").click()
    page.wait_for_timeout(100)
    assert heading(page).startswith("Step 2"), "a flight that was stopped does not go on"
    send.click()
    arrived(page).wait_for()
    assert page.locator("[data-part=gate-words-z]").text_content() == "bit 1: apply"


def test_without_motion_the_bits_are_there_at_once(open_views):
    page = open_views(explore.teleport(2))
    page.emulate_media(reduced_motion="reduce")
    page.get_by_role("button", name="Send the bits").click()
    arrived(page).wait_for(timeout=500)


def test_losing_a_bit_marks_it_and_costs_the_average(open_views):
    page = open_views(explore.teleport(5, t2_ms=1000.0))
    lose = page.get_by_role("button", name="the bit for X")
    assert page.locator("[data-part=lost-x]").get_attribute("opacity") == "0"
    lose.click()
    assert lose.get_attribute("aria-pressed") == "true"
    assert page.locator("[data-part=lost-x]").get_attribute("opacity") == "1"
    assert fidelity(page) == pytest.approx(1, abs=0.001), "the bit was 0: luck"
    assert fidelity(page, "average") == pytest.approx(2 / 3, abs=0.001)
    lose.click()
    assert fidelity(page, "average") == pytest.approx(1, abs=0.001)


def test_the_message_can_be_dragged_and_bobs_arrow_follows(open_views):
    page = open_views(explore.teleport(5, theta=0.0, m_message=0, t2_ms=1000.0))
    ball = page.locator("[data-part=ball]").bounding_box()
    x, y = ball["x"] + ball["width"] / 2, ball["y"] + ball["height"] / 2
    page.mouse.move(x, y - 30)
    page.mouse.down()
    page.mouse.move(x + 40, y, steps=4)
    page.mouse.up()
    message, bob = (
        [float(page.locator(f"[data-part={tip}]").get_attribute(at)) for at in ("cx", "cy")]
        for tip in ("tip", "bob-tip")
    )
    assert message[0] > 140
    assert bob == pytest.approx([message[0] + 408, message[1]], abs=0.5)


def test_the_fibre_and_the_memory_go_in_steps_and_show_what_python_set(open_views):
    page = open_views(explore.teleport(3, length_km=700.0, t2_ms=8.0))
    fibre = page.get_by_label("Fibre to Bob")
    assert fibre.get_attribute("aria-valuetext") == "700 km"
    assert page.get_by_label("T2 of Bob’s memory").get_attribute("aria-valuetext") == "8 ms"
    fibre.press("ArrowRight")
    assert fibre.get_attribute("aria-valuetext") in ("948 km", "5000 km")
    fibre.fill("3")
    assert fibre.get_attribute("aria-valuetext") == "85 km", "from Brisbane to the Gold Coast"
    expected = draw.teleport(3, length_km=948.0, t2_ms=8.0).numbers["average"]
    fibre.fill("6")
    assert fidelity(page, "average") == pytest.approx(expected, abs=6e-4)


def test_figure_and_controls_are_seen_at_once(open_views):
    page = open_views(explore.teleport(5))
    card = page.locator(".qinet-view")
    assert card.bounding_box()["height"] <= 760
    page.get_by_role("button", name="the bit for Z").click()
    assert card.bounding_box()["height"] <= 760
    page.get_by_role("button", name="the bit for X").click()
    assert card.bounding_box()["height"] <= 760


def test_what_the_figure_says_is_only_spoken_again(open_views):
    page = open_views(explore.teleport(3))
    page.get_by_role("button", name="Next").click()
    spoken = page.locator(".qinet-readout")
    spoken.filter(has_text="Step 4 of 5").wait_for(state="attached")
    box = spoken.bounding_box()
    assert max(box["width"], box["height"]) <= 1
    assert spoken.get_attribute("aria-live") == "polite"


def test_a_walk_that_is_not_judged_offers_nothing_that_costs_fidelity(open_views):
    page = open_views(explore.teleport(judged=False))
    for _ in range(5):
        page.get_by_role("button", name="Next").click()
    assert heading(page) == "Step 5 of 5: Bob has done it"
    assert page.get_by_role("slider").count() == 3
    for gone in ("the bit for Z", "Fibre to Bob", "T2 of Bob’s memory"):
        assert page.get_by_label(gone).or_(page.get_by_role("button", name=gone)).count() == 0
    assert "idelity" not in page.locator(".qinet-view").inner_text()


def test_the_figure_is_drawn_anew_where_python_has_it_judged(watched):
    view = explore.teleport(5, judged=False)
    plain = view._figure
    view.judged = True
    assert view._figure == draw.teleport(5).svg != plain
    watched.page.set_content("<main></main>")
    watched.page.evaluate(
        """async ([code, before, after, state]) => {
            const url = URL.createObjectURL(new Blob([code], {type: 'text/javascript'}));
            const view = (await import(url)).default;
            const data = {...JSON.parse(state), judged: false, _figure: before};
            const heard = {};
            view.render({el: document.querySelector('main'), model: {
                get: name => data[name], set() {}, save_changes() {}, off() {},
                on: (event, listener) => { (heard[event] ??= []).push(listener); },
            }});
            Object.assign(data, {judged: true, _figure: after});
            for (const event of ['change:judged', 'change:_figure'])
                for (const listener of [...heard[event]]) listener();
        }""",
        [str(view._esm), plain, view._figure, json.dumps(view.state())],
    )
    assert watched.page.locator("[data-part=is-average]").count() == 1
    assert watched.page.get_by_role("button", name="the bit for Z").count() == 1
    assert watched.page.locator(".qinet-view").count() == 1
    assert watched.errors == []


def test_the_numbers_of_a_chosen_outcome_are_those_of_the_formula(open_views):
    """Outcome 1, 1 turns ψ by XZ: the first and the last part of its arrow change sign."""
    page = open_views(explore.teleport(2, theta=pi / 3, phi=1.0))
    page.get_by_role("button", name="1, 1").click()
    psi = (sin(pi / 3) * cos(1.0), sin(pi / 3) * sin(1.0), cos(pi / 3))
    overlap = -(psi[0] ** 2) + psi[1] ** 2 - psi[2] ** 2
    assert fidelity(page) == pytest.approx((1 + overlap) / 2, abs=6e-4)
