"""Sifting: say which bases were used, and keep the rounds in which they were the same."""

from collections.abc import Generator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from qinet_edu.arguments import Bits
from qinet_edu.protocols.qkd.conversation import Do, Hear, Part, Say, Step

if TYPE_CHECKING:
    from qinet_edu.protocols.qkd.raw import Raw

LETTERS = "zxy"
BASIS_BITS = 2  # six states have three bases


@dataclass(frozen=True, eq=False)
class Sifted:
    """Hold what is left of a session once bases have been compared.

    Attributes:
        alice: her bits; kept out of what is printed, as all bits are.
        bob: his, as many.
        bases: the basis of each, ``"z"``, ``"x"`` or ``"y"``.
        kept: which rounds of the session they are, shape (rounds,).
    """

    alice: Bits = field(repr=False)
    bob: Bits = field(repr=False)
    bases: NDArray[np.str_] = field(repr=False)
    kept: NDArray[np.bool_] = field(repr=False)

    def __len__(self) -> int:
        return self.alice.size

    def __repr__(self) -> str:
        return f"{len(self)} sifted bits of {self.kept.size} rounds"


def sift(raw: "Raw") -> Sifted:
    """Keep the rounds in which Bob detected a photon and both had chosen the same basis.

    With two bases chosen evenly half of what was detected is kept, with three a third. Only bases
    are said aloud, never a bit, and only after Bob has measured: an Eve who knew the bases before
    would read everything and disturb nothing.

    Args:
        raw: a session, from ``session`` or ``send``.

    Returns:
        The bits of both, and their bases.

    Raises:
        TypeError: this is no session.

    Example:
        >>> from qinet_edu.protocols.qkd import send
        >>> sift(send("0110", "zxzx", "zxxz", seed=1)).alice.tolist()
        [0, 1]
    """
    check_raw(raw)
    kept = raw.agreed
    return Sifted(raw.alice_bits[kept], raw.bob_bits[kept], raw.alice_bases[kept], kept)


def alice(raw: "Raw") -> Generator[Step, list[Bits], NDArray[np.bool_]]:
    """Play Alice while bases are compared; return which rounds she keeps."""
    detected, theirs = yield Hear("bases", (raw.rounds, BASIS_BITS * raw.rounds))
    kept: NDArray[np.bool_] = (detected == 1) & (numbers(raw.alice_bases) == read_codes(theirs))
    yield Say("equal bases", (Part("equal bases", kept.astype(np.uint8)),))
    yield Do(f"keeps {int(kept.sum()):,} rounds of {raw.rounds:,}")
    return kept


def bob(raw: "Raw") -> Generator[Step, list[Bits], NDArray[np.bool_]]:
    """Play Bob while bases are compared; return which rounds he keeps."""
    yield Say("bases", (
        Part("detections", raw.detected.astype(np.uint8)),
        Part("bases", write_codes(numbers(raw.bob_bases))),
    ))  # fmt: skip
    (equal,) = yield Hear("equal bases", (raw.rounds,))
    yield Do(f"keeps {int(equal.sum()):,} rounds of {raw.rounds:,}")
    return equal.astype(bool)


def numbers(bases: NDArray[np.str_]) -> Bits:
    """Return the number of each basis: 0 for Z, 1 for X, 2 for Y.

    Example:
        >>> numbers(np.array(["z", "y", "x"])).tolist()
        [0, 2, 1]
    """
    found = np.zeros(bases.size, dtype=np.uint8)
    for number, letter in enumerate(LETTERS):
        found[bases == letter] = number
    return found


def write_codes(codes: Bits) -> Bits:
    """Write numbers below 4 as two bits each.

    Example:
        >>> write_codes(np.array([0, 1, 2], dtype=np.uint8)).tolist()
        [0, 0, 0, 1, 1, 0]
    """
    return np.stack([codes >> 1, codes & 1], axis=1).ravel()


def read_codes(bits: Bits) -> Bits:
    """Read the numbers that :func:`write_codes` wrote.

    Example:
        >>> read_codes(write_codes(np.array([0, 1, 2], dtype=np.uint8))).tolist()
        [0, 1, 2]
    """
    pairs = bits.reshape(-1, BASIS_BITS)
    codes: Bits = 2 * pairs[:, 0] + pairs[:, 1]
    return codes


def check_raw(raw: object) -> None:
    """Refuse what is no session.

    Raises:
        TypeError: it is none.

    Example:
        >>> check_raw([0, 1])
        Traceback (most recent call last):
        ...
        TypeError: Sifting needs a session, from session(...) or send(...); this is a list.
    """
    from qinet_edu.protocols.qkd.raw import Raw  # it stands on the circuits; sifting does not

    if not isinstance(raw, Raw):
        raise TypeError(
            f"Sifting needs a session, from session(...) or send(...); this is a "
            f"{type(raw).__name__}."
        )
