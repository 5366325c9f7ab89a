"""Fake devices run the course's circuits with a device's noise, quickly, and say what they did."""

import subprocess
import sys

import numpy as np
import pytest
from qiskit import ClassicalRegister, QuantumCircuit, QuantumRegister
from qiskit_ibm_runtime.fake_provider import FakeFez

from qinet_edu import circuits, noise, run, submit
from qinet_edu.execution import fake
from qinet_edu.execution.refusals import NotRunnable

TELEPORT = circuits.measure(circuits.teleport((1.0, 0.5)), (1.0, 0.5))


def test_the_default_is_a_device_on_the_open_plan():
    result = run(TELEPORT, backend="fake", shots=2000, seed=1)
    assert result.backend == "fake:kingston"
    assert result.noise == "noise model of fake_kingston (2026-04-15)"
    assert result.details["calibrated"] == "2026-04-15"
    assert result.source == "simulated"
    assert 0.9 < result.probability(bob="0") < 1, "it has noise, and works all the same"
    assert len(result.layout) == 3
    assert result.details["optimization_level"] == 2
    assert result.transformation == (), "kingston branches: nothing was changed"


def test_a_seed_repeats_a_run_compiler_and_all():
    first, again, other = (run(TELEPORT, backend="fake:fez", shots=500, seed=s) for s in (3, 3, 4))
    assert first == again
    assert first.counts() != other.counts()
    assert first.details["seed_transpiler"] != other.details["seed_transpiler"]


def test_circuits_of_one_job_are_independent_and_come_in_order():
    batch = [TELEPORT, circuits.measure(circuits.bloch(0.0)), TELEPORT]
    a, b, c = run(batch, backend="fake", shots=500, seed=1)
    assert set(a.registers) == set(c.registers) == {"message", "alice", "bob"}
    assert b.probability(qubit="0") > 0.9
    assert a.counts() != c.counts()


def test_neighbouring_seeds_are_independent():
    """Aer gives shot i the seed s + i: naive seeds 0 … 199 would share nearly all their shots."""
    shots = 100
    circuit = QuantumCircuit(QuantumRegister(1, "q"), ClassicalRegister(1, "coin"))
    circuit.h(0)
    circuit.measure(0, 0)
    with circuit.if_test((circuit.clbits[0], 1)):
        circuit.x(0)
    found = [
        float(run(circuit, backend="fake:manila", shots=shots, seed=s).probability(coin="1"))
        for s in range(200)
    ]
    p = np.mean(found)
    assert 0.8 < np.var(found) / (p * (1 - p) / shots) < 1.25


def test_the_order_of_shots_is_kept_when_asked_for():
    result = run(TELEPORT, backend="fake:manila", shots=50, seed=1, options={"memory": True})
    assert len(result.memory("bob")) == 50
    assert result.memory("bob").count("1") == result.counts("bob").get("1", 0)


def test_a_device_that_cannot_branch_is_not_made_to():
    """The fake of an old device could run an if_test; the device could not."""
    result = run(TELEPORT, backend="fake:yorktown", shots=1000, seed=1)
    assert result.transformation == ("measurements deferred to the end: the device has no if_else",)
    chosen = run(TELEPORT, backend="fake", shots=4000, seed=1, options={"dynamic": "post-selected"})
    assert chosen.kept == pytest.approx(0.25, abs=0.05)
    assert chosen.probability(bob="0") > 0.9


def test_a_wide_circuit_is_run_as_a_chain_of_matrices():
    result = run(circuits.measure(circuits.ghz(16)), backend="fake", shots=64, seed=1)
    assert result.details["method"] == "matrix_product_state"
    ones = [outcome.count("1") for outcome in result.counts()]
    assert {min(ones), max(ones)} & {0, 1, 15, 16}


def test_a_layout_may_be_asked_for():
    chosen = {"initial_layout": [12, 13, 14], "optimization_level": 3}
    result = run(TELEPORT, backend="fake:kingston", shots=10, seed=1, options=chosen)
    assert result.layout == (12, 13, 14)
    with pytest.raises(ValueError, match="could not be compiled for fake_kingston"):
        run(TELEPORT, backend="fake", shots=10, options={"initial_layout": [900, 1, 2]})


def test_an_object_of_the_clients_runs_the_fast_way_too():
    assert run(TELEPORT, backend=FakeFez(), shots=99, seed=1) == run(
        TELEPORT, backend="fake:fez", shots=99, seed=1
    )


def test_every_fake_device_is_found_and_made():
    assert len(fake.names()) >= 68
    for name in fake.names():
        assert fake.short_name(fake.device(name)) == name


def test_a_wrong_name_lists_near_ones_and_all():
    for given, near in (("kingstone", "fake:kingston"), ("marakesh", "fake:marrakesh")):
        with pytest.raises(ValueError, match=f"Did you mean '{near}'.*There are .*yorktown"):
            run(TELEPORT, backend=f"fake:{given}", shots=1)
    with pytest.raises(ValueError, match="'fake:kingston' or 'fake:fez'"):
        fake.known_name("qqqqqqqq")
    assert fake.known_name("fake_torino") == "torino", "retired, and still to be imitated"
    assert fake.known_name("IBM_Fez") == "fez"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"noise": noise.Noise(readout=0.1)}, "brings the noise of its device.*leave out noise="),
        ({"options": {"coupling_map": [[0, 1]]}}, "its own wiring"),
        ({"options": {"basis_gates": ["x"]}}, "its own gates"),
        ({"options": {"defer": True}}, r"dynamic.*deferred"),
        ({"options": {"twirling": True}}, "a fake device has none"),
        ({"options": {"seed_simulator": 1}}, "give seed= instead"),
        ({"options": {"colour": "red"}}, "no option 'colour'"),
        ({"options": {"optimization_level": 1}}, "2 or 3, not 1.*first qubits"),
        ({"options": {"optimization_level": True}}, "2 or 3"),
        ({"options": {"dynamic": "often"}}, "no form 'often'"),
        ({"shots": 0}, "shots lies between 1"),
    ],
)
def test_a_wrong_argument_is_refused_with_what_to_do(arguments, words):
    with pytest.raises(ValueError, match=words):
        submit(TELEPORT, backend="fake", **{"shots": 10, **arguments})


def test_too_wide_a_circuit_is_refused_before_it_is_compiled():
    with pytest.raises(NotRunnable, match="needs 8 qubits; fake:nairobi has 7"):
        submit(circuits.measure(circuits.ghz(8)), backend="fake:nairobi", shots=1)


def test_who_runs_on_aer_does_not_wait_for_ibms_client():
    code = (
        "import sys; from qinet_edu import circuits, run;"
        "run(circuits.measure(circuits.bloch(1.0)), shots=1, seed=1);"
        "assert 'qiskit_ibm_runtime' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
