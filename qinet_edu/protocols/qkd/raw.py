"""What every party of a session knows, before anybody has said a word."""

from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from qinet_edu.arguments import Bits
from qinet_edu.circuits import KEY_BASES
from qinet_edu.circuits.pair_qkd import PairProtocol
from qinet_edu.circuits.qkd import Basis, KeyProtocol
from qinet_edu.execution import Result

Bases: TypeAlias = NDArray[np.str_]
Truths: TypeAlias = NDArray[np.bool_]


@dataclass(frozen=True, eq=False, repr=False)
class Raw:
    """Hold a session: who sent what, who measured what, and what each of them found.

    Rounds stand in order in all arrays, which have one entry for each. A session of pairs has the
    same form: what Alice measured stands where otherwise stands what she sent.

    Attributes:
        alice_bits: what Alice sent, 0 or 1.
        alice_bases: the bases she sent in, ``"z"``, ``"x"`` or ``"y"``; in E91 Ekert's angles,
            ``"45"`` or ``"90"``.
        bob_bases: the bases Bob measured in.
        bob_bits: what he read; 0 where he detected nothing.
        detected: where a photon reached him.
        eve_acts: where Eve touched the photon.
        eve_bits: what she read; 0 where she did not act, and where the photon was lost after her.
        eve_bases: what she measured along: a basis, ``"breidbart"``, ``"angles"``, for a clone
            Alice's own basis; ``""`` where she did not act.
        protocol: ``"bb84"`` or ``"six-state"``; of pairs ``"bbm92"`` or ``"e91"``.
        seed: what makes the session repeatable.
        results: the runs behind it, which say where they ran, with what noise and at what cost.

    Example:
        >>> from qinet_edu.protocols.qkd import send
        >>> send("0110", "zxzx", "zxxz", seed=1).agreed.tolist()
        [True, True, False, False]
    """

    alice_bits: Bits
    alice_bases: Bases
    bob_bases: Bases
    bob_bits: Bits
    detected: Truths
    eve_acts: Truths
    eve_bits: Bits
    eve_bases: Bases
    protocol: KeyProtocol | PairProtocol
    seed: int
    results: tuple[Result, ...] = field(default=())

    @property
    def rounds(self) -> int:
        """Return how many photons were sent."""
        return self.alice_bits.size

    @property
    def agreed(self) -> Truths:
        """Return where a photon was detected and the bases were the same: what sifting keeps."""
        same: Truths = self.detected & (self.alice_bases == self.bob_bases)
        return same

    def qber(self, basis: Basis | None = None) -> float:
        """Return the share of agreed rounds in which Bob reads another bit than Alice sent.

        Nobody in the protocol can see it without giving these bits away; we can.

        Args:
            basis: count rounds of this basis alone.

        Raises:
            ValueError: no round is left to count.

        Example:
            >>> from qinet_edu.protocols.qkd import send
            >>> send([0, 1] * 500, ["z", "x"] * 500, ["z", "x"] * 500, seed=1).qber()
            0.0
        """
        counted = self.agreed if basis is None else self.agreed & (self.alice_bases == basis)
        if not counted.any():
            raise ValueError("No round is left to count: send more of them.")
        return float(np.mean(self.alice_bits[counted] != self.bob_bits[counted]))

    def __repr__(self) -> str:
        result = self.results[0] if self.results else None
        where = "" if result is None else f" on {result.backend} ({result.noise})"
        return (
            f"Raw({self.protocol}: {self.rounds} rounds{where}, {self.detected.sum()} detected, "
            f"{self.agreed.sum()} of equal bases, {self.eve_acts.sum()} touched by Eve, "
            f"seed {self.seed})"
        )


def as_bases(value: ArrayLike, name: str) -> Bases:
    """Read a row of bases: a text, or a list or array of letters.

    Raises:
        TypeError: it holds something else than letters.
        ValueError: it is no row, or has a letter that is no basis.

    Example:
        >>> as_bases("zxy", "bases").tolist()
        ['z', 'x', 'y']
    """
    try:
        array = np.array([*value] if isinstance(value, str) else value)
    except ValueError:  # rows of different lengths
        array = np.array(None)
    if array.size == 0:
        array = array.astype(str)
    if array.dtype.kind != "U":
        raise TypeError(f"{name} is a row of 'z', 'x' and 'y': a text of them, a list or an array.")
    if array.ndim != 1:
        raise ValueError(f"{name} is one row of bases; this has the shape {array.shape}.")
    wrong = [*{*np.unique(array).tolist()} - {*KEY_BASES["six-state"]}]
    if wrong:
        raise ValueError(f"{name} holds 'z', 'x' and 'y' only, not {min(wrong)!r}.")
    return array.astype("U1")
