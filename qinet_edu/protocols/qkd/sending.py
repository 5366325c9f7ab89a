"""Prepare-and-measure sessions: what every party knows before anybody has said a word."""

import secrets
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from qinet_edu.arguments import as_bits
from qinet_edu.circuits import KEY_BASES, Eavesdropper
from qinet_edu.circuits.parties import whole
from qinet_edu.circuits.qkd import KeyProtocol
from qinet_edu.noise import Noise
from qinet_edu.protocols.qkd.dealing import Line, send_over, toss_over
from qinet_edu.protocols.qkd.raw import Raw, as_bases


def send(
    bits: ArrayLike,
    bases: ArrayLike,
    bob_bases: ArrayLike,
    *,
    eve: Eavesdropper | None = None,
    noise: Noise | None = None,
    backend: Any = "aer",
    seed: int | None = None,
    transmittance: float = 1.0,
    options: Mapping[str, Any] | None = None,
    max_qpu_s: float | None = None,
) -> Raw:
    """Send these very bits in these bases, and let Bob measure in his.

    Rounds of one kind (bit, bases, what Eve does) are the same circuit: BB84 has 16 kinds with
    an Eve who measures in Z or X. So a session is one job of at most 24 circuits (72 for six
    states), not of 100 000, and takes a fraction of a second. Each kind is run as often as the
    most frequent one needs, on hardware too, where circuits of a job share their number of shots.
    Its outcomes are dealt out to its rounds at random, which is exact: shots of one circuit differ
    in nothing but their order.

    Args:
        bits: what Alice sends: a list or array of 0 and 1, or a text such as ``"0110"``.
        bases: hers: a text such as ``"zxxz"``, or a list or array of ``"z"``, ``"x"``, ``"y"``.
        bob_bases: his.
        eve: who listens, and to what share.
        noise: what goes wrong; the photon passes a gate labelled ``fibre``, after Eve.
        backend: where to run, as for ``run``.
        seed: repeats a session exactly; without it one is drawn.
        transmittance: how likely a photon reaches Bob, in [0, 1]; whether it does depends on
            nothing else.
        options: passed on to ``run``.
        max_qpu_s: passed on to ``run``.

    Returns:
        What every party knows.

    Raises:
        TypeError: something is of another kind.
        ValueError: rows of different lengths, none at all, or something else than bits and bases.

    Example:
        >>> raw = send("0110", "zxzx", "zxzx", seed=1)
        >>> raw.bob_bits.tolist()
        [0, 1, 1, 0]
    """
    sent = as_bits(bits, "bits")
    ours, theirs = as_bases(bases, "bases"), as_bases(bob_bases, "bob_bases")
    _check_lengths(bits=sent, bases=ours, bob_bases=theirs)
    protocol: KeyProtocol = "six-state" if "y" in {*np.unique(ours), *np.unique(theirs)} else "bb84"
    how = {"backend": backend, "noise": noise, "options": options, "max_qpu_s": max_qpu_s}
    return send_over(Line(protocol, eve, transmittance, drawn_seed(seed), how), sent, ours, theirs)


def session(
    rounds: int,
    *,
    protocol: KeyProtocol = "bb84",
    eve: Eavesdropper | None = None,
    noise: Noise | None = None,
    backend: Any = "aer",
    seed: int | None = None,
    transmittance: float = 1.0,
    coins: bool = False,
    options: Mapping[str, Any] | None = None,
    max_qpu_s: float | None = None,
) -> Raw:
    """Run a session in which everybody chooses at random.

    Args:
        rounds: how many photons to send, from 1.
        protocol: ``"bb84"`` or ``"six-state"``.
        eve: who listens, and to what share.
        noise: what goes wrong; the photon passes a gate labelled ``fibre``, after Eve.
        backend: where to run, as for ``run``.
        seed: repeats a session exactly; without it one is drawn.
        transmittance: how likely a photon reaches Bob, in [0, 1].
        coins: whether the choices are measured on qubits of their own, in one circuit
            (``circuits.qkd_coins``); otherwise they are drawn here, and each kind of round is a
            circuit. On noisy hardware a coin may be wrong, and controlled gates cost more.
        options: passed on to ``run``.
        max_qpu_s: passed on to ``run``.

    Returns:
        What every party knows.

    Raises:
        TypeError: something is of another kind.
        ValueError: no rounds, or there is no such protocol.

    Example:
        >>> raw = session(100_000, eve=Eavesdropper(), seed=1)
        >>> abs(raw.qber() - 0.25) < 0.01
        True
    """
    n = whole(rounds, "rounds", least=1)
    how = {"backend": backend, "noise": noise, "options": options, "max_qpu_s": max_qpu_s}
    line = Line(protocol, eve, transmittance, drawn_seed(seed), how)
    if coins:
        return toss_over(line, n)
    draw, names = line.draws(0), np.array(KEY_BASES[protocol])
    sent = draw.integers(0, 2, n, dtype=np.uint8)
    ours, theirs = (names[draw.integers(0, names.size, n)] for _ in range(2))
    return send_over(line, sent, ours, theirs)


def drawn_seed(seed: int | None) -> int:
    """Return the seed given, or one that is drawn."""
    return secrets.randbits(32) if seed is None else whole(seed, "seed", least=0)


def _check_lengths(**rows: NDArray[Any]) -> None:
    sizes = {name: row.size for name, row in rows.items()}
    if len({*sizes.values()}) > 1:
        said = ", ".join(f"{name} {size}" for name, size in sizes.items())
        raise ValueError(f"Each round has one bit and two bases; the rows hold {said}.")
    if not sizes["bits"]:
        raise ValueError("Nothing was sent: give at least one bit and its bases.")
