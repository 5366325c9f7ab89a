"""Purification: several poor pairs for a better one, kept if two parties' bits agree."""

import re
from collections.abc import Sequence
from itertools import product

from qiskit.circuit import QuantumCircuit

from qinet_edu.circuits.links import Resources
from qinet_edu.circuits.parties import whole
from qinet_edu.circuits.purification_forms import KEEP, assembled
from qinet_edu.circuits.purification_steps import (
    TWIRLS,
    compare,
    pumps,
    select_twice,
    tournament,
    turn_and_compare,
)

PURIFICATION_FORMS = ("post-selected", "dynamic")
STEP = re.compile(r"(^|_)step\d+$")


def bbpssw(
    rounds: int = 1,
    *,
    form: str = "post-selected",
    resource: Resources = None,
    twirls: Sequence[int] | None = None,
) -> QuantumCircuit:
    """Purify as Bennett et al. did: a CNOT at each end, measure one pair, keep if the bits agree.

    Two Werner pairs of 0.8 become one of 0.838, with probability 0.769. It is no Werner pair any
    more: its phase errors have doubled, and a second round without a twirl makes it worse (0.756).
    The twirl is a random choice, and a circuit makes none: draw the numbers, and build a circuit
    for each draw. Werner pairs need none before the first round.

    Args:
        rounds: how many, at least 1; each doubles the raw pairs.
        form: as for :func:`dejmps`.
        resource: the raw pairs, as for :func:`dejmps`.
        twirls: which of twelve rotations each pair undergoes before it enters a step, numbers 0
            (none) to 11, in the order in which they enter, 2^(rounds + 1) − 2 of them: for two
            rounds in the post-selected form the four raw pairs, then the two kept. ``None`` for
            no twirl at all.

    Returns:
        A circuit as from :func:`dejmps`.

    Raises:
        TypeError: a number is no whole one, or a resource none of what it may be.
        ValueError: no rounds, another form, no pair, or not as many twirls as pairs.

    Source:
        C. H. Bennett et al., PRL 76, 722 (1996).

    Example:
        >>> from qinet_edu import circuits, execution, noise, run
        >>> link = noise.Noise(after={"link": noise.pair_errors(0.8)})
        >>> test, once = circuits.fidelity_settings(), bbpssw()
        >>> rounds = [circuits.measure(once, setting.directions) for setting in test]
        >>> results = run(rounds, noise=link, shots=20_000, seed=1)
        >>> f = execution.bell_fidelity(test, results, given=kept(once))
        >>> abs(f - 0.838) < 0.02, abs(f.probability - 0.769) < 0.01
        (True, True)
    """
    rounds = whole(rounds, "rounds", least=1)
    stages = tournament(rounds, pairs=2, reuse=_reuse(form))
    return assembled(
        stages, compare, form=form, resource=resource,
        twirls=_twirls(twirls, 2 ** (rounds + 1) - 2), title=f"bbpssw {rounds}",
    )  # fmt: skip


def dejmps(
    rounds: int = 1, *, form: str = "post-selected", resource: Resources = None
) -> QuantumCircuit:
    """Purify as Deutsch et al. did: turn by a quarter first, and no twirl is needed.

    Rx(π/2) on Alice's halves and Rx(−π/2) on Bob's exchange the errors that a CNOT comparison
    cannot see with those it can, so that what one round doubles the next removes: Werner pairs of
    0.8 reach 0.838, 0.944, 0.988. Leave out the turn, or give both the same sign, and the fidelity
    falls.

    Args:
        rounds: how many, at least 1; each takes two pairs that passed the one before.
        form: ``"post-selected"`` runs every step whatever the bits say, on 2 to the power of
            rounds pairs, and leaves it to the reader to keep the runs in which all bits agree:
            it measures nothing midway but what is not used again, and runs everywhere.
            ``"dynamic"`` compares the bits in the circuit and writes 1 into ``keep`` while they
            agree; once they do not, the pair is reset and nothing more is done to it. It uses
            rounds + 1 memories at each end again and again, and needs resets on condition, which
            simulators have and devices have not.
        resource: the raw pairs: as for ``circuits.teleport``, one for all or a tuple of one each.
            ``None`` and a Bell state's name are :func:`link_pair`, whose noise is named
            ``"link"``.

    Returns:
        A circuit on ``alice`` and ``bob``, who hold the pair that is kept and measure nothing,
        ``alice_2``, ``bob_2`` and so on, and ``environment`` for mixed resources. What the two
        tell each other in step 1 is in the classical register ``step1``, Alice's bit in bit 0
        (right-most). :func:`kept` says what to select. Noise of ``"wait"`` acts on every stored
        half after each round's read-out, while the answers cross.

    Raises:
        TypeError: ``rounds`` is no whole number, or a resource none of what it may be.
        ValueError: no rounds, another form, or a resource that is no pair.

    Source:
        D. Deutsch et al., PRL 77, 2818 (1996).

    Example:
        >>> [register.name for register in dejmps().qregs], dejmps().cregs[0].name
        (['alice', 'alice_2', 'bob', 'bob_2'], 'step1')
        >>> dejmps(3).num_qubits, dejmps(3, form="dynamic").num_qubits
        (16, 8)
    """
    rounds = whole(rounds, "rounds", least=1)
    stages = tournament(rounds, pairs=2, reuse=_reuse(form))
    return assembled(
        stages, turn_and_compare, form=form, resource=resource, title=f"dejmps {rounds}"
    )


def pumping(
    rounds: int = 1, *, form: str = "post-selected", resource: Resources = None
) -> QuantumCircuit:
    """Purify one pair again and again, each time with a fresh one, by the steps of DEJMPS.

    Two memories at each end are enough for any number of rounds, but the fresh pair's own errors
    are a ceiling: from Werner pairs of 0.8 0.838, 0.887, 0.895, 0.901, never more than 0.90234.

    Args:
        rounds: how many fresh pairs are spent, at least 1.
        form: as for :func:`dejmps`; ``"dynamic"`` uses two memories at each end, the other one
            for each pair.
        resource: the raw pairs, as for :func:`dejmps`, the pumped one first.

    Returns:
        A circuit as from :func:`dejmps`. A fresh pair is made only when it is needed, so it does
        not wait.

    Raises:
        TypeError: ``rounds`` is no whole number, or a resource none of what it may be.
        ValueError: no rounds, another form, or a resource that is no pair.

    Source:
        W. Dür et al., PRA 59, 169 (1999).

    Example:
        >>> pumping(5).num_qubits, pumping(5, form="dynamic").num_qubits
        (12, 4)
    """
    rounds = whole(rounds, "rounds", least=1)
    stages = pumps(rounds, reuse=_reuse(form))
    return assembled(
        stages, turn_and_compare, form=form, resource=resource, title=f"pumping {rounds}"
    )


def double_selection(
    rounds: int = 1, *, form: str = "post-selected", resource: Resources = None
) -> QuantumCircuit:
    """Purify with two pairs: one watches the pair that is kept, the other watches the watcher.

    CNOTs from the first pair into the second and from the third into the second; the second is
    measured in Z, the third in X, and both must agree. Three Werner pairs of 0.8 make one of 0.887
    with probability 0.582, exactly what two steps of pumping make; only when the CNOTs are noisy
    does it win.

    Args:
        rounds: how many, at least 1; each triples the raw pairs.
        form: as for :func:`dejmps`.
        resource: the raw pairs, as for :func:`dejmps`.

    Returns:
        A circuit as from :func:`dejmps`; each step's register holds four bits: Alice's and Bob's
        of the pair measured in Z, then of the one measured in X.

    Raises:
        TypeError: ``rounds`` is no whole number, or a resource none of what it may be.
        ValueError: no rounds, another form, or a resource that is no pair.

    Source:
        K. Fujii and K. Yamamoto, PRA 80, 042308 (2009).

    Example:
        >>> double_selection().num_qubits, kept(double_selection())["step1"]
        (6, ('0000', '0011', '1100', '1111'))
    """
    rounds = whole(rounds, "rounds", least=1)
    stages = tournament(rounds, pairs=3, reuse=_reuse(form))
    return assembled(
        stages, select_twice, form=form, resource=resource, title=f"double selection {rounds}"
    )


def kept(circuit: QuantumCircuit) -> dict[str, tuple[str, ...]]:
    """List what the bits of a purification must be for its pair to be kept.

    Equal, whichever they are: both 1 is as good as both 0. Select these runs, and say how many
    they were.

    Args:
        circuit: a purification, or a chain with purification in it, measured or not.

    Returns:
        Register name to the bits that pass, as ``execution.post_select`` and ``bell_fidelity``
        take them; for the dynamic form, which has compared already, ``{"keep": ("1",)}``.

    Raises:
        ValueError: nothing is purified in this circuit.

    Example:
        >>> kept(dejmps(2))
        {'step1': ('00', '11'), 'step2': ('00', '11'), 'step3': ('00', '11')}
        >>> kept(dejmps(2, form="dynamic"))
        {'keep': ('1',)}
    """
    if any(register.name == KEEP for register in circuit.cregs):
        return {KEEP: ("1",)}
    steps = {
        register.name: tuple(
            "".join(2 * bit for bit in bits) for bits in product("01", repeat=register.size // 2)
        )
        for register in circuit.cregs
        if STEP.search(register.name)
    }
    if not steps:
        raise ValueError(
            "Nothing is purified in this circuit, so there is nothing to select. Give one from "
            "circuits.dejmps() or the like."
        )
    return steps


def _reuse(form: object) -> bool:
    if not isinstance(form, str) or form not in PURIFICATION_FORMS:
        raise ValueError(
            f"There is no form {form!r} of purification; choose 'post-selected' or 'dynamic'."
        )
    return form == "dynamic"


def _twirls(given: Sequence[int] | None, pairs: int) -> list[int] | None:
    if given is None:
        return None
    numbers = [whole(one, "The number of a twirl", least=0) for one in given]
    if len(numbers) != pairs:
        raise ValueError(
            f"{pairs} pairs enter a step, and {len(numbers)} twirls were given: one number from 0 "
            "to 11 for each, such as rng.integers(12, size=…) draws."
        )
    if numbers and max(numbers) >= TWIRLS:
        raise ValueError(f"There are {TWIRLS} twirls, 0 to {TWIRLS - 1}; not {max(numbers)}.")
    return numbers
