import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qinet_edu.protocols.qkd import (
    toeplitz_hash,
    toeplitz_matrix,
    verification_bits,
    verification_hash,
)

bits = st.integers(0, 1)


@given(st.integers(1, 60), st.data())
def test_the_transform_gives_what_the_matrix_gives(columns, data):
    rows = data.draw(st.integers(1, columns))
    key = data.draw(st.lists(bits, min_size=columns, max_size=columns))
    seed = data.draw(st.lists(bits, min_size=columns + rows - 1, max_size=columns + rows - 1))
    matrix = toeplitz_matrix(seed, columns=columns)
    assert matrix.shape == (rows, columns)
    assert np.array_equal(matrix[1:, 1:], matrix[:-1, :-1])
    assert np.array_equal(toeplitz_hash(key, seed), matrix @ np.array(key) % 2)


def test_a_long_key_is_hashed_without_a_rounding_error():
    rng = np.random.default_rng(1)
    key, seed = rng.integers(0, 2, 1_000_000), rng.integers(0, 2, 1_500_000 - 1)
    hashed = toeplitz_hash(key, seed)
    assert hashed.size == 500_000
    for row in (0, 1, 123_456, 499_999):
        assert hashed[row] == (seed[row : row + key.size][::-1] & key).sum() % 2
    # The worst case for rounding: all ones.
    assert (toeplitz_hash(np.ones(1_000_001, int), np.ones(1_000_003, int)) == [1, 1, 1]).all()


def test_different_keys_meet_as_rarely_as_promised():
    rng = np.random.default_rng(1)
    one, other = rng.integers(0, 2, (2, 40))
    met = sum(
        np.array_equal(toeplitz_hash(one, seed), toeplitz_hash(other, seed))
        for seed in rng.integers(0, 2, (8000, 40 + 5 - 1))
    )
    assert abs(met / 8000 - 2**-5) < 4 * np.sqrt(2**-5 / 8000)


@pytest.mark.parametrize(
    ("key", "seed", "kind"),
    [
        ("", "1", ValueError), ("101", "10", ValueError), ("101", "101010", ValueError),
        ("101", "102", ValueError), ([1.0], [1], TypeError),
    ],
)  # fmt: skip
def test_what_cannot_be_hashed_is_refused(key, seed, kind):
    with pytest.raises(kind):
        toeplitz_hash(key, seed)


def test_a_matrix_too_large_to_look_at_is_not_written_out():
    with pytest.raises(ValueError, match="too many"):
        toeplitz_matrix(np.zeros(15_000, int), columns=10_000)


def test_the_verification_hash_is_long_enough_for_its_promise():
    for length in (100, 10_000, 1_000_000):
        size = verification_bits(length, eps_cor=1e-15)
        blocks = -(-(64 + length) // 128)
        assert (blocks + 1) / 2.0**size <= 1e-15 < 2 * (blocks + 1) / 2.0**size
    for eps in (0, 1e-40, 2):
        with pytest.raises(ValueError, match="eps_cor"):
            verification_bits(1000, eps_cor=eps)


def test_keys_that_differ_in_a_bit_or_in_length_differ_in_their_hash():
    rng = np.random.default_rng(1)
    key = rng.integers(0, 2, 300, dtype=np.uint8)
    point = rng.bytes(16)
    hashes = {verification_hash(key, point=point, bits=64).tobytes()}
    for place in range(300):
        other = key.copy()
        other[place] ^= 1
        hashes.add(verification_hash(other, point=point, bits=64).tobytes())
    for size in range(300, 310):
        longer = np.concatenate([key, np.zeros(size - 299, dtype=np.uint8)])
        hashes.add(verification_hash(longer, point=point, bits=64).tobytes())
    assert len(hashes) == 311
    with pytest.raises(ValueError, match="1 to 128"):
        verification_hash(key, point=point, bits=129)
