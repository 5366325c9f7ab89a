"""A chain of pairs joined node by node: which pairs are left, and which frame each of them has."""

from collections.abc import Iterable, Sequence
from functools import cache
from itertools import pairwise
from numbers import Integral
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from qinet_edu import theory
from qinet_edu.arguments import one_real
from qinet_edu.draw import given
from qinet_edu.draw.joining_parts import LINKS, columns, frame_table, nodes, rows, total
from qinet_edu.draw.joining_words import (
    LEGEND,
    frame_words,
    heading_words,
    joining_alt,
    message_words,
    result_words,
)
from qinet_edu.draw.picture import Picture
from qinet_edu.draw.svg import Drawing
from qinet_edu.noise import fibre_delay_s
from qinet_edu.reference import backbone
from qinet_edu.theory.bell_vectors import werner_vectors

KINDS = ("werner", "dephased")
# How many runs of a chain have outcomes of their own.
RUNS = 50
# Which Bell state, by its place among (Φ+, Ψ−, Ψ+, Φ−), a frame stands for: nothing, X, Z, X and Z.
PLACES = (0, 2, 3, 1)

Vector: TypeAlias = NDArray[np.float64]
Steps: TypeAlias = list[list[int]]


def swap_backbone(
    fidelity: float | Sequence[float] = 0.95,
    *,
    kind: str = "werner",
    gate_error: float = 0.0,
    swaps: Iterable[int | Iterable[int]] = (),
    corrected: bool = False,
    run: int = 0,
    seed: int = 1,
) -> Picture:
    """Draw the backbone as a chain of pairs that swaps join, and the Pauli frame they leave.

    Each node measures its two halves together and tells two bits. Eight links of 0.95 leave one
    pair of 0.682 from Brisbane to Sydney, in whatever order the nodes swap, or all at once; and
    the frame is the sum of their bits, in whatever order they are added. Who does not have the
    bits has nothing: without them the pair's fidelity is 0.25 on average.

    Args:
        fidelity: that of each link with Φ+, 0.5 to 1: one number for all eight links, or one
            for each of the first 2 to 8 from Brisbane.
        kind: what errs in the links: ``"werner"``, all three errors alike, or ``"dephased"``,
            only Φ−.
        gate_error: depolarising probability of the two qubits of each node's CNOT, as in Aer.
        swaps: the nodes that have swapped, counted from Brisbane's neighbour, 1, in their order;
            those that swap at once in a list of their own: ``[[1, 3], 2]``.
        corrected: whether Bob has corrected; until all nodes have swapped he cannot.
        run: which outcomes the nodes find, 0 to 49. A node's do not depend on the order.
        seed: of the outcomes.

    Returns:
        The picture; its numbers are, after step k (0: before any), for the pair that begins at
        node i: where it ends (``to_k_i``, −1 for no pair), ``f_k_i``, its ``frame_k_i`` (0: none,
        1: X, 2: Z, 3: both) and whether it is ``new_k_i``; of node j its bits ``z_j`` and ``x_j``
        (−1: not yet) and the ``step_j`` it swapped in (0: not yet); of any order ``f_end``; of the
        pair that ends at Bob ``f_read`` and, frame unread, ``f_unread``; how long the last bits
        are under way (``told_s``), and in sum if each step waits for the bits of the one before
        (``stepwise_s``); and where things stand.

    Raises:
        TypeError: a fidelity that is no real number.
        ValueError: no such chain, kind, node or run, or a node that swaps twice.

    Source:
        M. Żukowski et al., PRL 71, 4287 (1993).

    Example:
        >>> one_by_one = swap_backbone(swaps=range(1, 8)).numbers
        >>> at_once = swap_backbone(swaps=[range(1, 8)]).numbers
        >>> round(one_by_one["f_7_0"], 4), round(at_once["f_1_0"], 4)
        (0.6819, 0.6819)
        >>> one_by_one["frame_7_0"] == at_once["frame_1_0"]
        True
    """
    numbers = joining_numbers(
        **read_settings(
            fidelity=fidelity, kind=kind, gate_error=gate_error, swaps=swaps, corrected=corrected,
            run=run, seed=seed,
        )
    )  # fmt: skip
    names, _ = towns()
    drawing = Drawing(640, 670)
    drawing.text(24, 34, "Short pairs joined to a long one", size=17, bold=True)
    drawing.text(24, 58, result_words(numbers, names), bold=True, part="result")
    drawing.text(24, 78, heading_words(numbers), size=12, fill="muted", part="heading")
    nodes(drawing, numbers, names)
    rows(drawing, numbers)
    total(drawing, numbers)
    frame_table(drawing, numbers)
    drawing.text(24, 594, frame_words(numbers), size=12, bold=True, part="frame-words")
    drawing.text(24, 614, message_words(numbers), size=12, part="message-words")
    for y, line in zip((636, 653), LEGEND, strict=True):
        drawing.text(24, y, line, size=11, fill="muted")
    alt = joining_alt(numbers, names)
    return Picture(drawing.render(alt), alt, numbers)


def read_settings(**settings: Any) -> dict[str, Any]:
    """Return the settings, checked."""
    kind, corrected = settings["kind"], settings["corrected"]
    if not isinstance(kind, str) or kind not in KINDS:
        raise ValueError(f"There is no kind of link {kind!r}; choose one of {KINDS}.")
    if not isinstance(corrected, bool):
        raise ValueError(f"corrected is True or False, not {corrected!r}.")
    run = given.count("run", settings["run"])
    if run >= RUNS:
        raise ValueError(f"run is at most {RUNS - 1}, not {run}; another seed gives others.")
    fidelity = _links(settings["fidelity"])
    return {
        "fidelity": fidelity,
        "kind": kind,
        "gate_error": one_real(settings["gate_error"], "gate_error", low=0, high=1),
        "swaps": _steps(settings["swaps"], len(fidelity)),
        "corrected": corrected,
        "run": run,
        "seed": given.count("seed", settings["seed"]),
    }


def _links(fidelity: Any) -> list[float]:
    if isinstance(fidelity, str) or np.ndim(fidelity) == 0:
        return [one_real(fidelity, "fidelity", low=0.5, high=1)] * LINKS
    found = [one_real(one, "fidelity", low=0.5, high=1) for one in fidelity]
    if not 2 <= len(found) <= LINKS:
        raise ValueError(
            f"fidelity is one number, or one each for 2 to {LINKS} links; yours are {len(found)}."
        )
    return found


def _steps(swaps: Any, links: int) -> Steps:
    """Return the steps as lists of nodes, in the nodes' order within a step."""
    if isinstance(swaps, str) or not isinstance(swaps, Iterable):
        raise ValueError(f"swaps is a list of nodes, such as [[1, 3], 2]; {swaps!r} is none.")
    steps: Steps = []
    done: set[int] = set()
    for entry in swaps:
        several = isinstance(entry, Iterable) and not isinstance(entry, str)
        step = [*entry] if several else [entry]
        for node in step:
            whole = isinstance(node, Integral) and not isinstance(node, bool)
            if not whole or not 1 <= node < links:
                raise ValueError(
                    f"swaps names nodes by number, 1 to {links - 1} on {links} links; "
                    f"{node!r} is none of them."
                )
            if node in done:
                raise ValueError(
                    f"swaps names node {node} twice; it has no halves left to measure."
                )
            done.add(int(node))
        if not step:
            raise ValueError("swaps has a step in which no node swaps; leave it out.")
        steps.append(sorted(int(node) for node in step))
    return steps


@cache
def outcomes(seed: int) -> list[list[list[int]]]:
    """Draw the two bits (for Z, for X) of each node in each run: all four alike likely.

    Example:
        >>> len(outcomes(1)), len(outcomes(1)[0]), len(outcomes(1)[0][0])
        (50, 7, 2)
    """
    bits: list[list[list[int]]] = (
        np.random.default_rng(seed).integers(0, 2, (RUNS, LINKS - 1, 2)).tolist()
    )
    return bits


@cache
def towns() -> tuple[tuple[str, ...], tuple[float, ...]]:
    """Return the names of the nodes, and the length of each link in km."""
    segments = backbone()
    names = (segments[0].a.name, *(one.b.name for one in segments))
    return names, tuple(one.length_km for one in segments)


def link_vector(fidelity: float, kind: str) -> Vector:
    """Return a link as a Bell-diagonal vector.

    Example:
        >>> link_vector(0.7, "dephased").round(6).tolist()
        [0.7, 0.0, 0.0, 0.3]
    """
    if kind == "werner":
        return werner_vectors(fidelity)
    return np.array([fidelity, 0.0, 0.0, 1 - fidelity])


def joined(links: Sequence[Vector], gate_error: float) -> Vector:
    """Return the pair that is left when all nodes between have swapped.

    Example:
        >>> joined([link_vector(0.9, "dephased")] * 2, 0.0).round(6).tolist()
        [0.82, 0.0, 0.0, 0.18]
    """
    pair = links[0]
    for link in links[1:]:
        pair = theory.swap_bell_diagonal(pair, link, gate_error=gate_error)
    return pair


def joining_numbers(
    fidelity: list[float],
    kind: str,
    gate_error: float,
    swaps: Steps,
    corrected: bool,
    run: int,
    seed: int,
) -> dict[str, Any]:
    """Return the pairs after each step, their frames, the nodes' bits, and how long those take."""
    links, (_, lengths), bits = len(fidelity), towns(), outcomes(seed)[run]
    vectors = [link_vector(one, kind) for one in fidelity]
    marks = np.concatenate([[0.0], np.cumsum(lengths[:links])])
    numbers: dict[str, Any] = {
        "links": links, "kind": kind, "gate_error": gate_error, "steps": len(swaps),
        "swapped": sum(map(len, swaps)), "length_km": float(marks[-1]),
        "f_end": float(joined(vectors, gate_error)[0]),
    }  # fmt: skip
    when = {node: k for k, step in enumerate(swaps, start=1) for node in step}
    for node in range(1, LINKS):
        z, x = bits[node - 1] if node in when else (-1, -1)
        numbers |= {f"z_{node}": z, f"x_{node}": x, f"step_{node}": when.get(node, 0)}
    stepwise_km = 0.0
    standing = [*range(links + 1)]
    for k in range(LINKS):
        numbers |= _row(numbers, k, standing if k <= len(swaps) else [], vectors)
        if k < len(swaps):
            standing = [node for node in standing if node not in swaps[k]]
            ways = _ways(standing, marks)
            stepwise_km += max(way for node, way in ways if node in swaps[k])
    last = max((way for _, way in _ways(standing, marks)), default=0.0)
    start, frame = standing[-2], numbers[f"frame_{len(swaps)}_{standing[-2]}"]
    pair = joined(vectors[start:], gate_error)
    whole = len(standing) == 2
    return numbers | {
        "pairs": len(standing) - 1, "whole": int(whole), "corrected": int(whole and corrected),
        "longest_km": max(float(marks[b] - marks[a]) for a, b in pairwise(standing)),
        "frame": frame, "frame_from": start, "f_read": float(pair[0]),
        "f_unread": float(pair[PLACES[frame]]), "told_s": float(fibre_delay_s(last)),
        "stepwise_s": float(fibre_delay_s(stepwise_km)), **columns(links, len(swaps)),
    }  # fmt: skip


def _ways(standing: Sequence[int], marks: Vector) -> list[tuple[int, float]]:
    """Return, of each node that has swapped, how far it is to the right end of its pair, in km."""
    return [
        (node, float(marks[b] - marks[node]))
        for a, b in pairwise(standing)
        for node in range(a + 1, b)
    ]


def _row(
    numbers: dict[str, Any], k: int, standing: Sequence[int], vectors: list[Vector]
) -> dict[str, Any]:
    """Return the pairs after a step; none after a step that has not been."""
    row: dict[str, Any] = {}
    for i in range(LINKS):
        row |= {f"to_{k}_{i}": -1, f"f_{k}_{i}": 0.0, f"frame_{k}_{i}": 0, f"new_{k}_{i}": 0}
    for a, b in pairwise(standing):
        inside = range(a + 1, b)
        z, x = (sum(numbers[f"{bit}_{node}"] for node in inside) % 2 for bit in "zx")
        row |= {
            f"to_{k}_{a}": b,
            f"f_{k}_{a}": float(joined(vectors[a:b], numbers["gate_error"])[0]),
            f"frame_{k}_{a}": 2 * z + x,
            f"new_{k}_{a}": int(any(numbers[f"step_{node}"] == k for node in inside)),
        }
    return row
