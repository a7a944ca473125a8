# SPDX-License-Identifier: Apache-2.0
"""A WSGI application or a rude TLS server in a thread, for as long as a block runs."""

import contextlib
import socket
import threading
from wsgiref.simple_server import WSGIRequestHandler, make_server

from casts.steady.patience import PATIENCE


class Quiet(WSGIRequestHandler):
    def log_message(self, *_words):
        pass


@contextlib.contextmanager
def served_here(application):
    """The address of a plain HTTP server for the application."""
    with make_server("127.0.0.1", 0, application, handler_class=Quiet) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


@contextlib.contextmanager
def rude(context, answer):
    """The port of a TLS server that reads a request and then does `answer(line)`."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(PATIENCE)
        seen = []

        def serve():
            while True:
                try:
                    plain, _ = listening.accept()
                    with context.wrap_socket(plain, server_side=True) as line:
                        seen.append(line.recv(65536))
                        answer(line)
                except OSError:
                    if listening.fileno() < 0:
                        return

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        try:
            yield listening.getsockname()[1], seen
        finally:
            # A blocked accept is not woken by closing the socket, a connection wakes it.
            with contextlib.suppress(OSError):
                listening.shutdown(socket.SHUT_RDWR)
    thread.join(PATIENCE)
