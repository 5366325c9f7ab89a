"""Exercise 06.3: hash a key with a Toeplitz matrix."""

from typing import Any

import numpy as np

from qinet_edu.check.exercise import Given
from qinet_edu.check.explaining import wrong
from qinet_edu.check.verdict import Verdict

BITS, HASHED = 10, 5


def vary_hash(numbers: np.random.Generator) -> dict[str, Any]:
    """Draw a key and a seed, such that every slip gives a hash of its own."""
    while True:
        key, seed = (numbers.integers(0, 2, size) for size in (BITS, BITS + HASHED - 1))
        drawn = {"key": "".join(map(str, key)), "seed": "".join(map(str, seed))}
        made = [right_hash(**drawn), *hash_slips(**drawn)]
        mixed = all(row.count("1") > 1 for row in matrix(**drawn))
        if mixed and len(set(made)) == len(made) == 1 + len(WORDS):
            return drawn


def matrix(key: str, seed: str) -> list[str]:
    """Return the rows: entry (i, j) is ``seed[i − j + n − 1]``."""
    n = len(key)
    return ["".join(seed[i - j + n - 1] for j in range(n)) for i in range(len(seed) - n + 1)]


def right_hash(key: str, seed: str) -> str:
    """Return the hash: for each row, the parity of the key's bits where the row has a 1."""
    return hashed(matrix(key, seed), key)


def hashed(rows: list[str], key: str) -> str:
    """Multiply over GF(2)."""
    return "".join(str(count % 2) for count in counts(rows, key))


def counts(rows: list[str], key: str) -> list[int]:
    """Count for each row the ones that it has in common with the key."""
    return [sum(a == b == "1" for a, b in zip(row, key, strict=True)) for row in rows]


WORDS = (
    "seed read forwards | "
    "You let the seed run along the key, as seed[i + j], or read the key backwards, which comes to "
    "the same. The index is i − j + n − 1: the first row is the seed's first n bits, backwards.",
    "seed from the lower left | "
    "You began in the lower left corner. The first bit of the seed stands in the upper right one, "
    "and the last in the lower left.",
    "or for parity | "
    "You took 1 wherever a row and the key have any 1 in common. It is 1 only where they have an "
    "odd number in common.",
    "even for odd | You took 1 for an even number of ones in common. Parity is 1 for an odd one.",
    "rows from below | Those are the right bits, the last one first. The first row comes first.",
    "rows turned in a ring | "
    "You turned the first row in a ring. What leaves at the right does not come back at the left: "
    "there the seed's next bit comes in.",
    "rows moved to the left | "
    "You moved each row one place to the left. It moves to the right, and the seed's next bit "
    "comes in at the left.",
    "key cut off | "
    "You kept the key's first bits. Who knows them knows all of that: each new bit must mix many.",
    "parity of key and row | "
    "You took the parity of all bits of key and row together. Only those bits of the key count "
    "where the row has a 1.",
)


def hash_slips(key: str, seed: str) -> dict[str, str]:
    """Return what known slips make of the hash, and the words for each."""
    n, rows = len(key), matrix(key, seed)
    m, first = len(rows), rows[0]
    across = [seed[i : i + n] for i in range(m)]
    mirrored = ["".join(seed[j - i + m - 1] for j in range(n)) for i in range(m)]
    ring = [first[n - i :] + first[: n - i] for i in range(m)]
    moved = [(first + seed[n:])[i : i + n] for i in range(m)]
    right = hashed(rows, key)
    made = (
        hashed(across, key),
        hashed(mirrored, key),
        "".join("1" if count else "0" for count in counts(rows, key)),
        "".join("10"[int(bit)] for bit in right),
        right[::-1],
        hashed(ring, key),
        hashed(moved, key),
        key[:m],
        "".join(str((row + key).count("1") % 2) for row in rows),
    )
    return dict(zip(made, WORDS, strict=True))


def judge_hash(found: str, given: Given) -> Verdict:
    """Compare bit by bit; a slip is named where it gives the same bits."""
    key, seed = given.parameters["key"], given.parameters["seed"]
    right = right_hash(key, seed)
    if found == right:
        return Verdict.right(
            f"{found}: {len(key)} bits have become {len(right)}. Not one of them is a bit of the "
            "old key, and the seed that made them may be public."
        )
    if len(found) != len(right):
        why = "length | The matrix has a row for each bit of the hash: len(seed) − n + 1 of them."
        if len(found) == len(key):
            why = (
                "as long as before | That is as long as the key: nothing was given up, so Eve "
                "knows as much as before. The seed's length says how many rows there are."
            )
        return wrong(f"Your hash has {len(found)} bits, expected {len(right)}.", why, "06.3")
    why = hash_slips(key, seed).get(found, "")
    row = next(i for i, (a, b) in enumerate(zip(found, right, strict=True)) if a != b)
    got = f"{found} is not the hash."
    if not why:
        got += f" Look at row {row} again: it is {matrix(key, seed)[row]}, counted from 0."
    return wrong(got, why, "06.3")
