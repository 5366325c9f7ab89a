"""A million heralded pairs with their times, beside the draw of their waits and nothing else."""

import time

import numpy as np
from execution import median_ms, report

from qinet_edu.network import Hardware, SingleClick, link_table
from qinet_edu.network.links import SCHEMES

PAIRS = 1_000_000
LENGTH_KM = 85


def with_times(link, pairs=PAIRS):
    """Draw pairs and read every array that they come with."""
    drawn = link.sample(pairs, seed=1)
    return drawn.ready_s, drawn.alice_knows_s, drawn.bob_knows_s, drawn.herald, drawn.bell


def seconds(work):
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def main():
    links = {name: kind(LENGTH_KM) for name, kind in SCHEMES.items()}
    first = seconds(lambda: with_times(SingleClick(LENGTH_KM)))
    chance = links["single-click"].success
    rows = {
        f"single-click, {attempts} attempts photon by photon": median_ms(
            lambda attempts=attempts: links["single-click"].attempt(attempts, seed=1)
        )
        for attempts in (1_000_000,)
    }
    rows["the course's 13 links in 4 ways"] = median_ms(link_table)
    rows["numpy's geometric draw alone"] = median_ms(
        lambda: np.random.default_rng(1).geometric(chance, PAIRS)
    )
    ours = {name: median_ms(lambda link=link: with_times(link)) for name, link in links.items()}
    rows |= {f"{name}, with times and states": took for name, took in ours.items()}
    report(f"{PAIRS} pairs; {first:.2f} s at first (wanted: 1 s)", rows)
    bare = rows["numpy's geometric draw alone"]
    print(
        f"  ours at its slowest / numpy's draw: {max(ours.values()) / bare:.1f} (wanted: 5 at most)"
    )
    many = seconds(lambda: with_times(SingleClick(LENGTH_KM, hardware=Hardware()), 10 * PAIRS))
    print(f"  {10 * PAIRS} pairs: {many:.2f} s")


if __name__ == "__main__":
    main()
