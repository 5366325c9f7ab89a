"""A source of pairs by down-conversion, held to a sum over its photon numbers and to sampling."""

import numpy as np
import pytest

from qinet_edu.theory import coincidences_to_accidentals, pair_source

SETTINGS = [
    (0.05, 0.1, 0.1, 6e-6, 0.015),
    (0.2, 0.01, 0.3, 1e-4, 0.03),
    (1.0, 0.5, 0.5, 0.0, 0.0),
    (0.5, 1.0, 1.0, 0.0, 0.0),
    (2.0, 0.9, 0.05, 0.01, 0.1),
    (0.001, 1e-3, 1e-3, 1e-6, 0.015),
]


def by_photon_numbers(mean_pairs, a, b, dark, misalignment, most=400):
    """Add up n pairs, of which Alice's door H and Bob's door V see the same m photons.

    A misread bit turns a right answer into a wrong one; both doors at once, and a click in the
    dark, are a coin.
    """
    light = mean_pairs / 2
    both = right = 0.0
    for n in range(most):
        weight = (n + 1) * light**n / (1 + light) ** (n + 2)
        if n > 2 * light and weight < 1e-18:
            break
        seen_a, seen_b = (1 - (1 - dark) * (1 - eta) ** n for eta in (a, b))
        both += weight * seen_a * seen_b
        m = np.arange(n + 1)
        ours = (1 - a) ** (n - m) - (1 - a) ** m  # chance of door V alone, less that of H alone
        theirs = (1 - b) ** (n - m) - (1 - b) ** m
        right += weight * np.mean(ours * theirs)
    return both, 0.5 - (0.5 - misalignment) * right / both


@pytest.mark.parametrize("setting", SETTINGS)
def test_the_sum_over_photon_numbers(setting):
    mean_pairs, a, b, dark, misalignment = setting
    found = pair_source(mean_pairs, a, b, dark_count=dark, misalignment=misalignment)
    assert found == pytest.approx(by_photon_numbers(*setting), rel=1e-9)


@pytest.mark.parametrize("mean_pairs", [0.1, 0.6])
def test_photons_drawn_one_by_one(mean_pairs):
    rng = np.random.default_rng(11)
    pulses, a, b = 1_000_000, 0.3, 0.5
    # Two modes, each with a geometric number of pairs: H for Alice and V for Bob, or the reverse.
    light = mean_pairs / 2
    pairs = rng.geometric(1 / (1 + light), (2, pulses)) - 1
    alice = rng.binomial(pairs, a) > 0
    bob = rng.binomial(pairs, b) > 0
    clicks = alice.any(axis=0) & bob.any(axis=0)
    coins = rng.integers(0, 2, (2, pulses))
    ours, theirs = (
        np.where(doors.all(axis=0), coin, doors[1])
        for doors, coin in zip((alice, bob), coins, strict=True)
    )
    wrong = (ours != theirs) & clicks
    both, qber = pair_source(mean_pairs, a, b, dark_count=0, misalignment=0)
    assert abs(clicks.mean() - both) < 4 * np.sqrt(both * (1 - both) / pulses)
    error = np.sqrt(qber * (1 - qber) / clicks.sum())
    assert abs(wrong.sum() / clicks.sum() - qber) < 4 * error


def test_two_pairs_at_once_cost_half_the_mean():
    _, qber = pair_source([1e-4, 1e-3, 1e-2], 1e-3, dark_count=0, misalignment=0)
    assert qber == pytest.approx(np.array([1e-4, 1e-3, 1e-2]) / 2, rel=0.02)


def test_a_faint_source_without_flaws_errs_as_often_as_it_is_misaligned():
    coincidence, qber = pair_source(1e-9, 0.1, 0.2, dark_count=0, misalignment=0.02)
    assert coincidence == pytest.approx(1e-9 * 0.1 * 0.2)
    assert qber == pytest.approx(0.02, abs=1e-8)


def test_faint_light_keeps_its_digits():
    """1 − a − b + c of the source itself would be 0 here."""
    coincidence, _ = pair_source(1e-6, 1e-7, dark_count=0)
    assert coincidence == pytest.approx(1e-20, rel=1e-5)


def test_dark_counts_are_coins():
    _, qber = pair_source(0.05, [1e-2, 1e-4, 1e-6, 1e-8])
    assert (np.diff(qber) > 0).all()
    assert qber[-1] == pytest.approx(0.5, abs=1e-3)
    assert pair_source(0.0, 0.5, dark_count=1e-3) == (pytest.approx(1e-6), pytest.approx(0.5))


def test_brighter_is_more_and_worse():
    both, qber = pair_source(np.linspace(0.01, 2, 40), 0.05)
    assert (np.diff(both) > 0).all()
    assert (np.diff(qber) > 0).all()


def test_coincidences_over_accidentals_fall_as_the_source_gets_brighter():
    mean = np.array([1e-4, 1e-3, 1e-2, 0.1, 1.0])
    ratio = coincidences_to_accidentals(mean, 0.01, dark_count=0)
    assert ratio[:3] * mean[:3] == pytest.approx(1, rel=0.02)
    assert (np.diff(ratio) < 0).all()
    assert (ratio > 1).all()


def test_dark_counts_alone_coincide_by_accident_only():
    assert coincidences_to_accidentals(0, 0.1, dark_count=1e-4) == pytest.approx(1)
    best = coincidences_to_accidentals(np.logspace(-6, 0, 61), 1e-3, dark_count=1e-5).argmax()
    assert 0 < best < 60  # too faint drowns in the dark, too bright in itself


def test_shapes():
    both, qber = pair_source([0.1, 0.2], [[0.1], [0.2], [0.3]])
    assert both.shape == qber.shape == (3, 2)
    assert np.ndim(pair_source(0.1, 0.1)[0]) == np.ndim(coincidences_to_accidentals(0.1, 0.1)) == 0


@pytest.mark.parametrize(
    ("call", "kind", "complaint"),
    [
        (lambda: pair_source(-0.1, 0.1), ValueError, "mean_pairs must be at least 0"),
        (lambda: pair_source(0.1, 1.1), ValueError, "transmittance must be between"),
        (lambda: pair_source(0.1, 0.1, -1), ValueError, "other must be between"),
        (lambda: pair_source(0.1, 0.1, dark_count=2), ValueError, "dark_count must be"),
        (lambda: pair_source(0.1, 0.1, misalignment=0.6), ValueError, "misalignment must be"),
        (lambda: pair_source("0.1", 0.1), TypeError, "mean_pairs must be a real number"),
        (lambda: pair_source(np.nan, 0.1), ValueError, "mean_pairs is NaN"),
        (lambda: pair_source(0.0, 0.1, dark_count=0), ValueError, "never click together"),
        (
            lambda: coincidences_to_accidentals(0.1, 0.1, 0.0, dark_count=0),
            ValueError,
            "one end never clicks",
        ),
        (lambda: coincidences_to_accidentals(0.1, None), TypeError, "transmittance"),
    ],
)
def test_bad_values_are_refused(call, kind, complaint):
    with pytest.raises(kind, match=complaint):
        call()
