"""Exercise 11.5: honest samples pass, and each known misconception fails with its words."""

from math import exp, sqrt

import numpy as np
import pytest
from sending import CLASS, verdict

from qinet_edu import check, network, theory
from qinet_edu.check.sets import set_11_compare

P = check.get("11.5").example
TIME, STATE = set_11_compare.exact(P).values()
N = 20_000


def chain(p, *, t1=True, links=4, **settings):
    tau = p["memory_ms"] / 1e3
    memory = network.Memory(t1_s=tau if t1 else np.inf, t2_s=tau)
    return network.Chain([(p["p"], p["attempt_ms"] / 1e3, p["fidelity"])] * links, memory)


def formulas(p):
    x = exp(-2 * p["attempt_ms"] / p["memory_ms"])
    weight = ((4 * p["fidelity"] - 1) / 3) ** 4 * theory.chain_weight([p["p"]] * 4, x)
    return theory.expected_slowest(p["p"], 4) * p["attempt_ms"], (1 + 3 * weight) / 4


def handed_in(found, p):
    time, state = formulas(p)
    return {
        "pairs": len(found),
        "time_ms": [1e3 * found.mean_time_s, 1e3 * found.time_error_s, time],
        "fidelity": [found.fidelity, found.fidelity_error, state],
    }


@pytest.mark.parametrize("student", [None, *CLASS])
def test_the_library_passes_for_everybody(student):
    p = check.get("11.5").given(student).parameters
    answer = handed_in(chain(p).simulate(N, seed=p["seed"]), p)
    assert verdict("11.5", answer, student=student).status == "right"


@pytest.mark.parametrize("pairs", [10_000, 40_000, 400_000])
@pytest.mark.parametrize("seed", range(20))
def test_other_seeds_and_sizes_pass_rounded_too(seed, pairs):
    answer = handed_in(chain(P).simulate(pairs, seed=seed), P)
    assert verdict("11.5", answer).status == "right"
    for name in ("time_ms", "fidelity"):
        mean, error, formula = answer[name]
        answer[name] = [float(f"{mean:.4g}"), float(f"{error:.2g}"), float(f"{formula:.3g}")]
    assert verdict("11.5", answer).status == "right"


def test_a_simulation_of_ones_own_passes():
    """Follow which stretches of the chain are one pair, round by round."""
    rng = np.random.default_rng(11)
    times = rng.geometric(P["p"], (N, 4))
    total = np.zeros(N)
    for now in range(1, int(times.max()) + 1):
        there = times <= now
        whole = there.all(axis=1)
        pairs = there[:, 0] + (there[:, 1:] & ~there[:, :-1]).sum(axis=1)
        total += np.where(whole, 0, pairs)
    x = exp(-2 * P["attempt_ms"] / P["memory_ms"])
    f = (1 + 3 * ((4 * P["fidelity"] - 1) / 3) ** 4 * x**total) / 4
    ms = times.max(axis=1) * P["attempt_ms"]
    time, state = formulas(P)
    answer = {
        "pairs": N,
        "time_ms": np.array([ms.mean(), ms.std(ddof=1) / sqrt(N), time]),
        "fidelity": (f.mean(), f.std() / sqrt(N), state),
    }
    assert verdict("11.5", answer).status == "right"


def test_the_spread_is_that_of_a_large_sample():
    found = chain(P).simulate(1_000_000, seed=3)
    assert 1e3 * found.time_std_s == pytest.approx(TIME.spread, rel=0.01)
    assert found.fidelity_std == pytest.approx(STATE.spread, rel=0.01)


def off(one, share=0.7):
    """Return an honest row: a mean off by a part of its standard error, the error, the formula."""
    error = one.spread / sqrt(N)
    return [one.mean + share * error, error, one.mean]


def answer(*, pairs=N, time=None, state=None):
    rows = {"time_ms": off(TIME), "fidelity": off(STATE)}
    for name, change in (("time_ms", time), ("fidelity", state)):
        for place, value in (change or {}).items():
            rows[name][place] = value
    return {"pairs": pairs, **rows}


@pytest.mark.parametrize("pairs", [0, -5, 9_999, 2_000_000_000])
def test_too_few_pairs_or_more_than_anybody_samples(pairs):
    said = verdict("11.5", answer(pairs=pairs))
    assert (said.status, said.slip, said.score) == ("wrong", "too few pairs", 0)


ERROR, ROOT = {"time": TIME.spread / sqrt(N), "state": STATE.spread / sqrt(N)}, sqrt(N)


@pytest.mark.parametrize("name", ["time", "state"])
@pytest.mark.parametrize(
    ("error", "slip"),
    [
        (lambda one: one.spread, "spread for error"),
        (lambda one: one.spread**2 / N, "variance for error"),
        (lambda one: one.spread**2, "variance of one pair"),
        (lambda one: one.spread / N, "N for √N"),
        (lambda one: 1.96 * one.spread / ROOT, "two standard errors"),
        (lambda one: 3 * one.spread / ROOT, "three standard errors"),
        (lambda one: one.mean / ROOT, "mean for spread"),
        (lambda one: 0.6 * one.spread / ROOT, "error too small"),
        (lambda one: 1.4 * one.spread / ROOT, "error too large"),
        (lambda one: 0.0, "error too small"),
    ],
)
def test_dishonest_error_bars(name, error, slip):
    one = {"time": TIME, "state": STATE}[name]
    said = verdict("11.5", answer(**{name: {1: error(one)}}))
    assert (said.status, said.slip) == ("wrong", slip)
    assert said.score == pytest.approx(5 / 6)


@pytest.mark.parametrize(
    ("change", "slip"),
    [
        ({"time": {0: TIME.mean}}, "formula for sample"),
        ({"state": {0: STATE.mean}}, "formula for sample"),
        ({"time": {0: TIME.mean / 1e3}}, "seconds for milliseconds"),
        ({"time": {0: TIME.mean / P["attempt_ms"]}}, "attempts for time"),
        ({"time": {1: ERROR["time"] / 1e3}}, "seconds for milliseconds"),
        ({"state": {1: sqrt(STATE.mean * (1 - STATE.mean) / N)}}, "coin for pair"),
        ({"state": {1: 100 * ERROR["state"]}}, "error in per cent"),
        ({"time": {2: TIME.mean / 1e3}}, "seconds for milliseconds"),
        ({"time": {2: P["attempt_ms"] / P["p"]}}, "one link"),
        ({"time": {2: 4 * P["attempt_ms"] / P["p"]}}, "one link after the other"),
        ({"time": {2: 2.25 * P["attempt_ms"] / P["p"]}}, "3/2 rule"),
        ({"time": {2: P["attempt_ms"] * theory.expected_slowest(P["p"], 2)}}, "two links"),
        ({"state": {2: float(theory.swap(*[P["fidelity"]] * 4))}}, "no waiting"),
        ({"state": {2: 100 * STATE.mean}}, "per cent"),
        ({"state": {2: (4 * STATE.mean - 1) / 3}}, "weight for fidelity"),
    ],
)
def test_misconceptions(change, slip):
    said = verdict("11.5", answer(**change))
    assert (said.status, said.slip) == ("wrong", slip)
    assert said.score == pytest.approx(5 / 6)


@pytest.mark.parametrize(
    ("decay", "policy", "slip"),
    [(1, "asap", "one half decays"), (2, "last", "swapped at the end")],
)
def test_other_waits_in_the_formula(decay, policy, slip):
    x = exp(-decay * P["attempt_ms"] / P["memory_ms"])
    kept = theory.chain_weight([P["p"]] * 4, x, policy=policy)
    value = (1 + 3 * ((4 * P["fidelity"] - 1) / 3) ** 4 * kept) / 4
    assert verdict("11.5", answer(state={2: float(value)})).slip == slip


def test_fidelities_multiplied_in_the_formula():
    x = exp(-2 * P["attempt_ms"] / P["memory_ms"])
    value = P["fidelity"] ** 4 * theory.chain_weight([P["p"]] * 4, x)
    assert verdict("11.5", answer(state={2: float(value)})).slip == "product of fidelities"


@pytest.mark.parametrize("student", [None, *CLASS[:10]])
def test_samples_of_another_chain_are_told(student):
    p = check.get("11.5").given(student).parameters
    found = {
        "dephasing alone": chain(p, t1=False),
        "two links": chain(p, links=2),
        "no waiting": network.Chain([(p["p"], p["attempt_ms"] / 1e3, p["fidelity"])] * 4),
    }
    for slip, other in found.items():
        sampled = other.simulate(N, seed=p["seed"])
        said = verdict("11.5", handed_in(sampled, p), student=student)
        assert said.status == "wrong"
        assert slip in said.slips


def test_a_mean_beyond_all_chance_says_how_far():
    said = verdict("11.5", answer(state={0: STATE.mean + 12 * ERROR["state"]}))
    assert (said.status, said.score) == ("wrong", pytest.approx(5 / 6))
    assert "off by 12 standard errors" in said.message
    assert 'hint("11.5")' in said.message


def test_a_slip_that_shows_twice_is_explained_once():
    change = {0: TIME.mean / 1e3, 1: ERROR["time"] / 1e3, 2: TIME.mean / 1e3}
    said = verdict("11.5", answer(time=change))
    assert said.slips == ("seconds for milliseconds",)
    assert said.message.count("That is in seconds") == 1


def test_the_error_bar_of_another_chain_is_not_called_dishonest():
    sampled = chain(P, t1=False).simulate(N, seed=1)
    said = verdict("11.5", handed_in(sampled, P))
    assert said.slips == ("dephasing alone",)
    assert said.score == pytest.approx(4 / 6)
    assert "is that of another chain, too" in said.message
