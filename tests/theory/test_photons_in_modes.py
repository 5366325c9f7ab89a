"""Heralded links once more, by counting photons in modes: what the circuits only imitate.

Each photon is a sum of creation operators over modes (which port, which wave packet), two are their
product, and a detector clicks where any mode of its port is occupied.
"""

from collections import defaultdict
from itertools import product
from math import factorial, prod, sqrt

import numpy as np
import pytest

from qinet_edu import theory

SPINS = [*product((0, 1), repeat=2)]  # Bob, Alice: the order of rows of a pair
PLUS, MINUS = "plus", "minus"


def photon(who, eta, visibility):
    """Return a photon behind the beam splitter, as amplitudes of modes; lost ones have their own.

    Alice's has wave packet 0, Bob's overlaps with it by √V.
    """
    packets = {0: 1.0} if who == "alice" else {0: sqrt(visibility), 1: sqrt(1 - visibility)}
    sign = 1 if who == "alice" else -1
    modes = {}
    for packet, amplitude in packets.items():
        modes[PLUS, packet] = sqrt(eta / 2) * amplitude
        modes[MINUS, packet] = sign * sqrt(eta / 2) * amplitude
        modes["lost by " + who, packet] = sqrt(1 - eta) * amplitude
    return modes


def occupations(photons):
    """Return the amplitude of each way in which photons occupy modes."""
    sums = defaultdict(float)
    for chosen in product(*(one.items() for one in photons)):
        sums[tuple(sorted(mode for mode, _ in chosen))] += prod(
            amplitude for _, amplitude in chosen
        )
    return {
        modes: amplitude * sqrt(prod(factorial(modes.count(mode)) for mode in {*modes}))
        for modes, amplitude in sums.items()
    }


def window(eta, other, visibility):
    """Return, for each occupation, the factor with which it multiplies each spin's amplitude."""
    factors = defaultdict(lambda: np.zeros(4))
    for place, (bob, alice) in enumerate(SPINS):
        sent = [photon("alice", eta, visibility)] * alice + [photon("bob", other, visibility)] * bob
        for modes, amplitude in occupations(sent).items():
            factors[modes][place] = amplitude
    return factors


def patterns(modes, dark):
    """Return which one detector clicks, with its chance, after clicks in the dark."""
    lit = {port for port, _ in modes} & {PLUS, MINUS}
    for port, silent in ((PLUS, MINUS), (MINUS, PLUS)):
        if silent not in lit:
            yield port, (1 if port in lit else dark) * (1 - dark)


def projected(ket, minus):
    """Apply Bob's X and, for an odd number of minus clicks, his Z."""
    x_on_bob = np.kron([[0, 1], [1, 0]], np.eye(2))
    z_on_bob = np.kron(np.diag([1, -1]), np.eye(2))
    turned = (z_on_bob if minus % 2 else np.eye(4)) @ x_on_bob @ ket
    return np.outer(turned, turned)


SETTINGS = [tuple(map(float, row)) for row in np.random.default_rng(7).uniform(0, 1, (12, 6))]


@pytest.mark.parametrize("setting", SETTINGS)
def test_single_click(setting):
    alpha, other_alpha, eta, other, visibility, dark = setting
    spins = np.kron([sqrt(1 - other_alpha), sqrt(other_alpha)], [sqrt(1 - alpha), sqrt(alpha)])
    rho = np.zeros((4, 4))
    for modes, factor in window(eta, other, visibility).items():
        for port, chance in patterns(modes, dark):
            rho += chance * projected(spins * factor, port == MINUS)
    found, probability = theory.single_click(
        alpha, eta, other, other_alpha=other_alpha, visibility=visibility, dark_count=dark
    )
    assert probability == pytest.approx(np.trace(rho), abs=1e-12)
    assert found == pytest.approx(rho / np.trace(rho), abs=1e-12)


@pytest.mark.parametrize("setting", SETTINGS)
def test_double_click(setting):
    _, _, eta, other, visibility, dark = setting
    once = window(eta, other, visibility)
    rho = np.zeros((4, 4))
    for (early, factor), (late, flipped) in product(once.items(), repeat=2):
        ket = factor * flipped[::-1] / 2  # the second time both spins are turned over
        for (one, p), (two, q) in product(patterns(early, dark), patterns(late, dark)):
            rho += p * q * projected(ket[::-1], (one == MINUS) + (two == MINUS))
    found, probability = theory.double_click(eta, other, visibility=visibility, dark_count=dark)
    assert probability == pytest.approx(np.trace(rho), abs=1e-12)
    assert found == pytest.approx(rho / np.trace(rho), abs=1e-12)


def test_two_equal_photons_leave_together():
    """The dip of Hong, Ou and Mandel: both detectors click with (1 − V)/2."""
    for visibility in (0, 0.4, 1):
        sent = [photon("alice", 1, visibility), photon("bob", 1, visibility)]
        both = sum(
            amplitude**2
            for modes, amplitude in occupations(sent).items()
            if {port for port, _ in modes} == {PLUS, MINUS}
        )
        assert both == pytest.approx((1 - visibility) / 2)
