import pickle

import numpy as np
import pytest
from qiskit import ClassicalRegister, QuantumCircuit, QuantumRegister

from qinet_edu import bell_fidelity, bell_value, circuits, post_select, run, theory
from qinet_edu.execution import Estimate, Result


def test_errors_of_independent_runs_add_as_squares():
    total = Estimate.total([Estimate(1.0, 3.0), Estimate(0.5, 4.0)], signs=(1, -1))
    assert (float(total), total.standard_error) == (0.5, 5.0)


def test_a_bell_test_takes_one_result_for_each_setting():
    test = circuits.chsh()
    rounds = [circuits.measure(circuits.bell_pair(), setting.directions) for setting in test]
    results = run(rounds, shots=4000, seed=2)
    s = bell_value(test, results)
    assert abs(s - 2 * 2**0.5) < 4 * s.standard_error
    assert 0.015 < s.standard_error < 0.03
    with pytest.raises(ValueError, match="4 settings and 3 results"):
        bell_value(test, results[:3])
    with pytest.raises(ValueError, match="no register"):
        bell_value(circuits.mermin(), results)


def random_state(rng):
    part = rng.normal(size=(4, 4)) + 1j * rng.normal(size=(4, 4))
    rho = part @ part.conj().T
    return rho / np.trace(rho)


def measured(source, state, *, shots=4000, seed=1):
    """Run the three kinds of round of a fidelity."""
    settings = circuits.fidelity_settings(state)
    rounds = [circuits.pair_round(*s.directions.values(), source=source) for s in settings]
    return settings, run(rounds, shots=shots, seed=seed)


@pytest.mark.parametrize("state", circuits.BELL_STATES)
def test_three_kinds_of_round_tell_the_fidelity_of_any_state(state):
    rng = np.random.default_rng(4)
    for seed in range(4):
        rho = random_state(rng)
        found = bell_fidelity(*measured(rho, state, seed=seed))
        assert abs(found - theory.fidelity(rho, state)) < 4 * found.standard_error
        assert 0.001 < found.standard_error < 0.01
        assert found.probability == 1


def test_a_plus_before_yy_is_wrong_on_almost_every_state():
    """The mistake everybody makes: (1 + XX + YY + ZZ)/4 takes a perfect Φ+ for noise."""
    _, results = measured("phi+", "phi+")
    naive = (1 + sum(float(result.expectation("alice", "bob")) for result in results)) / 4
    assert naive == pytest.approx(0.5, abs=0.01)
    rng = np.random.default_rng(5)
    gaps = []
    for _ in range(50):
        rho = random_state(rng)
        axes = [float(theory.correlation(rho, axis, axis)) for axis in "xyz"]
        right = (1 + axes[0] - axes[1] + axes[2]) / 4
        assert right == pytest.approx(float(theory.fidelity(rho)), abs=1e-9)
        gaps.append(abs((1 + sum(axes)) / 4 - right))
    assert np.median(gaps) > 0.03


def heralded(p=0.3):
    """A flag that says whether there is a Ψ+, or nothing but |00⟩; and a second flag, a coin."""
    settings = circuits.fidelity_settings("psi+")
    pair = circuits.bell_pair("psi+")
    made = QuantumCircuit(
        *pair.qregs, QuantumRegister(2, "flags"), ClassicalRegister(2, "flags"), name="flagged"
    )
    made.ry(2 * np.arcsin(np.sqrt(p)), 2)
    made.h(3)
    made.ch(2, 0)
    made.ccx(2, 0, 1)
    made.cx(2, 0)
    made.measure([2, 3], [0, 1])
    rounds = [circuits.measure(made, s.directions) for s in settings]
    return settings, run(rounds, shots=8000, seed=3)


def test_a_selected_fidelity_carries_the_probability_of_its_selection():
    settings, results = heralded(0.3)
    every = bell_fidelity(settings, results)
    assert abs(every - 0.3) < 4 * every.standard_error
    both = bell_fidelity(settings, results, given={"flags": ("01", "11")})
    assert float(both) == 1
    assert abs(both.probability - 0.3) < 4 * both.probability.standard_error
    one = bell_fidelity(settings, results, given={"flags": "11"})
    assert abs(one.probability - 0.15) < 4 * one.probability.standard_error
    assert "of the rounds" in repr(one)
    again = pickle.loads(pickle.dumps(one))
    assert (again, again.probability, again.standard_error) == (
        one, one.probability, one.standard_error,
    )  # fmt: skip


def test_what_is_selected_says_how_much_is_left():
    settings, results = heralded(0.3)
    once = post_select(results[0], {"flags": ("01", "11")})
    assert once.shots == sum(once.counts().values())
    assert once.kept == pytest.approx(0.3, abs=0.03)
    twice = post_select(once, {"flags": ["11"], "alice": "0"})
    assert twice.kept == pytest.approx(0.075, abs=0.02)
    assert set(twice.counts("flags", "alice")) == {"11 0"}
    kept = [post_select(result, {"flags": ("01", "11")}) for result in results]
    by_hand = bell_fidelity(settings, kept)
    assert by_hand.probability == bell_fidelity(
        settings, results, given={"flags": ("01", "11")}
    ).probability  # fmt: skip


def test_shots_one_by_one_are_selected_too():
    circuit = circuits.measure(circuits.bell_pair())
    result = run(circuit, shots=100, seed=1, options={"memory": True})
    chosen = post_select(result, {"alice": "1"})
    assert chosen.memory("bob") == ["1"] * chosen.shots


def test_what_cannot_be_selected_or_estimated_is_refused():
    settings, results = heralded(0.3)
    for given, words in (
        ({}, "Name the registers"),
        ({"clicks": "01"}, "no register"),
        ({"flags": "1"}, "does not fit"),
        ({"flags": ("01", "2")}, "does not fit"),
    ):
        with pytest.raises(ValueError, match=words):
            bell_fidelity(settings, results, given=given)
    with pytest.raises(ValueError, match="None of the 8000 runs"):
        post_select(results[2], {"flags": "01", "alice": "0", "bob": "0"})
    with pytest.raises(ValueError, match="XX, YY and ZZ"):
        bell_fidelity(circuits.chsh(), results)
    with pytest.raises(ValueError, match="3 settings and 2 results"):
        bell_fidelity(settings, results[:2])


def test_selecting_by_many_registers_takes_no_longer_than_reading_them():
    """Of 31 registers with two values that will do each there are 2³¹ combinations."""
    registers = {f"step{n}": 2 for n in range(31)}
    outcome = " ".join(["11", "00"] * 15 + ["11"])
    told = Result({outcome: 3, outcome[:-2] + "01": 5}, registers, 8, "aer", "ideal", 1)
    chosen = post_select(told, dict.fromkeys(registers, ("00", "11")))
    assert chosen.joint == {outcome: 3}
    assert chosen.kept == pytest.approx(3 / 8)


def test_a_frame_changes_no_count_of_settings_and_results():
    settings, results = heralded(0.3)
    frame = circuits.PauliFrame("bob", x=(("flags", 1),), z=(("flags", 0),))
    for some in (results[:2], [*results, results[0]]):
        with pytest.raises(ValueError, match=f"3 settings and {len(some)} results"):
            bell_fidelity(settings, some, frame=frame)
