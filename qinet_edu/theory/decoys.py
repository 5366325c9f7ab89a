"""What decoys prove about single photons, and the key rates with them and without."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from qinet_edu.arguments import real
from qinet_edu.theory.key_rates import binary_entropy
from qinet_edu.theory.weak_pulses import (
    DARK_COUNT,
    DARK_ERROR,
    MISALIGNMENT,
    decoy_error,
    decoy_gain,
    decoy_qber,
    decoy_yield,
    intensity,
)


def decoy_bounds(
    mu: ArrayLike,
    nu: ArrayLike,
    *,
    gain_mu: ArrayLike,
    gain_nu: ArrayLike,
    qber_nu: ArrayLike,
    dark_count: ArrayLike = DARK_COUNT,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return what three measured numbers prove about pulses with exactly one photon.

    At least Y₁ = μ/(μν − ν²) (Q_ν e^ν − Q_μ e^μ ν²/μ² − (μ² − ν²)/μ² Y₀) of them are detected, and
    at most (E_ν Q_ν e^ν − Y₀/2)/(Y₁ ν) of these are wrong, whatever Eve did with the others. The
    vacuum decoy measures Y₀. At 50 km in the experiment of Gobby et al. the bounds lie 1.4 % and
    6.6 % from the truth.

    Args:
        mu: mean number of photons in a signal.
        nu: mean number of photons in a decoy, above 0 and below ``mu``.
        gain_mu: share of signals detected, in [0, 1].
        gain_nu: share of decoys detected, in [0, 1].
        qber_nu: error rate of the decoys detected, in [0, 1].
        dark_count: share of empty pulses detected, in [0, 1]. All broadcast.

    Returns:
        ``(yield_1, error_1)``: the least yield of single photons, at least 0, and their largest
        error rate, at most 1/2 (where nothing is proven).

    Raises:
        TypeError: something is no real number.
        ValueError: something is out of its range, or the decoy is not weaker than the signal.

    Source:
        X. Ma, B. Qi, Y. Zhao and H.-K. Lo, PRA 72, 012326 (2005).

    Example:
        >>> eta = 0.004
        >>> least, most = decoy_bounds(0.48, 0.05, gain_mu=decoy_gain(0.48, eta),
        ...                            gain_nu=decoy_gain(0.05, eta), qber_nu=decoy_qber(0.05, eta))
        >>> bool(least <= decoy_yield(1, eta)), bool(most >= decoy_error(1, eta))
        (True, True)
    """
    mu, nu = np.broadcast_arrays(intensity(mu, "mu"), intensity(nu, "nu"))
    if np.any(nu >= mu):
        raise ValueError("The decoy nu must be weaker than the signal mu, say 0.05 beside 0.48.")
    q_mu = real(gain_mu, "gain_mu", low=0, high=1)
    q_nu = real(gain_nu, "gain_nu", low=0, high=1)
    e_nu = real(qber_nu, "qber_nu", low=0, high=1)
    y0 = real(dark_count, "dark_count", low=0, high=1)
    ratio = (nu / mu) ** 2
    least = q_nu * np.exp(nu) - q_mu * np.exp(mu) * ratio - (1 - ratio) * y0
    least = np.maximum(least * mu / (mu * nu - nu**2), 0)
    wrong = np.maximum(e_nu * q_nu * np.exp(nu) - DARK_ERROR * y0, 0)
    most = np.where(least > 0, wrong / (np.where(least > 0, least, 1) * nu), 0.5)
    least, most = np.broadcast_arrays(least, np.minimum(most, 0.5))
    return least[()], most[()]


def decoy_rate(
    mu: ArrayLike,
    transmittance: ArrayLike,
    *,
    nu: ArrayLike | None = None,
    dark_count: ArrayLike = DARK_COUNT,
    misalignment: ArrayLike = MISALIGNMENT,
    f_ec: ArrayLike = 1.22,
    sifted: ArrayLike = 0.5,
) -> NDArray[np.float64]:
    """Return the secret bits per pulse of BB84 with decoys, for keys without end.

    q (Q₁ (1 − h(e₁)) − Q f h(E)), or 0 where that is negative: only single photons carry secrets,
    and all detected bits must be corrected. With the defaults, those of Gobby et al., and
    μ = 0.48 key comes over 142 km of fibre of 0.21 dB/km with a detector of 4.5 %.

    Args:
        mu: mean number of photons in a signal, above 0.
        transmittance: η of line and detector together, in [0, 1].
        nu: mean number of photons in the weak decoy, beside a vacuum decoy; ``None`` for
            endlessly many decoys, which find Y₁ and e₁ exactly.
        dark_count: Y₀, clicks per pulse without light.
        misalignment: e_d, how often a photon reaches the wrong detector, in [0, 1/2].
        f_ec: how many times h(E) error correction reveals, at least 1.
        sifted: q, the share of rounds in which the bases agree: 1/2, or near 1 with biased
            choices. Decoys are sent too rarely to be counted off. All broadcast.

    Returns:
        Secret bits per pulse, broadcast shape.

    Raises:
        TypeError: something is no real number.
        ValueError: something is out of its range.

    Source:
        H.-K. Lo, X. Ma and K. Chen, PRL 94, 230504 (2005).

    Example:
        >>> eta = 0.045 * 10 ** (-0.021 * np.array([0, 50, 100, 150]))
        >>> [float(f"{rate:.3g}") for rate in decoy_rate(0.48, eta)]
        [0.00255, 0.000223, 1.72e-05, 0.0]
    """
    mean = intensity(mu, "mu")
    gain = decoy_gain(mean, transmittance, dark_count=dark_count)
    line = {"dark_count": dark_count, "misalignment": misalignment}
    errors = decoy_qber(mean, transmittance, **line)
    if nu is None:
        single = decoy_yield(1, transmittance, dark_count=dark_count)
        wrong = decoy_error(1, transmittance, **line)
    else:
        single, wrong = decoy_bounds(
            mean,
            nu,
            gain_mu=gain,
            gain_nu=decoy_gain(nu, transmittance, dark_count=dark_count),
            qber_nu=decoy_qber(nu, transmittance, **line),
            dark_count=dark_count,
        )
    secret = single * mean * np.exp(-mean) * (1 - binary_entropy(np.minimum(wrong, 0.5)))
    return _positive(secret, gain=gain, qber=errors, f_ec=f_ec, sifted=sifted)


def weak_pulse_rate(
    mu: ArrayLike,
    transmittance: ArrayLike,
    *,
    dark_count: ArrayLike = DARK_COUNT,
    misalignment: ArrayLike = MISALIGNMENT,
    f_ec: ArrayLike = 1.22,
    sifted: ArrayLike = 0.5,
) -> NDArray[np.float64]:
    """Return the secret bits per pulse of BB84 with faint pulses and no decoys, without end.

    Every pulse of two or more photons must be taken for one that reached Bob, and every error for
    one of a single photon: q Q (Ω (1 − h(E/Ω)) − f h(E)) with Ω = 1 − P(n ≥ 2)/Q. So μ has to
    shrink with η, and the rate goes with η² instead of η: at best 40 km for Gobby et al.

    Args:
        mu: mean number of photons in a pulse, above 0.
        transmittance: η of line and detector together, in [0, 1].
        dark_count: Y₀, clicks per pulse without light.
        misalignment: e_d, in [0, 1/2].
        f_ec: how many times h(E) error correction reveals, at least 1.
        sifted: q, the share of rounds in which the bases agree. All broadcast.

    Returns:
        Secret bits per pulse, broadcast shape.

    Raises:
        TypeError: something is no real number.
        ValueError: something is out of its range.

    Source:
        D. Gottesman, H.-K. Lo, N. Lütkenhaus and J. Preskill, Quantum Information and Computation
        4, 325 (2004).

    Example:
        >>> eta = 0.045 * 10**-0.42
        >>> weak_pulse_rate([0.01, 0.1, 0.48], eta).round(7).tolist()
        [1.88e-05, 0.0, 0.0]
    """
    mean = intensity(mu, "mu")
    gain = decoy_gain(mean, transmittance, dark_count=dark_count)
    errors = decoy_qber(mean, transmittance, dark_count=dark_count, misalignment=misalignment)
    several = -np.expm1(-mean) - mean * np.exp(-mean)
    single = np.maximum(gain - several, 0)
    # Where more pulses may leak than arrive nothing is proven, and E/Ω says so: 1/2.
    wrong = np.where(single > 0, errors * gain / np.where(single > 0, single, 1), 0.5)
    secret = single * (1 - binary_entropy(np.minimum(wrong, 0.5)))
    return _positive(secret, gain=gain, qber=errors, f_ec=f_ec, sifted=sifted)


def _positive(
    secret: NDArray[np.float64],
    *,
    gain: NDArray[np.float64],
    qber: NDArray[np.float64],
    f_ec: ArrayLike,
    sifted: ArrayLike,
) -> NDArray[np.float64]:
    """Take off what error correction reveals; no key is shorter than 0."""
    f, q = real(f_ec, "f_ec", low=1), real(sifted, "sifted", low=0, high=1)
    rate: NDArray[np.float64] = np.maximum(q * (secret - gain * f * binary_entropy(qber)), 0)[()]
    return rate
