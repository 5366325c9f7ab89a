"""Closed form, circuit and sampled estimate agree, at ten settings of each quantity or more."""

from math import inf, pi

import numpy as np
import pytest
from qiskit import QuantumCircuit
from qiskit.quantum_info import DensityMatrix, Statevector, partial_trace, random_statevector

from qinet_edu import bell_value, circuits, noise, run, theory
from qinet_edu.circuits import BELL_STATES, measure

SHOTS = 20_000
SIGMAS = 4  # of some two hundred estimates one in 80 suites would stray further; seeds are fixed
AXES = [(0, 0), (pi, 0), *((pi / 2, k * pi / 2) for k in range(4))]
WERNER = np.linspace(0.3, 1, 10)


def exactly(circuit, *registers):
    """⟨product of outcomes⟩ of the registers named, of a circuit that measures at its end."""
    places = {bit: n for n, bit in enumerate(circuit.clbits)}
    read = {
        step.qubits[0]: places[step.clbits[0]]
        for step in circuit.data
        if step.operation.name == "measure"
    }
    names = {qubit: r.name for r in circuit.qregs for qubit in r}
    bare = circuit.remove_final_measurements(inplace=False)
    wanted = [n for n, q in enumerate(circuit.qubits) if q in read and names[q] in registers]
    chances = Statevector(bare).probabilities(wanted)
    return sum(p * (-1) ** bin(k).count("1") for k, p in enumerate(chances))


def assert_agree(predicted, exact, estimates):
    assert exact == pytest.approx(predicted, abs=1e-9)
    for value, estimate in zip(predicted, estimates, strict=True):
        assert abs(estimate - value) < SIGMAS * estimate.standard_error


@pytest.mark.parametrize("name", BELL_STATES)
def test_correlations_along_random_directions(name):
    rng = np.random.default_rng(20261125)
    directions = [
        [(float(np.arccos(z)), float(phi)) for z, phi in zip(*pair, strict=True)]
        for pair in zip(rng.uniform(-1, 1, (12, 2)), rng.uniform(0, 2 * pi, (12, 2)), strict=True)
    ]
    tests = [measure(circuits.bell_pair(name), {"alice": a, "bob": b}) for a, b in directions]
    assert_agree(
        [theory.correlation(theory.bell_state(name), a, b) for a, b in directions],
        [exactly(test, "alice", "bob") for test in tests],
        [result.expectation("alice", "bob") for result in run(tests, shots=SHOTS, seed=1)],
    )


def test_s_of_werner_pairs():
    """The pair is given as a density matrix; the circuit prepares it from a larger pure state."""
    for n, f in enumerate(WERNER):
        pair = QuantumCircuit(*circuits.bell_pair().qregs)
        circuits.given.share(pair, *pair.qubits, theory.werner(f))
        settings = circuits.chsh()
        tests = [measure(pair, s.directions) for s in settings]
        signs = [setting.sign for setting in settings]
        exact = np.dot(signs, [exactly(test, "alice", "bob") for test in tests])
        sampled = bell_value(settings, run(tests, shots=SHOTS, seed=n))
        predicted = theory.chsh(theory.werner(f))
        assert predicted == pytest.approx(theory.chsh_max(theory.werner(f)))
        assert exact == pytest.approx(predicted, abs=1e-9)
        assert abs(sampled - predicted) < SIGMAS * sampled.standard_error


@pytest.mark.parametrize("corrections", ["xz", "x", "z", ""])
def test_average_fidelity_of_teleportation(corrections):
    """The mean over the sphere of what is quadratic in the state is its mean over six axes."""
    for n, f in enumerate(WERNER):
        pair = theory.werner(f)
        tests = [
            measure(
                circuits.teleport(a, form="deferred", corrections=corrections, resource=pair), a
            )
            for a in AXES
        ]
        predicted = theory.teleport_fidelity(pair, corrections=corrections)
        exact = np.mean([(1 + exactly(test, "bob")) / 2 for test in tests])
        hits = [r.probability(bob="0") for r in run(tests, shots=SHOTS, seed=100 + n)]
        error = np.sqrt(sum(hit.standard_error**2 for hit in hits)) / len(hits)
        assert exact == pytest.approx(predicted, abs=1e-9)
        assert abs(np.mean(hits) - predicted) < SIGMAS * error


def test_clones_of_random_complex_states():
    tests, predicted = [], []
    for k in range(12):
        ket = random_statevector(2, seed=k).data
        arrow = theory.bloch_vector(ket)
        angles = (float(np.arccos(arrow[2])), float(np.arctan2(arrow[1], arrow[0])))
        tests.append(measure(circuits.universal_cloner(ket), angles))
        predicted.append(2 * theory.clone_fidelity() - 1)
    results = run(tests, shots=SHOTS, seed=3)
    for clone in ("original", "copy"):
        assert_agree(
            predicted,
            [exactly(test, clone) for test in tests],
            [result.expectation(clone) for result in results],
        )


@pytest.mark.parametrize("halves", [1, 2])
@pytest.mark.parametrize(("t1", "t2"), [(inf, 1e-3), (1e-3, 1.5e-3)])
def test_a_pair_that_waits(t1, t2, halves):
    """F = (1 + XX − YY + ZZ)/4, each correlation from a run of its own, with noise on the delay."""
    for n, t in enumerate(np.linspace(0, 3e-3, 10)):
        waiting = circuits.wait(circuits.bell_pair(), "bob", t)
        if halves == 2:
            waiting = circuits.wait(waiting, "alice", t)
        kraus = noise.thermal_relaxation(t, t1_s=t1, t2_s=t2)
        after = noise.Noise(after={"delay": kraus})
        results = run(
            [measure(waiting, axis) for axis in "xyz"], shots=SHOTS, seed=200 + n, noise=after
        )
        xx, yy, zz = (result.expectation("alice", "bob") for result in results)
        error = np.sqrt(sum(e.standard_error**2 for e in (xx, yy, zz))) / 4
        rho = DensityMatrix(circuits.bell_pair())
        for half in ([1], [0])[:halves]:
            rho = rho.evolve(_channel(kraus), half)
        predicted = theory.stored_pair_fidelity(t, t1_s=t1, t2_s=t2, halves=halves)
        assert theory.fidelity(rho.data) == pytest.approx(predicted, abs=1e-9)
        assert abs((1 + xx - yy + zz) / 4 - predicted) < SIGMAS * error


@pytest.mark.parametrize("convention", ["mixing", "pauli"])
def test_a_fibre_that_depolarises(convention):
    sent = circuits.fibre(circuits.bell_pair(), "bob")
    for n, p in enumerate(np.linspace(0, 1, 10)):
        kraus = noise.depolarising(p, convention=convention)
        results = run(
            [measure(sent, axis) for axis in "xyz"], shots=SHOTS, seed=300 + n,
            noise=noise.Noise(after={"fibre": kraus}),
        )  # fmt: skip
        xx, yy, zz = (result.expectation("alice", "bob") for result in results)
        error = np.sqrt(sum(e.standard_error**2 for e in (xx, yy, zz))) / 4
        rho = DensityMatrix(circuits.bell_pair()).evolve(_channel(kraus), [1])
        predicted = theory.depolarising_fidelity(p, convention=convention)
        assert theory.fidelity(rho.data) == pytest.approx(predicted, abs=1e-9)
        assert abs((1 + xx - yy + zz) / 4 - predicted) < SIGMAS * error


@pytest.mark.parametrize("bits", ["00", "01", "10", "11"])
def test_superdense_coding_over_werner_pairs(bits):
    """The four messages come as four Bell states, so the capacity is the mutual information."""
    chances = []
    for n, f in enumerate(WERNER):
        sent = circuits.superdense(bits, resource=theory.werner(f))
        bare = sent.remove_final_measurements(inplace=False)
        joint = partial_trace(Statevector(bare), [*range(2, bare.num_qubits)]).probabilities_dict()
        right = joint[bits[::-1]]  # Qiskit prints bob first
        chances.append(right)
        hit = run(sent, shots=SHOTS, seed=400 + n).probability(alice=bits[0], bob=bits[1])
        assert abs(hit - f) < SIGMAS * hit.standard_error
        information = 2 + sum(p * np.log2(p) for p in joint.values() if p > 1e-12)
        assert theory.superdense_capacity(theory.werner(f)) == pytest.approx(information, abs=1e-9)
    assert chances == pytest.approx(WERNER)


def _channel(kraus):
    from qiskit.quantum_info import Kraus

    return Kraus([*kraus])
