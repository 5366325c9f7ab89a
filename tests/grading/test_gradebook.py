"""An exercise set handed out, filled in by a stranger, and marked by nbgrader in boxes."""

import json
import re
from pathlib import Path

import nbformat
import pytest

from qinet_edu import check
from qinet_edu.grading import command
from qinet_edu.grading.gradebook import Course

pytestmark = pytest.mark.usefixtures("boxed")
SET = "01-bits-to-qubits"
SOLUTION = command.SOLUTIONS / f"{SET}.ipynb"
POINTS = {f"01.{number}": check.get(f"01.{number}").points for number in range(1, 6)}


@pytest.fixture(scope="module")
def course(nbgrader, tmp_path_factory):
    if not SOLUTION.exists():
        pytest.skip(f"there is no {SOLUTION.name} yet")
    course = Course(tmp_path_factory.mktemp("course"), course="qi")
    course.hand_out(SOLUTION)
    return course


@pytest.fixture
def handed_out(course):
    """What a student gets, to fill in."""
    return nbformat.read(course.folder / "release" / SET / f"{SET}.ipynb", 4)


def cell(notebook, grade_id):
    return next(
        c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade_id") == grade_id
    )


def solved(number):
    """Return the source of a solution."""
    source = cell(nbformat.read(SOLUTION, 4), f"ex-01-{number}-answer").source
    return "\n".join(line for line in source.splitlines() if "SOLUTION" not in line)


def graded(course, notebook, student="ada"):
    copy = nbformat.writes(notebook).encode()
    return {m.exercise: m for m in course.grade(copy, assignment=SET, student=student)}


def test_what_was_handed_out_is_what_build_makes(course, handed_out):
    from qinet_edu.grading.release import release

    assert release(nbformat.read(SOLUTION, 4)) == handed_out


def test_only_answers_count_whatever_was_done_to_the_notebook(course, handed_out):
    """Right: 01.1, its check deleted; 01.2, its points raised; 01.4.
    Wrong: 01.3 by a known mistake, but for one axis; 01.5, its check edited to claim the point."""
    notebook = handed_out
    cell(notebook, "ex-01-1-answer").source = solved(1)
    notebook.cells.remove(cell(notebook, "ex-01-1"))
    cell(notebook, "ex-01-2-answer").source = solved(2)
    cell(notebook, "ex-01-2").metadata.nbgrader.points = 200
    cell(notebook, "ex-01-3-answer").source = solved(3).replace('"xyz"', '"zyx"')
    cell(notebook, "ex-01-4-answer").source = solved(4)
    cell(notebook, "ex-01-5").source = "1.0"
    hostile = """
from IPython.display import HTML, Javascript, SVG, display
print("<script>" + "x" * 20_000_000)
display(HTML("<script>alert(1)</script>"), Javascript("alert(1)"))
display({"image/svg+xml": "<svg onload=alert(1)>", "image/png": '"><script>'}, raw=True)
shots = 12
"""
    cell(notebook, "ex-01-5-answer").source = hostile
    found = graded(course, notebook)
    assert {name: mark.mark for name, mark in found.items()} == {
        "01.1": 2, "01.2": 1, "01.3": 1, "01.4": 2, "01.5": 0,
    }  # fmt: skip
    assert {name: mark.points for name, mark in found.items()} == POINTS
    assert "X and Z are exchanged" in found["01.3"].words
    file = course.marked(SET, "ada")
    assert file.stat().st_size < 200_000
    outputs = json.dumps([c.get("outputs", []) for c in nbformat.read(file, 4).cells])
    assert not re.search(r"text/html|javascript|svg", outputs)
    assert file.read_text(encoding="utf-8").count("<script>") == outputs.count("<script>") + 3


def test_settings_of_a_graded_cell_that_were_tampered_with_change_nothing(course, handed_out):
    told = cell(handed_out, "ex-01-1").metadata.nbgrader
    told.solution, told.locked, told.points, told.schema_version = True, False, 1e9, "x"
    cell(handed_out, "ex-01-1").source = "1e9"
    cell(handed_out, "ex-01-2-answer").source = solved(2)
    found = graded(course, handed_out, "grace")
    assert {name: mark.mark for name, mark in found.items()} == {
        "01.1": 0, "01.2": 1, "01.3": 0, "01.4": 0, "01.5": 0,
    }  # fmt: skip
    assert found["01.1"].points == 2


@pytest.mark.slow
def test_feedback_shows_the_words_and_runs_nothing(course, handed_out):
    from nbgrader.converters import GenerateFeedback

    text = "<script>alert(1)</script> ![x](attachment:none)\n\n```mermaid\n</pre><script>alert(2)"
    handed_out.cells.append(nbformat.v4.new_markdown_cell(text))
    graded(course, handed_out, "joan")
    course._convert(GenerateFeedback, assignment=SET, student="joan")
    (page,) = Path(course.folder, "feedback", "joan", SET).glob("*.html")
    said = page.read_text(encoding="utf-8")
    assert "Not answered yet" in said
    assert "&lt;script&gt;alert(1)" in said
    assert "<script>alert" not in said
