"""What IBM's own client makes of each fault: the facts that the course's own layer stands on.

Where one of these changes with a new version of the client, that layer wants another look.
"""

import pytest
from loopback import TOKEN, kinds_at
from loopback.asking import sampler, teleported

# Kind of fault at a post: jobs accepted, and what the client raises (None: it returns an id).
POSTED = {
    # Refused, and said so.
    "400": (0, "IBMRuntimeError"),
    "401": (0, "IBMNotAuthorizedError"),
    "403": (0, "IBMRuntimeError"),
    "404": (0, "RuntimeProgramNotFound"),
    "409": (0, "IBMRuntimeError"),
    "422": (0, "IBMRuntimeError"),
    "429": (0, "IBMRuntimeError"),
    "429-retry-after": (0, "IBMRuntimeError"),  # at once: it waits for GET only
    "revoked": (0, "IBMNotAuthorizedError"),
    "used-up": (0, "IBMRuntimeError"),
    # Never there, and not to be told from accepted.
    "refused": (0, "IBMRuntimeError"),
    "reset": (0, "IBMRuntimeError"),
    "hung-up": (0, "IBMRuntimeError"),
    # Posted again by the client itself: well where nothing was accepted, paid twice where it was.
    "500": (1, None),
    "502": (1, None),
    "503": (1, None),
    "504": (1, None),
    "500-after": (2, None),
    "502-after": (2, None),
    "503-after": (2, None),
    "504-after": (2, None),
    "accepted-twice": (2, None),
    # Accepted, and the id is lost.
    "hung-up-after": (1, "IBMRuntimeError"),
    "reset-after": (1, "IBMRuntimeError"),
    "stalled": (1, "IBMRuntimeError"),
    "cut": (1, "IBMRuntimeError"),
    "429-after": (1, "IBMRuntimeError"),
    "401-after": (1, "IBMNotAuthorizedError"),
    "half-json": (1, "JSONDecodeError"),
    "html": (1, "JSONDecodeError"),
    "empty": (1, "JSONDecodeError"),
    "garbage": (1, "JSONDecodeError"),
    "wrong-shape": (1, "KeyError"),
}
# One such answer ends a wait; the job goes on.
DEADLY = {
    "get_job": ("401", "403", "404", "429", "cut", "half-json", "html", "revoked", "wrong-shape"),
    "results": ("401", "404", "429", "cut", "half-json", "html", "garbage", "wrong-shape"),
}
SURVIVED = ("500", "502", "503", "504", "hung-up", "reset", "slow", "wrong-type")
MISTAKEN_FOR_A_WRONG_KEY = (
    *(f"token:{kind}" for kind in ("500", "429", "html", "hung-up", "wrong-key")),
    *(f"search:{kind}" for kind in ("500", "429", "403", "half-json", "hung-up")),
)


@pytest.fixture
def fez(loopback):
    return loopback.client().backend("ibm_fez")


@pytest.fixture
def post(loopback, fez):
    """Post one job, which stays in the queue."""
    loopback.hold()
    isa = teleported(fez)
    return lambda: sampler("executor", fez).run([isa], shots=64)


def test_every_kind_of_post_is_known():
    harmless = {"slow", "slow-after", "wrong-type", "503-retry-after"}
    fates = {"fails", "cancelled-elsewhere", "too-long", "stuck"}
    slow = {"500-six-times", "502-after-six-times"}
    assert {*POSTED} | harmless | fates | slow == {*kinds_at("post_job")}


@pytest.mark.parametrize("kind", POSTED)
def test_a_post_meets_a_fault(loopback, post, kind):
    accepted, error = POSTED[kind]
    loopback.faults.add(f"post_job:{kind}", seconds=0.05)
    if error is None:
        assert loopback.ledger.find(post().job_id())
    else:
        with pytest.raises(Exception, match=r".") as raised:
            post()
        assert type(raised.value).__name__ == error
    assert len(loopback.ledger.jobs) == accepted
    assert len(loopback.ledger.duplicates()) == (accepted == 2)


@pytest.mark.slow
def test_six_gateway_errors_in_a_row_make_six_jobs_and_no_id(loopback, post):
    loopback.faults.add("post_job:502-after-six-times")
    with pytest.raises(Exception, match="502"):
        post()
    assert len(loopback.ledger.jobs) == 6
    assert [*map(len, loopback.ledger.duplicates())] == [6]


def test_a_service_that_is_gone_is_connected_to_three_more_times(loopback, post):
    loopback.shut(for_s=0.3)
    assert loopback.ledger.find(post().job_id())


@pytest.mark.parametrize("name", [f"{site}:{kind}" for site in DEADLY for kind in DEADLY[site]])
def test_one_such_answer_ends_the_wait_and_not_the_job(loopback, post, name):
    job = post()
    loopback.release()
    loopback.ledger.wait_for(state="over")
    loopback.faults.add(name)
    with pytest.raises(Exception, match=r"."):
        job.result()
    assert loopback.ledger.jobs[0].state == "Completed"
    assert loopback.ledger.lost({job.job_id()}) == []


@pytest.mark.parametrize("kind", SURVIVED, ids="once-{}".format)  # "slow" alone would mark it so
def test_the_client_asks_again_by_itself(loopback, post, kind):
    job = post()
    loopback.release()
    loopback.ledger.wait_for(state="over")
    loopback.faults.add(f"get_job:{kind}", seconds=0.05)
    loopback.faults.add(f"results:{kind}", seconds=0.05)
    assert sum(job.result()[0].data.bob.get_counts().values()) == 64
    assert len(loopback.faults.struck) == 2


@pytest.mark.parametrize("kind", ["not-ready", "empty"])
def test_results_that_are_not_there_yet_are_returned_as_none(loopback, post, kind):
    job = post()
    loopback.release()
    loopback.ledger.wait_for(state="over")
    loopback.faults.add(f"results:{kind}")
    assert job.result() is None
    assert job.result() is not None


@pytest.mark.parametrize("name", MISTAKEN_FOR_A_WRONG_KEY)
def test_whatever_fails_at_first_is_said_to_be_a_wrong_key(loopback, name):
    loopback.faults.add(name)
    with pytest.raises(Exception, match="check that you are using a valid API token"):
        loopback.client()


def test_without_a_token_service_the_key_itself_is_sent(loopback):
    loopback.faults.add("token:500", nth=2, times=9)
    with pytest.warns(UserWarning, match="API Key will be used instead") as warned:
        loopback.client()
    assert {line.signed for line in loopback.asked("backends")} == {"apikey"}
    assert not any(TOKEN in str(warning.message) for warning in warned)


def test_a_token_that_is_expired_on_arrival_is_told_by_a_401(loopback):
    loopback.faults.add("token:expired", times=9)
    service = loopback.client()  # says nothing: it goes on without devices
    with pytest.raises(Exception, match="401"):
        service.usage()


@pytest.mark.parametrize("kind", ["clock-ahead", "clock-behind"])
def test_a_clock_an_hour_off_is_no_trouble(loopback, kind):
    loopback.faults.add(f"token:{kind}")
    assert loopback.client().least_busy().name == "ibm_berlin"


def test_a_list_may_lag_and_may_double(loopback, fez):
    loopback.hold()
    job = sampler("executor", fez, "mine").run([teleported(fez)], shots=1)
    loopback.faults.add("list_jobs:lags")
    loopback.faults.add("list_jobs:doubled", nth=2)
    lists = [fez.service.jobs(job_tags=["mine"]) for _ in range(3)]
    assert [[one.job_id() for one in some] for some in lists] == [
        [],
        [job.job_id()] * 2,
        [job.job_id()],
    ]
