"""A key that was delivered, and a message sealed with it."""

import secrets
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

SIZES = (128, 192, 256)
NONCE_BYTES = 12


@dataclass(frozen=True, repr=False)
class Key:
    """Hold a key that was delivered; printed, it does not show itself.

    Attributes:
        key_id: its name, which may be told to anybody.
        material: its bytes, which may not.

    Example:
        >>> Key("e92f8c3a-0000-4000-8000-000000000000", bytes(32))
        Key('e92f8c3a-0000-4000-8000-000000000000', 256 bits)
    """

    key_id: str
    material: bytes

    @property
    def size(self) -> int:
        """Return its length in bits."""
        return 8 * len(self.material)

    def __repr__(self) -> str:
        return f"Key({self.key_id!r}, {self.size} bits)"


@dataclass(frozen=True)
class Sealed:
    """Hold a message that only the holder of a key can read, and nobody can change unnoticed.

    Attributes:
        key_id: the name of the key, by which the other side asks its KME for it.
        nonce: 12 bytes that make this sealing differ from any other with the same key.
        text: the message, encrypted, and its 16-byte tag.
    """

    key_id: str
    nonce: bytes = field(repr=False)
    text: bytes


def encrypt(key: Key, message: str) -> Sealed:
    """Seal a message with AES in Galois/Counter Mode, which hides and authenticates it.

    The key comes from physics, the cipher does not: AES is safe as long as nobody breaks it. Only
    a one-time pad is as safe as the key itself, and it uses up a bit of key for each bit: 256 bits
    last for 32 characters.

    Args:
        key: 128, 192 or 256 bits.
        message: a text, sent as UTF-8.

    Raises:
        TypeError: the message is no text, or the key is none.
        ValueError: the key has another length.

    Source:
        NIST SP 800-38D (2007).

    Example:
        >>> key = Key("made-up", bytes(range(32)))
        >>> sealed = encrypt(key, "Meet at the Story Bridge")
        >>> sealed.key_id, len(sealed.text)
        ('made-up', 40)
        >>> decrypt(key, sealed)
        'Meet at the Story Bridge'
    """
    cipher = _cipher(key)
    if not isinstance(message, str):
        raise TypeError(f"A message is a text, not {type(message).__name__}.")
    nonce = secrets.token_bytes(NONCE_BYTES)
    return Sealed(key.key_id, nonce, cipher.encrypt(nonce, message.encode(), key.key_id.encode()))


def decrypt(key: Key, sealed: Sealed) -> str:
    """Open a message, or find that it is not what was sealed.

    Args:
        key: the one named in the message.
        sealed: what arrived.

    Returns:
        The text.

    Raises:
        TypeError: the key is none.
        ValueError: the key is another one, or the message was changed on the way.

    Example:
        >>> key = Key("made-up", bytes(range(32)))
        >>> sealed = encrypt(key, "attack at dawn")
        >>> changed = Sealed(sealed.key_id, sealed.nonce, bytes(len(sealed.text)))
        >>> decrypt(key, changed)
        Traceback (most recent call last):
        ...
        ValueError: The message does not open: it was changed on the way, or the two keys differ.
    """
    cipher = _cipher(key)
    if sealed.key_id != key.key_id:
        raise ValueError(
            f"The message was sealed with the key {sealed.key_id}, and this is {key.key_id}. Ask "
            "your KME for the key that the message names."
        )
    try:
        return cipher.decrypt(sealed.nonce, sealed.text, sealed.key_id.encode()).decode()
    except InvalidTag:
        raise ValueError(
            "The message does not open: it was changed on the way, or the two keys differ."
        ) from None


def _cipher(key: Key) -> AESGCM:
    if not isinstance(key, Key):
        raise TypeError(f"Give a key as a KME delivered it, not {type(key).__name__}.")
    if key.size not in SIZES:
        raise ValueError(
            f"AES takes a key of 128, 192 or 256 bits, and this has {key.size}. Ask for size=256."
        )
    return AESGCM(key.material)
