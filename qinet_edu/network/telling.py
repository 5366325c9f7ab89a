"""What happened in some attempts of a link, told as a transcript."""

from qinet_edu.network.attempts import NONE, Tries
from qinet_edu.network.schemes import Scheme
from qinet_edu.noise import fibre_delay_s
from qinet_edu.protocols.transcript import Act, Event, Message, Transcript

LIGHT, HALF = "light", "half of a pair"
PARTIES = {
    "single-click": ("alice", "station", "bob"),
    "double-click": ("alice", "station", "bob"),
    "midpoint-source": ("alice", "source", "bob"),
    "end-node": ("alice", "bob"),
}


def told(scheme: Scheme, tries: Tries) -> Transcript:
    """Tell attempts one after the other, with the times of their scheme.

    Args:
        scheme: whose attempts they are.
        tries: what was seen in each.

    Example:
        >>> import numpy as np
        >>> from qinet_edu.network import EndNode, Hardware
        >>> seen = Tries(np.array([-1]), np.zeros((1, 1, 2), dtype=bool))
        >>> told(EndNode(85, hardware=Hardware()), seen)
        0 s     alice → bob  light (quantum), there at 416 µs
        416 µs  bob          lets his own light meet it, and sees no click
        416 µs  bob → alice  failed (classical), there at 832 µs
        (2 parties, 3 events in 832 µs; sent: 1 bit, 1 qubit)
    """
    events: list[Event] = []
    for place in range(len(tries)):
        begins = place * scheme.attempt_s + scheme.prepared_s
        if scheme.name == "midpoint-source":
            events += _from_the_middle(scheme, tries, place, begins)
        else:
            events += _by_clicks(scheme, tries, place, begins)
    return Transcript(PARTIES[scheme.name], events)


def _by_clicks(scheme: Scheme, tries: Tries, place: int, begins: float) -> list[Event]:
    *_, watcher, last = PARTIES[scheme.name]
    if scheme.name == "end-node":
        watcher = last
    senders = [party for party in ("alice", "bob") if party != watcher]
    way = float(fibre_delay_s(scheme.length_km / (1 if watcher == "bob" else 2)))
    windows = tries.seen.shape[1]
    light = LIGHT if windows == 1 else "early and late light"
    there, back = begins + way, begins + 2 * way
    events: list[Event] = [
        Message(party, watcher, light, "quantum", begins, there, size=windows) for party in senders
    ]
    names = ("",) if windows == 1 else ("early: ", "late: ")
    seen = "; ".join(
        name + _clicks(*clicks) for name, clicks in zip(names, tries.seen[place], strict=True)
    )
    meets = "lets his own light meet it, and sees" if watcher == "bob" else "sees"
    events.append(Act(watcher, f"{meets} {seen}", there))
    herald = tries.herald[place]
    news = "failed" if herald == NONE else scheme.heralds[herald]
    events += [Message(watcher, party, news, "classical", there, back) for party in senders]
    if herald != NONE:
        # Plus and minus differ by a sign; twice the same sign is plus.
        corrections = "X and Z" if news.split().count("minus") == 1 else "X"
        events.append(Act("bob", f"applies {corrections}", there if watcher == "bob" else back))
    return events


def _from_the_middle(scheme: Scheme, tries: Tries, place: int, begins: float) -> list[Event]:
    half, whole = (float(fibre_delay_s(km)) for km in (scheme.length_km / 2, scheme.length_km))
    there = begins + half
    events: list[Event] = [Act("source", "is asked for a pair", begins)]
    assert tries.arrived is not None
    ends = list(zip(("alice", "bob"), tries.arrived[place], tries.seen[place, 0], strict=True))
    events += [
        Message("source", end, HALF, "quantum", begins, there, lost=not came)
        for end, came, _ in ends
    ]
    events += [
        Act(end, "flags a photon" if flag else "flags nothing", there) for end, _, flag in ends
    ]
    events += [
        Message(end, other, "flagged" if flag else "nothing", "classical", there, there + whole)
        for (end, _, flag), other in zip(ends, ("bob", "alice"), strict=True)
    ]
    return events


def _clicks(plus: bool, minus: bool) -> str:
    if plus and minus:
        return "two clicks"
    return f"one click: {'plus' if plus else 'minus'}" if plus or minus else "no click"
