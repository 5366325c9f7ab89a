"""``qinet build three-ways``: chains by formula, by circuit and sampled over time, side by side.

A circuit knows no waits: the errors of a pair that waited are put on its link, as they are on
average over how long it waits. That is exact, for what comes out of a swap is linear in what goes
in.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from math import inf
from typing import Any

import numpy as np
from numpy.typing import NDArray

from qinet_edu import bell_fidelity, circuits, noise, run, storage, theory
from qinet_edu.course.checkout import ROOT
from qinet_edu.network import Chain, ChainPairs, Memory
from qinet_edu.theory.bell_vectors import waited, werner_vectors

PAGE = ROOT / "docs" / "three-ways.md"
SHOTS, PAIRS = 20_000, 60_000
TEST = circuits.fidelity_settings()
INTRODUCTION = """\
# Chains, said three ways

Whatever matters in this course has a closed form, a circuit that shows it and, where time is
involved, a simulation. Here are chains of repeaters, setting by setting: lengths, unlike links,
swaps that fail, memories that decay, cut-offs, and purification on several levels. **F** is the
fidelity of the pair from end to end with Φ+; **rounds** is how long it takes on average, in
attempts. The figures after ± are standard errors: of {shots:,} shots for each of the three kinds of
round a circuit is measured in, and of {pairs:,} sampled pairs. None of the pairs of figures is more
than four of them apart; `tests/course/test_three_ways.py` holds them to that.

Chances, fidelities and memory times of the settings are drawn at random, the same ones each time
(`three_ways.rows()`). A circuit knows no time, so it has no rounds; a dash stands where no closed
form is used. ± 0.0000 stands where all sampled pairs are alike, or the error is below 0.00005.

| chain | F, formula | F, circuit | F, sampled | rounds, formula | rounds, sampled |
|---|---|---|---|---|---|
"""


@dataclass(frozen=True)
class Row:
    """Hold a setting: what theory says, the pairs on a circuit's links, and the chain to sample.

    Attributes:
        name: what is special about it.
        chain: to be sampled; its rounds last one second.
        fidelity: with Φ+, from end to end.
        rounds: how long a pair takes on average; None without a closed form.
        raw: how many pairs the links make for it, on average; None without a closed form.
        links: the pairs that a circuit has on its links, copy by copy.
        purify: rounds of DEJMPS by level.
        accepted: how likely all rounds of purification succeed at once.
    """

    name: str
    chain: Chain
    fidelity: float
    rounds: float | None
    raw: float | None
    links: tuple[NDArray[np.float64], ...]
    purify: tuple[int, ...] = ()
    accepted: float = 1.0


def rows() -> list[Row]:
    """Return the settings, the same ones each time.

    Example:
        >>> len(rows())
        28
    """
    return [*_drawn(np.random.default_rng(1126))]


def by_circuit(row: Row, *, seed: int) -> Any:
    """Return the fidelity that a chain's circuit shows, with the share of its runs that count.

    Args:
        row: the setting.
        seed: of the shots.
    """
    n = len(row.chain.links)
    labels = ["link" if row.purify else f"link{place}" for place in range(len(row.links))]
    circuit = circuits.swap_chain(
        n, frame=True, purify=row.purify or 0, resource=tuple(map(circuits.link_pair, labels))
    )
    after = {label: noise.pair_errors(pair) for label, pair in zip(labels, row.links, strict=True)}
    results = run(
        [circuits.measure(circuit, setting.directions) for setting in TEST],
        noise=noise.Noise(after=after), shots=SHOTS, seed=seed,
    )  # fmt: skip
    given = circuits.kept(circuit) if row.purify else None
    frame = circuits.swap_frame(n, purify=row.purify or 0)
    return bell_fidelity(TEST, results, given=given, frame=frame)


def sampled(row: Row, *, seed: int) -> ChainPairs:
    """Return pairs of a chain sampled over time.

    Args:
        row: the setting.
        seed: of the random numbers.
    """
    return row.chain.simulate(PAIRS, seed=seed)


def page() -> str:
    """Return the table as a page in Markdown."""
    lines = [INTRODUCTION.format(shots=SHOTS, pairs=PAIRS)]
    for number, row in enumerate(rows()):
        circuit, pairs = by_circuit(row, seed=number), sampled(row, seed=number)
        cells = (
            row.name,
            f"{row.fidelity:.4f}",
            f"{float(circuit):.4f} ± {circuit.standard_error:.4f}",
            f"{pairs.fidelity:.4f} ± {pairs.fidelity_error:.4f}",
            "–" if row.rounds is None else f"{row.rounds:.3f}",
            f"{pairs.mean_time_s:.3f} ± {pairs.time_error_s:.3f}",
        )
        lines.append(f"| {' | '.join(cells)} |\n")
    return "".join(lines)


def main(argv: Sequence[str] = ()) -> int:
    """Write the page."""
    storage.write(PAGE, page())
    return 0


def _drawn(rng: np.random.Generator) -> Iterator[Row]:
    yield from (_keeping(rng, n) for n in (1, 2, 3, 4, 5, 8))
    yield from (_failing(rng, *given) for given in ((1, 0.5), (2, 0.5), (2, 0.9), (3, 0.7)))
    yield from (_waiting(rng, depolarising=kind) for kind in (True, False) for _ in range(3))
    yield from (
        _waiting(rng, depolarising=kind, cutoff=m) for kind in (True, False) for m in (2, 5, 20)
    )
    plans = ((1, (1,)), (1, (2,)), (2, (1,)), (2, (0, 1)), (2, (1, 1)), (4, (1,)))
    yield from (_purified(rng, n, purify) for n, purify in plans)


def _keeping(rng: np.random.Generator, n: int) -> Row:
    """Take unlike links, and memories that keep all."""
    chances = rng.uniform(0.1, 0.9, n)
    pairs = rng.dirichlet([20, 1, 1, 1], n)
    chain = Chain([(p, 1.0, pair) for p, pair in zip(chances, pairs, strict=True)],
                  policy=("asap", "nested")[n % 2])  # fmt: skip
    vector = reduce(theory.swap_bell_diagonal, pairs)
    rounds = float(theory.expected_slowest_of(chances))
    name = f"{n} unlike links" if n > 1 else "1 link"
    return Row(name, chain, float(vector[0]), rounds, n, tuple(pairs))


def _failing(rng: np.random.Generator, levels: int, success: float) -> Row:
    """Take swaps that fail, in nested chains."""
    p, fidelity = rng.uniform(0.2, 0.6), rng.uniform(0.9, 1)
    n = 2**levels
    chain = Chain([(p, 1.0, fidelity)] * n, policy="nested", swap_success=success)
    rounds, _ = theory.nested_time(p, levels, success=success)
    return Row(
        f"{n} links, swaps succeed with {success}", chain, float(theory.swap(*[fidelity] * n)),
        float(rounds), n / success**levels, (werner_vectors(fidelity),) * n,
    )  # fmt: skip


def _waiting(rng: np.random.Generator, *, depolarising: bool, cutoff: int | None = None) -> Row:
    """Take two links that wait for each other: T38, and with a cut-off T39."""
    p, t2 = rng.uniform(0.05, 0.5), rng.uniform(20, 200)
    t1 = t2 if depolarising else inf
    pair = werner_vectors(rng.uniform(0.9, 1)) if depolarising else np.array([0.95, 0, 0, 0.05])
    chain = Chain([(p, 1.0, pair)] * 2, Memory(t1, t2, cutoff_s=cutoff))
    most = cutoff or 5000
    # How long the earlier waits, if it is used.
    gap = np.arange(most + 1)
    share = (1 - p) ** gap * np.where(gap, 2, 1)
    older = share @ waited(np.tile(pair, (most + 1, 1)), gap, t1_s=t1, t2_s=t2) / share.sum()
    decay = theory.round_decay(1, memory_s=t2)
    raw: float | None = 2
    if cutoff is None:
        rounds, kept = theory.expected_slowest(p, 2), theory.waiting_weight(p, decay)
    else:
        rounds, kept = theory.cutoff_two_links(p, cutoff, decay)
        raw = None
    if depolarising:
        weight = ((4 * pair[0] - 1) / 3) ** 2 * kept
        fidelity = (1 + 3 * weight) / 4
    else:  # ⟨XX⟩ and ⟨YY⟩ alone fall
        fidelity = (1 + 0.9**2 * kept) / 2
    kind = "depolarising" if depolarising else "dephasing"
    until = "no cut-off" if cutoff is None else f"cut-off {cutoff} rounds"
    return Row(
        f"2 links of p = {p:.2f}, {kind} memories, {until}", chain, float(fidelity),
        float(rounds), raw, (older, pair),
    )  # fmt: skip


def _purified(rng: np.random.Generator, n: int, purify: tuple[int, ...]) -> Row:
    """Take DEJMPS on levels of a nested chain."""
    fidelity, levels = rng.uniform(0.85, 0.97), n.bit_length() - 1
    chain = Chain([(0.5, 1.0, fidelity)] * n, Memory(capacity=1 + sum(purify)),
                  policy="nested", purify=purify)  # fmt: skip
    rounds = (*purify, *(0,) * (levels + 1 - len(purify)))
    said = theory.nested_chain(fidelity, levels, rounds=rounds)
    # A circuit must succeed everywhere at once.
    accepted, blocks = 1.0, n * 2 ** sum(rounds)
    vector = werner_vectors(fidelity)
    for level, count in enumerate(rounds):
        if level:
            vector, blocks = theory.swap_bell_diagonal(vector, vector), blocks // 2
        for _ in range(count):
            vector, chance = theory.dejmps(vector)
            blocks //= 2
            accepted *= float(chance) ** blocks
    raw = n * 2 ** sum(rounds)
    by_level = ", ".join(map(str, purify))
    plural = "s" if n > 1 else ""
    return Row(
        f"{n} link{plural}, rounds of DEJMPS by level: {by_level}", chain, float(said.fidelity),
        None, float(said.pairs), (werner_vectors(fidelity),) * raw, purify, accepted,
    )  # fmt: skip
