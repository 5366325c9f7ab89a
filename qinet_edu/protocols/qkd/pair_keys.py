"""From a session of pairs to a key: a Bell test first, then the post-processing of stage 1."""

from collections.abc import Generator
from dataclasses import dataclass

import numpy as np

from qinet_edu.arguments import Bits, one_real
from qinet_edu.circuits import PairPlan
from qinet_edu.protocols.qkd import parties
from qinet_edu.protocols.qkd.authentication import OneTimeKeys
from qinet_edu.protocols.qkd.bell import LOCAL, QUANTUM, BellTest, count_bell_test
from qinet_edu.protocols.qkd.conversation import (
    Aborted,
    Do,
    Hear,
    Intercept,
    Part,
    Say,
    Script,
    Step,
)
from qinet_edu.protocols.qkd.outcomes import Abort, Key
from qinet_edu.protocols.qkd.pair_outcomes import PairSession, chosen, flipped
from qinet_edu.protocols.qkd.pipeline import TAGS, agree, talk
from qinet_edu.protocols.qkd.raw import Truths
from qinet_edu.protocols.qkd.sifting import BASIS_BITS, read_codes, write_codes
from qinet_edu.protocols.qkd.terms import BellTerms, Terms


def agree_pairs(
    session: PairSession,
    *,
    least_s: float = LOCAL,
    max_qber: float = 0.05,
    test_fraction: float = 0.1,
    eps_sec: float = 1e-10,
    eps_cor: float = 1e-15,
    keys: tuple[OneTimeKeys, OneTimeKeys] | None = None,
    length_km: float = 0.0,
    intercept: Intercept | None = None,
    seed: int | None = None,
) -> Key | Abort:
    """Make a key out of a session of pairs.

    In E91 both say their settings, then what they read in the rounds of the Bell test, under tags.
    Only if S, less what chance may have added, is above what is demanded do they go on as ``agree``
    does; how much Eve may know is then counted by that bound on S. Of BBM92, which has no Bell
    test, the errors in both bases say it: its ``raw`` goes to ``agree``.

    The bound by S needs no trust in the source, which may be Eve's. It is for rounds that know
    nothing of each other; and where halves get lost, it trusts that what is lost does not depend on
    what is measured. It takes more rounds than BBM92: a million with 1 % of errors give some
    108,000 bits, 100,000 give 1600. Were the analysers Eve's too, the rounds at 45° would
    cost h(Q) more each, for Alice never tests that setting.

    Args:
        session: what every party knows, from ``pair_session``.
        least_s: go on only if S is above this for certain, but for half of ``eps_sec``; from 2 to
            2√2. Its sign is that of the state planned.
        max_qber: give up when the compared bits show more errors than this.
        test_fraction: the share of key rounds that is compared, in (0, 1).
        eps_sec: how far the key may be from a secret one.
        eps_cor: how likely the two keys may differ.
        keys: the ends of a one-time key for tags (``share_keys``), of five tags each.
        length_km: how far Bob is, in km of fibre.
        intercept: Eve on the classical wire.
        seed: repeats the run exactly; without it one is drawn.

    Returns:
        A :class:`Key`, or an :class:`Abort` with its reason, which counts as false.

    Raises:
        TypeError: this is no session of pairs, or something is of another kind.
        ValueError: something is out of range.

    Source:
        A. K. Ekert, PRL 67, 661 (1991); A. Acín et al., PRL 98, 230501 (2007).

    Example:
        >>> from qinet_edu.circuits import Eavesdropper
        >>> from qinet_edu.protocols.qkd import pair_session
        >>> good = pair_session(300_000, protocol="e91", source="psi-", seed=1)
        >>> bool(agree_pairs(good, seed=1))
        True
        >>> spied = pair_session(300_000, protocol="e91", eve=Eavesdropper(), seed=1)
        >>> agree_pairs(spied, seed=1).reason
        'bell'
    """
    if not isinstance(session, PairSession):
        raise TypeError(
            "agree_pairs needs a session of pairs, from pair_session(...); this is a "
            f"{type(session).__name__}. A session of single photons goes to agree(...)."
        )
    demanded = one_real(least_s, "least_s", low=LOCAL, high=QUANTUM)
    terms = Terms(max_qber, test_fraction, eps_sec, eps_cor)
    if not session.plan.test:
        return agree(
            session.raw, max_qber=max_qber, test_fraction=test_fraction, eps_sec=eps_sec,
            eps_cor=eps_cor, keys=keys, length_km=length_km, intercept=intercept, seed=seed,
        )  # fmt: skip
    return talk(
        lambda draws: {
            "alice": _alice(session, terms, demanded, draws),
            "bob": _bob(session, terms),
        },
        terms, keys=keys, length_km=length_km, intercept=intercept, seed=seed, tags=TAGS + 1,
    )  # fmt: skip


@dataclass(frozen=True, eq=False)
class Sorted:
    """Hold what both know once settings have been compared.

    Attributes:
        key: which rounds make key.
        test: which rounds the Bell test counts.
        settings: of Alice and of Bob, in the rounds of the test.
    """

    key: Truths
    test: Truths
    settings: tuple[Bits, Bits]


def _alice(session: PairSession, terms: Terms, demanded: float, rng: np.random.Generator) -> Script:
    plan, n = session.plan, session.rounds
    detected, theirs = yield Hear("settings", (n, BASIS_BITS * n))
    yield Say("settings", (
        Part("detections", session.alice_detected.astype(np.uint8)),
        Part("settings", write_codes(session.alice_settings)),
    ), sealed=False)  # fmt: skip
    both = session.alice_detected & (detected == 1)
    rounds = _sorted(plan, both, session.alice_settings, read_codes(theirs))
    ours = session.alice_bits[rounds.test]
    yield Say("Bell bits", (Part("Bell bits", ours),))
    (his,) = yield Hear("Bell bits", (ours.size,))
    bell = yield from _count(plan, rounds, (ours, his), terms)
    if bell.bound <= demanded:
        raise Aborted(
            "bell",
            f"finds S = {bell.s} in {sum(bell.rounds):,} rounds: for certain |S| is only above "
            f"{max(0.0, bell.bound):.3f}, and {demanded:.4g} is demanded",
        )
    made = yield from parties.alice(
        session.alice_bits[rounds.key], terms=_by_bell(terms, bell), bases=None, rng=rng
    )
    return made


def _bob(session: PairSession, terms: Terms) -> Script:
    plan, n = session.plan, session.rounds
    yield Say("settings", (
        Part("detections", session.bob_detected.astype(np.uint8)),
        Part("settings", write_codes(session.bob_settings)),
    ))  # fmt: skip
    detected, theirs = yield Hear("settings", (n, BASIS_BITS * n), sealed=False)
    both = session.bob_detected & (detected == 1)
    rounds = _sorted(plan, both, read_codes(theirs), session.bob_settings)
    ours = session.bob_bits[rounds.test]
    (hers,) = yield Hear("Bell bits", (ours.size,))
    yield Say("Bell bits", (Part("Bell bits", ours),))
    # Alice finds the same S, and gives up for both if it is too small.
    bell = yield from _count(plan, rounds, (hers, ours), terms)
    bits = flipped(plan, session.bob_bits[rounds.key], session.bob_settings[rounds.key])
    made = yield from parties.bob(bits, terms=_by_bell(terms, bell), bases=None)
    return made


def _sorted(plan: PairPlan, both: Truths, ours: Bits, theirs: Bits) -> Sorted:
    key, test = (both & chosen(kinds, ours, theirs) for kinds in (plan.key, plan.test))
    return Sorted(key, test, (ours[test], theirs[test]))


def _count(
    plan: PairPlan, rounds: Sorted, bits: tuple[Bits, Bits], terms: Terms
) -> Generator[Step, list[Bits], BellTest]:
    try:
        bell = count_bell_test(
            plan.test, rounds.settings, bits, sign=plan.sign, confidence=1 - terms.eps_sec / 2
        )
    except ValueError:
        raise Aborted("empty-sift", "has a setting of the Bell test without rounds") from None
    yield Do(f"finds S = {bell.s} in {sum(bell.rounds):,} rounds")
    return bell


def _by_bell(terms: Terms, bell: BellTest) -> BellTerms:
    return BellTerms(**vars(terms), s=max(LOCAL, bell.bound))
