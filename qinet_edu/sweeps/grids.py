"""The points of a sweep, and the seed of each."""

import hashlib
import inspect
import itertools
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from qinet_edu.sweeps.values import canonical

Point: TypeAlias = dict[str, Any]
Grid: TypeAlias = Mapping[str, Iterable[Any]] | Sequence[Mapping[str, Any]]
"""Names with their values, of which all combinations are meant, or the points one by one."""


@dataclass(frozen=True)
class Points:
    """Hold the points of a grid in order, the last name running fastest.

    Attributes:
        entries: the points.
        shape: how many values each name has; (n,) for points given one by one.
        keys: each point as text; no two are the same.
    """

    entries: tuple[Point, ...]
    shape: tuple[int, ...]
    keys: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names that every point has."""
        return tuple(self.entries[0])

    @property
    def digest(self) -> str:
        """Return what tells this grid from any other."""
        return digest("\n".join([str(self.shape), *self.keys]))


def read_grid(grid: Grid) -> Points:
    """Read a grid.

    Raises:
        TypeError: it is no grid, or one of its values cannot be written to a file.
        ValueError: it is empty, or holds a point twice.

    Example:
        >>> points = read_grid({"p": (0.1, 0.2), "links": (2, 8, 32)})
        >>> points.shape, points.entries[1]
        ((2, 3), {'p': 0.1, 'links': 8})
    """
    if isinstance(grid, Mapping):
        axes = {name: _axis(name, values) for name, values in grid.items()}
        if not axes:
            raise ValueError("The grid is empty: give names with their values, {'p': [0.1, 0.2]}.")
        shape = tuple(len(values) for values in axes.values())
        if not all(shape):
            name = next(name for name, values in axes.items() if not values)
            raise ValueError(f"The grid is empty: it has no value for {name!r}. Give at least one.")
        entries = [dict(zip(axes, row, strict=True)) for row in itertools.product(*axes.values())]
    else:
        entries, shape = _given(grid), (len(grid),)
    keys: dict[str, None] = {}
    for entry in entries:
        for name in entry:
            if not isinstance(name, str):
                raise TypeError(f"The names of a grid are texts, not {name!r}.")
        try:
            key = canonical(entry)
        except TypeError as problem:
            raise TypeError(
                f"The point {shown(entry)} cannot be kept in a file: {problem}. Sweep over a name "
                "or a number, and make the thing itself in the function."
            ) from None
        if key in keys:
            raise ValueError(_twice(entry))
        keys[key] = None
    return Points(tuple(entries), shape, tuple(keys))


def check_names(function: Callable[..., Any], points: Points, *, seeded: bool) -> None:
    """See that a function can be called with the names of a grid.

    Raises:
        TypeError: it is nothing that can be called.
        ValueError: a name is no parameter of it, or a parameter has no value.
    """
    if not callable(function):
        raise TypeError(f"A sweep calls a function; {shown(function)} cannot be called.")
    name = function_name(function)
    if seeded and "seed" in points.names:
        raise ValueError(
            "The grid and sweep(seed=...) both name a seed. Leave one out: each point gets a seed "
            "of its own from sweep(seed=...)."
        )
    try:
        parameters = inspect.signature(function).parameters.values()
    except ValueError:
        return  # some functions written in C do not say what they take
    named = [one for one in parameters if one.kind in (one.POSITIONAL_OR_KEYWORD, one.KEYWORD_ONLY)]
    takes = [one.name for one in named]
    given = {*points.names} | ({"seed"} if seeded else set())
    unknown = [one for one in (*points.names, "seed") if one in given and one not in takes]
    if unknown and not any(one.kind is one.VAR_KEYWORD for one in parameters):
        what = f"It takes {', '.join(takes)}." if takes else "It takes nothing by name."
        if unknown == ["seed"] and seeded:
            raise ValueError(
                f"{name} takes no seed, so sweep(seed=...) cannot give it one. {what} Add "
                "`seed` to it and draw from numpy.random.default_rng(seed), or leave seed out."
            )
        raise ValueError(f"{unknown[0]!r} is no parameter of {name}. {what}")
    needed = [one.name for one in named if one.default is one.empty and one.name not in given]
    needed += [
        one.name
        for one in parameters
        if one.kind is one.POSITIONAL_ONLY and one.default is one.empty
    ]
    if needed:
        how = "sweep(seed=...)" if needed == ["seed"] else "the grid"
        raise ValueError(f"{name} needs {', '.join(needed)} as well: give it in {how}.")


def point_seed(seed: int, key: str) -> int:
    """Derive the seed of a point from the point itself.

    A larger grid then gives its old points their old seeds, and no two points share any: with
    ``seed + i``, the sweeps with seeds 7 and 8 would be one sweep, shifted by a point.

    Args:
        seed: that of the sweep.
        key: the point as text.

    Returns:
        A whole number below 2⁶².

    Example:
        >>> point_seed(7, '{"p":0.1}') != point_seed(8, '{"p":0.1}')
        True
    """
    raw = hashlib.sha256(f"qinet_edu sweep {seed} {key}".encode()).digest()
    return int.from_bytes(raw[:8], "big") >> 2


def function_name(function: Callable[..., Any]) -> str:
    """Return what to call a function in a file and in complaints."""
    inner = getattr(function, "func", function)  # functools.partial
    return str(getattr(inner, "__qualname__", type(inner).__qualname__))


def digest(text: str) -> str:
    """Return a short text that another text does not have."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def shown(value: object) -> str:
    """Return a value as it is typed, cut short."""
    text = repr(value)
    return text if len(text) <= 80 else f"{text[:77]}..."


def _axis(name: str, values: Iterable[Any]) -> tuple[Any, ...]:
    if isinstance(values, (str, bytes)) or not isinstance(values, Iterable):
        raise TypeError(f"{name!r} needs a list of values, even of one: [{values!r}].")
    if isinstance(values, (set, frozenset, Mapping)):
        raise TypeError(f"The values of {name!r} need an order: give a list or an array of them.")
    try:
        return tuple(values)
    except TypeError:  # an array of no dimension
        raise TypeError(f"{name!r} needs a list of values, even of one: [{values}].") from None


def _given(grid: Sequence[Mapping[str, Any]]) -> list[Point]:
    if not isinstance(grid, (list, tuple)) or not all(isinstance(one, Mapping) for one in grid):
        raise TypeError(
            "A grid is a dict of names with their values, {'p': [0.1, 0.2]}, or a list of points, "
            f"[{{'p': 0.1}}, {{'p': 0.2}}]; not {shown(grid)}."
        )
    if not grid or not grid[0]:
        raise ValueError("The grid is empty: give at least one point, [{'p': 0.1}].")
    for one in grid:
        if {*one} != {*grid[0]}:
            raise ValueError(
                f"Every point needs the same names: {shown(dict(one))} has others than "
                f"{shown(dict(grid[0]))}."
            )
    return [dict(one) for one in grid]


def _twice(entry: Point) -> str:
    return (
        f"The point {shown(entry)} stands in the grid twice, and would be the same run, seed and "
        "all. To repeat it, add a name that counts, such as 'repeat': range(10)."
    )
