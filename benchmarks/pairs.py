"""100,000 rounds of E91 as one job: ours, Aer alone, and what follows from them."""

import numpy as np
from execution import median_ms, report
from qiskit_aer import AerSimulator
from qkd import seconds

from qinet_edu import circuits, theory
from qinet_edu.circuits import Eavesdropper
from qinet_edu.protocols import verified_delivery
from qinet_edu.protocols.qkd import agree_pairs, pair_session

ROUNDS = 100_000
E91 = {"protocol": "e91", "source": "psi-", "seed": 1}
WERNER = {"protocol": "e91", "source": theory.werner(0.98), "seed": 1}


def kinds():
    """Build the nine kinds of round that E91 has."""
    plan = circuits.pair_plan("e91", state="psi-")
    return [circuits.pair_round(a, b, source="psi-") for a in plan.alice for b in plan.bob]


def by_aer_alone(batch, *, settings):
    """Run the kinds on the bare simulator, as often as the rounds need them on average."""
    simulator = AerSimulator(**settings)
    outcome = simulator.run(batch, shots=ROUNDS // len(batch), seed_simulator=1).result()
    return [outcome.get_counts(place) for place in range(len(batch))]


def main():
    first = seconds(lambda: pair_session(ROUNDS, **E91))
    batch = kinds()
    alone = {
        "Aer alone, 9 circuits": {},
        "Aer alone, 9 circuits, one thread": {"max_parallel_threads": 1},
    }
    session = pair_session(ROUNDS, **WERNER)
    ours = median_ms(lambda: pair_session(ROUNDS, **E91))
    rows = {
        "session, 9 kinds of round": ours,
        "session with Eve, 27 kinds": median_ms(
            lambda: pair_session(ROUNDS, **E91, eve=Eavesdropper(fraction=0.5))
        ),
        "session, a mixed source": median_ms(lambda: pair_session(ROUNDS, **WERNER)),
        **{
            name: median_ms(lambda settings=settings: by_aer_alone(batch, settings=settings))
            for name, settings in alone.items()
        },
        "Bell test of a session": median_ms(session.bell_test),
        "Bell test and key": median_ms(lambda: agree_pairs(session, seed=1)),
        f"verified delivery, {ROUNDS} pairs": median_ms(
            lambda: verified_delivery(theory.werner(0.95), ROUNDS, tests=ROUNDS // 5, seed=1)
        ),
    }
    report(f"E91, {ROUNDS} rounds; {first:.2f} s at first (wanted: 1 s)", rows)
    bare = min(rows[name] for name in alone)
    print(f"  ours / Aer alone at its best: {ours / bare:.2f}")
    s = pair_session(ROUNDS, **E91).bell_test().s
    print(f"  S = {s}: {abs(s + 2 * np.sqrt(2)) / s.standard_error:.1f} standard errors from −2√2")


if __name__ == "__main__":
    main()
