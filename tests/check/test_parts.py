"""What is right in an answer of several parts earns its share, and each wrong part says why."""

import json
from math import cos, exp, pi

import pytest
from qiskit import QuantumCircuit

from qinet_edu import check, circuits, run, theory
from qinet_edu.check import Part, Verdict


def verdict(exercise, answer, *, student=None):
    record = check.get(exercise)
    given = record.given(student, secret="parts")
    arrived = json.loads(json.dumps(check.export(record, answer, given)))
    return check.judge(record, arrived, given, example=record.given())


def arrow(axes):
    def find_arrow(prepare):
        along = [circuits.measure(prepare, axis) for axis in axes]
        return [result.expectation("qubit") for result in run(along, shots=4000, seed=3)]

    return find_arrow


def bell(**instead):
    return lambda name: circuits.bell_pair(instead.get(name.replace("+", "_"), name))


def raising(name):
    return circuits.bell_pair() if name == "phi+" else {}[name]


def fidelities(**instead):
    def two_fidelities(p, convention):
        f_e = instead.get(convention, {"mixing": 1 - 0.75 * p, "pauli": 1 - p}[convention])
        return f_e, (2 * f_e + 1) / 3

    return two_fidelities


def corrected(*corrections):
    circuit = circuits.teleport(corrections="")
    bits = {register.name: register[0] for register in circuit.cregs}
    for gate, bit in corrections:
        with circuit.if_test((bits[bit], 1)):
            getattr(circuit, gate)(2)
    return circuit


def encoding(**table):
    def encode(bits):
        circuit = QuantumCircuit(1)
        for gate in table.get(f"on_{bits}", {"00": "", "01": "x", "10": "z", "11": "xz"}[bits]):
            getattr(circuit, gate)(0)
        return circuit

    return encode


SHADOW = (1 + cos(pi / 3) ** 2) / 2
ONE_LOST = float(theory.teleport_fidelity(theory.werner(0.86), corrections="x"))
FIBRE_MS = 1e3 * 948 / 204_218
READY_MS = 0.24 + FIBRE_MS


def stored(time_ms):
    return (2 + exp(-time_ms / 20)) / 3


CASES = [
    ("01.3", arrow("xyz"), 1, ()),
    ("01.3", arrow("xxz"), 2 / 3, ("S† missing",)),
    ("01.3", arrow("zyx"), 1 / 3, ("X and Z exchanged",)),
    ("01.3", arrow("yzx"), 0, ()),
    ("02.1", bell(), 1, ()),
    ("02.1", bell(**{"psi-": "psi+"}), 2 / 3, ("one sign wrong",)),
    ("02.1", bell(**{"phi-": "phi+", "psi-": "psi+"}), 1 / 3, ("signs missing",)),
    ("02.1", lambda name: circuits.bell_pair(), 0, ("the same for all names",)),
    ("02.1", lambda name: QuantumCircuit(2), 0, ("not entangled",)),
    ("02.1", raising, 0, ("function fails",)),
    ("02.5", (0.4, 0), 1, ()),
    ("02.5", (0.2, 0), 1 / 2, ("one place of two",)),
    ("02.5", (0.4, 0.5), 1 / 2, ("mixture for superposition",)),
    ("02.5", (0.16, 1), 0, ("tangle for concurrence", "agreement for entanglement")),
    ("02.5", (0, 0.4), 0, ("numbers exchanged",)),
    ("03.1", (5 / 6, 7 / 9, SHADOW), 1, ()),
    ("03.1", (5 / 6, 7 / 9, 1), 1 / 2, ("CNOT copies everything",)),
    ("03.1", (5 / 6, 5 / 6, SHADOW), 3 / 4, ("two clones for many",)),
    ("03.1", (1, 2 / 3, 1), 0,
     ("perfect clones", "endlessly many clones", "CNOT copies everything")),
    ("03.4", fidelities(), 1, ()),
    ("03.4", fidelities(pauli=0.3), 1 / 2, ()),
    ("03.4", lambda p, c: fidelities()(p, "mixing"), 1 / 2, ("always mixing",)),
    ("03.4", lambda p, c: fidelities()(p, "pauli") if c == "pauli" else None, 1 / 2,
     ("function fails",)),
    ("03.4", lambda p, c: fidelities()(p, c)[::-1], 0, ("order of the fidelities",)),
    ("04.1", corrected(("x", "alice"), ("z", "message")), 1, ()),
    ("04.1", corrected(("x", "alice")), 1 / 2, ("sign missing",)),
    ("04.1", corrected(("z", "message")), 1 / 2, ("flip missing",)),
    ("04.1", corrected(("x", "message"), ("z", "alice")), 0, ("X and Z exchanged",)),
    ("04.1", corrected(), 0, ("no corrections",)),
    ("04.1", QuantumCircuit(3), 0, ("not teleported",)),
    ("04.2", (ONE_LOST, 0.5), 1, ()),
    ("04.2", (ONE_LOST, 0.25), 2 / 3, ("fidelity of the pair without bits",)),
    ("04.2", (2 / 3, 0.5), 1 / 3, ("a perfect pair",)),
    ("04.2", (0.86, ONE_LOST), 0, ("F for the message's fidelity", "one bit for neither")),
    ("04.2", (0.5, ONE_LOST), 0, ("numbers exchanged",)),
    ("04.4", encoding(), 1, ()),
    ("04.4", encoding(on_11="x"), 2 / 3, ("no Z for 11",)),
    ("04.4", encoding(on_01="", on_11="z"), 1 / 3, ("second bit does nothing",)),
    ("04.4", lambda bits: QuantumCircuit(1), 0, ("Alice does nothing",)),
    ("04.5", (READY_MS, stored(READY_MS)), 1, ()),
    ("04.5", (READY_MS, 0.5), 1 / 2, ()),
    ("04.5", (3, stored(READY_MS)), 1 / 2, ()),
    ("04.5", (FIBRE_MS, stored(FIBRE_MS)), 1 / 2, ("fibre alone",)),
    ("04.5", (3, stored(3)), 0, ()),
    ("04.5", (stored(READY_MS), READY_MS), 0, ("numbers exchanged",)),
]  # fmt: skip


@pytest.mark.parametrize(("exercise", "answer", "score", "slips"), CASES)
def test_each_part_earns_its_share_and_a_wrong_one_names_its_misconception(
    exercise, answer, score, slips
):
    said = verdict(exercise, answer)
    assert said.score == pytest.approx(score)
    assert (said.status == "right") == (score == 1)
    assert said.slips == slips
    assert said.slip == (slips[0] if slips else "")
    for part in said.parts:
        assert bool(part.message) == (part.score < 1)
        assert part.message in said.message


def test_an_exercise_that_asks_for_several_things_has_a_case_for_all_some_and_none():
    several = {exercise for exercise, *_ in CASES}
    assert several == {"01.3", "02.1", "02.5", "03.1", "03.4", "04.1", "04.2", "04.4", "04.5"}
    for exercise in several:
        scores = [score for name, _, score, _ in CASES if name == exercise]
        assert {0, 1} < {*scores}, exercise


def test_a_fidelity_that_follows_from_a_wrong_time_counts_only_where_the_slip_is_known():
    """Else anybody could choose a time and the fidelity that goes with it."""
    assert verdict("04.5", (FIBRE_MS + 0.2, stored(FIBRE_MS + 0.2))).score == 1 / 2
    assert verdict("04.5", (0, stored(0))).score == 0
    assert verdict("04.5", (READY_MS / 1e3, stored(READY_MS / 1e3))).score == 0
    assert verdict("04.5", (-5, stored(-5))).score == 0


def test_what_is_right_for_ones_own_numbers_stays_earned_beside_the_answer_of_the_example():
    ada = check.Student("c", "ada")
    said = verdict("02.5", (0.4, 0), student=ada)
    assert said.slip == "numbers of the example"
    assert said.score == 1 / 2


def test_a_list_says_what_is_right_and_what_is_not():
    said = verdict("02.5", (0.2, 0))
    wrong, right = repr(said).splitlines()[1:]
    assert repr(said).splitlines()[0] == "◐ Partly right (50 %):"
    assert wrong.startswith("  ✗ For n = 5 you say 0.2: the number for W is wrong. 1/n is")
    assert right == "  ✓ GHZ"
    shown = said._repr_html_()
    assert shown.count("<li>") == 2
    assert "Partly right (50 %)." in shown
    assert said.message.startswith("Right already: GHZ. For n = 5")


def test_a_part_cannot_bring_markup_into_a_notebook():
    said = Verdict.of_parts([Part("<b>", 1.0), Part("x", 0.0, "<script>")], right="")
    assert "<script" not in said._repr_html_()
    assert "<b>" not in said._repr_html_()


def test_where_nobody_knows_why_the_hints_are_named_once():
    said = verdict("03.1", (0.9, 0.91, 0.92))
    assert said.message.count("Stuck?") == 1
    assert repr(said).count('Ask hint("03.1")') == 1
