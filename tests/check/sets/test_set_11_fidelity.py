"""Exercise 11.3: chains agree with matrices, and each known misconception fails with its words."""

from functools import reduce
from math import log

import numpy as np
import pytest
from sending import CLASS, verdict

from qinet_edu import check, theory
from qinet_edu.check.number_parts import told_apart
from qinet_edu.check.sets import set_11_fidelity

P = check.get("11.3").example
F = np.array(P["links"])
WEIGHT = (4 * P["target"] - 1) / 3
RIGHT = (0.2297, 0.2157, 15, 0.02852)


def test_three_digits_pass():
    for answer in (RIGHT, np.array(RIGHT), (0.230, 0.216, 15.0, 0.0285)):
        assert verdict("11.3", answer).status == "right"


@pytest.mark.parametrize("student", [None, *CLASS[:10]])
def test_swapped_matrices_agree_for_everybody(student):
    p = check.get("11.3").given(student).parameters
    werner = reduce(theory.swap_states, map(theory.werner, p["links"]))
    dephased = reduce(
        theory.swap_states, [theory.bell_diagonal([f, 0, 0, 1 - f]) for f in p["links"]]
    )
    most = next(n for n in range(1, 200) if theory.swap(*[p["link"]] * (n + 1)) <= 0.5)
    errors = np.linspace(0, 0.1, 100_001)
    each = errors[np.argmin(np.abs(theory.swap(*[1 - errors] * 8) - p["target"]))]
    answer = (1 - theory.fidelity(werner), 1 - theory.fidelity(dephased), most, each)
    assert verdict("11.3", answer, student=student).status == "right"


@pytest.mark.parametrize(
    ("place", "value", "slip"),
    [
        (0, RIGHT[1], "dephased for Werner"),
        (0, 1 - F.prod(), "product of fidelities"),
        (0, (1 - F).sum(), "errors added"),
        (0, 1 - RIGHT[0], "fidelity for error"),
        (0, 22.97, "per cent"),
        (0, 1 - ((4 * F - 1) / 3).prod(), "weight for fidelity"),
        (0, 1 - F.min(), "worst link alone"),
        (1, RIGHT[0], "Werner for dephased"),
        (1, 1 - F.prod(), "product of fidelities"),
        (1, (1 - F).sum(), "errors added"),
        (1, 1 - RIGHT[1], "fidelity for error"),
        (1, 21.57, "per cent"),
        (1, 1 - (2 * F - 1).prod(), "coherence for fidelity"),
        (1, 1 - F.min(), "worst link alone"),
        (2, 16, "one too many"),
        (2, 14, "nodes for links"),
        (2, 13, "product of fidelities"),
        (2, 9, "errors added"),
        (2, log(1 / 3) / log((4 * 0.95 - 1) / 3), "no whole number"),
        (3, 0.025, "error shared out"),
        (3, 1 - 0.8 ** (1 / 8), "root of the fidelity"),
        (3, 0.5 * (1 - 0.6 ** (1 / 8)), "dephased for Werner"),
        (3, 0.75 * (1 - WEIGHT ** (1 / 7)), "seven for eight"),
        (3, 1 - WEIGHT ** (1 / 8), "weight of each for fidelity"),
        (3, 1 - RIGHT[3], "fidelity for error"),
        (3, 2.852, "per cent"),
        (3, 0.75 * (1 - WEIGHT ** (1 / 3)), "three levels"),
        (3, 0.0282, "too few digits"),
    ],
)
def test_misconceptions(place, value, slip):
    answer = [*RIGHT]
    answer[place] = value
    said = verdict("11.3", answer)
    assert (said.status, said.slip) == ("wrong", slip)
    assert said.score == 0.75


def test_what_explains_both_chains_is_said_once():
    product = 1 - F.prod()
    said = verdict("11.3", (product, product, *RIGHT[2:]))
    assert said.slips == ("product of fidelities",)
    assert said.message.count("multiplied the fidelities") == 1


def test_slips_are_told_apart_for_everybody():
    for student in [None, *CLASS]:
        p = check.get("11.3").given(student).parameters
        right, slips = set_11_fidelity.answers(p), set_11_fidelity.slips(p)
        assert all(map(told_apart, right, slips))
        assert right[2] == theory.most_links(p["link"]) < 100
        assert verdict("11.3", right, student=student).status == "right"
        assert verdict("11.3", (*right[:2], right[2] + 1, right[3]), student=student).score == 0.75
