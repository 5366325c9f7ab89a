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
from qinet_edu.theory.bell_vectors import bell_vectors, twirled, waited
from qinet_edu.theory.chain_waits import chain_weight
from qinet_edu.theory.cloning import clone_fidelity, cloned
from qinet_edu.theory.code_errors import code_failure, parity_code_errors
from qinet_edu.theory.conversions import (
    average_fidelity,
    convert_depolarising,
    depolarising_fidelity,
    entanglement_fidelity,
)
from qinet_edu.theory.cutoffs import cutoff_rounds, cutoff_two_links
from qinet_edu.theory.decoys import decoy_bounds, decoy_rate, weak_pulse_rate
from qinet_edu.theory.eavesdropping import (
    BREIDBART_RAD,
    clone_attack_qber,
    eve_detected,
    eve_guess,
    eve_information,
    intercept_resend_qber,
    six_state_intercept_qber,
)
from qinet_edu.theory.faked_source import eves_source, faked_information, faked_pair
from qinet_edu.theory.fibre import (
    fibre_transmittance,
    plob,
    repeater_capacity,
    years_per_photon,
)
from qinet_edu.theory.finite_key import finite_key_length, privacy_amplification_length
from qinet_edu.theory.heralding import double_click, midpoint_source, single_click
from qinet_edu.theory.key_rates import (
    bb84_rate,
    binary_entropy,
    device_independent_rate,
    qber_threshold,
    six_state_rate,
)
from qinet_edu.theory.memory import depolarised, relaxed, stored_pair_fidelity
from qinet_edu.theory.nesting import nested_chain, nested_pairs, nested_time
from qinet_edu.theory.pair_keys import bbm92_rate, pair_errors
from qinet_edu.theory.pair_source import coincidences_to_accidentals, pair_source
from qinet_edu.theory.pairs import (
    bell_diagonal,
    bell_state,
    concurrence,
    entropy,
    fidelity,
    reduced,
    werner,
)
from qinet_edu.theory.parity_codes import parity_code_success, smallest_parity_code
from qinet_edu.theory.purification import bbpssw, dejmps, pump
from qinet_edu.theory.purification_costs import purification_cost, purification_range
from qinet_edu.theory.qubit import bloch_state, bloch_vector, born, mach_zehnder
from qinet_edu.theory.repeaters import first_generation, second_generation, third_generation
from qinet_edu.theory.sampling import shot_noise, shots_needed
from qinet_edu.theory.satellites import (
    pass_transmittance,
    satellite_pass,
    satellite_transmittance,
)
from qinet_edu.theory.schedules import best_schedule
from qinet_edu.theory.selection import double_selection
from qinet_edu.theory.states import density
from qinet_edu.theory.swapping import most_links, swap, swap_bell_diagonal, swap_states
from qinet_edu.theory.teleportation import superdense_capacity, teleport_fidelity
from qinet_edu.theory.untrusted_relays import mdi_heralds, mdi_rate, twin_field_scaling
from qinet_edu.theory.waiting_times import (
    expected_slowest,
    expected_slowest_of,
    round_decay,
    slowest_distribution,
    waiting_weight,
)
from qinet_edu.theory.weak_pulses import (
    decoy_error,
    decoy_gain,
    decoy_qber,
    decoy_yield,
    photon_number_split_share,
)

__all__ = [
    "BREIDBART_RAD",
    "average_fidelity",
    "bb84_rate",
    "bbm92_rate",
    "bbpssw",
    "bell_diagonal",
    "bell_state",
    "bell_vectors",
    "best_schedule",
    "binary_entropy",
    "bloch_state",
    "bloch_vector",
    "born",
    "chain_weight",
    "chsh",
    "chsh_max",
    "clone_attack_qber",
    "clone_fidelity",
    "cloned",
    "code_failure",
    "coincidences_to_accidentals",
    "concurrence",
    "convert_depolarising",
    "correlation",
    "correlation_matrix",
    "cutoff_rounds",
    "cutoff_two_links",
    "decoy_bounds",
    "decoy_error",
    "decoy_gain",
    "decoy_qber",
    "decoy_rate",
    "decoy_yield",
    "dejmps",
    "density",
    "depolarised",
    "depolarising_fidelity",
    "device_independent_rate",
    "double_click",
    "double_selection",
    "entanglement_fidelity",
    "entropy",
    "eve_detected",
    "eve_guess",
    "eve_information",
    "eves_source",
    "expected_slowest",
    "expected_slowest_of",
    "faked_information",
    "faked_pair",
    "fibre_transmittance",
    "fidelity",
    "finite_key_length",
    "first_generation",
    "game_chance",
    "intercept_resend_qber",
    "mach_zehnder",
    "mdi_heralds",
    "mdi_rate",
    "mermin",
    "midpoint_source",
    "most_links",
    "nested_chain",
    "nested_pairs",
    "nested_time",
    "pair_errors",
    "pair_source",
    "parity_code_errors",
    "parity_code_success",
    "pass_transmittance",
    "photon_number_split_share",
    "plob",
    "privacy_amplification_length",
    "pump",
    "purification_cost",
    "purification_range",
    "qber_threshold",
    "reduced",
    "relaxed",
    "repeater_capacity",
    "round_decay",
    "satellite_pass",
    "satellite_transmittance",
    "second_generation",
    "shot_noise",
    "shots_needed",
    "single_click",
    "six_state_intercept_qber",
    "six_state_rate",
    "slowest_distribution",
    "smallest_parity_code",
    "stored_pair_fidelity",
    "superdense_capacity",
    "swap",
    "swap_bell_diagonal",
    "swap_states",
    "teleport_fidelity",
    "third_generation",
    "twin_field_scaling",
    "twirled",
    "waited",
    "waiting_weight",
    "weak_pulse_rate",
    "werner",
    "years_per_photon",
]
