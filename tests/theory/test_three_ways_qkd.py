"""Eve's errors by closed form, by circuit and in a sampled session, at many settings of hers."""

from math import pi

import numpy as np
import pytest
from qiskit.quantum_info import Statevector

from qinet_edu import theory
from qinet_edu.circuits import KEY_BASES, Eavesdropper, qkd_coins, qkd_round
from qinet_edu.protocols.qkd import send, session

ROUNDS = 40_000
SIGMAS = 4
ANGLES = np.linspace(0, pi, 13)
FRACTIONS = np.linspace(0, 1, 11)


def exact_errors(basis, eve):
    """Return the chance that Bob errs in a basis, over both bits, from the circuit's state."""
    wrong = []
    for bit in (0, 1):
        bare = qkd_round(bit, basis, basis, eve=eve).remove_final_measurements(inplace=False)
        wrong.append(Statevector(bare).probabilities([0])[1 - bit])
    return np.mean(wrong)


def assert_sampled(raw, expected, basis=None):
    counted = raw.agreed if basis is None else raw.agreed & (raw.alice_bases == basis)
    error = np.sqrt(max(expected * (1 - expected), 1e-9) / counted.sum())
    assert abs(raw.qber(basis) - expected) < SIGMAS * error + 1e-9


@pytest.mark.parametrize("place", range(len(ANGLES)))
def test_interception_at_any_angle(place):
    angle = float(ANGLES[place])
    eve = Eavesdropper(basis=(angle, 0.0))
    raw = session(ROUNDS, eve=eve, seed=100 + place)
    for basis, predicted in zip("zx", theory.intercept_resend_qber(angle), strict=True):
        assert exact_errors(basis, eve) == pytest.approx(predicted, abs=1e-12)
        assert_sampled(raw, predicted, basis)
    assert_sampled(raw, 0.25)


@pytest.mark.parametrize("place", range(len(FRACTIONS)))
@pytest.mark.parametrize("protocol", KEY_BASES)
@pytest.mark.parametrize("kind", ["intercept", "universal", "phase-covariant"])
def test_any_share_of_the_photons(kind, protocol, place):
    share = float(FRACTIONS[place])
    if kind == "intercept":
        eve = Eavesdropper(fraction=share)
        z, x = theory.intercept_resend_qber([0, pi / 2], fraction=share)
        predicted = float(np.mean([z, x]))
        if protocol == "six-state":
            predicted = float(theory.six_state_intercept_qber(share))
    else:
        eve = Eavesdropper("clone", machine=kind, fraction=share)
        predicted = float(np.mean(theory.clone_attack_qber(kind, fraction=share)))
        if protocol == "six-state" and kind == "phase-covariant":
            predicted = (2 * predicted + share / 4) / 3  # in Y it copies one state of the two
    coins = qkd_coins(protocol, eve=eve)
    assert exact_qber(coins) == pytest.approx(predicted, abs=1e-10)
    assert_sampled(session(ROUNDS, protocol=protocol, eve=eve, seed=200 + place), predicted)
    tossed = session(ROUNDS, protocol=protocol, eve=eve, seed=300 + place, coins=True)
    assert_sampled(tossed, predicted)


def exact_qber(coins):
    """Return the chance of an error where bases agree, from the state of the circuit of coins."""
    place = {qubit: n for n, qubit in enumerate(coins.qubits)}
    names = ("alice_bit", "alice_basis", "bob_basis", "photon")
    held = {r.name: [place[qubit] for qubit in r] for r in coins.qregs}
    order = [qubit for name in names for qubit in held[name]]
    bare = coins.remove_final_measurements(inplace=False)
    sizes = [2 ** len(held[name]) for name in reversed(names)]
    joint = Statevector(bare).probabilities(order).reshape(sizes)  # photon, bob, alice, bit
    same = np.einsum("pbbs->ps", joint)
    return (same[0, 1] + same[1, 0]) / same.sum()


@pytest.mark.parametrize("fraction", [0.3, 1.0])
def test_breidbart_learns_what_the_closed_form_says(fraction):
    raw = session(ROUNDS, eve=Eavesdropper(basis="breidbart", fraction=fraction), seed=9)
    known = raw.agreed & raw.eve_acts
    hit = np.mean(raw.eve_bits[known] == raw.alice_bits[known])
    predicted = theory.eve_guess(theory.BREIDBART_RAD)[0]
    assert abs(hit - predicted) < SIGMAS * np.sqrt(predicted * (1 - predicted) / known.sum())
    learnt = fraction * (1 - theory.binary_entropy(predicted))
    assert theory.eve_information(theory.BREIDBART_RAD, fraction=fraction) == pytest.approx(learnt)


def test_eve_goes_undetected_as_often_as_the_closed_form_says():
    n, trials = 8, 5000
    raw = send([0, 1] * (n * trials // 2), "zx" * (n * trials // 2), "zx" * (n * trials // 2),
               eve=Eavesdropper(), seed=4)  # fmt: skip
    errors = (raw.alice_bits != raw.bob_bits).reshape(trials, n).any(axis=1).mean()
    predicted = theory.eve_detected(n)
    assert abs(errors - predicted) < SIGMAS * np.sqrt(predicted * (1 - predicted) / trials)
