"""Hardware in numbers, so that no lesson makes up its own."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from qinet_edu.reference.source import Sourced, Status, table


@dataclass(frozen=True, kw_only=True)
class Preset(Sourced):
    """Some numbers that belong together, by names that carry their units."""

    key: str
    what: str
    numbers: Mapping[str, float]

    def __getitem__(self, name: str) -> float:
        if name not in self.numbers:
            raise KeyError(f"{self.key} has no {name!r}; it has {', '.join(self.numbers)}.")
        return self.numbers[name]


@cache
def presets() -> tuple[Preset, ...]:
    """Return the fibres, memories and links the course computes with.

    Example:
        >>> [entry.key for entry in presets()][:2]
        ['telecom-fibre', 'low-loss-fibre']
    """
    return tuple(
        Preset(
            **{
                **record,
                "status": Status(record["status"]),
                "numbers": MappingProxyType(record["numbers"]),
            }
        )
        for record in table("presets")["preset"]
    )


def preset(key: str) -> Preset:
    """Return one preset by its key.

    Raises:
        KeyError: there is none of that key.

    Example:
        >>> preset("telecom-fibre")["loss_db_per_km"]
        0.2
    """
    for entry in presets():
        if entry.key == key:
            return entry
    raise KeyError(
        f"There is no preset {key!r}; there are {', '.join(entry.key for entry in presets())}."
    )
