"""Closed forms: NumPy in, NumPy out, no quantum software.

What a circuit or a simulation of this course shows, a formula here predicts.
"""

from qinet_edu.theory.bell_tests import (
    chsh,
    chsh_max,
    correlation,
    correlation_matrix,
    game_chance,
    mermin,
)
from qinet_edu.theory.cloning import clone_fidelity, cloned
from qinet_edu.theory.conversions import (
    average_fidelity,
    convert_depolarising,
    depolarising_fidelity,
    entanglement_fidelity,
)
from qinet_edu.theory.fibre import fibre_transmittance
from qinet_edu.theory.memory import depolarised, relaxed, stored_pair_fidelity
from qinet_edu.theory.pairs import (
    bell_diagonal,
    bell_state,
    concurrence,
    entropy,
    fidelity,
    reduced,
    werner,
)
from qinet_edu.theory.qubit import bloch_state, bloch_vector, born, mach_zehnder
from qinet_edu.theory.sampling import shot_noise, shots_needed
from qinet_edu.theory.states import density
from qinet_edu.theory.teleportation import superdense_capacity, teleport_fidelity

__all__ = [
    "average_fidelity",
    "bell_diagonal",
    "bell_state",
    "bloch_state",
    "bloch_vector",
    "born",
    "chsh",
    "chsh_max",
    "clone_fidelity",
    "cloned",
    "concurrence",
    "convert_depolarising",
    "correlation",
    "correlation_matrix",
    "density",
    "depolarised",
    "depolarising_fidelity",
    "entanglement_fidelity",
    "entropy",
    "fibre_transmittance",
    "fidelity",
    "game_chance",
    "mach_zehnder",
    "mermin",
    "reduced",
    "relaxed",
    "shot_noise",
    "shots_needed",
    "stored_pair_fidelity",
    "superdense_capacity",
    "teleport_fidelity",
    "werner",
]
