# SPDX-License-Identifier: Apache-2.0
"""A timestamp authority as a WSGI application (RFC 3161 section 3.4): a POST with a request, answered with a token or a refusal.

It gives no token that its own machine makes doubtful: outside the period of its certificate, for a moment before one that it
stated already, or while the system says that no time server keeps its clock. Nothing of what is stamped is logged; a digest would lead to a case.
"""

import logging
import threading
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any
from wsgiref.types import StartResponse

from rogatory.errors import Refused
from rogatory.node.ports import Clock
from rogatory.seal.certificates.chains import period_reasons
from rogatory.seal.certificates.reading import load_der
from rogatory.seal.timestamping.authority import LARGEST_REQUEST, TimestampAuthority
from rogatory.seal.timestamping.structures import rejection
from rogatory.wire.moments import format_moment
from rogatory.wire.randomness import Random

QUERY = "application/timestamp-query"
REPLY = "application/timestamp-reply"

TIME_NOT_AVAILABLE, SYSTEM_FAILURE = 14, 25
"""Bits of PKIFailureInfo (RFC 3161 2.4.2)."""

_log = logging.getLogger(__name__)


class TimestampApplication:
    """Answers requests for timestamps; safe in several threads.

    `is_time_kept`, which nobody waits for, is what the system says of its clock: False refuses, None (it says nothing) does not.
    """

    def __init__(
        self,
        authority: TimestampAuthority,
        clock: Clock,
        random: Random,
        *,
        is_time_kept: Callable[[], bool | None] = lambda: None,
    ) -> None:
        self._authority = authority
        self._certificate = load_der(authority.certificate)
        self._clock, self._random, self._is_time_kept = clock, random, is_time_kept
        self._lock, self._count = threading.Lock(), 0
        self._last: datetime | None = None
        self._was_refusing: str | None = None

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        length = environ.get("CONTENT_LENGTH") or "0"
        size = int(length) if str(length).isdigit() else 0
        request_form = environ.get("REQUEST_METHOD"), environ.get("CONTENT_TYPE")
        if request_form != ("POST", QUERY) or not 0 < size <= LARGEST_REQUEST:
            return _refuse_request(start_response)
        try:
            reply = self._reply(environ["wsgi.input"].read(size))
        except Refused:
            return _refuse_request(start_response)
        start_response("200 OK", [("Content-Type", REPLY), ("Content-Length", str(len(reply)))])
        return [reply]

    def _reply(self, request: bytes) -> bytes:
        with self._lock:  # moments and serial numbers go forward together
            at = self._clock.now()
            second = at.replace(microsecond=0)  # what a token states
            problem, bit = self._problem(second)
            self._note(problem)
            if problem is not None:
                return rejection(problem, bit)
            self._last, self._count = second, self._count + 1
            serial = self._serial(at)
        reply = self._authority.reply(request, at, serial)
        _log.info(
            "a request was answered",
            extra={"fields": {"serial": f"{serial:x}", "at": format_moment(at)}},
        )
        return reply

    def _problem(self, at: datetime) -> tuple[str | None, int]:
        if any(True for _reason in period_reasons(self._certificate, at)):
            return "the certificate of this authority is not in force", SYSTEM_FAILURE
        if self._is_time_kept() is False:
            return "no time server keeps the clock of this authority", TIME_NOT_AVAILABLE
        if self._last is not None and at < self._last:
            return "the clock of this authority was set back", TIME_NOT_AVAILABLE
        return None, 0

    def _note(self, problem: str | None) -> None:
        """Log once when tokens are refused for a reason of this machine, and once when they are given afterwards."""
        if problem != self._was_refusing:
            if problem is None:
                _log.warning("timestamps are given once more")
            else:
                _log.error("no timestamps are given: %s", problem)
        self._was_refusing = problem

    def _serial(self, at: datetime) -> int:
        """Return a number unique without a store (RFC 3161 2.4.2): the moment, a count, and random bits."""
        micros = int(at.timestamp() * 1_000_000)
        return micros << 64 | (self._count & 0xFFFF) << 48 | int.from_bytes(self._random(6))


def _refuse_request(start_response: StartResponse) -> Iterable[bytes]:
    start_response("400 Bad Request", [("Content-Length", "0")])
    return [b""]
