"""A waiting room for pairs: two links that wait for each other, and a cut-off for those too old."""

from collections.abc import Mapping
from math import inf
from numbers import Real
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from qinet_edu import theory
from qinet_edu.arguments import one_real
from qinet_edu.draw import given
from qinet_edu.draw.lounge_play import MOST, ORDERS, SEATS, play
from qinet_edu.draw.lounge_plot import axes, marks, plot_numbers, table
from qinet_edu.draw.lounge_room import board, room
from qinet_edu.draw.lounge_words import lounge_alt, lounge_words, told
from qinet_edu.draw.picture import Picture
from qinet_edu.draw.svg import Drawing

Curve: TypeAlias = dict[str, NDArray[np.float64]]

LONGEST = 1000
# The curve runs through these cut-offs and none, and the best for key is chosen among them.
STEPS = (*range(51), 60, 80, 100, 150, 200, 300, 500, LONGEST)
# Key rates that differ by less are alike, and the shorter cut-off is told.
ALIKE = 1 - 1e-12
_RANGES = {"p": (0.01, 1.0), "fidelity": (0.25, 1.0), "memory_rounds": (1.0, 1e4)}


def waiting_room(
    p: float = 0.1,
    *,
    cutoff: float | None = 10,
    fidelity: float = 0.95,
    memory_rounds: float = 50.0,
    capacity: int = 1,
    order: str = "oldest",
    rounds: int = 40,
    seed: int = 31,
) -> Picture:
    """Draw two links that wait for each other, who departs joined, and what a cut-off buys.

    Pairs come as luck has it, wait for one of the other link, fade, and leave as a pair from end
    to end. Whoever has waited for as long as the cut-off is thrown away: fewer pairs, and better
    ones. At p = 0.1 a cut-off of 10 rounds costs a sixth more time, and halves what waiting takes.

    Args:
        p: chance of a link per round, 0.01 to 1, the same for both.
        cutoff: how many rounds a pair may wait, whole from 0 to 1000; ``None`` or ``inf`` for ever.
        fidelity: of a link's pair when it is made, a Werner pair: 0.25 to 1.
        memory_rounds: in so many rounds a waiting pair's weight, F − ¼, falls to 1/e, both halves
            counted: 1 to 10 000.
        capacity: how many pairs of one link may wait, 1 to 4. The curve is for one.
        order: which of several is used first, ``"oldest"`` or ``"youngest"``.
        rounds: how many have been played, 0 to 1500.
        seed: which attempts succeed.

    Returns:
        The picture; its numbers are the settings, then of the chosen cut-off, of the ``best_`` one
        for key and of ``endless_`` waiting, with room for one: ``time`` in rounds a pair,
        ``fidelity`` end to end and ``key``, secret bits a round; the same of what was ``played_``,
        with its ``pairs`` and how many were ``dropped``; who waits (``a_age_0``…, −1 for nobody),
        what happened last (``event_0_…``), the ``next_pair`` by round; and where marks stand.

    Raises:
        TypeError: something is no real number.
        ValueError: something is out of its range.

    Source:
        The policy of O. A. Collins et al., PRL 98, 060502 (2007).

    Example:
        >>> numbers = waiting_room(cutoff=10).numbers
        >>> round(numbers["time"], 1), round(numbers["fidelity"], 3)
        (17.1, 0.851)
        >>> round(numbers["endless_time"], 1), round(numbers["endless_fidelity"], 3)
        (14.7, 0.799)
    """
    settings = read_settings(
        p=p, cutoff=cutoff, fidelity=fidelity, memory_rounds=memory_rounds, capacity=capacity,
        order=order, rounds=rounds, seed=seed,
    )  # fmt: skip
    numbers = lounge_numbers(**settings)
    drawing = Drawing(640, 692)
    lines = lounge_words(numbers)
    drawing.text(24, 34, "A waiting room for pairs", size=17, bold=True)
    drawing.text(24, 58, lines[0], bold=True, part="words-0")
    drawing.text(24, 77, lines[1], size=12, fill="muted", part="words-1")
    room(drawing, numbers)
    axes(drawing, numbers)
    marks(drawing, numbers, cutoffs(numbers))
    board(drawing, numbers)
    table(drawing, told(numbers))
    alt = lounge_alt(numbers, lines)
    return Picture(drawing.render(alt), alt, numbers)


def read_settings(**settings: Any) -> dict[str, Any]:
    """Return the settings, checked."""
    found: dict[str, Any] = {
        name: one_real(settings[name], name, low=low, high=high)
        for name, (low, high) in _RANGES.items()
    }
    cutoff, order = settings["cutoff"], settings["order"]
    if cutoff is not None and not (isinstance(cutoff, Real) and cutoff == inf):
        cutoff = _within("cutoff", cutoff, 0, LONGEST)
    if not isinstance(order, str) or order not in ORDERS:
        raise ValueError(f"There is no order {order!r}; choose 'oldest' or 'youngest'.")
    return {
        **found, "cutoff": None if cutoff == inf else cutoff, "order": order,
        "capacity": _within("capacity", settings["capacity"], 1, SEATS),
        "rounds": _within("rounds", settings["rounds"], 0, MOST),
        "seed": given.count("seed", settings["seed"]),
    }  # fmt: skip


def _within(name: str, value: Any, low: int, high: int) -> int:
    number = given.count(name, value)
    if not low <= number <= high:
        raise ValueError(f"{name} is a whole number from {low} to {high}, not {number}.")
    return number


def cutoffs(numbers: Mapping[str, Any], *more: float) -> Curve:
    """Return times, fidelities and keys of all cut-offs, none as the last, and of more."""
    steps = np.array([*STEPS, inf, *more])
    time, weight = theory.cutoff_two_links(numbers["p"], steps, numbers["decay"])
    fidelity = 0.25 + (numbers["joined"] - 0.25) * weight
    return {"time": time, "fidelity": fidelity, "key": secret(fidelity) / time}


def lounge_numbers(**settings: Any) -> dict[str, Any]:
    """Return what theory says of all cut-offs, what has been played, and where marks stand."""
    decay = float(theory.round_decay(1.0, memory_s=settings["memory_rounds"], halves=1))
    joined = float(theory.swap(settings["fidelity"], settings["fidelity"]))
    numbers: dict[str, Any] = {
        "p": settings["p"], "cutoff": settings["cutoff"], "link_fidelity": settings["fidelity"],
        "memory_rounds": settings["memory_rounds"], "capacity": settings["capacity"],
        "order": settings["order"], "rounds": settings["rounds"], "decay": decay, "joined": joined,
    }  # fmt: skip
    endless = len(STEPS)
    curve = cutoffs(numbers, inf if settings["cutoff"] is None else settings["cutoff"])
    key = curve["key"][:-1]
    best = int(np.argmax(key >= key.max() * ALIKE))
    numbers["best_cutoff"] = STEPS[best] if best < endless else None
    for name, k in (("", -1), ("best_", best), ("endless_", endless)):
        numbers |= {f"{name}{what}": float(values[k]) for what, values in curve.items()}
    # With room for n the oldest waits about n times as long; so low the axis has to reach.
    lowest = float(theory.waiting_weight(settings["p"], decay ** settings["capacity"]))
    numbers["floor"] = 0.25 + (joined - 0.25) * lowest
    numbers |= play(settings, decay, joined)
    numbers["played_key"] = 0.0
    if numbers["pairs"]:
        numbers["played_key"] = float(secret(numbers["played_fidelity"])) / numbers["played_time"]
    return numbers | plot_numbers(numbers, curve, (*STEPS, None))


def secret(fidelity: Any) -> Any:
    """Return the secret bits of Werner pairs, sifting left aside."""
    return theory.bbm92_rate(theory.werner(fidelity))
