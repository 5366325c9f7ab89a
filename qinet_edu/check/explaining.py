"""What judges share: the words for known mistakes, and how often luck may fail a right answer."""

from math import log

from qinet_edu.check.verdict import Verdict

FALSE_FAIL_RATE = 1e-6  # at most this share of right answers may fail a check that samples
BELL_SYMBOLS = {"phi+": "Φ+", "phi-": "Φ−", "psi+": "Ψ+", "psi-": "Ψ−"}


def explain(mistakes: dict[float, str], found: float, within: float) -> str:
    """Return the words for the known mistake that gives what was found, or none.

    Example:
        >>> explain({0.75: "Exchanged.", 0.5: "A fair coin."}, 0.5001, 1e-3)
        'A fair coin.'
    """
    return next((words for value, words in mistakes.items() if abs(found - value) < within), "")


def explain_factor(mistakes: dict[float, str], found: float, right: float, *, within: float) -> str:
    """Return the words for the known mistake that is off by the factor found, or none.

    Args:
        mistakes: words by factor; 1000 for metres instead of kilometres.
        found: what was answered.
        right: what it should have been, above 0.
        within: what part of the factor may be missing.

    Example:
        >>> explain_factor({2: "Both ways.", 1e-3: "Seconds."}, 0.0471, 47, within=0.01)
        'Seconds.'
    """
    if found <= 0:
        return ""
    logs = {log(factor): words for factor, words in mistakes.items()}
    return explain(logs, log(found) - log(right), within)


def wrong(got: str, why: str, exercise: str) -> Verdict:
    """Say what is wrong and why; where nobody knows why, point to the hints.

    Example:
        >>> wrong("P(1) is 0.2.", "", "01.1").message
        'P(1) is 0.2. Stuck? Ask hint("01.1").'
    """
    ask = f'Stuck? Ask hint("{exercise}").'
    return Verdict.wrong(f"{got} {why or ask}")
