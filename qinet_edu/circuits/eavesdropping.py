"""What an eavesdropper does to the photon that passes her."""

from dataclasses import dataclass
from math import asin, pi, sqrt
from typing import Literal, TypeAlias

from qiskit.circuit import ClassicalRegister, QuantumCircuit, QuantumRegister, Qubit

from qinet_edu.arguments import Direction, direction_angles, one_real
from qinet_edu.circuits.cloning import phase_covariant_cloner, universal_cloner

Kind: TypeAlias = Literal["intercept", "clone"]
KINDS = ("intercept", "clone")
MACHINES = ("universal", "phase-covariant")
NAMED = {"breidbart": (pi / 4, 0.0)}
RANDOM = "random"


@dataclass(frozen=True)
class Eavesdropper:
    """Say what Eve does to the photons on their way from Alice to Bob.

    She measures and sends on what she found, or she copies as well as physics allows, sends one
    clone on and measures the other once the bases are announced. Either way she is seen: a quarter
    of the sifted bits of BB84 is wrong if she measures all, a sixth if she clones all.

    Args:
        kind: ``"intercept"`` or ``"clone"``.
        basis: what an intercepting Eve measures along: ``"random"``, one of the protocol's bases,
            drawn anew for each photon; ``"z"``, ``"x"`` or ``"y"``; ``"breidbart"``, half-way
            between Z and X; or Bloch angles (theta, phi) in radians.
        fraction: the share of the photons she touches, in [0, 1].
        machine: what a cloning Eve has: ``"universal"``, equally good for all states, or
            ``"phase-covariant"``, better for BB84's four and worse for others.

    Raises:
        TypeError: an angle or the fraction is no real number.
        ValueError: there is no such kind, basis or machine, or the fraction lies outside [0, 1].

    Source:
        C. H. Bennett et al., Journal of Cryptology 5, 3 (1992); C. A. Fuchs et al., PRA 56, 1163
        (1997).

    Example:
        >>> Eavesdropper("intercept", basis="breidbart", fraction=0.2)
        Eavesdropper(kind='intercept', basis='breidbart', fraction=0.2, machine='universal')
    """

    kind: Kind = "intercept"
    basis: Direction = RANDOM
    fraction: float = 1.0
    machine: str = "universal"

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"Eve cannot {self.kind!r}; choose {' or '.join(KINDS)}.")
        if self.machine not in MACHINES:
            raise ValueError(
                f"Eve has no machine {self.machine!r}; choose {' or '.join(MACHINES)}."
            )
        object.__setattr__(self, "fraction", one_real(self.fraction, "fraction", low=0, high=1))
        if isinstance(self.basis, str):
            if self.basis not in (RANDOM, "z", "x", "y", *NAMED):
                raise ValueError(
                    f"Eve has no basis {self.basis!r}; choose 'random', 'z', 'x', 'y', "
                    "'breidbart' or a pair of Bloch angles (theta, phi) in radians."
                )
        else:
            theta, phi = direction_angles(self.basis)
            angles = one_real(theta, "theta"), one_real(phi, "phi")
            object.__setattr__(self, "basis", angles)

    @property
    def direction(self) -> Direction:
        """Return the direction she measures along, as ``circuits.measure`` takes it.

        Raises:
            ValueError: she draws it anew for each photon.

        Example:
            >>> Eavesdropper(basis="breidbart").direction
            (0.7853981633974483, 0.0)
        """
        if self.basis == RANDOM:
            raise ValueError(
                "This Eve draws a basis for each photon; for one round say which, for example "
                'Eavesdropper(basis="x").'
            )
        return NAMED.get(self.basis, self.basis) if isinstance(self.basis, str) else self.basis


def turn_back(circuit: QuantumCircuit, qubit: Qubit, direction: Direction) -> None:
    """Turn Z onto a direction: what ``turn_onto_z`` does, undone."""
    if direction == "z":
        return
    if direction in ("x", "y"):
        circuit.h(qubit)
        if direction == "y":
            circuit.s(qubit)
        return
    theta, phi = direction_angles(direction)
    circuit.ry(float(theta), qubit)
    if phi:
        circuit.rz(float(phi), qubit)


def intercept(circuit: QuantumCircuit, photon: Qubit, *, touched: Qubit | None = None) -> Qubit:
    """Let Eve note what she finds along Z, and send on a photon in the state found.

    A CNOT onto her own qubit does both at once: she measures it at the end, and the photon goes on
    as if she had measured it and prepared a new one.

    Args:
        circuit: what to add to; gains the register ``eve``.
        photon: what passes her.
        touched: the qubit that says whether she acts; ``None`` for always.

    Returns:
        Eve's qubit.
    """
    eve = QuantumRegister(1, "eve")
    circuit.add_register(eve)
    if touched is None:
        circuit.cx(photon, eve[0])
    else:
        circuit.ccx(touched, photon, eve[0])
    return eve[0]


def clone(
    circuit: QuantumCircuit, photon: Qubit, *, machine: str, touched: Qubit | None = None
) -> Qubit:
    """Let Eve keep one clone of the photon, and send on the other.

    Args:
        circuit: what to add to; gains the register ``eve``, and ``machine`` for what the universal
            machine leaves behind.
        photon: what passes her.
        machine: ``"universal"`` or ``"phase-covariant"``; the equator of the latter is turned into
            the plane of Z and X.
        touched: the qubit that says whether she acts; ``None`` for always.

    Returns:
        Eve's qubit, the clone she keeps.
    """
    eve = QuantumRegister(1, "eve")
    circuit.add_register(eve)
    if machine == "universal":
        left_over = QuantumRegister(1, "machine")
        circuit.add_register(left_over)
        _add(circuit, universal_cloner(), [photon, eve[0], left_over[0]], touched=touched)
    else:
        circuit.rx(pi / 2, photon)
        _add(circuit, phase_covariant_cloner(), [photon, eve[0]], touched=touched)
        circuit.rx(-pi / 2, photon)
        circuit.rx(-pi / 2, eve[0])
    return eve[0]


def coin(circuit: QuantumCircuit, name: str, probability: float) -> Qubit:
    """Add a qubit that will be measured as 1 with a given probability."""
    register = QuantumRegister(1, name)
    circuit.add_register(register)
    if probability == 0.5:
        circuit.h(register)
    else:
        circuit.ry(2 * asin(sqrt(probability)), register)
    return register[0]


def read_out(circuit: QuantumCircuit, *names: str) -> None:
    """Measure registers into classical ones of the same names."""
    for name in names:
        held = next(register for register in circuit.qregs if register.name == name)
        bits = ClassicalRegister(held.size, name)
        circuit.add_register(bits)
        circuit.measure(held, bits)


def _add(
    circuit: QuantumCircuit, cloner: QuantumCircuit, qubits: list[Qubit], *, touched: Qubit | None
) -> None:
    """Add a cloner; where Eve may let the photon pass, only what touches the photon asks whether.

    What prepares her own qubits first may always happen. And a controlled CNOT by her idle qubit
    does nothing, so the phase-covariant machine needs the question in its first gate alone.
    """
    places = {qubit: place for place, qubit in enumerate(cloner.qubits)}
    for step in cloner.data:
        ours = [qubits[places[qubit]] for qubit in step.qubits]
        if touched is None or qubits[0] not in ours:
            circuit.append(step.operation, ours)
        elif step.name == "cx":
            circuit.ccx(touched, *ours)
        else:  # the controlled turn of the phase-covariant machine: half, NOT, half back, NOT
            control, target = ours
            half = step.params[0] / 2
            circuit.ry(half, target)
            circuit.ccx(touched, control, target)
            circuit.ry(-half, target)
            circuit.ccx(touched, control, target)
