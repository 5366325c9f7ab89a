"""Chains against ReQuSim and against a bare compiled loop: `python benchmarks/peers/requsim.py`.

ReQuSim and numba are installed into an environment of their own, which is thrown away afterwards.
All three have the same chain: geometric attempts, Werner links, memories that dephase, swaps as
soon as possible, ends that wait for the frame, and in the second half a cut-off after which each
memory drops its half. ReQuSim is given a protocol that knows which pair lies where without
searching its world, which is in its favour. The compiled loops know only what such a chain needs,
keep no distribution, and check nothing.

All times are of the processor, which other work on the machine touches little. A figure counts
only if ReQuSim and the course agree: the last columns say by how many standard errors they differ
in mean time and in mean fidelity (4 at most).
"""
# ruff: noqa: NPY002 - ReQuSim and compiled loops draw from NumPy's one global generator

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

P, FIDELITY, T2, DELAY = 0.2, 0.97, 100.0, 1.0  # times in attempts
CASES = (  # links, cut-off, pairs for ReQuSim: all times are per 10,000 pairs
    (2, None, 10_000),
    (8, None, 10_000),
    (32, None, 2_000),
    (2, 3.0, 10_000),
    (8, 8.0, 2_000),
    (32, 16.0, 300),
)
PAIRS, REPEATS = 10_000, 9


def in_requsim(links, cutoff, pairs):
    """Return the times and fidelities of pairs, as ReQuSim has them."""
    import numpy as np
    from requsim.events import DiscardQubitEvent, EntanglementSwappingEvent
    from requsim.libs import matrix
    from requsim.noise import NoiseChannel
    from requsim.quantum_objects import SchedulingSource, Station
    from requsim.world import World

    def dephase(rho, t):
        error = (1 - np.exp(-t / T2)) / 2
        return (1 - error) * rho + error * matrix.Z @ rho @ matrix.Z

    phi = matrix.phiplus
    p = (4 * FIDELITY - 1) / 3
    fresh = p * phi @ matrix.H(phi) + (1 - p) * np.eye(4) / 4
    noise = NoiseChannel(1, dephase)
    world = World()
    queue = world.event_queue
    stations = [
        Station(world, place, memory_noise=noise, memory_cutoff_time=cutoff)
        for place in range(links + 1)
    ]
    sources = [
        SchedulingSource(
            world, place, [stations[place], stations[place + 1]],
            time_distribution=lambda source: float(np.random.geometric(P)),
            state_generation=lambda source: fresh,
        )
        for place in range(links)
    ]  # fmt: skip
    number = {source: place for place, source in enumerate(sources)}
    far = [DELAY * max(place, links - place) for place in range(links + 1)]
    times, fidelities = [], []
    for _ in range(pairs):
        begin = queue.current_time
        opens, closes, span, known, joined = {}, {}, {}, 0.0, (0, 0)
        for source in sources:
            source.schedule_event()
        while True:
            event = queue.next_event
            dropped = None
            if isinstance(event, DiscardQubitEvent) and event.qubit in world:
                dropped = event.qubit.higher_order_object
            said = queue.resolve_next_event()
            if not said["resolve_successful"]:
                continue
            if dropped is not None:
                left, right = span.pop(dropped)
                del opens[left], closes[right]
                for source in sources[left:right]:
                    source.schedule_event()
                continue
            if "source" in said:
                left = number[said["source"]]
                right = left + 1
            elif "swapping_station" in said:
                left, right = joined
            pair = said["output_pair"]
            opens[left] = closes[right] = pair
            span[pair] = (left, right)
            if (left, right) == (0, links):
                break
            node = left if left in closes else right if right in opens else None
            if node is not None:
                both = [closes.pop(node), opens.pop(node)]
                joined = span.pop(both[0])[0], span.pop(both[1])[1]
                del opens[joined[0]], closes[joined[1]]
                known = max(known, queue.current_time + far[node])
                swap = EntanglementSwappingEvent(queue.current_time, both, stations[node])
                swap.priority = 1  # before the next birth of the same time
                queue.add_event(swap)
        queue.queue.clear()  # cut-offs of halves that are gone, and of the two that are delivered
        if known > queue.current_time:
            queue.advance_time(known - queue.current_time)
        pair.update_time()
        times.append(queue.current_time - begin)
        fidelities.append((matrix.H(phi) @ pair.state @ phi)[0, 0].real)
        for qubit in list(pair.qubits):
            qubit.destroy()
        if pair in world:
            pair.destroy()
    return times, fidelities


def compiled():
    """Return the bare loops, compiled."""
    import numba
    import numpy as np

    w = (4 * FIDELITY - 1) / 3

    @numba.njit
    def straight(links, pairs, seed):
        np.random.seed(seed)
        sums = np.zeros(4)
        for _ in range(pairs):
            here = np.random.geometric(P)
            waited, last, known = -here, here, 0.0
            for node in range(1, links):
                there = np.random.geometric(P)
                swap = max(here, there)
                known = max(known, swap + DELAY * max(node, links - node))
                last = max(last, swap)
                waited += abs(here - there)
                here = there
            done = max(last, known)
            waited += 2 * done - here
            zz = w**links
            f = (1 + zz + 2 * zz * np.exp(-waited / T2)) / 4
            sums += np.array([done, done * done, f, f * f])
        return sums

    @numba.njit
    def cut(links, cutoff, pairs, seed):
        np.random.seed(seed)
        sums = np.zeros(4)
        ready = np.zeros(links)
        for _ in range(pairs):
            for link in range(links):
                ready[link] = np.random.geometric(P)
            while True:
                last = ready.max()
                when, what = np.inf, -1
                for link in range(links):
                    needed = last
                    if 0 < link < links - 1:
                        needed = max(ready[link - 1], ready[link], ready[link + 1])
                    if needed > ready[link] + cutoff and ready[link] + cutoff < when:
                        when, what = ready[link] + cutoff, link
                if what < 0:
                    break
                left = right = what
                while left and ready[left - 1] <= when:
                    left -= 1
                while right < links - 1 and ready[right + 1] <= when:
                    right += 1
                for link in range(left, right + 1):
                    ready[link] = when + np.random.geometric(P)
            waited, done = -2 * ready.sum(), last
            for node in range(1, links):
                swap = max(ready[node - 1], ready[node])
                waited += 2 * swap
                done = max(done, swap + DELAY * max(node, links - node))
            zz = w**links
            f = (1 + zz + 2 * zz * np.exp(-(waited + 2 * done) / T2)) / 4
            sums += np.array([done, done * done, f, f * f])
        return sums

    return straight, cut


def median_s(work):
    """Return the median of some runs, in this thread's seconds; the first is not counted.

    Not in the process's: threads of a linear algebra library that wait for work count there.
    """
    work()
    took = []
    for _ in range(REPEATS):
        begin = time.thread_time()
        work()
        took.append(time.thread_time() - begin)
    return sorted(took)[REPEATS // 2]


def theirs():
    """Run ReQuSim and the compiled loops; called inside their environment."""
    from functools import partial
    from importlib.metadata import version

    import numpy as np

    straight, cut = compiled()
    found = {"requsim": version("requsim"), "numba": version("numba"), "cases": []}
    for place, (links, cutoff, pairs) in enumerate(CASES):
        np.random.seed(place)
        begin = time.process_time()
        times, fidelities = in_requsim(links, cutoff, pairs)
        took = (time.process_time() - begin) * PAIRS / pairs
        loop = partial(straight, links) if cutoff is None else partial(cut, links, cutoff)
        bare = partial(loop, PAIRS, 1)
        figures = [(float(np.mean(x)), float(np.std(x) / pairs**0.5)) for x in (times, fidelities)]
        found["cases"].append([took, median_s(bare), *figures])
    print(json.dumps(found))


def main():
    import numpy as np

    from qinet_edu.network import Chain, Memory

    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        python = next(Path(folder).glob("[Bb]in/python")) if sys.platform != "win32" \
            else Path(folder, "Scripts", "python.exe")  # fmt: skip
        install = [python, "-m", "pip", "install", "--quiet", "--quiet", "requsim==0.4", "numba"]
        subprocess.run(install, check=True)
        said = subprocess.run(
            [python, "-P", __file__, "--inside"],  # -P: this file is not the package it imports
            check=True,
            stdout=subprocess.PIPE,
        ).stdout
    peer = json.loads(said.splitlines()[-1])
    print(
        f"Chains, {PAIRS} pairs; ReQuSim {peer['requsim']}, numba {peer['numba']}, "
        f"NumPy {np.__version__}"
    )
    print("links  cut-off  ReQuSim s  loop ms  ours ms  times faster  of the loop  σ time  σ F")
    for (links, cutoff, _), (slow, bare, *figures) in zip(CASES, peer["cases"], strict=True):
        memory = Memory(t2_s=T2, cutoff_s=cutoff)
        chain = Chain([(P, 1.0, FIDELITY, DELAY)] * links, memory)
        quick = median_s(lambda chain=chain: chain.simulate(PAIRS, seed=1))
        ours = chain.simulate(10 * PAIRS, seed=2)
        sigmas = [
            (mine - mean) / (error**2 + other**2) ** 0.5
            for (mean, error), mine, other in zip(
                figures, (ours.mean_time_s, ours.fidelity),
                (ours.time_error_s, ours.fidelity_error), strict=True,
            )
        ]  # fmt: skip
        agree = all(abs(sigma) <= 4 for sigma in sigmas)
        faster = f"{slow / quick:12.0f}" if agree else "    DISAGREE"
        print(
            f"{links:5d}  {cutoff or '-':>7}  {slow:9.1f}  {1000 * bare:7.2f}  {1000 * quick:7.2f}"
            f"  {faster}  {quick / bare:11.1f}  {sigmas[0]:6.1f}  {sigmas[1]:4.1f}"
            f"   ({ours.raw_pairs / links:.1f} pairs a link made for one)"
        )


if __name__ == "__main__":
    theirs() if "--inside" in sys.argv else main()
