import numpy as np
import pytest
from qiskit.quantum_info import Pauli, Statevector, random_density_matrix, random_statevector

from qinet_edu.circuits import BELL_STATES, ghz
from qinet_edu.theory import (
    bell_state,
    chsh,
    chsh_max,
    correlation,
    correlation_matrix,
    density,
    game_chance,
    mermin,
    werner,
)

BEST = 2 * np.sqrt(2)
RANDOM = [random_density_matrix(4, seed=20261125 + k).data for k in range(8)]


@pytest.mark.parametrize("rho", RANDOM)
def test_the_nine_correlations_are_expectation_values_alice_first(rho):
    """Pauli labels put the highest qubit left-most: "YX" is Y of Bob and X of Alice."""
    from qiskit.quantum_info import DensityMatrix

    for i, a in enumerate("XYZ"):
        for j, b in enumerate("XYZ"):
            expected = DensityMatrix(rho).expectation_value(Pauli(b + a)).real
            assert correlation_matrix(rho)[i, j] == pytest.approx(expected, abs=1e-12)


def test_the_sign_of_yy_is_the_one_that_everybody_forgets():
    signs = {"phi+": [1, -1, 1], "phi-": [-1, 1, 1], "psi+": [1, 1, -1], "psi-": [-1, -1, -1]}
    for name, expected in signs.items():
        assert np.diag(correlation_matrix(bell_state(name))) == pytest.approx(expected)


def test_t1_t2_the_textbook_settings_belong_to_one_bell_state():
    assert chsh(bell_state("phi+")) == pytest.approx(2.8284271247, abs=5e-11)
    assert chsh(bell_state("psi-")) == pytest.approx(-2.828427, abs=5e-7)
    assert chsh(bell_state("psi+")) == pytest.approx(0, abs=1e-12)
    assert chsh(bell_state("phi-")) == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize(
    ("f", "largest"), [(0.7, 1.697056), (0.8, 2.074180), (0.9, 2.451304), (0.95, 2.639865)]
)
def test_t3_the_largest_s_of_werner_pairs(f, largest):
    assert chsh_max(werner(f)) == pytest.approx(largest, abs=5e-7)
    assert chsh(werner(f)) == pytest.approx(chsh_max(werner(f)), abs=1e-12)


def test_t3_the_violation_is_lost_at_the_threshold():
    threshold = (1 + 3 / np.sqrt(2)) / 4
    assert threshold == pytest.approx(0.7803300859, abs=5e-11)
    assert chsh_max(werner(threshold)) == pytest.approx(2)


def test_t4_the_games():
    assert game_chance(BEST) == pytest.approx(0.8535533906, abs=5e-11)
    assert game_chance(BEST) == pytest.approx(np.cos(np.pi / 8) ** 2)
    assert game_chance(2) == 0.75
    assert mermin(Statevector(ghz(3)).data) == pytest.approx(4)


def test_every_bell_state_has_settings_that_reach_the_most():
    for name in BELL_STATES:
        assert chsh_max(bell_state(name)) == pytest.approx(BEST)


def test_no_settings_exceed_the_horodecki_bound_and_some_in_its_plane_reach_it():
    rng = np.random.default_rng(7)
    for rho in RANDOM:
        a0, a1, b0, b1 = rng.uniform(-np.pi, np.pi, size=(4, 4000))
        found = np.abs(chsh(rho, alice=(a0, a1), bob=(b0, b1)))
        assert found.max() <= chsh_max(rho) + 1e-9


def test_the_best_settings_may_lie_outside_the_xz_plane():
    """|00⟩ + i|11⟩ correlates X with Y: settings in the XZ plane never see what is there."""
    turned = np.array([1, 0, 0, 1j]) / np.sqrt(2)
    angles = np.random.default_rng(11).uniform(-np.pi, np.pi, size=(4, 4000))
    assert np.abs(chsh(turned, alice=angles[:2], bob=angles[2:])).max() <= 2 + 1e-9
    assert chsh_max(turned) == pytest.approx(BEST)


def test_states_and_angles_broadcast():
    rho = werner(np.linspace(0.3, 1, 4))[:, None]
    angles = np.linspace(-3, 3, 5)
    assert chsh(rho, alice=(angles, 0.0), bob=(0.1, -angles)).shape == (4, 5)
    assert correlation(bell_state(), "z", (angles, 0.0)) == pytest.approx(np.cos(angles))


def test_product_states_never_exceed_two():
    rng = np.random.default_rng(3)
    for k in range(50):
        alice, bob = (random_statevector(2, seed=100 * k + who).data for who in (0, 1))
        a0, a1, b0, b1 = rng.uniform(-np.pi, np.pi, size=(4, 100))
        s = chsh(np.kron(bob, alice), alice=(a0, a1), bob=(b0, b1))
        assert np.abs(s).max() <= 2 + 1e-9
        assert chsh_max(np.kron(bob, alice)) <= 2 + 1e-9


def test_mermin_of_what_is_separate_stays_within_two():
    for k in range(50):
        a, b, c = (random_statevector(2, seed=300 * k + who).data for who in range(3))
        assert abs(mermin(np.kron(np.kron(c, b), a))) <= 2 + 1e-9


def test_mermin_broadcasts_over_states():
    kets = np.array([random_statevector(8, seed=k).data for k in range(6)])
    assert mermin(density(kets)).shape == (6,)
    assert np.abs(mermin(density(kets))).max() <= 4 + 1e-9


@pytest.mark.parametrize("wrong", [("0", 1), (None, 1), 3.0, "ab", (1j, 0)])
def test_angles_are_numbers(wrong):
    with pytest.raises(TypeError, match=r"bob|theta"):
        chsh(bell_state(), bob=wrong)


def test_each_party_chooses_between_two_settings():
    with pytest.raises(ValueError, match="two angles, not 3"):
        chsh(bell_state(), alice=(0, 1, 2))
    with pytest.raises(ValueError, match="between -4 and 4"):
        game_chance(5)
    with pytest.raises(ValueError, match="no direction 'a'"):
        correlation(bell_state(), "a", "z")
