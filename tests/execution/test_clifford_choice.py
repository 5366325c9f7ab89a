"""When ``run`` takes stim by itself: where Aer would take long, if exact, and never silently."""

from math import pi

import numpy as np
import pytest
from qiskit import QuantumCircuit

from qinet_edu import circuits, noise, run
from qinet_edu.execution import side_by_side
from qinet_edu.execution.clifford import IN_PLACE_OF_AER

WEAK = noise.Noise(after={"cx": noise.depolarising(0.02, convention="mixing")}, readout=0.01)
DAMPED = noise.Noise(after={"cx": noise.amplitude_damping(0.02)})


def teleported(angle=pi / 2):
    return circuits.measure(circuits.teleport((angle, 0.0)), "x")


def twice_flipped():
    """A qubit measured twenty-one times, each time after a coin: it has no small twin."""
    circuit = QuantumCircuit(1, 21, name="coins")
    for bit in range(21):
        circuit.h(0)
        circuit.measure(0, bit)
    return circuit


@pytest.mark.parametrize(
    ("circuit", "noisy"),
    [
        (teleported(), WEAK),
        (twice_flipped(), None),
        (circuits.measure(circuits.ghz(21)), None),
        (circuits.measure(circuits.ghz(11)), WEAK),
    ],
    ids=["noisy and dynamic", "no twin", "wide", "noisy and wide"],
)
def test_it_is_chosen_where_aer_would_take_long_and_says_so(circuit, noisy):
    result = run(circuit, shots=200, seed=1, noise=noisy)
    assert result.backend == "clifford"
    assert result.transformation == (IN_PLACE_OF_AER,)
    assert "on clifford" in repr(result)
    assert "in place of aer" in repr(result)


@pytest.mark.parametrize(
    ("circuit", "noisy"),
    [
        (teleported(), None),
        (circuits.measure(circuits.bell_pair()), WEAK),
        (circuits.measure(circuits.ghz(20)), None),
        (circuits.measure(circuits.ghz(10)), WEAK),
        (teleported(1.0), WEAK),
        (teleported(), DAMPED),
    ],
    ids=["has a twin", "exact", "not wide", "not wide but noisy", "no Clifford", "no Pauli noise"],
)
def test_aer_keeps_what_it_does_quickly_and_what_it_alone_can_do(circuit, noisy):
    result = run(circuit, shots=50, seed=1, noise=noisy)
    assert result.backend == "aer"
    assert IN_PLACE_OF_AER not in result.transformation


@pytest.mark.parametrize(
    "options", [{"method": "density_matrix"}, {"defer": False}, {"optimization_level": 1}]
)
def test_an_option_that_only_aer_has_keeps_aer(options):
    result = run(teleported(), shots=50, seed=1, noise=WEAK, options=options)
    assert result.backend == "aer"


def test_every_shot_can_be_kept_on_either():
    result = run(teleported(), shots=50, seed=1, noise=WEAK, options={"memory": True})
    assert result.backend == "clifford"
    assert len(result.memory("bob")) == 50


def test_a_mixed_job_says_of_each_result_where_it_ran_and_keeps_the_order():
    bell, wide = circuits.measure(circuits.bell_pair()), circuits.measure(circuits.ghz(30))
    results = run([bell, wide, bell], shots=100, seed=1)
    assert [result.backend for result in results] == ["aer", "clifford", "aer"]
    assert [len(result.registers) for result in results] == [2, 30, 2]
    assert results[0].counts() == run(bell, shots=100, seed=1).counts()


def test_asked_for_or_chosen_it_draws_the_same_shots():
    asked = run(teleported(), backend="clifford", shots=500, seed=9, noise=WEAK)
    chosen = run(teleported(), shots=500, seed=9, noise=WEAK)
    assert asked.counts() == chosen.counts()


def test_the_choice_does_not_depend_on_the_number_of_shots():
    found = {run(teleported(), shots=n, seed=1, noise=WEAK).backend for n in (1, 100, 100_000)}
    assert found == {"clifford"}


@pytest.mark.parametrize("seed", range(3))
def test_both_estimate_the_same_fidelity(seed):
    by = [
        run(teleported(), shots=20_000, seed=seed, noise=WEAK, options=options).expectation("bob")
        for options in (None, {"defer": False})
    ]
    error = np.hypot(*(float(one.standard_error) for one in by))
    assert abs(by[0] - by[1]) < 4 * error


def test_side_by_side_gives_both_simulators_the_noise():
    results = side_by_side(teleported(), ("aer", "clifford"), shots=100, seed=1, noise=WEAK)
    assert {result.noise for result in results} == {WEAK.name}
