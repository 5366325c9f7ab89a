import os
import shutil
from pathlib import Path

import pytest

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


@pytest.fixture(scope="session")
def chromium():
    """Give one browser to all tests of a worker."""
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
