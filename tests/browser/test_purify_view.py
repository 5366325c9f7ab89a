"""What is special about the view of purification: which errors, which gates, from where."""

import pytest

from qinet_edu import explore

pytestmark = pytest.mark.browser


def text(page, part):
    return page.locator(f"[data-part={part}]").text_content()


def test_the_same_fidelity_gains_or_loses_with_the_errors_it_leaves(open_views):
    page = open_views(explore.purify(rounds=1))
    for errors, after in (
        ("alike", "0.8382"),
        ("all Ψ−", "0.6800"),
        ("all Ψ+", "0.9412"),
        ("all Φ−", "0.9412"),
    ):
        button = page.get_by_role("button", name=errors)
        button.click()
        assert text(page, "weight-0-0") == "0.8000"
        assert text(page, "weight-1-0") == after
        assert button.get_attribute("aria-pressed") == "true"
        assert page.locator("[aria-label=Errors] [aria-pressed=true]").count() == 1


def test_another_fidelity_keeps_the_errors_in_proportion(open_views):
    page = open_views(explore.purify((0.8, 0.15, 0.05, 0)))
    page.get_by_label("F of the raw pairs").fill("60")
    assert [text(page, f"weight-0-{i}") for i in range(4)] == [
        "0.6000", "0.3000", "0.1000", "0.0000",
    ]  # fmt: skip
    assert page.locator("[aria-label=Errors] [aria-pressed=true]").count() == 0


def test_from_a_perfect_pair_down_the_errors_are_alike(open_views):
    page = open_views(explore.purify(1.0))
    page.get_by_label("F of the raw pairs").fill("70")
    assert [text(page, f"weight-0-{i}") for i in range(4)] == ["0.7000"] + ["0.1000"] * 3


def test_worse_gates_bring_the_fixed_point_down_until_there_is_none(open_views):
    page = open_views(explore.purify())
    line = page.locator("[data-part=fixed-line]")
    gates = page.get_by_label("Gate error, each CNOT")
    assert text(page, "fixed-words") == "fixed point 1.0000"
    assert line.get_attribute("opacity") == "0"
    heights = []
    for thousandths, words in ((10, "fixed point 0.9870"), (50, "fixed point 0.9207")):
        gates.fill(str(thousandths))
        assert text(page, "fixed-words") == words
        assert line.get_attribute("opacity") == "1"
        heights.append(float(line.get_attribute("y1")))
    assert heights[0] > heights[1]
    gates.fill("100")
    assert text(page, "fixed-words") == "no fixed point"
    assert line.get_attribute("opacity") == "0"


def test_a_target_set_in_python_reaches_the_page(open_views):
    page = open_views(explore.purify(target=0.9))
    assert text(page, "aim") == "rounds to F = 0.9"
    assert text(page, "target-words") == "target 0.9"
    page.get_by_label("Rounds shown").fill("2")
    assert text(page, "cell-0-0") == "2"
    assert text(page, "cost-2") == text(page, "cell-0-1")
