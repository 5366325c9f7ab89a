"""Whatever a student did to the cells, each answer is found by its name."""

import nbformat
import pytest

nbgrader = pytest.importorskip("nbgrader", reason="nbgrader is in requirements-dev.txt only")

from qinet_edu.grading.mending import Source, mend  # noqa: E402


def source(name, text, *, grade=False, locked=True):
    metadata = {"grade_id": name, "grade": grade, "locked": locked, "points": 2 if grade else 0}
    return Source(name, "code", text, locked, metadata)


SOURCES = [
    source("setup", "import check"),
    source("ex-1-given", "target = given()"),
    source("ex-1-answer", "phase = None", locked=False),
    source("ex-1", 'check("1", phase)', grade=True),
    source("ex-2-answer", "shots = None", locked=False),
    source("ex-2", 'check("2", shots)', grade=True),
]


def handed_out():
    made = []
    for one in SOURCES:
        cell = nbformat.v4.new_code_cell(one.source)
        cell.id, cell.metadata["nbgrader"] = one.name, nbformat.from_dict(one.metadata)
        made.append(cell)
    return made


def names(cells):
    return [cell.metadata.get("nbgrader", {}).get("grade_id", "") for cell in cells]


def plain(text, kind="code"):
    return getattr(nbformat.v4, f"new_{kind}_cell")(text)


WHOLE = [one.name for one in SOURCES]


def test_what_nobody_touched_stays_and_has_nothing_said_of_it():
    cells, notes = mend(handed_out(), SOURCES)
    assert names(cells) == WHOLE
    assert notes == []


@pytest.mark.parametrize("name", WHOLE)
def test_a_deleted_cell_is_put_back_where_it_was_unless_it_was_the_student_s(name):
    cells, notes = mend([cell for cell in handed_out() if cell.id != name], SOURCES)
    assert names(cells) == [n for n in WHOLE if n != name or not n.endswith("answer")]
    assert notes == [f"missing: {name}"]


def test_an_answer_in_a_cell_of_the_student_s_own_is_not_undone_by_the_stub():
    cells = [plain("shots = 9604"), *(c for c in handed_out() if c.id != "ex-2-answer")]
    mended, _ = mend(cells, SOURCES)
    assert "shots = None" not in [cell.source for cell in mended]
    assert "shots = 9604" in [cell.source for cell in mended]


def test_a_changed_check_is_put_back_and_its_settings_with_it():
    cells = handed_out()
    cells[3].source = "200.0"
    cells[3].metadata.nbgrader = nbformat.from_dict({"grade_id": "ex-1", "points": 200})
    mended, notes = mend(cells, SOURCES)
    assert mended[3].source == SOURCES[3].source
    assert mended[3].metadata.nbgrader == SOURCES[3].metadata
    assert notes == ["changed, and put back: ex-1"]


def test_a_cell_that_was_copied_counts_once_and_the_copies_run_as_they_stand():
    cells = handed_out()
    cells.insert(3, nbformat.from_dict(cells[2]))
    cells[2].source, cells[3].source = "phase = 1", "phase = 2"
    mended, notes = mend(cells, SOURCES)
    assert [cell.source for cell in mended][2:4] == ["phase = 1", "phase = 2"]
    assert names(mended).count("ex-1-answer") == 1
    assert notes == ["there more than once: ex-1-answer"]
    assert len({cell.id for cell in mended}) == len(mended)


def test_a_split_answer_stays_in_order():
    cells = handed_out()
    cells[2].source = "a = 1"
    cells.insert(3, plain("phase = a"))
    mended, notes = mend(cells, SOURCES)
    assert [cell.source for cell in mended][2:5] == ["a = 1", "phase = a", 'check("1", phase)']
    assert notes == []


def test_what_is_given_comes_before_what_needs_it_whatever_the_order():
    mended, notes = mend(handed_out()[::-1], SOURCES)
    assert names(mended)[:2] == ["setup", "ex-1-given"]
    assert sorted(names(mended)) == sorted(WHOLE)
    assert notes == ["below what needs it, and moved up: setup, ex-1-given"]


@pytest.mark.parametrize("left", ["id", "text"])
def test_cells_are_known_when_an_editor_dropped_nbgrader_s_names(left):
    cells = handed_out()
    for number, cell in enumerate(cells):
        cell.metadata = nbformat.from_dict({})
        if left == "text":
            cell.id = f"c{number}"
    mended, notes = mend(cells, SOURCES)
    assert [name for name in names(mended) if name] == [
        name for name in WHOLE if left == "id" or not name.endswith("answer")
    ]
    assert [cell.source for cell in mended] == [one.source for one in SOURCES]
    assert notes == ([] if left == "id" else ["missing: ex-1-answer, ex-2-answer"])


def test_a_code_cell_made_text_is_code_again():
    cells = handed_out()
    cells[2] = nbformat.v4.new_markdown_cell("phase = 1")
    cells[2].metadata["nbgrader"] = nbformat.from_dict(SOURCES[2].metadata)
    mended, notes = mend(cells, SOURCES)
    assert (mended[2].cell_type, mended[2].source) == ("code", "phase = 1")
    assert notes == ["made a cell of another kind: ex-1-answer"]


@pytest.mark.parametrize("name", [5, None, ["ex-1"], {"a": 1}, "ex-99", "../ex-1"])
def test_names_that_are_none_are_nobody_s(name):
    cell = plain("x = 1")
    cell.metadata["nbgrader"] = nbformat.from_dict({"grade_id": name, "grade": True})
    mended, _ = mend([*handed_out(), cell], SOURCES)
    assert mended[-1].metadata == {}
    assert names(mended) == [*WHOLE, ""]


def test_another_notebook_is_said_to_be_one():
    mended, notes = mend([plain("phase = 1"), plain("prose", "markdown")], SOURCES)
    assert notes == ["none of its cells is one that was handed out; its answers count by name"]
    assert {"ex-1", "ex-2"} <= set(names(mended))
