"""One round of prepare-and-measure QKD, and the circuit in which all choices are coins."""

from math import acos, pi, sqrt
from typing import Literal, TypeAlias

from qiskit.circuit import QuantumCircuit, QuantumRegister, Qubit
from qiskit.circuit.library import IGate

from qinet_edu.circuits.eavesdropping import (
    RANDOM,
    Eavesdropper,
    clone,
    coin,
    intercept,
    read_out,
    turn_back,
)
from qinet_edu.circuits.parties import one_qubit_each
from qinet_edu.circuits.superposition import turn_onto_z

Basis: TypeAlias = Literal["z", "x", "y"]
KeyProtocol: TypeAlias = Literal["bb84", "six-state"]

KEY_BASES: dict[str, tuple[Basis, ...]] = {"bb84": ("z", "x"), "six-state": ("z", "x", "y")}
"""The bases of each protocol; the coins of ``qkd_coins`` number them so, from 0."""


def qkd_round(
    bit: int, basis: Basis, measured_in: Basis, *, eve: Eavesdropper | None = None
) -> QuantumCircuit:
    """Send one bit in one basis, past Eve if she is there, and measure it in one basis.

    With equal bases and nobody between, Bob reads Alice's bit. With different ones he reads a
    coin, and both drop the round when they compare bases. An Eve who measured in the other basis
    makes a coin of the equal ones, too: that is what shows her.

    Args:
        bit: what Alice sends, 0 or 1.
        basis: the basis she sends it in: ``"z"``, ``"x"`` or, for six states, ``"y"``.
        measured_in: the basis Bob measures in.
        eve: who listens in this round; her basis must be a definite one and her fraction 1, for
            in one round she is there or not. A cloning Eve measures her clone in ``basis``, once
            it has been announced.

    Returns:
        A circuit that measures ``photon`` (what Bob reads) and ``eve`` (what she reads, if she is
        there) into classical registers of the same names. The photon passes a gate labelled
        ``fibre``, after Eve: noise given for ``"fibre"`` acts there.

    Raises:
        TypeError: something is of another kind.
        ValueError: no bit, no such basis, or Eve leaves open what she does.

    Source:
        C. H. Bennett and G. Brassard, Bangalore (1984); D. Bruß, PRL 81, 3018 (1998).

    Example:
        >>> from qinet_edu import run
        >>> run(qkd_round(1, "x", "x"), shots=100, seed=1).counts("photon")
        {'1': 100}
        >>> spied = run(qkd_round(1, "x", "x", eve=Eavesdropper(basis="z")), shots=1000, seed=1)
        >>> 0.45 < spied.probability(photon="0") < 0.55
        True
    """
    if isinstance(bit, bool) or bit not in (0, 1):
        raise ValueError(f"A bit is 0 or 1, not {bit!r}.")
    check_basis(basis, "basis")
    check_basis(measured_in, "measured_in")
    circuit = one_qubit_each(["photon"], title=f"qkd {bit} in {basis}, read in {measured_in}")
    photon = circuit.qubits[0]
    if bit:
        circuit.x(photon)
    turn_back(circuit, photon, basis)
    if eve is not None:
        _spy_once(circuit, photon, eve, basis)
    circuit.append(IGate(label="fibre"), [photon])
    turn_onto_z(circuit, photon, measured_in)
    read_out(circuit, "photon", *(["eve"] if eve is not None else []))
    return circuit


def qkd_coins(protocol: KeyProtocol = "bb84", *, eve: Eavesdropper | None = None) -> QuantumCircuit:
    """Build one circuit for all rounds of a session: every choice is a coin that is measured.

    Alice's bit and basis, Bob's basis and Eve's choices are qubits of their own, which control
    what happens to the photon; each shot is a round, and says what was chosen. It is one circuit
    instead of the 16 kinds of round that BB84 with Eve has. Nobody can say beforehand which bits
    are sent: for that send the rounds themselves.

    Args:
        protocol: ``"bb84"`` or ``"six-state"``.
        eve: who listens, in any basis and to any fraction.

    Returns:
        A circuit that measures ``alice_bit``, ``alice_basis``, ``bob_basis`` and ``photon`` (what
        Bob reads) into classical registers of the same names; with Eve also ``eve``, and
        ``eve_basis`` and ``eve_acts`` where these are coins. A basis is a number: 0 for Z, 1 for
        X, 2 for Y. The photon passes a gate labelled ``fibre``, after Eve.

    Raises:
        TypeError: ``eve`` is no Eavesdropper.
        ValueError: there is no such protocol.

    Example:
        >>> from qinet_edu import run
        >>> rounds = run(qkd_coins(), shots=1000, seed=1)
        >>> sorted(rounds.registers)
        ['alice_basis', 'alice_bit', 'bob_basis', 'photon']
        >>> rounds.counts("alice_bit", "photon", "alice_basis", "bob_basis").get("0 1 0 0", 0)
        0
    """
    check_protocol(protocol)
    circuit = QuantumCircuit(name=f"{protocol} with coins")
    sent = coin(circuit, "alice_bit", 0.5)
    theirs = _basis_coin(circuit, "alice_basis", protocol)
    photon = QuantumRegister(1, "photon")
    circuit.add_register(photon)
    circuit.cx(sent, photon[0])
    _controlled_turn_back(circuit, photon[0], theirs)
    told = ["alice_bit", "alice_basis", "bob_basis", "photon"]
    if eve is not None:
        told += _spy(circuit, photon[0], eve, protocol=protocol, announced=theirs)
    circuit.append(IGate(label="fibre"), [photon[0]])
    _controlled_turn(circuit, photon[0], _basis_coin(circuit, "bob_basis", protocol))
    read_out(circuit, *told)
    return circuit


def check_basis(basis: object, name: str) -> None:
    """Complain of what is no basis of a key."""
    if not isinstance(basis, str) or basis not in KEY_BASES["six-state"]:
        raise ValueError(f"{name} is 'z', 'x' or 'y', not {basis!r}.")


def check_protocol(protocol: object) -> None:
    """Complain of what is no protocol."""
    if not isinstance(protocol, str) or protocol not in KEY_BASES:
        raise ValueError(f"There is no protocol {protocol!r}; choose {' or '.join(KEY_BASES)}.")


def check_eve(eve: object) -> None:
    """Complain of what is nobody who listens."""
    if eve is not None and not isinstance(eve, Eavesdropper):
        raise TypeError(
            f"eve is a circuits.Eavesdropper, such as Eavesdropper(basis='x'), not {eve!r}."
        )


def _spy_once(circuit: QuantumCircuit, photon: Qubit, eve: Eavesdropper, basis: Basis) -> None:
    check_eve(eve)
    if eve.fraction != 1:
        raise ValueError(
            "In one round Eve acts or she does not: leave her out, or let her fraction be 1. "
            "A whole session takes a fraction."
        )
    if eve.kind == "intercept":
        direction = eve.direction
        turn_onto_z(circuit, photon, direction)
        intercept(circuit, photon)
        turn_back(circuit, photon, direction)
    else:
        turn_onto_z(circuit, clone(circuit, photon, machine=eve.machine), basis)


def _spy(
    circuit: QuantumCircuit,
    photon: Qubit,
    eve: Eavesdropper,
    *,
    protocol: KeyProtocol,
    announced: list[Qubit],
) -> list[str]:
    """Add Eve, and return the registers that she reads."""
    check_eve(eve)
    told = ["eve"]
    touched = None
    if eve.fraction < 1:
        touched = coin(circuit, "eve_acts", eve.fraction)
        told.append("eve_acts")
    if eve.kind == "clone":
        kept = clone(circuit, photon, machine=eve.machine, touched=touched)
        _controlled_turn(circuit, kept, announced)
    elif eve.basis == RANDOM:
        hers = _basis_coin(circuit, "eve_basis", protocol)
        told.append("eve_basis")
        _controlled_turn(circuit, photon, hers)
        intercept(circuit, photon, touched=touched)
        _controlled_turn_back(circuit, photon, hers)
    else:
        turn_onto_z(circuit, photon, eve.direction)
        intercept(circuit, photon, touched=touched)
        turn_back(circuit, photon, eve.direction)
    return told


def _basis_coin(circuit: QuantumCircuit, name: str, protocol: KeyProtocol) -> list[Qubit]:
    """Add a coin with a side for each basis: 0 for Z, 1 for X, 2 for Y."""
    if protocol == "bb84":
        return [coin(circuit, name, 0.5)]
    register = QuantumRegister(2, name)
    circuit.add_register(register)
    # Y with probability 1/3; else a fair choice of the two others.
    circuit.ry(2 * acos(sqrt(2 / 3)), register[1])
    circuit.x(register[1])
    circuit.ch(register[1], register[0])
    circuit.x(register[1])
    return [*register]


def _controlled_turn(circuit: QuantumCircuit, qubit: Qubit, basis: list[Qubit]) -> None:
    """Turn the basis that a coin shows onto Z."""
    circuit.ch(basis[0], qubit)
    for y in basis[1:]:
        circuit.cp(-pi / 2, y, qubit)
        circuit.ch(y, qubit)


def _controlled_turn_back(circuit: QuantumCircuit, qubit: Qubit, basis: list[Qubit]) -> None:
    circuit.ch(basis[0], qubit)
    for y in basis[1:]:
        circuit.ch(y, qubit)
        circuit.cp(pi / 2, y, qubit)
