"""Conversations as message-sequence charts: the picture network people know protocols from."""

from math import hypot
from typing import TYPE_CHECKING, Any

from qinet_edu.draw import palette
from qinet_edu.draw.picture import Picture
from qinet_edu.draw.sequence_layout import (
    LEADING,
    LOST_AT,
    SIZE,
    TOP,
    Chart,
    Step,
    box_of,
    columns,
    place,
    wrap,
)
from qinet_edu.draw.svg import Drawing, decimals, number
from qinet_edu.units import three_digits, time_unit, time_words

if TYPE_CHECKING:
    from qinet_edu.protocols.transcript import Event, Transcript

MOST_PARTIES = 8
MOST_EVENTS = 40
_STACKED = "arrows that start together are drawn one below the other"


def sequence(transcript: "Transcript", *, title: str = "Who tells whom what, and when") -> Picture:
    """Draw a conversation: a line for each party, time downwards, an arrow for each message.

    A message in flight is a slanted arrow: solid for qubits, double and dashed for bits; one that
    is lost ends in a cross. The time axis is to scale where that does not double its length; the
    chart says so. What happens at one moment is stacked. It shows 40 events, and says how many
    more there are.

    Args:
        transcript: what was said, as ``protocols.teleport(...).transcript``.
        title: the heading.

    Returns:
        The picture; its words list every event drawn; its numbers are ``parties``, ``events``,
        ``drawn``, ``classical_bits``, ``qubits_sent``, ``duration_s`` and ``to_scale``.

    Raises:
        TypeError: this is no transcript.
        ValueError: it has no party, or more than eight.

    Example:
        >>> from qinet_edu.protocols import Act, Message, Transcript
        >>> told = Transcript(["alice", "bob"], [
        ...     Message("alice", "bob", "bit 1", "classical", 0.0, 4.9e-3),
        ...     Act("bob", "applies X", 4.9e-3),
        ... ])
        >>> print(sequence(told).alt)
        Sequence chart of alice, bob, time downwards. 1: at 0 s, alice → bob, bit 1 (classical), \
there at 4.9 ms. 2: at 4.9 ms, bob applies X. In all 2 parties, 2 events in 4.9 ms; sent: 1 bit, \
0 qubits.
    """
    _check(transcript)
    events = transcript.events[:MOST_EVENTS]
    width, xs = columns(len(transcript.parties))
    times, steps = _steps(transcript.parties, events, xs)
    chart = place(steps, xs, times)
    more = len(transcript.events) - len(events)
    end = chart.bottom + 26
    stacked = _stacked(steps, chart)
    drawing = Drawing(width, end + 24 * bool(more) + 44 + 16 * stacked)
    drawing.text(24, 34, title, size=17, bold=True)
    roles = palette.parties(transcript.parties)
    if len(roles) == 1:
        roles = dict.fromkeys(roles, "other")
    _lifelines(drawing, transcript.parties, roles, xs, end)
    _axis(drawing, chart, times, end)
    for index, step in enumerate(steps):
        if step.end is not None:
            _arrow(drawing, chart, index, step, events[index])
    for index, step in enumerate(steps):
        _words(drawing, chart, index, step, roles[transcript.parties[step.start]])
    if more:
        drawing.text(xs[0], end + 20, f"… {more} more event{'s' * (more > 1)}", size=13, bold=True,
                     anchor="middle")  # fmt: skip
    _legend(drawing, events, chart, drawing.height - 18 - 16 * stacked)
    if stacked:
        drawing.text(width - 24, drawing.height - 18, _STACKED, size=SIZE, anchor="end",
                     fill="muted")  # fmt: skip
    numbers = {
        "parties": len(transcript.parties), "events": len(transcript.events), "drawn": len(events),
        "classical_bits": transcript.classical_bits, "qubits_sent": transcript.qubits_sent,
        "duration_s": transcript.duration_s, "to_scale": chart.to_scale,
    }  # fmt: skip
    alt = _alt(transcript, len(events))
    return Picture(drawing.render(alt), alt, numbers)


def _check(transcript: Any) -> None:
    # Only here: a drawing must not load the quantum software that protocols stand on.
    from qinet_edu.protocols.transcript import Transcript

    if not isinstance(transcript, Transcript):
        raise TypeError(
            f"draw.sequence draws a transcript; this is a {type(transcript).__name__}. A run of a "
            "protocol has one: protocols.teleport(...).transcript."
        )
    if not 1 <= len(transcript.parties) <= MOST_PARTIES:
        raise ValueError(
            f"A chart has room for 1 to {MOST_PARTIES} parties; this transcript has "
            f"{len(transcript.parties)}. Take out some: transcript.only("
            f"{', '.join(map(repr, transcript.parties[:2]))})."
        )


def _steps(
    parties: tuple[str, ...], events: "tuple[Event, ...]", xs: list[float]
) -> tuple[list[float], list[Step]]:
    """Return the moments, and each event as what is to be placed between them."""
    from qinet_edu.protocols.transcript import Act

    spans = [
        (one.at_s, one.at_s) if isinstance(one, Act) else (one.sent_s, one.arrives_s)
        for one in events
    ]
    times = _moments([time for span in spans for time in span])
    column = {party: index for index, party in enumerate(parties)}
    gap = xs[1] - xs[0] if len(xs) > 1 else 300.0
    steps = []
    for event, (begun, ended) in zip(events, spans, strict=True):
        moments = _nearest(times, begun), _nearest(times, ended)
        if isinstance(event, Act):
            lines = wrap(event.words, min(170.0, gap - 26), most=5)
            steps.append(Step(lines, column[event.party], None, moments))
            continue
        start, end = column[event.sender], column[event.receiver]
        share = LOST_AT if event.lost else 1.0
        room = min(200.0, share * gap * abs(end - start) - (18 if event.lost else 30))
        lines = wrap(event.what, room, most=3)
        steps.append(Step(lines, start, end, moments, event.lost))
    return times, steps


def _moments(times: list[float]) -> list[float]:
    """Return the times in order, those that differ by rounding only once."""
    found: list[float] = []
    for time in sorted(times):
        if not found or time - found[-1] > 1e-9 * max(abs(times[-1]), abs(time)):
            found.append(time)
    return found


def _nearest(times: list[float], time: float) -> int:
    return min(range(len(times)), key=lambda index: abs(times[index] - time))


def _lifelines(
    drawing: Drawing, parties: tuple[str, ...], roles: dict[str, str], xs: list[float], end: float
) -> None:
    """Draw each party's line, and above it the party's name and mark in its colour."""
    half = min(70.0, (xs[1] - xs[0]) / 2 - 5) if len(xs) > 1 else 70.0
    for party, x in zip(parties, xs, strict=True):
        role = roles[party]
        drawing.line(x, TOP - 22, x, end, stroke=role, width=2)
        drawing.rect(x - half, TOP - 58, 2 * half, 38, fill="panel", stroke=role, rx=7,
                     stroke_width=2)  # fmt: skip
        lines = wrap(party, 2 * half - 14, most=2)
        for row, line in enumerate(lines):
            y = TOP - 39 + 4.5 + LEADING * (row - (len(lines) - 1) / 2)
            drawing.text(x, y, line, size=12, anchor="middle", fill=role, bold=True)


def _axis(drawing: Drawing, chart: Chart, times: list[float], end: float) -> None:
    """Draw the moments at the left, in the unit that suits the last one."""
    unit, name = time_unit(max(map(abs, times), default=0.0))
    drawing.line(68, TOP - 12, 68, end - 6, stroke="line", width=1)
    drawing.path(f"M64 {number(end - 12)}h8l-4 8z", fill="line", stroke=None)
    drawing.text(62, TOP - 34, f"time, {name}", size=SIZE, anchor="end", fill="muted")
    right = chart.xs[-1] + 20
    for tick, y in zip(_ticks([time / unit for time in times]), chart.moments, strict=True):
        drawing.line(64, y, right, y, stroke="grid", width=1, dash="2 4")
        drawing.line(64, y, 72, y, stroke="line", width=1)
        drawing.text(60, y + 4, tick, size=SIZE, anchor="end", fill="muted")


def _ticks(times: list[float]) -> list[str]:
    """Write the moments so that no two read alike."""
    ticks, places = [three_digits(time) for time in times], 1
    while len(set(ticks)) < len(ticks) and places < 12:
        ticks = [decimals(time, places) for time in times]
        places += 1
    return ticks


def _arrow(drawing: Drawing, chart: Chart, index: int, step: Step, event: "Event") -> None:
    """Draw a message in flight, to its receiver or to where it was lost."""
    assert step.end is not None
    channel = getattr(event, "channel", "classical")
    x1, y1 = chart.xs[step.start], chart.ys[index][0]
    x2, y2 = chart.xs[step.end], chart.ys[index][1]
    if step.lost:
        x2, y2 = x1 + LOST_AT * (x2 - x1), y1 + LOST_AT * (y2 - y1)
    long = hypot(x2 - x1, y2 - y1)
    along, across = (x2 - x1) / long, (y2 - y1) / long
    role = "error" if step.lost else channel
    dash = palette.EVENTS["error"].dash if step.lost else palette.CHANNELS[channel].dash
    back = 0.0 if step.lost else 9.0
    tx, ty = x2 - back * along, y2 - back * across
    for shift in (-2.0, 2.0) if channel == "classical" else (0.0,):
        dx, dy = -across * shift, along * shift
        drawing.line(x1 + dx, y1 + dy, tx + dx, ty + dy, stroke=role, dash=dash,
                     width=1.5 if channel == "classical" else 2.5)  # fmt: skip
    if step.lost:
        for rise in (-7.0, 7.0):
            drawing.line(x2 - 7, y2 - rise, x2 + 7, y2 + rise, stroke="error", width=3)
        return
    left = f"{number(tx - 5.5 * across)} {number(ty + 5.5 * along)}"
    right = f"{number(tx + 5.5 * across)} {number(ty - 5.5 * along)}"
    drawing.path(f"M{number(x2)} {number(y2)}L{left}L{right}Z", fill=role, stroke=None)


def _words(drawing: Drawing, chart: Chart, index: int, step: Step, role: str) -> None:
    """Set the text of an event: in its box, or on its arrow."""
    rect = chart.labels[index] or box_of(step, chart.xs, *chart.ys[index])
    left, top, right, bottom = rect
    if step.end is None:
        drawing.rect(left, top, right - left, bottom - top, fill="card", stroke=role, rx=4,
                     stroke_width=1.75)  # fmt: skip
    else:  # one piece: between the words too, dashes would read as letters
        drawing.rect(left, top, right - left, bottom - top, fill="card", rx=4)
    middle = (top + bottom) / 2
    for row, line in enumerate(step.lines):
        y = middle + 4 + LEADING * (row - (len(step.lines) - 1) / 2)
        drawing.text((left + right) / 2, y, line, size=SIZE, anchor="middle",
                     fill="error" if step.lost else "ink")  # fmt: skip


def _legend(drawing: Drawing, events: "tuple[Event, ...]", chart: Chart, y: float) -> None:
    """Say what the lines mean that occur, and whether time is to scale."""
    channels = {getattr(event, "channel", "") for event in events}
    x = 24.0
    if "quantum" in channels:
        drawing.line(x, y - 4, x + 30, y - 4, stroke="quantum", width=2.5)
        drawing.text(x + 36, y, "qubits", size=SIZE, fill="muted")
        x += 94
    if "classical" in channels:
        for shift in (-2.0, 2.0):
            drawing.line(x, y - 4 + shift, x + 30, y - 4 + shift, stroke="classical",
                         dash=palette.CHANNELS["classical"].dash)  # fmt: skip
        drawing.text(x + 36, y, "bits", size=SIZE, fill="muted")
        x += 80
    if any(getattr(event, "lost", False) for event in events):
        for rise in (-5.0, 5.0):
            drawing.line(x, y - 4 - rise, x + 10, y - 4 + rise, stroke="error", width=2.5)
        drawing.text(x + 17, y, "lost", size=SIZE, fill="muted")
    said = f"the time between two ticks is {'' if chart.to_scale else 'not '}to scale"
    if len(chart.moments) > 2:
        drawing.text(drawing.width - 24, y, said, size=SIZE, anchor="end", fill="muted")


def _stacked(steps: list[Step], chart: Chart) -> bool:
    """Return whether arrows that start at one moment begin at different heights."""
    starts: dict[int, set[float]] = {}
    for step, (start, _) in zip(steps, chart.ys, strict=True):
        if step.end is not None:
            starts.setdefault(step.moments[0], set()).add(start)
    return any(len(heights) > 1 for heights in starts.values())


def _alt(transcript: "Transcript", drawn: int) -> str:
    """Say in words what the chart shows, event by event."""
    from qinet_edu.protocols.transcript import Act, begins_s, parties_of, said

    sentences = [f"Sequence chart of {', '.join(transcript.parties)}, time downwards."]
    for nth, event in enumerate(transcript.events[:drawn], start=1):
        comma = "" if isinstance(event, Act) else ","
        who = " → ".join(parties_of(event))
        when = time_words(begins_s(event))
        sentences.append(f"{nth}: at {when}, {who}{comma} {said(event)}.")
    more = len(transcript.events) - drawn
    if more:
        sentences.append(f"Not drawn: {more} more event{'s' * (more > 1)}.")
    return " ".join([*sentences, f"In all {transcript.summary}."])
