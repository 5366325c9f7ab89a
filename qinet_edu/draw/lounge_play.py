"""Two links that wait for each other, played round by round."""

from functools import cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

# How many rounds there is luck for, seats for each link, and lines on the board.
MOST, SEATS, LINES = 1500, 4, 7
ORDERS = ("oldest", "youngest")
# What a link did in a round: it failed, succeeded, or rested for want of a seat.
FAILED, MADE, RESTED, NOTHING = 0, 1, 2, 3
JOINED, DROPPED = 1, 2
FINE = 10_000


@cache
def luck(seed: int) -> NDArray[np.int64]:
    """Draw what decides each attempt, in ten-thousandths: shape (2, 1500).

    Whole numbers: they are short to write in a page.
    """
    return np.random.default_rng(seed).integers(0, FINE, (2, MOST))


def play(settings: dict[str, Any], decay: float, joined: float) -> dict[str, Any]:
    """Return who waits after so many rounds, what was delivered, and what happened last."""
    fresh, rounds = settings["fidelity"], settings["rounds"]
    run = play_on(settings)
    kept = [decay**waited for _, kind, waited in run.events if kind == JOINED]
    pairs = len(kept)
    found: dict[str, Any] = {
        "pairs": pairs, "dropped": len(run.events) - pairs, "next_pair": run.next_pair,
        "a_did": run.did[0], "b_did": run.did[1], "played_time": rounds / pairs if pairs else 0.0,
        "played_fidelity": worth(joined, sum(kept) / pairs) if pairs else 0.0,
    }  # fmt: skip
    for link, name in enumerate("ab"):
        for k in range(SEATS):
            taken = run.side == link and k < len(run.waiting)
            age = rounds - 1 - run.waiting[k] if taken else -1
            left = decay**age if taken else 0.0
            found |= {
                f"{name}_age_{k}": age, f"{name}_f_{k}": worth(fresh, left) if taken else 0.0,
                f"{name}_left_{k}": left,
            }  # fmt: skip
    for k in range(LINES):
        at, kind, waited = run.events[-1 - k] if k < len(run.events) else (0, 0, 0)
        start = joined if kind == JOINED else fresh
        found |= {
            f"event_{k}_round": at, f"event_{k}_kind": kind, f"event_{k}_waited": waited,
            f"event_{k}_f": worth(start, decay**waited) if kind else 0.0,
        }  # fmt: skip
    return found


def worth(fidelity: float, left: float) -> float:
    """Return the fidelity of a pair of which so much weight is left.

    Example:
        >>> worth(0.95, 0.5)
        0.6
    """
    return 0.25 + (fidelity - 0.25) * left


class Run(NamedTuple):
    """What has happened by a round.

    Attributes:
        side: whose pairs wait, 0 or 1.
        waiting: the rounds they were made in, oldest first.
        did: what each link did in the last round.
        events: (round, ``JOINED`` or ``DROPPED``, rounds waited) of who left, one after the other.
        next_pair: the round that makes the next pair, or the last there is luck for.
    """

    side: int
    waiting: list[int]
    did: list[int]
    events: list[tuple[int, int, int]]
    next_pair: int


def play_on(settings: dict[str, Any]) -> Run:
    """Play so many rounds, and on to the next pair.

    Both links' news come at the end of a round. Then two pairs are joined if there are two, and
    who has waited for as many failed rounds as the cut-off is thrown away.
    """
    room, cutoff, rounds = settings["capacity"], settings["cutoff"], settings["rounds"]
    drawn = ((luck(settings["seed"]) + 0.5) / FINE < settings["p"]).tolist()
    waiting: list[int] = []
    events: list[tuple[int, int, int]] = []
    run, side, did = None, 0, [NOTHING, NOTHING]
    for now in range(MOST + 1):
        if now == rounds:
            run = Run(side, list(waiting), did, list(events), MOST)
        if now == MOST:
            break
        full = len(waiting) == room
        did = [RESTED if full and side == link else int(drawn[link][now]) for link in (0, 1)]
        made = [one == MADE for one in did]
        if not waiting and made[0] != made[1]:
            side = int(made[1])
        if made[side]:
            waiting.append(now)
        if made[1 - side] and waiting:
            born = waiting.pop(-1 if settings["order"] == "youngest" else 0)
            if run is not None:
                return run._replace(next_pair=now + 1)
            events.append((now + 1, JOINED, now - born))
        while cutoff is not None and waiting and now - waiting[0] >= cutoff:
            events.append((now + 1, DROPPED, now - waiting.pop(0)))
    assert run is not None, "rounds were checked to be at most MOST"
    return run
