"""Cascade on a short key: the tree of blocks, the parities asked, and the bits they give away."""

from collections.abc import Sequence
from typing import Any

from qinet_edu import theory
from qinet_edu.draw import given
from qinet_edu.draw.cascade_trace import (
    ALICE,
    BITS,
    BLOCKS,
    KEY,
    NODES,
    ORDERS,
    Moment,
    Node,
    parity,
    read_errors,
    trace,
)  # fmt: skip
from qinet_edu.draw.picture import Picture
from qinet_edu.draw.svg import Drawing, decimals

# Where the trees stand, and what the live view moves a mark by.
PLACE = {"left": 76.0, "pitch": 17.0, "row": 22.0, "tree_0": 114.0, "tree_1": 300.0}
_ERROR = (3, 4, 21)


def cascade(step: int = 0, *, errors: Sequence[int] = _ERROR) -> Picture:
    """Draw two passes of Cascade on a key of 32 bits, after a number of steps.

    Alice and Bob find his errors by telling each other parities of blocks. Each parity told is a
    bit that Eve learns too: 17 of 32 for the 3 errors drawn at first, where no method whatever
    gets by with fewer than 14.4 on average.

    Args:
        step: how many steps have been taken; more than there are shows the end.
        errors: places at which Bob's key differs from Alice's, 0 to 31.

    Returns:
        The picture; its numbers are the ``step`` of so many ``steps``, the parities ``asked``,
        the errors ``fixed`` and ``left``, ``limit`` = 32 h(errors/32), Bob's key as a whole number
        (bit k worth 2ᵏ), what is known of each block, and where the mark stands.

    Raises:
        ValueError: a step that cannot be counted, or errors that are no places in the key.

    Source:
        Brassard and Salvail, EUROCRYPT '93, LNCS 765, 410 (1994).

    Example:
        >>> numbers = cascade(100).numbers
        >>> numbers["asked"], numbers["fixed"], numbers["left"]
        (16, 3, 0)
        >>> cascade(100, errors=[8, 12]).numbers["left"]
        2
    """
    places = read_errors(errors)
    moments = trace(places)
    at = min(given.count("step", step), len(moments) - 1)
    numbers = cascade_numbers(at, places, moments)
    lines = cascade_words(at, places, moments)
    drawing = Drawing(640, 560)
    drawing.text(24, 34, "Cascade: find errors by asking for parities", size=17, bold=True)
    for row, line in enumerate(lines):
        drawing.text(24, 58 + 18 * row, line, bold=row == 0, part=f"words-{row}")
    for turn, name in enumerate((
        "Pass 1: blocks of 8, in order", "Pass 2: blocks of 16, shuffled"
    )):  # fmt: skip
        _tree(drawing, turn, name, moments[at], places)
    drawing.rect(numbers["mark_x"], numbers["mark_y"], numbers["mark_width"], 20, fill="none",
                 stroke="ink", stroke_width=2.5, rx=4, part="mark")  # fmt: skip
    _told(drawing, numbers)
    alt = (
        f"Two passes of Cascade on a key of 32 bits, step {at} of {len(moments) - 1}. "
        f"{' '.join(lines)} {_counted(numbers)}"
    )
    return Picture(drawing.render(alt), alt, numbers)


def cascade_numbers(at: int, errors: Sequence[int], moments: Sequence[Moment]) -> dict[str, Any]:
    """Return what is counted at one moment, and where the mark stands."""
    moment = moments[at]
    left = (moment.bob ^ ALICE).bit_count()
    node = moment.node
    level = (BLOCKS[node.turn] // node.size).bit_length() - 1
    whole = node.size == BITS
    return {
        "step": at, "steps": len(moments) - 1, "asked": moment.asked,
        "fixed": len(errors) - left, "left": left,
        "limit": BITS * float(theory.binary_entropy(len(errors) / BITS)),
        "bob": moment.bob,
        "nodes": ",".join(node_words(node, moment) for node in NODES),
        "mark_x": PLACE["left"] + PLACE["pitch"] * node.first - 1,
        "mark_y": PLACE[f"tree_{node.turn}"] - 1 + (0 if whole else PLACE["row"] * level),
        "mark_width": 0.0 if whole else PLACE["pitch"] * node.size + 1,
    }  # fmt: skip


def node_words(node: Node, moment: Moment) -> str:
    """Write the two parities of a block: nothing if unknown, in brackets if nobody had to ask.

    Example:
        >>> moments = trace([5])
        >>> [node_words(Node(0, 0, 8), moments[k]) for k in (0, 1, 5)]
        ['', '0≠1', '0=0']
        >>> [node_words(Node(0, first, 4), moments[2]) for first in (0, 4)]
        ['1=1', '(1≠0)']
    """
    if node.mask not in moment.known:
        return ""
    hers, his = parity(node.mask, ALICE), parity(node.mask, moment.bob)
    sign = "=" if hers == his else "≠"
    text = f"{hers}{sign}{his}" if node.size > (1 if moment.known[node.mask] else 2) else sign
    return text if moment.known[node.mask] else f"({text})"


def cascade_words(at: int, errors: Sequence[int], moments: Sequence[Moment]) -> tuple[str, str]:
    """Say what was done, and what follows from it."""
    moment, node = moments[at], moments[at].node
    hers, his = parity(node.mask, ALICE), parity(node.mask, moment.bob)
    differ = f"Alice’s parity is {hers}, Bob’s is {his}"
    left = (moment.bob ^ ALICE).bit_count()
    where = f"block {node.first // BLOCKS[node.turn] + 1} of pass {node.turn + 1}"
    if moment.kind == "start":
        return f"Bob’s key has {_errors(len(errors))}. He does not know where, nor how many.", (
            "He asks Alice for parities, aloud: what he learns, Eve learns."
        )
    if moment.kind == "block":
        if hers != his:
            return f"{where.capitalize()}: {differ}.", "An odd number of errors is in it: halve it."
        return f"{where.capitalize()}: both parities are {hers}.", (
            "There is no error in it, or an even number: it cannot be told."
        )
    if moment.kind == "half":
        if hers != his:
            return f"First half: {differ}.", "The error is here; the other half’s parity follows."
        return f"First half: both parities are {hers}.", (
            "The error is in the other half, and nobody has to ask about that."
        )
    if moment.kind == "again":
        return f"That bit is in {where} too, which looked even.", (
            "Now it is odd: it held a second error. Its parity need not be asked again."
        )
    if moment.kind == "fix":
        bit = ORDERS[node.turn][node.first]
        return f"One bit is left: Bob turns bit {bit} from {1 - KEY[bit]} to {KEY[bit]}.", (
            "Every block around it changes its parity, in both passes."
        )
    if left:
        return f"Two passes are over, and {_errors(left)} are left.", (
            "Every block holds an even number of them: a third pass would shuffle anew."
        )
    return "Two passes are over, and the keys agree.", (
        "Nobody knows it yet: a hash of both keys, compared next, will tell."
    )


def _errors(count: int) -> str:
    return f"{count or 'no'} error{'' if count == 1 else 's'}"


def _counted(numbers: dict[str, Any]) -> str:
    return (
        f"Parities asked: {numbers['asked']}. Errors put right: {numbers['fixed']} of "
        f"{numbers['fixed'] + numbers['left']}. Fewest bits possible on average: "
        f"{decimals(numbers['limit'], 1)}."
    )


def _tree(drawing: Drawing, turn: int, name: str, moment: Moment, errors: Sequence[int]) -> None:
    """Draw the blocks of one pass, their halves down to single bits, and the keys below."""
    left, pitch, top = PLACE["left"], PLACE["pitch"], PLACE[f"tree_{turn}"]
    drawing.text(24, top - 10, name, size=12, bold=True)
    for node in (one for one in NODES if one.turn == turn):
        level = (BLOCKS[turn] // node.size).bit_length() - 1
        x, y, width = left + pitch * node.first, top + PLACE["row"] * level, pitch * node.size - 1
        words, key = node_words(node, moment), f"{turn}-{node.first}-{node.size}"
        if node.first == 0:
            drawing.text(68, y + 13, f"{node.size} bit{'s' * (node.size > 1)}", size=11,
                         fill="muted", anchor="end")  # fmt: skip
        drawing.rect(x, y, width, 18, fill="panel", stroke="grid", rx=3)
        drawing.rect(x, y, width, 18, fill="error", fill_opacity=0.25, stroke="error", rx=3,
                     opacity=float("≠" in words), part=f"odd-{key}")  # fmt: skip
        drawing.text(x + width / 2, y + 13, words, size=9 if node.size == 1 else 11,
                     anchor="middle", part=f"node-{key}")  # fmt: skip
    y = top + PLACE["row"] * BLOCKS[turn].bit_length() + 6
    if turn == 0:
        _bits(drawing, y, "alice", ORDERS[0], ALICE, turn)
        y += 20
    _bits(drawing, y, "bob", ORDERS[turn], moment.bob, turn)
    for place, bit in enumerate(ORDERS[turn]):
        x = left + pitch * place
        wrong = bool((moment.bob ^ ALICE) >> bit & 1)
        right = bit in errors and not wrong
        drawing.rect(x - 0.5, y, pitch, 18, fill="error", fill_opacity=0.25, stroke="error", rx=3,
                     stroke_width=1.5, stroke_dasharray="3 2", opacity=float(wrong),
                     part=f"wrong-{turn}-{bit}")  # fmt: skip
        drawing.rect(x - 0.5, y, pitch, 18, fill="none", stroke="measured", rx=9, stroke_width=1.5,
                     opacity=float(right), part=f"right-{turn}-{bit}")  # fmt: skip
        drawing.text(x + 8, y + 30, f"{bit}", size=9, fill="muted", anchor="middle")
        if turn == 0:
            # Where a hand may press, over the bit.
            drawing.rect(x, y, pitch, 18, fill="card", fill_opacity=0.0, part=f"press-{bit}")
    drawing.text(68, y + 30, "bit", size=9, fill="muted", anchor="end")


def _bits(drawing: Drawing, y: float, who: str, order: Sequence[int], key: int, turn: int) -> None:
    drawing.text(68, y + 13, who.title(), size=12, fill=who, anchor="end", bold=True)
    for place, bit in enumerate(order):
        drawing.text(PLACE["left"] + PLACE["pitch"] * place + 8, y + 13, f"{key >> bit & 1}",
                     size=12, fill=who, anchor="middle", part=f"{who}-{turn}-{bit}")  # fmt: skip


def _told(drawing: Drawing, numbers: dict[str, Any]) -> None:
    """Write the numbers out, and what the signs mean."""
    drawing.rect(16, 470, 608, 78, fill="panel", stroke="grid", rx=8)
    total = numbers["fixed"] + numbers["left"]
    for x, name, part, value in (
        (32, "parities asked = bits leaked", "asked", f"{numbers['asked']}"),
        (250, "errors put right", "fixed", f"{numbers['fixed']} of {total}"),
        (400, "fewest possible, 32 h(errors/32)", "limit", decimals(numbers["limit"], 1)),
    ):
        drawing.text(x, 490, name, size=12, fill="muted")
        drawing.text(x, 514, value, size=18, bold=True, part=part)
    drawing.text(32, 537, "1≠0: Alice’s and Bob’s parity.  In brackets: follows, not asked.",
                 size=11, fill="muted")  # fmt: skip
    for x, role, name in ((430, "error", "wrong"), (520, "measured", "put right")):
        dash, rx = ("3 2", 3) if role == "error" else (None, 7)
        drawing.rect(x, 527, 14, 13, fill="none", stroke=role, stroke_width=1.5, rx=rx,
                     stroke_dasharray=dash)  # fmt: skip
        drawing.text(x + 20, 537, name, size=11, fill="muted")
