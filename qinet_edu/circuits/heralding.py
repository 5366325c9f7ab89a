"""Pairs that a click announces, as circuits in which a qubit says whether a photon is there.

A spin's |1⟩ is bright: it emits a photon, which is a CNOT onto a qubit that was |0⟩. What nature
does to photons is then a gate, too: loss, the beam splitter, clicks in the dark. What nobody sees
goes into ``lost`` and ``environment``; all circuits are static, so they are exact on a simulator
and run on hardware.
"""

from math import asin, exp, sqrt

from qiskit.circuit import QuantumCircuit, QuantumRegister, Qubit

from qinet_edu.arguments import one_real
from qinet_edu.circuits.eavesdropping import read_out
from qinet_edu.circuits.given import share
from qinet_edu.circuits.parties import PARTIES
from qinet_edu.circuits.photons import damp, environment, needed, noise_if, window

ONE_CLICK = ("01", "10")
HERALDS: dict[str, dict[str, tuple[str, ...]]] = {
    "single-click": {"detectors": ONE_CLICK},
    "double-click": {"early": ONE_CLICK, "late": ONE_CLICK},
    "midpoint-source": {"flags": ("11",)},
}


def single_click(
    alpha: float,
    transmittance: float,
    other: float | None = None,
    *,
    other_alpha: float | None = None,
    visibility: float = 1.0,
    dark_count: float = 0.0,
    phase_std_rad: float = 0.0,
    corrected: bool = True,
) -> QuantumCircuit:
    """Let two spins emit towards one beam splitter, and look for exactly one click.

    Each spin is √(1 − α)|↓⟩ + √α|↑⟩, ↓ being 0 and ↑ being 1. Behind the beam splitter nobody can
    tell from whom a photon came, so one click leaves ↑↓ + ↓↑, or ↑↓ − ↓↑ if the minus detector
    clicked. Two bright spins of which one photon was lost look the same: that costs α.

    Args:
        alpha: share of the bright state in each spin, in [0, 1].
        transmittance: η of Alice's arm, all from emitter to click in it, in [0, 1].
        other: that of Bob's arm; ``None`` for both alike.
        other_alpha: Bob's α; ``None`` for the same.
        visibility: V of two photons that meet, in [0, 1]; one photon alone has coherence √V.
        dark_count: clicks without light, per detector, in [0, 1].
        phase_std_rad: standard deviation of the phase between the arms, in radians.
        corrected: whether Bob applies the X, and for the minus detector the Z, that make it Φ+.

    Returns:
        A circuit on ``alice`` and ``bob``, the spins, which it does not measure; ``detectors``,
        plus (bit 0, right-most) and minus; ``lost``, whether Alice's (bit 0) and Bob's photon was,
        which nobody on Earth reads; and ``environment``. ``detectors`` and ``lost`` are measured
        into registers of the same names. Accept what :func:`heralded` lists.

    Raises:
        TypeError: something is no real number.
        ValueError: something is out of its range.

    Source:
        C. Cabrillo et al., PRA 59, 1025 (1999); S. Bose et al., PRL 83, 5158 (1999).

    Example:
        >>> from qinet_edu import run
        >>> result = run(single_click(0.1, 0.5), shots=10_000, seed=1)
        >>> found = result.probability(detectors="01") + result.probability(detectors="10")
        >>> abs(found - 0.0975) < 0.012
        True
    """
    alpha = one_real(alpha, "alpha", low=0, high=1)
    theirs = alpha if other_alpha is None else one_real(other_alpha, "other_alpha", low=0, high=1)
    arms = _arms(transmittance, other)
    visibility, dark = _shares(visibility=visibility, dark_count=dark_count)
    sigma = one_real(phase_std_rad, "phase_std_rad", low=0)
    coherence = sqrt(visibility) * exp(-(sigma**2) / 2)
    alice, detectors, bob, lost = _registers("alice", "detectors", "bob", "lost")
    circuit = QuantumCircuit(alice, detectors, bob, lost, name="single click")
    spins = [alice[0], bob[0]]
    spare = environment(circuit, needed(coherence, dark))
    for spin, share_up in zip(spins, (alpha, theirs), strict=True):
        circuit.ry(2 * asin(sqrt(share_up)), spin)
    window(circuit, spins, detectors, lost, spare, arms=arms, coherence=coherence,
            visibility=visibility, dark=dark)  # fmt: skip
    if corrected:
        _correct(circuit, bob[0], [detectors[1]])
    read_out(circuit, "detectors", "lost")
    return circuit


def double_click(
    transmittance: float,
    other: float | None = None,
    *,
    visibility: float = 1.0,
    dark_count: float = 0.0,
    corrected: bool = True,
) -> QuantumCircuit:
    """Let two spins emit, turn both over, let them emit again, and look for a click each time.

    The window of :func:`single_click` twice, with α = 1/2. ↑↑ would send both photons early and ↓↓
    both late, so a click early and a click late leave only ↑↓ and ↓↑. By the same detector they
    say ↑↓ + ↓↑, by different ones ↑↓ − ↓↑.

    Args:
        transmittance: η of Alice's arm, all from emitter to click in it, in [0, 1].
        other: that of Bob's arm; ``None`` for both alike.
        visibility: V of two photons that meet, in [0, 1].
        dark_count: clicks without light, per detector and window, in [0, 1].
        corrected: whether Bob applies the X, and for two different detectors the Z, that make it
            Φ+.

    Returns:
        A circuit on ``alice`` and ``bob``, the spins, which it does not measure; ``early`` and
        ``late``, the detectors plus (bit 0, right-most) and minus in each window; ``lost_early``
        and ``lost_late``, whose photon was, Alice's in bit 0; and ``environment``. Detectors and
        losses are measured into registers of the same names. Accept what :func:`heralded` lists.

    Raises:
        TypeError: something is no real number.
        ValueError: something is out of its range.

    Source:
        S. D. Barrett and P. Kok, PRA 71, 060310 (2005).

    Example:
        >>> from qinet_edu import run
        >>> counts = run(double_click(1.0), shots=1000, seed=1).counts("early", "late")
        >>> heralds = heralded("double-click")
        >>> both = sum(counts.get(f"{e} {l}", 0) for e in heralds["early"] for l in heralds["late"])
        >>> 440 < both < 560
        True
    """
    arms = _arms(transmittance, other)
    visibility, dark = _shares(visibility=visibility, dark_count=dark_count)
    coherence = sqrt(visibility)
    alice, early, late, bob = _registers("alice", "early", "late", "bob")
    lost_early, lost_late = _registers("lost_early", "lost_late")
    circuit = QuantumCircuit(alice, early, late, bob, lost_early, lost_late, name="double click")
    spins = [alice[0], bob[0]]
    spare = environment(circuit, 2 * needed(coherence, dark))
    circuit.h(spins)
    for detectors, lost in ((early, lost_early), (late, lost_late)):
        if detectors is late:
            circuit.x(spins)
        window(circuit, spins, detectors, lost, spare, arms=arms, coherence=coherence,
                visibility=visibility, dark=dark)  # fmt: skip
    if corrected:
        _correct(circuit, bob[0], [early[1], late[1]])
    read_out(circuit, "early", "late", "lost_early", "lost_late")
    return circuit


def midpoint_source(
    transmittance: float,
    other: float | None = None,
    *,
    pair: float = 1.0,
    dark_count: float = 0.0,
) -> QuantumCircuit:
    """Let a source half-way send a photon to each side, and look for two flags.

    The halves of the pair lie in ``alice`` and ``bob`` as they will once taken in; a flag says
    whether a photon is there to be so. A flag that is raised in the dark has noise behind it.

    Args:
        transmittance: η from the source to Alice's flag, in [0, 1], taking in included.
        other: that of Bob's side; ``None`` for both alike.
        pair: how likely the source sends a pair, in [0, 1].
        dark_count: flags raised without a photon, per end, in [0, 1].

    Returns:
        A circuit on ``alice`` and ``bob``, the memories, which it does not measure; ``flags`` and
        ``lost``, Alice's in bit 0 (right-most), measured into registers of the same names; with
        dark counts also ``environment``. Accept what :func:`heralded` lists.

    Raises:
        TypeError: something is no real number.
        ValueError: something is out of its range.

    Source:
        C. Jones et al., New J. Phys. 18, 083015 (2016), for the scheme.

    Example:
        >>> from qinet_edu import run
        >>> result = run(midpoint_source(0.5), shots=1000, seed=1)
        >>> 0.2 < result.probability(flags="11") < 0.3
        True
    """
    arms = _arms(transmittance, other)
    pair, dark = _shares(pair=pair, dark_count=dark_count)
    alice, bob, flags, lost = _registers("alice", "bob", "flags", "lost")
    circuit = QuantumCircuit(alice, bob, flags, lost, name="midpoint source")
    spare = environment(circuit, 6 if dark else 0)
    share(circuit, alice[0], bob[0], None)
    circuit.ry(2 * asin(sqrt(pair)), flags[0])
    circuit.cx(*flags)
    for memory, flag, record, arrives in zip([*alice, *bob], flags, lost, arms, strict=True):
        damp(circuit, flag, record, 1 - arrives)
        if dark:
            circuit.x(flag)
            noise_if(circuit, flag, memory, spare)
            damp(circuit, flag, next(spare), dark)
            circuit.x(flag)
    read_out(circuit, "flags", "lost")
    return circuit


def heralded(scheme: str) -> dict[str, tuple[str, ...]]:
    """Return which outcomes of a scheme announce a pair, register by register.

    All other attempts are dropped, so say with each fidelity how many were kept: of one without
    the other nobody can tell a good link from a picky one.

    Args:
        scheme: ``"single-click"``, ``"double-click"`` or ``"midpoint-source"``.

    Returns:
        The accepted values of each register, bit 0 right-most; every register must show one.

    Raises:
        ValueError: there is no such scheme.

    Example:
        >>> heralded("double-click")
        {'early': ('01', '10'), 'late': ('01', '10')}
    """
    if not isinstance(scheme, str) or scheme not in HERALDS:
        raise ValueError(
            f"There is no scheme {scheme!r} with heralds of its own; choose {', '.join(HERALDS)}. "
            "An end-node link is a click scheme with unequal arms."
        )
    return dict(HERALDS[scheme])


def _correct(circuit: QuantumCircuit, spin: Qubit, minus: list[Qubit]) -> None:
    """Turn ↑↓ ± ↓↑ into Φ+; controlled by what is about to be measured, it waits for no bit."""
    circuit.x(spin)
    for detector in minus:
        circuit.cz(detector, spin)


def _registers(*names: str) -> list[QuantumRegister]:
    """Make a qubit for each party, and two for everything that each of them has one of."""
    return [QuantumRegister(1 if name in PARTIES else 2, name) for name in names]


def _arms(transmittance: float, other: float | None) -> tuple[float, float]:
    ours = one_real(transmittance, "transmittance", low=0, high=1)
    return ours, ours if other is None else one_real(other, "other", low=0, high=1)


def _shares(**given: float) -> list[float]:
    return [one_real(value, name, low=0, high=1) for name, value in given.items()]
