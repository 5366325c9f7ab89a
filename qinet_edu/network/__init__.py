"""Nodes, links and who must be trusted: a QKD network from hop to hop.

Neighbours have keys from QKD; relays between them pass a key on and see it. So a network is asked
two things: which way a key takes, and which keys fall when nodes do.
"""

from qinet_edu.network.keys import LinkKeys
from qinet_edu.network.paths import disjoint_paths, node_cut, path
from qinet_edu.network.relay import Relayed, relay
from qinet_edu.network.topology import Link, Network, Node
from qinet_edu.network.trust import Compromise, EndKey, compromised

__all__ = [
    "Compromise",
    "EndKey",
    "Link",
    "LinkKeys",
    "Network",
    "Node",
    "Relayed",
    "compromised",
    "disjoint_paths",
    "node_cut",
    "path",
    "relay",
]
