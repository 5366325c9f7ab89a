"""What a student moves: thin live shells over the pictures of ``draw``."""

from collections.abc import Callable
from typing import Any

from qinet_edu.explore.account import leak_ledger
from qinet_edu.explore.analysers import chsh
from qinet_edu.explore.ball import bloch_ball
from qinet_edu.explore.brightness import bright_state
from qinet_edu.explore.cascading import cascade
from qinet_edu.explore.chance import shot_noise
from qinet_edu.explore.cloning import cloner
from qinet_edu.explore.hashing import toeplitz
from qinet_edu.explore.interferometer import fringe
from qinet_edu.explore.joining import swap_backbone
from qinet_edu.explore.lounge import waiting_room
from qinet_edu.explore.mermin import ghz_table
from qinet_edu.explore.middle import pair_source
from qinet_edu.explore.network_map import network
from qinet_edu.explore.offline import build, page, standalone
from qinet_edu.explore.passing import satellite_pass
from qinet_edu.explore.prediction import predict
from qinet_edu.explore.purifying import purify
from qinet_edu.explore.rates import key_rate
from qinet_edu.explore.repeating import repeater_rates
from qinet_edu.explore.rounds import bb84
from qinet_edu.explore.spanning import chain_timeline
from qinet_edu.explore.sphere import bit_vs_qubit, bloch
from qinet_edu.explore.teleportation import teleport
from qinet_edu.explore.trust import compromised
from qinet_edu.explore.trying import attempts
from qinet_edu.explore.view import View
from qinet_edu.explore.waiting import waiting_pair

# Every view by the name its display records, so that a static site can build it again.
VIEWS: dict[str, Callable[..., Any]] = {
    "attempts": attempts,
    "bb84": bb84,
    "bit_vs_qubit": bit_vs_qubit,
    "bloch": bloch,
    "bloch_ball": bloch_ball,
    "bright_state": bright_state,
    "cascade": cascade,
    "chain_timeline": chain_timeline,
    "chsh": chsh,
    "cloner": cloner,
    "compromised": compromised,
    "fringe": fringe,
    "ghz_table": ghz_table,
    "key_rate": key_rate,
    "leak_ledger": leak_ledger,
    "network": network,
    "pair_source": pair_source,
    "predict": predict,
    "purify": purify,
    "repeater_rates": repeater_rates,
    "satellite_pass": satellite_pass,
    "shot_noise": shot_noise,
    "swap_backbone": swap_backbone,
    "teleport": teleport,
    "toeplitz": toeplitz,
    "waiting_pair": waiting_pair,
    "waiting_room": waiting_room,
}

__all__ = [
    "VIEWS",
    "View",
    "attempts",
    "bb84",
    "bit_vs_qubit",
    "bloch",
    "bloch_ball",
    "bright_state",
    "build",
    "cascade",
    "chain_timeline",
    "chsh",
    "cloner",
    "compromised",
    "fringe",
    "ghz_table",
    "key_rate",
    "leak_ledger",
    "network",
    "page",
    "pair_source",
    "predict",
    "purify",
    "repeater_rates",
    "satellite_pass",
    "shot_noise",
    "standalone",
    "swap_backbone",
    "teleport",
    "toeplitz",
    "waiting_pair",
    "waiting_room",
]
