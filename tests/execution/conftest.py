"""A hundred times hurried runs on the loopback, and whoever checks that nothing was lost."""

import time
from math import pi

import pytest

from qinet_edu import circuits, run
from qinet_edu.execution.ibm import client, running
from qinet_edu.execution.ibm.jobs import Progress
from qinet_edu.execution.ibm.journal import MARK, Journal
from qinet_edu.execution.ibm.pace import Timing
from qinet_edu.execution.ibm.problems import HardwareProblem

TIMES = 100


def hurried():
    """Return the course's own patience, on a clock that runs a hundred times as fast."""
    began = time.monotonic()
    return Timing(
        sleep=lambda s: time.sleep(s / TIMES),
        clock=lambda: 1e9 + (time.monotonic() - began) * TIMES,
    )


class Course:
    """What a student does, and what an auditor asks afterwards."""

    def __init__(self, server, posts):
        self.server = server
        self.posts = posts  # (key of the journal, was its intent written down) for each post

    @staticmethod
    def teleported(form="dynamic"):
        """A state at π/3, teleported to Bob and measured: he sees a one in a quarter of shots."""
        state = circuits.bloch(pi / 3)
        return circuits.measure(circuits.teleport(state, form=form), "z")

    def run(self, circuit=None, **how):
        how = {"backend": "ibm", "shots": 64, "seed": 1, "max_qpu_s": 5, **how}
        return run(self.teleported() if circuit is None else circuit, **how)

    @property
    def runs(self):
        return [*Journal().runs().values()]

    @property
    def known(self):
        """Every job that the journal names."""
        return {job for run in self.runs for job in (run.job_id, *run.duplicates)}

    def collect(self):
        """Fetch in peace what a broken run left, as ``qinet jobs collect`` does."""
        self.server.faults.clear()
        account, journal, fetched = self.server.account, Journal(), []
        for one in self.runs:
            if one.open:
                try:
                    fetched.append(
                        running.look_after(one.key, journal, account, Progress(), wait=True)
                    )
                except HardwareProblem:
                    continue
        return fetched

    def audit(self):
        """See that nothing was lost, nothing was sent unannounced, and nothing is left open."""
        assert all(announced for _, announced in self.posts), self.posts
        assert {job.tags[1] for job in self.server.ledger.jobs} <= {run.key for run in self.runs}
        assert all(job.tags[0] == MARK for job in self.server.ledger.jobs)
        assert self.server.ledger.lost(self.known) == []
        for one in self.runs:
            assert not one.open, one
            if one.state == "done":
                assert Journal().load(one.key)[0].job_id == one.job_id


@pytest.fixture
def in_a_hurry(monkeypatch):
    monkeypatch.setattr(running, "TIMING", hurried())


@pytest.fixture
def course(loopback, in_a_hurry, monkeypatch):
    """The course on a hurried clock, led to the loopback, with every post looked at."""
    posts = []
    post = client.Service.post

    def watched(service, *args, **how):
        key = how["tags"][1]
        runs = Journal().runs()
        posts.append((key, key in runs and runs[key].state == "intent"))
        return post(service, *args, **how)

    monkeypatch.setattr(client.Service, "post", watched)
    return Course(loopback, posts)
