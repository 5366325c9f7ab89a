import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import beta

from qinet_edu import theory
from qinet_edu.protocols.qkd import clopper_pearson, error_rate, sample_places, serfling_margin


@settings(deadline=None)
@given(st.integers(1, 5000), st.floats(0, 1), st.sampled_from([0.5, 0.95, 0.999999]))
def test_the_interval_is_that_of_the_beta_distribution(trials, share, confidence):
    errors, tail = round(share * trials), (1 - confidence) / 2
    low, high = clopper_pearson(errors, trials, confidence=confidence)
    assert low == pytest.approx(beta.ppf(tail, errors, trials - errors + 1) if errors else 0)
    assert high == pytest.approx(
        beta.ppf(1 - tail, errors + 1, trials - errors) if errors < trials else 1
    )


def test_the_interval_covers_the_truth_as_often_as_it_says():
    counted = np.random.default_rng(1).binomial(200, 0.03, 4000)
    found = {errors: clopper_pearson(errors, 200) for errors in np.unique(counted).tolist()}
    covered = np.mean([found[errors][0] <= 0.03 <= found[errors][1] for errors in counted])
    assert covered > 0.95


def test_the_margin_is_that_of_the_finite_key():
    for n, k in ((10_000, 2000), (1_000_000, 100_000)):
        mu = float(theory.finite_key_length(n, k, 0.01)[1])
        assert serfling_margin(n, k, eps=(1e-10 / 4) ** 2) == pytest.approx(mu, rel=1e-12)


def test_the_rest_is_worse_than_the_margin_as_rarely_as_it_says():
    rng, n, k, eps = np.random.default_rng(1), 300, 200, 0.1
    wrong = rng.hypergeometric(50, n + k - 50, k, size=20_000)
    worse = np.mean((50 - wrong) / n >= wrong / k + serfling_margin(n, k, eps=eps))
    assert worse <= eps


def test_a_sample_is_drawn_without_putting_back_and_evenly():
    counts = np.zeros(20)
    for seed in range(2000):
        places = sample_places(20, tested=5, seed=seed)
        assert np.array_equal(places, np.unique(places))
        assert places.size == 5
        counts[places] += 1
    assert abs(counts / 2000 - 0.25).max() < 4 * np.sqrt(0.25 * 0.75 / 2000)


@pytest.mark.parametrize(
    ("errors", "trials", "confidence", "kind"),
    [
        (1, 0, 0.95, ValueError), (-1, 10, 0.95, ValueError), (11, 10, 0.95, ValueError),
        (1.5, 10, 0.95, ValueError), ("1", 10, 0.95, TypeError), (1, 10, 1, ValueError),
        (1, 10, 0, ValueError), (1, 10, float("nan"), ValueError),
    ],
)  # fmt: skip
def test_counts_that_cannot_be_are_refused(errors, trials, confidence, kind):
    with pytest.raises(kind):
        clopper_pearson(errors, trials, confidence=confidence)


def test_nothing_to_compare_is_said_so():
    for eps in (0, 1):
        with pytest.raises(ValueError, match="eps"):
            serfling_margin(10, 10, eps=eps)
    with pytest.raises(ValueError, match="no bit to compare"):
        error_rate([], [])
    with pytest.raises(ValueError, match="one by one"):
        error_rate("01", "0")
