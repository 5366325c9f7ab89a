"""Superdense coding between two parties at a distance: two bits in one qubit."""

from dataclasses import dataclass, field

from qiskit.circuit import QuantumCircuit

from qinet_edu import circuits, theory
from qinet_edu.arguments import one_real
from qinet_edu.circuits.given import Resource
from qinet_edu.execution import run
from qinet_edu.noise import fibre_delay_s
from qinet_edu.protocols.pairs import density_of, distribute
from qinet_edu.protocols.transcript import Act, Message, Transcript

# What Alice does to her half for each pair of bits: the first drives Z, the second X.
ENCODED = {"00": "leaves her half as it is", "01": "applies X", "10": "applies Z",
           "11": "applies X, then Z"}  # fmt: skip


@dataclass(frozen=True, repr=False)
class Sending:
    """Hold one run of superdense coding.

    Attributes:
        transcript: who did what, and who told whom what and when.
        bits: what Alice wanted to say.
        received: what Bob read.
        capacity_bits: how many bits a qubit carries over this pair, at best.
        seed: what makes the run repeatable.
        circuit: what was run.
    """

    transcript: Transcript
    bits: str
    received: str
    capacity_bits: float
    seed: int
    circuit: QuantumCircuit = field(compare=False)

    def __repr__(self) -> str:
        return f"{self.transcript!r}\ncapacity over this pair: {self.capacity_bits:.4f} bits"


def superdense(
    bits: str,
    *,
    length_km: float,
    resource: Resource = None,
    seed: int | None = None,
    source: str = "middle",
) -> Sending:
    """Send two bits from Alice to Bob in one qubit over a fibre, and write down what happens.

    The pair is shared before anybody knows what will be said, so when Alice speaks, one qubit
    crosses where two bits had to. Counting the half that Bob got earlier, two qubits
    reached him for two bits: what is gained is when, not how many.

    Args:
        bits: ``"00"``, ``"01"``, ``"10"`` or ``"11"``.
        length_km: how far Bob is, in km of fibre.
        resource: the pair as it arrives, as for ``circuits.superdense``.
        seed: repeats the run exactly; without it one is drawn.
        source: where pairs are made: in the ``"middle"``, by ``"alice"`` or by ``"bob"``.

    Returns:
        The run; printed, it is its transcript.

    Raises:
        TypeError: an argument is of another kind.
        ValueError: an argument is out of range.

    Source:
        Bennett and Wiesner, PRL 69, 2881 (1992).

    Example:
        >>> done = superdense("10", length_km=100, seed=1)
        >>> done.received, done.capacity_bits, done.transcript.classical_bits
        ('10', 2.0, 0)
    """
    delay_s = float(fibre_delay_s(one_real(length_km, "length_km", low=0)))
    circuit = circuits.superdense(bits, resource=resource)
    shared = distribute(source, delay_s)
    result = run(circuit, shots=1, seed=seed)
    received = next(iter(result.counts("alice", "bob"))).replace(" ", "")
    there = shared.at_s + delay_s
    events = [
        *shared.events,
        Act("alice", ENCODED[bits], shared.at_s),
        Message("alice", "bob", "her half", "quantum", shared.at_s, there),
        Act("bob", f"reads {received} in the Bell basis", there),
    ]
    return Sending(
        transcript=Transcript(shared.parties, events),
        bits=bits,
        received=received,
        capacity_bits=round(float(theory.superdense_capacity(density_of(resource))), 12),
        seed=result.seed,
        circuit=circuit,
    )
