"""A chain's way to one pair, to play through event by event."""

from typing import Any, ClassVar

from traitlets import Float, Int, observe, validate

from qinet_edu import draw
from qinet_edu.draw import spanning, spanning_chart
from qinet_edu.draw.joining import towns
from qinet_edu.explore.view import View, script
from qinet_edu.noise import FIBRE_SPEED_KM_S


class ChainTimelineView(View):
    """Hold one run of a chain.

    Attributes:
        links: how many, from Brisbane.
        success: probability that an attempt makes a pair.
        t2_s: coherence time of all memories.
        fidelity: that of each link's pair when its photons leave.
        time_s: until when the run is shown; ``None`` to its end.
        run: which run.
        seed: of all runs.
    """

    NAME = "chain_timeline"
    PARAMETERS: ClassVar[tuple[str, ...]] = (
        "links", "success", "t2_s", "fidelity", "time_s", "run", "seed",
    )  # fmt: skip
    _esm = script(
        "units", "double_line", "chain_timeline_forms", "chain_timeline_words", "chain_timeline"
    )

    links = Int(2).tag(sync=True)
    success = Float(0.1).tag(sync=True)
    t2_s = Float(0.1).tag(sync=True)
    fidelity = Float(1.0).tag(sync=True)
    time_s = Float(None, allow_none=True).tag(sync=True)
    run = Int(0).tag(sync=True)
    seed = Int(8).tag(sync=True)

    @validate(*PARAMETERS)  # type: ignore[untyped-decorator]
    def _check_setting(self, proposal: Any) -> Any:
        name = proposal["trait"].name
        return spanning.read_settings(**{**self.parameters, name: proposal["value"]})[name]

    @observe("seed")  # type: ignore[untyped-decorator]
    def _on_seed(self, change: Any) -> None:
        self._geometry = _place(self.seed)

    def picture(self) -> draw.Picture:
        """Return the static picture of what has happened by now."""
        return draw.chain_timeline(**self.parameters)


def chain_timeline(
    links: int = 2,
    *,
    success: float = 0.1,
    t2_s: float = 0.1,
    fidelity: float = 1.0,
    time_s: float | None = None,
    run: int = 0,
    seed: int = 8,
) -> ChainTimelineView:
    """Show how a pair over a few links comes about in space and time, and what waits meanwhile.

    Args:
        links: how many, from Brisbane: 2, 3 or 4.
        success: probability that an attempt makes a pair, 0.05 to 1.
        t2_s: coherence time of all memories in seconds, 0.001 to 1.
        fidelity: that of each link's pair when its photons leave, 0.5 to 1.
        time_s: until when the run is shown, in seconds from the first attempt; ``None`` to its
            end.
        run: which run, 0 to 49.
        seed: of all runs.

    Raises:
        TypeError: something is no real number.
        ValueError: something is out of its range.

    Example:
        >>> chain_timeline(3).links
        3
    """
    settings = spanning.read_settings(
        links=links, success=success, t2_s=t2_s, fidelity=fidelity, time_s=time_s, run=run,
        seed=seed,
    )  # fmt: skip
    return ChainTimelineView(
        **settings, _figure=draw.chain_timeline(**settings).svg, _geometry=_place(settings["seed"])
    )


def _place(seed: int) -> dict[str, Any]:
    """Return the towns, what chance decides and where things stand, for the script."""
    names, lengths = towns()
    return {
        "names": names, "lengths": lengths, "speed_km_s": FIBRE_SPEED_KM_S,
        "cycle_s": spanning.PARTS.cycle_s, "drawn": spanning.luck(seed).tolist(),
        "chart": spanning_chart.CHART,
    }  # fmt: skip
