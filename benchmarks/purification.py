"""Ten rounds of DEJMPS on a million states at once, against one state after another."""

import numpy as np
from execution import median_ms, report

from qinet_edu import theory

STATES, ROUNDS = 1_000_000, 10
SINGLES = 200  # states one by one: this many are timed, and stand for all


def purified(pairs):
    for _ in range(ROUNDS):
        pairs, _ = theory.dejmps(pairs)
    return pairs


def main():
    pairs = np.random.default_rng(1).dirichlet(np.ones(4), STATES)
    rows = {
        f"one by one (from {SINGLES})": STATES / SINGLES
        * median_ms(lambda: [purified(pair) for pair in pairs[:SINGLES]], repeats=3),
        "all at once": median_ms(lambda: purified(pairs)),
    }  # fmt: skip
    report(f"{ROUNDS} rounds of DEJMPS on {STATES} states (wanted: 1000 ms)", rows)
    alike = np.allclose(purified(pairs)[:SINGLES], [purified(pair) for pair in pairs[:SINGLES]])
    print(f"  both agree: {alike}")


if __name__ == "__main__":
    main()
