"""Exercise 10.3: each known misconception fails with words of its own."""

from math import prod

import numpy as np
import pytest
from sending import CLASS, verdict

from qinet_edu import check, theory
from qinet_edu.check.number_parts import told_apart
from qinet_edu.check.sets import set_10_cost

QUICK = (0.7688889, 0.7445955, 0.9013131, None)
RIGHT = (4, 31.6665, 10, 2916.86, 1000 / 31.6665)


@pytest.mark.parametrize("answer", [RIGHT, np.array(RIGHT), (4, 31.7, 10, 2920, 31.6)])
def test_three_digits_pass(answer):
    assert verdict("10.3", answer).status == "right"


@pytest.mark.parametrize("student", [None, *CLASS[:8]])
def test_the_library_answers_it_for_everybody(student):
    p = check.get("10.3").given(student).parameters
    quick = theory.purification_cost(p["fidelity"], p["target"])
    slow = theory.purification_cost(p["fidelity"], p["target"], protocol="bbpssw")
    answer = (*quick[:2], *slow[:2], p["raw_per_s"] / quick.pairs)
    assert verdict("10.3", answer, student=student).status == "right"


def test_pairs_begun_anew_one_by_one_cost_as_many_on_average():
    rng = np.random.default_rng(10)
    chances = set_10_cost.chances(0.8, twirl=False)[1]

    def raw_pairs(level):
        if not level:
            return 1
        spent = 0
        while True:
            spent += raw_pairs(level - 1) + raw_pairs(level - 1)
            if rng.random() < chances[level - 1]:
                return spent

    found = np.array([raw_pairs(4) for _ in range(3000)])
    assert found.mean() == pytest.approx(RIGHT[1], abs=5 * found.std() / np.sqrt(len(found)))


P = set_10_cost.chances(0.8, twirl=False)[1]
S = set_10_cost.chances(0.8, twirl=True)[1]


@pytest.mark.parametrize(
    ("place", "value", "slip"),
    [
        (0, 3, "one round too few"),
        (0, 5, "one round too many"),
        (0, 16, "pairs for rounds"),
        (0, 10, "protocols exchanged"),
        (1, 16, "failures forgotten"),
        (1, 16 * prod(P[:4]), "multiplied by p"),
        (1, 1 / prod(P[:4]), "one pair for two"),
        (1, 2 / prod(P[:4]), "2 once"),
        (1, sum(2 / p for p in P[:4]), "added for multiplied"),
        (1, (2 / P[0]) ** 4, "first chance throughout"),
        (1, 16 / prod(P[:3]), "last round never fails"),
        (1, 16 / prod(P[1:4]), "first round never fails"),
        (1, 8 / prod(P[:4]), "one 2 too few"),
        (1, 16 / (P[0] ** 8 * P[1] ** 4 * P[2] ** 2 * P[3]), "all begun anew"),
        (1, RIGHT[3], "protocols exchanged"),
        (1, prod(2 / p for p in P[:3]), "one round too few"),
        (2, 9, "one round too few"),
        (2, 11, "one round too many"),
        (2, 1024, "pairs for rounds"),
        (2, 4, "protocols exchanged"),
        (3, 1024, "failures forgotten"),
        (3, 1024 * prod(S[:10]), "multiplied by p"),
        (3, (2 / S[0]) ** 10, "first chance throughout"),
        (3, sum(2 / p for p in S[:10]), "added for multiplied"),
        (3, prod(2 / p for p in S[:11]), "one round too many"),
        (4, 1000 / 16, "failures forgotten"),
        (4, 1000 / RIGHT[3], "BBPSSW's rate"),
        (4, RIGHT[1] / 1000, "time for rate"),
        (4, 1000 * RIGHT[1], "multiplied for divided"),
        (4, 250, "rounds for pairs"),
        (4, 500, "one round"),
        (4, 1.01 * RIGHT[4], "too few digits"),
    ],
)
def test_misconceptions(place, value, slip):
    answer = [*RIGHT]
    answer[place] = value
    if place == 1:
        answer[4] = 1000 / value  # and the rate follows
    said = verdict("10.3", answer)
    assert (said.status, said.slip) == ("wrong", slip)
    assert said.score == pytest.approx(4 / 5)


def test_a_round_too_few_is_told_once_and_what_follows_counts():
    pairs = prod(2 / p for p in P[:3])
    many = prod(2 / p for p in S[:9])
    said = verdict("10.3", (3, pairs, 9, many, 1000 / pairs))
    assert said.slips == ("one round too few",)
    assert said.score == pytest.approx(3 / 5)


def test_failures_forgotten_everywhere_are_told_once():
    said = verdict("10.3", (4, 16, 10, 1024, 62.5))
    assert said.slips == ("failures forgotten",)
    assert said.message.count("as if no step ever failed") == 1
    assert said.score == pytest.approx(3 / 5)  # the rate follows from the wrong cost


def test_each_student_has_a_way_to_go_and_slips_are_told_apart():
    for student in [None, *CLASS]:
        p = check.get("10.3").given(student).parameters
        right, slips = set_10_cost.answers(p), set_10_cost.slips(p)
        assert 3 <= right[0] < right[2]
        assert all(map(told_apart, right, slips))
        assert verdict("10.3", right, student=student).status == "right"
        reached = set_10_cost.chances(p["fidelity"], twirl=True)[0]
        assert min(abs(f - p["target"]) for f in reached) > 1e-6  # no rounding error decides
