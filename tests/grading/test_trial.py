"""An assignment is tried before it is handed out: what is wrong with it is said in time."""

import nbformat
import pytest

pytest.importorskip("nbgrader", reason="nbgrader is in requirements-dev.txt only")

from classroom import SET, Class

from qinet_edu.check import Verdict
from qinet_edu.grading import command
from qinet_edu.grading.marking import Marking
from qinet_edu.grading.trial import try_out


def simple(steps, student=None, **how):
    """Judge by whether the solution is in the notebook; checks run as cells say not answered."""
    code = "\n".join(step for step in steps if isinstance(step, str))
    solved = "acos(sqrt(target))" in code
    verdict = Verdict.right("Yes.") if solved else Verdict.unanswered()
    verdicts = {step.id: verdict for step in steps if not isinstance(step, str)}
    return Marking(verdicts, [shown(step) for step in steps if isinstance(step, str)])


def shown(code, *, words="○ Not answered yet: Fill in."):
    data = {"text/plain": words}
    there = [{"output_type": "display_data", "data": data, "metadata": {}}]
    return there if code.startswith("check(") else []


def test_a_sound_assignment_is_ready(tmp_path):
    trial = try_out(Class(tmp_path).course, SET, simple)
    assert trial.problems == []
    assert str(trial).startswith(f"{SET}: ready (9 points)")
    assert trial.varies == ["01.2", "01.4", "01.5"]


def test_a_solution_that_is_wrong_and_a_blank_that_scores_are_named(tmp_path):
    def turned(steps, student=None, **how):
        done = simple(steps, student, **how)
        swap = {True: Verdict.wrong("No.", score=0.5), False: Verdict.right("Yes.")}
        verdicts = {name: swap[said.score == 1] for name, said in done.verdicts.items()}
        return Marking(verdicts, done.outputs)

    said = str(try_out(Class(tmp_path).course, SET, turned))
    assert said.startswith(f"{SET}: not ready")
    assert "01.1: the solution scores 1 of 2 with the numbers of ada: " in said
    assert "with the numbers of grace" in said
    assert "01.1: what is handed out scores 2 of 2" in said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("✓ Right: Yes.", "01.3: its check says of the blank: ✓ Right: Yes."),
        ("True", "01.3: its check says nothing of the blank"),
    ],
)
def test_a_check_that_is_content_with_the_blank_is_named(tmp_path, words, said):
    def content(steps, student=None, **how):
        done = simple(steps, student, **how)
        code = [step for step in steps if isinstance(step, str)]
        outputs = [shown(one, words=words) if '"01.3"' in one else shown(one) for one in code]
        return Marking(done.verdicts, outputs)

    assert try_out(Class(tmp_path).course, SET, content).problems == [said]


def test_an_assignment_that_nbgrader_cannot_make_is_named(tmp_path):
    group = Class(tmp_path)
    path = group.folder / "source" / SET / f"{SET}.ipynb"
    notebook = nbformat.read(path, 4)
    notebook.cells[3].source = "quarter = None\n### BEGIN SOLUTION\nquarter = 1"
    nbformat.write(notebook, path)
    assert "no end solution" in str(try_out(group.course, SET, simple))
    assert "there is no" in str(try_out(group.course, "02", simple))


def test_a_cell_without_a_check_is_said_to_be_marked_by_hand(tmp_path):
    group = Class(tmp_path)
    path = group.folder / "source" / SET / f"{SET}.ipynb"
    notebook = nbformat.read(path, 4)
    mine = next(cell for cell in notebook.cells if cell.id == "ex-01-5")
    mine.metadata.nbgrader.grade_id = "essay"
    nbformat.write(notebook, path)
    problems = try_out(group.course, SET, simple).problems
    assert "essay: no check is known for this cell; it is marked by hand" in problems


@pytest.mark.slow
@pytest.mark.usefixtures("boxed")
def test_every_set_of_the_course_is_ready(tmp_path, capsys):
    folder = str(tmp_path / "course")
    assert command.main(["init", folder]) == 0
    assert command.main(["try", folder]) == 0
    assert "not ready" not in capsys.readouterr().out
