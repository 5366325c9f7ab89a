"""Sampled chains: time per pair by links and policy, and the memory that ten million pairs take.

ReQuSim and a bare compiled loop on the same physics: `python benchmarks/peers/requsim.py`.
"""

import time
import tracemalloc

import numpy as np
from execution import median_ms, report

from qinet_edu.network import Chain, Memory

PAIRS = 10_000
P, FIDELITY, T2, DELAY = 0.2, 0.97, 100.0, 1.0  # times in attempts


def chain(links, **memory):
    """Return a chain of equal links whose memories dephase."""
    return Chain([(P, 1.0, FIDELITY, DELAY)] * links, Memory(t2_s=T2, **memory))


def draws(links):
    """Draw the waits alone: what no sampling of such a chain can do without."""
    return np.random.default_rng(1).geometric(P, (links, PAIRS)).max(axis=0)


def main():
    rows = {}
    for links in (2, 8, 32):
        rows[f"{links} links: NumPy's geometric draws alone"] = median_ms(lambda n=links: draws(n))
        for name, cutoff in (("no cut-off", None), ("a cut-off that bites", links**0.5 * 2.5)):
            made = chain(links, cutoff_s=cutoff)
            took = median_ms(lambda made=made: made.simulate(PAIRS, seed=1))
            rows[f"{links} links, {name}"] = took
    nested = Chain([(P, 1.0, FIDELITY, DELAY)] * 8, Memory(t2_s=T2, capacity=2),
                   policy="nested", purify=1, swap_success=0.5)  # fmt: skip
    rows["8 links, nested, purified, swaps 1/2"] = median_ms(lambda: nested.simulate(1000, seed=1))
    stores = chain(2, capacity=5)
    rows["2 links with room for 5"] = median_ms(lambda: stores.simulate(PAIRS, seed=1))
    report(f"{PAIRS} pairs (nested: 1000)", rows)

    each = {}
    for links in (2, 8, 32, 128):
        each[links] = median_ms(lambda n=links: chain(n).simulate(PAIRS, seed=1)) / links
    print("  ms per link, 2, 8, 32, 128 links: " + ", ".join(f"{ms:.2f}" for ms in each.values()))

    begin = time.perf_counter()
    chain(8).simulate(10_000_000, seed=1)
    took = time.perf_counter() - begin
    for cutoff in (None, 7.0):
        tracemalloc.start()
        chain(8, cutoff_s=cutoff).simulate(10_000_000 if cutoff is None else 200_000, seed=1)
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        print(f"  most memory, cut-off {cutoff}: {most / 2**20:.0f} MiB (wanted: 1024 at most)")
    print(f"  10,000,000 pairs over 8 links: {took:.1f} s")


if __name__ == "__main__":
    main()
