"""A course folder: made of what there is, added to, and never spoilt."""

import pytest

pytest.importorskip("nbgrader", reason="nbgrader is in requirements-dev.txt only")

from classroom import SET, Class, solutions

from qinet_edu.grading import command, late, setting_up
from qinet_edu.grading.config import course_file
from qinet_edu.grading.scores import read_scores
from qinet_edu.grading.setting_up import CourseTrouble, add_people, read_roster


@pytest.mark.slow
def test_a_course_has_every_set_there_is_with_its_points(tmp_path, capsys):
    from qinet_edu import reference

    ready = [lesson for lesson in reference.curriculum() if lesson.ready]
    assert command.main(["init", str(tmp_path / "course"), "--late", "zero"]) == 0
    printed = capsys.readouterr().out
    course = setting_up.open_course(tmp_path / "course")
    assert course.id.startswith("course-")
    assert f"open --course {course.id} --name NAME" in printed
    points = read_scores(course).points
    assert sorted(points) == [f"{lesson.number}-{lesson.slug}" for lesson in ready]
    for lesson in ready:
        asked = {exercise.id: exercise.points for exercise in lesson.exercises}
        assert points[f"{lesson.number}-{lesson.slug}"] == asked
    assert course.config.LateSubmissionPlugin.penalty_method == "zero"


def test_a_course_that_exists_gets_what_it_lacks_and_keeps_what_it_has(tmp_path):
    group = Class(tmp_path)
    more = solutions(tmp_path / "solutions")
    (more / "my-own.ipynb").write_bytes((more / f"{SET}.ipynb").read_bytes())
    source = group.folder / "source" / SET / f"{SET}.ipynb"
    source.write_bytes(source.read_bytes() + b"\n")
    changed = source.read_bytes()
    course, new = setting_up.set_up(group.folder, more)
    assert new == ["my-own"]
    assert course.assignments() == [SET, "my-own"]
    assert source.read_bytes() == changed
    assert course.id == "qi"
    with pytest.raises(CourseTrouble, match="is part of every student's numbers"):
        setting_up.set_up(group.folder, more, name="other")


def test_a_folder_of_something_else_and_a_name_that_is_none_are_refused(tmp_path):
    (tmp_path / "thesis.tex").touch()
    with pytest.raises(CourseTrouble, match="not empty and no course"):
        setting_up.set_up(tmp_path, tmp_path)
    with pytest.raises(CourseTrouble, match="letters, digits"):
        setting_up.set_up(tmp_path / "new", tmp_path, name="a course'; drop")
    with pytest.raises(CourseTrouble, match="Make one"):
        setting_up.open_course(tmp_path)


@pytest.mark.parametrize("policy", ["daily", "lots", "-5", "101", "nan", ""])
def test_a_late_policy_that_is_none_is_refused(policy, tmp_path):
    with pytest.raises(ValueError, match="none, zero or so many percent"):
        course_file("qi", late=policy)
    with pytest.raises(CourseTrouble, match="none, zero or so many percent"):
        setting_up.set_up(tmp_path / "course", tmp_path, late=policy)
    assert not (tmp_path / "course").exists()


@pytest.mark.parametrize(
    ("hours", "lost"), [(0, 0), (1, 1), (24, 1), (25, 2), (240, 10), (10_000, 10)]
)
def test_each_day_begun_costs_its_share_and_no_more_than_there_is(hours, lost):
    assert late.penalty(10, hours * 3600, daily_percent=10) == lost


def test_a_class_list_is_read_whatever_made_it(tmp_path):
    text = "ID; Last_Name ;email\nada;Lovelace;ada@example.org\n\n josé ;Núñez;\n"
    people = read_roster(b"\xef\xbb\xbf" + text.encode())
    assert [(one.id, one.last_name, one.email) for one in people] == [
        ("ada", "Lovelace", "ada@example.org"), ("josé", "Núñez", ""),
    ]  # fmt: skip
    group = Class(tmp_path)
    assert add_people(group.course, b"id,first_name\nada,Ada\n") == 1
    assert add_people(group.course, b"id,first_name\nada,Augusta\ngrace,Grace\n") == 2
    scores = read_scores(group.course)
    assert [(one.id, one.first_name) for one in scores.people] == [
        ("ada", "Augusta"), ("grace", "Grace"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "needs a column id"),
        (b"name,email\nada,x\n", "needs a column id"),
        ("id\njosé\n".encode("latin-1"), "not UTF-8"),
        (b"id\nada\nada\n", "Line 3.* ada was there before"),
        (b"id\n../ada\n", "cannot name a folder"),
        (b"id,email\n,x@example.org\n", "cannot name a folder"),
        (b"id\n[ab]*\n", "cannot name a folder"),
    ],
)
def test_a_class_list_that_is_none_is_named_and_changes_nothing(content, words, tmp_path):
    with pytest.raises(CourseTrouble, match=words):
        read_roster(content)
    roster = tmp_path / "list.csv"
    roster.write_bytes(content)
    assert command.main(["init", str(tmp_path / "course"), "--roster", str(roster)]) == 1
    assert not (tmp_path / "course").exists()
