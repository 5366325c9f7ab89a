from itertools import product

import numpy as np
import pytest
from qiskit.quantum_info import Statevector

from qinet_edu import bell_fidelity, circuits, draw, run, theory
from qinet_edu.circuits import double_click, heralded, midpoint_source, single_click
from qinet_edu.execution.deferral import measures_midway

PLAIN = {
    "single-click": single_click(0.2, 0.5),
    "double-click": double_click(0.5),
    "midpoint-source": midpoint_source(0.5),
}


def given(circuit, **outcome):
    """Return the state of the pair after an outcome, register by register, and its chance."""
    bare = circuit.remove_final_measurements(inplace=False)
    place = {qubit: n for n, qubit in enumerate(bare.qubits)}
    held = {register.name: [place[qubit] for qubit in register] for register in bare.qregs}
    last = bare.num_qubits - 1
    axes = Statevector(bare).data.reshape([2] * bare.num_qubits)
    where = [slice(None)] * bare.num_qubits
    for name, bits in outcome.items():
        for qubit, bit in zip(held[name], reversed(bits), strict=True):
            where[last - qubit] = slice(int(bit), int(bit) + 1)
    pair = [last - held["bob"][0], last - held["alice"][0]]
    ours = np.moveaxis(axes[tuple(where)], pair, [0, 1]).reshape(4, -1)
    rho = ours @ ours.conj().T
    chance = np.trace(rho).real
    return rho / chance, chance


@pytest.mark.parametrize(
    ("scheme", "sizes", "qubits"),
    [
        ("single-click", {"detectors": 2, "lost": 2}, 7),
        ("double-click", {"early": 2, "late": 2, "lost_early": 2, "lost_late": 2}, 12),
        ("midpoint-source", {"flags": 2, "lost": 2}, 6),
    ],
)
def test_registers_and_how_few_qubits_it_takes(scheme, sizes, qubits):
    circuit = PLAIN[scheme]
    assert {register.name: register.size for register in circuit.cregs} == sizes
    held = {register.name: register.size for register in circuit.qregs}
    assert held.items() >= {"alice": 1, "bob": 1, **sizes}.items()
    assert set(held) - {"alice", "bob", *sizes} <= {"environment"}
    assert circuit.num_qubits == qubits
    assert set(heralded(scheme)) <= set(sizes)


def test_the_environment_grows_with_what_is_wrong_only():
    def environment(circuit):
        return next((r.size for r in circuit.qregs if r.name == "environment"), 0)

    assert environment(single_click(0.2, 0.5, visibility=0.9)) == 2
    assert environment(single_click(0.2, 0.5, phase_std_rad=0.1)) == 2
    assert environment(single_click(0.2, 0.5, visibility=0.9, phase_std_rad=0.1)) == 2
    assert environment(single_click(0.2, 0.5, dark_count=0.01)) == 3
    assert environment(double_click(0.5, visibility=0.9, dark_count=0.01)) == 8
    assert environment(midpoint_source(0.5, pair=0.3)) == 0
    assert environment(midpoint_source(0.5, dark_count=0.01)) == 6


@pytest.mark.parametrize("scheme", PLAIN)
def test_nothing_is_measured_before_the_end_and_the_pair_not_at_all(scheme):
    circuit = PLAIN[scheme]
    assert not measures_midway(circuit)
    read = {q for step in circuit.data if step.name == "measure" for q in step.qubits}
    named = {register.name: register for register in circuit.qregs}
    assert not read & {*named["alice"], *named["bob"]}
    measured = circuits.measure(circuit, {"alice": "x", "bob": "y"})
    assert {register.name for register in measured.cregs} >= {"alice", "bob"}
    assert not measures_midway(measured)


# what the clicks say -----------------------------------------------------------------------------


@pytest.mark.parametrize(("click", "state"), [("01", "psi+"), ("10", "psi-")])
def test_the_detector_names_the_bell_state(click, state):
    rho, chance = given(single_click(1e-6, 0.5, corrected=False), detectors=click)
    assert theory.fidelity(rho, state) == pytest.approx(1, abs=1e-5)
    assert chance == pytest.approx(1e-6 * 0.5, rel=1e-4)


@pytest.mark.parametrize(("early", "late"), [*product(("01", "10"), repeat=2)])
def test_the_same_detector_twice_says_plus_and_different_ones_minus(early, late):
    rho, chance = given(double_click(0.5, corrected=False), early=early, late=late)
    state = "psi+" if early == late else "psi-"
    assert theory.fidelity(rho, state) == pytest.approx(1)
    assert chance == pytest.approx(0.5**2 / 8)


@pytest.mark.parametrize("click", ["01", "10"])
def test_whoever_forgets_the_sign_of_the_minus_detector_loses_all_coherence(click):
    """After Bob's X one detector leaves Φ+ and the other Φ−: half and half, no entanglement."""
    alpha, eta = 0.1, 0.5
    plain = {c: given(single_click(alpha, eta, corrected=False), detectors=c) for c in ("01", "10")}
    bobs_x = np.kron([[0, 1], [1, 0]], np.eye(2))
    flipped = {c: bobs_x @ rho @ bobs_x for c, (rho, _) in plain.items()}
    right, _ = given(single_click(alpha, eta), detectors=click)
    assert theory.fidelity(right) == pytest.approx(0.9230769, abs=5e-8)  # either detector
    forgotten = (flipped["01"] + flipped["10"]) / 2
    assert plain["01"][1] == pytest.approx(plain["10"][1])
    assert theory.fidelity(forgotten) == pytest.approx(0.9230769 / 2, abs=5e-8)
    assert theory.concurrence(forgotten) == pytest.approx(0, abs=1e-9)


def test_nature_knows_what_was_lost():
    """What ``lost`` says makes a herald right or wrong; nobody on Earth can read it."""
    circuit = single_click(0.3, 0.5)
    true, p = given(circuit, detectors="01", lost="00")
    assert theory.fidelity(true) == pytest.approx(0.7 / (0.7 + 0.3 * 0.5 / 2))
    for lost in ("01", "10"):  # one of two photons: both spins were bright
        rho, q = given(circuit, detectors="01", lost=lost)
        assert rho[1, 1] == pytest.approx(1)
        assert q == pytest.approx(0.3**2 * 0.5 * 0.5 / 2)
    both = given(circuit, detectors="01")[1]
    assert both == pytest.approx(p + 2 * q)


def test_two_equal_photons_never_make_both_detectors_click():
    bright = single_click(1.0, 1.0)
    assert given(bright, detectors="01")[1] == pytest.approx(0.5)
    assert given(single_click(1.0, 1.0, visibility=0.6), detectors="11")[1] == pytest.approx(0.2)


def test_without_darkness_no_click_comes_from_nothing():
    assert run(single_click(0.0, 0.5), shots=1000, seed=1).counts("detectors") == {"00": 1000}
    assert run(double_click(0.0), shots=1000, seed=1).counts("early", "late") == {"00 00": 1000}
    assert run(midpoint_source(1.0, pair=0.0), shots=1000, seed=1).counts("flags") == {"00": 1000}


def test_dark_flags_have_noise_behind_them():
    circuit = midpoint_source(0.4, 0.7, dark_count=0.1)
    for lost in ("01", "10", "11"):
        rho, _ = given(circuit, flags="11", lost=lost)
        assert rho == pytest.approx(np.eye(4) / 4, abs=1e-12)
    rho, chance = given(circuit, flags="11", lost="00")
    assert theory.fidelity(rho) == pytest.approx(1)
    assert chance == pytest.approx(0.4 * 0.7)


def test_limits_of_alpha_and_of_the_arm():
    rho, chance = given(single_click(1.0, 0.3), detectors="10")
    assert rho[1, 1] == pytest.approx(1)
    assert 2 * chance == pytest.approx(2 * 0.3 - 0.3**2)
    rho, chance = given(single_click(0.5, 0.0, dark_count=0.1), detectors="01")
    assert rho == pytest.approx(np.eye(4) / 4)
    assert chance == pytest.approx(0.09)
    rho, chance = given(double_click(1.0), early="01", late="10")
    assert 4 * chance == pytest.approx(0.5)


# running and drawing -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("circuit", "scheme", "shots"),
    [
        (single_click(0.1, 1.0), "single-click", 2000),
        (double_click(1.0), "double-click", 60),  # 15 noisy qubits: shot by shot
        (midpoint_source(0.5), "midpoint-source", 2000),
    ],
)
def test_it_heralds_pairs_on_a_noisy_chip(circuit, scheme, shots):
    """Ideal F are 0.95, 1 and 1; with the gates of a chip less, but entangled all the same."""
    test = circuits.fidelity_settings()
    rounds = [circuits.measure(circuit, setting.directions) for setting in test]
    results = run(rounds, backend="fake:kingston", shots=shots, seed=3)
    found = bell_fidelity(test, results, given=heralded(scheme))
    assert found - 3 * found.standard_error > 0.5
    assert found.probability > 0.05


@pytest.mark.parametrize("scheme", PLAIN)
def test_it_is_drawn_in_lanes_by_who_holds_what(scheme):
    circuit = PLAIN[scheme]
    picture = draw.circuit(circuit)
    assert picture.numbers["lanes"] == len(circuit.qregs)
    for register in circuit.cregs:
        assert f"measure {register.name}[1] into bit {register.name}[1]" in picture.alt


def test_the_station_is_drawn_between_the_two():
    names = [register.name for register in PLAIN["single-click"].qregs]
    assert names[:3] == ["alice", "detectors", "bob"]


def test_accepted_values_are_a_copy():
    heralded("single-click").clear()
    assert heralded("single-click") == {"detectors": ("01", "10")}
    assert heralded("midpoint-source") == {"flags": ("11",)}


@pytest.mark.parametrize(
    ("call", "kind", "complaint"),
    [
        (lambda: single_click(-0.1, 0.5), ValueError, "alpha must be between 0 and 1"),
        (lambda: single_click(0.1, 1.5), ValueError, "transmittance must be between"),
        (lambda: single_click(0.1, 0.5, -1), ValueError, "other must be between"),
        (lambda: single_click(0.1, 0.5, other_alpha=2), ValueError, "other_alpha must be"),
        (lambda: single_click(0.1, 0.5, visibility=1.1), ValueError, "visibility must be"),
        (lambda: single_click(0.1, 0.5, dark_count=float("nan")), ValueError, "dark_count is NaN"),
        (lambda: single_click(0.1, 0.5, phase_std_rad=-1), ValueError, "phase_std_rad must be"),
        (lambda: single_click("0.1", 0.5), TypeError, "alpha must be a real number"),
        (lambda: single_click([0.1, 0.2], 0.5), TypeError, "alpha must be one number"),
        (lambda: double_click("1"), TypeError, "transmittance must be a real number"),
        (lambda: double_click(0.5, visibility=2), ValueError, "visibility must be"),
        (lambda: midpoint_source(0.5, pair=-1), ValueError, "pair must be"),
        (lambda: midpoint_source(0.5, "0.5"), TypeError, "other must be a real number"),
        (lambda: heralded("end-node"), ValueError, "click scheme with unequal arms"),
        (lambda: heralded(None), ValueError, "choose single-click, double-click"),
    ],
)
def test_bad_values_are_refused(call, kind, complaint):
    with pytest.raises(kind, match=complaint):
        call()
