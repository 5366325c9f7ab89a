import json
import shutil
from datetime import date

import pytest

from qinet_edu import storage
from qinet_edu.course import work

LESSON = "notebooks/0-foundations/01-bits-to-qubits.ipynb"
UPDATE = "notebooks/0-foundations/01-bits-to-qubits (updated 2026-11-23).ipynb"
KERNEL = {"name": "python3", "display_name": "Python 3"}
TODAY = date(2026, 11, 23)


def notebook(*sources, output="an answer"):
    return {
        "nbformat": 4,
        "nbformat_minor": 5,
        "metadata": {"widgets": {"state": {}}, "kernelspec": KERNEL},
        "cells": [
            {"cell_type": "markdown", "id": "intro", "metadata": {}, "source": ["# Φ\n", "⟨Z⟩"]},
            *(
                {
                    "cell_type": "code",
                    "id": f"cell-{place}",
                    "metadata": {"execution": {"iopub": "10:00"}},
                    "source": source,
                    "execution_count": 7,
                    "outputs": [{"output_type": "stream", "name": "stdout", "text": output}],
                }
                for place, source in enumerate(sources)
            ),
        ],
    }


def put(path, content):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content), encoding="utf-8")


@pytest.fixture
def course(tmp_path):
    root = tmp_path / "course"
    put(root / LESSON, notebook("1 + 1"))
    put(root / "exercises" / "01-bits-to-qubits.ipynb", notebook("answer = None"))
    put(root / "notebooks/0-foundations/.ipynb_checkpoints/01-x.ipynb", notebook("old"))
    return root


@pytest.fixture
def bring(course, tmp_path):
    return lambda: work.bring(tmp_path / "work", root=course, today=TODAY)


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "work"


def notebooks_in(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.ipynb"))


def answer(path, text="answer = 42"):
    content = json.loads(path.read_text(encoding="utf-8"))
    content["cells"][1]["source"] = text
    path.write_text(json.dumps(content), encoding="utf-8")
    return path.read_bytes()


def test_lessons_and_exercises_arrive_without_the_outputs_that_give_predictions_away(bring, folder):
    assert bring() == []
    assert notebooks_in(folder) == ["exercises/01-bits-to-qubits.ipynb", LESSON]
    copy = json.loads((folder / LESSON).read_text(encoding="utf-8"))
    assert [cell["id"] for cell in copy["cells"]] == ["intro", "cell-0"]
    assert copy["cells"][1]["outputs"] == []
    assert copy["cells"][1]["execution_count"] is None
    assert copy["cells"][0]["source"] == ["# Φ\n", "⟨Z⟩"]
    assert "widgets" not in copy["metadata"]
    assert copy["metadata"]["kernelspec"] == KERNEL


def test_a_copy_is_a_valid_notebook(bring, folder):
    nbformat = pytest.importorskip("nbformat")
    bring()
    nbformat.validate(nbformat.read(folder / LESSON, as_version=4))


def test_what_a_student_wrote_is_never_overwritten(bring, folder):
    bring()
    mine = answer(folder / LESSON)
    assert bring() == []
    assert (folder / LESSON).read_bytes() == mine


def test_an_updated_lesson_arrives_beside_once_and_is_announced(bring, course, folder):
    bring()
    mine = answer(folder / LESSON)
    put(course / LESSON, notebook("1 + 1", "2 + 2"))
    (said,) = bring()
    assert "01-bits-to-qubits (updated 2026-11-23).ipynb" in said
    assert "yours stays" in said
    assert (folder / LESSON).read_bytes() == mine
    assert (
        json.loads((folder / UPDATE).read_text(encoding="utf-8"))["cells"][2]["source"] == "2 + 2"
    )
    assert bring() == []


def test_two_updates_on_one_day_have_two_names(bring, course, folder):
    bring()
    for text in ("2 + 2", "3 + 3"):
        put(course / LESSON, notebook(text))
        assert len(bring()) == 1
    assert len(notebooks_in(folder / "notebooks" / "0-foundations")) == 3


def test_new_outputs_or_ids_alone_are_no_update(bring, course):
    bring()
    changed = notebook("1 + 1", output="another answer")
    changed["cells"][1]["id"] = "renumbered"
    put(course / LESSON, changed)
    assert bring() == []


def test_a_changed_mark_of_an_exercise_is_an_update(bring, course):
    bring()
    changed = notebook("answer = None")
    changed["cells"][1]["metadata"]["nbgrader"] = {"grade_id": "ex-01-1", "points": 2}
    put(course / "exercises" / "01-bits-to-qubits.ipynb", changed)
    assert len(bring()) == 1


@pytest.mark.parametrize("how", ["deleted", "renamed"])
def test_a_copy_that_is_gone_is_brought_back(bring, folder, how):
    bring()
    copy = folder / LESSON
    copy.unlink() if how == "deleted" else copy.rename(copy.with_name("mine.ipynb"))
    (said,) = bring()
    assert "a fresh copy" in said
    assert copy.exists()
    assert how == "deleted" or copy.with_name("mine.ipynb").exists()


@pytest.mark.parametrize("damage", ['{"schema": 1, "cop', '{"schema": 1, "copies": []}', None])
def test_a_lost_manifest_loses_nothing_and_floods_nothing(bring, folder, damage):
    bring()
    mine = answer(folder / LESSON)
    manifest = folder / work.MANIFEST
    if damage is None:
        manifest.unlink()
        assert bring() == []
    elif damage.endswith("}"):
        manifest.write_text(damage, encoding="utf-8")
        assert bring() == []
    else:
        manifest.write_text(damage, encoding="utf-8")
        with pytest.warns(storage.StorageWarning):
            assert bring() == []
    assert (folder / LESSON).read_bytes() == mine
    assert len(notebooks_in(folder)) == 2


def test_an_update_is_noticed_even_when_the_manifest_is_lost(bring, course, folder):
    bring()
    answer(folder / LESSON)
    (folder / work.MANIFEST).unlink()
    put(course / LESSON, notebook("2 + 2"))
    assert len(bring()) == 1
    (folder / work.MANIFEST).unlink()
    assert bring() == []


def test_a_strange_file_of_the_same_name_stays_and_the_lesson_comes_beside(bring, folder):
    put(folder / LESSON, notebook("a note of my own"))
    before = (folder / LESSON).read_bytes()
    assert len(bring()) == 1
    assert (folder / LESSON).read_bytes() == before
    assert (folder / UPDATE).exists()


def test_an_equal_file_of_unknown_origin_is_taken_for_the_lesson(bring, folder, course):
    (folder / LESSON).parent.mkdir(parents=True)
    shutil.copy(course / LESSON, folder / LESSON)
    assert bring() == []


@pytest.mark.parametrize("content", ["", "{", "[]", '{"cells": 3, "metadata": {}}'])
def test_a_copy_that_a_student_damaged_stays_as_it_is(bring, folder, content):
    bring()
    (folder / LESSON).write_text(content, encoding="utf-8")
    assert bring() == []
    assert (folder / LESSON).read_text(encoding="utf-8") == content


def test_a_damaged_lesson_of_the_course_says_which_and_what_to_do(bring, course):
    (course / LESSON).write_text("{", encoding="utf-8")
    with pytest.raises(ValueError, match=r"01-bits-to-qubits.ipynb is damaged.*git restore"):
        bring()


def test_a_write_that_fails_leaves_no_half_notebook(bring, folder, monkeypatch):
    def full_disk(_):
        raise OSError("no space left on device")

    monkeypatch.setattr("os.fsync", full_disk)
    with pytest.raises(OSError, match="no space"):
        bring()
    monkeypatch.undo()
    assert notebooks_in(folder) == []
    assert bring() == []
    assert len(notebooks_in(folder)) == 2


def test_a_page_is_renewed_until_the_student_writes_in_it(course, bring, folder):
    page, copy = course / "docs" / "hardware.md", folder / "docs" / "hardware.md"
    page.parent.mkdir()
    for text in ("First.", "Second."):
        page.write_text(text, encoding="utf-8")
        assert bring() == []
        assert copy.read_text(encoding="utf-8") == text
    copy.write_text("My notes.", encoding="utf-8")
    page.write_text("Third.", encoding="utf-8")
    assert bring() == []
    assert copy.read_text(encoding="utf-8") == "My notes."
    copy.unlink()
    bring()
    assert copy.read_text(encoding="utf-8") == "Third."
