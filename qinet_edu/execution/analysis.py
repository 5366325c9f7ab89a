"""From results to the numbers that an experiment is about."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Self, TypeAlias

from qinet_edu.circuits import PauliFrame, Setting
from qinet_edu.execution.estimate import Estimate
from qinet_edu.execution.frames import in_frame
from qinet_edu.execution.result import Result

Accepted: TypeAlias = Mapping[str, str | Iterable[str]]
"""Which outcomes count as a success: register name to its bits, or to several such."""


class Fidelity(Estimate):
    """Carry a fidelity with the probability of what it was selected by.

    A fidelity of 0.99 that one attempt in a million reaches is another thing than one that all do:
    so neither is given without the other.

    Attributes:
        probability: the share of all rounds that were counted, 1 when nothing was selected.

    Example:
        >>> Fidelity(0.91, 0.02, probability=Estimate.of_probability(40, 1000))
        0.91 ± 0.02 (in 0.040 ± 0.006 of the rounds)
    """

    probability: Estimate

    def __new__(
        cls, value: float, standard_error: float, probability: Estimate | None = None
    ) -> Self:
        """Make a fidelity that is uncertain by ``standard_error``."""
        fidelity = super().__new__(cls, value, standard_error)
        fidelity.probability = Estimate(1.0, 0.0) if probability is None else probability
        return fidelity

    def __repr__(self) -> str:
        said = super().__repr__()
        return (
            said
            if float(self.probability) == 1
            else f"{said} (in {self.probability!r} of the rounds)"
        )

    __str__ = __repr__

    def __reduce__(self) -> tuple[type[Self], tuple[float, ...]]:  # type: ignore[override]
        return type(self), (float(self), self.standard_error, self.probability)


def bell_value(settings: Sequence[Setting], results: Sequence[Result]) -> Estimate:
    """Add up the correlations of a Bell test, each with its sign.

    S for the settings of ``circuits.chsh()``, M for those of ``circuits.mermin()``: with 4000
    shots a setting, S = 2.83 is known to ± 0.02, some forty standard errors above 2.

    Args:
        settings: what was measured, as ``circuits.chsh()`` returns it.
        results: what came out, one result for each setting, in the same order.

    Returns:
        The sum, with the standard error of independent runs.

    Raises:
        ValueError: not as many results as settings, or a result lacks a party's register.

    Example:
        >>> from qinet_edu import circuits, run
        >>> test = circuits.mermin()
        >>> rounds = [circuits.measure(circuits.ghz(3), setting.directions) for setting in test]
        >>> bell_value(test, run(rounds, shots=1000, seed=1))
        4.000 ± 0.004
    """
    if len(settings) != len(results):
        raise ValueError(
            f"{len(settings)} settings and {len(results)} results: run one circuit for each "
            "setting, in the same order."
        )
    pairs = zip(settings, results, strict=True)
    estimates = [result.expectation(*setting.directions) for setting, result in pairs]
    return Estimate.total(estimates, signs=[setting.sign for setting in settings])


def bell_fidelity(
    settings: Sequence[Setting],
    results: Sequence[Result],
    *,
    given: Accepted | None = None,
    frame: PauliFrame | None = None,
) -> Fidelity:
    """Estimate how well a pair passes for a Bell state, from its XX, YY and ZZ rounds.

    F = (1 + Σ sign · E)/4, exactly and for any state, with the signs of that Bell state. Three
    times 4000 rounds know a fidelity of 0.9 to ± 0.004.

    Args:
        settings: what was measured, as ``circuits.fidelity_settings(state)`` returns it.
        results: what came out, one result for each setting, in the same order.
        given: count only rounds with these heralds, such as ``{"detectors": ("01", "10")}``: a
            register's bits, or several that will do. All registers named must agree.
        frame: read the outcomes in this Pauli frame, as ``circuits.swap_frame(links)`` gives it,
            where the circuit left its corrections out.

    Returns:
        The fidelity with its standard error, and with the share of rounds that were counted.

    Raises:
        ValueError: these are not the settings of a fidelity, not as many results as settings, a
            register is missing, or no round had such heralds.

    Source:
        Nielsen and Chuang (2000), section 10.5.1: |Φ+⟩⟨Φ+| = (1 + XX − YY + ZZ)/4.

    Example:
        >>> from qinet_edu import circuits, run
        >>> test = circuits.fidelity_settings("psi-")
        >>> pair = circuits.bell_pair("psi-")
        >>> results = run([circuits.measure(pair, s.directions) for s in test], shots=1000, seed=1)
        >>> bell_fidelity(test, results)
        1.0000 ± 0.0009
    """
    axes = [[*setting.directions.values()] for setting in settings]
    if axes != [["x", "x"], ["y", "y"], ["z", "z"]]:
        raise ValueError(
            "A fidelity is estimated from XX, YY and ZZ: take the settings of "
            "circuits.fidelity_settings(state)."
        )
    kept = results if given is None else [post_select(result, given) for result in results]
    if frame is not None and len(settings) == len(kept):
        framed = zip(settings, kept, strict=True)
        kept = [in_frame(result, setting.directions, frame) for setting, result in framed]
    total = bell_value(settings, kept)
    counted = sum(result.shots for result in kept)
    rounds = sum(round(one.shots / (one.kept if one.kept is not None else 1)) for one in kept)
    share = None if counted == rounds else Estimate.of_probability(counted, rounds)
    return Fidelity((1 + total) / 4, total.standard_error / 4, share)


def post_select(result: Result, given: Accepted) -> Result:
    """Keep the runs in which registers read what was asked for.

    That is what a herald is for: runs without one are thrown away. How many are left belongs to
    every number made of them, and stands in ``kept``.

    Args:
        result: what came out.
        given: register name to its bits, ``{"detectors": "01"}``, or to several that will do,
            ``{"detectors": ("01", "10")}``. All registers named must agree.

    Returns:
        A result of the runs kept alone; its ``kept`` is their share of all.

    Raises:
        ValueError: there is no such register, the bits do not fit it, or no run is left.

    Example:
        >>> pair = Result({"1 0": 30, "0 0": 70}, {"a": 1, "b": 1}, 100, "aer", "ideal", 1)
        >>> post_select(pair, {"b": "1"})
        30 shots on aer (ideal, kept 0.3 of all shots), seed 1
        b a | 1 0: 30
    """
    if not isinstance(given, Mapping) or not given:
        raise ValueError(
            'Name the registers and the bits to keep, for example {"detectors": ("01", "10")}.'
        )
    choices = [[bits] if isinstance(bits, str) else [*bits] for bits in given.values()]
    for register, bits in zip(given, choices, strict=True):
        for one in bits:
            result.probability(**{register: one})  # complains of what does not fit
    names = [*result.registers]
    wanted = [(names.index(register), {*bits}) for register, bits in
              zip(given, choices, strict=True)]  # fmt: skip

    def passes(outcome: str) -> bool:
        parts = outcome.split(" ")[::-1]
        return all(parts[place] in bits for place, bits in wanted)

    joint = {outcome: times for outcome, times in result.joint.items() if passes(outcome)}
    shots = sum(joint.values())
    if not shots:
        shown = ", ".join(f"{register} = {bits!r}" for register, bits in given.items())
        raise ValueError(
            f"None of the {result.shots} runs had {shown}. Run more shots, or make what is asked "
            "for more likely."
        )
    each = result.shot_by_shot
    return replace(
        result,
        joint=joint,
        shots=shots,
        kept=shots / result.shots * (1 if result.kept is None else result.kept),
        shot_by_shot=None if each is None else tuple(filter(passes, each)),
    )
