"""A link whose two KMEs run, each a process of its own, on ports that were free."""

import http.client
import json
import secrets
import socket

import pytest

from qinet_edu import kme

NEAR, FAR = "KME-Brisbane", "KME-Chermside"
MASTER, SLAVE = "SAE-Brisbane", "SAE-Chermside"
NAMES = {NEAR: (MASTER, "SAE-Nathan"), FAR: (SLAVE, "SAE-Airport")}


class Link:
    """Ask the running KMEs, well or badly."""

    def __init__(self, folder):
        self.link = kme.set_up(folder, NAMES)
        self.running = None

    def fill(self, size=4096):
        self.link.deposit(secrets.token_bytes(size))

    def client(self, sae):
        return kme.connect(sae, self.link.folder)

    def port(self, name):
        return json.loads(self.link.port_file(name).read_text(encoding="utf-8"))["port"]

    def ask(self, sae, method, path, body=None, *, at=None, credentials=None, headers=None):
        """Send anything to a KME; give status, answer as JSON, and headers."""
        at = at or self.link.kme_of(sae)
        context = (credentials or self.link.credentials(sae)).as_client()
        connection = http.client.HTTPConnection("127.0.0.1", self.port(at), timeout=20)
        connection.sock = context.wrap_socket(
            socket.create_connection(("127.0.0.1", self.port(at)), 20), server_hostname=at
        )
        try:
            if body is not None and not isinstance(body, bytes):
                body = json.dumps(body).encode()
            connection.request(method, path, body, headers or {})
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read() or b"null"), answer.headers
        finally:
            connection.close()


@pytest.fixture
def link(tmp_path):
    """A link of which nothing runs yet."""
    return Link(tmp_path / "link")


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """A link that runs, for all tests of a file; each asks for keys of its own."""
    it = Link(tmp_path_factory.mktemp("kme") / "link")
    it.fill(64 * 1024)
    with kme.start(it.link.folder) as it.running:
        yield it
