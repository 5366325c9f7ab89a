"""How the view of purification is tried: lesson 10."""

from random import Random
from typing import Any

from case import Case

from qinet_edu import draw
from qinet_edu.draw.purifying import PROTOCOLS


def _rounds(random: Random) -> dict[str, Any]:
    weights = [random.random() ** 3 for _ in range(4)]
    weights[0] += random.random() * 4
    return {
        "pair": [weight / sum(weights) for weight in weights],
        "protocol": random.choice(PROTOCOLS),
        "rounds": random.randrange(11),
        # Fixed points take a while to find; each of these is sought once.
        "gate_error": random.choice([0.0, 0.001, 0.01, 0.03, 0.08]),
        "target": random.uniform(0.5, 0.9999),
    }


def _purify(card: Any) -> None:
    card.get_by_role("button", name="BBPSSW").click()
    card.get_by_role("button", name="all Φ−").click()
    card.get_by_label("F of the raw pairs").fill("70")
    card.get_by_label("Rounds shown").fill("6")
    card.get_by_label("Gate error, each CNOT").fill("10")


PURIFY_CASES = {
    "purify": Case(
        picture=draw.purify,
        setting=_rounds,
        goal={"pair": (0.7, 0, 0, 0.3), "protocol": "bbpssw", "rounds": 6, "gate_error": 0.01},
        moves=_purify,
        key=("Rounds shown", "ArrowRight", "result"),
    ),
}
