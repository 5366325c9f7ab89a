"""Chains by closed form, by circuit and sampled over time: the three agree, setting by setting."""

import numpy as np
import pytest

from qinet_edu.course import three_ways
from qinet_edu.network import Chain, Memory

SIGMAS = 4
ROWS = three_ways.rows()


def test_there_are_at_least_twenty_settings():
    assert len({row.name for row in ROWS}) == len(ROWS) >= 20


@pytest.mark.parametrize("number", range(len(ROWS)), ids=lambda number: ROWS[number].name)
def test_formula_and_sampled_chain_agree(number):
    row, pairs = ROWS[number], three_ways.sampled(ROWS[number], seed=number)
    assert abs(pairs.fidelity - row.fidelity) <= SIGMAS * pairs.fidelity_error + 1e-9
    if row.rounds is not None:
        assert abs(pairs.mean_time_s - row.rounds) <= SIGMAS * pairs.time_error_s + 1e-9
    if row.raw is not None:
        made = [row.chain.simulate(5000, seed=seed).raw_pairs for seed in range(12)]
        error = np.std(made, ddof=1) / np.sqrt(12)
        assert abs(np.mean(made) - row.raw) <= SIGMAS * error + 1e-9


@pytest.mark.parametrize("number", range(len(ROWS)), ids=lambda number: ROWS[number].name)
def test_formula_and_circuit_agree(number):
    row, found = ROWS[number], three_ways.by_circuit(ROWS[number], seed=number)
    assert abs(found - row.fidelity) <= SIGMAS * found.standard_error + 1e-9
    share = found.probability
    assert abs(share - row.accepted) <= SIGMAS * share.standard_error + 1e-9


def test_circuit_and_sampled_chain_agree_on_the_page():
    """The page shows what was computed for it, and the two are as near as they should be."""
    text = three_ways.PAGE.read_text(encoding="utf-8")
    shown = [line.split(" | ") for line in text.splitlines() if line.startswith("| ")][1:]
    assert [cells[0].removeprefix("| ") for cells in shown] == [row.name for row in ROWS]
    for cells, row in zip(shown, ROWS, strict=True):
        assert cells[1] == f"{row.fidelity:.4f}", "run: python start.py build three-ways"
        circuit, error = map(float, cells[2].split(" ± "))
        sampled, other = map(float, cells[3].split(" ± "))
        assert abs(circuit - sampled) <= SIGMAS * np.hypot(error, other) + 2e-4


def test_a_pair_that_waits_in_one_memory_alone_is_another_pair():
    """The mistake to decay one half only shows."""
    row = next(row for row in ROWS if "depolarising" in row.name)
    memory = row.chain.memory
    kinder = Memory(2 * memory.t1_s, 2 * memory.t2_s)
    pairs = Chain(row.chain.links, kinder).simulate(three_ways.PAIRS, seed=1)
    assert pairs.fidelity > row.fidelity + 2 * SIGMAS * pairs.fidelity_error
