"""Who did what, and who told whom what and when: the record of a conversation."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any, TypeAlias

from qinet_edu.arguments import one_real
from qinet_edu.units import time_words

CHANNELS = ("quantum", "classical")
SCHEMA = 1


@dataclass(frozen=True)
class Act:
    """Record what one party did on its own.

    Attributes:
        party: who.
        words: what, as it follows the name: ``"applies X"``.
        at_s: when, in seconds.

    Example:
        >>> Act("bob", "applies X", 0.49e-3).at_s
        0.00049
    """

    party: str
    words: str
    at_s: float

    def __post_init__(self) -> None:
        _check_text(party=self.party, words=self.words)
        object.__setattr__(self, "at_s", one_real(self.at_s, "at_s"))


@dataclass(frozen=True)
class Message:
    """Record what one party sent to another, over which channel, and when it arrived.

    Attributes:
        sender: who sent it.
        receiver: for whom it is.
        what: what it carries: ``"bit 1"``, ``"half of the pair"``.
        channel: ``"quantum"`` or ``"classical"``.
        sent_s: when it left, in seconds.
        arrives_s: when it arrived; for a lost one, when it would have.
        size: how many qubits or bits it carries.
        lost: whether it never arrived.

    Example:
        >>> Message("alice", "bob", "bit 1", "classical", 0.0, 0.49e-3).size
        1
    """

    sender: str
    receiver: str
    what: str
    channel: str
    sent_s: float
    arrives_s: float
    size: int = 1
    lost: bool = False

    def __post_init__(self) -> None:
        _check_text(sender=self.sender, receiver=self.receiver, what=self.what)
        for name in ("sent_s", "arrives_s"):
            object.__setattr__(self, name, one_real(getattr(self, name), name))
        if self.sender == self.receiver:
            raise ValueError(
                f"{self.sender!r} sends {self.what!r} to itself. What a party does on its own is "
                "an Act."
            )
        if self.channel not in CHANNELS:
            raise ValueError(
                f"There is no channel {self.channel!r}; choose 'quantum' or 'classical'."
            )
        if self.arrives_s < self.sent_s:
            raise ValueError(
                f"{self.what!r} arrives after {self.arrives_s:.6g} s, before it was sent "
                f"({self.sent_s:.6g} s). Were the two exchanged?"
            )
        if not isinstance(self.size, int) or isinstance(self.size, bool) or self.size < 1:
            raise ValueError(f"A message carries a whole number of bits or qubits, 1 or more; not "
                             f"{self.size!r}.")  # fmt: skip
        if not isinstance(self.lost, bool):
            raise TypeError(f"lost is True or False, not {self.lost!r}.")


Event: TypeAlias = Act | Message


@dataclass(frozen=True, repr=False)
class Transcript:
    """Hold a conversation: the parties in order, and what happened in order of time.

    It is data, made by whoever runs a protocol, and read by charts, exercises and tests. Events of
    one moment keep the order in which they were given, which is that of cause and effect.

    Attributes:
        parties: names, in the order in which a chart shows them.
        events: acts and messages, sorted by when they began.

    Raises:
        TypeError: an event is neither an act nor a message, or a name no text.
        ValueError: an event names a party that is not there, or a party is there twice.

    Example:
        >>> told = Transcript(
        ...     ["alice", "bob"],
        ...     [Message("alice", "bob", "bit 1", "classical", 0.0, 0.49e-3),
        ...      Act("bob", "applies X", 0.49e-3)],
        ... )
        >>> told.classical_bits, told.qubits_sent, told.duration_s
        (1, 0, 0.00049)
        >>> told
        0 s     alice → bob  bit 1 (classical), there at 490 µs
        490 µs  bob          applies X
        (2 parties, 2 events in 490 µs; sent: 1 bit, 0 qubits)
    """

    parties: tuple[str, ...]
    events: tuple[Event, ...]

    def __init__(self, parties: Iterable[str], events: Iterable[Event]) -> None:
        if isinstance(parties, str):
            raise TypeError(f'parties is a list of names, such as ["alice", "bob"], not {parties}.')
        names, kept = tuple(parties), tuple(events)
        for name in names:
            _check_text(party=name)
        if len(set(names)) != len(names):
            raise ValueError(f"A party is named twice among {', '.join(names)}.")
        for event in kept:
            if not isinstance(event, Act | Message):
                raise TypeError(f"An event is an Act or a Message, not {event!r:.60}.")
            for party in parties_of(event):
                if party not in names:
                    raise ValueError(
                        f"{party!r} is not among the parties ({', '.join(names)}). Add it, or "
                        "mend the name in the event."
                    )
        object.__setattr__(self, "parties", names)
        object.__setattr__(self, "events", tuple(sorted(kept, key=begins_s)))

    @property
    def messages(self) -> tuple[Message, ...]:
        """Return the messages alone, in order of sending."""
        return tuple(event for event in self.events if isinstance(event, Message))

    @property
    def classical_bits(self) -> int:
        """Return how many classical bits were sent, lost ones included."""
        return sum(one.size for one in self.messages if one.channel == "classical")

    @property
    def qubits_sent(self) -> int:
        """Return how many qubits were sent, lost ones included."""
        return sum(one.size for one in self.messages if one.channel == "quantum")

    @property
    def duration_s(self) -> float:
        """Return the seconds from the first thing that happened to the last."""
        moments = [begins_s(event) for event in self.events]
        moments += [one.arrives_s for one in self.messages if not one.lost]
        return max(moments) - min(moments) if moments else 0.0

    def only(self, *parties: str) -> "Transcript":
        """Return what happened among some of the parties.

        Args:
            parties: whose acts to keep, and the messages between them.

        Raises:
            ValueError: one of them takes no part.

        Example:
            >>> whole = Transcript(["alice", "bob", "eve"], [Act("eve", "listens", 0.0)])
            >>> len(whole.only("alice", "bob").events)
            0
        """
        for party in parties:
            if party not in self.parties:
                raise ValueError(
                    f"{party!r} takes no part; those who do: {', '.join(self.parties)}."
                )
        return Transcript(
            [party for party in self.parties if party in parties],
            [event for event in self.events if set(parties_of(event)) <= set(parties)],
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the same as plain data that JSON can hold.

        Example:
            >>> Transcript(["bob"], [Act("bob", "waits", 0.0)]).to_dict()["events"]
            [{'kind': 'act', 'party': 'bob', 'words': 'waits', 'at_s': 0.0}]
        """
        events = [{"kind": type(event).__name__.lower(), **asdict(event)} for event in self.events]
        return {"schema": SCHEMA, "parties": [*self.parties], "events": events}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "Transcript":
        """Read what :meth:`to_dict` wrote.

        Raises:
            ValueError: it is of another version, or no transcript.

        Example:
            >>> told = Transcript(["bob"], [Act("bob", "waits", 0.0)])
            >>> Transcript.from_dict(told.to_dict()) == told
            True
        """
        if data.get("schema") != SCHEMA:
            raise ValueError(
                f"This is no transcript of version {SCHEMA}, the one read here; it says "
                f"{data.get('schema')!r}."
            )
        kinds = {"act": Act, "message": Message}
        events = []
        for entry in data["events"]:
            kind, values = entry["kind"], {k: v for k, v in entry.items() if k != "kind"}
            if kind not in kinds:
                raise ValueError(f"An event is of the kind 'act' or 'message', not {kind!r}.")
            events.append(kinds[kind](**values))
        return cls(data["parties"], events)

    def __repr__(self) -> str:
        rows = [
            (time_words(begins_s(event)), " → ".join(parties_of(event)), said(event))
            for event in self.events
        ]
        widths = [max((len(row[column]) for row in rows), default=0) for column in (0, 1)]
        lines = [f"{when:<{widths[0]}}  {who:<{widths[1]}}  {what}" for when, who, what in rows]
        return "\n".join([*lines, f"({self.summary})"])

    @property
    def summary(self) -> str:
        """Say in a line how much was said and how long it took.

        Example:
            >>> Transcript(["bob"], [Act("bob", "waits", 0.0)]).summary
            '1 party, 1 event in 0 s; sent: 0 bits, 0 qubits'
        """
        parties, events = len(self.parties), len(self.events)
        return (
            f"{parties} part{'y' if parties == 1 else 'ies'}, {_count(events, 'event')} in "
            f"{time_words(self.duration_s)}; sent: {_count(self.classical_bits, 'bit')}, "
            f"{_count(self.qubits_sent, 'qubit')}"
        )


def begins_s(event: Event) -> float:
    """Return when an event began, in seconds.

    Example:
        >>> begins_s(Act("bob", "waits", 2.0))
        2.0
    """
    return event.at_s if isinstance(event, Act) else event.sent_s


def parties_of(event: Event) -> tuple[str, ...]:
    """Return who takes part in an event: one party, or sender and receiver.

    Example:
        >>> parties_of(Act("bob", "waits", 2.0))
        ('bob',)
    """
    return (event.party,) if isinstance(event, Act) else (event.sender, event.receiver)


def said(event: Event) -> str:
    """Say what happened, without the time it began and without who.

    Example:
        >>> said(Message("alice", "bob", "bit 1", "classical", 0.0, 0.49e-3, lost=True))
        'bit 1 (classical), lost on the way'
    """
    if isinstance(event, Act):
        return event.words
    end = "lost on the way" if event.lost else f"there at {time_words(event.arrives_s)}"
    return f"{event.what} ({event.channel}), {end}"


def _count(number: int, name: str) -> str:
    return f"{number} {name}{'s' * (number != 1)}"


def _check_text(**texts: object) -> None:
    for name, text in texts.items():
        if not isinstance(text, str) or not text.strip():
            raise TypeError(f"{name} is a few words of text, not {text!r}.")
