"""A web server on this machine, for tests: it answers as a function says and remembers who asked what and when."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit


@dataclass(frozen=True)
class Request:
    """What was asked; ``at`` is the monotonic time of its arrival."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes
    at: float


@dataclass(frozen=True)
class Reply:
    """What is answered.

    ``delay`` seconds pass before anything is said, ``drip`` seconds between two bytes of the content, ``header_drip``
    between two bytes of the headers; ``is_cut``: the connection ends in the middle of the content.
    """

    content: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    delay: float = 0.0
    drip: float = 0.0
    header_drip: float = 0.0
    is_cut: bool = False


Answering = Callable[[Request], Reply]


def json_reply(document: Any, status: int = 200, headers: Mapping[str, str] | None = None) -> Reply:
    """An answer of JSON."""
    told = {"Content-Type": "application/json", **(headers or {})}
    return Reply(json.dumps(document).encode(), status, told)


def answer_in_turn(*replies: Reply) -> Answering:
    """Answer the first request with the first reply and so on; the last reply stays."""
    left = list(replies)
    lock = threading.Lock()

    def answer(request: Request) -> Reply:
        with lock:
            return left.pop(0) if len(left) > 1 else left[0]

    return answer


class LoopbackServer:
    """A server on 127.0.0.1 at a free port, as a context manager.

    Parameters
    ----------
    routes
        A function for all requests, or path to function; an unknown path is answered with 404.
    """

    def __init__(self, routes: Answering | Mapping[str, Answering]) -> None:
        self.routes = routes
        self.requests: list[Request] = []
        self._lock = threading.Lock()
        self._over = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self._server.block_on_close = False
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    @property
    def url(self) -> str:
        """Address without a slash at its end."""
        return f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> LoopbackServer:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def answer(self, request: Request) -> Reply:
        """Remember the request and give its answer."""
        with self._lock:
            self.requests.append(request)
        routes = self.routes
        found = routes if callable(routes) else routes.get(request.path)
        return found(request) if found else Reply(b"not here", 404)

    def wait(self, seconds: float) -> None:
        """Let time pass; the end of the server cuts it short."""
        self._over.wait(seconds)

    def arrivals(self) -> list[float]:
        """When requests arrived, in order."""
        with self._lock:
            return sorted(request.at for request in self.requests)


def _handler(server: LoopbackServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            at = time.monotonic()
            address = urlsplit(self.path)
            query = dict(parse_qsl(address.query, keep_blank_values=True))
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            told = {name.lower(): value for name, value in self.headers.items()}
            reply = server.answer(Request(self.command, address.path, query, told, body, at))
            try:
                _give(self, reply, server)
            except (ConnectionError, TimeoutError):
                self.close_connection = True

        do_POST = do_GET  # noqa: N815

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

    return Handler


def _give(handler: BaseHTTPRequestHandler, reply: Reply, server: LoopbackServer) -> None:
    server.wait(reply.delay)
    told = {"Content-Length": str(len(reply.content)), **reply.headers}
    head = f"HTTP/1.1 {reply.status} Answer\r\n" + "".join(
        f"{name}: {text}\r\n" for name, text in told.items()
    )
    headers = f"{head}\r\n".encode()
    content = reply.content[: len(reply.content) // 2] if reply.is_cut else reply.content
    if not reply.header_drip and not reply.drip:
        # In one piece: two would wait for each other.
        handler.wfile.write(headers + content)
    else:
        _write(handler, headers, reply.header_drip, server)
        _write(handler, content, reply.drip, server)
    if reply.is_cut:
        handler.close_connection = True


def _write(handler: BaseHTTPRequestHandler, content: bytes, drip: float, server: LoopbackServer) -> None:
    if not drip:
        handler.wfile.write(content)
        return
    for start in range(len(content)):
        handler.wfile.write(content[start : start + 1])
        server.wait(drip)
