from math import log2, nan

import numpy as np
import pytest

from qinet_edu import theory


def test_decibels_add_up_and_shares_multiply():
    one, other = theory.fibre_transmittance([85, 115])
    assert theory.fibre_transmittance(200) == pytest.approx(one * other)
    assert theory.fibre_transmittance(0) == 1
    assert theory.fibre_transmittance(50) == pytest.approx(0.1)


def test_half_the_photons_are_left_after_15_km():
    assert -log2(theory.fibre_transmittance(15.05)) == pytest.approx(1, abs=1e-3)


def test_loss_at_the_ends_counts_once():
    assert theory.fibre_transmittance(0, fixed_loss_db=10) == pytest.approx(0.1)
    assert theory.fibre_transmittance(100, loss_db_per_km=0.16) == pytest.approx(10**-1.6)


def test_lengths_and_losses_broadcast():
    found = theory.fibre_transmittance([[10], [20], [30]], loss_db_per_km=np.array([0.16, 0.2]))
    assert found.shape == (3, 2)


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [(-1, ValueError), (nan, ValueError), ("10", TypeError), (True, TypeError)],
)
def test_what_is_no_length_is_refused(wrong, refusal):
    with pytest.raises(refusal, match="length_km"):
        theory.fibre_transmittance(wrong)
    with pytest.raises(refusal, match="loss_db_per_km"):
        theory.fibre_transmittance(1, loss_db_per_km=wrong)
