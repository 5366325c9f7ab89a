import pytest

from qinet_edu import kme


def key(size=256, name="e92f8c3a-0000-4000-8000-000000000000"):
    return kme.Key(name, bytes(range(1, size // 8 + 1)))


@pytest.mark.parametrize("size", [128, 192, 256])
def test_what_is_sealed_opens_and_looks_different_each_time(size):
    one, two = (kme.encrypt(key(size), "Φ+ ⊗ |0⟩") for _ in range(2))
    assert kme.decrypt(key(size), one) == kme.decrypt(key(size), two) == "Φ+ ⊗ |0⟩"
    assert one.nonce != two.nonce
    assert one.text != two.text


def test_a_changed_bit_anywhere_is_noticed():
    sealed = kme.encrypt(key(), "hi")
    for place in range(len(sealed.text)):
        changed = bytearray(sealed.text)
        changed[place] ^= 1
        with pytest.raises(ValueError, match="does not open"):
            kme.decrypt(key(), kme.Sealed(sealed.key_id, sealed.nonce, bytes(changed)))
    nonce = bytes([sealed.nonce[0] ^ 1]) + sealed.nonce[1:]
    with pytest.raises(ValueError, match="does not open"):
        kme.decrypt(key(), kme.Sealed(sealed.key_id, nonce, sealed.text))


def test_the_name_of_the_key_cannot_be_exchanged():
    sealed = kme.encrypt(key(), "hi")
    with pytest.raises(ValueError, match="Ask your KME"):
        kme.decrypt(key(name="another"), sealed)
    renamed = kme.Sealed("another", sealed.nonce, sealed.text)
    with pytest.raises(ValueError, match="does not open"):
        kme.decrypt(key(name="another"), renamed)


@pytest.mark.parametrize("size", [64, 512])
def test_a_key_of_another_size_is_refused(size):
    with pytest.raises(ValueError, match="size=256"):
        kme.encrypt(key(size), "hi")


def test_what_is_no_key_or_no_message_is_refused():
    with pytest.raises(TypeError, match="KME delivered"):
        kme.encrypt(bytes(32), "hi")
    with pytest.raises(TypeError, match="is a text"):
        kme.encrypt(key(), b"hi")
