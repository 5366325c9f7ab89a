import pytest
from loopback.fixtures import faults, loopback  # noqa: F401 (fixtures for every folder)


@pytest.fixture
def work(tmp_path, monkeypatch):
    """A student's own folder, empty."""
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.setenv("QINET_WORK", str(folder))
    return folder
