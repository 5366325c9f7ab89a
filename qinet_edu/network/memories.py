"""What keeps a half of a pair until it is needed: how well, how many, and for how long at most."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from qinet_edu.arguments import one_real, real, relaxation_times
from qinet_edu.network.deliveries import count

Shares = NDArray[np.float64]


@dataclass(frozen=True)
class Memory:
    """Say what the memories of a chain are like; every half of every pair lies in one.

    Attributes:
        t1_s: how long populations last, in seconds; ``inf`` for ever.
        t2_s: how long coherence lasts, at most 2 T1; ``inf`` for ever.
        capacity: how many halves a place can hold for each of its links.
        cutoff_s: a half that has waited for longer is dropped, with the pair that it is part of,
            and all links of that pair start again; ``None`` for never. A pair that is needed in
            the very moment in which it would be dropped is used. The time counts from the herald,
            and both ends keep the same clock, so no news of a drop is waited for.

    Raises:
        TypeError: something is no number.
        ValueError: a time that is not above 0, T2 > 2 T1, or no room for a half.

    Example:
        >>> memory = Memory(t1_s=10.0, t2_s=1.0, cutoff_s=0.2)
        >>> [share.round(3).item() for share in memory.kept(0.2)]
        [0.819, 0.98]
    """

    t1_s: float = float("inf")
    t2_s: float = float("inf")
    capacity: int = 1
    cutoff_s: float | None = None

    def __post_init__(self) -> None:
        times = relaxation_times(self.t1_s, self.t2_s)
        for name, value in zip(("t1_s", "t2_s"), times, strict=True):
            if value.ndim:
                raise TypeError(f"{name} must be one number, not {value.size}.")
            object.__setattr__(self, name, float(value))
        object.__setattr__(self, "capacity", count(self.capacity, "capacity"))
        if self.cutoff_s is None:
            return
        if np.ndim(self.cutoff_s) == 0:
            cutoff = float(real(self.cutoff_s, "cutoff_s", endless=True))
        else:
            cutoff = one_real(self.cutoff_s, "cutoff_s")
        if cutoff <= 0:
            raise ValueError(
                f"cutoff_s must be above 0, not {cutoff:g}: no half waits for less than no time. "
                "None stands for no cut-off."
            )
        object.__setattr__(self, "cutoff_s", None if np.isinf(cutoff) else cutoff)

    def kept(self, time_s: ArrayLike) -> tuple[Shares, Shares]:
        """Return what one half's wait leaves of the pair's coherence, and of its populations.

        ⟨XX⟩ and ⟨YY⟩ of the pair shrink by e^(−t/T2), ⟨ZZ⟩ by e^(−t/T1), once for each half that
        waits. The fall to |0⟩ is taken with its direction forgotten (Pauli twirl), so that pairs
        stay Bell-diagonal; ``theory.waited`` says the same of vectors.

        Args:
            time_s: how long one half waits; give twice as much when both do.
        """
        time = np.asarray(time_s)
        return np.exp(-time / self.t2_s), np.exp(-time / self.t1_s)
