"""Exercise 07.5: when Bob flips his bit after what the station in the middle announced."""

from collections.abc import Mapping

from qinet_edu import theory
from qinet_edu.check.exercise import Given
from qinet_edu.check.explaining import BELL_SYMBOLS, add_up, failed_part, part
from qinet_edu.check.function_answers import Call
from qinet_edu.check.verdict import Part, Verdict

ROUNDS = [(basis, state) for basis in ("z", "x") for state in BELL_SYMBOLS]
GUESSED = 4  # rounds of eight that are right for whoever always says the same

Table = Mapping[tuple[str, str], bool]


def must_flip(basis: str, announced: str) -> bool:
    """Tell whether the bits differ: in this Bell state they do, measured in this basis.

    Example:
        >>> must_flip("x", "psi-"), must_flip("x", "psi+")
        (True, False)
    """
    return bool(theory.correlation(theory.bell_state(announced), basis, basis) < 0)


RIGHT: Table = {given: must_flip(*given) for given in ROUNDS}


def _all(rule: dict[str, str]) -> Table:
    """Return a table: by basis, the states that flip, of Φ+, Φ−, Ψ+ and Ψ− as p m P M."""
    letters = dict(zip(BELL_SYMBOLS, "pmPM", strict=True))
    return {(basis, state): letters[state] in rule[basis] for basis, state in ROUNDS}


SLIPS: tuple[tuple[Table, str], ...] = (
    (
        _all({"z": "PM", "x": "PM"}),
        "rule of Z in both | "
        "You flip on Ψ whatever the basis. That is right in Z. In X Φ and Ψ say nothing of the "
        "bits: there the sign tells, and − is different.",
    ),
    (
        _all({"z": "mM", "x": "mM"}),
        "rule of X in both | "
        "You flip on a minus whatever the basis. That is right in X. In Z the sign says nothing "
        "of the bits: there Ψ is different, whatever its sign.",
    ),
    (
        _all({"z": "mM", "x": "PM"}),
        "bases exchanged | "
        "The two bases are exchanged: in Z it matters whether it is Φ or Ψ, in X it is the sign.",
    ),
    (
        _all({"z": "pm", "x": "pP"}),
        "flips when equal | "
        "Just the other way round: Bob flips when the bits differ, so that they are equal then.",
    ),
    (
        _all({"z": "M", "x": "M"}),
        "flips on Ψ− alone | "
        "You flip on Ψ− only. The bits differ on Ψ+ in Z as well, and on Φ− in X.",
    ),
    (
        _all({"z": "PM", "x": "M"}),
        "Φ forgotten in X | "
        "For the two Ψ all is right. This station tells the two Φ as well: in X the bits differ on "
        "Φ−.",
    ),
    (
        _all({"z": "PM", "x": "mP"}),
        "sign of Ψ exchanged in X | "
        "In X you have the sign of Ψ the wrong way round: on Ψ− the bits differ, in every basis.",
    ),
    (
        _all({"z": "pmPM", "x": "pmPM"}),
        "always flips | You always flip. On Φ+ the bits are equal in both bases, for a start.",
    ),
    (
        _all({"z": "", "x": ""}),
        "never flips | You never flip. On Ψ− the bits differ in both bases, for a start.",
    ),
)


def judge_flips(calls: tuple[Call, ...], _: Given) -> Verdict:
    """Judge each basis and announcement; a rule that explains all of them is named."""
    said = {
        call.arguments: bool(call.value)
        for call in calls
        if call.error is None and call.value in (True, False)
    }
    why = next((words for table, words in SLIPS if table == said), "")
    parts = []
    for call in calls:
        basis, state = call.arguments
        name = f"{BELL_SYMBOLS[state]} in {basis.upper()}"
        if call.error is not None:
            parts.append(failed_part(name, f"{basis!r}, {state!r}", call.error))
        elif call.arguments not in said:
            parts.append(
                part(
                    name,
                    f"For {name} you return {str(call.value)[:40]!r}.",
                    "neither True nor False | Return True or False.",
                )
            )
        elif said[call.arguments] == RIGHT[call.arguments]:
            parts.append(Part(name, 1.0))
        else:
            does, are = (
                ("flips", "equal") if said[call.arguments] else ("keeps his bit", "different")
            )
            parts.append(part(name, f"On {name} Bob {does}, but the bits are {are}.", why))
            why = ""
    right = (
        "In Z a Ψ means different, in X a minus does. On Ψ− the bits differ in every basis. And "
        "the station, which knows all this, knows no bit."
    )
    return add_up(parts, right=right, exercise="07.5", free=GUESSED)
