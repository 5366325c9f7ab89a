"""Purification round by round: which error goes, which one grows, and what it costs."""

from functools import cache
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from qinet_edu import theory
from qinet_edu.arguments import one_real
from qinet_edu.draw import given
from qinet_edu.draw.picture import Picture
from qinet_edu.draw.purifying_parts import (
    BARS,
    BRACKET,
    bars,
    bracket,
    columns,
    costs,
    curves,
    spots,
)
from qinet_edu.draw.purifying_words import (
    HEADINGS,
    PREFIXES,
    change_words,
    purify_alt,
    result_words,
)
from qinet_edu.draw.svg import Drawing
from qinet_edu.theory.bell_vectors import twirled, werner_vectors
from qinet_edu.theory.nesting import as_vector

PROTOCOLS = ("dejmps", "bbpssw", "no twirl")
# Rounds that can be shown; DEJMPS needs four from 0.8 to 0.99, BBPSSW these ten.
MOST: int = BARS["most"]
# Levels of the tournament that can be drawn as dots: 16 pairs at the bottom.
LEVELS: int = BRACKET["levels"]

Vector: TypeAlias = NDArray[np.float64]


def purify(
    pair: ArrayLike = 0.8,
    *,
    protocol: str = "dejmps",
    rounds: int = 4,
    gate_error: float = 0.0,
    target: float = 0.99,
) -> Picture:
    """Draw what rounds of purification make of pairs, error by error, and what they cost.

    Each round takes two pairs alike, compares two bits and keeps one pair or none. From 0.8 to
    0.99 DEJMPS takes 4 rounds and 31.67 raw pairs on average, BBPSSW 10 rounds and 2916.9: its
    twirl forgets which error was likely. With neither turn nor twirl the error that equal bits do
    not show, Φ−, grows in each round: 0.838, 0.756, 0.631. Gates that err set a fixed point that
    no number of rounds passes.

    Args:
        pair: a fidelity with Φ+ (a Werner pair), or a Bell-diagonal vector (Φ+, Ψ−, Ψ+, Φ−).
        protocol: ``"dejmps"``, ``"bbpssw"`` or ``"no twirl"``, which leaves out turn and twirl.
        rounds: how many are shown, 0 to 10.
        gate_error: depolarising probability of the two qubits of a CNOT, after each, as in Aer.
        target: the fidelity that the costs are for, 0.5 to 0.9999.

    Returns:
        The picture; its numbers are, after k rounds of the protocol, the vector ``v_k_0`` to
        ``v_k_3``, the chance ``p_k`` of round k and the raw ``pairs_k`` a pair has cost;
        ``need_k``, the pairs needed k rounds before the end; of each protocol
        (``dejmps_``, ``bbpssw_``, ``plain_``) the fidelities ``f_k``, ``rounds`` and ``pairs`` to
        the target (−1 and 0 if it is out of reach), ``floor`` and ``ceiling`` for Werner pairs
        (0 where there is none); and where marks stand.

    Raises:
        TypeError: something is no real number.
        ValueError: no such pair or protocol, or something out of its range.

    Source:
        C. H. Bennett et al., PRL 76, 722 (1996); D. Deutsch et al., PRL 77, 2818 (1996).

    Example:
        >>> numbers = purify(0.8).numbers
        >>> round(numbers["v_4_0"], 4), round(numbers["dejmps_pairs"], 2)
        (0.9969, 31.67)
        >>> round(purify((0.8, 0.2, 0, 0)).numbers["v_1_0"], 9)
        0.68
    """
    settings = read_settings(
        pair=pair, protocol=protocol, rounds=rounds, gate_error=gate_error, target=target
    )
    numbers = purify_numbers(**settings)
    drawing = Drawing(640, 776)
    drawing.text(24, 34, "Several poor pairs for a better one", size=17, bold=True)
    drawing.text(24, 58, result_words(numbers), bold=True, part="result")
    drawing.text(24, 78, HEADINGS[numbers["protocol"]], size=12, fill="muted", part="heading")
    drawing.text(24, 97, change_words(numbers), size=12, part="change")
    drawing.text(616, 97, "bold: grew", size=11, anchor="end", fill="muted", bold=True)
    bars(drawing, numbers)
    bracket(drawing, numbers)
    curves(drawing, numbers)
    costs(drawing, numbers)
    alt = purify_alt(numbers)
    return Picture(drawing.render(alt), alt, numbers)


def read_settings(**settings: Any) -> dict[str, Any]:
    """Return the settings, checked."""
    protocol = settings["protocol"]
    if not isinstance(protocol, str) or protocol not in PROTOCOLS:
        raise ValueError(f"There is no protocol {protocol!r}; choose one of {PROTOCOLS}.")
    rounds = given.count("number of rounds", settings["rounds"])
    if rounds > MOST:
        raise ValueError(f"rounds is at most {MOST} here, not {rounds}; theory.dejmps goes on.")
    return {
        "pair": tuple(float(weight) for weight in as_vector(settings["pair"])),
        "protocol": protocol,
        "rounds": rounds,
        "gate_error": one_real(settings["gate_error"], "gate_error", low=0, high=1),
        "target": one_real(settings["target"], "target", low=0.5, high=0.9999),
    }


def one_round(vector: Vector, protocol: str, gate_error: float) -> tuple[Vector, float]:
    """Return what a round makes of two pairs alike, and how likely it keeps one.

    Example:
        >>> vector, chance = one_round(as_vector(0.8), "bbpssw", 0.0)
        >>> vector.round(4).tolist(), round(chance, 4)
        ([0.8382, 0.0539, 0.0539, 0.0539], 0.7689)
    """
    if protocol == "bbpssw":
        vector = twirled(vector)
    after, chance = theory.dejmps(vector, turn=protocol == "dejmps", gate_error=gate_error)
    return werner_vectors(after[0]) if protocol == "bbpssw" else after, float(chance)


def followed(pair: ArrayLike, protocol: str, gate_error: float) -> tuple[list[Vector], list[float]]:
    """Return the pair before and after each of the rounds that can be shown, and their chances."""
    vectors, chances = [as_vector(pair)], []
    for _ in range(MOST):
        vector, chance = one_round(vectors[-1], protocol, gate_error)
        vectors.append(vector)
        chances.append(chance)
    return vectors, chances


@cache
def fixed_points(protocol: str, gate_error: float) -> tuple[float, float]:
    """Return between which fidelities Werner pairs get better; 0 and 0 where they never do.

    Without turn or twirl two Werner pairs win one round, and lose with the next.
    """
    if protocol == "no twirl":
        return 0.0, 0.0
    try:
        return theory.purification_range(protocol=_known(protocol), gate_error=gate_error)
    except ValueError:
        return 0.0, 0.0


def _known(protocol: str) -> Any:
    """Return the protocol's name, which is one of those that theory follows to the end."""
    return protocol


def cost(pair: ArrayLike, protocol: str, gate_error: float, target: float) -> tuple[int, float]:
    """Return the rounds and raw pairs to a target; −1 and 0 where it is out of reach.

    Example:
        >>> rounds, pairs = cost(0.8, "bbpssw", 0.0, 0.99)
        >>> rounds, round(pairs, 2)
        (10, 2916.86)
        >>> cost(0.8, "no twirl", 0.0, 0.99)
        (-1, 0.0)
    """
    if protocol != "no twirl":
        try:
            found = theory.purification_cost(
                pair, target, protocol=_known(protocol), gate_error=gate_error
            )
        except ValueError:
            return -1, 0.0
        return found.rounds, found.pairs
    vectors, chances = followed(pair, protocol, gate_error)
    for k, vector in enumerate(vectors):
        if vector[0] >= target:
            return k, float(np.prod([2 / chance for chance in chances[:k]]))
    return -1, 0.0


def purify_numbers(
    pair: ArrayLike, protocol: str, rounds: int, gate_error: float, target: float
) -> dict[str, Any]:
    """Return the pair round by round, what each protocol costs, and where marks stand."""
    numbers: dict[str, Any] = {
        "protocol": protocol, "rounds": rounds, "gate_error": gate_error, "target": target,
    }  # fmt: skip
    for one in PROTOCOLS:
        vectors, chances = followed(pair, one, gate_error)
        prefix, (floor, ceiling) = PREFIXES[one], fixed_points(one, gate_error)
        many, pairs = cost(pair, one, gate_error, target)
        numbers |= {
            f"{prefix}_rounds": many, f"{prefix}_pairs": pairs,
            f"{prefix}_floor": floor, f"{prefix}_ceiling": ceiling,
        }  # fmt: skip
        for k, vector in enumerate(vectors):
            # What errs is added up: 1 − F would be all rounding where hardly anything does.
            numbers[f"{prefix}_f_{k}"] = float(vector[0])
            numbers[f"{prefix}_errs_{k}"] = float(vector[1] + vector[2] + vector[3])
        if one == protocol:
            numbers |= _chosen(vectors, chances, rounds)
    return {**numbers, **columns(rounds), **spots(numbers)}


def _chosen(vectors: list[Vector], chances: list[float], rounds: int) -> dict[str, float]:
    """Return the vector, chance and cost of each round, and the pairs of each level."""
    found: dict[str, float] = {"pairs_0": 1.0}
    for k, vector in enumerate(vectors):
        found |= {f"v_{k}_{i}": float(weight) for i, weight in enumerate(vector)}
        if k:
            found[f"p_{k}"] = chances[k - 1]
            found[f"pairs_{k}"] = found[f"pairs_{k - 1}"] * 2 / chances[k - 1]
    for level in range(LEVELS + 1):
        from_here = chances[max(0, rounds - level) : rounds]
        found[f"need_{level}"] = float(np.prod([2 / chance for chance in from_here]))
    return found
