"""In the box: an IPython shell that runs a student's cells and sends what they show on a line.

It does what a notebook's kernel does for code that nobody is there to answer: cells with magics,
results, displays, tracebacks and top-level ``await``. It leaves the kernel's sockets, threads and
history out, and so starts in a few hundredths of a second.
"""

import base64
import io
import json
import os
import threading
from typing import Any

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets import Type
from traitlets.config import Config

from qinet_edu.grading.outputs import STORED_PER_CELL


class Line:
    """Send messages, one a line of JSON, and no more of a cell's outputs than will be kept."""

    def __init__(self, file: int) -> None:
        self._file = file
        self._lock = threading.RLock()  # an interrupted cell may send while it sends
        self.left = 0

    def send(self, message: dict[str, Any]) -> None:
        """Send one message, whole."""
        data = memoryview(json.dumps(message, default=str).encode() + b"\n")
        with self._lock:
            while data:
                data = data[os.write(self._file, data) :]

    def show(self, output: dict[str, Any]) -> None:
        """Send an output of a cell, if the cell has not shown enough."""
        size = len(json.dumps(output, default=str))
        self.left -= size
        if self.left + size > 0:
            if self.left < 0 and output["output_type"] == "stream":
                output = {**output, "text": output["text"][:STORED_PER_CELL]}
            elif self.left < 0:
                return
            self.send({"output": output})


class Stream(io.TextIOBase):
    """Stand for ``sys.stdout`` or ``sys.stderr``."""

    encoding = "utf-8"

    def __init__(self, line: Line, name: str, file: int) -> None:
        self._line, self.name, self._number = line, name, file

    def write(self, text: str) -> int:
        """Show text, once the cell is allowed to."""
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text).__name__}")
        if text and self._line.left > 0:
            said = text[:STORED_PER_CELL]
            self._line.show({"output_type": "stream", "name": self.name, "text": said})
        return len(text)

    def writable(self) -> bool:
        """Tell that one can write."""
        return True

    def fileno(self) -> int:
        """Return the file of the process that stands below."""
        return self._number


class Results(DisplayHook):  # type: ignore[misc]
    """Send the value of a cell's last line."""

    def write_output_prompt(self) -> None:
        """Show no prompt: a notebook has its own."""

    def write_format_data(self, format_dict: Any, md_dict: Any = None) -> None:
        """Send a value in all its forms."""
        self.shell.line.show({"output_type": "execute_result", "data": _text(format_dict)})

    def finish_displayhook(self) -> None:
        """Print no empty line after a value."""
        self._is_active = False


class Displays(DisplayPublisher):  # type: ignore[misc]
    """Send what ``display`` shows."""

    def publish(self, data: Any, metadata: Any = None, **others: Any) -> None:
        """Send a display in all its forms."""
        self.shell.line.show({"output_type": "display_data", "data": _text(data)})


class StudentShell(InteractiveShell):  # type: ignore[misc]
    """Run cells as a notebook's kernel does."""

    displayhook_class = Type(Results)
    display_pub_class = Type(Displays)
    line: Line

    def _showtraceback(self, etype: Any, evalue: Any, stb: Any) -> None:
        self.line.show(
            {
                "output_type": "error",
                "ename": str(getattr(etype, "__name__", etype)),
                "evalue": _safe_str(evalue),
                "traceback": [str(entry) for entry in stb],
            }
        )

    def init_history(self) -> None:
        """Keep no history on a disk."""
        self.config.HistoryManager.enabled = False
        super().init_history()


def make(line: Line) -> StudentShell:
    """Make the shell, for the whole of a submission."""
    config = Config()
    config.InteractiveShell.colors = "nocolor"
    StudentShell.line = line
    shell: StudentShell = StudentShell.instance(config=config, ipython_dir="/tmp/.ipython")
    return shell


def _text(data: Any) -> dict[str, Any]:
    """Return the forms of a display as text; pictures travel in base 64."""
    return {
        str(kind): base64.b64encode(form).decode() if isinstance(form, bytes) else form
        for kind, form in dict(data).items()
        if isinstance(form, (str, bytes))
    }


def _safe_str(value: Any) -> str:
    try:
        return str(value)
    except Exception:  # a student's exception may not even have words
        return ""
