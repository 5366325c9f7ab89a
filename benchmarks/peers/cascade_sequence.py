"""Cascade against SeQUeNCe's, on the same frames: `python benchmarks/peers/cascade_sequence.py`.

SeQUeNCe is installed into an environment of its own, which is thrown away afterwards. Its two
parties hand each other messages directly, without its event kernel: that is in its favour. It asks
for the parity of both halves of a block, where the second follows from the first; only the first
counts here as revealed, which is in its favour, too.
"""

import json
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

LENGTH = 10_240  # the length of SeQUeNCe's frames
RATES = (0.01, 0.03, 0.05, 0.1)
FRAMES = 20


def frame(rate, number):
    """Return Alice's bits and Bob's, as whole numbers."""
    rng = random.Random(f"{rate} {number}")
    alice = rng.getrandbits(LENGTH)
    errors = sum(1 << place for place in range(LENGTH) if rng.random() < rate)
    return alice, alice ^ errors


def theirs():
    """Run SeQUeNCe on all frames; called inside its environment."""
    from collections import deque
    from importlib.metadata import version
    from math import ceil

    from sequence.qkd.cascade import Cascade, CascadeMsgType, pair_cascade_protocols

    class Clock:
        def now(self):
            return 0

    class Node:
        def __init__(self, name):
            self.name, self.timeline, self.protocols = name, Clock(), []

        def send_message(self, to, message):
            post.append((to, self.name, message))

    found = {"version": version("sequence"), "rates": {}}
    for rate in RATES:
        seconds = revealed = failed = 0
        for number in range(FRAMES):
            alice, bob = frame(rate, number)
            post = deque()
            ends = {name: Cascade(Node(name), name, role=role)
                    for role, name in enumerate(("alice", "bob"))}  # fmt: skip
            pair_cascade_protocols(*ends.values())
            for end in ends.values():
                end.state, end.k1, end.keylen, end.frame_num = 1, ceil(0.73 / rate), LENGTH, 1
                end.frame_len, end.start_time = LENGTH, 0
                # The first key is the one from which the error rate is taken.
                end.bits, end.t1, end.t2 = [0], [0], [0]
            begin = time.perf_counter()
            ends["bob"].pop(bob)
            ends["alice"].pop(alice)
            while post:
                to, sender, message = post.popleft()
                if message.msg_type is CascadeMsgType.CHECKSUMS:
                    revealed += sum(map(len, message.checksums))
                halves = message.msg_type is CascadeMsgType.RECEIVE_FOR_BINARY
                revealed += 0.5 if halves else 0
                ends[to].received_message(sender, message)
            seconds += time.perf_counter() - begin
            failed += ends["alice"].bits[1] != ends["bob"].bits[1]
        found["rates"][rate] = [seconds / FRAMES, revealed / FRAMES, failed]
    print(json.dumps(found))


def ours():
    """Run the course's Cascade on the same frames."""
    import numpy as np

    from qinet_edu.protocols.qkd import reconcile

    def bits(number):
        packed = np.frombuffer(number.to_bytes(LENGTH // 8, "big"), dtype=np.uint8)
        return np.unpackbits(packed)

    found = {}
    for rate in RATES:
        seconds = revealed = failed = 0
        for number in range(FRAMES):
            alice, bob = map(bits, frame(rate, number))
            begin = time.perf_counter()
            done = reconcile(alice, bob, qber=rate, seed=number)
            seconds += time.perf_counter() - begin
            revealed += done.leaked_bits
            failed += not np.array_equal(done.bits, alice)
        found[rate] = [seconds / FRAMES, revealed / FRAMES, failed]
    return found


def main():
    from qinet_edu.theory import binary_entropy

    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        python = next(Path(folder).glob("[Bb]in/python")) if sys.platform != "win32" \
            else Path(folder, "Scripts", "python.exe")  # fmt: skip
        install = [python, "-m", "pip", "install", "--quiet", "--quiet", "sequence"]
        subprocess.run(install, check=True)
        said = subprocess.run([python, __file__, "--inside"], check=True, capture_output=True)
    peer = json.loads(said.stdout.splitlines()[-1])
    mine = ours()
    print(f"Cascade, frames of {LENGTH} bits, mean of {FRAMES}; SeQUeNCe {peer['version']}")
    print("QBER   SeQUeNCe ms   f     ours ms   f     times faster   frames failed")
    for rate in RATES:
        (slow, much, wrong), (quick, less, missed) = peer["rates"][str(rate)], mine[rate]
        least = LENGTH * float(binary_entropy(rate))
        print(
            f"{100 * rate:4.0f} % {1000 * slow:10.1f} {much / least:8.3f} {1000 * quick:7.2f} "
            f"{less / least:7.3f} {slow / quick:10.0f} {wrong:12d} and {missed}"
        )


if __name__ == "__main__":
    theirs() if "--inside" in sys.argv else main()
