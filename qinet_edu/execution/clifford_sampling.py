"""Shots of a translated circuit, many at once, and their counts."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np
import stim
from numpy.typing import NDArray
from qiskit import QuantumCircuit

from qinet_edu.execution.clifford_program import Correction, Program, Stretch
from qinet_edu.execution.seeds import derived_seed

AT_ONCE = 2**16  # shots: more would cost memory and gain nothing
COUNTED = 16  # bits up to which each outcome has a place of its own
NUMBERED = 62  # bits that fit into one number


class Sample(NamedTuple):
    """Hold counts by Qiskit's joint strings, and every shot if asked for."""

    joint: dict[str, int]
    shot_by_shot: tuple[str, ...] | None


def sampled(
    program: Program, circuit: QuantumCircuit, *, shots: int, seed: int, memory: bool
) -> Sample:
    """Draw all shots of a program.

    Args:
        program: what to run.
        circuit: the circuit it was made from, whose registers name the outcomes.
        shots: how many.
        seed: repeats them, with the same version of stim.
        memory: whether to keep each.

    Returns:
        The counts.

    Example:
        >>> from qinet_edu.execution.clifford_program import translated
        >>> pair = QuantumCircuit(2, 2)
        >>> _ = pair.x(0), pair.cx(0, 1), pair.measure([0, 1], [0, 1])
        >>> sampled(translated(pair), pair, shots=10, seed=1, memory=False).joint
        {'11': 10}
    """
    writer = _Writer(circuit)
    counts: Counter[str] = Counter()
    kept: list[str] = []
    for number, first in enumerate(range(0, shots, AT_ONCE)):
        size = min(AT_ONCE, shots - first)
        bits = np.array(run_frames(program, shots=size, seed=derived_seed(seed, number)))
        if memory:
            names = writer.names(bits)
            kept += names
            counts.update(names)
        else:
            counts.update(_counted(bits, writer))
    return Sample(dict(counts), tuple(kept) if memory else None)


def run_frames(program: Program, *, shots: int, seed: int) -> list[NDArray[np.bool_]]:
    """Let stim carry the frames of some shots through a program.

    Args:
        program: what to run.
        shots: how many at once.
        seed: repeats them.

    Returns:
        What each classical bit reads, arrays of shape (shots,).

    Example:
        >>> from qinet_edu.execution.clifford_program import translated
        >>> coin = QuantumCircuit(1, 1)
        >>> _ = coin.h(0), coin.measure(0, 0)
        >>> run_frames(translated(coin), shots=1000, seed=1)[0].mean().round(1)
        np.float64(0.5)
    """
    simulator = stim.FlipSimulator(batch_size=shots, seed=seed)
    chance = np.random.default_rng(seed)
    nothing = np.zeros(shots, dtype=np.bool_)
    bits = [nothing] * program.bits
    measured = iter(program.reference)
    for step in program.steps:
        if isinstance(step, Stretch):
            first = simulator.num_measurements
            simulator.do(step.circuit)
            last_write = {bit: k for k, bit in enumerate(step.writes)}
            for k, (bit, reference) in enumerate(zip(step.writes, measured, strict=False)):
                if last_write[bit] == k:
                    flips = simulator.get_measurement_flips(record_index=first + k)
                    truth = ~flips if reference else flips
                    bits[bit] = _misread(truth, program.readout, chance)
        else:
            simulator.append_measurement_flips(_corrected(step, step.condition(bits), chance))
            simulator.do(step.circuit)
    return bits


def _corrected(
    step: Correction, passes: NDArray[np.bool_], chance: np.random.Generator
) -> NDArray[np.bool_]:
    """Return in which shots a correction applies; with a channel, X and Z apart."""
    if step.channel is None:
        return passes
    x, y, z = step.channel
    drawn = chance.random(len(passes))
    return np.array([passes & (drawn < x + y), passes & (x <= drawn) & (drawn < x + y + z)])


def _misread(
    truth: NDArray[np.bool_], readout: tuple[float, float], chance: np.random.Generator
) -> NDArray[np.bool_]:
    if not any(readout):
        return truth
    wrong: NDArray[np.bool_] = chance.random(len(truth)) < np.where(truth, *reversed(readout))
    return truth ^ wrong


def _counted(bits: NDArray[np.bool_], writer: "_Writer") -> Mapping[str, int]:
    """Count outcomes; their names are written once for each."""
    if len(bits) > NUMBERED:
        return Counter(writer.names(bits))
    values = np.zeros(bits.shape[1], dtype=np.int64)
    for place, bit in enumerate(bits):
        values |= bit.astype(np.int64) << place
    if len(bits) <= COUNTED:
        times = np.bincount(values)
        found = np.flatnonzero(times)
        times = times[found]
    else:
        found, times = np.unique(values, return_counts=True)
    spelt = (found >> np.arange(len(bits))[:, None] & 1).astype(np.bool_)
    return dict(zip(writer.names(spelt), times.tolist(), strict=True))


class _Writer:
    """Write bits as Qiskit's joint strings: the last register first, its last bit first."""

    def __init__(self, circuit: QuantumCircuit) -> None:
        places = {bit: place for place, bit in enumerate(circuit.clbits)}
        self.columns: list[int] = []
        self.sources: list[int] = []
        column = 0
        for register in reversed(circuit.cregs):
            for bit in reversed(register):
                self.columns.append(column)
                self.sources.append(places[bit])
                column += 1
            column += 1
        self.width = column - 1

    def names(self, bits: NDArray[np.bool_]) -> list[str]:
        """Return the name of each shot; ``bits`` has shape (bits, shots)."""
        letters = np.full((self.width, bits.shape[1]), ord(" "), dtype=np.uint8)
        letters[self.columns] = bits[self.sources] + np.uint8(ord("0"))
        text = letters.T.tobytes().decode("ascii")
        return [*_pieces(text, self.width)]


def _pieces(text: str, width: int) -> Iterator[str]:
    return (text[at : at + width] for at in range(0, len(text), width))
