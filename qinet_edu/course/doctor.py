"""``qinet doctor``: what is installed, what is missing, what to do; and a report for a bug."""

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

from qinet_edu import storage
from qinet_edu.course import locks
from qinet_edu.course.checkout import ROOT
from qinet_edu.course.leaks import leaks
from qinet_edu.course.redact import redact

AGAIN = "Delete the folder .venv and run: python start.py"
ONE_QUBIT = (
    "from qinet_edu import circuits, run;"
    "result = run(circuits.measure(circuits.bloch(3.141592653589793)), shots=100, seed=1);"
    "print(dict(result.counts('qubit')))"
)
FREE_BYTES = 300_000_000


@dataclass(frozen=True)
class Finding:
    """Hold one thing looked at: what is there, and what to do when it is not as it should be."""

    said: str
    todo: str = ""
    needed: bool = True

    @property
    def fine(self) -> bool:
        """Tell whether nothing is to be done."""
        return not self.todo

    def __str__(self) -> str:
        mark = "ok     " if self.fine else "PROBLEM" if self.needed else "optional"
        return f"{mark:8} {self.said}" + (f"\n{'':9}{self.todo}" if self.todo else "")


def main(argv: Sequence[str] = ()) -> int:
    """Print what was found; return 1 when something the course needs is missing."""
    parser = argparse.ArgumentParser(
        "qinet doctor", description="Say what is installed, what is missing, and what to do."
    )
    parser.add_argument(
        "--report",
        metavar="FILE",
        type=Path,
        help="also write it to a file for a bug report, without names, tokens or your folders",
    )
    asked = parser.parse_args(argv)
    findings = []
    for finding in examine():
        findings.append(finding)
        print(finding, flush=True)
    problems = sum(not finding.fine and finding.needed for finding in findings)
    print(f"\n{problems} to put right." if problems else "\nEverything the course needs is there.")
    if asked.report:
        try:
            storage.write(asked.report, report(findings))
        except OSError as problem:
            print(
                f"The report could not be written to {asked.report} "
                f"({problem.strerror or problem}). Name a file in a folder of yours.",
                file=sys.stderr,
            )
            return 1
        print(f"The report is in {asked.report}. Read it before you send it.")
    return int(problems > 0)


def examine() -> Iterator[Finding]:
    """Look at one thing after the other; what breaks while looking is a finding too."""
    for look in LOOKS:
        try:
            yield from look()
        except Exception as problem:  # the doctor must not die of what it is asked to find
            yield Finding(
                f"While looking at {look.__name__.strip('_').replace('_', ' ')}: {problem!r}", AGAIN
            )


def report(findings: Sequence[Finding]) -> str:
    """Return the findings and the versions at work as text that names nobody."""
    lines = [
        "qinet doctor: report",
        f"system   {platform.system()} {platform.release()} {platform.machine()}",
        f"python   {platform.python_version()} {platform.python_implementation()}",
        "",
        *map(str, findings),
        "",
        *(f"{pin.name} {_installed(pin.name) or 'missing'}" for pin in _wanted(locks.STUDENT)),
    ]
    return redact("\n".join(lines) + "\n")


# ---- What is looked at --------------------------------------------------------------------------


def _python() -> Iterator[Finding]:
    supported = (3, 11) <= sys.version_info[:2] <= (3, 14)
    yield Finding(
        f"Python {platform.python_version()} at {sys.executable}",
        "" if supported else f"The course needs Python 3.11 to 3.14. {AGAIN} with one of these.",
    )
    apart = sys.prefix != sys.base_prefix
    yield Finding(
        "An environment of its own" if apart else "No environment of its own",
        "" if apart else "Start the course with `python start.py`, which makes one.",
        needed=False,
    )


def _packages() -> Iterator[Finding]:
    yield _compare("The course's packages", locks.STUDENT, todo=AGAIN)


def _aer() -> Iterator[Finding]:
    # In a process of its own: on an unsuitable processor it does not raise, it dies.
    done = subprocess.run(
        [sys.executable, "-c", ONE_QUBIT],
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        timeout=120,
    )
    right = done.stdout.strip() == "{'1': 100}"
    last = (done.stdout + done.stderr).strip().splitlines()[-1:] or [f"code {done.returncode}"]
    yield Finding(
        "Aer runs a circuit of one qubit" if right else f"Aer does not run a circuit: {last[0]}",
        "" if right else AGAIN,
    )


def _jupyter() -> Iterator[Finding]:
    from jupyter_client.kernelspec import KernelSpecManager

    lab, folder = _installed("jupyterlab"), Path(sys.prefix, "share", "jupyter", "labextensions")
    yield Finding(f"JupyterLab {lab}" if lab else "JupyterLab is missing", "" if lab else AGAIN)
    for name in ("@jupyter-widgets/jupyterlab-manager", "anywidget"):
        there = (folder / name / "package.json").is_file()
        yield Finding(
            f"JupyterLab's part of {name} " + ("is there" if there else "is missing"),
            "" if there else f"Views would not move. {AGAIN}",
        )
    os.environ.setdefault("JUPYTER_PREFER_ENV_PATH", "1")  # as `qinet open` has it
    program = KernelSpecManager().get_kernel_spec("python3").argv[0]
    # A bare name stands for the Python that runs JupyterLab.
    ours = Path(program).name == program or Path(program).parent == Path(sys.executable).parent
    yield Finding(
        "Notebooks run on this environment's Python" if ours else f"Notebooks run on {program}",
        ""
        if ours
        else "Remove that kernel with `jupyter kernelspec remove python3`, and start again.",
    )


def _work_folder() -> Iterator[Finding]:
    work = storage.work_folder()
    try:
        probe = work / ".doctor"
        storage.write(probe, "")
        probe.unlink()
        yield Finding(f"Your copies: {work}")
    except OSError as problem:
        yield Finding(
            f"Your folder {work} cannot be written ({problem.strerror or problem})",
            "See that it belongs to you, or set QINET_WORK to a folder of your own.",
        )
        return
    free = shutil.disk_usage(work).free
    yield Finding(
        f"Free on that disk: {free / 1e9:.1f} GB", "" if free > FREE_BYTES else "Free some of it."
    )
    for file in sorted(work.glob("*.json")):
        if ".damaged-" in file.name:
            yield Finding(
                f"{file.name} was damaged and is kept aside",
                "Nothing needs doing; delete it when you do not miss anything.",
                needed=False,
            )
            continue
        try:
            readable = isinstance(json.loads(file.read_text(encoding="utf-8")), dict)
        except (ValueError, OSError):
            readable = False
        yield Finding(
            f"{file.name} " + ("can be read" if readable else "is damaged"),
            "" if readable else "Go on working: it will be kept aside, and a new one begun.",
            needed=False,
        )


def _tokens_in_notebooks() -> Iterator[Finding]:
    for file in sorted(storage.work_folder().rglob("*.ipynb")):
        if found := leaks(file):
            yield Finding(
                f"A token stands in {file.name}: {found[0]}",
                "Delete it there. Whoever got the notebook can use it: delete that API key on "
                "https://quantum.cloud.ibm.com, too, and make another for `python start.py login`.",
            )


def _ibm_account() -> Iterator[Finding]:
    # In a process of its own: it imports Aer, and it asks IBM's service when there is an account.
    done = subprocess.run(
        [sys.executable, "-m", "qinet_edu.execution.ibm.diagnosis"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        timeout=120,
    )
    try:
        remarks = [(each["said"], each["todo"], each["wrong"]) for each in json.loads(done.stdout)]
    except (ValueError, TypeError, KeyError):
        last = done.stderr.strip().splitlines()[-1:] or [f"code {done.returncode}"]
        said = f"The account for IBM hardware was not looked at: {redact(last[0])}"
        remarks = [(said, "Put right first what stands above.", False)]
    for said, todo, wrong in remarks:
        yield Finding(said, todo, needed=wrong)


def _for_testing_and_grading() -> Iterator[Finding]:
    testing, boxed = "Only tests in a browser need it.", "Only grading needs it."
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), None)
    yield _optional("Chromium", chromium, f"{testing} On Debian: sudo apt install chromium")
    yield _optional(
        "bubblewrap", shutil.which("bwrap"), f"{boxed} On Debian: sudo apt install bubblewrap"
    )
    if all(find_spec(name) for name in ("hypothesis", "playwright", "nbgrader")):
        again = "python start.py test brings them to the lock."
        yield _compare("The packages for tests and grading", locks.DEVELOPER, todo=again)
    else:
        yield _optional(
            "The packages for tests and grading", None, "python start.py test adds them."
        )


LOOKS: tuple[Callable[[], Iterator[Finding]], ...] = (
    _python,
    _packages,
    _aer,
    _jupyter,
    _work_folder,
    _tokens_in_notebooks,
    _ibm_account,
    _for_testing_and_grading,
)


def _optional(what: str, there: str | None, todo: str) -> Finding:
    return Finding(
        f"{what}: {'there' if there else 'not there'}", "" if there else todo, needed=False
    )


def _compare(what: str, lock: str, *, todo: str) -> Finding:
    """Hold what is installed against a lock."""
    wanted = _wanted(lock)
    wrong = [
        f"{pin.name} {there or 'missing'} instead of {pin.version}"
        for pin in wanted
        if (there := _installed(pin.name)) != pin.version
    ]
    if not wrong:
        return Finding(f"{what}: {len(wanted)}, as the lock has them")
    shown = ", ".join(wrong[:5]) + (f" and {len(wrong) - 5} more" if len(wrong) > 5 else "")
    return Finding(f"{what} differ from the lock: {shown}", todo, needed=lock == locks.STUDENT)


def _wanted(lock: str) -> list[locks.Pin]:
    return [pin for pin in locks.read_pins(lock, root=ROOT) if pin.needed_here]


def _installed(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""
