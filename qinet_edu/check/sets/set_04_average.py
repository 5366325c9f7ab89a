"""Exercise 04.3: the average fidelity of teleporting through any pair."""

from collections.abc import Callable
from typing import Any

import numpy as np

from qinet_edu import theory
from qinet_edu.check.exercise import Given
from qinet_edu.check.explaining import wrong
from qinet_edu.check.function_answers import Call
from qinet_edu.check.verdict import Verdict

BELL_STATES = ("phi+", "psi-", "psi+", "phi-")  # the order of Bell-diagonal vectors

OFF_DIAGONAL = "What makes a pair entangled stands in the other two, ρ[0, 3] and ρ[3, 0]."

SLIPS: tuple[tuple[Callable[[Any, float], float], str], ...] = (
    (
        lambda rho, f: f,
        "F for the message's fidelity | "
        "That is F, the fidelity of the pair; asked is the message's, averaged.",
    ),
    (
        lambda rho, f: (2 * max(_bell_fidelities(rho)) + 1) / 3,
        "most similar Bell state | "
        "You took the Bell state that the pair resembles most. The standard corrections are those "
        "for Φ+, whatever the pair.",
    ),
    *(
        (
            lambda rho, f, name=name: (2 * float(theory.fidelity(rho, name)) + 1) / 3,
            f"compared with {shown} | "
            f"You compared with {shown}. The standard corrections are those for Φ+.",
        )
        for name, shown in (("psi-", "Ψ−"), ("psi+", "Ψ+"), ("phi-", "Φ−"))
    ),
    (
        lambda rho, f: (2 * np.sqrt(f) + 1) / 3,
        "root of F | You took a root. F is half the sum of the four corners, without one.",
    ),
    (
        lambda rho, f: (2 * f**2 + 1) / 3,
        "F squared | You squared F. It is half the sum of the four corners as they are.",
    ),
    (
        lambda rho, f: (2 * (rho[0, 0] + rho[3, 3]).real / 2 + 1) / 3,
        f"diagonal alone | You used the two corners on the diagonal alone. {OFF_DIAGONAL}",
    ),
    (
        lambda rho, f: (2 * (rho[0, 0] + rho[3, 3]).real + 1) / 3,
        "diagonal alone, not halved | "
        f"You used the two corners on the diagonal alone, and did not halve them. {OFF_DIAGONAL}",
    ),
    (
        lambda rho, f: (2 * ((rho[0, 0] + rho[3, 3]).real / 2 + abs(rho[0, 3])) + 1) / 3,
        "size of the corner | "
        "You took the size of ρ[0, 3]. Its real part counts: the phase matters.",
    ),
    (
        lambda rho, f: (2 * ((rho[0, 0] + rho[3, 3] + rho[0, 3]).real / 2) + 1) / 3,
        "one corner left out | You left out a corner: ρ[0, 3] and ρ[3, 0] both count.",
    ),
    (  # (1 + XX + YY + ZZ)/4 is 1/2 less the share of Ψ−
        lambda rho, f: (2 * (1 / 2 - float(theory.fidelity(rho, "psi-"))) + 1) / 3,
        "sign of YY | "
        "A minus sign is missing: F is (1 + XX − YY + ZZ)/4. The halves of Φ+ differ along Y.",
    ),
    (
        lambda rho, f: (4 * f + 1) / 3,
        "2F for F | "
        "You took 2F for F: it is half the sum of the four corners. (As a ket, (1, 0, 0, 1) needs "
        "a factor 1/√2.)",
    ),
    (
        lambda rho, f: (3 * f - 1) / 2,
        "from message to pair | "
        "You solved for the pair's fidelity. Asked is the other way: from the pair to the message.",
    ),
    (lambda rho, f: (4 * f - 1) / 3, "weight of Φ+ | That is the weight of Φ+ in a Werner pair."),
    (
        lambda rho, f: (4 * f + 1) / 5,
        "average for two qubits | That is for two qubits sent together: d is 2 here.",
    ),
    (
        lambda rho, f: (f + 1) / 2,
        "one axis of two | That is (F + 1)/2. An error spares one axis of three: (2F + 1)/3.",
    ),
    (
        lambda rho, f: (2 * float(np.trace(rho @ rho).real) + 1) / 3,
        "purity | "
        "You used the purity of ρ. Ψ− is pure as well, and no good with these corrections.",
    ),
)


def _bell_fidelities(rho: Any) -> list[float]:
    return [float(theory.fidelity(rho, name)) for name in BELL_STATES]


def draw_pairs(numbers: np.random.Generator) -> list[tuple[Any, ...]]:
    """Draw pairs of several kinds, such that each slip shows clearly in one of them."""
    while True:
        weights = numbers.dirichlet(np.ones(4))
        pairs = [
            theory.werner(numbers.uniform(0.6, 0.95)),
            theory.bell_diagonal(weights),
            theory.bell_diagonal([0, 1, 0, 0]),
        ]
        for _ in range(2):
            mixed = numbers.normal(size=(4, 2)) + 1j * numbers.normal(size=(4, 2))
            pairs.append(mixed @ mixed.conj().T / np.linalg.norm(mixed) ** 2)
        right = [float(theory.teleport_fidelity(pair)) for pair in pairs]
        if all(
            max(abs(slip(pair, float(theory.fidelity(pair))) - value) for pair, value in shown)
            > 0.02
            for slip, _ in SLIPS
            for shown in [[*zip(pairs, right, strict=True)]]
        ):
            return [(pair,) for pair in pairs]


def describe_pair(rho: Any) -> str:
    """Name a hidden pair by what it is made of."""
    weights = _bell_fidelities(rho)
    if abs(sum(weights) - 1) > 1e-9 or np.abs(theory.bell_diagonal(weights) - rho).max() > 1e-9:
        diagonal = ", ".join(f"{value:.3f}" for value in np.diag(rho).real)
        return f"a mixed pair with diagonal ({diagonal}) and corner ρ[0, 3] = {rho[0, 3]:.3f}"
    if max(weights) > 1 - 1e-9:
        return "Ψ−"
    if np.ptp(weights[1:]) < 1e-9:
        return f"werner({weights[0]:.3f})"
    return f"bell_diagonal(({', '.join(f'{weight:.3f}' for weight in weights)}))"


def judge_average(calls: tuple[Call, ...], _: Given) -> Verdict:
    """Compare with (2F + 1)/3; a slip is named when it explains all calls."""
    pairs = [call.arguments[0] for call in calls]
    for call, rho in zip(calls, pairs, strict=True):
        right = float(theory.teleport_fidelity(rho))
        if abs(call.value - right) > 1e-4:
            break
    else:
        return Verdict.right(
            f"All {len(calls)} pairs: (2F + 1)/3. For Ψ−, as entangled as a pair can be, that is a "
            "third: every message arrives with an X and a Z too many."
        )
    got = f"For {describe_pair(rho)} you found {call.value:.4f}, expected {right:.4f}."
    for slip, words in SLIPS:
        made = [slip(pair, float(theory.fidelity(pair))) for pair in pairs]
        if all(abs(c.value - value) < 1e-4 for c, value in zip(calls, made, strict=True)):
            return wrong(got, words, "04.3")
    return wrong(got, "", "04.3")
