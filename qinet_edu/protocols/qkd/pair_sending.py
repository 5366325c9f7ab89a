"""Sessions of pairs: a source that nobody trusts, and two parties who measure."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from qiskit.circuit import QuantumCircuit

from qinet_edu import theory
from qinet_edu.arguments import one_real
from qinet_edu.circuits import BELL_STATES, Eavesdropper, PairPlan, pair_plan, pair_round
from qinet_edu.circuits.eavesdropping import RANDOM
from qinet_edu.circuits.given import Resource
from qinet_edu.circuits.pair_qkd import PairProtocol, check_source_eve
from qinet_edu.circuits.parties import whole
from qinet_edu.noise import Noise
from qinet_edu.protocols.pairs import density_of
from qinet_edu.protocols.qkd.dealing import arrivals, draws
from qinet_edu.protocols.qkd.pair_outcomes import PairSession
from qinet_edu.protocols.qkd.raw import Bases
from qinet_edu.protocols.qkd.sending import drawn_seed
from qinet_edu.protocols.rounds import run_kinds


def pair_session(
    rounds: int,
    *,
    protocol: PairProtocol = "bbm92",
    source: Resource = "phi+",
    state: str | None = None,
    eve: Eavesdropper | None = None,
    noise: Noise | None = None,
    backend: Any = "aer",
    seed: int | None = None,
    transmittance: float = 1.0,
    other: float | None = None,
    options: Mapping[str, Any] | None = None,
    max_qpu_s: float | None = None,
) -> PairSession:
    """Send pairs to Alice and Bob, who choose at random what to measure along.

    Rounds of one kind (her setting, his, who made the pair) are the same circuit: four kinds in
    BBM92, nine in E91, and up to three times as many where Eve makes a share of the pairs. They
    are one job, so 100,000 rounds take a fraction of a second.

    Settings belong to a Bell state. Where the source makes another one than they are for, S is 0 or
    has the other sign, and half or all of the bits are wrong, without anybody having listened: so
    that is refused before a pair is sent.

    Args:
        rounds: how many pairs to send, from 1.
        protocol: ``"bbm92"``, Z or X on both sides, or ``"e91"``, Ekert's angles and a Bell test.
        source: the pair: a Bell state's name, a density matrix of shape (4, 4) with Alice's qubit
            right-most, or a circuit of two qubits.
        state: the Bell state that settings and flips are for; without it the one that the source
            comes closest to.
        eve: to whom the source was given: for her fraction of the pairs she sends definite halves
            instead, as ``circuits.pair_round`` does; with basis ``"random"`` definite in one of
            the directions that make key, drawn anew for each pair.
        noise: what goes wrong; each half passes a gate labelled ``fibre``.
        backend: where to run, as for ``run``.
        seed: repeats a session exactly; without it one is drawn.
        transmittance: how likely a half arrives at Alice, from the source to her click, in [0, 1].
        other: the same for Bob; without it both are alike.
        options: passed on to ``run``.
        max_qpu_s: passed on to ``run``.

    Returns:
        What every party knows, to be given to ``agree_pairs``. Its ``raw`` is what stage 1's
        ``sift``, ``distil`` and (of BBM92) ``agree`` take.

    Raises:
        TypeError: something is of another kind.
        ValueError: no rounds, no such protocol, no pair, or settings for another Bell state than
            the source's.

    Source:
        A. K. Ekert, PRL 67, 661 (1991); C. H. Bennett, G. Brassard and N. D. Mermin, PRL 68, 557
        (1992).

    Example:
        >>> session = pair_session(100_000, source=theory.werner(0.9), seed=1)
        >>> abs(session.qber() - 2 * (1 - 0.9) / 3) < 0.005
        True
        >>> pair_session(9000, protocol="e91", eve=Eavesdropper(), seed=1).bell_test().violated
        False
    """
    n, drawn = whole(rounds, "rounds", least=1), drawn_seed(seed)
    plan = _plan(protocol, source, state)
    check_source_eve(eve)
    reach = [
        one_real(value, name, low=0, high=1)
        for value, name in ((transmittance, "transmittance"), (other, "other"))
        if value is not None
    ]
    choices, rng = draws(drawn, 0), draws(drawn, 1)
    ours, theirs = (
        choices.integers(0, len(settings), n, dtype=np.uint8) for settings in (plan.alice, plan.bob)
    )
    hers, his = arrivals(rng, n, reach[0]), arrivals(rng, n, reach[-1])
    ways, names = _ways(plan, eve)
    way = np.zeros(n, dtype=np.intp)
    if eve is not None:
        acts = rng.random(n) < eve.fraction
        way[acts] = rng.integers(1, len(ways), np.count_nonzero(acts))
    shape = (len(plan.alice), len(plan.bob), len(ways))

    def circuit(one: int) -> QuantumCircuit:
        a, b, w = (int(place) for place in np.unravel_index(one, shape))
        made = source if ways[w] is None else plan.state
        return pair_round(plan.alice[a], plan.bob[b], source=made, eve=ways[w])

    read, results = run_kinds(
        np.ravel_multi_index((ours, theirs, way), shape), circuit, ["alice", "bob", "eve"],
        counted=hers & his, rng=rng, seed=drawn,
        how={"backend": backend, "noise": noise, "options": options, "max_qpu_s": max_qpu_s},
    )  # fmt: skip
    return PairSession(
        plan, ours, theirs, read[0], read[1], hers, his,
        eve_acts=way > 0, eve_bits=read[2], eve_bases=names[way], seed=drawn, results=results,
    )  # fmt: skip


def nearest_bell_state(rho: NDArray[np.complex128]) -> tuple[str, float]:
    """Return the Bell state that a pair comes closest to, and its fidelity.

    Args:
        rho: the pair, shape (4, 4).

    Example:
        >>> nearest_bell_state(theory.werner(0.9))
        ('phi+', 0.9)
    """
    close = {name: round(float(theory.fidelity(rho, name)), 9) for name in BELL_STATES}
    best = max(close, key=lambda name: close[name])
    return best, close[best]


def _plan(protocol: PairProtocol, source: Resource, state: str | None) -> PairPlan:
    """Return the plan for a state, unless the source makes another one."""
    rho = density_of(source)
    best, close = nearest_bell_state(rho)
    plan = pair_plan(protocol, state=best if state is None else state)
    if plan.state == best or close <= 0.5:
        return plan
    found = sum(
        sign * float(theory.correlation(rho, plan.alice[a], plan.bob[b]))
        for (a, b), sign in plan.test.items()
    )
    shown = f" S would be {round(found, 2) + 0:.2f} where {2.83 * plan.sign:.2f} is meant." * bool(
        plan.test
    )
    raise ValueError(
        f"The source makes {best} (fidelity {close:.3g}), and these are the settings of "
        f"{plan.state}.{shown} Leave state out, or give state={best!r}; or mend the source."
    )


def _ways(plan: PairPlan, eve: Eavesdropper | None) -> tuple[list[Eavesdropper | None], Bases]:
    """List who may make a pair, and what each one's halves are definite in."""
    if eve is None:
        return [None], np.array([""])
    always = replace(eve, fraction=1.0)
    if eve.basis == RANDOM:
        key = [a for a, _ in plan.key]
        ways = [replace(always, basis=plan.alice[a]) for a in key]
        return [None, *ways], np.array(["", *(plan.alice_names[a] for a in key)])
    return [None, always], np.array(["", eve.basis if isinstance(eve.basis, str) else "angles"])
