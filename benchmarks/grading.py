"""How many submissions a minute two workers mark, and against a box that starts cold.

The typical set is what students hand in for 01 and 04: here the solutions. A cold box is what each
submission had before its boxes were forked from a process with everything imported; both are timed
in turns within one run.
"""

import statistics
import tempfile
import time
import warnings
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import nbformat

from qinet_edu.check import exercises
from qinet_edu.course.checkout import ROOT
from qinet_edu.grading import boxes, marking
from qinet_edu.grading.engine import Engine
from qinet_edu.grading.gradebook import Course

SETS = ("01-bits-to-qubits", "04-teleportation")
WORKERS = 2
SUBMISSIONS = 40
IN_A_COURSE = 8
REPEATS = 3
LIMIT = 45


def steps(name):
    known = {exercise.grade_id: exercise for exercise in exercises().values()}
    notebook = nbformat.read(ROOT / "solutions" / f"{name}.ipynb", 4)
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    ids = [cell.metadata.get("nbgrader", {}).get("grade_id") for cell in cells]
    return [known.get(name, cell.source) for name, cell in zip(ids, cells, strict=True)]


def seconds(work):
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def main():
    submissions = [steps(name) for name in SETS]
    cold = boxes.ColdBoxes()
    with Engine(workers=WORKERS) as engine:
        for one in submissions:
            assert all(said.score == 1 for said in engine.mark(one).verdicts.values())
        taken = {"warm": [], "cold": []}
        for _ in range(REPEATS):
            for one in submissions:
                taken["warm"].append(seconds(lambda one=one: engine.mark(one)))
                taken["cold"].append(seconds(lambda one=one: marking.mark(one, boxes=cold)))
        median = {name: statistics.median(times) for name, times in taken.items()}
        print("one submission               median s   of a cold box")
        for name, value in median.items():
            print(f"{name + ' box':28} {value:8.2f} {value / median['cold']:14.2f}")
        many = (submissions * SUBMISSIONS)[:SUBMISSIONS]
        with ThreadPoolExecutor(WORKERS) as pool:
            whole = seconds(lambda: list(pool.map(engine.mark, many)))
        each = 60 * SUBMISSIONS / whole
        print(
            f"{SUBMISSIONS} submissions, {WORKERS} at a time: {each:.0f} a minute, wanted {LIMIT}"
        )
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # nbgrader's own
        course = Course(Path(folder), course="")
        solution = ROOT / "solutions" / f"{SETS[0]}.ipynb"
        course.hand_out(solution)
        copy = solution.read_bytes()
        each = statistics.median(
            seconds(partial(course.grade, copy, assignment=SETS[0], student=f"student-{number}"))
            for number in range(IN_A_COURSE)
        )
        print(f"one at a time, with nbgrader's gradebook: {60 / each:.0f} a minute, wanted {LIMIT}")


if __name__ == "__main__":
    main()
