"""A function as an answer: it is called with what it has not seen, and its values travel."""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from qinet_edu.check.answers import Kind, Refused, called, is_unanswered
from qinet_edu.check.verdict import Verdict

FAILS = "function fails"


@dataclass(frozen=True)
class Call:
    """Hold one call of a student's function: what went in, and what came out or went wrong."""

    arguments: tuple[Any, ...]
    value: Any = None
    error: str | None = None


@dataclass(frozen=True)
class Function:
    """Ask for a function; it is called with arguments it has not seen, and its values travel.

    Attributes:
        returns: the kind of value it must return.
        describe: puts the arguments of a call into words, for messages.
        each: whether the judge takes the calls one by one, so that one that fails costs only
            itself; else it costs the whole answer.

    Example:
        >>> from qinet_edu.check.answers import Numbers
        >>> double = Function(returns=Numbers())
        >>> sent = double.export(lambda x: 2 * x, ((1,), (2.5,)))
        >>> [call.value for call in double.read(sent, ((1,), (2.5,)))]
        [2.0, 5.0]
    """

    returns: Kind
    describe: Callable[..., str] = lambda *arguments: ", ".join(map(repr, arguments))
    each: bool = False

    def export(self, value: Any, arguments: tuple[tuple[Any, ...], ...] = ()) -> Any:
        """Call a function with each of the arguments and write what it returns or raises."""
        if not callable(value):
            raise Refused(f"This exercise asks for a function, not {called(value)}.")
        calls: list[Any] = []
        for given in arguments:
            try:
                returned = value(*deepcopy(given))  # theirs to change
                calls.append(
                    None if is_unanswered(returned) else {"value": self.returns.export(returned)}
                )
            except Refused as refusal:
                calls.append({"error": str(refusal)})
            except Exception as error:
                calls.append({"error": f"it raised {type(error).__name__}: {error}"[:300]})
        return None if all(call is None for call in calls) else calls

    def read(self, data: Any, arguments: tuple[tuple[Any, ...], ...] = ()) -> tuple[Call, ...]:
        """Check the value of every call."""
        if not isinstance(data, list) or len(data) != len(arguments):
            raise Refused("The function was not called as often as it should have been.")
        calls = []
        for given, outcome in zip(arguments, data, strict=True):
            error, value = None, None
            try:
                if not isinstance(outcome, dict):
                    raise Refused("it returned nothing")
                if "error" in outcome:
                    raise Refused(str(outcome["error"])[:300])
                value = self.returns.read(outcome.get("value"))
            except Refused as refusal:
                error = str(refusal)
            calls.append(Call(given, value, error))
        return tuple(calls)

    def first_failure(self, calls: tuple[Call, ...]) -> Verdict | None:
        """Return the verdict on the first call that returned nothing usable, if any."""
        for call in calls:
            if call.error is not None:
                given = self.describe(*call.arguments)
                return Verdict.wrong(failure(given, call.error), slip=FAILS)
        return None


def failure(given: str, error: str) -> str:
    """Say that a call returned nothing usable.

    Example:
        >>> failure("p = 0.1", "it returned nothing")
        'Called with p = 0.1, your function failed: it returned nothing'
    """
    return f"Called with {given}, your function failed: {error}"
