# SPDX-License-Identifier: Apache-2.0
"""One endpoint of the door: who may knock, how much is read, and the answer to each.

An outsider gets one answer, whatever is wrong and wherever it knocks: status 401, no body. A
listed caller gets the codes of a refusal.
"""

import logging
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.log import log_response

from rogatory.errors import Refused, RogatoryError
from rogatory.node.activity import ActivityKind, activity, note_activity
from rogatory.node.context import Node
from rogatory.node.limits.bandwidth import PauseRequestedError
from rogatory.node.maintenance.mode import RETRY_AFTER, MaintenanceWatch
from rogatory.node.maintenance.refusals import MAINTENANCE
from rogatory.node.packages.serve import ServedSegment
from rogatory.node.peer_health.clock_difference import note_clock
from rogatory.transport import refusals
from rogatory.transport.door.caller import Caller, check_nonce, identify
from rogatory.transport.door.crowd import Crowd, NotTheCallersError
from rogatory.transport.http_signatures import VerifiedHead
from rogatory.wire import canonical

_log = logging.getLogger(__name__)

JSON = "application/json"
BYTES = "application/octet-stream"

NO_BODY = 0

UNREAD = frozenset({413, 415, 429})
"""Statuses with which a body is left unread, so that the connection ends with the answer."""


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer with a status of its own, where another specification says which."""

    status: int
    body: bytes
    media_type: str


type Handle = Callable[[Node, Caller, bytes, Mapping[str, str]], bytes | Reply | ServedSegment]
"""(node, caller, body, values from path and query) -> the answer's body."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    handle: Handle
    largest_body: int = NO_BODY
    peers: bool = True
    workstations: bool = False
    media_type: str = JSON
    query: Mapping[str, str] = field(default_factory=dict)
    """The one query that it takes, if any: its name, and the pattern of its value."""
    from_closed: bool = False
    """An endpoint that nodes ask before they open their doors, too: no sign that they can be reached."""
    statuses: Mapping[int, tuple[str, str]] = field(default_factory=dict)
    """Further statuses that another specification has it answer with: when, and the media type."""

    def admits(self, caller: Caller) -> bool:
        return self.peers if caller.authority is None else self.workstations


def django_view(
    node: Node, crowd: Crowd, watch: MaintenanceWatch, endpoints: Mapping[str, Endpoint]
) -> Callable[..., HttpResponseBase]:
    """Return the Django view of one path, with an endpoint for each method; `crowd` and `watch` are the
    whole door's.
    """

    def view(request: HttpRequest, **values: str) -> HttpResponseBase:
        endpoint = endpoints.get(request.method or "")
        # One that no endpoint has is a stranger's word.
        method = request.method if endpoint and request.method else "other"
        found = {"method": method, "route": _route(request)}
        with activity(ActivityKind.REQUEST, **found) as work:
            try:
                answer = _answer(node, crowd, watch, endpoint, request, values)
            except _OutsiderError as error:
                # An outsider may write anything into the path.
                _log.info("turned away", extra={"fields": found, "codes": error.codes})
                answer = turn_away()
            work.fields["status"] = answer.status_code
            return answer

    return view


def _route(request: HttpRequest) -> str:
    found = request.resolver_match
    return found.route.removeprefix("^").removesuffix(r"\Z") if found else ""


def turn_away() -> HttpResponse:
    """Return the one answer to an outsider."""
    response = _response(b"", JSON, 401)
    # What it may still be sending is not read.
    response["Connection"] = "close"
    return response


def _response(data: bytes, media_type: str, status: int = 200) -> HttpResponse:
    length = {"Content-Length": str(len(data))}
    return HttpResponse(data, status=status, content_type=media_type, headers=length)


class _OutsiderError(Exception):
    """A caller that receives no explanation."""

    def __init__(self, codes: tuple[str, ...] = ()) -> None:
        super().__init__()
        self.codes = codes


class _ReplayError(_OutsiderError, NotTheCallersError):
    """A head that was used before."""


def _answer(
    node: Node,
    crowd: Crowd,
    watch: MaintenanceWatch,
    endpoint: Endpoint | None,
    request: HttpRequest,
    values: Mapping[str, str],
) -> HttpResponseBase:
    """Serve one request.

    1. Its head names the caller and was signed by it (`identify`). While the node is in maintenance that is all:
       nothing is read, counted or stored.
    2. A peer has not asked this process too often, and not for too much at once (`Crowd`). The own
       workstations may: nobody else waits for what they hand over but their own State.
    3. The nonce was not seen before and none of then was lost, and a peer has not asked all processes
       together too often.
    4. The path has such a method, for such a caller; the body is not packed, and not larger than it
       allows.
    5. The body is read, and is the one that was signed.
    """
    try:
        caller, head = identify(node, request)  # 1
    except RogatoryError as error:
        raise _OutsiderError(error.codes) from error
    note_activity(caller=caller.authority or caller.state)
    try:
        if watch.current() is not None:
            return _in_maintenance(node, caller)
        return _counted(node, crowd, caller, head, endpoint, request, values)
    except (DatabaseError, OSError):
        # A full or broken disk, before the use-case is asked: the caller is known, and comes again.
        _log.exception("the store could not be asked for %s", caller)
        return _refused(503, ())


def _counted(
    node: Node,
    crowd: Crowd,
    caller: Caller,
    head: VerifiedHead,
    endpoint: Endpoint | None,
    request: HttpRequest,
    values: Mapping[str, str],
) -> HttpResponseBase:
    if caller.authority is not None:
        return _admitted(node, caller, head, endpoint, request, values)
    try:
        with crowd.admit(caller.state, node.settings, node.clock.now()):  # 2
            return _admitted(node, caller, head, endpoint, request, values)
    except PauseRequestedError as error:
        return _pause_requested(error)


def _admitted(
    node: Node,
    caller: Caller,
    head: VerifiedHead,
    endpoint: Endpoint | None,
    request: HttpRequest,
    values: Mapping[str, str],
) -> HttpResponseBase:
    try:
        check_nonce(node, caller, head)  # 3
    except Refused as error:
        raise _ReplayError(error.codes) from error
    size = _announced(request)
    if endpoint is None or not endpoint.admits(caller):  # 4
        return _refused(404, ())
    if "Content-Encoding" in request.headers:
        return _refused(415, ())
    if size > endpoint.largest_body:
        return _refused(413, ())
    try:
        body = request.read(size) if size else b""  # 5
        head.check_body(body)
    except Refused as error:
        raise _OutsiderError(error.codes) from error
    except OSError as error:
        raise _OutsiderError from error
    if caller.authority is None:
        note_clock(node, caller.state, head.verified.created, is_open=not endpoint.from_closed)
    try:
        query = _query(endpoint, request)
    except Refused as error:
        return _refused(422, error.codes)
    return _handled(node, endpoint, caller, body, {**values, **query})


def _handled(
    node: Node, endpoint: Endpoint, caller: Caller, body: bytes, values: Mapping[str, str]
) -> HttpResponseBase:
    try:
        data = endpoint.handle(node, caller, body, values)
    except Refused as error:
        # The sentences may quote what was sent.
        fields = {"caller": caller.authority or caller.state}
        _log.info("refused", extra={"fields": fields, "codes": error.codes})
        note_activity(codes=error.codes)
        return _refused(422, error.codes)
    except PauseRequestedError as error:
        return _pause_requested(error)
    except (RogatoryError, DatabaseError, OSError) as error:
        # Ours, reported so; or the database or the store, which then fail on a full or broken disk.
        codes = error.codes if isinstance(error, RogatoryError) else ()
        _log.warning("could not serve %s", caller, exc_info=not codes, extra={"codes": codes})
        return _refused(503, ())
    except Exception:  # noqa: BLE001 - the boundary of the door: logged here, sent to nobody
        note_activity(is_fault=True)
        _log.exception("a fault of ours while serving %s", caller)
        return _refused(500, ())
    return _answered(data, endpoint.media_type)


def _answered(data: bytes | Reply | ServedSegment, media_type: str) -> HttpResponseBase:
    """Return an answer that has what was asked for.

    A segment is read as it is sent: one that its store stops giving ends with its line, so it is never taken for whole.
    """
    if isinstance(data, Reply):
        return _response(data.body, data.media_type, data.status)
    if isinstance(data, ServedSegment):
        length = {"Content-Length": str(data.size)}
        return StreamingHttpResponse(data.parts, content_type=media_type, headers=length)
    return _response(data, media_type)


def _pause_requested(error: PauseRequestedError) -> HttpResponse:
    response = _refused(429, error.codes)
    response["Retry-After"] = str(error.seconds)
    return response


def _in_maintenance(node: Node, caller: Caller) -> HttpResponse:
    """Return the answer to all who are known, for which nothing of theirs was read."""
    seconds = int(RETRY_AFTER.total_seconds())
    reason = MAINTENANCE.because(state=node.state, seconds=seconds)
    response = _refused(503, (reason.code.id,))
    response["Retry-After"] = str(seconds)
    response["Connection"] = "close"
    # Else Django logs an error for each request: what the operator began is none.
    log_response(
        "in maintenance for %s",
        caller.authority or caller.state,
        response=response,
        logger=_log,
        level="info",
    )
    return response


def _announced(request: HttpRequest) -> int:
    """Return the size that the head announces; a body without one is not read at all."""
    text = request.META.get("CONTENT_LENGTH") or "0"
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0


def _query(endpoint: Endpoint, request: HttpRequest) -> dict[str, str]:
    """Read the query, in its one spelling. What the endpoint does not take is refused: an asker that
    was misunderstood would otherwise get the answer to another question.
    """
    text = str(request.META.get("QUERY_STRING", ""))
    if not text:
        return {}
    for name, pattern in endpoint.query.items():
        if found := re.fullmatch(f"{name}=({pattern})", text, re.ASCII):
            return {name: found[1]}
    raise Refused(refusals.QUERY_UNKNOWN.because(query=ascii(text)[:80]))


def _refused(status: int, codes: tuple[str, ...]) -> HttpResponse:
    body = canonical.encode({"codes": list(dict.fromkeys(codes))})
    response = _response(body, JSON, status)
    if status in UNREAD:
        response["Connection"] = "close"
    return response
