from math import cos, nan, pi, sin, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qinet_edu import theory
from qinet_edu.theory.faked_source import FAKES

shares = st.floats(0, 1)
angles = st.floats(-pi, pi)
fidelities = st.floats(0.25, 1)


def errors(rho):
    return [(1 - float(theory.correlation(rho, axis, axis))) / 2 for axis in "zx"]


@given(angles)
def test_whoever_decides_beforehand_errs_in_half_a_round_over_both_bases(theta):
    z, x = errors(theory.faked_pair((theta, 0.0)))
    assert z == pytest.approx(sin(theta) ** 2 / 2, abs=1e-9)
    assert z + x == pytest.approx(0.5, abs=1e-9)
    assert (z, x) == pytest.approx(theory.intercept_resend_qber(theta), abs=1e-9), "as if resent"


@given(angles)
def test_the_bell_test_sees_every_fake_of_that_plane_alike(theta):
    fake = theory.faked_pair((theta, 0.0))
    assert float(theory.chsh(fake)) == pytest.approx(sqrt(2), abs=1e-9)
    assert float(theory.chsh_max(fake)) == pytest.approx(2, abs=1e-6)


@pytest.mark.parametrize("basis", FAKES)
@given(angles, angles, angles, angles)
def test_no_settings_prove_a_fake_entangled(basis, a0, a1, b0, b1):
    s = theory.chsh(theory.faked_pair(basis), alice=(a0, a1), bob=(b0, b1))
    assert abs(s) <= 2 + 1e-9


@pytest.mark.parametrize("basis", FAKES)
def test_a_fake_is_two_definite_halves_and_each_alone_a_coin(basis):
    fake = theory.faked_pair(basis)
    assert float(theory.concurrence(fake)) == pytest.approx(0, abs=1e-7)
    for who in ("alice", "bob"):
        assert theory.reduced(fake, keep=who) == pytest.approx(np.eye(2) / 2)


@pytest.mark.parametrize("axis", "xyz")
def test_along_her_basis_a_fake_passes_for_the_state_itself(axis):
    """Bob's half is the conjugate one: along Y the halves of Φ+ differ."""
    honest = theory.correlation(theory.bell_state("phi+"), axis, axis)
    assert theory.correlation(theory.faked_pair(axis), axis, axis) == pytest.approx(honest)


def test_the_mean_of_two_bases_is_no_third():
    """Z or X by a coin costs the errors of Breidbart's basis, and teaches Eve more."""
    for basis in ("random", "breidbart"):
        assert errors(theory.faked_pair(basis)) == pytest.approx([0.25, 0.25])
    assert theory.faked_information(basis="random") == pytest.approx(0.5)
    assert theory.faked_information(basis="breidbart") == pytest.approx(0.3991, abs=1e-4)


@given(shares, fidelities)
def test_alice_and_bob_see_the_mean_of_faked_and_honest_pairs(share, f):
    rho = theory.eves_source(share, f=f)
    z, x = errors(rho)
    assert z == pytest.approx((1 - share) * 2 * (1 - f) / 3, abs=1e-9)
    assert x == pytest.approx(z + share / 2, abs=1e-9)
    honest = 2 * sqrt(2) * (4 * f - 1) / 3
    assert float(theory.chsh(rho)) == pytest.approx(
        (1 - share) * honest + share * sqrt(2), abs=1e-9
    )


@pytest.mark.parametrize("basis", ["z", "x", "breidbart", "random"])
@given(shares, fidelities)
def test_the_tests_never_let_her_know_more_than_they_grant(basis, share, f):
    """What is cut away for the errors in X, or for S, covers what she knows of a bit in Z."""
    rho, knows = (
        theory.eves_source(share, basis=basis, f=f),
        theory.faked_information(share, basis=basis),
    )
    _, x = errors(rho)
    assert knows <= theory.binary_entropy(min(max(x, 0), 0.5)) + 1e-9
    by_s = 1 - theory.device_independent_rate(float(theory.chsh(rho)), 0)
    assert knows <= by_s + 1e-6


def test_shares_fidelities_and_angles_broadcast():
    assert theory.eves_source([0, 0.5, 1]).shape == (3, 4, 4)
    assert theory.eves_source([[0.1], [0.2]], f=[0.5, 0.9, 1.0]).shape == (2, 3, 4, 4)
    theta = np.linspace(0, pi / 2, 5)
    fakes = theory.faked_pair((theta, 0.0))
    assert fakes.shape == (5, 4, 4)
    assert theory.correlation(fakes, "z", "z") == pytest.approx([cos(t) ** 2 for t in theta])
    assert theory.faked_information([0.0, 1.0], basis="z").tolist() == [0.0, 1.0]


@pytest.mark.parametrize("wrong", ["diagonal", "", None, 3, (1,), (nan, 0)])
def test_what_is_no_basis_is_refused(wrong):
    with pytest.raises(ValueError, match=r"basis|direction|theta"):
        theory.faked_pair(wrong)


@pytest.mark.parametrize("wrong", [-0.1, 1.1, nan])
def test_what_is_no_share_or_fidelity_is_refused(wrong):
    for call in (
        lambda: theory.eves_source(wrong),
        lambda: theory.eves_source(f=wrong),
        lambda: theory.faked_information(wrong),
    ):
        with pytest.raises(ValueError, match=r"fraction|f "):
            call()


def test_text_for_a_share_is_refused():
    with pytest.raises(TypeError, match="fraction"):
        theory.eves_source("half")
