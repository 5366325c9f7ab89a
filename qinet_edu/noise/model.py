"""Which channel follows which gate."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from qinet_edu.arguments import real
from qinet_edu.noise.kraus import Kraus, checked, entanglement_fidelity


@dataclass(frozen=True, eq=False, repr=False)
class Noise:
    """Say what goes wrong in a run: a channel after each gate named, and errors of read-out.

    It is data, and cannot be changed once made: the same noise can be given to a run, shown, kept
    with a result and compared. The channel acts on each qubit that the gate acted on, so 1 % after
    ``cx`` is 1 % on the control and 1 % on the target.

    Args:
        after: channel (Kraus operators of shape (k, 2, 2)) by the name of the instruction it
            follows, such as ``"h"``, ``"cx"``, ``"delay"``, or by the instruction's label.
        readout: probability that a read-out is wrong, in [0, 1/2]; or a pair: that of reading 1
            where there is 0, and that of reading 0 where there is 1.
        name: what results and figures call it; made from the numbers if not given.

    Raises:
        TypeError: ``after`` is no dictionary from names to channels, or a probability no number.
        ValueError: an array is no channel of one qubit, or a probability is out of range.

    Example:
        >>> from qinet_edu.noise import dephasing
        >>> Noise(after={"h": dephasing(0.05)}, readout=0.01)
        Noise(F_e 0.95 after h, read-out errors 0.01 and 0.01)
        >>> Noise(after={"h": dephasing(0.05)}) == Noise(after={"h": dephasing(0.05)})
        True
    """

    after: Mapping[str, Kraus] = field(default_factory=dict)
    readout: tuple[float, float] = (0.0, 0.0)
    name: str = ""

    def __init__(
        self,
        after: Mapping[str, ArrayLike] | None = None,
        readout: ArrayLike = 0.0,
        name: str | None = None,
    ) -> None:
        channels = _channels({} if after is None else after)
        object.__setattr__(self, "after", MappingProxyType(channels))
        object.__setattr__(self, "readout", _readout(readout))
        if name is not None and (not isinstance(name, str) or not name.strip()):
            raise TypeError(f"The name of a noise is a few words of text, not {name!r}.")
        object.__setattr__(self, "name", name or self._description())

    @cached_property
    def key(self) -> str:
        """Return a digest of channels and read-out errors, equal in every process.

        The name is left out: what is called differently and does the same is the same noise.
        """
        digest = sha256()
        for instruction in sorted(self.after):
            kraus = self.after[instruction]
            # Adding 0 turns −0 into 0, which is the same number in other bytes.
            digest.update(f"{instruction!r} {kraus.shape} ".encode())
            digest.update((kraus + 0).astype("<c16").tobytes())
        digest.update(repr(self.readout).encode())
        return digest.hexdigest()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Noise) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)

    def __repr__(self) -> str:
        return f"Noise({self.name})"

    def __reduce__(self) -> tuple[type["Noise"], tuple[Any, ...]]:
        return Noise, (dict(self.after), self.readout, self.name)

    def _description(self) -> str:
        parts = [
            f"F_e {entanglement_fidelity(kraus):.6g} after {instruction}"
            for instruction, kraus in self.after.items()
        ]
        if any(self.readout):
            parts.append("read-out errors {:.6g} and {:.6g}".format(*self.readout))
        return ", ".join(parts) or "nothing goes wrong"


def _channels(after: Mapping[str, ArrayLike]) -> dict[str, Kraus]:
    if not isinstance(after, Mapping):
        raise TypeError(
            "after= is a dictionary from the name of a gate to the channel that follows it, for "
            'example {"h": noise.dephasing(0.05)}.'
        )
    channels = {}
    for instruction, given in after.items():
        if not isinstance(instruction, str) or not instruction:
            raise TypeError(
                f"A channel follows a gate by its name, such as 'h' or 'cx', not {instruction!r}."
            )
        try:
            kraus = checked(given)
        except (TypeError, ValueError) as problem:
            raise type(problem)(f"After {instruction!r}: {problem}") from None
        if kraus.ndim != 3:
            raise ValueError(
                f"After {instruction!r} there are several channels (shape {kraus.shape}); give "
                "one, of shape (k, 2, 2)."
            )
        kraus = np.array(kraus)
        kraus.setflags(write=False)
        channels[instruction] = kraus
    return channels


def _readout(given: ArrayLike) -> tuple[float, float]:
    errors = real(given, "readout", low=0, high=0.5)
    if errors.shape not in ((), (2,)):
        raise ValueError(
            "readout is one probability, or a pair: that of reading 1 where there is 0, and that "
            "of reading 0 where there is 1."
        )
    wrong_one, wrong_zero = np.broadcast_to(errors, (2,))
    return float(wrong_one), float(wrong_zero)
