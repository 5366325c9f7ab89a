"""Exercises 06.1 to 06.5: from raw bits to a key."""

from qinet_edu.check.answers import Bits, Data, Numbers
from qinet_edu.check.exercise import Exercise
from qinet_edu.check.function_answers import Function
from qinet_edu.check.sets.set_06_binary import describe_block, draw_blocks, judge_binary
from qinet_edu.check.sets.set_06_efficiency import judge_efficiency, vary_correction
from qinet_edu.check.sets.set_06_finite import judge_finite, vary_run
from qinet_edu.check.sets.set_06_tag import judge_tag, vary_tag
from qinet_edu.check.sets.set_06_toeplitz import judge_hash, vary_hash

EXERCISES = (
    Exercise(
        id="06.1",
        variable="search",
        answer=Function(returns=Data(), describe=describe_block),
        judge=judge_binary,
        points=2,
        arguments=draw_blocks,
        hints=(
            "Keep a stretch that surely holds an error, the whole block at first. Each step asks "
            "for its left half, and keeps the half that must hold an error.",
            "The left half ends at start + (end − start + 1) // 2. Its parities differ when the "
            "sum of all its bits, Alice's and Bob's, is odd.",
            "if (sum(alice[start:middle]) + sum(bob[start:middle])) % 2: end = middle",
        ),
    ),
    Exercise(
        id="06.2",
        variable="correction",
        answer=Numbers(2),
        judge=judge_efficiency,
        points=1,
        example={"bits": 10_000, "errors": 240, "parities": 1862, "hash_bits": 57},
        vary=vary_correction,
        hints=(
            "Compare what was told with the least that could have been told. Then subtract "
            "everything that was said aloud.",
            "f = parities / (n h(Q)) with Q = errors/n. Of the n bits, parities and hash are paid.",
            "f = parities / (bits * theory.binary_entropy(errors / bits))",
        ),
    ),
    Exercise(
        id="06.3",
        variable="hashed",
        answer=Bits(),
        judge=judge_hash,
        points=1,
        example={"key": "0101010010", "seed": "11110101111101"},
        vary=vary_hash,
        hints=(
            "Write the matrix down row by row. For each row count the places where the row and the "
            "key both have a 1: an even number gives 0, an odd one 1.",
            "The first row is the seed's first n bits, backwards. Each further row is the one "
            "above, moved right by one, with the seed's next bit at the left.",
            "rows = qkd.toeplitz_matrix(seed, columns=len(key)); bits = [int(b) for b in key]; "
            '"".join(str(row @ bits % 2) for row in rows)',
        ),
    ),
    Exercise(
        id="06.4",
        variable="finite",
        answer=Numbers(2),
        judge=judge_finite,
        points=2,
        example={"sifted": 120_000, "compared": 30_000, "qber": 0.02, "f_ec": 1.16},
        vary=vary_run,
        hints=(
            "The compared bits are public, and dropped: they are no part of n. The margin comes "
            "first, the length follows from it.",
            "μ = √((n+k)/(nk) · (k+1)/k · ln(4/ε_sec)); the leak is f n h(Q_tol), and Eve may know "
            "n h(Q_tol + μ).",
            "n = sifted - compared; length, margin = theory.finite_key_length(n, compared, qber, "
            "f_ec=f_ec, eps_sec=1e-10, eps_cor=1e-15)",
        ),
    ),
    Exercise(
        id="06.5",
        variable="tags",
        answer=Numbers(3),
        judge=judge_tag,
        points=3,
        example={
            "p": 109,
            "message": [27, 95, 105, 65],
            "point": 24,
            "pad": 73,
            "messages": [65, 78],
            "tags": [104, 51],
        },
        vary=vary_tag,
        hints=(
            "Add up as the formula says, and take the remainder at the very end. For the chance, "
            "count at how many points two polynomials can agree. For Eve: what do two tags with "
            "the same pad have in common, and how do you get rid of it?",
            "The degree is the number of blocks. Two tags differ by r (m₁ − m₂), modulo p; the "
            "inverse of a modulo p is pow(a, -1, p).",
            "r = (tags_seen[0] - tags_seen[1]) * pow(messages[0] - messages[1], -1, p) % p",
        ),
    ),
)
