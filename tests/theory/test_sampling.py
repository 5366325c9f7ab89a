from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qinet_edu.theory import shot_noise, shots_needed


def test_counted_frequencies_scatter_as_said():
    rng = np.random.default_rng(20261123)
    for p in (0.02, 0.25, 0.5):
        scatter = np.std(rng.binomial(500, p, size=20_000) / 500)
        assert scatter == pytest.approx(shot_noise(p, 500), rel=0.03)


def test_published_number_of_shots():
    assert shots_needed(0.01) == 9604


def test_the_margin_is_kept_with_the_confidence_asked_for():
    rng = np.random.default_rng(20261123)
    found = rng.binomial(shots_needed(0.02, confidence=0.9), 0.5, size=20_000)
    within = np.mean(np.abs(found / shots_needed(0.02, confidence=0.9) - 0.5) <= 0.02)
    assert within == pytest.approx(0.9, abs=0.012)


@given(st.floats(0.001, 0.9), st.floats(0.5, 0.999), st.floats(0.01, 0.99))
def test_one_shot_fewer_would_not_do(margin, confidence, probability):
    shots = int(shots_needed(margin, confidence=confidence, probability=probability))
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    assert z * shot_noise(probability, shots) <= margin * (1 + 1e-12)
    if shots > 1:
        assert z * shot_noise(probability, shots - 1) > margin * (1 - 1e-12)


def test_one_sided_confidence_would_ask_for_too_few():
    """The mistake everybody makes: 1.645 belongs to one side, and gives 6764."""
    assert shots_needed(0.01) > 6764
    assert shots_needed(0.01, confidence=0.9) == 6764


def test_half_the_margin_takes_four_times_the_shots():
    assert shots_needed(0.005) == pytest.approx(4 * shots_needed(0.01), rel=1e-3)


def test_arrays_broadcast():
    assert shot_noise([[0.25], [0.5]], [100, 400]).shape == (2, 2)
    assert shots_needed([0.1, 0.01], confidence=[[0.9], [0.95], [0.99]]).shape == (3, 2)
    assert isinstance(shots_needed(0.1), np.integer)


def test_certainty_has_no_noise():
    assert shot_noise([0, 1], 10).tolist() == [0, 0]
    assert shots_needed(0.01, probability=1) == 1


@pytest.mark.parametrize(
    ("probability", "shots", "complaint"),
    [
        (1.1, 10, "probability must be between 0 and 1, not 1.1"),
        (-0.1, 10, "probability"),
        (np.nan, 10, "NaN"),
        (0.5, 0, "shots must be at least 1"),
        (0.5, 10.5, "whole numbers"),
    ],
)
def test_impossible_samples_are_refused(probability, shots, complaint):
    with pytest.raises(ValueError, match=complaint):
        shot_noise(probability, shots)


@pytest.mark.parametrize(
    ("settings", "complaint"),
    [
        ({"margin": 0}, "margin of 0"),
        ({"margin": -0.1}, "margin must be between"),
        ({"margin": 1e-12}, "nobody can run so many"),
        ({"margin": 0.01, "confidence": 1}, "strictly between"),
        ({"margin": 0.01, "confidence": 95}, "confidence must be between 0 and 1, not 95"),
        ({"margin": 0.01, "probability": 2}, "probability"),
    ],
)
def test_impossible_aims_are_refused(settings, complaint):
    with pytest.raises(ValueError, match=complaint):
        shots_needed(**settings)


def test_numbers_are_numbers():
    with pytest.raises(TypeError, match="margin must be a real number"):
        shots_needed("0.01")
