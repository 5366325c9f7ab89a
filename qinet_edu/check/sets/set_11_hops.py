"""Exercise 11.1: three links joined to one pair, judged by what each of the 16 outcomes leaves."""

from collections.abc import Callable, Iterable
from functools import cache
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray
from qiskit import QuantumCircuit
from qiskit.circuit import Gate

from qinet_edu import theory
from qinet_edu.check.branches import NotFollowed, branches
from qinet_edu.check.exercise import Given
from qinet_edu.check.explaining import BELL_SYMBOLS, add_up, named, part
from qinet_edu.check.verdict import Part, Verdict

QUBITS = {"alice": 1, "node1": 2, "node2": 2, "bob": 1}
BITS = {"node1": 2, "node2": 2}
SIDES = (0, 1, 1, 2, 2, 3)  # whose each qubit is
OUTCOMES = tuple(product((0, 1), repeat=4))  # node1[0], node1[1], node2[0], node2[1]
ERRORS = {"phi+": (0, 0), "psi+": (1, 0), "phi-": (0, 1), "psi-": (1, 1)}  # X left over, and Z
WITHIN = 1e-6

Outcome = tuple[int, ...]
Gates = tuple[tuple[str, tuple[int, ...]], ...]
Matrix = NDArray[np.complex128]
Held = dict[Outcome, Matrix]
Made = Callable[[int, int, int, int], tuple[int, int]]


class _Crossing(ValueError):
    """A gate joins qubits in different places."""


# What is done for the bits z1, x1, z2, x2: an X or not, a Z or not.
SLIPS: tuple[tuple[Made, str], ...] = (
    (
        lambda *_: (0, 0),
        "no corrections | "
        "Nothing has happened to Bob's half. The corrections must act on `bob`, once the bits are "
        "there. (A Python `if` will not do: no bit is known while you write the circuit.)",
    ),
    (
        lambda z, x, v, y: (z ^ v, x ^ y),
        "X and Z exchanged | "
        "X and Z are exchanged: Z follows the bit read after the H, [0], and X the other, [1].",
    ),
    (
        lambda z, x, v, y: (z ^ y, x ^ v),
        "X and Z exchanged at node1 | "
        "At node1 X and Z are exchanged: Z follows the bit read after the H, [0], X the other.",
    ),
    (
        lambda z, x, v, y: (x ^ v, z ^ y),
        "X and Z exchanged at node2 | "
        "At node2 X and Z are exchanged: Z follows the bit read after the H, [0], X the other.",
    ),
    (
        lambda z, x, v, y: (x ^ y, 0),
        "signs missing | The flips are right; the signs are still missing. Which bits drive Z?",
    ),
    (
        lambda z, x, v, y: (0, z ^ v),
        "flips missing | The signs are right; the flips are still missing. Which bits drive X?",
    ),
    (
        lambda z, x, v, y: (y, v),
        "node1 forgotten | Bob listens to node2 alone. The bits of node1 concern his half as well.",
    ),
    (
        lambda z, x, v, y: (x, z),
        "node2 forgotten | Bob listens to node1 alone. The bits of node2 concern his half as well.",
    ),
    (
        lambda z, x, v, y: (x | y, z | v),
        "OR for XOR | "
        "Two flips undo each other, and so do two signs: each bit has a gate of its own.",
    ),
    (
        lambda z, x, v, y: (x & y, z & v),
        "only when both nodes say 1 | "
        "Your corrections act only when both nodes say 1. Each bit has a gate of its own.",
    ),
    (
        lambda z, x, v, y: ((x > z) ^ (y > v), (z > x) ^ (v > y)),
        "both bits 1 forgotten | "
        "With (node, value) a whole register is compared, and value 3 is missing: two ones ask "
        "for X and Z. Test bits, such as (node1[1], 1).",
    ),
    (
        lambda z, x, v, y: (x ^ y, x ^ y),
        "both gates follow [1] | X and Z both follow the bits [1]. Z belongs to the bits [0].",
    ),
    (
        lambda z, x, v, y: (z ^ v, z ^ v),
        "both gates follow [0] | X and Z both follow the bits [0]. X belongs to the bits [1].",
    ),
    (
        lambda z, x, v, y: (x, v),
        "one bit of each node | Each node has two bits, and both of them drive something.",
    ),
    (
        lambda z, x, v, y: (y, z),
        "one bit of each node | Each node has two bits, and both of them drive something.",
    ),
    (
        lambda *_: (1, 1),
        "corrections always act | "
        "X and Z always act. Put each gate into an if_test: Bob corrects what the bits tell "
        "him to.",
    ),
    (
        lambda z, x, v, y: (1 ^ x ^ y, 1 ^ z ^ v),
        "one node's corrections act on 0 | "
        "The corrections for one of the nodes act when its bits are 0. A 1 says that something is "
        "to be undone.",
    ),
)
# How a node may miss the Bell measurement: gates on its qubits [0] and [1].
MEASURED: dict[str, Gates] = {
    "H missing | "
    "an H on [0] is missing. Without it the sign is lost: what is left is two coins that agree.": (
        ("cx", (0, 1)),
    ),
    "CNOT missing | "
    "a CNOT is missing. Without it the halves are measured one by one, and nothing is joined.": (
        ("h", (0,)),
    ),
    "halves measured one by one | "
    "the halves are measured one by one. A CNOT from [0] to [1] and an H on [0] come first.": (),
    "H before the CNOT | "
    "the H comes before the CNOT. That makes a Bell state; to measure one it goes backwards: CNOT "
    "first, then H.": (("h", (0,)), ("cx", (0, 1))),
    "H on the target | "
    "the H is on the target of the CNOT. It belongs on its control: there the sign is.": (
        ("cx", (0, 1)),
        ("h", (1,)),
    ),
    "CNOT the other way | "
    "the CNOT runs from [1] to [0], and the H is on its target. The qubit with the H is the "
    "control.": (("cx", (1, 0)), ("h", (0,))),
}
BELL = (("cx", (0, 1)), ("h", (0,)))


def judge_hops(circuit: QuantumCircuit, _: Given) -> Verdict:
    """Compare the pair at the ends, outcome by outcome, with Φ+."""
    if missing := _unmeasured(circuit):
        slip, words = missing
        return Verdict.wrong(words, slip=slip)
    try:
        found = held(circuit)
        before = held(_uncorrected(circuit))
    except NotFollowed as problem:
        return Verdict.wrong(str(problem), slip="another way to branch")
    except _Crossing:
        return Verdict.wrong(
            "A gate joins qubits in two places, which may be 100 km apart. Each node has gates on "
            "its own two qubits; all that crosses is bits. (The links are there already.)",
            slip="gate between places",
        )
    missed = _missed(circuit, before)
    if {*found} != {*OUTCOMES} and not missed:
        return Verdict.wrong(
            "The four bits never take all of their 16 values. Measure both qubits of node1 into "
            "the bits of node1, and those of node2 into the bits of node2.",
            slip="bits not all there",
        )
    states = {
        outcome: next((name for name in ERRORS if theory.fidelity(pair, name) > 1 - WITHIN), None)
        for outcome, pair in found.items()
    }
    if None in states.values():
        worst = next(outcome for outcome in found if states[outcome] is None)
        most = max(float(theory.fidelity(found[worst], name)) for name in ERRORS)
        got = (
            f"For {_bits(worst)} the ends share no Bell state: the fidelity is {min(most, 1):.2f} "
            "with the nearest one."
        )
        slip, said = missed or ("", "")
        return add_up(
            [Part("the pair", 0.0, f"{got} {said}".strip(), slip)], right="", exercise="11.1"
        )
    left = {outcome: ERRORS[str(name)] for outcome, name in states.items()}
    done = {o: (o[1] ^ o[3] ^ left[o][0], o[0] ^ o[2] ^ left[o][1]) for o in OUTCOMES}
    why = next((w for made, w in SLIPS if all(done[o] == made(*o) for o in OUTCOMES)), "")
    if _early(circuit):
        why = (
            "corrections before the measurement | "
            "A correction stands before the measurement whose bit it follows: the bit is still 0 "
            "there. Measure first."
        )
    parts = []
    for place, name in enumerate(("the flips", "the signs")):
        failed = [outcome for outcome in OUTCOMES if left[outcome][place]]
        if not failed:
            parts.append(Part(name, 1.0))
            continue
        worst = min(failed, key=sum)
        got = f"For {_bits(worst)} the ends share {BELL_SYMBOLS[str(states[worst])]}, expected Φ+."
        parts.append(part(name, got, why))
        why = ""
    right = (
        "Whatever the four bits, Alice and Bob share Φ+. Neither node has waited for the other, "
        "and neither knows anything of what the pair is for."
    )
    return add_up(parts, right=right, exercise="11.1")


def held(circuit: QuantumCircuit) -> Held:
    """Return for each outcome the pair of Alice and Bob, if all three links begin as Φ+.

    Gates that stay in one place, and bits, cannot entangle what was not: so perfect pairs are
    enough to tell whether the links were joined.

    Example:
        >>> from qinet_edu import circuits
        >>> rounded = {theory.fidelity(pair).round(6) for pair in held(joined()).values()}
        >>> rounded == {1.0}
        True
    """
    roles = _places(QUBITS, circuit.qregs, circuit.qubits)
    bits = _places(BITS, circuit.cregs, circuit.clbits)
    numbers = np.arange(64)
    order = np.zeros(64, int)
    for role, place in enumerate(roles):
        order += (numbers >> role & 1) << place
    links = np.zeros(64)
    links[order] = [all((n >> k & 1) == (n >> k + 1 & 1) for k in (0, 2, 4)) for n in numbers]
    sides = {place: SIDES[role] for role, place in enumerate(roles)}

    def local(places: list[int]) -> tuple[int, ...]:
        if len({sides[place] for place in places}) > 1:
            raise _Crossing
        return ()

    found: Held = {}
    for key, state in branches(circuit, np.outer(links, links) / 8, reads=local).items():
        outcome = tuple(key[bit] for bit in bits)
        ends = state[np.ix_(order, order)].reshape(2, 16, 2, 2, 16, 2)
        found[outcome] = found.get(outcome, 0) + np.einsum("bmacmd->bacd", ends).reshape(4, 4)
    return {outcome: pair / pair.trace().real for outcome, pair in sorted(found.items())}


def joined(
    first: Gates = BELL,
    second: Gates = BELL,
    *,
    correct: bool = True,
) -> QuantumCircuit:
    """Return the chain, with the gates of both nodes as given.

    Example:
        >>> joined().num_qubits
        6
    """
    circuit = QuantumCircuit(6, 4)
    for start, gates in ((1, first), (3, second)):
        for gate, places in gates:
            getattr(circuit, gate)(*(start + place for place in places))
    circuit.measure([1, 2, 3, 4], [0, 1, 2, 3])
    for bit, gate in enumerate(("z", "x") * 2 if correct else ()):
        with circuit.if_test((circuit.clbits[bit], 1)):
            getattr(circuit, gate)(5)
    return circuit


def _places(sizes: dict[str, int], registers: Iterable[Any], every: list[Any]) -> list[int]:
    """Find qubits or bits by their registers, else in the order asked for."""
    there = {register.name: register for register in registers}
    if any(name not in there or len(there[name]) != size for name, size in sizes.items()):
        return [*range(sum(sizes.values()))]
    return [every.index(one) for name in sizes for one in there[name]]


def _unmeasured(circuit: QuantumCircuit) -> tuple[str, str] | None:
    """Tell what is wrong with who is measured, if anything is: a slip and the words."""
    roles = _places(QUBITS, circuit.qregs, circuit.qubits)
    read = [
        roles.index(circuit.qubits.index(step.qubits[0]))
        for step in circuit.data
        if step.name == "measure"
    ]
    if circuit.num_clbits < 4 or not read:
        return (
            "nothing measured",
            "Nothing is measured, so nobody has bits to send. Measure both qubits of node1 into "
            "node1's bits, and both of node2 into node2's.",
        )
    if {0, 5} & {*read}:
        return (
            "an end measured",
            "You measured an end of the chain: what is left there is a bit. Measure at the nodes; "
            "`alice` and `bob` keep the pair.",
        )
    if len({*read}) < len(read):
        return (
            "measured twice",
            "A qubit is measured twice. If an earlier try is still in the circuit, run the cell "
            "that makes `links` again, then yours, and begin it with hops = links.copy().",
        )
    if len(read) < 4:
        missing = min({1, 2, 3, 4} - {*read})
        return (
            "one half measured",
            f"node{SIDES[missing]}[{1 - missing % 2}] is not measured. Each node measures both of "
            "its halves.",
        )
    return None


def _uncorrected(circuit: QuantumCircuit) -> QuantumCircuit:
    """Return the circuit without its conditions: what the nodes do, and nothing of Bob's."""
    bare = circuit.copy_empty_like()
    for step in circuit.data:
        if step.name != "if_else":
            bare.append(step)
    return bare


def _missed(circuit: QuantumCircuit, before: Held) -> tuple[str, str] | None:
    """Return a slip and the words for what a node does in place of a Bell measurement, if known."""
    roles = _places(QUBITS, circuit.qregs, circuit.qubits)
    met = {
        SIDES[roles.index(circuit.qubits.index(step.qubits[0]))]
        for step in circuit.data
        if isinstance(step.operation, Gate) and len(step.qubits) > 1
    }
    for words, gates in MEASURED.items():
        joins = any(gate == "cx" for gate, _ in gates)
        for nodes in ((1, 2), (1,), (2,)):
            if any((node in met) != joins for node in nodes):
                continue  # to some gates the effect of others is the same
            if _same(before, _made(*(gates if node in nodes else BELL for node in (1, 2)))):
                slip, said = named(words)
                at = "At both nodes" if len(nodes) == 2 else f"At node{nodes[0]}"
                return slip, f"{at}: {said}"
    return None


@cache
def _made(first: Gates, second: Gates) -> Held:
    return held(joined(first, second, correct=False))


def _same(one: Held, other: Held) -> bool:
    return one.keys() == other.keys() and all(
        np.abs(one[outcome] - other[outcome]).max() < WITHIN for outcome in one
    )


def _early(circuit: QuantumCircuit) -> bool:
    """Tell whether a condition reads a bit that is written only later."""
    written: set[object] = set()
    last = {bit: n for n, s in enumerate(circuit.data) if s.name == "measure" for bit in s.clbits}
    for number, step in enumerate(circuit.data):
        if step.name == "if_else":
            written |= {bit for bit in step.clbits if last.get(bit, -1) > number}
    return bool(written)


def _bits(outcome: Outcome) -> str:
    first, second = outcome[:2], outcome[2:]
    return f"node1 = {first[0]}, {first[1]} and node2 = {second[0]}, {second[1]}"
