"""Who may do what: IBM Cloud's identity service, its search for instances, and its catalogue."""

import base64
import hashlib
import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import parse_qs

from loopback.messages import Answer, Request, refusal, reply

# As long as an API key of IBM's, and easy to see through.
TOKEN = "loopback-made-up-".ljust(44, "0")
ACCOUNT = "0" * 31 + "1"
LIFETIME_S = 3600


def _crn(instance: str) -> str:
    # In pieces, so that nothing that looks like an account stands in a file.
    parts = ("v1", "bluemix", "public", "quantum-computing", "us-east", f"a/{ACCOUNT}", instance)
    return ":".join(("crn", *parts, "", ""))


@dataclass
class Instance:
    """What pays: a name, a plan and its allowance in seconds (None: no limit)."""

    name: str
    plan: str = "Open"
    pricing: str = "free"
    limit_s: float | None = 600.0
    used_s: float = 0.0
    crn: str = field(default="", init=False)

    def __post_init__(self) -> None:
        digits = hashlib.sha256(self.name.encode()).hexdigest()
        self.crn = _crn("-".join((digits[:8], digits[8:12], digits[12:16], digits[16:28])))

    @property
    def used_up(self) -> bool:
        return self.limit_s is not None and self.used_s >= self.limit_s

    def usage(self) -> dict[str, object]:
        told = {
            "instance_id": self.crn,
            "plan_id": f"plan-{self.name}",
            "usage_consumed_seconds": self.used_s,
            "usage_limit_reached": self.used_up,
        }
        return told if self.limit_s is None else {**told, "usage_limit_seconds": self.limit_s}


class Identity:
    """Give out tokens for the one API key, and know them again."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self.clock = clock
        self.instances = [Instance("open-instance")]
        self.issued: dict[str, float] = {}

    def issue(self, request: Request, *, lifetime_s: float = LIFETIME_S) -> Answer:
        form = parse_qs(request.body.decode())
        if form.get("apikey") != [TOKEN]:
            return wrong_key()
        now = int(self.clock())
        expires = int(now + lifetime_s)
        token = _jwt({"iat": now, "exp": expires, "jti": secrets.token_hex(8)})
        self.issued[token] = expires
        return reply(
            {
                "access_token": token,
                "refresh_token": "not_supported",
                "token_type": "Bearer",
                "expires_in": lifetime_s,
                "expiration": expires,
            }
        )

    def search(self) -> Answer:
        items = [
            {
                "crn": instance.crn,
                "service_plan_unique_id": f"plan-{instance.name}",
                "name": instance.name,
                "doc": {"extensions": {"allocated": True}},
                "tags": [],
            }
            for instance in self.instances
        ]
        return reply({"items": items, "limit": 100})

    def catalogue(self, plan: str) -> Answer:
        for instance in self.instances:
            if plan == f"plan-{instance.name}":
                return reply(
                    {
                        "id": plan,
                        "overview_ui": {"en": {"display_name": instance.plan}},
                        "metadata": {"pricing": {"type": instance.pricing}},
                    }
                )
        return refusal(404, f"There is no plan {plan}.")

    def admit(self, request: Request) -> Instance | Answer:
        """Return the instance that a request is charged to, or the answer that turns it away."""
        kind, _, token = request.headers.get("Authorization", "").partition(" ")
        if kind != "Bearer" or self.issued.get(token, 0) <= self.clock():
            return unauthorised()
        for instance in self.instances:
            if instance.crn == request.headers.get("Service-CRN"):
                return instance
        return refusal(403, "The token has no access to this instance.", 1201)


def unauthorised() -> Answer:
    return refusal(401, "Unauthorized: the access token is expired or unknown.", 1200)


def wrong_key() -> Answer:
    told = {
        "errorCode": "BXNIM0415E",
        "errorMessage": "Provided API key could not be found.",
    }
    return reply(told, 400)


def _jwt(claims: dict[str, object]) -> str:
    # The client reads the claims and checks no signature.
    parts = ({"alg": "RS256", "typ": "JWT"}, {**claims, "sub": "loopback"}, "unsigned")
    return ".".join(
        base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode() for part in parts
    )
