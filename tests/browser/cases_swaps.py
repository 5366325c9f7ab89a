"""How the view of swaps along the backbone is tried: lesson 11."""

from random import Random
from typing import Any

from case import Case

from qinet_edu import draw
from qinet_edu.draw.joining import KINDS, RUNS


def _chain(random: Random) -> dict[str, Any]:
    links = random.randrange(2, 9)
    nodes = random.sample(range(1, links), random.randrange(links))
    swaps: list[list[int]] = []
    for node in nodes:
        if swaps and random.random() < 0.4:
            swaps[-1].append(node)
        else:
            swaps.append([node])
    return {
        "fidelity": [random.uniform(0.5, 1) for _ in range(links)],
        "kind": random.choice(KINDS),
        "gate_error": random.choice([0.0, 0.01, random.random()]),
        "swaps": swaps,
        "corrected": random.random() < 0.5,
        "run": random.randrange(RUNS),
    }


def _swap(card: Any) -> None:
    card.get_by_label("Number of links").fill("5")
    card.get_by_role("button", name="dephased").click()
    card.get_by_label("Link to set").fill("2")
    card.get_by_label("Fidelity F of it").fill("80")
    card.get_by_label("Gate error, each node").fill("10")
    card.get_by_role("button", name="other outcomes").click()
    card.get_by_role("button", name="Grafton").click()
    card.locator("[data-part=press-1]").click()
    card.get_by_role("button", name="Ballina").click()
    card.get_by_role("button", name="undo").click()
    card.get_by_role("button", name="Coffs Harbour").click()
    card.get_by_role("button", name="Ballina").click()
    card.get_by_role("button", name="Bob corrects").click()


SWAP_CASES = {
    "swap_backbone": Case(
        picture=draw.swap_backbone,
        setting=_chain,
        goal={
            "fidelity": [0.95, 0.8, 0.95, 0.95, 0.95], "kind": "dephased", "gate_error": 0.01,
            "swaps": [[3], [1], [4], [2]], "corrected": True, "run": 1,
        },
        moves=_swap,
        key=("Fidelity F of it", "ArrowLeft", "total"),
    ),
}  # fmt: skip
