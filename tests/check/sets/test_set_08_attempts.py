"""Exercise 08.5: each known misconception fails with words of its own."""

from math import log

import numpy as np
import pytest
from sending import CLASS, verdict

from qinet_edu import check, network, noise, reference, theory
from qinet_edu.check.number_parts import told_apart
from qinet_edu.check.sets import set_08_attempts

P = check.get("08.5").example
MIDDLE, END = P["p_middle"], P["p_end"]
LINE = P["length_km"] / 204_218.0


def answers(first_s, second_s, waits_ms, *, middle=MIDDLE, end=END):
    return (1 / first_s, first_s / middle, waits_ms[0], 1 / second_s, second_s / end, *waits_ms[1:])


RIGHT = answers(LINE, 2 * LINE, (1e3 * LINE, 2e3 * LINE, 1e3 * LINE))


@pytest.mark.parametrize(
    "answer", [RIGHT, np.array(RIGHT), (1450, 0.710, 0.690, 724, 35.6, 1.38, 0.690)]
)
def test_three_digits_pass(answer):
    assert verdict("08.5", answer).status == "right"


@pytest.mark.parametrize("student", [None, *CLASS[:6]])
def test_geometric_waits_agree_for_everybody(student):
    p = check.get("08.5").given(student).parameters
    line = noise.fibre_delay_s(p["length_km"])
    numbers = np.random.default_rng(8)
    mean = [numbers.geometric(p[name], 2_000_000).mean() for name in ("p_middle", "p_end")]
    waits = 1e3 * line * np.array([1, 2, 1])
    answer = answers(line, 2 * line, waits, middle=1 / mean[0], end=1 / mean[1])
    assert verdict("08.5", answer, student=student).status == "right"


@pytest.mark.parametrize("student", [None, *CLASS[:3]])
def test_the_links_of_the_library_have_these_times(student):
    p = check.get("08.5").given(student).parameters
    parts = network.Hardware(emission=0.25)
    middle = network.SingleClick(p["length_km"], alpha=0.05, hardware=parts)
    end = network.EndNode(p["length_km"], alpha=0.05, hardware=parts)
    waits = 1e3 * np.array([middle.waits_s[0], *end.waits_s])
    given = {"middle": p["p_middle"], "end": p["p_end"]}
    answer = answers(middle.attempt_s, end.attempt_s, waits, **given)
    assert verdict("08.5", answer, student=student).status == "right"
    if student is None:
        answer = answers(
            middle.attempt_s, end.attempt_s, waits, middle=middle.success, end=end.success
        )
        assert verdict("08.5", answer).status == "right"
        ready = middle.sample(200_000, seed=8).ready_s
        assert np.diff(ready).mean() == pytest.approx(RIGHT[1], rel=0.02)


def test_only_the_whole_fibre_tells_the_two_successes_apart():
    half, whole = 0.25 * theory.fibre_transmittance(P["length_km"] * np.array([0.5, 1]))
    assert pytest.approx(2 * 0.05 * half, rel=1e-2) == MIDDLE
    assert pytest.approx(2 * 0.05 * whole, rel=5e-2) == END


@pytest.mark.parametrize(
    ("place", "value", "slip"),
    [
        (0, 2 / LINE, "herald's way back forgotten"),
        (0, 1 / (2 * LINE), "there and back over all of it"),
        (0, 1 / (1.5 * LINE), "whole way for the photon"),
        (0, MIDDLE / LINE, "pairs for attempts"),
        (0, LINE, "time for rate"),
        (0, 1e3 * LINE, "time for rate, in ms"),
        (0, 299_792.458 / P["length_km"], "light in vacuum"),
        (0, 200_000 / P["length_km"], "c rounded"),
        (1, LINE, "success forgotten"),
        (1, 1 / MIDDLE, "attempts for time"),
        (1, MIDDLE / LINE, "pairs a second"),
        (1, 1e3 * LINE / MIDDLE, "milliseconds"),
        (1, log(2) * LINE / MIDDLE, "median for mean"),
        (1, LINE / END, "the other success"),
        (2, 500 * LINE, "photon's way alone"),
        (2, 2000 * LINE, "there and back over all of it"),
        (2, 1500 * LINE, "whole way for the photon"),
        (2, 1e3 * LINE / MIDDLE, "wait for the pair"),
        (2, LINE, "seconds"),
        (2, 1e3 * P["length_km"] / 299_792.458, "light in vacuum"),
        (2, 1e3 * P["length_km"] / 200_000, "c rounded"),
        (3, 1 / LINE, "herald's way back forgotten, at Bob"),
        (3, 2 / LINE, "half the way to Bob"),
        (3, END / (2 * LINE), "pairs for attempts"),
        (4, 2 * LINE, "success forgotten"),
        (4, 1 / END, "attempts for time"),
        (4, 2 * LINE / MIDDLE, "the other success"),
        (5, 1e3 * LINE, "herald's way back forgotten, at Bob"),
        (5, 500 * LINE, "half the way to Bob"),
        (5, 3e3 * LINE, "both waits in one"),
        (5, 2 * LINE, "seconds"),
        (6, 2e3 * LINE, "Alice's wait for Bob's"),
        (6, 0, "Bob alone knows"),
        (6, 500 * LINE, "half the way to Bob"),
        (6, 2e3 * LINE / END, "wait for the pair"),
        (6, 1.01e3 * LINE, "too few digits"),
    ],
)
def test_misconceptions(place, value, slip):
    answer = [*RIGHT]
    answer[place] = value
    if place in (0, 3):  # and the time to a pair follows
        answer[place + 1] = 1 / (value * (MIDDLE, END)[place // 3])
    said = verdict("08.5", answer)
    assert (said.status, said.slip) == ("wrong", slip)
    assert said.score == pytest.approx(6 / 7)


@pytest.mark.parametrize(
    ("answer", "slips", "score"),
    [
        (
            answers(LINE / 2, LINE, (500 * LINE, 1e3 * LINE, 0)),
            (
                "herald's way back forgotten",
                "photon's way alone",
                "herald's way back forgotten, at Bob",
                "Bob alone knows",
            ),
            2 / 7,
        ),
        (
            answers(2 * LINE, 2 * LINE, (2e3 * LINE, 2e3 * LINE, 1e3 * LINE)),
            ("there and back over all of it",),
            5 / 7,
        ),
        (
            answers(*LINE * 204_218 / 2e5 * np.array([1, 2]), 1021.09 * LINE * np.array([1, 2, 1])),
            ("c rounded",),
            2 / 7,
        ),
    ],
)
def test_one_wrong_timeline_is_told_wherever_it_shows(answer, slips, score):
    said = verdict("08.5", answer)
    assert set(said.slips) == set(slips)
    assert said.score == pytest.approx(score)


def test_each_student_has_a_segment_of_the_backbone_and_slips_are_told_apart():
    lengths = {(one.a.name, one.b.name): one.length_km for one in reference.backbone()}
    for student in [None, *CLASS]:
        p = check.get("08.5").given(student).parameters
        assert lengths[p["a"], p["b"]] == p["length_km"]
        assert 0 < p["p_end"] < p["p_middle"] / 5 < 0.01
        right, slips = set_08_attempts.answers(p), set_08_attempts.slips(p)
        assert [*map(len, slips)] == [8, 6, 7, 7, 6, 7, 7]
        assert all(map(told_apart, right, slips))
        assert verdict("08.5", right, student=student).status == "right"
