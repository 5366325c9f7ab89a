import errno
import json
import os
import stat
import subprocess
import sys
import threading

import pytest

from qinet_edu import storage
from qinet_edu.execution.ibm import journal as journals
from qinet_edu.execution.ibm.journal import Journal, new_key
from qinet_edu.execution.result import Result

MODES = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
COIN = Result({"0": 7, "1": 3}, {"coin": 1}, 10, "ibm_fez", "its own", 1, job_id="j1", qpu_s=2.5)


@pytest.fixture
def journal(tmp_path):
    return Journal(tmp_path / "config")


def begun(journal, **facts):
    key = new_key()
    journal.add("intent", key, device="ibm_fez", shots=10, **facts)
    return key


def test_a_run_from_its_intent_to_its_end(journal):
    key = begun(journal)
    assert journal.runs()[key].open
    journal.add("sent", key, job_id="j1")
    journal.add("duplicate", key, job_id="j2", cancelled=True)
    journal.store(key, [COIN])
    journal.add("done", key, qpu_s=2.5)
    run = journal.runs()[key]
    assert (run.state, run.job_id, run.open) == ("done", "j1", False)
    assert run.duplicates == {"j2": True}
    assert run.facts["device"] == "ibm_fez"
    assert journal.load(key) == [COIN]


def test_runs_have_tags_of_their_own_and_keep_their_order(journal):
    keys = [begun(journal) for _ in range(20)]
    assert len({*keys}) == 20
    assert [*journal.runs()] == keys


def test_a_result_counts_more_than_another_kernels_word(journal):
    key = begun(journal)
    journal.add("done", key)
    journal.add("refused", key)
    assert journal.runs()[key].state == "done"


@MODES
def test_nobody_else_can_read_it(journal):
    old = os.umask(0)
    try:
        key = begun(journal)
        journal.store(key, [COIN])
    finally:
        os.umask(old)
    for path in (journal.folder, journal.results):
        assert stat.S_IMODE(path.stat().st_mode) == 0o700
    for path in (journal.path, journal.results / f"{key}.json"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_line_has_reached_the_disk_when_add_returns(journal, monkeypatch):
    synced = []
    fsync = os.fsync
    monkeypatch.setattr(os, "fsync", lambda file: (synced.append(file), fsync(file)))
    begun(journal)
    assert synced


def test_half_a_line_is_kept_aside_and_said(journal):
    first = begun(journal)
    with journal.path.open("ab") as file:
        file.write(b'{"schema": 1, "at": "now", "ev')  # the power went
    second = begun(journal)
    with pytest.warns(storage.StorageWarning, match="1 lines .* collect --all"):
        assert [*journal.runs()] == [first, second]
    (aside,) = journal.folder.glob("jobs.damaged-*.jsonl")
    assert b'"ev' in aside.read_bytes()
    assert [*journal.runs()] == [first, second]  # and said once


@pytest.mark.parametrize(
    "damage",
    [b"\x00" * 50, b"\xff\xfe{}", b"[1]\n", b'{"schema": "one"}\n', b"null\n", b'{"schema": 1}\n'],
)
def test_whatever_stands_there_the_journal_goes_on(journal, damage):
    storage.private_folder(journal.folder)
    journal.path.write_bytes(damage)
    key = begun(journal)
    with pytest.warns(storage.StorageWarning):
        assert [*journal.runs()] == [key]
    (aside,) = journal.folder.glob("jobs.damaged-*.jsonl")
    assert aside.read_bytes().startswith(damage)


def test_lines_of_a_newer_version_are_left_alone_and_said(journal):
    key = begun(journal)
    line = {"schema": 99, "at": "2030", "event": "teleported", "key": "qinet-x"}
    with journal.path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(line) + "\n")
    before = journal.path.read_bytes()
    with pytest.warns(storage.StorageWarning, match="newer version"):
        assert [*journal.runs()] == [key]
    assert journal.path.read_bytes() == before


@pytest.mark.parametrize("written", [0, 25])
def test_on_a_full_disk_a_line_is_there_whole_or_not_at_all(journal, monkeypatch, written):
    first = begun(journal)
    before = journal.path.read_bytes()
    write = os.write

    def full(file, data):
        if written:
            return write(file, data[:written])
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(journals.os, "write", full)
        with pytest.raises(OSError, match="No space left"):
            begun(journal)
    assert journal.path.read_bytes() == before
    second = begun(journal)
    assert [*journal.runs()] == [first, second]


def test_many_threads_lose_no_line(journal):
    def work():
        for _ in range(10):
            journal.add("sent", begun(journal), job_id="j")

    threads = [threading.Thread(target=work) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    runs = journal.runs()
    assert len(runs) == 60
    assert all(run.state == "sent" for run in runs.values())


def test_a_claim_keeps_other_kernels_away_until_its_process_ends(journal):
    key = begun(journal)
    held = journal.claim(key)
    assert held is not None
    assert journal.claim(key) is None
    held.release()
    code = (
        "import sys, os; from pathlib import Path;"
        "from qinet_edu.execution.ibm.journal import Journal;"
        f"held = Journal(Path(sys.argv[1])).claim({key!r}); print(held.is_locked, flush=True);"
        "sys.stdin.read(1); os._exit(9)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(journal.folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as other:
        assert other.stdout.readline().strip() == b"True"
        assert journal.claim(key) is None
        other.communicate(b"x")
    again = journal.claim(key)
    assert again is not None
    again.release()


def test_results_that_cannot_be_read_say_so(journal):
    key = begun(journal)
    journal.store(key, [COIN])
    (journal.results / f"{key}.json").write_text('{"results": [{}]}')
    with pytest.raises(ValueError, match="holds no results"):
        journal.load(key)
    (journal.results / f"{key}.json").write_text("{")
    with pytest.raises(ValueError, match=r"."):
        journal.load(key)
