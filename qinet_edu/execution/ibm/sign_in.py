"""Sign in to IBM's service step by step, and say which step fails.

IBM's client takes any trouble on the way for a wrong token. So each step is asked here by itself:
the key, the list of instances, the machine time that is left.
"""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from qinet_edu.execution.ibm.account import Account, redact

PLATFORM = "https://quantum.cloud.ibm.com"
NEW_KEY = f"Make an API key on {PLATFORM}, and run `python start.py login`."
TIMEOUT_S = (5, 15)  # to connect, to be answered
MOST_INSTANCES = 5


@dataclass(frozen=True)
class Remark:
    """Hold one thing found, what to do about it, and whether it is the account's own fault."""

    said: str
    todo: str = ""
    wrong: bool = False

    def __str__(self) -> str:
        return " ".join(filter(None, (self.said, self.todo)))


class _Stop(Exception):
    """What was asked did not answer as it should; carries the remark."""

    def __init__(self, said: str, todo: str, *, wrong: bool = False) -> None:
        super().__init__(said)
        self.remark = Remark(said, todo, wrong)


def examine_service(account: Account) -> Iterator[Remark]:
    """Sign in, find the instance and ask for the machine time left, one step after the other.

    Nothing is sent that could cost machine time. The words hold no token and no instance's name.
    """
    try:
        bearer = _sign_in(account)
        chosen = _instances(account, bearer)
        left = [_seconds_left(account, bearer, crn) for crn in chosen[:MOST_INSTANCES]]
    except _Stop as stop:
        remark = stop.remark
        yield Remark(redact(remark.said, account.token), remark.todo, remark.wrong)
        return
    known = [seconds for seconds in left if seconds is not None]
    if known and len(known) == len(left) and not any(known):
        yield Remark(
            "The account is right, but no machine time is left on it",
            "The Open plan gives 10 minutes in 28 days: what you used comes back 28 days later. "
            "Until then: fake devices, and recorded results.",
        )
        return
    times = ", ".join("no limit" if seconds is None else f"{seconds:.0f} s" for seconds in left)
    several = f" in {len(left)} instances" if len(left) > 1 else ""
    yield Remark(f"IBM's service accepts the account; machine time left{several}: {times}")


def _sign_in(account: Account) -> str:
    status, body = _ask(
        "IBM's sign-in (IAM)",
        "POST",
        _address(account, "IAM_URL", "iam") + "/identity/token",
        data={"grant_type": "urn:ibm:params:oauth:grant-type:apikey", "apikey": account.token},
    )
    if status == 200 and isinstance(body.get("access_token"), str):
        return str(body["access_token"])
    code = str(body.get("errorCode", ""))[:20]
    if status in (400, 401, 403) and code:
        raise _Stop(
            f"IBM does not accept this API key (answer {status}, {code})",
            f"It was copied wrongly, deleted, locked or has expired. {NEW_KEY}",
            wrong=True,
        )
    raise _strange("IBM's sign-in (IAM)", status)


def _instances(account: Account, bearer: str) -> list[str]:
    what = "IBM's list of instances (Global Search)"
    status, body = _ask(
        what,
        "POST",
        _address(account, "GLOBAL_SEARCH_URL", "api.global-search-tagging")
        + "/v3/resources/search?limit=100",
        json={
            "query": "service_name:quantum-computing",
            "fields": ["crn", "service_plan_unique_id", "name", "doc", "tags"],
        },
        headers={"Authorization": f"Bearer {bearer}"},
    )
    items = body.get("items")
    if status != 200 or not isinstance(items, list):
        raise _strange(what, status)
    found = [item for item in items if isinstance(item, dict) and isinstance(item.get("crn"), str)]
    if not found:
        raise _Stop(
            "The API key is right, but its account has no instance",
            f"Make one on {PLATFORM}/instances (the Open plan is free).",
            wrong=True,
        )
    if account.instance is None:
        return [item["crn"] for item in found]
    chosen = [item["crn"] for item in found if account.instance in (item["crn"], item.get("name"))]
    if not chosen:
        raise _Stop(
            "The API key is right, but the instance you named is none of its account's",
            "A key knows only the account in which it was made. Make one there, or run "
            "`python start.py login` without --instance.",
            wrong=True,
        )
    return chosen


def _seconds_left(account: Account, bearer: str, crn: str) -> float | None:
    what = "IBM's quantum service"
    status, body = _ask(
        what,
        "GET",
        _service(account, crn) + "/instances/usage",
        headers={"Authorization": f"Bearer {bearer}", "Service-CRN": crn},
    )
    if status in (401, 403):
        raise _Stop(
            f"IBM's quantum service refuses this API key for the instance (answer {status})",
            "Ask whoever owns the instance to give you access, or name another with --instance.",
            wrong=True,
        )
    if status != 200 or not any(name.startswith("usage_") for name in body):
        raise _strange(what, status)
    if body.get("usage_limit_reached"):
        return 0.0
    try:
        limit = float(body.get("usage_limit_seconds") or body.get("usage_allocation_seconds") or 0)
        used = float(body.get("usage_consumed_seconds") or 0)
    except (TypeError, ValueError):
        raise _strange(what, status) from None
    return max(limit - used, 0.0) if limit else None


def _ask(what: str, method: str, url: str, **request: Any) -> tuple[int, dict[str, Any]]:
    """Ask once. A redirection is not followed, and no other file's password is added."""
    import requests

    try:
        with requests.request(
            method,
            url,
            timeout=TIMEOUT_S,
            allow_redirects=False,
            auth=lambda prepared: prepared,
            **request,
        ) as answer:
            status, text = answer.status_code, answer.text
    except requests.exceptions.SSLError:
        raise _Stop(
            f"{what} answers, but the connection cannot be trusted",
            "See that this computer's clock is right. A firewall that opens encrypted connections "
            "does this, too: try another network. Your account may be right.",
        ) from None
    except requests.exceptions.RequestException:
        raise _Stop(
            f"{what} cannot be reached from here",
            "See that you are online and that no firewall or proxy bars "
            f"{urlsplit(url).hostname}. Your account may be right.",
        ) from None
    try:
        body = json.loads(text)
    except ValueError:
        body = {}
    return status, body if isinstance(body, dict) else {}


def _strange(what: str, status: int) -> _Stop:
    if status >= 500:
        return _Stop(
            f"{what} is out of order (answer {status})",
            "Nothing is wrong with your account. Try later; https://cloud.ibm.com/status says "
            "what is known.",
        )
    if status == 429:
        return _Stop(f"{what} was asked too often (answer 429)", "Try again in a minute.")
    return _Stop(
        f"{what} did not answer as it should (answer {status})",
        "Some networks put a page of their own first: open any page in a browser, sign in, and "
        "try again. Your account may be right.",
    )


def _address(account: Account, variable: str, host: str) -> str:
    """Return where a part of IBM's cloud is, as the client finds it."""
    return os.environ.get(variable) or f"https://{host}.{_domain(account)}"


def _service(account: Account, crn: str) -> str:
    if account.local:
        return str(account.url).rstrip("/")
    region = (crn.split(":") + [""] * 6)[5]
    prefix = "" if region == "us-east" else f"{region}."
    return f"https://{prefix}quantum.{_domain(account)}/api/v1"


def _domain(account: Account) -> str:
    return urlsplit(account.url or "").hostname or "cloud.ibm.com"
