"""What a point and a result may hold, as JSON that gives back the very same value."""

import base64
import json
import math
from typing import Any

import numpy as np

HOLDS = (
    "numbers, texts, truth values, None, bytes, NumPy arrays and numbers, and lists, tuples and "
    "dicts of these"
)
KINDS = "biufcSUmM"  # kinds of NumPy types whose bytes say all of it


def encode(value: Any) -> Any:
    """Turn a value into what JSON can hold.

    JSON knows neither tuples nor NumPy's types nor NaN: each becomes a dict with one tag. Exact
    types only, for a subclass would come back as something else.

    Raises:
        TypeError: it holds something that cannot be written.

    Example:
        >>> encode((1, float("inf")))
        {'tuple': [1, {'float': 'inf'}]}
        >>> encode(np.float64(0.5))
        {'numpy': '<f8', 'value': 0.5}
    """
    try:
        return _encode(value)
    except RecursionError:
        raise TypeError("a list or dict that holds itself cannot be written") from None


def _encode(value: Any) -> Any:
    kind = type(value)
    if value is None or kind in (bool, int, str):
        return value
    if kind is float:
        return value if math.isfinite(value) else {"float": repr(value)}
    if kind is complex:
        return {"complex": [_encode(value.real), _encode(value.imag)]}
    if kind is bytes:
        return {"bytes": _text(value)}
    if kind is list:
        return [_encode(entry) for entry in value]
    if kind is tuple:
        return {"tuple": [_encode(entry) for entry in value]}
    if kind is dict:
        return {"dict": [[_encode(name), _encode(entry)] for name, entry in value.items()]}
    if isinstance(value, np.generic) and value.dtype.kind in KINDS:
        if _readable(value):
            return {"numpy": value.dtype.str, "value": value.item()}
        return {"numpy": value.dtype.str, "bytes": _text(value.tobytes())}
    if kind is np.ndarray and value.dtype.kind in KINDS:
        shape = list(value.shape)
        return {"array": value.dtype.str, "shape": shape, "bytes": _text(value.tobytes())}
    shown = f"array of {value.dtype}" if kind is np.ndarray else kind.__name__
    raise TypeError(f"a value of type {shown} cannot be written; {HOLDS} can")


def decode(stored: Any) -> Any:
    """Turn back what :func:`encode` made.

    Raises:
        ValueError: it made no such thing.

    Example:
        >>> decode(encode({"fidelity": np.arange(3), 7: (1 + 2j, None)}))
        {'fidelity': array([0, 1, 2]), 7: ((1+2j), None)}
    """
    if isinstance(stored, list):
        return [decode(entry) for entry in stored]
    if not isinstance(stored, dict):
        return stored
    match stored:
        case {"float": str(text)}:
            return float(text)
        case {"complex": [real, imaginary]}:
            return complex(decode(real), decode(imaginary))
        case {"tuple": list(entries)}:
            return tuple(decode(entry) for entry in entries)
        case {"dict": list(pairs)}:
            return {decode(name): decode(entry) for name, entry in pairs}
        case {"numpy": str(dtype), "value": value}:
            return np.dtype(dtype).type(value)
        case {"numpy": str(dtype), "bytes": str(text)}:
            return np.frombuffer(base64.b64decode(text), np.dtype(dtype), count=1)[0]
        case {"array": str(dtype), "shape": list(shape), "bytes": str(text)}:
            flat = np.frombuffer(base64.b64decode(text), np.dtype(dtype), count=math.prod(shape))
            return flat.reshape(shape).copy()  # what comes from bytes cannot be written to
        case {"bytes": str(text)}:
            return base64.b64decode(text)
    raise ValueError(f"no sweep writes {str(stored)[:60]!r}")


def canonical(point: dict[str, Any]) -> str:
    """Write a point so that equal points read equal: order and NumPy's numbers do not matter.

    Raises:
        TypeError: it holds something that cannot be written.

    Example:
        >>> canonical({"p": np.float64(0.1), "links": 3})
        '{"links":3,"p":0.1}'
    """
    plain = {name: encode(_plain(value)) for name, value in point.items()}
    return json.dumps(plain, sort_keys=True, separators=(",", ":"))


def _plain(value: Any) -> Any:
    if isinstance(value, np.str_):
        return str(value)
    return value.item() if isinstance(value, np.generic) and _exact(value) else value


def _exact(value: "np.generic[Any]") -> bool:
    """Tell whether Python has a number that is the same."""
    return value.dtype.kind in "biu" or (value.dtype.kind in "fc" and value.dtype.char not in "gG")


def _readable(value: "np.generic[Any]") -> bool:
    return value.dtype.kind in "biuf" and _exact(value) and math.isfinite(value.item())


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii")
