"""``qinet build locks``: the exact packages of a set-up, with hashes, for every system at once.

Nothing in the locks says where packages come from, so a school's own index serves as well.
"""

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from packaging.requirements import Requirement

from qinet_edu import storage
from qinet_edu.course.checkout import ROOT

STUDENT, DEVELOPER, CONDA = "requirements.txt", "requirements-dev.txt", "environment.yml"
COMMAND = "python start.py build locks"
OLDEST = "3.11"


@dataclass(frozen=True)
class Pin:
    """Hold one line of a lock: a package at one version, and where it is needed."""

    name: str
    version: str
    marker: str = ""

    @property
    def needed_here(self) -> bool:
        """Tell whether this system and Python need it."""
        return not self.marker or Requirement(str(self)).marker.evaluate()  # type: ignore[union-attr]

    def __str__(self) -> str:
        return f"{self.name}=={self.version}" + (f" ; {self.marker}" if self.marker else "")


def pins(lock: str) -> list[Pin]:
    """Return what a lock's text names.

    Example:
        >>> [str(pin) for pin in pins("numpy==2.4.6 ; os_name == 'nt'")]
        ["numpy==2.4.6 ; os_name == 'nt'"]
    """
    found = []
    for line in lock.splitlines():
        if "==" in line and not line.startswith((" ", "#")):
            requirement, _, marker = line.removesuffix("\\").strip().partition(" ; ")
            name, _, version = requirement.partition("==")
            found.append(Pin(name.strip(), version.strip(), marker.strip()))
    return found


def read_pins(name: str = STUDENT, *, root: Path = ROOT) -> list[Pin]:
    """Return what one of the course's locks names."""
    return pins((root / name).read_text(encoding="utf-8"))


def environment(lock: str) -> str:
    """Return the ``environment.yml`` that installs the same pins through conda's Python and pip.

    Args:
        lock: the text of the student's lock.
    """
    lines = [
        f"# Made from {STUDENT} by `{COMMAND}`; change pyproject.toml instead.",
        "name: qinet",
        "channels:",
        "  - conda-forge",
        "dependencies:",
        '  - "python>=3.11,<3.15"',
        "  - pip",
        "  - pip:",
        *(f'      - "{pin}"' for pin in pins(lock)),
        '      - "-e ."',
    ]
    return "\n".join(lines) + "\n"


def main(argv: Sequence[str] = ()) -> int:
    """Make the locks again from pyproject.toml, changing no version that still fits."""
    parser = argparse.ArgumentParser("qinet build locks", description=main.__doc__)
    parser.add_argument(
        "--upgrade", action="store_true", help="take the newest version of everything"
    )
    asked = parser.parse_args(argv)
    uv = shutil.which("uv")
    if uv is None:
        print(
            "The locks are made by uv, which is not on the PATH. Install it (`pipx install uv`) "
            "and run this again. Only who changes a dependency needs it.",
            file=sys.stderr,
        )
        return 1
    upgrade = ["--upgrade"] if asked.upgrade else []
    for command in (
        compile_command(uv, STUDENT) + upgrade,
        compile_command(uv, DEVELOPER, "dev", constraint=STUDENT) + upgrade,
    ):
        code = subprocess.call(command, cwd=ROOT, env={**os.environ, "UV_NO_PROGRESS": "1"})
        if code:
            print("uv could not make the lock; what it said stands above.", file=sys.stderr)
            return code
    lock = (ROOT / STUDENT).read_text(encoding="utf-8")
    storage.write(ROOT / CONDA, environment(lock))
    print(f"{STUDENT}: {len(pins(lock))} packages; {DEVELOPER}: {len(read_pins(DEVELOPER))}.")
    return 0


def compile_command(uv: str, lock: str, *extras: str, constraint: str | None = None) -> list[str]:
    """Return the command that makes one lock.

    Universal: one file serves Windows, macOS and Linux, and Python from the oldest on, by markers.
    Each holds the package's own build backend, so that a set-up needs nothing besides.
    """
    return [
        *(uv, "pip", "compile", "pyproject.toml", "-q", "--generate-hashes"),
        *("--no-emit-index-url", "--no-emit-find-links", "--no-annotate"),
        *("--universal", "--python-version", OLDEST),
        *(f"--extra={extra}" for extra in ("install", *extras)),
        *(["-c", constraint] if constraint else []),
        *("--custom-compile-command", COMMAND, "-o", lock),
    ]
