"""A swapped chain with noise: stim's frames against Aer, as a Pauli frame and corrected at once."""

import statistics
import time

from execution import report
from stim import __version__ as stim_version

from qinet_edu import circuits, noise, run

SHOTS = 10_000
WANTED = {True: 8.0, False: 15.0}  # seconds on Aer
AT_LEAST = 200  # times faster through stim
NOISE = noise.Noise(
    after={
        "link": noise.depolarising(0.01, convention="mixing"),
        "cx": noise.depolarising(0.001, convention="mixing"),
    },
    readout=0.001,
)


def timed_ms(work):
    begin = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - begin)


def chain(links, frame):
    return circuits.measure(circuits.swap_chain(links, frame=frame), "x")


def main():
    print(f"stim {stim_version}")
    run(chain(2, frame=False), backend="clifford", shots=10, noise=NOISE)  # imports, tables
    for links in (8, 64):
        for frame in (True, False):
            circuit = chain(links, frame)
            found = {}

            def by_aer(circuit=circuit, found=found):
                found["aer"] = run(
                    circuit, shots=SHOTS, seed=1, noise=NOISE, options={"defer": False}
                )

            def by_stim(circuit=circuit, found=found):
                found["stim"] = run(circuit, backend="clifford", shots=SHOTS, seed=1, noise=NOISE)

            slow = timed_ms(by_aer)
            fast = statistics.median(timed_ms(by_stim) for _ in range(9))
            words = "as a frame" if frame else "corrected"
            report(
                f"{links} links {words}, {SHOTS} shots: {slow / fast:.0f} times faster"
                + (f" (wanted: {AT_LEAST}; Aer in {WANTED[frame]} s)" if links == 64 else ""),
                {"Aer": slow, "clifford": fast},
            )
            pair = [("alice", "bob"), ()][frame]
            if pair:
                print("  ⟨XX⟩:", ", ".join(f"{k} {r.expectation(*pair)}" for k, r in found.items()))


if __name__ == "__main__":
    main()
