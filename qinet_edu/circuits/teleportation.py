"""A Bell pair and two bits carry one qubit; a Bell pair and one qubit carry two bits."""

from qiskit.circuit import ClassicalRegister, Clbit, QuantumCircuit, Qubit

from qinet_edu.circuits.given import Resource, State, prepare, share
from qinet_edu.circuits.parties import one_qubit_each

FORMS = ("dynamic", "deferred")
CORRECTIONS = ("xz", "x", "z", "")

# What gate teleportation must undo: U X U† for the pair's bit and U Z U† for the message's, up to
# a phase. For the gates that are no Clifford gates (T, T†) a Pauli is not enough.
AFTER_GATE = {
    "x": (("x",), ("z",)),
    "y": (("x",), ("z",)),
    "z": (("x",), ("z",)),
    "h": (("z",), ("x",)),
    "s": (("y",), ("z",)),
    "sdg": (("y",), ("z",)),
    "t": (("x", "s"), ("z",)),
    "tdg": (("x", "sdg"), ("z",)),
}


def teleport(
    state: State = None,
    *,
    form: str = "dynamic",
    corrections: str = "xz",
    resource: Resource = None,
) -> QuantumCircuit:
    """Send a qubit from Alice to Bob over a shared pair and two classical bits.

    Alice measures the message and her half of the pair together, and tells Bob two bits. The bit
    from the pair's half drives X, the bit from the message drives Z. Without the Z bit Bob's
    fidelity averages 2/3 over all states, without either 1/2: nothing has arrived before they do.

    Args:
        state: the message: ``None`` leaves it open; a tuple ``(theta, phi)`` of Bloch angles in
            radians; a list or array of two amplitudes; or a one-qubit circuit.
        form: ``"dynamic"`` measures, then corrects; ``"deferred"`` corrects by controlled gates
            and measures last, with the same outcomes, faster to simulate.
        corrections: which bits arrive: ``"xz"``, ``"x"``, ``"z"`` or ``""``.
        resource: the pair: ``None`` for Φ+, a Bell state's name, a density matrix of shape
            (4, 4) with Alice's qubit right-most, or a two-qubit circuit. The corrections are
            those for Φ+, whatever the pair.

    Returns:
        A circuit on the one-qubit registers ``message``, ``alice`` and ``bob`` (and
        ``environment`` for a mixed pair), with the bits Alice sends in the classical registers
        ``message`` and ``alice``. Bob's qubit is left unmeasured: ``measure`` measures it.

    Raises:
        TypeError: the state or the resource is none of what it may be.
        ValueError: it is no state, or another form or correction is asked for.

    Source:
        Bennett et al., PRL 70, 1895 (1993).

    Example:
        >>> from math import pi
        >>> from qinet_edu import run
        >>> from qinet_edu.circuits import measure
        >>> arrived = run(measure(teleport((pi / 3, 1.0)), (pi / 3, 1.0)), shots=1000, seed=1)
        >>> arrived.counts("bob")
        {'0': 1000}
    """
    _check_form(form)
    if not isinstance(corrections, str) or corrections not in CORRECTIONS:
        raise ValueError(
            f"There are no corrections {corrections!r}; say which bits arrive: 'xz', 'x', 'z' or "
            "'' for none."
        )
    circuit = one_qubit_each(["message", "alice", "bob"], title="teleport")
    message, alice, bob = circuit.qubits
    prepare(circuit, message, state)
    share(circuit, alice, bob, resource)
    _bell_measurement_and_corrections(
        circuit,
        after_x=("x",) if "x" in corrections else (),
        after_z=("z",) if "z" in corrections else (),
        form=form,
    )
    return circuit


def superdense(bits: str, *, resource: Resource = None) -> QuantumCircuit:
    """Send two classical bits from Alice to Bob in one qubit, over a pair shared before.

    Alice changes her half into one of the four Bell states and sends it; Bob, who now has both
    halves, tells which. With a Werner pair of fidelity 0.9 it is 1.37 bits; below 0.811 the pair
    brings less than the one bit that a qubit carries without it.

    Args:
        bits: ``"00"``, ``"01"``, ``"10"`` or ``"11"``: the first drives Z, the second X.
        resource: the pair, as for :func:`teleport`.

    Returns:
        A circuit on the one-qubit registers ``alice`` (the half she sends) and ``bob``, measured
        by Bob into classical registers of the same names: ``counts("alice", "bob")`` reads the
        bits in the order given.

    Raises:
        TypeError: ``bits`` is no text, or the resource none of what it may be.
        ValueError: not two bits, or the resource is no state.

    Source:
        Bennett and Wiesner, PRL 69, 2881 (1992).

    Example:
        >>> from qinet_edu import run
        >>> run(superdense("10"), shots=100, seed=1).counts("alice", "bob")
        {'1 0': 100}
    """
    if not isinstance(bits, str):
        raise TypeError(f'Give the two bits as text, such as "10", not {bits!r}.')
    if len(bits) != 2 or not set(bits) <= {"0", "1"}:
        raise ValueError(f'One qubit carries exactly two bits, such as "10"; not {bits!r}.')
    circuit = one_qubit_each(["alice", "bob"], title=f"superdense {bits}")
    alice, bob = circuit.qubits
    share(circuit, alice, bob, resource)
    if bits[1] == "1":
        circuit.x(alice)
    if bits[0] == "1":
        circuit.z(alice)
    circuit.cx(alice, bob)
    circuit.h(alice)
    first, second = _bit(circuit, "alice"), _bit(circuit, "bob")
    circuit.measure([alice, bob], [first, second])
    return circuit


def teleport_gate(gate: str, state: State = None, *, form: str = "dynamic") -> QuantumCircuit:
    """Apply a gate to a qubit by teleporting it through a pair that holds the gate already.

    The gate acts on Bob's half before the message comes, so it can be tried until it has worked
    and only then used. What is left to correct is U X U† and U Z U†: Paulis for a Clifford gate
    such as H or S; for T the X bit costs an S gate, which is easier than T all the same.

    Args:
        gate: ``"x"``, ``"y"``, ``"z"``, ``"h"``, ``"s"``, ``"sdg"``, ``"t"`` or ``"tdg"``.
        state: the message, as for :func:`teleport`.
        form: as for :func:`teleport`.

    Returns:
        A circuit as from :func:`teleport`; Bob's qubit ends as the gate applied to the message.

    Raises:
        TypeError: the state is none of what it may be.
        ValueError: another gate or form, or the state is no normalised state of one qubit.

    Source:
        Gottesman and Chuang, Nature 402, 390 (1999).

    Example:
        >>> from qinet_edu import run
        >>> from qinet_edu.circuits import measure
        >>> run(measure(teleport_gate("h", [1, 0]), "x"), shots=100, seed=1).counts("bob")
        {'0': 100}
    """
    _check_form(form)
    if not isinstance(gate, str) or gate not in AFTER_GATE:
        raise ValueError(
            f"No gate {gate!r} can be teleported here; choose {', '.join(AFTER_GATE)}."
        )
    circuit = one_qubit_each(["message", "alice", "bob"], title=f"teleport gate {gate}")
    message, alice, bob = circuit.qubits
    prepare(circuit, message, state)
    share(circuit, alice, bob, None)
    getattr(circuit, gate)(bob)
    after_x, after_z = AFTER_GATE[gate]
    _bell_measurement_and_corrections(circuit, after_x=after_x, after_z=after_z, form=form)
    return circuit


def _bell_measurement_and_corrections(
    circuit: QuantumCircuit, *, after_x: tuple[str, ...], after_z: tuple[str, ...], form: str
) -> None:
    """Measure message and Alice's half in the Bell basis, and correct Bob's qubit by the bits."""
    message, alice, bob = circuit.qubits[:3]
    phase_bit, pair_bit = _bit(circuit, "message"), _bit(circuit, "alice")
    circuit.cx(message, alice)
    circuit.h(message)
    if form == "dynamic":
        circuit.measure([message, alice], [phase_bit, pair_bit])
        for bit, gates in ((pair_bit, after_x), (phase_bit, after_z)):
            if gates:
                with circuit.if_test((bit, 1)):
                    _apply(circuit, gates, bob)
    else:
        _apply(circuit, after_x, bob, control=alice)
        _apply(circuit, after_z, bob, control=message)
        circuit.measure([message, alice], [phase_bit, pair_bit])


def _apply(
    circuit: QuantumCircuit, gates: tuple[str, ...], qubit: Qubit, *, control: Qubit | None = None
) -> None:
    for gate in gates:
        if control is None:
            getattr(circuit, gate)(qubit)
        else:
            getattr(circuit, f"c{gate}")(control, qubit)


def _bit(circuit: QuantumCircuit, name: str) -> Clbit:
    register = ClassicalRegister(1, name)
    circuit.add_register(register)
    return register[0]


def _check_form(form: str) -> None:
    if form not in FORMS:
        raise ValueError(f"There is no form {form!r}; choose 'dynamic' or 'deferred'.")
