"""Verified delivery: pairs of which a sample was measured, with a bound for those that are left."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from math import log, sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray
from qiskit.circuit import QuantumCircuit

from qinet_edu.arguments import one_real
from qinet_edu.circuits import fidelity_settings, pair_round
from qinet_edu.circuits.given import Resource
from qinet_edu.circuits.parties import whole
from qinet_edu.execution import Estimate, Result
from qinet_edu.noise import Noise, fibre_delay_s
from qinet_edu.protocols.pairs import density_of
from qinet_edu.protocols.qkd.estimation import sample_places, serfling_margin
from qinet_edu.protocols.rounds import run_kinds
from qinet_edu.protocols.transcript import Act, Message, Transcript

ENTANGLED = 0.5  # a pair is entangled for certain above this fidelity
SEED_BITS = 64
SETTING_BITS = 2  # X, Y or Z
COUNT_BITS = 32
CHANCE = 1.5  # 1 − F is so many times the chance to fail a test along X, Y or Z, drawn evenly


@dataclass(frozen=True, eq=False, repr=False)
class Delivery:
    """Hold what was delivered: pairs that nobody has touched, and what is known of them.

    It counts as true when it was accepted.

    Attributes:
        kept: which of the pairs are left, shape (pairs − tests,).
        state: the Bell state that was ordered.
        fidelity: the fidelity of the tested pairs with that state.
        bound: the least mean fidelity of those that are left, with this confidence.
        confidence: how often the bound holds, at least.
        least: what was demanded of the bound.
        ready_s: when both parties know, in seconds from the making of the pairs: until then the
            halves wait, and age.
        transcript: who told whom what and when.
        seed: what makes the run repeatable.
        results: the runs behind it.
    """

    kept: NDArray[np.intp]
    state: str
    fidelity: Estimate
    bound: float
    confidence: float
    least: float
    ready_s: float
    transcript: Transcript
    seed: int
    results: tuple[Result, ...] = field(default=())

    @property
    def accepted(self) -> bool:
        """Return whether the bound is as high as demanded."""
        return self.bound >= self.least

    def __bool__(self) -> bool:
        return self.accepted

    def __len__(self) -> int:
        return self.kept.size

    def __repr__(self) -> str:
        verdict = "accepted" if self.accepted else "refused"
        return (
            f"{len(self):,} pairs of {self.state}, {verdict}: fidelity {self.fidelity} in the "
            f"sample, above {self.bound:.3f} in the others with {100 * self.confidence:.10g} % "
            f"confidence ({self.least:.3g} demanded)"
        )


def verified_delivery(
    source: Resource,
    pairs: int,
    *,
    tests: int,
    state: str = "phi+",
    least: float | None = None,
    confidence: float = 0.99,
    noise: Noise | None = None,
    backend: Any = "aer",
    seed: int | None = None,
    length_km: float = 0.0,
    options: Mapping[str, Any] | None = None,
    max_qpu_s: float | None = None,
) -> Delivery:
    """Deliver pairs, and measure a sample of them to know what the others are worth.

    To test a pair is to use it up: so some are drawn once all have arrived, and each is measured
    along X, Y or Z on both sides, drawn too. A source that knew which would make those good and
    the others not. Of 10,000 pairs, 2000 tested know the fidelity of the rest to within 0.09 with
    99 % confidence; ten times as many, to within 0.03.

    A pair of fidelity F fails a test drawn so with probability 2(1 − F)/3. The bound allows twice
    for chance, with half of what may go wrong each: that the sample is better than the rest
    (Serfling), and that the rest would have failed less than it deserves (Hoeffding). It assumes
    nothing of the source, not even that its pairs are alike; and that nobody changes what Alice and
    Bob say to each other, which takes tags (``qkd.one_time_tag``) and is not played here.

    Args:
        source: the pair as it arrives, as for ``circuits.pair_round``.
        pairs: how many are delivered, at least 2.
        tests: how many of them are measured, from 1, and fewer than all.
        state: the Bell state that was ordered.
        least: the bound that is demanded, in [0, 1]; without it 1/2: a mean above it shows
            entanglement, though not in every pair.
        confidence: how often the bound shall hold, in (0, 1).
        noise: what goes wrong while measuring; it counts against the pairs. Each half passes a gate
            labelled ``fibre``.
        backend: where to run, as for ``run``.
        seed: repeats a run exactly; without it one is drawn.
        length_km: the fibre from Alice to Bob, in km; the source stands in the middle.
        options: passed on to ``run``.
        max_qpu_s: passed on to ``run``.

    Returns:
        The delivery, accepted or not.

    Raises:
        TypeError: something is of another kind.
        ValueError: no pair or state, tests for all of the pairs, or something out of range.

    Source:
        R. J. Serfling, Ann. Statist. 2, 39 (1974); W. Hoeffding, J. Am. Stat. Assoc. 58, 13 (1963).

    Example:
        >>> from qinet_edu.theory import werner
        >>> done = verified_delivery(werner(0.95), 100_000, tests=20_000, seed=1)
        >>> done
        80,000 pairs of phi+, accepted: fidelity 0.9506 ± 0.0019 in the sample, above 0.923 in the \
others with 99 % confidence (0.5 demanded)
        >>> bool(verified_delivery(werner(0.95), 1000, tests=100, least=0.9, seed=1))
        False
    """
    n = whole(pairs, "pairs", least=2)
    k = whole(tests, "tests", least=1)
    if k >= n:
        raise ValueError(
            f"A tested pair is used up: of {n} pairs at most {n - 1} can be tested, not {k}, if "
            "any are to be delivered."
        )
    demanded = ENTANGLED if least is None else one_real(least, "least", low=0, high=1)
    sure = one_real(confidence, "confidence", low=0, high=1)
    if sure in (0, 1):
        raise ValueError("confidence lies strictly between 0 and 1; 0.99 is usual.")
    delay_s = float(fibre_delay_s(one_real(length_km, "length_km", low=0)))
    settings = fidelity_settings(state)
    density_of(source)  # complains of what is no pair
    drawn = secrets.randbits(SEED_BITS) if seed is None else whole(seed, "seed", least=0)
    places_seed, *seeds = np.random.SeedSequence(drawn).generate_state(2, np.uint64).tolist()
    rng = np.random.default_rng(seeds[0])
    tested = sample_places(n, tested=k, seed=places_seed)
    kept = np.ones(n, dtype=bool)
    kept[tested] = False

    def circuit(one: int) -> QuantumCircuit:
        ours, theirs = settings[one].directions.values()
        return pair_round(ours, theirs, source=source)

    axis = rng.integers(0, len(settings), k)
    (hers, his), results = run_kinds(
        axis, circuit, ["alice", "bob"], counted=np.ones(k, dtype=bool), rng=rng, seed=drawn,
        how={"backend": backend, "noise": noise, "options": options, "max_qpu_s": max_qpu_s},
    )  # fmt: skip
    meant = np.array([setting.sign < 0 for setting in settings])[axis]
    failed = int(((hers != his) != meant).sum())
    share = Estimate.of_probability(failed, k)
    fidelity = Estimate(1 - CHANCE * share, CHANCE * share.standard_error)
    bound = max(0.0, fidelity - fidelity_margin(n - k, k, eps=1 - sure))
    events, ready_s = _told(n, k, failed, delay_s, f"{bound:.3f}", accepted=bound >= demanded)
    return Delivery(
        kept=np.flatnonzero(kept), state=state, fidelity=fidelity, bound=float(bound),
        confidence=sure, least=demanded, ready_s=ready_s,
        transcript=Transcript(("alice", "source", "bob"), events), seed=drawn, results=results,
    )  # fmt: skip


def fidelity_margin(left: int, tested: int, *, eps: float) -> float:
    """Return by how much the pairs that are left may be worse than the sample.

    3/2 of Serfling's margin at ε/2 and of Hoeffding's √(ln(2/ε)/(2n)).

    Args:
        left: how many pairs are left, from 1.
        tested: how many were drawn from among all and measured, from 1.
        eps: the probability that the margin is exceeded, in (0, 1).

    Returns:
        The margin, to be taken off the fidelity of the sample.

    Raises:
        TypeError: something is no number.
        ValueError: something is out of range.

    Source:
        R. J. Serfling, Ann. Statist. 2, 39 (1974); W. Hoeffding, J. Am. Stat. Assoc. 58, 13 (1963).

    Example:
        >>> [round(fidelity_margin(4 * k, k, eps=0.01), 3) for k in (2000, 20_000)]
        [0.088, 0.028]
    """
    sampled = serfling_margin(left, tested, eps=eps / 2)
    return CHANCE * (sampled + sqrt(log(2 / eps) / (2 * left)))


def _told(
    pairs: int, tests: int, failed: int, delay_s: float, bound: str, *, accepted: bool
) -> tuple[list[Act | Message], float]:
    """Write down who does and says what, and return when both know."""
    there = delay_s / 2
    asked, answered, known = (there + crossings * delay_s for crossings in (1, 2, 3))
    which = f"seed of the sample, {tests:,} directions"
    verdict = "accepts" if accepted else "refuses"
    bits = SEED_BITS + SETTING_BITS * tests
    return [
        Act("source", f"makes {pairs:,} pairs", 0.0),
        *(
            Message("source", party, "half of each pair", "quantum", 0.0, there, size=pairs)
            for party in ("alice", "bob")
        ),
        # Bob has all his halves when she says which: else whoever sends them could choose.
        Act("alice", f"draws {tests:,} pairs to test", there),
        Message("alice", "bob", which, "classical", there, asked, size=bits),
        Act("bob", f"measures {tests:,} halves", asked),
        Message("bob", "alice", "what he read", "classical", asked, answered, size=tests),
        Act("alice", f"counts {failed:,} of {tests:,} failed: F > {bound}, {verdict}", answered),
        Message(
            "alice", "bob", "number of failures", "classical", answered, known, size=COUNT_BITS
        ),
        Act("bob", verdict, known),
    ], known
