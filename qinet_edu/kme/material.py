"""The bytes of a KME's keys, in a file that nobody else can read."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from qinet_edu import storage
from qinet_edu.kme.limits import checked_name


class Material:
    """Read and overwrite the key material of one KME; whoever does either holds the link's lock.

    Args:
        folder: of the link.
        kme: the name of the KME.

    Example:
        >>> import tempfile
        >>> material = Material(Path(tempfile.mkdtemp()), "KME-a")
        >>> material.write({0: b"secret"})
        >>> material.read([(2, 3)])
        [b'cre']
        >>> material
        Material('KME-a')
    """

    def __init__(self, folder: Path, kme: str) -> None:
        self.kme = checked_name(kme)
        self.path = folder / f"{kme}.material"

    def read(self, places: Sequence[tuple[int, int]]) -> list[bytes]:
        """Return the bytes at some offsets, of some lengths; fewer if the file ends before."""
        with self.path.open("rb") as file:
            found = []
            for offset, size in places:
                file.seek(offset)
                found.append(file.read(size))
        return found

    def write(self, parts: Mapping[int, bytes]) -> None:
        """Write bytes at some offsets, and return when they have reached the disk.

        Raises:
            OSError: they could not be written.
        """
        if not parts:
            return
        if not self.path.exists():
            storage.write(self.path, b"", private=True)
        with self.path.open("r+b") as file:
            for offset, data in parts.items():
                file.seek(offset)
                file.write(data)
            file.flush()
            os.fsync(file.fileno())

    def __repr__(self) -> str:
        return f"Material({self.kme!r})"
