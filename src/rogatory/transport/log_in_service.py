# SPDX-License-Identifier: Apache-2.0
"""The line to a State's own log-in service (OpenID Connect): three small documents over TLS."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import urllib3

from rogatory.errors import Phrase, Unreachable
from rogatory.transport import refusals
from rogatory.wire.words import P_, FilledText, Theirs

LARGEST_DOCUMENT = 256 << 10
"""Settings, keys and an answer with tokens have some kilobytes; more would fill the memory."""

SECONDS = 10.0
"""An officer waits for it; a service that takes longer is as good as down."""


class LogInService:
    """Asks one service; follows no redirect, since its addresses are what it said of itself."""

    def __init__(self) -> None:
        timeout = urllib3.Timeout(connect=SECONDS, read=SECONDS)
        self._pool = urllib3.PoolManager(timeout=timeout, retries=False)

    def get(self, url: str) -> Mapping[str, Any]:
        return self._send("GET", url, {}, None)

    def post(self, url: str, form: Mapping[str, str], basic: tuple[str, str]) -> Mapping[str, Any]:
        headers = urllib3.make_headers(basic_auth=":".join(basic))
        headers["Content-Type"] = "application/x-www-form-urlencoded"
        return self._send("POST", url, headers, urlencode(form))

    def _send(
        self, method: str, url: str, headers: Mapping[str, str], body: str | None
    ) -> Mapping[str, Any]:
        try:
            answer = self._pool.request(
                method,
                url,
                body=body,
                headers={**headers, "Accept": "application/json"},
                preload_content=False,
                redirect=False,
            )
            with answer:
                data = answer.read(LARGEST_DOCUMENT + 1)
        except (urllib3.exceptions.HTTPError, OSError) as error:
            raise _unreachable(Theirs(type(error).__name__)) from error
        if answer.status != 200 or len(data) > LARGEST_DOCUMENT:
            raise _unreachable(
                FilledText(
                    P_("status {status}, {count} bytes"), status=answer.status, count=len(data)
                )
            )
        try:
            found = json.loads(data)
        except (ValueError, RecursionError) as error:
            raise _unreachable(P_("its answer is no JSON")) from error
        if not isinstance(found, dict):
            raise _unreachable(P_("its answer is no JSON object"))
        return found


def _unreachable(problem: Phrase) -> Unreachable:
    return Unreachable(refusals.LOG_IN_SERVICE.because(problem=problem))
