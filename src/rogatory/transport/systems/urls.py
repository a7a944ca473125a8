# SPDX-License-Identifier: Apache-2.0
"""Every address of the API. There is none by which anything is approved, sent, decided or acknowledged."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, re_path

from rogatory.node.context import Node
from rogatory.node.maintenance.mode import MaintenanceWatch
from rogatory.node.systems.handing_in import LARGEST_DRAFT
from rogatory.node.systems.scopes import Scope
from rogatory.transport.systems import handlers
from rogatory.transport.systems.endpoint import (
    SystemEndpoint,
    SystemsDoor,
    refuse_unknown,
    system_view,
)
from rogatory.transport.systems.parameters import MOMENT, PAGING, Parameter

REQUEST = "(?P<request>[0-9a-f-]{36})"
MESSAGE = "(?P<message>[0-9a-f]{64})"
DRAFT = "(?P<draft>[0-9a-f-]{36})"
SEAL = "(?P<seal>[0-9a-f]{64})"

_STATE = Parameter("[A-Z]{2}", "The other State's code")
_WORD = "[a-z][a-z0-9_-]{0,63}"
_FLAG = "true|false"

SYSTEM_ENDPOINTS: Mapping[str, Mapping[str, SystemEndpoint]] = {
    "api/v1/requests": {
        "GET": SystemEndpoint(
            handlers.list_requests,
            Scope.READ_REQUESTS,
            "List requests",
            "Request",
            is_list=True,
            parameters={
                **PAGING,
                "order": Parameter(
                    "opened|oldest|activity|hold",
                    "Newest first (unless given), oldest first, last active first, or by the end of the hold",
                ),
                "state": _STATE,
                "kind": Parameter(_WORD, "The kind of the message that opened it"),
                "role": Parameter("requesting|requested", "What this State is in it"),
                "status": Parameter(_WORD, "How far it has come"),
                "ended": Parameter(_FLAG, "Whether it has ended"),
                "needs_answer": Parameter(_FLAG, "Whether the next message is ours"),
                "opened_since": Parameter(MOMENT, "Opened then or later"),
                "opened_before": Parameter(MOMENT, "Opened before"),
            },
        ),
    },
    f"api/v1/requests/{REQUEST}": {
        "GET": SystemEndpoint(
            handlers.give_request, Scope.READ_REQUESTS, "Read one request", "RequestWithRelated"
        ),
    },
    f"api/v1/requests/{REQUEST}/messages": {
        "GET": SystemEndpoint(
            handlers.list_messages,
            Scope.READ_REQUESTS,
            "List the messages of a request, the oldest first",
            "Message",
            is_list=True,
            parameters=PAGING,
        ),
    },
    f"api/v1/requests/{REQUEST}/messages/{MESSAGE}/receipt": {
        "GET": SystemEndpoint(
            handlers.give_receipt,
            Scope.READ_REQUESTS,
            "Read the receipt for a message, with its bytes and signatures",
            "SignedReceipt",
        ),
    },
    f"api/v1/requests/{REQUEST}/deadlines": {
        "GET": SystemEndpoint(
            handlers.list_deadlines,
            Scope.READ_REQUESTS,
            "List the deadlines of a request",
            "Deadline",
            is_list=True,
        ),
    },
    "api/v1/drafts": {
        "GET": SystemEndpoint(
            handlers.list_drafts,
            Scope.WRITE_DRAFTS,
            "List the drafts that the same token handed in, the newest first",
            "Draft",
            is_list=True,
            parameters=PAGING,
        ),
        "POST": SystemEndpoint(
            handlers.take_draft,
            Scope.WRITE_DRAFTS,
            "Hand in a draft, which officers approve and send",
            "Draft",
            largest_body=LARGEST_DRAFT,
            status=201,
        ),
    },
    f"api/v1/drafts/{DRAFT}": {
        "GET": SystemEndpoint(
            handlers.give_draft,
            Scope.WRITE_DRAFTS,
            "Read what became of a draft that the same token handed in",
            "Draft",
        ),
    },
    "api/v1/packages": {
        "GET": SystemEndpoint(
            handlers.list_packages,
            Scope.READ_PACKAGES,
            "List sealed packages, the newest first",
            "Package",
            is_list=True,
            parameters={
                **PAGING,
                "state": _STATE,
                "direction": Parameter("in|out", "Whether it came or goes"),
                "complete": Parameter(_FLAG, "Whether all of it is here"),
                "received_since": Parameter(MOMENT, "Received then or later"),
                "received_before": Parameter(MOMENT, "Received before"),
            },
        ),
    },
    f"api/v1/packages/{SEAL}": {
        "GET": SystemEndpoint(
            handlers.give_package, Scope.READ_PACKAGES, "Read one package", "Package"
        ),
    },
}


def systems_urlpatterns(node: Node) -> list[URLPattern]:
    """Return the `urlpatterns` of the API of a node."""
    door = SystemsDoor(node, MaintenanceWatch(node))
    known = [
        re_path(rf"^{path}\Z", system_view(door, endpoints))
        for path, endpoints in SYSTEM_ENDPOINTS.items()
    ]
    return [*known, re_path("", system_view(door, {}))]


def refuse_stranger(_request: HttpRequest, _exception: Exception | None = None) -> HttpResponse:
    """Refuse a stranger, for Django's `handler400`, `handler403`, `handler404` and `handler500`."""
    return refuse_unknown()
