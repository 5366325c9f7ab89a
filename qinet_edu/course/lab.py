"""``qinet open``: the student's copies in JupyterLab, quiet, offline, on the first lesson."""

import argparse
import contextlib
import json
import os
import sys
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from qinet_edu import storage
from qinet_edu.course.work import bring, sources

STUDENT_SCHEMA = 1
LAB_FOLDER = Path(sys.prefix, "share", "jupyter", "lab")
SETTINGS_FOLDER = LAB_FOLDER / "settings"
SETTINGS: dict[str, dict[str, Any]] = {
    # Nothing is asked of, or fetched from, anywhere but this computer.
    "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False},
    # A notebook opened again shows its views instead of "Error displaying widget".
    "@jupyter-widgets/jupyterlab-manager:plugin": {"saveState": True},
}


def main(argv: Sequence[str] = ()) -> int:
    """Bring the lessons, then open JupyterLab on the first; return its exit code."""
    parser = argparse.ArgumentParser(
        "qinet open",
        description="Open the course in JupyterLab. Other options go to JupyterLab as they are.",
    )
    parser.add_argument("--no-browser", action="store_true", help="only print the address")
    parser.add_argument("--port", type=int, help="a port of your choice (8888 or the next free)")
    parser.add_argument("--course", metavar="ID", help="your course, as your instructor names it")
    parser.add_argument("--name", help="your name there, for numbers of your own in exercises")
    asked, others = parser.parse_known_args(argv)
    work = storage.work_folder()
    try:
        if asked.course or asked.name:
            remember_student(work, course=asked.course, name=asked.name)
        for sentence in prepare(work):
            print(sentence)
    except (ValueError, TimeoutError) as problem:
        print(problem, file=sys.stderr)
        return 1
    except OSError as problem:
        print(
            f"The folder {work} cannot be written ({problem.strerror or problem}). See that it "
            "belongs to you and that the disk is not full, then start again; or set QINET_WORK "
            "to a folder of your own.",
            file=sys.stderr,
        )
        return 1
    print(f"Opening JupyterLab. Your copies are in {work}. To stop, press Ctrl-C here.", flush=True)
    return serve(arguments(work, asked.no_browser, asked.port) + others, work)


def prepare(work: Path) -> list[str]:
    """Bring lessons and settle JupyterLab; return what the student should know."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", storage.StorageWarning)
        news = bring(work)
    with contextlib.suppress(OSError):  # an environment kept by someone else; it works without
        settle(SETTINGS_FOLDER)
    return [str(warning.message) for warning in caught] + news


def remember_student(work: Path, *, course: str | None, name: str | None) -> None:
    """Write down who works here; exercises take the student's own numbers from it.

    Args:
        work: the student's folder.
        course: the course's id; None keeps what stands there.
        name: the student's name in it; None keeps what stands there.

    Raises:
        ValueError: one of the two is still unknown.

    Example:
        >>> import tempfile
        >>> remember_student(Path(tempfile.mkdtemp()), course="qi-2026", name="ada")
    """

    def change(record: storage.Record) -> None:
        given = {"course": (course or "").strip(), "name": (name or "").strip()}
        record.update({key: value for key, value in given.items() if value})
        missing = [key for key in given if not record.get(key)]
        if missing:
            raise ValueError(
                f"Say --{missing[0]} too: your own numbers follow from course and name together. "
                "Your instructor knows how both are spelled."
            )

    storage.update(work / "student.json", change, schema=STUDENT_SCHEMA)


def arguments(work: Path, no_browser: bool = False, port: int | None = None) -> list[str]:
    """Return the arguments that make JupyterLab serve the work folder, opened on lesson 01."""
    first = next(iter(sources()), None)
    told = [
        f"--ServerApp.root_dir={work}",
        f"--LabApp.default_url=/lab/tree/{quote(first)}" if first else "--LabApp.default_url=/lab",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        # A kernel of ipykernel 7.3 or later complains of an open connection in the first cell.
        "--MappingKernelManager.transport_encryption=auto",
        "--Application.log_level=ERROR",
    ]
    if no_browser:
        told.append("--no-browser")
    if port is not None:
        told.append(f"--ServerApp.port={port}")
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        told.append("--allow-root")  # in a container everyone is root; it listens to itself only
    return told


def serve(told: list[str], work: Path) -> int:
    """Run JupyterLab until it is stopped; every kernel knows where the student's files are."""
    os.environ["QINET_WORK"] = str(work)
    os.environ["JUPYTER_PREFER_ENV_PATH"] = "1"  # our kernel, not another of the same name
    os.environ["JUPYTERLAB_DIR"] = str(LAB_FOLDER)
    from jupyterlab.labapp import LabApp

    try:
        LabApp.launch_instance(told)
    except SystemExit as stopped:
        return stopped.code if isinstance(stopped.code, int) else int(stopped.code is not None)
    return 0


def settle(folder: Path) -> None:
    """Set what the course needs in JupyterLab's settings; what else stands there stays.

    Args:
        folder: the settings folder of this environment's JupyterLab. A student's own choice, kept
            elsewhere, goes before it.
    """
    file = folder / "overrides.json"
    try:
        settings = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        settings = {}
    if not isinstance(settings, dict):
        settings = {}
    wanted = {name: {**settings.get(name, {}), **values} for name, values in SETTINGS.items()}
    if any(settings.get(name) != values for name, values in wanted.items()):
        storage.write(file, json.dumps({**settings, **wanted}, indent=1) + "\n")
