"""A kernel that is killed at any moment loses nothing that was paid for."""

import os
import signal
import subprocess
import sys
import time

import pytest
from loopback.control import Process

from qinet_edu import resume
from qinet_edu.execution.ibm.journal import Journal
from qinet_edu.execution.ibm.problems import NotSent

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")

KERNEL = """
import os, signal, sys, warnings
from math import pi
warnings.simplefilter("error")
from qinet_edu import circuits, run
from qinet_edu.execution.ibm import client, journal

def killed(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)

def fetched_and_killed(service, job_id, fetch=client.Service.results):
    fetch(service, job_id)
    killed()

def jotted(self, event, key, add=journal.Journal.add, **facts):
    if event == "done":
        killed()
    add(self, event, key, **facts)

moment = sys.argv[1]
if moment == "after the intent":
    client.Service.post = killed
elif moment == "downloading":
    client.Service.results = fetched_and_killed
elif moment == "stored":
    journal.Journal.add = jotted
state = circuits.bloch(pi / 3)
run(circuits.measure(circuits.teleport(state), "z"), backend="ibm", shots=64, seed=1, max_qpu_s=5)
"""

COLLECT = "from qinet_edu.cli import main; raise SystemExit(main(['jobs', 'collect', '--wait']))"


@pytest.fixture
def apart(monkeypatch, tmp_path, in_a_hurry):
    """A service in a process of its own, which outlives the kernel."""
    with Process() as server:
        for name, value in server.env.items():
            monkeypatch.setenv(name, value)
        monkeypatch.setenv("QINET_CONFIG", str(tmp_path / "config"))
        yield server


def killed(moment, *, when=None):
    """Run a kernel that dies at a moment, by itself or by our hand."""
    kernel = subprocess.Popen([sys.executable, "-c", KERNEL, moment], stderr=subprocess.PIPE)
    if when is not None:
        until = time.monotonic() + 60
        while not when():
            assert kernel.poll() is None, kernel.stderr.read().decode()
            assert time.monotonic() < until
            time.sleep(0.02)
        os.kill(kernel.pid, signal.SIGKILL)
    assert kernel.wait(60) == -signal.SIGKILL, kernel.stderr.read().decode()
    kernel.stderr.close()


def the_only_run():
    (run,) = Journal().runs().values()
    return run


def test_killed_after_the_intent(apart):
    killed("after the intent")
    assert the_only_run().state == "intent"
    (handle,) = resume()
    with pytest.raises(NotSent, match="never reached"):
        handle.result(30)
    assert apart.ledger() == []
    assert the_only_run().state == "refused"


@pytest.mark.parametrize("moment", ["unanswered", "queued", "downloading", "stored"])
def test_killed_with_a_job_accepted(apart, moment):
    if moment == "unanswered":
        apart.add("post_job:slow-after", seconds=20)
        killed(moment, when=apart.ledger)
        assert the_only_run().state == "intent"
    elif moment == "queued":
        apart.hold()
        killed(moment, when=lambda: any(run.job_id for run in Journal().runs().values()))
        apart.release()
    else:
        killed(moment)
    assert the_only_run().state in ("intent", "sent")
    (handle,) = resume()
    result = handle.result(30)
    (job,) = apart.ledger()
    assert (result.job_id, result.shots) == (job["id"], 64)
    assert set(result.registers) == {"alice", "message", "bob"}
    assert the_only_run().state == "done"
    assert resume() == []


def test_a_new_process_collects(apart):
    apart.hold()
    killed("queued", when=lambda: any(run.job_id for run in Journal().runs().values()))
    apart.release()
    told = subprocess.run(
        [sys.executable, "-c", COLLECT],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
    )
    assert told.returncode == 0, told.stderr
    assert "fetched" in told.stdout
    (handle,) = resume()  # from disk: the service is not asked
    assert handle.result(5).shots == 64
