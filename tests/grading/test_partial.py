"""Parts and misconceptions come through both boxes, to whoever gives the feedback."""

import pytest

from qinet_edu import check
from qinet_edu.grading.marking import mark, words

pytestmark = pytest.mark.usefixtures("boxed")


def test_each_part_arrives_with_its_mark_its_words_and_its_misconception():
    steps = [
        "from qinet_edu import check, circuits",
        "concurrences = (0.2, 0)",
        check.get("02.5"),
        "def prepare(state):\n    return circuits.bell_pair(state.replace('-', '+'))",
        check.get("02.1"),
        "averages = (0.5, 0.25)",
        check.get("04.2"),
    ]
    found = mark(steps).verdicts
    assert [found[name].score for name in ("02.5", "02.1", "04.2")] == [1 / 2, 1 / 3, 0]
    assert [found[name].slips for name in ("02.5", "02.1", "04.2")] == [
        ("one place of two",),
        ("signs missing",),
        ("one bit for none", "fidelity of the pair without bits"),
    ]
    assert [part.score for part in found["02.1"].parts] == [1, 0, 1, 0]
    assert words(found["02.5"]).startswith("◐ Partly right (50 %): Right already: GHZ. For n = 5")
    assert all(" | " not in words(said) for said in found.values())


def test_a_part_that_is_right_by_itself_earns_nothing():
    steps = [
        "from qiskit import QuantumCircuit\nencode = lambda bits: QuantumCircuit(1)",
        check.get("04.4"),
    ]
    said = mark(steps).verdicts["04.4"]
    assert said.score == 0
    assert words(said).startswith("✗ Wrong: For '01' Bob reads '00'. Alice does nothing")
