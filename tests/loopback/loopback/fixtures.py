"""The fixtures for all tests: a server of their own, and a client that can reach nothing else."""

import pytest

from loopback.server import Loopback


@pytest.fixture
def loopback(monkeypatch, tmp_path):
    """A service on 127.0.0.1, with client, course and configuration folder led to it alone."""
    with Loopback() as server:
        for name, value in server.env().items():
            monkeypatch.setenv(name, value)
        monkeypatch.setenv("QINET_CONFIG", str(tmp_path / "config"))
        yield server
        assert server.errors == []


@pytest.fixture
def faults(loopback):
    """What is to go wrong there: ``faults.add("post_job:502-after", nth=1)``."""
    return loopback.faults
