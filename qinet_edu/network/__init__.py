"""Nodes, links and who must be trusted; and how long it takes two places to come to share a pair.

Neighbours have keys from QKD; relays between them pass a key on and see it. So a network is asked
two things: which way a key takes, and which keys fall when nodes do. Links that make pairs have
attempts, heralds and times: ``SingleClick``, ``DoubleClick``, ``MidpointSource``, ``EndNode``.
Joined to a ``Chain``, with a ``Memory`` at each node, they make pairs over longer ways.
"""

from qinet_edu.network.chain_pairs import ChainPairs
from qinet_edu.network.chains import Chain
from qinet_edu.network.clicks import DoubleClick, EndNode, SingleClick
from qinet_edu.network.deliveries import Deliveries
from qinet_edu.network.hardware import Hardware
from qinet_edu.network.keys import LinkKeys
from qinet_edu.network.links import LinkFigures, entanglement_links, link_table, scheme
from qinet_edu.network.memories import Memory
from qinet_edu.network.paths import disjoint_paths, node_cut, path
from qinet_edu.network.relay import Relayed, relay
from qinet_edu.network.schemes import Scheme
from qinet_edu.network.segments import Segment
from qinet_edu.network.sources import MidpointSource
from qinet_edu.network.topology import Link, Network, Node
from qinet_edu.network.trust import Compromise, EndKey, compromised

__all__ = [
    "Chain",
    "ChainPairs",
    "Compromise",
    "Deliveries",
    "DoubleClick",
    "EndKey",
    "EndNode",
    "Hardware",
    "Link",
    "LinkFigures",
    "LinkKeys",
    "Memory",
    "MidpointSource",
    "Network",
    "Node",
    "Relayed",
    "Scheme",
    "Segment",
    "SingleClick",
    "compromised",
    "disjoint_paths",
    "entanglement_links",
    "link_table",
    "node_cut",
    "path",
    "relay",
    "scheme",
]
