import pytest

from qinet_edu.grading.config import STUB, configure, course_file

nbformat = pytest.importorskip("nbformat")


def cell(source, *, kind="code", tags=(), **nbgrader):
    make = getattr(nbformat.v4, f"new_{kind}_cell")
    metadata = {"tags": list(tags)} if tags else {}
    if nbgrader:
        usual = {"schema_version": 3, "solution": False, "grade": False, "locked": False}
        metadata["nbgrader"] = {**usual, "task": False, **nbgrader}
    return make(source, metadata=metadata)


def solution(answer="quarter = None\n### BEGIN SOLUTION\nquarter = 1\n### END SOLUTION"):
    return nbformat.v4.new_notebook(
        metadata={"kernelspec": {"name": "python3", "language": "python", "display_name": "P"}},
        cells=[
            cell("Prepare a qubit.", kind="markdown"),
            cell("from qinet_edu import check", locked=True, grade_id="setup"),
            cell(answer, solution=True, grade_id="ex-01-1-answer"),
            cell('check("01.1", quarter)', grade=True, locked=True, points=2, grade_id="ex-01-1"),
            cell("**Why.** Because.", kind="markdown", tags=["explanation"]),
        ],
    )


@pytest.fixture
def release(nbgrader):
    from qinet_edu.grading.release import release

    return release


def test_solutions_and_explanations_leave_and_the_rest_is_locked(release):
    source = solution()
    before = nbformat.writes(source)
    text, setup, answer, graded = release(source).cells
    assert text.source == "Prepare a qubit."
    assert answer.source == f"quarter = None\n{STUB}"
    assert answer.metadata.deletable is False
    assert "editable" not in answer.metadata
    assert setup.metadata.editable is graded.metadata.editable is False
    assert all(len(cell.metadata.nbgrader.checksum) == 32 for cell in (setup, answer, graded))
    assert nbformat.writes(source) == before


def test_a_region_left_open_is_refused(release):
    with pytest.raises(RuntimeError, match="no end solution"):
        release(solution("### BEGIN SOLUTION\nquarter = 1"))


def test_only_the_running_of_notebooks_is_replaced(nbgrader):
    from nbgrader.converters import Autograde
    from nbgrader.preprocessors import Execute
    from traitlets.config import Config

    config = configure(Config(), course="qi")
    usual = Autograde.autograde_preprocessors.default()
    ours = config.Autograde.autograde_preprocessors
    assert [step for step in ours if step not in usual] == [ours[usual.index(Execute)]]
    assert [step for step in usual if step not in ours] == [Execute]
    assert config.HTMLExporter.sanitize_html
    assert config.CourseDirectory.course_id == "qi"


def test_a_course_folder_s_settings_are_ours(nbgrader):
    from traitlets.config import Config

    config = Config()
    exec(course_file("qi-2026"), {"get_config": lambda: config})
    assert config.CourseDirectory.course_id == "qi-2026"
    assert config.OverwriteCells.add_missing_cells


def test_the_library_does_not_need_nbgrader_and_says_how_it_comes(monkeypatch):
    import sys

    from qinet_edu.grading.config import NbgraderMissing

    monkeypatch.setitem(sys.modules, "nbgrader", None)
    monkeypatch.setitem(sys.modules, "nbgrader.converters", None)
    with pytest.raises(NbgraderMissing, match=r"python start\.py grade"):
        configure(None)
