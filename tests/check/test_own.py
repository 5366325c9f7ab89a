"""An instructor's own exercise, as docs/instructors.md has it: found, judged, handed out."""

import json
import re
from importlib import invalidate_caches
from pathlib import Path

import nbformat
import pytest

from qinet_edu import check
from qinet_edu.check import exercise as records
from qinet_edu.check import sets

ROOT = Path(records.__file__).resolve().parents[2]
GUIDE = (ROOT / "docs" / "instructors.md").read_text(encoding="utf-8")
RECORD, *CELLS = [
    block
    for block in re.findall(r"```python\n(.*?)```", GUIDE, flags=re.DOTALL)
    if "90.1" in block or "SOLUTION" in block
]


@pytest.fixture
def own(tmp_path, monkeypatch):
    """Give a folder whose files count as lying beside the course's own sets."""
    monkeypatch.setattr(sets, "__path__", [*sets.__path__, str(tmp_path)])
    records.exercises.cache_clear()
    invalidate_caches()
    yield tmp_path
    records.exercises.cache_clear()


@pytest.fixture
def exercise(own):
    (own / "own_90.py").write_text(RECORD, encoding="utf-8")
    return check.get("90.1")


def judged(exercise, answer, student=None):
    given = exercise.given(student)
    arrived = json.loads(json.dumps(check.export(exercise, answer, given)))
    return check.judge(exercise, arrived, given, example=exercise.given())


def test_the_example_is_found_without_being_listed(exercise):
    assert "90.1" in check.exercises()
    assert len(check.exercises()) > 20
    assert len(exercise.hints) == 3


@pytest.mark.parametrize(
    ("answer", "score", "slips"),
    [
        ((10, 0.1), 1, ()),
        ((5, 0.1), 1 / 2, ("loss halved",)),
        ((10, 0.9), 1 / 2, ("lost for arrived",)),
        ((5, 1e-10), 0, ("loss halved", "decibels for bels")),
        ((3, 0.3), 0, ()),
    ],
)
def test_the_example_judges_as_it_says(exercise, answer, score, slips):
    said = judged(exercise, answer)
    assert said.score == score
    assert said.slips == slips


def test_the_example_varies_by_student(exercise):
    ada, grace = (check.Student("c", name) for name in ("ada", "grace"))
    for student in (ada, grace):
        length_km = exercise.given(student).parameters["length_km"]
        right = 0.2 * length_km, 10 ** (-0.2 * length_km / 10)
        assert judged(exercise, right, student).status == "right"
        assert judged(exercise, (10, 0.1), student).slip == "numbers of the example"


def notebook():
    """Make the notebook as the guide tells to: from the first set's, by a text editor."""
    text = (ROOT / "solutions" / "01-bits-to-qubits.ipynb").read_text(encoding="utf-8")
    made = nbformat.reads(text.replace("ex-01-5", "ex-90-1"), as_version=4)
    made.cells = [cell for cell in made.cells if cell.id.startswith(("title", "setup", "ex-90-1"))]
    code = [cell for cell in made.cells if cell.id.startswith("ex-90") and cell.cell_type == "code"]
    for cell, source in zip(code, CELLS, strict=True):
        cell.source = source.strip()
    code[-1].metadata.nbgrader.points = 2
    return made


def test_its_notebook_is_right_when_solved_and_open_when_handed_out(exercise, work):
    pytest.importorskip("nbgrader", reason="nbgrader is not installed")
    from qinet_edu.grading.release import release

    solved = notebook()
    for made, status in ((solved, "right"), (release(solved), "not answered yet")):
        defined = {}
        for cell in made.cells:
            if cell.cell_type == "code":
                exec(cell.source, defined)
        assert check.check("90.1", defined["fibre"]).status == status
    assert "BEGIN SOLUTION" not in str(release(solved))


def test_a_number_that_is_taken_is_refused(own):
    (own / "own_x.py").write_text(RECORD.replace("90.1", "01.1"), encoding="utf-8")
    with pytest.raises(ValueError, match=r"own_x\.py has an exercise 01\.1, and there is one"):
        check.exercises()


def test_other_files_beside_the_sets_are_left_alone(own):
    there = len(check.exercises())
    (own / "notes.py").write_text("raise RuntimeError", encoding="utf-8")
    assert len(check.exercises()) == there
