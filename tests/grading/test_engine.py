"""A class of submissions, some of them a danger to the others, marked a few at a time."""

import json
import os
import random
import signal
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from qinet_edu import check
from qinet_edu.grading import box, boxes, containers, marking, warm
from qinet_edu.grading.engine import Engine
from qinet_edu.grading.marking import mark

EXERCISES = [check.get("01.2"), check.get("01.4"), check.get("01.5")]
PHASE, PRINTED, SHOTS = EXERCISES
RIGHT = "phase = 1.0471975511965976\nprinted = '01 011'\nshots = 9604"
DANGERS = {  # what a submission does between its first check and the others, and what that costs
    "import os\nos.abort()": [1, 0, 0],
    "while True: pass": [1, 1, 1],
    "while True: print('x' * 100_000)": [1, 1, 1],
    "import os\nwhile True:\n    try: os.fork()\n    except OSError: pass": [1, 0, 0],
}


def a_class(size):
    """Return submissions and their marks: every answer right or wrong in a pattern of its own."""
    answers = {"phase": 1.0471975511965976, "printed": "01 011", "shots": 9604}
    for number in range(size):
        marks = [number >> bit & 1 for bit in range(3)]
        given = zip(answers.items(), marks, strict=True)
        lines = [f"{name} = {(value if good else 0)!r}" for (name, value), good in given]
        yield ["\n".join(lines), *EXERCISES], marks
    for danger, marks in DANGERS.items():
        yield [RIGHT, PHASE, danger, PRINTED, SHOTS], marks


def graded(size):
    submissions = [*a_class(size)]
    random.Random(1).shuffle(submissions)
    with Engine(workers=2) as engine, ThreadPoolExecutor(3) as pool:
        found = pool.map(lambda one: engine.mark(one[0], cell_seconds=2, seconds=6), submissions)
        for (_, marks), marking_ in zip(submissions, found, strict=True):
            scores = [marking_.verdicts[exercise.id].score for exercise in EXERCISES]
            assert scores == marks, marking_


@pytest.mark.usefixtures("boxed")
def test_a_crash_a_loop_a_flood_and_a_fork_bomb_cost_nobody_else_a_mark():
    graded(16)


@pytest.mark.slow
@pytest.mark.usefixtures("boxed")
@pytest.mark.parametrize("size", [96, 496])
def test_so_it_is_in_a_large_class(size):
    graded(size)


@pytest.mark.usefixtures("boxed")
def test_a_regrade_with_the_same_secret_draws_the_same_arguments():
    spy = "def find_arrow(prepare):\n    seen.append(prepare.data[0].params)\n    return [0, 0, 0]"
    steps = ["seen = []", spy, check.get("01.3"), "print(seen)"]
    first = mark(steps)
    assert len(first.secret) == 32
    assert first.boxed == "bubblewrap"
    assert mark(steps, secret=first.secret).outputs == first.outputs
    assert mark(steps).outputs != first.outputs


@pytest.mark.usefixtures("boxed")
def test_the_process_that_makes_boxes_may_die():
    with Engine(workers=2) as engine:
        if not isinstance(engine._boxes, warm.WarmBoxes):
            pytest.skip("boxes are made one by one here")
        process = engine._boxes._process
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert engine.mark([RIGHT, PHASE]).verdicts["01.2"].score == 1
        # … and in the middle of its work, which is then done again.
        threading.Timer(1, lambda: engine._boxes._process.kill()).start()
        steps = ["import time\ntime.sleep(2)", RIGHT, PHASE]
        assert engine.mark(steps).verdicts["01.2"].score == 1


class Smaller:
    """Boxes in which all processes together may hold less."""

    words = "smaller"

    def work(self, task, job, *, limits):
        job = json.dumps({**json.loads(job), "memory_bytes": 1 << 30}).encode()
        return boxes.usual().work(task, job, limits=limits)


@pytest.mark.usefixtures("boxed")
def test_all_processes_together_may_hold_no_more_than_one_may():
    balloon = "import os, time\nfor _ in range(8):\n    if os.fork() == 0:\n"
    balloon += "        held = b'x' * (300 << 20); time.sleep(60)\ntime.sleep(60)"
    found = mark([RIGHT, PHASE, balloon, SHOTS], boxes=Smaller())
    assert found.stopped == "it used more than 1 GB of memory"
    shared = "import os, time\nheld = b'x' * (300 << 20)\nfor _ in range(8):\n"
    shared += "    if os.fork() == 0:\n        time.sleep(1); os._exit(0)\ntime.sleep(1)"
    found = mark([RIGHT, PHASE, shared, SHOTS], boxes=Smaller())
    assert [verdict.score for verdict in found.verdicts.values()] == [1, 1], found


@pytest.mark.usefixtures("boxed")
def test_nothing_is_left_open_by_many_submissions():
    with Engine(workers=1) as engine:
        engine.mark([RIGHT, PHASE])
        before = len([*Path("/proc/self/fd").iterdir()])
        for _ in range(5):
            engine.mark([RIGHT, PHASE])
        assert len([*Path("/proc/self/fd").iterdir()]) == before


@pytest.mark.usefixtures("boxed")
def test_cold_boxes_give_the_same_marks():
    steps = [RIGHT, PHASE, "printed = 'x'", PRINTED, "1 / 0", SHOTS]
    cold, usual = (mark(steps, secret="s", boxes=one) for one in (boxes.ColdBoxes(), None))
    assert cold.verdicts == usual.verdicts
    assert cold.outputs[2][0]["ename"] == usual.outputs[2][0]["ename"] == "ZeroDivisionError"


@pytest.mark.parametrize("workers", [0, 15, -1])
def test_workers_are_a_few(workers):
    with pytest.raises(ValueError, match="from 1 to 14"):
        Engine(workers=workers)


# --- where there is no bubblewrap ----------------------------------------------------------------


@pytest.fixture
def no_bubblewrap(monkeypatch):
    monkeypatch.setattr(box, "why_not", lambda: "There is no bubblewrap.")
    containers.engine.cache_clear()
    yield
    containers.engine.cache_clear()


@pytest.fixture
def no_engine(no_bubblewrap, monkeypatch):
    monkeypatch.setattr(containers.shutil, "which", lambda name: None)


def test_without_a_box_nothing_runs(no_engine):
    with pytest.raises(box.NoBox, match=r"There is no bubblewrap.*podman or Docker.*--unsafe"):
        boxes.find()


def test_unsafe_is_said_in_every_marking(no_engine, monkeypatch):
    monkeypatch.setattr(box, "is_root", lambda: False)
    monkeypatch.setenv("IBM_TOKEN", "a secret")
    with Engine(unsafe=True) as engine:
        found = engine.mark(
            [RIGHT, PHASE, "import os; print('IBM_TOKEN' in os.environ, os.environ['HOME'])",
             "while True: pass", SHOTS], cell_seconds=2
        )  # fmt: skip
    assert found.boxed == engine.boxed == "none (--unsafe)"
    assert [verdict.score for verdict in found.verdicts.values()] == [1, 1]
    seen, home = found.outputs[1][0]["text"].split()
    assert seen == "False"
    assert not Path(home).exists()


def test_unsafe_never_runs_as_root(no_engine, monkeypatch):
    monkeypatch.setattr(box, "is_root", lambda: True)
    with pytest.raises(box.NoBox, match="ordinary account"):
        Engine(unsafe=True)


STAND_IN = """#!{python}
import json, os, sys
with open({log!r}, "a") as log:
    log.write(json.dumps(sys.argv[1:]) + "\\n")
asked = sys.argv[1]
if asked == "image":
    sys.exit(not os.path.exists({built!r}))
if asked == "build":
    context = sys.argv[-1]
    assert os.path.exists(context + "/requirements.txt") and os.path.isdir(context + "/qinet_edu")
    open({built!r}, "w").close()
if asked == "run":
    environment = dict(word[6:].split("=", 1) for word in sys.argv if word.startswith("--env="))
    module = sys.argv[sys.argv.index("-m") + 1]
    os.execve({python!r}, [{python!r}, "-I", "-m", module], {{**environment, "HOME": "/tmp"}})
"""


@pytest.fixture
def stand_in(no_bubblewrap, monkeypatch, tmp_path):
    """An engine that runs what it is asked to with nothing around it, and keeps a log."""
    program, log, built = (tmp_path / name for name in ("podman", "log", "built"))
    text = STAND_IN.format(python=sys.executable, log=str(log), built=str(built))
    program.write_text(text, encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    return lambda: [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]


def test_an_engine_s_containers_mark_too(stand_in):
    """On a real engine this was not tried: what is held here is what the engine is asked for."""
    with Engine() as engine:
        found = engine.mark([RIGHT, PHASE, "while True: pass", SHOTS], cell_seconds=2)
        engine.mark([RIGHT, PHASE])
    assert found.boxed == "podman"
    assert [verdict.score for verdict in found.verdicts.values()] == [1, 1]
    asked = stand_in()
    assert [words[0] for words in asked].count("build") == 1
    for words in asked:
        if words[0] == "run":
            for needed in ("--network=none", "--read-only", "--cap-drop=ALL", "--rm",
                           "--security-opt=no-new-privileges", "--user=65534:65534",
                           f"--pids-limit={marking.PROCESSES}", "--pull=never"):  # fmt: skip
                assert needed in words or "qinet_edu.grading.judge_answers" in words
            assert not any(word.startswith(("-v", "--volume", "--mount")) for word in words)
    started = [words[words.index("--name") + 1] for words in asked if words[0] == "run"]
    assert {words[-1] for words in asked if words[0] == "rm"} == set(started)


def test_an_image_that_cannot_be_built_is_named(stand_in, monkeypatch):
    real = containers.subprocess.run

    def fails(command, **options):
        if command[1] == "build":
            return containers.subprocess.CompletedProcess(command, 1, "", "one\nno network")
        return real(command, **options)

    monkeypatch.setattr(containers.subprocess, "run", fails)
    with pytest.raises(box.NoBox, match="could not build the image for the boxes: no network"):
        mark([RIGHT, PHASE], boxes=containers.Containers())
