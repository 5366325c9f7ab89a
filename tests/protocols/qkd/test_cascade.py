import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qinet_edu.protocols.qkd import Asked, binary, first_block, reconcile
from qinet_edu.protocols.qkd.ladder import Ladder, Parities

LENGTH = 10_000
FRAMES = 48
# T24: means over 48 frames of 10,000 bits, by two other programs.
EFFICIENCY = {0.01: 1.11, 0.03: 1.149, 0.05: 1.160, 0.1: 1.193}


def keys(rate, *, length=LENGTH, seed=1):
    rng = np.random.default_rng(seed)
    alice = rng.integers(0, 2, length, dtype=np.uint8)
    return alice, alice ^ (rng.random(length) < rate)


@pytest.mark.parametrize("rate", EFFICIENCY)
def test_what_is_revealed_is_what_others_measured_and_no_frame_fails(rate):
    found = []
    for number in range(FRAMES):
        alice, bob = keys(rate, seed=number)
        done = reconcile(alice, bob, qber=rate, seed=number)
        assert np.array_equal(done.bits, alice)
        found.append(done.efficiency(rate))
    error = np.std(found, ddof=1) / np.sqrt(FRAMES)
    assert 1.05 < np.mean(found) < 1.22
    assert abs(np.mean(found) - EFFICIENCY[rate]) < 3 * np.hypot(error, error)


def test_one_search_halves_the_block_and_asks_for_the_left_half_only():
    done = binary("0110100110010110", "0110100110000110")
    assert done.asked == (
        Asked(0, 0, 16, 0, 1), Asked(0, 0, 8, 0, 0), Asked(0, 8, 12, 0, 1), Asked(0, 8, 10, 1, 1),
        Asked(0, 10, 11, 0, 0),
    )  # fmt: skip
    assert "".join(map(str, done.bits)) == "0110100110010110"
    assert (done.leaked_bits, done.corrected, done.exchanges) == (5, 1, 5)


@pytest.mark.parametrize("place", range(7))
def test_a_search_finds_an_error_anywhere_in_a_block_of_any_length(place):
    alice = np.array([1, 0, 1, 1, 0, 0, 1])
    bob = alice.copy()
    bob[place] ^= 1
    done = binary(alice, bob)
    assert np.array_equal(done.bits, alice)
    assert done.leaked_bits in (3, 4)  # the whole, then 2 or 3 halves: 7 = 4 + 3, and 4 = 2 + 2


def test_a_search_needs_an_odd_number_of_errors():
    for bob in ("0000", "0011"):
        with pytest.raises(ValueError, match="even number"):
            binary("0000", bob)


def test_an_even_number_of_errors_in_a_block_is_found_by_the_shuffles():
    alice = np.zeros(1000, dtype=np.uint8)
    bob = alice.copy()
    bob[:2] = 1  # both in the first block
    assert reconcile(alice, bob, qber=0.01, seed=1, passes=1).corrected == 0
    done = reconcile(alice, bob, qber=0.01, seed=1, trace=True)
    assert np.array_equal(done.bits, alice)
    assert {asked.stage for asked in done.asked} == {0, 1, 2, 3}


def test_every_parity_is_counted_once_and_is_true():
    alice, bob = keys(0.03)
    done = reconcile(alice, bob, qber=0.03, seed=2, trace=True)
    assert done.leaked_bits == len(done.asked)
    first = [asked for asked in done.asked if asked.stage == 0]
    assert all(asked.alice == alice[asked.start : asked.end].sum() % 2 for asked in first)
    assert len({(one.stage, one.start, one.end, one.bob) for one in done.asked}) <= len(done.asked)


def test_without_errors_only_the_blocks_are_asked_for():
    alice, _ = keys(0)
    done = reconcile(alice, alice, qber=0.0365, seed=1)
    assert (done.leaked_bits, done.corrected, done.exchanges) == (500 + 250 + 125 + 63, 0, 4)


def test_blocks_are_as_the_authors_have_them_and_never_longer_than_the_key():
    assert [first_block(rate, 10_000) for rate in (0.01, 0.03, 0.1)] == [73, 25, 8]
    assert first_block(0, 50) == first_block(0.001, 50) == 50


@settings(deadline=None)
@given(
    st.integers(0, 300), st.floats(0, 0.5), st.floats(0, 0.5), st.integers(0, 2**32),
)  # fmt: skip
def test_it_always_ends_and_never_adds_errors(length, rate, guess, seed):
    alice, bob = keys(rate, length=length, seed=seed)
    done = reconcile(alice, bob, qber=guess, seed=seed)
    left = int((done.bits != alice).sum())
    assert left == (bob != alice).sum() - done.corrected
    assert left % 2 == 0  # the parity of the whole was compared, block by block


@given(st.integers(1, 200), st.integers(1, 40), st.integers(0, 1000))
def test_both_parties_ask_the_same_without_a_word(length, block, seed):
    alice, bob = keys(0.1, length=length, seed=seed)
    hers, his = (Ladder(length, block=block, seed=seed) for _ in range(2))
    ours, theirs = Parities(alice), Parities(bob)
    while hers.question is not None:
        assert np.array_equal(hers.question.starts, his.question.starts)
        assert np.array_equal(hers.question.ends, his.question.ends)
        differ = ours.of(hers) ^ theirs.of(his, mended=True)
        hers.answer(differ)
        his.answer(differ)
    assert his.question is None
    assert np.array_equal(hers.flipped, his.flipped)


def test_whoever_answers_at_random_does_not_keep_it_going_for_ever():
    rng = np.random.default_rng(1)
    ladder = Ladder(200, block=4, seed=1)

    def answer_on():
        while ladder.question is not None:
            ladder.answer(rng.integers(0, 2, ladder.question.size) | (ladder.begun > 1))

    with pytest.raises(RuntimeError, match="More errors"):
        answer_on()


@pytest.mark.parametrize(
    ("alice", "bob", "qber", "kind"),
    [
        ("01", "0", 0.1, ValueError), ("01", "02", 0.1, ValueError), ([0.5], [1], 0.1, TypeError),
        ("01", "01", "0.1", TypeError), ("01", "01", 0.6, ValueError),
        ("01", "01", float("nan"), ValueError),
        ([[0, 1]], [[0, 1]], 0.1, ValueError), ([0, -1], [0, 1], 0.1, ValueError),
    ],
)  # fmt: skip
def test_what_is_no_pair_of_keys_is_refused(alice, bob, qber, kind):
    with pytest.raises(kind):
        reconcile(alice, bob, qber=qber, seed=1)


def test_no_bit_of_a_key_is_printed():
    alice, bob = keys(0.1, length=40)
    assert "bits=" not in repr(reconcile(alice, bob, qber=0.1, seed=1)).replace("leaked_bits=", "")


def test_without_errors_there_is_no_efficiency():
    for rate in (0, 0.6):
        with pytest.raises(ValueError, match=r"no f|qber"):
            reconcile("01", "01", qber=0.1, seed=1).efficiency(rate)
