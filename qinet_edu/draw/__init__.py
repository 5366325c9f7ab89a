"""Pictures as pure functions: an SVG, the same in words, and the numbers it shows."""

from qinet_edu.draw.account import leak_ledger
from qinet_edu.draw.analysers import chsh
from qinet_edu.draw.ball import bloch_ball
from qinet_edu.draw.brightness import bright_state
from qinet_edu.draw.cards import bit_order
from qinet_edu.draw.cascading import cascade
from qinet_edu.draw.chance import counts, shot_noise
from qinet_edu.draw.cloning import cloner
from qinet_edu.draw.experiments import bell_experiments
from qinet_edu.draw.hashing import toeplitz
from qinet_edu.draw.interferometer import fringe
from qinet_edu.draw.joining import swap_backbone
from qinet_edu.draw.lanes import circuit
from qinet_edu.draw.lounge import waiting_room
from qinet_edu.draw.mermin import ghz_table
from qinet_edu.draw.middle import pair_source
from qinet_edu.draw.network_map import network
from qinet_edu.draw.passing import satellite_pass
from qinet_edu.draw.picture import Picture
from qinet_edu.draw.purifying import purify
from qinet_edu.draw.rates import key_rate
from qinet_edu.draw.repeating import repeater_rates
from qinet_edu.draw.rounds import bb84
from qinet_edu.draw.sequence import sequence
from qinet_edu.draw.side_by_side import side_by_side
from qinet_edu.draw.spanning import chain_timeline
from qinet_edu.draw.sphere import bit_vs_qubit, bloch
from qinet_edu.draw.teleportation import teleport
from qinet_edu.draw.trust import compromised
from qinet_edu.draw.trying import attempts
from qinet_edu.draw.waiting import waiting_pair

__all__ = [
    "Picture",
    "attempts",
    "bb84",
    "bell_experiments",
    "bit_order",
    "bit_vs_qubit",
    "bloch",
    "bloch_ball",
    "bright_state",
    "cascade",
    "chain_timeline",
    "chsh",
    "circuit",
    "cloner",
    "compromised",
    "counts",
    "fringe",
    "ghz_table",
    "key_rate",
    "leak_ledger",
    "network",
    "pair_source",
    "purify",
    "repeater_rates",
    "satellite_pass",
    "sequence",
    "shot_noise",
    "side_by_side",
    "swap_backbone",
    "teleport",
    "toeplitz",
    "waiting_pair",
    "waiting_room",
]
