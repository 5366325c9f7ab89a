"""How the views of key distribution are tried: lessons 05 to 07."""

from math import pi, radians
from random import Random
from typing import Any

from case import Case

from qinet_edu import draw
from qinet_edu.draw.trust import names


def _let_eve_in(card: Any) -> None:
    card.get_by_role("button", name="10 more").click()
    card.get_by_label("Eve intercepts").fill("40")
    card.get_by_role("button", name="Breidbart").click()
    for _ in range(3):
        card.get_by_role("button", name="next round").click()


def _find_the_pair(card: Any) -> None:
    card.get_by_label("A bit of Bob’s key").select_option("9")
    card.get_by_role("button", name="make it wrong").click()
    for _ in range(12):
        card.get_by_role("button", name="next").click()
    card.get_by_role("button", name="back").click()


def _errors(random: Random) -> dict[str, Any]:
    return {
        "step": random.randrange(40),
        "errors": sorted(random.sample(range(32), random.randrange(7))),
    }


def _draw_up_an_account(card: Any) -> None:
    card.get_by_label("Bits after sifting").fill("6")
    card.get_by_label("Error rate Q").fill("15")
    card.get_by_label("f of error correction").fill("120")
    card.get_by_label("Share compared").fill("25")
    card.get_by_label("ε: how far").fill("6")


def _account(random: Random) -> dict[str, Any]:
    return {
        "sifted": int(10 ** random.uniform(2, 9)),
        "qber": random.uniform(0, 0.12),
        "f_ec": random.uniform(1, 2),
        "test_fraction": random.uniform(0.01, 0.99),
        "eps_sec": 10 ** random.uniform(-20, -1),
        "eps_cor": 10 ** random.uniform(-20, -1),
    }


def _hand_over(card: Any) -> None:
    card.get_by_role("button", name="take it back").click()
    for node in ("Satellite", "Nathan", "Coffs Harbour"):
        card.get_by_label("A node").select_option(node)
        card.get_by_role("button", name="hand it to Eve").click()
    card.get_by_role("button", name="two ways").click()


def _shrink(card: Any) -> None:
    card.get_by_label("Known to Eve").fill("13")
    card.get_by_label("Look at").fill("4")
    card.get_by_label("Wrong in").fill("10")


def _tune_the_line(card: Any) -> None:
    card.get_by_label("Fibre to Bob").fill("35")
    card.get_by_label("µ, photons").fill("-20")
    card.get_by_label("Bob detects").fill("-7")
    card.get_by_label("Dark counts per pulse").fill("-70")


def _choose_a_pass(card: Any) -> None:
    card.get_by_label("Height of the orbit").fill("800")
    card.get_by_label("Culmination").fill("75")
    card.get_by_label("Mirror on the ground").fill("6")
    card.get_by_label("Moment of the pass").fill("62")


QKD_CASES = {
    "bb84": Case(
        picture=draw.bb84,
        setting=lambda random: {
            "step": random.randrange(401),
            "fraction": random.choice([0.0, 1.0, random.random()]),
            "basis": random.choice(["z", "x", "either", "breidbart"]),
        },
        goal={"step": 23, "fraction": 0.4, "basis": "breidbart"},
        moves=_let_eve_in,
        key=("next round", "Enter", "sifted"),
    ),
    "cascade": Case(
        picture=draw.cascade,
        setting=_errors,
        goal={"step": 11, "errors": [3, 4, 9, 21]},
        moves=_find_the_pair,
        key=("next", "Enter", "asked"),
    ),
    "leak_ledger": Case(
        picture=draw.leak_ledger,
        setting=_account,
        goal={
            "sifted": 10_000,
            "qber": 0.015,
            "f_ec": 1.2,
            "test_fraction": 0.25,
            "eps_sec": 1e-6,
        },
        moves=_draw_up_an_account,
        key=("Error rate Q", "ArrowRight", "key"),
    ),
    "compromised": Case(
        picture=draw.compromised,
        setting=lambda random: {
            "nodes": sorted(random.sample(names(), random.randrange(5)), key=names().index),
            "ways": random.randint(1, 2),
        },
        goal={"nodes": ["Nathan", "Coffs Harbour", "Satellite"], "ways": 2},
        moves=_hand_over,
        key=("take it back", "Enter", "on_the_way"),
    ),
    "toeplitz": Case(
        picture=draw.toeplitz,
        setting=lambda random: {
            "leaked": random.randrange(25),
            "row": random.randrange(20),
            "wrong": random.randrange(-1, 24),
        },
        goal={"leaked": 13, "row": 4, "wrong": 10},
        moves=_shrink,
        key=("Known to Eve", "ArrowRight", "words-0"),
    ),
    "key_rate": Case(
        picture=draw.key_rate,
        setting=lambda random: {
            "length_km": random.uniform(0, 250),
            "mu": 10 ** random.uniform(-4, 0),
            "efficiency": 10 ** random.uniform(-3, 0),
            "dark_count": 10 ** random.uniform(-9, -2),
        },
        goal={"length_km": 35.0, "mu": 0.01, "efficiency": 0.2, "dark_count": 1e-7},
        moves=_tune_the_line,
        key=("Fibre to Bob", "ArrowRight", "here"),
    ),
    "satellite_pass": Case(
        picture=draw.satellite_pass,
        setting=lambda random: {
            "progress": random.random(),
            "altitude_km": random.uniform(300, 2000),
            "culmination_rad": random.uniform(radians(15), pi / 2),
            "receiver_m": random.uniform(0.1, 2),
        },
        goal={
            "progress": 0.62,
            "altitude_km": 800.0,
            "culmination_rad": 75 * pi / 180,
            "receiver_m": 0.6,
        },
        moves=_choose_a_pass,
        key=("Moment of the pass", "ArrowRight", "now-0"),
    ),
}
