"""Two processes, killed while they serve: what any SAE ever got, it got once."""

import os
import random
import threading
import time

import pytest

from qinet_edu import kme

from .conftest import FAR, MASTER, NEAR, SLAVE


class Customer(threading.Thread):
    """An SAE that asks until it is told to stop, and keeps what it got."""

    def __init__(self, link, over):
        super().__init__(daemon=True)
        self.link, self.over = link, over
        self.mine, self.theirs, self.lost = [], [], 0

    def run(self):
        master, slave = self.link.client(MASTER), self.link.client(SLAVE)
        while not self.over.is_set():
            try:
                keys = master.get_keys(SLAVE, number=2, size=64)
                self.mine += keys
                self.theirs += slave.get_keys_by_id(MASTER, [key.key_id for key in keys])
            except kme.KmeUnreachable:
                self.lost += 1
                time.sleep(0.01)


@pytest.mark.skipif(os.name == "nt", reason="there is no SIGKILL")
def test_killed_while_serving_nothing_is_delivered_twice(link):
    link.fill(96 * 1024)
    over, drawn = threading.Event(), random.Random(5)
    with kme.start(link.link.folder) as running:
        customers = [Customer(link, over) for _ in range(2)]
        for each in customers:
            each.start()
        for _ in range(4):
            time.sleep(0.1 + 0.3 * drawn.random())
            name = drawn.choice([NEAR, FAR])
            running.kill(name)
            assert f"{name} does not run" in repr(running)
            running.start(name)
        time.sleep(0.3)
        over.set()
        for each in customers:
            each.join(30)
    mine = [key for each in customers for key in each.mine]
    theirs = [key for each in customers for key in each.theirs]
    assert len({key.key_id for key in mine}) == len({key.material for key in mine}) == len(mine)
    assert len({key.key_id for key in theirs}) == len(theirs) > 0
    by_id = {key.key_id: key.material for key in mine}
    assert all(by_id[key.key_id] == key.material for key in theirs)
    assert sum(each.lost for each in customers) > 0  # it was killed while it served


def test_after_a_kill_what_was_fetched_stays_fetched_and_the_rest_is_there(link):
    link.fill()
    with kme.start(link.link.folder) as running:
        first, second = running.connect(MASTER).get_keys(SLAVE, number=2)
        running.connect(SLAVE).get_keys_by_id(MASTER, [first.key_id])
        for name in (NEAR, FAR):
            running.kill(name)
        with pytest.raises(kme.KmeUnreachable, match="does not answer"):
            running.connect(SLAVE).get_keys_by_id(MASTER, [second.key_id])
        for name in (NEAR, FAR):
            running.start(name)
        slave = running.connect(SLAVE)
        assert slave.get_keys_by_id(MASTER, [second.key_id]) == [second]
        for key in (first, second):
            with pytest.raises(kme.KeyRefused, match="fetched before"):
                slave.get_keys_by_id(MASTER, [key.key_id])
        with pytest.raises(ValueError, match="runs already"):
            running.start(NEAR)


def test_when_the_one_who_started_them_ends_they_end(link):
    link.fill()
    running = kme.start(link.link.folder)
    processes = list(running._processes.values())
    running.stop()
    assert [process.returncode for process in processes] == [0, 0]
    with pytest.raises(kme.KmeUnreachable, match="does not run"):
        link.client(MASTER).status(SLAVE)


def test_a_kme_that_cannot_start_says_why(link):
    link.fill()
    (link.link.folder / "deliveries.jsonl").write_text('{"n":5}\n')
    with pytest.raises(kme.KmeUnreachable, match="line 5 after line 0"):
        kme.start(link.link.folder)


def test_a_link_for_the_time_being_leaves_nothing_behind():
    with kme.start(key=bytes(range(64))) as running:
        folder = running.link.folder
        assert folder.is_dir()
    assert not folder.exists()
    with pytest.raises(TypeError, match="list of bits"):
        kme.start(key="0101")
