"""Exercise 05.2: the error rates that intercept and resend causes, and whether they show."""

from math import pi
from typing import Any

import numpy as np

from qinet_edu import theory
from qinet_edu.check.exercise import Given
from qinet_edu.check.explaining import add_up, explain, part
from qinet_edu.check.verdict import Part, Verdict

WITHIN = 6e-4  # three decimals
WITHIN_SEEN = 1e-3

PER_CENT = "per cent | Write it as a fraction of 1, not in per cent."
SHARE = "share forgotten | That is for an Eve who touches every photon; yours touches a share."


def vary_attack(numbers: np.random.Generator) -> dict[str, Any]:
    """Draw Eve's basis, her share, and how many bits are compared."""
    return {
        "eve_basis": str(numbers.choice(["z", "x"])),
        "share": float(numbers.choice([0.12, 0.16, 0.2, 0.28, 0.32, 0.36])),
        "compared": int(numbers.choice([5, 6, 9])),
    }


def rates(parameters: Any) -> dict[str, float]:
    """Return the QBER by the basis of Alice and Bob.

    Example:
        >>> rates({"eve_basis": "z", "share": 0.5})
        {'z': 0.0, 'x': 0.25}
    """
    angle = {"z": 0.0, "x": pi / 2}[parameters["eve_basis"]]
    z, x = theory.intercept_resend_qber(angle, fraction=parameters["share"])
    return {"z": round(float(z), 12), "x": round(float(x), 12)}


def judge_intercept(answer: tuple[float, ...], given: Given) -> Verdict:
    """Judge the three rates, and the chance: also by a rate that is wrong in a known way."""
    p = given.parameters
    share, compared, eve = p["share"], p["compared"], p["eve_basis"]
    right = rates(p)
    together = sum(right.values()) / 2
    z, x, both, seen = answer
    slips = {"z": same_slips(share), "x": other_slips(share)}
    if eve == "x":
        slips = {"z": slips["x"], "x": slips["z"]}
    why = {name: explain(slips[name], value, WITHIN) for name, value in (("z", z), ("x", x))}
    if abs(z - right["x"]) < WITHIN and abs(x - right["z"]) < WITHIN:
        why["z"] = (
            "bases exchanged | The two bases are exchanged. Measuring in the basis Alice used, Eve "
            "sends on exactly what came; it is in the other that she makes a coin."
        )
        why["x"] = ""
    of_both = explain(together_slips(share), both, WITHIN)
    expected = float(theory.eve_detected(compared, qber=together))
    follows = bool(of_both) and 0 < both < 1 and both != together
    shows = abs(seen - expected) <= WITHIN_SEEN or (
        follows and abs(seen - float(theory.eve_detected(compared, qber=both))) <= WITHIN_SEEN
    )
    why_seen = explain(seen_slips(share, compared), seen, WITHIN_SEEN)
    if not why_seen and 1 < seen <= 100:
        why_seen = "per cent in the chance | Write the chance as a fraction of 1, not in per cent."
    parts = [
        *(
            _rate(f"the QBER in {name.upper()}", value, right[name], why[name])
            for name, value in (("z", z), ("x", x))
        ),
        _rate("the QBER together", both, together, of_both),
        Part("the chance", 1.0)
        if shows
        else part(
            "the chance",
            f"The chance that an error shows among {compared} bits is not {seen:g}.",
            why_seen,
        ),
    ]
    said = (
        f"Nothing in {eve.upper()}, {share / 2:g} in the other basis, {together:g} together, and "
        f"{compared} bits show her with probability {expected:.3f} only: a small share needs many "
        "bits."
    )
    return add_up(parts, right=said, exercise="05.2")


def same_slips(share: float) -> dict[float, str]:
    """Return what known slips make of the QBER in Eve's own basis."""
    return {
        share / 4: "mean for one basis | "
        "That is the mean over both bases. In the basis in which she measures, every state "
        "comes through as it was.",
        share / 2: "coin in her own basis | "
        "A coin in half of the cases comes about when her basis is the wrong one. Here it is "
        "the right one.",
        share: "every touched bit wrong | "
        "To touch a bit is not to change it. In her own basis she sends on exactly what came.",
        1 / 4: "coin for an Eve who tosses | "
        "A quarter is for an Eve who tosses for her basis and touches all. Yours measures in "
        "one basis, and here it is the right one.",
        1 / 2: "all are coins | "
        "They would all be coins if she measured in the wrong basis. Here it is the right one.",
    }


def other_slips(share: float) -> dict[float, str]:
    """Return what known slips make of the QBER in the other basis."""
    return {
        share: "every touched bit wrong in the other | "
        "Where she measured in the wrong basis Bob's reading is a coin: half of the time it "
        "is right by luck.",
        share / 4: "halved twice | "
        "You halved once too often: here her basis is always the wrong one, and only the coin "
        "halves.",
        share / 8: "halved three times | "
        "You halved too often: here her basis is always the wrong one, and only the coin halves.",
        0: "unseen in the other | "
        "In this basis she is seen: she measured along the other one, and sends on a state of "
        "it, in which Bob reads a coin.",
        1 / 2: SHARE,
        1 / 4: "tosses and touches all | "
        "A quarter is for an Eve who tosses for her basis and touches all. Yours touches a share, "
        "and here her basis is always the wrong one.",
        1 - share / 2: "the share of right bits | That is how many are right.",
        50 * share: PER_CENT,
    }


def together_slips(share: float) -> dict[float, str]:
    """Return what known slips make of the QBER of both bases together."""
    return {
        share / 2: "sum for mean | "
        "That is the sum of the two, or one of them. Half of the sifted bits are of either "
        "basis: take the mean.",
        share: "share for QBER | "
        "That is the share she touches. Of these, half pass in the right basis, and of the rest "
        "half are right by luck.",
        3 * share / 8: "not sent on as found | "
        "Three eighths of the share come out of a program whose Eve tosses for her basis and sends "
        "|0⟩ or |1⟩ whatever it was. Yours keeps to one basis, and sends on a state of it.",
        share / 8: "halved too often | "
        "You halved once too often: wrong basis ½, wrong coin ½, and both of those she touches.",
        1 / 4: SHARE.replace("share forgotten", "share forgotten, together"),
        0: "unseen together | She is seen in one of the two bases.",
        share / 3: "six states | A third is for six states; BB84 has two bases.",
        1 - share / 4: "the share of right bits, together | That is how many are right.",
        25 * share: PER_CENT.replace("per cent", "per cent, together", 1),
    }


def seen_slips(share: float, compared: int) -> dict[float, str]:
    """Return what known slips make of the chance that an error shows."""
    n, q = compared, share / 4
    return {
        (1 - q) ** n: "the chance to stay unseen | "
        "That is the chance that she stays unseen: all compared bits are equal. Asked is the "
        "opposite.",
        1 - 0.75**n: "share forgotten in the chance | "
        "That is for the QBER of ¼. Put in the one you found for her share.",
        0.75**n: "unseen, and share forgotten | "
        "That is the chance to stay unseen, and with the QBER of ¼. Asked is the opposite, for "
        "her share.",
        n * q: "mean number of errors | "
        "That is how many errors to expect. The chance of at least one is less: it cannot exceed "
        "1.",
        1 - (1 - share) ** n: "touched for wrong | "
        "That is the chance that she touched one of the bits. Three of four that she touches are "
        "right all the same.",
        1 - (1 - 2 * q) ** n: "one basis for both | "
        "You took the QBER of one basis. The bits compared are of both.",
        1 - (1 - q) ** (2 * n): "twice as many bits | "
        "That is for twice as many bits: those compared have been sifted already.",
        1 - (1 - q) ** (n / 2): "half as many bits | "
        "That is for half as many bits: those compared have been sifted already.",
        q**n: "all bits wrong | That is the chance that every bit compared is wrong.",
        1 - q**n: "not all bits wrong | "
        "That is the chance that not all of the bits are wrong. Asked is at least one wrong: not "
        "all of them right.",
        q: "chance with one bit | That is the chance with one bit compared.",
        n * q * (1 - q) ** (n - 1): "exactly one error | "
        "That is the chance of exactly one error. Asked is one or more.",
    }


def _rate(name: str, found: float, right: float, why: str) -> Part:
    if abs(found - right) <= WITHIN:
        return Part(name, 1.0)
    return part(name, f"{name[0].upper()}{name[1:]} is not {found:g}.", why)
