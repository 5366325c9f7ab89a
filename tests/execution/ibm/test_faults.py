"""Whatever goes wrong on the way to IBM's service and back, no job is lost."""

import time
from contextlib import suppress
from random import Random

import pytest
from loopback import NAMES, PERILOUS

from qinet_edu import submit
from qinet_edu.execution.ibm.problems import HardwareProblem, JobFailed, Unsettled

# What ends without a result, and should: the service said no, or the job came to nothing.
FATES = ("fails", "cancelled-elsewhere", "too-long", "stuck")
REFUSALS = ("400", "409", "422", "used-up")


def until(there, seconds=20):
    late = time.monotonic() + seconds
    while not there():
        assert time.monotonic() < late
        time.sleep(0.01)


def survive(course):
    """Run once; return the result, or the error that says what to do next."""
    jobs = course.server.ledger.jobs
    try:
        handle = submit(course.teleported(), backend="ibm", shots=64, seed=1, max_qpu_s=5)
        while not handle._future.done():
            if handle.job_id and any(job.fate == "stuck" and not job.over for job in jobs):
                with suppress(HardwareProblem):  # the cancelling may meet faults, too
                    handle.cancel()
            time.sleep(0.005)
        return handle.result()
    except HardwareProblem as problem:
        said, cause = str(problem), problem.__cause__
        outcome = problem
    assert len(said) > 40
    assert course.server.account.token not in said
    assert cause is None
    return outcome


@pytest.mark.parametrize("name", PERILOUS)
def test_a_fault_loses_no_job(course, faults, name):
    site, _, kind = name.partition(":")
    if site == "cancel":  # asked only when there is something to cancel
        faults.add("post_job:accepted-twice")
    faults.add(name)
    outcome = survive(course)
    assert faults.struck
    course.collect()
    course.audit()
    if site == "post_job" and kind in FATES:
        assert isinstance(outcome, JobFailed)
    elif site == "post_job" and kind in REFUSALS:
        assert isinstance(outcome, HardwareProblem)
        assert not course.server.ledger.jobs
    elif name == "post_job:500-six-times":  # it may have meant yes, six times
        assert isinstance(outcome, Unsettled)
        assert course.run().shots == 64
    elif name != "token:wrong-key":
        assert not isinstance(outcome, HardwareProblem), outcome


def test_a_service_that_accepts_jobs_and_lists_none_is_not_sent_ever_more(course, faults):
    faults.add("post_job:hung-up-after", times=20)
    faults.add("list_jobs:lags", times=200)
    assert isinstance(survive(course), Unsettled)
    assert len(course.server.ledger.jobs) <= 3
    course.collect()
    course.audit()
    (run,) = course.runs
    assert run.state == "done"
    assert len(run.duplicates) == len(course.server.ledger.jobs) - 1


def test_the_service_makes_two_jobs_of_one(course, faults):
    course.server.hold()
    faults.add("post_job:accepted-twice")
    handle = submit(course.teleported(), backend="ibm", shots=64, max_qpu_s=5)
    course.server.ledger.wait_for(2)
    until(lambda: course.runs[0].duplicates)
    course.server.release()
    assert handle.result(20).shots == 64
    assert [*course.runs[0].duplicates.values()] == [True]
    assert len(course.server.ledger.paid()) == 1


def test_there_are_at_least_forty_kinds():
    assert len(PERILOUS) >= 40


@pytest.mark.parametrize("seed", range(3))
def test_one_fault_at_every_request_the_client_makes(course, faults, seed):
    """A run without faults tells how many requests there are; each is then struck in turn."""
    course.run()
    requests = faults.requests
    assert requests > 15
    random = Random(seed)
    for number in range(1 + seed, requests + 1, 3):
        faults.clear()
        faults.at(faults.requests + number, random)
        survive(course)
        course.collect()
        course.audit()


def storm(course, faults, seed):
    """One to three faults at random requests of one run."""
    random = Random(seed)
    for _ in range(random.randint(1, 3)):
        faults.at(faults.requests + random.randint(1, 25), random)
    survive(course)
    course.collect()
    course.audit()


def test_chaos(course, faults):
    for seed in range(25):
        storm(course, faults, seed)


@pytest.mark.slow
@pytest.mark.parametrize("block", range(10))
def test_much_chaos(course, faults, block):
    for seed in range(1000 + 50 * block, 1050 + 50 * block):
        storm(course, faults, seed)
    assert {each.name for each in faults.struck} <= {*NAMES}
