"""Where the boxes and arrows of a sequence chart stand: order kept, nothing over anything else.

Everything that happens at one moment is stacked below that moment's line. The lines are to scale
where that does not make the chart too long; else equal gaps are left between one stack and the
next.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from qinet_edu.draw.svg import text_width

SIZE, LEADING = 11.0, 13.0
TOP = 108.0
LOST_AT = 0.75
_AXIS = 84.0
_GAP, _SMALL_GAP, _FEW = 44.0, 26.0, 12
_MOST_STRETCHED = 2.0
_PLACES = (0.5, 0.38, 0.62, 0.28, 0.72)
_PATIENCE = 300

Rect = tuple[float, float, float, float]
"""Left, top, right, bottom."""


@dataclass(frozen=True)
class Step:
    """Say what is to be placed: a box on one lifeline, or an arrow between two.

    Attributes:
        lines: the text, wrapped.
        start: number of the lifeline where it stands or begins.
        end: number of the lifeline where an arrow ends; ``None`` for a box.
        moments: number of the moment it begins, and of that it ends.
        lost: whether the arrow ends on the way.
    """

    lines: tuple[str, ...]
    start: int
    end: int | None
    moments: tuple[int, int]
    lost: bool = False

    @property
    def size(self) -> tuple[float, float]:
        """Return width and height of its text."""
        return max(text_width(line, SIZE) for line in self.lines), LEADING * len(self.lines)


@dataclass
class Chart:
    """Hold where everything stands.

    Attributes:
        xs: where the lifelines are.
        moments: where each moment begins.
        ys: for each step where it begins and ends: top and bottom of a box, ends of an arrow.
        labels: for each arrow where its text stands; ``None`` for boxes.
        bottom: where the last thing ends.
        to_scale: whether the distances between moments are.
    """

    xs: list[float]
    moments: list[float]
    ys: list[tuple[float, float]]
    labels: list[Rect | None]
    bottom: float
    to_scale: bool


def columns(parties: int) -> tuple[float, list[float]]:
    """Return the width of a chart and where its lifelines are.

    Example:
        >>> columns(2)
        (640.0, [219.0, 489.0])
    """
    width = 640.0 + 55.0 * max(0, parties - 4)
    gap = (width - _AXIS - 16) / parties
    return width, [_AXIS + gap * (index + 0.5) for index in range(parties)]


def wrap(text: str, room: float, *, most: int) -> tuple[str, ...]:
    """Break a text into lines that fit, and cut it with … after so many.

    Example:
        >>> wrap("half of a pair", 60, most=3)
        ('half of a', 'pair')
        >>> wrap("Rindfleischetikettierung", 60, most=2)
        ('Rindfleis', 'chetike…')
    """
    lines: list[str] = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if text_width(longer, SIZE) <= room:
            lines[-1] = longer
            continue
        lines += [word] if lines[-1] else []
        lines[-1] = word
        while text_width(lines[-1], SIZE) > room and len(lines[-1]) > 1:
            fits = next(n for n in range(len(lines[-1]), 0, -1)
                        if n == 1 or text_width(lines[-1][:n], SIZE) <= room)  # fmt: skip
            lines[-1:] = [lines[-1][:fits], lines[-1][fits:]]
    if len(lines) > most:
        last = lines[most - 1]
        while last and text_width(f"{last}…", SIZE) > room:
            last = last[:-1]
        lines = [*lines[: most - 1], f"{last}…"]
    return tuple(lines)


def to_scale(times: Sequence[float], heights: Sequence[float], gap: float) -> list[float] | None:
    """Return where moments stand when their distances are to scale; nothing if that is too long.

    What happens at a moment must fit before the next one. If that makes the axis more than twice
    as long as equal gaps do, a reader is better served by those.

    Args:
        times: the moments, in seconds.
        heights: how much room is needed below each, in pixels.
        gap: the least that must be left free before the next.

    Example:
        >>> to_scale([0.0, 1.0, 3.0], [20.0, 20.0, 20.0], 40.0)
        [108.0, 168.0, 288.0]
        >>> to_scale([0.0, 1.0, 1000.0], [20.0, 20.0, 20.0], 40.0) is None
        True
    """
    spans = [later - sooner for sooner, later in pairwise(times)]
    needed = [height + gap for height in heights[:-1]]
    if not spans:
        return [TOP] * len(times)
    pixels_per_s = max(need / span for need, span in zip(needed, spans, strict=True))
    if pixels_per_s * sum(spans) > _MOST_STRETCHED * sum(needed):
        return None
    return [TOP + pixels_per_s * (time - times[0]) for time in times]


def place(steps: Sequence[Step], xs: list[float], times: Sequence[float]) -> Chart:
    """Place every step, pushing later ones down until no text lies on another.

    Args:
        steps: what happens, in order.
        xs: where the lifelines are.
        times: the moments, in seconds.
    """
    gap = _GAP if len(times) <= _FEW else _SMALL_GAP
    pushed = [0.0] * len(steps)
    for _ in range(_PATIENCE):
        heights, chart = _placed(steps, xs, len(times), gap, pushed)
        starts = to_scale(times, heights, gap)
        if starts is not None:
            _, chart = _placed(steps, xs, len(times), gap, pushed, starts)
        clash = _labelled(steps, chart)
        if clash is None:
            break
        pushed[clash] += 9.0
    return chart


def _placed(
    steps: Sequence[Step], xs: list[float], moments: int, gap: float, pushed: list[float],
    given: list[float] | None = None,
) -> tuple[list[float], Chart]:  # fmt: skip
    """Stack what belongs to each moment, lifeline by lifeline; return how high the stacks are."""
    ends = [(step.moments[0], index, 0) for index, step in enumerate(steps)]
    ends += [(s.moments[1], index, 1) for index, s in enumerate(steps) if s.end is not None]
    ends.sort()
    starts: list[float] = []
    heights: list[float] = []
    ys = [(0.0, 0.0)] * len(steps)
    low = TOP
    for moment in range(moments):
        at = low + gap if moment else TOP
        at = given[moment] if given else at
        starts.append(at)
        low = at
        for_line, for_box = ([at + 4] * len(xs) for _ in range(2))
        for _, index, phase in (end for end in ends if end[0] == moment):
            step = steps[index]
            _, height = step.size
            if step.end is None:
                top = max(for_box[step.start] + pushed[index], at)
                bottom = top + height + 9
                ys[index] = (top, bottom)
                for_line[step.start], for_box[step.start] = bottom + 9, bottom + 7
                low = max(low, bottom)
                continue
            line = step.end if phase else step.start
            y = for_line[line] + (0 if phase else pushed[index])
            if phase and step.moments[0] == moment:
                y = max(y, ys[index][0] + 16)  # even a message that takes no time goes down
            ys[index] = (ys[index][0], y) if phase else (y, y)
            for_line[line], for_box[line] = y + height + 9, y + 9
            low = max(low, y)
        heights.append(low - at)
    return heights, Chart(xs, starts, ys, [None] * len(steps), low, given is not None)


def _labelled(steps: Sequence[Step], chart: Chart) -> int | None:
    """Put each arrow's text where it is clear of all others; return a step to push down if not."""
    taken = {
        index: box_of(step, chart.xs, *chart.ys[index])
        for index, step in enumerate(steps)
        if step.end is None
    }
    crosses = {i: _cross(step, chart, i) for i, step in enumerate(steps) if step.lost}
    for index, step in enumerate(steps):
        if step.end is None:
            continue
        ends = chart.xs[step.start], chart.xs[step.end]
        choices = []
        for order, share in enumerate(_PLACES):
            rect = _label(step, chart.xs, *chart.ys[index], share)
            clashes = [
                other
                for rooms in (taken, crosses)
                for other, room in rooms.items()
                if other != index and _overlap(rect, room)
            ]
            on_end = any(rect[0] < x < rect[2] for x in ends)
            crossed = sum(rect[0] < x < rect[2] for x in chart.xs)
            crossed += sum(
                _crosses(other, chart, number, rect)
                for number, other in enumerate(steps)
                if number != index and other.end is not None
            )
            choices.append((on_end, len(clashes), crossed, order, rect, clashes))
        _, clashing, _, _, rect, clashes = min(choices, key=lambda one: one[:4])
        if clashing:
            return max(index, *clashes)
        chart.labels[index] = taken[index] = rect
    return None


def _cross(step: Step, chart: Chart, index: int) -> Rect:
    """Return where the cross of a lost message stands."""
    assert step.end is not None
    x = chart.xs[step.start] + LOST_AT * (chart.xs[step.end] - chart.xs[step.start])
    y = chart.ys[index][0] + LOST_AT * (chart.ys[index][1] - chart.ys[index][0])
    return x - 8, y - 8, x + 8, y + 8


def _crosses(step: Step, chart: Chart, index: int, rect: Rect) -> bool:
    """Return whether another arrow runs through a text."""
    assert step.end is not None
    x1, x2 = chart.xs[step.start], chart.xs[step.end]
    y1, y2 = chart.ys[index]
    left, right = (max(rect[0], min(x1, x2)), min(rect[2], max(x1, x2)))
    if left >= right:
        return False
    heights = [y1 + (x - x1) / (x2 - x1) * (y2 - y1) for x in (left, right)]
    return min(heights) < rect[3] and max(heights) > rect[1]


def box_of(step: Step, xs: list[float], top: float, bottom: float) -> Rect:
    """Return the box of what a party does on its own."""
    half = step.size[0] / 2 + 8
    return xs[step.start] - half, top, xs[step.start] + half, bottom


def _label(step: Step, xs: list[float], top: float, bottom: float, share: float) -> Rect:
    assert step.end is not None
    share *= LOST_AT if step.lost else 1
    width, height = step.size
    x = xs[step.start] + share * (xs[step.end] - xs[step.start])
    y = top + share * (bottom - top)
    return x - width / 2 - 4, y - height / 2 - 2, x + width / 2 + 4, y + height / 2 + 2


def _overlap(one: Rect, other: Rect) -> bool:
    return (
        one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
    )  # fmt: skip
