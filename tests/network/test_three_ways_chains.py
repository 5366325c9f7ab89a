"""Chains by closed form, by circuit and sampled over time: the three agree, setting by setting.

A circuit knows no waits: the errors of a pair that waited are put on its link, as they are on
average over how long it waits. That is exact, for what comes out of a swap is linear in what goes
in.
"""

from dataclasses import dataclass
from functools import reduce

import numpy as np
import pytest

from qinet_edu import bell_fidelity, circuits, noise, run, theory
from qinet_edu.network import Chain, Memory
from qinet_edu.theory.bell_vectors import waited, werner_vectors

inf = float("inf")
SIGMAS = 4
SHOTS, PAIRS = 20_000, 60_000
TEST = circuits.fidelity_settings()


@dataclass(frozen=True)
class Row:
    """Hold a setting: what theory says, the pairs on a circuit's links, and the chain to sample.

    ``rounds`` and ``raw`` are means: how long a pair takes, and how many pairs the links make.
    """

    name: str
    chain: Chain
    fidelity: float
    rounds: float | None
    raw: float | None
    links: tuple[np.ndarray, ...]
    purify: tuple[int, ...] = ()
    accepted: float = 1.0


def keeping(rng, n):
    """Unlike links, memories that keep all."""
    chances = rng.uniform(0.1, 0.9, n)
    pairs = rng.dirichlet([20, 1, 1, 1], n)
    chain = Chain([(p, 1.0, pair) for p, pair in zip(chances, pairs, strict=True)],
                  policy=("asap", "nested")[n % 2])  # fmt: skip
    vector = reduce(theory.swap_bell_diagonal, pairs)
    return Row(f"{n} unlike links", chain, vector[0], theory.expected_slowest_of(chances), n,
               tuple(pairs))  # fmt: skip


def failing(rng, levels, success):
    """Swaps that fail, in nested chains."""
    p, fidelity = rng.uniform(0.2, 0.6), rng.uniform(0.9, 1)
    n = 2**levels
    chain = Chain([(p, 1.0, fidelity)] * n, policy="nested", swap_success=success)
    rounds, _ = theory.nested_time(p, levels, success=success)
    return Row(f"{n} links, swaps {success}", chain, theory.swap(*[fidelity] * n), rounds,
               n / success**levels, (werner_vectors(fidelity),) * n)  # fmt: skip


def waiting(rng, depolarising, cutoff=None):
    """Two links that wait for each other: T38, and with a cut-off T39."""
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
    if cutoff is None:
        rounds, kept = theory.expected_slowest(p, 2), theory.waiting_weight(p, decay)
        raw = 2
    else:
        rounds, kept = theory.cutoff_two_links(p, cutoff, decay)
        raw = None
    if depolarising:
        weight = ((4 * pair[0] - 1) / 3) ** 2 * kept
        fidelity = (1 + 3 * weight) / 4
    else:  # ⟨XX⟩ and ⟨YY⟩ alone fall
        fidelity = (1 + 0.9**2 * kept) / 2
    name = f"{'depolarising' if depolarising else 'dephasing'}, cut-off {cutoff}"
    return Row(name, chain, fidelity, rounds, raw, (older, pair))


def purified(rng, n, purify):
    """DEJMPS on levels of a nested chain."""
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
            accepted *= chance**blocks
    raw = n * 2 ** sum(rounds)
    return Row(f"{n} links, purified {purify}", chain, said.fidelity, None, said.pairs,
               (werner_vectors(fidelity),) * raw, purify, accepted)  # fmt: skip


def rows():
    rng = np.random.default_rng(1126)
    yield from (keeping(rng, n) for n in (1, 2, 3, 4, 5, 8))
    yield from (failing(rng, *given) for given in ((1, 0.5), (2, 0.5), (2, 0.9), (3, 0.7)))
    yield from (waiting(rng, kind) for kind in (True, False) for _ in range(3))
    yield from (waiting(rng, kind, m) for kind in (True, False) for m in (2, 5, 20))
    yield from (
        purified(rng, *given)
        for given in ((1, (1,)), (1, (2,)), (2, (1,)), (2, (0, 1)), (2, (1, 1)), (4, (1,)))
    )


ROWS = list(rows())


def by_circuit(row, seed):
    """Return the fidelity that a chain's circuit shows, and the share of its runs that count."""
    n, alike = len(row.chain.links), row.purify
    labels = ["link" if alike else f"link{place}" for place in range(len(row.links))]
    circuit = circuits.swap_chain(
        n, frame=True, purify=row.purify or 0, resource=tuple(map(circuits.link_pair, labels))
    )
    after = {label: noise.pair_errors(pair) for label, pair in zip(labels, row.links, strict=True)}
    results = run(
        [circuits.measure(circuit, setting.directions) for setting in TEST],
        noise=noise.Noise(after=after), shots=SHOTS, seed=seed,
    )  # fmt: skip
    given = circuits.kept(circuit) if row.purify else None
    return bell_fidelity(
        TEST, results, given=given, frame=circuits.swap_frame(n, purify=row.purify or 0)
    )


def test_there_are_at_least_twenty_settings():
    assert len(ROWS) >= 20


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_formula_and_sampled_chain_agree(row):
    pairs = row.chain.simulate(PAIRS, seed=ROWS.index(row))
    assert abs(pairs.fidelity - row.fidelity) <= SIGMAS * pairs.fidelity_error + 1e-9
    if row.rounds is not None:
        assert abs(pairs.mean_time_s - row.rounds) <= SIGMAS * pairs.time_error_s + 1e-9
    if row.raw is not None:
        made = [row.chain.simulate(PAIRS // 12, seed=seed).raw_pairs for seed in range(12)]
        error = np.std(made, ddof=1) / np.sqrt(12)
        assert abs(np.mean(made) - row.raw) <= SIGMAS * error + 1e-9


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_formula_and_circuit_agree(row):
    found = by_circuit(row, seed=ROWS.index(row))
    assert abs(found - row.fidelity) <= SIGMAS * found.standard_error + 1e-9
    share = found.probability
    assert abs(share - row.accepted) <= SIGMAS * share.standard_error + 1e-9


def test_a_pair_that_waits_in_one_memory_alone_is_another_pair():
    """The mistake to decay one half only shows in all three."""
    row = next(row for row in ROWS if "depolarising" in row.name)
    memory = row.chain.memory
    kinder = Memory(2 * memory.t1_s, 2 * memory.t2_s)
    pairs = Chain(row.chain.links, kinder).simulate(PAIRS, seed=1)
    assert pairs.fidelity > row.fidelity + 2 * SIGMAS * pairs.fidelity_error
