from math import exp, factorial

import numpy as np
import pytest

from qinet_edu.theory import (
    decoy_bounds,
    decoy_error,
    decoy_gain,
    decoy_qber,
    decoy_rate,
    decoy_yield,
    photon_number_split_share,
    weak_pulse_rate,
)
from qinet_edu.theory.key_rates import root

MU, NU = 0.48, 0.05


def gys(length_km):
    """Transmittance of fibre and detector in the experiment of Gobby, Yuan and Shields (2004)."""
    return 0.045 * 10 ** (-0.021 * np.asarray(length_km, dtype=float))


def proven(nu, eta):
    seen = {"gain_mu": decoy_gain(MU, eta), "gain_nu": decoy_gain(nu, eta)}
    return decoy_bounds(MU, nu, **seen, qber_nu=decoy_qber(nu, eta))


def printed(values, expected):
    """Agree with what is printed to six digits."""
    assert values == pytest.approx(expected, rel=5e-6)


def test_t19_rates():
    printed(
        decoy_rate(MU, gys([0, 20, 50, 100, 140])),
        [2.55459e-3, 9.62452e-4, 2.22596e-4, 1.71844e-5, 2.46467e-7],
    )
    assert decoy_gain(MU, gys(100)) == pytest.approx(1.7326e-4, abs=5e-9)
    assert decoy_qber(MU, gys(100)) == pytest.approx(0.0375821, abs=5e-8)


def test_t19_reach():
    far = root(lambda km: decoy_rate(MU, gys(km)) - 1e-18, 100.0, 200.0)
    assert far == pytest.approx(142.0145, abs=5e-5)


def test_t20_vacuum_and_weak_decoy():
    eta = gys(50)
    least, most = proven(NU, eta)
    printed([least, decoy_yield(1, eta)], [3.95481e-3, 4.01232e-3])
    assert [most, decoy_error(1, eta)] == pytest.approx([0.0353985, 0.0331979], abs=5e-8)
    printed(decoy_rate(MU, eta, nu=NU), 2.09625e-4)


def test_t21_multi_photon_share():
    assert photon_number_split_share([0.1, 0.5]) == pytest.approx([0.0491668, 0.2292530], abs=5e-8)
    assert photon_number_split_share(1e-9) == pytest.approx(5e-10, rel=1e-3)


@pytest.mark.parametrize("eta", [1.0, 0.3, 1e-3, 0.0])
@pytest.mark.parametrize("mu", [0.05, 0.48, 1.0])
def test_gain_and_errors_are_the_poisson_mean_over_photon_numbers(mu, eta):
    weights = np.array([exp(-mu) * mu**n / factorial(n) for n in range(40)])
    yields, errors = decoy_yield(np.arange(40), eta), decoy_error(np.arange(40), eta)
    gain = weights @ yields
    assert decoy_gain(mu, eta) == pytest.approx(gain, rel=1e-9)
    assert decoy_qber(mu, eta) == pytest.approx(weights @ (yields * errors) / gain, rel=1e-9)


@pytest.mark.parametrize("nu", [0.01, 0.05, 0.2])
def test_bounds_hold_everywhere_and_the_truth_is_the_limit_of_weak_decoys(nu):
    eta = gys(np.linspace(0, 140, 15))
    least, most = proven(nu, eta)
    assert np.all(least <= decoy_yield(1, eta))
    assert np.all(most >= decoy_error(1, eta))
    assert np.all(decoy_rate(MU, eta, nu=nu) <= decoy_rate(MU, eta))
    near = decoy_rate(MU, eta[0], nu=1e-4)
    assert near == pytest.approx(decoy_rate(MU, eta[0]), rel=1e-3)


def test_splitting_photon_numbers_shows_in_the_decoys_and_not_in_the_errors():
    """Eve blocks single photons and lets pairs through as the gain asks: decoys catch her."""
    eta = gys(50)
    weights = {m: np.array([exp(-m) * m**n / factorial(n) for n in range(30)]) for m in (MU, NU)}
    target = decoy_gain(MU, eta)
    passed = (target - 1.7e-6) / weights[MU][2:].sum()
    split = np.array([0, 0] + [passed] * 28) + 1.7e-6
    gain = {m: w @ split for m, w in weights.items()}
    assert gain[MU] == pytest.approx(target, rel=1e-3)
    least, _ = decoy_bounds(MU, NU, gain_mu=gain[MU], gain_nu=gain[NU], qber_nu=0.0)
    assert least < 0.01 * decoy_yield(1, eta)
    assert decoy_rate(MU, eta) > 0 == weak_pulse_rate(MU, eta)


def test_without_decoys_the_rate_goes_with_the_square():
    mu = np.geomspace(1e-5, 0.5, 4000)
    best = [weak_pulse_rate(mu, eta, dark_count=0).max() for eta in (1e-2, 1e-3)]
    assert best[0] / best[1] == pytest.approx(100, rel=0.1)
    with_decoys = decoy_rate(0.48, [1e-2, 1e-3], dark_count=0)
    assert with_decoys[0] / with_decoys[1] == pytest.approx(10, rel=0.1)


def test_everything_broadcasts():
    assert decoy_rate(np.full((3, 1), 0.4), gys([0, 50]), nu=0.1).shape == (3, 2)
    assert weak_pulse_rate(np.full((3, 1), 0.4), gys([0, 50])).shape == (3, 2)
    least, most = decoy_bounds(0.5, 0.1, gain_mu=[0.1, 0.2], gain_nu=0.02, qber_nu=0.01)
    assert least.shape == most.shape == (2,)


@pytest.mark.parametrize(
    ("call", "complaint"),
    [
        (lambda: photon_number_split_share(0), "above 0"),
        (lambda: decoy_gain(-0.1, 0.5), "at least 0"),
        (lambda: decoy_gain(0.1, 1.5), "between 0 and 1"),
        (lambda: decoy_qber(0, 1, dark_count=0), "nothing ever clicks"),
        (lambda: decoy_error(0, 1, dark_count=0), "nothing ever clicks"),
        (lambda: decoy_rate(0, 0.1), "above 0"),
        (lambda: decoy_rate(0.1, 0.1, nu=0.2), "weaker than the signal"),
        (lambda: decoy_rate(0.1, 0.1, misalignment=0.6), "misalignment"),
        (lambda: decoy_rate(0.1, 0.1, f_ec=0.5), "f_ec"),
        (lambda: weak_pulse_rate(0.1, 0.1, sifted=2), "sifted"),
    ],
)
def test_bad_values_are_refused(call, complaint):
    with pytest.raises(ValueError, match=complaint):
        call()


def test_text_is_no_intensity():
    with pytest.raises(TypeError, match="mu must be a real number"):
        decoy_rate("0.48", 0.1)
