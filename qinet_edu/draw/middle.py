"""A source of pairs in the middle of a fibre, who owns it, and the tests that need not ask."""

from functools import cache
from math import pi, sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qinet_edu import theory
from qinet_edu.arguments import one_real
from qinet_edu.draw import given
from qinet_edu.draw import middle_parts as parts
from qinet_edu.draw import middle_words as words
from qinet_edu.draw.bench import QUANTUM
from qinet_edu.draw.picture import Picture
from qinet_edu.draw.svg import Drawing
from qinet_edu.theory.eavesdropping import BREIDBART_RAD

ROUNDS = 1200
# Rounds that end with one of each kind, and whose counts are near what is expected.
SEED = 218
# What Alice and Bob turn to, as Bloch angles from Z towards X: Bob's last two are for the Bell
# test, together with both of Alice's.
ALICE, BOB = (0.0, pi / 2), (0.0, pi / 2, pi / 4, -pi / 4)
# Along what Eve fakes pairs: the two angles she draws from.
EVES = {
    "z": (0.0, 0.0),
    "x": (pi / 2, pi / 2),
    "breidbart": (BREIDBART_RAD, BREIDBART_RAD),
    "random": (0.0, pi / 2),
}
LIMIT = float(theory.qber_threshold())

Rounds = dict[str, NDArray[Any]]


def pair_source(
    fidelity: float = 1.0,
    eve: float = 0.0,
    *,
    basis: str = "z",
    step: int = ROUNDS,
    seed: int = SEED,
) -> Picture:
    """Draw a source between Alice and Bob, rounds played with its pairs, and what tests say of it.

    Nobody need trust the source. If Eve owns it and fakes every pair along Z, the key rounds show
    not one error and she knows each bit; but half of the rounds in X are wrong, and S is 1.41
    where entangled pairs reach 2.83. What passes these tests is fit for a key, whoever made it.

    Args:
        fidelity: F of the honest pairs with Φ+, from 0.25 to 1; the rest is spread evenly over the
            other three Bell states.
        eve: the share of the pairs that Eve's source fakes, 0 to 1; with 0 the source is Charlie's
            and honest.
        basis: along what she fakes them: ``"z"``, ``"x"``, ``"breidbart"`` (half-way between) or
            ``"random"``, Z or X by a coin.
        step: how many of 1200 rounds are over. In each Alice turns to Z or X, Bob to Z, X or ±45°:
            both Z makes key, both X is a test, ±45° a Bell test, all else is dropped.
        seed: which 1200 rounds.

    Returns:
        The picture; its numbers are the counts and the measured ``z_qber``, ``x_qber`` and ``s``
        with their errors (0 where nothing is counted yet); ``e_z``, ``e_x`` and ``s_expected`` of
        theory; what Eve ``knows`` of a key bit; and the secret bits per key bit that follow from Z
        alone (``z_alone``: a mistake), from Z and X (``bbm92``) and from S
        (``device_independent``).

    Raises:
        TypeError: fidelity or share are no real numbers.
        ValueError: a fidelity outside 0.25 to 1, a share outside 0 to 1, an unknown basis, or a
            step beyond 1200.

    Source:
        A. K. Ekert, PRL 67, 661 (1991); C. H. Bennett, G. Brassard and N. D. Mermin, PRL 68, 557
        (1992).

    Example:
        >>> numbers = pair_source(eve=1.0).numbers
        >>> numbers["z_errors"], numbers["knows"], numbers["z_alone"], numbers["bbm92"]
        (0, 1.0, 1.0, 0.0)
        >>> round(numbers["e_x"], 6), round(numbers["s_expected"], 6)
        (0.5, 1.414214)
    """
    settings = read_settings(fidelity=fidelity, eve=eve, basis=basis, step=step, seed=seed)
    numbers = source_numbers(**settings)
    drawing = Drawing(640, 816)
    drawing.text(24, 34, "A source in the middle: whose is it?", size=17, bold=True)
    drawing.text(24, 57, words.source_words(settings), part="who")
    parts.stage(drawing, numbers)
    parts.table(drawing, numbers["rows"].split(";"))
    parts.gauges(drawing, numbers)
    parts.told(drawing, numbers)
    alt = words.source_alt(settings, numbers, ROUNDS)
    return Picture(drawing.render(alt), alt, numbers)


def read_settings(**settings: Any) -> dict[str, Any]:
    """Return the settings, checked."""
    step = given.count("step", settings["step"])
    if step > ROUNDS:
        raise ValueError(f"There are {ROUNDS} rounds; step {step} is beyond the last.")
    if settings["basis"] not in tuple(EVES):
        raise ValueError(
            f"Eve has no basis {settings['basis']!r} here; choose one of {', '.join(EVES)}."
        )
    return {
        "fidelity": one_real(settings["fidelity"], "fidelity", low=0.25, high=1),
        "eve": one_real(settings["eve"], "eve", low=0, high=1),
        "basis": settings["basis"],
        "step": step,
        "seed": given.count("seed", settings["seed"]),
    }


@cache
def chances(seed: int) -> Rounds:
    """Draw all that chance decides in 1200 rounds: choices, and luck as numbers in (0, 1)."""
    random = np.random.default_rng(seed)
    choices = {
        name: random.integers(0, count, ROUNDS)
        for name, count in (("alice", 2), ("bob", 4), ("eve_basis", 2), ("eve_bit", 2))
    }
    # Never 0 nor 1: what is certain stays so, whatever the last digit of a cosine.
    luck = {
        name: (random.integers(0, 10**6, ROUNDS) + 0.5) / 10**6
        for name in ("fake_luck", "alice_luck", "bob_luck")
    }
    return choices | luck


def play(fidelity: float, eve: float, basis: str, seed: int) -> Rounds:
    """Play all rounds: which pairs are fakes, and what both find."""
    drawn = chances(seed)
    ours, theirs = np.array(ALICE)[drawn["alice"]], np.array(BOB)[drawn["bob"]]
    fake = drawn["fake_luck"] < eve
    sent = np.array(EVES[basis])[drawn["eve_basis"]] + pi * drawn["eve_bit"]
    kets = theory.density(theory.bloch_state(sent))
    both = [
        (drawn[f"{who}_luck"] >= theory.born(kets, (angle, 0.0))).astype(int)
        for who, angle in (("alice", ours), ("bob", theirs))
    ]
    alike = (1 + theory.correlation(theory.werner(fidelity), (ours, 0.0), (theirs, 0.0))) / 2
    first = (drawn["alice_luck"] >= 0.5).astype(int)
    second = np.where(drawn["bob_luck"] < alike, first, 1 - first)
    return {
        **drawn,
        "fake": fake,
        "alice_bit": np.where(fake, both[0], first),
        "bob_bit": np.where(fake, both[1], second),
    }


def source_numbers(fidelity: float, eve: float, basis: str, step: int, seed: int) -> dict[str, Any]:
    """Return what is counted, what theory expects, and where everything stands."""
    all_rounds = play(fidelity, eve, basis, seed)
    numbers = {
        "fidelity": fidelity, "eve": eve, "step": step, "limit": LIMIT,
        **_counted({name: values[:step] for name, values in all_rounds.items()}),
        **_expected(fidelity, eve, basis),
    }  # fmt: skip
    start = max(0, step - parts.ROWS)
    rows = [
        words.row(all_rounds, EVES[basis], start + k) if start + k < step else ""
        for k in range(parts.ROWS)
    ]
    return {**numbers, **_places(numbers, all_rounds, step), "rows": ";".join(rows)}


def _counted(rounds: Rounds) -> dict[str, Any]:
    """Count errors and correlations of the rounds that are over."""
    alice, bob = rounds["alice"], rounds["bob"]
    equal = rounds["alice_bit"] == rounds["bob_bit"]
    found: dict[str, Any] = {"fakes": int(rounds["fake"].sum())}
    for which, name in enumerate("zx"):
        these = (alice == which) & (bob == which)
        count, errors = int(these.sum()), int((these & ~equal).sum())
        found |= {
            f"{name}_rounds": count, f"{name}_errors": errors,
            f"{name}_qber": errors / count if count else 0.0,
            # As `Estimate` has it: no errors in ten bits are no certainty.
            f"{name}_error": float(theory.shot_noise((errors + 1) / (count + 2), max(count, 1))),
        }  # fmt: skip
    value, square, least = 0.0, 0.0, len(equal)
    for a, b, sign in ((0, 2, 1), (0, 3, 1), (1, 2, 1), (1, 3, -1)):
        these = (alice == a) & (bob == b)
        count, alike = int(these.sum()), int((these & equal).sum())
        least = min(least, count)
        value += sign * (2 * alike / count - 1 if count else 0.0)
        square += 4 * float(theory.shot_noise((alike + 1) / (count + 2), max(count, 1))) ** 2
    seen = least > 0
    found |= {"bell_rounds": int((bob >= 2).sum()), "s_seen": int(seen)}
    return {**found, "s": value if seen else 0.0, "s_error": sqrt(square) if seen else 0.0}


def _expected(fidelity: float, eve: float, basis: str) -> dict[str, float]:
    """Return what theory says of these pairs."""
    rho = theory.eves_source(eve, basis=basis, f=fidelity)
    # Rounding must not carry an error rate over its end.
    e_z, e_x = (float(np.clip(one, 0, 0.5)) for one in theory.pair_errors(rho))
    s = float(theory.chsh(rho))
    return {
        "e_z": e_z, "e_x": e_x, "s_expected": s,
        "knows": float(theory.faked_information(eve, basis=basis)),
        "costs": float(theory.binary_entropy(e_z)),
        "z_alone": float(theory.bb84_rate(e_z)),
        "bbm92": float(theory.bbm92_rate(rho)),
        "device_independent": float(theory.device_independent_rate(s, e_z)),
    }  # fmt: skip


def _places(numbers: dict[str, Any], rounds: Rounds, step: int) -> dict[str, float]:
    """Return where hands and marks stand, and which of two signs is shown."""
    place: dict[str, float] = {}
    for name, value, error, expected, most in (
        ("z", numbers["z_qber"], numbers["z_error"], numbers["e_z"], 0.5),
        ("x", numbers["x_qber"], numbers["x_error"], numbers["e_x"], 0.5),
        ("s", numbers["s"], numbers["s_error"], numbers["s_expected"], QUANTUM),
    ):
        place[f"{name}_x"] = parts.gauge_x(value / most)
        place[f"{name}_low"] = parts.gauge_x((value - error) / most)
        place[f"{name}_high"] = parts.gauge_x((value + error) / most)
        place[f"{name}_expected_x"] = parts.gauge_x(expected / most)
    for who, angles in (("alice", ALICE), ("bob", BOB)):
        angle = angles[rounds[who][step - 1]] if step else 0.0
        place[f"{who}_hand_x"] = parts.PLACE[f"{who}_cx"] + parts.PLACE["hand"] * float(
            np.sin(angle)
        )
        place[f"{who}_hand_y"] = parts.PLACE["cy"] - parts.PLACE["hand"] * float(np.cos(angle))
    fake = bool(rounds["fake"][step - 1]) if step else False
    return {**place, "shows_fake": int(fake), "shows_honest": int(step > 0 and not fake)}
