"""Who must be trusted: the network with some nodes in Eve's hands, and the keys that fall."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from qinet_edu.draw import atlas
from qinet_edu.draw.network_charts import CHARTS, ground, links, sites
from qinet_edu.draw.picture import Picture
from qinet_edu.draw.svg import Drawing, number
from qinet_edu.network import EndKey, Network
from qinet_edu.network import compromised as compromise

# The table of keys: where its first cell stands, and how far apart cells are.
TABLE = {"left": 168.0, "top": 490.0, "pitch": 17.0, "cell": 14.0}
_FELL, _OWN, _STANDS = "x", "e", "."


def compromised(nodes: Sequence[str] = ("Coffs Harbour",), *, ways: int = 1) -> Picture:
    """Draw the network with some nodes in Eve's hands, and every key of two sites that falls.

    A relay sees each key it passes on. Coffs Harbour, in the middle of the backbone, reads 44 keys
    of others; no error rate tells, for QKD guards the links and not the nodes.

    Args:
        nodes: the nodes that Eve reads: sites, or ``"Satellite"``.
        ways: 1 if a key takes the shortest way; 2 if it is the sum of two shares on ways that
            share no node, where there are two: in Brisbane's ring.

    Returns:
        The picture; its numbers count the keys ``at_an_end``, those that fall ``on_the_way`` and
        the ``standing``, and the ``shares`` she saw in vain; ``keys`` has a letter for each pair
        of sites, and ``brisbane`` how many of Brisbane's keys fall.

    Raises:
        ValueError: there is no such node, one is named twice, or ways other than 1 or 2.

    Example:
        >>> numbers = compromised(["Satellite"]).numbers
        >>> numbers["on_the_way"], numbers["at_an_end"], numbers["standing"]
        (42, 0, 78)
    """
    settings = read_settings(nodes=nodes, ways=ways)
    numbers = trust_numbers(**settings)
    drawing = Drawing(640, 778)
    lines = trust_words(settings["nodes"], numbers)
    drawing.text(24, 34, "Who must be trusted?", size=17, bold=True)
    drawing.text(24, 56, lines[0], bold=True, part="who")
    ground(drawing)
    links(drawing, "quantum", apart=0)
    sites(drawing)
    _fallen(drawing, settings["nodes"])
    _table(drawing, numbers)
    _told(drawing, settings, numbers, lines)
    alt = trust_alt(settings, numbers, lines)
    return Picture(drawing.render(alt), alt, numbers)


def read_settings(nodes: Sequence[str], *, ways: int) -> dict[str, Any]:
    """Return the settings, checked; nodes in the order of the network."""
    named = [nodes] if isinstance(nodes, str) else list(nodes)
    known = names()
    for name in named:
        if name not in known:
            raise ValueError(f"There is no node {name!r}; nodes are {', '.join(known)}.")
    if len(set(named)) < len(named):
        raise ValueError(f"nodes are named once each; {named!r} has one twice.")
    if isinstance(ways, bool) or ways not in (1, 2):
        raise ValueError(f"A key takes 1 or 2 ways here, not ways={ways!r}.")
    return {"nodes": tuple(sorted(named, key=known.index)), "ways": int(ways)}


@cache
def names() -> tuple[str, ...]:
    """Return all nodes: the sites that have keys, then the satellite.

    Example:
        >>> len(names()), names()[0], names()[-1]
        (17, 'Brisbane', 'Satellite')
    """
    return tuple(Network.of_the_course().nodes)


@cache
def keys(ways: int) -> tuple[EndKey, ...]:
    """Return the key of every two sites with its ways, pair by pair.

    Example:
        >>> [(key.a, key.b, len(key.ways)) for key in keys(2)][2]
        ('Brisbane', 'Nathan', 2)
    """
    return compromise(Network.of_the_course(), (), ways=ways).standing


def trust_numbers(nodes: tuple[str, ...], ways: int) -> dict[str, Any]:
    """Return how many keys fall and stand, and which."""
    found = compromise(Network.of_the_course(), nodes, ways=ways)
    letters = dict.fromkeys(keys(ways), _STANDS)
    letters |= dict.fromkeys(found.on_the_way, _FELL) | dict.fromkeys(found.at_an_end, _OWN)
    return {
        "nodes": len(nodes), "ways": ways, "at_an_end": len(found.at_an_end),
        "on_the_way": len(found.on_the_way), "standing": len(found.standing),
        "keys": "".join(letters.values()),
        "shares": sum(not key.between.isdisjoint(nodes) for key in found.standing),
        "brisbane": sum("Brisbane" in (key.a, key.b) for key in found.fallen),
    }  # fmt: skip


def trust_words(nodes: tuple[str, ...], numbers: dict[str, Any]) -> tuple[str, ...]:
    """Say who is in Eve's hands, and what she reads there."""
    if not nodes:
        return (
            "Eve is in none of the nodes.",
            "Every key stands, as long", "as every node between", "its ends can be trusted.",
        )  # fmt: skip
    where = nodes[0] if len(nodes) == 1 else f"{len(nodes)} of {len(names())} nodes"
    if numbers["on_the_way"]:
        after = ("No error rate tells: she reads", "keys in the nodes, where they", "lie open.")
    elif numbers["shares"]:
        of = f"Of {numbers['shares']} key{'s' * (numbers['shares'] > 1)}"
        after = (f"{of} one share passed", "her; without the other it", "tells her nothing.")
    else:
        after = ("No key of others passes here.", "Its own keys she has, as", "anywhere.")
    return f"Eve is in {where}.", *after


def trust_alt(settings: dict[str, Any], numbers: dict[str, Any], lines: tuple[str, ...]) -> str:
    """Say in words what the map and the table show."""
    who = f" They are {', '.join(settings['nodes'])}." if len(settings["nodes"]) > 1 else ""
    how = "the shortest way" if settings["ways"] == 1 else "two ways where there are two"
    fallen = [
        key.b if key.a == "Brisbane" else key.a
        for key, letter in zip(keys(settings["ways"]), numbers["keys"], strict=True)
        if letter != _STANDS and "Brisbane" in (key.a, key.b)
    ]
    ours = f": those with {', '.join(fallen)}" if fallen else ""
    return (
        f"Map of the network, with a table of the keys of every two sites, {how}. {lines[0]}{who} "
        f"Of 120 keys, {numbers['on_the_way']} fall on the way, {numbers['at_an_end']} because an "
        f"end is hers, and {numbers['standing']} stand. {brisbane_words(numbers)[:-1]}{ours}. "
        f"{' '.join(lines[1:])}"
    )


def _fallen(drawing: Drawing, nodes: tuple[str, ...]) -> None:
    """Draw Eve's sign at every node that may be hers, and what a hand may press."""
    for index, name in enumerate(names()):
        spots = [
            atlas.spot(name, chart) for key, chart in CHARTS.items() if name in atlas.shown_on(key)
        ]
        with drawing.group(part=f"fallen-{index}", opacity=float(name in nodes)):
            for x, y in spots:
                drawing.circle(x, y, 9, fill="eve", stroke="card", stroke_width=1.5)
                drawing.text(x, y + 4.5, "E", size=12, anchor="middle", fill="card", bold=True)
    for index, name in enumerate(names()):
        for key, chart in CHARTS.items():
            if name in atlas.shown_on(key):
                x, y = atlas.spot(name, chart)
                drawing.circle(x, y, 14, fill="card", fill_opacity=0.0, data_node=str(index))


def cells(letters: str, letter: str) -> str:
    """Return the squares of all keys with a letter, as one path.

    Example:
        >>> cells("." * 119 + "x", "x")
        'M406 745h14v14h-14z'
    """
    size = number(TABLE["cell"])
    return "".join(
        f"M{number(x)} {number(y)}h{size}v{size}h-{size}z" for x, y in _corners(letters, letter)
    )


def crosses(letters: str) -> str:
    """Return a cross on every key that falls on the way."""
    return "".join(
        f"M{number(x + 4)} {number(y + 4)}l6 6m0 -6l-6 6" for x, y in _corners(letters, _FELL)
    )


def _corners(letters: str, letter: str) -> list[tuple[float, float]]:
    sites_ = names()[:-1]
    pairs = [(a, b) for a in range(len(sites_)) for b in range(a + 1, len(sites_))]
    return [
        (TABLE["left"] + TABLE["pitch"] * a, TABLE["top"] + TABLE["pitch"] * b)
        for (a, b), one in zip(pairs, letters, strict=True)
        if one == letter
    ]


def _table(drawing: Drawing, numbers: dict[str, Any]) -> None:
    """Draw a square for each key: a row and a column for each site."""
    left, top, pitch = TABLE["left"], TABLE["top"], TABLE["pitch"]
    drawing.text(24, 470, "The key of every two sites", size=14, bold=True)
    for index, name in enumerate(names()[:-1]):
        y = top + pitch * index + 11
        drawing.text(left - 30, y, name, size=11, anchor="end")
        drawing.text(left - 8, y, f"{index + 1}", size=11, anchor="end", fill="muted")
        drawing.text(left + pitch * index + 7, y, f"{index + 1}", size=11, anchor="middle",
                     fill="muted")  # fmt: skip
    drawing.path(cells("." * 120, "."), fill="panel", stroke="line", width=0.8)
    drawing.path(cells(numbers["keys"], _OWN), fill="eve", stroke="eve", width=0.8, part="own")
    drawing.path(cells(numbers["keys"], _FELL), fill="error", stroke="error", width=0.8,
                 fill_opacity=0.25, part="fell")  # fmt: skip
    drawing.path(crosses(numbers["keys"]), stroke="error", width=2, part="crosses")


def _told(
    drawing: Drawing, settings: dict[str, Any], numbers: dict[str, Any], lines: tuple[str, ...]
) -> None:
    """Write the counts out beside the table, with its signs."""
    x = 424.0
    for row, (name, part) in enumerate(
        (("fall on the way", "on_the_way"), ("fall: an end is hers", "at_an_end"),
         ("stand", "standing"))
    ):  # fmt: skip
        y = 482.0 + 30 * row
        drawing.text(x + 52, y + 6, f"{numbers[part]}", size=19, anchor="end", bold=True,
                     part=part)  # fmt: skip
        drawing.text(x + 64, y + 5, name, size=13)
        if row == 0:
            drawing.rect(x - 8, y - 7, 14, 14, fill="error", fill_opacity=0.25, stroke="error",
                         stroke_width=0.8)  # fmt: skip
            drawing.path(f"M{number(x - 4)} {number(y - 3)}l6 6m0 -6l-6 6", stroke="error", width=2)
        else:
            drawing.rect(x - 8, y - 7, 14, 14, fill="eve" if row == 1 else "panel",
                         stroke="eve" if row == 1 else "line", stroke_width=0.8)  # fmt: skip
    for row, line in enumerate(lines[1:]):
        drawing.text(x - 8, 588 + 18 * row, line, size=12, part=f"words-{row}")
    drawing.text(x - 8, 654, brisbane_words(numbers), size=12, bold=True, part="brisbane")
    drawing.text(x - 8, 672, ways_words(settings["ways"]), size=12, fill="muted", part="ways")


def brisbane_words(numbers: dict[str, Any]) -> str:
    """Say how many of Brisbane's keys fall."""
    fell = numbers["brisbane"]
    return f"Of Brisbane’s 15 keys {fell or 'none'} fall{'s' if fell < 2 else ''}."


def ways_words(ways: int) -> str:
    """Say which way keys take."""
    return "by the shortest way" if ways == 1 else "by two ways, where there are"
