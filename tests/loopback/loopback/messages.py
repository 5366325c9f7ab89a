"""What goes over the wire: a request, and the answer to it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit


@dataclass(frozen=True)
class Request:
    """One request, taken apart."""

    method: str
    path: str
    query: Mapping[str, list[str]]
    headers: Mapping[str, str]
    body: bytes

    @classmethod
    def read(cls, method: str, target: str, headers: Mapping[str, str], body: bytes) -> "Request":
        parts = urlsplit(target)
        return cls(method, parts.path, parse_qs(parts.query), headers, body)

    def json(self) -> Any:
        return json.loads(self.body)

    def asked(self, name: str, default: str = "") -> str:
        return self.query.get(name, [default])[0]


@dataclass(frozen=True)
class Answer:
    """Say what is sent back. ``sent`` limits how much of the body leaves before the line drops."""

    status: int = 200
    body: bytes = b""
    content_type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)
    sent: int | None = None


@dataclass(frozen=True)
class HangUp:
    """Say that the line drops without an answer; ``rudely`` with a reset."""

    rudely: bool = False


def reply(data: Any, status: int = 200) -> Answer:
    """Answer with JSON; bytes are JSON already, text goes as it is."""
    if isinstance(data, bytes):
        return Answer(status, data)
    if isinstance(data, str):
        return Answer(status, data.encode(), "text/plain; charset=utf-8")
    return Answer(status, json.dumps(data).encode())


def nothing() -> Answer:
    return Answer(204)


def refusal(status: int, message: str, code: int = 0) -> Answer:
    """Answer with an error in the form of IBM's service."""
    return reply({"errors": [{"code": code, "message": message}]}, status)
