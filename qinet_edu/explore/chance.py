"""Shot noise, from circuits that really run at each step."""

from hashlib import sha256
from math import acos, sqrt
from typing import Any

from traitlets import Float, Int, Unicode, observe

from qinet_edu import draw
from qinet_edu.draw import given
from qinet_edu.explore.view import View, script

STEPS = (10, 30, 100, 300, 1000, 3000, 10_000)


class ShotNoiseView(View):
    """Hold a sample of ``.shots`` shots; a new number, or ``.again``, draws a fresh one.

    Attributes:
        counts: the sample, for example ``{"0": 28, "1": 72}``.
    """

    NAME = "shot_noise"
    PARAMETERS = ("probability", "shots", "seed")
    IN_BROWSER = False
    _esm = script("shot_noise")

    probability = Float(0.25).tag(sync=True)
    shots = Int(100).tag(sync=True)
    seed = Int(1).tag(sync=True)
    again = Int(0).tag(sync=True)
    _words = Unicode().tag(sync=True)

    def __init__(self, **traits: Any) -> None:
        self.counts: dict[str, int] = {}
        super().__init__(_geometry={"steps": list(STEPS)}, **traits)
        self._sample()

    @observe("shots", "again")  # type: ignore[untyped-decorator]
    def _on_change(self, change: Any) -> None:
        if self.counts:
            self._sample()

    def _sample(self) -> None:
        """Run the circuit, and draw what came out."""
        # Only here: running needs the simulator, whose import takes a second.
        from qinet_edu import circuits
        from qinet_edu.execution import run

        # P(0) = cos²(θ/2) tells which direction gives the probability wanted.
        theta = 2 * acos(sqrt(self.probability))
        circuit = circuits.measure(circuits.bloch(theta))
        # Hashed, since neighbouring seeds of a simulator are not independent.
        told = f"shot noise {self.seed} {self.shots} {self.again}".encode()
        seed = int.from_bytes(sha256(told).digest()[:4], "big") >> 1
        self.counts = dict(run(circuit, shots=self.shots, seed=seed).counts("qubit"))
        picture = self.picture()
        with self.hold_sync():
            self._words = picture.alt
            self._figure = picture.svg

    def picture(self) -> draw.Picture:
        """Return the static picture of the present sample."""
        return draw.shot_noise(self.counts, self.probability)


def shot_noise(probability: float = 0.25, *, shots: int = 100, seed: int = 1) -> ShotNoiseView:
    """Show how far a sample strays from the truth, for 10 to 10 000 shots of a real circuit.

    Ten times less noise costs a hundred times the shots: the error bar is √(p(1 − p)/n).

    Args:
        probability: the true probability of 0.
        shots: how many to begin with.
        seed: makes every sample of this view repeatable.

    Raises:
        ValueError: the probability lies outside 0 to 1, or there is no shot.

    Example:
        >>> view = shot_noise(0.25)
        >>> sum(view.counts.values())
        100
    """
    probability = given.probability(probability)
    if given.count("number of shots", shots) < 1:
        raise ValueError("Take at least one shot: nothing can be counted without.")
    return ShotNoiseView(probability=probability, shots=shots, seed=seed)
