"""Whole conversations: qubits, and the classical messages that make something of them.

Each protocol runs its circuit once, between named parties at a distance, and returns what came out
with the transcript of who did what, and who told whom what and when.
"""

from qinet_edu.protocols.delivery import Delivery, verified_delivery
from qinet_edu.protocols.purification import PURIFICATIONS, Purification, purify
from qinet_edu.protocols.superdense import Sending, superdense
from qinet_edu.protocols.swapping import Swapping, swap
from qinet_edu.protocols.teleportation import Teleportation, teleport
from qinet_edu.protocols.transcript import Act, Message, Transcript

__all__ = [
    "PURIFICATIONS",
    "Act",
    "Delivery",
    "Message",
    "Purification",
    "Sending",
    "Swapping",
    "Teleportation",
    "Transcript",
    "purify",
    "superdense",
    "swap",
    "teleport",
    "verified_delivery",
]
