"""Take out of a text what would let somebody use an IBM account."""

import re

# An IBM Cloud API key: 44 letters, digits, dashes and underscores. In a text that was quoted once
# more, the escape of a line's end stands right before it.
KEY = r"(?:(?<![\w-])|(?<=\\[nrt]))(?=[\w-]*[A-Z])(?=[\w-]*[a-z])[A-Za-z0-9_-]{44}(?![\w-])"
ACCESS_TOKEN = r"\beyJ[\w-]{6,}\.[\w-]{6,}(?:\.[\w-]*)?"  # signed, and good for an hour
PATTERNS = (
    # The value after a name for a secret, in code, JSON, headers and the body of a request.
    r"(?i)(?<![a-z])((?:api_?key|\w*token|secret|passw(?:or)?d|authorization|service-crn)"
    r"[\\'\"]*\s*[=:]\s*(?:b?[\\'\"]+)?(?:(?:bearer|basic|apikey)\s+)?)"
    r"(?!None\b|<secret>)(?=[^\s'\",;&\\]*\d|[^\s'\",;&\\]{16})[^\s'\",;&\\]{6,}",
    r"(?i)\b((?:bearer|basic|apikey)\s+)(?=\S*\d|\S{16})[^\s'\",;&\\]{8,}",
    r"(\w://)[^\s/@]+(?=@)",
    r"()\bcrn:v?[\w-]*:[^\s'\",\\)\]]+",
    f"(){ACCESS_TOKEN}",
    f"(){KEY}",
    r"()(?<![\w-])(?=[\w-]*[A-Za-z])(?=[\w-]*\d)[\w-]{44}(?![\w-])",
)


def redact(text: str, *secrets: str) -> str:
    """Return a text without anything that looks like a token, a key or a resource's name.

    Exceptions and log lines of a client may quote what was sent. Whatever is known to be secret is
    taken out as it stands, wherever it stands; the rest by its shape.

    Args:
        text: what somebody is going to read.
        secrets: texts that must not be in it, such as the token in use.

    Example:
        >>> redact('refused: {"apikey": "abc-12345-def"}')
        'refused: {"apikey": "<secret>"}'
        >>> redact("hunter2 was refused", "hunter2")
        '<secret> was refused'
    """
    for secret in secrets:
        if secret:
            text = text.replace(secret, "<secret>")
    for pattern in PATTERNS:
        text = re.sub(pattern, r"\1<secret>", text)
    return text
