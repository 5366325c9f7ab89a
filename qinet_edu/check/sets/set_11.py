"""Exercises 11.1 to 11.5: swapping and repeaters."""

from types import MappingProxyType

import numpy as np

from qinet_edu.check.answers import Bits, Data, Numbers
from qinet_edu.check.circuit_answers import Circuit
from qinet_edu.check.exercise import Exercise
from qinet_edu.check.sets.set_11_compare import judge_compare
from qinet_edu.check.sets.set_11_compare import vary_chain as vary_sampled
from qinet_edu.check.sets.set_11_fidelity import judge_fidelity, vary_chain
from qinet_edu.check.sets.set_11_frame import judge_frame, vary_frame
from qinet_edu.check.sets.set_11_hops import judge_hops
from qinet_edu.check.sets.set_11_segments import judge_segments, vary_hardware

EXERCISES = (
    Exercise(
        id="11.1",
        variable="hops",
        answer=Circuit(qubits=6, measured=True, most_gates=80),
        judge=judge_hops,
        points=2,
        hints=(
            "Each node does what Alice did in teleportation: its half towards Alice is the "
            "message, its other half is half of a pair. What Bob did there, he does here for each.",
            "At a node: CNOT from [0] to [1], H on [0], both measured. At Bob's: X for each bit "
            "[1] that is 1, Z for each bit [0] that is 1.",
            "with hops.if_test((bits1[1], 1)): hops.x(bob)",
        ),
    ),
    Exercise(
        id="11.2",
        variable="frame",
        answer=Bits(27),
        judge=judge_frame,
        points=1,
        example=MappingProxyType(vary_frame(np.random.default_rng(11))),
        vary=vary_frame,
        hints=(
            "Two flips undo each other, and so do two signs. So of all the second bits only one "
            "thing counts, and of all the first bits as well. And which results does X turn over?",
            "x = XOR of the seven second bits, z = XOR of the seven first ones. A result in Z is "
            "turned over by x, one in X by z, one in Y by x XOR z.",
            'x = sum(int(town[1]) for town in pair["towns"]) % 2',
        ),
    ),
    Exercise(
        id="11.3",
        variable="chain",
        answer=Numbers(4),
        judge=judge_fidelity,
        points=1,
        example=MappingProxyType({"links": [0.97, 0.9, 0.95, 0.92], "link": 0.95, "target": 0.8}),
        vary=vary_chain,
        hints=(
            "Find what multiplies: a Werner pair is Φ+ with a weight, and noise otherwise. For "
            "dephased pairs it is another number.",
            "Werner: w = (4F − 1)/3, and F = (1 + 3 w₁w₂w₃w₄)/4. Dephased: v = 2F − 1, and "
            "F = (1 + v₁v₂v₃v₄)/2. For question 4 take the eighth root of a w.",
            "weight = ((4 * target - 1) / 3) ** (1 / 8)",
        ),
    ),
    Exercise(
        id="11.4",
        variable="segments",
        answer=Numbers(5),
        judge=judge_segments,
        points=3,
        example=MappingProxyType(
            {"length_km": 800, "coupling": 0.5, "fidelity": 0.99, "clock_hz": 1e9}
        ),
        vary=vary_hardware,
        hints=(
            "Write one function of n and of the length that returns pairs a second, and one that "
            "returns key a second. All five answers are read from these two.",
            "η = coupling · 10^(−0.02 · L/(2n)), p = η²/2, pairs a second = c/(L/n)/E, with "
            "E = theory.expected_slowest(p, n); key = that times 1 − 2h(2(1 − F)/3).",
            "key = [key_per_s(n, length_km) for n in range(1, 33)]",
        ),
    ),
    Exercise(
        id="11.5",
        variable="compared",
        answer=Data(largest=100),
        judge=judge_compare,
        points=2,
        example=MappingProxyType(
            {"p": 0.05, "attempt_ms": 0.5, "memory_ms": 120.0, "fidelity": 0.97, "seed": 11}
        ),
        vary=vary_sampled,
        hints=(
            "The simulation gives means and standard errors by itself. For the formulas: what does "
            "an attempt cost a pair that waits, and how many attempts are there?",
            "Time: theory.expected_slowest(p, 4) attempts. Fidelity: w = ((4F − 1)/3)⁴ times "
            "theory.chain_weight([p] * 4, x) with x = e^(−2 attempt/memory), then (1 + 3w)/4.",
            "found = network.Chain([(p, attempt_s, fidelity)] * 4, memory).simulate(20_000, "
            "seed=seed)",
        ),
    ),
)
