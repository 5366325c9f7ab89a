"""What judges share: the words for known mistakes, and how often luck may fail a right answer.

The words for a known misconception begin with its short name and a bar: ``"degrees for radians |
That is the angle in degrees."``. The student reads the words; the name, which stays the same
whatever the numbers, is what a report counts.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from math import log

from qinet_edu.check.function_answers import FAILS, failure
from qinet_edu.check.verdict import Part, Verdict

FALSE_FAIL_RATE = 1e-6  # at most this share of right answers may fail a check that samples
BELL_SYMBOLS = {"phi+": "Φ+", "phi-": "Φ−", "psi+": "Ψ+", "psi-": "Ψ−"}


def explain(mistakes: dict[float, str], found: float, within: float) -> str:
    """Return the words for the known mistake that gives what was found, or none.

    Example:
        >>> explain({0.75: "Exchanged.", 0.5: "A fair coin."}, 0.5001, 1e-3)
        'A fair coin.'
    """
    return next((words for value, words in mistakes.items() if abs(found - value) < within), "")


def apart(right: float, mistakes: Iterable[float], within: float) -> bool:
    """Tell whether no known mistake gives nearly what is right.

    Example:
        >>> apart(0.5, {0.25: "A quarter.", 0.501: "Nearly."}, 0.01)
        False
    """
    return all(abs(value - right) > within for value in mistakes)


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
        >>> said = wrong("P(0) is 0.9.", "degrees for radians | That is in degrees.", "01.2")
        >>> said.message, said.slip
        ('P(0) is 0.9. That is in degrees.', 'degrees for radians')
    """
    slip, words = named(why)
    return Verdict.wrong(f"{got} {words or _ask(exercise)}", slip=slip)


def named(why: str) -> tuple[str, str]:
    """Return the name of a misconception, empty where it has none, and the words for it.

    Example:
        >>> named("a fair coin | Half the clicks.")
        ('a fair coin', 'Half the clicks.')
    """
    name, _, words = why.rpartition(" | ")
    return name, words


def part(name: str, got: str, why: str = "") -> Part:
    """Say what is wrong with one of several things asked for, and why.

    Example:
        >>> part("W", "The number for W is wrong.", "tangle | That is the tangle.").slip
        'tangle'
    """
    slip, words = named(why)
    return Part(name, 0.0, f"{got} {words}".strip(), slip)


def failed_part(name: str, given: str, error: str) -> Part:
    """Say that the call of a student's function for one part returned nothing usable.

    Example:
        >>> failed_part("Φ+", "'phi+'", "it returned nothing")
        ✗ Called with 'phi+', your function failed: it returned nothing
    """
    return Part(name, 0.0, failure(given, error), FAILS)


def add_up(
    parts: Sequence[Part],
    *,
    right: str,
    exercise: str,
    weights: Sequence[float] | None = None,
    free: float = 0,
) -> Verdict:
    """Add the parts of an answer up; where nobody knows why one is wrong, point to the hints.

    Args:
        parts: how each thing asked for was answered.
        right: what to say when all of them are right.
        exercise: its number.
        weights: how much each part counts; all the same when left out.
        free: how much comes right without understanding, and earns nothing: one message of four
            for whoever always sends the same.

    Example:
        >>> add_up([Part("00", 1.0), part("11", "No.")], right="All.", exercise="04.4", free=1)
        ✗ Wrong:
          ✓ 00
          ✗ No. Stuck? Ask hint("04.4").
    """
    failed = [one for one in parts if one.score < 1]
    if failed and not any(one.slip for one in failed):
        last = replace(failed[-1], message=f"{failed[-1].message} {_ask(exercise)}")
        parts = [last if one is failed[-1] else one for one in parts]
    return Verdict.of_parts(parts, right=right, weights=weights, free=free)


def _ask(exercise: str) -> str:
    return f'Stuck? Ask hint("{exercise}").'
