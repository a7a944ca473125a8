# SPDX-License-Identifier: Apache-2.0
"""One endpoint of the API: which scope it takes, and how each request to it is answered.

A caller without a token in force gets one answer, wherever it asks. A system gets problem details with our codes.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse

from rogatory.errors import Refused, RogatoryError
from rogatory.node.activity import ActivityKind, activity, note_activity
from rogatory.node.context import Node
from rogatory.node.limits.bandwidth import PauseRequestedError
from rogatory.node.maintenance.mode import RETRY_AFTER, MaintenanceWatch
from rogatory.node.maintenance.refusals import MAINTENANCE
from rogatory.node.repositories.systems import TokenRecord
from rogatory.node.systems import refusals
from rogatory.node.systems.scopes import Scope
from rogatory.node.systems.tokens import author, token_of
from rogatory.transport.systems.parameters import Parameter, read_parameters
from rogatory.transport.systems.problems import JSON, json_answer, problem
from rogatory.transport.systems.token_limits import TokenLimits

_log = logging.getLogger(__name__)

_BEARER = "Bearer "

LONGEST_SIZE = 16
"""Digits of a size that a head announces: a longer one is no size of a body that anybody sends."""


@dataclass(frozen=True, slots=True)
class Call:
    """A request of a system: its token, and the values of path and query."""

    node: Node
    token: TokenRecord
    values: Mapping[str, str]
    body: bytes = b""
    key: str = ""
    """The header Idempotency-Key."""


type SystemHandle = Callable[[Call], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class SystemEndpoint:
    handle: SystemHandle
    scope: Scope
    summary: str
    answer: str
    """The name of the answer's schema in the description."""
    is_list: bool = False
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    largest_body: int = 0
    status: int = 200


@dataclass(frozen=True, slots=True)
class SystemsDoor:
    """The parts that all addresses of the door share."""

    node: Node
    watch: MaintenanceWatch
    limits: TokenLimits = field(default_factory=TokenLimits)


def system_view(
    door: SystemsDoor, endpoints: Mapping[str, SystemEndpoint]
) -> Callable[..., HttpResponse]:
    """Return the Django view of one path, with an endpoint for each method."""

    def view(request: HttpRequest, /, **values: str) -> HttpResponse:
        # A method that the address does not take is a stranger's word.
        method = request.method if request.method in endpoints else "other"
        found = {"method": method or "other", "route": _route(request)}
        with activity(ActivityKind.OF_SYSTEM, **found) as work:
            answer = _caught(door, endpoints, request, values)
            work.fields["status"] = answer.status_code
        if _announced(request) and (answer.status_code >= 400 or request.method == "GET"):
            # A body that may be left unread is not taken for the next request.
            answer["Connection"] = "close"
        return answer

    return view


def _route(request: HttpRequest) -> str:
    """Return the pattern of the address, without the values in it; empty where there is no such address."""
    found = request.resolver_match
    return found.route.removeprefix("^").removesuffix(r"\Z") if found else ""


def _caught(
    door: SystemsDoor,
    endpoints: Mapping[str, SystemEndpoint],
    request: HttpRequest,
    values: Mapping[str, str],
) -> HttpResponse:
    try:
        return _answer(door, endpoints, request, values)
    except PauseRequestedError as error:
        return _later(problem(429, error.reasons), error.seconds)
    except (RogatoryError, DatabaseError, OSError) as error:
        is_unexpected = not isinstance(error, RogatoryError)
        note_activity(is_fault=is_unexpected)
        _log.warning("could not serve a system: %s", error, exc_info=is_unexpected)
        return _later(problem(503), int(RETRY_AFTER.total_seconds()))
    except Exception:  # noqa: BLE001 - the boundary of the door: logged here, sent to nobody
        note_activity(is_fault=True)
        _log.exception("a fault of ours while serving a system")
        return problem(500)


def refuse_unknown() -> HttpResponse:
    """Return the one answer to a caller without a token in force."""
    answer = problem(401, [refusals.TOKEN_REFUSED.because()])
    answer["WWW-Authenticate"] = 'Bearer realm="rogatory"'
    answer["Connection"] = "close"
    return answer


def _answer(
    door: SystemsDoor,
    endpoints: Mapping[str, SystemEndpoint],
    request: HttpRequest,
    values: Mapping[str, str],
) -> HttpResponse:
    """Answer one request.

    1. A token in force came with it.
    2. The token is not used too often; the node is not in maintenance.
    3. There is such an address, it takes the method, and the token has the scope.
    4. The body, if any is taken, is JSON and not too large.
    5. Each parameter is known and has its form.
    """
    node = door.node
    try:
        token = token_of(node, _sent_token(request))  # 1
    except Refused:
        return refuse_unknown()
    note_activity(caller=author(token))
    with door.limits.admit(token.name, node.clock.now()):  # 2
        if door.watch.current() is not None:
            return _in_maintenance(node)
        if not endpoints:  # 3
            return problem(404, [refusals.ABSENT.because()])
        endpoint = endpoints.get(request.method or "")
        if endpoint is None:
            refused = problem(405, [refusals.METHOD.because()])
            refused["Allow"] = ", ".join(endpoints)
            refused["Connection"] = "close"
            return refused
        if endpoint.scope.value not in token.scopes:
            return problem(403, [refusals.SCOPE_MISSING.because(scope=endpoint.scope.value)])
        return _admitted(Call(node, token, values), endpoint, request)


def _admitted(call: Call, endpoint: SystemEndpoint, request: HttpRequest) -> HttpResponse:
    size = _announced(request)
    if endpoint.largest_body and request.content_type != JSON:  # 4
        return problem(415, [refusals.BODY_FORM.because()])
    if endpoint.largest_body and size > endpoint.largest_body:
        return problem(413, [refusals.BODY_FORM.because()])
    body = request.read(size) if endpoint.largest_body else b""
    key = str(request.META.get("HTTP_IDEMPOTENCY_KEY", ""))
    return _served(replace(call, body=body, key=key), endpoint, request)


def _served(call: Call, endpoint: SystemEndpoint, request: HttpRequest) -> HttpResponse:
    try:
        query = read_parameters(str(request.META.get("QUERY_STRING", "")), endpoint.parameters)
        values = {**query, **call.values}  # 5
        return json_answer(endpoint.handle(replace(call, values=values)), endpoint.status)
    except Refused as error:
        is_absent = error.codes == (refusals.ABSENT.id,)
        return problem(404 if is_absent else 422, error.reasons)


def _sent_token(request: HttpRequest) -> str:
    header = str(request.META.get("HTTP_AUTHORIZATION", ""))
    return header.removeprefix(_BEARER) if header.startswith(_BEARER) else ""


def _announced(request: HttpRequest) -> int:
    """Return the size that the head announces; a body without one is not read at all."""
    text = str(request.META.get("CONTENT_LENGTH") or "0")
    return int(text) if text.isascii() and text.isdigit() and len(text) < LONGEST_SIZE else 0


def _in_maintenance(node: Node) -> HttpResponse:
    seconds = int(RETRY_AFTER.total_seconds())
    return _later(problem(503, [MAINTENANCE.because(state=node.state, seconds=seconds)]), seconds)


def _later(answer: HttpResponse, seconds: int) -> HttpResponse:
    answer["Retry-After"] = str(seconds)
    return answer
