"""The devices that the loopback service offers, as described by the client's own fake devices.

The descriptions are read as files, so that a server in a process of its own answers without the
seconds that an import of the client costs.
"""

import json
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any


@lru_cache(maxsize=16)
def _described(family: str, what: str) -> dict[str, Any]:
    package = find_spec("qiskit_ibm_runtime")
    assert package is not None
    assert package.origin is not None
    folder = Path(package.origin).with_name("fake_provider") / "backends" / family
    return json.loads((folder / f"{what}_{family}.json").read_text(encoding="utf-8"))


@lru_cache(maxsize=32)
def _as_json(name: str, family: str, what: str, without: tuple[str, ...]) -> bytes:
    described = {**_described(family, what), "backend_name": name}
    if what == "conf":
        described["supported_instructions"] = [
            entry for entry in described["supported_instructions"] if entry not in without
        ]
    return json.dumps(described).encode()


@dataclass
class Device:
    """One device.

    Args:
        family: the fake device whose description it has: ``"kingston"`` gives ``ibm_kingston``.
        queue: how many jobs are said to wait there.
        state: ``"online"``, ``"paused"`` (takes jobs, runs none yet), ``"offline"`` or
            ``"retired"``: gone, except from old jobs.
        without: instructions that it is not able to do, for example ``("if_else",)``.
    """

    family: str
    queue: int = 0
    state: str = "online"
    without: tuple[str, ...] = field(default=())

    @property
    def name(self) -> str:
        return f"ibm_{self.family}"

    @property
    def described(self) -> dict[str, Any]:
        return json.loads(self.configuration)

    @property
    def configuration(self) -> bytes:
        return _as_json(self.name, self.family, "conf", self.without)

    @property
    def properties(self) -> bytes:
        return _as_json(self.name, self.family, "props", ())

    def listed(self) -> dict[str, Any]:
        about = _described(self.family, "conf")
        return {
            "name": self.name,
            "status": {"name": self.state, "reason": "available" if self.up else "maintenance"},
            "qubits": about["n_qubits"],
            "queue_length": self.queue,
            "is_simulator": False,
            "processor_type": about.get("processor_type"),
        }

    def status(self) -> dict[str, Any]:
        return {
            "state": self.state in ("online", "paused"),
            "status": "active" if self.up else "internal",
            "message": "available" if self.up else "maintenance",
            "length_queue": self.queue,
            "backend_version": "1.0.0",
        }

    @property
    def up(self) -> bool:
        return self.state == "online"


def standard() -> list[Device]:
    """Return the devices a server starts with; whoever picks by queue or by name alone picks wrong.

    The shortest queues are at one that has no dynamic circuits and at one that is down.
    """
    return [
        Device("aachen", queue=0, state="offline"),
        Device("berlin", queue=1),  # no if_else, no reset
        Device("fez", queue=3),
        Device("kingston", queue=8),
        Device("marrakesh", queue=13),
        Device("torino", state="retired"),
    ]
