"""Quantum key distribution: from raw bits to a key, as a conversation of named parties."""

from qinet_edu.protocols.qkd.amplification import toeplitz_hash, toeplitz_matrix
from qinet_edu.protocols.qkd.authentication import (
    AuthenticationError,
    OneTimeKeys,
    OutOfKeyError,
    forging_probability,
    one_time_tag,
    polynomial_hash,
    share_keys,
)
from qinet_edu.protocols.qkd.bell import BellTest, bell_margin
from qinet_edu.protocols.qkd.cascade import Asked, Reconciled, binary, first_block, reconcile
from qinet_edu.protocols.qkd.conversation import Parcel
from qinet_edu.protocols.qkd.estimation import (
    clopper_pearson,
    error_rate,
    sample_places,
    serfling_margin,
)
from qinet_edu.protocols.qkd.ledger import Entry, Ledger, Row
from qinet_edu.protocols.qkd.outcomes import REASONS, Abort, Key
from qinet_edu.protocols.qkd.pair_keys import agree_pairs
from qinet_edu.protocols.qkd.pair_outcomes import PairSession
from qinet_edu.protocols.qkd.pair_sending import pair_session
from qinet_edu.protocols.qkd.pipeline import agree, distil
from qinet_edu.protocols.qkd.raw import Raw
from qinet_edu.protocols.qkd.sending import send, session
from qinet_edu.protocols.qkd.sifting import Sifted, sift
from qinet_edu.protocols.qkd.verification import verification_bits, verification_hash

__all__ = [
    "REASONS",
    "Abort",
    "Asked",
    "AuthenticationError",
    "BellTest",
    "Entry",
    "Key",
    "Ledger",
    "OneTimeKeys",
    "OutOfKeyError",
    "PairSession",
    "Parcel",
    "Raw",
    "Reconciled",
    "Row",
    "Sifted",
    "agree",
    "agree_pairs",
    "bell_margin",
    "binary",
    "clopper_pearson",
    "distil",
    "error_rate",
    "first_block",
    "forging_probability",
    "one_time_tag",
    "pair_session",
    "polynomial_hash",
    "reconcile",
    "sample_places",
    "send",
    "serfling_margin",
    "session",
    "share_keys",
    "sift",
    "toeplitz_hash",
    "toeplitz_matrix",
    "verification_bits",
    "verification_hash",
]
