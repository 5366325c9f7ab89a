"""What is known of heralded links, their limits, and what people get wrong about them."""

from functools import partial

import numpy as np
import pytest

from qinet_edu import theory
from qinet_edu.theory import bbm92_rate, double_click, fidelity, midpoint_source, single_click

RANDOM = np.random.default_rng(20261125)
SIGMAS = 4


def random_shares(number=200):
    return RANDOM.uniform(0, 1, (5, number))


@pytest.mark.parametrize(
    ("alpha", "eta", "chance", "quality"),
    [(0.05, 0.01, 9.9975e-4, 0.9502376), (0.1, 0.5, 0.0975, 0.9230769)],
)
def test_t40_single_click(alpha, eta, chance, quality):
    rho, probability = single_click(alpha, eta)
    assert probability == pytest.approx(chance, abs=5e-9)
    assert fidelity(rho) == pytest.approx(quality, abs=5e-8)


def test_single_click_without_flaws_is_the_formula_of_t40():
    alpha, eta, *_ = random_shares()
    rho, probability = single_click(alpha, eta)
    assert fidelity(rho) == pytest.approx((1 - alpha) / (1 - alpha * eta / 2))
    assert probability == pytest.approx(
        2 * alpha * (1 - alpha) * eta + alpha**2 * (2 * eta - eta**2)
    )


@pytest.mark.parametrize(
    ("alpha", "dark", "quality"),
    [(0.5, 0.0, 2 / 3), (0.5, 0.5, 0.5), (0.1, 0.0, 0.9473684), (0.3, 0.0, 0.8235294)],
)
def test_what_another_simulator_finds_without_loss(alpha, dark, quality):
    """The tests of QuTech's link layer (qlinklayer, for Dahlberg et al., SIGCOMM 2019) say so."""
    assert fidelity(single_click(alpha, 1.0, dark_count=dark)[0]) == pytest.approx(quality)


def test_double_click_without_darkness():
    a, b, v, *_ = random_shares()
    rho, probability = double_click(a, b, visibility=v)
    assert fidelity(rho) == pytest.approx((1 + v) / 2)
    assert probability == pytest.approx(a * b / 2)
    rho, probability = double_click(a)
    assert probability == pytest.approx(a**2 / 2)
    assert fidelity(rho) == pytest.approx(np.ones_like(a))


def test_midpoint_source_without_darkness():
    a, b, pair, *_ = random_shares()
    rho, probability = midpoint_source(a, b, pair=pair)
    assert probability == pytest.approx(pair * a * b)
    assert fidelity(rho) == pytest.approx(np.ones_like(a))


@pytest.mark.parametrize("scheme", ["single", "double", "midpoint"])
def test_what_is_returned_is_a_state_and_a_chance(scheme):
    alpha, a, b, v, dark = random_shares()
    made = {
        "single": partial(single_click, alpha, a, b, visibility=v, phase_std_rad=3 * alpha),
        "double": partial(double_click, a, b, visibility=v),
        "midpoint": partial(midpoint_source, a, b, pair=v),
    }[scheme]
    rho, probability = made(dark_count=dark)
    theory.concurrence(rho)  # refuses what is no state
    assert ((probability >= 0) & (probability <= 1)).all()
    assert np.trace(rho, axis1=-2, axis2=-1) == pytest.approx(np.ones(len(a)))


def test_numbers_broadcast_and_one_number_stays_one():
    rho, probability = single_click([0.1, 0.2, 0.3], [[0.1], [0.2]], visibility=0.9)
    assert rho.shape == (2, 3, 4, 4)
    assert probability.shape == (2, 3)
    alone, one = single_click(0.3, 0.2, visibility=0.9)
    assert rho[1, 2] == pytest.approx(alone)
    assert probability[1, 2] == pytest.approx(one)
    assert np.ndim(one) == 0
    for made in (double_click, midpoint_source):
        rho, probability = made([0.1, 0.2], [[0.3], [0.4], [0.5]], dark_count=1e-3)
        assert rho.shape == (3, 2, 4, 4)
        assert probability.shape == (3, 2)


def test_a_pair_has_two_equal_ends():
    """Exchange of the arms exchanges the qubits of the state, and X on both (Bob's is flipped)."""
    alpha, a, b, v, dark = random_shares()
    swap = np.eye(4)[[0, 2, 1, 3]]
    both = np.eye(4)[::-1]
    ours, p = single_click(alpha, a, b, other_alpha=v, visibility=v, dark_count=dark)
    theirs, q = single_click(v, b, a, other_alpha=alpha, visibility=v, dark_count=dark)
    assert p == pytest.approx(q)
    assert ours == pytest.approx(both @ swap @ theirs @ swap @ both)
    assert double_click(a, b)[1] == pytest.approx(double_click(b, a)[1])


# limits ------------------------------------------------------------------------------------------


def test_without_a_bright_state_nothing_is_heralded():
    rho, probability = single_click(0, 0.3)
    assert probability == 0
    assert fidelity(rho) == pytest.approx(1)  # what α → 0 tends to
    assert fidelity(single_click(1e-9, 0.3)[0]) == pytest.approx(1, abs=1e-8)


def test_only_bright_states_herald_no_pair():
    rho, probability = single_click(1, 0.3)
    assert probability == pytest.approx(2 * 0.3 - 0.3**2)
    assert fidelity(rho) == 0
    assert rho[1, 1] == 1  # ↑↑, Bob's flipped


@pytest.mark.parametrize("alpha", [0.0, 0.2, 1.0])
def test_without_light_the_state_is_that_of_hardly_any(alpha):
    rho, probability = single_click(alpha, 0.0, visibility=0.8)
    assert probability == 0
    faint, _ = single_click(max(alpha, 1e-12), 1e-12, visibility=0.8)
    assert rho == pytest.approx(faint, abs=1e-10)
    for made in (double_click, midpoint_source):
        assert made(0.0)[1] == 0
        assert made(0.0)[0] == pytest.approx(made(1e-12)[0])


def test_dark_counts_alone_herald_spins_as_they_were():
    rho, probability = single_click(0.3, 0.0, dark_count=0.01)
    assert probability == pytest.approx(2 * 0.01 * 0.99)
    assert rho == pytest.approx(np.diag([0.21, 0.09, 0.49, 0.21]))
    rho, probability = double_click(0.0, dark_count=0.01)
    assert probability == pytest.approx((2 * 0.01 * 0.99) ** 2)
    assert rho == pytest.approx(np.eye(4) / 4)
    rho, probability = midpoint_source(0.0, dark_count=0.01)
    assert probability == pytest.approx(1e-4)
    assert rho == pytest.approx(np.eye(4) / 4)


def test_detectors_that_always_click_herald_nothing():
    assert single_click(0.3, 0.5, dark_count=1)[1] == 0
    assert double_click(0.5, dark_count=1)[1] == 0
    # but flags that are always up are up together
    assert midpoint_source(0.5, dark_count=1)[1] == 1
    assert fidelity(midpoint_source(0.5, dark_count=1)[0]) == pytest.approx(0.25 + 0.75 * 0.25)


@pytest.mark.parametrize("eta", [1e-6, 0.3, 1.0])
def test_without_visibility_no_scheme_entangles(eta):
    """Whoever can tell the photons apart knows which spin flipped."""
    rho, _ = single_click(0.2, eta, visibility=0)
    assert theory.concurrence(rho) == pytest.approx(0, abs=1e-12)
    rho, _ = double_click(eta, visibility=0)
    assert fidelity(rho) == pytest.approx(0.5)
    assert theory.concurrence(rho) == pytest.approx(0, abs=1e-12)


def test_one_photon_keeps_the_root_of_the_visibility_and_two_keep_all_of_it():
    v = np.linspace(0, 1, 11)
    one, _ = single_click(1e-9, 0.1, visibility=v)
    assert fidelity(one) == pytest.approx((1 + np.sqrt(v)) / 2, abs=1e-8)
    two, _ = double_click(0.1, visibility=v)
    assert fidelity(two) == pytest.approx((1 + v) / 2)


def test_a_wandering_phase_costs_the_mean_of_its_cosine():
    """Sampled: F of ↑↓ + e^(iφ)↓↑ is (1 + cos φ)/2."""
    sigma = 0.4
    angles = np.random.default_rng(5).normal(0, sigma, 200_000)
    sampled = (1 + np.cos(angles)) / 2
    rho, _ = single_click(1e-12, 0.1, phase_std_rad=sigma)
    error = sampled.std() / np.sqrt(angles.size)
    assert abs(fidelity(rho) - sampled.mean()) < SIGMAS * error
    assert fidelity(single_click(1e-12, 0.1, phase_std_rad=50)[0]) == pytest.approx(0.5)


def test_dark_counts_rule_where_the_fibre_is_long():
    length = np.array([50, 200, 400, 800])
    eta = theory.fibre_transmittance(length / 2)
    for made in (partial(single_click, 0.05), double_click, midpoint_source):
        rho, probability = made(eta, dark_count=1e-6)
        assert (np.diff(fidelity(rho)) < 0).all()
        assert (np.diff(probability) < 0).all()
        assert fidelity(rho)[0] > 0.9
        assert fidelity(rho)[-1] < 0.5
        clean, _ = made(eta)
        assert fidelity(clean)[-1] > 0.94  # loss alone costs time, not quality


def test_alike_arms_are_not_needed_but_alike_light_is():
    """Detectors at Bob's: turn his spin down until both ends send equally much."""
    same, _ = single_click(0.1, 0.01, 1.0)
    less, _ = single_click(0.1, 0.01, 1.0, other_alpha=0.001)
    assert fidelity(same) < 0.6
    assert fidelity(less) > 0.89


# mistakes ----------------------------------------------------------------------------------------


def test_each_photon_flies_half_the_way():
    """One photon falls with √η of the line, two with η: 100 km more cost 10 dB, or 20 dB."""
    arm = theory.fibre_transmittance(np.array([100, 200]) / 2)
    line = theory.fibre_transmittance(np.array([100, 200]))
    _, one = single_click(0.01, arm)
    _, two = double_click(arm)
    assert one[0] / one[1] == pytest.approx(np.sqrt(line[0] / line[1]), rel=1e-3)
    assert two[0] / two[1] == pytest.approx(line[0] / line[1])
    assert two == pytest.approx(line / 2)  # detectors half-way see the line, not its square
    _, wrong = single_click(0.01, line)  # the whole line taken for an arm
    assert one[1] > 90 * wrong[1]
    # Detectors at Bob's: the far photon has the whole line, and double click is as it was.
    assert double_click(line, 1.0)[1] == pytest.approx(two)


def test_efficiency_counts_once_for_each_photon():
    fibre, detector = 0.1, 0.5
    _, once = double_click(fibre * detector)
    assert once == pytest.approx((fibre * detector) ** 2 / 2)
    assert once != pytest.approx(detector**2 * (fibre * detector) ** 2 / 2)


def test_fidelity_without_probability_says_little():
    """By turning α down a single click gets as good as one likes, and as rare."""
    rho, probability = single_click([0.1, 0.001], 0.01)
    assert (fidelity(rho) > [0.9, 0.999]).all()
    assert probability[0] > 90 * probability[1]


def test_one_minus_alpha_is_the_limit_of_much_loss_only():
    assert fidelity(single_click(0.2, 1e-9)[0]) == pytest.approx(0.8)
    assert fidelity(single_click(0.2, 1.0)[0]) == pytest.approx(0.8 / 0.9)


def test_number_resolving_detectors_would_not_click_for_two():
    """T40 is for threshold detectors; the difference is the α²η² of two that bunch."""
    alpha, eta = 0.3, 0.8
    _, probability = single_click(alpha, eta)
    resolving = 2 * alpha * (1 - alpha) * eta + 2 * alpha**2 * eta * (1 - eta)
    assert probability - resolving == pytest.approx(alpha**2 * eta**2)


def test_states_are_averaged_not_rates():
    """Pitfall 5: half of the pairs come from a good time of the link, and nobody knows which."""
    rho, _ = single_click([0.02, 0.25], 0.01)
    mixed = rho.mean(axis=0)
    assert fidelity(mixed) == pytest.approx(fidelity(rho).mean())  # F is linear: no difference
    assert bbm92_rate(mixed) < bbm92_rate(rho).mean() - 0.1


def test_a_mean_over_pairs_is_weighted_with_how_many_there_are():
    """The brighter link is the worse one and delivers most: the plain mean of F flatters both."""
    rho, probability = single_click([0.02, 0.25], 0.01)
    pairs = probability / probability.sum()
    assert pairs @ fidelity(rho) < fidelity(rho).mean() - 0.08


def test_a_fidelity_does_not_tell_the_key():
    """False heralds err always in Z and half the time in X; a Werner pair errs in both alike."""
    rho, _ = single_click(0.1, 1e-9)
    assert fidelity(rho) == pytest.approx(0.9)
    assert theory.pair_errors(rho) == (pytest.approx(0.1), pytest.approx(0.05))
    assert bbm92_rate(rho) == pytest.approx(0.2446, abs=5e-5)
    assert bbm92_rate(theory.werner(0.9)) == pytest.approx(0.2933, abs=5e-5)


# bad input ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "kind", "complaint"),
    [
        (lambda: single_click(1.1, 0.1), ValueError, "alpha must be between 0 and 1"),
        (lambda: single_click(0.1, -0.1), ValueError, "transmittance must be between"),
        (lambda: single_click(0.1, 0.1, 1.5), ValueError, "other must be between"),
        (lambda: single_click(0.1, 0.1, other_alpha=2), ValueError, "other_alpha must be"),
        (lambda: single_click(0.1, 0.1, visibility=1.01), ValueError, "visibility must be"),
        (lambda: single_click(0.1, 0.1, dark_count=-1e-9), ValueError, "dark_count must be"),
        (lambda: single_click(0.1, 0.1, phase_std_rad=-1), ValueError, "phase_std_rad must be"),
        (lambda: single_click(np.nan, 0.1), ValueError, "alpha is NaN"),
        (lambda: single_click("0.1", 0.1), TypeError, "alpha must be a real number"),
        (lambda: single_click(0.1, None), TypeError, "transmittance must be a real number"),
        (lambda: single_click(0.1, True), TypeError, "transmittance must be a real number"),
        (lambda: double_click(2), ValueError, "transmittance must be between"),
        (lambda: double_click(0.1, "0.1"), TypeError, "other must be a real number"),
        (lambda: double_click(0.1, visibility=np.inf), ValueError, "visibility is infinite"),
        (lambda: double_click(0.1, dark_count=1j), TypeError, "dark_count must be a real number"),
        (lambda: midpoint_source(0.1, pair=1.5), ValueError, "pair must be between"),
        (lambda: midpoint_source(0.1, np.nan), ValueError, "other is NaN"),
        (lambda: midpoint_source([0.1, [0.2]]), TypeError, "transmittance must be a real"),
    ],
)
def test_bad_values_are_refused(call, kind, complaint):
    with pytest.raises(kind, match=complaint):
        call()
