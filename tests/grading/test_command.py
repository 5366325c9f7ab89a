import json

import pytest

from qinet_edu.grading import box, command

SET = "01-bits-to-qubits"
SOLUTION = command.SOLUTIONS / f"{SET}.ipynb"


@pytest.mark.usefixtures("boxed", "nbgrader")
def test_a_full_answer_an_empty_one_and_no_notebook_at_all(tmp_path, capsys):
    import nbformat

    from qinet_edu.grading.release import release

    if not SOLUTION.exists():
        pytest.skip(f"there is no {SOLUTION.name} yet")
    full, empty, damaged = (tmp_path / name for name in ("ada.ipynb", "joan.ipynb", "x.ipynb"))
    full.write_bytes(SOLUTION.read_bytes())
    nbformat.write(release(nbformat.read(SOLUTION, 4)), empty)
    damaged.write_bytes(b"{\xff")
    marks = tmp_path / "marks.json"
    code = command.main([*map(str, (full, empty, damaged)), "--json", str(marks)])
    assert code == 1
    printed = capsys.readouterr().out
    assert "9 / 9" in printed
    assert "not graded: it is no notebook" in printed
    one, two, three = json.loads(marks.read_text(encoding="utf-8"))["submissions"]
    assert all(mark["mark"] == mark["points"] for mark in one["exercises"])
    assert [mark["mark"] for mark in two["exercises"]] == [0] * 5
    assert all("Not answered yet" in mark["words"] for mark in two["exercises"])
    assert three["exercises"] == []


@pytest.mark.usefixtures("boxed", "nbgrader")
def test_what_is_no_copy_of_an_exercise_is_named(tmp_path, capsys):
    other = tmp_path / "other.ipynb"
    other.write_text('{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}', "utf-8")
    damaged = tmp_path / "damaged.ipynb"
    damaged.write_text('{"cells": [{"metadata": {}}, 5]}', encoding="utf-8")
    assert command.main(["copy", str(other), str(damaged), str(tmp_path / "nowhere.ipynb")]) == 1
    printed = capsys.readouterr().out
    assert "it is no notebook, or a damaged one" in printed
    assert "it is not a copy of an exercise notebook" in printed
    assert "it cannot be read (No such file or directory)" in printed


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--student", "ada"], "--course and --student together"),
        (["--course", "qi", "--student", "../ada"], "letters, digits"),
        (["--course", "qi", "--student", "*"], "letters, digits"),
    ],
)
def test_what_is_asked_wrongly_is_refused(options, words, capsys):
    with pytest.raises(SystemExit):
        command.main(["x.ipynb", *options])
    assert words in capsys.readouterr().err


def test_without_a_box_nothing_is_run(monkeypatch, capsys):
    monkeypatch.setattr(box, "why_not", lambda: "no box here")
    assert command.main(["x.ipynb"]) == 1
    assert "no box here" in capsys.readouterr().err
