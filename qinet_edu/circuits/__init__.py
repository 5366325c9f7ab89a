"""What happens to the qubits: pure functions that return a circuit.

Nothing here runs, draws or samples. Registers are named for who holds what, and a measurement
writes into a classical register of the same name.
"""

from qinet_edu.circuits.superposition import bloch, mach_zehnder, measure

__all__ = ["bloch", "mach_zehnder", "measure"]
