"""What a device costs: fakes against the client's own path, and a job against a service here."""

import statistics
import sys
import time
from pathlib import Path

from qiskit_ibm_runtime.fake_provider import FakeKingston

from qinet_edu import circuits, run, submit

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "loopback"))
HERE = (1.0, 0.5)
TELEPORT = circuits.measure(circuits.teleport(HERE), HERE)
SHOTS = 4096


def seconds(work, repeats=3):
    work()
    taken = []
    for _ in range(repeats):
        begin = time.perf_counter()
        work()
        taken.append(time.perf_counter() - begin)
    return statistics.median(taken)


def clients_own():
    """Run as IBM's examples do: the whole device's noise, compiled by the client's tools."""
    from qiskit.primitives import BackendSamplerV2
    from qiskit.transpiler import generate_preset_pass_manager

    device = FakeKingston()
    compiled = generate_preset_pass_manager(2, device, seed_transpiler=1).run(TELEPORT)
    BackendSamplerV2(backend=device).run([compiled], shots=SHOTS).result()


def fakes():
    ours = seconds(lambda: run(TELEPORT, backend="fake:kingston", shots=SHOTS, seed=1))
    theirs = seconds(clients_own, repeats=1)
    print(f"\nteleportation on fake:kingston, {SHOTS} shots, once warm (limit 1 s)")
    print(f"  ours              {ours:7.2f} s")
    print(f"  the client's own  {theirs:7.2f} s   {theirs / ours:.0f} times ours")


def service():
    import os

    from loopback.server import Loopback

    with Loopback() as here:
        os.environ.update(here.env())
        how = {"backend": "ibm", "shots": SHOTS, "seed": 1, "max_qpu_s": 5}
        whole = seconds(lambda: run(TELEPORT, **how))
        handles = []
        sending = seconds(lambda: handles.append(submit(TELEPORT, **how)))
        for handle in handles:
            handle.result()
    print("\nteleportation by a service on this computer (limit 1 s each)")
    print(f"  from call to result   {whole:7.2f} s")
    print(f"  submit returns after  {sending:7.2f} s")


if __name__ == "__main__":
    fakes()
    service()
