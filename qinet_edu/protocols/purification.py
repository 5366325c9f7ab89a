"""Purification between two parties at a distance: one try, with everything that was said."""

from collections.abc import Callable
from dataclasses import dataclass, field
from math import inf

import numpy as np
from numpy.typing import ArrayLike, NDArray
from qiskit.circuit import QuantumCircuit

from qinet_edu import circuits, theory
from qinet_edu.arguments import one_real, real
from qinet_edu.circuits.parties import whole
from qinet_edu.execution import run
from qinet_edu.noise import Noise, fibre_delay_s, pair_errors
from qinet_edu.protocols.transcript import Act, Message, Transcript

PURIFICATIONS: dict[str, Callable[..., QuantumCircuit]] = {
    "bbpssw": circuits.bbpssw,
    "dejmps": circuits.dejmps,
    "pumping": circuits.pumping,
    "double-selection": circuits.double_selection,
}
HOW = {
    "bbpssw": "turns every half by the rotation agreed on, then CNOT",
    "dejmps": "turns every half by a quarter, then CNOT",
    "pumping": "turns both halves by a quarter, then CNOT",
    "double-selection": "CNOTs into the second pair",
}
NOTHING = np.array([1.0, 0.0, 0.0, 0.0])


@dataclass(frozen=True, repr=False)
class Purification:
    """Hold one try: what both saw, what they told each other, and whether a pair is left.

    Attributes:
        transcript: who did what, and who told whom what and when.
        kept: whether a pair is left in the end.
        bits: what Alice and Bob saw in each step that was done, Alice's bits first: ``("0", "0")``.
        vector: probabilities of Φ+, Ψ−, Ψ+, Φ− of a pair that is kept, once both know it.
        fidelity: of such a pair with Φ+.
        probability: how likely a try ends with a pair.
        seed: what makes the try repeatable.
        circuit: what was run.
    """

    transcript: Transcript
    kept: bool
    bits: tuple[tuple[str, str], ...]
    vector: NDArray[np.float64] = field(compare=False)
    fidelity: float
    probability: float
    seed: int
    circuit: QuantumCircuit = field(compare=False)

    def __repr__(self) -> str:
        end = "a pair is kept" if self.kept else "nothing is kept"
        return (
            f"{self.transcript!r}\n{end}; fidelity of a pair that is: {self.fidelity:.4f}, in "
            f"{self.probability:.4f} of all tries"
        )


def purify(
    pair: ArrayLike,
    *,
    length_km: float,
    protocol: str = "dejmps",
    rounds: int = 1,
    t1_s: float = inf,
    t2_s: float = inf,
    seed: int | None = None,
) -> Purification:
    """Try once to purify pairs between Alice and Bob, and write down what happens.

    Each round both tell each other a bit for every pair that they measured, and neither can do
    anything before the other's has come: over 100 km that is 490 µs a round, in which both halves
    of every pair decay. A swap can go on without its bits; this cannot.

    Args:
        pair: the raw pairs as they arrive: the fidelity of Werner pairs, or probabilities of Φ+,
            Ψ−, Ψ+, Φ−.
        length_km: how far Bob is, in km of fibre. Pairs come from a source half-way; for pumping
            each fresh one is there when the answers are.
        protocol: ``"dejmps"``, ``"bbpssw"`` (all pairs twirled before each round, by rotations
            agreed on beforehand), ``"pumping"`` or ``"double-selection"``.
        rounds: how many, at least 1.
        t1_s: T1 of all memories in seconds; ``inf`` for no decay. Its direction is forgotten, as
            by ``theory.waited``.
        t2_s: T2 of all memories in seconds, at most 2 T1.
        seed: repeats the try exactly; without it one is drawn.

    Returns:
        The try; printed, it is its transcript.

    Raises:
        TypeError: an argument is of another kind.
        ValueError: an argument is out of range, or there is no such protocol.

    Source:
        D. Deutsch et al., PRL 77, 2818 (1996), and the sources of the circuits.

    Example:
        >>> done = purify(0.8, length_km=100, seed=1)
        >>> round(done.fidelity, 4), round(done.probability, 4), done.transcript.classical_bits
        (0.8382, 0.7689, 2)
        >>> round(purify(0.8, length_km=100, t2_s=0.01, seed=1).fidelity, 4)
        0.8055
    """
    if not isinstance(protocol, str) or protocol not in PURIFICATIONS:
        raise ValueError(
            f"There is no purification {protocol!r}; choose one of {', '.join(PURIFICATIONS)}."
        )
    rounds = whole(rounds, "rounds", least=1)
    link = pair_errors(pair)
    given = real(pair, "pair")
    f = given.ravel()[0]
    raw = given / given.sum() if given.ndim else theory.twirled([f, 1 - f, 0.0, 0.0])
    delay_s = float(fibre_delay_s(one_real(length_km, "length_km", low=0)))
    half = theory.waited(NOTHING, delay_s, t1_s=t1_s, t2_s=t2_s, halves=1)
    seed = int(np.random.SeedSequence().generate_state(1)[0]) if seed is None else seed
    circuit = _circuit(protocol, rounds, seed)
    noise = Noise(after={"link": link, "wait": pair_errors(half)}, name=f"memory, {length_km:g} km")
    result = run(circuits.measure(circuit), shots=1, seed=seed, noise=noise)

    vectors, chances = _course(protocol, raw, rounds, half)
    steps = _steps(protocol, rounds)
    probability = float(np.prod([p**n for p, n in zip(chances, steps, strict=True)]))
    read = [next(iter(result.counts(f"step{n + 1}"))) for n in range(sum(steps))]
    events, bits, kept = _events(protocol, steps, read, delay_s)
    return Purification(
        transcript=Transcript(("alice", "source", "bob"), events),
        kept=kept,
        bits=bits,
        vector=vectors[-1],
        fidelity=float(vectors[-1][0]),
        probability=probability,
        seed=result.seed,
        circuit=circuit,
    )


def _circuit(protocol: str, rounds: int, seed: int) -> QuantumCircuit:
    """Build the circuit, for BBPSSW with rotations drawn for it."""
    if protocol != "bbpssw":
        return PURIFICATIONS[protocol](rounds)
    rng = np.random.default_rng([seed, rounds])
    twirls = rng.integers(12, size=2 ** (rounds + 1) - 2)
    return circuits.bbpssw(rounds, twirls=twirls.tolist())


def _steps(protocol: str, rounds: int) -> list[int]:
    """Return how many steps each round has."""
    if protocol == "pumping":
        return [1] * rounds
    together = 3 if protocol == "double-selection" else 2
    return [together ** (rounds - 1 - number) for number in range(rounds)]


def _course(
    protocol: str, raw: NDArray[np.float64], rounds: int, half: NDArray[np.float64]
) -> tuple[list[NDArray[np.float64]], list[float]]:
    """Return the pair after each round and its wait, and the chance of each step of a round."""
    now, vectors, chances = raw, [], []
    for _ in range(rounds):
        if protocol == "pumping":
            now, chance = theory.dejmps(now, raw)
        elif protocol == "bbpssw":
            now, chance = theory.dejmps(theory.twirled(now), turn=False)
        elif protocol == "double-selection":
            now, chance = theory.double_selection(now)
        else:
            now, chance = theory.dejmps(now)
        for _ in ("alice", "bob"):  # what waiting does to a half composes as links do
            now = theory.swap_bell_diagonal(now, half)
        vectors.append(now)
        chances.append(float(chance))
    return vectors, chances


def _events(
    protocol: str, steps: list[int], read: list[str], delay_s: float
) -> tuple[list[Act | Message], tuple[tuple[str, str], ...], bool]:
    """Write down what happens, up to the first round in which two bits differ."""
    together = 3 if protocol == "double-selection" else 2
    arrives = delay_s / 2
    at_once = 2 if protocol == "pumping" else together * steps[0]
    events: list[Act | Message] = [*_delivery(at_once, 0.0, arrives)]
    bits: list[tuple[str, str]] = []
    now, number = arrives, 0
    for place, count in enumerate(steps):
        if place and protocol == "pumping":
            events += _delivery(1, now - arrives, now)
        there, good = now + delay_s, True
        acts: dict[str, list[str]] = {"alice": [], "bob": []}
        for _ in range(count):
            told = read[number][::-1]  # bit 0, Alice's, stands right-most
            saw = (told[::2], told[1::2])
            number += 1
            bits.append(saw)
            good = good and saw[0] == saw[1]
            for party, seen in zip(acts, saw, strict=True):
                acts[party].append(" ".join(seen))
        for party, found in acts.items():
            events.append(Act(party, f"{HOW[protocol]}, and reads {', '.join(found)}", now))
        for party, other in (("alice", "bob"), ("bob", "alice")):
            size = count * (together - 1)
            what = (
                f"{'bit' if size == 1 else 'bits'} of round {place + 1}: {', '.join(acts[party])}"
            )
            events.append(Message(party, other, what, "classical", now, there, size=size))
        verdict = "keeps: the bits agree" if good else "discards: the bits differ"
        events += [Act(party, verdict, there) for party in acts]
        now = there
        if not good:
            return events, tuple(bits), False
    return events, tuple(bits), True


def _delivery(pairs: int, made_s: float, there_s: float) -> list[Act | Message]:
    """Let the source send halves of pairs to both."""
    what = "a pair" if pairs == 1 else f"{pairs} pairs"
    halves = "half of a pair" if pairs == 1 else f"halves of {pairs} pairs"
    return [
        Act("source", f"makes {what}", made_s),
        *(Message("source", party, halves, "quantum", made_s, there_s, size=pairs)
          for party in ("alice", "bob")),
    ]  # fmt: skip
