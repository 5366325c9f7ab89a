"""Mermin's table: six answers agreed beforehand, four demands, and no way to meet them all."""

from typing import Any

import numpy as np

from qinet_edu import theory
from qinet_edu.draw.picture import Picture
from qinet_edu.draw.svg import Drawing

PARTIES = ("alice", "bob", "charlie")
QUESTIONS = ("x", "y")
# Who is asked what, and what the product of the three answers has to be.
DEMANDS = {"xxx": 1, "xyy": -1, "yxy": -1, "yyx": -1}
MOST = 3  # demands that any table meets
_GHZ = np.array([1, 0, 0, 0, 0, 0, 0, 1]) / np.sqrt(2)
_SIGNS = {"+": 1, "-": -1, "−": -1}
_CELLS = tuple(f"{question}{party[0]}" for question in QUESTIONS for party in PARTIES)


def ghz_table(answers: str = "++++++", *, why: bool = False) -> Picture:
    """Draw a table of answers agreed beforehand, and which of Mermin's four demands it meets.

    Three parties are asked X or Y each and answer +1 or −1. A GHZ state meets each of the four
    demands whenever it is put; of the 64 tables of agreed answers, none meets more than three. It
    is a parity check: each answer occurs in two demands, so the four products of any table
    multiply to +1, while the four wanted ones multiply to −1.

    Args:
        answers: six signs: to X by Alice, Bob and Charlie, then to Y by the same.
        why: whether to show the parity check that no table passes.

    Returns:
        The picture; its numbers are the six answers, the four products, how many demands are
        ``met``, ``m`` = XXX − XYY − YXY − YYX of the table, and ``m_ghz`` of a GHZ state.

    Raises:
        ValueError: the answers are not six signs, or ``why`` is neither True nor False.

    Source:
        Mermin, PRL 65, 1838 (1990).

    Example:
        >>> ghz_table("++++++").numbers["met"]
        1
        >>> numbers = ghz_table("+++---").numbers
        >>> numbers["xxx"], numbers["xyy"], numbers["m"]
        (1, 1, -2)
        >>> ghz_table("--++++").numbers["met"]
        3
    """
    numbers = table_numbers(answers)
    if not isinstance(why, (bool, np.bool_)):
        raise ValueError(f"why is True (show the parity check) or False, not {why!r}.")
    drawing = Drawing(640, 424)
    drawing.text(24, 34, "Three parties, answers agreed beforehand", size=17, bold=True)
    _cells(drawing, numbers)
    for row, line in enumerate(advice(numbers["met"], why=bool(why))):
        drawing.text(24, 250 + 19 * row, line, part=f"advice-{row}")
    _demands(drawing, numbers)
    _parity(drawing, bool(why))
    _scores(drawing, numbers)
    alt = table_alt(numbers, why=bool(why))
    return Picture(drawing.render(alt), alt, numbers)


def table_numbers(answers: str) -> dict[str, Any]:
    """Return the answers, the product of each demand, and how many demands are met."""
    if not isinstance(answers, str) or len(answers) != 6 or set(answers) - set(_SIGNS):
        raise ValueError(
            "answers are six signs such as '+-++--': to X by Alice, Bob and Charlie, then to Y by "
            f"the same; {answers!r} is not that."
        )
    numbers: dict[str, Any] = dict(zip(_CELLS, (_SIGNS[one] for one in answers), strict=True))
    for demand in DEMANDS:
        numbers[demand] = 1
        for question, party in zip(demand, PARTIES, strict=True):
            numbers[demand] *= numbers[f"{question}{party[0]}"]
    numbers["met"] = sum(numbers[demand] == wanted for demand, wanted in DEMANDS.items())
    numbers["m"] = sum(numbers[demand] * wanted for demand, wanted in DEMANDS.items())
    return {**numbers, "m_ghz": round(float(theory.mermin(_GHZ)), 9)}


def sign(value: float) -> str:
    """Write +1 or −1.

    Example:
        >>> sign(1), sign(-1)
        ('+1', '−1')
    """
    return "+1" if value > 0 else "−1"


def advice(met: int, *, why: bool) -> tuple[str, ...]:
    """Say in short lines what to try, or why it cannot be done; always as many.

    Example:
        >>> advice(3, why=False)[0]
        'Three of four are met. Is there a'
    """
    lines: tuple[str, ...]
    if why:
        lines = _WHY
    elif met == MOST:
        lines = ("Three of four are met. Is there a", "table that meets the fourth too?")
    else:
        lines = (
            "Six answers, agreed before anyone", "knows who will be asked what.",
            "Find a table that meets all four", "demands.",
        )  # fmt: skip
    return (*lines, *[""] * (len(_WHY) - len(lines)))


_WHY = (
    "Why no table meets all four: each",
    "answer stands in two demands, so",
    "in the product of all four products",
    "it is squared: any table gives +1.",
    "The wanted ones give −1. This is a",
    "parity check that no table passes.",
    "GHZ states do, in every round: so",
    "their answers were not agreed on.",
)


def table_alt(numbers: dict[str, Any], *, why: bool) -> str:
    """Say in words what the picture shows."""
    cells = "; ".join(
        f"asked {question.upper()}, "
        + ", ".join(
            f"{party.title()} answers {sign(numbers[f'{question}{party[0]}'])}" for party in PARTIES
        )
        for question in QUESTIONS
    )
    found = ", ".join(
        f"{demand.upper()} = {sign(numbers[demand])} "
        f"({'as' if numbers[demand] == wanted else 'not as'} wanted)"
        for demand, wanted in DEMANDS.items()
    )
    return (
        f"A table of answers agreed beforehand: {cells}. Products: {found}. It meets "
        f"{numbers['met']} of 4 demands, M = {_whole(numbers['m'])}; the best table meets {MOST}, "
        f"M = 2, a GHZ state all 4, M = {numbers['m_ghz']:g}. "
        f"{' '.join(advice(numbers['met'], why=why)).strip()}"
    )


def _whole(value: int) -> str:
    return str(value).replace("-", "−")


def _cells(drawing: Drawing, numbers: dict[str, Any]) -> None:
    """Draw the six answers, a column a party and a row a question."""
    for column, party in enumerate(PARTIES):
        x = 118.0 + 72 * column
        drawing.text(x, 68, party.title(), size=13, anchor="middle", fill=party, bold=True)
        for row, question in enumerate(QUESTIONS):
            cell, y = f"{question}{party[0]}", 80.0 + 68 * row
            drawing.rect(x - 30, y, 60, 58, fill="panel", stroke=party, rx=8, stroke_width=2)
            drawing.text(x, y + 37, sign(numbers[cell]), size=22, anchor="middle", bold=True,
                         part=f"is-{cell}")  # fmt: skip
            # Where a hand may press, over the sign.
            drawing.rect(x - 30, y, 60, 58, fill="card", fill_opacity=0.0, rx=8,
                         part=f"cell-{cell}")  # fmt: skip
    for row, question in enumerate(QUESTIONS):
        y = 106.0 + 68 * row
        drawing.text(24, y, "asked", size=12, fill="muted")
        drawing.text(24, y + 18, question.upper(), size=17, bold=True)


def _demands(drawing: Drawing, numbers: dict[str, Any]) -> None:
    """Draw the four demands: who is asked what, the product found, the one wanted."""
    for x, text in ((504.0, "product"), (560.0, "wanted")):
        drawing.text(x, 68, text, size=12, anchor="middle", fill="muted")
    for column, party in enumerate(PARTIES):
        drawing.text(
            354 + 48 * column, 68, party[0].upper(), anchor="middle", fill=party, bold=True
        )
    for row, (demand, wanted) in enumerate(DEMANDS.items()):
        y = 96.0 + 40 * row
        met = numbers[demand] == wanted
        with drawing.group(part=f"missed-{demand}", opacity=0.0 if met else 1.0):
            drawing.rect(324, y - 16, 292, 32, fill="none", stroke="error", rx=6, stroke_width=1.5,
                         stroke_dasharray="8 3 2 3")  # fmt: skip
            drawing.text(602, y + 5, "✕", size=15, anchor="middle", fill="error", bold=True)
        drawing.text(602, y + 5, "✓", size=15, anchor="middle", bold=True, part=f"met-{demand}",
                     opacity=1.0 if met else 0.0)  # fmt: skip
        for column, (question, party) in enumerate(zip(demand, PARTIES, strict=True)):
            x = 354 + 48 * column
            drawing.text(x, y + 5, question.upper(), size=15, anchor="middle", fill=party,
                         bold=True)  # fmt: skip
            if column:
                drawing.text(x - 24, y + 5, "·", anchor="middle", fill="muted")
        drawing.text(474, y + 5, "=", anchor="middle", fill="muted")
        drawing.text(504, y + 5, sign(numbers[demand]), size=15, anchor="middle", bold=True,
                     part=f"is-{demand}")  # fmt: skip
        drawing.text(560, y + 5, sign(wanted), size=15, anchor="middle")


def _parity(drawing: Drawing, why: bool) -> None:
    with drawing.group(part="parity", opacity=float(why)):
        drawing.line(330, 240, 612, 240, stroke="line", width=1)
        drawing.text(330, 262, "all four multiplied", size=12)
        drawing.text(504, 263, "+1", size=15, anchor="middle", bold=True)
        drawing.text(560, 263, "−1", size=15, anchor="middle")
        drawing.text(602, 263, "✕", size=15, anchor="middle", fill="error", bold=True)


def _scores(drawing: Drawing, numbers: dict[str, Any]) -> None:
    """Draw how many demands this table, the best table and a GHZ state meet."""
    drawing.text(330, 306, "M = XXX − XYY − YXY − YYX", size=12, fill="muted")
    rows = (
        ("this table", numbers["met"], numbers["m"]),
        ("best table", MOST, 2 * MOST - len(DEMANDS)),
        ("GHZ state", len(DEMANDS), round(numbers["m_ghz"])),
    )
    for row, (name, met, m) in enumerate(rows):
        y, moves = 336.0 + 30 * row, row == 0
        drawing.text(330, y + 5, name, bold=moves)
        for k in range(len(DEMANDS)):
            drawing.circle(432 + 22 * k, y, 7.5, fill="none", stroke="line", stroke_width=1.5)
            drawing.circle(
                432 + 22 * k, y, 7.5, fill="quantum" if row == 2 else "measured",
                fill_opacity=float(k < met), part=f"pip-{k}" if moves else None,
            )  # fmt: skip
        drawing.text(520, y + 5, f"{met} of 4", part="met" if moves else None)
        drawing.text(616, y + 5, f"M = {_whole(m)}", anchor="end", part="m" if moves else None)
