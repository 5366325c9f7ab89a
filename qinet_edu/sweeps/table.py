"""What a sweep gives: its points with their values, and arrays shaped as the grid."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qinet_edu.sweeps.grids import Point, shown

ROWS = 8


class Sweep:
    """Hold the points of a sweep with their values, in the order of the grid.

    Args:
        points: the points.
        values: what the function returned at each.
        shape: of the grid; the last name runs fastest.
        seeds: what each point was given as ``seed``; ``None`` if none was.
        file: where it is kept, if it is.

    Example:
        >>> result = Sweep([{"p": 0.1}, {"p": 0.2}], [{"rate": 1}, {"rate": 4}], shape=(2,))
        >>> result.array("rate"), result.array("p")
        (array([1, 4]), array([0.1, 0.2]))
        >>> for point, value in result:
        ...     print(point["p"], value["rate"])
        0.1 1
        0.2 4
    """

    def __init__(
        self,
        points: Sequence[Point],
        values: Sequence[Any],
        *,
        shape: tuple[int, ...],
        seeds: Sequence[int] | None = None,
        file: Path | None = None,
    ) -> None:
        self.points = tuple(points)
        self.values = tuple(values)
        self.shape = shape
        self.seeds = None if seeds is None else tuple(seeds)
        self.file = file

    def array(self, name: str | int | None = None) -> NDArray[Any]:
        """Return one thing of every point, shaped as the grid.

        Args:
            name: a key of the dicts the function returned, or the place in the tuples or lists it
                returned, or a name of the grid; what the function returned when left out.

        Returns:
            Shape (*grid, *thing): a grid of 3 × 5 points with a Bell-diagonal vector at each gives
            (3, 5, 4).

        Raises:
            KeyError: there is no such thing.
            ValueError: points have things of different shapes.
        """
        things = [self._thing(place, name) for place in range(len(self))]
        arrays = [np.asarray(thing) for thing in things]
        shapes = list(dict.fromkeys(one.shape for one in arrays))
        if len(shapes) > 1:
            what = "The values" if name is None else f"The values of {name!r}"
            raise ValueError(
                f"{what} have different shapes, such as {shapes[0]} and {shapes[1]}: go through "
                "the sweep point by point instead."
            )
        return np.stack(arrays).reshape(*self.shape, *arrays[0].shape)

    def __len__(self) -> int:
        return len(self.points)

    def __iter__(self) -> Iterator[tuple[Point, Any]]:
        return iter(zip(self.points, self.values, strict=True))

    def __getitem__(self, place: int) -> tuple[Point, Any]:
        return self.points[place], self.values[place]

    def __repr__(self) -> str:
        size = " × ".join(map(str, self.shape))
        first = zip(self.points[:ROWS], self.values, strict=False)
        rows = [f"{shown(point)[1:-1]} → {shown(value)}" for point, value in first]
        if len(self) > ROWS:
            rows.append("…")
        what = "1 point" if len(self) == 1 else f"{size} points"
        return "\n".join([f"Sweep of {what}:", *rows])

    def _thing(self, place: int, name: str | int | None) -> Any:
        point, value = self[place]
        if name is None:
            return value
        if isinstance(value, dict) and name in value:
            return value[name]
        if (
            isinstance(name, int)
            and isinstance(value, (tuple, list))
            and -len(value) <= name < len(value)
        ):
            return value[name]
        if name in point:
            return point[name]
        has = [*value, *point] if isinstance(value, dict) else [*point]
        raise KeyError(
            f"The point {shown(point)} has no {name!r}; it has {', '.join(map(str, has))}."
        )


class SweepError(RuntimeError):
    """Some points of a sweep failed; the others were done all the same.

    Attributes:
        failures: the points that failed, each with what went wrong.
        done: the others with their values, as a sweep of points one by one.
    """

    def __init__(self, words: str, failures: Sequence[tuple[Point, str]], done: Sweep) -> None:
        super().__init__(words)
        self.failures = tuple(failures)
        self.done = done

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.args[0], self.failures, self.done)
