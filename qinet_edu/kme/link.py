"""A QKD link with a KME at each end: who is served where, and where their files lie."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import MappingProxyType

import numpy as np
from numpy.typing import ArrayLike

from qinet_edu import storage
from qinet_edu.kme.certificates import Authority, Credentials, ends
from qinet_edu.kme.limits import checked_name
from qinet_edu.kme.store import KeyStore, deposit

SCHEMA = 1
COURSE = {"KME-Brisbane": ("SAE-Brisbane",), "KME-Chermside": ("SAE-Chermside",)}
"""Neighbours on the ring in Brisbane, 11 km apart, each with one application."""
RENEW_BEFORE = timedelta(hours=1)


@dataclass(frozen=True)
class KeyLink:
    """Hold two KMEs that share a QKD link, and the SAEs that each of them serves.

    Attributes:
        folder: where its files lie; its owner alone can enter.
        saes: the names of the SAEs, by that of their KME.
    """

    folder: Path
    saes: Mapping[str, tuple[str, ...]]

    @property
    def kmes(self) -> tuple[str, ...]:
        """Return the names of both KMEs."""
        return tuple(self.saes)

    def peer(self, kme: str) -> str:
        """Return the name of the KME at the other end.

        Raises:
            KeyError: there is no such KME.
        """
        self._check(kme)
        near, far = self.saes
        return far if kme == near else near

    def kme_of(self, sae: str) -> str:
        """Return the name of the KME that serves an SAE.

        Raises:
            KeyError: nobody does.
        """
        for kme, served in self.saes.items():
            if sae in served:
                return kme
        known = ", ".join(name for served in self.saes.values() for name in served)
        raise KeyError(f"No KME of this link serves {sae!r}; they serve {known}.")

    def store(self, kme: str) -> KeyStore:
        """Return the keys as one of the KMEs holds them.

        Raises:
            KeyError: there is no such KME.
            Refusal: the store cannot be read.
        """
        self._check(kme)
        return KeyStore(self.folder, kme)

    def credentials(self, name: str) -> Credentials:
        """Return the certificate of an SAE or KME.

        Raises:
            FileNotFoundError: it has none.
        """
        return Credentials.of(name, self.folder / "certificates")

    def port_file(self, kme: str) -> Path:
        """Return the file in which a KME that runs says where it listens."""
        return self.folder / f"{kme}.port"

    def deposit(self, key: bytes | ArrayLike, other: bytes | ArrayLike | None = None) -> int:
        """Put what QKD yielded on this link into both stores.

        Args:
            key: as the first KME has it: bits, or bytes of them. What is no whole byte at the end
                is left out.
            other: as the second has it; the same when left out.

        Returns:
            How many bits were put in.

        Raises:
            TypeError: a key is neither bits nor bytes.
            ValueError: they differ in length, or there is no room.
            Refusal: the store cannot be read or written.
        """
        near, far = self.saes
        ours = as_bytes(key)
        deposit(self.folder, {near: ours, far: ours if other is None else as_bytes(other)})
        return 8 * len(ours)

    def renew(self, *, always: bool = False) -> None:
        """Issue new certificates to all, if the old ones are about to end or missing.

        Args:
            always: issue them anyhow.
        """
        folder = self.folder / "certificates"
        with storage.lock(self.folder / "link.json"):
            if not always and _good(self, datetime.now(UTC) + RENEW_BEFORE):
                return
            every = [sae for served in self.saes.values() for sae in served]
            Authority().issue(folder, kmes=self.kmes, saes=every)

    def _check(self, kme: str) -> None:
        if kme not in self.saes:
            raise KeyError(f"This link has no KME {kme!r}; it has {', '.join(self.saes)}.")

    def __repr__(self) -> str:
        return f"KeyLink({' – '.join(self.saes)})"


def default_folder() -> Path:
    """Return where the course's link lies: with the settings, never beside the notebooks.

    Example:
        >>> default_folder().name
        'kme'
    """
    return storage.config_folder() / "kme"


def set_up(
    folder: Path | None = None, saes: Mapping[str, Sequence[str]] = MappingProxyType(COURSE)
) -> KeyLink:
    """Make a link between two KMEs, with certificates for all, and no key yet.

    Where there is a link already, it stays, and so do its keys.

    Args:
        folder: where its files go; with the settings of the course when left out.
        saes: two KMEs by name, and the SAEs of each; those of the course when left out.

    Raises:
        ValueError: there are not two KMEs, a name cannot be one or is there twice, or another link
            lies in the folder.

    Example:
        >>> import tempfile
        >>> link = set_up(Path(tempfile.mkdtemp()))
        >>> link, link.peer("KME-Brisbane"), link.kme_of("SAE-Chermside")
        (KeyLink(KME-Brisbane – KME-Chermside), 'KME-Chermside', 'KME-Chermside')
        >>> link.deposit([0, 1] * 256), link.store("KME-Chermside")
        (512, KeyStore('KME-Chermside', 512 bits left))
    """
    folder = storage.private_folder(default_folder() if folder is None else folder)
    wanted = {kme: tuple(served) for kme, served in saes.items()}
    _check_names(wanted)
    path = folder / "link.json"
    if path.exists():
        found = open_link(folder)
        if dict(found.saes) != wanted:
            raise ValueError(
                f"{folder} holds the link {' – '.join(found.kmes)} already, with other names than "
                "these. Use another folder."
            )
    else:
        record = {"schema": SCHEMA, "saes": wanted}
        storage.write(path, json.dumps(record, indent=1) + "\n", private=True)
        found = open_link(folder)
    found.renew()
    return found


def open_link(folder: Path | None = None) -> KeyLink:
    """Return the link that was set up in a folder.

    Raises:
        FileNotFoundError: there is none.
        ValueError: what is there cannot be read.
    """
    folder = default_folder() if folder is None else folder
    path = folder / "link.json"
    if not path.is_file():
        raise FileNotFoundError(
            f"There is no link in {folder}. Make one with `python start.py kme`, or kme.set_up() "
            "in a notebook."
        )
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        if record["schema"] != SCHEMA:
            raise ValueError("another version of the course wrote it")
        saes = {kme: tuple(served) for kme, served in record["saes"].items()}
        _check_names(saes)
    except (ValueError, TypeError, KeyError, AttributeError) as problem:
        raise ValueError(
            f"{path} cannot be read ({problem}). Move the folder away, and set the link up again."
        ) from None
    return KeyLink(folder, MappingProxyType(saes))


def as_bytes(key: bytes | ArrayLike) -> bytes:
    """Pack bits into bytes, the first bit on top; what is no whole byte at the end is left out.

    Raises:
        TypeError: it is neither bits nor bytes.

    Example:
        >>> as_bytes([1, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1])
        b'\\x81'
    """
    if isinstance(key, bytes):
        return key
    try:
        bits = np.asarray(key)
    except ValueError:  # rows of different lengths
        bits = np.asarray(None)
    if bits.dtype.kind not in "iub" or bits.ndim != 1 or not np.isin(bits, (0, 1)).all():
        raise TypeError("A key is a list of bits, such as [0, 1, 1], or bytes.")
    return np.packbits(bits[: bits.size // 8 * 8].astype(np.uint8)).tobytes()


def _check_names(saes: Mapping[str, Sequence[str]]) -> None:
    if len(saes) != 2:
        raise ValueError(f"A link has two KMEs, not {len(saes)}.")
    names = [*saes, *(name for served in saes.values() for name in served)]
    if len({checked_name(name).lower() for name in names}) < len(names):
        raise ValueError("Two of the KMEs and SAEs have the same name; give each its own.")


def _good(link: KeyLink, moment: datetime) -> bool:
    try:
        return all(
            ends(link.credentials(name).certificate) > moment
            for kme, served in link.saes.items()
            for name in (kme, *served)
        )
    except (OSError, ValueError):
        return False
