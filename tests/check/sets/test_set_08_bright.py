"""Exercise 08.1: each known misconception fails with words of its own."""

from math import sqrt

import numpy as np
import pytest
from sending import CLASS, verdict

from qinet_edu import check, theory
from qinet_edu.check.number_parts import told_apart
from qinet_edu.check.sets import set_08_bright

P = check.get("08.1").example
LENGTH, EMISSION, DETECTOR, F = (
    P[name] for name in ("length_km", "emission", "detector", "fidelity")
)
HALF = 10 ** (-0.01 * LENGTH)
ETA = EMISSION * HALF * DETECTOR


def alpha_for(eta, f=F):
    return (1 - f) / (1 - f * eta / 2)


def success(alpha, eta):
    return 2 * alpha * (1 - alpha) * eta + alpha**2 * (2 * eta - eta**2)


def by_eta(eta):
    alpha = alpha_for(eta)
    return alpha, success(alpha, eta), eta**2 / 2


RIGHT = by_eta(ETA)
ALPHA, SINGLE, DOUBLE = RIGHT


@pytest.mark.parametrize(
    "answer", [RIGHT, np.array(RIGHT), (0.122, 0.0966, 0.0821), [f"{x:.6f}" for x in RIGHT]]
)
def test_three_digits_pass(answer):
    assert verdict("08.1", answer).status == "right"


@pytest.mark.parametrize("student", [None, *CLASS[:6]])
def test_the_library_answers_it_for_everybody(student):
    p = check.get("08.1").given(student).parameters
    eta = p["emission"] * theory.fibre_transmittance(p["length_km"] / 2) * p["detector"]
    alphas = np.linspace(0.05, 0.3, 25_001)
    states, chances = theory.single_click(alphas, eta)
    best = np.argmin(abs(theory.fidelity(states) - p["fidelity"]))
    answer = alphas[best], chances[best], theory.double_click(eta)[1]
    assert verdict("08.1", answer, student=student).status == "right"


@pytest.mark.parametrize(
    ("eta", "slip"),
    [
        (EMISSION * HALF**2 * DETECTOR, "whole line for an arm"),
        (sqrt(EMISSION * HALF**2 * DETECTOR), "root of everything"),
        (ETA * DETECTOR, "detector twice"),
        (ETA**2, "both arms in one"),
        (EMISSION * HALF, "detector forgotten"),
        (HALF * DETECTOR, "emission forgotten"),
        (EMISSION * DETECTOR, "fibre forgotten"),
        (EMISSION * sqrt(HALF) * DETECTOR, "20 for 10 in decibels"),
    ],
)
def test_a_wrong_arm_costs_once_and_is_named_in_each_number(eta, slip):
    said = verdict("08.1", by_eta(eta))
    assert (said.status, said.slips, said.score) == ("wrong", (slip,), pytest.approx(2 / 3))
    for place in range(3):
        one = [*RIGHT]
        one[place] = by_eta(eta)[place]
        said = verdict("08.1", one)
        assert (said.slip, said.score) == (slip, pytest.approx(2 / 3))


@pytest.mark.parametrize(
    ("place", "value", "slip"),
    [
        (0, 1 - F, "limit of long lines"),
        (0, 1 - ALPHA, "dark share for bright share"),
        (0, (1 - F) / (1 - F * ETA), "half forgotten"),
        (0, (1 - F) / (1 + F * ETA / 2), "sign lost"),
        (0, 100 * ALPHA, "per cent"),
        (0, 1.01 * ALPHA, "too few digits"),
        (1, 2 * ALPHA * ETA, "two photons as two clicks"),
        (1, 2 * ALPHA * (1 - ALPHA) * ETA, "two bright spins left out"),
        (1, 2 * ALPHA * ETA - 2 * (ALPHA * ETA) ** 2, "two photons arrived left out"),
        (1, ALPHA * ETA, "one spin alone"),
        (1, success(1 - ALPHA, ETA), "bright and dark exchanged"),
        (1, 100 * SINGLE, "per cent"),
        (2, ETA**2, "half of the attempts forgotten"),
        (2, ETA / 2, "one photon enough"),
        (2, ETA**2 / 4, "a quarter for a half"),
        (2, success(1 / 2, ETA) ** 2, "any click in each window"),
        (2, success(1 / 2, ETA), "one window"),
        (2, 2 * ALPHA * (1 - ALPHA) * ETA**2, "α in double-click"),
    ],
)
def test_misconceptions(place, value, slip):
    answer = [*RIGHT]
    answer[place] = value
    said = verdict("08.1", answer)
    assert (said.status, said.slip, said.score) == ("wrong", slip, pytest.approx(2 / 3))


@pytest.mark.parametrize("alpha", [1 - F, 0.3])
def test_a_success_that_follows_from_a_wrong_brightness_counts(alpha):
    said = verdict("08.1", (alpha, success(alpha, ETA), DOUBLE))
    assert said.score == pytest.approx(2 / 3)
    assert said.slip == ("limit of long lines" if alpha == 1 - F else "")


def test_the_closed_forms_are_those_of_the_reference():
    assert set_08_bright.single(0.05, 0.01) == pytest.approx(9.9975e-4, abs=1e-12)
    assert set_08_bright.bright_state(0.9502376, 0.01) == pytest.approx(0.05, abs=1e-6)
    assert set_08_bright.single(0.1, 0.5) == pytest.approx(0.0975)
    assert set_08_bright.bright_state(0.9230769, 0.5) == pytest.approx(0.1, abs=1e-6)


def test_slips_are_told_apart_for_everybody():
    for student in [None, *CLASS]:
        p = check.get("08.1").given(student).parameters
        for right, slips in zip(set_08_bright.answers(p), set_08_bright.slips(p), strict=True):
            assert told_apart(right, slips)
        assert [*map(len, set_08_bright.slips(p))] == [13, 14, 14]
        assert verdict("08.1", set_08_bright.answers(p), student=student).status == "right"
