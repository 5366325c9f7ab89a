"""start.py on an empty folder, a half-made one, a moved one; with pip and uv played by a fake.

A fake environment is a folder with a Python that answers which version it is, so that none of
this needs a network or a minute. One slow test does it all in earnest.
"""

import ast
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from qinet_edu.course.checkout import ROOT

VERSION = "{}.{}".format(*sys.version_info)
POSIX = pytest.mark.skipif(os.name == "nt", reason="a shell script plays a program")


@pytest.fixture
def start(tmp_path, monkeypatch):
    """Load start.py as if it lay in a folder of its own, with three small locks."""
    root = tmp_path / "course"
    root.mkdir()
    (root / "requirements.txt").write_text("one==1 \\\n    --hash=sha256:00\n", encoding="utf-8")
    (root / "requirements-dev.txt").write_text("one==1\ntwo==2\n", encoding="utf-8")
    (root / "pyproject.toml").write_text("[project]\n", encoding="utf-8")
    spec = importlib.util.spec_from_file_location("start", ROOT / "start.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    venv = root / ".venv"
    monkeypatch.setattr(module, "ROOT", str(root))
    monkeypatch.setattr(module, "VENV", str(venv))
    monkeypatch.setattr(module, "BIN", str(venv / "bin"))
    monkeypatch.setattr(module, "PYTHON", str(venv / "bin" / "python"))
    monkeypatch.setattr(module, "STAMP", str(venv / "qinet-setup.txt"))
    monkeypatch.setattr(module, "uv", lambda: None)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    for name in ("TMPDIR", "TEMP", "TMP"):
        monkeypatch.setenv(name, str(tmp_path))
    monkeypatch.delenv("QINET_NO_UV", raising=False)
    return module


@pytest.fixture
def ran(start, monkeypatch):
    """Note every command, and make the environment's Python when asked for one."""
    if os.name == "nt":
        pytest.skip("a link plays the environment's Python")
    commands = []

    def run(what, command, total=0):
        commands.append(what)
        if what == "environment":
            python = Path(start.PYTHON)
            python.parent.mkdir(parents=True, exist_ok=True)
            python.symlink_to(sys.executable)
        return ""

    monkeypatch.setattr(start, "run", run)
    monkeypatch.setattr(start, "hand_over", lambda arguments: commands.append(arguments) or 0)
    return commands


FIRST = ["environment", "packages", "the course itself"]


def change(start, name):
    with Path(start.ROOT, name).open("a", encoding="utf-8") as file:
        file.write("# changed\n")


def test_the_first_start_sets_up_and_opens(start, ran, capsys):
    assert start.main([]) == 0
    assert ran == [*FIRST, ["open"]]
    assert "Setting up, once, about a minute" in capsys.readouterr().out
    stamp = start.read_stamp()
    assert stamp["root"] == start.ROOT
    assert stamp["python"] == VERSION
    assert set(stamp) == {"root", "python", "lock", "project"}


def test_the_second_start_installs_nothing_and_says_nothing(start, ran, capsys):
    start.main([])
    ran.clear()
    capsys.readouterr()
    assert start.main(["doctor", "--report", "x"]) == 0
    assert ran == [["doctor", "--report", "x"]]
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("command", ["test", "site", "grade", "build"])
def test_what_developers_need_is_added_once(start, ran, command):
    start.main([])
    ran.clear()
    start.main([command])
    start.main([command])
    assert ran == ["packages", [command], [command]]


def test_a_first_start_with_test_installs_the_larger_lock_only(start, ran, monkeypatch):
    asked = []
    monkeypatch.setattr(start, "install_lock", asked.append)
    start.main(["test"])
    assert asked == ["requirements-dev.txt"]
    start.main([])
    assert asked == ["requirements-dev.txt"]


@pytest.mark.parametrize(
    ("name", "work"),
    [("requirements.txt", "packages"), ("pyproject.toml", "the course itself")],
)
def test_a_changed_lock_or_project_is_installed_over(start, ran, capsys, name, work):
    start.main([])
    ran.clear()
    change(start, name)
    start.main([])
    start.main([])
    assert ran == [work, ["open"], ["open"]]
    assert "Updating" in capsys.readouterr().out


def test_a_changed_students_lock_makes_the_developers_be_installed_again(start, ran):
    start.main(["test"])
    change(start, "requirements.txt")
    start.main([])
    ran.clear()
    start.main(["test"])
    assert ran == ["packages", ["test"]]


def test_line_ends_that_git_changed_are_no_change(start, ran):
    start.main([])
    ran.clear()
    lock = Path(start.ROOT, "requirements.txt")
    lock.write_bytes(lock.read_bytes().replace(b"\n", b"\r\n"))
    start.main([])
    assert ran == [["open"]]


@pytest.mark.parametrize("step", FIRST)
def test_an_interrupted_set_up_is_noticed_and_made_again(start, ran, monkeypatch, capsys, step):
    fake = start.run

    def interrupted(what, command, total=0):
        fake(what, command, total)
        if what == step:
            raise KeyboardInterrupt
        return ""

    monkeypatch.setattr(start, "run", interrupted)
    assert start.main([]) == 130
    assert start.read_stamp() == {}
    assert "Run the same command again" in capsys.readouterr().err
    monkeypatch.setattr(start, "run", fake)
    ran.clear()
    assert start.main([]) == 0
    assert ran == [*FIRST, ["open"]]
    assert "was not finished" in capsys.readouterr().out


def test_an_interrupted_update_is_noticed_too(start, ran, monkeypatch):
    start.main([])
    change(start, "requirements.txt")
    monkeypatch.setattr(start, "run", lambda *_: "it broke")
    assert start.main([]) == 1
    assert start.read_stamp() == {}


def test_a_damaged_stamp_is_no_stamp(start, ran):
    start.main([])
    Path(start.STAMP).write_bytes(b"\xff\xfe half a li")
    assert start.read_stamp() == {}


def test_a_stamp_is_whole_or_not_there(start, ran, monkeypatch):
    start.main([])

    def killed(*_):
        raise KeyboardInterrupt

    before = start.read_stamp()
    monkeypatch.setattr(os, "replace", killed)
    with pytest.raises(KeyboardInterrupt):
        start.write_stamp({"root": "elsewhere"})
    assert start.read_stamp() == before


def test_a_moved_folder_is_made_again(start, ran, capsys, monkeypatch, tmp_path):
    start.main([])
    moved = tmp_path / "moved"
    Path(start.ROOT).rename(moved)
    for name in ("VENV", "BIN", "PYTHON", "STAMP", "ROOT"):
        monkeypatch.setattr(start, name, getattr(start, name).replace(start.ROOT, str(moved)))
    ran.clear()
    start.main([])
    assert ran == [*FIRST, ["open"]]
    assert "was moved or copied" in capsys.readouterr().out


@pytest.mark.parametrize("how", ["gone", "broken", "another"])
def test_a_python_that_is_gone_or_changed_is_noticed(start, ran, capsys, how):
    start.main([])
    python = Path(start.PYTHON)
    python.unlink()
    if how != "gone":
        python.write_text(f"#!/bin/sh\n{'echo 3.9' if how == 'another' else 'exit 1'}\n")
        python.chmod(0o755)
    ran.clear()
    start.main([])
    assert ran == [*FIRST, ["open"]]
    assert "removed or replaced" in capsys.readouterr().out


def test_another_python_than_the_environments_is_said_and_changes_nothing(
    start, ran, capsys, monkeypatch
):
    start.main([])
    ran.clear()
    other = (3, 12) if VERSION != "3.12" else (3, 13)
    monkeypatch.setattr(sys, "version_info", (*other, 1, "final", 0))
    start.main([])
    assert ran == [["open"]]
    assert f"Using Python {VERSION}" in capsys.readouterr().out


def test_something_else_in_the_place_of_the_environment_is_replaced(start, ran):
    Path(start.VENV).write_text("a file")
    assert start.main([]) == 0
    assert Path(start.PYTHON).exists()


def test_a_folder_that_cannot_be_written_is_a_sentence(start, ran, monkeypatch, capsys):
    def refuse(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "mkdir", refuse)
    assert start.main([]) == 1
    assert "copy the course to a folder of your own" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("said", "advice"),
    [
        ("NewConnectionError: Temporary failure in name resolution", "connect to the Internet"),
        ("ERROR: No matching distribution found for one==1", "connect to the Internet"),
        ("OSError: [Errno 28] No space left on device", "free 2 GB"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES", "altering files"),
        ("[WinError 5] Access is denied", "close JupyterLab"),
        ("something new", "Run the same command again"),
    ],
)
def test_a_failure_says_what_pip_said_and_what_to_do(start, ran, monkeypatch, capsys, said, advice):
    fake = start.run
    monkeypatch.setattr(
        start, "run", lambda what, *rest: said if what == "packages" else fake(what, *rest)
    )
    assert start.main([]) == 1
    err = capsys.readouterr().err
    assert said in err
    assert advice in err
    assert start.read_stamp() == {}
    assert ["open"] not in ran


def test_what_a_failing_command_says_is_kept(start):
    program = (
        "import sys; print('working', flush=True); print('trouble', file=sys.stderr); sys.exit(3)"
    )
    assert start.run("x", [sys.executable, "-c", program]) == "working\ntrouble"
    assert start.run("x", [sys.executable, "-c", ""]) == ""


def test_uv_is_used_where_it_works_and_pip_where_it_does_not(start, monkeypatch):
    commands = []

    def run(what, command, total=0):
        commands.append([Path(command[0]).name, *command[1:]])
        return "uv has had enough" if command[0] == "uv" and refusing else ""

    monkeypatch.setattr(start, "uv", lambda: "uv")
    monkeypatch.setattr(start, "run", run)
    refusing = False
    start.install_lock("requirements.txt")
    ((tool, *command),) = commands
    assert tool == "uv"
    assert {"--require-hashes", "--only-binary", "--python"} <= set(command)
    commands.clear()
    refusing = True
    start.install_course()
    assert [command[0] for command in commands] == ["uv", "python", "python"]
    assert {"--no-deps", "--no-build-isolation", "-e"} <= set(commands[-1])


@POSIX
def test_a_uv_that_is_only_a_name_is_not_used(start, monkeypatch, tmp_path):
    spec = importlib.util.spec_from_file_location("start", ROOT / "start.py")
    fresh = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(fresh)
    shim = tmp_path / "uv"
    shim.write_text("#!/bin/sh\nexit 127\n")
    shim.chmod(0o755)
    monkeypatch.setattr(shutil, "which", lambda _: str(shim))
    assert fresh.uv() is None
    shim.write_text("#!/bin/sh\nexit 0\n")
    assert fresh.uv() == str(shim)
    monkeypatch.setenv("QINET_NO_UV", "1")
    assert fresh.uv() is None


def test_a_missing_lock_says_how_to_get_it_back(start, ran, capsys):
    Path(start.ROOT, "requirements.txt").unlink()
    assert start.main([]) == 1
    assert "git restore requirements.txt" in capsys.readouterr().err


def test_a_second_start_waits_for_the_first(start, tmp_path):
    with start.one_at_a_time():
        second = start.one_at_a_time()
        with (tmp_path / "other").open("a+") as file:
            second.file = file
            assert second.taken()  # another file: free
        program = (
            "import importlib.util as u, sys;"
            f"s = u.spec_from_file_location('start', {str(ROOT / 'start.py')!r});"
            "m = u.module_from_spec(s); s.loader.exec_module(m);"
            f"m.ROOT = {start.ROOT!r}; m.time.sleep = lambda _: sys.exit(7);"
            "m.one_at_a_time().__enter__()"
        )
        done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.returncode == 7
    assert "waiting for it" in done.stdout


def test_a_long_path_on_windows_is_warned_of(start, monkeypatch, capsys):
    monkeypatch.setattr(os, "name", "nt")
    monkeypatch.setattr(start, "ROOT", "C:\\" + "a" * 90)
    start.greet("")
    assert "C:\\qinet" in capsys.readouterr().out
    monkeypatch.setattr(start, "ROOT", "C:\\qinet")
    start.greet("")
    assert "characters" not in capsys.readouterr().out


@pytest.mark.parametrize("version", [(2, 7, 18), (3, 6, 15), (3, 10, 1), (3, 15, 0), (4, 0, 0)])
def test_an_unsuitable_python_is_told_what_to_install(start, version, monkeypatch):
    monkeypatch.setattr(start, "runs", lambda *_: False)
    with pytest.raises(start.Trouble, match=r"3\.11, 3\.12, 3\.13 or 3\.14") as trouble:
        start.check_version(version)
    assert "python.org" in str(trouble.value)
    assert "py -3.13" in str(trouble.value)
    monkeypatch.setattr(start, "runs", lambda python: python == "python3.12")
    with pytest.raises(start.Trouble, match=r"run:\n    python3\.12 start\.py"):
        start.check_version(version)


@pytest.mark.parametrize("minor", [11, 12, 13, 14])
def test_a_suitable_python_is_let_through(start, minor):
    start.check_version((3, minor, 2))


@pytest.mark.parametrize(
    ("platform", "machine", "abi", "word"),
    [
        ("win-arm64", "ARM64", "", "Windows on ARM"),
        ("win32", "AMD64", "", "32-bit"),
        ("linux-x86_64", "x86_64", "cpython-312-x86_64-linux-musl", "musl"),
        ("linux-riscv64", "riscv64", "cpython-312-riscv64-linux-gnu", "riscv64"),
    ],
)
def test_a_system_without_packages_is_refused_with_the_reason(
    start, monkeypatch, platform, machine, abi, word
):
    monkeypatch.setattr("sysconfig.get_platform", lambda: platform)
    monkeypatch.setattr("platform.machine", lambda: machine)
    monkeypatch.setattr("sysconfig.get_config_var", lambda name: abi if name == "SOABI" else None)
    with pytest.raises(start.Trouble, match=word):
        start.check_platform()


@pytest.mark.parametrize(
    ("platform", "machine", "abi"),
    [
        ("win-amd64", "ARM64", None),  # the Intel build on an ARM machine: it runs
        ("win-amd64", "AMD64", None),
        ("macosx-14.0-arm64", "arm64", "cpython-312-darwin"),
        ("linux-aarch64", "aarch64", "cpython-312-aarch64-linux-gnu"),
    ],
)
def test_a_system_with_packages_is_let_through(start, monkeypatch, platform, machine, abi):
    monkeypatch.setattr("sysconfig.get_platform", lambda: platform)
    monkeypatch.setattr("platform.machine", lambda: machine)
    monkeypatch.setattr("sysconfig.get_config_var", lambda name: abi if name == "SOABI" else None)
    start.check_platform()


def test_help_before_the_set_up_costs_no_set_up(start, ran, capsys):
    assert start.main(["--help"]) == 0
    assert ran == []
    assert "python start.py test" in capsys.readouterr().out


def test_other_packages_stay_out(start, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", "/opt/ros/lib")
    monkeypatch.setenv("PYTHONHOME", "/opt/other")
    ours = start.clean()
    assert "PYTHONPATH" not in ours
    assert "PYTHONHOME" not in ours
    assert ours["PATH"].split(os.pathsep)[0] == start.BIN


@POSIX
def test_the_exit_code_of_what_is_run_comes_through(start, tmp_path):
    Path(start.BIN).mkdir(parents=True)
    python = Path(start.PYTHON)
    python.write_text('#!/bin/sh\necho "$@"\nexit 5\n')
    python.chmod(0o755)
    program = (
        "import importlib.util as u, sys;"
        f"s = u.spec_from_file_location('start', {str(ROOT / 'start.py')!r});"
        "m = u.module_from_spec(s); s.loader.exec_module(m);"
        f"m.PYTHON = {start.PYTHON!r}; m.BIN = {start.BIN!r};"
        "sys.exit(m.hand_over(['test', '-k', 'a b']))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.returncode == 5
    assert done.stdout == "-P -m qinet_edu test -k a b\n"


def test_it_uses_the_standard_library_only():
    tree = ast.parse((ROOT / "start.py").read_text(encoding="utf-8"))
    imported = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            imported |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            imported.add(node.module)
    assert imported <= {*sys.stdlib_module_names}


def test_it_is_ascii_so_that_python_2_and_every_console_can_read_it():
    assert (ROOT / "start.py").read_bytes().isascii()


@pytest.mark.parametrize(
    "name", ["python2.7", "python3.6", "python3.8", "python3.10", "python3.15"]
)
def test_an_old_or_new_python_parses_it_and_says_what_to_do(name):
    python = shutil.which(name)
    if python is None or subprocess.run([python, "--version"], capture_output=True).returncode:
        pytest.skip(f"{name} is not on the PATH")
    done = subprocess.run([python, ROOT / "start.py"], capture_output=True, text=True)
    assert done.returncode == 1
    assert "The course needs Python 3.11, 3.12, 3.13 or 3.14; this is Python" in done.stderr


@pytest.mark.slow
@pytest.mark.parametrize("tool", ["uv", "pip"])
def test_a_fresh_copy_sets_itself_up_and_finds_itself_well(tool, tmp_path):
    if tool == "uv" and shutil.which("uv") is None:
        pytest.skip("uv is not on the PATH")
    # A folder with a space and a letter beyond ASCII: both have broken installers.
    copy = tmp_path / "quantum café"
    left = shutil.ignore_patterns(".venv", ".git", "work", ".*_cache", "__pycache__", "site")
    shutil.copytree(ROOT, copy, ignore=left)
    env = {name: value for name, value in os.environ.items() if not name.startswith("QINET")}
    if tool == "pip":
        env["QINET_NO_UV"] = "1"
    base = getattr(sys, "_base_executable", sys.executable)
    done = subprocess.run(
        [base, copy / "start.py", "doctor"],
        env=env,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Everything the course needs is there." in done.stdout
    assert str(copy / ".venv") in done.stdout
