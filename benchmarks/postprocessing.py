"""What a key costs to distil: the whole pipeline, Cascade's efficiency, one Toeplitz hash."""

import time
import tracemalloc

import numpy as np

from qinet_edu.protocols.qkd import distil, one_time_tag, reconcile, toeplitz_hash

FRAMES = 200
LENGTH = 10_000
MANY = 1_000_000


def keys(rate, length, *, seed):
    rng = np.random.default_rng(seed)
    alice = rng.integers(0, 2, length, dtype=np.uint8)
    return alice, alice ^ (rng.random(length) < rate)


def timed(work, *, repeats=3):
    """Return the median time of a call, in seconds, and what it returned."""
    taken = []
    for _ in range(repeats):
        begin = time.perf_counter()
        done = work()
        taken.append(time.perf_counter() - begin)
    return sorted(taken)[repeats // 2], done


def pipeline():
    alice, bob = keys(0.03, MANY, seed=1)

    def work():
        return distil(alice, bob, max_qber=0.035, seed=1)

    seconds, key = timed(work)
    tracemalloc.start()
    work()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert np.array_equal(key.alice, key.bob)
    print(f"10⁶ sifted bits at 3 % to a key of {len(key):,} bits: {seconds:.2f} s (wanted: 10 s), "
          f"{peak / 2**20:.0f} MiB at most (wanted: 1024 MiB)")  # fmt: skip


def cascade():
    print(f"Cascade, {FRAMES} frames of {LENGTH} bits (wanted: f 1.05–1.22 and none failed)")
    for rate in (0.01, 0.02, 0.03, 0.05, 0.08, 0.1):
        found, failed, begin = [], 0, time.perf_counter()
        for number in range(FRAMES):
            alice, bob = keys(rate, LENGTH, seed=number)
            done = reconcile(alice, bob, qber=rate, seed=number)
            found.append(done.efficiency(rate))
            failed += not np.array_equal(done.bits, alice)
        each = 1000 * (time.perf_counter() - begin) / FRAMES
        error = np.std(found) / np.sqrt(FRAMES)
        print(f"  {100 * rate:4.0f} %  f = {np.mean(found):.3f} ± {error:.3f}  {failed} failed  "
              f"{each:.1f} ms each")  # fmt: skip


def hashes():
    rng = np.random.default_rng(1)
    key, seed = rng.integers(0, 2, MANY), rng.integers(0, 2, MANY + MANY // 2 - 1)
    seconds, _ = timed(lambda: toeplitz_hash(key, seed))
    print(f"Toeplitz hash of 10⁶ bits to 5 × 10⁵: {seconds:.2f} s (wanted: 1 s)")
    seconds, _ = timed(lambda: one_time_tag(bytes(MANY // 8), point=bytes(16), pad=bytes(16)))
    print(f"Tag of a message of 10⁶ bits: {seconds:.3f} s")


if __name__ == "__main__":
    pipeline()
    cascade()
    hashes()
