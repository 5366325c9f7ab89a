"""Exercise 11.1: any chain that joins passes, and each known misconception fails with its words."""

import pytest
from qiskit import ClassicalRegister, QuantumCircuit, QuantumRegister
from sending import verdict

from qinet_edu import circuits, theory
from qinet_edu.check.sets import set_11_hops

NODES = (("node1", "bits1"), ("node2", "bits2"))


class Chain:
    """A circuit with the registers of the exercise, and short names for them."""

    def __init__(self, order=("alice", "node1", "node2", "bob")):
        registers = {name: QuantumRegister(2 if name[0] == "n" else 1, name) for name in order}
        self.bits = {name: ClassicalRegister(2, name) for name in ("node1", "node2")}
        self.circuit = QuantumCircuit(*registers.values(), *self.bits.values())
        self.at = registers
        self.bob = registers["bob"][0]

    def measure(self, gates=(("cx", 0, 1), ("h", 0)), nodes=("node1", "node2"), into=(0, 1)):
        for name in nodes:
            for gate, *places in gates:
                getattr(self.circuit, gate)(*(self.at[name][place] for place in places))
            self.circuit.measure(self.at[name], [self.bits[name][place] for place in into])
        return self

    def correct(self, rules, *, value=1):
        """Add a gate on Bob's half for each (gate, node, bit)."""
        for gate, name, place in rules:
            with self.circuit.if_test((self.bits[name][place], value)):
                getattr(self.circuit, gate)(self.bob)
        return self


RULES = [(gate, name, place) for name in ("node1", "node2") for gate, place in (("x", 1), ("z", 0))]


def on_registers(chain, node_values):
    for name in ("node1", "node2"):
        for value, gates in node_values.items():
            with chain.circuit.if_test((chain.bits[name], value)):
                for gate in gates:
                    getattr(chain.circuit, gate)(chain.bob)
    return chain


def one_by_one():
    """Node 2 corrects its half before it measures, as in teleporting twice."""
    chain = Chain().measure(nodes=["node1"])
    for place, gate in enumerate("zx"):
        with chain.circuit.if_test((chain.bits["node1"][place], 1)):
            getattr(chain.circuit, gate)(chain.at["node2"][0])
    return chain.measure(nodes=["node2"]).correct(RULES[2:])


def at_alices():
    chain = Chain().measure()
    chain.bob = chain.at["alice"][0]
    return chain.correct(RULES)


def with_an_else():
    chain = Chain().measure()
    for name, bits in chain.bits.items():
        with chain.circuit.if_test((bits[1], 0)) as other:
            chain.circuit.barrier()
        with other:
            chain.circuit.x(chain.bob)
        assert name
    return chain.correct([rule for rule in RULES if rule[0] == "z"])


RIGHT = {
    "as asked": Chain().measure().correct(RULES),
    "corrections in another order": Chain().measure().correct(RULES[::-1]),
    "node 2 first": Chain().measure(nodes=("node2", "node1")).correct(RULES),
    "one after the other": one_by_one(),
    "at Alice's end": at_alices(),
    "registers as a whole": on_registers(Chain().measure(), {1: "z", 2: "x", 3: "xz"}),
    "an else": with_an_else(),
    "registers in another order": Chain(("bob", "node2", "alice", "node1"))
    .measure()
    .correct(RULES),
    "a CNOT of CZ": Chain().measure((("h", 1), ("cz", 0, 1), ("h", 1), ("h", 0))).correct(RULES),
    "roles of the halves exchanged": Chain()
    .measure((("cx", 1, 0), ("h", 1)))
    .correct([(gate, name, 1 - place) for gate, name, place in RULES]),
    "bits exchanged and read so": Chain()
    .measure(into=(1, 0))
    .correct([(gate, name, 1 - place) for gate, name, place in RULES]),
}


@pytest.mark.parametrize("chain", RIGHT.values(), ids=RIGHT.keys())
def test_whatever_joins_the_links_passes(chain):
    assert verdict("11.1", chain.circuit).status == "right"


def test_plain_qubits_and_bits_pass():
    assert verdict("11.1", set_11_hops.joined()).status == "right"


def test_the_chain_of_the_library_is_this_one_after_its_links():
    whole = circuits.swap_chain(3)
    bare = whole.copy_empty_like()
    first = next(n for n, step in enumerate(whole.data) if step.name == "measure") - 2
    for step in whole.data[first:]:
        bare.append(step)
    assert verdict("11.1", bare).status == "right"
    assert verdict("11.1", whole).slip == "gate between places"


def test_two_nodes_whose_corrections_both_act_on_0_undo_each_other():
    chain = Chain().measure().correct(RULES, value=0)
    assert verdict("11.1", chain.circuit).status == "right"


def exchanged(*names):
    return [
        ({"x": "z", "z": "x"}[gate] if name in names else gate, name, place)
        for gate, name, place in RULES
    ]


def always(chain):
    chain.circuit.x(chain.bob)
    chain.circuit.z(chain.bob)
    return chain


def or_of(chain):
    for place, gate in enumerate("zx"):
        first, second = (chain.bits[name][place] for name in ("node1", "node2"))
        with chain.circuit.if_test((first, 1)) as other:
            getattr(chain.circuit, gate)(chain.bob)
        with other, chain.circuit.if_test((second, 1)):
            getattr(chain.circuit, gate)(chain.bob)
    return chain


def and_of(chain):
    for place, gate in enumerate("zx"):
        first, second = (chain.bits[name][place] for name in ("node1", "node2"))
        with chain.circuit.if_test((first, 1)), chain.circuit.if_test((second, 1)):
            getattr(chain.circuit, gate)(chain.bob)
    return chain


def half_on_0():
    chain = Chain().measure().correct(RULES[:2], value=0)
    return chain.correct(RULES[2:])


FRAMES = {
    "no corrections": (Chain().measure(), 0),
    "X and Z exchanged": (Chain().measure().correct(exchanged("node1", "node2")), 0),
    "X and Z exchanged at node1": (Chain().measure().correct(exchanged("node1")), 0),
    "X and Z exchanged at node2": (Chain().measure().correct(exchanged("node2")), 0),
    "signs missing": (Chain().measure().correct([r for r in RULES if r[0] == "x"]), 0.5),
    "flips missing": (Chain().measure().correct([r for r in RULES if r[0] == "z"]), 0.5),
    "node1 forgotten": (Chain().measure().correct(RULES[2:]), 0),
    "node2 forgotten": (Chain().measure().correct(RULES[:2]), 0),
    "OR for XOR": (or_of(Chain().measure()), 0),
    "only when both nodes say 1": (and_of(Chain().measure()), 0),
    "both bits 1 forgotten": (on_registers(Chain().measure(), {1: "z", 2: "x"}), 0),
    "both gates follow [1]": (
        Chain().measure().correct([(gate, name, 1) for gate, name, _ in RULES]),
        0.5,
    ),
    "both gates follow [0]": (
        Chain().measure().correct([(gate, name, 0) for gate, name, _ in RULES]),
        0.5,
    ),
    "one bit of each node": (Chain().measure().correct([RULES[0], RULES[3]]), 0),
    "corrections always act": (always(Chain().measure()), 0),
    "one node's corrections act on 0": (half_on_0(), 0),
    "corrections before the measurement": (Chain().correct(RULES).measure(), 0),
}


@pytest.mark.parametrize("slip", FRAMES)
def test_wrong_corrections(slip):
    chain, score = FRAMES[slip]
    said = verdict("11.1", chain.circuit)
    assert (said.status, said.slip) == ("wrong", slip)
    assert said.score == score
    assert "expected Φ+" in said.message


MEASURED = {
    "H missing": (("cx", 0, 1),),
    "CNOT missing": (("h", 0),),
    "halves measured one by one": (),
    "H before the CNOT": (("h", 0), ("cx", 0, 1)),
    "H on the target": (("cx", 0, 1), ("h", 1)),
    "CNOT the other way": (("cx", 1, 0), ("h", 0)),
}


@pytest.mark.parametrize("nodes", [("node1", "node2"), ("node1",), ("node2",)])
@pytest.mark.parametrize("rules", [RULES, []])
@pytest.mark.parametrize("slip", MEASURED)
def test_wrong_measurements_are_told_whatever_the_corrections(slip, rules, nodes):
    chain = Chain()
    for name, _ in NODES:
        gates = MEASURED[slip] if name in nodes else (("cx", 0, 1), ("h", 0))
        chain.measure(gates, nodes=[name])
    said = verdict("11.1", chain.correct(rules).circuit)
    assert (said.status, said.slip, said.score) == ("wrong", slip, 0)
    assert ("At both nodes" if len(nodes) == 2 else f"At {nodes[0]}") in said.message


def altered(change, chain=None):
    chain = chain or Chain()
    change(chain)
    return chain.circuit


def measured_without(chain, missing):
    for name, place in (("node1", 0), ("node1", 1), ("node2", 0), ("node2", 1)):
        if (name, place) != missing:
            chain.circuit.measure(chain.at[name][place], chain.bits[name][place])


OTHERS = {
    "nothing measured": altered(lambda c: c.circuit.cx(*c.at["node1"])),
    "an end measured": altered(
        lambda c: c.circuit.measure(c.bob, c.bits["node1"][0]), Chain().measure()
    ),
    "measured twice": altered(lambda c: c.measure().correct(RULES), Chain().measure()),
    "one half measured": altered(lambda c: measured_without(c, ("node2", 1))),
    "gate between places": altered(
        lambda c: c.circuit.cx(c.at["node2"][1], c.bob), Chain().measure()
    ),
    "bits not all there": Chain().measure(into=(0, 0)).circuit,
}


@pytest.mark.parametrize("slip", OTHERS)
def test_other_misconceptions(slip):
    said = verdict("11.1", OTHERS[slip])
    assert (said.status, said.slip, said.score) == ("wrong", slip, 0)


def test_the_half_that_is_missing_is_named():
    for name in ("node1", "node2"):
        for place in (0, 1):
            circuit = altered(lambda c, at=(name, place): measured_without(c, at))
            assert f"{name}[{place}] is not measured" in verdict("11.1", circuit).message


def test_a_pair_that_is_turned_at_the_end_points_to_the_hints():
    chain = Chain().measure().correct(RULES)
    chain.circuit.rx(0.3, chain.bob)
    said = verdict("11.1", chain.circuit)
    assert (said.status, said.slip) == ("wrong", "")
    assert "no Bell state" in said.message
    assert "hint" in said.message


def test_a_pair_made_afresh_at_the_ends_is_no_answer():
    chain = Chain().measure()
    chain.circuit.reset([chain.at["alice"][0], chain.bob])
    chain.circuit.h(chain.at["alice"][0])
    chain.circuit.cx(chain.at["alice"][0], chain.bob)
    assert verdict("11.1", chain.circuit).slip == "gate between places"


def test_perfect_links_are_enough_to_tell():
    pairs = set_11_hops.held(set_11_hops.joined(correct=False))
    assert len(pairs) == 16
    for (z, x, v, y), pair in pairs.items():
        name = {(0, 0): "phi+", (1, 0): "psi+", (0, 1): "phi-", (1, 1): "psi-"}[x ^ y, z ^ v]
        assert theory.fidelity(pair, name) == pytest.approx(1)


def test_what_is_not_followed_says_so():
    chain = Chain()
    extra = ClassicalRegister(1, "more")
    chain.circuit.add_register(extra)
    chain.circuit.h(chain.bob)
    chain.circuit.measure(chain.bob, extra[0])
    assert verdict("11.1", chain.measure().circuit).slip == "an end measured"
