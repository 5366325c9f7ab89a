"""What came out of a run, read by register name, and what made it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import partial
from types import MappingProxyType
from typing import Any, Literal, TypeAlias, get_args

from qiskit import QuantumCircuit

from qinet_edu.execution.estimate import Estimate

Source: TypeAlias = Literal["simulated", "hardware", "recorded"]
"""Where counts come from: a simulation, a quantum computer just now, or one some time ago."""


@dataclass(frozen=True)
class Result:
    """Hold the counts of one circuit and say how they were made.

    Qiskit prints joint outcomes with the last register first, which every beginner gets wrong
    once. Here outcomes are asked for by register name, and come in the order of the question.

    Attributes:
        joint: counts by joint outcome, in Qiskit's order: last declared register first, within a
            register bit 0 right-most, a space between registers.
        registers: names and sizes of the classical registers, as declared.
        shots: how many runs of the circuit the counts hold; after post-selection, those kept.
        backend: where it ran, for example ``"aer"``.
        noise: the name of the noise model; ``"ideal"`` for none.
        seed: what makes the run repeatable.
        transformation: what was done to the circuit before it ran and changes how, but not what
            it computes; empty when it ran as written.
        details: whatever else the backend says of itself: method, how the counts were drawn,
            versions.
        source: ``"simulated"``, ``"hardware"`` or ``"recorded"`` (hardware, some time ago).
        qpu_s: the quantum computer time that the whole job was charged, in seconds.
        job_id: the name of the job at the service that ran it.
        kept: the fraction of all shots that post-selection kept; ``None`` without one.
        layout: the place on the device that each qubit of the circuit was given.

    Raises:
        ValueError: there is no such source, or one that names no job is called hardware.

    Example:
        >>> from qinet_edu import circuits, run
        >>> result = run(circuits.measure(circuits.bloch(0.0)), shots=100, seed=1)
        >>> result.counts("qubit")
        {'0': 100}
    """

    joint: Mapping[str, int]
    registers: Mapping[str, int]
    shots: int
    backend: str
    noise: str
    seed: int | None
    transformation: tuple[str, ...] = ()
    details: Mapping[str, Any] = field(default_factory=dict)
    shot_by_shot: tuple[str, ...] | None = field(default=None, repr=False)
    circuit: QuantumCircuit | None = field(default=None, repr=False, compare=False)
    source: Source = field(default="simulated", kw_only=True)
    qpu_s: float | None = field(default=None, kw_only=True)
    job_id: str | None = field(default=None, kw_only=True)
    kept: float | None = field(default=None, kw_only=True)
    layout: tuple[int, ...] | None = field(default=None, kw_only=True)

    def __post_init__(self) -> None:
        if self.source not in get_args(Source):
            raise ValueError(
                f"There is no source {self.source!r} of counts; choose "
                f"{', '.join(get_args(Source))}."
            )
        if self.source != "simulated" and not self.job_id:
            raise ValueError("Counts are from hardware only if they name the job that made them.")
        for name in ("joint", "registers", "details"):
            object.__setattr__(self, name, MappingProxyType(dict(getattr(self, name))))

    def __reduce__(self) -> tuple[Any, tuple[()]]:
        values = {entry.name: getattr(self, entry.name) for entry in fields(self)}
        plain: dict[str, Any] = {
            key: dict(value) if isinstance(value, Mapping) else value
            for key, value in values.items()
        }
        return partial(type(self), **plain), ()

    def counts(self, *registers: str) -> dict[str, int]:
        """Count outcomes, jointly over the registers named, in the order you name them.

        Args:
            registers: names of registers; none gives Qiskit's own joint strings.

        Returns:
            Outcome to number of shots, sorted by outcome. ``counts("alice", "bob")`` has keys
            like ``"0 1"``: Alice's bits, a space, Bob's bits; within a part bit 0 is right-most.

        Raises:
            ValueError: there is no such register; the message lists those there are.

        Example:
            >>> pair = Result({"1 0": 3, "0 0": 1}, {"alice": 1, "bob": 1}, 4, "aer", "ideal", 1)
            >>> pair.counts("alice", "bob"), pair.counts()
            ({'0 0': 1, '0 1': 3}, {'0 0': 1, '1 0': 3})
        """
        if not registers:
            return dict(sorted(self.joint.items()))
        counted: Counter[str] = Counter()
        for outcome, times in self.joint.items():
            counted[self._read(outcome, registers)] += times
        return dict(sorted(counted.items()))

    def probabilities(self, *registers: str) -> dict[str, Estimate]:
        """Estimate the probability of every outcome that occurred, with standard errors.

        Example:
            >>> pair = Result({"1 0": 75, "0 0": 25}, {"a": 1, "b": 1}, 100, "aer", "ideal", 1)
            >>> pair.probabilities("b")
            {'0': 0.25 ± 0.04, '1': 0.75 ± 0.04}
        """
        return {
            outcome: Estimate.of_probability(times, self.shots)
            for outcome, times in self.counts(*registers).items()
        }

    def probability(self, **outcome: str | int) -> Estimate:
        """Estimate the probability of one outcome, named register by register.

        Args:
            outcome: register name and its bits: ``alice="0", bob="1"``. A number is the value
                of the register, bit 0 worth one.

        Raises:
            ValueError: there is no such register, or the bits do not fit it.

        Example:
            >>> pair = Result({"1 0": 75, "0 0": 25}, {"a": 1, "b": 1}, 100, "aer", "ideal", 1)
            >>> pair.probability(a="0", b=1)
            0.75 ± 0.04
        """
        if not outcome:
            raise ValueError(
                "Name at least one register and its bits, for example "
                f'probability({next(iter(self.registers))}="0").'
            )
        wanted = " ".join(self._bits(register, bits) for register, bits in outcome.items())
        return Estimate.of_probability(self.counts(*outcome).get(wanted, 0), self.shots)

    def expectation(self, *registers: str) -> Estimate:
        """Estimate the mean of the product of all bits named, each counted as +1 for 0, −1 for 1.

        For a qubit measured in direction n this is ⟨σₙ⟩; for two registers the correlation.

        Args:
            registers: names of registers; none takes all.

        Example:
            >>> pair = Result({"1 1": 50, "0 0": 50}, {"a": 1, "b": 1}, 100, "aer", "ideal", 1)
            >>> float(pair.expectation("a", "b")), float(pair.expectation("a"))
            (1.0, 0.0)
        """
        even = sum(
            times
            for outcome, times in self.counts(*(registers or self.registers)).items()
            if outcome.count("1") % 2 == 0
        )
        return Estimate.of_expectation(even, self.shots)

    def memory(self, *registers: str) -> list[str]:
        """List the outcome of every shot, in the order they happened.

        Raises:
            ValueError: the run did not keep them.

        Example:
            >>> kept = Result({"1": 1, "0": 1}, {"a": 1}, 2, "aer", "ideal", 1,
            ...               shot_by_shot=("1", "0"))
            >>> kept.memory("a")
            ['1', '0']
        """
        if self.shot_by_shot is None:
            raise ValueError(
                'This run kept only counts. To see shot by shot, run it with options={"memory": '
                "True}."
            )
        if not registers:
            return [*self.shot_by_shot]
        return [self._read(outcome, registers) for outcome in self.shot_by_shot]

    def __repr__(self) -> str:
        how = [self.noise, *self.transformation]
        if self.source != "simulated":
            day = self.details.get("recorded", "") if self.source == "recorded" else ""
            how.insert(0, f"{self.source} {day}".rstrip())
        if self.kept is not None:
            how.append(f"kept {self.kept:.3g} of all shots")
        cost = "" if self.qpu_s is None else f", {self.qpu_s:.3g} s of quantum computer time"
        outcomes = self.counts()
        shown = ", ".join(f"{bits}: {times}" for bits, times in [*outcomes.items()][:8])
        more = f", … {len(outcomes) - 8} more" if len(outcomes) > 8 else ""
        names = " ".join(reversed([*self.registers]))
        return (
            f"{self.shots} shots on {self.backend} ({', '.join(how)}), seed {self.seed}{cost}\n"
            f"{names} | {shown}{more}"
        )

    def _read(self, outcome: str, registers: Sequence[str]) -> str:
        parts = dict(zip(self.registers, reversed(outcome.split(" ")), strict=True))
        for register in registers:
            if register not in parts:
                raise ValueError(self._no_register(register))
        return " ".join(parts[register] for register in registers)

    def _bits(self, register: str, bits: str | int) -> str:
        if register not in self.registers:
            raise ValueError(self._no_register(register))
        size = self.registers[register]
        if isinstance(bits, int) and not isinstance(bits, bool) and 0 <= bits < 2**size:
            return format(bits, f"0{size}b")
        if isinstance(bits, str) and len(bits) == size and set(bits) <= {"0", "1"}:
            return bits
        raise ValueError(
            f"Register {register!r} holds {size} bit{'s' * (size != 1)}; {bits!r} does not fit. "
            f'Write them as a string, for example {register}="{"0" * size}".'
        )

    def _no_register(self, name: Any) -> str:
        return f"There is no register {name!r}; this result has: {', '.join(self.registers)}."
