import time
from dataclasses import replace

import numpy as np
import pytest
from qiskit import QuantumCircuit

from qinet_edu import bell_value, circuits, noise, run, theory
from qinet_edu.circuits import BELL_STATES, Eavesdropper
from qinet_edu.protocols.qkd import pair_session, sift
from qinet_edu.protocols.qkd.bell import bell_entropy, bell_margin, count_bell_test

MOST = 2 * np.sqrt(2)
ROUNDS = 50_000


def standard_errors(raw, expected, basis=None):
    kept = raw.agreed if basis is None else raw.agreed & (raw.alice_bases == basis)
    return abs(raw.qber(basis) - expected) / np.sqrt(expected * (1 - expected) / kept.sum())


@pytest.mark.parametrize("state", BELL_STATES)
def test_the_bell_test_reaches_the_most_there_is_on_every_bell_state(state):
    session = pair_session(ROUNDS, protocol="e91", source=state, seed=1)
    test = session.bell_test()
    assert abs(test.s - session.plan.sign * MOST) < 4 * test.s.standard_error
    assert test.violated
    assert test.bound < MOST
    assert session.qber() == 0


def test_the_singlet_with_ekerts_settings_has_a_negative_s():
    assert pair_session(ROUNDS, protocol="e91", source="psi-", seed=1).bell_test().s < -2.7


@pytest.mark.parametrize("protocol", ["bbm92", "e91"])
def test_anti_correlated_pairs_need_bobs_flip(protocol):
    session = pair_session(2000, protocol=protocol, source="psi-", seed=2)
    key = session.key_rounds
    assert np.all(session.alice_bits[key] != session.bob_bits[key])
    kept = sift(session.raw)
    assert np.array_equal(kept.alice, kept.bob)
    assert len(kept) == key.sum()


@pytest.mark.parametrize(("protocol", "bases"), [("bbm92", ["z", "x"]), ("e91", ["45", "90"])])
@pytest.mark.parametrize("f", [0.85, 0.9, 0.97])
def test_a_werner_source_errs_by_its_fidelity_in_every_basis(protocol, bases, f):
    session = pair_session(ROUNDS, protocol=protocol, source=theory.werner(f), seed=3)
    for basis in [None, *bases]:
        assert standard_errors(session.raw, 2 * (1 - f) / 3, basis) < 4
    if protocol == "e91":
        s = session.bell_test().s
        assert abs(s - MOST * (4 * f - 1) / 3) < 4 * s.standard_error


def test_rounds_are_shared_out_as_the_protocols_say():
    e91 = pair_session(90_000, protocol="e91", seed=4)
    assert e91.key_rounds.mean() == pytest.approx(2 / 9, abs=0.006)
    assert e91.test_rounds.mean() == pytest.approx(4 / 9, abs=0.007)
    assert not (e91.key_rounds & e91.test_rounds).any()
    assert e91.raw.rounds == e91.key_rounds.sum() == e91.raw.agreed.sum()
    bbm92 = pair_session(90_000, seed=4)
    assert bbm92.key_rounds.mean() == pytest.approx(1 / 2, abs=0.007)
    assert bbm92.raw.rounds == 90_000
    assert bbm92.raw.agreed.sum() == bbm92.key_rounds.sum()
    assert not bbm92.test_rounds.any()


def test_it_is_one_job_of_few_circuits():
    def kinds(**given):
        return len(pair_session(2000, seed=1, **given).results)

    assert kinds() == 4
    assert kinds(protocol="e91") == 9
    assert kinds(eve=Eavesdropper()) == 8
    assert kinds(protocol="e91", eve=Eavesdropper(fraction=0.5)) == 27


def test_a_hundred_thousand_rounds_take_less_than_a_second():
    pair_session(100, protocol="e91", seed=1)
    begin = time.perf_counter()
    pair_session(100_000, protocol="e91", seed=1)
    assert time.perf_counter() - begin < 1


def test_the_same_seed_is_the_same_session():
    given = {"protocol": "e91", "eve": Eavesdropper(fraction=0.5), "transmittance": 0.5}
    one, two, other = (pair_session(3000, seed=seed, **given) for seed in (7, 7, 8))
    arrays = [name for name, value in vars(one).items() if isinstance(value, np.ndarray)]
    assert len(arrays) == 9
    for name in arrays:
        assert np.array_equal(getattr(one, name), getattr(two, name))
    assert not np.array_equal(one.alice_bits, other.alice_bits)
    assert pair_session(10).seed != pair_session(10).seed


def test_either_side_alone_is_a_fair_coin():
    """No setting of one shows in what the other reads."""
    session = pair_session(ROUNDS, protocol="e91", source="psi-", seed=5)
    for ours, bits in (
        (session.alice_settings, session.bob_bits),
        (session.bob_settings, session.alice_bits),
    ):
        for setting in range(3):
            counted = bits[ours == setting]
            assert abs(counted.mean() - 0.5) < 4 * 0.5 / np.sqrt(counted.size)


@pytest.mark.parametrize("basis", ["z", "x", "random", "breidbart", (0.7, 0.0)])
def test_eve_at_the_source_is_seen_by_errors_and_never_violates(basis):
    bbm92 = pair_session(ROUNDS, eve=Eavesdropper(basis=basis), seed=6).raw
    angles = {"z": 0.0, "x": np.pi / 2, "breidbart": np.pi / 4, (0.7, 0.0): 0.7}
    pairs = [theory.intercept_resend_qber(angles.get(basis, 0.0))]
    if basis == "random":
        pairs.append(theory.intercept_resend_qber(np.pi / 2))
    for name, expected in zip("zx", np.mean(pairs, axis=0), strict=True):
        if expected < 1e-9:
            assert bbm92.qber(name) == 0
        else:
            assert standard_errors(bbm92, expected, name) < 4
    test = pair_session(ROUNDS, protocol="e91", eve=Eavesdropper(basis=basis), seed=6).bell_test()
    assert abs(test.s) < 2
    assert not test.violated


@pytest.mark.parametrize("fraction", [0.0, 0.2, 0.6, 1.0])
def test_what_eve_does_grows_with_her_share(fraction):
    eve = Eavesdropper(fraction=fraction)
    bbm92 = pair_session(ROUNDS, eve=eve, seed=7)
    assert bbm92.eve_acts.mean() == pytest.approx(fraction, abs=0.01)
    if fraction:
        assert standard_errors(bbm92.raw, fraction / 4) < 4
    e91 = pair_session(ROUNDS, protocol="e91", eve=eve, seed=7)
    # Definite halves along 45 or 90 degrees, each half of the time: products of cosines.
    alone = np.mean([
        sum(
            sign * np.cos(e91.plan.alice[a][0] - along) * np.cos(e91.plan.bob[b][0] - along)
            for (a, b), sign in e91.plan.test.items()
        )
        for along in (np.pi / 4, np.pi / 2)
    ])  # fmt: skip
    s = e91.bell_test().s
    assert abs(s - (MOST * (1 - fraction) + alone * fraction)) < 4 * s.standard_error


def test_eve_knows_what_she_sent():
    session = pair_session(ROUNDS, eve=Eavesdropper(fraction=0.6), source="psi-", seed=8)
    mine = session.eve_acts
    assert set(np.unique(session.eve_bases)) == {"", "z", "x"}
    names = np.array(session.plan.alice_names)[session.alice_settings]
    lucky = mine & (session.eve_bases == names)
    assert np.array_equal(session.eve_bits[lucky], session.alice_bits[lucky])
    other = mine & ~lucky
    assert np.mean(session.eve_bits[other] == session.alice_bits[other]) == pytest.approx(
        0.5, abs=0.02
    )
    assert not session.eve_bits[~mine].any()
    untouched = session.key_rounds & ~mine
    assert np.all(session.alice_bits[untouched] != session.bob_bits[untouched])


def test_an_eve_half_way_between_the_keys_directions_hides_from_the_errors_of_e91():
    """Why agree refuses E91: 7 % of errors, 96 % of the bits known; S says 1.3."""
    eve = Eavesdropper(basis=(3 * np.pi / 8, 0.0))
    session = pair_session(ROUNDS, protocol="e91", eve=eve, seed=9)
    key = session.key_rounds
    assert session.qber() == pytest.approx(np.sin(np.pi / 8) ** 2 / 2, abs=0.01)
    assert np.mean(session.eve_bits[key] == session.alice_bits[key]) == pytest.approx(
        np.cos(np.pi / 16) ** 2, abs=0.01
    )
    assert not session.bell_test().violated


def test_each_half_is_lost_on_its_own():
    session = pair_session(ROUNDS, transmittance=0.5, other=0.2, eve=Eavesdropper(), seed=10)
    assert session.alice_detected.mean() == pytest.approx(0.5, abs=0.01)
    assert session.bob_detected.mean() == pytest.approx(0.2, abs=0.01)
    assert session.detected.mean() == pytest.approx(0.1, abs=0.01)
    lost = ~session.detected
    for bits in (session.alice_bits, session.bob_bits, session.eve_bits, session.raw.bob_bits):
        assert not bits[lost].any()
    assert not (session.raw.agreed & lost).any()
    alike = pair_session(ROUNDS, transmittance=0.5, seed=10)
    assert alike.detected.mean() == pytest.approx(0.25, abs=0.01)


def test_what_is_lost_is_read_as_nothing_even_where_bob_flips():
    raw = pair_session(2000, source="psi-", transmittance=0.5, seed=1).raw
    assert not raw.bob_bits[~raw.detected].any()


def test_nothing_arrives_over_a_line_that_is_cut():
    session = pair_session(100, protocol="e91", transmittance=0.0, seed=1)
    assert session.results == ()
    for ask in (session.qber, session.bell_test):
        with pytest.raises(ValueError, match=r"[Ss]end more"):
            ask()


def test_noise_of_the_fibre_adds_to_the_errors():
    line = noise.Noise(after={"fibre": noise.depolarising(0.05, convention="mixing")})
    raw = pair_session(ROUNDS, noise=line, seed=11).raw
    assert standard_errors(raw, (1 - 0.95**2) / 2) < 4


def test_a_noisy_device_shows_a_violation_still():
    session = pair_session(4000, protocol="e91", backend="fake:kingston", seed=1)
    test = session.bell_test()
    assert test.violated
    assert test.s < MOST + 4 * test.s.standard_error
    assert 0 < session.qber() < 0.1
    assert {result.backend for result in session.results} == {"fake:kingston"}


@pytest.mark.parametrize(
    ("source", "state", "words"),
    [
        ("psi-", "psi+", "S would be 0.00 where -2.83"),
        ("psi-", "phi+", "S would be -2.83 where 2.83"),
        (theory.werner(0.9), "phi-", "S would be 0.00 where 2.83"),
        (circuits.bell_pair("psi+"), "psi-", "give state='psi\\+'"),
    ],
)
@pytest.mark.parametrize("protocol", ["e91", "bbm92"])
def test_settings_of_another_bell_state_than_the_sources_are_refused(
    protocol, source, state, words
):
    with pytest.raises(ValueError, match=words if protocol == "e91" else "the settings of"):
        pair_session(100, protocol=protocol, source=source, state=state)


def test_a_source_is_known_by_the_state_it_comes_closest_to():
    for state in BELL_STATES:
        rho = 0.8 * theory.density(theory.bell_state(state)) + 0.05 * np.eye(4)
        assert pair_session(10, source=rho, seed=1).plan.state == state
    assert pair_session(10, source=np.eye(4) / 4, seed=1).plan.state == "phi+"
    assert pair_session(10, source=np.eye(4) / 4, state="psi-", seed=1).plan.state == "psi-"


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"rounds": 0}, "at least 1"),
        ({"protocol": "bb84"}, "bbm92 or e91"),
        ({"protocol": None}, "bbm92 or e91"),
        ({"source": "chi"}, "no Bell state"),
        ({"state": "chi"}, "no Bell state"),
        ({"source": np.eye(2) / 2}, r"shape \(4, 4\)"),
        ({"source": np.full((4, 4), np.nan)}, "NaN"),
        ({"source": QuantumCircuit(1)}, "2 qubits"),
        ({"source": circuits.measure(circuits.bell_pair())}, "no measurements"),
        ({"eve": Eavesdropper("clone")}, "nothing to clone"),
        ({"transmittance": 1.1}, "between 0 and 1"),
        ({"transmittance": float("nan")}, "NaN"),
        ({"other": -0.1}, "between 0 and 1"),
        ({"seed": -1}, "at least 0"),
    ],
)
def test_bad_input_is_refused(given, words):
    with pytest.raises(ValueError, match=words):
        pair_session(**{"rounds": 10, **given})


@pytest.mark.parametrize(
    "given",
    [
        {"rounds": 1.5}, {"rounds": "10"}, {"rounds": True}, {"eve": "eve"}, {"source": object()},
        {"transmittance": "1"}, {"seed": "x"}, {"noise": 0.1},
    ],
)  # fmt: skip
def test_what_is_of_another_kind_is_refused(given):
    with pytest.raises(TypeError):
        pair_session(**{"rounds": 10, **given})


def test_a_session_whose_arrays_do_not_belong_together_is_refused():
    session = pair_session(10, seed=1)
    with pytest.raises(ValueError, match="alice_bits 9"):
        replace(session, alice_bits=session.alice_bits[:9])


def test_bbm92_has_no_bell_test():
    with pytest.raises(ValueError, match='protocol="e91"'):
        pair_session(10, seed=1).bell_test()


def test_a_session_counts_as_the_circuits_do():
    """The session's S and that of the four circuits alone, both against theory."""
    rho = theory.werner(0.93)
    session = pair_session(ROUNDS, protocol="e91", source=rho, seed=12)
    alone = run(
        [circuits.pair_round(*s.directions.values(), source=rho) for s in session.plan.settings],
        shots=5000,
        seed=12,
    )
    one, other = session.bell_test().s, bell_value(session.plan.settings, alone)
    assert abs(one - other) < 4 * np.hypot(one.standard_error, other.standard_error)


def test_the_bound_on_s_fails_no_more_often_than_it_may():
    """Of 400 sessions with S just at 2, an honest 90 % bound; the bare estimate fails in half."""
    f = (1 + 3 / np.sqrt(2)) / 4
    above, violated = 0, 0
    for seed in range(400):
        test = pair_session(900, protocol="e91", source=theory.werner(f), seed=seed).bell_test(
            confidence=0.9
        )
        above += test.s > 2
        violated += test.violated
    assert 150 < above < 250
    assert violated <= 40


def test_the_margin_falls_with_the_root_of_the_rounds():
    assert bell_margin([100] * 4, eps=0.01) == pytest.approx(
        10 * bell_margin([10_000] * 4, eps=0.01)
    )
    assert bell_margin([1000] * 4, eps=1e-10) > bell_margin([1000] * 4, eps=0.01)
    for wrong, eps in (([0, 1, 1, 1], 0.01), ([1] * 4, 0.0), ([1] * 4, 1.0)):
        with pytest.raises(ValueError, match=r"at least 1|eps"):
            bell_margin(wrong, eps=eps)


def test_an_s_of_the_wrong_sign_is_no_violation():
    session = pair_session(ROUNDS, protocol="e91", source="psi-", seed=1)
    there = session.test_rounds
    turned = count_bell_test(
        session.plan.test,
        (session.alice_settings[there], session.bob_settings[there]),
        (session.alice_bits[there], session.bob_bits[there]),
        sign=1,
        confidence=0.99,
    )
    assert turned.s < -2.7
    assert not turned.violated
    for confidence in (0, 1, 2, float("nan")):
        with pytest.raises(ValueError, match="confidence"):
            session.bell_test(confidence=confidence)


def test_the_entropy_of_many_rounds_is_the_rate_of_each_less_a_root():
    rate = float(theory.device_independent_rate(2.7, 0))
    assert bell_entropy(10**12, 2.7, eps=1e-11) / 10**12 == pytest.approx(rate, abs=1e-4)
    assert bell_entropy(10**6, 2.0, eps=1e-11) == 0
    assert bell_entropy(100, 2.8, eps=1e-11) == 0
    assert bell_entropy(10**6, 3.0, eps=1e-11) == bell_entropy(10**6, MOST, eps=1e-11)
