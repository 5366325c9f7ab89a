import json
import pickle
import stat
import sys
import traceback
from dataclasses import replace

import pytest

from qinet_edu import storage
from qinet_edu.execution.ibm import account as accounts
from qinet_edu.execution.ibm.account import Account, forget, load, save

KEY = "Made-up_" * 5 + "0x1a"
OTHER = "made-up-" * 5 + "0X1A"
CRN = "crn:v1:bluemix:public:quantum-computing:us-east:a/1:2::"
MODES = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")


@pytest.fixture(autouse=True)
def nobody(monkeypatch, tmp_path):
    """A student without an account, whose home is empty."""
    for name in accounts.VARIABLES.values():
        monkeypatch.delenv(name, raising=False)
    for name in ("HOME", "USERPROFILE", "APPDATA", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    monkeypatch.setenv("QINET_CONFIG", str(tmp_path / "config"))


@pytest.fixture
def clients(monkeypatch, tmp_path):
    """The file of IBM's client, which the course looks at where QINET_CONFIG is not set."""
    monkeypatch.delenv("QINET_CONFIG")

    def keep(content):
        file = tmp_path / "home" / ".qiskit" / "qiskit-ibm.json"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
        return file

    return keep


def test_a_token_is_shown_by_nothing_that_shows_an_account():
    account = Account(KEY, instance=CRN, url="https://cloud.ibm.com")
    shown = [repr(account), str(account), f"{account}", repr([account]), repr(account.token)]
    assert not any("Made-up" in each or "a/1" in each for each in shown), shown
    assert "Made-up" not in repr(vars(account)) + repr(replace(account, instance="x"))
    assert account.token == KEY
    assert pickle.loads(pickle.dumps(account)) == account


def test_a_traceback_that_prints_variables_shows_no_token():
    account = Account(KEY)
    token = account.token
    try:
        raise ValueError("x" + token[:0])
    except ValueError as problem:
        seen = traceback.TracebackException.from_exception(problem, capture_locals=True)
    frames = "".join(seen.format())
    assert "token = <secret>" in frames
    assert "Made-up" not in frames.replace("KEY", "")


@pytest.mark.parametrize(
    ("wrong", "error", "words"),
    [
        ({"token": ""}, ValueError, "qinet login"),
        ({"token": " \n"}, ValueError, "qinet login"),
        ({"token": "made up"}, ValueError, "copy it once more"),
        ({"token": "made-up\r\nHost: x"}, ValueError, "copy it once more"),
        ({"token": None}, TypeError, "token is text"),
        ({"token": 5}, TypeError, "token is text"),
        ({"instance": 5}, TypeError, "instance is text"),
        ({"channel": None}, TypeError, "channel is text"),
        ({"channel": "ibm_quantum"}, ValueError, "Make a new API key"),
        ({"channel": "local"}, ValueError, "not in use"),
        ({"url": "http://example.org"}, ValueError, "Leave the address out"),
        ({"url": "example.org"}, ValueError, "Leave the address out"),
    ],
)
def test_what_cannot_be_an_account_is_refused_with_what_to_do(wrong, error, words):
    with pytest.raises(error, match=words):
        Account(**{"token": KEY, **wrong})


def test_spaces_around_a_token_and_empty_words_are_not_part_of_it():
    account = Account(f" {KEY}\n", instance="", url="")
    assert account == Account(KEY)


def test_a_service_on_this_computer_is_known():
    assert Account(KEY, url="http://127.0.0.1:5000/api/v1").local
    assert not Account(KEY, url="https://127.0.0.1.example.org").local
    assert not Account(KEY).local


def test_without_an_account_there_is_none():
    assert load() is None
    assert forget() is False
    assert not storage.config_folder().exists()


@pytest.mark.parametrize(
    "account", [Account(KEY), Account(KEY, instance="Φ", url="https://x.org", channel="ibm_cloud")]
)
def test_what_is_saved_is_loaded_and_forgotten(account):
    words = save(account)
    assert load() == account
    assert str(accounts.account_file()) in words
    assert KEY not in words
    assert forget() is True
    assert load() is None


@MODES
def test_the_file_is_readable_by_its_owner_alone_at_every_moment(monkeypatch):
    storage.config_folder().mkdir(mode=0o755)
    accounts.account_file().write_text('{"schema": 1}', encoding="utf-8")
    accounts.account_file().chmod(0o644)
    modes = []
    true = storage.os.fdopen

    def looked_at(handle, *more):
        modes.append(stat.S_IMODE(storage.os.fstat(handle).st_mode))
        return true(handle, *more)

    monkeypatch.setattr(storage.os, "fdopen", looked_at)
    assert "which only you can read" in save(Account(KEY))
    assert modes == [0o600]
    assert stat.S_IMODE(accounts.account_file().stat().st_mode) == 0o600
    assert stat.S_IMODE(storage.config_folder().stat().st_mode) == 0o700


def test_on_windows_it_is_said_that_the_mode_means_nothing(monkeypatch):
    monkeypatch.setattr(accounts.sys, "platform", "win32")
    words = save(Account(KEY))
    assert "Windows has no mode" in words
    assert "--forget" in words


def test_a_full_disk_leaves_what_was_kept(monkeypatch):
    save(Account(KEY))

    def full(*_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr(storage.os, "fsync", full)
        with pytest.raises(OSError, match="No space left"):
            save(Account(OTHER))
    assert load() == Account(KEY)
    assert not [*accounts.account_file().parent.glob("*.part")]


@pytest.mark.parametrize(
    "damaged", ["{", "[]", '{"schema": 1, "token": 5}', '{"schema": 9}', '{"schema": 1, "a": 2}']
)
def test_a_damaged_file_is_kept_aside_and_said(damaged):
    storage.write(accounts.account_file(), damaged, private=True)
    with pytest.warns(storage.StorageWarning, match="could not be read"):
        assert load() is None
    (aside,) = accounts.account_file().parent.glob("account.damaged-*")
    assert stat.S_IMODE(aside.stat().st_mode) == 0o600 or sys.platform == "win32"


def test_the_environment_counts_before_the_file(monkeypatch):
    save(Account(KEY, instance="saved"))
    monkeypatch.setenv("QISKIT_IBM_INSTANCE", "named")
    assert load() == Account(KEY, instance="named")
    monkeypatch.setenv("QISKIT_IBM_TOKEN", OTHER)
    assert load() == Account(OTHER, instance="named")
    monkeypatch.setenv("QISKIT_IBM_INSTANCE", "")
    assert load() == Account(OTHER)
    monkeypatch.setenv("QISKIT_IBM_CHANNEL", "ibm_quantum")
    with pytest.raises(ValueError, match="not in use"):
        load()


@pytest.mark.parametrize("place", ["work", "work/notes", "checkout"])
def test_tokens_are_kept_neither_in_the_work_folder_nor_in_the_checkout(monkeypatch, work, place):
    checkout = storage.Path(storage.__file__).parents[1]
    inside = checkout / "x" if place == "checkout" else work.parent / place
    monkeypatch.setenv("QINET_CONFIG", str(inside))
    with pytest.raises(ValueError, match="elsewhere"):
        save(Account(KEY))
    assert not accounts.Path(inside, "account.json").exists()


def test_the_folder_is_where_the_system_keeps_settings(monkeypatch, tmp_path):
    monkeypatch.delenv("QINET_CONFIG")
    assert storage.config_folder() == tmp_path / "home" / "qinet"
    monkeypatch.delenv("XDG_CONFIG_HOME")
    monkeypatch.delenv("APPDATA")
    assert storage.config_folder().is_relative_to(tmp_path / "home")


def entry(token, **more):
    return {
        "channel": "ibm_quantum_platform",
        "url": "https://cloud.ibm.com",
        "token": token,
        **more,
    }


@pytest.mark.parametrize(
    ("content", "token"),
    [
        ({"default-ibm-quantum-platform": entry(KEY)}, KEY),
        ({"mine": entry(KEY), "chosen": entry(OTHER, is_default_account=True)}, OTHER),
        ({"mine": entry(KEY), "default-ibm-cloud": entry(OTHER, channel="ibm_cloud")}, OTHER),
        ({"old": entry(OTHER, channel="ibm_quantum"), "mine": entry(KEY, instance="auto")}, KEY),
        ({"old": entry(OTHER, channel="ibm_quantum")}, None),
        ({"mine": {"channel": "ibm_cloud"}, "more": 5}, None),
        ({}, None),
        ("[]", None),
        ("{", None),
    ],
)
def test_the_file_of_the_client_is_read_as_the_client_reads_it(clients, content, token):
    file = clients(content)
    before = file.read_bytes()
    found = load()
    assert (found and str(found.token)) == token
    assert found is None or found.instance is None
    assert file.read_bytes() == before
    save(Account(OTHER))
    assert load() == Account(OTHER)


def test_the_file_of_the_client_is_let_be_where_the_folder_is_named(clients, monkeypatch, tmp_path):
    clients({"mine": entry(KEY)})
    monkeypatch.setenv("QINET_CONFIG", str(tmp_path / "config"))
    assert load() is None
