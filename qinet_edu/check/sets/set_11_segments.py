"""Exercise 11.4: into how many segments a chain is best cut, and where it beats a direct line."""

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from qinet_edu import noise, theory
from qinet_edu.check.exercise import Given
from qinet_edu.check.explaining import add_up
from qinet_edu.check.number_parts import near, number_parts
from qinet_edu.check.verdict import Verdict

MOST = 32
FIXED = 8  # segments of the questions that ask for no best number
SHORTEST_KM, LONGEST_KM = 50.0, 3000.0
VACUUM_KM_S = 299_792.458

Numbers: TypeAlias = NDArray[np.float64]
Found: TypeAlias = tuple[float, float, float, float, float]


@dataclass(frozen=True)
class Model:
    """Say how a chain is reckoned; each setting but the first of its kind is a known slip.

    Attributes:
        wait: how many attempts pass until all segments have a pair.
        arm: what share of a segment each photon flies through.
        both: whether both photons must click.
        half: whether the spins differ in half of the attempts only.
        parts: how often the loss apart from the fibre counts, in an arm.
        way: how often light goes along a segment in one attempt.
        whole: whether light goes along the whole line instead.
        speed_km_s: how fast it is.
        joined: how the fidelity of the chain follows from that of its links.
        errors: how many entropies are taken off for the key.
        clock: whether the direct line's bound per use is multiplied by its pulses per second.
        pairs: whether pairs are taken for key.
    """

    wait: Literal["exact", "rule", "one", "sum"] = "exact"
    arm: float = 0.5
    both: bool = True
    half: bool = True
    parts: int = 1
    way: float = 1.0
    whole: bool = False
    speed_km_s: float = noise.FIBRE_SPEED_KM_S
    joined: Literal["werner", "dephased", "product", "not"] = "werner"
    errors: int = 2
    clock: bool = True
    pairs: bool = False

    def pairs_per_s(self, p: Any, segments: ArrayLike, length_km: ArrayLike) -> Numbers:
        """Return how many pairs a second reach the ends, before anybody asks what they are."""
        n, length = np.broadcast_arrays(np.asarray(segments, int), np.asarray(length_km, float))
        spacing = length / n
        eta = p["coupling"] ** self.parts * theory.fibre_transmittance(spacing * self.arm)
        chance = (eta**2 if self.both else eta) / (2 if self.half else 1)
        rounds = self._attempts(chance, n)
        way = length if self.whole else spacing
        rate: Numbers = self.speed_km_s / (rounds * self.way * way)
        return rate

    def _attempts(self, chance: Numbers, n: NDArray[np.int64]) -> Numbers:
        if self.wait == "exact":
            return theory.expected_slowest(chance, n)
        factor = {"rule": 1.5 ** np.log2(n), "one": np.ones(n.shape), "sum": n}[self.wait]
        return np.asarray(factor, dtype=np.float64) / chance

    def key_per_s(self, p: Any, segments: ArrayLike, length_km: ArrayLike) -> Numbers:
        """Return the secret bits a second."""
        rate = self.pairs_per_s(p, segments, length_km)
        if self.pairs:
            return rate
        n, f = np.asarray(segments), p["fidelity"]
        fidelity = {
            "werner": (1 + 3 * ((4 * f - 1) / 3) ** n) / 4,
            "dephased": (1 + (2 * f - 1) ** n) / 2,
            "product": f**n,
            "not": f + 0 * n,
        }[self.joined]
        qber = np.minimum(2 * (1 - fidelity) / 3, 0.5)
        key: Numbers = rate * np.maximum(1 - self.errors * theory.binary_entropy(qber), 0)
        return key

    def answers(self, p: Any) -> Found:
        """Return the five numbers."""
        return _answers(self, tuple(sorted(p.items())))


@lru_cache(maxsize=256)
def _answers(model: Model, items: tuple[tuple[str, float], ...]) -> Found:
    p, every = dict(items), np.arange(1, MOST + 1)
    key = model.key_per_s(p, every, p["length_km"])
    best = int(np.argmax(key))
    most = int(np.flatnonzero(key).max(initial=0)) + 1
    pairs = float(model.pairs_per_s(p, FIXED, p["length_km"]))
    return pairs, float(best + 1), float(key[best]), float(most), _crossing(model, p)


def _crossing(model: Model, p: Any) -> float:
    """Return from which length on the chain makes more key a second than the direct line."""
    clock = p["clock_hz"] if model.clock else 1.0

    def ahead(length_km: float) -> bool:
        direct = clock * theory.plob(theory.fibre_transmittance(length_km))
        return bool(model.key_per_s(p, FIXED, length_km) > direct)

    low, high = SHORTEST_KM, LONGEST_KM
    while high - low > 1e-3:
        middle = (low + high) / 2
        low, high = (low, middle) if ahead(middle) else (middle, high)
    return high


RIGHT = Model()
PAIRS = (
    "pairs for key | "
    "You counted pairs. Each of them holds less than one secret bit, and that falls with every "
    "join."
)
SLIPS: tuple[tuple[Model, str], ...] = (
    (
        replace(RIGHT, wait="rule"),
        "3/2 rule | "
        "You took 3/2 for each doubling. That is the limit for two links and small p; the rest "
        "adds up. Exactly: theory.expected_slowest(p, n).",
    ),
    (
        replace(RIGHT, wait="one"),
        "slowest segment forgotten | "
        "You waited for one segment, 1/p attempts. All of them must have a pair, and the slowest "
        "takes longer.",
    ),
    (
        replace(RIGHT, wait="sum"),
        "one segment after the other | "
        "You let the segments try one after the other. All of them try at once.",
    ),
    (
        replace(RIGHT, arm=1.0),
        "whole segment in each arm | "
        "Each photon flies half of a segment only: the station stands in its middle.",
    ),
    (
        replace(RIGHT, both=False),
        "one photon | One click is not enough: both photons must click, so η counts twice.",
    ),
    (
        replace(RIGHT, half=False),
        "half forgotten | Both photons click with η², but the spins differ in half of the "
        "attempts only.",
    ),
    (
        replace(RIGHT, parts=0),
        "coupling forgotten | You left coupling out. Each of the two photons must survive it.",
    ),
    (
        replace(RIGHT, parts=2),
        "coupling twice | Coupling is there twice in each arm. It is all that is lost apart from "
        "the fibre: once per photon.",
    ),
    (
        replace(RIGHT, way=2.0),
        "there and back over all of it | "
        "You took a segment there and back. Light goes half of it, and the herald half back.",
    ),
    (
        replace(RIGHT, way=0.5),
        "herald's way back forgotten | "
        "That is the photon's way alone. The next attempt waits for the herald, which takes as "
        "long again.",
    ),
    (
        replace(RIGHT, whole=True),
        "news over the whole line | "
        "You let each attempt wait for news from the whole line. The station of its own segment is "
        "all it waits for.",
    ),
    (
        replace(RIGHT, speed_km_s=VACUUM_KM_S),
        "light in vacuum | Light is slower in fibre than in vacuum: c is 204 218 km/s here.",
    ),
    (
        replace(RIGHT, speed_km_s=200_000.0),
        "c rounded | You took 200 000 km/s; c is 204 218 km/s here.",
    ),
    (replace(RIGHT, pairs=True), PAIRS),
    (
        replace(RIGHT, joined="not"),
        "links not joined | "
        "You took the fidelity of one link. The pair at the ends has the errors of all of them.",
    ),
    (
        replace(RIGHT, joined="product"),
        "product of fidelities | "
        "You multiplied the fidelities. Werner pairs multiply their weights (4F − 1)/3.",
    ),
    (
        replace(RIGHT, joined="dephased"),
        "dephased for Werner | That is for pairs that only dephase. These are Werner pairs.",
    ),
    (
        replace(RIGHT, errors=1),
        "one entropy | "
        "You took h(Q) off once. It goes once for error correction, and once for what Eve knows.",
    ),
    (
        replace(RIGHT, clock=False),
        "bound per use for bound per second | "
        "You compared with the bound per use. The direct line is used `clock_hz` times a second.",
    ),
)
LAST_KEY = (
    "first without key | That many make no key any more. Asked is the largest number that does."
)
BEST_FOR_KEY = (
    "best for largest | That is the number that makes the most key. Asked is the largest that "
    "makes any."
)
MILLI = "thousand times too much | That is a thousand times too much: count in seconds."
TIME = "time for rate | That is how long a pair takes, in seconds. Asked is how many there are."


def vary_hardware(numbers: np.random.Generator) -> dict[str, Any]:
    """Draw a distance and what stands there, such that one number of segments is clearly best.

    Example:
        >>> [*vary_hardware(np.random.default_rng(1))]
        ['length_km', 'coupling', 'fidelity', 'clock_hz']
    """
    while True:
        drawn = {
            "length_km": int(numbers.choice([600, 650, 700, 750, 850, 900])),
            "coupling": float(numbers.choice([0.4, 0.45, 0.55, 0.6, 0.65, 0.7])),
            "fidelity": float(numbers.choice([0.985, 0.988, 0.991, 0.992, 0.993])),
            "clock_hz": float(numbers.choice([1e9, 2e9])),
        }
        key = np.sort(RIGHT.key_per_s(drawn, np.arange(1, MOST + 1), drawn["length_km"]))
        if key[-2] < 0.992 * key[-1]:
            return drawn


def answers(p: Any) -> Found:
    """Return pairs a second, the best number, its key a second, the largest, and the crossing.

    Example:
        >>> found = answers({"length_km": 800, "coupling": 0.5, "fidelity": 0.99, "clock_hz": 1e9})
        >>> [round(number, 3) for number in found]
        [0.94, 14.0, 1.551, 18.0, 415.885]
    """
    return RIGHT.answers(p)


def slips(p: Any, answer: Found) -> list[dict[float, str]]:
    """Return what known slips give; first those that explain several of the answer's numbers."""
    right = answers(p)
    alone: list[dict[float, str]] = [
        {1 / right[0]: TIME, 1000 * right[0]: MILLI},
        {float(MOST): PAIRS},
        {1000 * right[2]: MILLI},
        {right[3] + 1: LAST_KEY, right[1]: BEST_FOR_KEY},
        {},
    ]
    made = [(model.answers(p), words) for model, words in SLIPS]

    def explained(found: Found) -> int:
        rows = zip(answer, found, right, strict=True)
        return sum(near(got, one) and not near(got, good) for got, one, good in rows)

    def distance(found: Found) -> float:
        return sum(min(abs(got / one - 1), 1.0) for got, one in zip(answer, found, strict=True))

    made.sort(key=lambda one: (-explained(one[0]), distance(one[0])))
    several = [one for one in made if explained(one[0]) > 1]
    known: list[dict[float, str]] = []
    for place, good in enumerate(right):
        ordered = [
            *((found[place], words) for found, words in several),
            *alone[place].items(),
            *((found[place], words) for found, words in made),
        ]
        told: dict[float, str] = {}
        for value, words in ordered:
            # The last length looked at is no crossing.
            if not near(value, good) and value < LONGEST_KM - 1:
                told.setdefault(value, words)
        known.append(told)
    return known


def judge_segments(answer: Found, given: Given) -> Verdict:
    """Judge the five numbers; the key also for a number of segments that is not the best."""
    p = given.parameters
    right = answers(p)
    carried: list[float | None] = [None] * len(right)
    if answer[1] in range(1, MOST + 1) and answer[1] != right[1]:
        carried[2] = float(RIGHT.key_per_s(p, int(answer[1]), p["length_km"])) or None
    names = (
        f"the rate of pairs over {FIXED} segments",
        "the best number of segments",
        "the key rate at the best number",
        "the largest number that makes key",
        "the length from which on the chain is ahead",
    )
    units = ("per second", "", "bit/s", "", "km")
    parts = number_parts(names, answer, right, slips(p, answer), units=units, carried=carried)
    direct = p["clock_hz"] * float(theory.plob(theory.fibre_transmittance(p["length_km"])))
    said = (
        f"{right[1]:.0f} segments make {right[2]:.3g} bit a second over {p['length_km']} km, the "
        f"best direct line {direct:.2g}. More than {right[3]:.0f} make none, however many pairs: "
        "how good the links are settles it."
    )
    return add_up(parts, right=said, exercise="11.4")
