"""Swapping along a chain of nodes: one run, with everything that was said."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import reduce
from itertools import pairwise
from math import inf

import numpy as np
from numpy.typing import ArrayLike, NDArray
from qiskit.circuit import QuantumCircuit

from qinet_edu import circuits, theory
from qinet_edu.arguments import real
from qinet_edu.circuits.parties import whole
from qinet_edu.circuits.swapping import party_names
from qinet_edu.execution import frame_of, in_frame, run
from qinet_edu.noise import Noise, fibre_delay_s, pair_errors
from qinet_edu.protocols.transcript import Act, Message, Transcript

AXES = ("x", "y", "z")


@dataclass(frozen=True, repr=False)
class Swapping:
    """Hold one run: what the nodes found, what it means for Bob, and what was said.

    Attributes:
        transcript: who did what, and who told whom what and when.
        bits: what each node found, name to ``(z, x)``: the bit that drives Z, that which drives X.
        frame: what all of them add up to, ``"10"`` for X, ``"01"`` for Z, ``"11"`` for both.
        outcomes: what Alice and Bob found along the axis they measured, Bob's as it is read with
            the nodes' bits; empty if they did not measure.
        vector: probabilities of Φ+, Ψ−, Ψ+, Φ− of the pair once it can be used.
        fidelity: of it with Φ+.
        ready_s: when both can use it, in seconds: when Bob's last message is there, or if they
            measure in a frame, when their halves are.
        seed: what makes the run repeatable.
        circuit: what was run.
    """

    transcript: Transcript
    bits: dict[str, tuple[int, int]]
    frame: str
    outcomes: dict[str, int]
    vector: NDArray[np.float64] = field(compare=False)
    fidelity: float
    ready_s: float
    seed: int
    circuit: QuantumCircuit = field(compare=False)

    def __repr__(self) -> str:
        return f"{self.transcript!r}\nfidelity of the pair: {self.fidelity:.4f}"


def swap(
    lengths_km: Sequence[float],
    *,
    pair: ArrayLike = 1.0,
    frame: bool = False,
    t1_s: float = inf,
    t2_s: float = inf,
    seed: int | None = None,
    measure: str | None = None,
) -> Swapping:
    """Join links along a chain once, and write down what happens.

    Every node measures as soon as its two halves are there and sends Bob two bits; none waits for
    another. Bob's half and Alice's go on waiting until the farthest node's bits are there: over
    the 948 km from Brisbane to Sydney 4.5 ms. If all they want is to measure, they need not:
    they do it at once, and Bob reads his outcome anew when the bits come (a Pauli frame).

    Args:
        lengths_km: the links from Alice to Bob, in km of fibre, each with a source half-way. All
            sources fire at once.
        pair: what each link delivers: the fidelity of Werner pairs, or probabilities of Φ+, Ψ−,
            Ψ+, Φ−; or one of these for each link, shape (links,) or (links, 4). Four numbers for
            four links are fidelities.
        frame: whether Bob writes the corrections down instead of making them.
        t1_s: T1 of all memories in seconds; ``inf`` for no decay. Its direction is forgotten, as
            by ``theory.waited``.
        t2_s: T2 of all memories in seconds, at most 2 T1.
        seed: repeats the run exactly; without it one is drawn.
        measure: ``"x"``, ``"y"`` or ``"z"``: both measure along it, with a frame at once, without
            when the corrections are made; ``None``: they keep the pair.

    Returns:
        The run; printed, it is its transcript.

    Raises:
        TypeError: an argument is of another kind.
        ValueError: no links, an argument out of range, or another axis.

    Source:
        M. Żukowski et al., PRL 71, 4287 (1993); Pauli frames: E. Knill, Nature 434, 39 (2005).

    Example:
        >>> done = swap([85, 115], pair=0.95, seed=1)
        >>> done.transcript.classical_bits, round(done.fidelity, 4), done.ready_s > 115 / 204_218
        (2, 0.9033, True)
        >>> both = [swap([50, 50], frame=True, measure="x", seed=n).outcomes for n in range(20)]
        >>> all(one["alice"] == one["bob"] for one in both)
        True
    """
    lengths = _lengths(lengths_km)
    links = whole(len(lengths), "The number of links of a chain", least=1)
    if measure is not None and (not isinstance(measure, str) or measure not in AXES):
        raise ValueError(
            f"Both measure along 'x', 'y' or 'z', or not at all (None); not {measure!r}."
        )
    delays = np.asarray(fibre_delay_s(lengths))
    times = _times(delays, at_once=frame and measure is not None)
    pairs = _pairs(pair, links)
    # Paulis pass through swaps and corrections, so each wait counts where its link is made.
    waited = [
        reduce(
            lambda v, time_s: theory.waited(v, time_s, t1_s=t1_s, t2_s=t2_s, halves=1),
            waits,
            vector,
        )
        for vector, waits in zip(pairs, times.waits, strict=True)
    ]
    labels = [f"link{number + 1}" for number in range(links)]
    circuit = circuits.swap_chain(
        links, frame=frame, resource=tuple(circuits.link_pair(label) for label in labels)
    )
    after = {label: pair_errors(vector) for label, vector in zip(labels, waited, strict=True)}
    result = run(
        circuits.measure(circuit, measure or "z"), shots=1, seed=seed, noise=Noise(after=after)
    )
    told = circuits.swap_frame(links)
    read = {name: next(iter(result.counts(name))) for name in party_names(links)[1:-1]}
    bits = {name: (int(both[1]), int(both[0])) for name, both in read.items()}
    due = next(iter(frame_of(result, told)))
    if frame and measure is not None:
        result = in_frame(result, {"bob": measure}, told)
    outcomes = {
        party: int(next(iter(result.counts(party)))) for party in ("alice", "bob") if measure
    }
    vector = reduce(theory.swap_bell_diagonal, waited)
    return Swapping(
        transcript=_transcript(links, delays, times, bits, due, outcomes, frame, measure),
        bits=bits,
        frame=due,
        outcomes=outcomes,
        vector=vector,
        fidelity=float(vector[0]),
        ready_s=times.ready_s,
        seed=result.seed,
        circuit=circuit,
    )


@dataclass(frozen=True)
class _Times:
    """Say when things happen on a chain, in seconds.

    Attributes:
        shared: when each link has its pair.
        swapped: when each node measures.
        there: when each node's bits are with Bob.
        ready_s: when both can use the pair.
        waits: how long the two halves of each link's pair wait, left and right.
    """

    shared: NDArray[np.float64]
    swapped: NDArray[np.float64]
    there: NDArray[np.float64]
    ready_s: float
    waits: list[tuple[float, float]]


def _times(delays: NDArray[np.float64], *, at_once: bool) -> _Times:
    shared = delays / 2
    swapped = np.maximum(shared[:-1], shared[1:])
    to_bob = np.cumsum(delays[::-1])[::-1][1:]
    there = swapped + to_bob
    known = float(max([*there, *shared[[0, -1]]]))
    begin, end = (shared[0], shared[-1]) if at_once else (known, known)
    used = [float(begin), *swapped.tolist(), float(end)]
    waits = [
        (used[link] - float(time), used[link + 1] - float(time)) for link, time in enumerate(shared)
    ]
    return _Times(shared, swapped, there, max(used[0], used[-1]), waits)


def _transcript(
    links: int, delays: NDArray[np.float64], times: _Times, bits: dict[str, tuple[int, int]],
    due: str, outcomes: dict[str, int], frame: bool, measure: str | None,
) -> Transcript:  # fmt: skip
    """Write down what happens, from the sources to the pair."""
    names = party_names(links)
    events: list[Act | Message] = []
    parties = [names[0]]
    for link, (left, right) in enumerate(pairwise(names)):
        source = f"source{link + 1}"
        parties += [source, right]
        there = float(delays[link]) / 2
        events.append(Act(source, "makes a pair", 0.0))
        events += [
            Message(source, party, "half of a pair", "quantum", 0.0, there)
            for party in (left, right)
        ]
    for (node, (z, x)), now, there in zip(
        bits.items(), times.swapped.tolist(), times.there.tolist(), strict=True
    ):
        events.append(Act(node, f"measures its two halves in the Bell basis: Z {z}, X {x}", now))
        events.append(Message(node, "bob", f"bits: Z {z}, X {x}", "classical", now, there, size=2))
    if not bits:
        return Transcript(parties, [*events, *_measured(times, outcomes, measure, at_once=frame)])
    known = float(max(times.there))
    gates = "".join(gate for gate, bit in zip("XZ", due, strict=True) if bit == "1")
    what = " and ".join(gates) or "nothing"
    if frame:
        events.append(Act("bob", f"adds the bits up; his frame: {what}", known))
    else:
        events.append(Act("bob", f"applies {what}" if gates else "has nothing to correct", known))
    events += _measured(times, outcomes, measure, at_once=frame)
    if frame and measure:
        events.append(Act("bob", f"reads his outcome in the frame: {outcomes['bob']}", known))
    return Transcript(parties, events)


def _measured(
    times: _Times, outcomes: dict[str, int], measure: str | None, *, at_once: bool
) -> list[Act | Message]:
    if measure is None:
        return []
    when = {"alice": float(times.shared[0]), "bob": float(times.shared[-1])}
    acts: list[Act | Message] = []
    for party, outcome in outcomes.items():
        said = "" if at_once and party == "bob" and len(times.there) else f": {outcome}"
        moment = when[party] if at_once else times.ready_s
        acts.append(Act(party, f"measures along {measure.upper()}{said}", moment))
    return acts


def _lengths(given: Sequence[float]) -> NDArray[np.float64]:
    lengths = real(given, "lengths_km", low=0)
    if lengths.ndim != 1:
        raise TypeError(
            f"Give the lengths of the links as a list, such as [85, 115], not {given!r}."
        )
    if not lengths.size:
        raise ValueError("A chain has at least one link: give its length in km, such as [85].")
    return lengths


def _pairs(given: ArrayLike, links: int) -> list[NDArray[np.float64]]:
    """Return the Bell-diagonal vector of each link."""
    pair = real(given, "pair", low=0, high=1)
    if pair.ndim == 0 or pair.shape == (links,):
        each = np.broadcast_to(pair, (links,))
        return [theory.twirled([f, 1 - f, 0.0, 0.0]) for f in each.tolist()]
    if pair.shape not in ((4,), (links, 4)):
        raise ValueError(
            f"Give one pair for all {links} links or one for each: fidelities, or probabilities "
            f"of Φ+, Ψ−, Ψ+ and Φ−; not shape {pair.shape}."
        )
    return [*np.broadcast_to(pair, (links, 4))]
