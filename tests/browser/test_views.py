"""What a student moves, in a real browser: the same numbers and the same picture as in Python."""

import json
from math import pi
from random import Random

import pytest
from cases import CASES

from qinet_edu import explore

pytestmark = pytest.mark.browser

READ_PARTS = """root => Object.fromEntries([...root.querySelectorAll('svg [data-part]')].map(p => [
    p.dataset.part,
    [p.tagName, p.tagName === 'g' ? '' : p.textContent,
     ...[...p.attributes].filter(a => a.name !== 'class').map(a => `${a.name}=${a.value}`).sort()],
]))"""


@pytest.fixture(autouse=True)
def _own_work_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("QINET_WORK", str(tmp_path / "work"))


def test_every_view_that_runs_in_the_browser_has_a_case():
    running = {name for name in explore.VIEWS if name not in ("predict", "shot_noise")}
    assert running == set(CASES)


@pytest.mark.parametrize("name", CASES)
def test_the_browsers_numbers_are_pythons_at_50_settings(watched, name):
    view, case, random = explore.VIEWS[name](), CASES[name], Random(7)
    drawn = [(given, case.picture(**given).numbers) for given in map(case.setting, [random] * 50)]
    got = watched.page.evaluate(
        """async ([code, asked]) => {
            const url = URL.createObjectURL(new Blob([code], {type: 'text/javascript'}));
            const module = await import(url);
            return asked.map(params => module.compute(params));
        }""",
        [str(view._esm), [{**given, **view._geometry} for given, _ in drawn]],
    )
    for (given, expected), numbers in zip(drawn, got, strict=True):
        assert numbers == pytest.approx(dict(expected), abs=1e-9), given


@pytest.mark.parametrize("name", CASES)
def test_a_moved_view_is_the_very_picture_that_python_draws(open_views, name):
    page = open_views(explore.VIEWS[name](), explore.VIEWS[name](**CASES[name].goal))
    # The second view was drawn by Python where the first is now moved to by its controls.
    first, second = page.locator(".qinet-view").all()
    CASES[name].moves(first)
    assert first.evaluate(READ_PARTS) == second.evaluate(READ_PARTS)


@pytest.mark.parametrize("name", CASES)
def test_before_anything_moves_the_live_view_is_the_static_picture(open_views, name):
    page = open_views(explore.VIEWS[name](**CASES[name].goal))
    live = page.locator(".qinet-view").evaluate(READ_PARTS)
    picture = CASES[name].picture(**CASES[name].goal)
    static = page.evaluate(
        f"svg => {{ const d = document.createElement('div'); d.innerHTML = svg; "
        f"return ({READ_PARTS})(d); }}",
        picture.svg,
    )
    assert live == static
    page.wait_for_function(
        "alt => document.querySelector('.qinet-readout').textContent === alt", arg=picture.alt
    )
    assert page.locator(".qinet-view svg").get_attribute("aria-label") == picture.alt


@pytest.mark.parametrize("name", ["bloch", "bit_vs_qubit"])
def test_a_phase_turned_back_to_zero_leaves_no_power_behind(open_views, name):
    page = open_views(
        explore.VIEWS[name](theta=1.0, phi=2.0), explore.VIEWS[name](theta=1.0, phi=0.0)
    )
    first, second = page.locator(".qinet-view").all()
    first.get_by_label("φ, ").last.fill("0")
    assert first.evaluate(READ_PARTS) == second.evaluate(READ_PARTS)


def test_the_arrow_follows_a_drag_and_can_be_pulled_to_the_back(open_views):
    page = open_views(explore.bloch(pi / 2, 0.0))
    tip = page.locator("[data-part=tip]")
    ball = page.locator("[data-part=ball]").bounding_box()
    centre = (ball["x"] + ball["width"] / 2, ball["y"] + ball["height"] / 2)
    box = tip.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(centre[0], centre[1] - 60, steps=3)
    assert tip.get_attribute("fill-opacity") == "1"
    after = tip.bounding_box()
    assert after["y"] + after["height"] / 2 == pytest.approx(centre[1] - 60, abs=1.5)
    page.mouse.move(centre[0] + 200, centre[1], steps=2)
    page.mouse.move(centre[0] + 60, centre[1], steps=2)
    page.mouse.up()
    assert float(tip.get_attribute("fill-opacity")) < 1, "over the rim lies the back"
    assert page.locator("[data-part=shaft]").get_attribute("stroke-dasharray") == "7 4"


def test_the_bit_snaps_to_one_of_two_points_wherever_it_is_dropped(open_views):
    page = open_views(explore.bit_vs_qubit())
    bit, track = page.locator("[data-part=bit]"), page.locator("[data-part=bit-track]")
    box = track.bounding_box()
    for share, end in ((0.7, "304"), (0.45, "100"), (0.95, "304")):
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        page.mouse.down()
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] * share, steps=2)
        page.mouse.up()
        assert bit.get_attribute("cy") == end
    assert page.get_by_role("button", name="bit 1").get_attribute("aria-pressed") == "true"


def test_everything_can_be_done_from_the_keyboard_with_the_focus_seen(open_views):
    page = open_views(explore.bloch(), explore.fringe(), explore.bit_vs_qubit())
    reached = []
    for _ in range(19):
        page.keyboard.press("Tab")
        shown = page.evaluate(
            """() => { const e = document.activeElement, s = getComputedStyle(e);
               const b = e.getBoundingClientRect();
               return [e.closest('[data-view]')?.dataset.view, e.tagName,
                       parseFloat(s.outlineWidth), Math.min(b.width, b.height)]; }"""
        )
        reached.append(tuple(shown[:2]))
        assert shown[2] >= 2, f"no visible focus on {shown}"
        assert shown[3] >= 24, f"too small to hit: {shown}"
    # JupyterLab would take the arrow keys for its own from any control that lacks this.
    controls = page.locator("input, button")
    assert (
        page.locator(":is(input, button)[data-lm-suppress-shortcuts]").count() == controls.count()
    )
    assert reached.count(("bloch", "INPUT")) == 2
    assert reached.count(("bloch", "BUTTON")) == 6
    assert reached.count(("fringe", "INPUT")) == 1
    assert reached.count(("bit_vs_qubit", "BUTTON")) == 8


@pytest.mark.parametrize("name", CASES)
def test_every_key_changes_the_figure_and_none_is_lost(open_views, name):
    """How fast is measured by measure_views.py, in JupyterLab, and not held to a clock here."""
    label, key, part = CASES[name].key
    page = open_views(explore.VIEWS[name]())
    page.get_by_label(label).focus()
    page.evaluate(
        """part => { window.steps = 0;
            new MutationObserver(() => { steps += 1; }).observe(
                document.querySelector(`[data-part="${part}"]`),
                {attributes: true, childList: true, characterData: true, subtree: true}); }""",
        part,
    )
    for _ in range(6):
        page.keyboard.press(key)
    assert page.evaluate("steps") == 6


def test_a_prediction_is_locked_once_committed(open_views):
    page = open_views(explore.predict("hops", ["It falls </script>", "It rises"]))
    page.get_by_role("button", name="Commit").click()
    assert "Choose one first" in page.get_by_role("status").text_content()
    page.get_by_label("It rises").check()
    page.get_by_role("button", name="Commit").click()
    assert page.get_by_role("status").text_content() == "Committed. Now run the next cell."
    assert page.get_by_label("It rises").is_checked()
    assert page.get_by_label("It falls </script>").is_disabled()


def test_a_view_of_the_kernel_says_where_to_run_it(open_views):
    page = open_views(explore.shot_noise(0.25))
    assert page.get_by_text("Open the notebook to run this one.").is_visible()
    assert page.get_by_role("img").get_attribute("aria-label").startswith("Histogram of 100 shots")


def test_shot_noise_in_a_page_asks_for_shots_and_shows_what_came(watched):
    view = explore.shot_noise(0.25)
    state = json.dumps({**view.state(), "again": 0, "_words": "", "_figure": view._figure})
    watched.page.set_content("<main></main>")
    watched.page.evaluate(
        """async ([code, state]) => {
            const url = URL.createObjectURL(new Blob([code], {type: 'text/javascript'}));
            const view = (await import(url)).default;
            const data = JSON.parse(state); window.asked = [];
            view.render({el: document.querySelector('main'), model: {
                get: name => data[name], on() {}, off() {},
                set: (name, value) => { data[name] = value; },
                save_changes: () => asked.push([data.shots, data.again]),
            }});
        }""",
        [str(view._esm), state],
    )
    watched.page.get_by_role("slider", name="Shots").press("ArrowRight")
    watched.page.get_by_role("button", name="Again").click()
    assert watched.page.evaluate("asked") == [[300, 0], [300, 1]]
    assert (
        watched.page.get_by_role("slider", name="Shots").get_attribute("aria-valuetext")
        == "300 shots"
    )
    assert watched.errors == []


def everything():
    return [
        *(explore.VIEWS[name]() for name in CASES),
        explore.shot_noise(0.25),
        explore.predict("hops", ["It falls", "It rises"]),
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_serious_barrier(open_views, scheme):
    from axe_playwright_python.sync_playwright import Axe

    page = open_views(*everything())
    page.emulate_media(color_scheme=scheme)
    found = Axe().run(page).response["violations"]
    serious = [
        (one["id"], [node["html"][:200] for node in one["nodes"]])
        for one in found
        if one["impact"] in ("serious", "critical")
    ]
    assert serious == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "cut off"


def test_on_a_narrow_screen_nothing_is_cut_off(open_views):
    page = open_views(*everything())
    page.set_viewport_size({"width": 360, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
