"""``qinet login``: ask for an API key of IBM's, try it, and keep it where only you can read it."""

import argparse
import getpass
import os
import sys
import warnings
from collections.abc import Sequence

PROMPT = "API key (nothing shows while you paste it; then Enter): "


def main(argv: Sequence[str] = ()) -> int:
    """Keep, try, forget or close off an account for IBM hardware; return 0 when all is well."""
    parser = argparse.ArgumentParser(
        "qinet login",
        description="Keep an API key of IBM's for running circuits on quantum computers. It is "
        "asked for without being shown; a program may pass it on standard input instead. "
        "docs/hardware.md says where to get one.",
        allow_abbrev=False,
    )
    parser.add_argument(
        "--instance",
        metavar="NAME",
        help="the instance that pays, by name or CRN; without it, one of the Open plan",
    )
    parser.add_argument("--forget", action="store_true", help="delete what was kept")
    parser.add_argument(
        "--tighten", action="store_true", help="let only you read the files that hold tokens"
    )
    asked, more = parser.parse_known_args(list(argv))
    if more:  # it may be a token: it is not said again
        print(
            "Give nothing but the options of `qinet login --help`. A key does not belong on the "
            "command line, which your shell keeps and others on this computer can see. If you "
            f"typed one, delete it on {_platform()} and make another.",
            file=sys.stderr,
        )
        return 2
    try:
        if asked.forget:
            return _forget()
        if asked.tighten:
            return _tighten()
        return _login(asked.instance)
    except OSError as problem:
        print(
            f"The account's file could not be changed ({problem.strerror or problem}). Set "
            "QINET_CONFIG to a folder of your own, or free some of the disk.",
            file=sys.stderr,
        )
        return 1
    except ValueError as problem:
        print(problem, file=sys.stderr)
        return 1


def _login(instance: str | None) -> int:
    from qinet_edu.execution.ibm import account as accounts
    from qinet_edu.execution.ibm.diagnosis import examine_token
    from qinet_edu.execution.ibm.sign_in import examine_service

    accounts.account_file()  # a folder that will not do is said before a key is typed
    token = _ask()
    if token is None:
        return 1
    url = os.environ.get(accounts.VARIABLES["url"])
    account = accounts.Account(token, instance=instance, url=url)
    odd = None if account.local else examine_token(account.token)
    remarks = [odd] if odd else [*examine_service(account)]
    for remark in remarks:
        print(f"{remark.said}.\n{remark.todo}".rstrip())
    if any(remark.wrong for remark in remarks):
        print("Nothing was kept.")
        return 1
    print(accounts.save(account))
    if os.environ.get(accounts.VARIABLES["token"]):
        print(f"{accounts.VARIABLES['token']} is set, though, and counts instead of it. Unset it.")
    return 0


def _ask() -> str | None:
    """Return the key, from the keyboard without an echo or from standard input; None without."""
    if not sys.stdin.isatty():
        token = sys.stdin.readline().strip()
    else:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("error", getpass.GetPassWarning)
                token = getpass.getpass(PROMPT).strip()
        except (getpass.GetPassWarning, EOFError):
            print(
                "This console cannot hide what is typed. Use another, or pass the key on standard "
                "input: python start.py login < FILE, then delete that file.",
                file=sys.stderr,
            )
            return None
    if not token:
        print("No key was given, and nothing was changed.", file=sys.stderr)
    return token or None


def _forget() -> int:
    from qinet_edu.execution.ibm import account as accounts

    print("Your account is deleted here." if accounts.forget() else "No account was kept here.")
    print(f"The API key itself goes on working until you delete it on {_platform()}.")
    variable, client = accounts.VARIABLES["token"], accounts.client_file()
    if os.environ.get(variable):
        print(f"{variable} is still set, and still counts.")
    if client and client.exists():
        print(f"{client}, where IBM's client keeps accounts, is still there.")
    return 0


def _tighten() -> int:
    from qinet_edu.execution.ibm.diagnosis import tighten

    if sys.platform == "win32":
        print("Windows has no mode that says who may read a single file: nothing was changed.")
        return 0
    for file in (changed := tighten()):
        print(f"Only you can read {file} now.")
    if not changed:
        print("No file with a token in it can be read by others.")
    return 0


def _platform() -> str:
    from qinet_edu.execution.ibm.sign_in import PLATFORM

    return PLATFORM
