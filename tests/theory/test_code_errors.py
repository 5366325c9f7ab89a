from math import comb, nan

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qinet_edu.theory import chain_weight, code_failure, parity_code_errors, parity_code_success
from qinet_edu.theory.repeaters import heralded_chance


@given(st.floats(0, 1), st.integers(1, 12), st.integers(0, 12))
def test_a_code_fails_where_more_err_than_it_corrects(error, qubits, corrects):
    direct = sum(
        comb(qubits, k) * error**k * (1 - error) ** (qubits - k)
        for k in range(corrects + 1, qubits + 1)
    )
    assert code_failure(error, qubits=qubits, corrects=corrects) == pytest.approx(direct, abs=1e-12)


def test_a_code_that_corrects_one_turns_a_small_error_into_its_square():
    assert code_failure(1e-5) == pytest.approx(21 * 1e-10, rel=1e-4)


@pytest.mark.parametrize(("eta", "error"), [(0.85, 0.08), (1.0, 0.2), (0.6, 0.01)])
def test_readings_of_parity_codes_are_those_of_drawn_photons(eta, error):
    n, m, codes = 4, 3, 200_000
    random = np.random.default_rng(3)
    there = random.random((codes, n, m)) < eta
    wrong_z, wrong_x = random.random((2, codes, n, m)) < error
    complete = there.all(axis=2)
    arrived = there.any(axis=2).all(axis=1) & complete.any(axis=1)

    def majority(wrong, voters):
        fair = random.random(wrong.shape) < 0.5
        return np.where(2 * wrong == voters, fair, 2 * wrong > voters)

    blocks = majority((wrong_z & there).sum(axis=2), there.sum(axis=2))
    z = (blocks.sum(axis=1) % 2)[arrived]
    odd = (wrong_x.sum(axis=2) % 2) & complete
    x = majority(odd.sum(axis=1), complete.sum(axis=1))[arrived]
    found = parity_code_errors(n, m, eta, error)
    for drawn, expected in zip((z, x), found, strict=True):
        spread = np.sqrt(expected * (1 - expected) / drawn.size)
        assert abs(drawn.mean() - expected) < 4 * spread + 1e-9
    share = float(parity_code_success(n, m, eta))
    assert abs(arrived.mean() - share) < 4 * np.sqrt(share * (1 - share) / codes) + 1e-9


@settings(deadline=None)
@given(st.integers(1, 9), st.integers(1, 6), st.floats(0.3, 1))
def test_limits_of_parity_codes(n, m, eta):
    assert parity_code_errors(n, m, eta, 0.0) == pytest.approx((0, 0), abs=1e-12)
    assert parity_code_errors(n, m, eta, 0.5) == pytest.approx((0.5, 0.5))
    assert parity_code_errors(1, 1, eta, 0.1) == pytest.approx((0.1, 0.1))


def test_lost_photons_cost_safety_too():
    full, lossy = (parity_code_errors(13, 6, eta, 1e-3) for eta in (1.0, 0.9))
    assert lossy[0] > 100 * full[0]
    assert lossy[1] > 1e6 * full[1]


def test_chains_of_many_settings_at_once_are_each_its_own():
    p = np.array([[0.1, 0.3, 0.2], [0.5, 0.02, 1.0]])
    x = np.array([[0.9], [0.99], [0.0]])
    together = chain_weight(p, x)
    assert together.shape == (3, 2)
    for i, decay in enumerate(x[:, 0]):
        for k, chances in enumerate(p):
            assert together[i, k] == pytest.approx(chain_weight(chances, decay))


def test_memories_that_keep_lose_nothing_however_rare_pairs_are():
    assert chain_weight([1e-15] * 4, 1.0) == pytest.approx(1, abs=1e-12)


def test_attempts_side_by_side_herald_sooner():
    one, many = (heralded_chance(50, coupling=0.6, modes=modes) for modes in (1, 100))
    assert many == pytest.approx(1 - (1 - one) ** 100)


@pytest.mark.parametrize(
    ("call", "refusal"),
    [
        (lambda: code_failure(1.1), ValueError),
        (lambda: code_failure(nan), ValueError),
        (lambda: code_failure("low"), TypeError),
        (lambda: code_failure(0.1, qubits=0), ValueError),
        (lambda: code_failure(0.1, corrects=-1), ValueError),
        (lambda: parity_code_errors(0, 3, 0.9, 0.1), ValueError),
        (lambda: parity_code_errors(3, 2.5, 0.9, 0.1), TypeError),
        (lambda: parity_code_errors(3, 3, 0.0, 0.1), ValueError),
        (lambda: parity_code_errors(3, 3, 0.9, -0.1), ValueError),
        (lambda: heralded_chance(50, coupling=0.0, modes=1), ValueError),
        (lambda: heralded_chance(50, coupling=0.5, modes=0), ValueError),
        (lambda: chain_weight([0.1, 0.1], [0.5, 1.2]), ValueError),
    ],
)
def test_bad_values_are_refused(call, refusal):
    with pytest.raises(refusal):
        call()
