"""docs/instructors.md can be followed to the letter. Its own exercise: tests/check/test_own.py."""

import re
import shlex
import warnings

import pytest

from qinet_edu import cli
from qinet_edu.course.checkout import ROOT

pytest.importorskip("nbgrader", reason="nbgrader is not installed")

from qinet_edu.grading import command
from qinet_edu.grading.gradebook import SETTINGS, Course
from qinet_edu.grading.hook import BoxedExecute
from qinet_edu.grading.records import FOLDER
from qinet_edu.grading.setting_up import ROSTER, read_roster

GUIDE = (ROOT / "docs" / "instructors.md").read_text(encoding="utf-8")
COMMANDS = [shlex.split(line) for line in re.findall(r"python start\.py ([^`\n]+)", GUIDE)]
GRADING = [words[1:] for words in COMMANDS if words[0] == "grade"]


def test_every_command_it_names_is_one():
    assert {words[0] for words in COMMANDS} == {"doctor", "grade", "open", "build"}
    assert {words[0] for words in COMMANDS} <= {*cli.COMMANDS}
    assert {words[0] for words in GRADING} == {*command.COMMANDS}


@pytest.mark.parametrize("words", GRADING, ids=" ".join)
def test_every_option_it_names_is_one_of_that_command(words, capsys):
    with pytest.raises(SystemExit, match="0"):
        command.main([words[0], "--help"])
    known = capsys.readouterr().out
    for option in re.findall(r"--[a-z]+", " ".join(words)):
        assert option in known


@pytest.mark.parametrize("option", ["--unsafe", "--again", "--late", "--html", "--csv", "--to"])
def test_options_it_speaks_of_stand_in_some_help(option, capsys):
    said = ""
    for what in command.COMMANDS:
        with pytest.raises(SystemExit):
            command.main([what, "--help"])
        said += capsys.readouterr().out
    assert option in GUIDE
    assert option in said


def test_nbgrader_has_the_commands_it_names():
    from nbgrader.apps import DbStudentApp, NbGraderApp

    named = set(re.findall(r"^nbgrader (\w+)", GUIDE, flags=re.MULTILINE))
    assert named == {"generate_feedback", "db"}
    assert {*named, "zip_collect"} <= {*NbGraderApp.subcommands}
    assert "remove" in DbStudentApp.subcommands


def test_where_names_and_marks_are_is_where_it_says():
    places = ["roster.csv", "submitted/", "autograded/", "feedback/", "gradebook.db", "marks/"]
    assert all(f"`{place}`" in GUIDE for place in places)
    assert [ROSTER, f"{FOLDER}/"] == [places[0], places[-1]]
    assert f"qi-2026/{SETTINGS}" in GUIDE


def test_the_limits_it_names_are_those():
    assert BoxedExecute.seconds.default_value == 120
    assert BoxedExecute.cell_seconds.default_value == 30
    assert "has 120 s, a cell 30 s" in GUIDE


def test_the_class_list_may_have_the_columns_it_names():
    columns = ["id", "first_name", "last_name", "email"]
    assert all(f"`{column}`" in GUIDE for column in columns)
    (person,) = read_roster(f"{','.join(columns)}\nada,Ada,King,ada@example.org\n".encode())
    assert person.last_name == "King"


def test_a_due_date_and_an_extension_are_set_as_it_says(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "qi-2026").mkdir()
    course = Course(tmp_path / "qi-2026")
    with course.gradebook() as gradebook, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what nbgrader makes of its database is its own affair
        gradebook.update_or_create_assignment("04-teleportation")
        gradebook.update_or_create_student("ada")
        gradebook.update_or_create_submission(
            "04-teleportation", "ada", timestamp="2026-12-02 10:00:00 UTC"
        )
    (program,) = re.findall(r"```python\n(from pathlib.*?)```", GUIDE, flags=re.DOTALL)
    exec(program, {})
    with course.gradebook() as gradebook:
        submission = gradebook.find_submission("04-teleportation", "ada")
        assert str(submission.assignment.duedate) == "2026-12-01 23:59:00"
        assert submission.extension.days == 2
        assert submission.total_seconds_late == 0


def test_it_says_plainly_what_was_not_tried_and_what_is_not_there():
    assert "not yet on a real engine" in GUIDE
    assert "## Not there yet" in GUIDE


def test_the_readme_leads_there():
    assert "(docs/instructors.md)" in (ROOT / "README.md").read_text(encoding="utf-8")
