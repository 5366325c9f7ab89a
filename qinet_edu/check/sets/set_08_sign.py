"""Exercise 08.2: how near a pair is to a named Bell state, from three correlations."""

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from qinet_edu import theory
from qinet_edu.check.exercise import Given
from qinet_edu.check.explaining import BELL_SYMBOLS, add_up, failed_part, part
from qinet_edu.check.function_answers import Call
from qinet_edu.check.verdict import Part, Verdict

WITHIN = 1e-6
PAIRS = 3  # random pairs for each Bell state
SIGNS = {
    name: tuple(
        round(float(theory.correlation(theory.bell_state(name), axis, axis))) for axis in "xyz"
    )
    for name in BELL_SYMBOLS
}

Asked = tuple[str, float, float, float]
Slip = Callable[[str, float, float, float], float]


def draw_pairs(numbers: np.random.Generator) -> list[tuple[Any, ...]]:
    """Draw random pairs, mixed and with complex amplitudes, three for each Bell state.

    Example:
        >>> drawn = draw_pairs(np.random.default_rng(1))
        >>> len(drawn), len(drawn[0])
        (12, 4)
    """
    drawn: list[tuple[Any, ...]] = []
    for name in BELL_SYMBOLS:
        for _ in range(PAIRS):
            root = numbers.normal(size=(4, 4)) + 1j * numbers.normal(size=(4, 4))
            rho = root @ root.conj().T
            found = np.diag(theory.correlation_matrix(rho / np.trace(rho).real))
            drawn.append((name, *map(float, found)))
    return drawn


def describe_pair(state: str, xx: float, yy: float, zz: float) -> str:
    """Put what the function is called with into words."""
    return f'state = "{state}", xx = {xx:.3f}, yy = {yy:.3f} and zz = {zz:.3f}'


def estimate(state: str, xx: float, yy: float, zz: float) -> float:
    """Return the fidelity with the named Bell state, which these three fix exactly.

    Example:
        >>> estimate("phi+", 1, -1, 1), estimate("psi-", -1, -1, -1)
        (1.0, 1.0)
    """
    return _signed(SIGNS[state], xx, yy, zz)


def _signed(signs: Iterable[int], *found: float, one: float = 1, over: float = 4) -> float:
    return (one + sum(sign * value for sign, value in zip(signs, found, strict=True))) / over


def _of(**other: str) -> Slip:
    """Take the signs of one Bell state for those of another."""
    named = {name.replace("plus", "+").replace("minus", "-"): to for name, to in other.items()}
    return lambda state, *found: _signed(SIGNS[named.get(state, state)], *found)


SLIPS: tuple[tuple[Slip, str], ...] = (
    (
        lambda _, *found: _signed((1, 1, 1), *found),
        "plus throughout | "
        "All three signs are plus. No pair has +1 for XX, YY and ZZ at once: Φ+ has −1 for YY.",
    ),
    (
        lambda _, *found: _signed(SIGNS["phi+"], *found),
        "Φ+ for every state | "
        "You take the signs of Φ+ whatever the state. Each Bell state has its own three.",
    ),
    (
        lambda state, xx, yy, zz: _signed(SIGNS[state], xx, -yy, zz),
        "sign of YY | "
        "The sign of YY is the wrong one. It is the product of the other two signs, times −1.",
    ),
    (
        lambda _, xx, yy, zz: _signed((1, 1, 1), abs(xx), abs(yy), abs(zz)),
        "signs dropped | "
        "You took absolute values. A pair of another Bell state would look as good then.",
    ),
    (
        _of(phiminus="psi+", psiplus="phi-"),
        "letter and sign exchanged | "
        "Φ− and Ψ+ are exchanged: the letter shows in Z (Φ equal, Ψ different), the sign in X.",
    ),
    (
        _of(phiplus="psi+", phiminus="psi-", psiplus="phi+", psiminus="phi-"),
        "Φ and Ψ exchanged | Φ and Ψ are exchanged: in Φ both read the same in Z.",
    ),
    (
        _of(phiplus="phi-", phiminus="phi+", psiplus="psi-", psiminus="psi+"),
        "signs exchanged | "
        "+ and − of the states are exchanged: with a plus both read the same in X.",
    ),
    (
        lambda state, *found: _signed([-sign for sign in SIGNS[state]], *found),
        "all signs reversed | All three signs are the other way round.",
    ),
    (
        lambda state, *found: _signed(SIGNS[state], *found, one=0, over=3),
        "mean of the three | "
        "That is the mean of the three, with their signs. It is 0 for a pair that is mere noise, "
        "which has F = 1/4: (1 + …)/4.",
    ),
    (
        lambda state, *found: _signed(SIGNS[state], *found, over=3),
        "3 for 4 | You divide by 3. There are four numbers to add up: 1 and three correlations.",
    ),
    (
        lambda state, *found: _signed(SIGNS[state], *found, over=2),
        "2 for 4 | You divide by 2. A perfect pair would have F = 2.",
    ),
    (
        lambda state, *found: _signed(SIGNS[state], *found, one=0),
        "1 forgotten | You left the 1 out. A perfect pair would have F = 3/4.",
    ),
    (
        lambda state, xx, yy, zz: _signed(SIGNS[state], xx, 0, zz),
        "YY left out | You left YY out. XX and ZZ alone cannot tell how much of F is there.",
    ),
    (
        lambda state, xx, yy, zz: (1 + SIGNS[state][2] * zz) / 2,
        "ZZ alone | "
        "That is how often the bits fit in Z. Coins that agree would pass for a Bell pair.",
    ),
    (
        lambda state, *found: 100 * _signed(SIGNS[state], *found),
        "per cent | Write F as a share, not in per cent.",
    ),
)


def judge_sign(calls: tuple[Call, ...], _: Given) -> Verdict:
    """Judge each Bell state by all its pairs; a slip that explains all that failed is named."""
    failed = [call for call in calls if call.error is None and not _right(call)]
    shared = [words for slip, words in SLIPS if _explains(slip, failed)]
    parts, told = [], False
    for name, symbol in BELL_SYMBOLS.items():
        ours = [call for call in calls if call.arguments[0] == name]
        broken = next((call for call in ours if call.error is not None), None)
        missed = [call for call in ours if call in failed]
        if broken is not None:
            parts.append(failed_part(symbol, describe_pair(*broken.arguments), str(broken.error)))
        elif missed:
            why = "" if told and shared else next(iter(shared), _own_slip(missed))
            told = True
            parts.append(part(symbol, _missed(missed[0]), why))
        else:
            parts.append(Part(symbol, 1.0))
    right = (
        "Three settings are enough, whatever the pair: no assumption was made about its noise. The "
        "signs belong to a named Bell state, as those of a Bell test do."
    )
    return add_up(parts, right=right, exercise="08.2")


def _right(call: Call) -> bool:
    return bool(abs(call.value - estimate(*call.arguments)) <= WITHIN)


def _explains(slip: Slip, calls: list[Call]) -> bool:
    return all(abs(call.value - slip(*call.arguments)) <= WITHIN for call in calls)


def _own_slip(calls: list[Call]) -> str:
    return next((words for slip, words in SLIPS if _explains(slip, calls)), "")


def _missed(call: Call) -> str:
    return (
        f"With {describe_pair(*call.arguments)} F is not {call.value:.4g}, expected "
        f"{estimate(*call.arguments):.4f}."
    )
