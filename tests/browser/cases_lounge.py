"""How the waiting room for pairs is tried: lesson 09."""

from random import Random
from typing import Any

from case import Case

from qinet_edu import draw


def _room(random: Random) -> dict[str, Any]:
    return {
        "p": random.choice([0.1, 1.0, random.uniform(0.01, 1), random.uniform(0.01, 0.2)]),
        "cutoff": random.choice([None, 0, random.randint(1, 50), random.randint(1, 1000)]),
        "fidelity": random.choice([1.0, random.uniform(0.25, 1), random.uniform(0.9, 1)]),
        "memory_rounds": 10 ** random.uniform(0, 4),
        "capacity": random.randint(1, 4),
        "order": random.choice(["oldest", "youngest"]),
        "rounds": random.choice([0, random.randint(1, 100), random.randint(1, 1500), 1500]),
    }


def _wait(card: Any) -> None:
    card.get_by_label("Thrown away after").fill("20")
    card.get_by_label("p, chance a round").fill("30")
    card.get_by_label("Weight falls to 1/e in").fill("5")
    card.get_by_label("F of a link’s new pair").fill("98")
    card.get_by_role("button", name="4", exact=True).click()
    card.get_by_role("button", name="youngest").click()
    card.get_by_role("button", name="10 more").click()
    card.get_by_role("button", name="next round").click()


LOUNGE_CASES = {
    "waiting_room": Case(
        picture=draw.waiting_room,
        setting=_room,
        goal={
            "cutoff": 20, "p": 0.3, "memory_rounds": 100.0, "fidelity": 0.98, "capacity": 4,
            "order": "youngest", "rounds": 51,
        },
        moves=_wait,
        key=("Thrown away after", "ArrowRight", "mark-"),
    ),
}  # fmt: skip
