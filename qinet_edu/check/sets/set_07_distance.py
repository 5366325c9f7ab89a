"""Exercise 07.3: the distance at which the dark counts take the last bit of key."""

from typing import Any

import numpy as np

from qinet_edu import theory
from qinet_edu.check.exercise import Given
from qinet_edu.check.explaining import add_up, explain, part
from qinet_edu.check.verdict import Part, Verdict

WITHIN_KM = 0.2
FARTHEST_KM = 900.0
MU, F_EC = 0.48, 1.22


def vary_system(numbers: np.random.Generator) -> dict[str, Any]:
    """Draw a detector and a fibre; each slip shows with each of them."""
    return {
        "dark_count": float(numbers.choice([8e-7, 2.5e-6, 4e-6, 6e-6])),
        "efficiency": float(numbers.choice([0.07, 0.12, 0.15, 0.2])),
        "misalignment": float(numbers.choice([0.01, 0.015, 0.025])),
        "loss_db_per_km": float(numbers.choice([0.17, 0.18, 0.19, 0.22])),
    }


def reach(
    *,
    dark_count: float = theory.weak_pulses.DARK_COUNT,
    efficiency: float = 1.0,
    misalignment: float = theory.weak_pulses.MISALIGNMENT,
    loss_db_per_km: float = 0.2,
    f_ec: float = F_EC,
    decoys: bool = True,
) -> float:
    """Return how far a key gets, in km.

    Args:
        dark_count: clicks per pulse without light.
        efficiency: the detector's.
        misalignment: how often a photon reaches the wrong detector.
        loss_db_per_km: the fibre's.
        f_ec: what error correction reveals.
        decoys: whether there are any.

    Example:
        >>> f"{reach(efficiency=0.045, loss_db_per_km=0.21):.1f} km"
        '142.0 km'
    """
    rate = theory.decoy_rate if decoys else theory.weak_pulse_rate

    def left(length_km: Any) -> Any:
        line = theory.fibre_transmittance(length_km, loss_db_per_km=loss_db_per_km)
        of_line = {"dark_count": dark_count, "misalignment": misalignment, "f_ec": f_ec}
        return rate(MU, efficiency * line, **of_line)

    return float(theory.key_rates.root(left, 0.0, FARTHEST_KM))


def reaches(parameters: Any) -> tuple[float, float]:
    """Return how far a key gets, and how far with ten times fewer dark counts."""
    better = {**parameters, "dark_count": parameters["dark_count"] / 10}
    return reach(**parameters), reach(**better)


def judge_distance(answer: tuple[float, float], given: Given) -> Verdict:
    """Accept both distances within 200 m; name the parameter that was forgotten."""
    p = given.parameters
    now, then = reaches(p)
    first, second = answer
    in_proportion = {
        10 * first: "distance in proportion | "
        "Ten times as far? Loss grows exponentially with distance: each 10 dB cost a factor of "
        "ten."
    }
    parts = [
        _judged("the distance", first, now, first_slips(p)),
        _judged(
            "the distance with fewer dark counts", second, then, second_slips(p) | in_proportion
        ),
    ]
    said = (
        f"{now:.1f} km, and {then:.1f} km with ten times fewer dark counts: ten times fewer "
        f"photons are enough then, and 10 dB are {10 / p['loss_db_per_km']:.1f} km of this fibre."
    )
    return add_up(parts, right=said, exercise="07.3")


def first_slips(p: Any) -> dict[float, str]:
    """Return how far known slips take the key."""
    without = {name: {k: v for k, v in p.items() if k != name} for name in p}
    db_per_km = p["loss_db_per_km"]
    return {
        reach(**without["efficiency"]): "detector forgotten | "
        "You left the detector out, or took it for perfect: η is that of the fibre times its "
        "efficiency.",
        reach(**without["loss_db_per_km"]): "usual fibre | "
        "That is for 0.2 dB/km. Yours is another fibre.",
        reach(**without["dark_count"]): "dark count of the library | "
        "You left dark_count at its default. Yours is another.",
        reach(**without["misalignment"]): "misalignment of the library | "
        "You left misalignment at its default. Yours is another.",
        reach(**without["dark_count"] | {"misalignment": theory.weak_pulses.MISALIGNMENT}): (
            "defaults of the library | "
            "You left dark_count and misalignment at their defaults. Yours are others."
        ),
        reach(**p, f_ec=1.0): "perfect error correction | "
        "That is with an error correction that reveals the least possible. Here it reveals 1.22 "
        "times that, the default.",
        reach(**{**p, "loss_db_per_km": 2 * db_per_km}): "there and back | "
        "Half as far: the light crosses the fibre once.",
        reach(
            **{**p, "dark_count": p["dark_count"] * 10}
        ): "ten times more dark counts | That is with ten times *more* dark counts.",
        0: "no key at all | Look near: over a short line there is key. Where does it end?",
    }


def second_slips(p: Any) -> dict[float, str]:
    """Return how far known slips take the key with ten times fewer dark counts."""
    better = {**p, "dark_count": p["dark_count"] / 10}
    return {
        reach(**p): "nothing gained | "
        "That is as far as before. With fewer dark counts fewer photons are enough.",
        reach(**{**p, "dark_count": p["dark_count"] * 10}): "more for fewer | "
        "That is with ten times *more* dark counts.",
        reach(**{**better, "efficiency": 1.0}): "detector forgotten, again | "
        "You left the detector's efficiency out.",
        reach(**{**better, "loss_db_per_km": 0.2}): "usual fibre, again | "
        "That is for 0.2 dB/km. Yours is another fibre.",
        reach(**{**better, "misalignment": theory.weak_pulses.MISALIGNMENT}): (
            "misalignment left at default | You left misalignment at its default. Yours is another."
        ),
        reach(**{**p, "dark_count": theory.weak_pulses.DARK_COUNT / 10}): (
            "a tenth of the default | That is a tenth of the default. Yours is another."
        ),
        reach(**better, f_ec=1.0): "f_ec of 1, again | "
        "That is with an error correction that reveals the least possible.",
    }


def _judged(name: str, found: float, right: float, slips: dict[float, str]) -> Part:
    if abs(found - right) <= WITHIN_KM:
        return Part(name, 1.0)
    why = explain(slips, found, WITHIN_KM)
    if not why and abs(found - right) <= 10:
        why = (
            "nearly | Close: narrow it down to a tenth of a kilometre, and see that your list of "
            "distances goes on beyond it."
        )
    return part(name, f"{name[0].upper()}{name[1:]} is not {found:.4g} km.", why)
