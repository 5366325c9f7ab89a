"""Closed forms: NumPy in, NumPy out, no quantum software.

What a circuit or a simulation of this course shows, a formula here predicts.
"""

from qinet_edu.theory.qubit import bloch_state, bloch_vector, born, density, mach_zehnder
from qinet_edu.theory.sampling import shot_noise, shots_needed

__all__ = [
    "bloch_state",
    "bloch_vector",
    "born",
    "density",
    "mach_zehnder",
    "shot_noise",
    "shots_needed",
]
