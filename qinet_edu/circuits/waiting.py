"""What happens to a qubit on the way: it waits, or it travels."""

from qiskit.circuit import QuantumCircuit, QuantumRegister
from qiskit.circuit.library import IGate

from qinet_edu.arguments import one_real


def wait(circuit: QuantumCircuit, register: str, time_s: float) -> QuantumCircuit:
    """Keep a register waiting, as for a message that is still on its way.

    A bit that must cross 100 km of fibre takes 0.49 ms, during which a stored qubit decays.
    Without noise nothing happens; noise given for ``"delay"`` acts once on each waiting qubit.

    Args:
        circuit: what has happened so far; it is not changed.
        register: name of the register that waits.
        time_s: how long, in seconds.

    Returns:
        A copy with a delay at its end.

    Raises:
        TypeError: it is no circuit, or the time no real number.
        ValueError: no such register, or the time is negative, NaN or infinite.

    Example:
        >>> from qinet_edu.circuits import bell_pair
        >>> stored = wait(bell_pair(), "bob", 0.49e-3)
        >>> stored.data[-1].operation.name, stored.data[-1].operation.params
        ('delay', [0.00049])
    """
    time_s = one_real(time_s, "time_s", low=0)
    copy, waiting = _copied(circuit, register)
    copy.delay(time_s, waiting, unit="s")
    return copy


def fibre(circuit: QuantumCircuit, register: str) -> QuantumCircuit:
    """Send a register through a fibre.

    The gate is an identity labelled ``fibre``: noise given for ``"fibre"`` acts on it, and on
    hardware, which has no fibre, it does nothing.

    Args:
        circuit: what has happened so far; it is not changed.
        register: name of the register that travels.

    Returns:
        A copy with one labelled identity for each qubit at its end.

    Raises:
        TypeError: it is no circuit.
        ValueError: no such register.

    Example:
        >>> from qinet_edu.circuits import bell_pair
        >>> fibre(bell_pair(), "bob").data[-1].operation.label
        'fibre'
    """
    copy, travelling = _copied(circuit, register)
    for qubit in travelling:
        copy.append(IGate(label="fibre"), [qubit])
    return copy


def _copied(circuit: QuantumCircuit, register: str) -> tuple[QuantumCircuit, QuantumRegister]:
    if not isinstance(circuit, QuantumCircuit):
        raise TypeError(f"Give a QuantumCircuit first, not {type(circuit).__name__}.")
    found = {known.name: known for known in circuit.qregs}
    if register not in found:
        raise ValueError(f"There is no register {register!r}; this circuit has {', '.join(found)}.")
    copy = circuit.copy()
    return copy, found[register]
