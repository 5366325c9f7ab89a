import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qinet_edu.theory import bloch_state, bloch_vector, born, density, mach_zehnder

angles = st.floats(-20, 20)


def random_kets(count):
    rng = np.random.default_rng(20261123)
    kets = rng.normal(size=(count, 2)) + 1j * rng.normal(size=(count, 2))
    return kets / np.linalg.norm(kets, axis=-1, keepdims=True)


PAULIS = {
    "x": np.array([[0, 1], [1, 0]]),
    "y": np.array([[0, -1j], [1j, 0]]),
    "z": np.array([[1, 0], [0, -1]]),
}


@given(angles, angles)
def test_the_arrow_points_where_the_angles_say(theta, phi):
    expected = [np.sin(theta) * np.cos(phi), np.sin(theta) * np.sin(phi), np.cos(theta)]
    assert np.allclose(bloch_vector(bloch_state(theta, phi)), expected, atol=1e-12)


def test_the_six_corners_of_the_sphere():
    half = np.sqrt(0.5)
    corners = {
        (1, 0, 0): [half, half],
        (-1, 0, 0): [half, -half],
        (0, 1, 0): [half, 1j * half],
        (0, -1, 0): [half, -1j * half],
        (0, 0, 1): [1, 0],
        (0, 0, -1): [0, 1],
    }
    for arrow, ket in corners.items():
        assert np.allclose(bloch_vector(ket), arrow)


def test_the_arrow_is_the_three_expectation_values():
    for ket in random_kets(20):
        expected = [np.vdot(ket, pauli @ ket).real for pauli in PAULIS.values()]
        assert np.allclose(bloch_vector(ket), expected)
        assert np.allclose(bloch_vector(density(ket)), expected)


def test_a_global_phase_moves_no_arrow():
    (ket,) = random_kets(1)
    assert np.allclose(bloch_vector(ket), bloch_vector(np.exp(0.7j) * ket))


def test_a_superposition_is_not_a_coin():
    """The mistake everybody makes: |+⟩ and I/2 both give 0 and 1 evenly, along Z."""
    plus, coin = bloch_state(np.pi / 2), np.eye(2) / 2
    assert born(plus) == pytest.approx(born(coin))
    assert born(plus, "x") == pytest.approx(1)
    assert born(coin, "x") == pytest.approx(0.5)


def test_pure_states_have_arrows_of_length_one_and_mixtures_shorter():
    pure = density(random_kets(50))
    assert np.allclose(np.linalg.norm(bloch_vector(pure), axis=-1), 1)
    mixed = 0.7 * pure + 0.3 * pure[::-1]
    assert np.all(np.linalg.norm(bloch_vector(mixed), axis=-1) <= 1 + 1e-12)


def test_born_is_the_squared_overlap_with_the_outcome():
    rng = np.random.default_rng(7)
    for ket in random_kets(20):
        theta, phi = rng.uniform(-7, 7, size=2)
        overlap = abs(np.vdot(bloch_state(theta, phi), ket)) ** 2
        assert born(ket, (theta, phi)) == pytest.approx(overlap, abs=1e-12)


@pytest.mark.parametrize(
    ("axis", "angles"),
    [("x", (np.pi / 2, 0)), ("y", (np.pi / 2, np.pi / 2)), ("z", (0, 0))],
)
def test_the_axes_are_directions_like_any_other(axis, angles):
    for ket in random_kets(5):
        assert born(ket, axis) == pytest.approx(born(ket, angles), abs=1e-12)


def test_opposite_directions_share_the_probability():
    for ket in random_kets(5):
        assert born(ket, (1, 2)) + born(ket, (1 + np.pi, 2)) == pytest.approx(1)


def test_states_and_directions_broadcast():
    thetas = np.linspace(0, np.pi, 5)
    assert bloch_state(thetas, np.zeros((3, 1))).shape == (3, 5, 2)
    assert born([1, 0], (thetas, 0.0)) == pytest.approx(np.cos(thetas / 2) ** 2)
    assert born(density(bloch_state(thetas)), "z") == pytest.approx(np.cos(thetas / 2) ** 2)
    grid = born(density(bloch_state(thetas))[:, None], (np.zeros(4), 0.0))
    assert grid.shape == (5, 4)


def test_probabilities_stay_probabilities_at_the_poles():
    for theta in np.linspace(0, 2 * np.pi, 1001):
        assert 0 <= born(bloch_state(theta, 0.3), (theta, 0.3)) <= 1


@given(angles)
def test_an_interferometer_is_a_qubit_measured_along_x(phi):
    assert mach_zehnder(phi) == pytest.approx(born(bloch_state(np.pi / 2, phi), "x"), abs=1e-12)


def test_published_value_of_the_interferometer():
    assert mach_zehnder([np.pi / 3, -np.pi / 3]) == pytest.approx(0.75)


def test_many_kets_are_not_taken_for_a_matrix():
    """Shape (2, 2) is always a density matrix, so two kets must be given as such."""
    two_kets = [[1, 0], [0, 1]]
    with pytest.raises(ValueError, match=r"trace is 2, not 1.*density\(kets\)"):
        bloch_vector(two_kets)
    with pytest.raises(ValueError, match=r"density\(kets\)"):
        bloch_vector(random_kets(3))
    assert bloch_vector(density(two_kets)).tolist() == [[0, 0, 1], [0, 0, -1]]


@pytest.mark.parametrize(
    ("state", "complaint"),
    [
        ([1, 1], "length is 1.41421, not 1"),
        ([0.7071, 0.7071], "Divide it by"),
        ([np.nan, 1], "NaN"),
        ([[np.nan, 0], [0, 1]], "NaN"),
        ([[0.5, 0.5], [0, 0.5]], "not Hermitian"),
        ([[0.5 + 0.1j, 0], [0, 0.5 - 0.1j]], "not Hermitian"),
        ([[0.5, 0.6], [0.6, 0.5]], "negative eigenvalue"),
        ([[1.5, 0], [0, -0.5]], "negative eigenvalue"),
        ([[1, 0], [0, 1]], "trace is 2"),
        ([[0.5j, 0], [0, 0.5j]], r"trace is 0\+1j"),
        ([1, 0, 0], "two amplitudes"),
        (np.eye(4) / 4, r"not \(4, 4\)"),
        (1.0, r"not \(\)"),
        ([], "two amplitudes"),
    ],
)
def test_what_is_no_qubit_is_refused(state, complaint):
    with pytest.raises(ValueError, match=complaint):
        bloch_vector(state)
    with pytest.raises(ValueError, match=complaint):
        born(state)


@pytest.mark.parametrize("state", ["0", None, [True, False], ["1", "0"], [[1], [1, 2]]])
def test_a_state_is_made_of_numbers(state):
    with pytest.raises(TypeError, match="array of numbers"):
        bloch_vector(state)


@pytest.mark.parametrize("call", [bloch_state, mach_zehnder])
def test_angles_are_finite_numbers(call):
    with pytest.raises(TypeError, match="not 'pi'"):
        call("pi")
    with pytest.raises(ValueError, match="NaN"):
        call(np.nan)
    with pytest.raises(ValueError, match="infinite"):
        call(np.inf)


def test_the_formulas_need_no_quantum_software():
    program = (
        "import sys, qinet_edu.theory;"
        "print([m for m in ('qiskit', 'qiskit_aer', 'matplotlib') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout.strip() == "[]", done.stderr
