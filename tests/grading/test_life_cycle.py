"""From an empty folder to marks with the commands an instructor types, in real boxes."""

import os
import signal
import subprocess
import sys
import time

import nbformat
import pytest

pytest.importorskip("nbgrader", reason="nbgrader is in requirements-dev.txt only")

from classroom import SET, SOLUTION, Class, solutions

from qinet_edu.grading import command
from qinet_edu.grading.records import Records
from qinet_edu.grading.scores import read_scores

pytestmark = pytest.mark.usefixtures("boxed")


def solved():
    return nbformat.read(SOLUTION, 4)


def stripped():
    """A notebook made anew, with nothing left of nbgrader and the cells in another order."""
    answers = [cell.source for cell in solved().cells if cell.id.endswith("answer")]
    given = [cell.source for cell in solved().cells if cell.id.endswith(("given", "setup"))]
    sources = ["\n".join(given), *reversed(answers)]
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(text) for text in sources])


def hand_in(group, student, notebook):
    group.hand_in(student, content=nbformat.writes(notebook).encode())


def test_init_try_run_report_export(tmp_path, capsys):
    folder = str(tmp_path / "course")
    assert command.main(["init", folder, "--solutions", str(solutions(tmp_path / "s"))]) == 0
    assert command.main(["try", folder]) == 0
    for student, content in (
        ("ada", SOLUTION.read_bytes()),
        ("grace", nbformat.writes(stripped()).encode()),
        ("joan", (tmp_path / "course" / "release" / SET / f"{SET}.ipynb").read_bytes()),
        ("mary", b"{"),
    ):
        path = tmp_path / "course" / "submitted" / student / SET / f"{SET}.ipynb"
        path.parent.mkdir(parents=True)
        path.write_bytes(content)
    assert command.main(["run", folder]) == 1
    printed = capsys.readouterr().out
    assert "ready (9 points)" in printed
    assert "marked: 3, before: 0, not graded: 1\n  mary, 01-bits-to-qubits: not graded" in printed
    assert command.main(["report", folder]) == 0
    assert command.main(["export", folder]) == 0
    printed = capsys.readouterr().out
    for student, mark in (("ada", 9), ("grace", 9), ("joan", 0)):
        assert f"{student},,,,{mark},{mark}\n" in printed


def test_each_word_has_its_own_help_and_no_course_is_said_to_be_none(tmp_path, capsys):
    assert command.main([]) == command.main(["--help"]) == 0
    printed = capsys.readouterr().out
    for word in command.COMMANDS:
        assert f"    {word} " in printed
        with pytest.raises(SystemExit) as ended:
            command.main([word, "--help"])
        assert ended.value.code == 0
        assert f"usage: qinet grade {word}" in capsys.readouterr().out
    for word in ("run", "report", "export", "try"):
        assert command.main([word, str(tmp_path)]) == 1
        assert "There is no course in" in capsys.readouterr().err


@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL], ids=["ctrl-c", "kill"])
def test_a_run_that_is_stopped_goes_on_and_marks_everybody_once(tmp_path, how):
    group = Class(tmp_path)
    for number in range(8):
        hand_in(group, f"s{number}", solved())
    asked = [sys.executable, "-m", "qinet_edu", "grade", "run", str(group.folder)]
    first = subprocess.Popen(asked, stdout=subprocess.PIPE, text=True, start_new_session=True)
    lines = [first.stdout.readline() for _ in range(2)]
    assert all("9 / 9" in line for line in lines)
    os.killpg(first.pid, how)  # as a terminal does: the boxes, too
    first.stdout.read()
    assert first.wait(60) == {signal.SIGINT: 130, signal.SIGKILL: -signal.SIGKILL}[how]
    first.stdout.close()
    done = {one["student"]: one["when"] for one in Records(group.folder).all() if "problem" in one}
    assert 2 <= len(done) < 8
    time.sleep(1)
    assert command.main(["run", str(group.folder)]) == 0
    after = {record["student"]: record["when"] for record in Records(group.folder).all()}
    assert done.items() <= after.items()
    scores = read_scores(group.course).scores
    assert [scores[SET, f"s{number}"].total for number in range(8)] == [9] * 8
