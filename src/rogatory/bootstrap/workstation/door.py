# SPDX-License-Identifier: Apache-2.0
"""The workstation's own door: loopback alone, one browser, let in once.

Any page that a browser shows, and any program of the machine's other users, can reach a port of
127.0.0.1. What keeps them out:

    the address      a random path that precedes every page; cookies of 127.0.0.1 go to every
                     port, but this one's only to that path, which nobody else knows
    the token        in the address that is printed once; good once, and for ten minutes
    the cookie       given for the token; HttpOnly, SameSite=Strict, forgotten with the browser
    Host and Origin  compared whole with our own, against a name that is made to point here

All of it is in this process's memory and ends with it.
"""

import hmac
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

LOOPBACK = "127.0.0.1"

TOKEN_SECONDS = 600
"""How long the printed address lets somebody in: it stays in a terminal's history."""

COOKIE = "rogatory-workstation"


@dataclass(slots=True)
class WorkstationDoor:
    """`random` gives secret bytes; `ticks` counts seconds from anywhere."""

    port: int
    random: Callable[[int], bytes] = field(repr=False)
    ticks: Callable[[], float] = time.monotonic
    prefix: str = field(init=False, repr=False)
    _token: str | None = field(init=False, repr=False)
    _cookie: str | None = field(init=False, repr=False, default=None)
    _begun: float = field(init=False, repr=False)
    _lock: threading.Lock = field(init=False, repr=False, default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self.prefix = f"/{self.random(16).hex()}"
        self._token = self.random(32).hex()
        self._begun = self.ticks()

    @property
    def host(self) -> str:
        return f"{LOOPBACK}:{self.port}"

    @property
    def origin(self) -> str:
        return f"http://{self.host}"

    @property
    def address(self) -> str:
        """Return what is opened once; refused as a programmer's error when it was used."""
        assert self._token is not None
        return f"{self.origin}{self.prefix}/enter/{self._token}"

    def enter(self, token: str) -> str | None:
        """Return the cookie for the token, once; None for a wrong, used or old one."""
        with self._lock:
            wanted = self._token
            if wanted is None or not hmac.compare_digest(token.encode(), wanted.encode()):
                return None
            self._token = None
            if self.ticks() - self._begun > TOKEN_SECONDS:
                return None
            self._cookie = self.random(32).hex()
            return self._cookie

    def knows(self, cookie: str) -> bool:
        known = self._cookie
        return known is not None and hmac.compare_digest(cookie.encode(), known.encode())
