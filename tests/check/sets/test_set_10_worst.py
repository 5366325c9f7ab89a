"""Exercise 10.4: each known misconception fails with words of its own."""

from math import pi

import numpy as np
import pytest
from qiskit import QuantumCircuit
from qiskit.quantum_info import DensityMatrix
from sending import CLASS, verdict

from qinet_edu import check, theory
from qinet_edu.check.sets import set_10_worst

RIGHT = frozenset({"c", "e", "Rx", "Rz", "twirl"})
MENDS = {"Rx", "Rz", "twirl"}
WORDS = {"a", "b", "c", "d", "e", "f", "Rx", "Ry", "Rz", "X", "twirl"}


@pytest.mark.parametrize("answer", [RIGHT, sorted(RIGHT), tuple(RIGHT)])
def test_the_right_set_passes(answer):
    assert verdict("10.4", answer).status == "right"


@pytest.mark.parametrize("student", [None, *CLASS])
def test_two_links_are_worse_for_everybody(student):
    pairs = check.get("10.4").given(student).parameters["pairs"]
    worse = set()
    for label, (a, b, c, d) in pairs.items():
        assert a + b + c + d == pytest.approx(1)
        assert min(a, b, c, d) >= 0
        if (a * a + b * b) / ((a + b) ** 2 + (c + d) ** 2) < a:
            worse.add(label)
    assert len(worse) == 2
    assert verdict("10.4", worse | MENDS, student=student).status == "right"


def after_turns(alice, bob):
    """Return the Bell-diagonal vector that turns make of (0.8, 0.2, 0, 0), from the matrix."""
    circuit = QuantumCircuit(2)
    for place, (gate, *angle) in enumerate((alice, bob)):
        getattr(circuit, gate)(*angle, place)
    rho = DensityMatrix(theory.bell_diagonal([0.8, 0.2, 0, 0])).evolve(circuit).data
    vector = [float(theory.fidelity(rho, n)) for n in ("phi+", "psi-", "psi+", "phi-")]
    assert sum(vector) == pytest.approx(1)
    return np.array(vector)


@pytest.mark.parametrize(
    ("word", "vector", "after"),
    [
        ("Rx", after_turns(("rx", pi / 2), ("rx", -pi / 2)), 0.941),
        ("Ry", after_turns(("ry", pi / 2), ("ry", pi / 2)), 0.68),
        ("Rz", after_turns(("rz", pi / 2), ("rz", -pi / 2)), 0.941),
        ("X", after_turns(("x",), ("x",)), 0.68),
        ("twirl", theory.twirled([0.8, 0.2, 0, 0]), 0.838),
    ],
)
def test_what_mends_is_what_the_matrices_say(word, vector, after):
    mended = theory.dejmps(vector / vector.sum())[0][0]
    assert mended == pytest.approx(after, abs=5e-4)
    assert set_10_worst.MENDS[word][0] == (mended > 0.8)


@pytest.mark.parametrize("answer", [set(), WORDS])
def test_always_no_and_always_yes_earn_little(answer):
    said = verdict("10.4", answer)
    assert said.status == "wrong"
    assert said.score <= 0.2


@pytest.mark.parametrize(
    ("links", "slip"),
    [
        ({"a"}, "turn forgotten"),
        ({"f"}, "Ψ− and Ψ+ exchanged"),
        ({"a", "b", "d", "f"}, "better for worse"),
        ({"a", "b", "c", "d", "e", "f"}, "not divided by N"),
        ({"b", "d"}, "poorest pairs"),
        ({"c"}, "hidden error missed"),
        ({"c", "e", "d"}, "better pair taken"),
        (set(), "hidden error missed"),
    ],
)
def test_misconceptions_of_links(links, slip):
    said = verdict("10.4", links | MENDS)
    assert (said.status, said.slip) == ("wrong", slip)
    assert slip in ("hidden error missed", "better pair taken") or said.slips == (slip,)


@pytest.mark.parametrize(
    ("mends", "slip"),
    [
        (MENDS - {"Rx"}, "Rx left out"),
        (MENDS - {"Rz"}, "Rz left out"),
        (MENDS - {"twirl"}, "twirl left out"),
        (MENDS | {"Ry"}, "Ry taken"),
        (MENDS | {"X"}, "X taken"),
    ],
)
def test_misconceptions_of_mends(mends, slip):
    said = verdict("10.4", {"c", "e"} | mends)
    assert (said.status, said.slips) == ("wrong", (slip,))
    assert said.score == pytest.approx(4 / 5)


def test_the_words_say_where_a_link_goes():
    said = verdict("10.4", {"c"} | MENDS)
    assert "“e” goes from 0.80 to 0.680, and is not in your set." in said.message


def test_each_slip_gives_a_set_of_its_own():
    for student in [None, *CLASS]:
        pairs = check.get("10.4").given(student).parameters["pairs"]
        sets = [set_10_worst.worse(pairs), *(slip(pairs) for slip, _ in set_10_worst.SLIPS)]
        assert len({*sets}) == len(sets)
