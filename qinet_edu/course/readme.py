"""``qinet build map``: the README's table of lessons, made from the curriculum."""

from collections.abc import Sequence
from itertools import groupby

from qinet_edu import reference, storage
from qinet_edu.course.checkout import ROOT

README = ROOT / "README.md"
BEGIN = "<!-- made by `python start.py build map` from the curriculum; change that instead -->"
END = "<!-- end of the map -->"


def curriculum_map() -> str:
    """Return the lessons as a table in Markdown: what can be opened today, and what is to come.

    Example:
        >>> curriculum_map().splitlines()[0]
        '| | lesson | minutes | exercises |'
    """
    lines = ["| | lesson | minutes | exercises |", "|---|---|---|---|"]
    for stage, lessons in groupby(reference.curriculum(), key=lambda lesson: lesson.stage):
        lines.append(f"| | **{reference.stage_title(stage)}** | | |")
        for lesson in lessons:
            if lesson.ready:
                title = f"[{lesson.title}]({lesson.path})"
                lines.append(
                    f"| {lesson.number} | {title} | {lesson.minutes} | {len(lesson.exercises)} |"
                )
            else:
                lines.append(f"| {lesson.number} | {lesson.title} | *to come* | |")
    return "\n".join(lines)


def with_map(text: str) -> str:
    """Return a README with its map as the curriculum has it today.

    Raises:
        ValueError: the marks between which the map stands are missing.
    """
    before, begin, rest = text.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError(f"README.md needs the lines {BEGIN} and {END}, with the map between them.")
    return f"{before}{BEGIN}\n{curriculum_map()}\n{END}{after}"


def main(argv: Sequence[str] = ()) -> int:
    """Write the map into the README."""
    storage.write(README, with_map(README.read_text(encoding="utf-8")))
    return 0
