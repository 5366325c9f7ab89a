"""Exercise 06.4: the margin and the length of a key from finitely many bits."""

from math import log, log2, sqrt
from typing import Any

import numpy as np

from qinet_edu import theory
from qinet_edu.check.exercise import Given
from qinet_edu.check.explaining import add_up, apart, explain, part
from qinet_edu.check.verdict import Part, Verdict

EPS_SEC, EPS_COR = 1e-10, 1e-15
WITHIN_MARGIN = 2e-3  # of the margin
WITHIN_BITS = 15.0
WITHIN_SHARE = 5e-3  # of a share that was given for bits
LAST = log2(2 / (EPS_SEC**2 * EPS_COR))


def vary_run(numbers: np.random.Generator) -> dict[str, Any]:
    """Draw a run that leaves a key, such that no slip is near the right numbers."""
    while True:
        sifted = int(numbers.choice([80_000, 100_000, 150_000, 200_000, 250_000]))
        drawn: dict[str, Any] = {
            "sifted": sifted,
            "compared": round(sifted * float(numbers.choice([0.15, 0.2, 0.25, 0.3]))),
            "qber": float(numbers.choice([0.01, 0.015, 0.02, 0.025])),
            "f_ec": float(numbers.choice([1.12, 1.14, 1.16, 1.18, 1.2])),
        }
        margin, of_margin = margin_slips(**drawn)
        length, of_length = length_slips(**drawn)
        clear = apart(margin, of_margin, 2 * WITHIN_MARGIN * margin)
        if length > 0 and clear and apart(length, of_length, 1.3 * WITHIN_BITS):
            return drawn


def judge_finite(answer: tuple[float, float], given: Given) -> Verdict:
    """Judge the margin, and the length: also by a margin that is wrong in a known way."""
    p = given.parameters
    margin, of_margin = margin_slips(**p)
    length, of_length = length_slips(**p)
    found, found_length = answer
    why = explain(of_margin, found, WITHIN_MARGIN * margin)
    good = abs(found - margin) <= WITHIN_MARGIN * margin
    follows = abs(found_length - length) <= WITHIN_BITS
    if why and not good:
        follows = follows or abs(found_length - key_length(found, **p)) <= WITHIN_BITS
    in_bits = {value: words for value, words in of_length.items() if not 0 < value < 1}
    # some slips lie 3 bits apart: an answer that was not rounded tells which it is
    why_length = (
        explain(of_length, found_length, WITHIN_SHARE)
        or explain(in_bits, found_length, 1.5)
        or explain(in_bits, found_length, WITHIN_BITS)
    )
    if abs(found - length) <= WITHIN_BITS:
        why = "numbers exchanged | The two numbers are exchanged: the margin comes first."
        why_length = ""
    parts = [
        Part("the margin", 1.0)
        if good
        else part("the margin", f"The margin is not {found:.5g}.", why),
        Part("the length", 1.0)
        if follows
        else part("the length", f"The key does not have {found_length:.8g} bits.", why_length),
    ]
    n = p["sifted"] - p["compared"]
    endless = 1 - float(theory.binary_entropy(p["qber"])) * (1 + p["f_ec"])
    said = (
        f"The margin is {margin:.4f} on a QBER of {p['qber']:g}, and {length:.0f} bits of {n} "
        f"become key: {length / n:.2f} of them. An endless run would keep {endless:.2f}."
    )
    return add_up(parts, right=said, exercise="06.4")


def margin_slips(
    sifted: int, compared: int, qber: float, f_ec: float
) -> tuple[float, dict[float, str]]:
    """Return μ, and what known slips make of it with the words for them."""
    k, n = compared, sifted - compared

    def margin(n: float, logarithm: float) -> float:
        return sqrt((n + k) / (n * k) * (k + 1) / k * logarithm)

    right = margin(n, log(4 / EPS_SEC))
    return right, {
        margin(n, log(2 / EPS_SEC)): "ln(2/ε) for ln(4/ε) | "
        "You have ln(2/ε_sec), as some public programs do. It promises too much: this course, "
        "and the paper's own budget, have ln(4/ε_sec).",
        margin(n, log(1 / EPS_SEC)): "ln(1/ε) for ln(4/ε) | "
        "You have ln(1/ε_sec), as some public programs do. It promises too much: this course, "
        "and the paper's own budget, have ln(4/ε_sec).",
        margin(n, log(4 / EPS_COR)): "ε_cor for ε_sec | "
        "You took ε_cor. The margin guards against Eve: it goes with ε_sec.",
        margin(n, log2(4 / EPS_SEC)): "base 2 for ln | "
        "You took the logarithm to base 2. In the margin it is the natural one, np.log.",
        margin(n, log(4 / EPS_SEC) / log(10)): "base 10 for ln | "
        "You took the logarithm to base 10. In the margin it is the natural one, np.log.",
        margin(sifted, log(4 / EPS_SEC)): "compared bits counted in n | "
        "You counted the compared bits in n. They are public, and dropped: n is what remains.",
        right**2: "root forgotten | You forgot the root.",
        right / sqrt(2): "Serfling's margin alone | "
        "That is the margin of section 3 for a chance of ε_sec/4. The proof takes it for the "
        "square of that, which makes it √2 times as wide.",
        margin(n, log(1 / EPS_SEC) / 2): "the margin of section 3 | "
        "That is the margin of section 3. The proof asks for more: ln(4/ε_sec), without the 2 in "
        "the denominator.",
        sqrt(log(4 / EPS_SEC) / (2 * k)): "compared bits alone | "
        "That is how far k bits may be from a rate that is fixed. The n others are finitely many "
        "too: n has a place in the margin.",
        right + qber: "QBER added | That is Q_tol + μ. Asked is μ alone.",
        100 * right: "per cent | Write it as a fraction of 1, not in per cent.",
    }


def key_length(
    margin: float, *, sifted: int, compared: int, qber: float, f_ec: float, n: int | None = None
) -> float:
    """Return the length for a margin, not rounded."""
    n = sifted - compared if n is None else n
    return n * (1 - h(qber + margin)) - f_ec * n * h(qber) - LAST


def h(p: float) -> float:
    """Return the binary entropy; a rate above 1/2 counts as 1/2."""
    return float(theory.binary_entropy(min(p, 0.5)))


def length_slips(
    sifted: int, compared: int, qber: float, f_ec: float
) -> tuple[float, dict[float, str]]:
    """Return ℓ, and what known slips make of it with the words for them."""
    run = {"sifted": sifted, "compared": compared, "qber": qber, "f_ec": f_ec}
    n = sifted - compared
    margin = margin_slips(**run)[0]  # type: ignore[arg-type]
    with_all = margin_slips(sifted + compared, compared, qber, f_ec)[0]
    right, _ = theory.finite_key_length(
        n, compared, qber, f_ec=f_ec, eps_sec=EPS_SEC, eps_cor=EPS_COR
    )
    exact = n * (1 - h(qber + margin)) - f_ec * n * h(qber) - LAST
    leak = f_ec * n * h(qber)
    counted = (
        "compared bits in the key | "
        "You counted the compared bits. They are public, and dropped: n = sifted − compared."
    )
    slips = {
        exact + leak: "leak forgotten | What error correction says aloud is missing: f n h(Q).",
        exact - leak: "leak subtracted twice | You subtracted the leak twice.",
        n * (1 - h(qber)) - leak - LAST: "margin forgotten | "
        "You left the margin out: what Eve may know goes with Q_tol + μ.",
        n * (1 - h(qber)) - leak: "as for an endless run | "
        "That is for an endless run: the margin and the last term are missing.",
        n * (1 - h(margin)) - leak - LAST: "margin for rate | "
        "You took h(μ). The margin is added to the rate: h(Q_tol + μ).",
        exact + LAST: "last term forgotten | The last term is missing: log₂(2/(ε_sec² ε_cor)).",
        exact + LAST - log2(2 / (EPS_SEC * EPS_COR)): "ε_sec not squared | "
        "In the last term ε_sec is squared.",
        exact + LAST - LAST * log(2): "ln for base 2 | "
        "The last term counts bits: its logarithm is to base 2.",
        exact + 2 * LAST: "sign of the last term | The last term is subtracted.",
        exact + leak - n * h(qber): "f forgotten | "
        "You counted the least that error correction can say. It says f times as much.",
        exact + leak - f_ec * n * h(qber + margin): "leak at the margin | "
        "You took the leak at Q_tol + μ. Error correction meets the errors that are there, planned "
        "here as Q_tol: f n h(Q_tol). The margin is for what Eve may know.",
        exact + leak - f_ec * sifted * h(qber): "compared bits corrected | "
        "You took the leak for all sifted bits. Only the n bits of the key are corrected.",
        key_length(margin, n=sifted, **run): counted,  # type: ignore[arg-type]
        key_length(with_all, n=sifted, **run): counted,  # type: ignore[arg-type]
        exact / n: "share for bits | That is a share of n; asked is how many bits.",
        exact - compared: "compared bits subtracted twice | "
        "You subtracted the compared bits twice: n is without them already.",
    }
    return float(right), slips
