"""Which directions to measure along so that no hidden instructions can explain the outcomes."""

from collections.abc import Mapping, Sequence
from math import pi
from typing import NamedTuple

from qinet_edu.arguments import Direction, one_real
from qinet_edu.circuits.entanglement import BELL_STATES

FIDELITY_SIGNS = {
    "phi+": (1, -1, 1),
    "phi-": (-1, 1, 1),
    "psi+": (1, 1, -1),
    "psi-": (-1, -1, -1),
}
"""What XX, YY and ZZ are on each Bell state."""


class Setting(NamedTuple):
    """Say how one kind of round of a Bell test is measured, and how it counts.

    Args:
        directions: who measures along which direction, as :func:`measure` takes it.
        sign: +1 or −1, with which the round's correlation enters the sum.

    Example:
        >>> Setting({"alice": "x", "bob": "z"}, -1).sign
        -1
    """

    directions: Mapping[str, Direction]
    sign: int


def chsh(
    alice: Sequence[float] = (0.0, pi / 2),
    bob: Sequence[float] = (pi / 4, -pi / 4),
    *,
    state: str = "phi+",
) -> tuple[Setting, ...]:
    """Return the four settings of a CHSH test, S = E₀₀ + E₀₁ + E₁₀ − E₁₁.

    Hidden instructions keep |S| ≤ 2; the pair Φ+ with these angles gives 2√2 ≈ 2.83, the most
    there is. The angles belong to Φ+: on Ψ− the same ones give −2√2, on Ψ+ and Φ− they give 0,
    which says nothing against those states, only that the analysers stand wrongly for them. Name
    another state, and Bob's analysers are turned so that it gives what Φ+ gives without that.

    Args:
        alice: her two angles in radians, from Z towards X on the Bloch sphere.
        bob: his two angles in radians, as they are for Φ+.
        state: the Bell state that the settings are for: ``"phi+"``, ``"phi-"``, ``"psi+"`` or
            ``"psi-"``.

    Returns:
        The settings 00, 01, 10 and 11 (Alice's choice first), each ``(directions, sign)``.

    Raises:
        TypeError: an angle is no real number.
        ValueError: not two angles each, one is NaN or infinite, or there is no such state.

    Source:
        Clauser, Horne, Shimony and Holt, PRL 23, 880 (1969).

    Example:
        >>> from qinet_edu import run
        >>> from qinet_edu.circuits import bell_pair, measure
        >>> test = chsh()
        >>> rounds = [measure(bell_pair(), setting.directions) for setting in test]
        >>> results = run(rounds, shots=10_000, seed=1)
        >>> s = sum(setting.sign * result.expectation("alice", "bob")
        ...         for setting, result in zip(test, results))
        >>> abs(s - 2.828) < 0.1
        True
    """
    ours, theirs = _two_angles(alice, "alice"), _two_angles(bob, "bob")
    check_bell_state(state)
    return tuple(
        Setting({"alice": (a, 0.0), "bob": (_turned(b, state), 0.0)}, -1 if i and j else 1)
        for i, a in enumerate(ours)
        for j, b in enumerate(theirs)
    )


def fidelity_settings(state: str = "phi+") -> tuple[Setting, ...]:
    """Return the three settings that tell how well a pair passes for a Bell state.

    F = (1 + XX − YY + ZZ)/4 for Φ+, exactly and for any state: three kinds of rounds instead of
    the fifteen numbers that describe a pair. The minus of YY is the one that everybody forgets;
    with a plus a perfect Φ+ would come out as 1/2.

    Args:
        state: the Bell state to compare with.

    Returns:
        The settings XX, YY and ZZ, each ``(directions, sign)``, where the sign is what the product
        is on that state.

    Raises:
        ValueError: there is no such state.

    Source:
        The stabilisers of the Bell states: Nielsen and Chuang (2000), section 10.5.1.

    Example:
        >>> [("".join(setting.directions.values()), setting.sign)
        ...  for setting in fidelity_settings("psi+")]
        [('xx', 1), ('yy', 1), ('zz', -1)]
    """
    check_bell_state(state)
    return tuple(
        Setting({"alice": axis, "bob": axis}, sign)
        for axis, sign in zip(("x", "y", "z"), FIDELITY_SIGNS[state], strict=True)
    )


def mermin() -> tuple[Setting, ...]:
    """Return the four settings of Mermin's test, M = XXX − XYY − YXY − YYX.

    On the GHZ state of three the four products are certain: +1, −1, −1, −1, so M = 4 where hidden
    instructions reach 2: any table of them contradicts at least one of the four certainties.

    Returns:
        The settings XXX, XYY, YXY and YYX of ``alice``, ``bob`` and ``charlie``, each
        ``(directions, sign)``.

    Source:
        Mermin, PRL 65, 1838 (1990).

    Example:
        >>> [("".join(setting.directions.values()), setting.sign) for setting in mermin()]
        [('xxx', 1), ('xyy', -1), ('yxy', -1), ('yyx', -1)]
    """
    return (
        Setting({"alice": "x", "bob": "x", "charlie": "x"}, 1),
        Setting({"alice": "x", "bob": "y", "charlie": "y"}, -1),
        Setting({"alice": "y", "bob": "x", "charlie": "y"}, -1),
        Setting({"alice": "y", "bob": "y", "charlie": "x"}, -1),
    )


def check_bell_state(state: object) -> None:
    """Complain of what is no Bell state."""
    if not isinstance(state, str) or state not in BELL_STATES:
        raise ValueError(
            f"There is no Bell state {state!r}; choose one of {', '.join(BELL_STATES)}."
        )


def _turned(angle: float, state: str) -> float:
    """Return where Bob's analyser stands so that a state shows him what Φ+ shows at an angle."""
    mirrored = -angle if state in ("phi-", "psi+") else angle
    return mirrored + pi if state in ("psi+", "psi-") else mirrored


def _two_angles(angles: Sequence[float], who: str) -> tuple[float, float]:
    if not hasattr(angles, "__len__"):
        raise TypeError(f"{who} takes two angles in radians, such as (0, 1.57), not {angles!r}.")
    if len(angles) != 2:
        raise ValueError(f"{who} chooses between two angles, not {len(angles)}.")
    return one_real(angles[0], f"{who}[0]"), one_real(angles[1], f"{who}[1]")
