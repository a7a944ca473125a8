# SPDX-License-Identifier: Apache-2.0
"""A line to a real S3 server with a fault in it: requests pass until a fault is set."""

import http.client
import ssl
import threading
from collections.abc import Callable
from enum import Enum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Fault(Enum):
    NONE = "requests pass"
    FAILS = "every request is answered with status 500"
    HANGS = "no request is answered for a while"
    SLOWS = "every request is answered a little later"
    TRUNCATES = "of each body half is sent, then the connection ends"
    SHORTENS = "of each body half is sent, and stated as the whole"
    ALTERS = "the first byte of each body is another"
    LOSES_ANSWERS = "a writing is done, and its first answer lost"
    OVERWRITES = "what a writing meets is removed before it"


SECONDS_OF_HANGING = 5.0
"""Longer than the tests' clients wait."""

SECONDS_OF_SLOWNESS = 1.0
"""Shorter than they wait."""

_OF_THE_LINE = {"transfer-encoding", "connection", "content-length"}


class FaultyStore:
    """Made in front of a server; `set` decides what befalls the requests from then on."""

    def __init__(
        self,
        port: int,
        remove: Callable[[str], None],
        context: ssl.SSLContext | None = None,
    ) -> None:
        """Pass requests to `port`; `remove` deletes the object of a path behind the line's back;
        with `context` the line speaks TLS."""
        self.fault = Fault.NONE
        self.fails_after: int | None = None
        """So many requests pass; from then on the store fails."""
        self.requests: list[tuple[str, str]] = []
        self._lost: set[str] = set()
        self._ended = threading.Event()
        line = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_args: object) -> None:
                """Print nothing."""

            def handle_any(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                line.requests.append((self.command, self.path))
                if line.fails_after is not None:
                    line.fails_after -= 1
                    if line.fails_after < 0:
                        line.fault = Fault.FAILS
                fault = line.fault
                if fault is Fault.HANGS:
                    line._ended.wait(SECONDS_OF_HANGING)
                    self.close_connection = True
                    return
                if fault is Fault.SLOWS:
                    line._ended.wait(SECONDS_OF_SLOWNESS)
                if fault is Fault.FAILS:
                    line._answer(self, 500, [], b"<Error><Code>InternalError</Code></Error>")
                    return
                if fault is Fault.OVERWRITES and self.command == "PUT":
                    remove(self.path)
                status, headers, found = line._passed(self, body, port)
                loses = fault is Fault.LOSES_ANSWERS and self.command == "PUT"
                if loses and self.path not in line._lost:
                    line._lost.add(self.path)
                    self.close_connection = True
                    return
                line._answer(self, status, headers, found, fault)

            do_GET = do_PUT = do_DELETE = do_HEAD = do_POST = handle_any  # noqa: N815

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]
        self.endpoint = f"http://127.0.0.1:{self.port}"
        if context is not None:
            self._server.socket = context.wrap_socket(
                self._server.socket, server_side=True, do_handshake_on_connect=False
            )
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))
        self._thread.start()

    def close(self) -> None:
        self._ended.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    @staticmethod
    def _passed(
        request: BaseHTTPRequestHandler, body: bytes, port: int
    ) -> tuple[int, list[tuple[str, str]], bytes]:
        """Return what the server answers to the same request: the Host is signed with the rest."""
        onward = http.client.HTTPConnection("127.0.0.1", port)
        try:
            onward.putrequest(
                request.command, request.path, skip_host=True, skip_accept_encoding=True
            )
            for name, value in request.headers.items():
                onward.putheader(name, value)
            onward.endheaders(body)
            answer = onward.getresponse()
            return answer.status, answer.getheaders(), answer.read()
        finally:
            onward.close()

    @staticmethod
    def _answer(
        request: BaseHTTPRequestHandler,
        status: int,
        headers: list[tuple[str, str]],
        body: bytes,
        fault: Fault = Fault.NONE,
    ) -> None:
        is_content = request.command == "GET" and status in {200, 206}
        stated, sent = len(body), body
        if is_content and fault is Fault.TRUNCATES:
            sent = body[: len(body) // 2]
        elif is_content and fault is Fault.SHORTENS:
            sent = body[: len(body) // 2]
            stated = len(sent)
        elif is_content and fault is Fault.ALTERS:
            sent = bytes([body[0] ^ 1]) + body[1:] if body else body
        request.send_response_only(status)
        for name, value in headers:
            if name.lower() not in _OF_THE_LINE:
                request.send_header(name, value)
        request.send_header("Content-Length", str(stated))
        request.end_headers()
        request.wfile.write(sent)
        if len(sent) != stated:
            request.close_connection = True
