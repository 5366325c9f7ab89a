"""What an instructor reads: marks, misconceptions, and nothing that a student wrote."""

import csv
import io
import os
import re

import pytest

pytest.importorskip("nbgrader", reason="nbgrader is in requirements-dev.txt only")

from classroom import SET, Class, all_right, quick

from qinet_edu.grading import boxes, command
from qinet_edu.grading.report import UNSAFE, as_csv, as_html, as_text, nameless, report
from qinet_edu.grading.setting_up import add_people


@pytest.fixture(scope="module")
def group(tmp_path_factory):
    group = Class(tmp_path_factory.mktemp("class"))
    people = b"id,first_name,last_name\nada,Ada,Lovelace\ngrace,Grace,Hopper\nabsent,No,Body\n"
    add_people(group.course, people)
    group.hand_in("ada", *all_right())
    group.hand_in("grace", "01.1 right", "01.3 wrong: axes exchanged", "01.5 wrong: ")
    group.hand_in("joan", "01.3 wrong: axes exchanged")
    group.hand_in("=cmd <script>alert(1)<", "01.2 wrong: =HYPERLINK(1)")
    group.hand_in("broken", content=b"{")
    group.grade()
    return group


def test_marks_are_by_student_and_misconceptions_are_counted(group):
    (one,) = report(group.course)
    assert (one.assignment, one.points, one.unsafe) == (SET, 9, 0)
    rows = {row[0].split()[0]: row for row in one.table}
    assert rows["ada"][1:4] == (["2", "1", "3", "2", "1"], "", "9")
    assert rows["grace"][1:4] == (["2", "0", "1.5", "0", "0.5"], "", "4")
    assert rows["absent"][3] == "–"
    assert [line.split(":")[0] for line in one.troubles] == ["broken"]
    third = one.exercises[2]
    assert (third.right, third.wrong, third.unanswered) == (1, 2, 1)
    assert third.slips == {"axes exchanged": 2}
    assert one.exercises[4].slips == {"No: …, …": 1}
    assert [exercise.id for exercise in one.exercises if exercise.varies] == [
        "01.2",
        "01.4",
        "01.5",
    ]


def test_the_text_says_it_all(group):
    text = as_text(report(group.course))
    assert re.search(r"grace Grace Hopper +2 +0 +1.5 +0 +0.5 +4\n", text)
    assert "01.3 Find the arrow: 1 right, 2 wrong, 1 not answered\n     2  axes exchanged" in text
    assert "numbers vary per student" in text
    assert "broken: it is no notebook" in text


def test_the_page_runs_and_loads_nothing_whatever_students_are_called(group):
    page = as_html(report(group.course), course="<b>qi</b>")
    assert "default-src 'none'" in page
    assert "&lt;script&gt;alert(1)&lt;" in page
    assert "<script" not in page
    assert "<b>qi" not in page
    assert not re.search(r"https?://|src=|href=|onerror", page)
    assert '<th scope="col">student</th>' in page


def test_tables_hold_no_formula(group, tmp_path, capsys):
    found = list(csv.DictReader(io.StringIO(as_csv(report(group.course)))))
    assert {"'=HYPERLINK(1)", "axes exchanged", ""} <= {row["misconception"] for row in found}
    marks = tmp_path / "marks.csv"
    assert command.main(["export", str(group.folder), "--to", str(marks)]) == 0
    rows = list(csv.reader(io.StringIO(marks.read_text(encoding="utf-8"))))
    assert rows[0] == ["student", "first_name", "last_name", "email", f"{SET} (of 9)",
                       "total (of 9)"]  # fmt: skip
    table = {row[0]: row[1:] for row in rows[1:]}
    assert table["ada"] == ["Ada", "Lovelace", "", "9", "9"]
    assert table["absent"] == ["No", "Body", "", "", "0"]
    assert "'=cmd <script>alert(1)<" in table
    assert command.main(["export", str(group.folder)]) == 0
    assert "ada,Ada,Lovelace,,9,9" in capsys.readouterr().out


def test_the_command_writes_both_files_for_nobody_else(group, tmp_path, capsys):
    page, table = tmp_path / "report.html", tmp_path / "report.csv"
    asked = ["report", str(group.folder), SET, "--html", str(page), "--csv", str(table)]
    assert command.main(asked) == 0
    assert "axes exchanged" in capsys.readouterr().out
    assert "axes exchanged" in page.read_text(encoding="utf-8")
    assert "axes exchanged" in table.read_text(encoding="utf-8")
    assert os.name == "nt" or page.stat().st_mode & 0o077 == 0


def test_what_was_run_without_a_box_is_said_in_every_report(tmp_path):
    group = Class(tmp_path)
    group.hand_in("ada", *all_right())

    def unboxed(steps, student=None, **how):
        done = quick(steps, student, **how)
        return type(done)(done.verdicts, done.outputs, "", done.secret, boxes.NO_BOX)

    group.grade(unboxed)
    found = report(group.course)
    assert found[0].unsafe == 1
    assert UNSAFE in as_text(found)
    assert f'role="alert">1 run {UNSAFE.split(":")[0]}' in as_html(found, course="qi")


def test_a_mark_by_hand_and_one_that_waits_are_remarked(tmp_path):
    group = Class(tmp_path)
    group.hand_in("ada", "01.1 right")
    group.grade()
    with group.course.gradebook() as gradebook:
        grade = gradebook.find_grade("ex-01-3", SET, SET, "ada")
        grade.manual_score, grade.needs_manual_grade = 2, False
        gradebook.db.commit()
    (one,) = report(group.course)
    assert one.table[0][3:] == ("4", "by hand: 01.3")
    group.grade(again=True)
    (one,) = report(group.course)
    assert one.table[0][3:] == ("4", "by hand: 01.3; to be looked at: 01.3")


def test_a_course_without_marks_says_so(tmp_path, capsys):
    assert command.main(["report", str(Class(tmp_path).folder)]) == 0
    assert "Nothing was marked yet." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ('P(1) is 0.06, expected 0.25. Stuck? Ask hint("01.1").', "P(1) is …, expected …"),
        ("It is 'my name' and “yours”.", "It is … and …"),
        ("Wrong. A cell above failed with ValueError: my name", "Wrong"),
        ("F is −0.5e-3; Φ+ has T2 = 3.", "F is …; Φ+ has T2 = …"),
    ],
)
def test_words_that_are_counted_hold_nothing_of_one_student(words, left):
    assert nameless(words) == left
