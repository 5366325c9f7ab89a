"""How bright a single-click link should be: fidelity against pairs per second."""

from functools import lru_cache
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from qinet_edu import theory
from qinet_edu.arguments import one_real
from qinet_edu.draw.bright_plot import PLOT, across, axes, beside, beside_end, height, marks, table
from qinet_edu.draw.bright_words import arm_words, bright_alt, bright_words, key_words, told
from qinet_edu.draw.map import Point, outline
from qinet_edu.draw.picture import Picture
from qinet_edu.draw.svg import Drawing
from qinet_edu.noise import FIBRE_SPEED_KM_S
from qinet_edu.reference.presets import preset
from qinet_edu.theory.key_rates import root

# The course's planning values of the year in its name.
PARTS = preset("link-2026")
LOSS_DB_PER_KM, CYCLE_S = float(PARTS["loss_db_per_km"]), float(PARTS["cycle_s"])
# The curve runs through these, and the best for key is chosen among them.
ALPHAS = 10 ** np.linspace(-4, 0, 161)
# Written at the curve, so that one sees which way it is walked.
TOLD = (0.001, 0.01, 0.1, 0.3)
STEP, WIDE = 1.2, 55.0
Light: TypeAlias = tuple[float, float, float, float]
"""η of one arm, visibility, dark counts, and how much the phase wanders."""

_RANGES = {
    "alpha": (1e-4, 1.0), "length_km": (1.0, 200.0), "visibility": (0.0, 1.0),
    "dark_count": (0.0, 1e-2), "emission": (0.01, 1.0), "detector": (0.01, 1.0),
    "phase_std_rad": (0.0, 3.0),
}  # fmt: skip


def bright_state(
    alpha: float = 0.1,
    *,
    length_km: float = 50.0,
    visibility: float = 0.95,
    dark_count: float = 1e-6,
    emission: float = 0.3,
    detector: float = 0.8,
    phase_std_rad: float = 0.2,
) -> Picture:
    """Draw what a brighter spin brings in pairs and costs in fidelity, and double-click beside it.

    One click in the middle heralds a pair if exactly one of two spins shone. Twice as bright gives
    twice the pairs, and twice the share of false heralds, where both shone: at α = 0.1 one in ten.
    Too dark, and a detector's own clicks are taken for photons. Double-click asks for two photons
    and so is faithful, but its rate falls with the square of the light that arrives.

    Args:
        alpha: the bright-state parameter, 0.0001 to 1: the share of each spin that shines.
        length_km: fibre between the two spins, 1 to 200 km, the detectors half-way.
        visibility: Hong–Ou–Mandel visibility of the two photons, 0 to 1.
        dark_count: clicks without light per detector and attempt, 0 to 0.01.
        emission: share of a bright spin's photons that reach the fibre, 0.01 to 1.
        detector: share of the photons arriving that a detector sees, 0.01 to 1.
        phase_std_rad: how much the phase between the two arms wanders, 0 to 3 radians; it harms
            single-click alone.

    Returns:
        The picture; its numbers are ``transmittance`` of one arm, ``attempt_s`` and, each of
        single-click here, at its ``best_`` α for key, and of ``double_`` click: ``chance`` of an
        attempt, pairs ``rate_hz``, ``fidelity`` and ``key_hz``, secret bits per second; ``false``
        is the share of heralds with both spins alike, key is made from ``least_alpha`` to
        ``most_alpha``; and where marks stand.

    Raises:
        TypeError: something is no real number.
        ValueError: something is out of its range.

    Source:
        C. Cabrillo et al., PRA 59, 1025 (1999); S. D. Barrett and P. Kok, PRA 71, 060310 (2005).

    Example:
        >>> numbers = bright_state(0.1).numbers
        >>> round(numbers["transmittance"], 4), round(numbers["chance"], 4)
        (0.0759, 0.0151)
        >>> round(numbers["fidelity"], 3), round(numbers["double_fidelity"], 3)
        (0.883, 0.975)
    """
    settings = read_settings(
        alpha=alpha, length_km=length_km, visibility=visibility, dark_count=dark_count,
        emission=emission, detector=detector, phase_std_rad=phase_std_rad,
    )  # fmt: skip
    numbers = bright_numbers(**settings)
    drawing = Drawing(640, 596)
    lines = bright_words(numbers)
    drawing.text(24, 34, "How bright should a spin shine?", size=17, bold=True)
    drawing.text(24, 58, lines[0], bold=True, part="words-0")
    drawing.text(24, 77, lines[1], size=12, fill="muted", part="words-1")
    axes(drawing)
    marks(drawing, numbers, curves(numbers), TOLD)
    table(drawing, told(numbers), (key_words(numbers), arm_words(numbers)))
    alt = bright_alt(numbers, lines)
    return Picture(drawing.render(alt), alt, numbers)


def read_settings(**settings: Any) -> dict[str, float]:
    """Return the settings, checked."""
    return {
        name: one_real(settings[name], name, low=low, high=high)
        for name, (low, high) in _RANGES.items()
    }


def arm(length_km: float, emission: float, detector: float) -> float:
    """Return what of a spin's light is seen half-way: each loss once, over half the fibre.

    Example:
        >>> round(arm(100, 1.0, 1.0), 12)
        0.1
    """
    half = theory.fibre_transmittance(length_km / 2, loss_db_per_km=LOSS_DB_PER_KM)
    return float(emission * half * detector)


def clicked(alpha: Any, light: Light) -> dict[str, Any]:
    """Return what single-click gives at bright-state parameters, which may be many."""
    eta, visibility, dark_count, phase_std_rad = light
    rho, chance = theory.single_click(
        alpha, eta, visibility=visibility, dark_count=dark_count, phase_std_rad=phase_std_rad
    )
    return _outcome(rho, chance)


def _outcome(rho: Any, chance: Any) -> dict[str, Any]:
    return {
        "chance": chance, "fidelity": theory.fidelity(rho), "false": theory.pair_errors(rho)[0],
        "secret": theory.bbm92_rate(rho),
    }  # fmt: skip


def bright_numbers(
    alpha: float, length_km: float, visibility: float, dark_count: float, emission: float,
    detector: float, phase_std_rad: float,
) -> dict[str, Any]:  # fmt: skip
    """Return what the schemes give, where key begins and ends, and where marks stand."""
    eta = arm(length_km, emission, detector)
    attempt_s = length_km / FIBRE_SPEED_KM_S + CYCLE_S
    light = (eta, visibility, dark_count, phase_std_rad)
    best, ends = best_for_key(light)
    found = {
        "": clicked(alpha, light),
        "best_": clicked(best or alpha, light),
        "double_": _outcome(
            *theory.double_click(eta, visibility=visibility, dark_count=dark_count)
        ),
    }
    numbers: dict[str, Any] = {
        "alpha": alpha, "length_km": length_km, "visibility": visibility,
        "dark_count": dark_count, "emission": emission, "detector": detector,
        "phase_std_rad": phase_std_rad,
        "transmittance": eta, "attempt_s": attempt_s, "best_alpha": best,
        "least_alpha": ends[0], "most_alpha": ends[1],
    }  # fmt: skip
    for name, one in found.items():
        chance, rate = float(one["chance"]), float(one["chance"]) / attempt_s
        numbers |= {
            f"{name}chance": chance, f"{name}rate_hz": rate,
            f"{name}fidelity": float(one["fidelity"]), f"{name}false": float(one["false"]),
            f"{name}key_hz": rate * float(one["secret"]),
            f"{name}x": across(rate), f"{name}y": height(float(one["fidelity"])),
        }  # fmt: skip
    end = clicked(ends[1] or alpha, light)
    end_at = _spot(end, attempt_s)
    name_x, anchor = beside_end(end_at[0])
    names = _names(light, attempt_s, (numbers["double_x"], numbers["double_y"]))
    return {
        **numbers, **names, "end_x": end_at[0], "end_y": end_at[1], "end_name_x": name_x,
        "end_anchor": anchor, "end_fidelity": float(end["fidelity"]),
    }  # fmt: skip


def _spot(found: dict[str, Any], attempt_s: float) -> Point:
    return across(float(found["chance"]) / attempt_s), height(float(found["fidelity"]))


def _names(light: Light, attempt_s: float, double: Point) -> dict[str, Any]:
    """Return where dots on the curve stand, and their names, of which none covers another."""
    numbers: dict[str, Any] = {}
    kept: list[Point] = []
    for k, alpha in enumerate(TOLD):
        before, here, after = (
            _spot(clicked(alpha * step, light), attempt_s) for step in (1 / STEP, 1.0, STEP)
        )
        x, y, anchor = beside(before, here, after)
        middle = x + {"start": 24, "middle": 0, "end": -24}[anchor]
        free = all(abs(middle - a) > WIDE or abs(y - b) > 15 for a, b in kept)
        clear = abs(middle - double[0]) > 34 or abs(y - 4 - double[1]) > 11
        inside = y < PLOT["bottom"] - 9 and middle > PLOT["left"] + 24
        shown = free and clear and inside
        kept += [(middle, y)] * shown
        numbers |= {
            f"told_{k}_x": here[0], f"told_{k}_y": here[1], f"name_{k}_x": x, f"name_{k}_y": y,
            f"name_{k}_anchor": anchor, f"name_{k}_shown": float(shown),
        }  # fmt: skip
    return numbers


@lru_cache
def best_for_key(light: Light) -> tuple[float, tuple[float, float]]:
    """Return the α of the curve with most key per attempt, and between which α there is any.

    All are 0 where there is none.
    """
    found = clicked(ALPHAS, light)
    key = found["chance"] * found["secret"]
    if not key.max() > 0:
        return 0.0, (0.0, 0.0)
    best = float(ALPHAS[int(np.argmax(key))])

    def secret(alpha: NDArray[np.float64]) -> NDArray[np.float64]:
        rate: NDArray[np.float64] = clicked(alpha, light)["secret"]
        return rate

    most = float(root(secret, best, 1.0))
    first = float(ALPHAS[0])
    if key[0] > 0:
        return best, (first, most)
    # Halving looks for where key ends: downwards it is asked in the mirror.
    least = first + best - float(root(lambda a: secret(first + best - a), first, best))
    return best, (least, most)


def curves(numbers: dict[str, Any]) -> dict[str, str]:
    """Return the path of all bright-state parameters, and of those that give key."""
    light = (
        numbers["transmittance"], numbers["visibility"], numbers["dark_count"],
        numbers["phase_std_rad"],
    )  # fmt: skip
    least, most = numbers["least_alpha"], numbers["most_alpha"]
    inside = np.array([alpha for alpha in ALPHAS if least < alpha < most])

    def path(alphas: NDArray[np.float64]) -> str:
        found = clicked(alphas, light)
        rates = found["chance"] / numbers["attempt_s"]
        return outline([
            (across(float(rate)), height(float(f)))
            for rate, f in zip(rates, found["fidelity"], strict=True)
        ])  # fmt: skip

    return {
        "all": path(ALPHAS), "key": path(np.array([least, *inside, most])) if least > 0 else "",
    }  # fmt: skip
