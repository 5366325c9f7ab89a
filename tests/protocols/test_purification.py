from math import inf

import numpy as np
import pytest

from qinet_edu import theory
from qinet_edu.noise import fibre_delay_s
from qinet_edu.protocols import PURIFICATIONS, Act, purify

KM = 100
DELAY = float(fibre_delay_s(KM))
MEMORY = {"t1_s": 4e-3, "t2_s": 3e-3}


def acts(done, party):
    return [e.words for e in done.transcript.events if isinstance(e, Act) and e.party == party]


def said(done):
    return [m for m in done.transcript.messages if m.channel == "classical"]


@pytest.mark.parametrize("protocol", PURIFICATIONS)
def test_a_pair_is_kept_if_and_only_if_all_bits_agree(protocol):
    seen = set()
    for seed in range(20):
        done = purify(0.85, length_km=KM, protocol=protocol, rounds=2, seed=seed)
        assert done.kept == all(alice == bob for alice, bob in done.bits)
        for party in ("alice", "bob"):
            verdicts = [w for w in acts(done, party) if w.startswith(("keeps", "discards"))]
            assert verdicts[-1].startswith("keeps" if done.kept else "discards")
            assert all(w.startswith("keeps") for w in verdicts[:-1])
        seen.add(done.kept)
    assert seen == {True, False}


@pytest.mark.parametrize(
    ("protocol", "rounds", "pairs", "bits"),
    [("dejmps", 1, 2, 2), ("dejmps", 2, 4, 6), ("dejmps", 3, 8, 14), ("bbpssw", 2, 4, 6),
     ("pumping", 3, 4, 6), ("double-selection", 1, 3, 4)],
)  # fmt: skip
def test_perfect_pairs_all_pass_and_everything_said_is_counted(protocol, rounds, pairs, bits):
    done = purify(1.0, length_km=KM, protocol=protocol, rounds=rounds, seed=1)
    assert done.kept
    assert done.fidelity == done.probability == pytest.approx(1)
    assert done.transcript.qubits_sent == 2 * pairs
    assert done.transcript.classical_bits == bits


def test_every_round_costs_a_crossing_of_the_fibre():
    for rounds in (1, 2, 3):
        done = purify(1.0, length_km=KM, rounds=rounds, seed=1)
        assert done.transcript.duration_s == pytest.approx(DELAY / 2 + rounds * DELAY)
        for message in said(done):
            assert message.arrives_s - message.sent_s == pytest.approx(DELAY)


def test_nobody_decides_before_the_answer_is_there():
    done = purify(0.8, length_km=KM, rounds=2, seed=3)
    verdicts = [
        e for e in done.transcript.events
        if isinstance(e, Act) and e.words.startswith(("keeps", "discards"))
    ]  # fmt: skip
    arrivals = {round(m.arrives_s, 12) for m in said(done)}
    assert {round(e.at_s, 12) for e in verdicts} <= arrivals


def test_a_discarded_pair_is_the_last_that_is_spoken_of():
    for seed in range(20):
        done = purify(0.6, length_km=KM, rounds=2, seed=seed)
        if not done.kept and len(done.bits) == 2:
            assert len(said(done)) == 2
            break
    else:
        pytest.fail("no first round was lost")


@pytest.mark.parametrize("memory", [{}, MEMORY])
@pytest.mark.parametrize("protocol", PURIFICATIONS)
def test_the_pair_is_what_theory_says_with_both_halves_waiting(protocol, memory):
    """Written out beside it: a step, then a wait of both halves, twice."""
    times = {"t1_s": inf, "t2_s": inf} | memory
    raw = now = np.array([0.8, 0.05, 0.05, 0.1])
    if protocol == "bbpssw":
        raw = now = theory.twirled(raw)
    chance = 1.0
    for level in range(2):
        if protocol == "bbpssw":
            _, p = theory.bbpssw(now[0])  # what waits is not twirled before the next round
            now, _ = theory.dejmps(theory.twirled(now), turn=False)
        elif protocol == "double-selection":
            now, p = theory.double_selection(now)
        else:
            now, p = theory.dejmps(now, raw if protocol == "pumping" else None)
        now = theory.waited(now, DELAY, **times)
        first = {"pumping": 1, "double-selection": 3}.get(protocol, 2)
        chance *= p ** (first if level == 0 else 1)
    done = purify([0.8, 0.05, 0.05, 0.1], length_km=KM, protocol=protocol, rounds=2, **memory)
    assert done.fidelity == pytest.approx(now[0], abs=1e-12)
    assert done.probability == pytest.approx(chance, abs=1e-12)


@pytest.mark.parametrize("protocol", PURIFICATIONS)
def test_tries_succeed_as_often_as_is_said(protocol):
    tries = [purify(0.75, length_km=KM, protocol=protocol, seed=seed) for seed in range(300)]
    share, expected = np.mean([one.kept for one in tries]), tries[0].probability
    assert abs(share - expected) < 4 * np.sqrt(expected * (1 - expected) / 300)


def test_waiting_for_the_answer_can_eat_up_what_the_round_gains():
    assert purify(0.8, length_km=KM, t2_s=0.1, seed=1).fidelity > 0.8
    assert purify(0.8, length_km=KM, t2_s=0.005, seed=1).fidelity < 0.8


def test_a_seed_repeats_a_try():
    one, other = (purify(0.7, length_km=KM, protocol="bbpssw", seed=5) for _ in range(2))
    assert one.transcript == other.transcript
    drawn = purify(0.7, length_km=KM)
    assert purify(0.7, length_km=KM, seed=drawn.seed).transcript == drawn.transcript


def test_without_distance_nothing_waits():
    done = purify(0.8, length_km=0, t2_s=1e-6, seed=1)
    assert done.fidelity == pytest.approx(0.8381503, abs=5e-8)
    assert done.transcript.duration_s == 0


@pytest.mark.parametrize(
    ("how", "error", "words"),
    [
        ({"protocol": "swap"}, ValueError, "dejmps"),
        ({"rounds": 0}, ValueError, "at least 1"),
        ({"length_km": -1}, ValueError, "length_km"),
        ({"length_km": "far"}, TypeError, "length_km"),
        ({"pair": 1.2}, ValueError, "pair"),
        ({"pair": [0.5, 0.5]}, ValueError, "four probabilities"),
        ({"pair": [0.9, 0.9, 0, 0]}, ValueError, "add up"),
        ({"t1_s": 1.0, "t2_s": 3.0}, ValueError, "T2"),
        ({"seed": -1}, ValueError, ""),
    ],
)
def test_bad_input_is_told_what_to_do(how, error, words):
    pair = how.pop("pair", 0.8)
    with pytest.raises(error, match=words or "seed|negative"):
        purify(pair, **{"length_km": KM, **how})
