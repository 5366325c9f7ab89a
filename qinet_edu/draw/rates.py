"""Secret bits per pulse against distance: faint pulses with and without decoys, and the limits."""

from functools import lru_cache
from math import log10
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from qinet_edu import theory
from qinet_edu.arguments import one_real
from qinet_edu.draw import map as maps
from qinet_edu.draw.picture import Picture
from qinet_edu.draw.svg import Drawing, decimals
from qinet_edu.reference.presets import preset
from qinet_edu.theory.key_rates import root

# The line and the receiver, but for what can be set: usual fibre, and Gobby et al. (2004).
LINE = {
    "loss_db_per_km": float(preset("telecom-fibre")["loss_db_per_km"]), "misalignment": 0.033,
    "f_ec": 1.22, "sifted": 0.5,
}  # fmt: skip
PLOT = {
    "left": 76.0, "right": 600.0, "top": 96.0, "bottom": 356.0, "longest": 250.0, "decades": 9.0,
}  # fmt: skip
# Intensities among which a sender without decoys may choose.
GRID_MU = 10 ** np.linspace(-4, 0, 81)
STEPS, FARTHEST = 60, 1000.0
LEAST_KM = 0.05  # a shorter reach is none
_POWERS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
# Each curve with its name, its colour, its line style and its width.
CURVES = {
    "plob": ("most that any direct line gives (PLOB)", "predicted", "7 4", 2.0),
    "single": ("BB84 with perfect single photons", "measured", "2 3", 2.0),
    "decoy": ("faint pulses, with decoys", "quantum", "", 3.0),
    "best": ("no decoys, µ chosen anew everywhere", "eve", "4 3", 2.0),
    "plain": ("no decoys, the same µ", "error", "8 3 2 3", 2.5),
}


def key_rate(
    length_km: float = 30.0,
    *,
    mu: float = 0.48,
    efficiency: float = 0.045,
    dark_count: float = 1.7e-6,
) -> Picture:
    """Draw how many secret bits a pulse gives over a fibre, with decoys and without.

    A laser's pulses hold two photons now and then, and Eve keeps one of them without an error.
    Whoever cannot tell how many of those arrive has to send so faintly that the rate falls with
    η² and ends after some 40 km; decoys tell, and the rate falls with η as for single photons.

    Args:
        length_km: where to read the curves, 0 to 250 km.
        mu: mean number of photons in a pulse, 0.0001 to 1.
        efficiency: share of the photons arriving that Bob detects, 0.001 to 1.
        dark_count: clicks per pulse without light, 10⁻⁹ to 0.01.

    Returns:
        The picture; its numbers are the rates ``plob``, ``single``, ``decoy``, ``best`` and
        ``plain`` at this length, ``best_mu``, how far each reaches in km, the share ``split`` of
        pulses with two photons or more, and where marks stand.

    Raises:
        TypeError: something is no real number.
        ValueError: something is out of its range.

    Source:
        H.-K. Lo, X. Ma and K. Chen, PRL 94, 230504 (2005); Pirandola et al., Nature
        Communications 8, 15043 (2017).

    Example:
        >>> numbers = key_rate(50.0).numbers
        >>> f"{numbers['decoy']:.2e}", numbers["plain"], round(numbers["reach_decoy"])
        ('2.50e-04', 0.0, 149)
    """
    settings = read_settings(
        length_km=length_km, mu=mu, efficiency=efficiency, dark_count=dark_count
    )
    numbers = rate_numbers(**settings)
    drawing = Drawing(640, 588)
    lines = rate_words(numbers)
    drawing.text(24, 34, "How far does a key reach?", size=17, bold=True)
    drawing.text(24, 58, lines[0], bold=True, part="words-0")
    drawing.text(24, 77, lines[1], size=12, fill="muted", part="words-1")
    _axes(drawing)
    for name, path in paths(settings["mu"], settings["efficiency"], settings["dark_count"]).items():
        _, role, dash, width = CURVES[name]
        drawing.path(path, stroke=role, dash=dash, width=width, part=f"curve-{name}",
                     stroke_linejoin="round")  # fmt: skip
    _marks(drawing, numbers)
    _table(drawing, numbers)
    alt = rate_alt(numbers, lines)
    return Picture(drawing.render(alt), alt, numbers)


_RANGES = {
    "length_km": (0.0, PLOT["longest"]), "mu": (1e-4, 1.0), "efficiency": (1e-3, 1.0),
    "dark_count": (1e-9, 1e-2),
}  # fmt: skip


def read_settings(**settings: Any) -> dict[str, float]:
    """Return the settings, checked."""
    return {
        name: one_real(settings[name], name, low=low, high=high)
        for name, (low, high) in _RANGES.items()
    }


def rate(
    name: str, length_km: ArrayLike, *, mu: float, efficiency: float, dark_count: float
) -> NDArray[np.float64]:
    """Return the rate of one curve, in secret bits per pulse; lengths broadcast."""
    fibre = theory.fibre_transmittance(length_km, loss_db_per_km=LINE["loss_db_per_km"])
    if name == "plob":
        return theory.plob(np.minimum(fibre, 1 - 1e-12))
    eta = fibre * efficiency
    noise = {"dark_count": dark_count, "misalignment": LINE["misalignment"]}
    terms = {**noise, "f_ec": LINE["f_ec"], "sifted": LINE["sifted"]}
    if name == "single":
        wrong = np.minimum(theory.decoy_error(1, eta, **noise), 0.5)
        found = theory.decoy_yield(1, eta, dark_count=dark_count)
        return LINE["sifted"] * found * theory.bb84_rate(wrong, f_ec=LINE["f_ec"])
    if name == "decoy":
        return theory.decoy_rate(mu, eta, **terms)
    if name == "plain":
        return theory.weak_pulse_rate(mu, eta, **terms)
    best: NDArray[np.float64] = theory.weak_pulse_rate(
        GRID_MU, np.asarray(eta)[..., None], **terms
    ).max(axis=-1)
    return best


def rate_numbers(
    length_km: float, *, mu: float, efficiency: float, dark_count: float
) -> dict[str, float]:
    """Return the rates at one length, how far they reach, and where marks stand."""
    setting = {"mu": mu, "efficiency": efficiency, "dark_count": dark_count}
    here = {name: float(rate(name, length_km, **setting)) for name in CURVES}
    eta = float(
        theory.fibre_transmittance(length_km, loss_db_per_km=LINE["loss_db_per_km"]) * efficiency
    )
    terms = {key: LINE[key] for key in ("misalignment", "f_ec", "sifted")}
    every = theory.weak_pulse_rate(GRID_MU, eta, dark_count=dark_count, **terms)
    return {
        "length_km": length_km, **setting, **here,
        "best_mu": float(GRID_MU[int(np.argmax(every))]) if here["best"] > 0 else 0.0,
        "split": float(theory.photon_number_split_share(mu)),
        **{f"reach_{name}": reach(name, **setting) for name in CURVES if name != "plob"},
        "mark_x": across(length_km),
        **{f"{name}_y": height(value) for name, value in here.items()},
    }  # fmt: skip


@lru_cache
def reach(name: str, *, mu: float, efficiency: float, dark_count: float) -> float:
    """Return the length in km at which a rate ends."""
    setting = {"mu": mu, "efficiency": efficiency, "dark_count": dark_count}
    return float(root(lambda length_km: rate(name, length_km, **setting), 0.0, FARTHEST))


def across(length_km: float) -> float:
    """Return where a length lies on the page."""
    return PLOT["left"] + (PLOT["right"] - PLOT["left"]) * length_km / PLOT["longest"]


def height(rate: float) -> float:
    """Return where a rate lies on the page; what is below the axis stays on it."""
    if rate <= 0:
        return PLOT["bottom"]
    share = min(1.0, -log10(rate) / PLOT["decades"])
    return PLOT["top"] + (PLOT["bottom"] - PLOT["top"]) * max(0.0, share)


def paths(mu: float, efficiency: float, dark_count: float) -> dict[str, str]:
    """Return the paths of all curves; each drops to the axis where its rate ends."""
    setting = {"mu": mu, "efficiency": efficiency, "dark_count": dark_count}
    found = {}
    for name in CURVES:
        end = PLOT["longest"]
        if name != "plob":
            end = min(end, reach(name, **setting))
        # Close together near the end, where a rate falls off a cliff.
        bend = 1 if name == "plob" else 3
        lengths = [end * (1 - (1 - step / STEPS) ** bend) for step in range(STEPS + 1)]
        points = [
            (across(length), height(float(value)))
            for length, value in zip(lengths, rate(name, lengths, **setting), strict=True)
        ]
        found[name] = maps.outline(points) if end > LEAST_KM else ""
    return found


def power(value: float) -> str:
    """Write a rate with two digits and its power of ten.

    Example:
        >>> power(0.000222), power(0.0), power(0.25), power(1.7e-06)
        ('2.2 × 10⁻⁴', '0', '0.25', '1.7 × 10⁻⁶')
    """
    if value <= 0:
        return "0"
    if value >= 0.1:
        return decimals(value)
    digits, exponent = f"{value:.1e}".split("e")
    return f"{digits} × 10⁻{str(-int(exponent)).translate(_POWERS)}"


def rate_here(name: str, numbers: dict[str, float]) -> str:
    """Write a rate; a line without length has no limit."""
    return "no limit" if name == "plob" and not numbers["length_km"] else power(numbers[name])


def rate_words(numbers: dict[str, float]) -> tuple[str, str]:
    """Say what the pulses give here, and what Eve can make of them."""
    where = f"Over {decimals(numbers['length_km'], 0)} km"
    with_decoys, without = power(numbers["decoy"]), power(numbers["plain"])
    if numbers["decoy"] <= 0:
        first = f"{where}: no key. With decoys it reaches {km(numbers['reach_decoy'])}."
    elif numbers["plain"] <= 0:
        first = f"{where}: {with_decoys} bits per pulse with decoys, no key without."
    else:
        first = f"{where}: {with_decoys} bits per pulse with decoys, {without} without."
    return first, (
        f"µ = {decimals(numbers['mu'], 3)}: of the pulses with light, "
        f"{decimals(100 * numbers['split'], 1)} % hold two photons or more, one for Eve."
    )


def km(length: float) -> str:
    """Write how far a rate reaches.

    Example:
        >>> km(149.1), km(4e-16)
        ('149 km', 'nowhere')
    """
    return f"{decimals(length, 0)} km" if length > LEAST_KM else "nowhere"


def rate_alt(numbers: dict[str, float], lines: tuple[str, str]) -> str:
    """Say in words what the curves show."""
    told = "; ".join(
        f"{what}: {rate_here(name, numbers)}"
        + ("" if name == "plob" else f", reaching {km(numbers[f'reach_{name}'])}")
        for name, (what, *_) in CURVES.items()
    )
    return (
        f"Curves of secret bits per pulse against distance, the rate on a logarithmic axis. "
        f"{lines[0]} {lines[1]} Detection {decimals(100 * numbers['efficiency'], 1)} %, dark "
        f"counts {power(numbers['dark_count'])}. Rates here: {told}."
    )


def _axes(drawing: Drawing) -> None:
    left, right, top, bottom = (PLOT[name] for name in ("left", "right", "top", "bottom"))
    for decade in range(int(PLOT["decades"]) + 1):
        y = height(10.0**-decade)
        drawing.line(left, y, right, y, stroke="line" if y == bottom else "grid", width=1)
        if decade % 2 == 0:
            digits = str(decade).translate(_POWERS)
            drawing.text(left - 8, y + 4, f"10⁻{digits}" if decade else "1", size=11, anchor="end",
                         fill="muted")  # fmt: skip
    for length in range(0, int(PLOT["longest"]) + 1, 50):
        x = across(length)
        drawing.line(x, bottom, x, bottom + 5, stroke="line", width=1)
        drawing.text(x, bottom + 19, f"{length} km", size=11, anchor="middle", fill="muted")
    drawing.text(20, (top + bottom) / 2, "secret bits per pulse", size=12, anchor="middle",
                 fill="muted", transform=f"rotate(-90 20 {int((top + bottom) / 2)})")  # fmt: skip


def _marks(drawing: Drawing, numbers: dict[str, float]) -> None:
    x = numbers["mark_x"]
    drawing.line(x, PLOT["top"], x, PLOT["bottom"], stroke="ink", width=1, dash="2 3",
                 part="here")  # fmt: skip
    for name, (_, role, _, _) in CURVES.items():
        y = numbers[f"{name}_y"]
        drawing.circle(x, y, 4.5, fill=role, stroke="card", stroke_width=1.5,
                       opacity=float(y < PLOT["bottom"]), part=f"mark-{name}")  # fmt: skip


def _table(drawing: Drawing, numbers: dict[str, float]) -> None:
    """Name the curves, with their rates here and how far they reach."""
    drawing.rect(16, 392, 608, 182, fill="panel", stroke="grid", rx=8)
    drawing.text(456, 414, "bits per pulse here", size=11, anchor="end", fill="muted")
    drawing.text(600, 414, "reaches", size=11, anchor="end", fill="muted")
    for row, (name, (what, role, dash, width)) in enumerate(CURVES.items()):
        y = 438.0 + 26 * row
        drawing.line(32, y - 4, 66, y - 4, stroke=role, dash=dash, width=width)
        drawing.text(78, y, what, size=12)
        drawing.text(456, y, rate_here(name, numbers), anchor="end", bold=True, part=f"is-{name}")
        if name == "plob":
            drawing.text(600, y, "never ends", size=12, anchor="end", fill="muted")
        else:
            drawing.text(600, y, km(numbers[f"reach_{name}"]), anchor="end", part=f"reach-{name}")
    drawing.text(32, 564, best_words(numbers), size=12, fill="muted", part="best")


def best_words(numbers: dict[str, float]) -> str:
    """Say how faint the pulses must be without decoys."""
    if numbers["best_mu"] <= 0:
        return "Without decoys no pulse is faint enough here."
    return f"Without decoys the best µ here is {decimals(numbers['best_mu'], 4)}."
