"""Exercise 04.5: when a teleported qubit is ready, and how good it then is."""

from math import exp

from qinet_edu import noise
from qinet_edu.check.exercise import Given
from qinet_edu.check.explaining import add_up, explain, explain_factor, part
from qinet_edu.check.verdict import Part, Verdict

WITHIN_PART = 2e-3  # of the time
WITHIN = 6e-4  # of the fidelity


def judge_budget(answer: tuple[float, float], given: Given) -> Verdict:
    """Judge the time, and the fidelity: also by a time that is wrong in a known way.

    Who forgets Bob's correction loses the time, and not once more the fidelity that follows.
    """
    p = given.parameters
    t2, measuring, correcting = p["t2_ms"], p["measuring_us"] / 1e3, p["correcting_us"] / 1e3
    fibre = 1e3 * float(noise.fibre_delay_s(p["length_km"]))
    right = measuring + fibre + correcting
    good = (2 + exp(-right / t2)) / 3
    time, found = answer
    slips = time_slips(measuring, fibre, correcting, p["length_km"])
    factors = {value / right: words for value, words in slips.items()}
    of_time = explain_factor(factors, time, right, within=WITHIN_PART)
    of_fidelity = explain(fidelity_slips(measuring, fibre, correcting, t2), found, WITHIN)
    timely = abs(time - right) <= WITHIN_PART * right
    follows = abs(found - good) <= WITHIN
    if of_time and 1 / 100 < time / right < 100:  # a slip, and no other unit
        follows = follows or abs(found - (2 + exp(-time / t2)) / 3) <= WITHIN
    if not timely and abs(found - right) < WITHIN_PART * right:
        of_time = "numbers exchanged | The two numbers are exchanged: the time comes first."
        of_fidelity = ""
    parts = [
        Part("the time", 1.0)
        if timely
        else part("the time", f"The qubit is not ready after {time:g} ms.", of_time),
        Part("the fidelity", 1.0)
        if follows
        else part("the fidelity", f"The average fidelity is not {found:.6g}.", of_fidelity),
    ]
    said = (
        f"After {right:.3f} ms, {100 * fibre / right:.0f} % of it in the fibre, where no better "
        f"gate helps, the average fidelity is {good:.4f}."
    )
    return add_up(parts, right=said, exercise="04.5")


def time_slips(
    measuring: float, fibre: float, correcting: float, length_km: float
) -> dict[float, str]:
    """Return what known slips make of the time, in ms, and what to say to each."""
    right, local, vacuum = measuring + fibre + correcting, measuring + correcting, fibre / 1.468
    return {
        right / 1e3: "seconds for milliseconds | That is in seconds; asked are milliseconds.",
        right * 1e3: "microseconds for milliseconds | "
        "That is in microseconds; asked are milliseconds.",
        local + vacuum: "light in vacuum | "
        "That is light in vacuum. In fibre it is slower by the index of "
        "refraction, 1.468: 204 218 km/s.",
        local + 2 * fibre: "round trip | That is a round trip. Alice sends, Bob need not answer.",
        local + length_km / 200: "200 000 km/s | "
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


def fidelity_slips(
    measuring: float, fibre: float, correcting: float, t2: float
) -> dict[float, str]:
    """Return what known slips make of the fidelity; all times are in ms."""
    right = measuring + fibre + correcting
    kept = exp(-right / t2)
    return {
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
