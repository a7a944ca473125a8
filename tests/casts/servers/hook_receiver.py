# SPDX-License-Identifier: Apache-2.0
"""A receiver of webhooks over TLS with a real certificate, which answers well, badly, slowly, without end or not at all."""

import contextlib
import re
import socketserver
import ssl
import threading
from dataclasses import dataclass, field

from casts.node.world import new_state


def answer(status, *fields):
    """A receiver's answer with a status."""
    head = "\r\n".join((f"HTTP/1.1 {status} Status", "Content-Length: 0", *fields))

    def respond(line, _ended):
        line.write(f"{head}\r\n\r\n".encode())

    return respond


def hang(_line, ended):
    """No answer, and the line stays open."""
    ended.wait()


def trickle(line, ended):
    """A head that goes on, a byte now and then: each read has something."""
    line.write(b"HTTP/1.1 200 OK\r\nX: ")
    while not ended.wait(0.1):
        line.write(b"x")
        line.flush()


def endless_head(line, _ended):
    """Fields of a head as fast as they are taken."""
    line.write(b"HTTP/1.1 200 OK\r\n")
    while True:
        line.write(b"X: " + b"x" * 4000 + b"\r\n")


def endless_body(line, _ended):
    """A whole head, and a body as fast as it is taken."""
    line.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n")
    while True:
        line.write(b"x" * 4000)


@dataclass
class Receiver:
    """The deliveries that came, and the answer that the next ones get."""

    port: int = 0
    seen: list = field(default_factory=list)
    """For each delivery its path, headers (names in small letters) and body."""
    respond: object = field(default_factory=lambda: answer(204))
    ended: object = field(default_factory=threading.Event)

    @property
    def url(self):
        return f"https://127.0.0.1:{self.port}/hooks/of-the-ministry"

    @property
    def bodies(self):
        return [body for _path, _headers, body in self.seen]


def certified(folder):
    """A server's TLS context, and the PEM of the authority under which it holds."""
    state = new_state("XB")
    (folder / "cert.pem").write_bytes(state.tls.certificate)
    (folder / "key.pem").write_bytes(state.tls.key)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    return context, ssl.DER_cert_to_PEM_cert(next(iter(state.ca.certificates.values())))


@contextlib.contextmanager
def hook_receiver(context):
    """Serve on 127.0.0.1 while the block lasts."""
    receiver = Receiver()

    class Handler(socketserver.StreamRequestHandler):
        def handle(self):
            head = b"".join(iter(self.rfile.readline, b"\r\n")).decode()
            first, *fields = head.split("\r\n")[:-1]
            headers = {
                name.lower(): value for name, value in (one.split(": ", 1) for one in fields)
            }
            length = int(re.match(r"\d+", headers["content-length"])[0])
            receiver.seen.append((first.split(" ")[1], headers, self.rfile.read(length)))
            with contextlib.suppress(OSError):
                receiver.respond(self.wfile, receiver.ended)

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True

        def finish_request(self, request, client_address):
            # In the thread of the line: a handshake that is broken off keeps nobody else out.
            with context.wrap_socket(request, server_side=True) as line:
                super().finish_request(line, client_address)

        def handle_error(self, request, client_address):
            pass

    with Server(("127.0.0.1", 0), Handler) as server:
        receiver.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield receiver
        finally:
            receiver.ended.set()
            server.shutdown()
            thread.join()
