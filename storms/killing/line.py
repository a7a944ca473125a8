# SPDX-License-Identifier: Apache-2.0
"""The lines to some nodes, and what is wrong with them: cut, slowed, duplicated, reordered.

    python -I storms/process.py storms.killing.line SEED PARENT HOME...

Listens where the directory says that the nodes are, with the nodes' own TLS keys, and hands each
request on to the door behind it, or not. Reads `calm`, `storm` and `report` on standard input; `report` is
answered with how often each thing was done since. Requests stay signed end to end: this line can lose and
repeat them, and change nothing unseen.
"""

import contextlib
import itertools
import json
import signal
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http.client import HTTPException, HTTPSConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from random import Random
from typing import Any

from rogatory.bootstrap.home.folder import Home, read_home
from rogatory.bootstrap.processes.lifeline import end_with_parent
from rogatory.seal.certificates.reading import pem_to_der, spki_sha256
from rogatory.transport.tls import client_context, server_context

SECONDS = 60
"""A request that takes longer hangs, on this side or behind it."""

TROUBLES: Mapping[str, float] = {
    "cut before the door": 0.05,
    "cut within the request": 0.04,
    "cut before the answer": 0.06,
    "cut within the answer": 0.04,
    "held back": 0.08,
    "slowed": 0.05,
    "sent twice": 0.05,
    "sent again later": 0.06,
}
"""The trouble of a request, each with its share; the others have none. Held back, later ones overtake."""

OUTAGE = 0.004
"""Share of requests with which the whole line goes down for a while."""

LONGEST_OUTAGE = 6.0
LONGEST_HELD = 5.0
LONGEST_LATER = 8.0
SLOWEST_PIECE = 0.3


@dataclass
class Weather:
    """The trouble of each request, drawn from a seed; shared by the threads of a line."""

    chance: Random
    calm: bool = False
    down_until: float = 0.0
    done: Counter[str] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def draw(self) -> tuple[str, float]:
        """A trouble (or none), and a number between 0 and 1 for how bad it is."""
        with self.lock:
            drawn, bad = self.chance.random(), self.chance.random()
            trouble = "" if self.calm else self._trouble(drawn)
            self.done[trouble or "passed"] += 1
            return trouble, bad

    def taken(self) -> Counter[str]:
        """Return the troubles since the last call."""
        with self.lock:
            done, self.done = self.done, Counter()
            return done

    def _trouble(self, drawn: float) -> str:
        now = time.monotonic()
        if now < self.down_until:
            return "cut before the door"
        if drawn > 1 - OUTAGE:
            self.down_until = now + LONGEST_OUTAGE * (drawn - 1 + OUTAGE) / OUTAGE
            self.done["outage"] += 1
            return "cut before the door"
        for name, share in TROUBLES.items():
            drawn -= share
            if drawn < 0:
                return name
        return ""


@dataclass(frozen=True)
class Answered:
    status: int
    headers: list[tuple[str, str]]
    body: bytes


class LineDoor:
    """The door behind a line, asked anew for each request."""

    def __init__(self, home: Home) -> None:
        self.host, self.port = home.door_address
        shown = pem_to_der((home.node_keys / "tls.pem").read_bytes())
        self._context = client_context([shown], frozenset({spki_sha256(shown)}))

    def ask(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Answered:
        line = self._line()
        try:
            line.request(method, path, body or None, headers)
            answer = line.getresponse()
            return Answered(answer.status, answer.getheaders(), answer.read())
        finally:
            line.close()

    def ask_in_part(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> None:
        """Send the request without its end, and hang up."""
        line = self._line()
        with contextlib.closing(line):
            line.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
            for name, value in headers.items():
                line.putheader(name, value)
            line.endheaders(body[: len(body) // 2] or None)

    def _line(self) -> HTTPSConnection:
        return HTTPSConnection(self.host, self.port, timeout=SECONDS, context=self._context)


type ForwardedRequest = tuple[str, str, Mapping[str, str], bytes]
"""Method, path, headers and body: everything of a request, as the caller signed it."""


def hand_on(
    door: LineDoor, forwarded: ForwardedRequest, trouble: str, bad: float
) -> Answered | None:
    """Return the door's answer; None where the caller is to get none."""
    if trouble == "cut before the door":
        return None
    if trouble == "cut within the request":
        door.ask_in_part(*forwarded)
        return None
    if trouble == "held back":
        time.sleep(bad * LONGEST_HELD)
    if trouble == "sent twice":
        door.ask(*forwarded)
    if trouble == "sent again later":
        threading.Thread(target=_repeat, args=(door, forwarded, bad), daemon=True).start()
    answer = door.ask(*forwarded)
    return None if trouble == "cut before the answer" else answer


def _repeat(door: LineDoor, forwarded: ForwardedRequest, bad: float) -> None:
    time.sleep(bad * LONGEST_LATER)
    with contextlib.suppress(OSError, HTTPException):
        door.ask(*forwarded)


def pieces(body: bytes, trouble: str, bad: float) -> Iterator[bytes]:
    """The body as it goes out: cut short, in slow pieces, or at once."""
    if trouble == "cut within the answer":
        yield body[: int(len(body) * bad)]
    elif trouble == "slowed":
        size = len(body) // 5 + 1
        for begin in range(0, len(body), size):
            time.sleep(bad * SLOWEST_PIECE)
            yield body[begin : begin + size]
    else:
        yield body


class LineHandler(BaseHTTPRequestHandler):
    """One caller at a line."""

    protocol_version = "HTTP/1.1"
    timeout = SECONDS
    server: "LineServer"

    def setup(self) -> None:
        self.request.do_handshake()
        super().setup()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class names it so
        del format, args

    def do_GET(self) -> None:
        self._hand_on()

    def do_POST(self) -> None:
        self._hand_on()

    def do_PUT(self) -> None:
        self._hand_on()

    def _hand_on(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        forwarded = (self.command, self.path, dict(self.headers.items()), body)
        trouble, bad = self.server.weather.draw()
        # Whatever the door does, or does not do, looks from outside like a line that broke.
        self.close_connection = True
        with contextlib.suppress(OSError, HTTPException):
            answer = hand_on(self.server.door, forwarded, trouble, bad)
            if answer is not None:
                self._give(answer, trouble, bad)
                self.close_connection = bool(trouble)

    def _give(self, answer: Answered, trouble: str, bad: float) -> None:
        self.send_response_only(answer.status)
        for name, value in answer.headers:
            if name.lower() not in {"connection", "transfer-encoding"}:
                self.send_header(name, value)
        self.end_headers()
        for piece in pieces(answer.body, trouble, bad):
            self.wfile.write(piece)


class LineServer(ThreadingHTTPServer):
    """A line that shakes hands in the thread of the request, so that no caller holds up the others."""

    daemon_threads = True
    request_queue_size = 64

    def __init__(
        self,
        home: Home,
        weather: Weather,
        *,
        address: tuple[str, int] | None = None,
        handler: type[LineHandler] = LineHandler,
    ) -> None:
        super().__init__(address or home.address(home.node_url), handler)
        self.doors, self.weather = [LineDoor(home)], weather
        self._turn = itertools.count()
        self._context = server_context(home.node_keys / "tls.pem", home.node_keys / "tls.key")

    @property
    def door(self) -> LineDoor:
        """Return the next of the doors behind this line, each in its turn."""
        return self.doors[next(self._turn) % len(self.doors)]

    def get_request(self) -> tuple[Any, Any]:
        raw, address = super().get_request()
        raw.settimeout(SECONDS)
        line = self._context.wrap_socket(raw, server_side=True, do_handshake_on_connect=False)
        return line, address

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A caller that hung up, or was killed while it shook hands."""
        del request, client_address


def serve(home: Home, weather: Weather) -> LineServer:
    """Serve the line to a home's door from a thread of its own."""
    server = LineServer(home, weather)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def main(seed: str, parent: str, *homes: str) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    end_with_parent(int(parent), signal.SIGTERM)
    weathers = []
    lines: dict[str, LineServer] = {}
    for path in homes:
        home = read_home(Path(path))
        if home.node_url in lines:  # another host of the same node
            lines[home.node_url].doors.append(LineDoor(home))
            continue
        weathers.append(Weather(Random(f"{seed}/{home.state}")))  # noqa: S311 - the same troubles each time, nothing secret
        lines[home.node_url] = serve(home, weathers[-1])
    _say("ready")
    for line in sys.stdin:
        word = line.strip()
        if word == "report":
            _say(json.dumps(sum((one.taken() for one in weathers), Counter())))
            continue
        for one in weathers:
            one.calm, one.down_until = word == "calm", 0.0


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
