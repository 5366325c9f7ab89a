"""What is special about the view of swaps: nodes to click, orders to compare, a frame to read."""

import pytest

from qinet_edu import draw, explore

pytestmark = pytest.mark.browser


def text(page, part):
    return page.locator(f"[data-part={part}]").text_content()


def frame_of(page):
    return [text(page, f"sum-{bit}") for bit in "zx"]


def test_a_click_on_a_node_swaps_there_once(open_views):
    page = open_views(explore.swap_backbone())
    node = page.locator("[data-part=press-4]")
    node.click()
    assert text(page, "result").startswith("1 of 7 nodes has swapped: 7 pairs left")
    assert text(page, "f-1-3") == "0.903"
    town = page.get_by_role("button", name="Coffs Harbour")
    assert town.get_attribute("aria-disabled") == "true"
    town.click(force=True)
    assert text(page, "result").startswith("1 of 7")
    page.get_by_role("button", name="undo").click()
    assert text(page, "result") == "8 pairs between neighbours, the longest over 157 km."
    assert town.get_attribute("aria-disabled") == "false"


def test_every_order_gives_the_same_pair_and_the_same_frame(open_views):
    page = open_views(explore.swap_backbone(run=1))
    ends = set()
    for order, steps in (
        ("at once", 1),
        ("by doubling", 3),
        ("from Alice’s end", 7),
        ("from Bob’s end", 7),
    ):
        page.get_by_role("button", name=order).click()
        assert page.locator(f"[data-part=pair-{steps}-0]").get_attribute("opacity") == "1"
        ends.add((text(page, f"f-{steps}-0"), text(page, "total"), *frame_of(page)))
    assert len(ends) == 1
    page.get_by_role("button", name="other outcomes").click()
    assert text(page, "f-7-0") == "0.682", "other outcomes, another frame, the same fidelity"


def test_bob_corrects_only_when_all_bits_can_be_there(open_views):
    page = open_views(explore.swap_backbone([0.95] * 3))
    bob = page.get_by_role("button", name="Bob corrects")
    bob.click(force=True)
    page.get_by_role("button", name="Gold Coast").click()
    bob.click(force=True)
    assert not text(page, "frame-words").startswith("Bob has done")
    page.get_by_role("button", name="Ballina").click()
    assert bob.get_attribute("aria-disabled") == "false"
    bob.click()
    assert text(page, "frame-words").startswith("Bob has done")
    assert text(page, "total").endswith("corrected")
    page.get_by_role("button", name="undo").click()
    assert not text(page, "total").endswith("corrected")


def test_a_shorter_chain_hides_the_nodes_beyond_its_end(open_views):
    page = open_views(explore.swap_backbone(swaps=[7]))
    page.get_by_label("Number of links").fill("4")
    assert page.get_by_role("button", name="Grafton").is_visible()
    assert not page.get_by_role("button", name="Coffs Harbour").is_visible()
    assert text(page, "result") == "4 pairs between neighbours, the longest over 132 km."
    page.get_by_role("button", name="by doubling").click()
    assert text(page, "result").startswith("One pair, Brisbane to Coffs Harbour, 416 km")


def test_one_poor_link_spoils_the_whole_wherever_it_is(open_views):
    page = open_views(explore.swap_backbone())
    found = set()
    for link in (1, 5):
        page.get_by_label("Link to set").fill(str(link))
        page.get_by_label("Fidelity F of it").fill("60")
        found.add(text(page, "total"))
        page.get_by_label("Fidelity F of it").fill("95")
    expected = draw.swap_backbone([0.6] + [0.95] * 7).numbers["f_end"]
    assert found == {
        f"in any order F = {expected:.4f}, no longer entangled ✕; frame: the sum of all bits"
    }


def test_other_outcomes_from_python_reach_the_script():
    view = explore.swap_backbone()
    before = view._geometry["drawn"]
    view.seed = 2
    assert view._geometry["drawn"] != before


def test_a_shorter_chain_set_in_the_page_reaches_python_with_its_swaps():
    view = explore.swap_backbone(swaps=[7, 4])
    view.set_state({"fidelity": [0.9] * 4, "swaps": []})
    assert (view.fidelity, view.swaps) == ([0.9] * 4, [])
    view.set_state({"swaps": [[1, 3], [2]]})
    assert view.picture().numbers["whole"] == 1
