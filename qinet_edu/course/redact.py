"""Make a text fit to send: no user, no host, no folder of theirs, nothing that may be a token."""

import getpass
import os
import platform
import re
from pathlib import Path

from qinet_edu import redaction, storage
from qinet_edu.course.checkout import ROOT

SECRETS = (  # beyond what `redaction` takes out; here a word too many does no harm
    # What stands after a name for a secret, whatever it looks like.
    (r"(?i)((?:token|key|secret|passw\w*|authorization)['\"]?\s*[=:]\s*['\"]?"
     r"(?:(?:bearer|basic)\s+)?)[^\s'\",;&]+", r"\1<secret>"),
    (r"(?i)\b(bearer|token|password)\s+[^\s'\",;&]+", r"\1 <secret>"),
    (r"(?i)([\\/](?:users|home)[\\/]+)[^\\/\s'\",:;]+", r"\1<user>"),
    (r"[\w.+-]+@[\w-]+(\.[\w-]+)+", "<address>"),
    # A long run of letters and digits with both in it: keys and hashes, never a word or a version.
    (r"(?<![\w-])(?=[\w-]*\d)(?=[\w-]*[A-Za-z])[\w-]{24,}(?![\w-])", "<secret>"),
)  # fmt: skip


def redact(text: str) -> str:
    """Return a text without what says whose it is or lets someone in.

    Folders become ``<course>``, ``<work>`` and ``~``; names ``<user>`` and ``<host>``; whatever
    looks like a token ``<secret>``. It takes out rather too much than too little.

    Example:
        >>> redact("token=abc123 in " + str(Path.home() / "notes"))
        'token=<secret> in ~/notes'
    """
    text = redaction.redact(text)
    for folder, name in (
        (str(ROOT), "<course>"),
        (str(storage.work_folder()), "<work>"),
        (str(Path.home()), "~"),
        (str(Path.home().resolve()), "~"),
    ):
        if len(folder) > 1:
            text = _folder(folder).sub(name, text)
    for pattern, name in SECRETS:
        text = re.sub(pattern, name, text)
    for word, name in (
        *((user, "<user>") for user in _users()),
        *((h, "<host>") for h in _hosts()),
    ):
        text = re.sub(rf"(?<![\w<]){re.escape(word)}(?![\w>])", name, text, flags=re.IGNORECASE)
    return text


def _folder(folder: str) -> re.Pattern[str]:
    """Return what finds a folder however its separators are written (Windows, JSON, URLs)."""
    parts = [re.escape(part) for part in re.split(r"[\\/]+", folder)]
    whole = r"[\\/]+".join(parts) + r"(?![\w-])"  # /home/ada is no part of /home/adam
    return re.compile(whole, flags=re.IGNORECASE if os.name == "nt" else 0)


def _users() -> set[str]:
    try:
        name = getpass.getuser()
    except (OSError, KeyError, ImportError):
        name = ""
    return {word for word in (name, Path.home().name) if len(word) > 1}


def _hosts() -> list[str]:
    full = platform.node()
    return [name for name in (full, full.partition(".")[0]) if len(name) > 1]
