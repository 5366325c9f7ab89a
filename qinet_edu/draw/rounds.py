"""BB84 round by round, with an eavesdropper who measures and sends on what she found."""

from functools import cache
from math import pi
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qinet_edu import theory
from qinet_edu.arguments import one_real
from qinet_edu.draw import given
from qinet_edu.draw.picture import Picture
from qinet_edu.draw.rounds_table import ROWS, gauge, gauge_x, percent, table, told
from qinet_edu.draw.svg import Drawing
from qinet_edu.theory.eavesdropping import BREIDBART_RAD

ROUNDS = 400
# What Eve measures in: the two bases she draws from, as Bloch angles, and how one names them.
EVES = {
    "z": ((0.0, 0.0), "Z"),
    "x": ((pi / 2, pi / 2), "X"),
    "either": ((0.0, pi / 2), "Z or X, at random"),
    "breidbart": ((BREIDBART_RAD, BREIDBART_RAD), "Breidbart’s basis, between Z and X"),
}
LIMIT = float(theory.qber_threshold())

Rounds = dict[str, NDArray[Any]]


def bb84(step: int = 10, *, fraction: float = 0.0, basis: str = "either", seed: int = 1) -> Picture:
    """Draw the last ten rounds of BB84, what sifting keeps of all so far, and their error rate.

    Eve cannot copy what Alice sends. She measures a share of it and sends on what she found: each
    sifted bit she touched is then wrong in one case of four, and all of them together put the
    error rate at 25 %, far over the 11.0 % from which on no key is left.

    Args:
        step: how many rounds are over, up to 400.
        fraction: the share of qubits that Eve intercepts, 0 to 1.
        basis: what she measures in: ``"z"``, ``"x"``, ``"either"`` of the two by a coin, or
            ``"breidbart"``, half-way between.
        seed: which 400 rounds.

    Returns:
        The picture; its numbers count the rounds and errors, ``z_`` and ``x_`` those of one
        basis; ``qber`` is the share of errors among ``sifted`` bits (0 where there are none),
        ``expected`` what theory says, ``read`` and ``guessed`` how many sifted bits Eve read and
        how many of those she has right.

    Raises:
        TypeError: the fraction is no real number.
        ValueError: a step beyond 400, a fraction outside 0 to 1, or an unknown basis.

    Source:
        C. H. Bennett and G. Brassard, IEEE Conference on Computers, Systems and Signal
        Processing, Bangalore, 175 (1984).

    Example:
        >>> numbers = bb84(400, fraction=1.0).numbers
        >>> numbers["sifted"], numbers["errors"], numbers["expected"]
        (196, 49, 0.25)
    """
    settings = read_settings(step=step, fraction=fraction, basis=basis, seed=seed)
    numbers = bb84_numbers(**settings)
    drawing = Drawing(640, 596)
    drawing.text(24, 34, "BB84, round by round", size=17, bold=True)
    drawing.text(24, 57, eve_words(settings["fraction"], settings["basis"]), part="eve")
    table(drawing, numbers["rows"].split(";"))
    gauge(drawing, numbers, verdict_words(numbers))
    told(drawing, numbers)
    alt = bb84_alt(settings, numbers)
    return Picture(drawing.render(alt), alt, numbers)


def read_settings(**settings: Any) -> dict[str, Any]:
    """Return the settings, checked."""
    step = given.count("step", settings["step"])
    if step > ROUNDS:
        raise ValueError(f"There are {ROUNDS} rounds; step {step} is beyond the last.")
    if settings["basis"] not in tuple(EVES):
        raise ValueError(
            f"Eve has no basis {settings['basis']!r}; choose one of {', '.join(EVES)}."
        )
    return {
        "step": step,
        "fraction": one_real(settings["fraction"], "fraction", low=0, high=1),
        "basis": settings["basis"],
        "seed": given.count("seed", settings["seed"]),
    }


@cache
def chances(seed: int) -> Rounds:
    """Draw all that chance decides in 400 rounds: choices as bits, luck as numbers in (0, 1)."""
    random = np.random.default_rng(seed)
    names = ("alice_bit", "alice_basis", "bob_basis", "eve_basis")
    choices = {name: random.integers(0, 2, ROUNDS) for name in names}
    # Never 0 nor 1: what is certain stays so, whatever the last digit of a cosine.
    luck = {
        name: (random.integers(0, 10**6, ROUNDS) + 0.5) / 10**6
        for name in ("touch_luck", "eve_luck", "bob_luck")
    }
    return choices | luck


def play(fraction: float, basis: str, seed: int) -> Rounds:
    """Play all rounds: what Eve finds (−1 where she does not look) and what Bob does."""
    drawn = chances(seed)
    sent = drawn["alice_basis"] * pi / 2 + drawn["alice_bit"] * pi
    touched = drawn["touch_luck"] < fraction
    hers = np.array(EVES[basis][0])[drawn["eve_basis"]]
    eve_bit = (drawn["eve_luck"] >= _zero(sent, hers)).astype(int)
    arrives = np.where(touched, hers + eve_bit * pi, sent)
    bob_bit = (drawn["bob_luck"] >= _zero(arrives, drawn["bob_basis"] * pi / 2)).astype(int)
    return {**drawn, "eve_bit": np.where(touched, eve_bit, -1), "bob_bit": bob_bit}


def _zero(state: NDArray[Any], direction: NDArray[Any]) -> NDArray[np.float64]:
    """Return the probability of outcome 0; both are Bloch angles in the plane of Z and X."""
    kets = theory.density(theory.bloch_state(state))
    return theory.born(kets, (direction, 0.0))


def bb84_numbers(step: int, fraction: float, basis: str, seed: int) -> dict[str, Any]:
    """Return what is counted after some rounds, the rows of the table, and where marks stand."""
    all_rounds = play(fraction, basis, seed)
    rounds = {name: values[:step] for name, values in all_rounds.items()}
    kept = rounds["alice_basis"] == rounds["bob_basis"]
    wrong = kept & (rounds["alice_bit"] != rounds["bob_bit"])
    read = kept & (rounds["eve_bit"] >= 0)
    sifted, errors = int(kept.sum()), int(wrong.sum())
    qber = errors / sifted if sifted else 0.0
    # As `Estimate` has it: no errors in ten bits are no certainty.
    error = float(theory.shot_noise((errors + 1) / (sifted + 2), max(sifted, 1)))
    angles = np.array(EVES[basis][0])
    expected = float(np.mean(theory.intercept_resend_qber(angles, fraction=fraction)))
    numbers = {
        "step": step, "fraction": fraction, "sifted": sifted, "errors": errors, "qber": qber,
        "standard_error": error, "expected": expected, "limit": LIMIT,
        "touched": int((rounds["eve_bit"] >= 0).sum()), "read": int(read.sum()),
        "guessed": int((read & (rounds["eve_bit"] == rounds["alice_bit"])).sum()),
        "guess": float(np.mean(theory.eve_guess(angles))),
        "qber_x": gauge_x(qber), "expected_x": gauge_x(expected),
        "low_x": gauge_x(qber - error), "high_x": gauge_x(qber + error),
    }  # fmt: skip
    for which, name in enumerate("zx"):
        of_basis = kept & (rounds["alice_basis"] == which)
        numbers[f"{name}_sifted"] = int(of_basis.sum())
        numbers[f"{name}_errors"] = int((of_basis & wrong).sum())
    start = max(0, step - ROWS)
    rows = [row(all_rounds, basis, start + k) if start + k < step else "" for k in range(ROWS)]
    return {**numbers, "rows": ";".join(rows)}


def row(rounds: Rounds, basis: str, k: int) -> str:
    """Write one round: its cells, with commas between.

    Example:
        >>> row(play(1.0, "z", 1), "z", 0)
        '1,0,Z,|0⟩,Z,0,Z,0,kept'
    """
    bit, axis, his = (int(rounds[name][k]) for name in ("alice_bit", "alice_basis", "bob_basis"))
    found, got = int(rounds["eve_bit"][k]), int(rounds["bob_bit"][k])
    hers = "B" if basis == "breidbart" else "ZX"[int(EVES[basis][0][rounds["eve_basis"][k]] > 0)]
    eve = (hers, f"{found}") if found >= 0 else ("–", "–")
    fate = "bases differ" if axis != his else "kept" if bit == got else "kept: wrong"
    ket = ("|0⟩", "|1⟩", "|+⟩", "|−⟩")[2 * axis + bit]
    return ",".join((f"{k + 1}", f"{bit}", "ZX"[axis], ket, *eve, "ZX"[his], f"{got}", fate))


def eve_words(fraction: float, basis: str) -> str:
    """Say what Eve does.

    Example:
        >>> eve_words(0.25, "x")
        'Eve intercepts 25 % of the qubits, measures in X and sends on what she found.'
    """
    if fraction == 0:
        return "Eve leaves the line alone; nothing else disturbs it."
    share = f"{percent(fraction, 0)} of the qubits" if fraction < 1 else "every qubit"
    if basis == "breidbart":
        return f"Eve intercepts {share}, measures half-way between Z and X (B), sends on."
    return f"Eve intercepts {share}, measures in {EVES[basis][1]} and sends on what she found."


def verdict_words(numbers: dict[str, Any]) -> str:
    """Say what Alice and Bob make of the error rate."""
    limit = percent(LIMIT)
    if numbers["sifted"] == 0:
        return "No bit has been kept yet: no error rate."
    if abs(numbers["qber"] - LIMIT) < 2 * numbers["standard_error"]:
        return f"Too few bits to tell on which side of {limit} the line is."
    if numbers["qber"] > LIMIT:
        return f"More than {limit}: they give up, and no key is made."
    return f"Less than {limit}: a shorter, secret key can be made of these bits."


def bb84_alt(settings: dict[str, Any], numbers: dict[str, Any]) -> str:
    """Say in words what the picture shows."""
    last = numbers["rows"].strip(";").split(";")[-1].split(",")
    said = ""
    if numbers["step"]:
        eve = f"Eve measures in {last[4]} and finds {last[5]}; " if last[4] != "–" else ""
        said = (
            f"Round {last[0]}: Alice sends bit {last[1]} in {last[2]}; {eve}Bob measures in "
            f"{last[6]} and finds {last[7]}: {last[8]}. "
        )
    return (
        f"Table of BB84 after {numbers['step']} of {ROUNDS} rounds. "
        f"{eve_words(settings['fraction'], settings['basis'])} {said}"
        f"Sifting kept {numbers['sifted']} bits, {numbers['errors']} of them wrong: "
        f"QBER {percent(numbers['qber'])}, expected {percent(numbers['expected'])}, limit "
        f"{percent(LIMIT)}. {verdict_words(numbers)} Wrong in Z: {numbers['z_errors']} of "
        f"{numbers['z_sifted']}; in X: {numbers['x_errors']} of {numbers['x_sifted']}. Eve has "
        f"{numbers['guessed']} of the {numbers['read']} sifted bits right that she read."
    )
