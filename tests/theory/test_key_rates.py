import numpy as np
import pytest

from qinet_edu import theory
from qinet_edu.theory import (
    bb84_rate,
    binary_entropy,
    device_independent_rate,
    finite_key_length,
    privacy_amplification_length,
    qber_threshold,
    six_state_rate,
)
from qinet_edu.theory.key_rates import root


def test_t11_threshold_of_bb84():
    assert qber_threshold() == pytest.approx(0.110027864, abs=5e-10)
    assert binary_entropy(qber_threshold()) == pytest.approx(0.5, abs=1e-12)


def test_t12_rates_of_bb84():
    errors = [0.01, 0.02, 0.03, 0.05, 0.08, 0.10]
    expected = [0.8384137, 0.7171189, 0.6112163, 0.4272061, 0.1956416, 0.0620088]
    assert bb84_rate(errors) == pytest.approx(expected, abs=5e-8)


def test_t13_thresholds_with_real_error_correction():
    found = qber_threshold(f_ec=[1.10, 1.16, 1.20])
    assert found == pytest.approx([0.1022828, 0.0981060, 0.0954935], abs=5e-8)
    assert bb84_rate(found - 1e-6, f_ec=[1.10, 1.16, 1.20]).min() > 0
    assert bb84_rate(found + 1e-6, f_ec=[1.10, 1.16, 1.20]).max() == 0


def test_t14_six_states_go_further():
    assert qber_threshold("six-state") == pytest.approx(0.126193083, abs=5e-10)
    assert six_state_rate([0.05, 0.10]) == pytest.approx([0.4968163, 0.1524153], abs=5e-8)


def test_six_state_rate_is_one_less_the_entropy_of_the_pair():
    """An independent computation, from the density matrix of the pair the protocol stands for."""
    for q in np.linspace(0, 0.12, 13):
        pair = theory.bell_diagonal([1 - 1.5 * q, q / 2, q / 2, q / 2])
        assert six_state_rate(q) == pytest.approx(1 - theory.entropy(pair), abs=1e-9)


def test_efficiency_is_paid_on_the_true_error_rate():
    """h(f Q) instead of f h(Q) is a common slip, and promises another key."""
    q, f = 0.05, 1.2
    assert bb84_rate(q, f_ec=f) == pytest.approx(1 - binary_entropy(q) - f * binary_entropy(q))
    assert bb84_rate(q, f_ec=f) != pytest.approx(1 - binary_entropy(q) - binary_entropy(f * q))
    lost = six_state_rate(q) - six_state_rate(q, f_ec=f)
    assert lost == pytest.approx(0.2 * binary_entropy(q))


def test_t17_threshold_when_devices_are_not_trusted():
    found = root(
        lambda q: device_independent_rate(2 * np.sqrt(2) * (1 - 2 * q), q) - 1e-15, 0.0, 0.2
    )
    assert found == pytest.approx(0.071491759, abs=5e-9)
    assert device_independent_rate([-2 * np.sqrt(2), 2, 1], 0) == pytest.approx([1, 0, 0])


def test_t18_fidelity_that_entangled_keys_need():
    """QBER = 2(1 − F)/3 on Werner pairs, in every basis."""
    for axis in "xyz":
        e = theory.correlation(theory.werner(0.9), axis, axis)
        assert (1 - abs(e)) / 2 == pytest.approx(0.0666667, abs=5e-8)
    assert 1 - 1.5 * qber_threshold() == pytest.approx(0.8349582, abs=5e-8)
    assert 1 - 1.5 * qber_threshold("six-state") == pytest.approx(0.8107104, abs=5e-8)


def test_t22_finite_keys():
    n, k, q = [1e4, 1e5, 1e6, 1e7], [2e3, 2e4, 1e5, 1e6], [0.01, 0.01, 0.03, 0.05]
    length, mu = finite_key_length(n, k, q, f_ec=1.16, eps_sec=1e-10, eps_cor=1e-15)
    assert length.tolist() == [3342, 62609, 503541, 3597530]
    assert mu == pytest.approx([0.1210562, 0.0382727, 0.0163871, 0.00518203], abs=5e-8)


def test_t22_the_margin_has_ln_4_over_eps():
    """ln(2/ε) and ln(1/ε) occur in public code; both promise more key than the proof gives."""
    _, mu = finite_key_length(1e4, 2e3, 0.01)
    wrong = [np.sqrt(12e3 / 2e7 * 2001 / 2000 * np.log(c / 1e-10)) for c in (2, 1)]
    assert all(mu > smaller + 1e-3 for smaller in wrong)


def test_a_finite_key_is_shorter_than_the_endless_one_and_tends_to_it():
    n = np.geomspace(1e4, 1e14, 6)
    length, _ = finite_key_length(n, n, 0.03, f_ec=1.1)
    shares = length / n / bb84_rate(0.03, f_ec=1.1)
    assert np.all(np.diff(shares) > 0)
    assert shares[-1] == pytest.approx(1, abs=1e-4)
    assert np.all(shares < 1)


def test_what_error_correction_did_reveal_takes_the_place_of_the_plan():
    planned, _ = finite_key_length(1e5, 1e4, 0.02, f_ec=1.2)
    told, mu = finite_key_length(1e5, 1e4, 0.02, leak_bits=1.2 * 1e5 * binary_entropy(0.02))
    more, _ = finite_key_length(1e5, 1e4, 0.02, leak_bits=1.2 * 1e5 * binary_entropy(0.02) + 100)
    assert told == planned
    assert planned - more == 100
    assert np.shape(mu) == ()


def test_no_key_rather_than_a_negative_one():
    assert finite_key_length(100, 100, 0.01)[0] == 0
    assert finite_key_length(1e6, 1e6, 0.5)[0] == 0
    assert privacy_amplification_length(10) == 0


def test_t23_privacy_amplification():
    assert privacy_amplification_length(1000, eps=2.0**-50) == 902


@pytest.mark.parametrize(
    ("call", "complaint"),
    [
        (lambda: bb84_rate(0.6), "between 0 and 0.5"),
        (lambda: bb84_rate(np.nan), "NaN"),
        (lambda: bb84_rate(0.1, f_ec=0.9), "f_ec must be at least 1"),
        (lambda: six_state_rate(-0.1), "between 0 and 0.5"),
        (lambda: qber_threshold("bb85"), "bb84, six-state"),
        (lambda: device_independent_rate(3, 0), "s must be"),
        (lambda: binary_entropy(1.1), "between 0 and 1"),
        (lambda: finite_key_length(0, 1, 0), "n must be at least 1"),
        (lambda: finite_key_length(10, 0, 0), "k must be at least 1"),
        (lambda: finite_key_length(10, 10, 0, eps_sec=0), "strictly between 0 and 1"),
        (lambda: finite_key_length(10, 10, 0, eps_cor=1), "strictly between 0 and 1"),
        (lambda: finite_key_length(10, 10, 0, leak_bits=-1), "leak_bits"),
        (lambda: privacy_amplification_length(-1), "at least 0"),
    ],
)
def test_bad_values_are_refused(call, complaint):
    with pytest.raises(ValueError, match=complaint):
        call()


@pytest.mark.parametrize("call", [bb84_rate, six_state_rate, binary_entropy])
def test_text_is_no_rate(call):
    with pytest.raises(TypeError, match="real number"):
        call("0.1")
