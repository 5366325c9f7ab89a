import json
from math import inf, nan

import pytest

from qinet_edu.protocols import Act, Message, Transcript

DELAY_S = 0.49e-3


def bit(**changes):
    given = {
        "sender": "alice", "receiver": "bob", "what": "bit 1", "channel": "classical",
        "sent_s": 0.0, "arrives_s": DELAY_S,
    }  # fmt: skip
    return Message(**{**given, **changes})


def test_events_come_in_order_of_time_and_those_of_a_moment_as_they_were_given():
    late, first, second = Act("bob", "ends", 2.0), Act("bob", "b", 1.0), Act("alice", "a", 1.0)
    told = Transcript(["alice", "bob"], [late, first, second])
    assert told.events == (first, second, late)


def test_bits_and_qubits_are_counted_apart_and_lost_ones_were_sent_too():
    told = Transcript(
        ["alice", "bob"],
        [bit(size=3), bit(lost=True), bit(channel="quantum", what="half of a pair")],
    )
    assert (told.classical_bits, told.qubits_sent, len(told.messages)) == (4, 1, 3)


def test_it_lasts_until_the_last_thing_that_happened():
    assert Transcript(["alice", "bob"], [bit()]).duration_s == DELAY_S
    assert Transcript(["alice", "bob"], [bit(lost=True)]).duration_s == 0
    assert Transcript(["alice"], []).duration_s == 0
    assert Transcript(["alice"], [Act("alice", "a", 1.0), Act("alice", "b", 3.0)]).duration_s == 2


def test_a_transcript_cannot_be_changed_and_is_compared_by_what_it_says():
    told = Transcript(["alice", "bob"], [bit()])
    assert told == Transcript(("alice", "bob"), (bit(),))
    assert len({told, Transcript(["alice", "bob"], [bit()])}) == 1
    with pytest.raises(AttributeError):
        told.parties = ("eve",)


def test_it_goes_through_json_and_back():
    told = Transcript(["alice", "bob"], [bit(lost=True), Act("bob", "applies X", DELAY_S)])
    assert Transcript.from_dict(json.loads(json.dumps(told.to_dict()))) == told
    with pytest.raises(ValueError, match="version 1"):
        Transcript.from_dict({"schema": 2})
    with pytest.raises(ValueError, match="'act' or 'message'"):
        Transcript.from_dict({"schema": 1, "parties": ["bob"], "events": [{"kind": "rumour"}]})


def test_the_part_of_some_parties_can_be_taken_out():
    whole = Transcript(
        ["alice", "bob", "eve"], [bit(), bit(receiver="eve"), Act("eve", "listens", 1.0)]
    )
    assert whole.only("bob", "alice") == Transcript(["alice", "bob"], [bit()])
    with pytest.raises(ValueError, match="'mallory' takes no part"):
        whole.only("mallory")


def test_it_reads_as_a_table():
    told = Transcript(["alice", "bob"], [bit(), bit(what="bit 0", lost=True)])
    assert repr(told).splitlines() == [
        "0 s  alice → bob  bit 1 (classical), there at 490 µs",
        "0 s  alice → bob  bit 0 (classical), lost on the way",
        "(2 parties, 2 events in 490 µs; sent: 2 bits, 0 qubits)",
    ]


def test_many_parties_and_hundreds_of_messages_are_nothing_special():
    names = [f"node {k}" for k in range(20)]
    events = [
        bit(sender=names[k % 20], receiver=names[(k + 1) % 20], sent_s=k * 1e-3, arrives_s=k * 1e-3)
        for k in range(500)
    ]
    assert Transcript(names, reversed(events)).events == tuple(events)


@pytest.mark.parametrize(
    ("wrong", "error", "words"),
    [
        (lambda: bit(arrives_s=-1e-6), ValueError, "before it was sent"),
        (lambda: bit(channel="carrier pigeon"), ValueError, "'quantum' or 'classical'"),
        (lambda: bit(receiver="alice"), ValueError, "an Act"),
        (lambda: bit(size=0), ValueError, "1 or more"),
        (lambda: bit(size=True), ValueError, "1 or more"),
        (lambda: bit(lost="no"), TypeError, "True or False"),
        (lambda: bit(sent_s="now"), TypeError, "sent_s must be a real number"),
        (lambda: bit(arrives_s=inf), ValueError, "finite"),
        (lambda: bit(what=""), TypeError, "what is a few words"),
        (lambda: Act("bob", "waits", nan), ValueError, "NaN"),
        (lambda: Act(2, "waits", 0.0), TypeError, "party is a few words"),
        (lambda: Transcript(["alice"], [bit()]), ValueError, "'bob' is not among the parties"),
        (lambda: Transcript(["bob", "bob"], []), ValueError, "named twice"),
        (lambda: Transcript("bob", []), TypeError, "list of names"),
        (lambda: Transcript(["bob"], ["bob waits"]), TypeError, "an Act or a Message"),
    ],
)
def test_what_cannot_have_happened_is_refused(wrong, error, words):
    with pytest.raises(error, match=words):
        wrong()
