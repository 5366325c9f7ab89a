import numpy as np
import pytest
from qiskit.quantum_info import Statevector, partial_trace, random_statevector, state_fidelity

from qinet_edu import theory
from qinet_edu.circuits import cnot_copier, phase_covariant_cloner, universal_cloner

STATES = [random_statevector(2, seed=20261123 + k).data for k in range(20)]


def clones(build, state):
    """The two clones, as density matrices."""
    circuit = build(state)
    after = Statevector(circuit)
    return [
        partial_trace(after, [k for k in range(circuit.num_qubits) if k != kept]) for kept in (0, 1)
    ]


@pytest.mark.parametrize("state", STATES)
def test_both_universal_clones_have_five_sixths_of_any_state(state):
    for clone in clones(universal_cloner, state):
        assert state_fidelity(clone, Statevector(state)) == pytest.approx(5 / 6)
        shrunk = 2 / 3 * theory.bloch_vector(state)
        assert theory.bloch_vector(clone.data) == pytest.approx(shrunk, abs=1e-9)


@pytest.mark.parametrize("phi", np.linspace(-3, 3, 7))
def test_phase_covariant_clones_are_better_on_the_equator(phi):
    state = theory.bloch_state(np.pi / 2, phi)
    for clone in clones(phase_covariant_cloner, (np.pi / 2, phi)):
        assert state_fidelity(clone, Statevector(state)) == pytest.approx(0.8535533906, abs=5e-11)


def test_phase_covariant_clones_are_worse_elsewhere():
    worst = min(
        state_fidelity(clone, Statevector([0, 1]))
        for clone in clones(phase_covariant_cloner, [0, 1])
    )
    assert worst == pytest.approx(1 / 2)


@pytest.mark.parametrize(
    ("state", "expected"),
    [([1, 0], 1), ([0, 1], 1), ([np.sqrt(0.5)] * 2, 0.5), ([np.sqrt(0.5), 1j * np.sqrt(0.5)], 0.5)],
)
def test_a_cnot_copies_bits_and_nothing_else(state, expected):
    for clone in clones(cnot_copier, state):
        assert state_fidelity(clone, Statevector(state)) == pytest.approx(expected)


def test_registers_say_which_is_the_copy():
    assert [r.name for r in cnot_copier().qregs] == ["original", "copy"]
    assert [r.name for r in phase_covariant_cloner().qregs] == ["original", "copy"]
    assert [r.name for r in universal_cloner().qregs] == ["original", "copy", "machine"]


@pytest.mark.parametrize("build", [cnot_copier, universal_cloner, phase_covariant_cloner])
def test_what_is_no_qubit_is_not_copied(build):
    with pytest.raises(ValueError, match="2 amplitudes"):
        build([1, 0, 0])
    with pytest.raises(TypeError, match="theta"):
        build(("pi", 0))
