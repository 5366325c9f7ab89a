"""A pair that decays in memory while the message it waits for crosses the map."""

from math import log10
from typing import Any, TypedDict

from qinet_edu import theory
from qinet_edu.arguments import one_real
from qinet_edu.draw import map as maps
from qinet_edu.draw.palette import EVENTS
from qinet_edu.draw.picture import Picture
from qinet_edu.draw.svg import Drawing, decimals, number
from qinet_edu.draw.waiting_map import DESTINATIONS, news_way, waiting_map
from qinet_edu.noise import fibre_delay_s
from qinet_edu.reference.routes import route


class Settings(TypedDict):
    """What a waiting pair is drawn from."""

    to: str
    t1_ms: float
    t2_ms: float
    progress: float
    halves: int


# Text over lines stands on an edge of the card's colour.
_EDGE: dict[str, Any] = {"stroke": "card", "stroke_width": 3, "paint_order": "stroke"}
# The plot: F from 0 to 1 over distance, whose axis is logarithmic from 3 to 20 000 km.
PLOT = {"left": 366.0, "right": 616.0, "top": 150.0, "bottom": 348.0, "first": 3.0, "last": 2e4}
MARKS_KM = (10, 100, 1000, 10_000)
# So many that each is a whole number of half pixels: Python and browsers round alike.
CURVE_STEPS = 100
# Where a mark's number stands beside it, from its middle, and how near another mark may come.
BESIDE, ROOM = 18.0, 24.0


def waiting_pair(
    to: str = "Sydney",
    *,
    t1_ms: float = 100.0,
    t2_ms: float = 10.0,
    progress: float = 0.5,
    halves: int = 1,
) -> Picture:
    """Draw a pair that waits in Brisbane for news, and what the waiting leaves of it.

    The pair goes nowhere, yet distance costs it its fidelity: news from Sydney takes 4.64 ms, and
    a memory with T2 = 10 ms has lost a fifth by then. From F = 1/2 down it shows no
    entanglement any more: two halves that never were entangled reach 1/2 too.

    Args:
        to: where the other half is: one of ``DESTINATIONS``, from Chermside (11 km) to Tokyo.
        t1_ms: time constant of the memory's decay to |0⟩, in milliseconds.
        t2_ms: time constant of its coherence, in milliseconds, at most 2 T1.
        progress: how much of its way the news has gone, 0 to 1.
        halves: 1 if the other half has been measured and only Brisbane's waits; 2 if both wait.

    Returns:
        The picture; its numbers are the settings, the length, the times in ms, F now, F on
        arrival and after 10, 100, 1000 and 10 000 km, and where what moves stands.

    Raises:
        TypeError: something is no real number.
        ValueError: an unknown place, a time constant not above 0, T2 > 2 T1, a progress outside
            0 to 1, or halves other than 1 or 2.

    Example:
        >>> numbers = waiting_pair("Sydney", t1_ms=100, t2_ms=10).numbers
        >>> round(numbers["delay_ms"], 2), round(numbers["f_arrival"], 3)
        (4.64, 0.803)
    """
    settings = read_settings(to, t1_ms=t1_ms, t2_ms=t2_ms, progress=progress, halves=halves)
    numbers = waiting_numbers(**settings)
    drawing = Drawing(640, 512)
    drawing.text(24, 34, "A pair waits for news", size=17, bold=True)
    drawing.text(24, 58, way_words(to, numbers), size=12, bold=True, part="way-words")
    drawing.text(24, 78, who_words(to, halves), size=12, fill="muted", part="who")
    waiting_map(
        drawing, to, halves=halves, message=(numbers["message_x"], numbers["message_y"]),
        opacity=numbers["pair_opacity"],
    )  # fmt: skip
    _plot(drawing, numbers)
    _told(drawing, numbers)
    alt = waiting_alt(to, numbers)
    return Picture(drawing.render(alt), alt, numbers)


def read_settings(to: str, *, t1_ms: float, t2_ms: float, progress: float, halves: int) -> Settings:
    """Return the settings, checked."""
    if to not in DESTINATIONS:
        raise ValueError(f"{to!r} is no place to wait for; choose {', '.join(DESTINATIONS)}.")
    times = {"t1_ms": one_real(t1_ms, "t1_ms", low=0), "t2_ms": one_real(t2_ms, "t2_ms", low=0)}
    for name, value in times.items():
        if value == 0:
            raise ValueError(f"{name} must be above 0: a qubit without memory is no qubit.")
    # Equality is allowed, and 2 * t1_ms may be off in its last digit.
    if times["t2_ms"] > 2 * times["t1_ms"] * (1 + 1e-12):
        raise ValueError(
            f"t2_ms = {t2_ms:g} is more than 2 × t1_ms = {2 * t1_ms:g}: decay alone costs "
            "coherence, so T2 is at most 2 T1. Raise t1_ms first, or lower t2_ms."
        )
    if isinstance(halves, bool) or halves not in (1, 2):
        raise ValueError(
            f"One or both halves of a pair can wait: halves is 1 or 2, not {halves!r}."
        )
    return {
        "to": to,
        "t1_ms": times["t1_ms"],
        "t2_ms": times["t2_ms"],
        "progress": one_real(progress, "progress", low=0, high=1),
        "halves": int(halves),
    }


def waiting_numbers(
    to: str, *, t1_ms: float, t2_ms: float, progress: float, halves: int
) -> dict[str, float]:
    """Return the times, the fidelities, and where what moves stands."""

    def kept(length_km: float) -> float:
        return float(
            theory.stored_pair_fidelity(
                fibre_delay_s(length_km), t1_s=t1_ms / 1e3, t2_s=t2_ms / 1e3, halves=halves
            )
        )

    length = route(to).length_km
    now, arrival = kept(progress * length), kept(length)
    points, marks = news_way(to)
    message_x, message_y = maps.along(points, marks, progress)
    return {
        "length_km": length, "t1_ms": t1_ms, "t2_ms": t2_ms, "progress": progress,
        "halves": halves, "delay_ms": 1e3 * float(fibre_delay_s(length)),
        "elapsed_ms": 1e3 * float(fibre_delay_s(progress * length)),
        "f_now": now, "f_arrival": arrival,
        **{f"f_{km}": kept(km) for km in MARKS_KM},
        **{f"mark_{km}_y": height(kept(km)) for km in MARKS_KM},
        "message_x": message_x, "message_y": message_y,
        "now_x": across(progress * length), "now_y": height(now),
        **{f"label_{km}": float(labelled(km, length, progress)) for km in MARKS_KM},
        "arrival_x": across(length), "arrival_y": height(arrival),
        # What is above 1/2 shows; a faint line stays, for the pair is there in name.
        "pair_opacity": 0.12 + 0.88 * max(0.0, 2 * now - 1),
    }  # fmt: skip


def across(length_km: float) -> float:
    """Return where a distance lies on the axis; less than its first stays at its left end."""
    share = log10(max(length_km, PLOT["first"]) / PLOT["first"])
    width = PLOT["right"] - PLOT["left"]
    return PLOT["left"] + width * share / log10(PLOT["last"] / PLOT["first"])


def height(fidelity: float) -> float:
    """Return where a fidelity lies on the page."""
    return PLOT["bottom"] - (PLOT["bottom"] - PLOT["top"]) * fidelity


def labelled(km: float, length_km: float, progress: float) -> bool:
    """Say whether a mark of the curve has room for its number beside the two of this pair.

    Example:
        >>> labelled(1000, 948.0, 0.5), labelled(100, 948.0, 0.5)
        (False, True)
    """
    x = across(km)
    return all(
        abs(at - x - BESIDE) > ROOM for at in (across(length_km), across(progress * length_km))
    )


def curve(*, t1_ms: float, t2_ms: float, halves: int) -> str:
    """Return the path of F over distance."""
    ratio = PLOT["last"] / PLOT["first"]
    lengths = [PLOT["first"] * ratio ** (step / CURVE_STEPS) for step in range(CURVE_STEPS + 1)]
    kept = theory.stored_pair_fidelity(
        fibre_delay_s(lengths), t1_s=t1_ms / 1e3, t2_s=t2_ms / 1e3, halves=halves
    )
    width = PLOT["right"] - PLOT["left"]
    return maps.outline(
        [
            (PLOT["left"] + width * step / CURVE_STEPS, height(float(fidelity)))
            for step, fidelity in enumerate(kept)
        ]
    )


def way_words(to: str, numbers: dict[str, float]) -> str:
    """Say how long the way of the news is.

    Example:
        >>> way_words("Sydney", {"length_km": 948.0, "delay_ms": 4.642})
        'From Sydney to Brisbane: 948 km of fibre, 4.64 ms'
    """
    fibre = "of fibre" if route(to).planned else "as if by fibre (great circle × 1.2)"
    return (
        f"From {to} to Brisbane: {maps.kilometres(numbers['length_km'])} {fibre}, "
        f"{decimals(numbers['delay_ms'], places(numbers['delay_ms']))} ms"
    )


def who_words(to: str, halves: int) -> str:
    """Say what the message is, and who waits for it."""
    if halves == 1:
        return (
            f"{to} has measured its half and sends Brisbane two bits. "
            "Brisbane’s half waits for them."
        )
    return f"One bit about the pair goes from {to} to Brisbane. Both halves wait until it is there."


def verdict_words(numbers: dict[str, float]) -> str:
    """Say what the pair is good for when the news is there."""
    if numbers["f_arrival"] <= 0.5:
        return "Too late: F ≤ ½ is reached without any entanglement."
    return "In time: without entanglement F reaches ½ at most, and this is above."


def memory_words(numbers: dict[str, float]) -> str:
    """Write the two time constants."""
    t1, t2 = number(numbers["t1_ms"]), number(numbers["t2_ms"])
    return f"memory: T1 = {t1} ms, T2 = {t2} ms"


def time_words(numbers: dict[str, float]) -> str:
    """Write how long the pair has waited."""
    elapsed, delay = numbers["elapsed_ms"], numbers["delay_ms"]
    return f"{decimals(elapsed, places(delay))} of {decimals(delay, places(delay))} ms"


def places(delay_ms: float) -> int:
    """Return how many decimals a time of that size needs."""
    return 3 if delay_ms < 1 else 2


def waiting_alt(to: str, numbers: dict[str, float]) -> str:
    """Say in words what the picture shows."""
    marks = ", ".join(f"{decimals(numbers[f'f_{km}'])} at {km} km" for km in MARKS_KM)
    return (
        f"Map of a pair shared by Brisbane and {to}, and of its news on the way. "
        f"{way_words(to, numbers)}. {who_words(to, int(numbers['halves']))} "
        f"After {time_words(numbers)} the pair has F = {decimals(numbers['f_now'])}; when the news "
        f"arrives, F = {decimals(numbers['f_arrival'])}. {verdict_words(numbers)} "
        f"Curve of F against distance for this {memory_words(numbers)}: {marks}."
    )


def _plot(drawing: Drawing, numbers: dict[str, float]) -> None:
    left, right, bottom = PLOT["left"], PLOT["right"], PLOT["bottom"]
    drawing.text(left - 30, 106, "F when the news arrives", size=12, bold=True)
    drawing.text(left - 30, 121, memory_words(numbers), size=11, fill="muted", part="memory-words")
    half = height(0.5)
    drawing.rect(left, half, right - left, bottom - half, fill="error", fill_opacity=0.08)
    drawing.line(left, height(1), right, height(1), stroke="grid", width=1)
    drawing.line(left, half, right, half, stroke="error", dash=EVENTS["error"].dash)
    for share, name in ((0.0, "0"), (0.5, "½"), (1.0, "1")):
        y = height(share)
        drawing.text(left - 8, y + 4, name, size=11, fill="muted", anchor="end")
    for km in MARKS_KM:
        x = across(km)
        drawing.line(x, bottom, x, bottom + 5, stroke="line", width=1)
        drawing.text(x, bottom + 19, f"{km:,} km".replace(",", " "), size=11, fill="muted",
                     anchor="middle")  # fmt: skip
    drawing.line(left, bottom, right, bottom, stroke="line", width=1)
    middle = (left + right) / 2
    drawing.text(middle, bottom + 36, "distance the news has to come", size=12, fill="muted",
                 anchor="middle")  # fmt: skip
    drawing.text(middle, bottom + 50, "(logarithmic: each tick is ten times as far)", size=11,
                 fill="muted", anchor="middle")  # fmt: skip
    path = curve(t1_ms=numbers["t1_ms"], t2_ms=numbers["t2_ms"], halves=int(numbers["halves"]))
    drawing.path(path, stroke="predicted", width=2.5, part="curve")
    for km in MARKS_KM:
        y = numbers[f"mark_{km}_y"]
        drawing.circle(across(km), y, 4, fill="card", stroke="predicted", stroke_width=2,
                       part=f"mark-{km}")  # fmt: skip
        # Above and to the right of a falling curve there is room but for this pair's own marks.
        drawing.text(across(km) + 6, y - 6, decimals(numbers[f"f_{km}"]), size=11,
                     part=f"is-{km}", opacity=numbers[f"label_{km}"], **_EDGE)  # fmt: skip
    x, y = numbers["arrival_x"], numbers["arrival_y"]
    drawing.line(x, bottom, x, y, stroke="classical", dash="6 4", part="arrival-line")
    drawing.text(left + 10, bottom - 10, "F ≤ ½: reached without entanglement", size=11,
                 fill="error", **_EDGE)  # fmt: skip
    drawing.circle(x, y, 7, fill="card", stroke="quantum", stroke_width=2.5, part="arrival")
    drawing.circle(numbers["now_x"], numbers["now_y"], 6, fill="quantum", stroke="card",
                   stroke_width=1.5, part="now")  # fmt: skip


def _told(drawing: Drawing, numbers: dict[str, float]) -> None:
    """Write the numbers out, below both."""
    drawing.rect(16, 408, 608, 90, fill="panel", stroke="grid", rx=8)
    columns = (
        (32, "the pair has waited", "time", time_words(numbers), "ink"),
        (256, "F now", "f-now", decimals(numbers["f_now"]), "quantum"),
        (400, "F when the news arrives", "f-arrival", decimals(numbers["f_arrival"]), "quantum"),
    )
    for x, name, part, value, role in columns:
        drawing.text(x, 428, name, size=12, fill="muted")
        drawing.text(x, 454, value, size=19, bold=True, fill=role, part=part)
    drawing.text(32, 484, verdict_words(numbers), size=12, part="verdict")
