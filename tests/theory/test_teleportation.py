import numpy as np
import pytest
from qiskit.quantum_info import random_density_matrix

from qinet_edu.theory import (
    bell_diagonal,
    bell_state,
    superdense_capacity,
    teleport_fidelity,
    werner,
)


def test_t6_what_no_entanglement_reaches_needs_f_above_one_half():
    assert teleport_fidelity(werner(0.5)) == pytest.approx(2 / 3)
    assert teleport_fidelity(werner(0.9)) == pytest.approx((2 * 0.9 + 1) / 3)
    assert teleport_fidelity(np.diag([1, 0, 0, 0])) == pytest.approx(2 / 3)


def test_t7_missing_corrections():
    for corrections, expected in (("xz", 1), ("x", 2 / 3), ("z", 2 / 3), ("", 1 / 2)):
        found = teleport_fidelity(bell_state(), corrections=corrections)
        assert found == pytest.approx(expected)


def test_without_any_bit_no_pair_helps():
    for k in range(10):
        rho = random_density_matrix(4, seed=k).data
        assert teleport_fidelity(rho, corrections="") == pytest.approx(1 / 2)


def test_the_wrong_bell_state_is_worse_than_none():
    """Standard corrections on Ψ−, Ψ+ or Φ− undo nothing: 1/3, less than guessing."""
    for name in ("psi-", "psi+", "phi-"):
        assert teleport_fidelity(bell_state(name)) == pytest.approx(1 / 3)


@pytest.mark.parametrize(
    ("f", "bits"), [(0.9, 1.3725081560), (0.95, 1.6343549180), (0.99, 1.9033572390)]
)
def test_t8_superdense_capacity_of_werner_pairs(f, bits):
    assert superdense_capacity(werner(f)) == pytest.approx(bits, abs=5e-10)


def test_t8_below_the_hashing_threshold_a_pair_is_worse_than_none():
    assert superdense_capacity(werner(0.8107103751)) == pytest.approx(1, abs=1e-9)
    assert superdense_capacity(bell_state()) == pytest.approx(2)
    assert superdense_capacity(np.eye(4) / 4) == pytest.approx(0, abs=1e-12)


def test_without_entanglement_a_qubit_carries_one_bit_at_most():
    assert superdense_capacity([1, 0, 0, 0]) == pytest.approx(1)


def test_both_broadcast():
    pairs = bell_diagonal(np.full((2, 3, 4), 0.25))
    assert teleport_fidelity(pairs, corrections="x").shape == (2, 3)
    assert superdense_capacity(pairs).shape == (2, 3)


@pytest.mark.parametrize("wrong", ["zx", None, "y"])
def test_other_corrections_are_refused(wrong):
    with pytest.raises(ValueError, match="say which bits arrive"):
        teleport_fidelity(bell_state(), corrections=wrong)


def test_a_resource_that_is_no_state_is_refused():
    with pytest.raises(ValueError, match="trace is 4"):
        teleport_fidelity(np.eye(4))
    with pytest.raises(TypeError, match="array of numbers"):
        superdense_capacity("phi+")
