"""The stages of the quantum Internet, in the article's counting and in the usual one."""

from dataclasses import dataclass
from functools import cache

from qinet_edu.reference.source import Sourced, Status, table


@dataclass(frozen=True, kw_only=True)
class WehnerStage(Sourced):
    """One of the six stages of Wehner, Elkouss and Hanson (2018): what it adds.

    Printed, it tells what it adds only if that was confirmed.
    """

    number: int
    name: str
    functionality: str

    def __str__(self) -> str:
        added = self.functionality if self.printable else f"see the paper ({self.status})"
        return f"{self.number} {self.name}: {added}"


@dataclass(frozen=True, kw_only=True)
class Stage(Sourced):
    """One of the article's five stages, or 0, the foundations that come before them.

    ``functionality`` says what a stage adds. An application carries a lowest stage of its own:
    an ordinary key from entangled pairs needs stage 1 only, though it is taught with stage 2.
    """

    number: int
    name: str
    folder: str
    wehner: tuple[int, ...]
    functionality: str

    @property
    def title(self) -> str:
        """Return the heading it has in the course."""
        return f"Stage {self.number}: {self.name}" if self.number else self.name


@cache
def stages() -> tuple[Stage, ...]:
    """Return the article's five stages, each with its numbers in the usual counting of six.

    Example:
        >>> [(stage.number, stage.wehner) for stage in stages()][:3]
        [(1, (1, 2)), (2, (3,)), (3, (4,))]
    """
    return tuple(stage for stage in _all_stages() if stage.number)


@cache
def wehner_stages() -> tuple[WehnerStage, ...]:
    """Return the six stages of Wehner, Elkouss and Hanson, numbered 1 to 6 as in RFC 9583.

    Some summaries number them 0 to 5.

    Example:
        >>> wehner_stages()[3].name
        'Quantum memory'
    """
    data = table("stages")
    return tuple(
        WehnerStage(**record, source=data["wehner_source"], status=Status(data["wehner_status"]))
        for record in data["wehner"]
    )


def stage_title(number: int) -> str:
    """Return the heading of a stage; 0 is the foundations.

    Raises:
        KeyError: there is no such stage.

    Example:
        >>> stage_title(0), stage_title(2)
        ('Foundations', 'Stage 2: Entanglement distribution')
    """
    return _stage(number).title


def stage_folder(number: int) -> str:
    """Return the folder of a stage's notebooks; 0 is the foundations.

    Raises:
        KeyError: there is no such stage.

    Example:
        >>> stage_folder(3)
        '3-memory-repeaters'
    """
    return _stage(number).folder


def _stage(number: int) -> Stage:
    for stage in _all_stages():
        if stage.number == number:
            return stage
    raise KeyError(f"There is no stage {number!r}; there are 0 (the foundations) and 1 to 5.")


@cache
def _all_stages() -> tuple[Stage, ...]:
    data = table("stages")
    return tuple(
        Stage(
            **{**record, "wehner": tuple(record["wehner"])},
            source=data["source"],
            status=Status(data["status"]),
        )
        for record in data["stage"]
    )
