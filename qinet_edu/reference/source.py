"""How sure a record is, and where the records are kept."""

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any


class Status(StrEnum):
    """Say how sure a record is.

    Example:
        >>> Status("confirmed").printable, Status("recalled").printable
        (True, False)
    """

    CONFIRMED = "confirmed"
    """Read in a public source."""
    EVALUATED = "evaluated"
    """Computed from what is confirmed."""
    CONVENTION = "convention"
    """Chosen by this course, which says so."""
    RECALLED = "recalled"
    """From the literature, not looked up."""
    NOT_CONFIRMED = "not confirmed"
    """Looked for, and not found in a second source."""

    @property
    def printable(self) -> bool:
        """Say whether it may stand in a sentence as a fact."""
        return self in (Status.CONFIRMED, Status.EVALUATED, Status.CONVENTION)


@dataclass(frozen=True, kw_only=True)
class Sourced:
    """A record that says where it comes from and how sure it is."""

    source: str
    status: Status

    @property
    def printable(self) -> bool:
        """Say whether it may be quoted as a fact; computed with, it always may be."""
        return self.status.printable


@cache
def table(name: str) -> dict[str, Any]:
    """Read one of the data files that come with the package.

    Example:
        >>> table("places")["fibre_factor"]
        1.2
    """
    file = files("qinet_edu.reference") / "data" / f"{name}.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))
