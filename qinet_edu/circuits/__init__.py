"""What happens to the qubits: pure functions that return a circuit.

Nothing here runs, draws or samples. Registers are named for who holds what, and a measurement
writes into a classical register of the same name.
"""

from qinet_edu.circuits.bell_tests import Setting, chsh, fidelity_settings, mermin
from qinet_edu.circuits.cloning import cnot_copier, phase_covariant_cloner, universal_cloner
from qinet_edu.circuits.eavesdropping import Eavesdropper
from qinet_edu.circuits.entanglement import BELL_STATES, bell_pair, ghz, graph_state, w_state
from qinet_edu.circuits.heralding import double_click, heralded, midpoint_source, single_click
from qinet_edu.circuits.mdi import bell_outcome, mdi_bell_measurement
from qinet_edu.circuits.pair_qkd import PAIR_PROTOCOLS, PairPlan, pair_plan, pair_round
from qinet_edu.circuits.parties import ENVIRONMENT, PARTIES, party_name
from qinet_edu.circuits.qkd import KEY_BASES, qkd_coins, qkd_round
from qinet_edu.circuits.superposition import bloch, mach_zehnder, measure
from qinet_edu.circuits.teleportation import superdense, teleport, teleport_gate
from qinet_edu.circuits.waiting import fibre, wait

__all__ = [
    "BELL_STATES",
    "ENVIRONMENT",
    "KEY_BASES",
    "PAIR_PROTOCOLS",
    "PARTIES",
    "Eavesdropper",
    "PairPlan",
    "Setting",
    "bell_outcome",
    "bell_pair",
    "bloch",
    "chsh",
    "cnot_copier",
    "double_click",
    "fibre",
    "fidelity_settings",
    "ghz",
    "graph_state",
    "heralded",
    "mach_zehnder",
    "mdi_bell_measurement",
    "measure",
    "mermin",
    "midpoint_source",
    "pair_plan",
    "pair_round",
    "party_name",
    "phase_covariant_cloner",
    "qkd_coins",
    "qkd_round",
    "single_click",
    "superdense",
    "teleport",
    "teleport_gate",
    "universal_cloner",
    "w_state",
    "wait",
]
