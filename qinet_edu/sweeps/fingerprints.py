"""What tells whether a function is still the one it was."""

import ast
import dis
import functools
import inspect
import textwrap
import types
from collections.abc import Callable, Iterator
from typing import Any

from qinet_edu.sweeps.grids import digest
from qinet_edu.sweeps.values import canonical


def fingerprint(function: Callable[..., Any]) -> str:
    """Return a text that changes with what a function does.

    It sees the function's code (not its comments), its defaults, what it was closed over, and of
    its own module or notebook the functions and plain values that it uses: also a list to which
    it appends. It does not see into classes and other modules: a newer library leaves it the same.

    Example:
        >>> fingerprint(lambda p: p) == fingerprint(lambda p: p)
        True
        >>> fingerprint(lambda p: p) == fingerprint(lambda p: 2 * p)
        False
    """
    return digest("\n".join(_parts(function, set())))


def _parts(function: Any, seen: set[int]) -> Iterator[str]:
    if id(function) in seen:
        return
    seen.add(id(function))
    if isinstance(function, functools.partial):
        yield from _parts(function.func, seen)
        yield from _value({"args": function.args, "keywords": function.keywords}, seen)
        return
    if isinstance(function, types.MethodType):
        yield from _value(
            vars(function.__self__) if hasattr(function.__self__, "__dict__") else {}, seen
        )
        function = function.__func__
    function = inspect.unwrap(function)
    if not isinstance(function, types.FunctionType):
        yield f"{type(function).__module__}.{type(function).__qualname__}"
        yield getattr(function, "__qualname__", "")
        call = inspect.getattr_static(type(function), "__call__", None)
        if isinstance(call, types.FunctionType):
            yield from _parts(call, seen)
            yield from _value(vars(function) if hasattr(function, "__dict__") else {}, seen)
        return
    yield _code(function)
    for default in (*(function.__defaults__ or ()), *(function.__kwdefaults__ or {}).items()):
        yield from _value(default, seen)
    for name in sorted(_names(function.__code__)):
        if name in function.__globals__:
            yield f"global {name}"
            yield from _value(function.__globals__[name], seen, module=function.__module__)
    for cell in function.__closure__ or ():
        try:
            content = cell.cell_contents
        except ValueError:
            continue  # not filled yet
        yield from _value(content, seen)


def _value(value: Any, seen: set[int], *, module: str | None = None) -> Iterator[str]:
    if isinstance(value, types.FunctionType):
        if module is None or value.__module__ == module:
            yield from _parts(value, seen)
        return
    try:
        yield canonical({"value": value})
    except TypeError:
        yield type(value).__qualname__


def _code(function: types.FunctionType) -> str:
    """Return what a function does: its source without comments, or what was made of it."""
    if function.__name__ != "<lambda>":  # the source of one is the whole line it stands in
        try:
            return ast.unparse(ast.parse(textwrap.dedent(inspect.getsource(function))))
        except (OSError, TypeError, SyntaxError, ValueError):
            pass
    return _compiled(function.__code__)


def _compiled(code: types.CodeType) -> str:
    constants = [_constant(entry) for entry in code.co_consts]
    return f"{code.co_code.hex()} {code.co_names} {code.co_varnames} {constants}"


def _constant(entry: object) -> str:
    if isinstance(entry, types.CodeType):
        return _compiled(entry)
    if isinstance(entry, frozenset):  # whose order is another in the next program
        return str(sorted(map(_constant, entry)))
    return repr(entry)


def _names(code: types.CodeType) -> set[str]:
    """Return the names that a function looks up outside itself; those of attributes are others."""
    found = {
        str(step.argval)
        for step in dis.get_instructions(code)
        if step.opname in ("LOAD_GLOBAL", "LOAD_NAME")
    }
    inner = (_names(entry) for entry in code.co_consts if isinstance(entry, types.CodeType))
    return found.union(*inner)
