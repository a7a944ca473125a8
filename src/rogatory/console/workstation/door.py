# SPDX-License-Identifier: Apache-2.0
"""Before every page: whether the request is this browser's, and that nothing is kept of the answer.

In order, as `bootstrap/workstation/door.py` says why:
  1. Host is ours, to the letter.
  2. The browser says that no other site asks (Sec-Fetch-Site), if it says anything.
  3. A request that changes something has our Origin.
  4. The cookie that was given for the token; only the door itself and the looks go without.
"""

from typing import Any

from django.contrib.messages.storage.base import BaseStorage, Message
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils.cache import patch_vary_headers

from rogatory.bootstrap.workstation.door import COOKIE
from rogatory.bootstrap.workstation.server import Running, running_workstation
from rogatory.console.frame.answers import GetResponse
from rogatory.console.language.names import called_by
from rogatory.console.workstation import refusals
from rogatory.errors import Code

_READS = frozenset({"GET", "HEAD"})
_WITHOUT_COOKIE = ("/enter/", "/static/")
_OURS = frozenset({"same-origin", "none"})

POLLED = ("/checks/now", "/transfers/now")
"""Parts of pages that the browser asks for again: no sign that somebody is here."""


def names_middleware(answer: GetResponse) -> GetResponse:
    """Name States and authorities as the directory calls them that the examiner
    trusts.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        with called_by(running_workstation().session.names):
            return answer(request)

    return middleware


def door_middleware(answer: GetResponse) -> GetResponse:
    def middleware(request: HttpRequest) -> HttpResponse:
        now = running_workstation()
        response = _kept_out(request, now) or _let_in(request, now, answer)
        headers = {
            "Cache-Control": "no-store",
            "Cross-Origin-Resource-Policy": "same-origin",
            "X-Robots-Tag": "noindex",
        }
        if request.path_info.startswith("/static/"):
            del headers["Cache-Control"]
        for name, value in headers.items():
            response.headers[name] = value
        patch_vary_headers(response, ["Cookie"])
        return response

    return middleware


def _kept_out(request: HttpRequest, now: Running) -> HttpResponse | None:
    if request.META.get("HTTP_HOST") != now.door.host:  # 1
        return refused_plainly(refusals.FOREIGN_HOST, 400)
    if request.headers.get("Sec-Fetch-Site", "none") not in _OURS:  # 2
        return refused_plainly(refusals.FOREIGN_ORIGIN, 403)
    if request.method not in {*_READS, "POST"}:
        return HttpResponseNotAllowed([*sorted(_READS), "POST"])
    is_read = request.method in _READS
    if not is_read and request.headers.get("Origin") != now.door.origin:  # 3
        return refused_plainly(refusals.FOREIGN_ORIGIN, 403)
    open_to_all = is_read and request.path_info.startswith(_WITHOUT_COOKIE)
    if not open_to_all and not now.door.knows(request.COOKIES.get(COOKIE, "")):  # 4
        return refused_plainly(refusals.NOT_ENTERED, 403)
    return None


def _let_in(request: HttpRequest, now: Running, answer: GetResponse) -> HttpResponse:
    if not request.path_info.endswith(POLLED):
        now.session.touch()
    network = None
    request.rogatory_whose = {  # type: ignore[attr-defined]  # see console.answers
        "state": now.session.state,
        "network": network,
        "now": now.session.clock(),
    }
    return answer(request)


def refused_plainly(code: Code, status: int) -> HttpResponse:
    """Return a refusal without a page: it reveals nothing to a reader who was not let in."""
    text = f"{code.because().sentence()} [{code.id}]\n"
    return HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")


class InMemory(BaseStorage):
    """Storage of the next page's messages, in memory until it has shown them."""

    _kept: list[Message] = []  # noqa: RUF012 - one process, one browser

    def _get(self, *_args: Any, **_kwargs: Any) -> tuple[list[Message], bool]:
        return list(self._kept), True

    def _store(self, messages: list[Message], *_args: Any, **_kwargs: Any) -> list[Message]:
        self._kept[:] = messages
        return []
