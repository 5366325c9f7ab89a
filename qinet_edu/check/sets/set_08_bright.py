"""Exercise 08.1: how bright a spin may be for a wanted fidelity, and how often it clicks then."""

from math import sqrt
from typing import Any

import numpy as np

from qinet_edu.check.exercise import Given
from qinet_edu.check.explaining import add_up
from qinet_edu.check.number_parts import near, number_parts, told_apart
from qinet_edu.check.verdict import Verdict

DB_PER_KM = 0.2


def vary_hardware(numbers: np.random.Generator) -> dict[str, Any]:
    """Draw short lines and good hardware: there α is not 1 − F, and every slip shows.

    Example:
        >>> sorted(vary_hardware(np.random.default_rng(1)))
        ['detector', 'emission', 'fidelity', 'length_km']
    """
    while True:
        drawn = {
            "length_km": int(numbers.choice([8, 12, 14, 16, 18, 20])),
            "emission": float(numbers.choice([0.55, 0.65, 0.7, 0.75])),
            "detector": float(numbers.choice([0.8, 0.85, 0.92])),
            "fidelity": float(numbers.choice([0.86, 0.88, 0.91])),
        }
        if all(map(told_apart, answers(drawn), slips(drawn))):
            return drawn


def arm(p: Any) -> float:
    """Return η: emission, fibre over half the length and detector, each once.

    Example:
        >>> round(arm({"length_km": 10, "emission": 0.6, "detector": 0.9}), 4)
        0.4289
    """
    return float(p["emission"] * _fibre(p["length_km"] / 2) * p["detector"])


def bright_state(fidelity: float, eta: float) -> float:
    """Return the α whose pairs have this fidelity: F = (1 − α)/(1 − αη/2), solved for it.

    Example:
        >>> round(bright_state(0.9502376, 0.01), 6)
        0.05
    """
    return (1 - fidelity) / (1 - fidelity * eta / 2)


def single(alpha: float, eta: float) -> float:
    """Return how often an attempt succeeds: at least one photon clicks.

    Example:
        >>> round(single(0.1, 0.5), 6)
        0.0975
    """
    return 1 - (1 - alpha * eta) ** 2


def answers(p: Any) -> tuple[float, float, float]:
    """Return α, and the success of single-click and of double-click."""
    eta = arm(p)
    alpha = bright_state(p["fidelity"], eta)
    return alpha, single(alpha, eta), eta**2 / 2


def wrong_arms(p: Any) -> dict[float, str]:
    """Return what known slips make of η, and the words for each."""
    length, emission, detector = p["length_km"], p["emission"], p["detector"]
    half, whole = _fibre(length / 2), _fibre(length)
    return {
        emission * whole * detector: "whole line for an arm | "
        "That is with the fibre's whole length. Each photon flies to the middle only: half the "
        "length, which lets the square root of the share through.",
        sqrt(emission * whole * detector): "root of everything | "
        "You took the root of emission and detector, too. Halving the way concerns the fibre "
        "alone; the photon leaves one memory and meets one detector.",
        emission * half * detector**2: "detector twice | "
        "The detector's efficiency is in there twice. A photon is detected once.",
        (emission * half * detector) ** 2: "both arms in one | "
        "That is the product of both arms: both photons arrive. η is that of one.",
        emission * half: "detector forgotten | You left the detector's efficiency out.",
        half * detector: "emission forgotten | "
        "You left out that not every photon gets from the memory into the fibre.",
        emission * detector: "fibre forgotten | You left the fibre out.",
        emission * sqrt(half) * detector: "20 for 10 in decibels | "
        "You divided the decibels by 20. A share of photons is a power: 10^(−dB/10).",
    }


def slips(p: Any) -> tuple[dict[float, str], dict[float, str], dict[float, str]]:
    """Return what known slips give for each of the three numbers."""
    f, eta, arms = p["fidelity"], arm(p), wrong_arms(p)
    alpha = bright_state(f, eta)
    brightness = {
        1 - f: "limit of long lines | "
        "α = 1 − F is the limit of a small η, where of two photons at most one ever arrives. Here "
        f"η is {eta:.2f}: solve F (1 − αη/2) = 1 − α for α.",
        1 - alpha: "dark share for bright share | "
        "That is 1 − α, how dark the spin is. α is the bright share.",
        (1 - f) / (1 - f * eta): "half forgotten | The denominator holds αη/2, and you took αη.",
        (1 - f) / (1 + f * eta / 2): "sign lost | "
        "You lost a sign: F (1 − αη/2) = 1 − α, and with α on one side α (1 − Fη/2) = 1 − F.",
        100 * alpha: "per cent | Write all three as shares, not in per cent.",
    }
    once = {
        2 * alpha * eta: "two photons as two clicks | "
        "2αη counts an attempt twice in which both photons arrive. That is right for a small η "
        "only.",
        2 * alpha * (1 - alpha) * eta: "two bright spins left out | "
        "You left out both spins bright: they click as well, and herald a wrong pair.",
        2 * alpha * eta * (1 - alpha * eta): "two photons arrived left out | "
        "You left out that both photons arrive. These detectors do not count: two photons in one "
        "are one click.",
        alpha * eta: "one spin alone | Either of the two spins may be the one that is bright.",
        single(1 - alpha, eta): "bright and dark exchanged | "
        "α and 1 − α are exchanged: a bright spin emits.",
        100 * single(alpha, eta): "per cent | Write all three as shares, not in per cent.",
    }
    twice = {
        eta**2: "half of the attempts forgotten | "
        "Both photons arrive with η². But in half of the attempts both spins are alike, and one of "
        "the two windows stays dark: η²/2.",
        eta / 2: "one photon enough | "
        "Double-click needs a photon from either side: η counts twice.",
        eta**2 / 4: "a quarter for a half | "
        "The spins differ in two of four cases, ↑↓ and ↓↑: that is a half.",
        single(0.5, eta) ** 2: "any click in each window | "
        "You multiplied the chances of two windows as if they were independent. In the second the "
        "other spin is bright: there must have been a single bright one in the first.",
        single(0.5, eta): "one window | "
        "That is a single window with α = 1/2. Double-click asks for a click in "
        "each of two.",
        alpha * (1 - alpha) * 2 * eta**2: "α in double-click | "
        "There is no α in double-click: both spins begin half bright, half dark.",
    }
    return (
        brightness | {bright_state(f, wrong): words for wrong, words in arms.items()},
        once | {single(bright_state(f, wrong), wrong): words for wrong, words in arms.items()},
        twice | {wrong**2 / 2: words for wrong, words in arms.items()},
    )


def judge_bright(answer: tuple[float, float, float], given: Given) -> Verdict:
    """Judge α and both probabilities; these also by an α or an η that is wrong."""
    p = given.parameters
    right, wrong, eta = answers(p), slips(p), arm(p)
    alpha = answer[0]
    missed = 0 < alpha < 1 and not near(alpha, right[0])
    brightness = {bright_state(p["fidelity"], wrong_arm): wrong_arm for wrong_arm in wrong_arms(p)}
    used = next((other for found, other in brightness.items() if near(alpha, found)), eta)
    carried = (None, single(alpha, used), used**2 / 2) if missed else (None, None, None)
    names = "the bright share α", "the success of single-click", "the success of double-click"
    parts = number_parts(names, answer, right, wrong, carried=carried)
    far = 0.01 * eta
    one, two = 1 / single(1 - p["fidelity"], far), 2 / far**2
    said = (
        f"With η = {eta:.3f} the spins are bright with α = {right[0]:.3f}, and "
        f"{100 * right[1]:.1f} % of the attempts succeed, with double-click "
        f"{100 * right[2]:.1f} %. With a hundredth of η a pair takes {one / 1e3:.2g} thousand "
        f"attempts, and {two / 1e3:.0f} thousand with double-click: one photon is enough, or two "
        "must arrive."
    )
    return add_up(parts, right=said, exercise="08.1")


def _fibre(length_km: float) -> float:
    return float(10 ** (-DB_PER_KM * length_km / 10))
