"""How two parties talk: scripts that say and hear, tags that seal what was said, and its record."""

from collections import deque
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np

from qinet_edu.arguments import Bits
from qinet_edu.protocols.qkd.authentication import (
    PARTIES,
    TAG_BITS,
    AuthenticationError,
    OneTimeKeys,
    OutOfKeyError,
)
from qinet_edu.protocols.qkd.ledger import PUBLIC, TAG, Entry
from qinet_edu.protocols.transcript import Act, Event, Message, Transcript


class Aborted(Exception):
    """End a conversation without a key, and say why.

    Args:
        reason: one of the words in ``outcomes.REASONS``.
        words: what a party found, with its numbers, as it follows the name.
    """

    def __init__(self, reason: str, words: str) -> None:
        super().__init__(words)
        self.reason, self.words = reason, words


@dataclass(frozen=True)
class Part:
    """Hold bits to send that have one purpose, and what they cost.

    Attributes:
        what: their purpose, as the ledger names it.
        bits: the bits.
        cost: what they mean for the key; see ``ledger``.
    """

    what: str
    bits: Bits = field(repr=False)
    cost: str = PUBLIC


@dataclass(frozen=True)
class Say:
    """Send parts to the other party, in one message.

    Attributes:
        kind: what message this is.
        parts: what it carries.
        sealed: whether it bears a tag. The tag covers this message and all since the last tag, in
            both directions, as its sender saw them.
        chapter: messages of one kind and chapter are one arrow in the transcript.
    """

    kind: str
    parts: tuple[Part, ...]
    sealed: bool = True
    chapter: str = ""


@dataclass(frozen=True)
class Hear:
    """Wait for a message of a kind, and get its parts.

    Attributes:
        kind: what message it must be.
        sizes: how many bits each of its parts has.
        sealed: whether it must bear a tag.
    """

    kind: str
    sizes: tuple[int, ...]
    sealed: bool = True


@dataclass(frozen=True)
class Do:
    """Write down what a party does on its own.

    Attributes:
        words: as they follow the name: ``"corrects 3 errors"``.
    """

    words: str


Step: TypeAlias = Say | Hear | Do
Script: TypeAlias = Generator[Step, list[Bits], Any]


@dataclass(frozen=True)
class Parcel:
    """Hold a message as it goes over the wire, where Eve can read and change it.

    Attributes:
        number: its place in the conversation, from 0.
        sender: who sent it.
        kind: what message it is.
        size: how many bits it carries, without the tag.
        payload: those bits, packed eight to a byte.
        tag: the tag, if it bears one.
    """

    number: int
    sender: str
    kind: str
    size: int
    payload: bytes = field(repr=False)
    tag: bytes | None = field(default=None, repr=False)


Intercept: TypeAlias = Callable[[Parcel], Parcel | None]


class End:
    """Pack and open one party's messages, and keep what no tag has covered yet.

    Args:
        keys: the party's end of the shared one-time keys.
    """

    def __init__(self, keys: OneTimeKeys) -> None:
        self.owner, self.keys = keys.owner, keys
        self._number, self._unsealed = 0, bytearray()

    def pack(self, say: Say) -> Parcel:
        """Return a message ready to be sent."""
        bits = np.concatenate([part.bits for part in say.parts])
        packed = np.packbits(bits).tobytes()
        parcel = Parcel(self._number, self.owner, say.kind, bits.size, packed)
        self._note(parcel)
        if not say.sealed:
            return parcel
        tag = self.keys.tag(bytes(self._unsealed))
        self._unsealed.clear()
        return Parcel(parcel.number, self.owner, say.kind, parcel.size, packed, tag)

    def open(self, parcel: Parcel, hear: Hear) -> list[Bits]:
        """Return the parts of a message that was received, once nothing speaks against it.

        Raises:
            Aborted: it is another message than the one expected here.
            AuthenticationError: its tag does not cover what this party has seen.
        """
        expected = sum(hear.sizes)
        if (
            (parcel.kind, parcel.number, parcel.size) != (hear.kind, self._number, expected)
            or parcel.sender == self.owner
            or len(parcel.payload) != -(-expected // 8)
            or hear.sealed != (parcel.tag is not None)
        ):
            raise Aborted("tampered", f"got another message than the {hear.kind} due now")
        self._note(parcel)
        if parcel.tag is not None:
            self.keys.verify(bytes(self._unsealed), parcel.tag)
            self._unsealed.clear()
        bits = np.unpackbits(np.frombuffer(parcel.payload, dtype=np.uint8))[:expected]
        return np.split(bits, np.cumsum(hear.sizes)[:-1])

    def _note(self, parcel: Parcel) -> None:
        # Lengths stand before what they measure: no two conversations are written the same way.
        name = parcel.kind.encode()
        head = [parcel.number, PARTIES.index(parcel.sender), len(name), parcel.size]
        self._unsealed += np.array(head, dtype=">u8").tobytes() + name + parcel.payload
        self._number += 1


class Conversation:
    """Let Alice's and Bob's scripts talk until both have ended, and keep the record.

    Args:
        scripts: for each party its script.
        keys: the two ends of the shared one-time keys.
        delay_s: how long a message takes, in seconds.
        intercept: Eve, on the wire: given each parcel, returns the one to deliver, or None to lose
            it.
    """

    def __init__(
        self, scripts: Mapping[str, Script], *, keys: tuple[OneTimeKeys, OneTimeKeys],
        delay_s: float = 0.0, intercept: Intercept | None = None,
    ) -> None:  # fmt: skip
        self.sent: list[Entry] = []
        self._scripts = dict(scripts)
        self._ends = {end.owner: End(end) for end in keys}
        self._delay_s, self._intercept = delay_s, intercept
        self._clock = dict.fromkeys(PARTIES, 0.0)
        self._inbox: dict[str, deque[Parcel]] = {name: deque() for name in PARTIES}
        self._events: list[Event] = []
        self._chapters: dict[tuple[str, str, str], tuple[int, int]] = {}

    def run(self) -> dict[str, Any]:
        """Return what each script returned.

        Raises:
            Aborted: a party gave up; then neither has a key.
        """
        results: dict[str, Any] = {}
        due = {party: self._next(party, None, results) for party in PARTIES}
        while any(due.values()):
            waiting = True
            for party in PARTIES:
                while (step := due[party]) is not None:
                    if isinstance(step, Hear) and not self._inbox[party]:
                        break
                    waiting = False
                    due[party] = self._next(party, self._take(party, step), results)
            if waiting:
                party, step = next((name, step) for name, step in due.items() if step is not None)
                raise self._give_up(
                    party,
                    Aborted("silence", f"waits for the {step.kind} in vain"),  # type: ignore[union-attr]
                )
        return results

    def _next(self, party: str, heard: Any, results: dict[str, Any]) -> Step | None:
        try:
            return self._scripts[party].send(heard)
        except StopIteration as end:
            results[party] = end.value
            return None
        except Aborted as abort:
            raise self._give_up(party, abort) from None

    def _take(self, party: str, step: Step) -> list[Bits] | None:
        end = self._ends[party]
        try:
            if isinstance(step, Say):
                self._send(end.pack(step), step)
            elif isinstance(step, Do):
                self._events.append(Act(party, step.words, self._clock[party]))
            else:
                return end.open(self._inbox[party].popleft(), step)
        except AuthenticationError:
            words = f"finds that the tag of the {getattr(step, 'kind', '')} does not fit"
            raise self._give_up(party, Aborted("tampered", words)) from None
        except OutOfKeyError:
            words = "has no one-time key left for a tag"
            raise self._give_up(party, Aborted("no-authentication-key", words)) from None
        except Aborted as abort:
            raise self._give_up(party, abort) from None
        return None

    def _give_up(self, party: str, abort: Aborted) -> Aborted:
        self._events.append(Act(party, f"{abort.words}, and gives up", self._clock[party]))
        return Aborted(abort.reason, f"{party} {abort.words}")

    def _send(self, parcel: Parcel, say: Say) -> None:
        """Write down what is sent, let Eve have it, and put what she passes on into the inbox."""
        self.sent += [Entry(part.what, part.cost, part.bits.size) for part in say.parts]
        size = parcel.size
        if parcel.tag is not None:
            self.sent.append(Entry("tags", TAG, TAG_BITS))
            size += TAG_BITS
        passed = parcel if self._intercept is None else self._intercept(parcel)
        begun = self._clock[parcel.sender]
        other = PARTIES[parcel.sender == "alice"]
        arrives = begun + self._delay_s
        self._record(parcel, say, other, size=size, times=(begun, arrives), lost=passed is None)
        if passed is not None:
            self._clock[other] = max(self._clock[other], arrives)
            self._inbox[other].append(passed)

    def _record(
        self, parcel: Parcel, say: Say, other: str, *, size: int, times: tuple[float, float],
        lost: bool,
    ) -> None:  # fmt: skip
        """Add an arrow to the transcript, or lengthen that of the same chapter."""
        place = (parcel.sender, say.kind, say.chapter)
        index, count = self._chapters.get(place, (len(self._events), 0))
        begun, arrives = times
        if say.chapter and count:
            earlier = self._events[index]
            assert isinstance(earlier, Message)
            begun, size = earlier.sent_s, size + earlier.size
        many = f" in {count + 1} messages" if count and say.chapter else ""
        chapter = f"{say.chapter}: " if say.chapter else ""
        tag = ", tag included" if parcel.tag is not None else ""
        what = f"{chapter}{say.kind}, {size:,} bit{'s' * (size != 1)}{tag}{many}"
        message = Message(
            parcel.sender, other, what, "classical", begun, arrives, size=size, lost=lost
        )
        if say.chapter and count:
            self._events[index] = message
        else:
            self._events.append(message)
        self._chapters[place] = index, count + 1

    def transcript(self) -> Transcript:
        """Return who told whom what and when, so far."""
        return Transcript(PARTIES, self._events)
