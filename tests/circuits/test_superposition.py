import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from qiskit import ClassicalRegister, QuantumCircuit, QuantumRegister
from qiskit.circuit import Qubit
from qiskit.quantum_info import Statevector, random_statevector

from qinet_edu import theory
from qinet_edu.circuits import bloch, mach_zehnder, measure

angles = st.floats(-10, 10)
DIRECTIONS = ["x", "y", "z", (0.4, -2.1), (2.5, 1.3), (0, 0), (np.pi, 0)]


def outcome_probabilities(measured):
    """The distribution a measured circuit samples from, by register: {bits: probability}."""
    return Statevector(measured.remove_final_measurements(inplace=False)).probabilities_dict(
        decimals=12
    )


@given(angles, angles)
@settings(max_examples=25, deadline=None)
def test_circuit_and_formula_prepare_the_same_state(theta, phi):
    built = Statevector(bloch(theta, phi))
    assert built.equiv(Statevector(theory.bloch_state(theta, phi)))


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_outcome_0_has_the_probability_born_gives(direction):
    rng = np.random.default_rng(20261123)
    for theta, phi in rng.uniform(-7, 7, size=(10, 2)):
        found = outcome_probabilities(measure(bloch(theta, phi), direction)).get("0", 0)
        expected = theory.born(theory.bloch_state(theta, phi), direction)
        assert found == pytest.approx(expected, abs=1e-10)


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_what_points_along_the_direction_always_gives_0(direction):
    along = {"x": (np.pi / 2, 0), "y": (np.pi / 2, np.pi / 2), "z": (0, 0)}
    theta, phi = along.get(direction, direction) if isinstance(direction, str) else direction
    assert outcome_probabilities(measure(bloch(theta, phi), direction)) == {"0": 1.0}


def test_y_is_not_reached_by_h_alone():
    """The mistake everybody makes: without S† a measurement along Y is one along X."""
    wrong = bloch(np.pi / 2, np.pi / 2)
    wrong.h(0)
    assert Statevector(wrong).probabilities()[0] == pytest.approx(0.5)
    assert theory.born(theory.bloch_state(np.pi / 2, np.pi / 2), "y") == pytest.approx(1)


@given(angles)
@settings(max_examples=25, deadline=None)
def test_interferometer_by_circuit_and_by_formula_agree(phi):
    port_0 = Statevector(mach_zehnder(phi)).probabilities()[0]
    assert port_0 == pytest.approx(theory.mach_zehnder(phi), abs=1e-12)


def test_registers_are_named_for_what_they_hold():
    assert [r.name for r in bloch(1).qregs] == ["qubit"]
    assert [r.name for r in mach_zehnder(1).qregs] == ["photon"]
    assert not bloch(1).cregs
    assert not mach_zehnder(1).cregs


def two_parties(state):
    circuit = QuantumCircuit(QuantumRegister(1, "alice"), QuantumRegister(2, "bob"))
    circuit.initialize(state)
    return circuit


def test_each_party_measures_along_its_own_direction():
    """⟨n·σ ⊗ m·σ ⊗ m·σ⟩ of a random complex state, from the circuit and from matrices."""
    state = random_statevector(8, seed=20261123)
    measured = measure(two_parties(state), {"alice": "y", "bob": (0.7, 1.9)})
    assert [r.name for r in measured.cregs] == ["alice", "bob"]
    probabilities = outcome_probabilities(measured)
    n, m = theory.bloch_state(np.pi / 2, np.pi / 2), theory.bloch_state(0.7, 1.9)

    def observable(ket):
        return 2 * np.outer(ket, ket.conj()) - np.eye(2)

    expected = np.vdot(
        state.data,
        np.kron(observable(m), np.kron(observable(m), observable(n))) @ state.data,
    ).real
    parity = sum((-1) ** bits.count("1") * p for bits, p in probabilities.items())
    assert parity == pytest.approx(expected, abs=1e-9)


def test_bit_k_of_a_register_is_the_qubit_k_it_measures():
    circuit = QuantumCircuit(QuantumRegister(1, "alice"), QuantumRegister(3, "bob"))
    measured = measure(circuit)
    pairs = [
        (
            measured.find_bit(step.qubits[0]).registers[0],
            measured.find_bit(step.clbits[0]).registers[0],
        )
        for step in measured.data
        if step.operation.name == "measure"
    ]
    assert [((q.name, i), (c.name, j)) for (q, i), (c, j) in pairs] == [
        ((name, i), (name, i)) for name, i in [("alice", 0), ("bob", 0), ("bob", 1), ("bob", 2)]
    ]


def test_the_circuit_given_is_left_alone():
    circuit = bloch(1, 2)
    before = circuit.copy()
    measure(circuit, "x")
    assert circuit == before


def test_a_register_that_does_not_exist_is_answered_with_those_that_do():
    circuit = QuantumCircuit(QuantumRegister(1, "alice"), QuantumRegister(1, "bob"))
    with pytest.raises(ValueError, match="no register 'eve'; this circuit has alice, bob"):
        measure(circuit, {"eve": "x"})
    with pytest.raises(ValueError, match="along which direction to measure 'bob' too"):
        measure(circuit, {"alice": "x"})


def test_what_measures_already_is_not_measured_again():
    with pytest.raises(ValueError, match="measures already"):
        measure(measure(bloch(1)))
    circuit = QuantumCircuit(QuantumRegister(1, "alice"), ClassicalRegister(1, "alice"))
    with pytest.raises(ValueError, match="classical register named 'alice' already"):
        measure(circuit)


def test_other_classical_registers_are_kept():
    circuit = QuantumCircuit(QuantumRegister(1, "alice"), ClassicalRegister(1, "message"))
    assert [r.name for r in measure(circuit).cregs] == ["message", "alice"]


def test_qubits_nobody_holds_cannot_be_read_by_name():
    with pytest.raises(ValueError, match="must belong to exactly one register"):
        measure(QuantumCircuit([Qubit()]))
    with pytest.raises(ValueError, match="no qubits"):
        measure(QuantumCircuit())


@pytest.mark.parametrize("wrong", [None, "circuit", Statevector([1, 0])])
def test_only_a_circuit_can_be_measured(wrong):
    with pytest.raises(TypeError, match="measure takes a QuantumCircuit"):
        measure(wrong)


@pytest.mark.parametrize("wrong", ["w", "X", 1, None, (1,), (1, 2, 3), {"qubit": "w"}])
def test_an_impossible_direction_is_refused(wrong):
    with pytest.raises(ValueError, match="pair of angles"):
        measure(bloch(1), wrong)


def test_a_circuit_measures_along_one_direction_at_a_time():
    with pytest.raises(TypeError, match="one number"):
        measure(bloch(1), ([0.1, 0.2], 0.0))


@pytest.mark.parametrize("build", [bloch, mach_zehnder])
@pytest.mark.parametrize("wrong", ["pi", None, True, 1j, [1, 2]])
def test_an_angle_is_one_real_number(build, wrong):
    with pytest.raises(TypeError, match=r"theta|phi"):
        build(wrong)


@pytest.mark.parametrize("build", [bloch, mach_zehnder])
@pytest.mark.parametrize("wrong", [float("nan"), float("inf")])
def test_an_angle_is_finite(build, wrong):
    with pytest.raises(ValueError, match=r"NaN|infinite"):
        build(wrong)


def test_building_circuits_needs_no_simulator_and_no_plots():
    program = (
        "import sys, qinet_edu.circuits;"
        "print([m for m in ('qiskit_aer', 'matplotlib', 'ipywidgets') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout.strip() == "[]", done.stderr


def test_a_qubit_in_two_registers_has_no_single_name():
    alice = QuantumRegister(1, "alice")
    circuit = QuantumCircuit(alice, QuantumRegister(bits=[alice[0]], name="node"))
    with pytest.raises(ValueError, match="must belong to exactly one register"):
        measure(circuit)


def test_only_what_is_still_open_is_measured():
    circuit = QuantumCircuit(QuantumRegister(1, "alice"), QuantumRegister(1, "bob"))
    circuit.add_register(ClassicalRegister(1, "alice"))
    circuit.measure(0, 0)
    measured = measure(circuit, {"bob": "z"})
    assert [r.name for r in measured.cregs] == ["alice", "bob"]
    assert measured.count_ops()["measure"] == 2
    with pytest.raises(ValueError, match="no register 'alice'; this circuit has bob"):
        measure(circuit, {"alice": "x", "bob": "z"})


def test_a_register_measured_in_part_is_refused():
    circuit = QuantumCircuit(QuantumRegister(2, "alice"), ClassicalRegister(1, "seen"))
    circuit.measure(0, 0)
    with pytest.raises(ValueError, match="Some qubits of 'alice' are measured already"):
        measure(circuit)
