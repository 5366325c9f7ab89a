"""Measurement-device-independent QKD: both send, and a station in the middle says what matched."""

from qiskit.circuit import QuantumCircuit

from qinet_edu.circuits.eavesdropping import read_out, turn_back
from qinet_edu.circuits.parties import one_qubit_each
from qinet_edu.circuits.qkd import Basis, check_basis


def mdi_bell_measurement(
    alice_bit: int, bob_bit: int, *, alice_basis: Basis = "z", bob_basis: Basis = "z"
) -> QuantumCircuit:
    """Let Alice and Bob each send a bit to a station that measures the two together.

    The station asks in which Bell state they are: not what either sent, only how they compare.
    So it may belong to anybody, and its detectors may be attacked as one likes. On the outcome Ψ−
    the bits differ in every basis, on Ψ+ they differ in Z and agree in X and Y: one party inverts
    accordingly, and rounds of different bases are dropped.

    Args:
        alice_bit: what Alice sends, 0 or 1.
        bob_bit: what Bob sends, 0 or 1.
        alice_basis: her basis: ``"z"``, ``"x"`` or ``"y"``.
        bob_basis: his.

    Returns:
        A circuit on the one-qubit registers ``alice`` and ``bob``, which end up at the station and
        are measured there into classical registers of the same names: together the two bits name
        the Bell state, see :func:`bell_outcome`.

    Raises:
        ValueError: no bit, or no such basis.

    Source:
        H.-K. Lo, M. Curty and B. Qi, PRL 108, 130503 (2012).

    Example:
        >>> from qinet_edu import run
        >>> found = run(mdi_bell_measurement(0, 1), shots=1000, seed=1).counts("alice", "bob")
        >>> {bell_outcome(*map(int, bits.split())) for bits in found} == {"psi+", "psi-"}
        True
    """
    for name, bit in (("alice_bit", alice_bit), ("bob_bit", bob_bit)):
        if isinstance(bit, bool) or bit not in (0, 1):
            raise ValueError(f"{name} is 0 or 1, not {bit!r}.")
    check_basis(alice_basis, "alice_basis")
    check_basis(bob_basis, "bob_basis")
    circuit = one_qubit_each(["alice", "bob"], title="mdi bell measurement")
    sent = ((alice_bit, alice_basis), (bob_bit, bob_basis))
    for qubit, (bit, basis) in zip(circuit.qubits, sent, strict=True):
        if bit:
            circuit.x(qubit)
        turn_back(circuit, qubit, basis)
    circuit.cx(0, 1)
    circuit.h(0)
    read_out(circuit, "alice", "bob")
    return circuit


def bell_outcome(alice: int, bob: int, *, linear_optics: bool = False) -> str | None:
    """Return the Bell state that the two bits of a Bell measurement stand for.

    With beam splitters and detectors alone only the two Ψ states can be told: then two detectors
    of different polarisation click. The two Φ send both photons into one detector, which looks
    like loss. So half of all rounds are announced, even without any.

    Args:
        alice: the bit read from ``alice``: 0 for +, 1 for −.
        bob: the bit read from ``bob``: 0 for Φ, 1 for Ψ.
        linear_optics: whether the station has no more than that.

    Returns:
        ``"phi+"``, ``"phi-"``, ``"psi+"`` or ``"psi-"``; ``None`` if the station cannot tell.

    Raises:
        ValueError: one is no bit.

    Source:
        J. Calsamiglia and N. Lütkenhaus, Applied Physics B 72, 67 (2001).

    Example:
        >>> bell_outcome(1, 1), bell_outcome(0, 0), bell_outcome(0, 0, linear_optics=True)
        ('psi-', 'phi+', None)
    """
    if alice not in (0, 1) or bob not in (0, 1):
        raise ValueError(f"The two outcomes are bits, not {alice!r} and {bob!r}.")
    if linear_optics and not bob:
        return None
    return ("psi" if bob else "phi") + ("-" if alice else "+")
