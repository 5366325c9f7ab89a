"""Exercise 04.2: what is left of teleportation when bits are lost."""

from qinet_edu import theory
from qinet_edu.check.exercise import Given
from qinet_edu.check.explaining import add_up, explain, part
from qinet_edu.check.verdict import Part, Verdict

WITHIN = 1e-3


def judge_lost(answer: tuple[float, float], given: Given) -> Verdict:
    """Judge both averages to three decimals, and name what was forgotten."""
    f = given.parameters["fidelity"]
    arriving = {"message": "x", "alice": "z"}[given.parameters["lost"]]
    right = float(theory.teleport_fidelity(theory.werner(f), corrections=arriving))
    one, both = answer
    of_one = explain(one_lost_slips(f, right), one, WITHIN)
    of_both = explain(both_lost_slips(f, right), both, WITHIN)
    if abs(one - 0.5) < WITHIN and abs(both - right) < WITHIN:
        of_one = "numbers exchanged | The two numbers are exchanged: one bit lost comes first."
        of_both = ""
    parts = [
        Part(name, 1.0)
        if abs(value - want) <= WITHIN
        else part(name, f"With {name} it is not {value:g}.", why)
        for name, value, want, why in (
            ("one bit lost", one, right, of_one),
            ("both lost", both, 0.5, of_both),
        )
    ]
    said = (
        f"{right:.3f} with one bit, and 1/2 with none, whatever the pair: what guessing achieves. "
        "Nothing of the message has arrived before the bits do."
    )
    return add_up(parts, right=said, exercise="04.2", weights=(2, 1))


def one_lost_slips(f: float, right: float) -> dict[float, str]:
    """Return what known slips make of the average with one bit lost, and what to say to each."""
    kept, other = (2 * f + 1) / 3, (2 * (1 - f) / 3 + 1) / 3
    return {
        2 / 3: f"a perfect pair | It would be for a perfect pair; yours has a fidelity of {f:g}.",
        1 / 2: "one bit for none | "
        "One bit still arrives, and its correction still helps: you would get 1/2 if "
        "neither did, or if a wrong half counted as fidelity 0.",
        3 / 4: "1/2 for a wrong correction | "
        "You took 1 for the half that needs no correction and 1/2 for the other. "
        "A wrong Z or X does more harm: only 1/3 is left on average.",
        (kept + 1 / 2) / 2: "a guess for a wrong correction | "
        "The half that needs no correction is right. The other half is "
        "worse than a guess: a wrong Z or X leaves less than 1/2 on average.",
        (kept + 1 / 3) / 2: "1/3 over an imperfect pair | "
        "Nearly: 1/3 is left by a wrong X or Z over a perfect pair. Yours "
        "has errors of its own, and some of them undo the wrong one.",
        kept / 2: "fidelity of the pair | "
        "Either a half that stays uncorrected counted as 0, or this is the fidelity "
        "of a pair. Average over all messages: F → (2F + 1)/3.",
        f / 2: "half of F | "
        "Half of F: a message that stays uncorrected is not lost in all cases, and F "
        "is the pair's fidelity, not the message's.",
        f: "F for the message's fidelity | That is the pair's own fidelity.",
        kept: "both bits arrive | That is the average when both bits arrive.",
        other: "the uncorrected half | "
        "That is the half that needed the lost bit. The other half needs none.",
        2 * f / 3: "2/3 in proportion to F | "
        "2/3 does not shrink in proportion to F: noise alone still gives 1/2.",
        2 * kept / 3: "2/3 in proportion | "
        "2/3 does not shrink in proportion: noise alone still gives 1/2.",
        f * 2 / 3 + (1 - f) / 2: "Werner pair as Φ+ or noise | "
        "A Werner pair is not Φ+ with probability F and noise "
        "else: the noise holds Φ+ as well.",
        100 * right: "per cent | Write it as a fraction of 1, not in per cent.",
        0: "fidelity 0 | "
        "Bob's qubit agrees with the message more often than never: for a message at a "
        "pole of the lost correction's axis nothing is wrong at all.",
        1: "fidelity 1 | "
        "Half of the time Bob needs the bit that does not come, and the message "
        "stays uncorrected.",
    }


def both_lost_slips(f: float, right: float) -> dict[float, str]:
    """Return what known slips make of the average with both bits lost.

    Args:
        f: the fidelity of the pair.
        right: the average with one bit lost.
    """
    kept = (2 * f + 1) / 3
    return {
        0: "fidelity 0 without bits | Bob's qubit agrees with the message more often than never.",
        1 / 4: "fidelity of the pair without bits | "
        "That is the fidelity of a pair. Average over all messages: F → (2F + 1)/3.",
        kept / 4: "three outcomes count as 0 | "
        "You counted three outcomes of four as 0. A wrong qubit still agrees with "
        "the message in part.",
        f / 4: "three outcomes count as 0 | "
        "You counted three outcomes of four as 0. A wrong qubit still agrees with "
        "the message in part.",
        1 / 3: "one wrong correction | "
        "That is what one wrong correction leaves. Four cases come equally often, and "
        "one of them needs no correction.",
        (kept + 1) / 4: "1/3 over an imperfect pair without bits | "
        "Nearly: 1/3 is left by a wrong correction over a perfect pair. "
        "Yours has errors of its own, and some of them undo the wrong one.",
        kept / 2: "pair's fidelity halved | "
        "You halved it. Nothing can be left of the pair's fidelity: without a bit "
        "from Alice, nothing of the message may have arrived.",
        right: "one bit for neither | "
        "That is still the average with one bit. Without either, could Bob know "
        "anything of the message?",
        right**2: "chances multiplied | "
        "Chances multiply, fidelities do not. Average over the four cases.",
        right / 2: "half of the average | "
        "Losing the second bit does not halve it. Average over the four cases.",
        50: "per cent without bits | Write it as a fraction of 1, not in per cent.",
    }
