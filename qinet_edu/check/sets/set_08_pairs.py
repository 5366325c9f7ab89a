"""Exercise 08.3: a key from the two halves of singlets."""

from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np

from qinet_edu.check.exercise import Given
from qinet_edu.check.explaining import add_up, part
from qinet_edu.check.function_answers import Call
from qinet_edu.check.verdict import Part, Verdict

SIZES = (36, 60, 90)  # rounds of the sessions
WRONG, TESTED = 0.12, 0.4
WITHIN = 1e-6

Round: TypeAlias = tuple[str, int, str, int, bool]
"""Alice's basis and bit, Bob's basis and bit, and whether the round is for the test."""
Outcome: TypeAlias = tuple[str, str, float]
Slip: TypeAlias = Callable[[list[Round]], Any]


def draw_sessions(numbers: np.random.Generator) -> list[tuple[Any, ...]]:
    """Draw what both read on noisy singlets, such that each slip shows in each session."""
    drawn: list[tuple[Any, ...]] = []
    for rounds in SIZES:
        while True:
            session = [_round(numbers) for _ in range(rounds)]
            key, his, qber = distilled(session)
            wrong = sum(a != b for a, b in zip(key, his, strict=True))
            if wrong and len(key) > rounds / 6 and 0 < qber < 0.3 and _shows(session):
                drawn.append((session,))
                break
    return drawn


def _round(numbers: np.random.Generator) -> Round:
    hers, his = (str(basis) for basis in numbers.choice(["z", "x"], 2))
    alice, coin = map(int, numbers.integers(2, size=2))
    different = alice ^ 1 ^ int(numbers.random() < WRONG)
    return hers, alice, his, different if hers == his else coin, bool(numbers.random() < TESTED)


def describe_session(rounds: list[Round]) -> str:
    """Put what the function is called with into words."""
    return f"a session of {len(rounds)} rounds"


def distilled(
    rounds: list[Round],
    *,
    flips: str = "zx",
    alice: bool = False,
    keep: Callable[[Round], bool] = lambda one: one[0] == one[2] and not one[4],
    test: Callable[[Round], bool] = lambda one: one[0] == one[2] and one[4],
) -> Outcome:
    """Return both keys and the QBER, or what a slip makes of them.

    Args:
        rounds: what happened.
        flips: the bases in which a bit is flipped.
        alice: whether hers is flipped instead of Bob's.
        keep: tells which rounds make the key.
        test: tells which rounds make the QBER.

    Example:
        >>> distilled([("z", 0, "z", 1, False), ("x", 1, "x", 1, True), ("x", 1, "z", 1, False)])
        ('0', '0', 1.0)
    """
    read = [
        (one, one[1] ^ (alice and one[0] in flips), one[3] ^ (not alice and one[2] in flips))
        for one in rounds
    ]
    tested = [a != b for one, a, b in read if test(one)]
    return (
        "".join(str(int(a)) for one, a, _ in read if keep(one)),
        "".join(str(int(b)) for one, _, b in read if keep(one)),
        sum(tested) / len(tested) if tested else 0.0,
    )


def _equal(one: Round) -> bool:
    return one[0] == one[2]


SLIPS: tuple[tuple[Slip, str], ...] = (
    (
        lambda r: distilled(r, flips=""),
        "no flip | "
        "Nobody has flipped. On the singlet both read different bits in Z and in X: with Bob's "
        "flipped they are equal, and where they differ then is an error.",
    ),
    (
        lambda r: distilled(r, flips="z"),
        "flip in Z alone | "
        "You flip in Z alone. The bits of a singlet differ in X as well, and in every basis.",
    ),
    (
        lambda r: distilled(r, flips="x"),
        "flip in X alone | "
        "You flip in X alone. The bits of a singlet differ in Z as well, and in every basis.",
    ),
    (
        lambda r: distilled(r, alice=True),
        "Alice flips | "
        "You flipped Alice's bits. That would do as well, had both agreed on it: here Bob flips.",
    ),
    (
        lambda r: distilled(r, keep=_equal),
        "test bits kept | "
        "The test bits are still in the key. They were said aloud, so everybody knows them.",
    ),
    (
        lambda r: distilled(r, keep=lambda one: not one[4], test=lambda one: one[4]),
        "bases not compared | "
        "You kept rounds with different bases. There the two bits have nothing to do with each "
        "other.",
    ),
    (
        lambda r: distilled(
            r,
            keep=lambda one: not _equal(one) and not one[4],
            test=lambda one: not _equal(one) and one[4],
        ),
        "different bases kept | You kept the rounds in which the bases differ: coins, all of them.",
    ),
    (
        lambda r: distilled(
            r,
            keep=lambda one: _equal(one) and one[4],
            test=lambda one: _equal(one) and not one[4],
        ),
        "test and key exchanged | "
        "Test and key are exchanged: tested rounds are said aloud, and the others make the key.",
    ),
    (
        lambda r: distilled(r, keep=lambda one: one[0] == one[2] == "z" and not one[4]),
        "Z alone | That is what both measured in Z. X makes key as well.",
    ),
    (
        lambda r: distilled(r, keep=lambda one: not one[4] and one[1] != one[3]),
        "bits compared | "
        "You kept rounds for what their bits are. Nobody knows the other's bits of the key; "
        "compare the bases.",
    ),
    (
        lambda r: (*distilled(r)[1::-1], distilled(r)[2]),
        "keys exchanged | The two keys are exchanged: Alice's comes first.",
    ),
    (
        lambda r: (*distilled(r)[:1] * 2, distilled(r)[2]),
        "Alice's key for Bob's | "
        "Bob's key is Alice's. He has not got hers: a few of his bits are wrong, and stay so until "
        "errors are corrected.",
    ),
    (
        lambda r: distilled(r, test=_equal),
        "QBER of all sifted | "
        "You counted errors in the key as well. Those bits are secret: nobody can compare them.",
    ),
    (
        lambda r: distilled(r, test=lambda one: one[4]),
        "different bases tested | "
        "You counted tested rounds with different bases. They are wrong half the time, and say "
        "nothing of the line.",
    ),
    (
        lambda r: (*distilled(r)[:2], _errors(r) / sum(one[4] for one in r)),
        "of all tested rounds | "
        "You divided by all tested rounds. With different bases there is nothing to compare: "
        "divide by those with equal ones.",
    ),
    (
        lambda r: (*distilled(r)[:2], _errors(r) / len(r)),
        "of all rounds | You divided by all rounds. The QBER is a share of those compared.",
    ),
    (
        lambda r: (*distilled(r)[:2], _errors(r) / sum(map(_equal, r))),
        "of all sifted rounds | "
        "You divided by all rounds of equal bases. Only the tested ones of these were compared.",
    ),
    (
        lambda r: (*distilled(r)[:2], _errors(r)),
        "count for share | That is how many were wrong, not a share.",
    ),
    (
        lambda r: (*distilled(r)[:2], 100 * distilled(r)[2]),
        "per cent | Write the QBER as a share, not in per cent.",
    ),
)
NAMES = ("Alice's key", "Bob's key", "the QBER")


def judge_pairs(calls: tuple[Call, ...], _: Given) -> Verdict:
    """Judge both keys and the QBER over all sessions; the same slip is explained once."""
    found = [_read(call.value) for call in calls]
    rounds = [call.arguments[0] for call in calls]
    whole = next((words for slip, words in SLIPS if _explains(slip, rounds, found)), "")
    parts: list[Part] = []
    told: set[str] = set()
    for place, name in enumerate(NAMES):
        values = [answer[place] for answer in found]
        right = [distilled(session)[place] for session in rounds]
        if all(map(_same, values, right)):
            parts.append(Part(name, 1.0))
            continue
        why = whole or next(
            (words for slip, words in SLIPS if _gives(slip, place, rounds, values)), ""
        )
        number = next(
            n for n, both in enumerate(zip(values, right, strict=True)) if not _same(*both)
        )
        got = f"In {describe_session(rounds[number])} {_off(name, values[number], right[number])}"
        parts.append(part(name, got, "" if why in told else why))
        told.add(why)
    said = (
        "Half of the rounds are left after sifting, and those said aloud are gone. The few errors "
        "that Bob has left are for error correction; the QBER says how many to expect."
    )
    return add_up(parts, right=said, exercise="08.3")


def _read(value: Any) -> tuple[Any, Any, Any]:
    """Return two keys as texts and a number; None for what is none of these."""
    if not isinstance(value, list) or len(value) != 3:
        return None, None, None
    alice, bob, qber = value
    number = qber if isinstance(qber, (int, float)) and not isinstance(qber, bool) else None
    return _key(alice), _key(bob), number


def _key(value: Any) -> str | None:
    if isinstance(value, str):
        bits = "".join(value.split())
        return bits if set(bits) <= {"0", "1"} else None
    if isinstance(value, list) and all(bit in (0, 1, "0", "1") for bit in value):
        return "".join(str(int(bit)) for bit in value)
    return None


def _same(found: Any, right: Any) -> bool:
    if found is None or isinstance(right, str):
        return bool(found == right)
    return bool(abs(found - right) <= WITHIN)


def _gives(slip: Slip, place: int, rounds: list[list[Round]], values: list[Any]) -> bool:
    return all(_same(v, slip(session)[place]) for v, session in zip(values, rounds, strict=True))


def _explains(slip: Slip, rounds: list[list[Round]], found: list[tuple[Any, ...]]) -> bool:
    """Tell whether a slip gives all that was answered, what is right of it as well."""
    columns = enumerate(map(list, zip(*found, strict=True)))
    return all(_gives(slip, place, rounds, values) for place, values in columns)


def _off(name: str, found: Any, right: Any) -> str:
    """Say in what an answer differs from the right one."""
    if found is None:
        return f"{name} is not there: return two keys of bits and a number, in this order."
    if not isinstance(right, str):
        return f"{name} is not {found:.4g}, expected {right:.4g}."
    if len(found) != len(right):
        return f"{name} has {len(found)} bit{'s' * (len(found) != 1)}, expected {len(right)}."
    first = next(n for n, (a, b) in enumerate(zip(found, right, strict=True), start=1) if a != b)
    return f"bit {first} of {name} is {found[first - 1]}, expected {right[first - 1]}."


def _errors(rounds: list[Round]) -> int:
    return sum(one[1] == one[3] for one in rounds if _equal(one) and one[4])


def _shows(session: list[Round]) -> bool:
    """Tell whether each slip changes something, and each its own thing."""
    made = [distilled(session), *(slip(session) for slip, _ in SLIPS)]
    return len(set(made)) == len(made)
