import subprocess
import sys
from types import SimpleNamespace

import pytest

from qinet_edu import cli
from qinet_edu.course import checkout


@pytest.fixture
def called(monkeypatch):
    """Replace every command's module by one that notes what it was asked."""
    calls = []

    def module(name):
        def main(argv):
            calls.append((name, argv))
            return {"fail": 3}.get(argv[0] if argv else "", 0)

        return SimpleNamespace(main=main, build=cli.build, show_progress=cli.show_progress)

    monkeypatch.setattr(cli, "import_module", module)
    return calls


@pytest.mark.parametrize(
    ("argv", "call"),
    [
        ([], ("qinet_edu.course.lab", [])),
        (["open", "--no-browser"], ("qinet_edu.course.lab", ["--no-browser"])),
        (["test", "--slow", "-k", "x"], ("qinet_edu.course.testing", ["--slow", "-k", "x"])),
        (["doctor", "--report", "f"], ("qinet_edu.course.doctor", ["--report", "f"])),
        (["login", "--forget"], ("qinet_edu.course.login", ["--forget"])),
        (["jobs", "collect"], ("qinet_edu.course.jobs", ["collect"])),
        (["kme", "status"], ("qinet_edu.kme.command", ["status"])),
        (["site"], ("qinet_edu.course.site", [])),
        (["grade", "out"], ("qinet_edu.grading.command", ["out"])),
        (["build", "locks"], ("qinet_edu.course.locks", [])),
        (["build", "exercises"], ("qinet_edu.course.build", ["exercises"])),
    ],
)
def test_each_command_goes_to_its_module(called, argv, call):
    assert cli.main(argv) == 0
    assert called == [call]


def test_build_makes_everything_but_the_locks(called):
    assert cli.main(["build"]) == 0
    assert [name for name, _ in called] == [
        "qinet_edu.course.build",
        "qinet_edu.course.build",
        "qinet_edu.course.readme",
        "qinet_edu.course.three_ways",
    ]


def test_a_commands_failure_is_the_exit_code(called):
    assert cli.main(["grade", "fail"]) == 3


@pytest.mark.parametrize("word", ["opne", "--slow", ""])
def test_an_unknown_command_gets_the_list_with_a_line_each(capsys, word):
    assert cli.main([word]) == 2
    said = capsys.readouterr().err
    assert repr(word) in said
    for command, (_, line) in cli.COMMANDS.items():
        assert f"{command} " in said
        assert line in said


def test_help_is_no_failure(capsys):
    assert cli.main(["--help"]) == 0
    assert "progress" in capsys.readouterr().out
    assert cli.main(["build", "--help"]) == 0
    assert cli.main(["build", "lokcs"]) == 2
    assert "locks" in capsys.readouterr().out


def test_a_package_that_is_missing_is_named_with_what_to_do(monkeypatch, capsys):
    def missing(_):
        raise ModuleNotFoundError("No module named 'nbgrader'", name="nbgrader")

    monkeypatch.setattr(cli, "import_module", missing)
    assert cli.main(["grade"]) == 1
    assert "needs nbgrader" in (said := capsys.readouterr().err)
    assert "python start.py grade" in said


def test_ctrl_c_is_no_traceback(monkeypatch, capsys):
    def stop(_):
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "import_module", lambda _: SimpleNamespace(main=stop))
    assert cli.main(["test"]) == 130
    assert "Stopped" in capsys.readouterr().err


def test_progress_is_shown_in_a_console_that_knows_no_ticks(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "qinet_edu", "progress"],
        env={"PYTHONIOENCODING": "ascii", "QINET_WORK": str(tmp_path), "SYSTEMROOT": "C:\\Windows"},
        capture_output=True,
        cwd=checkout.ROOT,
    )
    assert done.returncode == 0, done.stderr
    assert b"Bits to qubits" in done.stdout


def test_help_is_quick_since_nothing_heavy_is_imported():
    program = (
        "import sys; from qinet_edu import cli; cli.main(['help']);"
        "heavy = {'numpy', 'qiskit', 'matplotlib', 'jupyterlab', 'IPython'} & {*sys.modules};"
        "sys.exit(' '.join(heavy) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
