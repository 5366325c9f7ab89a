import pytest

from qinet_edu import draw
from qinet_edu.network import DoubleClick, EndNode, Hardware, MidpointSource, SingleClick
from qinet_edu.protocols.transcript import Act, Message

PERFECT = Hardware()


def news(told):
    return [one.what for one in told.messages if one.channel == "classical"]


def successes(link):
    """Return the first conversation of one attempt for each herald."""
    found = {}
    for seed in range(200):
        herald = link.attempt(1, seed=seed)[0]
        if herald >= 0:
            found.setdefault(link.heralds[herald], link.timeline(1, seed=seed))
    return found


def test_both_ends_send_and_both_are_told():
    told = SingleClick(85, hardware=PERFECT).timeline(3, seed=1)
    assert told.parties == ("alice", "station", "bob")
    assert told.qubits_sent == 6
    assert told.classical_bits == 6
    assert [(one.sender, one.receiver) for one in told.messages][:2] == [
        ("alice", "station"), ("bob", "station")
    ]  # fmt: skip


def test_at_an_end_only_alice_sends_and_only_she_is_told():
    told = EndNode(85, hardware=PERFECT).timeline(2, seed=1)
    assert told.parties == ("alice", "bob")
    assert [(one.sender, one.channel) for one in told.messages] == [
        ("alice", "quantum"), ("bob", "classical")
    ] * 2  # fmt: skip


def test_what_is_told_is_what_was_played():
    link = SingleClick(5, alpha=0.5, hardware=PERFECT)
    heralds = link.attempt(50, seed=2)
    expected = [("failed" if one < 0 else link.heralds[one]) for one in heralds for _ in range(2)]
    assert news(link.timeline(50, seed=2)) == expected


@pytest.mark.parametrize(
    ("link", "corrections"),
    [
        (SingleClick(0, alpha=0.5, hardware=PERFECT), {"plus": "X", "minus": "X and Z"}),
        (
            DoubleClick(0, hardware=PERFECT),
            {
                "plus plus": "X",
                "minus minus": "X",
                "plus minus": "X and Z",
                "minus plus": "X and Z",
            },
        ),
        (EndNode(0, alpha=0.5, hardware=PERFECT), {"plus": "X", "minus": "X and Z"}),
    ],
    ids=lambda value: getattr(value, "name", ""),
)
def test_the_herald_says_what_bob_corrects(link, corrections):
    told = successes(link)
    assert set(told) == set(corrections)
    for herald, conversation in told.items():
        last = conversation.events[-1]
        done = [one for one in conversation.events if isinstance(one, Act)][-1]
        assert done.party == "bob"
        assert done.words == f"applies {corrections[herald]}"
        assert link.name == "end-node" or done is last


def test_bob_at_the_detectors_corrects_before_alice_knows():
    link = EndNode(50, alpha=0.5, hardware=PERFECT)
    told = next(iter(successes(link).values()))
    corrected = next(one for one in told.events if isinstance(one, Act) and "applies" in one.words)
    assert corrected.at_s < told.messages[-1].arrives_s


def test_it_is_not_told_which_photon_clicked():
    """Knowing it would end the entanglement, so no photon is marked as lost or as found."""
    for link in (SingleClick(50, alpha=0.5), DoubleClick(10), EndNode(10, alpha=0.5)):
        assert not any(one.lost for one in link.timeline(200, seed=1).messages)


def test_halves_from_the_middle_are_lost_or_flagged():
    told = MidpointSource(30, hardware=PERFECT).timeline(200, seed=1)
    halves = [one for one in told.messages if one.channel == "quantum"]
    flags = [one.words == "flags a photon" for one in told.events
             if isinstance(one, Act) and one.party != "source"]  # fmt: skip
    assert [not one.lost for one in halves] == flags
    assert 0 < sum(flags) < len(flags)
    in_the_dark = MidpointSource(30, hardware=Hardware(pair=0, dark_count=0.5))
    assert "flagged" in news(in_the_dark.timeline(20, seed=1))


def test_an_unhurried_source_asks_at_its_own_clock():
    told = MidpointSource(100, memory=False, hardware=Hardware(source_hz=1e6)).timeline(3, seed=1)
    asked = [one.at_s for one in told.events if isinstance(one, Act) and one.party == "source"]
    assert asked == pytest.approx([0, 1e-6, 2e-6])


@pytest.mark.parametrize("kind", [SingleClick, DoubleClick, MidpointSource, EndNode])
def test_it_can_be_drawn(kind):
    picture = draw.sequence(kind(85).timeline(2, seed=1))
    assert "classical" in picture.alt
    assert all(isinstance(one, Act | Message) for one in kind(85).timeline(1, seed=1).events)
