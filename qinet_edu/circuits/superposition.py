"""One qubit in any direction, and measurement in any direction."""

from collections.abc import Mapping

from qiskit.circuit import ClassicalRegister, QuantumCircuit, QuantumRegister, Qubit

from qinet_edu.arguments import Direction, direction_angles, one_real
from qinet_edu.circuits.parties import ENVIRONMENT


def bloch(theta: float, phi: float = 0.0) -> QuantumCircuit:
    """Prepare the qubit whose arrow points to the Bloch angles theta and phi.

    Two rotations reach every state of one qubit: about Y by θ, down from |0⟩, then about Z by φ.

    Args:
        theta: angle from the north pole |0⟩, in radians.
        phi: angle around the axis, from |+⟩ towards |+i⟩, in radians.

    Returns:
        A circuit on the one-qubit register ``qubit``, without measurement.

    Raises:
        TypeError: an angle is no real number.
        ValueError: an angle is NaN or infinite.

    Source:
        Nielsen and Chuang (2000), section 4.2.

    Example:
        >>> from math import pi
        >>> from qiskit.quantum_info import Statevector
        >>> Statevector(bloch(pi / 3)).probabilities().round(3).tolist()
        [0.75, 0.25]
    """
    theta, phi = one_real(theta, "theta"), one_real(phi, "phi")
    circuit = QuantumCircuit(QuantumRegister(1, "qubit"), name="bloch")
    circuit.ry(theta, 0)
    if phi:
        circuit.rz(phi, 0)
    return circuit


def mach_zehnder(phi: float) -> QuantumCircuit:
    """Send a photon through an interferometer with the phase phi between its arms.

    A Hadamard gate is a half-silvered mirror: the first puts the photon on both arms, the second
    joins them. With φ = 0 it always leaves by port 0, with φ = π never.

    Args:
        phi: phase of arm 1 relative to arm 0, in radians.

    Returns:
        A circuit on the one-qubit register ``photon``, without measurement; the qubit's value is
        the port.

    Raises:
        TypeError: ``phi`` is no real number.
        ValueError: ``phi`` is NaN or infinite.

    Example:
        >>> from math import pi
        >>> from qiskit.quantum_info import Statevector
        >>> Statevector(mach_zehnder(pi / 3)).probabilities().round(3).tolist()
        [0.75, 0.25]
    """
    phi = one_real(phi, "phi")
    circuit = QuantumCircuit(QuantumRegister(1, "photon"), name="mach-zehnder")
    circuit.h(0)
    circuit.rz(phi, 0)
    circuit.h(0)
    return circuit


def measure(
    circuit: QuantumCircuit, direction: Direction | Mapping[str, Direction] = "z"
) -> QuantumCircuit:
    """Measure every qubit of a circuit along a direction, unless it has been measured.

    Hardware measures along Z only, so the direction asked for is first turned onto Z: outcome 0
    then means "along the direction", 1 means "against it".

    Args:
        circuit: what happened before; it is not changed. Registers already measured stay as they
            are, such as those of the two bits Alice sends when she teleports; so does
            ``environment``, which nobody can measure.
        direction: ``"x"``, ``"y"``, ``"z"`` or Bloch angles (theta, phi) in radians, for every
            qubit; or one for each register by name, such as ``{"alice": "x", "bob": "z"}``.

    Returns:
        A copy that turns and measures, each quantum register into a classical register of the
        same name, so that ``result.counts("alice")`` reads what Alice measured.

    Raises:
        TypeError: it is no circuit, or an angle is no real number.
        ValueError: no such direction; a register is unknown or was left out; the circuit has no
            qubits, qubits without a register, or has measured everything already.

    Example:
        >>> from math import pi
        >>> from qiskit.quantum_info import Statevector
        >>> along_x = measure(bloch(pi / 2), "x")
        >>> [register.name for register in along_x.cregs]
        ['qubit']
        >>> bare = along_x.remove_final_measurements(inplace=False)
        >>> Statevector(bare).probabilities().round(3).tolist()
        [1.0, 0.0]
    """
    registers = _unmeasured(circuit)
    directions = _by_register(registers, direction)
    measured = circuit.copy()
    for register in registers:
        outcome = ClassicalRegister(register.size, register.name)
        measured.add_register(outcome)
        turn_onto_z(measured, register, directions[register.name])
    for register in registers:
        bits = next(bits for bits in measured.cregs if bits.name == register.name)
        measured.measure(register, bits)
    return measured


def _unmeasured(circuit: QuantumCircuit) -> list[QuantumRegister]:
    """Return the registers that are still to be measured."""
    if not isinstance(circuit, QuantumCircuit):
        raise TypeError(f"measure takes a QuantumCircuit, not {type(circuit).__name__}.")
    if not circuit.qubits:
        raise ValueError("This circuit has no qubits, so there is nothing to measure.")
    held = {qubit for register in circuit.qregs for qubit in register}
    if len(held) < circuit.num_qubits or sum(r.size for r in circuit.qregs) > len(held):
        raise ValueError(
            "Every qubit must belong to exactly one register: make the circuit with "
            'QuantumRegister(1, "alice") and the like, so that its result can be read by name.'
        )
    done = {
        qubit for step in circuit.data if step.operation.name == "measure" for qubit in step.qubits
    }
    measurable = [r for r in circuit.qregs if r.name != ENVIRONMENT]
    registers = [register for register in measurable if not done.issuperset(register)]
    if not registers:
        raise ValueError(
            "This circuit measures already. Give the circuit as it is before its measurements."
        )
    taken = {register.name for register in circuit.cregs}
    for register in registers:
        if not done.isdisjoint(register):
            raise ValueError(
                f"Some qubits of {register.name!r} are measured already and some are not. "
                "Give the circuit as it is before its measurements."
            )
        if register.name in taken:
            raise ValueError(
                f"This circuit has a classical register named {register.name!r} already, which "
                "the measurement would write to. Leave it out; measure adds it."
            )
    return registers


def _by_register(
    registers: list[QuantumRegister], direction: Direction | Mapping[str, Direction]
) -> dict[str, Direction]:
    names = [register.name for register in registers]
    if not isinstance(direction, Mapping):
        return dict.fromkeys(names, direction)
    for name in direction:
        if name not in names:
            raise ValueError(f"There is no register {name!r}; this circuit has {', '.join(names)}.")
    for name in names:
        if name not in direction:
            raise ValueError(f"Say along which direction to measure {name!r} too, such as 'z'.")
    return dict(direction)


def turn_onto_z(
    circuit: QuantumCircuit, qubits: QuantumRegister | Qubit, direction: Direction
) -> None:
    """Add the gates that turn a direction onto Z; for an axis, the ones every textbook shows.

    Args:
        circuit: what to add to.
        qubits: one of its qubits, or a register of them.
        direction: ``"x"``, ``"y"``, ``"z"`` or Bloch angles (theta, phi) in radians.

    Example:
        >>> circuit = QuantumCircuit(1)
        >>> turn_onto_z(circuit, circuit.qubits[0], "y")
        >>> [step.operation.name for step in circuit.data]
        ['sdg', 'h']
    """
    if isinstance(direction, str) and direction in ("x", "y"):
        if direction == "y":
            circuit.sdg(qubits)
        circuit.h(qubits)
        return
    theta, phi = direction_angles(direction)
    if isinstance(direction, str):
        return  # along Z already
    circuit.rz(-one_real(phi, "phi"), qubits)
    circuit.ry(-one_real(theta, "theta"), qubits)
