"""Circuits run on Aer, and what comes back is right, repeatable and honest about itself."""

import asyncio
from itertools import pairwise
from math import pi

import numpy as np
import pytest
from qiskit import ClassicalRegister, QuantumCircuit, QuantumRegister
from qiskit.circuit import Parameter
from qiskit.circuit.library import UnitaryGate
from qiskit.quantum_info import Pauli, Statevector, random_statevector, random_unitary

from qinet_edu import circuits, noise, run, submit, theory
from qinet_edu.execution import aer


def biased(angle=pi / 3):
    return circuits.measure(circuits.bloch(angle))


def flip_when_one(*, measured_again=True):
    """A dynamic circuit: Bob flips when Alice's coin says one."""
    alice, bob = QuantumRegister(1, "alice"), QuantumRegister(1, "bob")
    heard, seen = ClassicalRegister(1, "alice"), ClassicalRegister(1, "bob")
    circuit = QuantumCircuit(alice, bob, heard, seen)
    circuit.ry(pi / 3, alice)
    circuit.measure(alice, heard)
    with circuit.if_test((heard, 1)):
        circuit.x(bob)
    if measured_again:
        circuit.measure(bob, seen)
    return circuit


@pytest.mark.parametrize("direction", ["x", "y", "z", (1.1, -0.4)])
@pytest.mark.parametrize("seed", range(3))
def test_sampled_circuit_and_formula_agree_within_four_standard_errors(direction, seed):
    state = random_statevector(2, seed=seed).data
    circuit = QuantumCircuit(QuantumRegister(1, "qubit"))
    circuit.prepare_state(state, 0)
    result = run(circuits.measure(circuit, direction), shots=20_000, seed=seed)
    expected = float(theory.born(state, direction))
    found = result.probability(qubit="0")
    assert abs(found - expected) <= 4 * found.standard_error


def test_the_same_seed_repeats_a_run_and_another_does_not():
    first, again, other = (run(biased(), shots=500, seed=s).counts() for s in (3, 3, 4))
    assert first == again
    assert first != other


def test_without_a_seed_one_is_drawn_and_kept():
    result = run(biased(), shots=500)
    assert run(biased(), shots=500, seed=result.seed).counts() == result.counts()


@pytest.mark.parametrize("circuit", [biased(), flip_when_one()], ids=["static", "dynamic"])
def test_neighbouring_seeds_are_independent(circuit):
    """Aer gives shot i the seed s + i: naive seeds 0 … 199 would share nearly all their shots."""
    shots, p = 200, 0.25
    name = circuit.cregs[0].name
    found = [
        float(
            run(circuit, shots=shots, seed=seed, options={"defer": False}).probability(
                **{name: "1"}
            )
        )
        for seed in range(200)
    ]
    binomial = p * (1 - p) / shots
    assert 0.7 < np.var(found) / binomial < 1.4
    assert abs(np.mean(found) - p) < 4 * np.sqrt(binomial / 200)


def test_derived_seeds_do_not_share_shots():
    seeds = sorted(aer.derived_seed(seed, index) for seed in range(100) for index in range(20))
    assert min(b - a for a, b in pairwise(seeds)) > 10**9


def test_circuits_of_one_job_are_independent_of_each_other():
    a, b = run([biased(), biased()], shots=2000, seed=1, options={"memory": True})
    assert a.memory("qubit") != b.memory("qubit")
    both = np.mean(np.equal(a.memory("qubit"), b.memory("qubit")))
    assert both == pytest.approx(0.75**2 + 0.25**2, abs=0.05)


def test_a_list_gives_a_list_in_its_order():
    results = run([biased(0), flip_when_one(), biased(pi)], shots=50, seed=1)
    assert results[0].counts("qubit") == {"0": 50}
    assert results[2].counts("qubit") == {"1": 50}
    assert set(results[1].counts("alice", "bob")) == {"0 0", "1 1"}


def test_a_dynamic_circuit_runs_as_its_twin_and_says_so():
    result = run(flip_when_one(), shots=20_000, seed=1)
    assert result.transformation == ("measurements deferred to the end",)
    assert "deferred" in repr(result)
    assert set(result.counts("alice", "bob")) == {"0 0", "1 1"}
    found = result.probability(alice="1")
    assert abs(found - 0.25) <= 4 * found.standard_error


def test_it_runs_as_written_when_asked_or_when_noise_makes_a_difference():
    assert (
        "shot by shot"
        in run(flip_when_one(), shots=10, seed=1, options={"defer": False}).transformation[0]
    )
    noisy = run(flip_when_one(), shots=10, seed=1, noise=noise.Noise(readout=0.1))
    assert "other noise" in noisy.transformation[0]
    assert run(biased(), shots=10, seed=1).transformation == ()


def test_readout_errors_survive_a_dynamic_circuit():
    """Aer's shot branching would lose them; it must never be on."""
    result = run(flip_when_one(), shots=4000, seed=2, noise=noise.Noise(readout=(0.2, 0.0)))
    found = result.probability(alice="1")
    assert abs(found - (0.25 + 0.75 * 0.2)) <= 4 * found.standard_error


@pytest.mark.parametrize("seed", range(4))
def test_noise_after_a_gate_does_what_its_channel_says(seed):
    kraus = noise.thermal_relaxation(50e-6, t1_s=120e-6, t2_s=90e-6)
    state = theory.bloch_state(1.0 + seed / 3, 0.7 * seed)
    after = noise.apply(kraus, theory.density(state))
    circuit = QuantumCircuit(QuantumRegister(1, "qubit"))
    circuit.append(UnitaryGate(np.eye(2), label="fibre"), [0])
    prepared = circuits.bloch(1.0 + seed / 3, 0.7 * seed).compose(circuit)
    for direction in ("x", "y", "z"):
        measured = circuits.measure(prepared, direction)
        result = run(measured, shots=40_000, seed=seed, noise=noise.Noise(after={"fibre": kraus}))
        found = result.probability(qubit="0")
        assert abs(found - float(theory.born(after, direction))) <= 4 * found.standard_error


def test_noise_meets_each_qubit_of_a_two_qubit_gate():
    pair = QuantumCircuit(QuantumRegister(2, "pair"))
    pair.cx(0, 1)
    flip = noise.Noise(after={"cx": np.array([[[0, 1], [1, 0]]])})
    assert run(circuits.measure(pair), shots=10, seed=1, noise=flip).counts() == {"11": 10}


def test_noise_does_not_reach_the_next_ideal_run():
    noisy = run(biased(0), shots=2000, seed=1, noise=noise.Noise(readout=0.2))
    assert noisy.counts("qubit")["1"] > 200
    assert noisy.noise != "ideal"
    assert run(biased(0), shots=2000, seed=1).counts("qubit") == {"0": 2000}


@pytest.mark.parametrize("gate", ["crx", "cry", "crz", "cp"])
def test_swept_controlled_rotations_are_right(gate):
    """Aer's own sampler gets sweeps of these silently wrong (qiskit-aer#2391)."""
    angles = np.linspace(0.3, 5.9, 5)
    batch, expected = [], []
    for angle in angles:
        circuit = QuantumCircuit(QuantumRegister(2, "q"))
        circuit.h([0, 1])
        getattr(circuit, gate)(angle, 0, 1)
        circuit.h([0, 1])
        expected.append(Statevector(circuit).probabilities_dict())
        batch.append(circuits.measure(circuit))
    for result, exact in zip(run(batch, shots=20_000, seed=5), expected, strict=True):
        seen = result.counts("q")
        distance = sum(abs(seen.get(o, 0) / 20_000 - exact.get(o, 0)) for o in {*seen, *exact}) / 2
        assert distance < 0.02


def test_the_inverse_of_a_state_preparation_runs():
    """Qiskit makes a 'multiplexer' of it, on which Aer 0.18 dies with a segmentation fault."""
    state = random_statevector(4, seed=8).data
    there, back = QuantumCircuit(QuantumRegister(2, "q")), QuantumCircuit(2)
    there.prepare_state(state, [0, 1])
    back.prepare_state(state, [0, 1])
    there.compose(back.inverse(), inplace=True)
    assert run(circuits.measure(there), shots=50, seed=1).counts("q") == {"00": 50}


def test_a_state_that_is_initialised_runs_with_noise_and_is_sampled():
    """Aer's density matrix refuses 'initialize', and after a gate it costs every shot a run."""
    circuit = QuantumCircuit(QuantumRegister(2, "q"))
    circuit.h(1)
    circuit.initialize([0, 1], 0)
    flips = noise.Noise(readout=(0.1, 0.0))
    ideal, noisy = (
        run(circuits.measure(circuit), shots=2000, seed=1, noise=n) for n in (None, flips)
    )
    assert {outcome[1] for outcome in ideal.counts("q")} == {"1"}
    assert set(noisy.counts("q")) == {"01", "11"}


def test_any_gate_runs():
    circuit = QuantumCircuit(QuantumRegister(3, "q"))
    circuit.append(UnitaryGate(random_unitary(8, seed=1)), [0, 1, 2])
    circuit.mcx([0, 1], 2)
    circuit.append(Pauli("XYZ"), [0, 1, 2])
    exact = Statevector(circuit).probabilities_dict()
    seen = run(circuits.measure(circuit), shots=20_000, seed=3).counts("q")
    assert sum(abs(seen.get(o, 0) / 20_000 - exact.get(o, 0)) for o in exact) / 2 < 0.02


def test_options_reach_the_simulator():
    result = run(biased(), shots=10, seed=1, options={"method": "matrix_product_state"})
    assert result.details["method"] == "matrix_product_state"
    compiled = run(
        biased(), shots=10, seed=1, options={"optimization_level": 1, "basis_gates": ["rz", "sx"]}
    )
    assert compiled.details["compiled"]["optimization_level"] == "1"


def test_a_layout_reaches_the_compiler_and_the_result_tells_it():
    line = [[0, 1], [1, 2]]
    result = run(
        biased(), shots=2000, seed=1, options={"initial_layout": [2], "coupling_map": line}
    )
    assert result.layout == (2,)
    assert set(result.counts("qubit")) == {"0", "1"}
    found = result.probability(qubit="1")
    assert abs(found - 0.25) <= 4 * found.standard_error


def test_a_layout_that_cannot_be_is_said_to_be_why():
    with pytest.raises(
        ValueError, match=r"could not be compiled \(options: initial_layout=\[0, 1\]"
    ):
        run(biased(), options={"initial_layout": [0, 1]})


def test_the_order_of_shots_is_kept_when_asked_for():
    result = run(flip_when_one(), shots=20, seed=1, options={"memory": True})
    assert [outcome[0] for outcome in result.memory("alice", "bob")] == result.memory("alice")
    assert len(result.memory()) == 20


def test_submit_returns_a_handle_that_waits_and_can_be_awaited():
    handle = submit(biased(0), shots=10, seed=1)
    assert handle.result().counts("qubit") == {"0": 10}
    assert handle.status == "done"

    async def wait():
        return await submit(biased(0), shots=10, seed=1)

    assert asyncio.run(wait()).counts("qubit") == {"0": 10}


def test_a_handle_out_of_time_goes_on():
    handle = submit(flip_when_one(), shots=20_000, seed=1, options={"defer": False})
    with pytest.raises(TimeoutError, match=r"Ask again with \.result\(\)"):
        handle.result(timeout_s=0.001)
    assert handle.result().shots == 20_000


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        ({"shots": 0}, ValueError, "between 1 and"),
        ({"shots": -5}, ValueError, "between 1 and"),
        ({"shots": 10.5}, TypeError, "whole number"),
        ({"shots": "100"}, TypeError, "whole number"),
        ({"shots": True}, ValueError, "got True"),
        ({"shots": float("nan")}, TypeError, "whole number"),
        ({"seed": -1}, ValueError, "seed lies between"),
        ({"seed": "one"}, TypeError, "seed is a whole number"),
        ({"backend": "ibm_torino"}, ValueError, 'Did you mean "ibm:torino"'),
        ({"backend": None}, TypeError, 'backend is one of "aer"'),
        ({"noise": 0.1}, TypeError, "noise.Noise"),
        ({"options": {"metod": "statevector"}}, ValueError, "no option 'metod'"),
        ({"options": {"shot_branching_enable": True}}, ValueError, "loses readout errors"),
        ({"options": {"executor": None}}, ValueError, "ignores it"),
        ({"options": {"seed_simulator": 1}}, ValueError, "give seed= instead"),
        ({"max_qpu_s": -1}, ValueError, "quantum computer time"),
    ],
)
def test_a_wrong_argument_is_refused_with_what_to_do(arguments, error, words):
    with pytest.raises(error, match=words):
        run(biased(), **{"shots": 10, **arguments})


def unregistered():
    from qiskit.circuit import Clbit

    circuit = QuantumCircuit(QuantumRegister(1, "q"), [Clbit()])
    circuit.measure(0, 0)
    return circuit


def parametrised():
    circuit = QuantumCircuit(1, 1)
    circuit.rx(Parameter("angle"), 0)
    circuit.measure(0, 0)
    return circuit


@pytest.mark.parametrize(
    ("circuit", "error", "words"),
    [
        (circuits.bloch(1.0), ValueError, r"measures nothing.*circuits\.measure"),
        (parametrised(), ValueError, "no value for angle"),
        (unregistered(), ValueError, "classical bits in no register"),
        ([], TypeError, "a circuit or a list"),
        ("h q;", TypeError, "a circuit or a list"),
        (None, TypeError, "a circuit or a list"),
        ([biased(), 3], TypeError, "this is a int"),
    ],
)
def test_something_that_cannot_run_is_refused_with_what_to_do(circuit, error, words):
    with pytest.raises(error, match=words):
        run(circuit)
