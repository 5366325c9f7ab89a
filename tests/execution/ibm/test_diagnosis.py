import json
import stat
import sys
from pathlib import Path

import pytest

from qinet_edu import storage
from qinet_edu.execution.ibm import account as accounts
from qinet_edu.execution.ibm.account import Account, save
from qinet_edu.execution.ibm.diagnosis import examine, examine_token, tighten

KEY = "Made-up_" * 5 + "0x1a"
MODES = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")


@pytest.fixture(autouse=True)
def nobody(monkeypatch, tmp_path):
    """A student without an account, whose home is empty; QINET_CONFIG is not set."""
    for name in (*accounts.VARIABLES.values(), "QINET_CONFIG"):
        monkeypatch.delenv(name, raising=False)
    for name in ("HOME", "USERPROFILE", "APPDATA", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "home"))


def clients(content, mode=0o600):
    file = Path.home() / ".qiskit" / "qiskit-ibm.json"
    file.parent.mkdir(parents=True)
    file.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
    file.chmod(mode)
    return file


def entry(channel):
    return {"channel": channel, "token": KEY, "url": "https://cloud.ibm.com"}


def offline():
    remarks = [*examine(online=False)]
    assert KEY not in repr(remarks)
    return remarks


def test_no_account_is_no_fault_and_says_where_to_get_one():
    (remark,) = offline()
    assert "No account" in remark.said
    assert "docs/hardware.md" in remark.todo
    assert not remark.wrong


@pytest.mark.parametrize(
    ("token", "words"),
    [
        ("made-up", "7 characters instead of 44"),
        (KEY + "x", "45 characters instead of 44"),
        ("0" * 128, "former channel ibm_quantum"),
        ("ApiKey-made-up", "identifier"),
        ("eyJmade.up", "access token"),
        ("crn:v1:made-up", "name of an instance"),
        (KEY[:-1] + "é", "other characters"),
        (KEY[:-1] + "=", "other characters"),
    ],
)
def test_what_is_no_key_is_named_for_what_it_is(token, words):
    remark = examine_token(token)
    assert words in remark.said
    assert "Copy the whole key" in remark.todo
    assert remark.wrong
    assert token not in str(remark)
    save(Account(token))
    (kept,) = offline()
    assert kept == remark


def test_a_key_looks_like_a_key():
    assert examine_token(KEY) is None


@MODES
@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604])
def test_a_file_that_others_can_read_is_said_and_tightened(mode):
    client = clients({"default-ibm-quantum-platform": entry("ibm_quantum_platform")}, mode)
    (remark,) = offline()
    assert f"Others on this computer can read {client}" in remark.said
    assert "login --tighten" in remark.todo
    save(Account(KEY))
    accounts.account_file().chmod(mode)
    own = offline()[0]
    assert own.wrong
    assert str(accounts.account_file()) in own.said
    assert tighten() == [accounts.account_file(), client]
    assert stat.S_IMODE(client.stat().st_mode) == 0o600
    assert tighten() == []
    assert offline() == []


def test_on_windows_a_mode_says_nothing(monkeypatch):
    clients({"mine": entry("ibm_quantum_platform")}, 0o644)
    monkeypatch.setattr(sys, "platform", "win32")
    assert offline() == []
    assert tighten() == []


def test_a_token_of_the_retired_channel_is_explained():
    clients({"default-ibm-quantum": entry("ibm_quantum")})
    first, second = offline()
    assert "ibm_quantum, which ended in July 2025" in first.said
    assert "Make an API key" in first.todo
    assert first.wrong
    assert "No account" in second.said


def test_a_retired_channel_beside_one_in_use_is_no_fault():
    clients({"old": entry("ibm_quantum"), "mine": entry("ibm_quantum_platform")})
    (remark,) = offline()
    assert "passes over it in silence" in remark.todo
    assert not remark.wrong


def test_a_damaged_file_of_the_client_is_said_and_let_be():
    file = clients("{")
    remark = offline()[0]
    assert f"{file}, where IBM's client keeps accounts, cannot be read" in remark.said
    assert file.read_text(encoding="utf-8") == "{"


def test_a_damaged_file_of_ours_is_kept_aside_and_said():
    storage.write(accounts.account_file(), "{", private=True)
    said = [remark.said for remark in offline()]
    assert any("account.json could not be read" in each for each in said)
    assert "No account" in said[-1]


def test_a_variable_that_hides_what_was_saved_is_said(monkeypatch):
    save(Account(KEY))
    monkeypatch.setenv("QISKIT_IBM_TOKEN", "made-up")
    said = [remark.said for remark in offline()]
    assert "QISKIT_IBM_TOKEN is set and counts instead" in said[0]
    assert "7 characters" in said[1]


def test_an_account_that_cannot_be_is_explained(monkeypatch):
    monkeypatch.setenv("QISKIT_IBM_TOKEN", KEY)
    monkeypatch.setenv("QISKIT_IBM_CHANNEL", "ibm_quantum")
    (remark,) = offline()
    assert remark.wrong
    assert "Make a new API key" in remark.todo


def test_a_folder_that_will_not_do_is_explained(monkeypatch, work):
    monkeypatch.setenv("QINET_CONFIG", str(work / "config"))
    (remark,) = offline()
    assert remark.wrong
    assert "elsewhere" in remark.todo
