"""Lessons, solutions and exercises are stored in one form, and hold together."""

import copy
import json
import re

import nbformat
import pytest

from qinet_edu import check, reference
from qinet_edu.course import build, notebooks
from qinet_edu.course import work as work_folder
from qinet_edu.course.checkout import EXERCISES, ROOT, SOLUTIONS
from qinet_edu.course.testing import on_reference_platform

STORED = {path.relative_to(ROOT).as_posix(): path for path in build.stored()}
READY = [lesson for lesson in reference.curriculum() if lesson.ready]


def code_cells(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def texts(notebook):
    for cell in code_cells(notebook):
        for output in cell.outputs:
            if output.output_type == "stream":
                yield output.text
            else:
                yield from (v for k, v in output.data.items() if k in ("text/plain", "text/html"))


@pytest.fixture(params=[*STORED])
def stored(request):
    return notebooks.read(STORED[request.param])


@pytest.mark.parametrize("name", STORED)
def test_what_is_stored_is_its_own_normal_form(name):
    notebook = notebooks.normalise(notebooks.read(STORED[name]))
    text = json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    assert STORED[name].read_text(encoding="utf-8") == text


@pytest.mark.parametrize("name", STORED)
def test_executing_again_changes_no_byte(name, tmp_path):
    if not on_reference_platform():
        pytest.skip("last digits and drawings may differ here: stored on Linux x86-64, Python 3.11")
    path = STORED[name]
    again = notebooks.execute(notebooks.read(path), folder=path.parent)
    copied = tmp_path / "again.ipynb"
    notebooks.write(notebooks.normalise(again), copied)
    assert copied.read_text(encoding="utf-8") == path.read_text(encoding="utf-8")


def test_outputs_hold_no_error_warning_or_widget(stored):
    for cell in code_cells(stored):
        for output in cell.outputs:
            assert output.output_type != "error"
            assert output.get("name") != "stderr"
            assert not any("widget" in mime for mime in output.get("data", {}))


def test_every_figure_has_words_and_a_picture_a_printer_can_use(stored):
    for cell in code_cells(stored):
        for output in cell.outputs:
            if "image/svg+xml" in output.get("data", {}):
                assert "image/png" in output.data
                assert len(output.data["text/plain"]) > 20


def test_printed_numbers_have_no_digits_that_differ_between_processors(stored):
    for text in texts(stored):
        assert not re.search(r"\d\.\d{11}", text), text


def test_code_cells_are_taken_in_at_a_look(stored):
    for cell in code_cells(stored):
        assert len(cell.source.splitlines()) <= 12, cell.source


@pytest.mark.parametrize("lesson", READY, ids=lambda lesson: lesson.number)
def test_a_ready_lesson_is_there_and_opens_with_what_the_curriculum_says(lesson):
    notebook = notebooks.read(ROOT / lesson.path)
    opening = notebook.cells[0].source
    assert opening.startswith(f"# {lesson.number} · {lesson.title}\n")
    assert f"{lesson.minutes} minutes" in opening
    assert (ROOT / lesson.exercise_set).exists()
    assert (SOLUTIONS / (ROOT / lesson.exercise_set).name).exists()


@pytest.mark.parametrize("lesson", READY, ids=lambda lesson: lesson.number)
def test_every_section_asks_and_says_where_the_analogy_breaks(lesson):
    notebook = notebooks.read(ROOT / lesson.path)
    prose = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    sections = re.split(r"(?m)^## [1-9]", prose)[1:]
    assert sections
    assert all(
        "**The question.**" in section or "warm-up" in section.lower() for section in sections
    )
    assert prose.count("Where the analogy breaks") >= len(sections) / 2
    assert prose.count("Commit to a prediction") >= len(sections) / 2


@pytest.mark.parametrize("lesson", READY, ids=lambda lesson: lesson.number)
def test_every_section_can_be_entered_after_the_first_cell(lesson, work):
    set_up, sections = None, []
    for cell in notebooks.read(ROOT / lesson.path).cells:
        if cell.cell_type == "markdown" and cell.source.startswith("## "):
            sections.append([])
        elif cell.cell_type == "code" and set_up is None:
            set_up = cell.source
        elif cell.cell_type == "code":
            sections[-1].append(cell.source)
    assert len(sections) > 5
    for section in sections:
        defined = {}
        for source in (set_up, *section):
            exec(source, defined)


@pytest.mark.parametrize("lesson", READY, ids=lambda lesson: lesson.number)
def test_links_lead_somewhere_in_the_course_and_in_a_students_copy(lesson):
    brought = {*work_folder.sources(), *work_folder.pages()}
    for path in (ROOT / lesson.path, SOLUTIONS / (ROOT / lesson.exercise_set).name):
        for cell in notebooks.read(path).cells:
            for link in re.findall(r"\]\((?!http)([^)#]+)\)", cell.source):
                target = (path.parent / link).resolve()
                assert target.exists(), link
                assert target.relative_to(ROOT).as_posix() in brought, link


def test_the_stages_of_the_first_lesson_are_the_articles():
    opening = (ROOT / READY[0].path).read_text(encoding="utf-8")
    for stage in reference.stages():
        assert f"| {stage.number} · {stage.name} |" in opening


@pytest.mark.parametrize("lesson", READY, ids=lambda lesson: lesson.number)
def test_the_exercises_of_a_lesson_are_those_of_the_curriculum(lesson):
    for planned in lesson.exercises:
        record = check.get(planned.id)
        assert record.points == planned.points
        assert len(record.hints) == 3
        kind = type(record.answer).__name__.lower()
        assert kind == {"set": "choices"}.get(planned.kind, planned.kind)
    assert {name for name in check.exercises() if name.startswith(lesson.number)} == {
        planned.id for planned in lesson.exercises
    }


def namespace(path):
    """Run a notebook's code as a program, and return what it defines."""
    defined = {}
    for cell in code_cells(notebooks.read(path)):
        exec(cell.source, defined)
    return defined


def verdicts(path, chapter):
    defined = namespace(path)
    for name, record in check.exercises().items():
        if name.startswith(f"{chapter}."):
            given = record.given()
            exported = check.export(record, defined[record.variable], given)
            yield name, check.judge(record, json.loads(json.dumps(exported)), given)


@pytest.mark.parametrize("lesson", READY, ids=lambda lesson: lesson.number)
def test_every_solution_is_right(lesson, work):
    path = SOLUTIONS / (ROOT / lesson.exercise_set).name
    for name, verdict in verdicts(path, lesson.number):
        assert verdict.status == "right", (name, verdict)


@pytest.mark.parametrize("lesson", READY, ids=lambda lesson: lesson.number)
def test_every_stub_is_not_answered_yet(lesson, work):
    for name, verdict in verdicts(ROOT / lesson.exercise_set, lesson.number):
        assert verdict.status == "not answered yet", (name, verdict)


@pytest.mark.parametrize("path", sorted(SOLUTIONS.glob("*.ipynb")), ids=lambda path: path.stem)
def test_exercises_are_what_their_solutions_make_of_them(path, tmp_path, monkeypatch):
    pytest.importorskip("nbgrader", reason="nbgrader is not installed")
    monkeypatch.setattr(build, "EXERCISES", tmp_path)
    build.hand_out(path)
    made = (tmp_path / path.name).read_text(encoding="utf-8")
    assert made == (EXERCISES / path.name).read_text(encoding="utf-8")
    assert "SOLUTION" not in made
    assert "**Why.**" not in made


@pytest.mark.parametrize("path", sorted(SOLUTIONS.glob("*.ipynb")), ids=lambda path: path.stem)
def test_each_check_is_worth_what_its_record_says(path):
    graded = {
        cell.metadata.nbgrader.grade_id: cell
        for cell in code_cells(notebooks.read(path))
        if cell.metadata.get("nbgrader", {}).get("grade")
    }
    for record in check.exercises().values():
        if record.grade_id.startswith(f"ex-{path.stem[:2]}-"):
            cell = graded.pop(record.grade_id)
            assert cell.metadata.nbgrader.points == record.points
            assert cell.source == f'check("{record.id}", {record.variable})'
    assert not graded


def test_normalising_drops_what_tells_when_and_where():
    notebook = nbformat.v4.new_notebook(metadata={"widgets": {"state": {}}})
    cell = nbformat.v4.new_code_cell("x", metadata={"execution": {"a": "1"}, "tags": ["t"]})
    cell.execution_count = 17
    widget = "application/vnd.jupyter.widget-view+json"
    cell.outputs = [
        nbformat.v4.new_output("stream", name="stdout", text="<object at 0x7f00deadbeef> "),
        nbformat.v4.new_output("stream", name="stdout", text="0.12345678901234"),
        nbformat.v4.new_output(
            "display_data",
            data={widget: {"model_id": "a"}, "text/plain": "picture"},
            metadata={"qinet_edu": {"view": "v"}, widget: {}},
        ),
    ]
    notebook.cells = [cell]
    once = notebooks.normalise(copy.deepcopy(notebook))
    assert once == notebooks.normalise(copy.deepcopy(once))
    assert "widgets" not in once.metadata
    (made,) = once.cells
    assert made.metadata == {"tags": ["t"]}
    assert made.execution_count == 1
    assert made.outputs[0].text == "<object at 0x…> 0.1234567890"
    assert made.outputs[1].data == {"text/plain": "picture"}
    assert made.outputs[1].metadata == {"qinet_edu": {"view": "v"}}


def test_a_cell_that_fails_stops_the_build_and_keeps_the_file(tmp_path):
    path = tmp_path / "bad.ipynb"
    bad = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1 / 0")])
    nbformat.write(bad, path)
    before = path.read_bytes()
    with pytest.raises(Exception, match="ZeroDivisionError"):
        build.run_again(path)
    assert path.read_bytes() == before
