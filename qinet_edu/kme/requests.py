"""Reading what an SAE asks for, in both forms that the standard has for it."""

import json
import re
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from qinet_edu.kme.limits import Limits
from qinet_edu.kme.refusals import BAD_FORMAT, NO_EXTENSIONS, NOT_A_MULTIPLE, Refusal

WHOLE = re.compile(r"[0-9]{1,9}")
ASKED = frozenset(
    ("number", "size", "additional_slave_SAE_IDs", "extension_mandatory", "extension_optional")
)


def from_query(query: Mapping[str, Sequence[bytes]], known: frozenset[str]) -> dict[str, Any]:
    """Read the query of a GET request: each name once, none that nobody knows, digits as numbers.

    Raises:
        Refusal: 400.

    Example:
        >>> from_query({"number": [b"3"]}, frozenset(["number", "size"]))
        {'number': 3}
    """
    for name, values in query.items():
        if name not in known:
            raise Refusal(400, BAD_FORMAT, {name[:60]: "unknown parameter"})
        if len(values) != 1:
            raise Refusal(400, BAD_FORMAT, {name: "given more than once"})
    texts = {name: values[0].decode("utf-8", "replace") for name, values in query.items()}
    return {name: int(text) if WHOLE.fullmatch(text) else text for name, text in texts.items()}


def from_body(body: bytes, known: frozenset[str]) -> dict[str, Any]:
    """Read the JSON of a POST request: an object, with no name that nobody knows.

    Raises:
        Refusal: 400.

    Example:
        >>> from_body(b'{"number": 3}', ASKED)
        {'number': 3}
    """
    try:
        asked = json.loads(body.decode("utf-8") if body else "{}")
    except (ValueError, RecursionError):
        raise Refusal(400, BAD_FORMAT, {"body": "no JSON in UTF-8"}) from None
    if not isinstance(asked, dict):
        raise Refusal(400, BAD_FORMAT, {"body": "no JSON object"})
    for name in asked:
        if name not in known:
            raise Refusal(400, BAD_FORMAT, {name[:60]: "unknown field"})
    return asked


def new_keys(asked: Mapping[str, Any], limits: Limits) -> tuple[int, int]:
    """Return how many keys of how many bits are asked for.

    Args:
        asked: a *Key request* as the standard has it.
        limits: what is offered.

    Raises:
        Refusal: 400, with the standard's words for a size that is no multiple of 8 and for
            mandatory extensions, of which there are none.

    Example:
        >>> new_keys({"number": 3}, Limits())
        (3, 256)
    """
    if asked.get("extension_mandatory"):
        extensions = asked["extension_mandatory"]
        named = [
            {"extension_mandatory_unsupported": str(name)[:60]}
            for each in (extensions if isinstance(extensions, list) else [])[:16]
            if isinstance(each, dict)
            for name in each
        ]
        raise Refusal(400, NO_EXTENSIONS, *named[:16])
    for name in ("extension_mandatory", "extension_optional", "additional_slave_SAE_IDs"):
        if not isinstance(asked.get(name, []), list):
            raise Refusal(400, BAD_FORMAT, {name: "no list"})
    if asked.get("additional_slave_SAE_IDs"):
        raise Refusal(400, BAD_FORMAT, {"additional_slave_SAE_IDs": "at most 0"})
    number, size = _whole(asked, "number", 1), _whole(asked, "size", limits.key_size)
    if not 1 <= number <= limits.max_key_per_request:
        raise Refusal(400, BAD_FORMAT, {"number": f"1 to {limits.max_key_per_request}"})
    if size % 8:
        raise Refusal(400, NOT_A_MULTIPLE)
    if not limits.min_key_size <= size <= limits.max_key_size:
        raise Refusal(
            400, BAD_FORMAT, {"size": f"{limits.min_key_size} to {limits.max_key_size} bits"}
        )
    return number, size


def key_ids(asked: Mapping[str, Any], limits: Limits) -> list[str]:
    """Return the IDs of the keys that are asked for.

    Args:
        asked: ``{"key_ID": id}`` from a query, or *Key IDs* as the standard has them.
        limits: what is offered.

    Raises:
        Refusal: 400.

    Example:
        >>> one = "e92f8c3a-0000-4000-8000-000000000000"
        >>> key_ids({"key_IDs": [{"key_ID": one}]}, Limits()) == [one]
        True
    """
    if "key_ID" in asked:
        found = [asked["key_ID"]]
    else:
        given = asked.get("key_IDs")
        if not isinstance(given, list):
            raise Refusal(400, BAD_FORMAT, {"key_IDs": "a list of objects with a key_ID"})
        found = [each.get("key_ID") if isinstance(each, dict) else None for each in given]
    if not 1 <= len(found) <= limits.max_key_per_request:
        raise Refusal(400, BAD_FORMAT, {"key_IDs": f"1 to {limits.max_key_per_request}"})
    return [_uuid(each) for each in found]


def _whole(asked: Mapping[str, Any], name: str, default: int) -> int:
    value = asked.get(name, default)
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise Refusal(400, BAD_FORMAT, {name: "a whole number"})


def _uuid(given: object) -> str:
    try:
        found = uuid.UUID(given) if isinstance(given, str) and len(given) == 36 else None
    except ValueError:
        found = None
    if found is None:
        raise Refusal(400, BAD_FORMAT, {"key_ID": "a UUID"})
    return str(found)
