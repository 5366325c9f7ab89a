"""A waiting room for two links' pairs, to be played round by round, under any cut-off."""

from typing import Any, ClassVar

from traitlets import Float, Int, Unicode, observe, validate

from qinet_edu import draw
from qinet_edu.draw import lounge, lounge_play, lounge_plot, lounge_room, lounge_words
from qinet_edu.explore.view import View, script


class WaitingRoomView(View):
    """Hold a waiting room for pairs.

    Attributes:
        p: chance of a link per round.
        cutoff: how many rounds a pair may wait; ``None`` for ever.
        fidelity: of a link's pair when it is made.
        memory_rounds: in so many rounds a waiting pair's weight falls to 1/e.
        capacity: how many pairs of one link may wait.
        order: which of several is used first.
        rounds: how many have been played.
        seed: which attempts succeed.
    """

    NAME = "waiting_room"
    PARAMETERS: ClassVar[tuple[str, ...]] = (
        "p", "cutoff", "fidelity", "memory_rounds", "capacity", "order", "rounds", "seed",
    )  # fmt: skip
    _esm = script("units", "waiting_room_forms", "waiting_room_words", "waiting_room")

    p = Float(0.1).tag(sync=True)
    cutoff = Int(10, allow_none=True).tag(sync=True)
    fidelity = Float(0.95).tag(sync=True)
    memory_rounds = Float(50.0).tag(sync=True)
    capacity = Int(1).tag(sync=True)
    order = Unicode("oldest").tag(sync=True)
    rounds = Int(40).tag(sync=True)
    seed = Int(31).tag(sync=True)

    @validate(*PARAMETERS)  # type: ignore[untyped-decorator]
    def _check_setting(self, proposal: Any) -> Any:
        name = proposal["trait"].name
        return lounge.read_settings(**{**self.parameters, name: proposal["value"]})[name]

    @observe("seed")  # type: ignore[untyped-decorator]
    def _on_seed(self, change: Any) -> None:
        self._geometry = _place(self.seed)

    def picture(self) -> draw.Picture:
        """Return the static picture of the present waiting room."""
        return draw.waiting_room(**self.parameters)


def waiting_room(
    p: float = 0.1,
    *,
    cutoff: float | None = 10,
    fidelity: float = 0.95,
    memory_rounds: float = 50.0,
    capacity: int = 1,
    order: str = "oldest",
    rounds: int = 40,
    seed: int = 31,
) -> WaitingRoomView:
    """Show two links whose pairs wait for each other, who departs joined, and what a cut-off buys.

    Args:
        p: chance of a link per round, 0.01 to 1, the same for both.
        cutoff: how many rounds a pair may wait, whole from 0 to 1000; ``None`` or ``inf`` for ever.
        fidelity: of a link's pair when it is made, a Werner pair: 0.25 to 1.
        memory_rounds: in so many rounds a waiting pair's weight, F − ¼, falls to 1/e, both halves
            counted: 1 to 10 000.
        capacity: how many pairs of one link may wait, 1 to 4. The curve is for one.
        order: which of several is used first, ``"oldest"`` or ``"youngest"``.
        rounds: how many have been played, 0 to 1500.
        seed: which attempts succeed.

    Raises:
        TypeError: something is no real number.
        ValueError: something is out of its range.

    Example:
        >>> waiting_room(capacity=4, order="youngest").order
        'youngest'
    """
    settings = lounge.read_settings(
        p=p, cutoff=cutoff, fidelity=fidelity, memory_rounds=memory_rounds, capacity=capacity,
        order=order, rounds=rounds, seed=seed,
    )  # fmt: skip
    return WaitingRoomView(
        **settings, _figure=draw.waiting_room(**settings).svg, _geometry=_place(settings["seed"])
    )


def _place(seed: int) -> dict[str, Any]:
    """Return what chance decides, and where all is drawn, for the script."""
    return {
        "drawn": lounge_play.luck(seed).tolist(), "fine": lounge_play.FINE,
        "most": lounge_play.MOST, "seats": lounge_play.SEATS, "lines": lounge_play.LINES,
        "steps": [*lounge.STEPS, None], "told": lounge_plot.TOLD, "ticks": lounge_plot.TICKS,
        "plot": lounge_plot.PLOT, "room": lounge_room.ROOM, "faint": lounge_room.FAINT,
        "did": lounge_words.DID, "alike": lounge.ALIKE, "wide": lounge_plot.WIDE,
        "high": lounge_plot.HIGH, "beside": lounge_plot.ROOM,
    }  # fmt: skip
