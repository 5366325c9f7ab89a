"""Exercise 06.1: find an error by halving, and say what was asked on the way."""

from collections.abc import Callable
from itertools import chain
from typing import Any, TypeAlias

import numpy as np

from qinet_edu.check.exercise import Given
from qinet_edu.check.explaining import add_up, part
from qinet_edu.check.function_answers import Call
from qinet_edu.check.verdict import Part, Verdict

Row: TypeAlias = list[int]
Trace: TypeAlias = list[tuple[int, int]]
Found: TypeAlias = tuple[Trace, int]
Chooses: TypeAlias = Callable[[Row, Row], bool]

SIZES = ((16, 1), (13, 1), (27, 3), (22, 5), (1, 1))  # bits and errors of the hidden blocks


def parities_differ(alice: Row, bob: Row) -> bool:
    """Tell whether a stretch holds an odd number of errors."""
    return (sum(alice) + sum(bob)) % 2 == 1


def halve(
    alice: Row, bob: Row, *, left: Chooses = parities_differ, longer: str = "left",
    asks: str = "left", until: int = 1,
) -> Found:  # fmt: skip
    """Run BINARY, or what a slip makes of it.

    Args:
        alice: her block.
        bob: his.
        left: told both parts of the left half, whether to go on there.
        longer: which half takes the odd bit.
        asks: which half is asked for: ``"left"``, ``"right"`` or ``"both"``.
        until: how many bits may be left at the end.

    Returns:
        The stretches asked for, and where the last stretch begins.
    """
    low, high = 0, len(alice)
    asked = [(low, high)]
    while high - low > until:
        middle = low + (high - low + (longer == "left")) // 2
        asked += [(low, middle)] * (asks != "right") + [(middle, high)] * (asks != "left")
        if left(alice[low:middle], bob[low:middle]):
            high = middle
        else:
            low = middle
    return asked, low


def kept(alice: Row, bob: Row) -> Found:
    """Note the half that is kept in each step, in place of the one asked for."""
    asked, place = halve(alice, bob)
    low, high = asked[0]
    stretches = [(low, high)]
    for start, middle in asked[1:]:
        low, high = (start, middle) if place < middle else (middle, high)
        stretches.append((low, high))
    return stretches, place


def _changed(change: Callable[[Trace, int], Trace]) -> Callable[[Row, Row], Found]:
    def found(alice: Row, bob: Row) -> Found:
        asked, place = halve(alice, bob)
        return change(asked, place), place

    return found


SLIPS: tuple[tuple[Callable[[Row, Row], Found], str], ...] = (
    (
        kept,
        "stretches kept, not asked | "
        "Those are the stretches that you kept. Wanted are those asked for: each time the left "
        "half, even when the error turns out to be in the right one.",
    ),
    (
        lambda a, b: halve(a, b, longer="right"),
        "odd bit to the right | "
        "When a stretch has an odd number of bits, the left half takes the one more.",
    ),
    (
        lambda a, b: halve(a, b, asks="right"),
        "right half asked | You ask for the right half. Ask for the left one.",
    ),
    (
        lambda a, b: halve(a, b, asks="both"),
        "both halves asked | "
        "You ask for both halves. The parity of the whole is known, so the second half's follows "
        "from the first: asking for it tells nothing new.",
    ),
    (
        _changed(lambda asked, place: asked[1:]),
        "whole block left out | "
        "The first stretch is the whole block: its parity has been told as well.",
    ),
    (
        _changed(lambda asked, place: [(start, end - 1) for start, end in asked]),
        "end included | Write the end one past the last bit, as Python's slices do.",
    ),
    (
        _changed(lambda asked, place: [(start, end - start) for start, end in asked]),
        "length for end | Those are starts and lengths. Write where each stretch ends.",
    ),
    (
        lambda a, b: halve(a, b, until=2),
        "stopped at two bits | "
        "You stop when two bits are left. One more parity says which of them it is.",
    ),
    (
        _changed(lambda asked, place: [*asked, (place, place + 1)]),
        "the last bit asked as well | "
        "The last stretch is one too many. When a stretch of one bit is left, it is the error: "
        "nothing is left to ask.",
    ),
    (
        lambda a, b: halve(a, b, left=lambda x, y: not parities_differ(x, y)),
        "the wrong half kept | "
        "You go on in the half without the error: it is in the left half when the parities "
        "differ there.",
    ),
    (
        lambda a, b: halve(a, b, left=lambda x, y: sum(x) % 2 == 1),
        "Alice's parity alone | "
        "You go left when Alice's parity is 1. What counts is whether hers and Bob's differ.",
    ),
    (
        lambda a, b: halve(a, b, left=lambda x, y: sum(x) != sum(y)),
        "ones counted, not parities | "
        "You compare how many ones the halves hold. They tell parities only: whether that number "
        "is odd. Take each sum modulo 2.",
    ),
    (
        lambda a, b: halve(a, b, left=lambda x, y: x != y),
        "bits compared, not parities | "
        "You look whether the halves are the same, bit by bit. They can compare parities only: a "
        "half with two errors has the right one, and passes.",
    ),
)

PLACES: tuple[tuple[Callable[[Row, Row], int], str], ...] = (
    (
        lambda a, b: halve(a, b)[1] + 1,
        "counted from 1 | You count from 1. Places count from 0.",
    ),
    (
        lambda a, b: halve(a, b)[0][-1][0],
        "start of the last stretch asked | "
        "That is where the last stretch asked for begins. If the parities were the same there, "
        "the error is in the other part.",
    ),
    (
        lambda a, b: min(errors(a, b)),
        "the first error | "
        "That is the first error in the block. Halving need not lead to it: a half with two "
        "errors passes.",
    ),
    (
        lambda a, b: max(errors(a, b)),
        "the last error | "
        "That is the last error in the block. Halving need not lead to it: a half with two "
        "errors passes.",
    ),
)


def errors(alice: Row, bob: Row) -> list[int]:
    """Return where two rows differ."""
    return [place for place, (a, b) in enumerate(zip(alice, bob, strict=True)) if a != b]


def draw_blocks(numbers: np.random.Generator) -> list[tuple[Any, ...]]:
    """Draw blocks with odd numbers of errors, such that no two ways to search look the same."""
    while True:
        blocks = []
        for size, wrong in SIZES:
            alice = numbers.integers(0, 2, size)
            bob = alice.copy()
            bob[numbers.choice(size, wrong, replace=False)] ^= 1
            blocks.append((alice.tolist(), bob.tolist()))
        ways = [halve, *(slip for slip, _ in SLIPS)]
        traces = {repr([way(*block)[0] for block in blocks]) for way in ways}
        ends = [lambda a, b: halve(a, b)[1], *(slip for slip, _ in PLACES)]
        places = {repr([end(*block) for block in blocks]) for end in ends}
        if len(traces) == len(ways) and len(places) == len(ends):
            return blocks


def describe_block(alice: Row, bob: Row) -> str:
    """Name a hidden block by its length and its errors."""
    there = errors(alice, bob)
    plural = "s" if len(there) > 1 else ""
    size = f"{len(alice)} bit{'s' * (len(alice) > 1)}"
    return f"{size} with the error{plural} at {', '.join(map(str, there))}"


def judge_binary(calls: tuple[Call, ...], _: Given) -> Verdict:
    """Compare what was asked, and the place; a slip is named when it explains all calls."""
    blocks = [call.arguments for call in calls]
    answers = [read_answer(call.value) for call in calls]
    if any(answer is None for answer in answers):
        return Verdict.wrong(
            "Return two things: a list of pairs (start, end), and one whole number, the place: "
            "return asked, place",
            slip="another kind of answer",
        )
    asked, places = zip(*filter(None, answers), strict=True)
    right = [halve(*block) for block in blocks]
    explained = [
        (slip, words)
        for slip, words in SLIPS
        if all(slip(*b)[0] == found for b, found in zip(blocks, asked, strict=True))
    ]
    parts = []
    for block, found, (wanted, _place) in zip(blocks, asked, right, strict=True):
        if found != wanted:
            got = f"For {describe_block(*block)} you ask for {_shown(found)}, expected {wanted}."
            parts.append(part("the stretches", got, explained[0][1] if explained else ""))
            break
    else:
        parts.append(Part("the stretches", 1.0))
    # Another way to halve may lead to another error, which is as good a find.
    follows = bool(explained) and all(
        explained[0][0](*block)[1] == place and place in errors(*block)
        for block, place in zip(blocks, places, strict=True)
    )
    for block, place, (_asked, wanted_place) in zip(blocks, places, right, strict=True):
        if place != wanted_place and not follows:
            fits = (
                words
                for slip, words in PLACES
                if all(slip(*b) == found for b, found in zip(blocks, places, strict=True))
            )
            why = next(fits, "")
            got = f"For {describe_block(*block)} your place is {place}, expected {wanted_place}."
            if explained and all(
                explained[0][0](*b)[1] == p for b, p in zip(blocks, places, strict=True)
            ):
                got, why = f"{got} It follows from the stretches.", ""
            parts.append(part("the place", got, why))
            break
    else:
        parts.append(Part("the place", 1.0))
    said = (
        f"All {len(calls)} blocks. One error among 16 bits takes five parities, and each of them "
        "is a bit that Eve has heard."
    )
    return add_up(parts, right=said, exercise="06.1", weights=(2, 1))


def read_answer(value: Any) -> Found | None:
    """Read the stretches and the place, or None where it is something else."""
    if not (isinstance(value, list) and len(value) == 2 and isinstance(value[0], list)):
        return None
    stretches, place = value
    pairs = [pair for pair in stretches if isinstance(pair, list) and len(pair) == 2]
    if len(pairs) < len(stretches) or not all(map(_is_whole, [place, *chain(*pairs)])):
        return None
    return [(int(start), int(end)) for start, end in pairs], int(place)


def _is_whole(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value == int(value)


def _shown(asked: Trace) -> str:
    return f"{asked}" if len(asked) <= 12 else f"{asked[:12]} and {len(asked) - 12} more"
