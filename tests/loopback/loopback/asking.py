"""What tests of the loopback ask with: IBM's own client, used as its documentation says."""

import time
import warnings
from math import pi
from typing import Any

from loopback.jobs import Job
from loopback.server import Loopback

WIRES = ("sampler", "executor")


def compiled(circuit: Any, device: Any) -> Any:
    from qiskit.transpiler import generate_preset_pass_manager

    return generate_preset_pass_manager(2, target=device.target, seed_transpiler=1).run(circuit)


def teleported(device: Any, *, form: str = "dynamic") -> Any:
    """Return a state at π/3 teleported to ``bob`` and measured, compiled for a device."""
    from qinet_edu import circuits

    state = circuits.bloch(pi / 3)
    return compiled(circuits.measure(circuits.teleport(state, form=form), "z"), device)


def sampler(wire: str, mode: Any, *tags: str) -> Any:
    """Return the client's sampler that posts in one of the two ``WIRES``."""
    if wire == "executor":
        from qiskit_ibm_runtime.executor_sampler import Sampler

        asked = Sampler(mode=mode)
    else:
        from qiskit_ibm_runtime import SamplerV2

        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            asked = SamplerV2(mode=mode)
    asked.options.environment.job_tags = [*tags]
    return asked


def put(
    server: Loopback,
    name: str,
    *,
    device: str = "ibm_fez",
    state: str = "Completed",
    tags: tuple[str, ...] = (),
) -> Job:
    """Enter a job as if it had been posted, without running anything."""
    params = {"pubs": [["circuit", None, 100]]}
    body = {"backend": device, "program_id": "sampler", "params": params, "tags": [*tags]}
    number = len(server.ledger.jobs) + 1
    job = Job(name, number, server.allowance.name, body, time.time(), state=state)
    job.results = '{"outcome": [0, 1]}'
    server.ledger.jobs.append(job)
    return job
