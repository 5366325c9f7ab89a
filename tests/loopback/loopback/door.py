"""The door of the service: HTTP on 127.0.0.1, which may be shut and opened again."""

import os
import socket
import struct
import threading
from collections.abc import Callable
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from loopback.messages import Answer, HangUp, Request

HOST = "127.0.0.1"
Handle = Callable[[Request], Answer | HangUp]


class Door:
    """Listen on a port of its own; while shut, connections are refused and the port stays ours."""

    def __init__(self, handle: Handle, port: int = 0) -> None:
        self._handle = handle
        self._lock = threading.Lock()
        self._guard = socket.socket()  # bound, never listening: refuses in the server's absence
        _share(self._guard)
        self._guard.bind((HOST, port))
        self.port: int = self._guard.getsockname()[1]
        self._server: _Server | None = None
        self._timer: threading.Timer | None = None
        self._closed = False
        self.open()

    def open(self) -> None:
        with self._lock:
            if self._server is None and not self._closed:
                self._server = _Server(self.port, self._handle)
                threading.Thread(
                    target=self._server.serve_forever,
                    kwargs={"poll_interval": 0.02},
                    name="loopback-door",
                    daemon=True,
                ).start()

    def shut(self, for_s: float | None = None) -> None:
        """Refuse connections, for some seconds or until opened."""
        with self._lock:
            server, self._server = self._server, None
        if server is not None:
            server.shutdown()
            server.server_close()
            server.hang_up_all()
        if for_s is not None:
            self._timer = threading.Timer(for_s, self.open)
            self._timer.daemon = True
            self._timer.start()

    def close(self) -> None:
        self._closed = True
        if self._timer is not None:
            self._timer.cancel()
        self.shut()
        self._guard.close()


def _share(listener: socket.socket) -> None:
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if hasattr(socket, "SO_REUSEPORT"):
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, port: int, handle: Handle) -> None:
        self.handle_request_with = handle
        self.lines: set[socket.socket] = set()
        super().__init__((HOST, port), _Line)

    def server_bind(self) -> None:
        _share(self.socket)
        super().server_bind()

    def shutdown_request(self, request: Any) -> None:
        self.close_request(request)  # no polite shutdown first: a reset would be none

    def hang_up_all(self) -> None:
        for line in [*self.lines]:
            hang_up(line, rudely=False)

    def handle_error(self, *_: Any) -> None:
        """A client that went away is no news here."""


class _Line(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Server

    def setup(self) -> None:
        super().setup()
        self.server.lines.add(self.connection)

    def finish(self) -> None:
        self.server.lines.discard(self.connection)
        with suppress(OSError):
            super().finish()

    def log_message(self, *_: Any) -> None:
        pass

    def _serve(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        request = Request.read(self.command, self.path, self.headers, body)
        answer = self.server.handle_request_with(request)
        if isinstance(answer, HangUp):
            self.close_connection = True
            hang_up(self.connection, rudely=answer.rudely)
            return
        self._send(answer)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _serve

    def _send(self, answer: Answer) -> None:
        self.send_response(answer.status)
        if answer.status != 204:
            self.send_header("Content-Type", answer.content_type)
            self.send_header("Content-Length", str(len(answer.body)))
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self._headers_buffer.append(b"\r\n" + answer.body[: answer.sent])
        self.flush_headers()  # all in one piece: two would wait 40 ms for each other
        if answer.sent is not None:
            self.close_connection = True
            hang_up(self.connection, rudely=False)


def hang_up(line: socket.socket, *, rudely: bool) -> None:
    with suppress(OSError):
        if rudely:  # closed with unsent data to be dropped: the other side sees a reset
            drop = struct.pack("hh" if os.name == "nt" else "ii", 1, 0)
            line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, drop)
        else:
            line.shutdown(socket.SHUT_RDWR)
