"""``qinet jobs``: what the journal says, and what a new process fetches."""

import time

import pytest

from qinet_edu import circuits, cli, run
from qinet_edu.course import jobs
from qinet_edu.execution.ibm import running
from qinet_edu.execution.ibm.journal import Journal, Run
from qinet_edu.execution.ibm.pace import Timing

COIN = circuits.measure(circuits.bloch(1.0))
ASKED = {"backend": "ibm", "shots": 64, "seed": 1, "max_qpu_s": 5}


@pytest.fixture
def quick(loopback, monkeypatch):
    timing = Timing(sleep=lambda s: time.sleep(s / 100), clock=lambda: 100 * time.monotonic())
    monkeypatch.setattr(running, "TIMING", timing)
    return loopback


def until(there, seconds=20):
    late = time.monotonic() + seconds
    while not there():
        assert time.monotonic() < late
        time.sleep(0.01)


def submitted(server):
    """Leave a job under way, as a kernel does that is gone."""
    server.hold()
    journal = Journal()
    journal.add("intent", "qinet-gone", device="ibm_fez", shots=64, estimate_s=2.1, circuits=[{}])
    return journal


def test_nothing_was_sent(quick, capsys):
    assert cli.main(["jobs"]) == 0
    assert "Nothing was sent" in capsys.readouterr().out
    assert cli.main(["jobs", "collect"]) == 0
    assert "Nothing is under way" in capsys.readouterr().out


def test_jobs_are_listed_with_what_they_cost(quick, capsys):
    result = run(COIN, **ASKED)
    assert jobs.main([]) == 0
    told = capsys.readouterr().out
    for word in (
        result.job_id,
        "ibm_berlin",
        "1 × 64 shots",
        "done",
        f"{result.qpu_s:.1f} s of quantum computer time in all",
    ):
        assert word in told
    assert str(Journal().results) in told
    assert "collect" not in told


def test_collect_says_what_is_under_way_and_fetches_the_rest(quick, capsys):
    quick.hold()
    handle = running.send(
        running.Order([COIN], None, shots=64, seed=1, options={}, max_qpu_s=5), single=True
    )
    until(lambda: handle.job_id)
    assert jobs.main(["collect"]) == 0
    assert "another kernel looks after it" in capsys.readouterr().out
    quick.release()
    handle._future.result(10)
    assert jobs.main(["collect"]) == 0
    assert "Nothing is under way" in capsys.readouterr().out


def test_collect_fetches_what_a_kernel_left(quick, capsys):
    result = run(COIN, **ASKED)
    journal = Journal()
    lines = journal.path.read_text(encoding="utf-8").splitlines(keepends=True)
    journal.path.write_text("".join(lines[:2]), encoding="utf-8")  # killed while it waited
    assert jobs.main([]) == 0
    assert "jobs collect" in capsys.readouterr().out
    assert jobs.main(["collect", "--wait"]) == 0
    told = capsys.readouterr().out
    assert f"{result.job_id}: fetched" in told
    assert "resume()" in told
    assert Journal().runs().popitem()[1].state == "done"


def test_what_never_arrived_is_said_once(quick, capsys):
    submitted(quick)
    assert jobs.main(["collect"]) == 1
    assert "never reached the service" in capsys.readouterr().out
    assert jobs.main(["collect"]) == 0
    assert jobs.main([]) == 0
    assert "not sent" in capsys.readouterr().out


def test_a_damaged_journal_is_said_and_its_jobs_are_found_with_all(quick, capsys):
    result = run(COIN, **ASKED)
    Journal().path.write_bytes(b"damaged\n")
    assert jobs.main(["collect", "--all"]) == 0
    told = capsys.readouterr()
    assert "kept as jobs.damaged-" in told.err
    assert f"{result.job_id}: fetched" in told.out
    assert jobs.main(["collect", "--all"]) == 0
    assert "Nothing is under way" in capsys.readouterr().out


def test_without_an_account_the_way_to_one_is_told(quick, capsys, monkeypatch):
    submitted(quick)
    monkeypatch.delenv("QISKIT_IBM_TOKEN")
    assert jobs.main(["collect"]) == 1
    assert "login" in capsys.readouterr().err
    assert jobs.main([]) == 0  # listing needs none


def test_a_folder_that_may_not_be_used_is_said(monkeypatch, work, capsys):
    monkeypatch.setenv("QINET_CONFIG", str(work / "mine"))
    assert jobs.main([]) == 1
    assert "handed in" in capsys.readouterr().err


def test_duplicates_and_reasons_are_shown():
    facts = {"begun": "2026-11-25T15:00:00+00:00", "device": "ibm_fez", "shots": 9, "reason": "hot"}
    line = jobs.described(Run("qinet-1", "failed", facts, {"d2": True, "d3": False}))
    assert "2026-11-25 15:00" in line
    assert "hot" in line
    assert "also d2: cancelled" in line
    assert "also d3: ran, and was charged too" in line
