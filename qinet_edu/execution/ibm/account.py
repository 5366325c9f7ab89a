"""The account for IBM hardware: where its token is found, how it is kept, how it stays unseen."""

import json
import os
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from qinet_edu import storage
from qinet_edu.redaction import redact

__all__ = ["CHANNEL", "Account", "account_file", "client_file", "forget", "load", "redact", "save"]

CHANNEL = "ibm_quantum_platform"
CHANNELS = (CHANNEL, "ibm_cloud")  # one address under two names; the client knows no others
SCHEMA = 1
VARIABLES = {
    "token": "QISKIT_IBM_TOKEN",
    "instance": "QISKIT_IBM_INSTANCE",
    "url": "QISKIT_IBM_URL",
    "channel": "QISKIT_IBM_CHANNEL",
}
HERE = ("127.0.0.1", "localhost", "::1")


class _Token(str):
    """A token that is shown to nobody: a traceback that prints variables prints this."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "<secret>"


@dataclass(frozen=True)
class Account:
    """Hold what IBM's service asks for, and show none of it.

    Args:
        token: the API key. Its ``repr`` is ``<secret>``.
        instance: name or CRN of the instance that pays; without it, one of the Open plan.
        url: address of the service, if not IBM's own.
        channel: the client's name for the service.

    Raises:
        ValueError: there is no token, the channel is none of today's, or the address would send
            the token unencrypted.

    Example:
        >>> Account("made-up", instance="crn:v1:bluemix:public:quantum-computing:us-east:a/1:2::")
        Account(token=<secret>, instance=<secret>)
    """

    token: str
    instance: str | None = None
    url: str | None = None
    channel: str = CHANNEL

    def __post_init__(self) -> None:
        for name, value in vars(self).items():
            if not isinstance(value, str) and (value is not None or name in ("token", "channel")):
                raise TypeError(f"{name} is text, not a {type(value).__name__}.")
        if not self.token.strip():
            raise ValueError("There is no token. `qinet login` asks for it and keeps it.")
        if len(self.token.split()) > 1:
            raise ValueError("The token has a space or a line's end in it: copy it once more.")
        if self.channel not in CHANNELS:
            raise ValueError(
                f"The channel {self.channel!r} is not in use. Make a new API key on "
                f"https://quantum.cloud.ibm.com and run `qinet login`: the channel is {CHANNEL!r}."
            )
        address = urlsplit(self.url or "https://")
        if address.scheme != "https" and address.hostname not in HERE:
            raise ValueError(
                f"The address {redact(self.url or '')} does not begin with https://, so the token "
                "could be read on the way. Leave the address out: IBM's own is known."
            )
        object.__setattr__(self, "token", _Token(self.token.strip()))
        for name in ("instance", "url"):  # an empty variable says nothing
            object.__setattr__(self, name, getattr(self, name) or None)

    def __repr__(self) -> str:
        others = {"instance": self.instance, "url": self.url}
        if self.channel != CHANNEL:
            others["channel"] = self.channel
        shown = (f", {name}={redact(value)}" for name, value in others.items() if value)
        return f"Account(token={self.token!r}{''.join(shown)})"

    @property
    def local(self) -> bool:
        """Tell whether the service runs on this computer, as in a test."""
        return urlsplit(self.url or "").hostname in HERE


def load() -> Account | None:
    """Return the account to use, or None: the environment's, the course's own, or the client's.

    Where ``QINET_CONFIG`` names the folder of settings, the file of IBM's client is not looked at.

    Raises:
        ValueError: what is there cannot be used; the text says what to do.

    Example:
        >>> load() is None or load().channel in CHANNELS
        True
    """
    given = {name: os.environ.get(variable) or None for name, variable in VARIABLES.items()}
    if given["token"]:
        return _account(given)
    kept = storage.read(account_file(), schema=SCHEMA, sound=_sound)
    found = _account(kept) if "token" in kept else _of_client()
    if found and given["instance"]:
        return replace(found, instance=given["instance"])
    return found


def save(account: Account) -> str:
    """Keep an account in a file that only its owner can read, and say where and how.

    The file is made with that mode: there is no moment in which somebody else can open it.

    Returns:
        Words for the student; on Windows they say that the mode means nothing there.

    Raises:
        OSError: the folder cannot be written; what was kept before is untouched.
    """
    file = account_file()
    storage.private_folder(file.parent)
    record = {name: str(value) for name, value in vars(account).items() if value}
    with storage.lock(file):
        text = json.dumps({"schema": SCHEMA, **record}, ensure_ascii=False, indent=1)
        storage.write(file, text + "\n", private=True)
    if sys.platform == "win32":
        return (
            f"Your account is kept in {file}. Windows has no mode that says who may read a single "
            "file: whoever can open your user folder, an administrator too, can read it. On a "
            "computer you share, run `qinet login --forget` when you are done."
        )
    return f"Your account is kept in {file}, which only you can read."


def forget() -> bool:
    """Delete the course's own file of the account, and tell whether there was one."""
    file = account_file()
    there = file.exists()
    if there:
        with storage.lock(file):
            file.unlink(missing_ok=True)
    return there


def account_file() -> Path:
    """Return the file in which the course keeps an account."""
    return storage.config_folder() / "account.json"


def client_file() -> Path | None:
    """Return the file in which IBM's client keeps accounts, unless ``QINET_CONFIG`` hides it."""
    if os.environ.get("QINET_CONFIG"):
        return None
    return Path.home() / ".qiskit" / "qiskit-ibm.json"


def client_accounts() -> dict[str, dict[str, Any]]:
    """Return what the client's file holds, by name; nothing when it cannot be read."""
    file = client_file()
    try:
        content = json.loads(file.read_text(encoding="utf-8")) if file else {}
    except (OSError, ValueError):
        return {}
    entries = content.items() if isinstance(content, dict) else ()
    return {name: entry for name, entry in entries if isinstance(entry, dict)}


def _of_client() -> Account | None:
    """Choose as the client does: the default, then one with a default's name, then any."""
    usable = {
        name: entry
        for name, entry in client_accounts().items()
        if entry.get("channel") in CHANNELS and _sound(entry)
    }
    for wanted in (
        lambda name: usable[name].get("is_default_account"),
        lambda name: name == "default-ibm-quantum-platform",
        lambda name: name == "default-ibm-cloud",
        lambda name: True,
    ):
        for name in filter(wanted, usable):
            return _account(usable[name])
    return None


def _account(record: dict[str, Any]) -> Account:
    instance = record.get("instance")
    return Account(
        record["token"],
        instance=None if instance == "auto" else instance,
        url=record.get("url"),
        channel=record.get("channel") or CHANNEL,
    )


def _sound(record: dict[str, Any]) -> bool:
    if set(record) == {"schema"}:
        return True
    return bool(record.get("token")) and all(
        isinstance(record[name], str) for name in VARIABLES if record.get(name) is not None
    )
