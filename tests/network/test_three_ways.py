"""Links by closed form, by circuit and over time, photon by photon and pair by pair."""

from math import pi

import numpy as np
import pytest
from qiskit.circuit import ClassicalRegister

from qinet_edu import circuits, run, theory
from qinet_edu.network import DoubleClick, EndNode, Hardware, MidpointSource, SingleClick

SETTINGS = range(10)
SHOTS, ATTEMPTS, PAIRS = 8_000, 200_000, 50_000
SIGMAS = 4


def parts(rng):
    """Draw hardware that is bad enough for every error to count; its memories keep what they get.

    What waiting costs has tests of its own.
    """
    return Hardware(
        emission=rng.uniform(0.5, 1),
        detector=rng.uniform(0.5, 1),
        intake=rng.uniform(0.5, 1),
        loss_db_per_km=rng.uniform(0.15, 0.3),
        dark_count=rng.choice([0, rng.uniform(0, 0.1)]),
        visibility=rng.choice([1, rng.uniform(0.3, 1)]),
        phase_std_rad=rng.choice([0, rng.uniform(0, pi / 3)]),
        pair=rng.uniform(0.4, 1),
    )


def clicking(link, builder, *alphas, phase=True, **more):
    """Return the circuit of a link that waits for clicks."""
    made = link.hardware
    extra = {"phase_std_rad": made.phase_std_rad} if phase else {}
    return builder(*alphas, *link.transmittances, visibility=made.visibility,
                   dark_count=made.dark_count, **extra, **more)  # fmt: skip


def single(rng):
    link = SingleClick(rng.uniform(0, 30), alpha=rng.uniform(0.05, 0.7), hardware=parts(rng))
    return link, clicking(link, circuits.single_click, link.alpha), "single-click"


def double(rng):
    link = DoubleClick(rng.uniform(0, 20), hardware=parts(rng))
    return link, clicking(link, circuits.double_click, phase=False), "double-click"


def middle(rng):
    link = MidpointSource(rng.uniform(0, 30), memory=bool(rng.integers(2)), hardware=parts(rng))
    made = link.hardware
    circuit = circuits.midpoint_source(
        *link.transmittances, pair=made.pair, dark_count=made.dark_count
    )
    return link, circuit, "midpoint-source"


def end_once(rng):
    link = EndNode(rng.uniform(0, 30), alpha=rng.uniform(0.05, 0.7), hardware=parts(rng))
    circuit = clicking(link, circuits.single_click, link.alpha, other_alpha=link.bob_alpha)
    return link, circuit, "single-click"


def end_twice(rng):
    link = EndNode(rng.uniform(0, 15), clicks=2, hardware=parts(rng))
    return link, clicking(link, circuits.double_click, phase=False), "double-click"


def found_by_circuit(circuit, scheme, seed):
    """Return how many shots are heralded, and how many of those are found as Φ+."""
    alice, bob = (
        next(register for register in circuit.qregs if register.name == name)[0]
        for name in ("alice", "bob")
    )
    circuit = circuit.copy()
    answer = ClassicalRegister(2, "bell")
    circuit.add_register(answer)
    circuit.cx(alice, bob)
    circuit.h(alice)
    circuit.measure([alice, bob], answer)
    accepted = circuits.heralded(scheme)
    counts = run(circuit, shots=SHOTS, seed=seed).counts(*accepted, "bell")
    heralded = right = 0
    for outcome, number in counts.items():
        *shown, bell = outcome.split()
        if all(value in allowed for value, allowed in zip(shown, accepted.values(), strict=True)):
            heralded += number
            right += number * (bell == "00")
    return heralded, right


def agree(found, out_of, expected):
    error = np.sqrt(expected * (1 - expected) / out_of)
    return abs(found / out_of - expected) <= SIGMAS * error + 1e-9


@pytest.mark.parametrize("place", SETTINGS)
@pytest.mark.parametrize("kind", [single, double, middle, end_once, end_twice])
def test_formula_circuit_and_time_agree(kind, place):
    link, circuit, scheme = kind(np.random.default_rng([7, place]))
    # by circuit
    heralded, right = found_by_circuit(circuit, scheme, seed=place)
    assert agree(heralded, SHOTS, link.success)
    assert agree(right, heralded, link.fidelity)
    # photon by photon
    tries = link.attempt(ATTEMPTS, seed=place)
    assert agree(np.count_nonzero(tries >= 0), ATTEMPTS, link.success)
    for herald in range(len(link.heralds)):
        share = link.success / len(link.heralds)
        assert agree(np.count_nonzero(tries == herald), ATTEMPTS, share)
    # over time
    pairs = link.sample(PAIRS, seed=place)
    spread = SIGMAS * np.sqrt((1 - link.success) / PAIRS)
    assert pairs.success == pytest.approx(link.success, rel=spread + 1e-9)
    assert agree(np.count_nonzero(pairs.bell == 0), PAIRS, link.fidelity)
    mean_gap = np.mean(np.diff(pairs.ready_s))
    assert mean_gap == pytest.approx(link.attempt_s / link.success, rel=1.01 * spread + 1e-9)


def test_dark_detectors_and_lost_light_leave_a_state_that_is_noise():
    """At 600 km hardly a click is a photon: the circuit, the formula and the link say 1/4."""
    link = DoubleClick(600, hardware=Hardware(dark_count=1e-3))
    assert link.fidelity == pytest.approx(0.25, abs=1e-3)
    assert theory.bbm92_rate(link.state) == 0
