"""Exercise 08.4: each known misconception fails with words of its own."""

from math import log, log2, sqrt

import numpy as np
import pytest
from sending import CLASS, verdict

from qinet_edu import check, theory
from qinet_edu.check.number_parts import told_apart
from qinet_edu.check.sets import set_08_threshold

S = check.get("08.4").example["s"]
THRESHOLD = 0.071491759


def h(p):
    return -p * log2(p) - (1 - p) * log2(1 - p)


def known(s):
    return h((1 + sqrt((s / 2) ** 2 - 1)) / 2)


Q = (1 - S / sqrt(8)) / 2
TRUSTED, UNTRUSTED = 1 - 2 * h(Q), 1 - h(Q) - known(S)
RIGHT = (Q, TRUSTED, UNTRUSTED, THRESHOLD, 1 - 1.5 * THRESHOLD)
ROOT = sqrt((S / 2) ** 2 - 1)


@pytest.mark.parametrize("answer", [RIGHT, np.array(RIGHT), (0.0404, 0.512, 0.338, 0.0715, 0.893)])
def test_three_digits_pass(answer):
    assert verdict("08.4", answer).status == "right"


@pytest.mark.parametrize("student", [None, *CLASS[:6]])
def test_the_library_answers_it_for_everybody(student):
    s = check.get("08.4").given(student).parameters["s"]
    fidelities = np.linspace(0.85, 1, 15_001)
    pairs = theory.werner(fidelities)
    qbers = (1 - theory.correlation(pairs, "z", "z")) / 2
    values = theory.chsh(pairs)
    here = np.argmin(abs(values - s))
    rates = theory.device_independent_rate(values, qbers)
    least = np.flatnonzero(rates > 0)[0]
    trusting = theory.bb84_rate(qbers[here])
    answer = qbers[here], trusting, rates[here], qbers[least], fidelities[least]
    assert verdict("08.4", answer, student=student).status == "right"


def test_the_threshold_is_that_of_the_reference():
    assert abs(set_08_threshold.THRESHOLD - THRESHOLD) < 1e-9
    assert abs(set_08_threshold.LEAST_FIDELITY - 0.8928) < 5e-5


@pytest.mark.parametrize(
    ("place", "value", "slip"),
    [
        (0, 2 * Q, "half forgotten"),
        (0, S / sqrt(8), "correlation for QBER"),
        (0, 1 - Q, "share that agrees"),
        (0, (1 - S / 4) / 2, "4 for 2√2"),
        (0, 1.5 * Q, "1 − F for QBER"),
        (0, 100 * Q, "per cent"),
        (1, 1 - h(Q), "errors paid for once"),
        (1, TRUSTED / 2, "sifting counted"),
        (1, 1 - h(2 * Q), "Q doubled within h"),
        (1, 1 - 2 * h(Q) * log(2), "natural logarithm"),
        (1, float(theory.six_state_rate(Q)), "six states"),
        (1, UNTRUSTED, "both rates exchanged"),
        (2, 1 - known(S), "errors not corrected"),
        (2, TRUSTED, "trusted devices"),
        (2, 1 - h(Q), "errors alone"),
        (2, 1 - h(Q) - h((1 + ROOT**2) / 2), "root forgotten"),
        (2, 1 - h(Q) - h(ROOT), "1 added left out"),
        (2, 1 - h(Q) - h(ROOT / 2), "root halved alone"),
        (2, 1 - (h(Q) + known(S)) * log(2), "natural logarithm"),
        (2, 1.01 * UNTRUSTED, "too few digits"),
        (3, 0.110028, "BBM92's threshold"),
        (3, 0.126193, "six states' threshold"),
        (3, (1 - 1 / sqrt(2)) / 2, "end of the violation"),
        (3, Q, "your Q"),
        (3, 2.424, "S for Q"),
        (3, 7.149, "per cent"),
        (4, 1 - THRESHOLD, "1 − Q for F"),
        (4, 1 - 2 * THRESHOLD, "correlation for F"),
        (4, 1 - 2 * THRESHOLD / 3, "two thirds for three halves"),
        (4, 0.834958, "BBM92's fidelity"),
        (4, 0.7803, "end of the violation, F"),
        (4, 1 - 1.5 * Q, "fidelity of your link"),
        (4, 1.5 * THRESHOLD, "infidelity"),
    ],
)
def test_misconceptions(place, value, slip):
    answer = [*RIGHT]
    answer[place] = value
    said = verdict("08.4", answer)
    assert (said.status, said.slip) == ("wrong", slip)
    assert said.score == pytest.approx(4 / 5)


def test_what_follows_from_a_wrong_qber_counts():
    wrong = 2 * Q
    rates = max(1 - 2 * h(wrong), 0), max(1 - h(wrong) - known(S), 0)
    said = verdict("08.4", (wrong, *rates, *RIGHT[3:]))
    assert (said.slips, said.score) == (("half forgotten",), pytest.approx(4 / 5))
    limit = 0.110028
    said = verdict("08.4", (*RIGHT[:3], limit, 1 - 1.5 * limit))
    assert (said.slips, said.score) == (("BBM92's threshold",), pytest.approx(4 / 5))


def test_slips_are_told_apart_for_everybody_and_both_rates_are_above_0():
    for student in [None, *CLASS]:
        p = check.get("08.4").given(student).parameters
        right, slips = set_08_threshold.answers(p), set_08_threshold.slips(p)
        assert 2.424 < p["s"] < sqrt(8)
        assert min(right) > 0
        assert [*map(len, slips)] == [6, 6, 7, 6, 7]
        assert all(map(told_apart, right, slips))
        assert verdict("08.4", right, student=student).status == "right"
