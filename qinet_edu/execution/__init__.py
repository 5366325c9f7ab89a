"""The one way to run circuits.

``run`` takes circuits and a backend and returns results that are read by register name;
``submit`` takes the same arguments and returns at once. Nothing else in the library imports a
simulator or a cloud client.
"""

from qinet_edu.execution.analysis import Fidelity, bell_fidelity, bell_value, post_select
from qinet_edu.execution.compare import side_by_side
from qinet_edu.execution.cost import estimate_qpu_s
from qinet_edu.execution.dispatch import run, submit
from qinet_edu.execution.estimate import Estimate
from qinet_edu.execution.export import load_circuit, load_result, save_circuit, save_result
from qinet_edu.execution.frames import frame_of, in_frame
from qinet_edu.execution.handle import Handle
from qinet_edu.execution.ibm.problems import HardwareProblem
from qinet_edu.execution.ibm.running import resume
from qinet_edu.execution.optional import on_hardware
from qinet_edu.execution.recorded import record, replay
from qinet_edu.execution.refusals import NotRunnable
from qinet_edu.execution.result import Result

__all__ = [
    "Estimate",
    "Fidelity",
    "Handle",
    "HardwareProblem",
    "NotRunnable",
    "Result",
    "bell_fidelity",
    "bell_value",
    "estimate_qpu_s",
    "frame_of",
    "in_frame",
    "load_circuit",
    "load_result",
    "on_hardware",
    "post_select",
    "record",
    "replay",
    "resume",
    "run",
    "save_circuit",
    "save_result",
    "side_by_side",
    "submit",
]
