"""What happens between Alice and Bob in a session of single photons, round by round."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from qiskit.circuit import QuantumCircuit

from qinet_edu.arguments import Bits, one_real
from qinet_edu.circuits import KEY_BASES, Eavesdropper, qkd_coins, qkd_round
from qinet_edu.circuits.eavesdropping import RANDOM
from qinet_edu.circuits.qkd import KeyProtocol, check_eve, check_protocol
from qinet_edu.execution import run
from qinet_edu.protocols.qkd.raw import Bases, Raw, Truths
from qinet_edu.protocols.rounds import run_kinds

LETTERS = KEY_BASES["six-state"]
SIDES = np.array([*LETTERS, "y"])  # noise may read a 3 off a coin of three sides


@dataclass(frozen=True)
class Line:
    """Say what is between Alice and Bob, and where it is run.

    Attributes:
        protocol: which bases there are.
        eve: who listens.
        transmittance: how likely a photon arrives, in [0, 1].
        seed: repeats whatever is drawn.
        how: what ``run`` is told besides.
    """

    protocol: KeyProtocol
    eve: Eavesdropper | None
    transmittance: float
    seed: int
    how: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        check_protocol(self.protocol)
        check_eve(self.eve)
        one_real(self.transmittance, "transmittance", low=0, high=1)

    @property
    def ways(self) -> list[Eavesdropper | None]:
        """List what may happen to a photon: nothing, and each of the things that Eve does."""
        if self.eve is None:
            return [None]
        always = replace(self.eve, fraction=1.0)
        if self.eve.kind == "intercept" and self.eve.basis == RANDOM:
            return [None, *(replace(always, basis=basis) for basis in KEY_BASES[self.protocol])]
        return [None, always]

    def draws(self, use: int) -> np.random.Generator:
        """Return random numbers: 0 for what parties choose, 1 for what happens on the way."""
        return draws(self.seed, use)

    def arrivals(self, rng: np.random.Generator, n: int) -> Truths:
        """Draw which photons arrive."""
        return arrivals(rng, n, self.transmittance)


def draws(seed: int, use: int) -> np.random.Generator:
    """Return random numbers: 0 for what parties choose, 1 for what happens on the way."""
    return np.random.default_rng(np.random.SeedSequence(seed).spawn(2)[use])


def arrivals(rng: np.random.Generator, n: int, transmittance: float) -> Truths:
    """Draw which photons arrive; where all do, nothing is drawn."""
    return np.ones(n, bool) if transmittance == 1 else rng.random(n) < transmittance


def send_over(line: Line, sent: Bits, ours: Bases, theirs: Bases) -> Raw:
    """Run each kind of round as a circuit, and deal its outcomes out to the rounds of that kind."""
    rng, n, ways = line.draws(1), sent.size, line.ways
    detected = line.arrivals(rng, n)
    way = np.zeros(n, dtype=np.intp)
    if line.eve is not None:
        acts = rng.random(n) < line.eve.fraction
        way[acts] = rng.integers(1, len(ways), np.count_nonzero(acts))
    shape = (2, len(LETTERS), len(LETTERS), len(ways))
    kind = np.ravel_multi_index((sent, _numbers(ours), _numbers(theirs), way), shape)

    def circuit(one: int) -> QuantumCircuit:
        bit, a, b, w = (int(place) for place in np.unravel_index(one, shape))
        return _circuit(bit, LETTERS[a], LETTERS[b], ways[w])

    # Nobody sees what a lost photon would have shown, so no shot is spent on it.
    (bob, hers), results = run_kinds(
        kind, circuit, ["photon", "eve"], counted=detected, rng=rng, seed=line.seed, how=line.how
    )
    return Raw(
        sent, ours, theirs, bob, detected,
        eve_acts=way > 0, eve_bits=hers,
        eve_bases=_along(line.eve, way > 0, ours, way=way, ways=ways),
        protocol=line.protocol, seed=line.seed, results=results,
    )  # fmt: skip


def toss_over(line: Line, n: int) -> Raw:
    """Run the circuit of coins, and put its shots into an order at random."""
    rng = line.draws(1)
    result = run(qkd_coins(line.protocol, eve=line.eve), shots=n, seed=line.seed, **line.how)
    registers = [*result.registers]
    counts = result.counts(*registers)
    values = np.array([[int(part, 2) for part in bits.split()] for bits in counts], dtype=np.uint8)
    dealt = rng.permutation(np.repeat(values, [*counts.values()], axis=0))
    read = dict(zip(registers, dealt.T, strict=True))
    detected = line.arrivals(rng, n)
    acts = np.full(n, line.eve is not None) & (read.get("eve_acts", 1) == 1)
    ours = SIDES[read["alice_basis"]]
    ways: list[Any] = line.ways
    way = 1 + read.get("eve_basis", np.zeros(n, dtype=np.uint8)).astype(np.intp)
    hers = read.get("eve", np.zeros(n, dtype=np.uint8))
    return Raw(
        read["alice_bit"], ours, SIDES[read["bob_basis"]], read["photon"] * detected, detected,
        eve_acts=acts, eve_bits=hers * (acts & detected),
        eve_bases=_along(line.eve, acts, ours, way=np.minimum(way, len(ways) - 1), ways=ways),
        protocol=line.protocol, seed=line.seed, results=(result,),
    )  # fmt: skip


@lru_cache(maxsize=256)
def _circuit(bit: int, basis: Any, measured_in: Any, eve: Eavesdropper | None) -> QuantumCircuit:
    return qkd_round(bit, basis, measured_in, eve=eve)


def _numbers(bases: Bases) -> NDArray[np.intp]:
    found = np.zeros(bases.size, dtype=np.intp)
    for place, letter in enumerate(LETTERS):
        found[bases == letter] = place
    return found


def _along(
    eve: Eavesdropper | None,
    acts: Truths,
    announced: Bases,
    *,
    way: NDArray[np.intp],
    ways: list[Eavesdropper | None],
) -> Bases:
    """Name what Eve measures along: for a clone the basis that is announced."""
    if eve is None or eve.kind == "clone":
        return np.where(acts, announced, "")
    names = [one.basis if one and isinstance(one.basis, str) else "angles" for one in ways]
    return np.where(acts, np.array(names)[way], "")
