"""The Bloch ball that waits, with sliders for how long and in what memory."""

from dataclasses import asdict
from typing import Any, ClassVar

from traitlets import Float, validate

from qinet_edu import draw
from qinet_edu.draw import ball
from qinet_edu.explore.view import View, script


class BlochBallView(View):
    """Hold a memory and a wait: ``.time_us``, ``.t1_us``, ``.t2_us`` and ``.depolarising``."""

    NAME = "bloch_ball"
    PARAMETERS: ClassVar[tuple[str, ...]] = ("time_us", "t1_us", "t2_us", "depolarising")
    _esm = script("sphere", "ellipsoid", "bloch_ball")

    time_us = Float(100.0).tag(sync=True)
    t1_us = Float(200.0).tag(sync=True)
    t2_us = Float(150.0).tag(sync=True)
    depolarising = Float(0.0).tag(sync=True)

    @validate("time_us", "t1_us", "t2_us", "depolarising")  # type: ignore[untyped-decorator]
    def _check_setting(self, proposal: Any) -> float:
        name = proposal["trait"].name
        return ball.read_settings(**{**self.parameters, name: proposal["value"]})[name]

    def picture(self) -> draw.Picture:
        """Return the static picture of the present settings."""
        return draw.bloch_ball(**self.parameters)


def bloch_ball(
    time_us: float = 100.0,
    *,
    t1_us: float = 200.0,
    t2_us: float = 150.0,
    depolarising: float = 0.0,
) -> BlochBallView:
    """Show where the whole Bloch ball goes while a qubit waits, with sliders for all of it.

    T2 follows T1 down: its slider ends at 2 T1. From Python, raise ``.t1_us`` before ``.t2_us``.

    Args:
        time_us: how long the qubit waits, in microseconds.
        t1_us: time constant of the decay from |1⟩ to |0⟩, in microseconds.
        t2_us: time constant of the coherence, in microseconds, at most 2 T1.
        depolarising: probability that the state is then replaced by I/2 (convention "mixing").

    Raises:
        TypeError: something is no real number.
        ValueError: a negative time, a time constant not above 0, T2 > 2 T1, or p outside [0, 1].

    Example:
        >>> bloch_ball(t1_us=50, t2_us=100).t2_us
        100.0
    """
    settings = ball.read_settings(time_us, t1_us=t1_us, t2_us=t2_us, depolarising=depolarising)
    first = draw.bloch_ball(**settings)
    return BlochBallView(
        **settings, _figure=first.svg, _geometry={**asdict(ball.BALL), "bar": ball.BAR}
    )
