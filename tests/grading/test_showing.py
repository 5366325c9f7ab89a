import io

import pytest

from qinet_edu.grading import showing


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_a_file_gets_a_line_for_each_step():
    stream = io.StringIO()
    with showing.steps(2, stream=stream) as steps:
        steps.done("ada: 9 / 9")
        steps.done("[red]grace: :smile:")
    assert stream.getvalue() == "[1/2] ada: 9 / 9\n[2/2] [red]grace: :smile:\n"


def test_a_terminal_gets_a_bar_and_names_are_no_mark_up(monkeypatch):
    pytest.importorskip("rich", reason="rich comes with the tools for developers")
    monkeypatch.setenv("TERM", "xterm")
    stream = Terminal()
    with showing.steps(2, stream=stream) as steps:
        assert isinstance(steps, showing.Bar)
        steps.done("[red]grace[/red]: :smile: 9 / 9")
    assert "[red]grace[/red]: :smile: 9 / 9" in stream.getvalue()
    assert "1/2" in stream.getvalue()
    assert steps.count == 1


def test_a_terminal_without_one_gets_lines(monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "rich", None)
    assert type(showing.steps(1, stream=Terminal())) is showing.Steps
