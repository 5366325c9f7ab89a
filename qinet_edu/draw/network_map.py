"""The course's second figure: the one network it builds, both planes, stage by stage."""

from collections.abc import Mapping, Sequence
from functools import cache

from qinet_edu import theory
from qinet_edu.draw import atlas, given
from qinet_edu.draw import map as maps
from qinet_edu.draw.atlas import HOME, SATELLITE, Item
from qinet_edu.draw.network_charts import charts
from qinet_edu.draw.palette import CHANNELS
from qinet_edu.draw.picture import Picture
from qinet_edu.draw.svg import Drawing, decimals, text_width
from qinet_edu.noise import fibre_delay_s
from qinet_edu.reference.growth import plan
from qinet_edu.reference.presets import preset
from qinet_edu.reference.stages import stages

PLANES = ("both", "quantum", "classical")
LOSS_DB_PER_KM = preset("telecom-fibre")["loss_db_per_km"]
# Lines of text that each part of the panel has room for, and how wide they may be.
ROWS = {"facts": 2, "hardware": 2, "quantum": 3, "classical": 3, "cannot": 2}
# The estimate of a text's width is a fifth too wide for whole sentences.
_WIDTHS = {"facts": 650, "hardware": 650, "quantum": 318, "classical": 318, "cannot": 625}
_PANEL = (16.0, 476.0, 608.0, 246.0)


def network(selected: str = HOME, *, stage: int = 1, plane: str = "both") -> Picture:
    """Draw the network of this course, with what one node or link of it does at one stage.

    A ring in Brisbane, eight segments of 80 to 157 km to Sydney, and three cities by satellite.
    What each stage adds is planned in this course; nothing of it is claimed to stand there.

    Args:
        selected: a node, as ``"Sydney"`` or ``"Satellite"``, or a link, as ``"Taree to
            Newcastle"`` or ``"Brisbane to Tokyo"``.
        stage: 1 to 5: how far the network has grown.
        plane: ``"quantum"``, ``"classical"`` or ``"both"``: which of them is drawn.

    Returns:
        The picture; its numbers are the ``stage``, the ``length_km`` of the link (of a node: from
        Brisbane), one way over it in ms and the share of photons that such a fibre lets through.

    Raises:
        ValueError: there is no such node, link, stage or plane.

    Example:
        >>> picture = network("Taree to Newcastle", stage=3)
        >>> picture.numbers["length_km"], round(picture.numbers["delay_ms"], 2)
        (157.0, 0.77)
        >>> picture.alt[:61]
        'Map of the network at stage 3, Quantum memory, purification a'
    """
    numbers = network_numbers(selected, stage, plane)
    entry = atlas.item(selected)
    drawing = Drawing(640, 738)
    drawing.text(24, 34, "One network grows", size=17, bold=True)
    for x, name in ((338, "quantum"), (480, "classical")):
        drawing.line(x, 30, x + 30, 30, stroke=name, width=2.5, dash=CHANNELS[name].dash)
        drawing.text(x + 36, 34, f"{name} plane", size=12, fill=name)
    drawing.text(24, 56, stage_words(stage), size=13, bold=True, part="stage")
    charts(drawing, entry, stage=stage, plane=plane)
    _panel(drawing, entry, stage, plane)
    alt = network_alt(selected, stage, plane)
    return Picture(drawing.render(alt), alt, numbers)


def network_numbers(selected: str, stage: int, plane: str) -> dict[str, float]:
    """Return the stage, and what the length of the selected link or way means."""
    if given.count("stage", stage) not in range(1, 6):
        raise ValueError(f"The network grows in stages 1 to 5; there is no stage {stage}.")
    if plane not in PLANES:
        raise ValueError(f"There is no plane {plane!r}; choose 'both', 'quantum' or 'classical'.")
    length = atlas.item(selected).length_km
    return {
        "stage": int(stage),
        "length_km": length,
        "delay_ms": 1e3 * float(fibre_delay_s(length)),
        "transmittance": float(theory.fibre_transmittance(length, loss_db_per_km=LOSS_DB_PER_KM)),
    }


def stage_words(stage: int) -> str:
    """Write the heading of a stage.

    Example:
        >>> stage_words(2)
        'Stage 2: Entanglement distribution'
    """
    return stages()[stage - 1].title


def share_words(share: float, *, about: bool = False) -> str:
    """Write what share of photons arrives; one that is only about right with two digits.

    Example:
        >>> share_words(0.0263), share_words(1.1e-19), share_words(0.4307, about=True)
        ('2.63 %', 'one in 10¹⁹', '43 %')
    """
    if share >= 1e-4:
        return f"{maps.two_digits(100 * share) if about else decimals(100 * share)} %"
    power = str(-_exponent(share)).translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"))
    return f"one in 10{power}"


def facts(entry: Item) -> str:
    """Say how far a node is from Brisbane, or how long a link is, and what follows from it.

    Example:
        >>> facts(atlas.item("Brisbane to Gold Coast"))
        '85 km of fibre: 0.42 ms one way; 2.00 % of photons arrive.'
    """
    if entry.key == SATELLITE:
        return (
            "One symbol for every pass of a satellite. Where it stands and how high says nothing."
        )
    if entry.key == HOME:
        return "Distances of all other nodes are counted from here, along the network."
    numbers = network_numbers(entry.key, 1, "both")
    # A position that nobody confirmed makes every length from it approximate.
    about = not all(atlas.place(end).printable for end in entry.ends)
    length = maps.kilometres(entry.length_km, about=about)
    one_way = f"{decimals(numbers['delay_ms'])} ms one way"
    share = share_words(numbers["transmittance"], about=about)
    if entry.by_satellite or entry.kind == "city":
        gap = atlas.place(HOME).great_circle_km(atlas.place(entry.ends[-1]))
        start = "Apart:" if entry.is_link else "From Brisbane:"
        return (
            f"{start} {maps.kilometres(gap)}. A cable would be {length} long (great circle × 1.2): "
            f"{one_way}; of photons in such a fibre {share} would arrive."
        )
    if entry.is_link:
        return f"{length} of fibre: {one_way}; {share} of photons arrive."
    arrive = "arrives" if share.startswith("one in") else "arrive"
    return f"From Brisbane: {length} of fibre, {one_way}; of photons sent, {share} {arrive}."


@cache
def wrapped(text: str, part: str) -> tuple[str, ...]:
    """Break a text of the panel into as many lines as its part has, the last ones empty.

    Raises:
        ValueError: the text is too long for its part.

    Example:
        >>> wrapped("As before.", "hardware")
        ('As before.', '')
    """
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if text_width(longer, 12) > _WIDTHS[part] and lines[-1]:
            lines.append(word)
        else:
            lines[-1] = longer
    if len(lines) > ROWS[part]:
        raise ValueError(f"{text!r} takes {len(lines)} lines; its part has {ROWS[part]}.")
    return (*lines, *[""] * (ROWS[part] - len(lines)))


def network_alt(selected: str, stage: int, plane: str) -> str:
    """Say in words what the map shows."""
    entry = atlas.item(selected)
    step = plan(entry.kind, stage)
    drawn = "both planes" if plane == "both" else f"the {plane} plane alone"
    said = [
        f"Map of the network at stage {stage}, {stages()[stage - 1].name}, {drawn}: a ring in "
        "Brisbane, the backbone to Sydney, and Auckland, Singapore and Tokyo by satellite. "
        f"Selected: {entry.key}, {step.what}. {facts(entry)} "
        f"Planned in this course: {step.hardware}"
    ]
    if plane != "classical":
        said.append(f"Quantum plane: {step.quantum}")
    if plane != "quantum":
        said.append(f"Classical plane: {step.classical}")
    return " ".join((*said, cannot_words(step.cannot)))


def texts() -> Mapping[str, Mapping[str, object]]:
    """Return every text of the panel by kind of node and link, broken into lines."""
    return {
        kind: {
            "what": plan(kind, 1).what,
            "steps": [
                {
                    "hardware": wrapped(plan(kind, stage).hardware, "hardware"),
                    "quantum": wrapped(plan(kind, stage).quantum, "quantum"),
                    "classical": wrapped(plan(kind, stage).classical, "classical"),
                    "cannot": wrapped(cannot_words(plan(kind, stage).cannot), "cannot"),
                }
                for stage in range(1, 6)
            ],
        }
        for kind in dict.fromkeys(entry.kind for entry in atlas.items())
    }


def _panel(drawing: Drawing, entry: Item, stage: int, plane: str) -> None:
    """Tell what the selected node or link is, what flows there, and what it cannot do."""
    x, y, width, height = _PANEL
    step = plan(entry.kind, stage)
    left, middle = x + 12, x + width / 2 + 6
    drawing.rect(x, y, width, height, fill="panel", stroke="grid", rx=8)
    drawing.text(left, y + 24, entry.key, size=15, bold=True, part="title")
    drawing.text(x + width - 12, y + 24, step.what, size=12, fill="muted", anchor="end",
                 part="what")  # fmt: skip
    _lines(drawing, left, y + 46, "facts", wrapped(facts(entry), "facts"))
    drawing.text(left, y + 85, planned_words(stage), size=12, bold=True, part="planned")
    _lines(drawing, left, y + 102, "hardware", wrapped(step.hardware, "hardware"))
    for name, start in (("quantum", left), ("classical", middle)):
        shown = plane in ("both", name)
        with drawing.group(part=f"panel-{name}", display=maps.shown(shown)):
            drawing.line(start, y + 140, start + 22, y + 140, stroke=name, width=2.5,
                         dash=CHANNELS[name].dash)  # fmt: skip
            drawing.text(start + 28, y + 144, f"In the {name} plane", size=12, bold=True, fill=name)
            _lines(drawing, start, y + 161, name, wrapped(getattr(step, name), name))
    drawing.text(left, y + 218, "✕", size=14, bold=True, fill="error")
    _lines(drawing, left + 20, y + 218, "cannot", wrapped(cannot_words(step.cannot), "cannot"))


def cannot_words(cannot: str) -> str:
    """Write what it cannot do, as a sentence.

    Example:
        >>> cannot_words("Store: a pair fades.")
        'It cannot store: a pair fades.'
    """
    return f"It cannot {cannot[0].lower()}{cannot[1:]}"


def planned_words(stage: int) -> str:
    """Write what the lines below are: a plan."""
    return f"Planned in this course for stage {stage}:"


def _lines(drawing: Drawing, x: float, y: float, part: str, lines: Sequence[str]) -> None:
    for row, line in enumerate(lines):
        drawing.text(x, y + 16 * row, line, size=12, part=f"{part}-{row}")


def _exponent(share: float) -> int:
    """Return the whole power of ten nearest to a share."""
    return int(f"{share:.0e}".split("e")[1])
