"""A sweep that was stopped, in whatever way, goes on where it was, and leaves no process behind."""

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import psutil
import pytest
import swept

from qinet_edu import storage
from qinet_edu.course.checkout import ROOT
from qinet_edu.sweeps import sweep

POINTS = 12
GUARDED = """
import signal
import sys
# A program that a shell has put into the background begins deaf to Ctrl-C.
signal.signal(signal.SIGINT, signal.default_int_handler)
sys.path += {paths!r}
import swept
from qinet_edu import sweep
if __name__ == "__main__":
    grid = {{"x": range({points}), "folder": [{folder!r}], "pause_s": [{pause_s}]}}
    print(sweep(swept.slow, grid, file={file!r}).values)
"""
PATHS = [str(ROOT), str(Path(swept.__file__).parent)]
posix = pytest.mark.skipif(os.name == "nt", reason="Windows has no such signal")

pytestmark = pytest.mark.usefixtures("work")


@pytest.fixture
def start():
    """Start the script, and leave nothing of it."""
    started = []

    def begin(*place, **how):
        running, workers = _start(*place, **how)
        started.extend([*workers, running])
        return running, workers

    yield begin
    for process in started:
        with suppress(psutil.NoSuchProcess):
            process.kill()
        process.wait()


def _start(tmp_path, *, file, pause_s=0.2):
    script = tmp_path / "script.py"
    text = GUARDED.format(
        paths=PATHS, points=POINTS, folder=str(tmp_path), file=file, pause_s=pause_s
    )
    script.write_text(text, encoding="utf-8")
    running = subprocess.Popen(
        [sys.executable, script],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        start_new_session=True,
    )
    deadline = time.monotonic() + 60
    while len(calls(tmp_path)) < 5:
        assert running.poll() is None, running.communicate()
        assert time.monotonic() < deadline
        time.sleep(0.02)
    children = psutil.Process(running.pid).children(recursive=True)
    workers = [child for child in children if "spawn_main" in " ".join(child.cmdline())]
    assert workers
    return running, workers


def calls(folder):
    file = folder / "calls"
    return [int(line) for line in file.read_text().split()] if file.exists() else []


def go_on(tmp_path, *, file, pause_s=0.2):
    """Call it again, and return what ran."""
    before = len(calls(tmp_path))
    grid = {"x": range(POINTS), "folder": [str(tmp_path)], "pause_s": [pause_s]}
    result = sweep(swept.slow, grid, file=file, progress=False)
    assert result.array().ravel().tolist() == [x * x for x in range(POINTS)]
    return calls(tmp_path)[before:]


def gone(processes):
    _, alive = psutil.wait_procs(processes, timeout=20)
    return not alive


@pytest.mark.parametrize("named", [True, False], ids=["a file", "no file"])
def test_a_killed_program_goes_on_where_it_was(tmp_path, start, named):
    file = str(tmp_path / "sweep.jsonl") if named else None
    running, workers = start(tmp_path, file=file)
    running.kill()
    running.communicate()
    assert gone(workers)
    again = go_on(tmp_path, file=file)
    assert len(again) == len({*again})
    # Lost are at most the points that were under way.
    assert len(calls(tmp_path)) <= POINTS + len(workers)
    assert len(again) <= POINTS - 5 + len(workers)
    if named:
        assert go_on(tmp_path, file=file) == []
    else:
        assert [*(storage.work_folder() / "sweeps").iterdir()] == []


@posix
def test_an_interrupted_program_says_what_it_has_and_goes_on(tmp_path, start):
    file = str(tmp_path / "sweep.jsonl")
    running, workers = start(tmp_path, file=file)
    os.killpg(running.pid, signal.SIGINT)  # as Ctrl-C and Jupyter do: to the workers as well
    _, said = running.communicate(timeout=30)
    assert running.returncode != 0
    assert said.count("Traceback") == 1, said
    assert "KeyboardInterrupt" in said
    assert f"of {POINTS} points of this sweep are kept in {file}" in said
    assert gone(workers)
    again = go_on(tmp_path, file=file)
    assert len(again) <= POINTS - 5 + len(workers)


@posix
def test_an_interrupt_does_not_wait_for_the_points_under_way(tmp_path, start):
    running, workers = start(tmp_path, file=None, pause_s=0.2)
    for worker in workers:
        worker.suspend()  # a point that takes forever
    begun = time.monotonic()
    os.killpg(running.pid, signal.SIGINT)
    running.communicate(timeout=30)
    assert time.monotonic() - begun < 10
    assert gone(workers)


def test_another_program_at_the_same_sweep_is_told(tmp_path, start):
    file = str(tmp_path / "sweep.jsonl")
    running, _ = start(tmp_path, file=file, pause_s=0.5)
    with pytest.raises(TimeoutError, match="Another program is at the sweep"):
        go_on(tmp_path, file=file, pause_s=0.5)
    out, said = running.communicate(timeout=60)
    assert running.returncode == 0, said
    assert str(POINTS - 1) not in said
    assert out.startswith("(0, 1, 4, 9")


def script(tmp_path, text):
    file = tmp_path / "script.py"
    head = (
        f"import sys\nsys.path += {PATHS!r}\nimport os\nimport swept\nfrom qinet_edu import sweep\n"
    )
    file.write_text(head + text, encoding="utf-8")
    return subprocess.run(
        [sys.executable, file], capture_output=True, text=True, encoding="utf-8", timeout=120
    )


def test_a_scripts_own_function_runs_in_processes(tmp_path):
    done = script(
        tmp_path,
        "def where(x):\n    return os.getpid()\n"
        "if __name__ == '__main__':\n"
        "    print(os.getpid() in sweep(where, {'x': [1, 2]}).values)\n",
    )
    assert done.stdout == "False\n", done.stderr


def test_a_script_that_calls_sweep_in_its_workers_too_is_told_how_not_to(tmp_path):
    done = script(tmp_path, "print(sweep(swept.square, {'x': [1, 2]}))\n")
    assert done.returncode == 1
    assert "Each worker of a sweep reads this script anew" in done.stderr
    assert "CannotStart: No worker process can start" in done.stderr
    assert "below `if __name__ == '__main__':`" in done.stderr


@pytest.mark.parametrize("how", [["-c"], ["-"]], ids=["python -c", "standard input"])
def test_a_program_without_a_file_can_sweep(how):
    text = (
        f"import sys; sys.path += {PATHS!r}\n"
        "import swept; from qinet_edu import sweep\n"
        "def cube(x): return x**3\n"
        "print(sweep(swept.square, {'x': [2, 3]}).values, sweep(cube, {'x': [2, 3]}).values)\n"
    )
    arguments = [*how, text] if how == ["-c"] else how
    done = subprocess.run(
        [sys.executable, *arguments],
        input=None if how == ["-c"] else text,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
    )
    assert done.stdout == "(4, 9) (8, 27)\n", done.stderr
