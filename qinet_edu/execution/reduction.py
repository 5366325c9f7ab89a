"""A device's noise, kept for the qubits that a circuit uses and left out for the others.

A noise model of 156 qubits costs two to three seconds a run, however small the circuit. Reduced to
the three qubits of a teleportation it costs 0.05 s once, and gives the same counts to the bit.
"""

from functools import lru_cache

from qiskit import QuantumCircuit, QuantumRegister
from qiskit.circuit import Qubit
from qiskit.providers import BackendV2, Options
from qiskit.transpiler import Target
from qiskit_aer.noise import NoiseModel


def active_qubits(compiled: QuantumCircuit) -> tuple[int, ...]:
    """List the qubits of a device that a compiled circuit does anything with, in order.

    Example:
        >>> circuit = QuantumCircuit(9)
        >>> _ = circuit.cx(7, 2), circuit.barrier()
        >>> active_qubits(circuit)
        (2, 7)
    """
    used: set[Qubit] = set()
    for instruction in compiled.data:
        if instruction.name != "barrier":
            used.update(instruction.qubits)
    return tuple(sorted(compiled.find_bit(qubit).index for qubit in used))


def reduced(compiled: QuantumCircuit, qubits: tuple[int, ...]) -> QuantumCircuit:
    """Return a compiled circuit on its active qubits alone, numbered anew in the same order.

    Example:
        >>> circuit = QuantumCircuit(9)
        >>> _ = circuit.cx(7, 2)
        >>> small = reduced(circuit, (2, 7))
        >>> small.num_qubits, small.find_bit(small.data[0].qubits[0]).index
        (2, 1)
    """
    small = QuantumCircuit(*compiled.cregs, name=compiled.name)
    small.add_register(QuantumRegister(len(qubits), "q"))
    place = {compiled.qubits[old]: small.qubits[new] for new, old in enumerate(qubits)}
    for instruction in compiled.data:
        there = [place[qubit] for qubit in instruction.qubits if qubit in place]
        if instruction.name == "barrier":
            if there:
                small.barrier(there)
        else:
            small.append(instruction.operation, there, instruction.clbits)
    return small


@lru_cache(maxsize=128)
def noise_model(device: BackendV2, qubits: tuple[int, ...]) -> NoiseModel:
    """Return Aer's noise model of these qubits of a device, as numbered by :func:`reduced`.

    Aer makes it of the calibration: depolarising and thermal noise after each gate, readout
    errors, decay while a delay lasts.

    Args:
        device: what has a target with calibration data.
        qubits: which of its qubits, in ascending order.
    """
    return NoiseModel.from_backend(_Part(device, qubits))


class _Part(BackendV2):  # type: ignore[misc]
    """Stand for some qubits of a device, as far as Aer's noise model asks."""

    def __init__(self, device: BackendV2, qubits: tuple[int, ...]) -> None:
        super().__init__(name=f"part of {device.name}")
        self._target = _part_of(device.target, qubits)

    @property
    def target(self) -> Target:
        """Return what these qubits can do, and how well."""
        return self._target

    @property
    def max_circuits(self) -> None:
        """Return no limit."""

    @classmethod
    def _default_options(cls) -> Options:
        return Options()

    def run(self, run_input: object, **options: object) -> None:
        """Refuse: only a noise model is made of this."""
        raise NotImplementedError("A part of a device has a noise model; it runs nothing.")


def _part_of(target: Target, qubits: tuple[int, ...]) -> Target:
    place = {old: new for new, old in enumerate(qubits)}
    known = target.qubit_properties
    part = Target(
        num_qubits=len(qubits),
        dt=target.dt,
        qubit_properties=None if known is None else [known[old] for old in qubits],
    )
    for name in target.operation_names:
        operation, where = target.operation_from_name(name), target[name]
        if where is None or None in where:  # on any qubits, such as if_else
            part.add_instruction(operation, name=name)
            continue
        kept = {
            tuple(place[old] for old in at): properties
            for at, properties in where.items()
            if all(old in place for old in at)
        }
        if kept:
            part.add_instruction(operation, kept, name=name)
    return part
