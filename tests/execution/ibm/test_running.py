"""What a notebook sees of a job: a handle, at once; and the way back to it after a restart."""

import asyncio
import errno
import os
import subprocess
import sys
import time
from dataclasses import replace

import pytest

from qinet_edu import circuits, resume, storage, submit
from qinet_edu.execution.ibm import journal as journals
from qinet_edu.execution.ibm import running
from qinet_edu.execution.ibm.journal import Journal
from qinet_edu.execution.ibm.problems import JobFailed, NoAccount, NotSent, Unsettled

COIN = circuits.measure(circuits.bloch(1.0))
ASKED = {"backend": "ibm", "shots": 64, "seed": 1, "max_qpu_s": 5}


def until(there, seconds=20):
    late = time.monotonic() + seconds
    while not there():
        assert time.monotonic() < late
        time.sleep(0.01)


# ---- A handle ----------------------------------------------------------------------------------


def test_a_cell_returns_while_the_job_waits_and_the_kernel_is_free(course):
    course.server.hold()
    handle = submit(COIN, **ASKED)
    until(lambda: handle.status == "queued")
    assert not handle._future.done()
    course.server.release()
    assert handle.result(10).shots == 64
    assert handle.status == "done"


def test_even_in_a_new_kernel_that_imports_the_client_first(loopback):
    loopback.hold()
    code = (
        "from qinet_edu import circuits, submit;"
        "one = circuits.measure(circuits.bloch(1.0));"
        "handle = submit(one, backend='ibm', shots=64, seed=1, max_qpu_s=5);"
        "print('the cell is done', flush=True); print(handle.result(60).shots)"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout.readline() == "the cell is done\n"
        loopback.release()
        assert child.communicate(timeout=90)[0] == "64\n"


def test_a_handle_shows_what_there_is_to_know(course):
    course.server.hold()
    course.server.devices["ibm_berlin"].queue = 2
    handle = submit(COIN, **ASKED)
    until(lambda: handle._progress.pending is not None)
    for told in (repr(handle), handle._repr_html_()):
        for word in ("queued", "ibm_berlin", handle.job_id, "2 jobs wait", "elapsed", "2.0 s of"):
            assert word in told
        assert "600 s left" in told
        assert "place" not in told  # among those that wait: the service does not tell it
    assert handle.estimate_s == pytest.approx(2.0, abs=0.1)
    course.server.release()
    handle.result(10)
    shown = handle._repr_html_()
    time.sleep(0.05)
    assert handle._repr_html_() == shown  # the clock stands still


def test_a_handle_can_be_awaited_while_the_loop_goes_on(course):
    async def cell():
        handle, ticks = submit(COIN, **ASKED), 0

        async def other():
            nonlocal ticks
            while not handle._future.done():
                ticks += 1
                await asyncio.sleep(0.001)

        beside = asyncio.create_task(other())
        result = await handle
        await beside
        return result, ticks

    result, ticks = asyncio.run(cell())
    assert result.shots == 64
    assert ticks
    assert resume() == []  # it was taken


def test_an_interrupted_await_ends_nothing(course):
    course.server.hold()
    handle = submit(COIN, **ASKED)

    async def cell():
        return await handle

    async def interrupted():
        task = asyncio.create_task(cell())
        await asyncio.sleep(0.01)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(interrupted())
    course.server.release()
    assert handle.result(10).shots == 64


def test_what_html_could_mean_is_written_out(course, faults):
    faults.add("post_job:fails")
    handle = submit(COIN, **ASKED)
    with pytest.raises(JobFailed):
        handle.result(10)
    handle._progress.note = "<script>"
    assert "<script>" not in handle._repr_html_()
    assert "could not run this job" in repr(handle)


def test_a_stuck_job_can_be_left_and_cancelled(course, faults):
    faults.add("post_job:stuck")
    handle = submit(COIN, **ASKED)
    with pytest.raises(TimeoutError, match="goes on"):
        handle.result(1)
    (again,) = resume()
    assert again is handle
    handle.cancel()
    with pytest.raises(JobFailed, match="cancelled"):
        handle.result(10)
    assert course.server.ledger.paid() == []
    course.audit()


def test_before_it_is_sent_there_is_nothing_to_cancel():
    with pytest.raises(NotSent, match="not sent yet"):
        running.HardwareHandle(running.Progress()).cancel()


def test_an_outage_is_waited_out_and_said(course):
    course.server.hold()
    handle = submit(COIN, **ASKED)
    until(lambda: handle.job_id)
    course.server.shut()
    until(lambda: "no answer" in repr(handle))
    course.server.release()
    course.server.reopen()
    assert handle.result(20).shots == 64


def test_an_outage_without_end_ends_the_wait_and_loses_nothing(course, monkeypatch):
    monkeypatch.setattr(running, "TIMING", replace(running.TIMING, outage_s=60))
    course.server.hold()
    handle = submit(COIN, **ASKED)
    until(lambda: handle.job_id)
    course.server.shut()
    with pytest.raises(Unsettled, match=r"resume\(\)"):
        handle.result(60)
    course.server.reopen()
    course.server.release()
    (again,) = resume()
    assert again.result(10).shots == 64
    course.audit()


# ---- After a restart -----------------------------------------------------------------------------


def test_what_nobody_has_taken_comes_back_from_disk(course):
    handle = submit(COIN, **ASKED)
    until(handle._future.done)
    asked = len(course.server.log)
    (again,) = resume()  # as in a new kernel: the old handle is gone
    assert again.result(5) == handle._future.result()
    assert len(course.server.log) == asked
    assert resume() == []


def test_a_named_job_comes_back_whatever_became_of_it(course):
    result = course.run(COIN)
    (again,) = resume(result.job_id)
    assert again.result(5) == result
    with pytest.raises(ValueError, match=f"it knows {result.job_id}"):
        resume("d0nothing")


def test_a_list_comes_back_as_a_list(course):
    submit([COIN], **ASKED)
    until(lambda: course.runs and course.runs[0].state == "done")
    (again,) = resume()
    assert len(again.result(5)) == 1


def test_damaged_results_are_fetched_again(course):
    result = course.run(COIN)
    (run,) = course.runs
    (Journal().results / f"{run.key}.json").write_text("{")
    (again,) = resume(result.job_id)
    assert again.result(10).joint == result.joint


def test_without_an_account_there_is_nothing_to_resume_with(course, monkeypatch):
    Journal().add("intent", "qinet-1", device="ibm_fez", shots=1)
    monkeypatch.delenv("QISKIT_IBM_TOKEN")
    with pytest.raises(NoAccount):
        resume()


def test_with_nothing_under_way_no_account_is_needed(course, monkeypatch):
    monkeypatch.delenv("QISKIT_IBM_TOKEN")
    assert resume() == []


def test_a_job_of_another_account_is_kept_and_said(course):
    Journal().add("intent", "qinet-1", device="ibm_fez", shots=1)
    Journal().add("sent", "qinet-1", job_id="d0elsewhere")
    (handle,) = resume()
    with pytest.raises(Unsettled, match="another account"):
        handle.result(20)
    assert course.runs[0].open


# ---- Two kernels ---------------------------------------------------------------------------------


def test_two_kernels_share_a_journal_and_send_nothing_twice(course):
    """While one kernel looks after a run, another neither sends, nor cancels, nor ends it."""
    course.server.hold()
    handle = submit(COIN, **ASKED)
    until(lambda: handle.job_id)
    running._live.clear()  # what another kernel knows of this one
    (other,) = resume()
    assert other is not handle
    until(lambda: other.status == "another kernel looks after it")
    course.server.release()
    assert handle.result(10) == other.result(10)
    assert len(course.server.ledger.jobs) == 1
    course.audit()


def test_an_intent_that_another_kernel_is_about_to_send_is_left_alone(course):
    journal = Journal()
    claim = journal.claim("qinet-1")
    journal.add("intent", "qinet-1", device="ibm_fez", shots=64)
    (handle,) = resume()
    until(lambda: handle.status == "another kernel looks after it")
    assert course.runs[0].state == "intent"
    claim.release()
    with pytest.raises(NotSent, match="never reached"):
        handle.result(20)


@pytest.mark.slow
def test_the_service_never_has_to_refuse_a_sixth_job_in_a_minute(course, monkeypatch):
    """Its minute is a real one: this takes as long."""
    monkeypatch.setattr(running, "TIMING", replace(running.TIMING, clock=time.time))
    course.server.service.posts_per_minute = 5
    for _ in range(7):
        assert course.run(COIN).shots == 64
    assert [line.status for line in course.server.asked("post_job")] == [200] * 7


# ---- Disks ---------------------------------------------------------------------------------------


def full(*_, **__):
    raise OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize("what", ["journal", "turns"])
def test_on_a_full_disk_nothing_is_sent(course, monkeypatch, what):
    if what == "journal":
        monkeypatch.setattr(journals.os, "write", full)
    else:
        monkeypatch.setattr(storage, "update", full)
    with pytest.raises(NotSent, match=r"cannot be written \(No space left.*QINET_CONFIG"):
        course.run(COIN)
    assert not course.server.ledger.jobs
    assert not course.server.asked("post_job")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write")
def test_where_the_folder_cannot_be_written_nothing_is_sent(course):
    folder = storage.private_folder(storage.config_folder())
    folder.chmod(0o500)
    try:
        with pytest.raises(NotSent, match="QINET_CONFIG"):
            course.run(COIN)
    finally:
        folder.chmod(0o700)
    assert not course.server.ledger.jobs


def test_a_result_that_does_not_fit_on_the_disk_is_given_and_fetched_again(course, monkeypatch):
    with monkeypatch.context() as patched:
        patched.setattr(Journal, "store", full)
        handle = submit(COIN, **ASKED)
        result = handle.result(10)
        assert "not on disk" in repr(handle)
    assert course.runs[0].open
    (again,) = resume()
    assert again.result(10).joint == result.joint
    course.audit()


def test_a_disk_that_fills_after_the_post_loses_nothing(course, monkeypatch):
    add = Journal.add

    def fills(journal, event, key, **facts):
        if event != "intent":
            full()
        add(journal, event, key, **facts)

    with monkeypatch.context() as patched:
        patched.setattr(Journal, "add", fills)
        assert course.run(COIN).shots == 64
    assert course.runs[0].state == "intent"
    (again,) = resume()
    assert again.result(10).shots == 64
    course.audit()


def test_a_damaged_journal_is_kept_aside_and_its_jobs_are_found_again(course):
    result = course.run()
    journal = Journal()
    journal.path.write_bytes(b"\x00\x01 damaged\n")
    with pytest.warns(storage.StorageWarning, match="collect --all"):
        assert resume() == []
    (key,) = running.adopt(journal, course.server.account)
    assert running.adopt(journal, course.server.account) == []
    (handle,) = resume()
    assert handle.key == key
    found = handle.result(10)
    assert (found.joint, found.job_id) == (result.joint, result.job_id)
