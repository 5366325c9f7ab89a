"""Circuits and results as files that outlive this version of the library."""

import json
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

from qiskit import QuantumCircuit, qasm3, qpy

from qinet_edu import storage
from qinet_edu.execution.result import Result

SCHEMA = 2  # 1 knew nothing of hardware
FORMATS = {".qpy": "everything, for Qiskit", ".qasm": "OpenQASM 3, for any tool and for reading"}


def save_circuit(circuit: QuantumCircuit, path: str | Path) -> Path:
    """Save a circuit as QPY (``.qpy``) or OpenQASM 3 (``.qasm``), by the ending of the name.

    Raises:
        ValueError: another ending.

    Example:
        >>> import tempfile
        >>> from qinet_edu import circuits
        >>> file = save_circuit(circuits.bloch(0.5), Path(tempfile.mkdtemp()) / "state.qpy")
        >>> load_circuit(file) == circuits.bloch(0.5)
        True
    """
    path = _with_known_ending(path)
    if path.suffix == ".qasm":
        storage.write(path, qasm3.dumps(circuit))
    else:
        stream = BytesIO()
        qpy.dump(circuit, stream)
        storage.write(path, stream.getvalue())
    return path


def load_circuit(path: str | Path) -> QuantumCircuit:
    """Load a circuit saved as QPY.

    Raises:
        ValueError: another format (OpenQASM 3 is for other tools: keep the ``.qpy`` too).
        FileNotFoundError: there is no such file.

    Example:
        >>> load_circuit("state.png")
        Traceback (most recent call last):
        ValueError: Circuits load from .qpy files; 'state.png' is none. Save with save_circuit.
    """
    path = Path(path)
    if path.suffix != ".qpy":
        raise ValueError(
            f"Circuits load from .qpy files; {path.name!r} is none. Save with save_circuit."
        )
    with path.open("rb") as file:
        loaded: QuantumCircuit = qpy.load(file)[0]
    return loaded


def save_result(result: Result, path: str | Path) -> Path:
    """Save counts and what made them as JSON.

    Example:
        >>> import tempfile
        >>> result = Result({"0": 7, "1": 3}, {"qubit": 1}, 10, "aer", "ideal", 1)
        >>> file = save_result(result, Path(tempfile.mkdtemp()) / "coin.json")
        >>> load_result(file) == result
        True
    """
    path = Path(path)
    record = {"schema": SCHEMA, "kind": "qinet_edu result", **as_record(result)}
    storage.write(path, json.dumps(record, ensure_ascii=False, indent=1) + "\n")
    return path


def as_record(result: Result) -> dict[str, Any]:
    """Return everything a result says, but its circuit, as what JSON can hold.

    Example:
        >>> as_record(Result({"0": 7}, {"qubit": 1}, 7, "aer", "ideal", 1))["counts"]
        {'0': 7}
    """
    return {
        "counts": dict(result.joint),
        "registers": dict(result.registers),
        "shots": result.shots,
        "backend": result.backend,
        "noise": result.noise,
        "seed": result.seed,
        "transformation": [*result.transformation],
        "details": dict(result.details),
        "memory": result.shot_by_shot,
        "source": result.source,
        "qpu_s": result.qpu_s,
        "job_id": result.job_id,
        "kept": result.kept,
        "layout": result.layout,
    }


def from_record(record: Mapping[str, Any], **changes: Any) -> Result:
    """Make a result of what :func:`as_record` returned, with some of it changed.

    Raises:
        KeyError, TypeError, ValueError: the record was not made by :func:`as_record`.

    Example:
        >>> coin = Result({"0": 7}, {"qubit": 1}, 7, "aer", "ideal", 1)
        >>> from_record(as_record(coin)) == coin
        True
    """
    memory, layout = record["memory"], record.get("layout")
    told = {
        "joint": record["counts"],
        "registers": record["registers"],
        "shots": record["shots"],
        "backend": record["backend"],
        "noise": record["noise"],
        "seed": record["seed"],
        "transformation": tuple(record["transformation"]),
        "details": record["details"],
        "shot_by_shot": None if memory is None else tuple(memory),
        "source": record.get("source", "simulated"),
        "qpu_s": record.get("qpu_s"),
        "job_id": record.get("job_id"),
        "kept": record.get("kept"),
        "layout": None if layout is None else tuple(layout),
    }
    return Result(**{**told, **changes})


def load_result(path: str | Path) -> Result:
    """Load a result saved with :func:`save_result`.

    Raises:
        ValueError: the file holds something else, or was written by a newer version.

    Example:
        >>> load_result("nowhere.json")
        Traceback (most recent call last):
        FileNotFoundError: [Errno 2] No such file or directory: 'nowhere.json'
    """
    try:
        record = json.loads(Path(path).read_text(encoding="utf-8"))
        if record.get("kind") != "qinet_edu result" or record["schema"] > SCHEMA:
            raise ValueError("another kind of file, or a newer version's")
        return from_record(record)
    except (ValueError, KeyError, TypeError, AttributeError) as problem:
        raise ValueError(
            f"{Path(path).name} holds no result of this course ({problem}). Results are saved "
            "with save_result."
        ) from problem


def _with_known_ending(path: str | Path) -> Path:
    path = Path(path)
    if path.suffix not in FORMATS:
        choices = "; ".join(f"{ending}: {what}" for ending, what in FORMATS.items())
        raise ValueError(f"{path.name!r} needs another ending. {choices}.")
    return path
