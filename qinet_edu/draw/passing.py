"""A satellite's pass: how high it stands, what of its light arrives, and the key it leaves."""

from math import degrees, log10, pi, radians, sqrt
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from qinet_edu import theory
from qinet_edu.arguments import one_real
from qinet_edu.draw.map import outline
from qinet_edu.draw.passing_plots import SCENE, elevation_plot, rate_plot, scene, table
from qinet_edu.draw.picture import Picture
from qinet_edu.draw.svg import Drawing, decimals
from qinet_edu.theory.key_rates import root
from qinet_edu.theory.satellites import EARTH_GM_KM3_S2, EARTH_RADIUS_KM

# The satellite and the telescope, but for what can be set; below 10° nobody follows it.
LIGHT = {"divergence_rad": 10e-6, "zenith_loss_db": 0.5, "fixed_loss_db": 6.0}
PULSES = {
    "mu": 0.5, "efficiency": 0.5, "dark_count": 1e-6, "misalignment": 0.01, "f_ec": 1.22,
    "sifted": 0.5, "rate_hz": 1e8,
}  # fmt: skip
LOWEST_RAD = radians(10)
LOSS_DB_PER_KM = 0.2
EARTH = {"radius_km": EARTH_RADIUS_KM, "gm_km3_s2": EARTH_GM_KM3_S2}
STEPS = 120
_RANGES = {
    "progress": (0.0, 1.0), "altitude_km": (300.0, 2000.0),
    "culmination_rad": (radians(15), pi / 2), "receiver_m": (0.1, 2.0),
}  # fmt: skip


def satellite_pass(
    progress: float = 0.4,
    *,
    altitude_km: float = 500.0,
    culmination_rad: float = pi / 3,
    receiver_m: float = 1.0,
) -> Picture:
    """Draw a moment of a satellite's pass, and the key that the whole of it leaves.

    Only 10 km of the way are air: from 571 km 22 dB are lost, where a fibre as long loses 114. But
    a pass is over in minutes, and most of its key comes while the satellite stands high.

    Args:
        progress: how much of the way from horizon to horizon is over, 0 to 1.
        altitude_km: height of the orbit, 300 to 2000 km.
        culmination_rad: how high it comes, 15° to 90° (π/2: overhead) in radians.
        receiver_m: diameter of the telescope's mirror, 0.1 to 2 m.

    Returns:
        The picture; its numbers are the moment (``time_s`` after culmination, ``elevation_deg``,
        ``distance_km``, ``loss_db``, ``rate_kbit_s``), the key so far and of the whole pass in
        Mbit, and where marks stand. Rate and loss are 0 while it stands too low.

    Raises:
        TypeError: something is no real number.
        ValueError: something is out of its range.

    Source:
        Beam and mirror as in S.-K. Liao et al., Nature 549, 43 (2017).

    Example:
        >>> numbers = satellite_pass(0.5).numbers
        >>> round(numbers["distance_km"]), round(numbers["loss_db"], 1)
        (571, 21.7)
        >>> numbers["so_far_mbit"] < numbers["key_mbit"]
        True
    """
    settings = read_settings(
        progress=progress, altitude_km=altitude_km, culmination_rad=culmination_rad,
        receiver_m=receiver_m,
    )  # fmt: skip
    numbers = pass_numbers(**settings)
    drawing = Drawing(640, 596)
    lines = pass_words(numbers)
    drawing.text(24, 34, "A satellite passes", size=17, bold=True)
    drawing.text(24, 58, lines[0], bold=True, part="words-0")
    drawn = curves(**settings)
    scene(drawing, numbers, drawn)
    elevation_plot(drawing, numbers, drawn)
    rate_plot(drawing, numbers, drawn)
    table(drawing, lines[1], told(numbers))
    alt = pass_alt(numbers, lines)
    return Picture(drawing.render(alt), alt, numbers)


def read_settings(**settings: Any) -> dict[str, float]:
    """Return the settings, checked."""
    return {
        name: one_real(settings[name], name, low=low, high=high + 1e-12)
        for name, (low, high) in _RANGES.items()
    }


def lasts(lowest_rad: float, *, altitude_km: float, culmination_rad: float) -> float:
    """Return how many seconds after its culmination a satellite sinks to an elevation.

    Example:
        >>> round(lasts(LOWEST_RAD, altitude_km=500, culmination_rad=pi / 2))
        221
    """

    def above(time_s: NDArray[np.float64]) -> NDArray[np.float64]:
        elevation, _ = theory.satellite_pass(
            time_s, altitude_km=altitude_km, culmination_rad=culmination_rad
        )
        return elevation - lowest_rad

    return float(root(above, 0.0, 3000.0))


def moments(time_s: ArrayLike, **setting: float) -> dict[str, NDArray[np.float64]]:
    """Return elevation, distance, transmittance and key rate at times after culmination."""
    orbit = {name: setting[name] for name in ("altitude_km", "culmination_rad")}
    elevation, distance = theory.satellite_pass(time_s, **orbit)
    # What has set sends no light; its share is not asked for.
    share = theory.satellite_transmittance(
        distance, elevation_rad=np.maximum(elevation, 1e-3), receiver_m=setting["receiver_m"],
        **LIGHT,
    )  # fmt: skip
    line = {name: PULSES[name] for name in ("dark_count", "misalignment", "f_ec", "sifted")}
    rate = theory.decoy_rate(PULSES["mu"], share * PULSES["efficiency"], **line)
    return {
        "elevation": elevation, "distance": distance, "share": share,
        "kbit_s": rate * PULSES["rate_hz"] / 1e3,
    }  # fmt: skip


def key_mbit(start_s: float, end_s: float, **setting: float) -> float:
    """Return the key between two times, in Mbit, by 120 trapezia."""
    if end_s <= start_s:
        return 0.0
    times = start_s + (end_s - start_s) * np.arange(STEPS + 1) / STEPS
    return float(np.trapezoid(moments(times, **setting)["kbit_s"], times)) / 1e3


def pass_numbers(
    progress: float, altitude_km: float, culmination_rad: float, receiver_m: float
) -> dict[str, float]:
    """Return the moment, the keys, and where marks stand."""
    orbit = {"altitude_km": altitude_km, "culmination_rad": culmination_rad}
    setting = {**orbit, "receiver_m": receiver_m}
    horizon, end = lasts(0.0, **orbit), lasts(LOWEST_RAD, **orbit)
    time = (2 * progress - 1) * horizon
    now = {name: float(value) for name, value in moments(time, **setting).items()}
    best = float(moments(0.0, **setting)["kbit_s"])
    seen = float(abs(time) <= end)
    x, y = SCENE["middle"], SCENE["base"]
    along, up, scale = position(time, horizon, orbit)
    rate = seen * now["kbit_s"]
    return {
        "progress": progress, "altitude_km": altitude_km,
        "culmination_deg": degrees(culmination_rad), "receiver_m": receiver_m,
        "time_s": time, "horizon_s": horizon, "end_s": end, "seen": seen,
        "elevation_deg": degrees(now["elevation"]), "distance_km": now["distance"],
        "loss_db": seen * -10 * log10(now["share"]), "rate_kbit_s": rate, "best_kbit_s": best,
        "fibre_db": LOSS_DB_PER_KM * now["distance"],
        "so_far_mbit": key_mbit(-end, min(time, end), **setting),
        "key_mbit": key_mbit(-end, end, **setting),
        "satellite_x": x + scale * along, "satellite_y": y - scale * up,
        "now_x": time_x(time, horizon),
        "elevation_y": elevation_y(degrees(now["elevation"])),
        "rate_y": rate_y(rate, best),
    }  # fmt: skip


def position(
    time_s: float, horizon_s: float, orbit: dict[str, float]
) -> tuple[float, float, float]:
    """Return how far along its track and how high over the horizon it is, and pixels per km."""
    times = np.array([time_s, 0.0, horizon_s])
    elevation, distance = theory.satellite_pass(times, **orbit)
    flat, up = distance * np.cos(elevation), distance * np.sin(elevation)
    # The track runs past the telescope at a constant distance to the side.
    along = np.sqrt(np.maximum(flat**2 - flat[1] ** 2, 0.0))
    side = -1 if time_s < 0 else 1
    return side * float(along[0]), float(up[0]), SCENE["reach"] / float(along[2])


def time_x(time_s: float, horizon_s: float) -> float:
    """Return where a time lies on the plots."""
    middle, half = (SCENE["right"] + SCENE["left"]) / 2, (SCENE["right"] - SCENE["left"]) / 2
    return middle + half * time_s / horizon_s


def elevation_y(elevation_deg: float) -> float:
    """Return where an elevation lies on its plot."""
    top, bottom = SCENE["high_top"], SCENE["high_bottom"]
    return bottom - (bottom - top) * elevation_deg / 90


def rate_y(rate: float, best: float) -> float:
    """Return where a rate lies on its plot, whose top is the best of this pass."""
    top, bottom = SCENE["rate_top"], SCENE["rate_bottom"]
    return bottom - (bottom - top) * (rate / best if best > 0 else 0.0)


def curves(
    progress: float, altitude_km: float, culmination_rad: float, receiver_m: float
) -> dict[str, str]:
    """Return the paths of the track, the ground, the elevation, the rate and the key so far."""
    orbit = {"altitude_km": altitude_km, "culmination_rad": culmination_rad}
    setting = {**orbit, "receiver_m": receiver_m}
    horizon, end = lasts(0.0, **orbit), lasts(LOWEST_RAD, **orbit)
    steps = [2 * step / STEPS - 1 for step in range(STEPS + 1)]
    x, base = SCENE["middle"], SCENE["base"]
    track = [position(horizon * step, horizon, orbit) for step in steps]
    scale = track[0][2]
    ground = [
        (x + step, base + min(SCENE["deep"], _sinks(abs(step), scale)))
        for step in range(-int(SCENE["half"]), int(SCENE["half"]) + 1, 8)
    ]
    corners = [(x + SCENE["half"], base + SCENE["deep"]), (x - SCENE["half"], base + SCENE["deep"])]
    high = moments([horizon * step for step in steps], **setting)["elevation"]
    now = min((2 * progress - 1) * horizon, end)
    best = float(moments(0.0, **setting)["kbit_s"])

    def rates(last: float) -> list[tuple[float, float]]:
        times = [-end + (last + end) * (step + 1) / 2 for step in steps]
        found = moments(times, **setting)["kbit_s"]
        return [
            (time_x(time, horizon), rate_y(float(value), best))
            for time, value in zip(times, found, strict=True)
        ]

    def feet(last: float) -> list[tuple[float, float]]:
        return [(time_x(time, horizon), SCENE["rate_bottom"]) for time in (last, -end)]

    return {
        "track": outline([(x + scale * along, base - scale * up) for along, up, _ in track]),
        "ground": outline([*ground, *corners], closed=True),
        "high": outline([
            (time_x(horizon * step, horizon), elevation_y(degrees(float(one))))
            for step, one in zip(steps, high, strict=True)
        ]),
        "rate": outline([*rates(end), *feet(end)], closed=True),
        "so_far": outline([*rates(now), *feet(now)], closed=True) if now > -end else "",
    }  # fmt: skip


def _sinks(pixels: float, scale: float) -> float:
    """Return how far the round Earth has sunk below the horizon's plane, in pixels."""
    radius = EARTH_RADIUS_KM * scale
    return radius - sqrt(max(radius**2 - pixels**2, 0.0))


def pass_words(numbers: dict[str, float]) -> tuple[str, str]:
    """Say how the moment is, and what the pass leaves."""
    high = (
        f"{decimals(numbers['elevation_deg'], 0)}° high, {decimals(numbers['distance_km'], 0)} km"
    )
    if not numbers["seen"]:
        first = f"It stands {high} away: too low to follow, from 10° on it sends."
    else:
        first = (
            f"It stands {high} away: {decimals(numbers['loss_db'], 0)} dB are lost, a fibre as "
            f"long loses {decimals(numbers['fibre_db'], 0)} dB."
        )
    if numbers["key_mbit"] <= 0:
        return first, "So little of the light arrives that this pass leaves no key."
    minutes = decimals(2 * numbers["end_s"] / 60, 1)
    return first, f"{minutes} minutes above 10° leave {mbit(numbers['key_mbit'])} of key in all."


def mbit(value: float) -> str:
    """Write a length of key.

    Example:
        >>> mbit(3.456), mbit(0.0123), mbit(0.0)
        ('3.46 Mbit', '12 kbit', '0 kbit')
    """
    return f"{decimals(value)} Mbit" if value >= 1 else f"{decimals(1e3 * value, 0)} kbit"


def told(numbers: dict[str, float]) -> tuple[str, ...]:
    """Write the numbers of the moment."""
    return (
        f"{decimals(numbers['elevation_deg'], 0)}°",
        f"{decimals(numbers['distance_km'], 0)} km",
        f"{decimals(numbers['loss_db'], 1)} dB" if numbers["seen"] else "–",
        f"{decimals(numbers['rate_kbit_s'], 1)} kbit/s",
        mbit(numbers["so_far_mbit"]),
    )


def pass_alt(numbers: dict[str, float], lines: tuple[str, str]) -> str:
    """Say in words what the picture shows."""
    return (
        f"A satellite at {decimals(numbers['altitude_km'], 0)} km passes, "
        f"{decimals(numbers['culmination_deg'], 0)}° at its highest, over a telescope of "
        f"{decimals(numbers['receiver_m'], 1)} m; {decimals(abs(numbers['time_s']), 0)} s "
        f"{'before' if numbers['time_s'] < 0 else 'after'} that. {lines[0]} Key rate now "
        f"{decimals(numbers['rate_kbit_s'], 1)} kbit/s, at its best "
        f"{decimals(numbers['best_kbit_s'], 1)}; key so far {mbit(numbers['so_far_mbit'])}. "
        f"{lines[1]}"
    )
