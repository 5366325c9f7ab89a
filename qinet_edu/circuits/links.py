"""Fresh pairs on the links between memories, each behind a gate to which a link's noise belongs."""

from typing import TypeAlias

from qiskit.circuit import QuantumCircuit, Qubit
from qiskit.circuit.library import CXGate, HGate, IGate, XGate, ZGate

from qinet_edu.circuits.bell_tests import check_bell_state
from qinet_edu.circuits.entanglement import BELL_STATES
from qinet_edu.circuits.given import Resource, share
from qinet_edu.circuits.parties import one_qubit_each

Resources: TypeAlias = Resource | tuple[Resource, ...]
"""One resource for every pair, or a tuple of them, one for each pair in the order of making."""

LINK = "link"
SOURCE = "source"


def link_pair(label: str = LINK, *, state: str = "phi+") -> QuantumCircuit:
    """Deliver one pair over a link, whose noise is given by a label.

    Any Bell-diagonal pair is a Bell pair of which one half met a random Pauli, so a poor link is
    this circuit with ``Noise(after={"link": noise.pair_errors([0.85, 0.05, 0.05, 0.05])})``: no
    matrix to prepare, and ten thousand runs of a long chain take milliseconds. The gates that
    make the pair are labelled ``source``, so that noise of ``cx`` meets the parties' gates alone.

    Args:
        label: what noise calls this link. Other labels make links of other quality.
        state: the Bell state that the link delivers.

    Returns:
        A circuit on ``alice`` and ``bob``; the labelled gate, an identity, is on Bob's half.

    Raises:
        TypeError: the label is no text.
        ValueError: there is no such state.

    Example:
        >>> from qinet_edu import circuits, noise, run
        >>> poor = noise.Noise(after={"link": noise.pair_errors(0.85)})
        >>> result = run(circuits.measure(link_pair()), noise=poor, shots=10_000, seed=1)
        >>> abs(result.expectation("alice", "bob") - 0.8) < 0.03
        True
    """
    if not isinstance(label, str) or not label:
        raise TypeError(f"The label of a link is a short text, such as 'link', not {label!r}.")
    check_bell_state(state)
    circuit = one_qubit_each(["alice", "bob"], title=f"{label} {state}")
    circuit.append(HGate(label=SOURCE), [0])
    circuit.append(CXGate(label=SOURCE), [0, 1])
    for letter, gate in (("x", XGate), ("z", ZGate)):
        if letter in BELL_STATES[state]:
            circuit.append(gate(label=SOURCE), [0])
    circuit.append(IGate(label=label), [1])
    return circuit


class Supply:
    """Make the pairs that a protocol asks for, one after the other.

    Args:
        resource: for every pair, or a tuple with one for each.
        pairs: how many will be asked for.

    Attributes:
        spare: how many qubits of the environment the most demanding pair takes.

    Raises:
        TypeError: a resource is none of what it may be.
        ValueError: it is no pair, or there are not as many as are needed.

    Example:
        >>> supply = Supply(None, 2)
        >>> circuit = QuantumCircuit(2)
        >>> supply.deliver(circuit, circuit.qubits[0], circuit.qubits[1], [])
        >>> [step.label for step in circuit.data]
        ['source', 'source', 'link']
    """

    def __init__(self, resource: Resources, pairs: int) -> None:
        given = resource if isinstance(resource, tuple) else (resource,) * pairs
        if len(given) != pairs:
            raise ValueError(
                f"{pairs} pair{'s' * (pairs != 1)} are needed and {len(given)} resources were "
                "given: one for each in a tuple, or one alone for all."
            )
        made = {id(one): _pair(one) for one in given}  # each once: preparing a matrix takes time
        self._queue = [made[id(one)] for one in given]
        self._next = 0
        self.spare = max(one.num_qubits - 2 for one in self._queue)

    def deliver(
        self, circuit: QuantumCircuit, alice: Qubit, bob: Qubit, environment: list[Qubit]
    ) -> None:
        """Put the next pair into two empty qubits, with those of the environment that it needs."""
        pair = self._queue[self._next]
        self._next += 1
        place = dict(zip(pair.qubits, [alice, bob, *environment], strict=False))
        for step in pair.data:
            circuit.append(step.operation, [place[qubit] for qubit in step.qubits])


def _pair(resource: Resource) -> QuantumCircuit:
    """Return a pair on two qubits, Alice's first, and on as many of the environment as it needs."""
    if resource is None or isinstance(resource, str):
        return link_pair(state="phi+" if resource is None else resource)
    circuit = QuantumCircuit(2)
    share(circuit, circuit.qubits[0], circuit.qubits[1], resource)
    if not isinstance(resource, QuantumCircuit):
        circuit.append(IGate(label=LINK), [1])
    return circuit
