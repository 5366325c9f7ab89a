"""Attempts played photon by photon, as chance has it in the parts: no closed form stands here.

Every photon is followed by itself: made or not, lost or not, met or not; detectors click for those
that arrive and, in the dark, for none. Spins are taken as if they had been measured as bright or
dark, which changes no click; what they share is not in here.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Flags = NDArray[np.bool_]
NONE = -1
"""What stands for an attempt that announced nothing."""


@dataclass(frozen=True, eq=False)
class Tries:
    """Hold what was seen in each of n attempts.

    Attributes:
        herald: what announced a pair, as a place in the scheme's ``heralds``, or −1, shape (n,).
        seen: who clicked, shape (n, windows, 2): the plus and the minus detector, or the flags
            of Alice's memory and of Bob's.
        arrived: whether a half came to Alice, and to Bob, shape (n, 2); where nobody may know
            which photon came from whom, ``None``.
    """

    herald: NDArray[np.int8]
    seen: Flags
    arrived: Flags | None = None

    def __len__(self) -> int:
        return len(self.herald)


def single_clicks(
    rng: np.random.Generator,
    attempts: int,
    alphas: tuple[float, float],
    transmittances: tuple[float, float],
    *,
    visibility: float,
    dark_count: float,
) -> Tries:
    """Play attempts of which exactly one click makes a pair.

    Args:
        rng: the random numbers.
        attempts: how many.
        alphas: how often Alice's spin, and Bob's, is bright.
        transmittances: η of Alice's arm and of Bob's.
        visibility: of the photons, when they meet.
        dark_count: probability of a click in the dark, per detector.

    Example:
        >>> rng = np.random.default_rng(1)
        >>> tries = single_clicks(rng, 4, (0, 1), (1, 1), visibility=1, dark_count=0)
        >>> (tries.herald >= 0).tolist()
        [True, True, True, True]
    """
    bright = rng.random((attempts, 2)) < alphas
    seen = _window(rng, bright, transmittances, visibility, dark_count)
    return Tries(_sign(seen), seen[:, None])


def double_clicks(
    rng: np.random.Generator,
    attempts: int,
    transmittances: tuple[float, float],
    *,
    visibility: float,
    dark_count: float,
) -> Tries:
    """Play attempts of two windows, one click in each of which makes a pair.

    Args:
        rng: the random numbers.
        attempts: how many.
        transmittances: η of Alice's arm and of Bob's.
        visibility: of the photons, when they meet.
        dark_count: probability of a click in the dark, per detector and window.

    Example:
        >>> rng = np.random.default_rng(1)
        >>> tries = double_clicks(rng, 1000, (1, 1), visibility=1, dark_count=0)
        >>> (tries.herald >= 0).mean().round(1)
        np.float64(0.5)
    """
    bright = rng.random((attempts, 2)) < 0.5
    both = [_window(rng, now, transmittances, visibility, dark_count) for now in (bright, ~bright)]
    early, late = map(_sign, both)
    herald = np.where((early >= 0) & (late >= 0), 2 * early + late, NONE).astype(np.int8)
    return Tries(herald, np.stack(both, axis=1))


def flagged(
    rng: np.random.Generator,
    attempts: int,
    pair: float,
    transmittances: tuple[float, float],
    *,
    dark_count: float,
) -> Tries:
    """Play attempts in which both ends have to have taken in their half of a pair.

    Args:
        rng: the random numbers.
        attempts: how many.
        pair: how often the source makes one.
        transmittances: η of Alice's arm and of Bob's.
        dark_count: how often an end flags a photon that is not there.

    Example:
        >>> tries = flagged(np.random.default_rng(1), 3, 1, (1, 0), dark_count=0)
        >>> tries.seen[:, 0].tolist()
        [[True, False], [True, False], [True, False]]
    """
    made = rng.random((attempts, 1)) < pair
    arrived = made & (rng.random((attempts, 2)) < transmittances)
    seen = arrived | (rng.random((attempts, 2)) < dark_count)
    herald = np.where(seen.all(axis=1), 0, NONE).astype(np.int8)
    return Tries(herald, seen[:, None], arrived)


def _window(
    rng: np.random.Generator,
    bright: Flags,
    transmittances: tuple[float, float],
    visibility: float,
    dark_count: float,
) -> Flags:
    """Return which of the two detectors click, shape (n, 2)."""
    photons = bright & (rng.random(bright.shape) < transmittances)
    doors = rng.random(bright.shape) < 0.5  # True: a photon leaves by the plus door
    # Photons that are alike leave by the same door; the others leave as they like.
    alike = rng.random(len(bright)) < visibility
    doors[alike, 1] = doors[alike, 0]
    plus, minus = (photons & doors).any(axis=1), (photons & ~doors).any(axis=1)
    return np.stack([plus, minus], axis=1) | (rng.random(bright.shape) < dark_count)


def _sign(seen: Flags) -> NDArray[np.int8]:
    """Return 0 for a click of plus alone, 1 for one of minus alone, −1 else."""
    one = seen[:, 0] != seen[:, 1]
    return np.where(one, seen[:, 1], NONE).astype(np.int8)
