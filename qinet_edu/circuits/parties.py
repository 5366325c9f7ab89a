"""Who takes part, and the names of their registers."""

from qiskit.circuit import QuantumCircuit, QuantumRegister

PARTIES = ("alice", "bob", "charlie", "dana", "erin", "frank", "grace", "heidi")

# What nobody holds: the part of the world that a noisy pair has become entangled with.
ENVIRONMENT = "environment"


def party_name(number: int) -> str:
    """Return the name of a party by number, counting from 0.

    Eight names are easy to remember; from the ninth on they are numbered.

    Args:
        number: which party, from 0.

    Returns:
        A name that a register may bear.

    Raises:
        TypeError: ``number`` is no whole number.
        ValueError: ``number`` is negative.

    Example:
        >>> party_name(0), party_name(8)
        ('alice', 'party9')
    """
    number = whole(number, "The number of a party", least=0)
    return PARTIES[number] if number < len(PARTIES) else f"party{number + 1}"


def one_qubit_each(names: list[str], *, title: str) -> QuantumCircuit:
    """Return an empty circuit in which each party holds one qubit.

    Args:
        names: the parties, in order of their qubits.
        title: the name of the circuit.

    Returns:
        A circuit on one-qubit registers, all in |0⟩.

    Example:
        >>> [register.name for register in one_qubit_each(["alice", "bob"], title="two").qregs]
        ['alice', 'bob']
    """
    return QuantumCircuit(*(QuantumRegister(1, name) for name in names), name=title)


def whole(value: object, name: str, *, least: int) -> int:
    """Read a whole number of things.

    Args:
        value: what was given.
        name: what to call it in a complaint.
        least: the smallest that makes sense.

    Returns:
        The number.

    Raises:
        TypeError: it is no whole number.
        ValueError: it is too small.

    Example:
        >>> whole(3, "n", least=2)
        3
    """
    try:
        number = value.__index__()  # type: ignore[attr-defined]
    except (AttributeError, TypeError):
        raise TypeError(f"{name} must be a whole number, not {value!r}.") from None
    if isinstance(value, bool):
        raise TypeError(f"{name} must be a whole number, not {value!r}.")
    if number < least:
        raise ValueError(f"{name} must be at least {least}, not {number}.")
    return int(number)
