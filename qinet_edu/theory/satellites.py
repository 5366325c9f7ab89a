"""Light from a satellite: what of it arrives, and how that changes while the satellite passes.

The Earth is a sphere of 6371 km that does not turn during a pass; the orbit is a circle.
"""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from qinet_edu.arguments import real

EARTH_RADIUS_KM = 6371.0
EARTH_GM_KM3_S2 = 398_600.4418
"""The Earth's mass times the constant of gravitation."""


def satellite_transmittance(
    distance_km: ArrayLike,
    *,
    elevation_rad: ArrayLike = np.pi / 2,
    divergence_rad: ArrayLike = 10e-6,
    receiver_m: ArrayLike = 1.0,
    zenith_loss_db: ArrayLike = 0.5,
    fixed_loss_db: ArrayLike = 0.0,
) -> NDArray[np.float64]:
    """Return the share of photons from a satellite that a telescope on the ground catches.

    (D/(θL))² of them, at most all: the beam is θL wide and the mirror D. Twice the distance costs
    6 dB, where fibre doubles its decibels; and only the last 10 km are air, crossed on a slant:
    zenith loss/sin(elevation). From 1200 km 0.6 % arrive, where fibre passes 10⁻²⁴.

    Args:
        distance_km: L, from satellite to telescope, above 0.
        elevation_rad: how high the satellite stands, above 0 (the horizon) and at most π/2.
        divergence_rad: θ, the beam's full opening angle, above 0.
        receiver_m: D, the diameter of the mirror, in metres.
        zenith_loss_db: loss in the air from straight above.
        fixed_loss_db: loss in pointing, optics and filters. All broadcast.

    Returns:
        Shares from 0 to 1, broadcast shape. Far from the beam's waist and for a beam evenly
        bright; a Gaussian one differs by a factor up to 2 in the middle.

    Raises:
        TypeError: something is no real number.
        ValueError: something is out of its range.

    Source:
        Divergence of 10 µrad and a mirror of 1 m as in S.-K. Liao et al., Nature 549, 43 (2017).

    Example:
        >>> satellite_transmittance([500, 1000, 2000], zenith_loss_db=0).round(5).tolist()
        [0.04, 0.01, 0.0025]
    """
    length = _above_zero(distance_km, "distance_km")
    angle = _above_zero(divergence_rad, "divergence_rad")
    height = real(elevation_rad, "elevation_rad", low=0, high=np.pi / 2 + 1e-9)
    if np.any(height == 0):
        raise ValueError("At elevation 0 the satellite sets; give one above the horizon.")
    mirror = _above_zero(receiver_m, "receiver_m")
    air = real(zenith_loss_db, "zenith_loss_db", low=0)
    fixed = real(fixed_loss_db, "fixed_loss_db", low=0)
    caught = np.minimum((mirror / (angle * length * 1000)) ** 2, 1)
    share: NDArray[np.float64] = (caught * 10 ** (-(air / np.sin(height) + fixed) / 10))[()]
    return share


def satellite_pass(
    time_s: ArrayLike, *, altitude_km: ArrayLike = 500.0, culmination_rad: ArrayLike = np.pi / 2
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return how high a satellite stands and how far it is, while it passes over a telescope.

    At 500 km it goes round in 94.5 minutes, and one that culminates overhead stays above 10° for
    7 minutes and 23 seconds.

    Args:
        time_s: seconds after its culmination, negative before.
        altitude_km: height of the orbit above the ground, above 0.
        culmination_rad: how high it comes, above 0 and at most π/2 (overhead). All broadcast.

    Returns:
        ``(elevation_rad, distance_km)``, broadcast shape; negative elevations are below the
        horizon.

    Raises:
        TypeError: something is no real number.
        ValueError: something is out of its range.

    Example:
        >>> elevation, distance = satellite_pass([-200, 0, 200])
        >>> np.degrees(elevation).round(1).tolist(), distance.round().tolist()
        ([12.4, 90.0, 12.4], [1547.0, 500.0, 1547.0])
    """
    time, height = real(time_s, "time_s"), _above_zero(altitude_km, "altitude_km")
    top = _above_zero(culmination_rad, "culmination_rad")
    real(top, "culmination_rad", high=np.pi / 2 + 1e-9)
    orbit = EARTH_RADIUS_KM + height
    # The angle at the Earth's centre between telescope and satellite, at culmination and later.
    nearest = np.arccos(np.clip(EARTH_RADIUS_KM * np.cos(top) / orbit, -1, 1)) - top
    turned = np.sqrt(EARTH_GM_KM3_S2 / orbit**3) * time
    across = np.cos(nearest) * np.cos(turned)
    up = orbit * across - EARTH_RADIUS_KM
    aside = orbit * np.sqrt(np.maximum(1 - across**2, 0))
    return np.arctan2(up, aside)[()], np.hypot(up, aside)[()]


def pass_transmittance(
    time_s: ArrayLike,
    *,
    altitude_km: ArrayLike = 500.0,
    culmination_rad: ArrayLike = np.pi / 2,
    lowest_rad: ArrayLike = np.pi / 18,
    divergence_rad: ArrayLike = 10e-6,
    receiver_m: ArrayLike = 1.0,
    zenith_loss_db: ArrayLike = 0.5,
    fixed_loss_db: ArrayLike = 0.0,
) -> NDArray[np.float64]:
    """Return the share of photons that arrives while a satellite passes; 0 while it stands too low.

    Args:
        time_s: seconds after its culmination, negative before.
        altitude_km: height of the orbit above the ground.
        culmination_rad: how high it comes, above 0 and at most π/2.
        lowest_rad: from which elevation on the telescope follows it, above 0; 10° is usual.
        divergence_rad: the beam's full opening angle.
        receiver_m: diameter of the mirror, in metres.
        zenith_loss_db: loss in the air from straight above.
        fixed_loss_db: loss in pointing, optics and filters. All broadcast.

    Returns:
        Shares from 0 to 1, broadcast shape.

    Raises:
        TypeError: something is no real number.
        ValueError: something is out of its range.

    Example:
        >>> pass_transmittance([-300, -200, 0, 200]).round(4).tolist()
        [0.0, 0.0024, 0.0357, 0.0024]
    """
    lowest = _above_zero(lowest_rad, "lowest_rad")
    elevation, distance = satellite_pass(
        time_s, altitude_km=altitude_km, culmination_rad=culmination_rad
    )
    seen = elevation >= lowest
    share = satellite_transmittance(
        distance,
        elevation_rad=np.where(seen, elevation, np.pi / 2),
        divergence_rad=divergence_rad,
        receiver_m=receiver_m,
        zenith_loss_db=zenith_loss_db,
        fixed_loss_db=fixed_loss_db,
    )
    return np.where(seen, share, 0.0)[()]


def _above_zero(value: ArrayLike, name: str) -> NDArray[np.float64]:
    array = real(value, name, low=0)
    if np.any(array == 0):
        raise ValueError(f"{name} must be above 0.")
    return array
