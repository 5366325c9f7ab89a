"""One round of QKD with pairs, and what each protocol of pairs measures along and counts."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import pi
from typing import Literal, TypeAlias

from qiskit.circuit import QuantumCircuit
from qiskit.circuit.library import IGate

from qinet_edu.arguments import Direction
from qinet_edu.circuits.bell_tests import FIDELITY_SIGNS, Setting, check_bell_state
from qinet_edu.circuits.eavesdropping import Eavesdropper, intercept, turn_back
from qinet_edu.circuits.given import Resource, share
from qinet_edu.circuits.parties import one_qubit_each
from qinet_edu.circuits.qkd import check_eve
from qinet_edu.circuits.superposition import measure, turn_onto_z

PairProtocol: TypeAlias = Literal["bbm92", "e91"]

PAIR_PROTOCOLS: tuple[PairProtocol, ...] = ("bbm92", "e91")


@dataclass(frozen=True)
class PairPlan:
    """Say what both measure along in a protocol of pairs, and what becomes of each kind of round.

    Attributes:
        protocol: ``"bbm92"`` or ``"e91"``.
        state: the Bell state that the source is said to make.
        alice: her directions, one for each of her settings.
        bob: his.
        alice_names: what her settings are called: a basis, or Ekert's angle in degrees.
        bob_names: what his are called; settings of one name make key.
        key: the kinds of round (her setting, his) that make key, and whether Bob flips his bit.
        test: the kinds of round that the Bell test counts, and their signs in S.

    Example:
        >>> pair_plan("bbm92", state="psi+").key
        {(0, 0): True, (1, 1): False}
    """

    protocol: PairProtocol
    state: str
    alice: tuple[Direction, ...]
    bob: tuple[Direction, ...]
    alice_names: tuple[str, ...]
    bob_names: tuple[str, ...]
    key: Mapping[tuple[int, int], bool]
    test: Mapping[tuple[int, int], int]

    @property
    def settings(self) -> tuple[Setting, ...]:
        """Return the Bell test as ``bell_value`` takes it; nothing for BBM92.

        Example:
            >>> [setting.sign for setting in pair_plan("e91").settings]
            [1, -1, 1, 1]
        """
        return tuple(
            Setting({"alice": self.alice[a], "bob": self.bob[b]}, sign)
            for (a, b), sign in self.test.items()
        )

    @property
    def sign(self) -> int:
        """Return the sign of S on the state: −1 for Ψ− and Ψ+, whose bits differ.

        Example:
            >>> pair_plan("e91", state="psi-").sign, pair_plan("e91", state="phi+").sign
            (-1, 1)
        """
        return FIDELITY_SIGNS[self.state][2]


def pair_plan(protocol: PairProtocol, *, state: str = "phi+") -> PairPlan:
    """Return what a protocol of pairs measures, for the Bell state that its source makes.

    BBM92 measures Z or X on both sides, and half of its rounds make key. E91 has three settings on
    each side, at Ekert's angles 0, 45, 90 and 45, 90, 135 degrees: two of the nine kinds of round
    make key, four test S, and three are of no use. On the singlet Ψ−, for which they are meant,
    S = −2√2; on Φ+ 2√2. For Φ− and Ψ+ Bob's angles are mirrored: as they are they would give 0.

    Args:
        protocol: ``"bbm92"`` or ``"e91"``.
        state: the Bell state that the source is said to make.

    Returns:
        Directions, and what each kind of round is for.

    Raises:
        ValueError: there is no such protocol or state.

    Source:
        A. K. Ekert, PRL 67, 661 (1991); C. H. Bennett, G. Brassard and N. D. Mermin, PRL 68, 557
        (1992).

    Example:
        >>> plan = pair_plan("e91", state="psi-")
        >>> plan.alice_names, plan.bob_names
        (('0', '45', '90'), ('45', '90', '135'))
        >>> plan.key
        {(1, 0): True, (2, 1): True}
    """
    check_pair_protocol(protocol)
    check_bell_state(state)
    x, _, z = FIDELITY_SIGNS[state]
    if protocol == "bbm92":
        axes: tuple[Direction, ...] = ("z", "x")
        names = ("z", "x")
        flips = {(0, 0): z < 0, (1, 1): x < 0}
        return PairPlan(protocol, state, axes, axes, names, names, flips, {})
    side = 1 if x == z else -1  # E = ± cos(a − b), or ± cos(a + b) where X and Z disagree
    ours, theirs = (0, 45, 90), (45, 90, 135)
    return PairPlan(
        protocol,
        state,
        alice=tuple((angle * pi / 180, 0.0) for angle in ours),
        bob=tuple((side * angle * pi / 180, 0.0) for angle in theirs),
        alice_names=tuple(map(str, ours)),
        bob_names=tuple(map(str, theirs)),
        key={(1, 0): z < 0, (2, 1): z < 0},
        test={(0, 0): 1, (0, 2): -1, (2, 0): 1, (2, 2): 1},
    )


def pair_round(
    alice: Direction,
    bob: Direction,
    *,
    source: Resource = "phi+",
    eve: Eavesdropper | None = None,
) -> QuantumCircuit:
    """Send the halves of one pair to Alice and to Bob, who measure each along a direction.

    Nobody needs to trust the source: give it to Eve, and all she can do unseen is to make the pair
    that was asked for. If she wants to know the bits, she has to send both parties halves in states
    that she knows, and such halves agree along her direction alone: along the one across it their
    bits are as often different as equal, and no Bell test with them goes beyond 2.

    Args:
        alice: what she measures along: ``"x"``, ``"y"``, ``"z"`` or Bloch angles (theta, phi) in
            radians.
        bob: what he measures along.
        source: the pair: a Bell state's name, a density matrix of shape (4, 4) with Alice's qubit
            right-most, or a circuit of two qubits.
        eve: to whom the source was given. She draws a bit and sends both halves in the state that
            this Bell state would have left them in, had she measured that bit along her direction.
            That must be a definite one and her fraction 1: in one round she makes the pair or not.

    Returns:
        A circuit that measures ``alice``, ``bob``, and ``eve`` (the bit she drew) if she is there,
        into classical registers of the same names. Each half passes a gate labelled ``fibre``:
        noise given for ``"fibre"`` acts there.

    Raises:
        TypeError: something is of another kind.
        ValueError: no direction, no pair of qubits, or Eve leaves open what she does or pretends.

    Source:
        A. K. Ekert, PRL 67, 661 (1991).

    Example:
        >>> from qinet_edu import run
        >>> run(pair_round("x", "x", source="psi-"), shots=100, seed=1).expectation("alice", "bob")
        -1.00 ± 0.02
        >>> spied = pair_round("x", "x", source="psi-", eve=Eavesdropper(basis="z"))
        >>> abs(run(spied, shots=1000, seed=1).expectation("alice", "bob")) < 0.1
        True
    """
    circuit = one_qubit_each(["alice", "bob"], title="pair round")
    hers, his = circuit.qubits
    if eve is not None:
        _check_source_of(eve, source)
    share(circuit, hers, his, source)
    along = {"alice": alice, "bob": bob}
    if eve is not None:
        # To measure one half of a Bell pair is to send two definite halves that match.
        turn_onto_z(circuit, hers, eve.direction)
        intercept(circuit, hers)
        turn_back(circuit, hers, eve.direction)
        along["eve"] = "z"
    for half in (hers, his):
        circuit.append(IGate(label="fibre"), [half])
    return measure(circuit, along)


def check_pair_protocol(protocol: object) -> None:
    """Complain of what is no protocol of pairs."""
    if not isinstance(protocol, str) or protocol not in PAIR_PROTOCOLS:
        raise ValueError(
            f"There is no protocol {protocol!r} of pairs; choose {' or '.join(PAIR_PROTOCOLS)}."
        )


def check_source_eve(eve: object) -> None:
    """Complain of an Eve who can do nothing with a source."""
    check_eve(eve)
    if isinstance(eve, Eavesdropper) and eve.kind != "intercept":
        raise ValueError(
            "An Eve who makes the pairs has nothing to clone: she knows what she sends. Let her "
            "kind be 'intercept', with the basis that her halves are definite in."
        )


def _check_source_of(eve: Eavesdropper, source: Resource) -> None:
    check_source_eve(eve)
    if eve.fraction != 1:
        raise ValueError(
            "In one round Eve makes the pair or she does not: leave her out, or let her fraction "
            "be 1. A whole session takes a fraction."
        )
    if not isinstance(source, str):
        raise ValueError(
            "Say which Bell state Eve pretends to make, by its name, such as source='phi+'."
        )
