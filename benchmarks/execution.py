"""What a run costs: deferred against dynamic, and ours against Aer alone, in one run."""

import statistics
import time
from math import pi

from qiskit import ClassicalRegister, QuantumCircuit, QuantumRegister
from qiskit.transpiler import generate_preset_pass_manager
from qiskit_aer import AerSimulator

from qinet_edu import circuits, noise, run

REPEATS = 5


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


def median_ms(work):
    work()
    taken = []
    for _ in range(REPEATS):
        begin = time.perf_counter()
        work()
        taken.append(time.perf_counter() - begin)
    return 1000 * statistics.median(taken)


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


if __name__ == "__main__":
    main()
