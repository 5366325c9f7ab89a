"""Exercise 10.1: any right round passes, and each known misconception fails with its words."""

from math import pi

import numpy as np
import pytest
from qiskit import ClassicalRegister, QuantumCircuit, QuantumRegister
from qiskit.circuit.classical import expr
from sending import verdict

from qinet_edu import theory
from qinet_edu.check.sets import set_10_keep

NAMES = ("alice", "bob", "alice_2", "bob_2")


def empty(names=NAMES):
    registers = [QuantumRegister(1, name) for name in names]
    return QuantumCircuit(*registers, ClassicalRegister(2, "step1"))


def made(*, names=NAMES, gates=None, measured=("alice_2", "bob_2"), rule=None):
    """Return a circuit: its gates as (name, angle…, qubits…), and who discards when."""
    circuit = empty(names)
    at = {register.name: register[0] for register in circuit.qregs}
    for name, *arguments in GATES if gates is None else gates:
        getattr(circuit, name)(*(at.get(one, one) for one in arguments))
    (step1,) = circuit.cregs
    circuit.measure([at[name] for name in measured], step1[: len(measured)])
    (discard if rule is None else rule)(circuit, step1, [at["alice"], at["bob"]])
    return circuit


def discard(circuit, step1, pair):
    for value in (1, 2):
        with circuit.if_test((step1, value)):
            circuit.reset(pair)


def on_values(*values):
    def rule(circuit, step1, pair):
        for value in values:
            with circuit.if_test((step1, value)):
                circuit.reset(pair)

    return rule


def nested(circuit, step1, pair):
    with circuit.if_test((step1[0], 0)) as other, circuit.if_test((step1[1], 1)):
        circuit.reset(pair)
    with other, circuit.if_test((step1[1], 0)):
        circuit.reset(pair)


def else_within(circuit, step1, pair):
    with circuit.if_test((step1, 0)) as some:
        pass
    with some:
        with circuit.if_test((step1, 3)) as different:
            pass
        with different:
            circuit.reset(pair)


TURNS = (
    ("rx", pi / 2, "alice"),
    ("rx", pi / 2, "alice_2"),
    ("rx", -pi / 2, "bob"),
    ("rx", -pi / 2, "bob_2"),
)
MEET = (("cx", "alice", "alice_2"), ("cx", "bob", "bob_2"))
GATES = (*TURNS, *MEET)


def turned(gate, sign_of_bob=-1, who=NAMES):
    for name in who:
        yield (gate, (sign_of_bob if name.startswith("bob") else 1) * pi / 2, name)


RIGHT = {
    "as asked": made(),
    "nested, bit by bit": made(rule=nested),
    "an else within": made(rule=else_within),
    "signs the other way": made(gates=(*[(g, -a, n) for g, a, n in TURNS], *MEET)),
    "roots of X": made(
        gates=(
            *(("sx", name) for name in ("alice", "alice_2")),
            *(("sxdg", name) for name in ("bob", "bob_2")),
            *MEET,
        )
    ),
    "a CNOT of CZ": made(
        gates=(
            *TURNS,
            *(("h", name) for name in ("alice_2", "bob_2")),
            ("cz", "alice", "alice_2"),
            ("cz", "bob", "bob_2"),
            *(("h", name) for name in ("alice_2", "bob_2")),
        )
    ),
    "registers in another order": made(names=("bob_2", "alice", "alice_2", "bob")),
    "plain qubits and bits": set_10_keep.one_round(),
    "bits exchanged": made(measured=("bob_2", "alice_2")),
    "all four reset": made(
        rule=lambda circuit, step1, pair: on_values(1, 2)(circuit, step1, circuit.qubits)
    ),
}


@pytest.mark.parametrize("circuit", RIGHT.values(), ids=RIGHT.keys())
def test_whatever_makes_the_round_passes(circuit):
    assert verdict("10.1", circuit).status == "right"


def test_what_the_judge_compares_with_is_the_map_of_theory():
    rng = np.random.default_rng(10)
    for _ in range(5):
        one, other = rng.dirichlet([1, 1, 1, 1], 2)
        left = set_10_keep.left_by(made(rule=on_values()), one, other)
        vector, chance = theory.dejmps(one, other)
        for outcome in ((0, 0), (1, 1)):
            assert left[outcome] == pytest.approx(
                chance / 2 * theory.bell_diagonal(vector), abs=1e-12
            )
        assert sum(state.trace().real for state in left.values()) == pytest.approx(1)


def without(*names):
    return tuple(gate for gate in GATES if gate[-1] not in names or gate[0] != "rx")


UP = (("cx", "alice_2", "alice"), ("cx", "bob_2", "bob"))
GATES_WRONG = {
    "turn missing": [MEET, (*((g, 2 * a, n) for g, a, n in TURNS), *MEET)],
    "same sign at both ends": [
        (*turned("rx", 1), *MEET),
        (*((g, -abs(a), n) for g, a, n in TURNS), *MEET),
    ],
    "Alice alone turns": [without("bob", "bob_2")],
    "Bob alone turns": [without("alice", "alice_2")],
    "kept pair alone turned": [without("alice_2", "bob_2")],
    "measured pair alone turned": [without("alice", "bob")],
    "turn about Y": [(*turned("ry"), *MEET)],
    "CNOTs the other way": [(*TURNS, *UP), (*TURNS, *MEET, *MEET)],
    "CNOTs the other way, no turn": [UP],
    "Bob's CNOT the other way": [(*TURNS, MEET[0], UP[1])],
    "Alice's CNOT the other way": [(*TURNS, UP[0], MEET[1])],
    "Bob's CNOT missing": [(*TURNS, MEET[0])],
    "Alice's CNOT missing": [(*TURNS, MEET[1])],
    "CNOTs missing": [TURNS, ()],
    "turn after the CNOTs": [(*MEET, *TURNS)],
    "": [(*TURNS, *MEET, ("y", "alice")), (*TURNS, *MEET, ("h", "bob"))],
}


@pytest.mark.parametrize(
    ("slip", "gates"), [(slip, one) for slip, many in GATES_WRONG.items() for one in many]
)
def test_wrong_gates_are_named_and_the_rule_counts(slip, gates):
    said = verdict("10.1", made(gates=gates))
    assert (said.status, said.slip) == ("wrong", slip)
    assert said.score == pytest.approx(1 / 3)
    assert "Right already: the rule." in said.message
    assert "From raw pairs of 0.72 and 0.66" in said.message


@pytest.mark.parametrize(
    ("rule", "slip"),
    [
        (on_values(), "never discarded"),
        (on_values(0, 3), "kept if different"),
        (on_values(1, 2, 3), "both 1 discarded"),
        (on_values(0, 1, 2), "both 0 discarded"),
        (on_values(2, 3), "Bob's bit alone"),
        (on_values(1, 3), "Alice's bit alone"),
        (on_values(1), "one of two differences"),
        (on_values(2), "one of two differences"),
        (lambda circuit, step1, pair: discard(circuit, step1, pair[:1]), "one half reset"),
        (lambda circuit, step1, pair: discard(circuit, step1, pair[1:]), "one half reset"),
    ],
)
def test_wrong_rules_are_named_and_the_gates_count(rule, slip):
    said = verdict("10.1", made(rule=rule))
    assert (said.status, said.slip) == ("wrong", slip)
    assert said.score == pytest.approx(2 / 3)
    assert "Right already: the gates." in said.message


def test_both_wrong_are_both_told():
    said = verdict("10.1", made(gates=MEET, rule=on_values(0, 3)))
    assert said.slips == ("turn missing", "kept if different")
    assert said.score == 0


def test_who_always_discards_leaves_no_gates_to_judge():
    always = made(rule=lambda circuit, step1, pair: circuit.reset(pair))
    said = verdict("10.1", always)
    assert (said.slip, said.score) == ("always discarded", 0)


def with_an_expression():
    def rule(circuit, step1, pair):
        with circuit.if_test(expr.bit_xor(step1[0], step1[1])):
            circuit.reset(pair)

    return made(rule=rule)


def into_one_bit():
    circuit = made(rule=on_values(), measured=("alice_2",))
    circuit.measure(circuit.qubits[3], circuit.cregs[0][0])
    return circuit


def run_twice(rule=discard):
    circuit = made(rule=rule)
    return circuit.compose(circuit)


def measured_at_the_end():
    circuit = made()
    circuit.measure_all()
    return circuit


@pytest.mark.parametrize(
    ("circuit", "slip"),
    [
        (empty(), "nothing measured"),
        (QuantumCircuit(4), "nothing measured"),
        (made(measured=("alice", "bob")), "kept pair measured"),
        (measured_at_the_end(), "kept pair measured"),
        (made(measured=("alice_2",), rule=on_values()), "one half measured"),
        (made(gates=(*GATES, ("cx", "alice_2", "bob_2"))), "gate between places"),
        (made(gates=(*TURNS, ("cx", "alice", "bob"), *MEET)), "gate between places"),
        (run_twice(), "an earlier try left"),
        (run_twice(on_values()), "an earlier try left"),
        (into_one_bit(), "bits not both there"),
        (with_an_expression(), "another way to branch"),
    ],
)
def test_what_is_no_round_at_all_says_what_to_do(circuit, slip):
    said = verdict("10.1", circuit)
    assert (said.status, said.score, said.slip) == ("wrong", 0, slip)


def test_gates_between_places_are_found_in_branches_too():
    def rule(circuit, step1, pair):
        discard(circuit, step1, pair)
        with circuit.if_test((step1, 3)):
            circuit.swap(*pair)

    assert verdict("10.1", made(rule=rule)).slip == "gate between places"


def test_each_slip_leaves_pairs_of_its_own():
    for outcomes in ([(0, 0), (1, 1)], [(0, 1), (1, 0)]):
        left = [set_10_keep._made(), *(set_10_keep._made(**s) for s, _ in set_10_keep.GATES)]
        for place, one in enumerate(left):
            assert not any(set_10_keep._agree(one, other, outcomes) for other in left[:place])
