"""Exercise 05.1: sift two lists of bits, some photons of which are lost."""

from typing import Any

import numpy as np

from qinet_edu.check.exercise import Given
from qinet_edu.check.explaining import wrong
from qinet_edu.check.verdict import Verdict

ROUNDS = 24
LOST = 5
FEWEST = 3  # rounds of each kind: kept in Z, kept in X, dropped, lost with equal bases
NOTHING = "-"  # what Bob writes when no photon came
FIT = "The key holds the rounds in which both used the same basis and a photon arrived: {0} bits."


def draw_rows(numbers: np.random.Generator) -> dict[str, Any]:
    """Draw what both write down in a session without Eve, such that each slip shows.

    Example:
        >>> rows = draw_rows(np.random.default_rng(1))
        >>> len(rows["alice_bits"]), rows["bob_bits"].count("-")
        (24, 5)
    """
    while True:
        bits, coins = (numbers.integers(2, size=ROUNDS) for _ in range(2))
        hers, his = (numbers.choice(["z", "x"], ROUNDS) for _ in range(2))
        read = np.where(hers == his, bits, coins).astype(str)
        read[numbers.choice(ROUNDS, LOST, replace=False)] = NOTHING
        rows = {
            "alice_bits": "".join(map(str, bits)),
            "alice_bases": "".join(hers),
            "bob_bases": "".join(his),
            "bob_bits": "".join(read),
        }
        same, lost = hers == his, read == NOTHING
        enough = [
            (same & ~lost & (hers == "z")).sum() >= FEWEST,
            (same & ~lost & (hers == "x")).sum() >= FEWEST,
            (~same & ~lost).sum() >= FEWEST,
            (same & lost).sum() >= FEWEST - 1,
        ]
        answers = [sifted(rows), *(answer for answer, _ in slips(rows))]
        if all(enough) and len(set(answers)) == len(answers):
            return rows


def sifted(rows: Any) -> str:
    """Return the sifted key, the same for both without Eve and errors.

    Example:
        >>> sifted({"alice_bits": "011", "alice_bases": "zxz", "bob_bases": "zzz",
        ...         "bob_bits": "00-"})
        '0'
    """
    return "".join(a for a, b, hers, his in _rounds(rows) if hers == his and b != NOTHING)


def slips(rows: Any) -> list[tuple[str, str]]:
    """Return what known slips make of the rows, and what to say to each."""
    rounds = _rounds(rows)
    arrived = [one for one in rounds if one[1] != NOTHING]
    right = sifted(rows)
    return [
        (
            "".join(a for a, _, hers, his in rounds if hers == his),
            "lost photons kept | "
            "The bases are compared well. But Bob has no bit where no photon arrived: these "
            "rounds are dropped as well.",
        ),
        (
            "".join(a for a, b, _, _ in arrived if a == b),
            "bits compared | "
            "You kept the rounds in which the bits agree. To find these, Alice and Bob would have "
            "to announce their bits, and there would be no secret left. Compare the bases.",
        ),
        (
            "".join(a for a, _, hers, his in arrived if hers != his),
            "different bases kept | "
            "You kept the rounds in which the bases differ. There Bob read a coin.",
        ),
        (
            "".join(b for _, b, hers, his in arrived if hers != his),
            "different bases kept, Bob's bits | "
            "You kept what Bob read in the rounds in which the bases differ: coins, all of them.",
        ),
        (
            rows["alice_bits"],
            "nothing dropped | That is all that Alice sent; nothing has been sifted yet.",
        ),
        (
            "".join(a for a, *_ in arrived),
            "bases not compared, Alice's bits | "
            "You dropped the lost photons only. Where the bases differ Bob knows nothing of "
            "Alice's bit.",
        ),
        (
            "".join(b for _, b, *_ in arrived),
            "bases not compared, Bob's bits | "
            "That is all that Bob read. Where the bases differ it is a coin.",
        ),
        (
            "".join(a for a, _, hers, his in arrived if hers == his == "z"),
            "Z alone | That is what both treated in Z. X is as good, if both used it.",
        ),
        (
            "".join(a for a, _, hers, his in arrived if hers == his == "x"),
            "X alone | That is what both treated in X. Z is as good, if both used it.",
        ),
        (
            right[::-1],
            "written backwards | Your key is written backwards: the first round comes first.",
        ),
        (
            right.translate(str.maketrans("01", "10")),
            "0 and 1 exchanged | 0 and 1 are exchanged in your key.",
        ),
    ]


def judge_sifting(key: str, given: Given) -> Verdict:
    """Compare with the sifted key; name the round where one is missing or too many."""
    rows = given.parameters
    right = sifted(rows)
    if key == right:
        return Verdict.right(
            f"{len(right)} of {ROUNDS} rounds are left, and all that was said aloud is the bases "
            "and which photons arrived."
        )
    got = f"{key or 'Nothing'} is not the sifted key."
    for answer, words in slips(rows):
        if key == answer:
            return wrong(got, words, "05.1")
    return wrong(got, _one_off(key, rows) or FIT.format(len(right)), "05.1")


def _one_off(key: str, rows: Any) -> str:
    """Say which single round was left out, kept in vain, or copied wrongly; else nothing."""
    right = sifted(rows)
    kept = [
        number
        for number, (_, b, hers, his) in enumerate(_rounds(rows), start=1)
        if hers == his and b != NOTHING
    ]
    for place, number in enumerate(kept):
        if key == right[:place] + right[place + 1 :]:
            return (
                f"one round missing | One round is missing, perhaps round {number}: there both "
                "used the same basis, and a photon arrived."
            )
        if len(key) == len(right) and key[:place] + right[place] + key[place + 1 :] == right:
            return (
                f"one bit copied wrongly | Bit {place + 1} of yours is wrong: it belongs to round "
                f"{number}."
            )
    for number, (a, b, *_) in enumerate(_rounds(rows), start=1):
        if number not in kept:
            before = sum(other < number for other in kept)
            if key in (right[:before] + bit + right[before:] for bit in {a, b} - {NOTHING}):
                why = "no photon arrived" if b == NOTHING else "the bases differ"
                return (
                    f"one round too many | There is one bit too many, perhaps that of round "
                    f"{number}: there {why}."
                )
    return ""


def _rounds(rows: Any) -> list[tuple[str, str, str, str]]:
    """Return what belongs to each round: her bit, his bit, her basis, his basis."""
    names = ("alice_bits", "bob_bits", "alice_bases", "bob_bases")
    return [*zip(*(rows[name] for name in names), strict=True)]
