"""BB84 with an eavesdropper against qkdpy and QuNetSim: `python benchmarks/peers/bb84.py`.

Each is installed into an environment of its own, which is thrown away afterwards. Only photons are
sent, intercepted, measured and sifted; neither corrects errors nor shortens a key. All delays of
QuNetSim are set to nothing, and qkdpy's Eve draws from three bases, as its own attack does.
"""

import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

PEERS = {"qkdpy": 10_000, "qunetsim": 300}  # photons timed
ROUNDS = 100_000


def by_qkdpy(photons):
    """Send, intercept and sift with qkdpy; called inside its environment."""
    from qkdpy import BB84, QuantumChannel

    channel = QuantumChannel(loss=0.0, noise_level=0.0)
    channel.set_eavesdropper(QuantumChannel.intercept_resend_attack)
    protocol = BB84(channel, key_length=photons // 5)  # it sends five times as many
    begin = time.perf_counter()
    sent = protocol.prepare_states()
    protocol.measure_states(channel.transmit_batch(sent))
    qber = protocol.estimate_qber()
    return time.perf_counter() - begin, len(sent), qber


def by_qunetsim(photons):
    """Send, intercept and sift with QuNetSim; called inside its environment."""
    from qunetsim.components import Host, Network
    from qunetsim.objects import Qubit

    network = Network.get_instance()
    network.delay = 0.0
    network.start(["alice", "eve", "bob"])
    hosts = {name: Host(name) for name in ("alice", "eve", "bob")}
    for one, other in (("alice", "eve"), ("eve", "alice"), ("eve", "bob"), ("bob", "eve")):
        hosts[one].add_connection(other)
    for host in hosts.values():
        host.delay = 0.0
        host.start()
        network.add_host(host)

    def listen(sender, receiver, qubit):
        basis = random.getrandbits(1)
        if basis:
            qubit.H()
        qubit.measure(non_destructive=True)
        if basis:
            qubit.H()

    hosts["eve"].q_relay_sniffing = True
    hosts["eve"].q_relay_sniffing_fn = listen
    begin, kept, wrong = time.perf_counter(), 0, 0
    for _ in range(photons):
        bit, ours, theirs = (random.getrandbits(1) for _ in range(3))
        qubit = Qubit(hosts["alice"])
        if bit:
            qubit.X()
        if ours:
            qubit.H()
        hosts["alice"].send_qubit("bob", qubit, no_ack=True)
        arrived = hosts["bob"].get_qubit("alice", wait=10)
        if theirs:
            arrived.H()
        read = arrived.measure()
        kept += ours == theirs
        wrong += ours == theirs and read != bit
    seconds = time.perf_counter() - begin
    return seconds, photons, wrong / kept


def inside(peer):
    from importlib.metadata import version

    work = {"qkdpy": by_qkdpy, "qunetsim": by_qunetsim}[peer]
    seconds, photons, qber = work(PEERS[peer])
    found = [version(peer), seconds / photons, photons, qber]
    print(json.dumps(found), flush=True)
    os._exit(0)  # QuNetSim's threads and processes would not let it end


def measured(peer):
    """Install a peer, let it run, and end whatever it leaves running."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        python = Path(
            folder, *(("Scripts", "python.exe") if os.name == "nt" else ("bin", "python"))
        )
        subprocess.run([python, "-m", "pip", "install", "--quiet", "--quiet", peer], check=True)
        said = Path(folder, "said")
        with said.open("w") as out:
            # A file, since what QuNetSim leaves behind would keep a pipe open.
            process = subprocess.Popen(
                [python, __file__, peer], stdout=out, start_new_session=os.name != "nt"
            )
        try:
            process.wait(600)
        finally:
            if os.name != "nt":
                with suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
        return json.loads(said.read_text().splitlines()[-1])


def main():
    from qinet_edu.circuits import Eavesdropper
    from qinet_edu.protocols.qkd import session

    begin = time.perf_counter()
    session(ROUNDS, eve=Eavesdropper(), seed=1)
    first = time.perf_counter() - begin
    taken = []
    for seed in range(5):
        begin = time.perf_counter()
        raw = session(ROUNDS, eve=Eavesdropper(), seed=seed)
        taken.append(time.perf_counter() - begin)
    ours = sorted(taken)[2] / ROUNDS
    print(f"BB84 with full interception, seconds for {ROUNDS} photons")
    print(
        f"  {'qinet_edu':24} {ROUNDS * ours:10.3f}   ({first:.2f} at first)  QBER {raw.qber():.4f}"
    )
    for peer in PEERS:
        version, each, photons, qber = measured(peer)
        print(
            f"  {peer + ' ' + version:24} {ROUNDS * each:10.1f}   (from {photons})  "
            f"QBER {qber:.4f}  {each / ours:8.0f} times slower"
        )


if __name__ == "__main__":
    inside(sys.argv[1]) if len(sys.argv) > 1 else main()
