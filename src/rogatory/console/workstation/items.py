# SPDX-License-Identifier: Apache-2.0
"""Items: the list, a search in it, and one item with what can be shown of it.

No address and no title of a page has a name in it: a browser writes both to the disk.
"""

import base64
from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rogatory.bootstrap.workstation.server import running_workstation
from rogatory.console.frame.answers import answer, done
from rogatory.console.workstation import refusals
from rogatory.console.workstation.door import refused_plainly
from rogatory.console.workstation.named_officers import named_officer
from rogatory.console.workstation.pages import examiner_page
from rogatory.errors import Reason, Refused, RogatoryError
from rogatory.evidence.opening.browsing import order_of
from rogatory.evidence.opening.listing import ListedItem
from rogatory.node.printing.shown_text import shown_text
from rogatory.node.viewer.opened import OpenEvidence
from rogatory.node.viewer.searching import (
    BYS,
    Hit,
    Search,
    Stretch,
    begin_search,
    page_of_items,
    run_search,
    search_of,
)
from rogatory.node.viewer.showing import (
    manner_of,
    may_be_shown,
    media_type_of,
    open_item,
    show_picture,
    show_text,
)


@require_safe
@examiner_page
def show_all(request: HttpRequest, name: str) -> HttpResponse:
    """Return the items of a package, a page at a time, in order of path."""
    evidence = running_workstation().session.opened(name)
    with evidence.lock:
        found = page_of_items(evidence, _after(request, evidence))
        data = {**_of(evidence), **_stretch(evidence, found)}
    return answer(request, "console/workstation/items.html", data, decor={"bys": BYS})


@require_POST
@examiner_page
def search(request: HttpRequest, name: str) -> HttpResponse:
    """Begin a search by name, digest, kind of file, or words in small texts; it is recorded."""
    session = running_workstation().session
    evidence = session.opened(name)
    by, text = request.POST.get("by", ""), request.POST.get("text", "")
    try:
        wanted = search_of(by, text)
    except RogatoryError as error:
        with evidence.lock:
            found = page_of_items(evidence, "")
            data = {**_of(evidence), **_stretch(evidence, found)}
        decor = {"bys": BYS, "by": by, "text": text}
        return answer(
            request, "console/workstation/items.html", data, decor=decor, reasons=error.reasons
        )
    with evidence.lock:
        begin_search(evidence, wanted)
    number = session.remember(name, wanted)
    return done(
        request, _("The search is recorded."), "found", created=number, name=name, number=number
    )


@require_safe
@examiner_page
def show_found(request: HttpRequest, name: str, number: str) -> HttpResponse:
    """Return what a search found, a stretch at a time."""
    session = running_workstation().session
    evidence = session.opened(name)
    wanted: Search = session.search(name, number)
    with evidence.lock:
        found = run_search(evidence, wanted, _after(request, evidence))
        data = {
            **_of(evidence),
            **_stretch(evidence, found),
            "search": {"by": wanted.by, "text": wanted.text},
        }
    decor = {"bys": BYS, "by": wanted.by, "text": wanted.text}
    return answer(request, "console/workstation/items.html", data, decor=decor)


@require_safe
@examiner_page
def show(request: HttpRequest, name: str, number: int) -> HttpResponse:
    """Return one item: what is recorded of it and, once it was opened, what can be shown of it."""
    evidence = running_workstation().session.opened(name)
    with evidence.lock:
        return _item_page(request, evidence, number)


@require_POST
@examiner_page
def view(request: HttpRequest, name: str, number: int) -> HttpResponse:
    """Open an item for viewing, recorded; protected material with the consent of two officers."""
    session = running_workstation().session
    evidence = session.opened(name)
    with evidence.lock:
        listed = _listed(evidence, number)
        try:
            officers = session.two_officers(
                named_officer(request, "first"), named_officer(request, "second")
            )
            open_item(evidence, listed, officers, session.given.out / evidence.kept.path.name)
        except RogatoryError as error:
            return _item_page(request, evidence, number, error.reasons)
    return done(request, _("The viewing is recorded."), "item", name=name, number=number)


@require_safe
@examiner_page
def picture(request: HttpRequest, name: str, number: int) -> HttpResponse:
    """Return the copy of a picture, for its item's page alone: never as a page of its own."""
    if request.headers.get("Sec-Fetch-Dest", "image") != "image":
        return refused_plainly(refusals.NOT_A_PICTURE, 403)
    evidence = running_workstation().session.opened(name)
    with evidence.lock:
        shown = show_picture(evidence, _listed(evidence, number))
    response = HttpResponse(shown.copy.png, content_type="image/png")
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Content-Disposition"] = "attachment"
    return response


def _item_page(
    request: HttpRequest, evidence: OpenEvidence, number: int, reasons: tuple[Reason, ...] = ()
) -> HttpResponse:
    listed = _listed(evidence, number)
    item = listed.item
    shown: dict[str, Any] = {"text": None, "picture": None, "why_not": []}
    opened = item.has_data and may_be_shown(evidence, listed)
    if opened:
        shown |= _shown(request, evidence, listed)
    session = running_workstation().session
    data = {
        **_of(evidence),
        "number": number,
        "item": _item(evidence, listed),
        "facts": _facts(listed),
        "is_open": opened,
        **shown,
    }
    decor = {
        "officer_keys": [str(one) for one in session.given.officer_keys],
        "neighbours": _neighbours(evidence, listed),
    }
    return answer(request, "console/workstation/item.html", data, decor=decor, reasons=reasons)


def _shown(request: HttpRequest, evidence: OpenEvidence, listed: ListedItem) -> dict[str, Any]:
    try:
        if manner_of(evidence, listed) == "text":
            return {"text": show_text(evidence, listed, _number(request, "part", 1))}
        found = show_picture(evidence, listed)
    except Refused as error:
        return {"why_not": list(error.reasons)}
    return {
        "picture": {
            "media_type": found.raster.media_type,
            "width": found.raster.width,
            "height": found.raster.height,
            "copy": {
                "media_type": "image/png",
                "width": found.copy.width,
                "height": found.copy.height,
                "is_smaller": found.copy.is_smaller,
                "is_turned": found.copy.is_turned,
                "is_animated": found.copy.is_animated,
                "is_whole": found.copy.is_whole,
            },
        }
    }


def _of(evidence: OpenEvidence) -> dict[str, Any]:
    return {
        "id": evidence.kept.id,
        "name": evidence.kept.name,
        "kind": evidence.kept.kind,
        "count": evidence.browsed.count,
    }


def _stretch(evidence: OpenEvidence, found: Stretch) -> dict[str, Any]:
    after = found.after
    return {
        "items": [_hit(evidence, hit) for hit in found.hits],
        "next": None if after is None else evidence.numbers.of(after),
        "looked_at": found.looked_at,
        "unread": found.unread,
    }


def _hit(evidence: OpenEvidence, hit: Hit) -> dict[str, Any]:
    return {**_item(evidence, hit.listed), "around": hit.around}


def _item(evidence: OpenEvidence, listed: ListedItem) -> dict[str, Any]:
    item = listed.item
    folder, _slash, base = item.path.rpartition("/")
    return {
        "number": evidence.numbers.of(order_of(item)),
        "path": item.path,
        "folder": folder,
        "base": base,
        "kind": item.kind,
        "size": item.size,
        "sha256": item.sha256,
        "media_type": media_type_of(item.path) if item.has_data else None,
        "is_protected": listed.protected,
        "has_data": item.has_data,
        "is_viewed": evidence.recorded_at("viewed", item.path) is not None,
    }


def _facts(listed: ListedItem) -> list[dict[str, str]]:
    """Return what the source's file system knew, each under the name that the inventory gives it."""
    item = listed.item
    found = [
        {"name": name, "value": _value_text(name, value)}
        for name, value in (item.facts or {}).items()
    ]
    if item.unreadable:
        found.append({"name": "unreadable", "value": shown_text(item.unreadable)})
    found += [{"name": "changed", "value": one} for one in item.changed]
    return found


def _value_text(name: str, value: Any) -> str:
    """Return a value as text: times in UTC, permissions in octal, bytes by what they are."""
    if name in {"name", "target"} and isinstance(value, str):
        return f"{base64.b64decode(value).decode('utf-8', 'backslashreplace')!a}"[1:-1]
    if name == "mode" and isinstance(value, int):
        return f"{value:04o}"
    if name.endswith("_ns") and isinstance(value, str):
        return _moment(value)
    return shown_text(str(value)[:2000])


def _moment(text: str) -> str:
    """Return a time of the source's file system to the nanosecond; anything else as it is."""
    try:
        seconds, rest = divmod(int(text), 10**9)
        at = datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return shown_text(text[:200])
    return f"{at:%Y-%m-%d %H:%M:%S}.{rest:09d} UTC"


def _neighbours(evidence: OpenEvidence, listed: ListedItem) -> dict[str, int]:
    following = next(evidence.browsed.items(order_of(listed.item)), None)
    return {} if following is None else {"next": evidence.numbers.of(order_of(following.item))}


def _listed(evidence: OpenEvidence, number: int) -> ListedItem:
    return evidence.browsed.item(evidence.numbers.key(number))


def _after(request: HttpRequest, evidence: OpenEvidence) -> str:
    number = _number(request, "after", 0)
    return evidence.numbers.key(number) if number else ""


def _number(request: HttpRequest, name: str, otherwise: int) -> int:
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else otherwise
