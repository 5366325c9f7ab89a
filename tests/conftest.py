import os

import pytest


@pytest.fixture(autouse=True, scope="session")
def _nobodys_work_folder(tmp_path_factory):
    """No test writes into the folder where somebody studies, or reads who they are."""
    before = {name: os.environ.pop(name, None) for name in ("QINET_COURSE", "QINET_STUDENT")}
    before["QINET_WORK"] = os.environ.get("QINET_WORK")
    os.environ["QINET_WORK"] = str(tmp_path_factory.mktemp("work"))
    yield
    for name, value in before.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value


@pytest.fixture
def work(tmp_path, monkeypatch):
    """A student's own folder, empty."""
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.setenv("QINET_WORK", str(folder))
    return folder
