import numpy as np
import pytest
from qiskit import QuantumCircuit
from qiskit.quantum_info import (
    DensityMatrix,
    Operator,
    Statevector,
    partial_trace,
    random_density_matrix,
    random_statevector,
    random_unitary,
    state_fidelity,
)

from qinet_edu import run, theory
from qinet_edu.circuits import (
    BELL_STATES,
    bell_pair,
    bloch,
    measure,
    superdense,
    teleport,
    teleport_gate,
)
from qinet_edu.circuits.teleportation import AFTER_GATE
from qinet_edu.noise import Noise

RANDOM = [random_statevector(2, seed=20261123 + k).data for k in range(10)]
# Fidelity is quadratic in the state, so its mean over the sphere is its mean over these six.
AXES = [(0, 0), (np.pi, 0), *((np.pi / 2, k * np.pi / 2) for k in range(4))]


def bob_after(circuit):
    """Bob's state when a deferred circuit has run and nobody has told him more."""
    state = Statevector(circuit.remove_final_measurements(inplace=False))
    bob = next(r for r in circuit.qregs if r.name == "bob")[0]
    others = [k for k, qubit in enumerate(circuit.qubits) if qubit != bob]
    return partial_trace(state, others)


def mean_fidelity(**how):
    return np.mean(
        [
            state_fidelity(
                bob_after(teleport(axis, form="deferred", **how)),
                Statevector(theory.bloch_state(*axis)),
            )
            for axis in AXES
        ]
    )


def angles(ket):
    x, y, z = theory.bloch_vector(ket)
    return float(np.arccos(np.clip(z, -1, 1))), float(np.arctan2(y, x))


def werner(fidelity):
    phi = np.outer([1, 0, 0, 1], [1, 0, 0, 1]) / 2
    return fidelity * phi + (1 - fidelity) / 3 * (np.eye(4) - phi)


@pytest.mark.parametrize("ket", RANDOM)
def test_any_state_arrives_whatever_alice_finds(ket):
    """All four outcomes happen, each in a quarter of the shots, and after each Bob has ψ."""
    for form in ("dynamic", "deferred"):
        result = run(measure(teleport(ket, form=form), angles(ket)), shots=2000, seed=5)
        assert result.counts("bob") == {"0": 2000}
        outcomes = result.counts("message", "alice")
        assert len(outcomes) == 4
        assert all(abs(n - 500) < 4 * np.sqrt(2000 * 3 / 16) for n in outcomes.values())


@pytest.mark.parametrize("corrections", ["xz", "x", "z", ""])
def test_dynamic_and_deferred_teleportation_agree(corrections):
    """Whichever bits arrive, all outcomes have the same distribution in both forms."""
    shots = 4000
    for ket in RANDOM[:3]:
        joint = [
            run(
                measure(teleport(ket, form=form, corrections=corrections), (0.7, 1.9)),
                shots=shots,
                seed=seed,
                options={"defer": False},
            ).probabilities("message", "alice", "bob")
            for form, seed in (("dynamic", 1), ("deferred", 2))
        ]
        for key in set(joint[0]) | set(joint[1]):
            assert abs(joint[0].get(key, 0) - joint[1].get(key, 0)) < 4 * np.sqrt(0.5 / shots)


def test_a_bit_that_never_arrives_costs_fidelity():
    """Both bits 1, one of them 2/3 (no better than without entanglement), none 1/2."""
    assert mean_fidelity() == pytest.approx(1)
    assert mean_fidelity(corrections="x") == pytest.approx(2 / 3)
    assert mean_fidelity(corrections="z") == pytest.approx(2 / 3)
    assert mean_fidelity(corrections="") == pytest.approx(1 / 2)


@pytest.mark.parametrize("ket", RANDOM)
def test_before_the_bits_arrive_bob_knows_nothing(ket):
    assert np.allclose(
        bob_after(teleport(ket, form="deferred", corrections="")).data, np.eye(2) / 2
    )


def with_swapped_corrections(ket):
    circuit = teleport(ket, form="deferred", corrections="").remove_final_measurements(
        inplace=False
    )
    circuit.cx(0, 2)  # the message's bit drives X …
    circuit.cz(1, 2)  # … and the pair's bit drives Z: the wrong way round
    return circuit


def test_swapped_corrections_fail_on_random_complex_states():
    """The mistake everybody makes. It leaves a Y behind, which a state along Y never shows."""
    plus_i = theory.bloch_state(np.pi / 2, np.pi / 2)
    arrived = bob_after(with_swapped_corrections(plus_i))
    assert state_fidelity(arrived, Statevector(plus_i)) == pytest.approx(1)
    for ket in RANDOM:
        swapped = state_fidelity(bob_after(with_swapped_corrections(ket)), Statevector(ket))
        right = state_fidelity(bob_after(teleport(ket, form="deferred")), Statevector(ket))
        assert right == pytest.approx(1)
        assert swapped < 0.99


def test_a_deferred_circuit_measures_only_at_its_end():
    names = [step.operation.name for step in teleport((1, 2), form="deferred").data]
    assert names[-2:] == ["measure", "measure"]
    assert "measure" not in names[:-2]
    result = run(measure(teleport((1, 2), form="deferred")), shots=10, seed=1)
    assert result.transformation == ()


def test_the_circuit_says_who_holds_what_and_leaves_bob_to_measure():
    for form in ("dynamic", "deferred"):
        circuit = teleport(form=form)
        assert [r.name for r in circuit.qregs] == ["message", "alice", "bob"]
        assert [r.name for r in circuit.cregs] == ["message", "alice"]
        assert [r.name for r in measure(circuit).cregs] == ["message", "alice", "bob"]


def test_an_open_input_is_a_channel_that_changes_nothing():
    before = random_unitary(2, seed=7)
    circuit = QuantumCircuit(3)
    circuit.unitary(before, 0)
    circuit.compose(
        teleport(form="deferred").remove_final_measurements(inplace=False), inplace=True
    )
    arrived = partial_trace(Statevector(circuit), [0, 1])
    assert state_fidelity(arrived, Statevector([1, 0]).evolve(before)) == pytest.approx(1)


@pytest.mark.parametrize("ket", RANDOM[:4])
def test_angles_amplitudes_and_circuits_say_the_same_state(ket):
    theta, phi = angles(ket)
    for given in (ket, list(ket), Statevector(ket).data, (theta, phi), bloch(theta, phi)):
        arrived = bob_after(teleport(given, form="deferred"))
        assert state_fidelity(arrived, Statevector(ket)) == pytest.approx(1)


def test_a_tuple_is_angles_and_a_list_is_amplitudes():
    assert bob_after(teleport((0, 1), form="deferred")).data[0, 0] == pytest.approx(1)
    assert bob_after(teleport([0, 1], form="deferred")).data[1, 1] == pytest.approx(1)


@pytest.mark.parametrize("state", BELL_STATES)
def test_another_bell_pair_leaves_a_pauli_behind(state):
    """The corrections are those for Φ+; Bob's qubit comes out turned by the pair's own Pauli."""
    for ket in RANDOM[:4]:
        turn = QuantumCircuit(1)
        for gate in reversed(BELL_STATES[state]):
            getattr(turn, gate)(0)
        arrived = bob_after(teleport(ket, form="deferred", resource=state))
        assert state_fidelity(arrived, Statevector(ket).evolve(turn)) == pytest.approx(1)


@pytest.mark.parametrize("fidelity", [0.25, 0.5, 0.7, 0.95, 1.0])
def test_a_werner_pair_teleports_with_two_f_plus_one_over_three(fidelity):
    assert mean_fidelity(resource=werner(fidelity)) == pytest.approx((2 * fidelity + 1) / 3)


@pytest.mark.parametrize("rank", [1, 2, 3, 4])
def test_any_density_matrix_is_prepared_as_given_alice_right_most(rank):
    rho = random_density_matrix(4, rank=rank, seed=11)
    circuit = superdense("00", resource=rho.data)
    steps = circuit.copy_empty_like()
    steps.append(circuit.data[0])
    pair = partial_trace(DensityMatrix(steps), [*range(2, circuit.num_qubits)])
    assert np.allclose(pair.data, rho.data)


def test_the_noise_of_gates_does_not_meet_a_pair_that_is_given():
    """The two CNOTs of deferred teleportation flip a phase each, and the flips cancel.

    Those of a preparation from CNOTs would not: the pair would be another than the one given.
    """
    noise = Noise(after={"cx": [np.diag([1, -1])]})
    for fidelity in (1.0, 0.7):
        sent = teleport((np.pi / 2, 1.0), form="deferred", resource=werner(fidelity))
        result = run(measure(sent, (np.pi / 2, 1.0)), shots=20_000, seed=6, noise=noise)
        arrived = result.probability(bob="0")
        assert abs(arrived - (2 * fidelity + 1) / 3) < 4 * arrived.standard_error


def test_a_pair_given_as_a_circuit_is_used_by_its_names():
    """Alice's half is turned by a gate that would not be the same on Bob's."""
    turned = bell_pair("psi+")
    turned.t(0)
    turned.ry(0.4, 0)
    mirrored = QuantumCircuit(turned.qregs[1], turned.qregs[0])
    mirrored.compose(turned, [mirrored.qregs[1][0], mirrored.qregs[0][0]], inplace=True)
    plain = QuantumCircuit(2)
    plain.compose(turned, [0, 1], inplace=True)
    for ket in RANDOM[:3]:
        arrived = [
            bob_after(teleport(ket, form="deferred", resource=pair)).data
            for pair in (turned, mirrored, plain)
        ]
        assert np.allclose(arrived[0], arrived[1])
        assert np.allclose(arrived[0], arrived[2])


def test_the_environment_is_nobodys_to_measure():
    measured = measure(teleport((1, 2), resource=werner(0.8)), "z")
    assert [r.name for r in measured.qregs] == ["message", "alice", "bob", "environment"]
    assert [r.name for r in measured.cregs] == ["message", "alice", "bob"]
    for form in ("dynamic", "deferred"):
        sent = measure(teleport((1, 2), form=form, resource=werner(0.8)), (1, 2))
        arrived = run(sent, shots=20_000, seed=4).probability(bob="0")
        assert abs(arrived - (2 * 0.8 + 1) / 3) < 4 * arrived.standard_error


@pytest.mark.parametrize("bits", ["00", "01", "10", "11"])
def test_two_bits_arrive_in_the_order_they_were_sent(bits):
    result = run(superdense(bits), shots=100, seed=1)
    assert result.counts("alice", "bob") == {f"{bits[0]} {bits[1]}": 100}


def test_with_noise_the_bits_arrive_as_often_as_the_pair_is_good():
    for bits in ("00", "01", "10", "11"):
        circuit = superdense(bits, resource=werner(0.9))
        bare = Statevector(circuit.remove_final_measurements(inplace=False))
        wanted = f"{bits[1]}{bits[0]}"
        assert bare.probabilities_dict([0, 1])[wanted] == pytest.approx(0.9)


@pytest.mark.parametrize("gate", AFTER_GATE)
def test_a_teleported_gate_acts_on_any_state(gate):
    plain = QuantumCircuit(1)
    getattr(plain, gate)(0)
    for ket in RANDOM[:4]:
        arrived = bob_after(teleport_gate(gate, ket, form="deferred"))
        assert state_fidelity(arrived, Statevector(ket).evolve(plain)) == pytest.approx(1)
    wanted = Statevector(RANDOM[0]).evolve(plain).data
    sent = measure(teleport_gate(gate, RANDOM[0]), angles(wanted))
    assert run(sent, shots=500, seed=1).counts("bob") == {"0": 500}


def test_after_a_t_gate_paulis_do_not_suffice():
    """T X T† is (X + Y)/√2 and no Pauli: the X bit must drive an S as well."""
    t = Operator.from_label("T")
    left = t @ Operator.from_label("X") @ t.adjoint()
    assert not any(left.equiv(Operator.from_label(pauli)) for pauli in "IXYZ")
    assert left.equiv(Operator.from_label("S") @ Operator.from_label("X"))


@pytest.mark.parametrize(
    ("wrong", "error", "says"),
    [
        (("pi", 0), TypeError, "theta must be a real number"),
        ((float("nan"), 0), ValueError, "theta is NaN"),
        ((0.6, 0.8j), TypeError, "as a list"),
        ((1, 2, 3), ValueError, "two Bloch angles"),
        ([1, 1], ValueError, "not normalised: its length is 1.41421"),
        ([float("nan"), 1], ValueError, "NaN"),
        ([1, 0, 0, 0], ValueError, "2 amplitudes"),
        (np.eye(2) / 2, ValueError, "2 amplitudes"),
        (["1", "0"], TypeError, "two amplitudes"),
        ("0", TypeError, "two amplitudes"),
        (bell_pair(), ValueError, "has 1 qubit; this one has 2"),
        (measure(bloch(1)), ValueError, "before it measures"),
    ],
)
def test_what_is_no_state_of_a_qubit_is_refused(wrong, error, says):
    for build in (teleport, lambda state: teleport_gate("t", state)):
        with pytest.raises(error, match=says):
            build(wrong)


@pytest.mark.parametrize(
    ("wrong", "error", "says"),
    [
        ("bell", ValueError, r"phi\+, phi-, psi\+, psi-"),
        ("", ValueError, r"no Bell state ''"),
        (np.eye(4), ValueError, "trace of the resource is 4, not 1"),
        (np.eye(2) / 2, ValueError, r"shape \(4, 4\), not \(2, 2\)"),
        ([1, 0, 0, 1], ValueError, r"shape \(4, 4\)"),
        (np.diag([1.5, -0.5, 0, 0]), ValueError, "is no state"),
        (np.eye(4) / 4 + np.diag([0.1j] * 3, 1), ValueError, "not Hermitian"),
        (np.full((4, 4), np.nan), ValueError, "NaN"),
        ([["a"] * 4] * 4, TypeError, "density matrix"),
        (7.5j, ValueError, "shape"),
        (bloch(1), ValueError, "has 2 qubits; this one has 1"),
        (measure(bell_pair()), ValueError, "before it measures"),
    ],
)
def test_a_resource_that_is_no_pair_is_refused(wrong, error, says):
    for build in (teleport, lambda *, resource: superdense("00", resource=resource)):
        with pytest.raises(error, match=says):
            build(resource=wrong)


def test_other_forms_corrections_gates_and_bits_are_refused():
    for wrong in ("static", None):
        with pytest.raises(ValueError, match="'dynamic' or 'deferred'"):
            teleport(form=wrong)
    for wrong in ("zx", "y", None, ("x", "z")):
        with pytest.raises(ValueError, match="which bits arrive"):
            teleport(corrections=wrong)
    for wrong in ("cx", "rz", None):
        with pytest.raises(ValueError, match="choose x, y, z, h, s"):
            teleport_gate(wrong)
    for wrong in ("", "1", "101", "ab"):
        with pytest.raises(ValueError, match="exactly two bits"):
            superdense(wrong)
    for wrong in (10, None, (1, 0)):
        with pytest.raises(TypeError, match="as text"):
            superdense(wrong)
