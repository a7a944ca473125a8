# SPDX-License-Identifier: Apache-2.0
"""Timestamps over HTTP (RFC 3161 section 3.4): asking an authority, and being a small one."""

import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from wsgiref.types import StartResponse

import urllib3

from rogatory.directory.view.view import DirectoryView
from rogatory.errors import Reason, Refused, RogatoryError, Unreachable
from rogatory.node.ports import Clock
from rogatory.seal.signatures import Anchors
from rogatory.seal.timestamping.authority import LARGEST_REQUEST, TimestampAuthority
from rogatory.seal.timestamping.timestamps import request, token_of, verify_token
from rogatory.transport import refusals
from rogatory.wire.randomness import Random
from rogatory.wire.words import Theirs

QUERY = "application/timestamp-query"
REPLY = "application/timestamp-reply"

SECONDS = 10.0
"""An authority answers in milliseconds; the officer waits while the next one is asked."""

LARGEST_ANSWER = 256 << 10
"""A token with a chain of certificates; an authority cannot make us hold more."""


@dataclass(frozen=True, slots=True)
class HttpTimestamps:
    """The port `Timestamps`: the authorities of the settings, in order, until one gives a token
    that holds under a TSA certificate that the directory lists.
    """

    urls: Sequence[str]
    view: Callable[[], DirectoryView]
    clock: Clock
    random: Random

    def stamp(self, digest: bytes) -> bytes:
        reasons: list[Reason] = []
        for url in self.urls:
            try:
                return self._ask(url, digest)
            except RogatoryError as error:
                reasons += error.reasons
        raise Unreachable([refusals.TIMESTAMP_REFUSED.because(), *reasons])

    def _ask(self, url: str, digest: bytes) -> bytes:
        # 63 bits: a positive integer, which every authority can read.
        nonce = int.from_bytes(self.random(8)) >> 1
        token = token_of(post(url, request(digest, nonce=nonce), QUERY))
        view, now = self.view(), self.clock.now()
        verify_token(token, digest, anchors=Anchors(view.tsa_certificates(now)), nonce=nonce)
        return token


def post(url: str, body: bytes, media_type: str) -> bytes:
    """Send one bounded POST to an address of our own settings."""
    try:
        with urllib3.PoolManager(num_pools=1) as pool:
            response = pool.request(
                "POST",
                url,
                body=body,
                headers={"Content-Type": media_type},
                timeout=urllib3.Timeout(total=SECONDS),
                redirect=False,
                retries=False,
                preload_content=False,
                decode_content=False,
            )
            data = response.read(LARGEST_ANSWER + 1)
            response.close()
    except (urllib3.exceptions.HTTPError, OSError) as error:
        raise Unreachable(
            refusals.PEER_SILENT.because(address=url, problem=Theirs(type(error).__name__))
        ) from error
    if response.status != 200 or len(data) > LARGEST_ANSWER:
        raise Unreachable(refusals.PEER_STATUS.because(address=url, status=response.status))
    return data


def tsa_application(
    authority: TimestampAuthority, clock: Clock, random: Random
) -> Callable[[dict[str, Any], StartResponse], Iterable[bytes]]:
    """Return a timestamp authority as a WSGI application, for demos, exercises and small States."""
    lock, last = threading.Lock(), 0

    def serial() -> int:
        """Return a number unique without a store (RFC 3161 2.4.2): the moment, a count, and random
        bits.
        """
        nonlocal last
        with lock:
            last += 1
            micros = int(clock.now().timestamp() * 1_000_000)
            return micros << 64 | (last & 0xFFFF) << 48 | int.from_bytes(random(6))

    def application(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        length = environ.get("CONTENT_LENGTH") or "0"
        size = int(length) if str(length).isdigit() else 0
        request_form = environ.get("REQUEST_METHOD"), environ.get("CONTENT_TYPE")
        if request_form != ("POST", QUERY) or not 0 < size <= LARGEST_REQUEST:
            start_response("400 Bad Request", [("Content-Length", "0")])
            return [b""]
        try:
            reply = authority.reply(environ["wsgi.input"].read(size), clock.now(), serial())
        except Refused:
            start_response("400 Bad Request", [("Content-Length", "0")])
            return [b""]
        start_response("200 OK", [("Content-Type", REPLY), ("Content-Length", str(len(reply)))])
        return [reply]

    return application
