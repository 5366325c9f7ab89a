"""Sweeps: one function at every point of a grid, on all cores or a cluster, and stopped at will."""

from qinet_edu.sweeps.progress import Progress
from qinet_edu.sweeps.sweeping import sweep
from qinet_edu.sweeps.table import Sweep, SweepError

__all__ = ["Progress", "Sweep", "SweepError", "sweep"]
