# SPDX-License-Identifier: Apache-2.0
"""A machine for logs on this one: takes syslog over TLS (RFC 5425), reads each frame as RFC 5424 says.

pytest finds it, since `tests/` has a conftest.
"""

import contextlib
import json
import re
import socket
import socketserver
import ssl
import threading
import time

from casts.steady.patience import PATIENCE

HEAD = re.compile(
    rb"<(\d{1,3})>1 (\d{4}-\d\d-\d\dT[\d:.]+\+00:00) (\S{1,255}) (\S{1,48}) (\S{1,128}) (\S{1,32}) - "
)


class Received:
    def __init__(self):
        self.records, self.broken, self.connections = [], [], []

    def says(self):
        return [record["says"] for record in self.records]

    def until(self, found, seconds=PATIENCE):
        """Return what `found` finds in the records, once it finds something."""
        end = time.monotonic() + seconds
        while not (was := found(self.records)):
            assert time.monotonic() < end, (self.records, self.broken)
            time.sleep(0.02)
        return was


def read_frames(data, received):
    """Take whole frames from the beginning; what is left is handed back."""
    while (found := re.match(rb"([1-9]\d{0,4}) ", data)) and len(data) - found.end() >= int(
        found[1]
    ):
        end = found.end() + int(found[1])
        message, data = data[found.end() : end], data[end:]
        head = HEAD.match(message)
        assert head, message
        priority, at, host, program, pid, process = (part.decode() for part in head.groups())
        assert all(0x20 <= byte < 0x7F for byte in message), message
        received.records.append(
            json.loads(message[head.end() :])
            | {
                "facility": int(priority) // 8,
                "severity": int(priority) % 8,
                "stamp": at,
                "origin": (host, program, process),
                "pid": int(pid),
                "octets": len(message),
            }
        )
    return data


@contextlib.contextmanager
def syslog(context, port=0):
    """Serve until the block ends; every connection ends with it. Yields what came, and the port."""
    received = Received()

    class Taking(socketserver.BaseRequestHandler):
        def handle(self):
            try:
                with context.wrap_socket(self.request, server_side=True) as line:
                    received.connections.append(line)
                    data = b""
                    while got := line.recv(65536):
                        data = read_frames(data + got, received)
            except (OSError, ssl.SSLError) as error:
                received.broken.append(error)

    class Server(socketserver.ThreadingTCPServer):
        allow_reuse_address = daemon_threads = True
        block_on_close = False

    with Server(("127.0.0.1", port), Taking) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield received, server.server_address[1]
        finally:
            server.shutdown()
            thread.join()
            for line in received.connections:
                with contextlib.suppress(OSError):
                    line.shutdown(socket.SHUT_RDWR)
