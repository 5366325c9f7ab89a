"""Exercise 10.1: one round of DEJMPS and its rule, judged by what each outcome leaves."""

from math import pi
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from qiskit import QuantumCircuit
from qiskit.circuit import Gate

from qinet_edu import theory
from qinet_edu.check.branches import NotFollowed, branches
from qinet_edu.check.exercise import Given
from qinet_edu.check.explaining import add_up, part
from qinet_edu.check.sets.set_04_corrections import places_of
from qinet_edu.check.verdict import Part, Verdict

PARTIES = ("alice", "bob", "alice_2", "bob_2")
MESSAGES = "step1"
OUTCOMES = ((0, 0), (0, 1), (1, 0), (1, 1))  # Alice's bit, Bob's
EQUAL = ((0, 0), (1, 1))
WITHIN = 1e-6
RAW = (  # unlike each other, and each error another chance: what is exchanged shows
    ((0.72, 0.05, 0.08, 0.15), (0.66, 0.13, 0.03, 0.18)),
    ((0.61, 0.17, 0.1, 0.12), (0.79, 0.02, 0.14, 0.05)),
)

Outcome = tuple[int, int]
Matrix = NDArray[np.complex128]
Left = dict[Outcome, Matrix]


class _Crossing(ValueError):
    """A gate joins a qubit of Alice's with one of Bob's."""


def one_round(
    *,
    turns: str = "rx",
    alice: tuple[float, float] = (pi / 2, pi / 2),
    bob: tuple[float, float] = (-pi / 2, -pi / 2),
    down: str = "ab",
    up: str = "",
    late: bool = False,
    discard: tuple[Outcome, ...] = ((0, 1), (1, 0)),
    halves: tuple[int, ...] = (0, 1),
) -> QuantumCircuit:
    """Return the round, or what a slip makes of it.

    Args:
        turns: the gate that turns.
        alice: by how much Alice turns her half of the kept pair, and of the measured one.
        bob: the same for Bob.
        down: who has a CNOT from the kept pair to the measured one, of ``"ab"``.
        up: who has one the other way.
        late: whether the turns come after the CNOTs.
        discard: the outcomes in which the pair is reset.
        halves: which of its halves are.

    Example:
        >>> one_round().num_qubits
        4
    """
    circuit = QuantumCircuit(4, 2)

    def turn() -> None:
        for place, angle in zip((0, 2, 1, 3), (*alice, *bob), strict=True):
            if angle:
                getattr(circuit, turns)(angle, place)

    if not late:
        turn()
    for place, who in enumerate("ab"):
        if who in down:
            circuit.cx(place, place + 2)
        if who in up:
            circuit.cx(place + 2, place)
    if late:
        turn()
    circuit.measure([2, 3], [0, 1])
    for one, other in discard:
        with (
            circuit.if_test((circuit.clbits[0], one)),
            circuit.if_test((circuit.clbits[1], other)),
        ):
            for half in halves:
                circuit.reset(half)
    return circuit


UNTURNED: dict[str, Any] = {"alice": (0, 0), "bob": (0, 0)}
GATES: tuple[tuple[dict[str, Any], str], ...] = (
    (
        UNTURNED,
        "turn missing | "
        "Your turns change nothing, or are not there. Without them the next round cannot see what "
        "this one could not: Rx(π/2) on Alice's qubits, Rx(−π/2) on Bob's, before the CNOTs.",
    ),
    (
        {"bob": (pi / 2, pi / 2)},
        "same sign at both ends | "
        "Do both turn the same way? That takes Φ+ to Ψ+; with opposite signs it stays Φ+.",
    ),
    ({"bob": (0, 0)}, "Alice alone turns | Bob does not turn. Both must, or Φ+ does not stay Φ+."),
    (
        {"alice": (0, 0)},
        "Bob alone turns | Alice does not turn. Both must, or Φ+ does not stay Φ+.",
    ),
    (
        {"alice": (pi / 2, 0), "bob": (-pi / 2, 0)},
        "kept pair alone turned | "
        "You turned the kept pair alone. Both pairs are turned before they meet.",
    ),
    (
        {"alice": (0, pi / 2), "bob": (0, -pi / 2)},
        "measured pair alone turned | "
        "You turned the measured pair alone. Both pairs are turned before they meet.",
    ),
    (
        {"turns": "ry"},
        "turn about Y | "
        "You turned about Y. There opposite signs do not leave Φ+ as it is; about X they do.",
    ),
    (
        {"down": "", "up": "ab"},
        "CNOTs the other way | "
        "The measured bits say nothing of the kept pair's flips. Either your CNOTs run from the "
        "measured pair to the kept one, or they undo each other: the kept half is the control.",
    ),
    (
        {"down": "", "up": "ab", **UNTURNED},
        "CNOTs the other way, no turn | "
        "The measured bits say nothing of the kept pair's flips, and nothing was turned. Either "
        "your CNOTs run from the measured pair to the kept one, or they undo each other: the kept "
        "half is the control.",
    ),
    (
        {"down": "a", "up": "b"},
        "Bob's CNOT the other way | "
        "Bob's CNOT runs from the measured pair to the kept one. At both ends the kept half is the "
        "control.",
    ),
    (
        {"down": "b", "up": "a"},
        "Alice's CNOT the other way | "
        "Alice's CNOT runs from the measured pair to the kept one. At both ends the kept half is "
        "the control.",
    ),
    ({"down": "a"}, "Bob's CNOT missing | Bob needs a CNOT as well, from bob to bob_2."),
    ({"down": "b"}, "Alice's CNOT missing | Alice needs a CNOT as well, from alice to alice_2."),
    (
        {"late": True},
        "turn after the CNOTs | "
        "You turned after the CNOTs. The pairs are turned before they meet, and not after.",
    ),
)
UNMET = (
    "CNOTs missing | "
    "The two pairs have not met: a CNOT at each end lets the kept one leave its flips in the "
    "measured one."
)
RULES: dict[frozenset[Outcome], str] = {
    frozenset(): "never discarded | "
    "Nothing is ever discarded. Without that the pair is worse than before: reset both halves "
    "where the bits differ.",
    frozenset(EQUAL): "kept if different | "
    "The rule is the wrong way round: two good pairs give equal bits. Discard where they differ.",
    frozenset(OUTCOMES): "always discarded | "
    "The pair is reset whatever the bits say. If you wrote a Python `if`: no bit is known yet "
    "while you write the circuit, so use if_test.",
    frozenset({(0, 1), (1, 0), (1, 1)}): "both 1 discarded | "
    "Both 1 is as good as both 0: the bits are random one by one, and only whether they agree says "
    "something.",
    frozenset({(0, 0), (0, 1), (1, 0)}): "both 0 discarded | "
    "Both 0 is as good as both 1: the bits are random one by one, and only whether they agree says "
    "something.",
    frozenset({(0, 1), (1, 1)}): "Bob's bit alone | "
    "Your rule looks at Bob's bit alone, which is a coin. Compare it with Alice's.",
    frozenset({(1, 0), (1, 1)}): "Alice's bit alone | "
    "Your rule looks at Alice's bit alone, which is a coin. Compare it with Bob's.",
    frozenset({(0, 1)}): "one of two differences | "
    "The bits differ in two ways, 0 and 1, or 1 and 0. Discard in both.",
    frozenset({(1, 0)}): "one of two differences | "
    "The bits differ in two ways, 0 and 1, or 1 and 0. Discard in both.",
}


def judge_keep(circuit: QuantumCircuit, _: Given) -> Verdict:
    """Compare the pair that each outcome leaves with that of the round, and look who discards."""
    if why := _unmeasured(circuit):
        slip, words = why
        return Verdict.wrong(words, slip=slip)
    try:
        found = [left_by(circuit, *raw) for raw in RAW]
    except NotFollowed as problem:
        return Verdict.wrong(str(problem), slip="another way to branch")
    except _Crossing:
        return Verdict.wrong(
            "A gate joins a qubit of Alice's with one of Bob's, who may be 100 km apart. Each of "
            "them has gates on their own qubits only; all that crosses is two bits.",
            slip="gate between places",
        )
    if any(set(one) != {*OUTCOMES} for one in found):
        return Verdict.wrong(
            "The two bits in step1 never take all of their four values. Measure alice_2 into "
            "step1[0] and bob_2 into step1[1], each once.",
            slip="bits not both there",
        )
    cleared = {o: [_cleared(one[o]) for one in found] for o in OUTCOMES}
    none_left = frozenset(o for o in OUTCOMES if all(both == (True, True) for both in cleared[o]))
    met = any(len(step.qubits) > 1 and isinstance(step.operation, Gate) for step in circuit.data)
    parts = [_gates(found, none_left, met=met), _rule(none_left, cleared)]
    (f, g), _other = RAW
    best, chance = theory.dejmps(f, g)
    right = (
        f"Raw pairs of {f[0]:g} and {g[0]:g} leave one of {best[0]:.3f}, in {100 * chance:.0f} % "
        "of the tries. Nobody has looked at the pair that is kept, and only two bits have crossed."
    )
    verdict = add_up(parts, right=right, exercise="10.1", weights=(2, 1))
    if verdict.status == "wrong" and circuit.count_ops()["measure"] > 2:
        return Verdict.wrong(
            "There are more than two measurements, as after a cell that was run twice. Run the "
            "cell that makes `raw` again, then yours, and begin it with purify = raw.copy().",
            slip="an earlier try left",
        )
    return verdict


def left_by(circuit: QuantumCircuit, kept: ArrayLike, measured: ArrayLike) -> Left:
    """Return what each outcome leaves on ``alice`` and ``bob``, its trace how likely it is.

    Args:
        circuit: with two raw pairs there when it begins.
        kept: the Bell-diagonal vector of the pair on ``alice`` and ``bob``.
        measured: that of the pair on ``alice_2`` and ``bob_2``.

    Example:
        >>> left = left_by(one_round(discard=()), [0.8, 0.2, 0, 0], [0.8, 0.2, 0, 0])
        >>> float(round(sum(left[o].trace().real for o in EQUAL), 6))
        1.0
    """
    roles = places_of(PARTIES, circuit.qregs, circuit)
    numbers = np.arange(16)
    order = np.zeros(16, int)
    for role, place in enumerate(roles):
        order += (numbers >> role & 1) << place
    start = np.zeros((16, 16), complex)
    start[np.ix_(order, order)] = np.kron(
        theory.bell_diagonal(measured), theory.bell_diagonal(kept)
    )
    sides = {place: role % 2 for role, place in enumerate(roles)}

    def local(places: list[int]) -> tuple[int, ...]:
        if len({sides[place] for place in places}) > 1:
            raise _Crossing
        return ()

    bits = _message_bits(circuit)
    left: Left = {}
    for key, state in branches(circuit, start, reads=local).items():
        outcome = key[bits[0]], key[bits[1]]
        pairs = state[np.ix_(order, order)].reshape(4, 4, 4, 4)
        left[outcome] = left.get(outcome, 0) + np.einsum("kikj->ij", pairs)
    return left


def _message_bits(circuit: QuantumCircuit) -> list[int]:
    for register in circuit.cregs:
        if register.name == MESSAGES and register.size == 2:
            return [circuit.find_bit(bit).index for bit in register]
    return [0, 1]


def _unmeasured(circuit: QuantumCircuit) -> tuple[str, str] | None:
    """Tell what is wrong with who is measured, if anything is: a slip and the words."""
    read = {circuit.qubits.index(s.qubits[0]) for s in circuit.data if s.name == "measure"}
    alice, bob, alice_2, bob_2 = places_of(PARTIES, circuit.qregs, circuit)
    if circuit.num_clbits < 2 or not read:
        return (
            "nothing measured",
            "Nothing is measured, so nobody knows whether to keep the pair. Measure alice_2 into "
            "step1[0] and bob_2 into step1[1].",
        )
    if {alice, bob} & read:
        return (
            "kept pair measured",
            "You measured the pair that is to be kept: what is left of it is bits. Measure alice_2 "
            "and bob_2, the pair that is spent.",
        )
    if not {alice_2, bob_2} <= read:
        return (
            "one half measured",
            "One half is not measured. Two bits are compared: Alice's from alice_2, Bob's from "
            "bob_2.",
        )
    return None


def _gates(found: list[Left], discarded: frozenset[Outcome], *, met: bool) -> Part:
    """Judge the pair where it was not discarded; where the rule would keep it, if it is there."""
    name = "the gates"
    there = [o for o in OUTCOMES if o not in discarded]
    looked = [o for o in there if o in EQUAL] or there
    if not looked:
        return part(name, "No outcome leaves a pair, so the gates could not be judged.")
    if _agree(found, _made(), looked):
        return Part(name, 1.0)
    why = next((w for slip, w in GATES if _agree(found, _made(**slip), looked)), "")
    why = why if met else UNMET
    outcome = next(o for o in looked if not _agree(found, _made(), [o]))
    number = next(n for n in range(len(RAW)) if not _same(found[n], _made()[n], outcome))
    raw, ours, right = RAW[number], found[number][outcome], _made()[number][outcome]
    got = (
        f"From raw pairs of {raw[0][0]:g} and {raw[1][0]:g}, bits {outcome[0]} and {outcome[1]} "
        f"should come with {right.trace().real:.3f} and leave a pair of "
        f"{_fidelity(right):.3f}; yours come with {ours.trace().real:.3f} and leave "
        f"{_fidelity(ours):.3f}."
    )
    if abs(_fidelity(ours) - _fidelity(right)) < 5e-4:
        got += " Its other errors are not those of the round."
    return part(name, got, why)


def _rule(discarded: frozenset[Outcome], cleared: dict[Outcome, list[tuple[bool, bool]]]) -> Part:
    name = "the rule"
    if discarded == frozenset(OUTCOMES) - {*EQUAL}:
        return Part(name, 1.0)
    half = any((True, False) in both or (False, True) in both for both in cleared.values())
    why = RULES.get(discarded, "")
    if half:
        why = (
            "one half reset | "
            "You reset one half. The pair is discarded when both ends begin anew: reset alice and "
            "bob."
        )
    wrong = next(o for o in OUTCOMES if (o in discarded) == (o in EQUAL))
    did = "reset" if wrong in discarded else "not reset"
    return part(name, f"With bits {wrong[0]} and {wrong[1]} the pair is {did}.", why)


def _made(**slip: Any) -> list[Left]:
    key = repr(sorted(slip.items()))
    if key not in _MADE:
        _MADE[key] = [left_by(one_round(**slip, discard=()), *raw) for raw in RAW]
    return _MADE[key]


_MADE: dict[str, list[Left]] = {}


def _same(one: Left, other: Left, outcome: Outcome) -> bool:
    return bool(np.abs(one[outcome] - other[outcome]).max() < WITHIN)


def _agree(found: list[Left], other: list[Left], outcomes: list[Outcome]) -> bool:
    return all(_same(a, b, o) for a, b in zip(found, other, strict=True) for o in outcomes)


def _fidelity(left: Matrix) -> float:
    return float(np.clip(theory.fidelity(left / left.trace().real), 0, 1))


def _cleared(left: Matrix) -> tuple[bool, bool]:
    """Tell whether Alice's half is |0⟩, and whether Bob's is."""
    chances = np.real(np.diag(left)) / left.trace().real  # 00, 01, 10, 11: Bob's left
    return bool(chances[1] + chances[3] < WITHIN), bool(chances[2] + chances[3] < WITHIN)
