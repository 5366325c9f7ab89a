"""How the views of chains in time are tried: lesson 09."""

from random import Random
from typing import Any

from case import Case

from qinet_edu import draw


def _span(card: Any) -> None:
    card.get_by_role("button", name="3 links").click()
    card.get_by_role("button", name="another run").click()
    card.get_by_label("Success of an attempt").fill("20")
    card.get_by_label("T2 of the memories").fill("-40")
    card.get_by_label("Link pairs’ fidelity").fill("95")
    card.get_by_role("button", name="start again").click()


def _chain(random: Random) -> dict[str, Any]:
    return {
        "links": random.randint(2, 4),
        "success": random.choice([1.0, random.uniform(0.05, 1)]),
        "t2_s": 10 ** random.uniform(-3, 0),
        "fidelity": random.uniform(0.5, 1),
        "time_s": random.choice([None, 0.0, random.uniform(0, 0.02)]),
        "run": random.randrange(50),
    }


CHAIN_CASES = {
    "chain_timeline": Case(
        picture=draw.chain_timeline,
        setting=_chain,
        goal={
            "links": 3, "run": 1, "success": 0.2, "t2_s": 0.01, "fidelity": 0.95, "time_s": 0.0,
        },
        moves=_span,
        key=("T2 of the memories", "ArrowRight", "left"),
    ),
}  # fmt: skip
