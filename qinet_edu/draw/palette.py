"""The visual language, stated once: what each colour, mark and line style means.

A party, a channel, a message, a stage and an error look the same in every picture, circuit, view
and map. Colours derive from Okabe and Ito's set, which colour-blind readers can tell apart, and
every one is dark enough (on the light card) or light enough (on the dark one) to be read as text:
a contrast of 4.5 or more. Colour is never the only sign: each role has a mark and a line style too.
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Role:
    """Say how one kind of thing looks.

    Attributes:
        light: colour on the light card, ``#rrggbb``.
        dark: colour on the dark card.
        mark: the sign that goes with the colour, so that colour is never alone.
        dash: the line style, as SVG's ``stroke-dasharray``; empty for a solid line.
    """

    light: str
    dark: str
    mark: str = ""
    dash: str = ""


# The ground every picture stands on.
GROUND = {
    "card": Role("#ffffff", "#161b22"),
    "panel": Role("#f3f6fa", "#1f2630"),
    "ink": Role("#1b2430", "#e8edf3"),
    "muted": Role("#566273", "#a7b3c2"),
    "line": Role("#7d8896", "#7d8a9a"),
    "grid": Role("#dce2ea", "#323c49"),
}

PARTIES = {
    "alice": Role("#0068a6", "#6cbcf5", mark="A"),
    "bob": Role("#b04600", "#f5a05c", mark="B"),
    "charlie": Role("#00755a", "#45cfa4", mark="C"),
    "eve": Role("#a3346f", "#ef9ac6", mark="E"),
    "dave": Role("#75600a", "#dcc34e", mark="D"),
    "other": Role("#4d5b70", "#b3c0d1", mark="•"),
}

CHANNELS = {
    "quantum": Role("#6238b4", "#bda4fa", mark="~"),
    "classical": Role("#806000", "#efc753", mark="=", dash="6 4"),
}

EVENTS = {
    "message": Role("#3c5b86", "#a5c3ea", mark="✉", dash="2 3"),
    "error": Role("#bd1e2d", "#ff9494", mark="✕", dash="8 3 2 3"),
    "measured": Role("#00708a", "#52c8e4", mark="■"),
    "predicted": Role("#27313f", "#dfe6ee", mark="◆", dash="7 4"),
}

# The five stages of the quantum Internet, in order; each is numbered wherever it appears.
STAGES = {
    "stage1": Role("#7a5c00", "#e6c04a", mark="1"),
    "stage2": Role("#1f6f3a", "#6fd08d", mark="2"),
    "stage3": Role("#0b6e6e", "#5ad2d0", mark="3"),
    "stage4": Role("#3c55b5", "#9db2ff", mark="4"),
    "stage5": Role("#8a2f8f", "#e79bea", mark="5"),
}

ROLES = GROUND | PARTIES | CHANNELS | EVENTS | STAGES

# Names for the same part in different protocols, so that the middle node is green everywhere.
_ALIASES = {"relay": "charlie", "repeater": "charlie", "node": "charlie", "server": "bob"}
_TURNS = ("alice", "bob", "charlie", "dave", "eve")


def parties(names: Sequence[str]) -> dict[str, str]:
    """Give every party its role: its own where it has one, else the next that is free.

    Args:
        names: register names in the order they appear.

    Returns:
        Name to role. A sixth stranger and later ones share the neutral role ``"other"``.

    Example:
        >>> parties(["bob", "brisbane", "alice"])
        {'bob': 'bob', 'brisbane': 'charlie', 'alice': 'alice'}
        >>> parties(["qubit"])
        {'qubit': 'quantum'}
    """
    if len(names) == 1 and names[0] not in PARTIES and names[0] not in _ALIASES:
        return {names[0]: "quantum"}
    given = {
        name: _ALIASES.get(name.lower(), name.lower())
        for name in names
        if name.lower() in PARTIES or name.lower() in _ALIASES
    }
    free = [role for role in _TURNS if role not in given.values() and role != "eve"]
    for name in names:
        if name not in given:
            given[name] = free.pop(0) if free else "other"
    return {name: given[name] for name in names}


def contrast(one: str, other: str) -> float:
    """Compute the contrast ratio of two colours, from 1 to 21.

    Text needs 4.5, lines and marks 3.

    Args:
        one: a colour, ``#rrggbb``.
        other: the colour beside it.

    Source:
        W3C, Web Content Accessibility Guidelines 2.1, "contrast ratio".

    Example:
        >>> contrast("#ffffff", "#000000")
        21.0
    """
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return round((lighter + 0.05) / (darker + 0.05), 2)


def _luminance(colour: str) -> float:
    parts = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
