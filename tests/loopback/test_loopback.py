"""The stand-in for IBM's service serves IBM's own client as IBM's does, as far as is known."""

import time
import warnings
from math import cos, pi, sqrt

import pytest
from qiskit.transpiler import generate_preset_pass_manager

from qinet_edu import circuits

ONE = {"0": 1 + cos(pi / 3), "1": 1 - cos(pi / 3)}  # halved: chances of a state at π/3


def teleported(device, *, form="dynamic"):
    state = circuits.bloch(pi / 3)
    circuit = circuits.measure(circuits.teleport(state, form=form), "z")
    return generate_preset_pass_manager(2, target=device.target, seed_transpiler=1).run(circuit)


def sampler(wire, device):
    if wire == "executor":
        from qiskit_ibm_runtime.executor_sampler import Sampler

        return Sampler(mode=device)
    from qiskit_ibm_runtime import SamplerV2

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        return SamplerV2(mode=device)


WIRES = ("sampler", "executor")


@pytest.mark.parametrize("wire", WIRES)
def test_teleportation_end_to_end_in_both_wire_formats(loopback, wire):
    device = loopback.client().backend("ibm_fez")
    sampler(wire, device)  # the client's own import is no part of what is timed
    isa = teleported(device)
    began = time.perf_counter()
    job = sampler(wire, device).run([isa], shots=4096)
    bits = job.result()[0].data.bob.get_counts()
    assert time.perf_counter() - began < 1
    assert bits["0"] / 4096 == pytest.approx(ONE["0"] / 2, abs=4 * sqrt(0.75 * 0.25 / 4096))
    assert loopback.ledger.find(job.job_id()).sizes == [4096]
    assert job.usage() == pytest.approx(2 + 0.00035 * 4096, abs=1e-3)
    assert loopback.client().job(job.job_id()).result()[0].data.bob.get_counts() == bits
