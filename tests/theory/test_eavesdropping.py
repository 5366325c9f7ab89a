import numpy as np
import pytest

from qinet_edu import theory
from qinet_edu.theory import (
    BREIDBART_RAD,
    clone_attack_qber,
    eve_detected,
    eve_guess,
    eve_information,
    intercept_resend_qber,
    six_state_intercept_qber,
)


def born_error(angle, key_angle):
    """Send both states of a basis, let Eve measure and send on, and let Bob measure: by Born."""
    wrong = 0
    for bit in (0, 1):
        sent = theory.bloch_state(key_angle + bit * np.pi)
        for found in (0, 1):
            hit = theory.born(sent, (angle + found * np.pi, 0.0))
            resent = theory.bloch_state(angle + found * np.pi)
            wrong += hit * theory.born(resent, (key_angle + (1 - bit) * np.pi, 0.0)) / 2
    return wrong


def test_t16_a_quarter_whatever_the_angle():
    angles = np.linspace(0, np.pi, 13)
    z, x = intercept_resend_qber(angles)
    assert (z + x) / 2 == pytest.approx(np.full(13, 0.25))
    for angle, in_z, in_x in zip(angles, z, x, strict=True):
        assert in_z == pytest.approx(born_error(angle, 0), abs=1e-12)
        assert in_x == pytest.approx(born_error(angle, np.pi / 2), abs=1e-12)


def test_t16_a_share_of_the_qubits_makes_a_share_of_the_errors():
    z, x = intercept_resend_qber(0, fraction=[0, 0.4, 1])
    assert ((z + x) / 2).tolist() == pytest.approx([0, 0.1, 0.25])
    assert eve_information(0, fraction=0.4) == pytest.approx(0.2)


def test_t16_breidbart():
    assert eve_guess(BREIDBART_RAD) == pytest.approx((0.8535534, 0.8535534), abs=5e-8)
    assert eve_information(BREIDBART_RAD) == pytest.approx(0.3991240, abs=5e-8)
    assert eve_information([0, np.pi / 2]) == pytest.approx([0.5, 0.5])


def test_t16_six_states_show_a_third():
    assert six_state_intercept_qber() == pytest.approx(1 / 3)
    z, x = intercept_resend_qber(0.7)
    assert six_state_intercept_qber() == pytest.approx((z + x + 0.5) / 3)  # she never meets Y


def test_cloners():
    assert clone_attack_qber() == pytest.approx((1 / 6, 1 / 6))
    least = (1 - 1 / np.sqrt(2)) / 2
    assert clone_attack_qber("phase-covariant") == pytest.approx((least, least))
    assert clone_attack_qber("universal", fraction=0.5) == pytest.approx((1 / 12, 1 / 12))


def test_detection():
    assert eve_detected(72) == pytest.approx(1 - 0.75**72)
    assert eve_detected(17) > 0.99 > eve_detected(16) - 1e-3
    assert eve_detected(10, qber=0) == 0


@pytest.mark.parametrize(
    ("call", "complaint"),
    [
        (lambda: intercept_resend_qber(np.nan), "NaN"),
        (lambda: intercept_resend_qber(0, fraction=1.2), "between 0 and 1"),
        (lambda: six_state_intercept_qber(-0.1), "between 0 and 1"),
        (lambda: clone_attack_qber("cnot"), "universal, phase-covariant"),
        (lambda: eve_information(0, fraction=2), "between 0 and 1"),
        (lambda: eve_detected(1.5), "whole numbers"),
        (lambda: eve_detected(-1), "at least 0"),
    ],
)
def test_bad_values_are_refused(call, complaint):
    with pytest.raises(ValueError, match=complaint):
        call()


@pytest.mark.parametrize("call", [intercept_resend_qber, eve_guess, eve_information])
def test_text_is_no_angle(call):
    with pytest.raises(TypeError, match="real number"):
        call("z")
