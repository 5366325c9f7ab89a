"""Wegman–Carter authentication: a tag that cannot be forged, from a key that is used once."""

from functools import lru_cache
from hmac import compare_digest

from qinet_edu.arguments import one_real

TAG_BYTES = 16
TAG_BITS = 8 * TAG_BYTES
PARTIES = ("alice", "bob")
# x¹²⁸ = x⁷ + x² + x + 1, in the bit order of GCM: the first bit belongs to x⁰.
REDUCTION = 0xE1 << 120


class AuthenticationError(ValueError):
    """A tag does not belong to what came with it: it was changed, replayed or made by another."""


class OutOfKeyError(ValueError):
    """There is no one-time key left: what was there is used up, or was used before."""


def polynomial_hash(message: bytes, point: bytes) -> bytes:
    """Evaluate a message as a polynomial over GF(2¹²⁸): the hash of GCM, called GHASH.

    Two messages of m blocks of 16 bytes agree at no more than m + 1 of the 2¹²⁸ points, so whoever
    does not know the point finds a second message with the same hash with probability
    (m + 1)/2¹²⁸ at most, whatever computer they own.

    Args:
        message: any bytes.
        point: where to evaluate, 16 bytes.

    Returns:
        The value, 16 bytes.

    Raises:
        ValueError: the point does not have 16 bytes.

    Source:
        M. Dworkin, NIST Special Publication 800-38D (2007).

    Example:
        >>> polynomial_hash(b"Send the key.", bytes(15) + b"1").hex()
        'f67e6c4b5e7cda9c791c8cd7d372e751'
    """
    tables = _tables(_block(point, "point"))
    blocks = message + bytes(-len(message) % TAG_BYTES)
    # The length is one more block: messages that differ in zeros at the end must differ in hash.
    blocks += (8 * len(message)).to_bytes(8, "big") + bytes(8)
    value = 0
    for place in range(0, len(blocks), TAG_BYTES):
        value ^= int.from_bytes(blocks[place : place + TAG_BYTES], "big")
        product = 0
        for table, byte in zip(tables, value.to_bytes(TAG_BYTES, "big"), strict=True):
            product ^= table[byte]
        value = product
    return value.to_bytes(TAG_BYTES, "big")


def one_time_tag(message: bytes, *, point: bytes, pad: bytes) -> bytes:
    """Return the tag of a message: its polynomial hash, hidden by a pad that is used once.

    The point may serve many messages, because each tag is hidden by a pad of its own. A pad used
    twice hands Eve the XOR of two hashes, an equation for the point.

    Args:
        message: what is to arrive as it was sent.
        point: 16 secret bytes.
        pad: 16 secret bytes, used for this message only.

    Returns:
        16 bytes.

    Raises:
        ValueError: point or pad do not have 16 bytes.

    Source:
        Wegman and Carter, J. Comput. Syst. Sci. 22, 265 (1981).

    Example:
        >>> tag = one_time_tag(b"2 errors", point=bytes(range(16)), pad=bytes(16))
        >>> tag == polynomial_hash(b"2 errors", bytes(range(16)))  # the pad hid nothing
        True
    """
    hidden = int.from_bytes(polynomial_hash(message, point)) ^ _block(pad, "pad")
    return hidden.to_bytes(TAG_BYTES, "big")


def forging_probability(message_bytes: int) -> float:
    """Return how likely one forged message passes, at most: (blocks + 1)/2¹²⁸.

    Args:
        message_bytes: how long the longer of the two messages is.

    Raises:
        TypeError: it is no real number.
        ValueError: it is negative.

    Example:
        >>> f"{forging_probability(187_500):.1e}"  # the seed for a hash of a million bits
        '3.4e-35'
    """
    blocks = -int(-one_real(message_bytes, "message_bytes", low=0) // TAG_BYTES)
    return (blocks + 1) / 2.0**TAG_BITS


class OneTimeKeys:
    """Hold one party's end of a shared secret, and spend it on tags, each part once.

    Alice's tags take every other pad, Bob's those between, so the two can never spend the same one
    on two messages, even when somebody makes them lose count. It cannot be copied or pickled, and
    does not print what it holds.

    Args:
        secret: what both share: 16 bytes for the point, then 16 for each tag.
        owner: ``"alice"`` or ``"bob"``.

    Attributes:
        tags_left: how many more tags the owner can make.

    Raises:
        TypeError: the secret is not bytes.
        ValueError: it is not 16 bytes for the point and 32 for each pair of tags.

    Example:
        >>> secret = bytes(range(80))
        >>> alice, bob = OneTimeKeys(secret, "alice"), OneTimeKeys(secret, "bob")
        >>> tag = alice.tag(b"2 errors")
        >>> bob.verify(b"2 errors", tag)
        >>> bob.verify(b"2 errors", tag)  # again: a replay
        Traceback (most recent call last):
        ...
        qinet_edu.protocols.qkd.authentication.AuthenticationError: The tag does not belong to \
this message in this place: it was changed on the way, sent a second time, or made by somebody else.
        >>> alice
        OneTimeKeys of alice: 1 tag left
    """

    def __init__(self, secret: bytes, owner: str) -> None:
        if not isinstance(secret, bytes):
            raise TypeError("A one-time key is made from bytes.")
        if owner not in PARTIES:
            raise ValueError(f"A one-time key belongs to 'alice' or 'bob', not to {owner!r}.")
        if len(secret) < TAG_BYTES or (len(secret) - TAG_BYTES) % (2 * TAG_BYTES):
            raise ValueError(
                f"{len(secret)} bytes do not make one-time keys: 16 for the point, then 32 for "
                "each tag of Alice and one of Bob."
            )
        self.owner = owner
        self._point = secret[:TAG_BYTES]
        pads = [
            secret[place : place + TAG_BYTES] for place in range(TAG_BYTES, len(secret), TAG_BYTES)
        ]
        # The last comes first off: what is spent is gone from memory, not only marked.
        self._pads = {party: pads[turn::2][::-1] for turn, party in enumerate(PARTIES)}

    @property
    def tags_left(self) -> int:
        """Return how many more tags the owner can make."""
        return len(self._pads[self.owner])

    def tag(self, message: bytes) -> bytes:
        """Return a tag for what the owner sends; the pad is spent.

        Raises:
            OutOfKeyError: no pad is left.
        """
        return one_time_tag(message, point=self._point, pad=self._spend(self.owner))

    def verify(self, message: bytes, tag: bytes) -> None:
        """Check the tag of what the owner received; the pad is spent, whether it fits or not.

        Raises:
            AuthenticationError: the tag belongs to something else.
            OutOfKeyError: no pad is left.
        """
        other = PARTIES[self.owner == "alice"]
        wanted = one_time_tag(message, point=self._point, pad=self._spend(other))
        if not compare_digest(wanted, tag):
            raise AuthenticationError(
                "The tag does not belong to this message in this place: it was changed on the way, "
                "sent a second time, or made by somebody else."
            )

    def _spend(self, party: str) -> bytes:
        if not self._pads[party]:
            raise OutOfKeyError(
                f"There is no one-time key left for a tag of {party}. A pad used twice would give "
                "the point away: share a new secret, or set part of the last key aside for it."
            )
        return self._pads[party].pop()

    def __repr__(self) -> str:
        left = self.tags_left
        return f"{type(self).__name__} of {self.owner}: {left} tag{'s' * (left != 1)} left"

    def __copy__(self) -> "OneTimeKeys":
        raise TypeError("A one-time key cannot be copied: the copy would spend the same pads.")

    def __deepcopy__(self, memo: object) -> "OneTimeKeys":
        return self.__copy__()

    def __reduce__(self) -> str:
        raise TypeError("A one-time key cannot be stored: what was read back could be spent twice.")


def share_keys(secret: bytes) -> tuple[OneTimeKeys, OneTimeKeys]:
    """Return the two ends of a shared secret, Alice's and Bob's.

    Example:
        >>> share_keys(bytes(80))
        (OneTimeKeys of alice: 2 tags left, OneTimeKeys of bob: 2 tags left)
    """
    return OneTimeKeys(secret, "alice"), OneTimeKeys(secret, "bob")


def _block(value: bytes, name: str) -> int:
    if not isinstance(value, bytes) or len(value) != TAG_BYTES:
        raise ValueError(f"{name} must be {TAG_BYTES} bytes.")
    return int.from_bytes(value, "big")


@lru_cache(maxsize=2)
def _tables(point: int) -> tuple[tuple[int, ...], ...]:
    """Return, for each place of a byte in a block, the product of each byte there and the point.

    16 look-ups then stand for the 128 steps of a multiplication.
    """
    powers = [point]
    for _ in range(TAG_BITS - 1):
        last = powers[-1]
        powers.append(last >> 1 ^ (REDUCTION if last & 1 else 0))
    tables = []
    for place in range(0, TAG_BITS, 8):
        table = [0]
        for bit in range(7, -1, -1):  # the least significant bit is the last in GCM's order
            table += [value ^ powers[place + bit] for value in table]
        tables.append(tuple(table))
    return tuple(tables)
