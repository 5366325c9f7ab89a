"""How many secret bits a second cross a fibre: direct, the most direct, and with repeaters."""

from functools import lru_cache
from math import log10
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from qinet_edu import theory
from qinet_edu.arguments import one_real
from qinet_edu.draw import generations
from qinet_edu.draw.map import Point, outline
from qinet_edu.draw.picture import Picture
from qinet_edu.draw.repeating_plot import (
    LINES,
    PLOT,
    across,
    axes,
    best_cell,
    height,
    map_axes,
    map_here,
    marks,
    spot,
    table,
)
from qinet_edu.draw.repeating_words import alt_words, hardware_words, map_words, rates_words
from qinet_edu.draw.svg import Drawing
from qinet_edu.reference.presets import preset
from qinet_edu.theory.bell_vectors import composed, waited, werner_vectors
from qinet_edu.theory.repeaters import SPEED_KM_S, heralded_chance
from qinet_edu.theory.watching import whole

LOSS_DB_PER_KM = float(preset("telecom-fibre")["loss_db_per_km"])
# Direct lines send this many pulses a second, each of them a single photon.
CLOCK_HZ = 1e9
# Curves run through these lengths; between them they are taken as straight.
LENGTHS_KM = np.linspace(12.0, PLOT["longest"], 100)
LEVELS = {"one": 1, "three": 2, "seven": 3}
Numbers = NDArray[np.float64]

_RANGES = {
    "length_km": (LENGTHS_KM[0], PLOT["longest"]), "coupling": (0.1, 1.0),
    "gate_error": (1e-5, 0.1), "t2_s": (1e-3, 1e3), "fidelity": (0.9, 1.0),
}  # fmt: skip
MOST_MODES = 10_000
HARDWARE = ("coupling", "gate_error", "t2_s", "modes", "fidelity")


class Delivered(NamedTuple):
    """What a line with repeaters delivers: pairs, how good they are, and bits of key per pair."""

    pairs_hz: Any
    fidelity: Any
    secret: Any
    """1 − h(e_x) − h(e_z), which is below 0 where there is no key."""


def repeater_rates(
    length_km: float = 948.0,
    *,
    coupling: float = 0.5,
    gate_error: float = 1e-3,
    t2_s: float = 1.0,
    modes: int = 100,
    fidelity: float = 0.99,
    per: str = "line",
) -> Picture:
    """Draw secret bits per second against distance, without repeaters and with 1, 3 and 7.

    Whatever a direct line does, it gives no more than about 1.44 η bits per pulse, a tenth for
    every 50 km: over 948 km, at a thousand million pulses a second, one bit in two centuries.
    Repeaters wait for the slowest of their segments alone, so their rate falls with η^(1/n). Yet
    each swap and each wait costs fidelity, and where that falls under 0.8 or so no key is left.

    Below, which generation of repeaters is best on a line of 948 km, over coupling and gate error,
    after Muralidharan et al. (2016), marked at the same hardware. It depends on what is counted:
    the line that gives most is not the one that gives most for each of its memory qubits.

    Args:
        length_km: where to read the curves, 12 to 1200 km.
        coupling: what one photon survives from its memory to the click, apart from the fibre,
            0.1 to 1.
        gate_error: depolarising probability of the two qubits of a CNOT, 0.00001 to 0.1.
        t2_s: the memories' T2, 0.001 to 1000 s; their T1 is endless.
        modes: how many attempts each segment makes side by side in a round, 1 to 10 000.
        fidelity: that of a fresh pair, Werner, 0.9 to 1; the map has its own.
        per: what the map counts secret bits per second of: ``"line"``, or ``"memory qubit"``.

    Returns:
        The picture; its numbers are ``…_hz``, secret bits per second here, of ``direct``, ``plob``,
        ``one``, ``three`` and ``seven``; of the last three ``…_pairs_hz``, ``…_fidelity``, the
        length ``…_from`` where they pass any direct line (0 for nowhere) and ``…_to`` up to which
        they give key (1200 for all of the plot); ``bits_…`` of each generation, the secret bits
        per second that the map counts, ``best`` among them; and where marks stand.

    Raises:
        TypeError: something is no real number, or ``modes`` no whole one.
        ValueError: something is out of its range, or ``per`` is neither.

    Source:
        S. Pirandola et al., Nature Communications 8, 15043 (2017); S. Muralidharan et al.,
        Scientific Reports 6, 20463 (2016).

    Example:
        >>> numbers = repeater_rates(948).numbers
        >>> f"{numbers['plob_hz']:.1e}", round(numbers["seven_hz"], 1)
        ('1.6e-10', 6.7)
    """
    settings = read_settings(
        length_km=length_km, coupling=coupling, gate_error=gate_error, t2_s=t2_s, modes=modes,
        fidelity=fidelity, per=per,
    )  # fmt: skip
    numbers = repeater_numbers(**settings)
    drawing = Drawing(640, 920)
    lines = rates_words(numbers)
    drawing.text(24, 34, "What do repeaters bring, and from where on?", size=17, bold=True)
    drawing.text(24, 58, lines[0], bold=True, part="words-0")
    drawing.text(24, 77, lines[1], size=12, fill="muted", part="words-1")
    axes(drawing)
    marks(drawing, numbers, paths(settings))
    hardware = hardware_words(numbers)
    table(drawing, numbers, hardware)
    map_axes(drawing, per=per)
    map_here(drawing, numbers)
    alt = alt_words(numbers, lines, hardware, map_words(numbers))
    return Picture(drawing.render(alt), alt, numbers)


def read_settings(**settings: Any) -> dict[str, Any]:
    """Return the settings, checked."""
    found: dict[str, Any] = {
        name: one_real(settings[name], name, low=low, high=high)
        for name, (low, high) in _RANGES.items()
    }
    per = settings["per"]
    if per not in generations.PER:
        raise ValueError(
            f"per must be one of {', '.join(map(repr, generations.PER))}, not {per!r}."
        )
    return found | {"modes": whole(settings["modes"], "modes", high=MOST_MODES), "per": per}


def delivered(
    name: str, length_km: Any, *, coupling: float, gate_error: float, t2_s: float, modes: int,
    fidelity: float,
) -> Delivered:  # fmt: skip
    """Return what a line with repeaters delivers over these lengths, all waiting counted.

    It is ``theory.first_generation`` without purification, for many lengths at once, and with what
    halves lose while segments wait for each other: lost coherence, so the mean share
    that :func:`chain_weight` says is kept acts as a flip of the phase.
    """
    links = 2 ** LEVELS[name]
    spacing = np.asarray(length_km, dtype=float) / links
    round_s = spacing / SPEED_KM_S
    memory: dict[str, Any] = {"t1_s": np.inf, "t2_s": t2_s}
    vector = waited(werner_vectors(fidelity), round_s, **memory)
    for _ in range(LEVELS[name]):
        vector = theory.swap_bell_diagonal(vector, vector, gate_error=gate_error)
    vector = waited(vector, links * round_s, **memory)
    p = heralded_chance(spacing, coupling=coupling, modes=modes, loss_db_per_km=LOSS_DB_PER_KM)
    decay = theory.round_decay(round_s, memory_s=t2_s)
    kept = theory.chain_weight(np.stack([p] * links, axis=-1), decay)
    none = np.zeros_like(kept)
    vector = composed(vector, np.stack([(1 + kept) / 2, none, none, (1 - kept) / 2], axis=-1))
    wrong = vector[..., 1] + vector[..., 2], vector[..., 1] + vector[..., 3]
    secret = 1 - theory.binary_entropy(wrong[0]) - theory.binary_entropy(wrong[1])
    return Delivered(1 / (theory.expected_slowest(p, links) * round_s), vector[..., 0], secret)


def direct_hz(name: str, length_km: Any, coupling: float) -> Numbers:
    """Return the secret bits per second of a line without repeaters, perfect but for its losses."""
    eta = theory.fibre_transmittance(length_km, loss_db_per_km=LOSS_DB_PER_KM)
    found: Numbers = CLOCK_HZ * (theory.plob(eta) if name == "plob" else coupling * eta)
    return found


def repeater_numbers(length_km: float, *, per: str, **hardware: Any) -> dict[str, Any]:
    """Return the rates here, where repeaters pass direct lines, and where marks stand."""
    numbers: dict[str, Any] = {
        "length_km": length_km, **hardware, "per": per, "mark_x": across(length_km),
    }  # fmt: skip
    for name in ("direct", "plob"):
        numbers[f"{name}_hz"] = float(direct_hz(name, length_km, hardware["coupling"]))
    for name in LEVELS:
        here = delivered(name, length_km, **hardware)
        first, last = crossings(name, **hardware)
        numbers |= {
            f"{name}_hz": float(here.pairs_hz * max(0.0, here.secret)),
            f"{name}_pairs_hz": float(here.pairs_hz), f"{name}_fidelity": float(here.fidelity),
            f"{name}_from": first, f"{name}_to": last, f"{name}_from_x": across(first),
            f"{name}_from_y": height(float(direct_hz("plob", first, 1.0)) if first else 0.0),
        }  # fmt: skip
    numbers |= {f"{name}_y": height(numbers[f"{name}_hz"]) for name in LINES}
    row, column = best_cell(hardware["coupling"], hardware["gate_error"])
    bits = {kind: generations.BITS[per][kind][row][column] for kind in generations.KINDS}
    numbers |= {f"bits_{kind}": value for kind, value in bits.items()}
    best = max(bits, key=lambda kind: bits[kind])
    numbers["best"] = best if bits[best] > 0 else "none"
    numbers["spot_x"], numbers["spot_y"] = spot(hardware["coupling"], hardware["gate_error"])
    return numbers


@lru_cache
def curve(name: str, **hardware: Any) -> tuple[Numbers, Numbers]:
    """Return pairs a second times what is secret, and the latter alone, along the curve."""
    found = delivered(name, LENGTHS_KM, **hardware)
    return found.pairs_hz * np.maximum(found.secret, 0), found.secret


def crossings(name: str, **hardware: Any) -> tuple[float, float]:
    """Return from which length on repeaters pass any direct line, and up to which there is key.

    The first is 0 where they never do, the second 0 where there is never a key.
    """
    rates, secret = curve(name, **hardware)
    most = direct_hz("plob", LENGTHS_KM, 1.0)
    first = 0.0
    for k in range(1, len(rates)):
        if rates[k] > most[k]:
            one, other = (log10(rates[j] / most[j]) for j in (k - 1, k))
            first = _between(k, one, other)
            break
    if secret[0] <= 0:
        return first, 0.0
    ends = np.flatnonzero(secret <= 0)
    if not ends.size:
        return first, float(LENGTHS_KM[-1])
    return first, _between(int(ends[0]), float(secret[ends[0] - 1]), float(secret[ends[0]]))


def _between(k: int, one: float, other: float) -> float:
    """Return where a line from the last length to this one is 0."""
    before, after = float(LENGTHS_KM[k - 1]), float(LENGTHS_KM[k])
    return before + (after - before) * one / (one - other)


def paths(settings: dict[str, Any]) -> dict[str, str]:
    """Return the paths of all curves; each drops to the axis where its key ends."""
    hardware = {name: value for name, value in settings.items() if name in HARDWARE}
    found = {}
    for name in LINES:
        if name in LEVELS:
            rates, _ = curve(name, **hardware)
            end = crossings(name, **hardware)[1]
        else:
            rates, end = direct_hz(name, LENGTHS_KM, hardware["coupling"]), PLOT["longest"]
        before = 0.0, 0.0
        points: list[Point] = []
        for length, rate in zip(LENGTHS_KM, rates, strict=True):
            here = float(length), float(rate)
            if here[1] <= PLOT["lowest_hz"]:
                points += [(across(_foot(before, here, end)), PLOT["bottom"])] if points else []
                break
            points.append((across(here[0]), height(here[1])))
            before = here
        found[name] = outline(points) if points else ""
    return found


def _foot(before: Point, here: Point, end: float) -> float:
    """Return at which length a curve meets the axis: where key ends, or the plot does."""
    if here[1] <= 0:
        return end
    above, below = (log10(rate / PLOT["lowest_hz"]) for _, rate in (before, here))
    return before[0] + (here[0] - before[0]) * above / (above - below)
