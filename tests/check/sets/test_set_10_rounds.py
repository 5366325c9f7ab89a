"""Exercise 10.2: each known misconception fails with words of its own."""

import numpy as np
import pytest
from sending import CLASS, verdict

from qinet_edu import check, theory
from qinet_edu.check.number_parts import told_apart
from qinet_edu.check.sets import set_10_rounds

ERRORS = (1 - 0.8381503, 1 - 0.9436392, 1 - 0.9879736)
CHANCES = (0.7688889, 0.7445955, 0.9013131)


def all_seven(chances):
    return chances[0] ** 4 * chances[1] ** 2 * chances[2]


RIGHT = (*ERRORS, *CHANCES, all_seven(CHANCES))


@pytest.mark.parametrize(
    "answer", [RIGHT, np.array(RIGHT), (0.162, 0.0564, 0.0120, 0.769, 0.745, 0.901, 0.175)]
)
def test_three_digits_pass(answer):
    assert verdict("10.2", answer).status == "right"


@pytest.mark.parametrize("student", [None, *CLASS[:6]])
def test_pairs_that_meet_as_matrices_agree_for_everybody(student):
    from qinet_edu.check.sets.set_10_keep import left_by, one_round

    f = check.get("10.2").given(student).parameters["fidelity"]
    vector, errors, chances = theory.twirled([f, 1 - f, 0, 0]), [], []
    names = ("phi+", "psi-", "psi+", "phi-")
    for _ in range(3):
        left = left_by(one_round(discard=()), vector, vector)
        kept = left[0, 0] + left[1, 1]
        chances.append(kept.trace().real)
        vector = [float(theory.fidelity(kept / chances[-1], name)) for name in names]
        errors.append(1 - vector[0])
    answer = (*errors, *chances, all_seven(chances))
    assert verdict("10.2", answer, student=student).status == "right"


def test_eight_pairs_drawn_again_and_again_end_as_one_as_often_as_asked():
    rng = np.random.default_rng(10)
    tries = 400_000
    steps = [rng.random((tries, many)) < p for many, p in zip((4, 2, 1), CHANCES, strict=True)]
    found = np.hstack(steps).all(axis=1).mean()
    assert found == pytest.approx(RIGHT[6], abs=5 * np.sqrt(0.175 * 0.825 / tries))


def sequence(one, vector=(0.8, 0.2 / 3, 0.2 / 3, 0.2 / 3)):
    errors, chances, now = [], [], np.array(vector)
    for _ in range(3):
        now, chance = one(now)
        errors.append(1 - now[0])
        chances.append(chance)
    return (*errors, *chances, all_seven(chances))


def formula(v, two=2, divide=True, b=1, d=3):
    """Return a step by hand; ``b`` and ``d`` say where the two products are put."""
    n = (v[0] + v[1]) ** 2 + (v[2] + v[3]) ** 2
    after = np.array([v[0] ** 2 + v[1] ** 2, 0, v[2] ** 2 + v[3] ** 2, 0.0])
    after[b], after[d] = two * v[2] * v[3], two * v[0] * v[1]
    return after / (n if divide else 1), n


def twirled(v):
    after, chance = theory.dejmps(v)
    return theory.twirled(after), chance


class Pumped:
    """Spend a raw pair in each round."""

    def __call__(self, v):
        return theory.dejmps(v, theory.twirled([0.8, 0.2, 0, 0]))


WAYS = [
    (twirled, "twirled between rounds"),
    (lambda v: theory.dejmps(v, turn=False), "doubled error unseen"),
    (lambda v: formula(v, b=3, d=1), "doubled error unseen"),
    (lambda v: formula(v, two=1), "2 forgotten"),
    (lambda v: formula(v, divide=False), "not divided by N"),
    (lambda v: formula(v[[0, 2, 1, 3]]), "other order of Bell states"),
    (Pumped(), "pumping"),
]


def test_the_formula_of_these_tests_is_the_map():
    assert sequence(formula) == pytest.approx(sequence(theory.dejmps))
    assert sequence(formula) == pytest.approx(RIGHT, abs=1e-6)


@pytest.mark.parametrize(("one", "slip"), WAYS[:5] + WAYS[6:])
def test_a_wrong_way_is_told_once_and_what_follows_from_it_counts(one, slip):
    said = verdict("10.2", sequence(one))
    assert (said.status, said.slips) == ("wrong", (slip,))
    assert said.parts[3].score == 1  # the first round's chance is right
    assert said.parts[6].score == 1  # and so is what follows from the chances, right or wrong


E1, E2, E3 = ERRORS
P1, P2, P3 = CHANCES


@pytest.mark.parametrize(
    ("place", "value", "slip"),
    [
        (0, 1 - E1, "fidelity for error"),
        (1, 1 - E2, "fidelity for error"),
        (2, 1 - E3, "fidelity for error"),
        (2, 100 * E3, "per cent"),
        (1, 1 - (1 - E2) * P2, "chance times fidelity"),
        (3, 1 - P1, "chance to fail"),
        (4, 100 * P2, "per cent"),
        (4, P1 * P2, "rounds before counted"),
        (5, P1 * P2 * P3, "rounds before counted"),
        (3, P1 * (1 - E1), "good and kept"),
        (5, 1 / P3, "tries for chance"),
        (6, P1 * P2 * P3, "one step in each round"),
        (6, P1**8 * P2**4 * P3**2, "pairs for steps"),
        (6, P1 * P2**2 * P3**4, "rounds the wrong way round"),
        (6, P3, "last step alone"),
        (6, P1**4, "first round alone"),
        (6, 1 - RIGHT[6], "some step fails"),
        (6, 1 / RIGHT[6], "tries for chance of all"),
        (6, 100 * RIGHT[6], "per cent"),
        (1, 1.01 * E2, "too few digits"),
    ],
)
def test_misconceptions(place, value, slip):
    answer = [*RIGHT]
    answer[place] = value
    if 3 <= place <= 5:
        answer[6] = all_seven(answer[3:6])
    said = verdict("10.2", answer)
    assert (said.status, said.slip) == ("wrong", slip)
    assert said.score >= 5 / 7 - 1e-9


def test_slips_are_told_apart_for_each_student():
    for student in [None, *CLASS]:
        p = check.get("10.2").given(student).parameters
        right, slips = set_10_rounds.answers(p), set_10_rounds.slips(p)
        assert all(map(told_apart, right, slips))
        assert verdict("10.2", right, student=student).status == "right"
