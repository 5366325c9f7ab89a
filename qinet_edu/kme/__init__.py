"""Delivering keys to applications: the interface of ETSI GS QKD 014, as servers on this machine.

A QKD link ends in a key-management entity (KME) on either side. An application (SAE) asks its KME
for a new key and gets it with an ID; the one at the other side asks its own KME for the key of that
ID. Keys stand for real ones: they never leave this machine, and neither do the servers.
"""

from qinet_edu.kme.certificates import Authority, Credentials
from qinet_edu.kme.client import Client, KeyRefused, KmeUnreachable, connect
from qinet_edu.kme.keys import Key, Sealed, decrypt, encrypt
from qinet_edu.kme.link import KeyLink, open_link, set_up
from qinet_edu.kme.running import Running, start

__all__ = [
    "Authority",
    "Client",
    "Credentials",
    "Key",
    "KeyLink",
    "KeyRefused",
    "KmeUnreachable",
    "Running",
    "Sealed",
    "connect",
    "decrypt",
    "encrypt",
    "open_link",
    "set_up",
    "start",
]
