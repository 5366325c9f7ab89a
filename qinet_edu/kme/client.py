"""The application's side: fetching keys from a KME."""

import base64
import binascii
import http.client
import json
import socket
import ssl
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from qinet_edu.kme.certificates import Credentials
from qinet_edu.kme.keys import Key
from qinet_edu.kme.limits import checked_name
from qinet_edu.kme.link import open_link

HOST = "127.0.0.1"
TIMEOUT_S = 20.0
LONGEST_ANSWER = 1_048_576  # bytes; the most keys there can be take 50 kB


class KeyRefused(Exception):
    """A KME did not deliver, and says why.

    Attributes:
        status: the HTTP status code: 400, 401 or 503.
        message: the standard's words.
        details: what is wrong, as the KME has it.

    Example:
        >>> print(KeyRefused(400, "size shall be a multiple of 8"))
        400: size shall be a multiple of 8
    """

    def __init__(self, status: int, message: str, details: Sequence[Any] = ()) -> None:
        super().__init__(status, message, details)
        self.status, self.message, self.details = status, message, tuple(details)

    def __str__(self) -> str:
        said = "".join(f"; {json.dumps(each, ensure_ascii=False)}" for each in self.details)
        return f"{self.status}: {self.message}{said}"


class KmeUnreachable(Exception):
    """No KME answered, or one did that is not the one that was called."""


class Client:
    """Fetch keys as one SAE from the KME that serves it.

    Args:
        credentials: with which the SAE shows who it is.
        kme: the name of its KME, which that has to show.
        port: where it listens on this machine, or the file in which it says so.

    Raises:
        OSError: the credentials cannot be read.

    Example:
        >>> import tempfile
        >>> from qinet_edu import kme
        >>> folder = Path(tempfile.mkdtemp())
        >>> link = kme.set_up(folder)
        >>> bits = link.deposit(bytes(range(1, 65)))
        >>> with kme.start(folder):
        ...     brisbane = kme.connect("SAE-Brisbane", folder)
        ...     chermside = kme.connect("SAE-Chermside", folder)
        ...     (key,) = brisbane.get_keys("SAE-Chermside")
        ...     sealed = kme.encrypt(key, "The bridge is up.")
        ...     (same,) = chermside.get_keys_by_id("SAE-Brisbane", [sealed.key_id])
        >>> kme.decrypt(same, sealed)
        'The bridge is up.'
    """

    def __init__(self, credentials: Credentials, kme: str, port: int | Path) -> None:
        self.sae, self.kme, self._port = credentials.name, kme, port
        self._credentials = credentials

    def status(self, slave: str) -> dict[str, Any]:
        """Ask what there is for another SAE: the standard's *Get status*.

        Args:
            slave: the other SAE.

        Returns:
            The standard's status object: ``stored_key_count``, ``key_size`` …

        Raises:
            KeyRefused: the KME says no.
            KmeUnreachable: none answers.
        """
        return self._ask("GET", slave, "status")

    def get_keys(self, slave: str, *, number: int = 1, size: int | None = None) -> list[Key]:
        """Ask for new keys to share with another SAE: the standard's *Get key*.

        Args:
            slave: the other SAE, which is to be told the keys' IDs.
            number: how many.
            size: bits of each; what the KME prefers when left out.

        Raises:
            KeyRefused: the KME says no.
            KmeUnreachable: none answers. Keys that were on the way are lost; nobody gets them.
        """
        asked = {"number": number} | ({} if size is None else {"size": size})
        return _keys(self._ask("POST", slave, "enc_keys", asked))

    def get_keys_by_id(self, master: str, key_ids: Sequence[str]) -> list[Key]:
        """Ask for the keys that another SAE has: the standard's *Get key with key IDs*.

        Args:
            master: the SAE that asked for them first.
            key_ids: which.

        Raises:
            KeyRefused: the KME says no: a key is unknown, is somebody else's or was fetched before.
            KmeUnreachable: none answers.
            TypeError: the IDs are no list of texts.
        """
        if isinstance(key_ids, str):
            raise TypeError("Give a list of key IDs, even for one: [key_id].")
        asked = {"key_IDs": [{"key_ID": key_id} for key_id in key_ids]}
        return _keys(self._ask("POST", master, "dec_keys", asked))

    def _ask(
        self, method: str, sae: str, what: str, asked: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        path = f"/api/v1/keys/{quote(checked_name(sae), safe='')}/{what}"
        body = None if asked is None else json.dumps(asked).encode()
        status, answer = self._exchange(method, path, body)
        try:
            said = json.loads(answer)
        except ValueError:
            said = {}
        if not isinstance(said, dict):
            said = {}
        if status != 200:
            raise KeyRefused(status, str(said.get("message", "")), said.get("details") or ())
        return said

    def _exchange(self, method: str, path: str, body: bytes | None) -> tuple[int, bytes]:
        connection = _Connection(HOST, self._where(), timeout=TIMEOUT_S)
        connection.kme, connection.context = self.kme, self._credentials.as_client()
        try:
            headers = {"Content-Type": "application/json"} if body is not None else {}
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            return answer.status, answer.read(LONGEST_ANSWER)
        except ssl.SSLCertVerificationError as problem:
            raise KmeUnreachable(
                f"Whoever answered in place of {self.kme} is not it, or its certificate has ended "
                f"({problem.verify_message}). Start the KMEs again: that renews certificates."
            ) from None
        except ssl.SSLError as problem:
            raise KmeUnreachable(
                f"{self.kme} did not accept the certificate of {self.sae} "
                f"({problem.reason or problem}). Start the KMEs again: that renews certificates."
            ) from None
        except (OSError, http.client.HTTPException) as problem:
            raise KmeUnreachable(
                f"{self.kme} does not answer ({problem or type(problem).__name__}). Start it with "
                "`python start.py kme`, or kme.start() in a notebook. A key that was on the way is "
                "lost; ask for another."
            ) from None
        finally:
            connection.close()

    def _where(self) -> int:
        if isinstance(self._port, int):
            return self._port
        try:
            return int(json.loads(self._port.read_text(encoding="utf-8"))["port"])
        except (OSError, ValueError, KeyError, TypeError):
            raise KmeUnreachable(
                f"{self.kme} does not run. Start it with `python start.py kme`, or kme.start() in "
                "a notebook."
            ) from None

    def __repr__(self) -> str:
        return f"Client({self.sae!r} at {self.kme!r})"


def connect(sae: str, folder: Path | None = None) -> Client:
    """Return a client that fetches keys as an SAE of a link on this machine.

    Args:
        sae: its name.
        folder: of the link; that of the course when left out.

    Raises:
        FileNotFoundError: there is no link.
        KeyError: no KME of the link serves an SAE of that name.
    """
    link = open_link(folder)
    kme = link.kme_of(sae)
    return Client(link.credentials(sae), kme, link.port_file(kme))


class _Connection(http.client.HTTPConnection):
    """A connection that expects the certificate of one KME, wherever it listens."""

    context: ssl.SSLContext
    kme: str

    def connect(self) -> None:
        """Connect, and shake hands."""
        plain = socket.create_connection((self.host, self.port), self.timeout)
        # The body follows the headers at once, not 40 ms later.
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            self.sock = self.context.wrap_socket(plain, server_hostname=self.kme)
        except BaseException:
            plain.close()
            raise


def _keys(said: dict[str, Any]) -> list[Key]:
    try:
        return [
            Key(str(each["key_ID"]), base64.b64decode(each["key"], validate=True))
            for each in said["keys"]
        ]
    except (KeyError, TypeError, binascii.Error, ValueError):
        raise KmeUnreachable("The KME answered with something that holds no keys.") from None
