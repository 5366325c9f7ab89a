"""Whatever a submission tries, it gains no mark, reaches nothing outside and leaves nothing behind.

The attacks are a table, ``hostile/attacks.toml``: one cell each, run between wrong answers and
their checks. They run in groups, two at a time, as submissions of a class do; an honest one runs
among them, and must get its marks.
"""

import json
import os
import random
import re
import socket
import subprocess
import sys
import tomllib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from qinet_edu import check
from qinet_edu.grading import box
from qinet_edu.grading.engine import Engine

pytestmark = pytest.mark.usefixtures("boxed")

TABLE = Path(__file__).with_name("hostile") / "attacks.toml"
ATTACKS = tomllib.loads(TABLE.read_text(encoding="utf-8"))
GROUPS = 8
EXERCISES = [check.get(f"01.{number}") for number in range(1, 6)]
IMPORTS = "from qinet_edu import check, circuits, run\nfrom math import pi"
WRONG = """
quarter = circuits.bloch(pi / 2)
phase = 0.5
def find_arrow(prepare):
    return [7, 7, 7]
printed = "00 000"
shots = 1
"""
RIGHT = """
quarter = circuits.bloch(pi / 3)
phase = pi / 3
def find_arrow(prepare):
    along = [circuits.measure(prepare, axis) for axis in "xyz"]
    return [result.expectation("qubit") for result in run(along, shots=4000)]
printed = "01 011"
shots = 9604
"""
LARGEST_STORED = 1_000_000
SECRET = "canary-of-worth"


@pytest.fixture(scope="module")
def engine():
    with Engine(workers=2) as engine:
        yield engine


@pytest.fixture
def outside(tmp_path, monkeypatch):
    """What belongs to the grader: a folder with a secret, an environment, a server, a name."""
    (tmp_path / "secret").write_text(SECRET, encoding="utf-8")
    monkeypatch.setenv("IBM_TOKEN", SECRET)
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.socket(socket.AF_UNIX) as local,
    ):
        local.bind(str(tmp_path / "socket"))
        local.listen()
        yield {
            "OUTSIDE": str(tmp_path),
            "SOLUTIONS": str(box.PACKAGE.parent / "solutions"),
            "PORT": str(server.getsockname()[1]),
            "GRADER": str(os.getpid()),
            "MARK": f"qinet-hostile-{os.getpid()}",
            "CANARY": SECRET.split("-")[0],
        }
        assert sorted(file.name for file in tmp_path.iterdir()) == ["secret", "socket"]
        assert (tmp_path / "secret").read_text(encoding="utf-8") == SECRET
        assert not any(Path(place, "new").exists() for place in (box.PACKAGE, sys.prefix))
        for line in (server, local):
            line.setblocking(False)
            with pytest.raises(BlockingIOError):
                line.accept()


def cell(name, outside):
    return re.sub(
        "|".join(outside), lambda found: outside[found.group()], ATTACKS[name]["code"].strip()
    )


def processes():
    return subprocess.run(["ps", "axww"], capture_output=True, text=True, check=True).stdout


@pytest.mark.parametrize("group", range(GROUPS))
def test_an_attack_gains_nothing_reaches_nothing_and_leaves_nothing(engine, outside, group):
    names = [*ATTACKS][group::GROUPS]

    def attacked(name):
        if name is None:
            return engine.mark([IMPORTS, RIGHT, *EXERCISES])
        return engine.mark(
            [IMPORTS, WRONG, cell(name, outside), *EXERCISES],
            cell_seconds=2,
            seconds=ATTACKS[name].get("seconds", 8),
        )

    asked = [*names, None, *names[:1], None]
    with ThreadPoolExecutor(3) as pool:
        found = list(zip(asked, pool.map(attacked, asked), strict=True))
    for name, marking in found:
        scores = [marking.verdicts[exercise.id].score for exercise in EXERCISES]
        if name is None:
            assert scores == [1] * 5, (names, marking)
            continue
        assert scores == [0] * 5, (name, marking.verdicts)
        kept = [marking.outputs, *map(repr, marking.verdicts.values())]
        stored = json.dumps(kept, ensure_ascii=False)
        assert len(stored) < LARGEST_STORED, name
        assert "REACHED" not in stored, (name, marking.outputs)
        assert SECRET not in stored, name
        assert not re.search(r"[\x00-\x1f\x9b\u202e\ud800]|text/html\"|svg\+xml\"", stored), name
        assert all(len(said.message) < 1500 for said in marking.verdicts.values()), name
    assert outside["MARK"] not in processes()


def test_there_are_attacks_enough():
    assert len(ATTACKS) >= 40


def test_a_fork_is_not_the_same_as_the_one_before(engine):
    """Forks share all they were born with; what must be one's own must not come with it."""
    draw = "import random, numpy, secrets\nprint(random.random(), numpy.random.rand())"
    first, second = (engine.mark([draw]).outputs for _ in range(2))
    assert first != second


def test_no_damaged_circuit_harms_the_judge():
    """One byte of a right circuit's file is changed; whatever comes of it is a verdict."""
    import base64

    from qinet_edu import circuits
    from qinet_edu.grading import boxes, marking

    exercise = EXERCISES[0]
    sent = check.export(exercise, circuits.bloch(0.3), check.Given())["answer"]["qpy"]
    random_ = random.Random(1)
    for _ in range(25):
        raw = bytearray(base64.b64decode(sent))
        raw[random_.randrange(7, len(raw))] = random_.randrange(256)
        answer = json.dumps({"answer": {"qpy": base64.b64encode(raw).decode()}})
        job = {"course": "", "student": "", "secret": "x"}
        found = marking._judge({exercise.id: [answer]}, job, boxes.usual())
        assert found[exercise.id].score == 0
