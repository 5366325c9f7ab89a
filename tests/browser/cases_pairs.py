"""How the view of the source in the middle is tried: lesson 08."""

from random import Random
from typing import Any

from case import Case

from qinet_edu import draw


def _give_the_source_away(card: Any) -> None:
    card.get_by_role("button", name="give it to Eve").click()
    card.get_by_role("button", name="take it back").click()
    card.get_by_label("Eve fakes").fill("35")
    card.get_by_role("button", name="Breidbart").click()
    card.get_by_label("F, fidelity of honest pairs").fill("0.95")
    card.get_by_role("button", name="start again").click()
    card.get_by_role("button", name="10 more").click()
    card.get_by_role("button", name="10 more").click()
    card.get_by_role("button", name="next round").click()


def _source(random: Random) -> dict[str, Any]:
    return {
        "fidelity": random.choice([1.0, random.uniform(0.25, 1)]),
        "eve": random.choice([0.0, 1.0, random.random()]),
        "basis": random.choice(["z", "x", "breidbart", "random"]),
        "step": random.choice([0, 1200, random.randrange(1201)]),
    }


PAIR_CASES = {
    "pair_source": Case(
        picture=draw.pair_source,
        setting=_source,
        goal={"fidelity": 0.95, "eve": 0.35, "basis": "breidbart", "step": 21},
        moves=_give_the_source_away,
        key=("give it to Eve", "Enter", "verdict-0"),
    ),
}
