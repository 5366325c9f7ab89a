"""The pair that two parties share before they talk: where it comes from, and how it ages."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from qiskit.circuit import QuantumCircuit
from qiskit.quantum_info import DensityMatrix, partial_trace

from qinet_edu.circuits.given import Resource, share
from qinet_edu.noise.pairs import aged
from qinet_edu.protocols.transcript import Act, Message

__all__ = ["HALF", "SOURCES", "Shared", "aged", "density_of", "distribute"]

SOURCES = ("middle", "alice", "bob")
HALF = "half of a pair"


@dataclass(frozen=True)
class Shared:
    """Say how a pair reached Alice and Bob, who are one fibre apart.

    Attributes:
        parties: who takes part, in order along the fibre.
        events: what happened until both had their halves.
        at_s: when both had them.
        alice_waits: how many crossings of the fibre Alice's half has waited by then.
        bob_waits: how many Bob's half has.
    """

    parties: tuple[str, ...]
    events: tuple[Act | Message, ...]
    at_s: float
    alice_waits: int = 0
    bob_waits: int = 0


def distribute(source: str, delay_s: float) -> Shared:
    """Make a pair at one place of a fibre and send out what is to be elsewhere.

    From the middle both halves arrive at once, after half the delay. Made at one end, the half that
    stays there waits while the other travels.

    Args:
        source: ``"middle"``, ``"alice"`` or ``"bob"``: where it is made.
        delay_s: how long light takes through the whole fibre, in seconds.

    Raises:
        ValueError: there is no such source.

    Example:
        >>> distribute("middle", 2e-3).at_s, distribute("alice", 2e-3).alice_waits
        (0.001, 1)
    """
    if not isinstance(source, str) or source not in SOURCES:
        raise ValueError(
            f"There is no source {source!r}; a pair is made in the 'middle' of the fibre, by "
            "'alice' or by 'bob'."
        )
    if source == "middle":
        there = delay_s / 2
        made = Act("source", "makes a pair", 0.0)
        sent = (Message("source", party, HALF, "quantum", 0.0, there) for party in ("alice", "bob"))
        return Shared(("alice", "source", "bob"), (made, *sent), there)
    other = "bob" if source == "alice" else "alice"
    made = Act(source, "makes a pair", 0.0)
    half = Message(source, other, HALF, "quantum", 0.0, delay_s)
    waits = {f"{source}_waits": 1}
    return Shared(("alice", "bob"), (made, half), delay_s, **waits)


def density_of(resource: Resource) -> NDArray[np.complex128]:
    """Return the density matrix of a pair, however it was given.

    Args:
        resource: as for ``circuits.teleport``.

    Returns:
        Shape (4, 4), Alice's qubit right-most.

    Example:
        >>> density_of("psi+").diagonal().real.round(3).tolist()
        [0.0, 0.5, 0.5, 0.0]
    """
    circuit = QuantumCircuit(2)
    share(circuit, circuit.qubits[0], circuit.qubits[1], resource)
    whole = DensityMatrix(circuit)
    rho = partial_trace(whole, [*range(2, circuit.num_qubits)]) if circuit.num_qubits > 2 else whole
    return np.asarray(rho.data)
