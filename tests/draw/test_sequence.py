import re
import subprocess
import sys
from random import Random
from xml.etree import ElementTree

import pytest

from qinet_edu import draw, protocols
from qinet_edu.draw import sequence_layout as layout
from qinet_edu.draw.sequence import MOST_EVENTS, _steps
from qinet_edu.protocols import Act, Message, Transcript

NAMES = ["brisbane", "gold coast", "ballina", "grafton", "coffs harbour", "port macquarie",
         "taree", "newcastle"]  # fmt: skip
TELEPORTED = protocols.teleport((1.0, 2.0), length_km=100, seed=3, corrections="x").transcript


def bit(sender, receiver, sent_s, arrives_s, **more):
    return Message(sender, receiver, more.pop("what", "bit 1"), "classical", sent_s, arrives_s,
                   **more)  # fmt: skip


def conversation(seed, parties, events):
    """Random talk, with many things at one moment, crossing messages, long words and losses."""
    random, names = Random(seed), NAMES[:parties]
    told = []
    for _ in range(events):
        begun = random.randrange(6) * 1e-3
        if random.random() < 0.3:
            words = random.choice(["swaps", "measures its half in the Bell basis: 1 and 0"])
            told.append(Act(random.choice(names), words, begun))
            continue
        sender, receiver = random.sample(names, 2)
        what = random.choice(["bit 1", "half of a pair", "parities of 16 blocks"])
        told.append(
            Message(sender, receiver, what, random.choice(["quantum", "classical"]), begun,
                    begun + random.choice([0, 1, 2]) * 1e-3, lost=random.random() < 0.2)
        )  # fmt: skip
    return Transcript(names, told)


def placed(transcript):
    events = transcript.events[:MOST_EVENTS]
    _, xs = layout.columns(len(transcript.parties))
    times, steps = _steps(transcript.parties, events, xs)
    return times, steps, layout.place(steps, xs, times)


def rects(steps, chart):
    return [
        chart.labels[i] or layout.box_of(step, chart.xs, *chart.ys[i])
        for i, step in enumerate(steps)
    ]


@pytest.mark.parametrize("transcript", [
    TELEPORTED,
    *(conversation(seed, parties, events)
      for seed, parties, events in ((1, 2, 10), (3, 3, 40), (10, 5, 40), (22, 8, 40))),
])  # fmt: skip
def test_no_text_lies_on_another_and_time_runs_down(transcript):
    _, steps, chart = placed(transcript)
    found = rects(steps, chart)
    for i, one in enumerate(found):
        for other in found[i + 1 :]:
            assert not layout._overlap(one, other)
    assert chart.moments == sorted(set(chart.moments))
    for step, (top, bottom) in zip(steps, chart.ys, strict=True):
        begun, ended = (chart.moments[number] for number in step.moments)
        assert top >= begun
        assert bottom >= (top if step.end is None else ended)
        if step.moments[0] < step.moments[1]:
            assert top < ended, "it begins before the moment at which it ends"


def test_time_is_to_scale_where_that_can_be_drawn():
    """245 µs for the halves, 490 µs for the bits: the second distance is twice the first."""
    _, _, chart = placed(TELEPORTED)
    assert draw.sequence(TELEPORTED).numbers["to_scale"]
    assert "the time between two ticks is to scale" in draw.sequence(TELEPORTED).svg
    first, second, third = chart.moments
    assert third - second == pytest.approx(2 * (second - first))


def test_a_pause_of_years_is_not_drawn_to_scale_and_says_so():
    told = Transcript(
        ["alice", "bob"], [bit("alice", "bob", 0.0, 1e-3), bit("bob", "alice", 1e8, 1e8 + 1)]
    )
    picture = draw.sequence(told)
    assert not picture.numbers["to_scale"]
    assert "the time between two ticks is not to scale" in picture.svg


def test_arrows_that_start_together_are_said_to_be_one_below_the_other():
    note = "arrows that start together are drawn one below the other"
    assert note in draw.sequence(TELEPORTED).svg
    one_by_one = [bit("alice", "bob", k * 1e-3, k * 1e-3 + 5e-4) for k in range(3)]
    assert note not in draw.sequence(Transcript(["alice", "bob"], one_by_one)).svg


def test_moments_that_would_read_alike_get_more_digits():
    told = Transcript(["bob"], [Act("bob", "waits", t) for t in (0.0, 5.0, 5.001)])
    svg = draw.sequence(told).svg
    assert ">5.000<" in svg
    assert ">5.001<" in svg


def test_a_lost_message_ends_in_a_cross_on_the_way():
    whole = draw.sequence(Transcript(["alice", "bob"], [bit("alice", "bob", 0.0, 1e-3)]))
    lost = draw.sequence(Transcript(["alice", "bob"], [bit("alice", "bob", 0.0, 1e-3, lost=True)]))
    assert 's-error"' not in whole.svg
    assert 's-error"' in lost.svg
    assert ">lost<" in lost.svg
    assert "lost on the way" in lost.alt


def test_qubits_and_bits_differ_without_colour():
    root = ElementTree.fromstring(draw.sequence(TELEPORTED).svg)
    dashes = {"s-quantum": set(), "s-classical": set(), "s-error": set()}
    for line in root.iter("{http://www.w3.org/2000/svg}line"):
        dashes.get(line.get("class"), set()).add(line.get("stroke-dasharray"))
    assert dashes["s-quantum"] == {None}
    assert dashes["s-classical"] == {"6 4"}
    assert dashes["s-error"] == {"8 3 2 3", None}, "the line, and the two strokes of the cross"


def test_no_dash_shows_between_the_words_on_an_arrow():
    """A backdrop as wide as the text, drawn after the lines and before the letters."""
    svg = draw.sequence(TELEPORTED).svg
    _, steps, chart = placed(TELEPORTED)
    labels = [label for label in chart.labels if label]
    assert len(labels) == sum(step.end is not None for step in steps) == 4
    backdrops = re.findall(
        r'"f-card" x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)" rx="4"', svg
    )
    found = [tuple(map(float, one)) for one in backdrops]
    for left, top, right, bottom in labels:
        assert any(one == pytest.approx((left, top, right - left, bottom - top), abs=0.01)
                   for one in found)  # fmt: skip
    last_line = svg.rindex("<line", 0, svg.index(">bit for Z"))
    assert last_line < svg.index('<rect class="f-card" x', last_line) < svg.index(">bit for Z")


def test_the_words_list_every_event():
    picture = draw.sequence(TELEPORTED)
    assert picture.alt.startswith("Sequence chart of alice, source, bob, time downwards. 1: at 0 s")
    for number in range(1, len(TELEPORTED.events) + 1):
        assert f" {number}: at " in picture.alt
    assert picture.alt.endswith(f"In all {TELEPORTED.summary}.")
    assert picture.numbers["classical_bits"] == 2


def test_a_long_conversation_is_cut_and_says_so():
    told = Transcript(
        ["alice", "bob"], [bit("alice", "bob", k * 1e-3, k * 1e-3 + 5e-4) for k in range(52)]
    )
    picture = draw.sequence(told)
    assert (picture.numbers["events"], picture.numbers["drawn"]) == (52, 40)
    assert "… 12 more events" in picture.svg
    assert "Not drawn: 12 more events. In all 2 parties, 52 events" in picture.alt


@pytest.mark.parametrize("parties", range(1, 9))
def test_there_is_room_for_one_to_eight_parties(parties):
    told = Transcript(NAMES[:parties], [Act(NAMES[parties - 1], "measures its half", 0.0)])
    picture = draw.sequence(told)
    root = ElementTree.fromstring(picture.svg)
    width = float(root.get("width"))
    assert width == (640 if parties < 5 else 640 + 55 * (parties - 4))
    for one in root.iter("{http://www.w3.org/2000/svg}rect"):
        assert float(one.get("x")) >= 0
        assert float(one.get("x")) + float(one.get("width")) <= width


def test_nothing_said_is_a_chart_too():
    assert "2 parties, 0 events" in draw.sequence(Transcript(["alice", "bob"], [])).alt


def test_a_crowd_and_what_is_no_transcript_are_refused():
    with pytest.raises(ValueError, match=r"transcript.only\('node 0', 'node 1'\)"):
        draw.sequence(Transcript([f"node {k}" for k in range(9)], []))
    with pytest.raises(ValueError, match="1 to 8 parties"):
        draw.sequence(Transcript([], []))
    with pytest.raises(TypeError, match=r"protocols.teleport\(...\).transcript"):
        draw.sequence(protocols.superdense("01", length_km=1, seed=1))


def test_drawing_still_needs_no_quantum_software():
    program = "import sys\nfrom qinet_edu import draw\nassert 'qiskit' not in sys.modules"
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)
