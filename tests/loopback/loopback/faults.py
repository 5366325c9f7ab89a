"""What can go wrong, by name: ``"post_job:502-after"`` is a kind of fault at a site.

A site is one of the addresses that the client asks. Kinds that end in ``-after``, and those that
spoil an answer, strike once the service has done its work: the job runs, whatever the client hears.
``refused`` drops the line and refuses new ones for 0.3 s; a service that is gone altogether is
``Loopback.shut``.
"""

import json
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from loopback.identity import unauthorised, wrong_key
from loopback.messages import Answer, HangUp, Request, nothing, refusal, reply

if TYPE_CHECKING:
    from loopback.service import Service

_SITES = {
    "token": r"POST /identity/token",
    "search": r"POST /v3/resources/search",
    "catalogue": r"GET /catalog/.*",
    "backends": r"GET /api/v1/backends",
    "configuration": r"GET /api/v1/backends/\w+/configuration",
    "properties": r"GET /api/v1/backends/\w+/properties",
    "status": r"GET /api/v1/backends/\w+/status",
    "usage": r"GET /api/v1/instances/usage",
    "post_job": r"POST /api/v1/jobs",
    "list_jobs": r"GET /api/v1/jobs",
    "get_job": r"GET /api/v1/jobs/\w+",
    "results": r"GET /api/v1/jobs/\w+/results",
    "metrics": r"GET /api/v1/jobs/\w+/metrics",
    "cancel": r"POST /api/v1/jobs/\w+/cancel",
    "session": r"\w+ /api/v1/sessions.*",
}
SITES = (*_SITES,)
API = (*SITES[3:],)  # where the access token is shown


def site_of(request: Request) -> str:
    """Return the site that a request asks; ``"other"`` where no fault is planned."""
    asked = f"{request.method} {request.path}"
    return next((site for site, form in _SITES.items() if re.fullmatch(form, asked)), "other")


@dataclass(frozen=True)
class Call:
    """A request that a fault strikes."""

    request: Request
    service: "Service"
    seconds: float | None

    def work(self, **how: Any) -> Answer:
        return self.service.serve(self.request, **how)

    def wait(self, usual_s: float) -> None:
        time.sleep(usual_s if self.seconds is None else self.seconds)


Act = Callable[[Call], Answer | HangUp]


@dataclass(frozen=True)
class Kind:
    """One kind of fault.

    Attributes:
        act: what happens instead of an answer, or to it.
        sites: where it may strike.
        times: how often in a row it usually does.
        works: whether the service does its work all the same: accepts the job, cancels it.
    """

    act: Act
    sites: tuple[str, ...] = SITES
    times: int = 1
    works: bool = True


def _instead(status: int, message: str = "", code: int = 0, **headers: str) -> Act:
    answer = refusal(status, message or f"Loopback: a planned {status}.", code)
    return lambda call: replace(
        answer, headers={k.replace("_", "-"): v for k, v in headers.items()}
    )


def _after(spoil: Callable[[Answer], Answer | HangUp]) -> Act:
    return lambda call: spoil(call.work())


def _gateway(status: int) -> Act:
    page = Answer(status, b"<html><body>Bad gateway</body></html>", "text/html")
    return _after(lambda _: page)


def _refused(call: Call) -> HangUp:
    call.service.shut_door(0.3 if call.seconds is None else call.seconds)
    return HangUp()


def _slow(call: Call) -> Answer:
    call.wait(0.3)
    return call.work()


def _slow_after(call: Call) -> Answer:
    answer = call.work()
    call.wait(0.3)
    return answer


def _stalled(call: Call) -> HangUp:
    call.work()
    call.wait(1.0)
    return HangUp()


def _revoked(call: Call) -> Answer:
    call.service.identity.issued.clear()
    return unauthorised()


def _clock(by_s: float) -> Act:
    def act(call: Call) -> Answer:
        call.service.skew_s = by_s
        return call.work()

    return act


def _expired(call: Call) -> Answer:
    return call.service.identity.issue(call.request, lifetime_s=0)


def _fate(fate: str) -> Act:
    return lambda call: call.work(fate=fate)


def _twice(call: Call) -> Answer:
    first = call.work()
    call.work()
    return first


def _edited(edit: Callable[[Any], Any]) -> Act:
    return _after(
        lambda answer: answer if answer.status != 200 else reply(edit(json.loads(answer.body)))
    )


def _without_tags(call: Call) -> Answer:
    query = {name: value for name, value in call.request.query.items() if name != "tags"}
    return call.service.serve(replace(call.request, query=query))


def _doubled_list(told: dict[str, Any]) -> dict[str, Any]:
    jobs = [job for job in told["jobs"] for _ in range(2)]
    return {**told, "jobs": jobs, "count": len(jobs)}


def _unlimited(told: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in told.items() if not name.startswith("usage_limit")}


_idle = partial(Kind, works=False)
KINDS: dict[str, Kind] = {
    # The network, before the service did anything.
    "refused": _idle(_refused),
    "reset": _idle(lambda call: HangUp(rudely=True)),
    "hung-up": _idle(lambda call: HangUp()),
    # The service says no, and did nothing.
    "400": _idle(_instead(400)),
    "401": _idle(_instead(401, "Unauthorized.", 1200)),
    "403": _idle(_instead(403, "Forbidden.", 1201)),
    "404": _idle(_instead(404, "Not found.")),
    "409": _idle(_instead(409, "Conflict."), ("post_job", "cancel")),
    "422": _idle(_instead(422, "Unprocessable."), ("post_job",)),
    "429": _idle(_instead(429, "Too many requests.", 1215)),
    "429-retry-after": _idle(_instead(429, "Too many requests.", 1215, Retry_After="1")),
    "500": _idle(_instead(500)),
    "502": _idle(_instead(502)),
    "503": _idle(_instead(503)),
    "503-retry-after": _idle(_instead(503, Retry_After="1")),
    "504": _idle(_instead(504)),
    "500-six-times": _idle(_instead(500), times=6),
    # The service did its work, and the answer is lost or spoilt.
    "reset-after": Kind(_after(lambda _: HangUp(rudely=True))),
    "hung-up-after": Kind(_after(lambda _: HangUp())),
    "500-after": Kind(_gateway(500), ("post_job", "cancel")),
    "502-after": Kind(_gateway(502), ("post_job", "cancel")),
    "503-after": Kind(_gateway(503), ("post_job", "cancel")),
    "504-after": Kind(_gateway(504), ("post_job", "cancel")),
    "502-after-six-times": Kind(_gateway(502), ("post_job",), times=6),
    "429-after": Kind(_after(lambda _: refusal(429, "Too many requests.", 1215)), ("post_job",)),
    "401-after": Kind(_after(lambda _: unauthorised()), ("post_job", "cancel")),
    "cut": Kind(_after(lambda a: replace(a, sent=len(a.body) // 2) if a.body else HangUp())),
    "half-json": Kind(_after(lambda a: replace(a, body=a.body[: len(a.body) // 2]))),
    "html": Kind(_after(lambda _: Answer(200, b"<html>Maintenance</html>", "text/html"))),
    "empty": Kind(_after(lambda _: Answer())),
    "garbage": Kind(_after(lambda _: Answer(200, bytes(range(128, 256)) * 4))),
    "wrong-type": Kind(_after(lambda a: replace(a, content_type="text/html"))),
    "wrong-shape": Kind(_after(lambda _: reply({"hello": "world"}))),
    "slow": Kind(_slow),
    "slow-after": Kind(_slow_after),
    "stalled": Kind(_stalled),
    # Identity.
    "wrong-key": _idle(lambda call: wrong_key(), ("token",)),
    "expired": _idle(_expired, ("token",)),
    "clock-ahead": Kind(_clock(3600.0), ("token",)),
    "clock-behind": Kind(_clock(-3600.0), ("token",)),
    "revoked": _idle(_revoked, API),
    "none-found": _idle(lambda call: reply({"items": [], "limit": 100}), ("search",)),
    # Devices and allowance.
    "no-devices": Kind(_edited(lambda told: {"devices": []}), ("backends",)),
    "paused": Kind(_edited(lambda told: {**told, "status": "internal"}), ("status",)),
    "down": Kind(_edited(lambda told: {**told, "state": False}), ("status",)),
    "limit-reached": Kind(_edited(lambda told: {**told, "usage_limit_reached": True}), ("usage",)),
    "no-limit-told": Kind(_edited(_unlimited), ("usage",)),
    # Jobs.
    "used-up": _idle(_instead(409, "Usage exceeds instance limit.", 1314), ("post_job",)),
    "accepted-twice": Kind(_twice, ("post_job",)),
    "fails": Kind(_fate("fails"), ("post_job",)),
    "cancelled-elsewhere": Kind(_fate("cancelled"), ("post_job",)),
    "too-long": Kind(_fate("too-long"), ("post_job",)),
    "stuck": Kind(_fate("stuck"), ("post_job",)),
    "lags": Kind(_edited(lambda told: {**told, "jobs": [], "count": 0}), ("list_jobs",)),
    "doubled": Kind(_edited(_doubled_list), ("list_jobs",)),
    "tags-ignored": Kind(_without_tags, ("list_jobs",)),
    "not-ready": _idle(lambda call: nothing(), ("results",)),
    "pending": Kind(_edited(lambda told: {**told, "usage": {"status": "pending"}}), ("metrics",)),
    "too-late": _idle(_instead(409, "The job cannot be cancelled any more.", 1292), ("cancel",)),
}


def kinds_at(site: str) -> list[str]:
    """List the kinds of fault that may strike at a site.

    Example:
        >>> "not-ready" in kinds_at("results"), "not-ready" in kinds_at("token")
        (True, False)
    """
    return [kind for kind, about in KINDS.items() if site in about.sites]


NAMES = tuple(f"{site}:{kind}" for site in SITES for kind in kinds_at(site))

# The kinds that can lose a job, pay for it twice, or end a wait too early.
PERILOUS = (
    *(f"post_job:{kind}" for kind in kinds_at("post_job") if kind not in ("slow", "wrong-type")),
    *(f"list_jobs:{kind}" for kind in ("lags", "doubled", "tags-ignored", "401", "html", "500")),
    *(f"get_job:{kind}" for kind in ("401", "404", "429", "html", "cut", "revoked", "reset")),
    *(f"results:{kind}" for kind in ("not-ready", "cut", "half-json", "html", "404", "garbage")),
    *(f"cancel:{kind}" for kind in ("too-late", "hung-up-after", "502-after")),
    *(f"token:{kind}" for kind in ("500", "html", "expired", "wrong-key")),
)
