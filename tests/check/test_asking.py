"""A student is told at once, gets hints one at a time, and keeps the ticks."""

import json
import subprocess
import sys

import pytest

from qinet_edu import check, hint, progress, storage


def test_check_is_a_function_and_a_home():
    assert check("01.5", 9604).status == "right"
    assert check.given("01.5") == {"margin": 0.01}
    assert check.check("01.5", 9604).status == "right"


@pytest.mark.parametrize("ask", [check, hint, check.given, check.get])
def test_an_unknown_exercise_lists_its_neighbours(ask):
    with pytest.raises(ValueError, match=r"no exercise '01\.9'.*01\.1, 01\.2"):
        ask("01.9")
    with pytest.raises(ValueError, match="no exercise 'one'"):
        ask("one")


def test_a_stub_is_a_verdict_of_its_own_and_no_attempt(work):
    assert check("01.1", None).status == "not answered yet"
    assert check("01.1", ...).status == "not answered yet"
    assert check("01.1").status == "not answered yet"
    assert not (work / "progress.json").exists()


def test_a_tick_survives_a_new_kernel_and_a_later_mistake(work):
    check("01.5", 9604)
    check("01.5", 3)
    program = "from qinet_edu import progress; print(progress().solved('01.5'), progress())"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout.startswith("True"), done.stderr
    assert "····✓  1 of 5" in done.stdout
    assert json.loads((work / "progress.json").read_text(encoding="utf-8"))["schema"] == 1


def test_two_kernels_at_once_keep_both_ticks(work):
    program = (
        "import sys; from qinet_edu import check\n"
        "for _ in range(10): check(sys.argv[1], float(sys.argv[2]))"
    )
    kernels = [
        subprocess.Popen([sys.executable, "-c", program, *answer])
        for answer in (("01.5", "9604"), ("01.2", "1.0471976"))
    ]
    assert [kernel.wait() for kernel in kernels] == [0, 0]
    entries = json.loads((work / "progress.json").read_text(encoding="utf-8"))["exercises"]
    assert {name: entry["attempts"] for name, entry in entries.items()} == {"01.2": 10, "01.5": 10}
    assert progress().solved("01.2")
    assert progress().solved("01.5")


def test_a_torn_progress_file_is_kept_aside_and_the_verdict_still_comes(work):
    (work / "progress.json").write_text('{"schema": 1, "exerc', encoding="utf-8")
    with pytest.warns(storage.StorageWarning, match="kept as progress.damaged"):
        verdict = check("01.5", 9604)
    assert verdict.status == "right"
    assert progress().solved("01.5")
    assert len([*work.glob("progress.damaged-*")]) == 1


@pytest.mark.parametrize("odd", ["[]", '{"01.5": 3}', '{"01.5": {"hints": "two"}}'])
def test_a_progress_file_of_another_shape_is_kept_aside_too(work, odd):
    record = f'{{"schema": 1, "exercises": {odd}}}'
    (work / "progress.json").write_text(record, encoding="utf-8")
    with pytest.warns(storage.StorageWarning, match="kept as progress.damaged"):
        assert "0 of 5" in repr(progress())
    assert check("01.5", 9604).status == "right"
    assert progress().solved("01.5")


def test_a_disk_that_refuses_costs_no_verdict(work, monkeypatch):
    def full(*_):
        raise OSError("no space left on device")

    monkeypatch.setattr(storage, "write", full)
    with pytest.warns(storage.StorageWarning, match="could not be saved: no space"):
        assert check("01.5", 9604).status == "right"


def test_hints_climb_a_ladder_and_stay_on_the_last_rung(work):
    said = [str(hint("01.2")).splitlines() for _ in range(4)]
    assert [line.split(":")[0] for line in said[0]] == ["An idea"]
    assert [line.split(":")[0] for line in said[1]] == ["An idea", "A formula"]
    assert said[2][2].startswith("A line of code: phase =")
    assert "last hint" in said[2][3]
    assert said[3] == said[2]
    assert repr(hint("01.1")).startswith("An idea:")


def test_the_numbers_of_a_student_follow_from_course_and_name(work):
    storage.write(work / "student.json", '{"schema": 1, "course": "qinet", "name": "ada"}')
    mine = check.given("01.2")
    assert mine == check.get("01.2").given(check.Student("qinet", "ada")).parameters
    assert mine != check.given("01.5")
    wrong = check("01.2", 1.0471976)
    assert "right for the numbers of the example" in wrong.message


def test_a_grader_names_the_student_by_environment(work, monkeypatch):
    monkeypatch.setenv("QINET_COURSE", "c")
    monkeypatch.setenv("QINET_STUDENT", "grace")
    expected = check.get("01.5").given(check.Student("c", "grace")).parameters
    assert check.given("01.5") == expected


def test_verdicts_say_it_in_words_and_marks_not_by_colour_alone():
    for verdict in (check("01.5", 9604), check("01.5", 1), check("01.5", None)):
        assert verdict.status.capitalize() in verdict._repr_html_()
        assert repr(verdict)[0] in "✓✗○"
        assert "<script" not in check.Verdict.wrong("<script>")._repr_html_()


def test_progress_shows_every_stage_that_has_exercises(work):
    shown = progress()
    assert repr(shown).splitlines()[0] == "Foundations"
    assert "0 of 5" in shown._repr_html_()


@pytest.mark.parametrize("sent", [None, 5, "x", [], {}, {"answer": {"qpy": "!"}}, {"answer": [1]}])
def test_the_judge_survives_whatever_a_stranger_sends(sent):
    for name in check.exercises():
        record = check.get(name)
        verdict = check.judge(record, sent, record.given())
        assert verdict.status != "right"
        assert verdict.score == 0
