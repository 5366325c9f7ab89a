"""What a key-management entity offers, in the standard's own names, and how names are formed."""

import re
from dataclasses import dataclass

NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?")


@dataclass(frozen=True)
class Limits:
    """Hold what may be asked for.

    Attributes:
        key_size: bits of a key when no size is asked for.
        min_key_size: the fewest.
        max_key_size: the most.
        max_key_per_request: how many keys one request may ask for.
        max_key_count: how many keys of ``key_size`` a store holds.

    Example:
        >>> Limits().key_size
        256
    """

    key_size: int = 256
    min_key_size: int = 64
    max_key_size: int = 4096
    max_key_per_request: int = 64
    max_key_count: int = 4096


LIMITS = Limits()


def checked_name(name: object) -> str:
    """Return the name of an SAE or a KME if it can stand in a certificate, a path and a URL.

    Raises:
        ValueError: it cannot.

    Example:
        >>> checked_name("SAE-Brisbane")
        'SAE-Brisbane'
    """
    if not isinstance(name, str) or not NAME.fullmatch(name):
        raise ValueError(
            f"{name!r} cannot name an SAE or a KME. Use up to 63 letters (a–z), digits and "
            "hyphens between them, such as 'SAE-Brisbane'."
        )
    return name
