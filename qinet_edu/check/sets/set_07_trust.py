"""Exercise 07.6: who learns the key without a trace, and so must be trusted."""

from qinet_edu.check.exercise import Given
from qinet_edu.check.explaining import add_up, part
from qinet_edu.check.verdict import Part, Verdict

# Each word, whether it must be trusted, and what to say to whoever thinks otherwise.
WORDS: dict[str, tuple[bool, str]] = {
    "relay": (
        True,
        "relay not trusted | "
        "The node between has the keys of both its links: it knows the end key, or computes it "
        "from what is published, as the far end does.",
    ),
    "satellite": (
        True,
        "satellite not trusted | "
        "It has made a key with either city, and publishes their XOR: it is a relay in orbit, and "
        "knows what a relay knows.",
    ),
    "relay on one of two ways": (
        False,
        "half of a key for a key | "
        "It knows the share of one way. The key is the XOR with the other share, which it has "
        "never seen: to it every key is as likely as before.",
    ),
    "fibre": (
        False,
        "fibre trusted | "
        "To listen to single photons leaves errors, and errors are counted. What pulses of two "
        "give away the decoys measure, and it is paid for. That is what QKD is for.",
    ),
    "public line": (
        False,
        "public line trusted | "
        "What goes over it everybody may read: it tells nothing of the key. To change it Eve would "
        "have to forge tags, for which she lacks the secret.",
    ),
    "Bob's detectors": (
        True,
        "detectors not trusted | "
        "In BB84 nothing checks them. Blinded by bright light, they click when Eve wants, and she "
        "makes no errors.",
    ),
    "MDI station": (
        False,
        "station trusted | "
        "It learns how two bits compare, and neither of them. If it lies, errors show it: the "
        "detectors may be Eve's own.",
    ),
    "MDI sender": (
        True,
        "sender not trusted | "
        "The device that sends knows the bit and the basis. Taking the station out of trust leaves "
        "the two senders in it.",
    ),
    "twin-field station": (
        False,
        "twin-field station trusted | "
        "It is a station of the same kind: it says which of its detectors clicked, and what it "
        "says tells no bit.",
    ),
}
TRUSTED = frozenset(word for word, (trusted, _) in WORDS.items() if trusted)
GUESSED = len(WORDS) - len(TRUSTED)  # what the empty set has right


def judge_trust(chosen: frozenset[str], _: Given) -> Verdict:
    """Judge word by word: who always says yes, or always no, has earned nothing."""
    parts = []
    for word, (trusted, why) in WORDS.items():
        if (word in chosen) == trusted:
            parts.append(Part(word, 1.0))
        else:
            said = "is in your set" if word in chosen else "is not in your set"
            parts.append(part(word, f"“{word}” {said}.", why))
    right = (
        "Whoever holds the key, or makes it, must be trusted: relays, satellites that relay, "
        "senders, and detectors that nothing checks. Lines need no trust, nor do stations that "
        "only compare."
    )
    return add_up(parts, right=right, exercise="07.6", free=GUESSED)
