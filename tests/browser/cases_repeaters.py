"""How the view of repeaters' rates is tried: lesson 11."""

from random import Random
from typing import Any

from case import Case

from qinet_edu import draw
from qinet_edu.draw.generations import PER


def _rebuild(card: Any) -> None:
    card.get_by_label("Distance to cross").fill("412")
    card.get_by_label("Coupling per photon").fill("90")
    card.get_by_label("Error of a gate").fill("-14")
    card.get_by_label("T2 of the memories").fill("-2")
    card.get_by_label("Attempts side by side").fill("7")
    card.get_by_role("button", name="memory qubit").click()


def _hardware(random: Random) -> dict[str, Any]:
    return {
        "length_km": random.uniform(12, 1200),
        "coupling": random.uniform(0.1, 1),
        "gate_error": 10 ** random.uniform(-5, -1),
        "t2_s": 10 ** random.uniform(-3, 3),
        "modes": int(10 ** random.uniform(0, 4)),
        "fidelity": random.choice([1.0, random.uniform(0.9, 1)]),
        "per": random.choice(PER),
    }


REPEATER_CASES = {
    "repeater_rates": Case(
        picture=draw.repeater_rates,
        setting=_hardware,
        goal={
            "length_km": 412.0, "coupling": 0.9, "gate_error": 3.16e-4, "t2_s": 0.32,
            "modes": 3000, "per": "memory qubit",
        },
        moves=_rebuild,
        key=("Coupling per photon", "ArrowRight", "spot"),
    ),
}  # fmt: skip
