"""What a run costs: deferred against dynamic, and ours against Aer alone, in one run."""

import statistics
import time
from functools import partial
from math import pi

import numpy as np
from qiskit import ClassicalRegister, QuantumCircuit, QuantumRegister
from qiskit.transpiler import generate_preset_pass_manager
from qiskit_aer import AerSimulator

from qinet_edu import circuits, noise, run
from qinet_edu.execution.deferral import defer

REPEATS = 5
SETTINGS = 1000
STATES = 200


def teleportation():
    message, pair = QuantumRegister(1, "message"), QuantumRegister(2, "pair")
    m, x, bob = (ClassicalRegister(1, name) for name in ("message", "pair", "bob"))
    circuit = QuantumCircuit(message, pair, m, x, bob)
    circuit.ry(pi / 3, message)
    circuit.h(pair[0])
    circuit.cx(pair[0], pair[1])
    circuit.cx(message, pair[0])
    circuit.h(message)
    circuit.measure(message, m)
    circuit.measure(pair[0], x)
    with circuit.if_test((x, 1)):
        circuit.x(pair[1])
    with circuit.if_test((m, 1)):
        circuit.z(pair[1])
    circuit.measure(pair[1], bob)
    return circuit


def median_ms(work, *, repeats=REPEATS):
    work()
    taken = []
    for _ in range(repeats):
        begin = time.perf_counter()
        work()
        taken.append(time.perf_counter() - begin)
    return 1000 * statistics.median(taken)


def bell_tests():
    """A setting of CHSH at random for each state and place: 16 000 correlations to measure."""
    rng = np.random.default_rng(1)
    rounds = []
    for state in circuits.BELL_STATES:
        pair = circuits.bell_pair(state)
        for angles in rng.uniform(0, pi, (SETTINGS, 2, 2)):
            rounds += [circuits.measure(pair, one.directions) for one in circuits.chsh(*angles)]
    return rounds


def teleportations():
    rng = np.random.default_rng(1)
    angles = zip(rng.uniform(0, pi, STATES), rng.uniform(0, 2 * pi, STATES), strict=True)
    return [circuits.measure(circuits.teleport(state)) for state in angles]


def cold_and_warm(work, *, repeats=3):
    """Time the first call, and the median of those after it, in ms."""
    begin = time.perf_counter()
    work()
    cold = 1000 * (time.perf_counter() - begin)
    return cold, median_ms(work, repeats=repeats)


def compare(title, ours, bare, *, most_s, repeats=3):
    """Put ours beside Aer alone, which only has to bring the same counts."""
    cold, warm = cold_and_warm(ours, repeats=repeats)
    report(
        f"{title}: {cold / 1000:.2f} s at first, then {warm / 1000:.2f} s (wanted: {most_s} s)",
        {"Aer alone": median_ms(bare, repeats=1), "run": warm},
    )


def counted_by_aer(batch, *, shots):
    outcome = AerSimulator().run(batch, shots=shots, seed_simulator=1).result()
    return [outcome.get_counts(place) for place in range(len(batch))]


def report(title, rows):
    print(f"\n{title}")
    slowest = max(rows.values())
    for name, milliseconds in rows.items():
        print(f"  {name:44} {milliseconds:9.2f} ms   1/{slowest / milliseconds:.1f}")


def main():
    dynamic = teleportation()
    report(
        "teleportation, 20 000 shots",
        {
            "as written, shot by shot": median_ms(
                lambda: run(dynamic, shots=20_000, seed=1, options={"defer": False})
            ),
            "deferred twin (what run does)": median_ms(lambda: run(dynamic, shots=20_000, seed=1)),
        },
    )
    single = circuits.measure(circuits.bloch(pi / 3))
    noisy = noise.Noise(after={"ry": noise.dephasing(0.1)}, readout=0.01)
    simulator = AerSimulator()
    report(
        "one qubit, 1000 shots",
        {
            "Aer, pass manager built each time": median_ms(
                lambda: simulator.run(
                    generate_preset_pass_manager(0, simulator).run(single), shots=1000
                ).result()
            ),
            "Aer alone": median_ms(lambda: simulator.run(single, shots=1000).result()),
            "run": median_ms(lambda: run(single, shots=1000, seed=1)),
            "run, noisy": median_ms(lambda: run(single, shots=1000, seed=1, noise=noisy)),
        },
    )
    many = [circuits.measure(circuits.bloch(angle / 100)) for angle in range(300)]
    report(
        "300 circuits, 1000 shots each",
        {
            "run, one by one": median_ms(lambda: [run(c, shots=1000, seed=1) for c in many]),
            "run, as one job": median_ms(lambda: run(many, shots=1000, seed=1)),
        },
    )
    rounds = bell_tests()
    for every in (4, 1):
        some = rounds[::every]
        compare(
            f"correlations of Bell pairs, {len(some)} circuits, 1000 shots each",
            partial(run, some, shots=1000, seed=1),
            partial(counted_by_aer, some, shots=1000),
            most_s=2,
        )
    sent = teleportations()
    twins = [defer(circuit) for circuit in sent]
    compare(
        f"teleportation of {STATES} states, 10 000 shots each",
        partial(run, sent, shots=10_000, seed=1),
        partial(counted_by_aer, twins, shots=10_000),
        most_s=5,
    )


if __name__ == "__main__":
    main()
