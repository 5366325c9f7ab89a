"""``qinet build notebooks`` and ``qinet build exercises``: what is stored, made again."""

import argparse
import sys
from pathlib import Path

from qinet_edu.course import notebooks
from qinet_edu.course.checkout import EXERCISES, NOTEBOOKS, ROOT, SOLUTIONS


def main(argv: list[str]) -> int:
    """Make stored outputs or exercises again, and say which files changed.

    Args:
        argv: ``notebooks`` or ``exercises``, then the notebooks to take; all when left out.
    """
    parser = argparse.ArgumentParser("qinet build", description=main.__doc__)
    parser.add_argument("what", choices=("notebooks", "exercises"))
    parser.add_argument("paths", nargs="*", type=Path, help="notebooks; all when left out")
    told = parser.parse_args(argv)
    chosen = [path.resolve() for path in told.paths]
    if told.what == "notebooks":
        found = chosen or stored()
        changed = [path for path in found if run_again(path)]
    else:
        found = chosen or sorted(SOLUTIONS.rglob("*.ipynb"))
        changed = [EXERCISES / path.name for path in found if hand_out(path)]
    for path in changed:
        print(f"changed: {path.relative_to(ROOT) if path.is_relative_to(ROOT) else path}")
    print(f"{told.what}: {len(found)} made, {len(changed)} changed", file=sys.stderr)
    return 0


def stored() -> list[Path]:
    """Return every notebook that is stored with its outputs.

    Example:
        >>> all(path.suffix == ".ipynb" for path in stored())
        True
    """
    found = [*NOTEBOOKS.rglob("*.ipynb"), *SOLUTIONS.rglob("*.ipynb")]
    return sorted(path for path in found if ".ipynb_checkpoints" not in path.parts)


def run_again(path: Path) -> bool:
    """Execute a notebook and store it; tell whether the file changed.

    Raises:
        nbclient.exceptions.CellExecutionError: a cell failed; the file is as it was.
    """
    notebook = notebooks.execute(notebooks.read(path), folder=path.parent)
    return notebooks.write(notebooks.normalise(notebook), path)


def hand_out(solution: Path) -> bool:
    """Make the exercises from a solution; tell whether the file changed."""
    from qinet_edu.grading.release import release

    handed_out = notebooks.normalise(release(notebooks.read(solution)), outputs=False)
    return notebooks.write(handed_out, EXERCISES / solution.name)
