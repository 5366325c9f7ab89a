"""What may be kept of a stranger's outputs: plain text and pictures, and not too much of them.

An instructor reads them in a browser that is logged in to Jupyter, where a script in an output
could do whatever the instructor can; so nothing of a kind that can hold one is kept.
"""

import base64
import binascii
import re
import unicodedata
from collections.abc import Iterable
from typing import Any

Output = dict[str, Any]

STORED_PER_CELL = (
    200_000  # what goes beyond is dropped as it arrives, so that a flood fills nothing
)
CELL_TEXT = 20_000
CELL_PICTURES = 500_000
CELL_OUTPUTS = 50
COLOURS = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
PNG = b"\x89PNG\r\n\x1a\n"


def reduce(outputs: Iterable[Any]) -> list[Output]:
    """Return outputs of a cell as plain text and PNG, cut to a size a grader can read.

    Args:
        outputs: what a notebook holds, or anything a stranger sent in its place.

    Example:
        >>> reduce([{"output_type": "display_data", "data": {"text/html": "<script>"}}])
        []
    """
    kept: list[Output] = []
    text, pictures = CELL_TEXT, CELL_PICTURES
    for output in outputs:
        if len(kept) == CELL_OUTPUTS or not isinstance(output, dict):
            break
        data = output.get("data")
        kind = output.get("output_type")
        if kind == "stream":
            name = "stderr" if output.get("name") == "stderr" else "stdout"
            said = printable(output.get("text"), most=text)
            text -= len(said)
            if said:
                kept.append({"output_type": "stream", "name": name, "text": said})
        elif kind == "error":
            lines = output.get("traceback")
            trace = printable("\n".join(map(str, lines)) if isinstance(lines, list) else "")
            trace = trace[:text]
            text -= len(trace)
            kept.append(
                {
                    "output_type": "error",
                    "ename": line(output.get("ename"), most=80),
                    "evalue": line(output.get("evalue"), most=500),
                    "traceback": trace.split("\n"),
                }
            )
        elif kind in ("display_data", "execute_result") and isinstance(data, dict):
            shown = {}
            if "text/plain" in data:
                shown["text/plain"] = printable(data["text/plain"], most=text)
                text -= len(shown["text/plain"])
            picture = data.get("image/png")
            if isinstance(picture, str) and len(picture) <= pictures and _is_png(picture):
                shown["image/png"] = picture
                pictures -= len(picture)
            if any(shown.values()):
                kept.append({"output_type": "display_data", "data": shown, "metadata": {}})
    return kept


def printable(text: Any, *, most: int = CELL_TEXT) -> str:
    """Return a text without what could steer a terminal, turn its reading or fail to be written.

    Line ends and tabs stay; control and format characters and halves of surrogates go.

    Args:
        text: a string, or a list of strings as notebooks have them; else nothing.
        most: how many characters are kept.

    Example:
        >>> printable("\\x1b[31mred\\x1b[0m \\u202e!")
        'red !'
    """
    if isinstance(text, list):
        text = "".join(part for part in text if isinstance(part, str))
    if not isinstance(text, str):
        return ""
    cut = COLOURS.sub("", text[: max(0, most)])
    return "".join(
        c for c in cut if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cf", "Cs")
    )


def line(text: Any, *, most: int = 1000) -> str:
    """Return a text as one line that is fit to be printed.

    Example:
        >>> line("a\\nb")
        'a b'
    """
    return " ".join(printable(text, most=most).split())


def _is_png(data: str) -> bool:
    try:
        return base64.b64decode(data.replace("\n", ""), validate=True).startswith(PNG)
    except (binascii.Error, ValueError):
        return False
