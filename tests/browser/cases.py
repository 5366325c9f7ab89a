"""What each view is held to: random settings to compare at, and one that its controls lead to."""

from math import pi
from random import Random
from typing import Any

from case import Case
from cases_chains import CHAIN_CASES
from cases_heralds import HERALD_CASES
from cases_lounge import LOUNGE_CASES
from cases_pairs import PAIR_CASES
from cases_purify import PURIFY_CASES
from cases_qkd import QKD_CASES
from cases_repeaters import REPEATER_CASES
from cases_swaps import SWAP_CASES

from qinet_edu import draw
from qinet_edu.draw.atlas import items
from qinet_edu.draw.waiting_map import DESTINATIONS


def _arrow(random: Random) -> dict[str, float]:
    return {"theta": random.uniform(0, pi), "phi": random.uniform(0, 2 * pi)}


def _turn_arrow(card: Any) -> None:
    card.get_by_label("θ, down from |0⟩").fill("120")
    card.get_by_label("φ, around the axis").fill("250")


def _turn_both(card: Any) -> None:
    card.get_by_role("button", name="bit 1").click()
    _turn_arrow(card)


def _memory(random: Random) -> dict[str, float]:
    t1_us = random.uniform(20, 500)
    return {
        "time_us": random.uniform(0, 500), "t1_us": t1_us,
        "t2_us": random.uniform(10, 2 * t1_us), "depolarising": random.random(),
    }  # fmt: skip


def _wait(card: Any) -> None:
    card.get_by_label("T1, decay to |0⟩").fill("330")
    card.get_by_label("T2, coherence").fill("70")
    card.get_by_label("waiting time").fill("65")
    card.get_by_label("depolarising p").fill("0.14")


def _turn_analysers(card: Any) -> None:
    for label, degrees in (("a0", "-120"), ("a1", "30"), ("b0", "180"), ("b1", "-45")):
        card.get_by_label(f"{label}, ").fill(degrees)
    card.get_by_label("F, fidelity of the pairs").fill("0.85")


def _fill_table(card: Any) -> None:
    for asked, party in (("X", "Charlie"), ("Y", "Alice"), ("Y", "Bob")):
        card.get_by_role("button", name=f"{party} +1, asked {asked}").click()
    card.get_by_role("button", name="why it cannot be done").click()


def _turn_and_copy(card: Any) -> None:
    card.get_by_role("button", name="phase-covariant").click()
    _turn_arrow(card)


def _look_at_a_segment(card: Any) -> None:
    card.get_by_label("Node or link").select_option("Taree to Newcastle")
    card.get_by_role("button", name="stage 3").click()
    card.get_by_role("button", name="classical").click()


def _lose_a_bit(card: Any) -> None:
    card.get_by_role("button", name="1, 1").click()
    card.get_by_role("button", name="the bit for X").click()
    card.get_by_label("Fibre to Bob").fill("6")
    card.get_by_label("T2 of Bob’s memory").fill("5")
    card.get_by_label("The bits’ way").fill("70")
    _turn_arrow(card)
    card.get_by_role("button", name="Next").click()


def _pair(random: Random) -> dict[str, Any]:
    t1_ms = 10 ** random.uniform(-1, 3)
    return {
        "to": random.choice(DESTINATIONS),
        "t1_ms": t1_ms,
        "t2_ms": 2 * t1_ms * random.uniform(0.01, 1),
        "progress": random.random(),
        "halves": random.randint(1, 2),
    }


def _wait_for_auckland(card: Any) -> None:
    card.get_by_label("The other half is in").select_option("Auckland")
    card.get_by_role("button", name="both halves").click()
    card.get_by_label("T1, decay to |0⟩").fill("7")
    card.get_by_label("T2, coherence").fill("12")
    card.get_by_label("The news on its way").fill("70")


_TURNED = {"theta": 2 * pi / 3, "phi": 250 * pi / 180}

CASES = {
    "bit_vs_qubit": Case(
        picture=draw.bit_vs_qubit,
        setting=lambda random: {"bit": random.randrange(2), **_arrow(random)},
        goal={"bit": 1, **_TURNED},
        moves=_turn_both,
        key=("θ, down from |0⟩", "ArrowRight", "tip"),
    ),
    "bloch": Case(
        picture=draw.bloch,
        setting=_arrow,
        goal=_TURNED,
        moves=_turn_arrow,
        key=("θ, down from |0⟩", "ArrowRight", "tip"),
    ),
    "bloch_ball": Case(
        picture=draw.bloch_ball,
        setting=_memory,
        goal={"time_us": 65.0, "t1_us": 330.0, "t2_us": 70.0, "depolarising": 0.14},
        moves=_wait,
        key=("waiting time", "ArrowRight", "rim"),
    ),
    "chsh": Case(
        picture=draw.chsh,
        setting=lambda random: {
            "alice": [random.uniform(-pi, pi), random.uniform(-pi, pi)],
            "bob": [random.uniform(-pi, pi), random.uniform(-pi, pi)],
            "fidelity": random.uniform(0.25, 1),
        },
        goal={"alice": [-2 * pi / 3, pi / 6], "bob": [pi, -pi / 4], "fidelity": 0.85},
        moves=_turn_analysers,
        key=("a0, Alice’s first", "ArrowRight", "s-mark"),
    ),
    "cloner": Case(
        picture=draw.cloner,
        setting=lambda random: {
            "machine": random.choice(["cnot", "universal", "phase-covariant"]),
            **_arrow(random),
        },
        goal={"machine": "phase-covariant", **_TURNED},
        moves=_turn_and_copy,
        key=("θ, down from |0⟩", "ArrowRight", "clone-tip"),
    ),
    "fringe": Case(
        picture=draw.fringe,
        setting=lambda random: {"phi": random.uniform(0, 2 * pi)},
        goal={"phi": 250 * pi / 180},
        moves=lambda card: card.get_by_label("φ, upper path").fill("250"),
        key=("φ, upper path", "ArrowRight", "mark"),
    ),
    "ghz_table": Case(
        picture=draw.ghz_table,
        setting=lambda random: {
            "answers": "".join(random.choice("+-") for _ in range(6)),
            "why": random.random() < 0.5,
        },
        goal={"answers": "++---+", "why": True},
        moves=_fill_table,
        key=("Alice +1, asked X", "Enter", "is-xa"),
    ),
    "network": Case(
        picture=draw.network,
        setting=lambda random: {
            "selected": random.choice(items()).key,
            "stage": random.randrange(1, 6),
            "plane": random.choice(["both", "quantum", "classical"]),
        },
        goal={"selected": "Taree to Newcastle", "stage": 3, "plane": "classical"},
        moves=_look_at_a_segment,
        key=("Node or link", "ArrowDown", "title"),
    ),
    "waiting_pair": Case(
        picture=draw.waiting_pair,
        setting=_pair,
        goal={"to": "Auckland", "t1_ms": 20.0, "t2_ms": 40.0, "progress": 0.7, "halves": 2},
        moves=_wait_for_auckland,
        key=("The news on its way", "ArrowRight", "message"),
    ),
    "teleport": Case(
        picture=draw.teleport,
        setting=lambda random: {
            "step": random.randrange(6),
            **_arrow(random),
            "length_km": 10 ** random.uniform(0, 4),
            "t2_ms": 10 ** random.uniform(-1, 3),
            "progress": random.random(),
            **{name: random.randrange(2) for name in ("m_message", "m_alice")},
            **{name: random.random() < 0.5 for name in ("drop_x", "drop_z", "judged")},
        },
        goal={
            "step": 4,
            **_TURNED,
            "length_km": 948.0,
            "t2_ms": 30.0,
            "m_message": 1,
            "m_alice": 1,
            "drop_x": True,
            "progress": 0.7,
        },
        moves=_lose_a_bit,
        key=("The bits’ way", "ArrowRight", "clock"),
    ),
    **QKD_CASES,
    **PAIR_CASES,
    **HERALD_CASES,
    **CHAIN_CASES,
    **LOUNGE_CASES,
    **PURIFY_CASES,
    **REPEATER_CASES,
    **SWAP_CASES,
}
