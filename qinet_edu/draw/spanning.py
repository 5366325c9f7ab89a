"""A pair over a few links in space and time: attempts, heralds, waits, swaps and their news."""

from functools import cache
from itertools import pairwise
from math import floor, inf, log, log1p
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from qinet_edu import network, theory
from qinet_edu.arguments import one_real
from qinet_edu.draw import given
from qinet_edu.draw.joining import towns
from qinet_edu.draw.picture import Picture
from qinet_edu.draw.spanning_chart import (
    MOST,
    ROWS,
    chart,
    columns,
    down,
    legend,
    log_rows,
    readout,
    step_s,
)
from qinet_edu.draw.spanning_words import HEADING, left_words, result_words, timeline_alt, told
from qinet_edu.draw.svg import Drawing
from qinet_edu.network.swapping_asap import far_s
from qinet_edu.theory.bell_vectors import werner_vectors

PARTS = network.Hardware.of_the_course()
# How many runs of a seed differ.
RUNS = 50
# What happens at one moment happens in this order.
KINDS = ("pair", "swap", "done")


class Row(NamedTuple):
    """Say what happened when, and to which pair.

    Attributes:
        time_s: since the first attempt.
        kind: ``"pair"``, ``"swap"`` or ``"done"``.
        place: link of a new pair, counted from 0, or the node that swaps, counted from 1.
        a: node at which the pair begins.
        b: node at which it ends.
    """

    time_s: float
    kind: str
    place: int
    a: int
    b: int


def chain_timeline(
    links: int = 2,
    *,
    success: float = 0.1,
    t2_s: float = 0.1,
    fidelity: float = 1.0,
    time_s: float | None = None,
    run: int = 0,
    seed: int = 8,
) -> Picture:
    """Draw how a pair over the first links of the backbone comes about, and what waits meanwhile.

    A space–time diagram, place across, time downwards: light and news are slanted lines. Every
    link tries until a herald says yes, a node swaps as soon as it has both halves, and its two
    bits go to both ends. Every half is drawn as long as it lies in memory, and thinner as it
    decays. In the run shown at first the pair from Brisbane to Ballina takes 6.9 ms, and of
    perfect pairs in memories with a T2 of 100 ms a fidelity of 0.94 is left. Three quarters of the
    waiting is for the slower link.

    Args:
        links: how many, from Brisbane: 2, 3 or 4.
        success: probability that an attempt makes a pair, 0.05 to 1. The parts of the course
            give far less over such links: 1 in 1700 with two clicks over 85 km.
        t2_s: coherence time of all memories in seconds, 0.001 to 1. Populations do not decay.
        fidelity: that of each link's pair when its photons leave, 0.5 to 1 (Werner pairs).
        time_s: until when the run is shown, in seconds from the first attempt; ``None`` to its
            end.
        run: which run, 0 to 49.
        seed: of all runs.

    Returns:
        The picture; its numbers are of link i the ``attempts_i`` it needs, how long each takes
        (``attempt_s_i``), its crossing by light (``light_s_i``) and when both its ends know of
        the pair (``ready_s_i``); of node j when it swaps (``swapped_s_j``); when the last swap
        is made (``last_s``) and when both ends know of it (``done_s``); how long halves lie in
        memory, all together: for heralds (``herald_s``), for neighbours (``neighbour_s``), for
        the last message (``news_s``), in sum (``waited_s``); the pair's fidelity without any
        waiting (``f_fresh``) and with it (``f_end``); and of what happened k-th its ``kind_k``,
        ``time_k``, the pair it leaves (``from_k``, ``to_k``) and its ``f_k``.

    Raises:
        TypeError: something is no real number.
        ValueError: something is out of its range.

    Source:
        M. Żukowski et al., PRL 71, 4287 (1993).

    Example:
        >>> numbers = chain_timeline().numbers
        >>> numbers["attempts_0"], numbers["attempts_1"], round(1e3 * numbers["done_s"], 2)
        (4, 11, 6.87)
        >>> round(1e3 * numbers["waited_s"], 1), round(numbers["f_end"], 3)
        (12.3, 0.942)
    """
    numbers = timeline_numbers(
        **read_settings(
            links=links, success=success, t2_s=t2_s, fidelity=fidelity, time_s=time_s, run=run,
            seed=seed,
        )
    )  # fmt: skip
    names, _ = towns()
    drawing = Drawing(640, 648)
    drawing.text(24, 34, "From the first photon to the last message", size=17, bold=True)
    drawing.text(24, 58, result_words(numbers, names), bold=True, part="result")
    drawing.text(24, 77, HEADING, size=12, fill="muted")
    chart(drawing, numbers, names)
    log_rows(drawing, numbers, names)
    legend(drawing)
    readout(drawing, told(numbers), left_words(numbers))
    alt = timeline_alt(numbers, names)
    return Picture(drawing.render(alt), alt, numbers)


def read_settings(**settings: Any) -> dict[str, Any]:
    """Return the settings, checked."""
    links, run = (given.count(name, settings[name]) for name in ("links", "run"))
    if not 2 <= links <= MOST:
        raise ValueError(f"links is 2 to {MOST}, not {links}: one has no swap, more have no room.")
    if run >= RUNS:
        raise ValueError(f"run is at most {RUNS - 1}, not {run}; another seed gives others.")
    time_s = settings["time_s"]
    return {
        "links": links,
        "success": one_real(settings["success"], "success", low=0.05, high=1),
        "t2_s": one_real(settings["t2_s"], "t2_s", low=1e-3, high=1),
        "fidelity": one_real(settings["fidelity"], "fidelity", low=0.5, high=1),
        "time_s": None if time_s is None else one_real(time_s, "time_s", low=0),
        "run": run,
        "seed": given.count("seed", settings["seed"]),
    }


@cache
def luck(seed: int) -> NDArray[np.float64]:
    """Draw what chance decides, as numbers in (0, 1), of each link in each run.

    Never 0 nor 1, whose logarithms would be no waits.
    """
    whole = np.random.default_rng(seed).integers(0, 10**6, (RUNS, MOST))
    numbers: NDArray[np.float64] = (whole + 0.5) / 10**6
    return numbers


def tries(lucky: float, success: float) -> int:
    """Return how many attempts a pair takes: geometric.

    Example:
        >>> tries(0.5, 0.1), tries(0.5, 1.0)
        (7, 1)
    """
    return 1 if success == 1 else 1 + floor(log(lucky) / log1p(-success))


def left_of(fidelity: float, links: int, waited_s: float, t2_s: float) -> float:
    """Return the fidelity of a pair joined of equal Werner pairs, of which halves have waited.

    Example:
        >>> round(left_of(1.0, 2, 0.02, 0.1), 3)  # (1 + e^(-0.2))/2
        0.909
    """
    joined = werner_vectors(fidelity if links == 1 else theory.swap(*[fidelity] * links))
    return float(theory.waited(joined, waited_s, t1_s=inf, t2_s=t2_s, halves=1)[0])


def timeline_numbers(
    links: int, success: float, t2_s: float, fidelity: float, time_s: float | None, run: int,
    seed: int,
) -> dict[str, Any]:  # fmt: skip
    """Return what happens when, what it leaves, and where it is drawn."""
    _, lengths = towns()
    ways = [network.scheme("single-click", km, hardware=PARTS) for km in lengths[:links]]
    light = [way.waits_s[0] for way in ways]
    needed = [tries(float(one), success) for one in luck(seed)[run, :links]]
    ready = [many * way.attempt_s for many, way in zip(needed, ways, strict=True)]
    swapped = [max(pair) for pair in pairwise(ready)]
    last = max(swapped)
    far = far_s([network.Segment.of(way) for way in ways]).tolist()
    done = max(time + later for time, later in zip(swapped, far, strict=True))
    now = done if time_s is None else min(time_s, done)

    def waited(a: int, b: int, until: float) -> float:
        """Return how long the halves of a pair from node a to b have lain in memory by then."""
        inner = sum(abs(left - right) for left, right in pairwise(ready[a:b]))
        return 2 * sum(light[a:b]) + inner + 2 * until - ready[a] - ready[b - 1]

    numbers: dict[str, Any] = {
        "links": links, "success": success, "t2_s": t2_s, "fidelity": fidelity,
        "length_km": float(sum(lengths[:links])), "last_s": last, "done_s": done, "now_s": now,
        "over": int(now >= done), "pairs": sum(_by(now, time) for time in ready),
        "swaps": sum(_by(now, time) for time in swapped),
        "herald_s": 2 * sum(light), "news_s": 2 * (done - last),
        "neighbour_s": waited(0, links, last) - 2 * sum(light),
        "waited_s": waited(0, links, done), "f_fresh": left_of(fidelity, links, 0.0, t2_s),
        "f_end": left_of(fidelity, links, waited(0, links, done), t2_s), "step_s": step_s(done),
        **columns(lengths[:links]),
    }  # fmt: skip
    for i in range(MOST):
        there = i < links
        numbers |= {
            f"length_km_{i}": lengths[i] if there else 0.0,
            f"attempts_{i}": needed[i] if there else 0,
            f"attempt_s_{i}": ways[i].attempt_s if there else 0.0,
            f"light_s_{i}": light[i] if there else 0.0,
            f"ready_s_{i}": ready[i] if there else 0.0,
        }
        if i:
            numbers[f"swapped_s_{i}"] = swapped[i - 1] if there else 0.0
    happened = rows(ready, swapped, done)
    for k in range(ROWS):
        row = happened[k] if k < len(happened) else Row(0.0, "", 0, 0, 0)
        over = row.b - row.a
        numbers |= {
            f"kind_{k}": row.kind, f"time_{k}": row.time_s, f"place_{k}": row.place,
            f"from_{k}": row.a, f"to_{k}": row.b,
            f"there_{k}": int(bool(row.kind) and _by(now, row.time_s)),
            f"f_{k}": (
                left_of(fidelity, over, waited(row.a, row.b, row.time_s), t2_s) if over else 0.0
            ),
        }  # fmt: skip
    return numbers | {"now_y": down(numbers, now)}


def _by(now_s: float, time_s: float) -> bool:
    """Tell whether something has happened, whoever worked out the moment."""
    return time_s <= now_s * (1 + 1e-12)


def rows(ready: list[float], swapped: list[float], done_s: float) -> list[Row]:
    """Return what happens in its order: pairs, swaps, and that both ends know.

    Example:
        >>> [(row.kind, row.a, row.b) for row in rows([2.0, 5.0], [5.0], 5.5)]
        [('pair', 0, 1), ('pair', 1, 2), ('swap', 0, 2), ('done', 0, 2)]
    """
    links = len(ready)
    moments = [(time, 0, link) for link, time in enumerate(ready)]
    moments += [(time, 1, node) for node, time in enumerate(swapped, start=1)]
    happened, open_nodes = [], [*range(links + 1)]
    for time, kind, place in sorted(moments):
        a, b = place, place + 1
        if kind:
            at = open_nodes.index(place)
            a, b = open_nodes[at - 1], open_nodes[at + 1]
            del open_nodes[at]
        happened.append(Row(time, KINDS[kind], place, a, b))
    return [*happened, Row(done_s, KINDS[2], links, 0, links)]
