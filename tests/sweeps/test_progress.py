"""How far a sweep is: said in words, on a terminal in one line, in a notebook as a bar."""

import io
import sys

import pytest
import swept

from qinet_edu.sweeps import Progress, SweepError, progress, sweep

pytestmark = pytest.mark.usefixtures("work")


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_a_function_is_told_each_step():
    seen = []
    sweep(lambda x: x, {"x": range(3)}, progress=seen.append)
    assert [step.done for step in seen if step.done or step is seen[0]][-1] == 3
    assert [step.done for step in seen] == sorted(step.done for step in seen)
    assert {step.total for step in seen} == {3}


def test_points_that_were_kept_count_as_done(tmp_path):
    grid = {"x": range(5), "broken": [(2,)]}
    for ran in ([0, 1, 2, 3, 4, 4], [4]):
        seen = []
        with pytest.raises(SweepError):
            sweep(swept.picky, grid, file=tmp_path / "s.jsonl", progress=seen.append)
        assert seen[0].done == ran[0]
        assert (seen[-1].done, seen[-1].failed) == (4, 1)
    assert seen[-1].kept == 4


def test_a_terminal_gets_one_line_written_over_itself(monkeypatch):
    monkeypatch.setattr(sys, "stderr", Terminal())
    sweep(swept.square, {"x": range(3)})
    text = sys.stderr.getvalue()
    assert text.startswith("\rsquare: 0 of 3 points")
    assert text.rstrip().endswith("\rsquare: 3 of 3 points")
    assert text.count("\n") == 1


def test_nothing_is_shown_where_nobody_looks(capfd):
    sweep(lambda x: x, {"x": range(3)})
    sweep(lambda x: x, {"x": range(3)}, progress=False)
    assert capfd.readouterr() == ("", "")


def test_a_program_without_a_stderr_can_sweep(monkeypatch):
    monkeypatch.setattr(sys, "stderr", None)
    assert sweep(lambda x: x, {"x": [1]}).values == (1,)


@pytest.mark.parametrize(("seconds", "left"), [(10, "10 s"), (300, "5 min"), (36_000, "10.0 h")])
def test_it_says_how_long_is_left(seconds, left):
    text = str(Progress("rate", 10, done=5, seconds=seconds, workers="2 processes"))
    assert text == f"rate: 5 of 10 points; {left} to go on 2 processes"


def test_what_was_kept_says_nothing_of_the_time_left():
    assert Progress("rate", 10, done=5, kept=5, seconds=3).left_s is None
    assert Progress("rate", 10, done=6, kept=5, seconds=3).left_s == 12


def test_a_bar_says_the_same_in_words():
    shown = Progress("<lambda>", 4, done=1, kept=1)._repr_mimebundle_()
    assert shown["text/plain"] == "<lambda>: 1 of 4 points"
    assert shown["text/html"] == (
        '<progress max="4" value="1" aria-label="&lt;lambda&gt;: 1 of 4 points"></progress> '
        "&lt;lambda&gt;: 1 of 4 points"
    )


def test_a_line_is_not_written_more_often_than_it_is_read(monkeypatch):
    monkeypatch.setattr(sys, "stderr", Terminal())
    line = progress.Line()
    for done in range(1001):
        line(Progress("f", 1000, done=done))
    assert sys.stderr.getvalue().count("\r") <= 3
