"""Find tokens where they must not be: in cells, outputs and metadata of notebooks, and in files.

A search through the raw file misses most of them: a notebook is JSON, in which quotes are escaped
and a cell is a list of lines; an output may be coloured, marked up or encoded.
"""

import ast
import base64
import binascii
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from qinet_edu.redaction import ACCESS_TOKEN, KEY, redact

SKIPPED = {".git", ".venv", "work", "site", "node_modules", "__pycache__", ".ipynb_checkpoints"}
NAMES = re.compile(r"(?i)(.*_)?(token|api_?key|secret|password|passwd)")
# What stands for a token without being one; a made-up one says so.
STANDS_FOR = re.compile(r"(?i)<.*>|.*made[-_ ]?up.*|.*not[-_ ]a[-_ ]real.*|your.*|[A-Z_. …*x]*")
CRN = re.compile(r"crn:v1:\w+:\w+:[\w-]+:[\w-]*:a/([0-9a-f]{32}):")
COLOURS = re.compile(r"\x1b\[[0-9;]*m")
TAGS = re.compile(r"</?[a-zA-Z][^<>]*>")
BLOBS = re.compile(r"(?:[A-Za-z0-9+/]{60,}={0,2}\n?){4,}")  # pictures: runs of 44 occur by chance
ENCODED = re.compile(r"(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{40,2000}={0,2}(?![A-Za-z0-9+/=])")


def leaks(path: Path) -> list[str]:
    """Return where in a file a token stands, without saying the token; an empty list is good.

    Notebooks are read cell by cell; Python is parsed, so that a literal put together from several
    is seen whole, and ``token="..."`` is seen whatever its length. A file that is no text has none.

    Args:
        path: a notebook, a program or any other file.

    Example:
        >>> leaks(Path(__file__))
        []
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return []
    if path.suffix == ".ipynb":
        try:
            notebook = json.loads(text)
        except ValueError:
            notebook = {}
        if isinstance(notebook, dict) and isinstance(notebook.get("cells"), list):
            return [*_notebook(notebook)]
    told = [f"line {number}" for number, line in enumerate(text.splitlines(), 1) if leaky(line)]
    if path.suffix == ".py":
        told += [where for where in _literals(text) if where not in told]
    return told


def files(root: Path) -> Iterator[Path]:
    """Yield every file below a folder but what is installed, made or a student's own.

    Example:
        >>> Path(__file__) in files(Path(__file__).parent)
        True
    """
    for each in sorted(root.iterdir()):
        if each.name in SKIPPED or (each.is_dir() and each.name.endswith("_cache")):
            continue
        if each.is_dir():
            yield from files(each)
        else:
            yield each


def leaky(text: str) -> bool:
    """Tell whether a token stands in a text, also coloured, marked up or encoded.

    Example:
        >>> leaky("Bearer made-up"), leaky("a/" + "Made-up1" * 5 + "0x1a")
        (False, True)
    """
    plain = BLOBS.sub(" ", COLOURS.sub("", text))
    if _bare(plain) or _bare(TAGS.sub("", plain)):
        return True
    for run in ENCODED.finditer(plain):
        try:
            inside = base64.b64decode(run[0] + "=" * (-len(run[0]) % 4)).decode("ascii")
        except (binascii.Error, UnicodeDecodeError):
            continue
        if _bare(inside):
            return True
    return False


def _bare(text: str) -> bool:
    if re.search(KEY, text) or re.search(ACCESS_TOKEN, text):
        return True
    # An account of 0123456789abcdef, or of one or two digits, is made up.
    return any(
        len(set(found[1])) > 2 and "0123456789abcdef" not in found[1]
        for found in CRN.finditer(text)
    )


def _notebook(notebook: dict[str, Any]) -> Iterator[str]:
    for number, cell in enumerate(notebook["cells"], 1):
        if not isinstance(cell, dict):
            continue
        for part, content in cell.items():
            if any(map(leaky, _texts(content))):
                yield f"cell {number}, {part}"
            elif part == "source" and cell.get("cell_type") == "code":
                yield from (f"cell {number}, {where}" for where in _literals(_joined(content)))
    others = {key: value for key, value in notebook.items() if key != "cells"}
    if any(map(leaky, _texts(others))):
        yield "metadata"


def _texts(content: Any) -> Iterator[str]:
    """Yield every text in a piece of JSON, a list of lines as one."""
    if isinstance(content, str):
        yield content
    elif isinstance(content, dict):
        for key, value in content.items():
            yield key
            yield from _texts(value)
    elif isinstance(content, list):
        if all(isinstance(line, str) for line in content):
            yield _joined(content)
        else:
            for each in content:
                yield from _texts(each)


def _joined(lines: Any) -> str:
    return lines if isinstance(lines, str) else "".join(lines if isinstance(lines, list) else ())


def _literals(program: str) -> Iterator[str]:
    """Yield the lines in which a literal is a token, or is given where one is asked for."""
    try:
        tree = ast.parse(re.sub(r"(?m)^\s*[%!?].*$", "", program))
    except (SyntaxError, ValueError):
        return
    for node in ast.walk(tree):
        text = _text(node)
        if text and leaky(text):
            yield f"line {getattr(node, 'lineno', 1)}"
        for name, value in _named(node):
            given = _text(value)
            if (
                given
                and len(given) >= 8
                and NAMES.fullmatch(name)
                and not STANDS_FOR.fullmatch(given)
                and redact(f"{name}='{given}'") != f"{name}='{given}'"
            ):
                yield f"line {value.lineno}"


def _named(node: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    """Yield what is given by name: an argument, a variable, an entry, an attribute."""
    if isinstance(node, ast.keyword) and node.arg:
        yield node.arg, node.value
    elif isinstance(node, ast.Assign):
        for target in node.targets:
            if isinstance(target, ast.Name):
                yield target.id, node.value
            elif isinstance(target, ast.Attribute):
                yield target.attr, node.value
            elif isinstance(target, ast.Subscript) and (key := _text(target.slice)):
                yield key, node.value
    elif isinstance(node, ast.Dict):
        for entry, value in zip(node.keys, node.values, strict=True):
            if entry and (key := _text(entry)):
                yield key, value


def _text(node: ast.AST) -> str:
    """Return a literal text, put together where it was written in parts."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        left, right = _text(node.left), _text(node.right)
        return left + right if left and right else ""
    return ""
