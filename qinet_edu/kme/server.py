"""A key-management entity: the HTTPS server from which applications fetch keys.

The interface is ETSI GS QKD 014 V1.1.1 (2019). Both sides show a certificate; an SAE is who its
certificate says it is.
"""

import asyncio
import base64
import json
import logging
import os
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any, TypeVar

from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, HTTPError, RequestHandler

from qinet_edu import storage
from qinet_edu.kme import requests
from qinet_edu.kme.keys import Key
from qinet_edu.kme.limits import LIMITS
from qinet_edu.kme.link import KeyLink
from qinet_edu.kme.refusals import BAD_FORMAT, TROUBLE, UNAUTHORISED, Refusal
from qinet_edu.kme.store import KeyStore

HOST = "127.0.0.1"
LONGEST_BODY = 16_384  # bytes; a request for the most keys has 4 kB
CUT_OFF = 1_048_576  # bytes, after which nobody listens any more
PATIENCE_S = 10.0
LOG = logging.getLogger("qinet_edu.kme")
Found = TypeVar("Found")


class Service:
    """Answer for one KME of a link: who may ask, and what the store says.

    Args:
        link: whose.
        kme: which of its two.
    """

    def __init__(self, link: KeyLink, kme: str) -> None:
        self.link, self.kme, self.peer = link, kme, link.peer(kme)
        self.store: KeyStore = link.store(kme)
        # One thread: the store is asked one thing at a time, and waits for the disk meanwhile.
        self._worker = ThreadPoolExecutor(1, thread_name_prefix=kme)

    async def ask(self, what: Callable[[], Found]) -> Found:
        """Ask the store, while others are being served."""
        return await asyncio.get_running_loop().run_in_executor(self._worker, what)

    def near(self, sae: str) -> str:
        """Return the SAE that calls, if this KME serves it.

        Raises:
            Refusal: 401, it does not.
        """
        if sae not in self.link.saes[self.kme]:
            raise Refusal(401, UNAUTHORISED, {"SAE_ID": f"{self.kme} serves no SAE of this name"})
        return sae

    def far(self, sae: str, name: str) -> str:
        """Return an SAE that is named in a path, if the KME at the other end serves it.

        Raises:
            Refusal: 400, it does not.
        """
        if sae not in self.link.saes[self.peer]:
            raise Refusal(400, BAD_FORMAT, {name: f"no SAE that {self.peer} serves"})
        return sae


class Handler(RequestHandler):
    """Know who calls, and answer in JSON, whatever happens."""

    service: Service

    def initialize(self, service: Service) -> None:
        """Take the KME that answers."""
        self.service = service

    def prepare(self) -> None:
        """Let nobody pass but an SAE of this KME, with a request of a size that it can have."""
        self.sae = self.service.near(_common_name(self.request.get_ssl_certificate()))
        if len(self.request.body) > LONGEST_BODY:
            raise Refusal(400, BAD_FORMAT, {"body": f"at most {LONGEST_BODY} bytes"})

    def set_default_headers(self) -> None:
        """Let nobody on the way keep a key."""
        self.clear_header("Server")
        self.set_header("Content-Type", "application/json; charset=utf-8")
        self.set_header("Cache-Control", "no-store")

    def compute_etag(self) -> None:
        """Make no digest of an answer: it would be one of keys, and could hold them back."""

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """Answer with the standard's error object; what nobody foresaw is an error of ours."""
        problem = kwargs.get("exc_info", (None, None))[1]
        if isinstance(problem, Refusal):
            self.set_status(problem.status)
            body = problem.body
        elif isinstance(problem, HTTPError) and status_code < 500:
            body = {"message": BAD_FORMAT, "details": [{"request": self._reason}]}
        else:
            self.set_status(503)
            body = {"message": TROUBLE}
        self.finish(json.dumps(body))

    def log_exception(self, typ: Any, value: Any, tb: Any) -> None:
        """Note what went wrong, without anything that was in a store."""
        if not isinstance(value, Refusal | HTTPError):
            LOG.error("%s: %s in %s", self.service.kme, typ.__name__, self.request.path)

    def asked(self, names: frozenset[str], fields: frozenset[str]) -> dict[str, Any]:
        """Read the request in the form in which it came."""
        if self.request.method == "GET":
            return requests.from_query(self.request.query_arguments, names)
        return requests.from_body(self.request.body, fields)

    def deliver(self, keys: Sequence[Key]) -> None:
        """Answer with a key container."""
        contained = [
            {"key_ID": key.key_id, "key": base64.b64encode(key.material).decode()} for key in keys
        ]
        self.finish(json.dumps({"keys": contained}))


class Status(Handler):
    """*Get status*: what can be asked for."""

    async def get(self, slave: str) -> None:
        """Answer with the standard's status object."""
        service = self.service
        far = service.far(slave, "slave_SAE_ID")
        requests.from_query(self.request.query_arguments, frozenset())
        bits = await service.ask(lambda: service.store.bits_left)
        self.finish(
            json.dumps(
                {
                    "source_KME_ID": service.kme,
                    "target_KME_ID": service.peer,
                    "master_SAE_ID": self.sae,
                    "slave_SAE_ID": far,
                    "key_size": LIMITS.key_size,
                    "stored_key_count": bits // LIMITS.key_size,
                    "max_key_count": LIMITS.max_key_count,
                    "max_key_per_request": LIMITS.max_key_per_request,
                    "max_key_size": LIMITS.max_key_size,
                    "min_key_size": LIMITS.min_key_size,
                    "max_SAE_ID_count": 0,
                }
            )
        )


class NewKeys(Handler):
    """*Get key*: the master asks, and names the slave."""

    async def get(self, slave: str) -> None:
        """Deliver new keys."""
        service = self.service
        far = service.far(slave, "slave_SAE_ID")
        asked = self.asked(frozenset(("number", "size")), requests.ASKED)
        number, size = requests.new_keys(asked, LIMITS)
        keys = await service.ask(
            lambda: service.store.issue(master=self.sae, slave=far, number=number, size=size)
        )
        LOG.info("%s: %d keys for %s", service.kme, number, self.sae)
        self.deliver(keys)

    post = get


class KnownKeys(Handler):
    """*Get key with key IDs*: the slave asks, and names the master."""

    async def get(self, master: str) -> None:
        """Deliver the keys that the master has."""
        service = self.service
        far = service.far(master, "master_SAE_ID")
        asked = self.asked(frozenset(("key_ID",)), frozenset(("key_IDs",)))
        ids = requests.key_ids(asked, LIMITS)
        keys = await service.ask(
            lambda: service.store.fetch(master=far, slave=self.sae, key_ids=ids)
        )
        LOG.info("%s: %d keys for %s, by their IDs", service.kme, len(ids), self.sae)
        self.deliver(keys)

    post = get


class Elsewhere(Handler):
    """What the standard does not have."""

    def prepare(self) -> None:
        """Say so, to those who may ask at all."""
        super().prepare()
        raise HTTPError(404)


@asynccontextmanager
async def serving(link: KeyLink, kme: str, *, port: int = 0) -> AsyncIterator[int]:
    """Run a KME on this machine's own address, for as long as the block lasts.

    Args:
        link: whose.
        kme: which of its two.
        port: where it listens; a free one when 0.

    Yields:
        The port.

    Raises:
        OSError: somebody else listens there.
        Refusal: the store cannot be read.
    """
    service = Service(link, kme)
    told = {"service": service}
    sae = "([^/]{1,200})"
    application = Application(
        [
            (f"/api/v1/keys/{sae}/status", Status, told),
            (f"/api/v1/keys/{sae}/enc_keys", NewKeys, told),
            (f"/api/v1/keys/{sae}/dec_keys", KnownKeys, told),
        ],
        default_handler_class=Elsewhere,
        default_handler_args=told,
        log_function=_log,
    )
    server = HTTPServer(
        application,
        ssl_options=link.credentials(kme).as_server(),
        max_body_size=CUT_OFF,
        max_buffer_size=2 * CUT_OFF,
        max_header_size=16_384,
        body_timeout=PATIENCE_S,
        idle_connection_timeout=PATIENCE_S,
    )
    sockets = bind_sockets(port, HOST)
    server.add_sockets(sockets)
    found = sockets[0].getsockname()[1]
    try:
        record = {"port": found, "process": os.getpid()}
        storage.write(link.port_file(kme), json.dumps(record) + "\n", private=True)
        yield found
    finally:
        server.stop()
        await server.close_all_connections()
        link.port_file(kme).unlink(missing_ok=True)


async def serve(
    link: KeyLink, ports: dict[str, int], *, until: asyncio.Event, said: Callable[[str], None]
) -> None:
    """Run KMEs of a link until an event, saying where each listens."""
    async with AsyncExitStack() as running:
        for kme, port in ports.items():
            found = await running.enter_async_context(serving(link, kme, port=port))
            said(f"{kme} listens on https://{HOST}:{found} for {', '.join(link.saes[kme])}")
        await until.wait()


def _common_name(certificate: Any) -> str:
    """Return whose certificate it is; TLS has seen to it that our authority issued it."""
    for part in (certificate or {}).get("subject", ()):
        for name, value in part:
            if name == "commonName":
                return str(value)
    return ""


def _log(handler: RequestHandler) -> None:
    """Note that something was asked, without the query and what was answered."""
    LOG.info("%s %s %s", handler.get_status(), handler.request.method, handler.request.path)
