"""Starting KMEs from a notebook, each a process of its own."""

import subprocess
import sys
import tempfile
from pathlib import Path
from types import TracebackType

from numpy.typing import ArrayLike

from qinet_edu.kme.client import Client, KmeUnreachable, connect
from qinet_edu.kme.link import KeyLink, open_link, set_up

PATIENCE_S = 30.0


class Running:
    """Hold the two KMEs of a link while they run; leaving the block stops them.

    Args:
        link: whose.

    Raises:
        KmeUnreachable: one of them did not start, and why.
    """

    def __init__(self, link: KeyLink) -> None:
        self.link = link
        self._processes: dict[str, subprocess.Popen[str]] = {}
        self._temporary: tempfile.TemporaryDirectory[str] | None = None
        try:
            for kme in link.kmes:
                self._launch(kme)
            for kme in link.kmes:
                self._await(kme)
        except BaseException:
            self.stop()
            raise

    def connect(self, sae: str) -> Client:
        """Return a client that fetches keys as an SAE of this link.

        Raises:
            KeyError: no KME of the link serves an SAE of that name.
        """
        return connect(sae, self.link.folder)

    def kill(self, kme: str) -> None:
        """End a KME at once, as a power cut does.

        Raises:
            KeyError: there is no such KME.
        """
        self.link.peer(kme)
        process = self._processes[kme]
        process.kill()
        _ended(process)

    def start(self, kme: str) -> None:
        """Start a KME again that was killed; it finds its store as it was.

        Raises:
            KeyError: there is no such KME.
            ValueError: it runs.
            KmeUnreachable: it did not start, and why.
        """
        self.link.peer(kme)
        if self._processes[kme].poll() is None:
            raise ValueError(f"{kme} runs already.")
        self._launch(kme)
        self._await(kme)

    def stop(self) -> None:
        """End both, and delete what was theirs alone."""
        for process in self._processes.values():
            if process.stdin and not process.stdin.closed:
                process.stdin.close()  # which they take as the end
        for process in self._processes.values():
            try:
                process.wait(PATIENCE_S)
            except subprocess.TimeoutExpired:
                process.kill()
            _ended(process)
        if self._temporary is not None:
            self._temporary.cleanup()

    def _launch(self, kme: str) -> None:
        # A pipe for input: when this process ends, however it ends, the pipe does, and so do they.
        self._processes[kme] = subprocess.Popen(
            [sys.executable, "-m", "qinet_edu", "kme", "serve", kme,
             "--folder", str(self.link.folder), "--until-input-ends"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            errors="replace",
        )  # fmt: skip

    def _await(self, kme: str) -> None:
        process = self._processes[kme]
        assert process.stdout is not None
        heard = []
        while line := process.stdout.readline():
            heard.append(line)
            if f"{kme} listens" in line:
                return
        raise KmeUnreachable(f"{kme} did not start: {''.join(heard).strip() or 'it said nothing'}")

    def __enter__(self) -> "Running":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        self.stop()

    def __repr__(self) -> str:
        states = [
            f"{kme} {'runs' if process.poll() is None else 'does not run'}"
            for kme, process in self._processes.items()
        ]
        return f"Running({', '.join(states)})"


def start(
    folder: Path | None = None,
    *,
    key: bytes | ArrayLike | None = None,
    other: bytes | ArrayLike | None = None,
) -> Running:
    """Start the two KMEs of a link, each a process of its own on this machine.

    Args:
        folder: of a link that was set up. Without it, and with a key, a link of the course is made
            for this time, and deleted in the end; without both, it is the one with the settings.
        key: what QKD yielded, to put into the stores first: bits, or bytes of them.
        other: the same as the second KME has it, if that differs.

    Returns:
        The KMEs while they run; use it as ``with kme.start(...) as running:``, or ``.stop()`` it.

    Raises:
        FileNotFoundError: there is no link in the folder.
        ValueError: the key has no room, or its two ends differ in length.
        KmeUnreachable: a KME did not start, and why.

    Example:
        >>> with start(key=bytes(range(1, 65))) as running:
        ...     running.connect("SAE-Brisbane").status("SAE-Chermside")["stored_key_count"]
        2
    """
    temporary = None
    if folder is None and key is not None:
        temporary = tempfile.TemporaryDirectory(prefix="qinet-kme-", ignore_cleanup_errors=True)
        link = set_up(Path(temporary.name))
    else:
        link = open_link(folder)
        link.renew()
    try:
        if key is not None:
            link.deposit(key, other)
        running = Running(link)
    except BaseException:
        if temporary is not None:
            temporary.cleanup()
        raise
    running._temporary = temporary
    return running


def _ended(process: subprocess.Popen[str]) -> None:
    process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe:
            pipe.close()
