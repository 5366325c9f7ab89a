"""Exercise 06.5: a one-time tag, the chance to forge one, and a pad that is used twice."""

from itertools import pairwise
from typing import Any

import numpy as np

from qinet_edu.check.exercise import Given
from qinet_edu.check.explaining import add_up, explain, explain_factor, part
from qinet_edu.check.verdict import Part, Verdict

PRIMES = (101, 103, 107, 109, 113, 127, 131, 137, 139)
EXACT = 1e-6
WITHIN_CHANCE = 5e-3  # of the chance
DECIMALS = 6e-4  # as exact as three decimals, and far from every slip


def vary_tag(numbers: np.random.Generator) -> dict[str, Any]:
    """Draw a message, its secrets and two tags of another link; no two slips give the same."""
    while True:
        p = int(numbers.choice(PRIMES))
        point, pad, other_point, other_pad = map(int, numbers.integers(3, p - 2, 4))
        messages = [int(block) for block in numbers.integers(2, p, 2)]
        drawn = {
            "p": p,
            "message": [int(b) for b in numbers.integers(2, p, int(numbers.integers(3, 6)))],
            "point": point,
            "pad": pad,
            "messages": messages,
            "tags": [(block * other_point + other_pad) % p for block in messages],
        }
        if messages[0] != messages[1] and is_clear(drawn):
            return drawn


def is_clear(drawn: dict[str, Any]) -> bool:
    """Tell whether every slip gives a number of its own."""
    for right, slips, many in (
        (*tag_slips(drawn), TAG_SLIPS),
        (*point_slips(drawn), POINT_SLIPS),
    ):
        values = sorted([right, *slips])
        gaps = [after - before for before, after in pairwise(values)]
        if len(slips) < many or min(gaps) < 10 * EXACT:
            return False
    return True


def judge_tag(answer: tuple[float, float, float], given: Given) -> Verdict:
    """Judge the tag, the chance and the point, each for itself."""
    p = dict(given.parameters)
    tag, of_tag = tag_slips(p)
    chance, of_chance = chance_slips(p)
    point, of_point = point_slips(p)
    found_tag, found_chance, found_point = answer
    why = explain(of_tag, found_tag, EXACT)
    if not why and found_tag != tag and abs((found_tag - tag) % p["p"]) < EXACT:
        why = NOT_REDUCED
    why_point = explain(of_point, found_point, EXACT)
    if not why_point and found_point != point and abs((found_point - point) % p["p"]) < EXACT:
        why_point = NOT_REDUCED
    parts = [
        Part("the tag", 1.0)
        if abs(found_tag - tag) < EXACT
        else part("the tag", f"The tag is not {found_tag:.10g}.", why),
        Part("the chance", 1.0)
        if abs(found_chance - chance) <= max(DECIMALS, WITHIN_CHANCE * chance)
        else part(
            "the chance",
            f"The least bound on the chance is not {found_chance:.5g}.",
            explain_factor(
                {value / chance: words for value, words in of_chance.items()},
                found_chance,
                chance,
                within=WITHIN_CHANCE,
            ),
        ),
        Part("the point of the other link", 1.0)
        if abs(found_point - point) < EXACT
        else part(
            "the point of the other link",
            f"The point of the other link is not {found_point:.8g}.",
            why_point,
        ),
    ]
    said = (
        f"The tag is {tag:.0f}, and a forged one passes with {chance:.3f} at most, whatever "
        f"computer Eve owns. But a pad used twice gives her the point {point:.0f}: from then on "
        "she can change any message that she sees with its tag."
    )
    return add_up(parts, right=said, exercise="06.5")


NOT_REDUCED = (
    "not reduced | The remainder is right, the number is not: take it modulo p, so that it lies "
    "between 0 and p − 1."
)
TAG_SLIPS, POINT_SLIPS = 11, 8


def tag_slips(p: dict[str, Any]) -> tuple[float, dict[float, str]]:
    """Return the tag, and what known slips make of it with the words for them."""
    prime, blocks, r, s = p["p"], p["message"], p["point"], p["pad"]

    def value(blocks: list[int], point: int, lowest: int = 1) -> int:
        return sum(b * point ** (i + lowest) for i, b in enumerate(reversed(blocks)))

    whole = value(blocks, r)
    pad_last = "pad after the remainder | Add the pad first, then take the remainder of all."
    slips: dict[float, str] = {
        whole
        % prime: "pad forgotten | The pad is missing: without it each tag tells of the point.",
        (value(blocks[::-1], r) + s) % prime: "powers in the other order | "
        "The powers go the other way: the first block has the highest, the last block has r.",
        (value(blocks, r, 0) + s) % prime: "powers from 0 | "
        "Your powers end in 1. The last block is multiplied by r: if it stood alone, anybody could "
        "change it and the tag by the same amount.",
        (sum(blocks) * r + s) % prime: "blocks added first | "
        "You added the blocks and multiplied once. Who exchanges two blocks would not be noticed.",
        (sum(blocks) + s) % prime: "point forgotten | "
        "That is a plain checksum, hidden by the pad: the point is missing.",
        (value(blocks, s) + r) % prime: "point and pad exchanged | "
        "Point and pad are exchanged: powers are taken of the point, and the pad is added.",
        float((whole % prime) ^ s): "XOR for addition | "
        "You added the pad by XOR. Modulo p it is added as a number.",
        float(whole % prime + s): pad_last,
        (whole * s) % prime: "pad multiplied | The pad is added, not multiplied.",
        (whole - s) % prime: "pad subtracted | The pad is added, not subtracted.",
        float(whole + s): "remainder forgotten | "
        "That is the sum before the remainder: take it modulo p.",
    }
    return float((whole + s) % prime), slips


def chance_slips(p: dict[str, Any]) -> tuple[float, dict[float, str]]:
    """Return the chance to forge a tag, and what known slips make of it."""
    prime, blocks = p["p"], len(p["message"])
    right = blocks / prime
    return right, {
        1 / prime: "a blind guess | "
        "That is for guessing the tag blindly. Eve can do better: she chooses a message, and as "
        "many points as the degree says may fit.",
        (blocks - 1) / prime: "degree one too low | "
        "The first block has the power r to the number of blocks, so that is the degree.",
        (blocks + 1) / prime: "degree one too high | "
        "That is the library's, which hashes the length as one block more. Here there is none: "
        "count the powers of r.",
        1 - right: "caught for passed | That is how often she is caught, at least.",
        100 * right: "per cent | Write it as a fraction of 1, not in per cent.",
        1 / right: "upside down | A chance is at most 1: you have it upside down.",
        prime**-blocks: "each block guessed | "
        "There is one tag for all blocks together. More blocks make it easier for Eve.",
        1 / (prime * blocks): "blocks divide | "
        "More blocks make it easier for Eve: a polynomial of higher degree takes a value at more "
        "points.",
        1 / prime**2: "point and pad guessed | "
        "She need not guess point and pad both: she sees one tag, and the pad drops out of the "
        "difference.",
        blocks / 2.0**128: "tag of the library | "
        "That is for the library's tag of 128 bits. In this exercise there are p points.",
        (blocks + 1) / 2.0**128: "tag of the library, with length | "
        "That is for the library's tag of 128 bits, with its length. In this exercise there are p "
        "points.",
    }


def point_slips(p: dict[str, Any]) -> tuple[float, dict[float, str]]:
    """Return the point of the other link, and what known slips make of it."""
    prime, (m, m2), (t, t2) = p["p"], p["messages"], p["tags"]
    right = (t - t2) * pow(m - m2, -1, prime) % prime
    slips: dict[float, str] = {
        (t - t2) / (m - m2): "ordinary division | "
        "You divided as if there were no remainders. Modulo p, multiply by the inverse: "
        "pow(difference, -1, p).",
        (t - t2) * (m - m2) % prime: "inverse forgotten | "
        "You multiplied the two differences. Divide: multiply by pow(difference, -1, p).",
        -right % prime: "sign | The sign is wrong: subtract tags and messages in the same order.",
        t * pow(m, -1, prime) % prime: "pad overlooked | "
        "You divided one tag by its message. The pad is still in it: only the difference of the "
        "two tags is free of it.",
        (t - m * right) % prime: "pad for point | "
        "That is the pad, which she finds next. Asked is the point.",
        (t - t2) % prime: "difference of the tags | "
        "That is the difference of the tags, which is r times that of the messages.",
        (t + t2) * pow(m + m2, -1, prime) % prime
        if (m + m2) % prime
        else -1.0: "sum for difference | "
        "You added the tags. Subtract them: then the pad drops out.",
        # two different blocks have two different tags, so this inverse exists
        (m - m2) * pow(t - t2, -1, prime) % prime: "upside down, modulo p | "
        "You have it upside down: divide the tags' difference by the messages'.",
    }
    return float(right), slips
