"""Swapping: the nodes of a chain join its links to one pair between the ends."""

from collections.abc import Sequence
from dataclasses import dataclass

from qiskit.circuit import ClassicalRegister, QuantumCircuit, QuantumRegister, Qubit

from qinet_edu.circuits.links import Resources, Supply
from qinet_edu.circuits.parties import ENVIRONMENT, whole
from qinet_edu.circuits.purification_steps import (
    Halves,
    let_wait,
    read_step,
    turn_and_compare,
)


@dataclass(frozen=True)
class PauliFrame:
    """Say which bits, taken together, tell which correction a pair still needs.

    A node's two bits could make Bob apply X and Z at once; or everybody writes them down, and what
    he measures later is read in their light. Only their sums count: an odd number of ones among
    the bits of ``x`` means X, among those of ``z`` it means Z.

    Attributes:
        party: whose half it concerns.
        x: register and bit of all that drive X: those from the half of a further pair.
        z: register and bit of all that drive Z: those from the half that came before.

    Example:
        >>> swap_frame(3)
        PauliFrame(party='bob', x=(('node1', 1), ('node2', 1)), z=(('node1', 0), ('node2', 0)))
    """

    party: str
    x: tuple[tuple[str, int], ...]
    z: tuple[tuple[str, int], ...]


def swap_chain(
    links: int,
    *,
    frame: bool = False,
    resource: Resources = None,
    purify: int | Sequence[int] = 0,
) -> QuantumCircuit:
    """Join a chain of links, end to end, by a Bell measurement at every node between.

    Each node measures its two halves together: CNOT from the half towards Alice into the half
    towards Bob, H on the former, both read. The errors of all links end up in one pair: four
    Werner links of 0.95 leave 0.819. No node needs to wait for another, so all measure at once;
    Bob corrects when their bits are there, or nobody ever does and the bits are kept as a frame.

    Args:
        links: how many, at least 1; one link is a plain pair.
        frame: whether the corrections are left out, to be read as a Pauli frame
            (:func:`swap_frame`) from the nodes' bits. The circuit then has no condition in it.
        resource: the pairs on the links, as for :func:`dejmps`: one for all, or a tuple of one
            each, by link from Alice's and, within a link, copy by copy.
        purify: rounds of DEJMPS on each link before the swaps; or a sequence: rounds on single
            links, on pairs over two links, over four …. Then each block of two (four …) links is
            joined and corrected first, for comparing bits means waiting for messages anyway; what
            is left is joined at the end. Each round doubles the raw pairs.

    Returns:
        A circuit on ``alice``, ``node1`` (two qubits, bit 0 towards Alice), ``node2`` … and
        ``bob``; with purification also on the memories of further copies, ``alice_2``,
        ``node1_2`` …. ``alice`` and ``bob`` hold the pair and are not measured. A node tells its
        bits in a classical register of its name: bit 0 drives Z, bit 1 drives X. What is said in
        purification is in registers such as ``alice_node1_step1``; :func:`kept` says what to
        select. Noise: ``"link"``, ``"source"``, ``"cx"``, ``"h"``, ``"rx"``, and ``"wait"``, which
        acts on every stored half while bits are on their way.

    Raises:
        TypeError: a number is no whole one, or a resource none of what it may be.
        ValueError: no links, a resource that is no pair, or purification that does not fit.

    Source:
        M. Żukowski et al., PRL 71, 4287 (1993); nested: H.-J. Briegel et al., PRL 81, 5932 (1998).

    Example:
        >>> from qinet_edu import circuits, noise, run
        >>> chain = swap_chain(4)
        >>> [(register.name, register.size) for register in chain.qregs]
        [('alice', 1), ('node1', 2), ('node2', 2), ('node3', 2), ('bob', 1)]
        >>> run(circuits.measure(chain, "x"), shots=100, seed=1).expectation("alice", "bob") == 1
        True
    """
    links = whole(links, "The number of links of a chain", least=1)
    return _Chain(links, _rounds(purify, links), resource).built(frame=bool(frame))


def swap_frame(links: int, *, purify: int | Sequence[int] = 0) -> PauliFrame:
    """Return the frame of a chain that was built with ``frame=True``.

    Args:
        links: as for :func:`swap_chain`.
        purify: as for :func:`swap_chain`. Swaps before a purification are corrected and no part
            of the frame.

    Returns:
        Which bits tell of X, and which of Z, on Bob's half.

    Raises:
        TypeError: a number is no whole one.
        ValueError: no links, or purification that does not fit.

    Example:
        >>> from qinet_edu import circuits, execution, run
        >>> test = circuits.fidelity_settings()
        >>> chain = [circuits.measure(swap_chain(3, frame=True), s.directions) for s in test]
        >>> results = run(chain, shots=1000, seed=1)
        >>> float(execution.bell_fidelity(test, results, frame=swap_frame(3)))
        1.0
    """
    links = whole(links, "The number of links of a chain", least=1)
    rounds = _rounds(purify, links)
    block = 2 ** (len(rounds) - 1)
    open_nodes = range(block, links, block)
    return PauliFrame(
        "bob",
        x=tuple((f"node{node}", 1) for node in open_nodes),
        z=tuple((f"node{node}", 0) for node in open_nodes),
    )


def party_names(links: int) -> list[str]:
    """Name the parties along a chain.

    Example:
        >>> party_names(3)
        ['alice', 'node1', 'node2', 'bob']
    """
    return ["alice", *(f"node{node}" for node in range(1, links)), "bob"]


class _Chain:
    """Build a chain: its registers first, then what happens on them, level by level."""

    def __init__(self, links: int, rounds: tuple[int, ...], resource: Resources) -> None:
        self.links, self.rounds = links, rounds
        self.copies = 2 ** sum(rounds)
        self.names = party_names(links)
        self.supply = Supply(resource, links * self.copies)
        self.circuit = QuantumCircuit(name=f"chain of {links}")
        self.memories: list[list[QuantumRegister]] = []
        for name in self.names:
            size = 1 if name in ("alice", "bob") else 2
            held = [QuantumRegister(size, _named(name, copy)) for copy in range(self.copies)]
            self.memories.append(held)
            self.circuit.add_register(*held)
        self.said: dict[str, int] = {}

    def built(self, *, frame: bool) -> QuantumCircuit:
        """Return the whole chain."""
        self._share()
        copies = [*range(self.copies)]
        joined = 1  # how many links a pair spans by now
        for level, rounds in enumerate(self.rounds):
            if not rounds:
                continue
            if 2**level > joined:
                self._join(2**level, joined, copies, correct=True)
                joined = 2**level
            for _ in range(rounds):
                copies = self._purify(joined, copies)
        if joined < self.links:
            self._join(self.links, joined, copies, correct=not frame)
        return self.circuit

    def _share(self) -> None:
        spare = QuantumRegister(self.supply.spare * self.links * self.copies, ENVIRONMENT)
        if spare.size:
            self.circuit.add_register(spare)
        free = iter(spare)
        for link in range(self.links):
            for copy in range(self.copies):
                environment = [next(free) for _ in range(self.supply.spare)]
                self.supply.deliver(self.circuit, *self._pair(link, link + 1, copy), environment)

    def _pair(self, left: int, right: int, copy: int) -> Halves:
        """Return the two halves of a pair between two parties, by their numbers."""
        return self.memories[left][copy][-1], self.memories[right][copy][0]

    def _pairs(self, span: int, copies: Sequence[int]) -> list[Halves]:
        firsts = range(0, self.links, span)
        return [self._pair(first, first + span, copy) for first in firsts for copy in copies]

    def _join(self, span: int, joined: int, copies: Sequence[int], *, correct: bool) -> None:
        """Swap at every node within stretches of ``span`` links that is not swapped yet."""
        bits: list[tuple[ClassicalRegister, Qubit]] = []
        for first in range(0, self.links, span):
            for copy in copies:
                end = self._pair(first, first + span, copy)[1]
                for node in range(first + joined, first + span, joined):
                    bits.append((self._bell_measurement(node, copy), end))
        let_wait(self.circuit, self._pairs(span, copies))
        if correct:
            for told, end in bits:
                with self.circuit.if_test((told[1], 1)):
                    self.circuit.x(end)
                with self.circuit.if_test((told[0], 1)):
                    self.circuit.z(end)

    def _bell_measurement(self, node: int, copy: int) -> ClassicalRegister:
        """Measure the two halves at a node: that towards Alice as if it were a message to send."""
        held = self.memories[node][copy]
        told = ClassicalRegister(2, held.name)
        self.circuit.add_register(told)
        self.circuit.cx(held[0], held[1])
        self.circuit.h(held[0])
        self.circuit.measure(held, told)
        return told

    def _purify(self, span: int, copies: list[int]) -> list[int]:
        """Let the copies of every pair meet two by two; return which are left."""
        for first in range(0, self.links, span):
            between = f"{self.names[first]}_{self.names[first + span]}"
            for mine, other in zip(copies[::2], copies[1::2], strict=True):
                pairs = [self._pair(first, first + span, copy) for copy in (mine, other)]
                turn_and_compare(self.circuit, pairs[0], pairs[1:])
                self.said[between] = self.said.get(between, 0) + 1
                read_step(self.circuit, pairs[1:], f"{between}_step{self.said[between]}")
        left = copies[::2]
        let_wait(self.circuit, self._pairs(span, left))
        return left


def _named(party: str, copy: int) -> str:
    return f"{party}_{copy + 1}" if copy else party


def _rounds(purify: object, links: int) -> tuple[int, ...]:
    """Read how many rounds there are on pairs over one link, two, four …; at least one entry."""
    if isinstance(purify, Sequence) and not isinstance(purify, str):
        rounds = [whole(one, "The rounds of purification", least=0) for one in purify]
    else:
        rounds = [whole(purify, "The rounds of purification", least=0)]
    while rounds and not rounds[-1]:
        rounds.pop()
    block = 2 ** max(len(rounds) - 1, 0)
    if links % block:
        raise ValueError(
            f"Pairs over {block} links are to be purified, but {links} links do not divide into "
            f"blocks of {block}. Take a multiple of {block} links, or fewer levels."
        )
    return (*rounds,) or (0,)
