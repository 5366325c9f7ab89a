"""Boxes of podman or Docker, where there is no bubblewrap: one container for each piece of work.

The container has no network, no rights, a read-only system and an ``/tmp`` in memory. What is in
it is an image of this library and its locked requirements, built once, with the network.

Tested with a stand-in for the engine; not yet on a real one.
"""

import hashlib
import secrets
import shutil
import subprocess
import sys
import tempfile
from functools import lru_cache
from pathlib import Path

from qinet_edu.grading import box
from qinet_edu.grading.box import NOBODY, PACKAGE, Limits, NoBox, Outcome
from qinet_edu.grading.fork_boxes import TASKS

ENGINES = ("podman", "docker")
LOCK = PACKAGE.parent / "requirements.txt"
RECIPE = """\
FROM docker.io/library/python:{version}-slim
COPY requirements.txt /requirements.txt
RUN pip install --no-cache-dir --require-hashes -r /requirements.txt
COPY qinet_edu {site}/qinet_edu
USER {nobody}
"""
ANSWER_S = 20


class Containers:
    """Run each piece of work in a fresh container.

    Raises:
        NoBox: there is no engine, or it does not answer.
    """

    def __init__(self) -> None:
        self.words = engine()
        if not self.words:
            raise NoBox("There is neither podman nor Docker here, or it does not answer.")
        self._image = ""

    def work(self, task: str, job: bytes, *, limits: Limits) -> Outcome:
        """Do one piece of work in a container of its own.

        Raises:
            NoBox: the image cannot be built.
        """
        self._image = self._image or image(self.words)
        name = f"qinet-box-{secrets.token_hex(8)}"

        def end() -> None:
            # The engine's client is not the container: killing the one leaves the other.
            subprocess.run([self.words, "rm", "--force", name], capture_output=True)

        command = self._command(name, task, limits)
        return box.converse(command, job, limits=limits, also=end)

    def close(self) -> None:
        """There is nothing to end: each container ends with its work."""

    def _command(self, name: str, task: str, limits: Limits) -> list[str]:
        told = [f"--env={name}={value}" for name, value in box.VARIABLES.items()]
        return [
            *(self.words, "run", "--rm", "--interactive", "--name", name, "--pull=never"),
            *("--network=none", "--read-only", "--cap-drop=ALL", f"--user={NOBODY}:{NOBODY}"),
            *("--security-opt=no-new-privileges", "--log-driver=none", "--ipc=private"),
            *(f"--memory={limits.memory_bytes}", f"--memory-swap={limits.memory_bytes}"),
            *(f"--pids-limit={limits.processes}", "--cpus=1", "--ulimit=core=0:0"),
            *(f"--ulimit=fsize={limits.scratch_bytes // 8}", "--ulimit=nofile=1024:1024"),
            f"--tmpfs=/tmp:rw,nosuid,nodev,mode=1777,size={limits.scratch_bytes}",
            *told,
            *("--workdir=/tmp", self._image, "python", "-I", "-m", TASKS[task]),
        ]


@lru_cache(maxsize=1)
def engine() -> str:
    """Return the engine that answers here; empty when none does."""
    for name in ENGINES:
        if shutil.which(name):
            try:
                asked = subprocess.run([name, "info"], capture_output=True, timeout=ANSWER_S)
            except (OSError, subprocess.TimeoutExpired):
                continue
            if asked.returncode == 0:
                return name
    return ""


def image(name: str) -> str:
    """Return the image of this library and its requirements; build it where it is missing.

    Raises:
        NoBox: it cannot be built; the message has the engine's last words.
    """
    if not LOCK.exists():
        raise NoBox(f"The image is built from {LOCK.name}, which is in the course's folder only.")
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    recipe = RECIPE.format(
        version=version, site=f"/usr/local/lib/python{version}/site-packages", nobody=NOBODY
    )
    tag = f"qinet-edu-box:{_digest(recipe)}"
    if subprocess.run([name, "image", "inspect", tag], capture_output=True).returncode == 0:
        return tag
    with tempfile.TemporaryDirectory(prefix="qinet-image-") as folder:
        context = Path(folder)
        (context / "Containerfile").write_text(recipe, encoding="utf-8")
        shutil.copy(LOCK, context / "requirements.txt")
        shutil.copytree(
            PACKAGE, context / "qinet_edu", ignore=shutil.ignore_patterns("__pycache__")
        )
        built = subprocess.run(
            [name, "build", "--tag", tag, "--file", str(context / "Containerfile"), folder],
            capture_output=True,
            text=True,
            errors="replace",
        )
    if built.returncode:
        said = (built.stderr or built.stdout).strip().splitlines()
        raise NoBox(
            f"{name} could not build the image for the boxes: {said[-1] if said else 'no reason'}. "
            "That needs the network once."
        )
    return tag


def _digest(recipe: str) -> str:
    seen = hashlib.sha256(recipe.encode() + LOCK.read_bytes())
    for path in sorted(PACKAGE.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            seen.update(str(path.relative_to(PACKAGE)).encode() + path.read_bytes())
    return seen.hexdigest()[:16]
