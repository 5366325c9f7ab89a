import numpy as np
import pytest

from qinet_edu import noise
from qinet_edu.circuits import Eavesdropper
from qinet_edu.protocols.qkd import send, session

ROUNDS = 20_000


def random_rounds(n, *, letters="zx", seed=5):
    rng = np.random.default_rng(seed)
    names = np.array([*letters])
    return rng.integers(0, 2, n), rng.choice(names, n), rng.choice(names, n)


def standard_errors(raw, expected):
    kept = raw.agreed.sum()
    return abs(raw.qber() - expected) / np.sqrt(expected * (1 - expected) / kept)


def test_ones_own_bits_are_sent():
    bits, bases, theirs = random_rounds(ROUNDS)
    raw = send(bits, bases, theirs, seed=1)
    assert raw.alice_bits.tolist() == bits.tolist()
    assert raw.alice_bases.tolist() == bases.tolist()
    assert raw.bob_bases.tolist() == theirs.tolist()
    same = bases == theirs
    assert np.array_equal(raw.bob_bits[same], bits[same])
    assert raw.detected.all()
    assert not raw.eve_acts.any()
    assert np.mean(raw.bob_bits[~same] == bits[~same]) == pytest.approx(0.5, abs=0.02)


def test_it_is_one_job_of_few_circuits():
    bits, bases, theirs = random_rounds(ROUNDS)
    raw = send(bits, bases, theirs, eve=Eavesdropper(), seed=1)
    assert len(raw.results) == 16
    assert len(send(bits, bases, theirs, eve=Eavesdropper(fraction=0.5), seed=1).results) == 24
    assert len(session(ROUNDS, eve=Eavesdropper(), coins=True, seed=1).results) == 1


def test_outcomes_are_dealt_out_at_random():
    """Neighbours of one kind know nothing of each other, and neither do two halves of a session."""
    raw = send([0] * ROUNDS, ["z"] * ROUNDS, ["x"] * ROUNDS, seed=3)
    first, second = raw.bob_bits[:-1].astype(int), raw.bob_bits[1:].astype(int)
    assert abs(np.corrcoef(first, second)[0, 1]) < 4 / np.sqrt(ROUNDS)
    half = ROUNDS // 2
    gap = raw.bob_bits[:half].mean() - raw.bob_bits[half:].mean()
    assert abs(gap) < 4 * np.sqrt(0.5 / half)


def test_kinds_of_unequal_number_are_each_dealt_what_is_theirs():
    """The rare kind gets a few of the many shots that the frequent one needs, without bias."""
    rare = [send("0" * 1000 + "1" * 50, "z" * 1050, "x" * 1050, seed=s).bob_bits[1000:].sum()
            for s in range(40)]  # fmt: skip
    assert np.mean(rare) == pytest.approx(25, abs=4 * np.sqrt(12.5 / 40))
    assert np.var(rare) == pytest.approx(12.5, rel=0.8)


def test_the_same_seed_is_the_same_session():
    one, two, other = (session(2000, eve=Eavesdropper(fraction=0.5), seed=s) for s in (7, 7, 8))
    for name in ("alice_bits", "bob_bits", "eve_bits", "eve_acts", "alice_bases", "bob_bases"):
        assert np.array_equal(getattr(one, name), getattr(two, name))
    assert not np.array_equal(one.bob_bits, other.bob_bits)
    chosen = (one.alice_bits, one.alice_bases, one.bob_bases)
    again = send(*chosen, eve=Eavesdropper(fraction=0.5), seed=7)
    assert np.array_equal(again.bob_bits, one.bob_bits)


@pytest.mark.parametrize("coins", [False, True])
def test_full_interception_is_seen_as_a_quarter(coins):
    """The figure of the course: a quarter within three standard errors, in 100 000 rounds."""
    raw = session(100_000, eve=Eavesdropper(), seed=2026, coins=coins)
    assert standard_errors(raw, 0.25) < 3
    assert raw.qber("z") == pytest.approx(0.25, abs=0.02)


@pytest.mark.parametrize("coins", [False, True])
def test_eve_knows_her_own_basis_and_half_of_the_other(coins):
    raw = session(ROUNDS, eve=Eavesdropper(fraction=0.6), seed=3, coins=coins)
    touched = raw.eve_acts
    assert touched.mean() == pytest.approx(0.6, abs=0.02)
    lucky = touched & (raw.eve_bases == raw.alice_bases)
    assert np.array_equal(raw.eve_bits[lucky], raw.alice_bits[lucky])
    unlucky = touched & ~lucky
    assert np.mean(raw.eve_bits[unlucky] == raw.alice_bits[unlucky]) == pytest.approx(0.5, abs=0.03)
    assert not raw.eve_bits[~touched].any()
    assert set(np.unique(raw.eve_bases)) == {"", "z", "x"}
    # Where she let the photon pass there is no error; where she guessed its basis neither.
    safe = raw.agreed & ~unlucky
    assert np.array_equal(raw.bob_bits[safe], raw.alice_bits[safe])


@pytest.mark.parametrize("coins", [False, True])
def test_a_cloner_measures_once_the_basis_is_announced(coins):
    raw = session(ROUNDS, eve=Eavesdropper("clone", fraction=0.5), seed=4, coins=coins)
    touched = raw.eve_acts
    assert np.array_equal(raw.eve_bases[touched], raw.alice_bases[touched])
    right = np.mean(raw.eve_bits[touched] == raw.alice_bits[touched])
    assert right == pytest.approx(5 / 6, abs=0.02)


@pytest.mark.parametrize("coins", [False, True])
def test_lost_photons_are_flagged_and_not_counted(coins):
    raw = session(ROUNDS, transmittance=0.1, seed=5, coins=coins)
    assert raw.detected.mean() == pytest.approx(0.1, abs=0.01)
    assert not raw.bob_bits[~raw.detected].any()
    assert not (raw.agreed & ~raw.detected).any()
    assert raw.qber() == 0
    none = session(10, transmittance=0.0, seed=5, coins=coins)
    assert not none.detected.any()
    with pytest.raises(ValueError, match="No round is left"):
        none.qber()


@pytest.mark.parametrize("coins", [False, True])
def test_noise_of_the_fibre_is_met_once(coins):
    line = noise.Noise(after={"fibre": noise.depolarising(0.06, convention="mixing")})
    raw = session(100_000, noise=line, seed=6, coins=coins)
    assert standard_errors(raw, 0.03) < 4
    assert raw.results[0].noise == line.name


def test_biased_choices_are_the_senders_business():
    bits = np.zeros(ROUNDS, dtype=int)
    bases = np.where(np.arange(ROUNDS) % 10 == 0, "x", "z")
    raw = send(bits, bases, bases, eve=Eavesdropper(basis="z"), seed=1)
    assert raw.qber("z") == 0
    assert raw.qber("x") == pytest.approx(0.5, abs=0.05)


def test_it_runs_on_a_fake_device():
    raw = send("0101" * 50, "zzxx" * 50, "zzxx" * 50, backend="fake:kingston", seed=1)
    assert raw.results[0].backend == "fake:kingston"
    assert 0 <= raw.qber() < 0.1
    assert "fake:kingston" in repr(raw)


def test_no_secret_is_printed():
    raw = send("0110", "zxzx", "zxzx", seed=1)
    assert repr(raw) == (
        "Raw(bb84: 4 rounds on aer (ideal), 4 detected, 4 of equal bases, 0 touched by Eve, seed 1)"
    )


@pytest.mark.parametrize(
    ("call", "refusal", "complaint"),
    [
        (lambda: send("01", "zx", "z"), ValueError, "bits 2, bases 2, bob_bases 1"),
        (lambda: send("010", "zx", "zx"), ValueError, "bits 3"),
        (lambda: send("", "", ""), ValueError, "Nothing was sent"),
        (lambda: send([], [], []), ValueError, "Nothing was sent"),
        (lambda: send("02", "zx", "zx"), ValueError, "0 and 1"),
        (lambda: send([0.5], "z", "z"), TypeError, "row of bits"),
        (lambda: send("01", "z+", "zx"), ValueError, r"bases holds .* not '\+'"),
        (lambda: send("01", "zx", [0, 1]), TypeError, "bob_bases is a row"),
        (lambda: send("01", [["z", "x"]], "zx"), ValueError, "one row of bases"),
        (lambda: send("01", ["z", "xx"], "zx"), ValueError, "not 'xx'"),
        (lambda: send("01", ["z", ["x"]], "zx"), TypeError, "bases is a row"),
        (lambda: send("01", "zx", "zx", eve=0.5), TypeError, "Eavesdropper"),
        (lambda: send("01", "zx", "zx", transmittance=1.5), ValueError, "between 0 and 1"),
        (lambda: send("01", "zx", "zx", transmittance="all"), TypeError, "transmittance"),
        (lambda: send("01", "zx", "zx", seed=-1), ValueError, "seed must be at least 0"),
        (lambda: send("01", "zx", "zx", backend="moon"), ValueError, "moon"),
        (lambda: session(0), ValueError, "rounds must be at least 1"),
        (lambda: session(10.5), TypeError, "whole number"),
        (lambda: session(10, protocol="b92"), ValueError, "bb84 or six-state"),
    ],
)  # fmt: skip
def test_bad_values_are_refused(call, refusal, complaint):
    with pytest.raises(refusal, match=complaint):
        call()
