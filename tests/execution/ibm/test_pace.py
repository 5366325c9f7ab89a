import json
import threading
from itertools import islice

import pytest

from qinet_edu import storage
from qinet_edu.execution.ibm.pace import PER_S, POSTS, Timing, Turns
from qinet_edu.execution.ibm.problems import ServiceError


class Clock:
    def __init__(self):
        self.now = 1000.0

    def __call__(self):
        return self.now

    def sleep(self, s):
        self.now += s


def test_waits_grow_from_two_to_thirty_seconds():
    waits = [*islice(Timing().polls(), 20)]
    assert waits[0] == 2.0
    assert waits == sorted(waits)
    assert waits[-1] == 30.0


def asked(answers, timing):
    left = iter(answers)

    def question():
        answer = next(left)
        if isinstance(answer, Exception):
            raise answer
        return answer

    return timing.patiently(question)


@pytest.mark.parametrize("code", [None, 401, 403, 404, 429, 500, 502])
def test_one_bad_answer_is_asked_again(code):
    slept = []
    assert asked([ServiceError("no", code), "yes"], Timing(sleep=slept.append)) == "yes"
    assert slept == [0.5]


def test_what_stays_missing_is_missing_soon_and_an_outage_ends_the_patience():
    slept = []
    with pytest.raises(ServiceError, match="gone"):
        asked([ServiceError("gone", 404)] * 9, Timing(sleep=slept.append))
    assert len(slept) == 2
    with pytest.raises(ServiceError, match="away"):
        asked([ServiceError("away")] * 9, Timing(sleep=slept.append))
    assert sum(slept[2:]) == 7.5


def test_in_no_minute_more_posts_than_five(tmp_path):
    clock = Clock()
    taken = []
    kernels = [Turns(tmp_path / "pace.json", clock=clock) for _ in range(3)]
    for number in range(40):
        while wait := kernels[number % 3].take():
            assert 0 < wait <= PER_S
            clock.sleep(wait)
        taken.append(clock.now)
        clock.sleep(0.7)
    assert all(late - early >= 60 for early, late in zip(taken, taken[POSTS:], strict=False))


def test_kernels_at_the_same_moment_share_the_turns(tmp_path):
    clock, free = Clock(), []

    def take():
        free.append(Turns(tmp_path / "pace.json", clock=clock).take())

    threads = [threading.Thread(target=take) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert free.count(0.0) == POSTS


def test_a_clock_that_was_put_back_keeps_nobody_waiting(tmp_path):
    clock = Clock()
    turns = Turns(tmp_path / "pace.json", clock=clock)
    for _ in range(POSTS):
        turns.take()
    clock.now -= 500
    assert turns.take() == 0


def test_a_damaged_file_of_turns_is_kept_aside(tmp_path):
    path = tmp_path / "pace.json"
    path.write_text(json.dumps({"schema": 1, "posts": "many"}))
    with pytest.warns(storage.StorageWarning, match="kept as"):
        assert Turns(path, clock=Clock()).take() == 0
