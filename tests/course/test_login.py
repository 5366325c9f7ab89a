import io
import os
import subprocess
import sys
import time
import warnings

import pytest
from loopback import TOKEN

from qinet_edu import storage
from qinet_edu.course import login
from qinet_edu.course.checkout import ROOT
from qinet_edu.execution.ibm import account as accounts
from qinet_edu.execution.ibm.account import Account, load, save

KEY = "Made-up_" * 5 + "0x1a"
ELSEWHERE = "crn:v1:bluemix:public:quantum-computing:eu-de:a/2:2::"


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.fixture(autouse=True)
def own_folder(monkeypatch, tmp_path):
    monkeypatch.setenv("QINET_CONFIG", str(tmp_path / "config"))


@pytest.fixture
def service(loopback, monkeypatch):
    """A service whose address is known, and a student who has not logged in."""
    for name in ("QISKIT_IBM_TOKEN", "QISKIT_IBM_INSTANCE"):
        monkeypatch.delenv(name)
    return loopback


@pytest.fixture
def piped(monkeypatch):
    return lambda text: monkeypatch.setattr("sys.stdin", io.StringIO(text))


@pytest.fixture
def said(capsys):
    def both():
        captured = capsys.readouterr()
        text = captured.out + captured.err
        for secret in (KEY, TOKEN, "Traceback"):
            assert secret not in text
        return text

    return both


def test_a_key_on_standard_input_is_tried_and_kept(service, piped, said):
    piped(f"{TOKEN}\n")
    assert login.main([]) == 0
    text = said()
    assert "accepts the account; machine time left: 600 s" in text
    assert str(accounts.account_file()) in text
    assert load() == Account(TOKEN, url=service.url)


def test_the_instance_is_kept_with_it(service, piped, said):
    piped(TOKEN)
    assert login.main(["--instance", service.allowance.crn]) == 0
    assert load().instance == service.allowance.crn
    assert service.allowance.crn not in said()


@pytest.mark.parametrize(
    ("token", "argv", "words"),
    [
        ("made-up-and-wrong", [], "does not accept this API key"),
        (TOKEN, ["--instance", ELSEWHERE], "none of its account's"),
        ("made up", [], "copy it once more"),
        ("", [], "No key was given"),
        ("\n", [], "No key was given"),
    ],
)
def test_what_is_wrong_is_said_and_not_kept(service, piped, said, token, argv, words):
    save(Account(KEY))
    piped(token)
    assert login.main(argv) == 1
    assert words in said()
    assert load() == Account(KEY)


def test_a_service_that_is_down_does_not_keep_anybody_from_logging_in(service, piped, said):
    service.faults.add("token:503")
    piped(TOKEN)
    assert login.main([]) == 0
    assert "Nothing is wrong with your account" in said()
    assert load().token == TOKEN


def test_the_shape_is_looked_at_before_anything_is_sent(service, piped, said, monkeypatch):
    monkeypatch.delenv("QISKIT_IBM_URL")
    piped(KEY[:-1])
    assert login.main([]) == 1
    text = said()
    assert "43 characters instead of 44" in text
    assert "Nothing was kept." in text
    assert service.log == []


def test_a_key_on_the_command_line_is_refused_and_not_repeated(service, said):
    assert login.main([KEY]) == 2
    text = said()
    assert "does not belong on the command line" in text
    assert login.main(["--token", KEY]) == 2
    assert login.main([f"--token={KEY}"]) == 2
    said()
    assert load() is None


def test_a_console_that_would_show_the_key_is_not_used(service, monkeypatch, said):
    def shown(_):
        warnings.warn("Can not hide it.", login.getpass.GetPassWarning, stacklevel=1)
        return TOKEN

    monkeypatch.setattr("sys.stdin", Terminal())
    monkeypatch.setattr("getpass.getpass", shown)
    assert login.main([]) == 1
    assert "cannot hide what is typed" in said()
    assert load() is None


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")
def test_a_terminal_shows_nothing_of_the_key(service):
    ours, theirs = os.openpty()
    program = [sys.executable, "-m", "qinet_edu", "login"]
    with subprocess.Popen(
        program, stdin=theirs, stdout=theirs, stderr=theirs, cwd=ROOT, start_new_session=True
    ) as child:
        os.close(theirs)
        shown = b""
        try:
            while b"API key" not in shown:
                shown += os.read(ours, 1000)
            time.sleep(0.1)
            os.write(ours, f"{TOKEN}\n".encode())
            while more := os.read(ours, 1000):
                shown += more
        except OSError:  # how Linux says that the other end has closed
            pass
        os.close(ours)
    assert child.returncode == 0, shown
    assert TOKEN.encode() not in shown
    assert b"is kept in" in shown
    assert load().token == TOKEN


def test_a_variable_that_counts_instead_is_said(service, piped, said, monkeypatch):
    monkeypatch.setenv("QISKIT_IBM_TOKEN", KEY)
    piped(TOKEN)
    assert login.main([]) == 0
    assert "QISKIT_IBM_TOKEN is set" in said()


def test_what_was_kept_is_forgotten(said):
    save(Account(KEY))
    assert login.main(["--forget"]) == 0
    text = said()
    assert "deleted here" in text
    assert "goes on working" in text
    assert load() is None
    assert login.main(["--forget"]) == 0
    assert "No account was kept" in said()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_files_that_others_can_read_are_closed(said):
    save(Account(KEY))
    accounts.account_file().chmod(0o644)
    assert login.main(["--tighten"]) == 0
    assert "Only you can read" in said()
    assert accounts.account_file().stat().st_mode & 0o777 == 0o600
    assert login.main(["--tighten"]) == 0
    assert "No file" in said()


def test_on_windows_it_is_said_that_a_mode_means_nothing(monkeypatch, said):
    monkeypatch.setattr(sys, "platform", "win32")
    assert login.main(["--tighten"]) == 0
    assert "Windows has no mode" in said()


def test_a_folder_that_cannot_be_written_is_said(service, piped, said, monkeypatch):
    def refuse(*_, **__):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(storage, "write", refuse)
    piped(TOKEN)
    assert login.main([]) == 1
    assert "QINET_CONFIG" in said()


def test_a_folder_that_will_not_do_is_said_before_a_key_is_typed(service, work, said, monkeypatch):
    monkeypatch.setenv("QINET_CONFIG", str(work))
    monkeypatch.setattr(login, "_ask", lambda: pytest.fail("asked for a key"))
    assert login.main([]) == 1
    assert "elsewhere" in said()
