"""One number of several: right to three digits, or a slip that gives another."""

from collections.abc import Mapping, Sequence

from qinet_edu.check.explaining import part
from qinet_edu.check.verdict import Part

WITHIN = 4e-3  # of the right number: three digits


def near(found: float, right: float, within: float = WITHIN) -> bool:
    """Tell whether two numbers agree, up to a share of the second.

    Example:
        >>> near(0.122, 0.1223), near(0.12, 0.1223)
        (True, False)
    """
    return abs(found - right) <= within * abs(right)


def three_digits(found: float, right: float) -> bool:
    """Tell whether a number is right to three digits; one that is rounded to three is.

    Example:
        >>> three_digits(1.0, 1.0049), three_digits(1.01, 1.0049)
        (True, False)
    """
    return near(found, right) or near(found, float(f"{right:.3g}"), 1e-9)


def number_part(
    name: str,
    found: float,
    right: float,
    slips: Mapping[float, str],
    *,
    unit: str = "",
    follows: float | None = None,
    told: set[str] | None = None,
) -> Part:
    """Judge one number of several.

    Args:
        name: what was asked, in a few words.
        found: what was answered.
        right: what it should be, above 0.
        slips: what known slips give, and the words for each.
        unit: what stands behind the number.
        follows: what is right for whoever carried an earlier slip along, where there was one.
        told: what the parts before have explained, which need not be said again; this one's words
            are added.

    Example:
        >>> number_part("the rate", 50, 100, {50: "Both count."}, unit="per second")
        ✗ The rate is not 50 per second. Both count.
    """
    if any(good is not None and three_digits(found, good) for good in (right, follows)):
        return Part(name, 1.0)
    why = next((words for value, words in slips.items() if near(found, value)), "")
    if not why and found > 0 and near(found, right, 0.03):
        why = "too few digits | Close: give three digits that count."
    if told is not None:
        new = "" if why in told else why
        told.add(why)
        why = new
    got = f"{name[0].upper()}{name[1:]} is not {found:.4g} {unit}".rstrip()
    return part(name, f"{got}.", why)


def told_apart(right: float, slips: Mapping[float, str], *, within: float = WITHIN) -> bool:
    """Tell whether every slip gives a number of its own, and none the right one.

    Example:
        >>> told_apart(1, {2: "Twice.", 2.001: "Both."}), told_apart(1, {2: "Twice.", 3: "Thrice."})
        (False, True)
    """
    values = [right, *slips]
    return not any(
        near(one, other, 2.5 * within)
        for place, one in enumerate(values)
        for other in values[:place]
    )


def number_parts(
    names: Sequence[str],
    found: Sequence[float],
    right: Sequence[float],
    slips: Sequence[Mapping[float, str]],
    *,
    units: Sequence[str] | None = None,
    carried: Sequence[float | None] | None = None,
) -> list[Part]:
    """Judge several numbers; what explains more than one of them is said once.

    Args:
        names: what was asked, in a few words each.
        found: what was answered.
        right: what they should be, above 0.
        slips: for each, what known slips give, and the words.
        units: what stands behind each.
        carried: what follows for each from an earlier slip, where there was one.

    Example:
        >>> number_parts(("the rate", "the time"), (50, 2), (100, 2), ({50: "Both count."}, {}))
        [✗ The rate is not 50. Both count., ✓ the time]
    """
    told: set[str] = set()
    many = len(names)
    return [
        number_part(name, got, good, known, unit=unit, follows=follows, told=told)
        for name, got, good, known, unit, follows in zip(
            names, found, right, slips, units or [""] * many, carried or [None] * many, strict=True
        )
    ]
