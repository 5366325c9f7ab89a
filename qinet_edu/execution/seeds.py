"""Seeds that share nothing with their neighbours."""

import hashlib


def derived_seed(seed: int, index: int) -> int:
    """Derive a seed that shares nothing with its neighbours.

    Aer gives shot i of a shot-by-shot circuit the seed ``s + i``: runs with seeds 7 and 8 would
    be the same run, shifted by one shot. Hashing puts them some 10¹⁸ apart.

    Example:
        >>> derived_seed(7, 0) != derived_seed(7, 1) != derived_seed(8, 0)
        True
    """
    digest = hashlib.sha256(f"qinet_edu {seed} {index}".encode()).digest()
    return int.from_bytes(digest[:8], "big") >> 2
