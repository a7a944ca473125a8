# SPDX-License-Identifier: Apache-2.0
"""Timestamps over HTTP (RFC 3161 section 3.4), asked of an authority. `timestamp_application` is one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import urllib3

from rogatory.directory.view.view import DirectoryView
from rogatory.errors import Reason, RogatoryError, Unreachable
from rogatory.node.ports import Clock
from rogatory.seal.signatures import Anchors
from rogatory.seal.timestamping.timestamps import request, token_of, verify_token
from rogatory.transport import refusals
from rogatory.transport.timestamp_application import QUERY
from rogatory.wire.randomness import Random
from rogatory.wire.words import Theirs

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
