"""What is wrong with an account for IBM hardware, in a student's words: its token and its files."""

import json
import os
import re
import sys
import warnings
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from qinet_edu.execution.ibm import account as accounts
from qinet_edu.execution.ibm.sign_in import NEW_KEY, Remark, examine_service

KEY_LENGTH = 44


def examine(*, online: bool = True) -> Iterator[Remark]:
    """Say what is there, what is wrong with it and, when it may ask the service, what that says.

    Args:
        online: ask the service, too; this sends the token to IBM and nowhere else.

    Example:
        >>> [remark.wrong for remark in examine(online=False) if "No account" in remark.said]
        [False]
    """
    try:
        yield from examine_files()
        with warnings.catch_warnings(record=True) as said:
            warnings.simplefilter("always")
            account = accounts.load()
        yield from (Remark(str(each.message), NEW_KEY, wrong=True) for each in said)
    except (ValueError, OSError) as problem:
        yield Remark("The account for IBM hardware cannot be used:", str(problem), wrong=True)
        return
    if account is None:
        yield Remark(
            "No account for IBM hardware; circuits run on simulators and fake devices",
            "To use IBM's machines: docs/hardware.md, then `python start.py login`.",
        )
        return
    odd = examine_token(account.token)
    if odd and not account.local:
        yield odd
    elif online:
        yield from examine_service(account)


def examine_token(token: str) -> Remark | None:
    """Say what else than an API key a text seems to be; None when it looks like one.

    Example:
        >>> examine_token("too-short").said
        'The API key has 9 characters instead of 44'
    """
    if len(token) == KEY_LENGTH and re.fullmatch(r"[\w-]+", token, re.ASCII):
        return None
    if token.startswith("crn:"):
        said = "That is the name of an instance (a CRN), which goes after --instance, not a key"
    elif token.startswith("ApiKey-"):
        said = "That is the identifier of an API key; the key itself is shown once, when it is made"
    elif token.startswith("eyJ"):
        said = "That is an access token, which lasts an hour, not the API key it is made with"
    elif re.fullmatch(r"[0-9a-f]{128}", token):
        said = "That is a token of the former channel ibm_quantum, which ended in July 2025"
    elif len(token) != KEY_LENGTH:
        said = f"The API key has {len(token)} characters instead of {KEY_LENGTH}"
    else:
        said = "The API key has other characters in it than letters, digits, - and _"
    return Remark(said, f"Copy the whole key. {NEW_KEY}", wrong=True)


def examine_files() -> Iterator[Remark]:
    """Look at who can read the files, and at what the client's own file still holds."""
    own, client = accounts.account_file(), accounts.client_file()
    variable = accounts.VARIABLES["token"]
    if os.environ.get(variable) and own.exists():
        yield Remark(f"{variable} is set and counts instead of the account that you saved")
    for file, whose in ((own, "your account"), (client, "IBM's client keeps your token")):
        if file and open_to_others(file):
            yield Remark(
                f"Others on this computer can read {file}, in which {whose}"
                + (" is kept" if file == own else " as plain text"),
                "Run `python start.py login --tighten`: then only you can.",
                wrong=file == own,
            )
    entries = accounts.client_accounts().values()
    channels = {entry.get("channel") for entry in entries}
    if "ibm_quantum" in channels:
        usable = bool(channels & set(accounts.CHANNELS)) or own.exists()
        yield Remark(
            f"{client} holds a token of the channel ibm_quantum, which ended in July 2025",
            "The client passes over it in silence. " + ("" if usable else NEW_KEY),
            wrong=not usable and not os.environ.get(variable),
        )
    elif client and client.exists() and not entries:
        yield Remark(
            f"{client}, where IBM's client keeps accounts, cannot be read",
            "The course does without it: `python start.py login` keeps an account of its own.",
        )


def open_to_others(file: Path) -> bool:
    """Tell whether anybody but the owner can read a file; on Windows a mode does not say."""
    try:
        return sys.platform != "win32" and bool(file.stat().st_mode & 0o077)
    except OSError:
        return False


def tighten() -> list[Path]:
    """Let nobody but their owner read the files that hold tokens; return those that changed."""
    files = (accounts.account_file(), accounts.client_file())
    changed = [file for file in files if file and open_to_others(file)]
    for file in changed:
        file.chmod(0o600)
    return changed


if __name__ == "__main__":  # the doctor asks from another process, since Aer may die here
    print(json.dumps([asdict(remark) for remark in examine()]))
