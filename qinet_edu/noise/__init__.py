"""From kilometres and milliseconds to what happens to a qubit: channels as Kraus operators.

A channel is a plain array of shape (k, 2, 2), or (..., k, 2, 2) for several at once; its
operators K satisfy Σ K†K = I and turn ρ into Σ KρK†. ``Noise`` says which channel follows which
gate, and is given to ``run(noise=...)``.
"""

from qinet_edu.noise.channels import (
    amplitude_damping,
    dephasing,
    dephasing_time,
    depolarising,
    thermal_relaxation,
)
from qinet_edu.noise.fibre import FIBRE_SPEED_KM_S, fibre_delay_s, memory_wait
from qinet_edu.noise.kraus import (
    apply,
    average_fidelity,
    entanglement_fidelity,
    pauli_probabilities,
)
from qinet_edu.noise.links import pair_errors
from qinet_edu.noise.model import Noise

__all__ = [
    "FIBRE_SPEED_KM_S",
    "Noise",
    "amplitude_damping",
    "apply",
    "average_fidelity",
    "dephasing",
    "dephasing_time",
    "depolarising",
    "entanglement_fidelity",
    "fibre_delay_s",
    "memory_wait",
    "pair_errors",
    "pauli_probabilities",
    "thermal_relaxation",
]
