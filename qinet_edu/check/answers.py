"""Kinds of answers: how each leaves a notebook as data, and what is refused on arrival.

``export`` runs beside the student's code and turns a value into JSON; ``read`` runs elsewhere,
trusts nothing, and turns the JSON into a value again.
"""

import math
import re
from dataclasses import dataclass
from typing import Any, Protocol

LARGEST_TEXT = 350_000


class Refused(ValueError):
    """An answer is not of the kind asked for; the message says what to hand in instead."""


class Kind(Protocol):
    """Say how one kind of answer travels."""

    def export(self, value: Any, arguments: tuple[tuple[Any, ...], ...] = ()) -> Any:
        """Turn a student's value into JSON."""

    def read(self, data: Any, arguments: tuple[tuple[Any, ...], ...] = ()) -> Any:
        """Turn JSON that may come from anybody into a value a judge can trust."""


def is_unanswered(value: Any) -> bool:
    """Tell whether a value is what the stub leaves: None or ``...``.

    Example:
        >>> is_unanswered(...), is_unanswered(0)
        (True, False)
    """
    return value is None or value is ...


@dataclass(frozen=True)
class Numbers:
    """Ask for one real number, or for ``count`` of them.

    Example:
        >>> Numbers().read(Numbers().export(9604)), Numbers(2).read([1, 2.5])
        (9604.0, (1.0, 2.5))
    """

    count: int | None = None

    def export(self, value: Any, arguments: tuple[tuple[Any, ...], ...] = ()) -> Any:
        """Write numbers; anything that converts to a float is one, and so is 0.5 + 0j."""
        if self.count is not None and isinstance(value, (set, frozenset, dict)):
            raise Refused(f"{self._asked()} in order, like (1, 2): a set has none.")
        try:
            if self.count is None:
                return _real(value)
            return [_real(number) for number in value]
        except (TypeError, ValueError, OverflowError):
            raise Refused(f"{self._asked()}, not {called(value)}.") from None

    def read(self, data: Any, arguments: tuple[tuple[Any, ...], ...] = ()) -> Any:
        """Check that numbers are finite and as many as asked for."""
        numbers = [data] if self.count is None else data
        if (
            not isinstance(numbers, list)
            or len(numbers) != (self.count or 1)
            or not all(isinstance(n, (int, float)) and not isinstance(n, bool) for n in numbers)
        ):
            raise Refused(f"{self._asked()}.")
        if not all(abs(n) <= 1e300 and math.isfinite(n) for n in numbers):
            raise Refused("A number is infinite, or not a number: look for a division by zero.")
        return float(data) if self.count is None else tuple(map(float, numbers))

    def _asked(self) -> str:
        many = "one number" if self.count is None else f"{self.count} numbers"
        return f"This exercise asks for {many}"


@dataclass(frozen=True)
class Bits:
    """Ask for a string of bits; spaces between registers are welcome and not needed.

    Attributes:
        count: how many; None where finding out how many is a part of the exercise.

    Example:
        >>> Bits(3).read(Bits(3).export("0 11"))
        '011'
    """

    count: int | None = None

    def export(self, value: Any, arguments: tuple[tuple[Any, ...], ...] = ()) -> Any:
        """Write a bit string."""
        if not isinstance(value, str):
            raise Refused(
                f'Write the bits in quotation marks, like "01"; not {called(value)}. '
                '"".join(map(str, bits)) makes a text of a list.'
            )
        return value

    def read(self, data: Any, arguments: tuple[tuple[Any, ...], ...] = ()) -> str:
        """Check that a string holds as many zeros and ones as asked for."""
        if not isinstance(data, str) or len(data) > LARGEST_TEXT:
            raise Refused("This exercise asks for a string of bits.")
        bits = re.sub(r"\s", "", data)
        many = len(bits) if self.count is None else self.count
        asked = f"This exercise asks for {'bits' if self.count is None else f'{self.count} bits'}"
        stray = re.search("[^01]", bits)
        if stray:
            raise Refused(f"{asked}, each 0 or 1; yours hold a {stray[0]!r}.")
        if len(bits) != many:
            raise Refused(f"{asked}; yours are {len(bits)}.")
        return bits


@dataclass(frozen=True)
class Choices:
    """Ask for a set of choices among some words.

    Example:
        >>> sorted(Choices(("a", "b", "c")).read(["c", "a"]))
        ['a', 'c']
    """

    among: tuple[str, ...]

    def export(self, value: Any, arguments: tuple[tuple[Any, ...], ...] = ()) -> Any:
        """Write a set, a list or a single word as a sorted list."""
        words = {value} if isinstance(value, str) else value
        if not isinstance(words, (set, frozenset, list, tuple)):
            raise Refused(f"Write your choices as a set, like {{{self.among[0]!r}}}.")
        return sorted({str(word) for word in words})

    def read(self, data: Any, arguments: tuple[tuple[Any, ...], ...] = ()) -> frozenset[str]:
        """Check that every choice is one of those offered."""
        if not isinstance(data, list) or not all(isinstance(word, str) for word in data):
            raise Refused("This exercise asks for a set of words.")
        for word in data:
            if word not in self.among:
                raise Refused(f"{word[:40]!r} is no choice; there are {', '.join(self.among)}.")
        return frozenset(data)


@dataclass(frozen=True)
class Data:
    """Ask for data: lists and dictionaries of numbers and words, such as a table or a plot.

    Example:
        >>> Data().read(Data().export({"x": [1, 2], "y": [0.5, 0.25]}))
        {'x': [1, 2], 'y': [0.5, 0.25]}
    """

    largest: int = 20_000

    def export(self, value: Any, arguments: tuple[tuple[Any, ...], ...] = ()) -> Any:
        """Write nested data; arrays become lists."""
        if hasattr(value, "tolist"):
            value = value.tolist()
        if isinstance(value, dict):
            return {str(key): self.export(entry) for key, entry in value.items()}
        if isinstance(value, (list, tuple)):
            return [self.export(entry) for entry in value]
        if isinstance(value, (str, int, float)):
            return value
        raise Refused(f"Use lists, dictionaries, numbers and words; not {called(value)}.")

    def read(self, data: Any, arguments: tuple[tuple[Any, ...], ...] = ()) -> Any:
        """Check the size of nested data, and that its numbers are finite."""
        pending, seen = [data], 0
        while pending:
            entry = pending.pop()
            seen += 1
            if seen > self.largest or (isinstance(entry, str) and len(entry) > LARGEST_TEXT):
                raise Refused("There is far more data than the exercise asks for.")
            if isinstance(entry, dict):
                pending += entry.values()
            elif isinstance(entry, list):
                pending += entry
            elif isinstance(entry, (int, float)) and not math.isfinite(entry):
                raise Refused("A number is infinite, or not a number: look for a division by zero.")
        return data


def _real(value: Any) -> float:
    """Return a float; ⟨ψ|ρ|ψ⟩ computed with complex amplitudes has an imaginary part of zero."""
    number = value.item() if hasattr(value, "item") else value
    if isinstance(number, complex) and abs(number.imag) < 1e-9:
        number = number.real
    return float(number)


def called(value: Any) -> str:
    """Say what something is, in a few words.

    Example:
        >>> called("many")
        "'many' (str)"
    """
    shown = repr(value)
    return f"{shown if len(shown) <= 40 else shown[:37] + '…'} ({type(value).__name__})"
