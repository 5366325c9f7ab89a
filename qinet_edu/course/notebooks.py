"""Notebooks as they are stored: executed here, and the same however often they are executed."""

import json
import os
import re
import tempfile
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient

from qinet_edu import storage

TIMEOUT_S = 120
DROPPED = ("application/vnd.jupyter.widget-view+json", "application/vnd.jupyter.widget-state+json")
KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
# More digits than any lesson needs differ between processors; addresses between runs.
ROUNDED = ((re.compile(r"(\d\.\d{10})\d+"), r"\1"), (re.compile(r"\b0x[0-9a-f]{6,}\b"), "0x…"))


def read(path: Path) -> Any:
    """Read a notebook.

    Raises:
        ValueError: the file is no notebook.
    """
    return nbformat.read(path, as_version=4)


def write(notebook: Any, path: Path) -> bool:
    """Write a notebook in the form git keeps, and tell whether that changed the file."""
    nbformat.validate(notebook)
    text = json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return False
    storage.write(path, text)
    return True


def execute(notebook: Any, *, folder: Path) -> Any:
    """Run every cell in a fresh kernel, as nobody in particular, and keep the outputs.

    Args:
        notebook: what to run; it is changed and returned.
        folder: where the kernel starts, as it would for a student.

    Raises:
        nbclient.exceptions.CellExecutionError: a cell failed; the message shows it.
    """
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as work:
        nobody = {**os.environ, "QINET_WORK": work}
        for name in ("QINET_COURSE", "QINET_STUDENT"):
            nobody.pop(name, None)
        client = NotebookClient(notebook, timeout=TIMEOUT_S, kernel_name="python3")
        client.create_kernel_manager().transport_encryption = "auto"
        with client.setup_kernel(env=nobody, cwd=str(folder)):
            for number, cell in enumerate(notebook.cells):
                client.execute_cell(cell, number)
    return notebook


def normalise(notebook: Any, *, outputs: bool = True) -> Any:
    """Bring a notebook into its stored form: nothing in it tells when or where it was run.

    Live views, their state and timings go, since they mean nothing without the kernel that made
    them (GitHub shows no notebook with half of them); the figure and the words of each stay.

    Args:
        notebook: what to normalise; it is changed and returned.
        outputs: whether outputs stay at all.
    """
    notebook.metadata = nbformat.from_dict(
        {"kernelspec": KERNEL, "language_info": {"name": "python"}}
    )
    notebook.nbformat_minor = max(notebook.nbformat_minor, 5)
    count = 0
    for cell in notebook.cells:
        kept = {key: cell.metadata[key] for key in ("nbgrader", "tags") if key in cell.metadata}
        cell.metadata = nbformat.from_dict(kept)
        if cell.cell_type != "code":
            continue
        ran = outputs and cell.source.strip() != ""
        count += ran
        cell.execution_count = count if ran else None
        cell.outputs = _joined([_plain(output, count) for output in cell.outputs]) if ran else []
    return notebook


def _plain(output: Any, count: int) -> Any:
    if output.output_type == "stream":
        output.text = _rounded(output.text)
    elif output.output_type == "execute_result":
        output.execution_count = count
    if "data" in output:
        for mime in DROPPED:
            output.data.pop(mime, None)
        for mime, content in output.data.items():
            if mime.startswith("text/") and isinstance(content, str):
                output.data[mime] = _rounded(content)
    if "metadata" in output:
        ours = {key: value for key, value in output.metadata.items() if key == "qinet_edu"}
        output.metadata = nbformat.from_dict(ours)
    return output


def _joined(outputs: list[Any]) -> list[Any]:
    """Join pieces of one stream: how a kernel cuts them depends on its speed."""
    joined: list[Any] = []
    for output in outputs:
        last = joined[-1] if joined else None
        if (
            last is not None
            and output.output_type == last.output_type == "stream"
            and output.name == last.name
        ):
            last.text += output.text
        else:
            joined.append(output)
    return joined


def _rounded(text: str) -> str:
    for pattern, replacement in ROUNDED:
        text = pattern.sub(replacement, text)
    return text
