"""A stand-in for IBM's service on this machine, for tests: IBM's own client talks to it unchanged.

It answers over HTTP on 127.0.0.1, runs what it is sent on Aer, keeps a ledger of every job that it
accepted, and fails on demand in every way a network and a service can (``faults.NAMES``).

Tests take the fixture ``loopback``; ``python -m loopback`` serves one for use by hand. It proves
the course's code and IBM's client; it cannot prove what IBM's own service does.
"""

from loopback.control import Process
from loopback.faults import NAMES, PERILOUS, SITES, kinds_at
from loopback.identity import TOKEN, Instance
from loopback.jobs import Job, Ledger
from loopback.server import Loopback

__all__ = [
    "NAMES",
    "PERILOUS",
    "SITES",
    "TOKEN",
    "Instance",
    "Job",
    "Ledger",
    "Loopback",
    "Process",
    "kinds_at",
]
