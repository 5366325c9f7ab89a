"""Exercise 11.2: add up the bits of seven towns, and read results in their light."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from qinet_edu import reference
from qinet_edu.check.exercise import Given
from qinet_edu.check.explaining import add_up, part
from qinet_edu.check.verdict import Part, Verdict

PAIRS = 9
TOWNS = tuple(link.b.name for link in reference.backbone())[:-1]

Pair = dict[str, Any]
Sum = Callable[[Sequence[int]], int]


def vary_frame(numbers: np.random.Generator) -> dict[str, Any]:
    """Draw what seven towns and Sydney read, such that each slip shows.

    Example:
        >>> pairs = vary_frame(np.random.default_rng(1))["pairs"]
        >>> len(pairs), len(pairs[0]["towns"])
        (9, 7)
    """
    while True:
        drawn = numbers.integers(2, size=(PAIRS, len(TOWNS), 2))
        bases = numbers.permutation(list("xyz" * 3))
        given = {
            "pairs": [
                {
                    "towns": [f"{z}{x}" for z, x in bits],
                    "basis": str(basis),
                    "bit": int(numbers.integers(2)),
                }
                for bits, basis in zip(drawn, bases, strict=True)
            ]
        }
        if _shows(given):
            return given


def _shows(given: Any) -> bool:
    """Tell whether each slip gives another string."""
    right = answer(given)
    x, z, _ = right
    sums = [(one, other) for _, one, other in _sums(given)]
    read = [one for _, one in _readings(given["pairs"], x, z)]
    wanted = [(x, z), *sums], [right[2], *read]
    return all(len({*several}) == len(several) for several in wanted)


def answer(given: Any) -> tuple[str, str, str]:
    """Return which pairs need an X, which a Z, and what Sydney's results mean.

    Example:
        >>> pair = {"towns": ["10", "11"], "basis": "x", "bit": 1}
        >>> answer({"pairs": [pair, {**pair, "towns": ["10", "01"]}]})
        ('11', '01', '10')
    """
    pairs = given["pairs"]
    x, z = (_added(pairs, place) for place in (1, 0))
    return x, z, _turned(pairs, x, z)


def _odd(bits: Sequence[int]) -> int:
    return sum(bits) % 2


def _added(pairs: list[Pair], place: int, how: Sum = _odd) -> str:
    return "".join(str(how([int(town[place]) for town in pair["towns"]])) for pair in pairs)


def _turned(
    pairs: list[Pair],
    x: str,
    z: str,
    flips: Callable[[str, int, int], int] = lambda basis, x, z: {"z": x, "x": z, "y": x ^ z}[basis],
) -> str:
    return "".join(
        str(pair["bit"] ^ flips(pair["basis"], int(one), int(other)))
        for pair, one, other in zip(pairs, x, z, strict=True)
    )


def _sums(given: Any) -> list[tuple[str, str, str]]:
    """Return what slips make of the two sums: the words, X and Z."""
    pairs = given["pairs"]

    def both(how: Sum) -> tuple[str, str]:
        return _added(pairs, 1, how), _added(pairs, 0, how)

    x, z = both(_odd)
    every = "".join(str(int(a) ^ int(b)) for a, b in zip(x, z, strict=True))
    return [
        (
            "X and Z exchanged | X and Z are exchanged: a town's first bit drives Z, its second X.",
            z,
            x,
        ),
        (
            "OR for XOR | "
            "You joined the bits by OR. Two flips undo each other: only whether the ones are odd "
            "in number counts.",
            *both(max),
        ),
        ("AND for XOR | You joined the bits by AND. What counts is an odd number.", *both(min)),
        (
            "majority for XOR | "
            "You took the majority. No town is wrong: each has found a flip of its own, and all of "
            "them count.",
            *both(lambda bits: int(2 * sum(bits) > len(bits))),
        ),
        (
            "last town alone | "
            "You took the bits of the last town alone. The flips of all seven end up in Sydney.",
            *both(lambda bits: bits[-1]),
        ),
        (
            "first town alone | "
            "You took the bits of the first town alone. The flips of all seven end up in Sydney.",
            *both(lambda bits: bits[0]),
        ),
        (
            "even for odd | "
            "0 and 1 are exchanged: an odd number of ones asks for the correction, an even "
            "one for none.",
            *both(lambda bits: 1 - _odd(bits)),
        ),
        (
            "one sum for both | "
            "You added all 14 bits up. There are two sums: the first bits for Z, the second for X.",
            every,
            every,
        ),
        (
            "last town left out | One town is missing: the last one.",
            *both(lambda bits: _odd(bits[:-1])),
        ),
        (
            "first town left out | One town is missing: the first one.",
            *both(lambda bits: _odd(bits[1:])),
        ),
    ]


def _readings(pairs: list[Pair], x: str, z: str) -> list[tuple[str, str]]:
    """Return what slips make of the results, given the two sums: the words and the string."""

    def by(flips: Callable[[str, int, int], int]) -> str:
        return _turned(pairs, x, z, flips)

    return [
        (
            "results as they were | "
            "These are the results as they were read. Each correction that was never made turns "
            "some of them over.",
            by(lambda *_: 0),
        ),
        (
            "Z turns Z | "
            "You turned results in Z over for a Z, and those in X for an X. It is the other way "
            "round: X exchanges 0 and 1, and Z leaves both as they are.",
            by(lambda basis, x, z: {"z": z, "x": x, "y": x ^ z}[basis]),
        ),
        (
            "Y never turned | Results in Y are turned over as well: by X, and by Z.",
            by(lambda basis, x, z: {"z": x, "x": z, "y": 0}[basis]),
        ),
        (
            "Y turned by either | "
            "In Y both X and Z turn a result over, so the two together turn it twice: not at all.",
            by(lambda basis, x, z: {"z": x, "x": z, "y": x | z}[basis]),
        ),
        (
            "Y turned by both | "
            "In Y X alone turns a result over, and Z alone; the two together do not.",
            by(lambda basis, x, z: {"z": x, "x": z, "y": x & z}[basis]),
        ),
        (
            "Y turned by X alone | In Y a Z turns a result over as well: Y is no axis of Z's.",
            by(lambda basis, x, z: {"z": x, "x": z, "y": x}[basis]),
        ),
        (
            "Y turned by Z alone | In Y an X turns a result over as well: Y is no axis of X's.",
            by(lambda basis, x, z: {"z": x, "x": z, "y": z}[basis]),
        ),
        (
            "X turns all | "
            "You turned every result over for an X, whatever the basis. In X it makes no "
            "difference.",
            by(lambda basis, x, z: x),
        ),
        (
            "either turns all | "
            "You turned results over for X and for Z, whatever the basis. X makes no difference in "
            "X, and Z none in Z.",
            by(lambda basis, x, z: x ^ z),
        ),
    ]


def judge_frame(found: str, given: Given) -> Verdict:
    """Judge both sums and the results; those also by sums that are wrong."""
    p = given.parameters
    x, z, read = (found[start : start + PAIRS] for start in range(0, 3 * PAIRS, PAIRS))
    right = answer(p)
    why = next((words for words, *both in _sums(p) if [x, z] == both), "")
    parts: list[Part] = []
    for place, (name, got) in enumerate((("the X", x), ("the Z", z))):
        if got == right[place]:
            parts.append(Part(name, 1.0))
            continue
        words = why or next((w for w, *both in _sums(p) if both[place] == got), "")
        parts.append(part(name, _first_off(name, got, right[place]), words))
        if why:
            why = " "
    followed = _turned(p["pairs"], x, z)
    if read in (right[2], followed):
        parts.append(Part("the results", 1.0))
    else:
        slips = [*_readings(p["pairs"], *right[:2]), *_readings(p["pairs"], x, z)]
        words = next((words for words, slip in slips if slip == read), "")
        parts.append(part("the results", _first_off("the results", read, right[2]), words))
    said = (
        "Two bits a pair are all that Sydney must hear, and it had measured long before. In X a "
        "flip makes no difference, in Z a sign makes none."
    )
    return add_up(parts, right=said, exercise="11.2")


def _first_off(name: str, got: str, right: str) -> str:
    off = [n for n in range(PAIRS) if got[n] != right[n]]
    one = f"for pair {off[0] + 1} it is {got[off[0]]}, expected {right[off[0]]}"
    others = len(off) - 1
    more = f", and {others} more {'is' if others == 1 else 'are'} wrong" if others else ""
    return f"{name[0].upper()}{name[1:]}: {one}{more}."
