"""Entangled states shared between parties."""

from collections.abc import Iterable
from itertools import pairwise
from math import acos, sqrt
from typing import TypeAlias

from qiskit.circuit import QuantumCircuit

from qinet_edu.circuits.parties import one_qubit_each, party_name, whole

Node: TypeAlias = str | int
"""A node of a graph: its name, or its number from 0."""

# Bell states by what distinguishes them from Φ+: a Z (phase) and an X (parity) on Alice's half.
BELL_STATES = {"phi+": "", "phi-": "z", "psi+": "x", "psi-": "xz"}


def bell_pair(state: str = "phi+") -> QuantumCircuit:
    """Share one Bell pair between Alice and Bob.

    One such pair, called an ebit, is what a quantum network delivers: it carries no message, yet
    with two classical bits it moves one qubit (teleportation), and measured alone either half is
    a fair coin.

    Args:
        state: ``"phi+"`` (|00⟩+|11⟩), ``"phi-"`` (|00⟩−|11⟩), ``"psi+"`` (|01⟩+|10⟩) or
            ``"psi-"`` (|01⟩−|10⟩), each over √2, up to a global phase.

    Returns:
        A circuit on the one-qubit registers ``alice`` and ``bob``, without measurements.

    Raises:
        ValueError: ``state`` is none of the four.

    Source:
        Bell states as in Nielsen and Chuang (2000), section 1.3.6.

    Example:
        >>> from qiskit.quantum_info import Statevector
        >>> Statevector(bell_pair("psi+")).probabilities().round(3).tolist()
        [0.0, 0.5, 0.5, 0.0]
    """
    if not isinstance(state, str) or state not in BELL_STATES:
        raise ValueError(
            f"There is no Bell state {state!r}; choose one of {', '.join(BELL_STATES)}."
        )
    circuit = one_qubit_each(["alice", "bob"], title=f"bell {state}")
    circuit.h(0)
    circuit.cx(0, 1)
    if "x" in BELL_STATES[state]:
        circuit.x(0)
    if "z" in BELL_STATES[state]:
        circuit.z(0)
    return circuit


def ghz(n: int, shape: str = "line") -> QuantumCircuit:
    """Share the state |00…0⟩ + |11…1⟩ among n parties.

    All of them measure the same random bit. Passed on from neighbour to neighbour it takes n − 1
    steps; in a tree, where everybody who has it passes it on, ⌈log₂ n⌉: 15 or 4 for sixteen.
    The tree finishes sooner, so that less decays meanwhile, but needs links beyond the nearest
    neighbour.

    Args:
        n: how many parties, at least 2.
        shape: ``"line"`` or ``"tree"``.

    Returns:
        A circuit on the one-qubit registers ``alice``, ``bob``, ``charlie`` …, without
        measurements.

    Raises:
        TypeError: ``n`` is no whole number.
        ValueError: fewer than 2 parties, or another shape.

    Source:
        Greenberger, Horne and Zeilinger (1989).

    Example:
        >>> from qiskit.quantum_info import Statevector
        >>> Statevector(ghz(3)).probabilities().round(3).tolist()
        [0.5, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.5]
        >>> [ghz(8, shape).depth(lambda step: len(step.qubits) == 2) for shape in ("line", "tree")]
        [7, 3]
    """
    circuit = _among(n, "A GHZ state")
    if shape not in ("line", "tree"):
        raise ValueError(f"There is no shape {shape!r} of GHZ circuit; choose 'line' or 'tree'.")
    circuit.name = f"ghz {n} {shape}"
    circuit.h(0)
    if shape == "line":
        for near, far in pairwise(range(n)):
            circuit.cx(near, far)
    else:
        for new in range(1, n):
            circuit.cx(new - (1 << (new.bit_length() - 1)), new)
    return circuit


def w_state(n: int) -> QuantumCircuit:
    """Share one excitation among n parties: |10…0⟩ + |01…0⟩ + … + |00…1⟩ over √n.

    Lose one party of a GHZ state and no entanglement is left between the others. Lose one of a W
    state of three and the two who remain are still entangled (concurrence 2/3; 2/n in general).

    Args:
        n: how many parties, at least 2.

    Returns:
        A circuit on the one-qubit registers ``alice``, ``bob``, ``charlie`` …, without
        measurements.

    Raises:
        TypeError: ``n`` is no whole number.
        ValueError: fewer than 2 parties.

    Source:
        Dür, Vidal and Cirac, PRA 62, 062314 (2000).

    Example:
        >>> from qiskit.quantum_info import Statevector
        >>> Statevector(w_state(3)).probabilities().round(3).tolist()
        [0.0, 0.333, 0.333, 0.0, 0.333, 0.0, 0.0, 0.0]
    """
    circuit = _among(n, "A W state")
    circuit.name = f"w {n}"
    circuit.x(0)
    for k in range(n - 1):
        # Party k keeps the excitation with probability 1/(n − k) and passes on the rest.
        circuit.cry(2 * acos(sqrt(1 / (n - k))), k, k + 1)
        circuit.cx(k + 1, k)
    return circuit


def graph_state(graph: Iterable[tuple[Node, Node]]) -> QuantumCircuit:
    """Share the graph state of a network: |+⟩ at each node, a controlled-Z along each link.

    Any Pauli X at a node, with a Z at each of its neighbours, leaves the state as it is; these
    correlations make it the raw material of measurement-based computing.

    Args:
        graph: the links, as pairs of names, or as pairs of numbers counting from 0 for
            ``alice``, ``bob`` ….

    Returns:
        A circuit on a one-qubit register for each node, in order of appearance (names) or in
        order (numbers), without measurements.

    Raises:
        TypeError: a link is no pair, or its ends are neither two names nor two numbers.
        ValueError: no links; a link from a node to itself; a link given twice.

    Source:
        Hein, Eisert and Briegel, PRA 69, 062311 (2004).

    Example:
        >>> ring = graph_state([("alice", "bob"), ("bob", "charlie"), ("charlie", "alice")])
        >>> [register.name for register in ring.qregs], ring.count_ops()["cz"]
        (['alice', 'bob', 'charlie'], 3)
    """
    links = _links(graph)
    nodes = dict.fromkeys(node for link in links for node in link)
    ordered = sorted(nodes, key=lambda node: -1 if isinstance(node, str) else node)
    place = {node: k for k, node in enumerate(ordered)}
    names = [node if isinstance(node, str) else party_name(node) for node in ordered]
    circuit = one_qubit_each(names, title="graph state")
    circuit.h(circuit.qubits)
    for one, other in links:
        circuit.cz(place[one], place[other])
    return circuit


def _among(n: int, what: str) -> QuantumCircuit:
    try:
        n = whole(n, "n", least=2)
    except ValueError:
        raise ValueError(
            f"{what} is shared by at least 2 parties, not {n}: one qubit alone is not entangled "
            "with anything."
        ) from None
    return one_qubit_each([party_name(k) for k in range(n)], title=what)


def _links(graph: object) -> list[tuple[Node, Node]]:
    if isinstance(graph, str) or not isinstance(graph, Iterable):
        raise TypeError(
            'A graph is a list of links, such as [("alice", "bob"), ("bob", "charlie")], not '
            f"{graph!r}."
        )
    links = []
    seen = set()
    for link in graph:
        if isinstance(link, str) or not isinstance(link, Iterable) or len(ends := [*link]) != 2:
            raise TypeError(f'A link is a pair of nodes, such as ("alice", "bob"), not {link!r}.')
        checked = [end if isinstance(end, str) else whole(end, "A node", least=0) for end in ends]
        if checked[0] == checked[1]:
            raise ValueError(f"The link {link!r} joins a node to itself; leave it out.")
        if frozenset(checked) in seen:
            raise ValueError(
                f"The link {link!r} stands there twice. Two controlled-Z gates cancel: leave one "
                "out."
            )
        seen.add(frozenset(checked))
        links.append((checked[0], checked[1]))
    if not links:
        raise ValueError("The graph has no links. Give at least one pair of nodes.")
    kinds = {isinstance(end, str) for link in links for end in link}
    if len(kinds) > 1:
        raise TypeError("Name all nodes of a graph, or number all of them; not some of each.")
    return links
