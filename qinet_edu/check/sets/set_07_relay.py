"""Exercise 07.4: compute a key at the far end from what the nodes between publish."""

from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qinet_edu.check.exercise import Given
from qinet_edu.check.explaining import wrong
from qinet_edu.check.verdict import Verdict

BITS = 16
TOWNS = ("Sydney", "Newcastle", "Taree", "Port Macquarie", "Coffs Harbour")

Key = NDArray[np.uint8]


def draw_relay(numbers: np.random.Generator) -> dict[str, Any]:
    """Draw the keys of four links, and give what the far end knows, such that each slip shows.

    Example:
        >>> given = draw_relay(np.random.default_rng(1))
        >>> [*given["published"]], len(given["far_key"])
        (['Newcastle', 'Taree', 'Port Macquarie'], 16)
    """
    while True:
        keys = numbers.integers(2, size=(len(TOWNS) - 1, BITS), dtype=np.uint8)
        sums = [one ^ other for one, other in pairwise(keys)]
        given = {
            "far_key": _text(keys[-1]),
            "published": {town: _text(bits) for town, bits in zip(TOWNS[1:-1], sums, strict=True)},
        }
        answers = [relayed(given), *(answer for answer, _ in slips(given))]
        if len(set(answers)) == len(answers):
            return given


def relayed(given: Any) -> str:
    """Return the key of both ends: that of the first link.

    Example:
        >>> relayed({"far_key": "0011", "published": {"b": "0101", "c": "1111"}})
        '1001'
    """
    key = _bits(given["far_key"])
    for bits in given["published"].values():
        key = key ^ _bits(bits)
    return _text(key)


def slips(given: Any) -> list[tuple[str, str]]:
    """Return what known slips make of the keys, and what to say to each."""
    far = _bits(given["far_key"])
    first, second, third = map(_bits, given["published"].values())
    right = far ^ first ^ second ^ third
    return [
        (
            given["far_key"],
            "nothing taken off | "
            "That is the key of the last link. Sydney does not know it; what was published leads "
            "from it to Sydney's.",
        ),
        (
            _text(first ^ second ^ third),
            "own key forgotten | "
            "That is the sum of what was published: anybody can compute it, so it is no secret. "
            "Coffs Harbour's own key must go in.",
        ),
        (
            _text(far ^ third),
            "one step back | "
            "That is the key of the link from Taree to Port Macquarie: one step on the way. Take "
            "off the other sums, too.",
        ),
        (
            _text(far ^ third ^ second),
            "two steps back | "
            "That is the key of the link from Newcastle to Taree. One more sum is to be taken off.",
        ),
        (
            _text(far ^ first),
            "first sum alone | "
            "You took off what Newcastle published, and nothing else. Go from town to town: the "
            "sum of Port Macquarie holds the key you know.",
        ),
        (
            _text(1 - right),
            "0 and 1 exchanged | 0 and 1 are exchanged in your key: equal bits add up to 0.",
        ),
        (
            _text(far | first | second | third),
            "OR for XOR | You joined the bits by OR. XOR gives 0 for two ones.",
        ),
        (
            _text(far & first & second & third),
            "AND for XOR | You joined the bits by AND. XOR gives 1 if exactly one of two is 1.",
        ),
        (
            _text(right[::-1]),
            "written backwards | Your key is written backwards.",
        ),
        *(
            (
                given["published"][town],
                "published sum for key | "
                "That is what a town published, for everybody. It cannot be the key.",
            )
            for town in TOWNS[1:-1]
        ),
    ]


def judge_relay(key: str, given: Given) -> Verdict:
    """Compare with the key of the first link; name the step that was left out."""
    right = relayed(given.parameters)
    if key == right:
        return Verdict.right(
            "That is the key of Sydney and Newcastle. Each of the three towns between can compute "
            "it as you did; who only hears what they publish cannot."
        )
    got = f"{key} is not the key that Sydney has."
    for answer, words in slips(given.parameters):
        if key == answer:
            return wrong(got, words, "07.4")
    off = [place for place, (one, other) in enumerate(zip(key, right, strict=True)) if one != other]
    if len(off) <= 2:
        where = " and ".join(str(place + 1) for place in off)
        return wrong(got, f"a bit or two wrong | Nearly all of it is right. Look at bit {where}, "
                     "counted from 1.", "07.4")  # fmt: skip
    return wrong(got, "", "07.4")


def _bits(text: str) -> Key:
    return np.array([*text], dtype=np.uint8)


def _text(bits: NDArray[np.integer[Any]]) -> str:
    return "".join(map(str, bits))
