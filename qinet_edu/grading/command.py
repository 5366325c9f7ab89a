"""``qinet grade``: what an instructor does with a class, each a word after it."""

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from qinet_edu import storage
from qinet_edu.grading.box import NoBox
from qinet_edu.grading.boxes import NO_BOX
from qinet_edu.grading.config import needed

SOLUTIONS = Path(__file__).resolve().parents[2] / "solutions"
SCHEMA = 1
WHAT = """\
usage: python start.py grade WHAT …

    init COURSE            make a course folder of every exercise set; or add what it lacks
    try COURSE [SET …]     before handing out: the solution scores full, the blank nothing
    run COURSE [SET …]     mark what was handed in; goes on where it was stopped
    report COURSE [SET …]  marks of each student; which misconception how many had
    export COURSE          the marks as CSV
    copy COPY.ipynb …      mark copies without a course; so does leaving the word out

Each says more with --help. docs/instructors.md leads from nothing to marks.
"""


def main(argv: Sequence[str] = ()) -> int:
    """Do what is asked; return 0 when all went well, and every submission was graded."""
    what, *rest = [*argv] or ["--help"]
    if what in ("-h", "--help", "help"):
        print(WHAT, end="")
        return 0
    if what not in COMMANDS:
        what, rest = "copy", [*argv]
    with needed():
        from qinet_edu.grading.setting_up import CourseTrouble
    try:
        return COMMANDS[what](rest)
    except (NoBox, CourseTrouble) as trouble:
        print(trouble, file=sys.stderr)
        return 1
    except OSError as trouble:
        where = f"{trouble.filename}: " if trouble.filename else ""
        print(f"{where}{trouble.strerror or trouble}", file=sys.stderr)
        return 1


def init(argv: Sequence[str]) -> int:
    """Make a course folder of every exercise set there is, or add what one lacks."""
    parser = _parser("init", init)
    parser.add_argument(
        "--name",
        metavar="ID",
        default="",
        help="the course's key, as students say it in `open --course`; drawn when left out",
    )
    parser.add_argument(
        "--late",
        metavar="POLICY",
        default="none",
        help="what a late submission loses: none, zero (nothing is left of it), or so many "
        "percent a day, as 10",
    )
    parser.add_argument(
        "--roster", metavar="CSV", type=Path, help="the class list: id,first_name,last_name,email"
    )
    asked = parser.parse_args(argv)
    from qinet_edu.grading.setting_up import add_people, read_roster, set_up

    people = asked.roster.read_bytes() if asked.roster else None
    if people is not None:
        read_roster(people)  # before a folder is made
    course, new = set_up(asked.course, asked.solutions, name=asked.name, late=asked.late)
    print(f"course     {course.id}  in {course.folder}")
    for name in course.assignments():
        print(f"set        {name}{'  new' if name in new else ''}")
    if people is not None:
        print(f"students   {add_people(course, people)} on the class list")
    print(f"students start with: python start.py open --course {course.id} --name NAME")
    print("what they hand in: submitted/NAME/SET/SET.ipynb, NAME as they said it there")
    return 0


def try_(argv: Sequence[str]) -> int:
    """Grade the solution and the blank of exercise sets before students see them."""
    asked = _unsafe(_parser("try", try_, sets=True)).parse_args(argv)
    from qinet_edu.grading.engine import Engine
    from qinet_edu.grading.setting_up import open_course
    from qinet_edu.grading.trial import try_out

    course = open_course(asked.course)
    trials = []
    with Engine(workers=1, unsafe=asked.unsafe) as engine:
        for name in asked.sets or course.sources():
            trials.append(try_out(course, name, engine.mark))
            print(trials[-1], flush=True)
    return int(not trials or any(trial.problems for trial in trials))


def run(argv: Sequence[str]) -> int:
    """Mark whatever was handed in and is not marked yet."""
    parser = _unsafe(_parser("run", run, sets=True))
    parser.add_argument("--student", metavar="NAME", action="append", default=[])
    parser.add_argument(
        "--again",
        action="store_true",
        help="mark again what was marked before, with the same hidden arguments; marks given by "
        "hand stay",
    )
    parser.add_argument(
        "--workers",
        metavar="N",
        type=int,
        choices=range(1, 15),
        default=2,
        help="boxes at once (2)",
    )
    asked = parser.parse_args(argv)
    from qinet_edu.grading.engine import Engine
    from qinet_edu.grading.running import Run
    from qinet_edu.grading.setting_up import open_course

    course = open_course(asked.course)
    with Engine(workers=asked.workers, unsafe=asked.unsafe) as engine:
        if engine.boxed == NO_BOX:
            print("Run WITHOUT A BOX, as --unsafe asks; the report says so.", file=sys.stderr)
        grading = Run(course, engine.mark, workers=asked.workers, again=asked.again)
        outcomes = grading.grade(assignments=asked.sets, students=asked.student)
    already = sum(outcome.already and not outcome.problem for outcome in outcomes)
    troubles = [outcome for outcome in outcomes if outcome.problem]
    print(f"marked: {len(outcomes) - already - len(troubles)}, before: {already}, "
          f"not graded: {len(troubles)}")  # fmt: skip
    for outcome in sorted(troubles, key=str):
        print(f"  {outcome}{' (the next run tries it again)' if outcome.ours else ''}")
    if grading.stopping.is_set():
        print("Stopped; the same command goes on from here.", file=sys.stderr)
        return 130
    return int(bool(troubles))


def report(argv: Sequence[str]) -> int:
    """Say who has how many marks, and which misconception how many had."""
    parser = _parser("report", report, sets=True)
    parser.add_argument("--html", metavar="FILE", type=Path, help="write it as a page, too")
    parser.add_argument(
        "--csv", metavar="FILE", type=Path, help="write the counts of misconceptions, too"
    )
    asked = parser.parse_args(argv)
    from qinet_edu.grading import report as reporting
    from qinet_edu.grading.setting_up import open_course

    course = open_course(asked.course)
    found = reporting.report(course, asked.sets)
    print(reporting.as_text(found))
    if asked.html:
        storage.write(asked.html, reporting.as_html(found, course=course.id), private=True)
    if asked.csv:
        storage.write(asked.csv, reporting.as_csv(found), private=True)
    return 0


def export(argv: Sequence[str]) -> int:
    """Write the marks as CSV, a row for each student."""
    parser = _parser("export", export)
    parser.add_argument("--to", metavar="FILE", type=Path, help="a file; the screen when left out")
    parser.add_argument("--layout", default="plain", help="the columns: plain")
    asked = parser.parse_args(argv)
    from qinet_edu.grading.exporting import LAYOUTS, as_csv
    from qinet_edu.grading.scores import read_scores
    from qinet_edu.grading.setting_up import open_course

    if asked.layout not in LAYOUTS:
        parser.error(f"there is no layout {asked.layout!r}; there is {', '.join(LAYOUTS)}")
    rows = as_csv(read_scores(open_course(asked.course)), asked.layout)
    if asked.to:
        storage.write(asked.to, rows, private=True)
    else:
        print(rows, end="")
    return 0


def copy(argv: Sequence[str]) -> int:
    """Mark copies of an exercise notebook, without a course around them."""
    parser = _unsafe(_parser("copy", copy, course=False))
    parser.add_argument("notebooks", nargs="+", metavar="NOTEBOOK", type=Path)
    parser.add_argument("--student", metavar="NAME", help="whose copies these are")
    parser.add_argument("--course", metavar="ID", help="the course the student is in")
    parser.add_argument("--json", metavar="FILE", type=Path, help="write the marks there, too")
    asked = parser.parse_args(argv)
    if bool(asked.student) != bool(asked.course):
        parser.error(
            "say --course and --student together: a student's own numbers follow from both"
        )
    from qinet_edu.grading.copies import Grader, may_name
    from qinet_edu.grading.engine import Engine
    from qinet_edu.grading.hook import marked_by

    if asked.student and not may_name(asked.student):
        parser.error("--student may hold letters, digits, spaces and . - _ @ ' and begins with a "
                     "letter or digit")  # fmt: skip
    reports = []
    with (
        Engine(workers=1, unsafe=asked.unsafe) as engine,
        tempfile.TemporaryDirectory(prefix="qinet-grade-") as folder,
    ):

        def marking() -> AbstractContextManager[None]:
            return marked_by(engine.mark)

        grader = Grader(
            Path(folder),
            asked.solutions,
            course=asked.course,
            student=asked.student,
            marking=marking,
        )
        if engine.boxed == NO_BOX:
            print("Run WITHOUT A BOX, as --unsafe asks.")
        for notebook in asked.notebooks:
            reports.append(grader.grade(notebook))
            print(reports[-1], flush=True)
    if asked.json:
        record = {
            "schema": SCHEMA,
            "course": asked.course,
            "boxed": engine.boxed,
            "submissions": list(map(asdict, reports)),
        }
        storage.write(asked.json, json.dumps(record, ensure_ascii=False, indent=1) + "\n")
    return int(any(report.problem for report in reports))


COMMANDS: dict[str, Callable[[Sequence[str]], int]] = {
    "init": init,
    "try": try_,
    "run": run,
    "report": report,
    "export": export,
    "copy": copy,
}


def _parser(
    name: str, command: Callable[..., Any], *, course: bool = True, sets: bool = False
) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(f"qinet grade {name}", description=command.__doc__)
    if course:
        parser.add_argument("course", metavar="COURSE", type=Path, help="the course's folder")
    if sets:
        parser.add_argument("sets", metavar="SET", nargs="*", help="only these exercise sets")
    parser.add_argument(
        "--solutions", metavar="FOLDER", type=Path, default=SOLUTIONS, help=argparse.SUPPRESS
    )
    return parser


def _unsafe(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    parser.add_argument(
        "--unsafe",
        action="store_true",
        help="where no box can be made, run students' code without one; every report says so",
    )
    return parser
