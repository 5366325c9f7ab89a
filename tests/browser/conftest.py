import json
import os
import shutil
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

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def find_chromium():
    """Return a Chromium or Chrome of this machine, or None."""
    named = os.environ.get("QINET_CHROMIUM")
    names = ("chromium", "chromium-browser", "google-chrome", "chrome")
    return named or next((path for path in map(shutil.which, names) if path), None)


@pytest.fixture(scope="module")
def chromium():
    """Give one browser to all tests of a file.

    Playwright's own event loop runs as long as the browser lives, and ``asyncio.run`` refuses to
    work beside it: a browser for the whole session would break tests elsewhere.
    """
    pytest.importorskip("playwright", reason="no browser test: playwright is not installed")
    from playwright.sync_api import sync_playwright

    path = find_chromium()
    if not path:
        pytest.skip("no browser test: neither chromium nor chrome was found on this machine")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


class Watched:
    """A page whose errors and requests are noted."""

    def __init__(self, page):
        self.page = page
        self.errors = []
        self.requests = []
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on(
            "console",
            lambda message: self.errors.append(message.text) if message.type == "error" else None,
        )
        page.on("request", lambda request: self.requests.append(request.url))

    @property
    def left_the_machine(self):
        return [url for url in self.requests if not url.startswith(("file:", "data:", "blob:"))]

    def open(self, path: Path):
        self.page.goto(path.resolve().as_uri())
        return self.page


@pytest.fixture
def watched(chromium):
    context = chromium.new_context(viewport={"width": 820, "height": 900})
    context.set_default_timeout(8000)
    yield Watched(context.new_page())
    context.close()


@pytest.fixture
def open_views(watched, tmp_path):
    """Open a page of views from a file, with the network watched."""

    def show(*views):
        from qinet_edu import explore

        path = tmp_path / "page.html"
        path.write_text(explore.page("Views", *map(explore.standalone, views)), encoding="utf-8")
        page = watched.open(path)
        page.wait_for_function(
            "document.querySelectorAll('.qinet-live:not([data-alive])').length == 0"
        )
        return page

    yield show
    assert watched.errors == []
    assert watched.left_the_machine == []


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

    def view(self, cell: str):
        """Return the live view that a cell of the open notebook shows, scrolled into sight."""
        place = self.page.evaluate(
            """id => {
                const notebook = jupyterapp.shell.currentWidget.content;
                const place = notebook.widgets.findIndex(cell => cell.model.id === id);
                notebook.scrollToItem(place, 'start');
                return place;
            }""",
            cell,
        )
        item = f".jp-Cell[data-windowed-list-index='{place}'] .qinet-view"
        view = self.page.locator(item).first
        view.wait_for(timeout=20_000)
        return view

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
