"""What becomes of photons in a fibre."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from qinet_edu.arguments import real


def fibre_transmittance(
    length_km: ArrayLike, *, loss_db_per_km: ArrayLike = 0.2, fixed_loss_db: ArrayLike = 0
) -> NDArray[np.float64]:
    """Return the share of photons that a fibre lets through.

    10^(−loss/10): half are left after 15 km, one in a hundred after 100 km, one in 10¹⁹ after
    the 948 km from Brisbane to Sydney. An amplifier would help light, yet no qubit.

    Args:
        length_km: length of the fibre, in km.
        loss_db_per_km: its loss; 0.2 is usual for telecom fibre at 1550 nm.
        fixed_loss_db: loss in what stands at its ends, in dB. All three broadcast.

    Returns:
        Shares from 0 to 1, broadcast shape.

    Raises:
        TypeError: something is no real number.
        ValueError: something is negative or NaN.

    Example:
        >>> fibre_transmittance([0, 50, 100]).round(6).tolist()
        [1.0, 0.1, 0.01]
        >>> fibre_transmittance(100, fixed_loss_db=3).round(5)
        np.float64(0.00501)
    """
    length = real(length_km, "length_km", low=0)
    loss = real(loss_db_per_km, "loss_db_per_km", low=0)
    fixed = real(fixed_loss_db, "fixed_loss_db", low=0)
    shares: NDArray[np.float64] = (10 ** (-(loss * length + fixed) / 10))[()]
    return shares
