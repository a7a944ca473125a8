# SPDX-License-Identifier: Apache-2.0
"""The own State's node, as this authority's workstation: what waits there, and what is on its way."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rogatory.bootstrap.workstation.server import running_workstation
from rogatory.console.frame.answers import answer, done
from rogatory.console.frame.fragments import part_status
from rogatory.console.workstation.pages import examiner_page
from rogatory.errors import Reason, RogatoryError
from rogatory.node.packages.waiting import WaitingPackage, WaitingWork
from rogatory.node.viewer.session import ViewerSession
from rogatory.node.viewer.transfer import PackageTransfer

SECONDS_BETWEEN_LOOKS = 2
"""How often the page asks how far packages on their way to and from the node have come."""


@require_safe
@examiner_page
def show(request: HttpRequest) -> HttpResponse:
    """Return what waits at the own node: packages to fetch, requests to answer; and what is on its
    way.
    """
    return _page(request)


@require_safe
@examiner_page
def show_transfers(request: HttpRequest) -> HttpResponse:
    """Return the part of the page that the browser asks for until nothing is on its way."""
    found = running_workstation().session.exchange.transfers()
    status = part_status(request, is_settled=all(one.is_settled for one in found))
    data = {"transfers": [*map(_transfer, found)]}
    return answer(request, "console/workstation/transfers.html", data, status=status)


@require_POST
@examiner_page
def fetch(request: HttpRequest) -> HttpResponse:
    """Fetch a package into the folder of packages, or go on with it."""
    exchange = running_workstation().session.exchange
    return _begun(request, lambda: exchange.fetch(request.POST.get("seal", "")))


@require_POST
@examiner_page
def hand_over(request: HttpRequest, name: str) -> HttpResponse:
    """Hand a sealed package of this authority to the node, or go on with it."""
    session = running_workstation().session
    own = str(session.authority.authority)
    return _begun(request, lambda: session.exchange.hand_over(session.kept(name), own))


@require_POST
@examiner_page
def take_request(request: HttpRequest) -> HttpResponse:
    """Write a request with its signatures as a folder, which `evidence collect --request` takes."""
    session = running_workstation().session
    try:
        folder = session.exchange.take_request(request.POST.get("thread", ""), session.given.out)
    except RogatoryError as error:
        return _page(request, error.reasons)
    message = _("The request is in the folder %(folder)s.") % {"folder": folder.name}
    return done(request, message, "own-node", created=folder.name)


def _begun(request: HttpRequest, begin: Callable[[], PackageTransfer]) -> HttpResponse:
    """Return the page once it has begun; what is refused in the first second is shown at once."""
    try:
        transfer = begin()
        transfer.wait()
    except RogatoryError as error:
        return _page(request, error.reasons)
    if transfer.error is not None:
        return _page(request, transfer.error.reasons)
    message = (
        _("The package is complete.") if transfer.is_whole else _("The package is on its way.")
    )
    return done(request, message, "own-node")


def _page(request: HttpRequest, reasons: tuple[Reason, ...] = ()) -> HttpResponse:
    session = running_workstation().session
    found, why_not = _waiting(session)
    transfers = session.exchange.transfers()
    here = {one.package: one.id for one in session.packages() if one.is_sealed}
    packages = [_package(one, here.get(one.package)) for one in found.packages]
    data = {
        "packages": sorted(packages, key=_is_fetched_later),
        "requests": found.requests,
        "why_not": why_not,
        "transfers": [*map(_transfer, transfers)],
    }
    decor = {
        "every": SECONDS_BETWEEN_LOOKS,
        "is_settled": all(one.is_settled for one in transfers),
    }
    return answer(request, "console/workstation/own_node.html", data, decor=decor, reasons=reasons)


def _waiting(session: ViewerSession) -> tuple[WaitingWork, tuple[Reason, ...]]:
    """Return what waits; why that is not known, where the node or the line to it says no."""
    if session.exchange.has_node:
        session.unlocked()
    try:
        return session.exchange.waiting(), ()
    except RogatoryError as error:
        return WaitingWork((), ()), error.reasons


def _package(one: WaitingPackage, here: str | None) -> dict[str, Any]:
    return {
        "seal": one.seal,
        "package": one.package,
        "thread": one.thread,
        "is_own": one.is_own,
        "sender": one.sender,
        "size": one.size,
        "segments": one.segments,
        "present": one.present,
        "is_complete": one.present == one.segments,
        "received": one.received,
        "here": here,
    }


def _is_fetched_later(one: dict[str, Any]) -> bool:
    """Return False for what is to be fetched, which comes first in the list."""
    return one["is_own"] or one["here"] is not None or not one["is_complete"]


def _transfer(one: PackageTransfer) -> dict[str, Any]:
    return {
        "key": one.key,
        "way": one.way,
        "name": one.name,
        "segments": one.segments,
        "there": one.there,
        "is_settled": one.is_settled,
        "is_whole": one.is_whole,
        "reasons": list(one.error.reasons) if one.error else [],
    }
