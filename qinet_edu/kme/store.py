"""The keys of one QKD link as one of its two KMEs holds them, each delivered once."""

import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from filelock import Timeout

from qinet_edu import storage
from qinet_edu.kme.journal import Damaged, Lines
from qinet_edu.kme.keys import Key
from qinet_edu.kme.limits import LIMITS
from qinet_edu.kme.material import Material
from qinet_edu.kme.refusals import BAD_FORMAT, NOT_FOUND, TROUBLE, UNAUTHORISED, Refusal

DELIVERIES = "deliveries.jsonl"


@dataclass
class _Issued:
    """Where a key lies in the store, for whom it is, and whether the slave had it."""

    kme: str
    offset: int
    size: int
    master: str
    slave: str
    fetched: bool = False


class KeyStore:
    """Deliver the keys of a link to the SAEs of one KME, each key once to each side.

    What the link yielded lies in a file of this KME. Who was given which part stands in a file that
    both KMEs of the link read and write; it holds no key, and stands for the messages with which
    they keep in step. It is on the disk before a key leaves, and what left is then overwritten. So
    a KME may be killed at any moment: the worst is a key that nobody gets.

    Args:
        folder: of the link.
        kme: the name of this KME.

    Example:
        >>> import tempfile
        >>> folder = Path(tempfile.mkdtemp())
        >>> deposit(folder, {"KME-a": bytes(range(64)), "KME-b": bytes(range(64))})
        >>> near, far = (KeyStore(folder, name) for name in ("KME-a", "KME-b"))
        >>> (key,) = near.issue(master="SAE-a", slave="SAE-b", number=1, size=256)
        >>> far.fetch(master="SAE-a", slave="SAE-b", key_ids=[key.key_id]) == [key]
        True
        >>> far
        KeyStore('KME-b', 256 bits left)
    """

    def __init__(self, folder: Path, kme: str) -> None:
        self.folder, self.kme = folder, kme
        self.material = Material(folder, kme)
        self._lines = Lines(folder / DELIVERIES)
        self._deposited = 0
        self._issued: dict[str, _Issued] = {}
        self._next = 0
        with self._held():
            # A KME that was killed between the two has written down what left, and not wiped it.
            self._wipe([key for key in self._issued.values() if key.kme == kme or key.fetched])

    @property
    def bits_left(self) -> int:
        """Return how many bits nobody was given.

        Raises:
            Refusal: 503, the store cannot be read.
        """
        with self._held():
            return 8 * (self._deposited - self._next)

    def issue(self, *, master: str, slave: str, number: int, size: int) -> list[Key]:
        """Give new keys to the SAE that asks for them first.

        Args:
            master: the SAE that asks.
            slave: the SAE that may ask for the same keys at the other KME.
            number: how many.
            size: bits of each, a multiple of 8.

        Raises:
            Refusal: 503, too few bits are left, or the store cannot be read or written. Then no
                key was delivered, and none ever is in its place.
        """
        each = size // 8
        with self._held():
            left = self._deposited - self._next
            if left < number * each:
                raise Refusal(
                    503,
                    TROUBLE,
                    {"keys": f"{8 * left} bits are left, and {number * size} were asked for. The "
                     "QKD link has to yield more."},
                )  # fmt: skip
            fresh = {
                str(uuid.uuid4()): _Issued(self.kme, self._next + i * each, each, master, slave)
                for i in range(number)
            }
            found = self._read(fresh)
            places = [[key_id, key.offset, key.size] for key_id, key in fresh.items()]
            self._write(
                {"event": "issue", "kme": self.kme, "master": master, "slave": slave,
                 "keys": places}
            )  # fmt: skip
            self._wipe([*fresh.values()])
        return found

    def fetch(self, *, master: str, slave: str, key_ids: Sequence[str]) -> list[Key]:
        """Give keys that the master has to the SAE for which they are, all of them or none.

        Args:
            master: the SAE that asked for them first.
            slave: the SAE that asks now.
            key_ids: which.

        Raises:
            Refusal: 401, a key is for somebody else; 400, one is unknown or was fetched before;
                503, the store cannot be read or written.
        """
        if len(set(key_ids)) != len(key_ids):
            raise Refusal(400, BAD_FORMAT, {"key_IDs": "a key is asked for twice"})
        with self._held():
            asked = {key_id: self._issued.get(key_id) for key_id in key_ids}
            known = {key_id: key for key_id, key in asked.items() if key is not None}
            if any(key.slave != slave for key in known.values()):
                raise Refusal(401, UNAUTHORISED, {"key_IDs": "a key is for another SAE"})
            wrong = [
                {"key_ID": key_id, "reason": reason}
                for key_id, key in asked.items()
                if (reason := _why_not(key, master))
            ]
            if wrong:
                raise Refusal(400, NOT_FOUND, *wrong)
            found = self._read(known)
            self._write({"event": "fetch", "kme": self.kme, "keys": [*key_ids]})
            self._wipe([*known.values()])
        return found

    def deposit(self, other: "KeyStore", ours: bytes, theirs: bytes) -> None:
        """Put in what the QKD link yielded at both ends: for :func:`deposit`."""
        with self._held():
            left = 8 * (self._deposited - self._next + len(ours))
            if left > (most := LIMITS.max_key_count * LIMITS.key_size):
                raise ValueError(
                    f"The store would hold {left} bits, and it has room for {most}. Deliver some "
                    "keys first, or deposit less."
                )
            self.material.write({self._deposited: ours})
            other.material.write({self._deposited: theirs})
            self._write({"event": "deposit", "bytes": len(ours)})

    def _read(self, keys: Mapping[str, _Issued]) -> list[Key]:
        """Read keys that were not delivered here; what was is zeros by now."""
        found = self.material.read([(key.offset, key.size) for key in keys.values()])
        if not all(map(any, found)):
            raise Damaged("a key that should be there was wiped or lost")
        return [Key(key_id, material) for key_id, material in zip(keys, found, strict=True)]

    def _wipe(self, keys: Sequence[_Issued]) -> None:
        """Overwrite what was delivered (a disk that moves its blocks may still keep a copy)."""
        self.material.write({key.offset: bytes(key.size) for key in keys})

    @contextmanager
    def _held(self) -> Iterator[None]:
        """Hold the link's lock, and know what the other KME did meanwhile.

        A disk that cannot be written and a store that cannot be trusted are the server's errors.
        """
        try:
            with storage.lock(self._lines.path):
                for line in self._lines.fresh():
                    self._take_in(line)
                yield
        except Timeout:
            raise Refusal(503, TROUBLE, {"store": "another program holds it"}) from None
        except Damaged as problem:
            raise Refusal(503, TROUBLE, {"store": f"{problem}: deposit new keys in a new "
                                                  "folder"}) from None  # fmt: skip
        except OSError as problem:
            raise Refusal(503, TROUBLE, {"store": problem.strerror or str(problem)}) from None

    def _write(self, line: dict[str, object]) -> None:
        self._lines.add(line)
        self._take_in(line)

    def _take_in(self, line: dict[str, object]) -> None:
        match line:
            case {"event": "deposit", "bytes": int(size)}:
                self._deposited += size
            case {"event": "issue", "kme": str(kme), "master": str(master), "slave": str(slave),
                  "keys": list(places)}:  # fmt: skip
                for key_id, offset, size in places:
                    self._issued[key_id] = _Issued(kme, offset, size, master, slave)
                    self._next = max(self._next, offset + size)
            case {"event": "fetch", "keys": list(key_ids)}:
                for key_id in key_ids:
                    self._issued[key_id].fetched = True
            case _:
                raise Damaged(f"{DELIVERIES} holds a line of another version")

    def __repr__(self) -> str:
        return f"KeyStore({self.kme!r}, {self.bits_left} bits left)"


def deposit(folder: Path, yielded: Mapping[str, bytes]) -> None:
    """Put what a QKD link yielded into the stores of its two KMEs.

    Args:
        folder: of the link; made, for its owner alone.
        yielded: the key as each end has it, by the name of its KME. If the two differ (QKD without
            its error correction), messages sealed at one end do not open at the other.

    Raises:
        ValueError: there are not two ends, they have keys of different length, or there is no
            room.
        Refusal: the store cannot be read or written.

    Example:
        >>> import tempfile
        >>> deposit(Path(tempfile.mkdtemp()), {"KME-a": bytes(32)})
        Traceback (most recent call last):
        ...
        ValueError: A QKD link has two ends; name the key of each, not of 1.
    """
    if len(yielded) != 2:
        raise ValueError(f"A QKD link has two ends; name the key of each, not of {len(yielded)}.")
    (near, ours), (far, theirs) = yielded.items()
    if len(ours) != len(theirs):
        raise ValueError(
            f"{near} has {len(ours)} bytes and {far} {len(theirs)}: the two ends of a link have "
            "the same key. Did one of them abort?"
        )
    storage.private_folder(folder)
    KeyStore(folder, near).deposit(KeyStore(folder, far), ours, theirs)


def _why_not(key: _Issued | None, master: str) -> str:
    if key is None or key.master != master:
        return "unknown"
    return "fetched before" if key.fetched else ""
