"""Exercise 11.4: rates agree with sampled chains, and each known misconception has its words."""

import numpy as np
import pytest
from sending import CLASS, verdict

from qinet_edu import check, network, noise, theory
from qinet_edu.check.sets import set_11_segments
from qinet_edu.check.sets.set_11_segments import SLIPS

P = check.get("11.4").example
RIGHT = (0.940, 14, 1.55, 18, 416)


def reckoned(p):
    """Answer as a student may: with whole kilometres, and the functions of theory."""

    def rate(n, km):
        arm = p["coupling"] * theory.fibre_transmittance(km / n / 2)
        _, chance = theory.double_click(arm)
        return 1 / (theory.expected_slowest(chance, n) * noise.fibre_delay_s(km / n))

    bits = [
        theory.bbm92_rate(theory.werner(theory.swap(*[p["fidelity"]] * n))) for n in range(1, 33)
    ]
    key = [bits[n - 1] * rate(n, p["length_km"]) for n in range(1, 33)]
    km = np.arange(50, 1000)
    ahead = bits[7] * rate(8, km) > p["clock_hz"] * theory.plob(theory.fibre_transmittance(km))
    best = int(np.argmax(key))
    most = int(np.flatnonzero(key)[-1]) + 1
    return rate(8, p["length_km"]), best + 1, key[best], most, km[np.argmax(ahead)]


@pytest.mark.parametrize("answer", [RIGHT, np.array(RIGHT), (0.9396, 14.0, 1.551, 18, 415.885)])
def test_three_digits_pass(answer):
    assert verdict("11.4", answer).status == "right"


@pytest.mark.parametrize("student", [None, *CLASS])
def test_theory_agrees_for_everybody_also_in_whole_kilometres(student):
    p = check.get("11.4").given(student).parameters
    answer = reckoned(p)
    assert verdict("11.4", answer, student=student).status == "right"
    below = (*answer[:4], answer[4] - 1)
    assert verdict("11.4", below, student=student).status == "right"
    key = np.sort(set_11_segments.RIGHT.key_per_s(p, np.arange(1, 33), p["length_km"]))
    assert key[-2] < 0.992 * key[-1]


def test_a_sampled_chain_is_as_quick():
    spacing = P["length_km"] / 8
    _, chance = theory.double_click(0.5 * theory.fibre_transmittance(spacing / 2))
    link = (float(chance), float(noise.fibre_delay_s(spacing)), P["fidelity"])
    pairs = network.Chain([link] * 8).simulate(200_000, seed=11)
    assert pairs.rate_hz == pytest.approx(RIGHT[0], rel=0.01)
    assert pairs.fidelity == pytest.approx(theory.swap(*[P["fidelity"]] * 8), abs=1e-9)


@pytest.mark.parametrize(("model", "words"), SLIPS, ids=[words for _, words in SLIPS])
def test_whoever_reckons_with_a_slip_is_told_that_one(model, words):
    said = verdict("11.4", model.answers(P))
    assert (said.status, said.slip) == ("wrong", words.split(" | ")[0])
    assert len(said.slips) == 1


@pytest.mark.parametrize(("model", "words"), SLIPS, ids=[words for _, words in SLIPS])
def test_no_slip_passes_for_anybody(model, words):
    for student in CLASS[:12]:
        p = check.get("11.4").given(student).parameters
        said = verdict("11.4", model.answers(p), student=student)
        assert (said.status, said.slip) == ("wrong", words.split(" | ")[0])


@pytest.mark.parametrize(
    ("place", "value", "slip"),
    [
        (0, 1 / 0.9396, "time for rate"),
        (0, 939.6, "thousand times too much"),
        (2, 1551, "thousand times too much"),
        (3, 19, "first without key"),
        (3, 14, "best for largest"),
        (1, 32, "pairs for key"),
        (0, 0.933, "too few digits"),
    ],
)
def test_slips_of_one_number(place, value, slip):
    answer = [*RIGHT]
    answer[place] = value
    said = verdict("11.4", answer)
    assert (said.status, said.slip) == ("wrong", slip)


def test_the_key_at_another_number_follows_from_it():
    key = set_11_segments.RIGHT.key_per_s(P, 13, 800)
    said = verdict("11.4", (RIGHT[0], 13, key, *RIGHT[3:]))
    assert said.score == pytest.approx(0.8)
    assert "13" in said.message
    assert verdict("11.4", (RIGHT[0], 14.4, key, *RIGHT[3:])).score == pytest.approx(0.6)
