"""How the views of heralded pairs are tried: lesson 08."""

from random import Random
from typing import Any

from case import Case

from qinet_edu import draw
from qinet_edu.draw.trying import SCHEMES


def _brighten(card: Any) -> None:
    card.get_by_label("α, share that shines").fill("-10")
    card.get_by_label("Fibre between them").fill("120")
    card.get_by_label("Visibility of").fill("80")
    card.get_by_label("Dark clicks").fill("9")


def _link(random: Random) -> dict[str, Any]:
    return {
        "alpha": 10 ** random.uniform(-4, 0),
        "length_km": random.uniform(1, 200),
        "visibility": random.choice([1.0, random.random(), random.uniform(0.8, 1)]),
        "dark_count": random.choice([0.0, 10 ** random.uniform(-9, -2)]),
        "emission": random.uniform(0.01, 1),
        "detector": random.uniform(0.01, 1),
        "phase_std_rad": random.uniform(0, 3),
    }


def _try_on(card: Any) -> None:
    card.get_by_role("button", name="end-node").click()
    card.get_by_label("Fibre between them").fill("20")
    card.get_by_label("α, share that shines").fill("-10")
    card.get_by_role("button", name="10 more").click()
    card.get_by_role("button", name="next attempt").click()


HERALD_CASES = {
    "attempts": Case(
        picture=draw.attempts,
        setting=lambda random: {
            "scheme": random.choice(SCHEMES),
            "length_km": random.uniform(1, 200),
            "alpha": 10 ** random.uniform(-3, 0),
            "attempt": int(10 ** random.uniform(0, 7)),
        },
        goal={"scheme": "end-node", "length_km": 20.0, "alpha": 0.32, "attempt": 12},
        moves=_try_on,
        key=("next attempt", "Enter", "so-far"),
    ),
    "bright_state": Case(
        picture=draw.bright_state,
        setting=_link,
        goal={"alpha": 0.32, "length_km": 120.0, "visibility": 0.8, "dark_count": 1e-5},
        moves=_brighten,
        key=("Fibre between them", "ArrowRight", "mark-"),
    ),
}
