"""``qinet test``: pytest over library, tests and notebooks, and its own line at the end."""

import subprocess
import sys
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from qinet_edu.course.checkout import NOTEBOOKS, ROOT, SOLUTIONS

REFERENCE = ("linux", "x86_64", (3, 11))
CELL_TIMEOUT_S = 120


def main(argv: Sequence[str] = ()) -> int:
    """Run the tests and return pytest's exit code.

    Args:
        argv: ``--slow`` adds what takes long; the rest goes to pytest, and a file or folder among
            it is tested instead of everything.
    """
    if argv and argv[0] in ("-h", "--help"):
        print(
            "usage: qinet test [--slow] [pytest's own options, files, folders]\n\n"
            "Tests the library, its examples, and every notebook against its stored outputs.\n"
            "--slow adds what takes minutes, such as a whole set-up in an empty folder."
        )
        return 0
    return subprocess.call(command(argv), cwd=ROOT)


def command(argv: Sequence[str], *, strict: bool | None = None) -> list[str]:
    """Return the command that runs pytest.

    Args:
        argv: what the caller adds; it comes last, and so goes before what stands here.
        strict: whether stored outputs must be met to the letter. When left out: on the reference
            platform only, since last digits and drawings differ between processors.

    Example:
        >>> command(["-k", "bloch"])[-2:]
        ['-k', 'bloch']
    """
    strict = on_reference_platform() if strict is None else strict
    chosen = [
        word
        for before, word in pairwise(["", *argv])
        if before not in ("-k", "-m") and _names_a_file(word)
    ]
    return [
        *(sys.executable, "-m", "pytest"),
        *("-n", "2", "--dist", "loadscope", "-r", "s"),
        *("--nbval" if strict else "--nbval-lax", "--nbval-current-env"),
        f"--nbval-cell-timeout={CELL_TIMEOUT_S}",
        "--doctest-modules",
        *([] if chosen else everything()),
        *argv,
    ]


def everything() -> list[str]:
    """Return the folders to test; one without a notebook yet would fail the run.

    Example:
        >>> everything()[:2]
        ['qinet_edu', 'tests']
    """
    lessons = [folder for folder in (NOTEBOOKS, SOLUTIONS) if any(folder.rglob("*.ipynb"))]
    return ["qinet_edu", "tests", *(folder.name for folder in lessons)]


def on_reference_platform() -> bool:
    """Tell whether this is the platform on which the stored outputs were made."""
    import platform

    return (sys.platform, platform.machine(), sys.version_info[:2]) == REFERENCE


def _names_a_file(word: str) -> bool:
    return not word.startswith("-") and Path(ROOT, word.partition("::")[0]).exists()
