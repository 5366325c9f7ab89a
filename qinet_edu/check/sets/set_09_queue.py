"""Exercise 09.4: which stored pair a request gets, and which are never used."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeAlias

import numpy as np

from qinet_edu.check.exercise import Given
from qinet_edu.check.explaining import add_up, part
from qinet_edu.check.function_answers import Call
from qinet_edu.check.verdict import Part, Verdict

SIZES = (16, 26, 40)  # pairs that come, in each of the lists
LIFETIME = 20.0  # rounds, for what is told of the mean fidelity
NONE = -1
NAMES = ("the pairs used", "the pairs that expired")

Outcome: TypeAlias = tuple[list[int], list[int]]
Slip: TypeAlias = Callable[[list[int], list[int], int], Outcome]


def draw_lists(numbers: np.random.Generator) -> list[tuple[Any, ...]]:
    """Draw when pairs and requests come, such that each slip shows in each of the lists."""
    drawn: list[tuple[Any, ...]] = []
    for size in SIZES:
        while True:
            came, requests = (_moments(numbers, many) for many in (size, size - 4))
            asked = came, requests, int(numbers.integers(4, 8))
            youngest, oldest = (
                _fidelity(came, requests, serve(*asked, pick=how)) for how in (max, min)
            )
            if youngest > oldest + 0.01 and _shows(asked, at_the_end=size == SIZES[-1]):
                drawn.append(asked)
                break
    return drawn


def _moments(numbers: np.random.Generator, many: int) -> list[int]:
    """Return rounds in order, in bursts with gaps between them."""
    gaps = numbers.choice([1, 2, 3, 4, 9], many, p=[0.45, 0.2, 0.15, 0.1, 0.1])
    return [int(moment) for moment in np.cumsum(gaps)]


def describe_lists(came: list[int], requests: list[int], cutoff: int) -> str:
    """Put what the function is called with into words."""
    return f"{len(came)} pairs, {len(requests)} requests and a cut-off of {cutoff} rounds"


def serve(
    came: list[int],
    requests: list[int],
    cutoff: float,
    *,
    pick: Callable[[Iterable[int]], int] = max,
    soonest: float = 0,
    again: bool = False,
) -> Outcome:
    """Return the pair used for each request and the pairs that expired, or what a slip makes.

    Args:
        came: when each pair came.
        requests: when each request came.
        cutoff: the largest age at which a pair may be used.
        pick: takes one of the pairs that may be used.
        soonest: the smallest age at which it may be.
        again: whether a used pair may be used again.

    Example:
        >>> serve([1, 2, 9], [3, 4, 5, 10], 2)
        ([1, -1, -1, 2], [0])
    """
    used: list[int] = []
    for now in requests:
        there = [n for n, moment in enumerate(came) if soonest <= now - moment <= cutoff]
        free = [n for n in there if again or n not in used]
        used.append(pick(free) if free else NONE)
    return used, expired(came, requests, cutoff, used)


def expired(
    came: list[int], requests: list[int], cutoff: float, used: Sequence[int] = ()
) -> list[int]:
    """Return the pairs that are too old by the last request and not among those used.

    Example:
        >>> expired([1, 2, 9], [3, 10], 2, [1, 2])
        [0]
    """
    return [n for n, moment in enumerate(came) if requests[-1] - moment > cutoff and n not in used]


def _queued(came: list[int], requests: list[int], cutoff: int) -> Outcome:
    """Let a request that finds nothing wait for the next pair."""
    used = [NONE] * len(requests)
    waiting: list[int] = []
    stored: list[int] = []
    moments = [(moment, 0, n) for n, moment in enumerate(came)]
    for now, asks, number in sorted(moments + [(t, 1, n) for n, t in enumerate(requests)]):
        stored = [n for n in stored if now - came[n] <= cutoff]
        if not asks and waiting:
            used[waiting.pop(0)] = number
        elif not asks:
            stored.append(number)
        elif stored:
            used[number] = stored.pop()
        else:
            waiting.append(number)
    return used, expired(came, requests, cutoff, used)


def _only(of: Callable[[list[int], list[int], list[int], int], Outcome]) -> Slip:
    """Make something else of what is right."""
    return lambda came, requests, cutoff: of(*serve(came, requests, cutoff), came, cutoff)


def _strict_at_the_end(came: list[int], requests: list[int], cutoff: int) -> Outcome:
    used, _ = serve(came, requests, cutoff)
    return used, expired(came, requests, cutoff - 0.5, used)


AT_THE_END: Slip = _strict_at_the_end
SLIPS: tuple[tuple[Slip, str], ...] = (
    (
        lambda *asked: serve(*asked, pick=min),
        "oldest first | "
        "You take the oldest. That is fair in a queue of people; pairs decay while they wait, so "
        "the youngest is the best there is.",
    ),
    (
        lambda came, requests, _: serve(came, requests, float("inf")),
        "cut-off forgotten | "
        "You use pairs that are older than the cut-off, and none expires. They have expired: "
        "nobody may use them.",
    ),
    (
        lambda came, requests, cutoff: serve(came, requests, cutoff - 0.5),
        "age of the cut-off | "
        "A pair that is exactly as old as the cut-off may still be used. Only one that is older "
        "has expired.",
    ),
    (
        lambda *asked: serve(*asked, again=True),
        "used twice | "
        "You use pairs more than once. A pair is gone when it has been used: its halves have been "
        "measured.",
    ),
    (
        lambda *asked: serve(*asked, soonest=-float("inf")),
        "not there yet | You use pairs that have not come yet.",
    ),
    (
        lambda *asked: serve(*asked, soonest=0.5),
        "same round | A pair that comes in the round of a request is there for it.",
    ),
    (
        _queued,
        "requests wait | "
        "You let a request wait for the next pair. Here a request that finds none is lost: −1.",
    ),
    (
        _only(lambda used, old, *_: ([n for n in used if n != NONE], old)),
        "lost requests left out | "
        "You left out requests that found no pair. There is one entry for each request: −1.",
    ),
    (
        _only(lambda used, old, *_: ([n + (n != NONE) for n in used], [n + 1 for n in old])),
        "numbers from 1 | You number pairs from 1. The first is 0.",
    ),
    (
        _only(
            lambda used, old, came, _: (
                [came[n] if n != NONE else n for n in used],
                [came[n] for n in old],
            )
        ),
        "rounds for numbers | Those are the rounds in which they came. Give the pairs' numbers.",
    ),
    (
        _only(lambda used, old, *_: (old, used)),
        "exchanged | The two lists are exchanged: the pairs used come first.",
    ),
    (
        _only(lambda used, old, came, _: (used, [n for n in range(len(came)) if n not in used])),
        "all that are left | "
        "You counted all pairs that were never used. Some are still young enough at the last "
        "request, or have not even come.",
    ),
    (
        lambda came, requests, cutoff: (
            serve(came, requests, cutoff)[0],
            expired(came, requests, cutoff),
        ),
        "used ones expired | You let pairs expire that were used before. They are gone by then.",
    ),
    (
        AT_THE_END,
        "age of the cut-off, at the end | "
        "A pair that is exactly as old as the cut-off has not expired yet.",
    ),
    (
        _only(lambda used, *_: (used, [])),
        "none expired | You let no pair expire. Those that nobody asked for in time have.",
    ),
)


def judge_queue(calls: tuple[Call, ...], _: Given) -> Verdict:
    """Judge both lists over all calls; what expired also by which pairs were used wrongly."""
    found = [_read(call.value) for call in calls]
    asked: list[Any] = [call.arguments for call in calls]
    right = [serve(*one) for one in asked]
    whole = next((words for slip, words in SLIPS if _explains(slip, asked, found)), "")
    parts: list[Part] = []
    told: set[str] = set()
    for place, name in enumerate(NAMES):
        values = [both[place] for both in found]
        expected = [both[place] for both in right]
        follows: list[Any] = [*expected]
        if place and parts[0].score < 1:  # what expires of those that were not used
            follows = [_left_over(one, both[0]) for one, both in zip(asked, found, strict=True)]
        if values == expected or (values == follows and None not in values):
            parts.append(Part(name, 1.0))
            continue
        why = whole or next(
            (
                words
                for slip, words in SLIPS
                if values == [_in_order(*slip(*one))[place] for one in asked]
            ),
            "",
        )
        number = next(n for n, one in enumerate(values) if one != expected[n])
        got = f"With {describe_lists(*asked[number])} "
        got += _off(name, values[number], expected[number])
        parts.append(part(name, got, "" if why in told else why))
        told.add(why)
    return add_up(parts, right=_said(asked), exercise="09.4")


def _in_order(used: list[int], old: list[int]) -> Outcome:
    return used, sorted(old)


def _read(value: Any) -> tuple[list[int] | None, list[int] | None]:
    """Return two lists of numbers, what expired in order; None for what is none."""
    if not isinstance(value, list) or len(value) != 2:
        return None, None
    used, old = map(_numbers, value)
    return used, None if old is None else sorted(old)


def _numbers(value: Any) -> list[int] | None:
    if not isinstance(value, list):
        return None
    if any(isinstance(n, bool) or not isinstance(n, (int, float)) or n != int(n) for n in value):
        return None
    return [int(n) for n in value]


def _explains(slip: Slip, asked: list[Any], found: list[Any]) -> bool:
    made = [_in_order(*slip(*one)) for one in asked]
    return made == found


def _left_over(asked: Any, used: list[int] | None) -> list[int] | None:
    """Return what expires when other pairs were used, one for each request."""
    came, requests, cutoff = asked
    return expired(came, requests, cutoff, used) if used and len(used) == len(requests) else None


def _off(name: str, found: list[int] | None, right: list[int]) -> str:
    """Say in what a list differs from the right one."""
    if found is None:
        return f"{name} are not there: return two lists of whole numbers."
    if name == NAMES[1]:
        return f"{name} are not {_listed(found)}, expected {_listed(right)}."
    if len(found) != len(right):
        return f"you serve {len(found)} requests, and there are {len(right)}."
    first = next(n for n, (a, b) in enumerate(zip(found, right, strict=True)) if a != b)
    return f"request {first + 1} gets {found[first]}, expected {right[first]}."


def _listed(numbers: list[int]) -> str:
    shown = ", ".join(map(str, numbers[:8])) + (", …" if len(numbers) > 8 else "")
    return shown or "none"


def _ages(came: list[int], requests: list[int], used: list[int]) -> list[int]:
    return [now - came[n] for now, n in zip(requests, used, strict=True) if n != NONE]


def _fidelity(came: list[int], requests: list[int], outcome: Outcome) -> float:
    """Return the mean fidelity of the pairs used, perfect when they came."""
    kept = np.exp(-np.array(_ages(came, requests, outcome[0])) / LIFETIME)
    return float((1 + 3 * kept).mean() / 4)


def _shows(asked: tuple[list[int], list[int], int], *, at_the_end: bool) -> bool:
    """Tell whether each slip changes something, and each its own thing.

    One concerns the moment of the last request alone, and need not show in every list.
    """
    right = serve(*asked)
    if at_the_end and AT_THE_END(*asked) == right:
        return False
    slips = [slip for slip, _ in SLIPS if at_the_end or slip is not AT_THE_END]
    made = [_in_order(*right), *(_in_order(*slip(*asked)) for slip in slips)]
    return len({repr(one) for one in made}) == len(made)


def _said(asked: Sequence[Any]) -> str:
    """Compare youngest first with oldest first on what was asked."""
    both: list[float] = []
    for pick in (max, min):
        made = [serve(*one, pick=pick) for one in asked]
        fidelities = [
            _fidelity(one[0], one[1], outcome) for one, outcome in zip(asked, made, strict=True)
        ]
        served = sum(n != NONE for used, _ in made for n in used)
        both += [float(np.mean(fidelities)), served]
    return (
        f"Youngest first: mean fidelity {both[0]:.3f}, {both[1]} requests served. Oldest first: "
        f"{both[2]:.3f} and {both[3]}. (Pairs perfect when they came, with a lifetime of "
        f"{LIFETIME:.0f} rounds.) What expires would have been used old."
    )
