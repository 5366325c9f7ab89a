"""What happens to the qubits: pure functions that return a circuit.

Nothing here runs, draws or samples. Registers are named for who holds what, and a measurement
writes into a classical register of the same name.
"""

from qinet_edu.circuits.bell_tests import Setting, chsh, fidelity_settings, mermin
from qinet_edu.circuits.cloning import cnot_copier, phase_covariant_cloner, universal_cloner
from qinet_edu.circuits.eavesdropping import Eavesdropper
from qinet_edu.circuits.entanglement import BELL_STATES, bell_pair, ghz, graph_state, w_state
from qinet_edu.circuits.heralding import double_click, heralded, midpoint_source, single_click
from qinet_edu.circuits.links import link_pair
from qinet_edu.circuits.mdi import bell_outcome, mdi_bell_measurement
from qinet_edu.circuits.pair_qkd import PAIR_PROTOCOLS, PairPlan, pair_plan, pair_round
from qinet_edu.circuits.parties import ENVIRONMENT, PARTIES, party_name
from qinet_edu.circuits.purification import (
    PURIFICATION_FORMS,
    bbpssw,
    dejmps,
    double_selection,
    kept,
    pumping,
)
from qinet_edu.circuits.qkd import KEY_BASES, qkd_coins, qkd_round
from qinet_edu.circuits.superposition import bloch, mach_zehnder, measure
from qinet_edu.circuits.swapping import PauliFrame, swap_chain, swap_frame
from qinet_edu.circuits.teleportation import superdense, teleport, teleport_gate
from qinet_edu.circuits.waiting import fibre, wait

__all__ = [
    "BELL_STATES",
    "ENVIRONMENT",
    "KEY_BASES",
    "PAIR_PROTOCOLS",
    "PARTIES",
    "PURIFICATION_FORMS",
    "Eavesdropper",
    "PairPlan",
    "PauliFrame",
    "Setting",
    "bbpssw",
    "bell_outcome",
    "bell_pair",
    "bloch",
    "chsh",
    "cnot_copier",
    "dejmps",
    "double_click",
    "double_selection",
    "fibre",
    "fidelity_settings",
    "ghz",
    "graph_state",
    "heralded",
    "kept",
    "link_pair",
    "mach_zehnder",
    "mdi_bell_measurement",
    "measure",
    "mermin",
    "midpoint_source",
    "pair_plan",
    "pair_round",
    "party_name",
    "phase_covariant_cloner",
    "pumping",
    "qkd_coins",
    "qkd_round",
    "single_click",
    "superdense",
    "swap_chain",
    "swap_frame",
    "teleport",
    "teleport_gate",
    "universal_cloner",
    "w_state",
    "wait",
]
