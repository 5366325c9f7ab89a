"""The ball that waits and the cloner, in a browser: what is theirs alone."""

from math import hypot, pi

import pytest

from qinet_edu import explore
from qinet_edu.draw import cloning

pytestmark = pytest.mark.browser


def test_a_falling_t1_takes_t2_along_and_a_rising_one_leaves_it(open_views):
    page = open_views(explore.bloch_ball(t1_us=200, t2_us=300))
    t1, t2 = page.get_by_label("T1, decay to |0⟩"), page.get_by_label("T2, coherence")
    t1.fill("100")
    assert (t2.input_value(), t2.get_attribute("max")) == ("200", "200")
    assert t2.get_attribute("aria-valuetext") == "200 µs, the most"
    assert page.locator("[data-part=times]").text_content() == "T1 = 100 µs, T2 = 200 µs = 2 T1"
    t1.fill("400")
    assert (t2.input_value(), t2.get_attribute("max")) == ("200", "800")


def test_t2_stops_at_twice_t1_under_the_arrow_keys(open_views):
    page = open_views(explore.bloch_ball(t1_us=50, t2_us=95))
    t2 = page.get_by_label("T2, coherence")
    for _ in range(4):
        t2.press("ArrowRight")
    assert t2.input_value() == "100"
    t2.press("End")
    assert page.locator("[data-part=times]").text_content() == "T1 = 50 µs, T2 = 100 µs = 2 T1"


@pytest.mark.parametrize(
    ("button", "shape"), [("2 T1", "A flattened ball"), ("T1", "A ball"), ("T1/4", "A cigar")]
)
def test_a_button_each_leads_to_the_three_shapes(open_views, button, shape):
    page = open_views(explore.bloch_ball())
    page.get_by_role("button", name=button, exact=True).click()
    assert page.locator("[data-part=shape]").text_content().startswith(f"{shape}, ")


def test_the_original_is_dragged_and_the_clone_follows(open_views):
    page = open_views(explore.cloner(machine="universal"))
    box = page.locator("[data-part=ball]").bounding_box()
    middle = (box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.move(*middle)
    page.mouse.down()
    page.mouse.move(middle[0] - box["width"] / 4, middle[1], steps=3)
    page.mouse.up()

    def reach(part, view):
        tip = page.locator(f"[data-part={part}]")
        x, y = (float(tip.get_attribute(name)) for name in ("cx", "cy"))
        return x - view.cx, y - view.cy

    original, clone = reach("tip", cloning.ORIGINAL), reach("clone-tip", cloning.CLONE)
    assert original == pytest.approx((-cloning.ORIGINAL.radius / 2, 0), abs=2)
    assert clone == pytest.approx([2 / 3 * part for part in original], abs=0.02)
    assert page.locator("[data-part=is-fidelity]").text_content() == "0.833"


def test_the_clones_cannot_be_dragged(open_views):
    page = open_views(explore.cloner(pi / 2, 1.0))
    before = page.locator("[data-part=original]").text_content()
    box = page.locator("[data-part=clone-ball]").bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 4)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] / 4, box["y"] + box["height"] / 4, steps=2)
    page.mouse.up()
    assert page.locator("[data-part=original]").text_content() == before


def test_each_machine_says_which_it_is_and_only_one_is_pressed(open_views):
    page = open_views(explore.cloner(pi / 2))
    for name, fidelity in (("CNOT copier", "0.500"), ("phase-covariant", "0.854"),
                           ("universal cloner", "0.833")):  # fmt: skip
        page.get_by_role("button", name=name).click()
        pressed = page.locator("button[aria-pressed=true]")
        assert pressed.all_text_contents() == [name]
        assert page.locator("[data-part=machine]").text_content() == name
        assert page.locator("[data-part=is-fidelity]").text_content() == fidelity
    first = page.get_by_role("button").first
    assert first.text_content() == "CNOT copier", "in the order of the lesson"


def test_the_shape_stays_inside_its_globe(open_views):
    page = open_views(explore.bloch_ball(500, t1_us=20, t2_us=40))
    box = page.locator("[data-part=ball]").bounding_box()
    rim = page.locator("[data-part=rim]").bounding_box()
    middle = [box["x"] + box["width"] / 2, box["y"] + box["height"] / 2]
    found = [rim["x"] + rim["width"] / 2, rim["y"] + rim["height"] / 2]
    assert hypot(found[0] - middle[0], found[1] - middle[1]) < box["width"] / 2
