# SPDX-License-Identifier: Apache-2.0
"""A browser without scripts at a console: it signs in, and reads pages as they come over the line."""

import re
import time
from dataclasses import dataclass
from http.cookiejar import CookieJar
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener

from casts.steady.patience import PATIENCE

_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


@dataclass(frozen=True, slots=True)
class ReadPage:
    """A page: the bytes that came over the line, compressed, and the seconds that it took."""

    size: int
    seconds: float


class PageReader:
    """An officer's session."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._opener: OpenerDirector = build_opener(HTTPCookieProcessor(CookieJar()))

    def sign_in(self, number: str, password: str) -> None:
        """Sign in with a password; refuses a console that shows the form again."""
        path = "/accounts/login/"
        with self._opener.open(f"{self._address}{path}", timeout=PATIENCE) as answer:
            found = _TOKEN.search(answer.read().decode())
        assert found is not None
        given = {"csrfmiddlewaretoken": found[1], "login": number, "password": password}
        data = urlencode(given).encode()
        with self._opener.open(f"{self._address}{path}", data, timeout=PATIENCE) as answer:
            assert answer.url == f"{self._address}/", answer.url

    def read(self, path: str) -> ReadPage:
        """Read a page as a browser asks for it."""
        wanted = Request(f"{self._address}{path}", headers={"Accept-Encoding": "gzip"})
        began = time.monotonic()
        with self._opener.open(wanted, timeout=PATIENCE) as answer:
            data = answer.read()
            assert answer.url == f"{self._address}{path}", answer.url
            assert answer.headers["Content-Encoding"] == "gzip", path
        return ReadPage(len(data), time.monotonic() - began)
