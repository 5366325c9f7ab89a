"""Which generation of repeaters is best for which hardware, and what each gives there.

Counted as one line's secret bits per second, or, after Muralidharan et al., for each memory qubit
of the line, for these are what it costs. What is not on the axes is stated in ``TERMS``.
"""

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import numpy as np

from qinet_edu import theory
from qinet_edu.draw.generation_table import TABLES
from qinet_edu.theory.nesting import MOST_LEVELS, nested_chain

LENGTH_KM = 948.0  # Brisbane to Sydney
# After Muralidharan et al.: a fresh pair and a read-out err as gates do, times these.
PAIR, READOUT = 1.25, 0.25
# A station of the third generation sends this many codes per second.
SOURCE_HZ = 1e6
COUPLINGS = tuple(round(0.1 + 0.05 * k, 2) for k in range(19))
ERRORS = tuple(10 ** (-5 + k / 4) for k in range(17))
KINDS = ("swaps", "purified", "coded", "one-way")
NAMES = {
    "swaps": "1G, swaps alone", "purified": "1G, purified", "coded": "2G, pairs and a code",
    "one-way": "3G, codes one way",
}  # fmt: skip
# What secret bits per second are counted of.
PER = ("line", "memory qubit")
LEVELS = {"swaps": range(1, 8), "purified": range(1, 7)}
SEGMENTS = tuple(2**k for k in range(2, 10))
# The codes of Steane and of Golay: their qubits, and how many errors they correct.
BLOCKS, MOST_PAIRS = ((7, 1), (23, 3)), 3584
HOPS_KM = (0.5, 1.0, 1.5, 2.0, 3.0, 5.0)
TERMS = (
    "Memories keep; one attempt at a time;",
    "best number of segments. A fresh pair",
    "errs 1.25 ×, a read-out 0.25 × as often",
    "as a gate. 2G: Steane or Golay code.",
    "3G: 10⁶ codes/s, up to 21 × 7",
    "photons, stations each 0.5–5 km.",
)
CODES = tuple((n, m) for n in (3, 5, 7, 9, 11, 13, 17, 21) for m in range(2, 8))


class Line(NamedTuple):
    """A line of one generation, and what it gives."""

    key_hz: float
    """Secret bits per second."""
    fidelity: float
    spacing_km: float
    memories: int
    """Memory qubits of the whole line."""


def lines(kind: str, coupling: float, gate_error: float) -> Iterator[Line]:
    """Give every line of one kind that is tried, with this hardware.

    Example:
        >>> best = max(lines("coded", 0.9, 1e-3))
        >>> best.spacing_km, best.memories
        (7.40625, 5888)
    """
    fresh, readout = 1 - PAIR * gate_error, READOUT * gate_error
    if kind == "coded":
        # A qubit of the code: its pair, a gate at either end and one to swap, and two read-outs.
        error = 1 - fresh * (1 - gate_error) ** 3 * (1 - readout) ** 2
        for qubits, corrects in BLOCKS:
            left = float(theory.code_failure(error, qubits=qubits, corrects=corrects))
            for segments in SEGMENTS:
                if segments * qubits <= MOST_PAIRS:
                    rate = theory.second_generation(
                        LENGTH_KM, segments=segments, copies=qubits, coupling=coupling,
                        logical_error=left,
                    )  # fmt: skip
                    yield _line(*rate, memories=2 * qubits * segments)
    elif kind == "one-way":
        error = 1 - (1 - gate_error) ** 2 * (1 - readout)
        for hop in HOPS_KM:
            segments = round(LENGTH_KM / hop)
            eta = coupling * float(theory.fibre_transmittance(LENGTH_KM / segments))
            for n, m in CODES:
                e_z, e_x = theory.parity_code_errors(n, m, eta, error)
                rate = theory.third_generation(
                    LENGTH_KM, segments=segments, blocks=n, per_block=m, source_hz=SOURCE_HZ,
                    coupling=coupling, logical_error=float(1 - (1 - e_z) * (1 - e_x)),
                )  # fmt: skip
                yield _line(*rate, memories=2 * n * m * segments)
    else:
        for n in LEVELS[kind]:
            plans = _plans(n) if kind == "purified" else ((0,) * (n + 1),)
            for rounds in plans:
                # What gives no key need not be timed, which takes long.
                chain = nested_chain(
                    fresh, n, rounds=rounds, gate_error=gate_error, readout_error=readout
                )
                if _secret(chain.fidelity) > 0:
                    rate = theory.first_generation(
                        LENGTH_KM, levels=n, fidelity=fresh, rounds=rounds, coupling=coupling,
                        gate_error=gate_error, readout_error=readout,
                    )  # fmt: skip
                    yield _line(*rate, memories=2 * 2 ** (n + sum(rounds)))


def _plans(levels: int) -> tuple[tuple[int, ...], ...]:
    """Return where rounds of DEJMPS are made: one to three at the bottom, or one on each level."""
    first = tuple((many,) + (0,) * levels for many in (1, 2, 3))
    plans = (*first, (1,) * levels + (0,), (1,) * (levels + 1))
    return tuple(plan for plan in plans if levels + sum(plan) <= MOST_LEVELS)


def _secret(fidelity: float) -> float:
    return float(theory.bbm92_rate(theory.werner(max(fidelity, 0.25))))


def _line(rate_hz: float, fidelity: float, spacing_km: float, *, memories: int) -> Line:
    return Line(rate_hz * _secret(fidelity), fidelity, spacing_km, memories)


def most(kind: str, coupling: float, gate_error: float) -> tuple[float, float]:
    """Return the most secret bits per second of a line of one kind, and for each memory qubit.

    Example:
        >>> key_hz, each = most("swaps", 0.9, 1e-3)
        >>> round(key_hz, 1), round(each, 2)
        (78.5, 1.23)
    """
    tried = list(lines(kind, coupling, gate_error))
    return (
        max((line.key_hz for line in tried), default=0.0),
        max((line.key_hz / line.memories for line in tried), default=0.0),
    )


def computed(kind: str) -> list[list[tuple[float, float]]]:
    """Compute the maps of one kind, row by row of gate errors: minutes, so they are kept."""
    return [[most(kind, coupling, error) for coupling in COUPLINGS] for error in ERRORS]


def _read(table: str) -> tuple[tuple[float, ...], ...]:
    numbers = np.array([float(word) for word in table.split()])
    rows = numbers.reshape(len(ERRORS), len(COUPLINGS)).tolist()
    return tuple(map(tuple, rows))


# Secret bits per second of each kind: rows of gate errors, from the least on.
BITS = {
    per: {kind: _read(TABLES[per][kind]) for kind in KINDS} for per in PER
}  # fmt: skip


@cache
def best(per: str) -> tuple[tuple[str, ...], ...]:
    """Return which kind gives most, row by row of gate errors; ``"none"`` where none gives any.

    Example:
        >>> len(best("line")), len(best("line")[0])
        (17, 19)
    """

    def first(row: int, column: int) -> str:
        kind = max(KINDS, key=lambda one: BITS[per][one][row][column])
        return kind if BITS[per][kind][row][column] > 0 else "none"

    return tuple(
        tuple(first(row, column) for column in range(len(COUPLINGS))) for row in range(len(ERRORS))
    )


def inner(kinds: tuple[tuple[str, ...], ...]) -> dict[str, tuple[int, int]]:
    """Return for each kind the column and row of its cell that is farthest from others'.

    Of cells equally far it is the one nearest to the middle of them.

    Example:
        >>> inner((("swaps",) * 5 + ("coded",) * 3,) * 3)
        {'coded': (6, 1), 'swaps': (2, 1)}
    """
    found = {}
    rows, columns = len(kinds), len(kinds[0])
    grid = [(column, row) for column in range(-1, columns + 1) for row in range(-1, rows + 1)]
    # Around the map lies nobody's ground.
    of = {(c, r): kinds[r][c] for c, r in grid if 0 <= c < columns and 0 <= r < rows}
    for kind in sorted(set(of.values())):
        outside = [at for at in grid if of.get(at) != kind]
        room = {at: min(_apart(at, other) for other in outside) for at in of if of[at] == kind}
        widest = [at for at, far in room.items() if far == max(room.values())]
        middle = tuple(sum(place) / len(widest) for place in zip(*widest, strict=True))
        found[kind] = min((_apart(at, middle), at) for at in widest)[1]
    return found


def _apart(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    return (one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2
