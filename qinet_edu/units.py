"""How quantities are written for reading."""

_TIMES = ((1.0, "s"), (1e-3, "ms"), (1e-6, "µs"), (1e-9, "ns"))


def three_digits(value: float) -> str:
    """Write a number with three digits that count, never with an exponent.

    Example:
        >>> three_digits(0.48967), three_digits(48967.0), three_digits(2.5), three_digits(0.0)
        ('0.49', '48967', '2.5', '0')
    """
    size = abs(value)
    places = 0 if size >= 99.95 else 1 if size >= 9.995 else 2
    while places < 12 and 0 < size < 0.0995 and round(size * 10**places) < 100:
        places += 1
    text = f"{value:.{places}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text.replace("-", "−")


def time_unit(time_s: float) -> tuple[float, str]:
    """Choose the unit in which a time is a number from 1 to 1000.

    Args:
        time_s: a time in seconds.

    Returns:
        The unit in seconds, and its name; seconds for none and for long times.

    Example:
        >>> time_unit(4.9e-3)
        (0.001, 'ms')
    """
    size = abs(time_s)
    # Three digits of 0.9996 ms are 1 ms: what rounds up to the next unit is written in it.
    for unit, name in _TIMES:
        if size >= 0.9995 * unit or not size:
            return unit, name
    return _TIMES[-1]


def time_words(time_s: float) -> str:
    """Write a time in the unit that suits it.

    Example:
        >>> time_words(0.00048967), time_words(48.967e-6), time_words(0.0), time_words(1.5)
        ('490 µs', '49 µs', '0 s', '1.5 s')
    """
    unit, name = time_unit(time_s)
    return f"{three_digits(time_s / unit)} {name}"
