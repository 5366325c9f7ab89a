"""What the course plans at each node and link as its network grows, stage by stage."""

from dataclasses import dataclass
from functools import cache

from qinet_edu.reference.source import Sourced, Status, table


@dataclass(frozen=True, kw_only=True)
class Plan(Sourced):
    """What one kind of node or link is planned to be at one stage.

    A plan of this course, never a claim that such hardware stands there.

    Attributes:
        kind: of node or link.
        what: what that kind is, at any stage.
        stage: 1 to 5.
        hardware: what is planned.
        quantum: what flows in the quantum plane.
        classical: what flows in the classical plane.
        cannot: what it still cannot do.
    """

    kind: str
    what: str
    stage: int
    hardware: str
    quantum: str
    classical: str
    cannot: str


@cache
def kinds() -> tuple[str, ...]:
    """Return the kinds of node and link that there are plans for.

    Example:
        >>> kinds()[:3]
        ('hub', 'site', 'town')
    """
    return tuple(record["name"] for record in table("growth")["kind"])


@cache
def plan(kind: str, stage: int) -> Plan:
    """Return what is planned at one kind of node or link at one stage.

    Args:
        kind: one of ``kinds()``.
        stage: 1 to 5.

    Raises:
        KeyError: there is no such kind, or no plan for that stage.

    Example:
        >>> plan("town", 3).hardware[:11]
        'A repeater:'
    """
    data = table("growth")
    for record in data["kind"]:
        if record["name"] != kind:
            continue
        for step in record["step"]:
            if step["stage"] == stage:
                return Plan(
                    kind=kind,
                    what=record["what"],
                    source=data["source"],
                    status=Status(data["status"]),
                    **step,
                )
        raise KeyError(f"There is no plan for stage {stage!r}; the stages are 1 to 5.")
    raise KeyError(f"There is no kind {kind!r}; there are {', '.join(kinds())}.")
