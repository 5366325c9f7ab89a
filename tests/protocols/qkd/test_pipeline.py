import os
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qinet_edu import draw, theory
from qinet_edu.circuits import Eavesdropper
from qinet_edu.protocols import Act, Transcript
from qinet_edu.protocols.qkd import REASONS, Abort, Key, agree, distil, session, share_keys, sift
from qinet_edu.protocols.qkd.conversation import Conversation, Do, Hear, Part, Say
from qinet_edu.protocols.qkd.terms import Count, Terms

LENGTH = 20_000
RAW = session(12_000, eve=Eavesdropper(fraction=0.01), seed=3)
OTHER = session(12_000, eve=Eavesdropper(fraction=0.01), seed=4)
SETTINGS = {"max_qber": 0.01, "test_fraction": 0.15, "seed": 1}


def sifted(rate, *, length=LENGTH, seed=1):
    rng = np.random.default_rng(seed)
    alice = rng.integers(0, 2, length, dtype=np.uint8)
    return alice, alice ^ (rng.random(length) < rate)


def overheard(raw, **changes):
    """Return an honest run over a short session, and every parcel of it."""
    parcels = []
    listen = {"intercept": lambda one: parcels.append(one) or one}
    outcome = agree(raw, **{**SETTINGS, **listen, **changes})
    return outcome, parcels


HONEST, PARCELS = overheard(RAW)


def swapped(number, stale):
    """Return how it ends when Eve delivers another parcel in the place of one."""
    return agree(
        RAW, **SETTINGS, intercept=lambda one: stale if one.number == number else one
    )  # fmt: skip


def flipped(data, place):
    changed = bytearray(data)
    changed[place // 8] ^= 128 >> place % 8
    return bytes(changed)


def test_both_ends_get_the_same_key_as_long_as_the_ledger_allows():
    alice, bob = sifted(0.02)
    key = distil(alice, bob, max_qber=0.03, seed=1)
    assert isinstance(key, Key)
    assert np.array_equal(key.alice, key.bob)
    assert len(key) == key.alice.size == key.ledger.key_bits > 0
    assert len(key.to_bytes()) == len(key) // 8
    assert abs(key.alice.mean() - 0.5) < 4 * 0.5 / np.sqrt(len(key))


def test_the_key_is_as_long_as_the_closed_form_says_for_what_was_revealed():
    alice, bob = sifted(0.02)
    key = distil(alice, bob, max_qber=0.03, seed=1)
    leaked = {entry.what: entry.bits for entry in key.ledger.sent}
    allowed, mu = theory.finite_key_length(18_000, 2000, 0.03, leak_bits=leaked["parities"])
    longer = leaked["verification hash"] - np.log2(1e15)
    assert key.margin == mu
    assert allowed - longer - 1 <= len(key) <= allowed


def test_the_numbers_of_a_planned_key_are_those_of_the_paper():
    """Row T22, whose hash is as long as ε_cor needs for short keys; ours pays for its own."""
    for n, k, q, planned in ((100_000, 20_000, 0.01, 62_609), (1_000_000, 100_000, 0.03, 503_541)):
        leak = int(1.16 * n * float(theory.binary_entropy(q)))
        count = Count(Terms(max_qber=q), kept=n, tested=k, errors=0)
        assert 0 <= planned - count.length(leaked=leak) <= count.hash_bits - np.log2(1e15) + 1


@pytest.mark.parametrize("run", [HONEST, distil(*sifted(0.02), max_qber=0.03, seed=2)])
def test_every_bit_that_was_sent_is_on_the_ledger(run):
    ledger = run.ledger
    assert ledger.sent_bits == run.transcript.classical_bits > 0
    assert ledger.sent_bits == sum(map(ledger.total, ("public", "revealed", "answer", "tag")))
    sent = {entry.what: entry.bits for entry in ledger.sent}
    account = {row.what: row.bits for row in ledger.account}
    assert account["compared in public"] == -sent["test bits"]
    assert account["parities revealed"] == -sent["parities"]
    assert account["verification hash"] == -sent["verification hash"]
    assert ledger.revealed_bits == sent["test bits"] + sent["parities"] + sent["verification hash"]
    assert ledger.total("answer") == sent["parities"]
    if run is HONEST:
        assert ledger.tag_bits == 128 * sum(one.tag is not None for one in PARCELS) == 128 * 8
        assert ledger.sent_bits == sum(parcel.size for parcel in PARCELS) + ledger.tag_bits


@settings(deadline=None, max_examples=60)
@given(
    st.integers(0, 4000), st.floats(0, 0.5), st.floats(0, 0.2), st.floats(0.01, 0.9),
    st.integers(0, 2**32),
)  # fmt: skip
def test_any_bits_give_equal_keys_or_a_reason(length, rate, tolerated, fraction, seed):
    alice, bob = sifted(rate, length=length, seed=seed)
    outcome = distil(alice, bob, max_qber=tolerated, test_fraction=fraction, seed=seed)
    assert outcome.ledger.sent_bits == outcome.transcript.classical_bits
    if outcome:
        assert np.array_equal(outcome.alice, outcome.bob)
        assert len(outcome) == outcome.ledger.key_bits
    else:
        assert outcome.reason in REASONS
        assert outcome.ledger.account == ()


def test_the_run_that_is_tampered_with_has_errors_to_mend_and_ends_with_a_key():
    assert len(HONEST) > 100
    assert len(PARCELS) > 60
    assert {one.tag is None for one in PARCELS} == {True, False}


def test_one_flipped_bit_in_any_message_is_caught():
    rng = np.random.default_rng(1)
    for parcel in PARCELS:
        place = int(rng.integers(parcel.size))
        outcome = swapped(
            parcel.number, replace(parcel, payload=flipped(parcel.payload, place))
        )  # fmt: skip
        assert isinstance(outcome, Abort), parcel
        assert outcome.reason == "tampered", parcel


def test_a_changed_or_missing_tag_is_caught():
    for parcel in PARCELS:
        tags = (
            [bytes(16)] if parcel.tag is None else [flipped(parcel.tag, 77), None, b"", bytes(16)]
        )
        for tag in tags:
            assert swapped(parcel.number, replace(parcel, tag=tag)).reason == "tampered", parcel


def test_a_replayed_message_is_caught():
    """An earlier one of the same conversation, renumbered or not, and one of another session."""
    _, others = overheard(OTHER, seed=2)
    last = {}
    for parcel, other in zip(PARCELS, others, strict=False):
        stale = [other, *last.get(parcel.sender, [])]
        for one in stale:
            if one != parcel:  # a "no, they do not differ" may be the very same
                assert swapped(parcel.number, one).reason == "tampered", parcel
        last[parcel.sender] = [parcel, replace(parcel, number=parcel.number + 2)]


def test_one_time_keys_used_for_two_runs_would_let_a_replay_pass():
    """Why they are used once: a seed makes the same keys again, and the tag fits again."""
    _, others = overheard(OTHER)
    assert swapped(0, others[0]).reason == "qber"


@pytest.mark.parametrize("number", [0, 3, len(PARCELS) - 1])
def test_a_lost_message_ends_it(number):
    outcome = swapped(number, None)
    assert outcome.reason == "silence"
    assert outcome.transcript.messages[-1].lost


def test_a_secret_that_is_not_shared_authenticates_nobody():
    """Eve between the two, with a secret of her own: unauthenticated, she would have both keys."""
    alice, _ = share_keys(os.urandom(16 + 8 * 32))
    _, bob = share_keys(os.urandom(16 + 8 * 32))
    assert agree(RAW, keys=(alice, bob), **SETTINGS).reason == "tampered"


def test_one_time_keys_are_spent_and_then_there_are_no_more():
    ends = share_keys(os.urandom(16 + 6 * 32))
    alice, bob = sifted(0.01)
    assert distil(alice, bob, keys=ends, seed=1)
    assert [end.tags_left for end in ends] == [3, 3]
    assert distil(alice, bob, keys=ends, seed=1)
    outcome = distil(alice, bob, keys=ends, seed=1)
    assert outcome.reason == "no-authentication-key"
    assert not outcome


@pytest.mark.parametrize(
    ("rate", "settings", "reason"),
    [
        (0.12, {}, "qber"), (0.5, {}, "qber"), (0.04, {"max_qber": 0.03}, "qber"),
        (0.09, {"max_qber": 0.11}, "no-key-left"), (0.01, {"length": 0}, "empty-sift"),
        (0.01, {"length": 1}, "empty-sift"), (0.01, {"length": 500}, "no-key-left"),
    ],
)  # fmt: skip
def test_there_is_no_key_and_the_reason_is_given(rate, settings, reason):
    length = settings.pop("length", LENGTH)
    outcome = distil(*sifted(rate, length=length), seed=1, **settings)
    assert isinstance(outcome, Abort)
    assert not outcome
    assert outcome.reason == reason
    assert REASONS[reason] in repr(outcome)
    assert not hasattr(outcome, "alice")
    last = outcome.transcript.events[-1]
    assert isinstance(last, Act)
    assert "gives up" in last.words


def test_errors_that_cascade_left_are_caught_by_the_hash(monkeypatch):
    from qinet_edu.protocols.qkd import ladder

    monkeypatch.setattr(ladder.Ladder.__init__, "__kwdefaults__", {"passes": 1})
    outcome = distil(*sifted(0.04), seed=1)
    assert outcome.reason == "verification"


def test_z_makes_the_key_and_the_other_basis_tells_of_phase_errors():
    rng = np.random.default_rng(1)
    alice = rng.integers(0, 2, LENGTH, dtype=np.uint8)
    bases = np.array(["z", "x"])[rng.integers(0, 2, LENGTH)]
    for basis, reason in (("x", "qber"), ("z", "verification")):
        # An Eve who measures in one basis: half of the bits of the other are wrong.
        bob = np.where(bases == basis, rng.integers(0, 2, LENGTH), alice)
        assert distil(alice, bob, bases=bases, seed=1).reason == reason
    # One who measured in Z, and left a few errors in X: more to mend than X lets expect.
    bob = alice ^ (rng.random(LENGTH) < np.where(bases == "z", 0.4, 0.01))
    assert distil(alice, bob, bases=bases, seed=1).reason == "correction"
    key = distil(alice, alice, bases=bases, seed=1)
    assert {row.what: row.bits for row in key.ledger.account}["compared in public"] == -int(
        (bases == "x").sum()
    )


def test_a_session_is_sifted_in_the_open_and_only_equal_bases_are_kept():
    kept = sift(RAW)
    assert np.array_equal(kept.alice, RAW.alice_bits[RAW.agreed])
    assert np.array_equal(kept.bases, RAW.bob_bases[kept.kept])
    assert len(kept) == kept.bob.size == HONEST.ledger.account[0].bits
    assert repr(kept) == f"{len(kept)} sifted bits of 12000 rounds"
    lossy = session(12_000, transmittance=0.1, seed=1, protocol="six-state")
    assert len(sift(lossy)) == pytest.approx(12_000 * 0.1 / 3, abs=4 * np.sqrt(400))
    for use in (sift, agree):
        with pytest.raises(TypeError, match="session"):
            use([0, 1])


def test_a_six_state_session_with_losses_makes_a_key_too():
    raw = session(60_000, protocol="six-state", transmittance=0.5, seed=1)
    key = agree(raw, max_qber=0.01, seed=1)
    assert np.array_equal(key.alice, key.bob)
    assert not agree(session(300, transmittance=0, seed=1), seed=1)


def test_a_seed_repeats_a_run_and_without_one_it_differs():
    alice, bob = sifted(0.01)
    one, two, other = (distil(alice, bob, seed=seed) for seed in (1, 1, None))
    assert np.array_equal(one.alice, two.alice)
    assert one.transcript == two.transcript
    assert not np.array_equal(one.alice[: len(other)], other.alice[: len(one)])
    assert np.array_equal(distil(alice, bob, seed=other.seed).alice, other.alice)


def test_the_transcript_can_be_drawn_stored_and_read_back():
    key = distil(*sifted(0.02), max_qber=0.03, length_km=20, seed=1)
    told = key.transcript
    assert told.parties == ("alice", "bob")
    assert Transcript.from_dict(told.to_dict()) == told
    picture = draw.sequence(told)
    assert picture.numbers["drawn"] == picture.numbers["events"] <= 40
    assert "hash of the key" in picture.alt
    assert told.duration_s > 40 * 20 / 204_218  # more than forty times over the fibre


def test_nothing_secret_is_printed():
    text = repr(HONEST) + repr(HONEST.transcript) + repr(PARCELS) + repr(sift(RAW))
    for secret in (HONEST.alice, RAW.alice_bits):
        for form in (
            "".join(map(str, secret[:24])), str(secret[:12].tolist())[1:-1],
            str(secret[:12])[1:-1], np.packbits(secret[:64]).tobytes().hex(),
        ):  # fmt: skip
            assert form not in text


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({"bob": "01"}, ValueError), ({"alice": "012"}, ValueError),
        ({"alice": [0.5] * 3}, TypeError),
        ({"max_qber": 0.6}, ValueError), ({"max_qber": "5 %"}, TypeError),
        ({"test_fraction": 0}, ValueError), ({"test_fraction": 1}, ValueError),
        ({"eps_sec": 0}, ValueError), ({"eps_cor": float("nan")}, ValueError),
        ({"length_km": -1}, ValueError), ({"seed": -1}, ValueError), ({"seed": 1.5}, TypeError),
        ({"bases": "zz"}, ValueError), ({"bases": "zzq"}, ValueError),
        ({"bases": [0, 1, 0]}, TypeError),
    ],
)  # fmt: skip
def test_bad_input_is_refused(change, kind):
    given = {"alice": "010", "bob": "011", **change}
    with pytest.raises(kind):
        distil(given.pop("alice"), given.pop("bob"), **given)


def test_parties_who_both_wait_do_not_wait_for_ever():
    def listening():
        yield Hear("word", (1,))

    def saying():
        yield Do("thinks")
        yield Say("other", (Part("bits", np.ones(3, dtype=np.uint8)),))

    for scripts, reason in (((listening, listening), "silence"), ((listening, saying), "tampered")):
        talk = Conversation(
            dict(zip(("alice", "bob"), (script() for script in scripts), strict=True)),
            keys=share_keys(bytes(80)),
        )
        with pytest.raises(Exception, match=r"waits|another message") as caught:
            talk.run()
        assert caught.value.reason == reason
