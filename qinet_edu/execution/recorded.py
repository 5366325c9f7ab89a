"""Results of hardware kept for a classroom without accounts: replayed, and said to be recorded.

What comes back is never taken for a run of today, nor a simulation for a measurement: only a
result that names its job at a service is recorded, and whatever is replayed is called recorded.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from qinet_edu import storage
from qinet_edu.execution.export import as_record, from_record
from qinet_edu.execution.result import Result

SCHEMA = 1
KIND = "qinet_edu recording of hardware"


def record(result: Result | Sequence[Result], path: str | Path) -> Path:
    """Record a result of a quantum computer, or the results of one job, as JSON.

    Args:
        result: what ``run`` returned from hardware.
        path: where to; the file is written whole or not at all.

    Returns:
        The path.

    Raises:
        TypeError: it is no result, nor a list of them.
        ValueError: it was simulated, or is a recording already.

    Example:
        >>> record(Result({"0": 1}, {"qubit": 1}, 1, "aer", "ideal", 1), "coin.json")
        Traceback (most recent call last):
        ValueError: This result was simulated on aer; ...
    """
    single = isinstance(result, Result)
    results = [result] if isinstance(result, Result) else _several(result)
    for one in results:
        if one.source == "simulated":
            raise ValueError(
                f"This result was simulated on {one.backend}; only what a quantum computer "
                "measured is recorded as such. Keep a simulated one with save_result."
            )
        if one.source == "recorded":
            raise ValueError("This result is a recording already: copy its file instead.")
    content = {
        "schema": SCHEMA,
        "kind": KIND,
        "recorded": datetime.now(UTC).date().isoformat(),
        "single": single,
        "results": [as_record(one) for one in results],
    }
    path = Path(path)
    sealed = {**content, "seal": _seal(content)}
    storage.write(path, json.dumps(sealed, ensure_ascii=False, indent=1) + "\n")
    return path


def replay(path: str | Path) -> Any:
    """Return what :func:`record` kept, labelled as recorded.

    Args:
        path: a file that :func:`record` wrote.

    Returns:
        A result whose ``source`` is ``"recorded"`` and whose details say when; a list of them if
        a list was recorded.

    Raises:
        FileNotFoundError: there is no such file.
        ValueError: it holds something else, was changed or damaged, or is a newer version's.

    Example:
        >>> import tempfile
        >>> paid = Result({"0": 9, "1": 1}, {"qubit": 1}, 10, "ibm:ibm_kingston", "its own", 1,
        ...               source="hardware", job_id="d0made0up")
        >>> replay(record(paid, Path(tempfile.mkdtemp()) / "coin.json")).source
        'recorded'
    """
    path = Path(path)
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(content, dict) or content.get("kind") != KIND:
            raise ValueError("it is another kind of file")
        if content["schema"] > SCHEMA:
            raise ValueError("a newer version of the course wrote it: update this one")
        if content.pop("seal", None) != _seal(content):
            raise ValueError("it was changed or damaged since it was written")
        results = [_replayed(one, content["recorded"]) for one in content["results"]]
    except (ValueError, KeyError, TypeError, AttributeError) as problem:
        raise ValueError(
            f"{path.name} holds no recording of hardware ({problem}). Fetch the file anew; "
            "recordings are made with record(result, path)."
        ) from problem
    return results[0] if content["single"] else results


def _several(results: Any) -> list[Result]:
    if not isinstance(results, Sequence) or isinstance(results, str) or not results:
        raise TypeError(f"record takes a result of run, or a list of them, not {results!r}.")
    for one in results:
        if not isinstance(one, Result):
            raise TypeError(f"record takes results of run; this is a {type(one).__name__}.")
    return [*results]


def _replayed(kept: Mapping[str, Any], day: str) -> Result:
    if kept["source"] != "hardware":
        raise ValueError("a result in it was not measured by hardware")
    result = from_record(kept, source="recorded")
    return replace(result, details={**result.details, "recorded": day})


def _seal(content: Mapping[str, Any]) -> str:
    """Return a sum that tells damage and careless editing; it is no proof against forgery."""
    plain = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(plain.encode()).hexdigest()
