"""Exercise 09.5: each known misconception fails with words of its own."""

from math import exp, log

import numpy as np
import pytest
from scipy.optimize import brentq
from sending import CLASS, verdict

from qinet_edu import check, noise, reference, theory
from qinet_edu.check.number_parts import told_apart
from qinet_edu.check.sets import set_09_longest

P = check.get("09.5").example
T1, T2, LEAST = P["t1_ms"], P["t2_ms"], P["least"]
LINE = 1e3 * P["length_km"] / 204_218.0


def fidelity(t, t1=T1, t2=T2):
    return (1 + exp(-t / t1) + 2 * exp(-t / t2)) / 4


def loss(t):
    return 100 * (1 - fidelity(t))


EACH = brentq(lambda t: fidelity(t) - LEAST, 0, 100) / 2
RIGHT = (loss(2 * LINE), loss(3 * LINE), EACH - LINE, EACH * 204.218)
DEPHASED = -T2 / 2 * log(2 * LEAST - 1)
DEPOLARISED = -T2 / 2 * log((4 * LEAST - 1) / 3)


@pytest.mark.parametrize("answer", [RIGHT, np.array(RIGHT), (6.79, 9.87, 1.67, 483)])
def test_three_digits_pass(answer):
    assert verdict("09.5", answer).status == "right"


def by(pair, p):
    """Answer with a fidelity as a function of both waits, in ms."""
    line = 1e3 * noise.fibre_delay_s(p["length_km"])
    each = brentq(lambda t: pair(t, t) - p["least"], 0, 100)
    losses = 100 * (1 - pair(line, line)), 100 * (1 - pair(line, 2 * line))
    return *losses, each - line, each * noise.FIBRE_SPEED_KM_S / 1e3


@pytest.mark.parametrize("student", [None, *CLASS[:8]])
def test_the_twirled_decay_of_the_library_agrees_for_everybody(student):
    p = check.get("09.5").given(student).parameters
    memory = {"t1_s": p["t1_ms"], "t2_s": p["t2_ms"]}  # any unit will do

    def pair(a, b):
        once = theory.waited([1, 0, 0, 0], a, **memory, halves=1)
        return float(theory.waited(once, b, **memory, halves=1)[0])

    assert verdict("09.5", by(pair, p), student=student).status == "right"


@pytest.mark.parametrize("student", [None, *CLASS])
def test_who_keeps_the_direction_of_the_fall_is_right_as_well(student):
    p = check.get("09.5").given(student).parameters
    memory = {"t1_s": p["t1_ms"], "t2_s": p["t2_ms"], "halves": 2}
    answer = [*set_09_longest.answers(p)]
    each = brentq(lambda t: theory.stored_pair_fidelity(t, **memory) - p["least"], 0, 100)
    line = set_09_longest.line_ms(p)
    answer[0] = 100 * (1 - theory.stored_pair_fidelity(line, **memory))
    answer[2:] = each - line, each * 204.218
    assert verdict("09.5", answer, student=student).status == "right"


@pytest.mark.parametrize(
    ("place", "value", "slip"),
    [
        (0, loss(LINE), "half of the waiting"),
        (0, loss(4 * LINE), "there and back over all of it"),
        (0, 100 - loss(2 * LINE), "fidelity for loss"),
        (0, loss(2 * LINE) / 100, "share for per cent"),
        (0, 50 * (1 - exp(-2 * LINE / T2)), "T1 forgotten"),
        (0, 75 * (1 - exp(-2 * LINE / T2)), "T1 taken for T2"),
        (0, 25 * (1 - exp(-2 * LINE / T1)), "T2 forgotten"),
        (0, loss(2 * LINE * 204_218 / 299_792.458), "light in vacuum"),
        (0, loss(2 * LINE * 1.02109), "c rounded"),
        (0, 6.7, "too few digits"),
        (1, loss(2 * LINE), "message forgotten"),
        (1, loss(4 * LINE), "Alice's half waits on"),
        (1, loss(LINE), "message alone"),
        (1, 50 * (1 - exp(-3 * LINE / T2)), "T1 forgotten"),
        (2, EACH, "wait from the start"),
        (2, 2 * EACH - LINE, "one half decays"),
        (2, 2 * EACH, "one half, from the start"),
        (2, EACH - 2 * LINE, "2L/c taken off"),
        (2, EACH - LINE / 2, "photon's way alone"),
        (2, (EACH - LINE) / 1e3, "seconds"),
        (2, DEPHASED - LINE, "T1 forgotten"),
        (2, DEPOLARISED - LINE, "T1 taken for T2"),
        (3, 2 * EACH * 204.218, "twice as far"),
        (3, EACH * 204.218 / 2, "there and back over all of it"),
        (3, (EACH - LINE) * 204.218, "your segment taken off"),
        (3, EACH * 299.792458, "light in vacuum"),
        (3, EACH * 200, "c rounded"),
        (3, DEPHASED * 204.218, "T1 forgotten"),
        (3, DEPOLARISED * 204.218, "T1 taken for T2"),
    ],
)
def test_misconceptions(place, value, slip):
    answer = [*RIGHT]
    answer[place] = value
    said = verdict("09.5", answer)
    assert (said.status, said.slip) == ("wrong", slip)
    assert said.score == pytest.approx(3 / 4)


def test_a_length_that_follows_from_a_wrong_wait_counts():
    said = verdict("09.5", (*RIGHT[:2], DEPHASED - LINE, DEPHASED * 204.218))
    assert (said.slips, said.score) == (("T1 forgotten",), pytest.approx(3 / 4))


def test_each_student_has_a_segment_of_the_backbone_and_slips_are_told_apart():
    lengths = {(one.a.name, one.b.name): one.length_km for one in reference.backbone()}
    for student in [None, *CLASS]:
        p = check.get("09.5").given(student).parameters
        assert lengths[p["a"], p["b"]] == p["length_km"]
        assert p["t2_ms"] < p["t1_ms"]
        right, slips = set_09_longest.answers(p), set_09_longest.slips(p)
        assert min(right) > 0
        assert [*map(len, slips)] == [9, 10, 8, 7]
        assert all(map(told_apart, right, slips))
        assert verdict("09.5", right, student=student).status == "right"
