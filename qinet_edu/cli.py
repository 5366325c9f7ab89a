"""The command ``qinet``: a table of commands, each imported only when it is asked for.

``python start.py ARGS`` runs ``qinet ARGS`` in the course's environment.
"""

import argparse
import io
import sys
from collections.abc import Sequence
from importlib import import_module

COMMANDS = {
    "open": ("qinet_edu.course.lab", "open the course in JupyterLab"),
    "progress": ("qinet_edu.cli:show_progress", "show which exercises are done"),
    "doctor": ("qinet_edu.course.doctor", "say what is installed, what is missing, what to do"),
    "login": ("qinet_edu.course.login", "keep an account for IBM's quantum computers"),
    "jobs": ("qinet_edu.course.jobs", "list what was sent to quantum computers, and fetch it"),
    "kme": ("qinet_edu.kme.command", "deliver keys of a QKD link to applications"),
    "test": ("qinet_edu.course.testing", "run the course's tests"),
    "site": ("qinet_edu.course.site", "make the course's web pages"),
    "grade": ("qinet_edu.grading.command", "for instructors: hand out, collect and mark exercises"),
    "build": ("qinet_edu.cli:build", "make again what is made from other files"),
}
WIDTH = max(map(len, COMMANDS))


def usage() -> str:
    """Return the list of commands, one line each.

    Example:
        >>> "doctor" in usage()
        True
    """
    lines = [f"    {name:{WIDTH}}  {line}" for name, (_, line) in COMMANDS.items()]
    return "\n".join(
        [
            "usage: python start.py [COMMAND] [ARGUMENTS]   (qinet, inside the environment)",
            "",
            *lines,
            "",
            "Without a command: open. `python start.py COMMAND --help` says more about one.",
        ]
    )


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command and return its exit code: 0 when all is well.

    Args:
        argv: the command and its arguments; those of the process when left out.

    Example:
        >>> main(["dcotor"])
        2
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # no ⟩ or ✓ in some consoles: still no crash
    command, *rest = list(sys.argv[1:] if argv is None else argv) or ["open"]
    if command in ("-h", "--help", "help"):
        print(usage())
        return 0
    if command not in COMMANDS:
        print(f"There is no command {command!r}.\n\n{usage()}", file=sys.stderr)
        return 2
    module, _, function = COMMANDS[command][0].partition(":")
    try:
        return int(getattr(import_module(module), function or "main")(rest) or 0)
    except ModuleNotFoundError as missing:
        print(
            f"`{command}` needs {missing.name}, which is not in this environment. Start it as "
            f"`python start.py {command}`: that adds what it needs. If it was, then "
            "`python start.py doctor` says what is wrong.",
            file=sys.stderr,
        )
        return 1
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        return 130


def show_progress(argv: list[str]) -> int:
    """Print which exercises are done, a tick for each.

    Args:
        argv: none but ``--help``.
    """
    argparse.ArgumentParser("qinet progress", description=show_progress.__doc__).parse_args(argv)
    from qinet_edu import progress

    print(progress())
    return 0


BUILDS = {
    "exercises": ("qinet_edu.course.build", "exercises/, from solutions/"),
    "notebooks": ("qinet_edu.course.build", "the stored form of every notebook"),
    "map": ("qinet_edu.course.readme", "the README's table, from the curriculum"),
    "three-ways": ("qinet_edu.course.three_ways", "docs/three-ways.md, computed anew"),
    "locks": ("qinet_edu.course.locks", "the locks and environment.yml, from pyproject.toml"),
}
ALL = ("exercises", "notebooks", "map", "three-ways")  # locks need the network, and a purpose


def build(argv: list[str]) -> int:
    """Make again what is made from other files.

    Args:
        argv: what to make, and its arguments; ``all`` (but the locks) when left out.
    """
    what, *rest = argv or ["all"]
    if what == "all":
        return max(build([each, *rest]) for each in ALL)
    if what not in BUILDS:
        print("usage: python start.py build [WHAT]\n")
        print("\n".join(f"    {name:10}  {line}" for name, (_, line) in BUILDS.items()))
        print("    all         everything but the locks (what you get without naming one)")
        return 0 if what in ("-h", "--help") else 2
    module = BUILDS[what][0]
    told = [what, *rest] if module.endswith(".build") else rest
    return int(import_module(module).main(told))
