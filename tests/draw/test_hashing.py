import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qinet_edu import draw, theory
from qinet_edu.draw import hashing
from qinet_edu.draw.hashing import BITS, KEY, MARGIN, ROWS, SEED, entry
from qinet_edu.protocols.qkd.amplification import toeplitz_hash, toeplitz_matrix


@pytest.mark.parametrize("leaked", range(BITS - MARGIN))
def test_the_new_key_is_the_one_the_protocol_makes(leaked):
    numbers = draw.toeplitz(leaked).numbers
    seed = SEED[: BITS + numbers["length"] - 1]
    assert [int(bit) for bit in numbers["alice"]] == toeplitz_hash(KEY, seed).tolist()
    assert numbers["strip"] == len(seed)


def test_the_matrix_drawn_is_the_one_the_protocol_uses():
    matrix = toeplitz_matrix(SEED, columns=BITS)
    drawn = [[entry(row, column) for column in range(BITS)] for row in range(ROWS)]
    assert matrix.tolist() == drawn


@settings(deadline=None)
@given(st.integers(0, BITS), st.integers(0, ROWS - 1), st.integers(-1, BITS - 1))
def test_what_is_told_of_a_row_is_so(leaked, row, wrong):
    numbers = draw.toeplitz(leaked, row=row, wrong=wrong).numbers
    assert numbers["length"] == int(
        theory.privacy_amplification_length(BITS - leaked, eps=hashing.EPS)
    )
    assert len(numbers["alice"]) == len(numbers["bob"]) == numbers["length"]
    if numbers["length"]:
        assert numbers["row"] == min(row, numbers["length"] - 1)
        assert int(numbers["alice"][numbers["row"]]) == numbers["picked"] % 2
    differ = sum(a != b for a, b in zip(numbers["alice"], numbers["bob"], strict=True))
    assert numbers["differ"] == differ
    assert wrong >= 0 or not differ


def test_one_wrong_bit_spoils_about_half_of_the_new_key():
    shares = [draw.toeplitz(0, wrong=bit).numbers["differ"] / ROWS for bit in range(BITS)]
    assert 0.4 < np.mean(shares) < 0.6
    assert min(shares) > 0.2


def test_eve_who_lacks_enough_bits_finds_every_new_key_equally_likely():
    """Whichever 20 of 24 bits she knows, the few she lacks make one new bit a coin."""
    matrix = toeplitz_matrix(SEED[:BITS], columns=BITS)
    rng = np.random.default_rng(1)
    unknown = [rng.choice(BITS, size=MARGIN, replace=False) for _ in range(200)]
    coins = np.mean([matrix[0, places].any() for places in unknown])
    assert coins > 0.8


def test_the_frame_shows_the_row():
    for row in range(ROWS):
        numbers = draw.toeplitz(0, row=row).numbers
        place = (numbers["window_x"] + 1 - hashing.PLACE["strip_left"]) / 13.6
        start = round(place)
        assert place == pytest.approx(start)
        strip = SEED[::-1][start : start + BITS]
        assert list(strip) == [entry(row, column) for column in range(BITS)]


def test_nothing_left_is_said():
    picture = draw.toeplitz(20)
    assert picture.numbers["length"] == 0
    assert "no bit is left. There is no key" in picture.alt
    assert "1 bit is left" in draw.toeplitz(19).alt


@pytest.mark.parametrize(
    "wrong",
    [
        {"leaked": 25}, {"leaked": -1}, {"leaked": 1.0}, {"leaked": "8"}, {"row": ROWS},
        {"row": -1}, {"wrong": BITS}, {"wrong": -2}, {"wrong": True}, {"wrong": "no"},
    ],
)  # fmt: skip
def test_bad_settings_are_refused(wrong):
    with pytest.raises(ValueError, match=r"bits|row|wrong"):
        draw.toeplitz(**wrong)
