"""Two analysers that share entangled pairs, and the sum S that no agreement explains."""

from collections.abc import Sequence
from math import cos, pi, sin
from numbers import Real
from typing import Any

import numpy as np

from qinet_edu import theory
from qinet_edu.draw import bench, given
from qinet_edu.draw.bench import EDGE, LEAST, LOCAL, PLACE, QUANTUM, ROUNDS
from qinet_edu.draw.picture import Picture
from qinet_edu.draw.sphere import whole_degrees
from qinet_edu.draw.svg import Drawing, decimals

BEST_ALICE, BEST_BOB = (0.0, pi / 2), (pi / 4, -pi / 4)
_SETTINGS = ("a0", "a1", "b0", "b1")
# S = 2 is reached exactly by settings that are all alike; the last digit must not decide.
_SURE = 1e-9


def chsh(
    alice: Sequence[float] = BEST_ALICE, bob: Sequence[float] = BEST_BOB, *, fidelity: float = 1.0
) -> Picture:
    """Draw a CHSH test: four settings, four correlations, and S against what could be agreed on.

    Answers that were agreed beforehand keep S = E00 + E01 + E10 − E11 within ±2. Pairs in the
    state Φ+ reach 2√2 = 2.83, and whatever is turned, each side alone sees +1 and −1 equally
    often. Noise costs the proof before it costs the entanglement: pairs below F = 0.780 stay
    below 2 whatever the settings.

    Args:
        alice: her two angles in radians, from Z towards X on the Bloch circle.
        bob: his two angles in radians.
        fidelity: F of the pairs with Φ+, from 0.25 (no correlation) to 1; the rest is spread
            evenly over the other three Bell states.

    Returns:
        The picture; its numbers are the angles, F, the four correlations, S, the most that any
        settings reach, each side's own P(+1), and where everything stands.

    Raises:
        ValueError: not two finite angles each, or a fidelity outside 0.25 to 1.

    Source:
        Clauser, Horne, Shimony and Holt, PRL 23, 880 (1969); R., P. and M. Horodecki, Phys. Lett.
        A 200, 340 (1995).

    Example:
        >>> round(chsh().numbers["s"], 6)
        2.828427
        >>> round(chsh(fidelity=0.7).numbers["s_max"], 6)
        1.697056
        >>> chsh((0, 0), (0, 0)).alt[:79]
        'A CHSH test. Alice measures at a0 = 0° or a1 = 0°, Bob at b0 = 0° or b1 = 0°, f'
    """
    numbers = chsh_numbers(alice, bob, fidelity=fidelity)
    drawing = Drawing(640, 628)
    drawing.text(24, 34, "Two analysers, one pair a round", size=17, bold=True)
    for who in ("alice", "bob"):
        bench.dial(drawing, who, numbers)
    bench.source(drawing, numbers)
    drawing.line(24, 364, 616, 364, stroke="grid")
    bench.correlations(drawing, numbers)
    bench.total(drawing, numbers["s"], verdict(numbers["s"], numbers["s_max"]))
    bench.gauge(drawing, numbers)
    alt = chsh_alt(numbers)
    return Picture(drawing.render(alt), alt, numbers)


def chsh_numbers(
    alice: Sequence[float] = BEST_ALICE, bob: Sequence[float] = BEST_BOB, *, fidelity: float = 1.0
) -> dict[str, float]:
    """Return angles, correlations and S of a CHSH test, and where the picture's parts stand."""
    ours, theirs = _two_angles("alice", alice), _two_angles("bob", bob)
    f = _fidelity(fidelity)
    angles = dict(zip(_SETTINGS, (*ours, *theirs), strict=True))
    pair = theory.werner(f)
    numbers = {**angles, "fidelity": f}
    for one in ROUNDS:
        towards = (angles[f"a{one[0]}"], 0.0), (angles[f"b{one[1]}"], 0.0)
        numbers[f"e{one}"] = float(theory.correlation(pair, *towards))
    numbers["s"] = float(theory.chsh(pair, alice=ours, bob=theirs))
    numbers["s_max"] = float(theory.chsh_max(pair))
    for name, angle in angles.items():
        own = theory.reduced(pair, keep="alice" if name[0] == "a" else "bob")
        numbers[f"p_{name}"] = float(theory.born(own, (angle, 0.0)))
    return {**numbers, **_places(numbers)}


def verdict(s: float, s_max: float) -> tuple[str, str, str]:
    """Say in three short lines what S proves.

    Example:
        >>> verdict(2.4, 2.8)[0]
        'More than 2: no answers agreed'
        >>> verdict(1.5, 1.7)[2]
        'and at this F no settings help.'
    """
    if abs(s) > LOCAL + _SURE:
        how = "More than 2" if s > 0 else "Beyond −2"
        most = abs(s) > QUANTUM - 1e-6
        return (
            f"{how}: no answers agreed",
            "beforehand can do this. It is",
            "the most that theory allows." if most else "what entanglement adds.",
        )
    if s_max > LOCAL + _SURE:
        return (
            "Within ±2: answers agreed",
            "beforehand could do this too.",
            f"Better settings reach {decimals(s_max)}.",
        )
    return (
        "Within ±2: answers agreed",
        "beforehand could do this too,",
        "and at this F no settings help.",
    )


def chsh_alt(numbers: dict[str, float]) -> str:
    """Say in words what the picture shows."""
    turned = {name: whole_degrees(numbers[name]) for name in _SETTINGS}
    each = ", ".join(f"E{one} = {decimals(numbers[f'e{one}'])}" for one in ROUNDS)
    said = " ".join(verdict(numbers["s"], numbers["s_max"]))
    return (
        f"A CHSH test. Alice measures at a0 = {turned['a0']} or a1 = {turned['a1']}, Bob at "
        f"b0 = {turned['b0']} or b1 = {turned['b1']}, from Z towards X, on pairs of fidelity "
        f"{decimals(numbers['fidelity'])} with Φ+. {each}; S = E00 + E01 + E10 − E11 = "
        f"{decimals(numbers['s'], 3)}. {said} Pairs of this fidelity reach "
        f"{decimals(numbers['s_max'], 3)} at most; more than 2 needs a fidelity above "
        f"{decimals(EDGE, 3)}. Each side alone sees +1 in {decimals(numbers['p_a0'])} and −1 in "
        f"{decimals(1 - numbers['p_a0'])} of its rounds, whatever the other does."
    )


def _two_angles(who: str, angles: Any) -> tuple[float, float]:
    if not isinstance(angles, (tuple, list, np.ndarray)) or len(angles) != 2:
        raise ValueError(
            f"{who} takes two angles in radians, such as (0, 1.57), one for each of the two "
            f"settings; {angles!r} is not that."
        )
    first, second = (given.angle(f"{who}[{k}]", angle) for k, angle in enumerate(angles))
    return first, second


def _fidelity(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, Real) or not LEAST <= float(value) <= 1:
        raise ValueError(
            f"fidelity lies between {LEAST} (no correlation) and 1 (a perfect pair); "
            f"{value!r} does not."
        )
    return float(value)


def _places(numbers: dict[str, float]) -> dict[str, float]:
    """Return where hands, bars and marks end."""
    place: dict[str, float] = {}
    for name in _SETTINGS:
        centre = PLACE["alice_cx" if name[0] == "a" else "bob_cx"]
        length = PLACE[f"hand_{name[1]}"]
        place[f"{name}_x"] = centre + length * sin(numbers[name])
        place[f"{name}_y"] = PLACE["cy"] - length * cos(numbers[name])
    for one in ROUNDS:
        value = numbers[f"e{one}"]
        place[f"bar_{one}_x"] = PLACE["zero"] + PLACE["half"] * min(value, 0.0)
        place[f"bar_{one}_width"] = PLACE["half"] * abs(value)
    unit = PLACE["gauge_half"] / QUANTUM
    place["s_x"] = PLACE["gauge_cx"] + unit * numbers["s"]
    place["reach_x"] = PLACE["gauge_cx"] - unit * numbers["s_max"]
    place["reach_width"] = 2 * unit * numbers["s_max"]
    place["f_x"] = bench.scale_x(numbers["fidelity"])
    return place
