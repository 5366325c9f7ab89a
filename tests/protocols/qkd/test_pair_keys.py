from dataclasses import replace

import numpy as np
import pytest

from qinet_edu import theory
from qinet_edu.circuits import BELL_STATES, Eavesdropper
from qinet_edu.protocols.qkd import (
    REASONS,
    Abort,
    agree,
    agree_pairs,
    distil,
    pair_session,
    session,
    share_keys,
    sift,
)
from qinet_edu.protocols.qkd.authentication import TAG_BYTES
from qinet_edu.protocols.qkd.pair_keys import TAGS
from qinet_edu.protocols.qkd.terms import BellTerms, Terms

ROUNDS = 300_000
GOOD = pair_session(ROUNDS, protocol="e91", source=theory.werner(0.98), seed=1)


def test_a_werner_source_gives_a_key_by_way_of_stage_one():
    pairs = pair_session(100_000, source=theory.werner(0.97), seed=1)
    key = agree(pairs.raw, seed=1)
    assert key
    assert np.array_equal(key.alice, key.bob)
    assert key.qber == pytest.approx(0.02, abs=0.008)
    assert len(key) > 10_000
    assert np.array_equal(agree_pairs(pairs, seed=1).alice, key.alice)
    # Z makes the key and X is compared: the other way to use two bases.
    assert agree(pairs.raw, mixed=False, seed=1)


@pytest.mark.parametrize("state", BELL_STATES)
def test_every_bell_state_gives_a_key(state):
    for protocol, rounds in (("bbm92", 30_000), ("e91", 100_000)):
        pairs = pair_session(rounds, protocol=protocol, source=state, seed=2)
        key = agree_pairs(pairs, seed=2)
        assert key, key
        assert np.array_equal(key.alice, key.bob)
        assert key.qber == 0


def test_without_bobs_flip_there_is_no_key():
    raw = pair_session(30_000, source="psi-", seed=2).raw
    unflipped = replace(raw, bob_bits=(1 - raw.bob_bits) * raw.detected)
    assert agree(unflipped, seed=2).reason == "qber"


def test_e91_asks_its_bell_test_first_and_pays_by_it():
    key = agree_pairs(GOOD, seed=1)
    assert key
    assert np.array_equal(key.alice, key.bob)
    assert len(key) == key.ledger.key_bits
    assert any("Bell test" in row.what for row in key.ledger.account)
    said = [message.what.split(",")[0] for message in key.transcript.messages]
    assert said[:5] == ["settings", "settings", "Bell bits", "Bell bits", "test bits"]
    assert key.ledger.sent_bits == key.transcript.classical_bits
    assert key.eps == pytest.approx(1e-10, rel=1e-3)


def test_the_key_is_shorter_by_as_much_as_s_says():
    rates = [
        len(
            agree_pairs(
                pair_session(ROUNDS, protocol="e91", source=theory.werner(f), seed=3), seed=3
            )
        )
        for f in (0.98, 0.99, 1.0)
    ]
    assert rates == sorted(rates)
    assert rates[0] < 0.75 * rates[-1]


@pytest.mark.parametrize("basis", ["random", "z", "x", "breidbart", (3 * np.pi / 8, 0.0)])
def test_a_source_in_eves_hands_gives_no_key(basis):
    eve = Eavesdropper(basis=basis)
    e91 = pair_session(100_000, protocol="e91", eve=eve, seed=4)
    outcome = agree_pairs(e91, max_qber=0.5, seed=4)
    assert isinstance(outcome, Abort)
    assert outcome.reason == "bell"
    assert REASONS["bell"] in repr(outcome)
    assert "demanded" in outcome.words
    assert "alice" not in vars(outcome)
    bbm92 = agree_pairs(pair_session(100_000, eve=eve, seed=4), seed=4)
    assert bbm92.reason == "qber"


@pytest.mark.parametrize("fraction", [0.3, 0.5, 0.7])
def test_a_source_that_is_eves_in_part_gives_a_reason_and_no_key(fraction):
    eve = Eavesdropper(fraction=fraction)
    outcome = agree_pairs(
        pair_session(100_000, protocol="e91", eve=eve, seed=5), max_qber=0.5, seed=5
    )
    assert not outcome
    assert outcome.reason in ("bell", "no-key-left")


def test_as_much_as_is_demanded():
    assert agree_pairs(GOOD, least_s=2.5, seed=1)
    outcome = agree_pairs(GOOD, least_s=2.8, seed=1)
    assert outcome.reason == "bell"
    assert "2.8 is demanded" in outcome.words


def test_few_rounds_prove_too_little():
    assert agree_pairs(pair_session(900, protocol="e91", seed=1), seed=1).reason == "bell"
    outcome = agree_pairs(pair_session(20_000, protocol="e91", seed=1), seed=1)
    assert outcome.reason == "no-key-left"
    cut = pair_session(100, protocol="e91", transmittance=0.0, seed=1)
    assert agree_pairs(cut, seed=1).reason == "empty-sift"


def test_losses_cost_rounds_and_no_trust_in_the_rest():
    pairs = pair_session(
        10 * ROUNDS, protocol="e91", source=theory.werner(0.99), transmittance=0.4, seed=6
    )
    key = agree_pairs(pairs, seed=6)
    assert key
    assert np.array_equal(key.alice, key.bob)


def test_a_changed_message_of_the_bell_test_is_caught():
    """Eve mends Bob's reading of the settings or of the bits: each is under a tag."""
    small = pair_session(20_000, protocol="e91", seed=7)
    rng = np.random.default_rng(1)
    for number in range(4):
        for _ in range(5):
            place = int(rng.integers(4000))

            def change(one, number=number, place=place):
                if one.number != number:
                    return one
                payload = bytearray(one.payload)
                payload[place // 8] ^= 128 >> place % 8
                return replace(one, payload=bytes(payload))

            assert agree_pairs(small, intercept=change, seed=1).reason == "tampered", number
        lost = agree_pairs(
            small, intercept=lambda one, n=number: None if one.number == n else one, seed=1
        )
        assert lost.reason in ("silence", "tampered")  # of two messages the second comes instead


def test_keys_for_tags_are_spent_and_must_be_shared():
    ends = share_keys(bytes(range(256))[: TAG_BYTES * (1 + 2 * (TAGS + 1))])
    assert agree_pairs(GOOD, keys=ends, seed=1)
    assert agree_pairs(GOOD, keys=ends, seed=1).reason == "no-authentication-key"
    alice, _ = share_keys(bytes(400))
    _, bob = share_keys(bytes([1]) * 400)
    assert agree_pairs(GOOD, keys=(alice, bob), seed=1).reason == "tampered"


def test_messages_take_their_time():
    key = agree_pairs(GOOD, length_km=100, seed=1)
    assert key.transcript.messages[3].arrives_s == pytest.approx(3 * 100 / 204_218, rel=1e-4)


def test_agree_does_not_take_what_errors_cannot_answer_for():
    with pytest.raises(ValueError, match="agree_pairs"):
        agree(GOOD.raw)
    # Who insists can hand the bits over, and is on their own.
    sifted = sift(GOOD.raw)
    assert distil(sifted.alice, sifted.bob, seed=1)


def test_what_is_no_session_of_pairs_is_refused():
    with pytest.raises(TypeError, match="agree\\(\\.\\.\\.\\)"):
        agree_pairs(session(10, seed=1))
    with pytest.raises(TypeError, match="session of pairs"):
        agree_pairs([0, 1])
    with pytest.raises(TypeError, match="Sifting needs a session"):
        agree(GOOD)
    for wrong in (1.9, 2.9, float("nan")):
        with pytest.raises(ValueError, match="least_s"):
            agree_pairs(GOOD, least_s=wrong)
    with pytest.raises(ValueError, match="eps_sec"):
        agree_pairs(GOOD, eps_sec=0)


def test_terms_by_a_bell_test_count_no_error():
    plain, bell = Terms(max_qber=0.5), BellTerms(max_qber=0.5, s=2 * np.sqrt(2))
    assert plain.finite(10**6, 10**5, paid=0)[0] == 0
    assert bell.finite(10**6, 10**5, paid=0)[0] > 900_000
    assert bell.finite(10**6, 10**5, paid=0)[1] == plain.finite(10**6, 10**5, paid=0)[1]
    assert BellTerms(s=2.0).finite(10**6, 10**5, paid=0)[0] == 0
