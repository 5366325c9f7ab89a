"""Counts drawn from exact probabilities are distributed as if every shot had been run."""

from math import pi, sqrt

import numpy as np
import pytest
from qiskit import ClassicalRegister, QuantumCircuit, QuantumRegister
from qiskit.circuit.library import RXGate, RYGate, UnitaryGate, get_standard_gate_name_mapping
from qiskit.quantum_info import Statevector, random_unitary
from qiskit_aer import AerSimulator

from qinet_edu import circuits, noise, run
from qinet_edu.execution import exact
from qinet_edu.execution.compiling import ONLY_PURE, basis

SHOTS = 20_000
DRAWN = "drawn from exact probabilities"
BY_AER = "drawn by Aer"


def quantum_part(circuit):
    return circuit.remove_final_measurements(inplace=False)


def on_qubits(count, *, bits=None):
    return QuantumCircuit(QuantumRegister(count, "q"), ClassicalRegister(bits or count, "q"))


def is_plausible(chi_squared, freedom):
    return chi_squared <= freedom + 4 * sqrt(2 * freedom)


def assert_same_distribution(first, second):
    """Two-sample χ² test at four standard deviations."""
    a, b = first.counts(), second.counts()
    assert first.shots == second.shots
    outcomes = {*a, *b}
    chi = sum((a.get(o, 0) - b.get(o, 0)) ** 2 / (a.get(o, 0) + b.get(o, 0)) for o in outcomes)
    assert is_plausible(chi, max(1, len(outcomes) - 1))


def test_many_settings_of_a_bell_test_agree_with_their_closed_form():
    """E = ±cos a cos b ± sin a sin b, the signs from the Bell state: 800 runs in one."""
    signs = {"phi+": (1, 1), "phi-": (1, -1), "psi+": (-1, 1), "psi-": (-1, -1)}
    rng = np.random.default_rng(1)
    batch, expected = [], []
    for state, (z, x) in signs.items():
        for a, b in rng.uniform(0, pi, (200, 2)):
            measured = {"alice": (a, 0.0), "bob": (b, 0.0)}
            batch.append(circuits.measure(circuits.bell_pair(state), measured))
            expected.append(z * np.cos(a) * np.cos(b) + x * np.sin(a) * np.sin(b))
    results = run(batch, shots=1000, seed=2)
    assert {result.details["counts"] for result in results} == {DRAWN}
    found = np.array([float(result.expectation("alice", "bob")) for result in results])
    chances = (1 + np.array(expected)) / 2
    errors = 2 * np.sqrt(chances * (1 - chances) / 1000)
    scores = (found - expected) / errors
    assert is_plausible((scores**2).sum(), len(scores))
    assert (scores**2).sum() > len(scores) - 4 * sqrt(2 * len(scores)), "too good to be drawn"
    assert abs(np.mean(scores)) < 4 / sqrt(len(scores))
    assert abs(np.mean(scores[:-1] * scores[1:])) < 4 / sqrt(len(scores)), "neighbours correlate"


def test_every_way_of_wiring_qubits_to_bits_is_read_right():
    circuit = QuantumCircuit(
        QuantumRegister(4, "q"), ClassicalRegister(3, "low"), ClassicalRegister(2, "high")
    )
    circuit.x([0, 3])
    circuit.h(1)
    circuit.measure([3, 2, 0], [0, 3, 4])  # bits 1 and 2 stay 0, qubit 1 is never asked
    assert run(circuit, shots=9, seed=1).counts() == {"10 001": 9}
    assert run(circuit, shots=9, seed=1, options={"memory": True}).counts() == {"10 001": 9}


@pytest.mark.parametrize("seed", range(4))
def test_partly_measured_random_circuits_agree_with_aer(seed):
    rng = np.random.default_rng(seed)
    circuit = on_qubits(4, bits=3)
    circuit.append(UnitaryGate(random_unitary(16, seed=seed)), range(4))
    circuit.measure(rng.permutation(4)[:3].tolist(), rng.permutation(3).tolist())
    ours = run(circuit, shots=SHOTS, seed=seed)
    aers = run(circuit, shots=SHOTS, seed=seed, options={"method": "statevector"})
    assert (ours.details["counts"], aers.details["counts"]) == (DRAWN, BY_AER)
    assert_same_distribution(ours, aers)


def noisy_circuit(seed):
    rng = np.random.default_rng(seed)
    circuit = on_qubits(3)
    for _ in range(3):
        for qubit in range(3):
            circuit.u(*rng.uniform(0, 3, 3), qubit)
        circuit.cx(0, 1)
        circuit.append(UnitaryGate(np.eye(2), label="fibre"), [2])
        circuit.cry(rng.uniform(0, 3), 1, 2)
        circuit.barrier()
    circuit.measure([0, 1, 2], [2, 0, 1])
    return circuit


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(
    "errors",
    [
        noise.Noise(readout=(0.2, 0.05)),
        noise.Noise(after={"cx": noise.amplitude_damping(0.3), "fibre": noise.dephasing(0.2)}),
        noise.Noise(after={"u": noise.amplitude_damping(0.1)}, readout=0.1),
        noise.Noise(after={"cry": noise.amplitude_damping(0.4)}),
    ],
    ids=["readout", "gates", "both", "controlled rotation"],
)
def test_noise_and_readout_errors_are_those_of_aers_own_shots(errors, seed):
    """Aer with one pure state a shot is the oracle; nothing of ours takes part in it."""
    circuit = noisy_circuit(seed)
    ours = run(circuit, shots=8000, seed=seed, noise=errors)
    aers = run(circuit, shots=8000, seed=seed, noise=errors, options={"method": "statevector"})
    assert (ours.details["method"], aers.details["method"]) == ("density_matrix", "statevector")
    assert_same_distribution(ours, aers)
    ideal = run(circuit, shots=8000, seed=seed)
    with pytest.raises(AssertionError):
        assert_same_distribution(ours, ideal)


@pytest.mark.parametrize("name", sorted(exact.FREE | ONLY_PURE))
@pytest.mark.parametrize("noisy", [False, True], ids=["pure", "mixed"])
def test_each_gate_with_angles_is_right_among_circuits_of_its_kind(name, noisy):
    """Bound by Aer, controlled rotations go wrong; density matrices refuse them altogether."""
    gate = get_standard_gate_name_mapping()[name]
    rng = np.random.default_rng(3)
    batch = []
    for angles in rng.uniform(0, 6, (10, len(gate.params))):
        circuit = on_qubits(gate.num_qubits)
        for qubit in range(gate.num_qubits):
            circuit.u(0.7 + qubit, 0.3 * qubit, 0.2, qubit)
        operation = gate.to_mutable()
        operation.params = [*angles]
        circuit.append(operation, range(gate.num_qubits))
        circuit.ry(0.4, range(gate.num_qubits))
        circuit.rx(0.9, range(gate.num_qubits))
        circuit.measure(range(gate.num_qubits), range(gate.num_qubits))
        batch.append(circuit)
    nothing = noise.Noise(after={"t": noise.dephasing(0.1)}) if noisy else None
    results = run(batch, shots=SHOTS, seed=4, noise=nothing)
    chi, freedom = 0.0, 0
    for circuit, result in zip(batch, results, strict=True):
        assert result.details["counts"] == DRAWN
        chances = Statevector(quantum_part(circuit)).probabilities_dict()
        freedom += len(chances) - 1
        chi += sum(
            (result.counts("q").get(o, 0) - SHOTS * p) ** 2 / (SHOTS * p)
            for o, p in chances.items()
        )
    assert is_plausible(chi, freedom)


def test_no_gate_that_aer_runs_is_refused_with_noise():
    """All standard gates are tried, so that a newer Aer that refuses another shows here."""
    little = noise.Noise(after={"h": noise.dephasing(0.1)})
    for name in {*basis()} - {"measure", "reset", "delay"}:
        gate = get_standard_gate_name_mapping()[name].to_mutable()
        gate.params = [0.3] * len(gate.params)
        circuit = on_qubits(gate.num_qubits)
        circuit.append(gate, range(gate.num_qubits))
        circuit.measure(range(gate.num_qubits), range(gate.num_qubits))
        for options in ({}, {"memory": True}):
            assert run(circuit, shots=5, seed=1, noise=little, options=options).shots == 5


def swept(count, qubits=2, *, last=RYGate):
    batch = []
    for k in range(count):
        circuit = on_qubits(qubits)
        circuit.ry(0.1 + k / count, 0)
        circuit.cx(0, qubits - 1)
        circuit.append(last(0.3 * k, label="fibre"), [0])
        circuit.measure(range(qubits), range(qubits))
        batch.append(circuit)
    return batch


@pytest.mark.parametrize("noisy", [None, "ry", "fibre"])
def test_a_circuit_draws_the_same_whatever_else_runs_with_it(noisy):
    """It goes in a chain with 39 of its kind, alone among others, or among none."""
    errors = noise.Noise(after={noisy: noise.amplitude_damping(0.3)}) if noisy else None
    batch, others = swept(40), swept(40, qubits=3, last=RXGate)
    together = run(batch, shots=500, seed=5, noise=errors)
    for place in (0, 17, 39):
        alone = [*others[:place], batch[place]]
        assert run(alone, shots=500, seed=5, noise=errors)[-1] == together[place]
    assert run(batch[0], shots=500, seed=5, noise=errors) == together[0]
    if noisy:
        assert together != run(batch, shots=500, seed=5), "the noise found its gate"


def test_the_seed_repeats_a_run_and_places_are_independent():
    same = [circuits.measure(circuits.bloch(1.0))] * 400
    first, again, other = (run(same, shots=400, seed=s) for s in (1, 1, 2))
    assert first == again
    a, b = (np.array([r.counts("qubit")["0"] for r in results]) for results in (first, other))
    chance = np.cos(0.5) ** 2
    for drawn in (a, b):
        assert 0.7 < np.var(drawn) / (400 * chance * (1 - chance)) < 1.3
    for left, right in ((a, b), (a[:-1], a[1:])):
        assert abs(np.corrcoef(left, right)[0, 1]) < 4 / sqrt(400)


@pytest.mark.parametrize(("qubits", "count"), [(7, 10), (6, 10), (2, 1100)])
def test_chains_of_any_length_and_none_give_what_circuits_give_alone(qubits, count):
    errors = noise.Noise(after={"ry": noise.dephasing(0.1)})
    batch = swept(count, qubits=qubits)
    readings = [exact.read(circuit) for circuit in batch]
    assert all(reading is not None for reading in readings)
    model = AerSimulator(method="density_matrix")
    found, method = exact.probabilities(readings, simulator=model, mixed=True)
    assert method == "density_matrix"
    for place in {0, 1, count // 2, count - 1}:
        chances = Statevector(quantum_part(batch[place])).probabilities()
        np.testing.assert_allclose(found[place], chances, atol=1e-11)
    noisy = run(batch[:10], shots=100, seed=1, noise=errors)
    assert [result.details["counts"] for result in noisy] == [DRAWN] * 10


def test_what_cannot_be_drawn_at_once_is_drawn_by_aer_and_told():
    twice = on_qubits(1, bits=2)
    twice.h(0)
    twice.measure([0, 0], [0, 1])
    overwritten = on_qubits(2, bits=1)
    overwritten.x(0)
    overwritten.measure([0, 1], [0, 0])
    wide = on_qubits(13)
    wide.x(12)
    wide.measure(range(13), range(13))
    plain = circuits.measure(circuits.bloch(1.0))
    at_readout = noise.Noise(after={"measure": np.array([[[0, 1], [1, 0]]])})
    results = [
        *run([twice, overwritten, wide, plain], shots=100, seed=1),
        run(plain, shots=100, seed=1, options={"memory": True}),
        run(plain, shots=100, seed=1, options={"method": "matrix_product_state"}),
        run(plain, shots=100, seed=1, noise=at_readout),
    ]
    how = [result.details["counts"] for result in results]
    assert how == [BY_AER, BY_AER, BY_AER, DRAWN, BY_AER, BY_AER, BY_AER]
    assert set(results[0].counts("q")) == {"00", "11"}
    assert results[1].counts("q") == {"0": 100}
    assert results[2].counts("q") == {"1" + 12 * "0": 100}


def test_running_leaves_the_circuits_as_they_are():
    batch = [*swept(9), noisy_circuit(1), noisy_circuit(1)]
    before = [circuit.copy() for circuit in batch]
    run(batch, shots=10, seed=1, noise=noise.Noise(after={"cry": noise.dephasing(0.1)}))
    assert batch == before


def test_an_angle_that_is_no_number_is_told():
    circuit = on_qubits(1)
    circuit.ry(float("nan"), 0)
    circuit.measure(0, 0)
    with pytest.raises(ValueError, match=r"NaN or infinite.*Look for 0/0"):
        run([circuits.measure(circuits.bloch(1.0)), circuit], shots=10, seed=1)


def test_a_probability_that_rounding_made_negative_is_none():
    cleaned = exact._cleaned(np.array([[1 + 2e-16, -1e-17], [0.5000000000000001, 0.5]]))
    assert cleaned.tolist() == [[1.0, 0.0], [0.5, 0.5]]


def test_circuits_that_differ_in_a_matrix_are_not_taken_for_each_other():
    batch = []
    for seed in range(9):
        circuit = on_qubits(1)
        circuit.append(UnitaryGate(random_unitary(2, seed=seed), label="unknown"), [0])
        circuit.measure(0, 0)
        batch.append(circuit)
    for circuit, result in zip(batch, run(batch, shots=SHOTS, seed=6), strict=True):
        found = result.probability(q="0")
        chance = Statevector(quantum_part(circuit)).probabilities()[0]
        assert abs(found - chance) <= 4 * found.standard_error
