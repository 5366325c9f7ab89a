"""JupyterLab as a student meets it: started by start.py, driven in a real browser."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from qinet_edu.course.checkout import ROOT
from qinet_edu.course.work import sources

FIRST = next(iter(sources()), None)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(FIRST is None, reason="there is no notebook yet"),
    pytest.mark.skipif(
        not (ROOT / ".venv" / "qinet-setup.txt").exists(),
        reason="this checkout's .venv was not made by start.py: python start.py test",
    ),
]

READY = """async () => {
    const panel = jupyterapp.shell.currentWidget;
    await panel.context.ready;
    await panel.sessionContext.ready;
    const kernel = panel.sessionContext.session.kernel;
    await kernel.info;
    while (kernel.connectionStatus !== 'connected' || kernel.status !== 'idle')
        await new Promise(again => setTimeout(again, 20));
    return panel.context.path;
}"""
VIEWS = ".jp-OutputArea-output .qinet-view"  # every view of the library has this class
RAN = """() => {
    const panel = jupyterapp.shell.currentWidget;
    const code = [...panel.content.model.cells].filter(
        cell => cell.type === 'code' && cell.sharedModel.source.trim());
    return code.every(cell => cell.executionCount !== null)
        && panel.sessionContext.session.kernel.status === 'idle';
}"""


@dataclass
class Lab:
    """A running JupyterLab, a page on it, and what that page complained of or reached for."""

    url: str
    token: str
    page: object
    complaints: list = field(default_factory=list)
    strangers: list = field(default_factory=list)

    def open(self, where: str = "") -> str:
        """Open an address of the server (the one it opens itself, if none); wait for a kernel."""
        mark = "&" if "?" in where else "?"
        self.page.goto(f"{self.url}{where}{mark}token={self.token}")
        self.page.locator(".jp-NotebookPanel .jp-Cell").first.wait_for(timeout=60_000)
        return self.page.evaluate(READY)

    def run_all(self) -> None:
        self.page.evaluate("() => jupyterapp.commands.execute('notebook:run-all-cells')")
        self.page.wait_for_function(RAN, timeout=60_000)

    def failures(self) -> list:
        return self.page.evaluate(
            """() => [...jupyterapp.shell.currentWidget.content.model.cells].flatMap(cell =>
                cell.type === 'code' ? cell.outputs.toJSON().filter(
                    output => output.output_type === 'error' || output.name === 'stderr') : [])"""
        )


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def server(tmp_path_factory) -> Iterator[dict]:
    home = tmp_path_factory.mktemp("home")
    runtime = home / "runtime"
    env = {name: value for name, value in os.environ.items() if not name.startswith("JUPYTER")}
    env |= {
        "HOME": str(home),
        "IPYTHONDIR": str(home / "ipython"),  # as a student has it: warnings are no errors there
        "JUPYTER_RUNTIME_DIR": str(runtime),
        "QINET_WORK": str(home / "work"),
    }
    options = ["--no-browser", "--port", str(free_port()), "--LabApp.expose_app_in_browser=True"]
    with (home / "log.txt").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, ROOT / "start.py", "open", *options],
            env=env,
            stdout=log,
            stderr=subprocess.STDOUT,
            cwd=home,
        )
    try:
        until = time.monotonic() + 60
        while not (found := [*runtime.glob("jpserver-*.json")]):
            said = (home / "log.txt").read_text(encoding="utf-8")
            assert process.poll() is None, said
            assert time.monotonic() < until, said
            time.sleep(0.1)
        told = json.loads(found[0].read_text(encoding="utf-8"))
        while not listens(told["port"]):  # it writes where it will be before it is
            assert time.monotonic() < until
            time.sleep(0.1)
        yield {
            **told,
            "work": home / "work",
            "log": home / "log.txt",
        }
    finally:
        process.terminate()
        process.wait(timeout=20)


@pytest.fixture
def lab(server, chromium) -> Iterator[Lab]:
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    lab = Lab(server["url"], server["token"], page)

    def listen(message):
        if message.type == "error":
            lab.complaints.append(message.text)

    def watch(request):
        address = urlsplit(request.url)
        if address.scheme in ("http", "https", "ws", "wss") and address.hostname not in (
            "127.0.0.1",
            "localhost",
        ):
            lab.strangers.append(request.url)

    page.on("console", listen)
    page.on("pageerror", lambda error: lab.complaints.append(str(error)))
    page.on("request", watch)
    yield lab
    context.close()


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


def test_the_terminal_says_where_the_copies_are_and_little_else(server):
    said = Path(server["log"]).read_text(encoding="utf-8")
    assert str(server["work"]) in said
    assert "token=" in said
    assert "Traceback" not in said
    assert "encrypt" not in said
    assert len(said.splitlines()) < 20, said
