"""Every fault that has a name reaches whoever asks, as its name says."""

import json
import time
from random import Random
from urllib.parse import urlencode

import pytest
import requests
from loopback import NAMES, PERILOUS, SITES, TOKEN, Loopback, kinds_at
from loopback.asking import put
from loopback.faults import KINDS
from loopback.plan import Plan

IN_PATH = {
    "token": ("POST", "/identity/token"),
    "search": ("POST", "/v3/resources/search"),
    "catalogue": ("GET", "/catalog/plan-open-instance"),
    "backends": ("GET", "/api/v1/backends"),
    "configuration": ("GET", "/api/v1/backends/ibm_fez/configuration"),
    "properties": ("GET", "/api/v1/backends/ibm_fez/properties"),
    "status": ("GET", "/api/v1/backends/ibm_fez/status"),
    "usage": ("GET", "/api/v1/instances/usage"),
    "post_job": ("POST", "/api/v1/jobs"),
    "list_jobs": ("GET", "/api/v1/jobs?tags=mine"),
    "get_job": ("GET", "/api/v1/jobs/put"),
    "results": ("GET", "/api/v1/jobs/put/results"),
    "metrics": ("GET", "/api/v1/jobs/put/metrics"),
    "cancel": ("POST", "/api/v1/jobs/waiting/cancel"),
    "session": ("POST", "/api/v1/sessions"),
}
BODY = {
    "backend": "ibm_fez",
    "program_id": "none",  # fails in the queue, long before Aer is asked
    "params": {"pubs": [["circuit", None, 100]]},
    "tags": ["mine"],
}
DROPS = {"refused", "reset", "hung-up", "reset-after", "hung-up-after", "cut", "stalled"}
PLAIN = {"wrong-type", "slow", "slow-after", "clock-ahead", "clock-behind"}


def asker(server):
    """Return what asks a site once, signed in, without any retry."""
    form = urlencode({"apikey": TOKEN})
    told = requests.post(f"{server.base}/identity/token", form, timeout=5).json()
    headers = {
        "Authorization": f"Bearer {told['access_token']}",
        "Service-CRN": server.allowance.crn,
    }

    def ask(site):
        method, path = IN_PATH[site]
        body = {
            "token": form,
            "post_job": json.dumps(BODY),
            "session": json.dumps({"mode": "batch"}),
        }
        return requests.request(
            method, server.base + path, data=body.get(site), headers=headers, timeout=5
        )

    return ask


@pytest.fixture(scope="module")
def shared():
    """One server for all: what struck is cleared, and it sets up itself again."""
    with Loopback() as server:
        yield server
        assert server.errors == []


@pytest.fixture
def server(shared):
    shared.faults.clear()
    shared.service.skew_s = 0.0
    shared.ledger.jobs.clear()
    put(shared, "put", tags=("mine",))
    put(shared, "waiting", state="Queued", tags=("yours",))
    return shared


def outcome(ask, site):
    try:
        return ask(site)
    except requests.ConnectionError:
        return "dropped"
    except requests.exceptions.ChunkedEncodingError:
        return "dropped"


def said(answer):
    """Return what an answer says, but for what differs from one asking to the next."""
    told = answer.text
    for key in ("id", "access_token"):
        if told.startswith("{") and key in (data := json.loads(told)):
            told = told.replace(str(data[key]), "·")
    return told


@pytest.mark.parametrize("name", NAMES)
def test_each_fault_arrives_as_named_and_then_all_is_well_again(server, name):
    site, _, kind = name.partition(":")
    ask = asker(server)
    server.faults.add(name, times=1, seconds=0.02)
    before = len(server.ledger.jobs)
    got = outcome(ask, site)
    assert server.faults.struck[-1].name == name
    code = kind.split("-")[0]
    if kind in DROPS:
        assert got == "dropped"
    elif code.isdigit():
        assert got.status_code == int(code)
        assert ("Retry-After" in got.headers) == kind.endswith("retry-after")
    elif kind in PLAIN:
        assert got.status_code in (200, 204)
    else:
        assert got != "dropped"
    if site == "post_job":
        accepted = len(server.ledger.jobs) - before
        assert accepted == (2 if kind == "accepted-twice" else KINDS[kind].works)
    if site == "cancel":
        assert server.ledger.find("waiting").over == KINDS[kind].works
    server.reopen()
    server.faults.clear()
    again = asker(server)(site)
    assert again.status_code in ((200, 204, 409) if site == "cancel" else (200, 204))


SPOILT = {
    "half-json": lambda told, whole: whole.startswith(told) and len(told) == len(whole) // 2,
    "html": lambda told, whole: told.startswith("<html>"),
    "empty": lambda told, whole: told == "",
    "garbage": lambda told, whole: not told.isascii(),
    "wrong-shape": lambda told, whole: json.loads(told) == {"hello": "world"},
    "wrong-type": lambda told, whole: told == whole,
    "slow": lambda told, whole: told == whole,
}


@pytest.mark.parametrize("kind", SPOILT)
@pytest.mark.parametrize("site", [site for site in SITES if site not in ("cancel", "session")])
def test_a_spoilt_answer_is_spoilt_as_named(server, site, kind):
    ask = asker(server)
    whole = said(ask(site)) if kind != "half-json" else ask(site).text
    server.faults.add(f"{site}:{kind}", seconds=0.02)
    got = ask(site)
    if kind == "half-json" and site in ("token", "post_job", "list_jobs", "session"):
        assert len(got.text) == pytest.approx(len(whole) / 2, rel=0.1)
        with pytest.raises(ValueError, match=r"."):
            got.json()
    else:
        told = got.text if kind in ("half-json", "garbage") else said(got)
        assert SPOILT[kind](told, whole)
    assert ("html" in got.headers.get("Content-Type", "")) == (kind in ("html", "wrong-type"))


def test_there_are_many_kinds_and_the_perilous_ones_are_among_them():
    assert len(NAMES) == len({*NAMES}) >= 400
    assert len(PERILOUS) == len({*PERILOUS}) >= 40
    assert {*PERILOUS} <= {*NAMES}
    assert all(len(kinds_at(site)) >= 20 for site in SITES)


def test_a_fault_strikes_at_the_nth_request_as_often_as_asked(server):
    ask = asker(server)
    server.faults.add("usage:503", nth=2, times=2)
    assert [ask("usage").status_code for _ in range(4)] == [200, 503, 503, 200]
    ask("status")
    server.faults.add("usage:500-six-times")
    assert [ask("usage").status_code for _ in range(7)] == [500] * 6 + [200]


def test_a_fault_can_be_set_for_a_request_counted_over_all_sites():
    plan = Plan()
    plan.at(2, "401")
    plan.at(3, "not-ready")  # strikes at results only
    plan.at(4, Random(1))
    names = [struck and struck.name for struck in map(plan.take, ["token", "usage", "usage"])]
    assert names == [None, "usage:401", None]
    assert plan.take("results").name.startswith("results:")
    assert plan.requests == 4


def test_faults_at_random_repeat_with_their_seed():
    plans = [Plan(), Plan(), Plan()]
    for plan, seed in zip(plans, (5, 5, 6), strict=True):
        plan.at_random(Random(seed), rate=0.3, among=PERILOUS)
        for site in [*SITES] * 20:
            plan.take(site)
    assert plans[0].struck == plans[1].struck != plans[2].struck
    assert {struck.name for struck in plans[0].struck} <= {*PERILOUS}
    plans[0].clear()
    assert all(plans[0].take(site) is None for site in SITES)


def test_an_unknown_fault_is_refused():
    with pytest.raises(ValueError, match="no fault"):
        Plan().add("post_job:fire")


def test_a_door_that_was_shut_opens_at_the_same_address_with_the_same_jobs(server):
    ask = asker(server)
    server.shut()
    for _ in range(3):
        assert outcome(ask, "usage") == "dropped"
    server.reopen()
    assert ask("get_job").json()["id"] == "put"


def test_a_revoked_token_stays_revoked_and_a_new_one_is_good(server):
    ask = asker(server)
    server.faults.add("usage:revoked")
    assert [ask("usage").status_code for _ in range(3)] == [401] * 3
    assert asker(server)("usage").status_code == 200


@pytest.mark.parametrize("kind", ["clock-ahead", "clock-behind"])
def test_a_clock_that_is_off_stays_off_and_stamps_jobs_so(server, kind):
    server.faults.add(f"token:{kind}")
    ask = asker(server)
    made = ask("post_job").json()["id"]
    off_s = server.ledger.find(made).created_s - time.time()
    assert off_s == pytest.approx(3600 if kind == "clock-ahead" else -3600, abs=5)
    assert ask("usage").status_code == 200


def test_the_list_of_jobs_lies_as_named(server):
    ask = asker(server)

    def listed(kind):
        server.faults.add(f"list_jobs:{kind}")
        told = ask("list_jobs").json()
        assert told["count"] == len(told["jobs"])
        return [job["id"] for job in told["jobs"]]

    assert listed("lags") == []
    assert listed("doubled") == ["put", "put"]
    assert listed("tags-ignored") == ["waiting", "put"]
    assert [job["id"] for job in ask("list_jobs").json()["jobs"]] == ["put"]


@pytest.mark.parametrize(
    ("kind", "state", "code"),
    [
        ("fails", "Failed", 1517),
        ("cancelled-elsewhere", "Cancelled", None),
        ("too-long", "Cancelled", 1305),
    ],
)
def test_a_job_meets_the_fate_it_was_given(server, kind, state, code):
    ask = asker(server)
    server.faults.add(f"post_job:{kind}")
    job = server.ledger.find(ask("post_job").json()["id"])
    server.ledger.jobs[:] = [job]
    server.ledger.wait_for(1, state="over")
    assert (job.state, job.reason_code) == (state, code)


def test_a_stuck_job_stays_until_it_is_let_go(server):
    ask = asker(server)
    server.faults.add("post_job:stuck")
    job = server.ledger.find(ask("post_job").json()["id"])
    time.sleep(0.1)
    assert job.state == "Queued"
    server.unstick()
    server.ledger.jobs[:] = [job]
    server.ledger.wait_for(1, state="over")


def test_the_ledger_knows_twins_and_orphans(server):
    ask = asker(server)
    server.faults.add("post_job:accepted-twice")
    known = ask("post_job").json()["id"]
    server.ledger.jobs[:] = server.ledger.jobs[2:]
    ((first, second),) = server.ledger.duplicates()
    assert first.id == known
    assert first.digest == second.digest
    for job in (first, second):
        job.qpu_s, job.state = 2.0, "Completed"
    server.ledger.jobs[:] = [first, second]
    assert server.ledger.lost({known}) == [second]
    assert server.ledger.paid() == [first, second]
    assert server.ledger.tagged("mine") == [first, second]
