"""Judge the numbers of exercises 04.2, 04.3 and 04.5."""

from collections.abc import Callable
from math import exp
from typing import Any

import numpy as np

from qinet_edu import noise, theory
from qinet_edu.check.exercise import Given
from qinet_edu.check.explaining import explain, wrong
from qinet_edu.check.function_answers import Call
from qinet_edu.check.verdict import Verdict

# 04.2 ------------------------------------------------------------------------------------------


def judge_lost(answer: tuple[float, float], given: Given) -> Verdict:
    """Judge both averages to three decimals, and name what was forgotten."""
    f = given.parameters["fidelity"]
    arriving = {"message": "x", "alice": "z"}[given.parameters["lost"]]
    pair = theory.werner(f)
    right = float(theory.teleport_fidelity(pair, corrections=arriving))
    kept, other = (2 * f + 1) / 3, (2 * (1 - f) / 3 + 1) / 3
    one, both = answer
    if abs(one - right) > 1e-3:
        got = f"With one bit lost it is not {one:g}."
        if abs(one - 0.5) < 1e-3 and abs(both - right) < 1e-3:
            return wrong(
                got,
                "numbers exchanged | The two numbers are exchanged: one bit lost comes first.",
                "04.2",
            )
        mistakes = {
            2 / 3: "a perfect pair | "
            f"It would be for a perfect pair; yours has a fidelity of {f:g}.",
            1 / 2: "one bit for none | "
            "One bit still arrives, and its correction still helps: you would get 1/2 if "
            "neither did, or if a wrong half counted as fidelity 0.",
            3 / 4: "1/2 for a wrong correction | "
            "You took 1 for the half that needs no correction and 1/2 for the other. "
            "A wrong Z or X does more harm: only 1/3 is left on average.",
            (kept + 1 / 2) / 2: "a guess for a wrong correction | "
            "The half that needs no correction is right. The other half is "
            "worse than a guess: a wrong Z or X leaves less than 1/2 on average.",
            (kept + 1 / 3) / 2: "1/3 over an imperfect pair | "
            "Nearly: 1/3 is left by a wrong X or Z over a perfect pair. Yours "
            "has errors of its own, and some of them undo the wrong one.",
            kept / 2: "fidelity of the pair | "
            "Either a half that stays uncorrected counted as 0, or this is the fidelity "
            "of a pair. Average over all messages: F → (2F + 1)/3.",
            f / 2: "half of F | "
            "Half of F: a message that stays uncorrected is not lost in all cases, and F "
            "is the pair's fidelity, not the message's.",
            f: "F for the message's fidelity | That is the pair's own fidelity.",
            kept: "both bits arrive | That is the average when both bits arrive.",
            other: "the uncorrected half | "
            "That is the half that needed the lost bit. The other half needs none.",
            2 * f / 3: "2/3 in proportion to F | "
            "2/3 does not shrink in proportion to F: noise alone still gives 1/2.",
            2 * kept / 3: "2/3 in proportion | "
            "2/3 does not shrink in proportion: noise alone still gives 1/2.",
            f * 2 / 3 + (1 - f) / 2: "Werner pair as Φ+ or noise | "
            "A Werner pair is not Φ+ with probability F and noise "
            "else: the noise holds Φ+ as well.",
            100 * right: "per cent | Write it as a fraction of 1, not in per cent.",
            0: "fidelity 0 | "
            "Bob's qubit agrees with the message more often than never: for a message at a "
            "pole of the lost correction's axis nothing is wrong at all.",
            1: "fidelity 1 | "
            "Half of the time Bob needs the bit that does not come, and the message "
            "stays uncorrected.",
        }
        return wrong(got, explain(mistakes, one, 1e-3), "04.2")
    if abs(both - 0.5) > 1e-3:
        mistakes = {
            0: "fidelity 0 without bits | "
            "Bob's qubit agrees with the message more often than never.",
            1 / 4: "fidelity of the pair without bits | "
            "That is the fidelity of a pair. Average over all messages: F → (2F + 1)/3.",
            kept / 4: "three outcomes count as 0 | "
            "You counted three outcomes of four as 0. A wrong qubit still agrees with "
            "the message in part.",
            f / 4: "three outcomes count as 0 | "
            "You counted three outcomes of four as 0. A wrong qubit still agrees with "
            "the message in part.",
            1 / 3: "one wrong correction | "
            "That is what one wrong correction leaves. Four cases come equally often, and "
            "one of them needs no correction.",
            (kept + 1) / 4: "1/3 over an imperfect pair without bits | "
            "Nearly: 1/3 is left by a wrong correction over a perfect pair. "
            "Yours has errors of its own, and some of them undo the wrong one.",
            kept / 2: "pair's fidelity halved | "
            "You halved it. Nothing can be left of the pair's fidelity: without a bit "
            "from Alice, nothing of the message may have arrived.",
            right: "one bit for neither | "
            "That is still the average with one bit. Without either, could Bob know "
            "anything of the message?",
            right**2: "chances multiplied | "
            "Chances multiply, fidelities do not. Average over the four cases.",
            right / 2: "half of the average | "
            "Losing the second bit does not halve it. Average over the four cases.",
            50: "per cent without bits | Write it as a fraction of 1, not in per cent.",
        }
        got = f"{one:g} is right with one bit lost. With both lost it is not {both:g}."
        return wrong(got, explain(mistakes, both, 1e-3), "04.2")
    return Verdict.right(
        f"{right:.3f} with one bit, and 1/2 with none, whatever the pair: what guessing achieves. "
        "Nothing of the message has arrived before the bits do."
    )


# 04.3 ------------------------------------------------------------------------------------------

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


# 04.5 ------------------------------------------------------------------------------------------


def judge_budget(answer: tuple[float, float], given: Given) -> Verdict:
    """Judge the time first: whoever has it wrong cannot have the fidelity right."""
    p = given.parameters
    t2, measuring, correcting = p["t2_ms"], p["measuring_us"] / 1e3, p["correcting_us"] / 1e3
    fibre = 1e3 * float(noise.fibre_delay_s(p["length_km"]))
    right = measuring + fibre + correcting
    time, found = answer
    if abs(time - right) > 2e-3 * right:
        got = f"The qubit is not ready after {time:g} ms."
        if abs(found - right) < 2e-3 * right:
            return wrong(
                got,
                "numbers exchanged | The two numbers are exchanged: the time comes first.",
                "04.5",
            )
        local, vacuum = measuring + correcting, fibre / 1.468
        mistakes = {
            right / 1e3: "seconds for milliseconds | That is in seconds; asked are milliseconds.",
            right * 1e3: "microseconds for milliseconds | "
            "That is in microseconds; asked are milliseconds.",
            local + vacuum: "light in vacuum | "
            "That is light in vacuum. In fibre it is slower by the index of "
            "refraction, 1.468: 204 218 km/s.",
            local + 2 * fibre: "round trip | "
            "That is a round trip. Alice sends, Bob need not answer.",
            local + p["length_km"] / 200: "200 000 km/s | "
            "Close: 200 000 km/s is a rule of thumb. Take "
            "204 218 km/s.",
            fibre: "fibre alone | "
            "That is the fibre alone. Alice's measurement and Bob's correction take time "
            "as well.",
            fibre + correcting: "measurement forgotten | "
            "Alice's measurement takes time as well: before it is over there "
            "are no bits to send.",
            fibre + measuring: "correction forgotten | Bob's correction takes time as well.",
            local: "fibre forgotten | The bits must still cross the fibre.",
            fibre + 1e3 * local: "local times in another unit | "
            "The local times are in microseconds: 1000 of them make one "
            "millisecond.",
            fibre + local / 1e3: "local times in another unit | "
            "The local times are in microseconds: 1000 of them make one "
            "millisecond.",
        }
        return wrong(got, explain(mistakes, time, 2e-3 * right), "04.5")
    kept = exp(-right / t2)
    if abs(found - (2 + kept) / 3) > 6e-4:
        mistakes = {
            (1 + kept) / 2: "pair's fidelity for message's | "
            "That is the fidelity of the stored pair. Averaged over all messages "
            "the qubit fares better: F → (2F + 1)/3.",
            (2 + kept**2) / 3: "both halves wait | "
            "That is for both halves waiting in memory. Alice's half does not "
            "wait: she measures it at once.",
            (1 + kept**2) / 2: "both halves wait, pair's fidelity | "
            "That is the fidelity of a pair whose both halves wait. Only Bob's "
            "does, and asked is the average over messages.",
            kept: "coherence for fidelity | "
            "That is the coherence alone. A message at a pole does not suffer from lost "
            "phases.",
            (2 * kept + 1) / 3: "coherence for the pair's fidelity | "
            "You took the coherence for the pair's fidelity. A pair that has "
            "lost all coherence keeps 1/2: F = (1 + e^(−t/T2))/2.",
            (2 + exp(-right / 2 / t2)) / 3: "twice T2 | "
            "You have twice the T2 in the exponent: it is "
            "e^(−t/T2).",
            **dict.fromkeys(
                [(2 + exp(-waited / t2)) / 3 for waited in (fibre, right - measuring)],
                "waits in the fibre only | "
                "Bob's half waits from t = 0 until it is ready: while Alice measures and he "
                "corrects, too, not only while the bits are in the fibre.",
            ),
            (2 + exp(-right / 1e3 / t2)) / 3: "T2 in another unit | "
            "Almost nothing is lost: are both times in the "
            "same unit?",
            (2 + exp(-min(1e3 * right / t2, 700))) / 3: "all coherence gone | "
            "2/3 is what is left when all "
            "coherence is gone: are both times in the same unit?",
            100 * (2 + kept) / 3: "per cent | Write it as a fraction of 1, not in per cent.",
        }
        got = f"{time:.4g} ms is right; the average fidelity is not {found:.6g}."
        return wrong(got, explain(mistakes, found, 6e-4), "04.5")
    return Verdict.right(
        f"After {right:.3f} ms, {100 * fibre / right:.0f} % of it in the fibre, where no better "
        f"gate helps, the average fidelity is {(2 + kept) / 3:.4f}."
    )
