"""The account of secrecy: what every step of making a key costs, from sifted bits to the key."""

from math import ceil, floor, log2
from typing import Any

from qinet_edu import theory
from qinet_edu.arguments import one_real
from qinet_edu.draw import given
from qinet_edu.draw.bars import grouped
from qinet_edu.draw.picture import Picture
from qinet_edu.draw.svg import Drawing, decimals

LEAST, MOST = 100, 10**9
# Tags of one run, sifting included, and bits of old key that each uses up.
TAGS, TAG_BITS = 8, 128
# Each charge with what it buys; amounts and bars are drawn in this order.
CHARGES = {
    "tested": ("compared in public", "to learn the error rate"),
    "parities": ("parities revealed", "to mend Bob’s errors: f n h(Q)"),
    "known": ("what Eve may know", "by causing those errors: n h(Q)"),
    "finite": ("finite size", "n (h(Q + µ) − h(Q))"),
    "hash": ("verification hash", "to see that the keys agree"),
    "margin": ("margin of secrecy", "log₂(2/ε²)"),
}
PLACE = {"left": 398.0, "width": 218.0, "top": 104.0, "row": 42.0}


def leak_ledger(
    sifted: int = 100_000,
    *,
    qber: float = 0.02,
    f_ec: float = 1.16,
    test_fraction: float = 0.1,
    eps_sec: float = 1e-10,
    eps_cor: float = 1e-15,
) -> Picture:
    """Draw the bank account of secrecy: sifted bits come in, charges go out, a key is left.

    Of 100 000 sifted bits at 2 % of errors 41 487 become key, where an endless key would keep
    69 %; of 3000 none does. What the finite size costs shrinks with the root of the number.

    Args:
        sifted: how many sifted bits there are, 100 to 10⁹.
        qber: the error rate that is tolerated, and found, 0 to 0.5.
        f_ec: how many times h(Q) error correction reveals, 1 to 2.
        test_fraction: the share of bits that is compared in public.
        eps_sec: how far the key may be from a secret one.
        eps_cor: how likely the two keys may differ.

    Returns:
        The picture; its numbers are every charge in bits, the ``key``, by how much the account is
        ``short`` of one, the ``tags`` that authentication used up, and ``mu``.

    Raises:
        TypeError: something is no real number.
        ValueError: something is out of its range.

    Source:
        M. Tomamichel, C. C. W. Lim, N. Gisin and R. Renner, Nature Communications 3, 634 (2012).

    Example:
        >>> numbers = leak_ledger(1_100_000, qber=0.03, test_fraction=1 / 11).numbers
        >>> numbers["key"], round(numbers["mu"], 7)
        (503541, 0.0163871)
    """
    settings = read_settings(
        sifted=sifted, qber=qber, f_ec=f_ec, test_fraction=test_fraction, eps_sec=eps_sec,
        eps_cor=eps_cor,
    )  # fmt: skip
    numbers = ledger_numbers(**settings)
    drawing = Drawing(640, 536)
    drawing.text(24, 34, "The account of secrecy", size=17, bold=True)
    drawing.text(24, 57, terms_words(numbers), fill="muted", part="terms")
    _rows(drawing, numbers)
    lines = verdict_words(numbers)
    drawing.rect(16, 470, 608, 54, fill="panel", stroke="grid", rx=8)
    for row, line in enumerate(lines):
        drawing.text(32, 492 + 20 * row, line, bold=row == 0, part=f"verdict-{row}")
    alt = ledger_alt(numbers, lines)
    return Picture(drawing.render(alt), alt, numbers)


def read_settings(**settings: Any) -> dict[str, Any]:
    """Return the settings, checked."""
    sifted = given.count("number of sifted bits", settings["sifted"])
    if not LEAST <= sifted <= MOST:
        raise ValueError(f"sifted is a number of bits from {LEAST} to {MOST}, not {sifted}.")
    read: dict[str, Any] = {"sifted": sifted}
    for name, low, high in (
        ("qber", 0.0, 0.5), ("f_ec", 1.0, 2.0), ("test_fraction", 0.01, 0.99),
        ("eps_sec", 1e-30, 0.5), ("eps_cor", 1e-30, 0.5),
    ):  # fmt: skip
        read[name] = one_real(settings[name], name, low=low, high=high)
    return read


def ledger_numbers(
    sifted: int, *, qber: float, f_ec: float, test_fraction: float, eps_sec: float, eps_cor: float
) -> dict[str, Any]:
    """Return every charge in whole bits, the key, and where bars stand."""
    # Half a bit is rounded up: Python's round would do so every other time.
    tested = max(1, floor(test_fraction * sifted + 0.5))
    kept = sifted - tested
    length, margin = theory.finite_key_length(
        kept, tested, qber, f_ec=f_ec, eps_sec=eps_sec, eps_cor=eps_cor
    )
    key, mu = int(length), float(margin)
    h, h_worse = (float(theory.binary_entropy(min(q, 0.5))) for q in (qber, qber + mu))
    charges = {
        "tested": tested,
        "parities": ceil(f_ec * kept * h),
        "known": ceil(kept * h),
        "finite": ceil(kept * (h_worse - h)),
        "hash": ceil(log2(1 / eps_cor)),
        "margin": ceil(log2(2 / eps_sec**2)),
    }
    missing = sum(charges.values()) - sifted
    if key > 0:
        # An account adds up to the bit: what rounding up took too much is given back here.
        charges["finite"] -= missing + key
        missing = -key
    numbers: dict[str, Any] = {
        "sifted": sifted, "qber": qber, "f_ec": f_ec, "eps_sec": eps_sec, "mu": mu, **charges,
        "key": key, "short": max(0, missing), "tags": TAGS * TAG_BITS,
        "share": key / sifted, "endless": float(theory.bb84_rate(qber, f_ec=f_ec)),
    }  # fmt: skip
    balance = sifted
    for name, charge in charges.items():
        after = balance - charge
        numbers[f"{name}_x"] = _x(after, sifted)
        numbers[f"{name}_width"] = _x(balance, sifted) - _x(after, sifted)
        balance = after
    return {**numbers, "key_width": PLACE["width"] * key / sifted}


def _x(balance: int, sifted: int) -> float:
    """Return where a balance lies; an overdrawn account stays at 0."""
    return PLACE["left"] + PLACE["width"] * max(0, balance) / sifted


def terms_words(numbers: dict[str, Any]) -> str:
    """Write what the account is for.

    Example:
        >>> terms_words(leak_ledger().numbers)
        'Q = 2.0 %, f = 1.16, ε = 10⁻¹⁰; the test leaves room for µ = 5.21 % more errors'
    """
    return (
        f"Q = {decimals(100 * numbers['qber'], 1)} %, f = {decimals(numbers['f_ec'])}, "
        f"ε = {power(numbers['eps_sec'])}; the test leaves room for "
        f"µ = {decimals(100 * numbers['mu'])} % more errors"
    )


def power(eps: float) -> str:
    """Write a small number as the nearest power of ten.

    Example:
        >>> power(1e-10)
        '10⁻¹⁰'
    """
    digits = str(floor(-log2(eps) / log2(10) + 0.5))
    return f"10⁻{digits.translate(str.maketrans('0123456789', '⁰¹²³⁴⁵⁶⁷⁸⁹'))}"


def verdict_words(numbers: dict[str, Any]) -> tuple[str, str]:
    """Say what is left, and why."""
    endless = f"an endless key would keep {decimals(100 * numbers['endless'], 1)} %"
    if numbers["endless"] == 0:
        return "No key.", (
            "At this error rate no number of bits would do: even an endless key is gone."
        )
    if not numbers["key"]:
        return f"No key: the charges are {grouped(numbers['short'])} bits more than there are.", (
            f"More sifted bits would help: {endless} of them."
        )
    share = f"{decimals(100 * numbers['share'], 1)} % of the sifted bits; {endless}."
    if numbers["key"] <= numbers["tags"]:
        return f"A key of {grouped(numbers['key'])} bits, and a loss.", (
            f"Its tags used up {grouped(numbers['tags'])} bits of old key: the stock runs dry."
        )
    return f"A secret key of {grouped(numbers['key'])} bits.", share[0].upper() + share[1:]


def ledger_alt(numbers: dict[str, Any], lines: tuple[str, str]) -> str:
    """Say in words what the account shows."""
    charges = ", ".join(f"{what} {grouped(numbers[name])}" for name, (what, _) in CHARGES.items())
    return (
        f"The account of secrecy for {grouped(numbers['sifted'])} sifted bits. "
        f"{terms_words(numbers)}. Charges in bits: {charges}. {' '.join(lines)} Tags use up "
        f"{grouped(numbers['tags'])} bits of old key."
    )


def _rows(drawing: Drawing, numbers: dict[str, Any]) -> None:
    left, width, top, step = (PLACE[name] for name in ("left", "width", "top", "row"))
    amount = left - 16
    drawing.text(24, top, "sifted bits", size=14, bold=True)
    drawing.text(amount, top, grouped(numbers["sifted"]), size=14, anchor="end", bold=True,
                 part="sifted")  # fmt: skip
    drawing.rect(left, top - 13, width, 18, fill="measured", rx=2)
    y = top
    for name, (what, why) in CHARGES.items():
        y += step
        drawing.text(24, y - 5, f"− {what}", size=13)
        drawing.text(38, y + 11, why, size=11, fill="muted")
        drawing.text(amount, y, f"−{grouped(numbers[name])}", anchor="end", part=name)
        drawing.rect(left, y - 13, width, 18, fill="panel", rx=2)
        drawing.rect(numbers[f"{name}_x"], y - 13, numbers[f"{name}_width"], 18, fill="error",
                     fill_opacity=0.75, part=f"{name}-bar")  # fmt: skip
    y += step
    drawing.line(24, y - 20, 616, y - 20, stroke="ink", width=1.5)
    drawing.text(24, y, "= secret key", size=14, bold=True)
    drawing.text(amount, y, grouped(numbers["key"]), size=14, anchor="end", bold=True, part="key")
    drawing.rect(left, y - 13, width, 18, fill="panel", rx=2)
    drawing.rect(left, y - 13, numbers["key_width"], 18, fill="quantum", rx=2, part="key-bar")
    y += 30
    drawing.text(24, y, f"used up by tags: {TAGS} × {TAG_BITS} bits of old key", size=12,
                 fill="muted")  # fmt: skip
    drawing.text(amount, y, grouped(numbers["tags"]), size=12, anchor="end", fill="muted")
