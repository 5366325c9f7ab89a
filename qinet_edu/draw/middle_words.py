"""What the picture of the source in the middle says: its rounds, its tests, and who owns it."""

from collections.abc import Mapping, Sequence
from typing import Any

from qinet_edu.draw.bench import LOCAL
from qinet_edu.draw.rounds_table import percent
from qinet_edu.draw.svg import decimals

# S = 2 and a key of nothing are reached exactly; the last digit must not decide.
SURE = 1e-9
ALONG = {
    "z": "along Z",
    "x": "along X",
    "breidbart": "half-way between Z and X (B)",
    "random": "along Z or X, by a coin",
}
SETTINGS = ("Z", "X", "+45°", "−45°")


def source_words(settings: Mapping[str, Any]) -> str:
    """Say whose source it is, and what it sends.

    Example:
        >>> source_words({"fidelity": 1.0, "eve": 0.3, "basis": "x"})
        'Eve’s source fakes 30 % of its pairs: both halves decided, along X.'
    """
    if settings["eve"] == 0:
        return "Charlie’s source is honest: both halves of a pair are one state, near Φ+."
    share = f"{percent(settings['eve'], 0)} of its pairs" if settings["eve"] < 1 else "every pair"
    return f"Eve’s source fakes {share}: both halves decided, {ALONG[settings['basis']]}."


def row(rounds: Mapping[str, Any], hers: Sequence[float], k: int) -> str:
    """Write one round: its cells, with commas between."""
    alice, bob = int(rounds["alice"][k]), int(rounds["bob"][k])
    one, other = int(rounds["alice_bit"][k]), int(rounds["bob_bit"][k])
    sent = "Φ+"
    if rounds["fake"][k]:
        bit, angle = int(rounds["eve_bit"][k]), hers[int(rounds["eve_basis"][k])]
        sent = f"{bit}{bit} in {axis_name(angle)}"
    fate = serves(alice, bob, equal=one == other)
    return ",".join((f"{k + 1}", sent, SETTINGS[alice], f"{one}", SETTINGS[bob], f"{other}", fate))


def axis_name(angle: float) -> str:
    """Name Eve's direction: Z, X, or B half-way between.

    Example:
        >>> axis_name(0.0), axis_name(0.785), axis_name(1.571)
        ('Z', 'B', 'X')
    """
    return "Z" if angle < 0.5 else "B" if angle < 1 else "X"


def serves(alice: int, bob: int, *, equal: bool) -> str:
    """Say what a round serves for.

    Example:
        >>> serves(0, 0, equal=False), serves(1, 3, equal=False), serves(0, 1, equal=True)
        ('key: wrong', 'Bell test: differ', 'dropped')
    """
    if bob >= 2:
        return f"Bell test: {'equal' if equal else 'differ'}"
    if alice != bob:
        return "dropped"
    return f"{('key', 'test in X')[alice]}{'' if equal else ': wrong'}"


def verdict_words(numbers: Mapping[str, Any]) -> tuple[str, str]:
    """Say in two lines what many rounds show, and what follows."""
    spoilt = [name for name in "zx" if numbers[f"e_{name}"] > numbers["limit"]]
    if numbers["bbm92"] > SURE:
        first = (
            "A key is left, and nobody had to ask whose source it is."
            if numbers["eve"] == 0
            else "She fakes few enough: what she may know is cut away, and a key is left."
        )
    elif numbers["eve"] == 0:
        first = "No key: the pairs are too poor, though nobody fakes them."
    elif spoilt == ["x"]:
        first = "No key: Z alone looks well, but X gives her away."
    elif spoilt == ["z"]:
        first = "No key: X looks well, but Z, which makes the key, gives her away."
    else:
        first = "No key: both Z and X give her away."
    s = decimals(numbers["s_expected"])
    if numbers["s_expected"] > LOCAL + SURE:
        return first, f"S = {s} > 2: the pairs are entangled, whoever made them."
    return first, f"S = {s}, not above 2: pairs decided beforehand can do this."


def unsafe(numbers: Mapping[str, Any]) -> bool:
    """Tell whether a key judged by Z alone is longer than what Eve leaves secret."""
    left = 1 - numbers["costs"] - numbers["knows"]
    return bool(numbers["z_alone"] > max(left, 0) + SURE)


def told_words(numbers: Mapping[str, Any]) -> tuple[str, ...]:
    """Write what Eve knows and the three keys, in bits per key bit."""
    return (
        decimals(numbers["knows"]),
        decimals(numbers["z_alone"]),
        decimals(numbers["bbm92"]),
        decimals(numbers["device_independent"]),
    )


def warning_words(numbers: Mapping[str, Any]) -> str:
    """Warn of a key that Eve knows too much of."""
    return "✕ not secret" if unsafe(numbers) else ""


def measured_words(name: str, numbers: Mapping[str, Any]) -> str:
    """Write what was measured, with its error."""
    if name == "s":
        if not numbers["s_seen"]:
            return "not seen yet"
        return f"{decimals(numbers['s'])} ± {decimals(numbers['s_error'])}"
    if not numbers[f"{name}_rounds"]:
        return "not seen yet"
    return f"{percent(numbers[f'{name}_qber'])} ± {percent(numbers[f'{name}_error'])}"


def fidelity_words(numbers: Mapping[str, Any]) -> str:
    """Write the fidelity of the honest pairs, if there are any."""
    return f"F = {decimals(numbers['fidelity'])}" if numbers["eve"] < 1 else ""


def pair_words(numbers: Mapping[str, Any]) -> str:
    """Say what left the source in the last round."""
    if not numbers["step"]:
        return ""
    return "decided beforehand" if numbers["shows_fake"] else "nothing decided yet"


def source_alt(settings: Mapping[str, Any], numbers: Mapping[str, Any], rounds: int) -> str:
    """Say in words what the picture shows."""
    said = ""
    if numbers["step"]:
        last = numbers["rows"].strip(";").split(";")[-1].split(",")
        said = (
            f"Round {last[0]}: the source sends {last[1]}; Alice measures in {last[2]} and finds "
            f"{last[3]}, Bob in {last[4]} and finds {last[5]}: {last[6]}. "
        )
    honest = f"Honest pairs have {fidelity_words(numbers)}. " if numbers["eve"] < 1 else ""
    first, second = verdict_words(numbers)
    knows, alone, both, by_s = told_words(numbers)
    return (
        f"A source of pairs between Alice and Bob, after {numbers['step']} of {rounds} rounds. "
        f"{source_words(settings)} {honest}{said}Wrong in key rounds, Z: {numbers['z_errors']} of "
        f"{numbers['z_rounds']}, expected {percent(numbers['e_z'])}; in test rounds, X: "
        f"{numbers['x_errors']} of {numbers['x_rounds']}, expected {percent(numbers['e_x'])}; "
        f"limit {percent(numbers['limit'])} if both are alike. Bell test, S: "
        f"{measured_words('s', numbers)}, expected {decimals(numbers['s_expected'])}. "
        f"After many rounds: {first} "
        f"{second} Of each key bit Eve knows {knows} bits. Judged by Z alone a key bit would hold "
        f"{alone} secret bits{' (✕ not secret)' if unsafe(numbers) else ''}; by Z and X it holds "
        f"{both}, by Z and S, device-independent, {by_s}."
    )
