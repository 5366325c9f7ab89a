"""Whatever happens to a store, no key leaves it twice."""

import json
import os
import random
import subprocess
import sys
import textwrap
from concurrent.futures import ThreadPoolExecutor

import pytest

from qinet_edu.kme.journal import Damaged, Lines
from qinet_edu.kme.refusals import Refusal
from qinet_edu.kme.store import DELIVERIES, KeyStore, deposit

NEAR, FAR = "KME-a", "KME-b"
WHO = {"master": "SAE-a", "slave": "SAE-b"}
MATERIAL = random.Random(7).randbytes(2000)


@pytest.fixture
def folder(tmp_path):
    deposit(tmp_path, {NEAR: MATERIAL, FAR: MATERIAL})
    return tmp_path


def issue(folder, number=1, size=256, kme=NEAR):
    return KeyStore(folder, kme).issue(**WHO, number=number, size=size)


def fetch(folder, *keys):
    return KeyStore(folder, FAR).fetch(**WHO, key_ids=[key.key_id for key in keys])


def test_keys_are_cut_from_what_qkd_yielded_one_after_the_other(folder):
    first, second = issue(folder, 2, 64)
    (third,) = issue(folder, 1, 128, kme=FAR)
    assert first.material + second.material + third.material == MATERIAL[:32]
    assert KeyStore(folder, FAR).bits_left == 8 * len(MATERIAL) - 256


def test_what_was_delivered_is_wiped_on_the_side_that_delivered_it(folder):
    keys = issue(folder, 2)
    material = {name: (folder / f"{name}.material").read_bytes() for name in (NEAR, FAR)}
    assert material[NEAR][:64] == bytes(64)
    assert material[NEAR][64:] == MATERIAL[64:]
    assert material[FAR] == MATERIAL
    fetch(folder, keys[1])
    assert (folder / f"{FAR}.material").read_bytes() == MATERIAL[:32] + bytes(32) + MATERIAL[64:]


def test_the_shared_file_holds_no_key(folder):
    keys = issue(folder, 3)
    fetch(folder, *keys)
    written = (folder / DELIVERIES).read_bytes()
    for key in keys:
        assert key.key_id.encode() in written
        for form in (key.material, key.material.hex().encode()):
            assert form not in written


def test_a_torn_line_was_never_acted_upon(folder):
    """Cut the file anywhere in its last line: the key of that line never left, and may."""
    first = issue(folder)[0]
    whole = (folder / DELIVERIES).read_bytes()
    material = {name: (folder / f"{name}.material").read_bytes() for name in (NEAR, FAR)}
    second = issue(folder)[0]
    longer = (folder / DELIVERIES).read_bytes()
    for cut in range(len(whole), len(longer) + 1):
        (folder / DELIVERIES).write_bytes(longer[:cut])
        for name in (NEAR, FAR):
            (folder / f"{name}.material").write_bytes(material[name])
        (again,) = issue(folder)
        assert again.material != first.material
        if cut >= len(longer) - 1:  # all but its end of line: it counts
            assert again.material != second.material
        (last,) = issue(folder)
        assert last.material not in (first.material, again.material)
        assert len(fetch(folder, again, last)) == 2


def test_a_line_that_is_gone_stops_everything(folder):
    issue(folder)
    issue(folder)
    lines = (folder / DELIVERIES).read_text().split("\n")
    without = [line for line in lines if '"n":2' not in line]
    (folder / DELIVERIES).write_text("\n".join(without))
    with pytest.raises(Refusal) as refused:
        issue(folder)
    assert refused.value.status == 503
    assert "line 3 after line 1" in str(refused.value.details)


def test_a_list_of_deliveries_that_is_lost_gives_no_key_again(folder):
    issue(folder, 4)
    (folder / DELIVERIES).unlink()
    Lines(folder / DELIVERIES).add({"event": "deposit", "bytes": len(MATERIAL)})
    with pytest.raises(Refusal, match="503"):
        issue(folder)
    store = KeyStore(folder, NEAR)
    store.bits_left  # noqa: B018 (reads the file)
    (folder / DELIVERIES).unlink()
    with pytest.raises(Refusal, match="is gone"):
        store.issue(**WHO, number=1, size=64)


def test_a_line_of_another_version_stops_everything(folder):
    lines = Lines(folder / DELIVERIES)
    list(lines.fresh())
    lines.add({"event": "loan"})
    with pytest.raises(Refusal, match="another version"):
        KeyStore(folder, NEAR)


def test_a_full_disk_delivers_nothing_and_loses_nothing(folder, monkeypatch):
    store = KeyStore(folder, NEAR)
    real = os.write
    monkeypatch.setattr(os, "write", lambda file, data: real(file, data[: len(data) // 2]))
    with pytest.raises(Refusal) as refused:
        store.issue(**WHO, number=1, size=256)
    assert refused.value.status == 503
    assert "space" in str(refused.value.details)
    monkeypatch.undo()
    assert store.issue(**WHO, number=1, size=256)[0].material == MATERIAL[:32]


def test_two_programs_never_give_the_same_key(folder):
    stores = [KeyStore(folder, name) for name in (NEAR, FAR, NEAR)]
    with ThreadPoolExecutor(3) as pool:
        found = pool.map(
            lambda store: [store.issue(**WHO, number=2, size=64) for _ in range(10)], stores
        )
        keys = [key for some in found for pair in some for key in pair]
    taken = b"".join(sorted((key.material for key in keys), key=MATERIAL.index))
    assert len({key.key_id for key in keys}) == 60
    assert sorted(taken) == sorted(MATERIAL[: 60 * 8])


def test_a_deposit_that_was_cut_short_is_not_there_and_the_next_takes_its_place(tmp_path):
    deposit(tmp_path, {NEAR: b"a" * 32, FAR: b"a" * 32})
    KeyStore(tmp_path, NEAR).material.write({32: b"lost" * 8})  # one end only, and no line
    assert KeyStore(tmp_path, FAR).bits_left == 256
    deposit(tmp_path, {NEAR: b"b" * 32, FAR: b"b" * 32})
    keys = issue(tmp_path, 2)
    assert fetch(tmp_path, *keys) == keys
    assert [key.material for key in keys] == [b"a" * 32, b"b" * 32]


def test_there_is_room_for_so_much_and_no_more(tmp_path):
    most = 4096 * 32
    deposit(tmp_path, {NEAR: b"a" * most, FAR: b"a" * most})
    with pytest.raises(ValueError, match="has room for"):
        deposit(tmp_path, {NEAR: b"b", FAR: b"b"})
    issue(tmp_path)
    deposit(tmp_path, {NEAR: b"b" * 32, FAR: b"b" * 32})


@pytest.mark.parametrize(
    ("yielded", "words"),
    [
        ({NEAR: b"a"}, "two ends"),
        ({NEAR: b"a", FAR: b"ab"}, "have the same key"),
        ({"../x": b"a", FAR: b"a"}, "cannot name"),
    ],
)
def test_what_is_no_yield_of_a_link_is_refused(tmp_path, yielded, words):
    with pytest.raises(ValueError, match=words):
        deposit(tmp_path, yielded)


# Dies at the nth write to the disk, just before it or just after.
CHILD = textwrap.dedent(
    """
    import os, signal, sys
    from pathlib import Path
    from qinet_edu.kme.store import KeyStore

    folder, kme, what, nth, after = sys.argv[1:6]
    left = [int(nth)]

    def dying(real):
        def call(*given):
            left[0] -= 1
            if not left[0] and after == "before":
                os.kill(os.getpid(), signal.SIGKILL)
            done = real(*given)
            if not left[0]:
                os.kill(os.getpid(), signal.SIGKILL)
            return done
        return call

    store = KeyStore(Path(folder), kme)
    os.write, os.fsync, os.close = map(dying, (os.write, os.fsync, os.close))
    who = {"master": "SAE-a", "slave": "SAE-b"}
    if what == "issue":
        keys = store.issue(**who, number=2, size=256)
    else:
        keys = store.fetch(**who, key_ids=sys.argv[6:])
    sys.stdout.write("\\n".join(f"{key.key_id} {key.material.hex()}" for key in keys))
    sys.stdout.flush()
    """
)


@pytest.mark.skipif(os.name == "nt", reason="there is no SIGKILL")
@pytest.mark.parametrize("after", ["before", "after"])
@pytest.mark.parametrize("what", ["issue", "fetch"])
def test_killed_at_any_write_it_delivers_nothing_twice(folder, what, after):
    delivered, ended = set(), set()
    for nth in range(1, 9):
        mine = issue(folder, 2) if what == "fetch" else []
        seen_before = {key.material.hex() for key in mine} if what == "fetch" else set()
        kme = NEAR if what == "issue" else FAR
        done = subprocess.run(
            [sys.executable, "-c", CHILD, str(folder), kme, what, str(nth), after,
             *(key.key_id for key in mine)],
            capture_output=True, text=True,
        )  # fmt: skip
        ended.add(done.returncode)
        assert done.returncode in (0, -9), done.stderr
        got = {line.split()[1] for line in done.stdout.splitlines()}
        assert not got & delivered
        if what == "fetch":
            assert got <= seen_before
            try:  # either it counts as fetched, or it still can be
                later = {key.material.hex() for key in fetch(folder, *mine)}
            except Refusal:
                later = set()
            assert not (got and later)
            delivered |= later
        delivered |= got
        wiped = KeyStore(folder, kme).material.path.read_bytes()
        assert all(bytes.fromhex(key) not in wiped for key in got)
    fresh = {key.material.hex() for key in issue(folder, 4)}
    assert not fresh & delivered
    assert ended == {0, -9}


def test_starting_again_wipes_what_a_crash_left_behind(folder):
    (key,) = issue(folder)
    material = KeyStore(folder, NEAR).material
    material.write({0: key.material})  # as if it died before it wiped
    assert key.material in material.path.read_bytes()
    KeyStore(folder, NEAR)
    assert key.material not in material.path.read_bytes()


def test_lines_that_are_missing_are_noticed(tmp_path):
    path = tmp_path / "lines.jsonl"
    path.write_text(json.dumps({"n": 2}) + "\n")
    with pytest.raises(Damaged, match="line 2 after line 0"):
        list(Lines(path).fresh())
