"""A pair that decays while its news crosses the map, to send again and again."""

from typing import Any, ClassVar

from traitlets import Float, Int, Unicode, validate

from qinet_edu import draw
from qinet_edu.draw import map as maps
from qinet_edu.draw import waiting, waiting_map
from qinet_edu.explore.view import View, script
from qinet_edu.noise import FIBRE_SPEED_KM_S
from qinet_edu.reference.routes import route

STEPS_MS = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1000.0)


class WaitingPairView(View):
    """Hold a pair whose news is under way.

    Attributes:
        to: where the other half is, and the news comes from.
        t1_ms: the memory's T1, in milliseconds.
        t2_ms: its T2, at most 2 T1.
        progress: how much of its way the news has gone, 0 to 1.
        halves: how many halves wait, 1 or 2.
    """

    NAME = "waiting_pair"
    PARAMETERS: ClassVar[tuple[str, ...]] = ("to", "t1_ms", "t2_ms", "progress", "halves")
    _esm = script("waiting_pair")

    to = Unicode("Sydney").tag(sync=True)
    t1_ms = Float(100.0).tag(sync=True)
    t2_ms = Float(10.0).tag(sync=True)
    progress = Float(0.5).tag(sync=True)
    halves = Int(1).tag(sync=True)

    @validate("to", "t1_ms", "t2_ms", "progress", "halves")  # type: ignore[untyped-decorator]
    def _check_setting(self, proposal: Any) -> Any:
        name = proposal["trait"].name
        settings: dict[str, Any] = {
            **waiting.read_settings(**{**self.parameters, name: proposal["value"]})
        }
        return settings[name]

    def picture(self) -> draw.Picture:
        """Return the static picture of the present settings."""
        return draw.waiting_pair(**self.parameters)


def waiting_pair(
    to: str = "Sydney",
    *,
    t1_ms: float = 100.0,
    t2_ms: float = 10.0,
    progress: float = 0.5,
    halves: int = 1,
) -> WaitingPairView:
    """Show a pair fade in memory while the message it waits for crosses the map.

    T2 follows T1 down, for it is at most 2 T1. From Python, raise ``.t1_ms`` before ``.t2_ms``.

    Args:
        to: where the other half is: Chermside, Gold Coast, Sydney, Auckland, Singapore or Tokyo.
        t1_ms: time constant of the memory's decay to |0⟩, in milliseconds.
        t2_ms: time constant of its coherence, in milliseconds, at most 2 T1.
        progress: how much of its way the news has gone, 0 to 1.
        halves: 1 if only Brisbane's half waits, 2 if both do.

    Raises:
        TypeError: something is no real number.
        ValueError: an unknown place, a time constant not above 0, T2 > 2 T1, a progress outside
            0 to 1, or halves other than 1 or 2.

    Example:
        >>> waiting_pair("Tokyo", halves=2).to
        'Tokyo'
    """
    settings = waiting.read_settings(to, t1_ms=t1_ms, t2_ms=t2_ms, progress=progress, halves=halves)
    return WaitingPairView(
        **settings, _figure=draw.waiting_pair(**settings).svg, _geometry=_place()
    )


def _place() -> dict[str, Any]:
    """Return the ways of the news and the plot, for the script to move things along."""
    # A list: an object would lose its order where it is written with sorted keys.
    ways = []
    for to in waiting_map.DESTINATIONS:
        points, marks = waiting_map.news_way(to)
        ways.append({
            "to": to, "points": points, "marks": marks, "length_km": route(to).length_km,
            "planned": route(to).planned, "chart": waiting_map.chart_of(to),
            "length": maps.kilometres(route(to).length_km),
            "pair": maps.outline(waiting_map.pair_way(to)),
        })  # fmt: skip
    return {
        "ways": ways,
        "plot": {**waiting.PLOT, "beside": waiting.BESIDE, "room": waiting.ROOM},
        "marks_km": waiting.MARKS_KM,
        "steps_ms": STEPS_MS,
        "curve_steps": waiting.CURVE_STEPS,
        "speed_km_s": FIBRE_SPEED_KM_S,
    }
