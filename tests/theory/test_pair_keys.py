import numpy as np
import pytest

from qinet_edu import theory
from qinet_edu.theory import bbm92_rate, pair_errors, werner
from qinet_edu.theory.key_rates import root


def random_pairs(number):
    rng = np.random.default_rng(3)
    halves = rng.normal(size=(number, 4, 4)) + 1j * rng.normal(size=(number, 4, 4))
    rho = halves @ halves.conj().swapaxes(-1, -2)
    return rho / np.trace(rho, axis1=-2, axis2=-1)[:, None, None]


def test_t18_errors_of_werner_pairs():
    e_z, e_x = pair_errors(werner([0.9, 0.95]))
    assert e_z == pytest.approx([0.0666667, 0.0333333], abs=5e-8)
    assert e_x == pytest.approx([0.0666667, 0.0333333], abs=5e-8)


def test_t18_fidelity_from_which_on_there_is_a_key():
    needed = root(lambda worse: bbm92_rate(werner(1 - worse)) - 1e-15, 0.0, 0.5)
    assert 1 - needed == pytest.approx(0.8349582, abs=5e-8)


def test_errors_are_what_correlations_say():
    """Independently: half of one less ⟨ZZ⟩, ⟨XX⟩."""
    rho = random_pairs(50)
    e_z, e_x = pair_errors(rho)
    for found, axis in ((e_z, "z"), (e_x, "x")):
        expected = [(1 - theory.correlation(pair, axis, axis)) / 2 for pair in rho]
        assert found == pytest.approx(expected)


@pytest.mark.parametrize(
    ("name", "expected"),
    [("phi+", (0, 0)), ("phi-", (0, 1)), ("psi+", (1, 0)), ("psi-", (1, 1))],
)
def test_other_bell_states_err_always_in_some_basis_and_are_as_good(name, expected):
    pair = theory.bell_state(name)
    assert pair_errors(pair) == pytest.approx(expected)
    assert bbm92_rate(pair) == pytest.approx(1)  # Bob inverts what is always wrong


def test_the_rate_of_equal_errors_is_that_of_bb84():
    f = np.linspace(0.8, 1, 21)
    qber = 2 * (1 - f) / 3
    for cost in (1.0, 1.16):
        assert bbm92_rate(werner(f), f_ec=cost) == pytest.approx(theory.bb84_rate(qber, f_ec=cost))


def test_correction_is_paid_on_the_basis_of_the_key():
    dephased = theory.bell_diagonal([0.9, 0, 0, 0.1])  # errs in X alone
    flipped = theory.bell_diagonal([0.9, 0, 0.1, 0])  # errs in Z alone
    assert bbm92_rate(dephased) == pytest.approx(bbm92_rate(flipped))
    assert bbm92_rate(dephased, f_ec=1.5) == pytest.approx(bbm92_rate(dephased))
    assert bbm92_rate(flipped, f_ec=1.5) < bbm92_rate(flipped)


def test_noise_and_products_make_no_key():
    assert bbm92_rate(np.eye(4) / 4) == 0
    assert bbm92_rate([1, 0, 0, 0]) == 0  # agrees in Z always, and in X by chance
    assert pair_errors([1, 0, 0, 0]) == pytest.approx((0, 0.5))


def test_shapes():
    assert np.ndim(bbm92_rate(werner(0.9))) == 0
    rates = bbm92_rate(werner([[0.9, 0.95, 1.0]]), f_ec=[[1.0], [1.2]])
    assert rates.shape == (2, 3)


@pytest.mark.parametrize(
    ("call", "kind", "complaint"),
    [
        (lambda: pair_errors("phi+"), TypeError, "array of numbers"),
        (lambda: pair_errors(np.eye(4)), ValueError, "trace is 4"),
        (lambda: pair_errors([1, 0]), ValueError, "four amplitudes"),
        (lambda: bbm92_rate(np.full((4, 4), np.nan)), ValueError, "NaN"),
        (lambda: bbm92_rate(werner(0.9), f_ec=0.9), ValueError, "f_ec must be at least 1"),
        (lambda: bbm92_rate(werner(0.9), f_ec="1"), TypeError, "f_ec must be a real number"),
    ],
)
def test_bad_values_are_refused(call, kind, complaint):
    with pytest.raises(kind, match=complaint):
        call()
