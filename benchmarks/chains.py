"""A swapped chain of 64 noisy segments: Aer, as a frame and with corrections, beside stim."""

import sys
import time

from execution import median_ms, report

from qinet_edu import circuits, noise, run, theory
from qinet_edu.execution import bell_fidelity

LINKS = 64
SHOTS = 10_000
LINK = 0.99
WANTED_S = {True: 8, False: 15}
WANTED_RATIO = 200


def measured(frame):
    """Build the chain three times, to be measured along XX, YY and ZZ."""
    chain = circuits.swap_chain(LINKS, frame=frame)
    return [circuits.measure(chain, setting.directions) for setting in circuits.fidelity_settings()]


def main():
    model = noise.Noise(after={"link": noise.pair_errors(LINK)}, name=f"links of {LINK}")
    how = {"noise": model, "shots": SHOTS, "seed": 1}
    expected = theory.swap(*[LINK] * LINKS)
    for frame, name in ((True, "frame"), (False, "dynamic")):
        rounds = measured(frame)
        begin, begin_cpu = time.perf_counter(), time.process_time()
        on_aer = run(rounds[0], options={"method": "stabilizer"}, **how)
        aer_s, cpu_s = time.perf_counter() - begin, time.process_time() - begin_cpu
        stim_ms = median_ms(lambda one=rounds[0]: run(one, backend="clifford", **how))
        build_ms = median_ms(lambda frame=frame: circuits.swap_chain(LINKS, frame=frame))
        rows = {"Aer's stabilisers": 1000 * aer_s, "clifford": stim_ms, "building": build_ms}
        report(f"{LINKS} links, {SHOTS} shots, {name}", rows)
        given = circuits.swap_frame(LINKS) if frame else None
        f = bell_fidelity(circuits.fidelity_settings(), run(rounds, backend="clifford", **how),
                          frame=given)  # fmt: skip
        sigma = abs(f - expected) / f.standard_error
        print(f"  Aer: {aer_s:.1f} s, {cpu_s:.1f} s of a processor "
              f"(wanted: {WANTED_S[frame]} at most)")  # fmt: skip
        print(f"  Aer / clifford: {1000 * aer_s / stim_ms:.0f} (wanted: {WANTED_RATIO} at least)")
        print(f"  fidelity {f}, theory {expected:.4f}: {sigma:.1f} standard errors apart")
        assert on_aer.backend == "aer"


if __name__ == "__main__":
    sys.exit(main())
