"""Nodes, links and who must be trusted; and how long it takes two places to come to share a pair.

Neighbours have keys from QKD; relays between them pass a key on and see it. So a network is asked
two things: which way a key takes, and which keys fall when nodes do. Links that make pairs have
attempts, heralds and times: ``SingleClick``, ``DoubleClick``, ``MidpointSource``, ``EndNode``.
"""

from qinet_edu.network.clicks import DoubleClick, EndNode, SingleClick
from qinet_edu.network.deliveries import Deliveries
from qinet_edu.network.hardware import Hardware
from qinet_edu.network.keys import LinkKeys
from qinet_edu.network.links import LinkFigures, entanglement_links, link_table, scheme
from qinet_edu.network.paths import disjoint_paths, node_cut, path
from qinet_edu.network.relay import Relayed, relay
from qinet_edu.network.schemes import Scheme
from qinet_edu.network.sources import MidpointSource
from qinet_edu.network.topology import Link, Network, Node
from qinet_edu.network.trust import Compromise, EndKey, compromised

__all__ = [
    "Compromise",
    "Deliveries",
    "DoubleClick",
    "EndKey",
    "EndNode",
    "Hardware",
    "Link",
    "LinkFigures",
    "LinkKeys",
    "MidpointSource",
    "Network",
    "Node",
    "Relayed",
    "Scheme",
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
