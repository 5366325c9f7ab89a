"""What may lie where submissions are looked for, and what is no submission."""

import json
import os

import nbformat
import pytest

from qinet_edu.grading import submissions
from qinet_edu.grading.submissions import NotGraded, Submission, choose, find, opened

SET = "01-bits-to-qubits"
RAW = {"cell_type": "raw", "source": "", "metadata": {}}


def notebook(text="x = 1"):
    return nbformat.writes(
        nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(text)])
    ).encode()


@pytest.fixture
def hand_in(tmp_path):
    def put(content, *, student="ada", assignment=SET, name=f"{SET}.ipynb"):
        path = tmp_path / "submitted" / student / assignment / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return Submission(student, assignment, path.parent)

    return put


def cells(*found, **more):
    return json.dumps({"cells": found, "metadata": {}, "nbformat": 4, "nbformat_minor": 5, **more})


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "no notebook"),
        (b"PK\x03\x04", "no notebook"),
        (b"{\xff", "not UTF-8"),
        ("{}".encode("utf-16"), "not UTF-8"),
        ('{"cells": "é"}'.encode("latin-1"), "not UTF-8"),
        (b"[]", "no notebook"),
        (b'{"a": 1}', "no notebook"),
        (b"[" * 100_000, "no notebook"),
        (b'{"cells": 5}', "no notebook"),
        (cells(5).encode(), "no notebook|damaged"),
        (cells({"cell_type": "code"}).encode(), "no notebook|damaged"),
        (cells({"cell_type": "code", "source": 5, "metadata": {}}).encode(), "damaged"),
        (cells({"cell_type": ["x"], "source": "", "metadata": []}).encode(), "damaged"),
        (cells(nbformat=99).encode(), "no notebook"),
        (
            cells(*[{"cell_type": "raw", "source": "", "metadata": {}}] * 2001).encode(),
            "2000 cells",
        ),
        (notebook("x" * 2_000_001), "2 MB of text"),
    ],
)
def test_what_is_no_notebook_is_named(content, words):
    with pytest.raises(NotGraded, match=words):
        opened(content)


def test_a_byte_order_mark_is_no_trouble():
    assert opened(b"\xef\xbb\xbf" + notebook()).cells[0].source == "x = 1"


def test_a_hundred_megabytes_a_link_and_a_pipe_are_not_read(hand_in, tmp_path):
    big = hand_in(b"")
    os.truncate(big.folder / f"{SET}.ipynb", 100 << 20)
    with pytest.raises(NotGraded, match="larger than 50 MB"):
        choose(big)
    secret = tmp_path / "gradebook.db"
    secret.write_bytes(notebook())
    linked = hand_in(notebook(), student="joan")
    (linked.folder / "data.csv").symlink_to(secret)
    with pytest.raises(NotGraded, match=r"link or a pipe \(data.csv\)"):
        choose(linked)
    if hasattr(os, "mkfifo"):
        piped = hand_in(notebook(), student="mary")
        os.mkfifo(piped.folder / "pipe")
        with pytest.raises(NotGraded, match="link or a pipe"):
            choose(piped)
    many = hand_in(notebook(), student="grace")
    (many.folder / "film.mp4").touch()
    os.truncate(many.folder / "film.mp4", 201 << 20)
    with pytest.raises(NotGraded, match="more than 200 MB"):
        choose(many)


def test_no_notebook_a_wrong_name_and_several(hand_in):
    none = hand_in(b"text", name="notes.txt")
    with pytest.raises(NotGraded, match="no notebook in it"):
        choose(none)
    one = hand_in(notebook("mine"), student="joan", name="my answers.ipynb")
    assert choose(one) == ("my answers.ipynb", notebook("mine")) or one.notes
    assert one.notes == [f"the notebook is called my answers.ipynb, not {SET}.ipynb"]
    two = hand_in(notebook("right name"), student="mary")
    hand_in(notebook("copy"), student="mary", name=f"{SET} (1).ipynb")
    assert choose(two)[0] == f"{SET}.ipynb"
    assert two.notes == [f"several notebooks: {SET}.ipynb was marked, not {SET} (1).ipynb"]


def test_a_later_copy_under_a_wrong_name_is_taken_in_place_of_ours(hand_in):
    where = hand_in(notebook("ours"))
    old, new = (hand_in(notebook(name), name=f"{name}.ipynb") for name in ("old", "new"))
    os.utime(old.folder / "old.ipynb", (1, 1))
    assert choose(where, before="old.ipynb")[0] == "new.ipynb"
    assert new.folder == where.folder


def test_what_lies_in_a_wrong_place_is_named(hand_in, tmp_path):
    hand_in(notebook())
    hand_in(notebook(), assignment="homework")
    hand_in(notebook(), student="Ada")
    hand_in(notebook(), student="[ab]*")
    hand_in(notebook(), student=" joan")
    (tmp_path / "submitted" / "loose.ipynb").write_bytes(notebook())
    (tmp_path / "submitted" / "ada" / f"{SET}.ipynb").write_bytes(notebook())
    (tmp_path / "submitted" / ".DS_Store").write_bytes(b"")
    (tmp_path / "submitted" / "linked").symlink_to(tmp_path)
    found = {(one.student, one.assignment): one for one in find(tmp_path, [SET])}
    assert found["ada", SET].problem == ""
    assert "differs only in capitals" in found["ada", SET].notes[0]
    assert "no assignment has that name; there is 01" in found["ada", "homework"].problem
    assert "move it into submitted/ada/ASSIGNMENT/" in found["ada", f"{SET}.ipynb"].problem
    assert "move it into submitted/STUDENT/ASSIGNMENT/" in found["loose.ipynb", ""].problem
    assert "no student can be called so" in found["[ab]*", ""].problem
    assert "no student can be called so" in found[" joan", ""].problem
    assert "it is a link" in found["linked", ""].problem
    assert len(found) == 8


def test_a_course_without_submissions_has_none(tmp_path):
    assert find(tmp_path, [SET]) == []
    assert submissions.grade_ids(opened(notebook())) == set()
