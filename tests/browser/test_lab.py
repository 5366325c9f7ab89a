"""JupyterLab as a student meets it: started by start.py, driven in a real browser."""

import json
from pathlib import Path

import pytest

from qinet_edu.course.checkout import ROOT
from qinet_edu.course.work import sources

FIRST = next(iter(sources()), None)
VIEWS = ".jp-OutputArea-output .qinet-view"  # every view of the library has this class

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(FIRST is None, reason="there is no notebook yet"),
    pytest.mark.skipif(
        not (ROOT / ".venv" / "qinet-setup.txt").exists(),
        reason="this checkout's .venv was not made by start.py: python start.py test",
    ),
]


def test_the_first_lesson_opens_quietly_runs_and_shows_its_views_when_opened_again(lab, server):
    assert lab.open() == FIRST
    lab.run_all()
    assert lab.failures() == []
    lab.page.wait_for_timeout(1000)  # news would pop up by now
    assert lab.page.get_by_text("Jupyter news").count() == 0
    assert lab.page.locator(".Toastify__toast").count() == 0

    copy = Path(server["work"], FIRST)
    lab.page.evaluate("() => jupyterapp.commands.execute('docmanager:save')")
    saved = json.loads(copy.read_text(encoding="utf-8"))
    views = lab.page.locator(VIEWS).count()
    assert not views or saved["metadata"]["widgets"], "views would be gone after a restart"

    lab.page.evaluate(
        "() => jupyterapp.shell.currentWidget.sessionContext.shutdown()"
    )  # the next day
    assert lab.open(f"lab/tree/{FIRST}?reset") == FIRST
    lab.page.wait_for_timeout(2000)
    text = lab.page.locator(".jp-NotebookPanel").inner_text()
    assert "Error displaying widget" not in text
    assert "Error creating widget" not in text
    assert lab.page.locator(VIEWS).count() == views

    assert lab.complaints == []
    assert lab.strangers == []


def test_a_qubit_is_dragged_and_keyed_and_the_next_cell_measures_where_it_points(lab):
    lab.open(f"lab/tree/{FIRST}?reset")
    lab.run_all()
    view = lab.view("mine")
    read = "element => [...element.querySelectorAll('input[type=range]')].map(i => +i.value)"

    before = view.evaluate(read)
    view.locator("input[type=range]").first.focus()
    for _ in range(5):
        lab.page.keyboard.press("ArrowRight")
    keyed = view.evaluate(read)
    assert keyed[0] > before[0]

    tip = view.locator("[data-part=tip]").bounding_box()
    x, y = tip["x"] + tip["width"] / 2, tip["y"] + tip["height"] / 2
    lab.page.mouse.move(x, y)
    lab.page.mouse.down()
    lab.page.mouse.move(x + 30, y - 60, steps=5)
    lab.page.mouse.up()
    dragged = view.evaluate(read)
    assert dragged != keyed

    theta = lab.page.evaluate(
        """async () => {
            const kernel = jupyterapp.shell.currentWidget.sessionContext.session.kernel;
            const asked = kernel.requestExecute(
                {code: "", user_expressions: {theta: "mine.theta"}, store_history: false});
            const reply = await asked.done;
            return Number(reply.content.user_expressions.theta.data["text/plain"]);
        }"""
    )
    assert abs(theta - 2.0) > 0.05, "the kernel has not heard of the move"
    assert lab.complaints == []
    assert lab.strangers == []


def test_the_terminal_says_where_the_copies_are_and_little_else(server):
    said = Path(server["log"]).read_text(encoding="utf-8")
    assert str(server["work"]) in said
    assert "token=" in said
    assert "Traceback" not in said
    assert "encrypt" not in said
    assert len(said.splitlines()) < 20, said
