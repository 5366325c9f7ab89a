"""The whole of post-processing: from sifted bits, wherever they came from, to a key or a reason."""

import secrets
from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import ArrayLike, NDArray

from qinet_edu.arguments import one_real
from qinet_edu.circuits.parties import whole
from qinet_edu.noise import fibre_delay_s
from qinet_edu.protocols.qkd import parties, sifting
from qinet_edu.protocols.qkd.authentication import TAG_BYTES, OneTimeKeys, share_keys
from qinet_edu.protocols.qkd.bits import two_of_a_length
from qinet_edu.protocols.qkd.conversation import Aborted, Conversation, Intercept, Script
from qinet_edu.protocols.qkd.ledger import Ledger
from qinet_edu.protocols.qkd.outcomes import Abort, Key
from qinet_edu.protocols.qkd.raw import Raw, as_bases
from qinet_edu.protocols.qkd.terms import Terms

TAGS = 4  # of each party, with sifting


def distil(
    alice: ArrayLike,
    bob: ArrayLike,
    *,
    bases: ArrayLike | None = None,
    max_qber: float = 0.05,
    test_fraction: float = 0.1,
    eps_sec: float = 1e-10,
    eps_cor: float = 1e-15,
    keys: tuple[OneTimeKeys, OneTimeKeys] | None = None,
    length_km: float = 0.0,
    intercept: Intercept | None = None,
    seed: int | None = None,
) -> Key | Abort:
    """Make a key out of sifted bits, in a conversation that everybody may hear and nobody change.

    Alice and Bob compare a sample, mend Bob's errors by Cascade, compare a hash, and shorten what
    is left by all that was revealed and all that Eve may know: ℓ = n(1 − h(Q_tol + µ)) − leak −
    log₂(2/(ε_sec² ε_cor)). ``max_qber`` is that Q_tol, and has to be chosen before the bits are
    seen: a high one tolerates more and leaves less. 10⁶ sifted bits at 3 % give about 415,000 with
    4 % tolerated.

    The bits may come from anywhere: prepared qubits, pairs, a file. The key is a simulator's: a
    seed makes it repeatable, so it must never protect anything.

    Args:
        alice: her sifted bits.
        bob: his, as many.
        bases: the basis of each bit, as ``"zzxz"``: those of Z become key, and all others are
            compared. Without it a random sample is compared, which is sound when every round's
            basis was drawn evenly.
        max_qber: give up when the compared bits show more errors than this.
        test_fraction: the share that is compared, in (0, 1), when no bases are given.
        eps_sec: how far the key may be from a secret one.
        eps_cor: how likely the two keys may differ.
        keys: the ends of a one-time key that both share for tags (``share_keys``); what is used is
            gone. Without it, enough for this run is made.
        length_km: how far Bob is, in km of fibre; the times in the transcript follow from it.
        intercept: Eve on the classical wire: a function that is given each ``Parcel`` and returns
            the one to deliver, or None to lose it.
        seed: repeats the run exactly; without it one is drawn.

    Returns:
        A :class:`Key`, or an :class:`Abort` with its reason, which counts as false.

    Raises:
        TypeError: something is of another kind.
        ValueError: the bits differ in number, or something is out of range.

    Source:
        M. Tomamichel, C. C. W. Lim, N. Gisin and R. Renner, Nature Communications 3, 634 (2012).

    Example:
        >>> rng = np.random.default_rng(1)
        >>> sifted = rng.integers(0, 2, 20_000)
        >>> heard = sifted ^ (rng.random(20_000) < 0.01)
        >>> key = distil(sifted, heard, max_qber=0.02, seed=1)
        >>> bool((key.alice == key.bob).all())
        True
        >>> distil(sifted, rng.integers(0, 2, 20_000), seed=1).reason
        'qber'
    """
    ours, theirs = two_of_a_length(alice, bob)
    terms = Terms(max_qber, test_fraction, eps_sec, eps_cor)
    chosen = None if bases is None else _numbers(bases, ours.size)
    return talk(
        lambda draws: {
            "alice": parties.alice(ours, terms=terms, bases=chosen, rng=draws),
            "bob": parties.bob(theirs, terms=terms, bases=chosen),
        },
        terms, keys=keys, length_km=length_km, intercept=intercept, seed=seed,
    )  # fmt: skip


def agree(
    raw: Raw,
    *,
    mixed: bool = True,
    max_qber: float = 0.05,
    test_fraction: float = 0.1,
    eps_sec: float = 1e-10,
    eps_cor: float = 1e-15,
    keys: tuple[OneTimeKeys, OneTimeKeys] | None = None,
    length_km: float = 0.0,
    intercept: Intercept | None = None,
    seed: int | None = None,
) -> Key | Abort:
    """Make a key out of a session: compare bases, then go on as :func:`distil` does.

    A session of six states is counted by the formula of BB84, which promises no more than is there.

    Args:
        raw: what every party knows, from ``session`` or ``send``; or the ``raw`` of a
            ``pair_session`` of BBM92.
        mixed: whether bits of all bases become key, and a sample of them is compared: sound when
            bases were drawn evenly. Otherwise Z makes the key, and all other bits are compared.
        max_qber: as for ``distil``, as all that follows.
        test_fraction: the share that is compared when bases are mixed.
        eps_sec: how far the key may be from a secret one.
        eps_cor: how likely the two keys may differ.
        keys: the ends of a one-time key for tags.
        length_km: how far Bob is, in km of fibre.
        intercept: Eve on the classical wire.
        seed: repeats the run exactly; without it one is drawn.

    Returns:
        A :class:`Key`, or an :class:`Abort` with its reason, which counts as false.

    Raises:
        TypeError: something is of another kind.
        ValueError: something is out of range, or these are rounds of E91, which ``agree_pairs``
            takes.

    Example:
        >>> from qinet_edu.circuits import Eavesdropper
        >>> from qinet_edu.protocols.qkd import session
        >>> agree(session(50_000, seed=1), seed=1).qber
        0.0
        >>> agree(session(50_000, eve=Eavesdropper(), seed=1), seed=1).reason
        'qber'
    """
    sifting.check_raw(raw)
    if raw.protocol == "e91":
        raise ValueError(
            "The directions that make key in E91 lie 45° apart, so errors say too little of what "
            "Eve knows. Give the whole session to agree_pairs(...), which asks the Bell test."
        )
    terms = Terms(max_qber, test_fraction, eps_sec, eps_cor)
    return talk(
        lambda draws: {"alice": _alice(raw, terms, mixed, draws), "bob": _bob(raw, terms, mixed)},
        terms, keys=keys, length_km=length_km, intercept=intercept, seed=seed,
    )  # fmt: skip


def _alice(raw: Raw, terms: Terms, mixed: bool, draws: np.random.Generator) -> Script:
    kept = yield from sifting.alice(raw)
    bases = None if mixed else sifting.numbers(raw.alice_bases[kept])
    made = yield from parties.alice(raw.alice_bits[kept], terms=terms, bases=bases, rng=draws)
    return made


def _bob(raw: Raw, terms: Terms, mixed: bool) -> Script:
    kept = yield from sifting.bob(raw)
    bases = None if mixed else sifting.numbers(raw.bob_bases[kept])
    made = yield from parties.bob(raw.bob_bits[kept], terms=terms, bases=bases)
    return made


def talk(
    scripts: Callable[[np.random.Generator], Mapping[str, Script]], terms: Terms, *,
    keys: tuple[OneTimeKeys, OneTimeKeys] | None, length_km: float, intercept: Intercept | None,
    seed: int | None, tags: int = TAGS,
) -> Key | Abort:  # fmt: skip
    """Let two scripts talk to their end, and return what they end with.

    Args:
        scripts: given what Alice draws from, the script of each party.
        terms: what both agreed on.
        keys: the ends of a one-time key for tags; without it, enough is made.
        length_km: how far they are apart.
        intercept: Eve on the wire.
        seed: repeats the run.
        tags: how many each party makes at most.
    """
    drawn = secrets.randbits(63) if seed is None else whole(seed, "seed", least=0)
    draws, stock = (np.random.default_rng(one) for one in np.random.SeedSequence(drawn).spawn(2))
    spoken = Conversation(
        scripts(draws),
        keys=keys or share_keys(stock.bytes(TAG_BYTES * (1 + 2 * tags))),
        delay_s=float(fibre_delay_s(one_real(length_km, "length_km", low=0))),
        intercept=intercept,
    )
    try:
        made = spoken.run()
    except Aborted as abort:
        return Abort(abort.reason, abort.words, Ledger(spoken.sent), spoken.transcript(), drawn)
    ours, theirs = made["alice"], made["bob"]
    return Key(
        alice=ours.key, bob=theirs.key, qber=ours.count.qber, margin=ours.count.margin,
        eps=terms.eps_sec + terms.eps_cor,
        ledger=Ledger(spoken.sent, ours.count.account(leaked=ours.leaked)),
        transcript=spoken.transcript(), seed=drawn,
    )  # fmt: skip


def _numbers(bases: ArrayLike, size: int) -> NDArray[np.uint8]:
    letters = as_bases(bases, "bases")
    if letters.size != size:
        raise ValueError(f"There are {letters.size} bases for {size} bits; give one for each.")
    return sifting.numbers(letters)
