import numpy as np
import pytest
from qiskit.quantum_info import Operator, Statevector

from qinet_edu import run
from qinet_edu.circuits import bell_pair, fibre, measure, wait
from qinet_edu.noise import Noise, dephasing

FLIPPED_PHASE = [np.diag([1, -1])]


def test_waiting_and_travelling_change_nothing_without_noise():
    pair = bell_pair()
    on_the_way = wait(fibre(pair, "bob"), "alice", 1e-3)
    assert Statevector(on_the_way).equiv(Statevector(pair))
    assert Operator(on_the_way).equiv(Operator(pair))


def test_the_circuit_given_is_left_alone():
    pair = bell_pair()
    before = pair.copy()
    fibre(wait(pair, "alice", 1.0), "bob")
    assert pair == before


@pytest.mark.parametrize(
    ("step", "name"),
    [(lambda c: wait(c, "bob", 0.5e-3), "delay"), (lambda c: fibre(c, "bob"), "fibre")],
)
def test_noise_attaches_to_what_happens_on_the_way(step, name):
    """A certain phase flip on the way makes Φ− of Φ+: along X the two then always differ."""
    noise = Noise(after={name: FLIPPED_PHASE})
    sent = measure(step(bell_pair()), "x")
    assert run(sent, shots=500, seed=1).expectation("alice", "bob") == 1
    assert run(sent, shots=500, seed=1, noise=noise).expectation("alice", "bob") == -1
    unsent = measure(bell_pair(), "x")
    assert run(unsent, shots=500, seed=1, noise=noise).expectation("alice", "bob") == 1


def test_each_length_of_fibre_adds_its_noise():
    circuit = bell_pair()
    for _ in range(3):
        circuit = fibre(circuit, "bob")
    noise = Noise(after={"fibre": dephasing(0.1)})
    found = run(measure(circuit, "x"), shots=20_000, seed=2, noise=noise)
    estimate = found.expectation("alice", "bob")
    assert abs(estimate - 0.8**3) < 4 * estimate.standard_error


@pytest.mark.parametrize("step", [lambda c, r: wait(c, r, 1.0), fibre])
def test_only_a_register_of_a_circuit_can_be_sent_on_its_way(step):
    with pytest.raises(ValueError, match="no register 'eve'; this circuit has alice, bob"):
        step(bell_pair(), "eve")
    with pytest.raises(TypeError, match="QuantumCircuit"):
        step("pair", "bob")


def test_time_does_not_run_backwards():
    with pytest.raises(ValueError, match="time_s must be at least 0"):
        wait(bell_pair(), "bob", -1.0)
    with pytest.raises(ValueError, match="NaN"):
        wait(bell_pair(), "bob", float("nan"))
    with pytest.raises(TypeError, match="time_s must be a real number"):
        wait(bell_pair(), "bob", "1 ms")
