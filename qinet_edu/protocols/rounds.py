"""How the few circuits of a session serve its many rounds."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from qiskit.circuit import QuantumCircuit

from qinet_edu.arguments import Bits
from qinet_edu.execution import Result, run


def run_kinds(
    kind: NDArray[np.intp],
    circuit: Callable[[int], QuantumCircuit],
    told: Sequence[str],
    *,
    counted: NDArray[np.bool_],
    rng: np.random.Generator,
    seed: int,
    how: Mapping[str, Any],
) -> tuple[NDArray[np.uint8], tuple[Result, ...]]:
    """Run each kind of round as a circuit, in one job, and deal its outcomes out to its rounds.

    Shots of one circuit differ in nothing but their order, so dealing them out at random is exact.
    Each kind is run as often as the most frequent one needs: circuits of a job on hardware share
    their number of shots. 100,000 rounds of nine kinds are nine circuits.

    Args:
        kind: the kind of each round, a small number, shape (n,).
        circuit: gives the circuit of a kind.
        told: which one-bit registers to read.
        counted: where anybody sees what came out; on other rounds no shot is spent.
        rng: deals the outcomes out.
        seed: of the run.
        how: what ``run`` is told besides.

    Returns:
        What each register read in each round, shape (len(told), n), 0 where not counted or where a
        circuit has no such register; and the results, one for each kind.

    Example:
        >>> from qinet_edu import circuits
        >>> kinds = np.array([0, 1, 1, 0])
        >>> read, results = run_kinds(
        ...     kinds, lambda bit: circuits.qkd_round(bit, "z", "z"), ["photon"],
        ...     counted=np.array([True, True, False, True]), rng=np.random.default_rng(1), seed=1,
        ...     how={})
        >>> read.tolist(), len(results)
        ([[0, 1, 0, 0]], 2)
    """
    places = np.flatnonzero(counted)
    # NumPy counts instead of comparing where numbers have a byte: a third of the time.
    small = kind.astype(np.uint8) if kind.size and kind.max() < 256 else kind
    places = places[np.argsort(small[places], kind="stable")]
    kinds, needed = np.unique(kind[places], return_counts=True)
    circuits = [circuit(one) for one in kinds.tolist()]
    results = run(circuits, shots=int(needed.max()), seed=seed, **how) if circuits else []
    read: Bits = np.zeros((len(told), kind.size), dtype=np.uint8)
    ends = np.cumsum(needed)
    for result, start, end in zip(results, ends - needed, ends, strict=True):
        read[:, places[start:end]] = _deal(rng, result, told, rounds=end - start)
    return read, tuple(results)


def _deal(
    rng: np.random.Generator, result: Result, told: Sequence[str], *, rounds: int
) -> NDArray[np.uint8]:
    """Deal the outcomes of a circuit out to its rounds; a surplus is left out at random."""
    there = [place for place, name in enumerate(told) if name in result.registers]
    counts = result.counts(*(told[place] for place in there))
    values = np.zeros((len(counts), len(told)), dtype=np.uint8)
    values[:, there] = [[*map(int, bits.split())] for bits in counts]
    times = rng.multivariate_hypergeometric([*counts.values()], rounds)
    dealt: NDArray[np.uint8] = rng.permutation(np.repeat(values, times, axis=0)).T
    return dealt
