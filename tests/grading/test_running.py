"""A class graded: whatever one submission is, the others get their marks, and nothing is lost."""

import errno
import os
import signal
import sqlite3
import threading
import time
from datetime import timedelta

import pytest

pytest.importorskip("nbgrader", reason="nbgrader is in requirements-dev.txt only")

from classroom import POINTS, SET, Class, all_right, quick

from qinet_edu import storage
from qinet_edu.grading import running
from qinet_edu.grading.records import Records
from qinet_edu.grading.scores import read_scores
from qinet_edu.grading.setting_up import CourseTrouble, add_people


@pytest.fixture
def group(tmp_path):
    return Class(tmp_path)


def marks(found):
    return {student: one.mark for student, one in found.items() if not one.problem}


def total(group, student):
    return read_scores(group.course).scores[SET, student].total


def test_bad_submissions_are_named_and_cost_only_themselves(group, capsys):
    group.hand_in("ada", *all_right())
    group.hand_in("grace", "01.1 right", "01.3 wrong: axes exchanged")
    group.hand_in("zip", content=b"PK\x03\x04")
    group.hand_in("latin", content='{"cells": "é"}'.encode("latin-1"))
    group.hand_in("big", content=b"x")
    os.truncate(group.folder / "submitted/big" / SET / f"{SET}.ipynb", 100 << 20)
    group.hand_in("named", *all_right(), name="exercise 1.ipynb")
    group.hand_in("nothing", content=b"", name="notes.txt")
    group.hand_in("late", *all_right(), when="the day before yesterday")
    group.hand_in("[ab]*")
    add_people(group.course, b"id\nada\ngrace\nnamed\nzip\nlatin\nbig\nnothing\nlate\n")
    group.hand_in("stranger", *all_right())
    found = group.grade()
    assert marks(found) == {"ada": 9, "grace": 3.5, "named": 9, "stranger": 9}
    assert found["stranger"].notes == ["not on the class list"]
    assert found["named"].notes == [f"the notebook is called exercise 1.ipynb, not {SET}.ipynb"]
    problems = {student: one.problem for student, one in found.items() if one.problem}
    assert set(problems) == {"zip", "latin", "big", "nothing", "late", "[ab]*"}
    assert "no notebook" in problems["zip"]
    assert "not UTF-8" in problems["latin"]
    assert "larger than 50 MB" in problems["big"]
    printed = capsys.readouterr()
    assert printed.err == ""
    assert "[8/9] " in printed.out
    assert "ada, 01-bits-to-qubits: 9 / 9" in printed.out


def test_what_is_marked_is_left_alone_until_it_changes_or_again_is_said(group):
    asked = []

    def counting(steps, student, **how):
        asked.append((student.name, how["secret"]))
        return quick(steps, student, **how)

    for student in ("ada", "grace"):
        group.hand_in(student, "01.1 right")
    group.hand_in("joan", content=b"{")
    first = group.grade(counting)
    again = group.grade(counting)
    assert len(asked) == 2
    assert marks(again) == marks(first) == {"ada": 2, "grace": 2}
    assert again["ada"].already
    assert again["joan"].problem == first["joan"].problem
    group.hand_in("ada", "01.1 right", "01.2 right")
    assert marks(group.grade(counting)) == {"ada": 3, "grace": 2}
    assert [name for name, _ in asked[2:]] == ["ada"]
    group.grade(counting, again=True)
    secrets = dict(asked[:2]), dict(asked[3:])
    assert secrets[0]["grace"] == secrets[1]["grace"]  # the same arguments for the same answers
    assert secrets[0]["ada"] != secrets[1]["ada"]
    assert secrets[0]["ada"] != secrets[0]["grace"]


def test_only_those_named_are_marked(group):
    for student in ("ada", "grace"):
        group.hand_in(student, *all_right())
    assert marks(group.grade(students=["ada"])) == {"ada": 9}
    assert group.grade(assignments=["02-entanglement-and-bell-tests"]) == {}


def test_a_mark_given_by_hand_is_never_lost(group):
    group.hand_in("ada", "01.1 right")
    group.grade()
    with group.course.gradebook() as gradebook:
        grade = gradebook.find_grade("ex-01-3", SET, SET, "ada")
        grade.manual_score, grade.extra_credit = 2.5, 0.25
        comment = gradebook.find_comment("ex-01-3-answer", SET, SET, "ada")
        comment.manual_comment = "A good idea."
        gradebook.db.commit()
    group.grade(again=True)
    group.hand_in("ada", "01.2 right")
    group.grade()
    with group.course.gradebook() as gradebook:
        grade = gradebook.find_grade("ex-01-3", SET, SET, "ada")
        assert (grade.manual_score, grade.auto_score, grade.score) == (2.5, 0, 2.75)
        comment = gradebook.find_comment("ex-01-3-answer", SET, SET, "ada")
        assert comment.comment == "A good idea."
    assert total(group, "ada") == 1 + 2.75


def test_late_days_and_extensions_are_nbgrader_s(tmp_path):
    group = Class(tmp_path, late="10")
    with group.course.gradebook() as gradebook:
        gradebook.update_or_create_assignment(SET, duedate="2026-10-01 12:00:00 UTC")
    for student, when in (("ada", "2026-10-01 11:00"), ("grace", "2026-10-03 11:00")):
        group.hand_in(student, *all_right(), when=f"{when}:00 UTC")
    group.grade()
    assert total(group, "ada") == 9
    assert total(group, "grace") == pytest.approx(9 * 0.8)
    with group.course.gradebook() as gradebook:
        gradebook.grant_extension(SET, "grace", days=1)
    group.grade(again=True)
    assert total(group, "grace") == pytest.approx(9 * 0.9)
    with group.course.gradebook() as gradebook:
        assert gradebook.find_submission(SET, "grace").extension == timedelta(days=1)


def test_ctrl_c_leaves_what_was_in_a_box_for_the_next_run(group, capsys):
    for number in range(6):
        group.hand_in(f"student{number}", *all_right())
    seen = []

    def interrupted(steps, student, **how):
        seen.append(student.name)
        if len(seen) == 3:
            os.kill(os.getpid(), signal.SIGINT)
            time.sleep(0.2)
            done = quick([step for step in steps if not isinstance(step, str)], student, **how)
            return type(done)(done.verdicts, [[] for s in steps if isinstance(s, str)], "killed")
        return quick(steps, student, **how)

    before = signal.getsignal(signal.SIGINT)
    found = group.grade(interrupted, workers=1)
    assert signal.getsignal(signal.SIGINT) is before
    assert marks(found) == {seen[0]: 9, seen[1]: 9}
    assert "Stopping" in capsys.readouterr().err
    rest = group.grade()
    assert marks(rest) == {f"student{number}": 9 for number in range(6)}
    assert sum(one.already for one in rest.values()) == 2


def test_a_box_that_died_gets_a_second_chance(group):
    group.hand_in("ada", *all_right())
    seen = []

    def dying(steps, student, **how):
        seen.append(how["secret"])
        done = quick(steps, student, **how)
        blank = quick([step for step in steps if not isinstance(step, str)])
        stopped = "it ended with code 1"
        return done if len(seen) > 1 else type(done)(blank.verdicts, done.outputs, stopped)

    assert marks(group.grade(dying)) == {"ada": 9}
    assert seen[0] == seen[1]


@pytest.mark.parametrize("fault", ["box", "gradebook", "disk", "record"])
def test_trouble_of_the_grader_s_own_takes_no_mark_and_is_tried_again(group, monkeypatch, fault):
    from nbconvert.writers import FilesWriter

    group.hand_in("ada", *all_right())
    group.hand_in("grace", *all_right())
    full = OSError(errno.ENOSPC, "No space left on device")

    def failing(steps, student, **how):
        if student.name == "ada" and fault == "box":
            raise RuntimeError("The box was not ready to begin.")
        if student.name == "ada" and fault == "gradebook":
            raise sqlite3.OperationalError("database or disk is full")
        return quick(steps, student, **how)

    real_write, real_update = FilesWriter.write, storage.update

    def write(self, output, resources, **more):
        if fault == "disk" and resources["nbgrader"]["student"] == "ada":
            raise full
        return real_write(self, output, resources, **more)

    def update(path, *rest, **more):
        if fault == "record" and path.parent.name == "ada":
            raise full
        return real_update(path, *rest, **more)

    monkeypatch.setattr(FilesWriter, "write", write)
    monkeypatch.setattr(storage, "update", update)
    found = group.grade(failing)
    assert marks(found) == {"grace": 9}
    assert found["ada"].ours
    words = {"box": "not ready", "gradebook": "disk is full"}.get(fault, "No space left")
    assert words in found["ada"].problem
    monkeypatch.undo()
    assert marks(group.grade()) == {"ada": 9, "grace": 9}


def test_what_cannot_be_read_is_named(group, monkeypatch):
    from qinet_edu.grading import submissions

    for student in ("ada", "grace", "joan"):
        group.hand_in(student, *all_right())
    group.grade(students=["ada"])
    refused = PermissionError(errno.EACCES, "Permission denied")
    visible, read = submissions._visible, submissions.Path.read_bytes

    def look(folder):
        if folder.name == "joan":
            raise refused
        return visible(folder)

    def read_bytes(path):
        if "ada" in path.parts and "submitted" in path.parts:
            raise refused
        return read(path)

    monkeypatch.setattr(submissions, "_visible", look)
    monkeypatch.setattr(submissions.Path, "read_bytes", read_bytes)
    found = group.grade()
    assert marks(found) == {"grace": 9}
    assert "Permission denied" in found["ada"].problem
    assert found["joan"].problem == "it cannot be read (Permission denied)"


def test_an_unwritable_gradebook_is_seen_before_anything_is_run(group, monkeypatch):
    group.hand_in("ada", *all_right())
    path = group.folder / "gradebook.db"
    monkeypatch.setattr(running, "PATIENCE_S", 0.1)
    with sqlite3.connect(path) as holding:
        holding.execute("BEGIN EXCLUSIVE")
        with pytest.raises(CourseTrouble, match="cannot be written"):
            group.grade()
        holding.rollback()
    holding.close()
    content = path.read_bytes()
    path.write_bytes(b"no database" * 1000)
    with pytest.raises(CourseTrouble, match="not a database"):
        group.grade()
    path.write_bytes(content)
    assert marks(group.grade()) == {"ada": 9}


def test_a_damaged_record_is_kept_aside_and_the_submission_marked_again(group):
    group.hand_in("ada", *all_right())
    group.grade()
    path = Records(group.folder).path("ada", SET)
    path.write_text('{"schema": 1, "exercises": [5]}', encoding="utf-8")
    with pytest.warns(storage.StorageWarning, match="is kept as"):
        assert marks(group.grade()) == {"ada": 9}
    assert len(list(path.parent.glob("*.damaged-*"))) == 1
    assert [record["student"] for record in Records(group.folder).all()] == ["ada"]


def test_boxes_run_beside_each_other_and_nbgrader_takes_turns(group):
    for number in range(6):
        group.hand_in(f"s{number}", "01.1 right" if number % 2 else "01.2 right")
    together = threading.Barrier(3, timeout=60)

    def waiting(steps, student, **how):
        together.wait()
        return quick(steps, student, **how)

    found = group.grade(waiting, workers=3)
    assert marks(found) == {f"s{n}": 2 if n % 2 else 1 for n in range(6)}
    assert all(total(group, f"s{n}") == (2 if n % 2 else 1) for n in range(6))


def test_records_hold_what_reports_need_and_nobody_else_may_read(group):
    group.hand_in("ada", "01.1 right", "01.3 wrong: axes exchanged")
    group.grade()
    (record,) = Records(group.folder).all()
    assert record["schema"] == 1
    assert record["boxed"] == "bubblewrap"
    assert len(record["secret"]) == 32
    assert {one["exercise"]: one["points"] for one in record["exercises"]} == POINTS
    third = record["exercises"][2]
    assert (third["mark"], third["status"], third["slips"]) == (1.5, "wrong", ["axes exchanged"])
    if os.name != "nt":
        assert Records(group.folder).folder.stat().st_mode & 0o077 == 0
    for folder in ("autograded", "submitted", "release"):
        for path in (group.folder / folder).rglob("*.ipynb"):
            assert record["secret"] not in path.read_text(encoding="utf-8")
