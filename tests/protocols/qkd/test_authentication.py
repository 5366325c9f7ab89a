import copy
import os
import pickle

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st

from qinet_edu.protocols.qkd import (
    AuthenticationError,
    OneTimeKeys,
    OutOfKeyError,
    forging_probability,
    one_time_tag,
    polynomial_hash,
    share_keys,
)

SECRET = os.urandom(16 + 4 * 32)


@given(st.binary(min_size=16, max_size=16), st.binary(min_size=12, max_size=12), st.binary())
def test_the_tag_is_that_of_gmac_where_the_key_is_made_as_gmac_makes_it(key, nonce, message):
    block = Cipher(algorithms.AES(key), modes.ECB()).encryptor()
    tag = one_time_tag(
        message, point=block.update(bytes(16)), pad=block.update(nonce + bytes([0, 0, 0, 1]))
    )
    assert tag == AESGCM(key).encrypt(nonce, b"", message)


def multiply(a, b):
    """Multiply in GF(2¹²⁸) bit by bit, as NIST SP 800-38D writes it."""
    product = 0
    for place in range(127, -1, -1):
        if a >> place & 1:
            product ^= b
        b = b >> 1 ^ (0xE1 << 120 if b & 1 else 0)
    return product


@given(st.binary(min_size=16, max_size=16), st.binary(max_size=80))
def test_the_hash_is_a_polynomial(point, message):
    x, value = int.from_bytes(point, "big"), 0
    blocks = message + bytes(-len(message) % 16) + (8 * len(message)).to_bytes(8, "big") + bytes(8)
    for place in range(0, len(blocks), 16):
        value = multiply(value ^ int.from_bytes(blocks[place : place + 16], "big"), x)
    assert polynomial_hash(message, point) == value.to_bytes(16, "big")


def test_zeros_at_the_end_change_the_tag():
    point, pad = os.urandom(16), os.urandom(16)
    tags = {one_time_tag(bytes(size), point=point, pad=pad) for size in range(40)}
    assert len(tags) == 40


@given(st.binary(min_size=1, max_size=50), st.data())
def test_one_flipped_bit_anywhere_is_noticed(message, data):
    alice, bob = share_keys(SECRET)
    tag = alice.tag(message)
    place = data.draw(st.integers(0, 8 * (len(message) + 16) - 1))
    changed = bytearray(message + tag)
    changed[place // 8] ^= 1 << place % 8
    with pytest.raises(AuthenticationError):
        bob.verify(bytes(changed[: len(message)]), bytes(changed[len(message) :]))


def test_a_pad_is_never_used_twice():
    alice, bob = share_keys(SECRET)
    same = [alice.tag(b"yes") for _ in range(4)] + [bob.tag(b"yes") for _ in range(4)]
    assert len(set(same)) == 8
    for party in (alice, bob):
        assert party.tags_left == 0
        with pytest.raises(OutOfKeyError, match="used twice"):
            party.tag(b"yes")


def test_a_failed_check_spends_its_pad_too():
    alice, bob = share_keys(SECRET)
    tag = alice.tag(b"yes")
    with pytest.raises(AuthenticationError):
        bob.verify(b"no", tag)
    with pytest.raises(AuthenticationError):  # no second guess at the same pad
        bob.verify(b"yes", tag)


def test_two_messages_with_one_pad_would_give_the_point_away():
    """Why pads are used once: the XOR of two tags is a polynomial of which the point is a root."""
    point, pad = os.urandom(16), os.urandom(16)
    one, two = (bytes([byte]) * 16 for byte in (1, 2))
    tags = [one_time_tag(message, point=point, pad=pad) for message in (one, two)]
    x = int.from_bytes(point, "big")
    difference = int.from_bytes(bytes(a ^ b for a, b in zip(*tags, strict=True)), "big")
    assert difference == multiply(multiply(int.from_bytes(bytes([3]) * 16, "big"), x), x)


def test_keys_cannot_be_copied_stored_or_read():
    alice, _ = share_keys(SECRET)
    for use in (copy.copy, copy.deepcopy, pickle.dumps):
        with pytest.raises(TypeError, match="cannot be"):
            use(alice)
    assert repr(alice) == "OneTimeKeys of alice: 4 tags left"
    assert not any(SECRET[place : place + 4].hex() in repr(alice) for place in range(40))


@pytest.mark.parametrize(
    ("secret", "owner", "kind"),
    [
        ("text", "alice", TypeError), (bytes(80), "eve", ValueError),
        (bytes(81), "bob", ValueError), (b"", "bob", ValueError), (bytes(32), "alice", ValueError),
    ],
)  # fmt: skip
def test_what_makes_no_key_is_refused(secret, owner, kind):
    with pytest.raises(kind):
        OneTimeKeys(secret, owner)


def test_the_chance_to_forge_grows_with_the_message():
    assert forging_probability(0) == 2.0**-128
    assert forging_probability(16) == forging_probability(1) == 2.0**-127
    assert forging_probability(17) == 3 * 2.0**-128
    with pytest.raises(ValueError, match="at least 0"):
        forging_probability(-1)
    for point in (bytes(15), "0" * 16):
        with pytest.raises(ValueError, match="16 bytes"):
            polynomial_hash(b"", point)
