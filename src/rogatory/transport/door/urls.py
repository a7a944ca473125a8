# SPDX-License-Identifier: Apache-2.0
"""Every address of the door. What is not here is answered like an outsider."""

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, re_path

from rogatory.custody.log.witness import LARGEST_REQUEST, SIZE_MEDIA_TYPE
from rogatory.evidence.sealed.segments import LARGEST_SEGMENT
from rogatory.node.context import Node
from rogatory.node.maintenance.mode import MaintenanceWatch
from rogatory.node.misbehaviour.kinds import LARGEST_PROOF
from rogatory.node.packages.package_documents import LARGEST_DOCUMENTS
from rogatory.node.threads.dispatch import LARGEST_DISPATCH
from rogatory.transport.door import handlers
from rogatory.transport.door.crowd import Crowd
from rogatory.transport.door.endpoint import BYTES, JSON, Endpoint, django_view, turn_away

DIGEST = "[0-9a-f]{64}"
SINCE = "(?P<since>[0-9]{1,10})"
EPOCH = r"(?P<epoch>[1-9]\d{0,8})"

ENDPOINTS: Mapping[str, Mapping[str, Endpoint]] = {
    "v1/messages": {
        "POST": Endpoint(handlers.take_message, largest_body=LARGEST_DISPATCH),
    },
    "v1/threads/(?P<thread>[0-9a-f-]{36})/messages": {
        "GET": Endpoint(handlers.give_messages, query={"after": "0|[1-9][0-9]{0,8}"}),
    },
    f"v1/exchange/{SINCE}": {
        "GET": Endpoint(handlers.give_exchange, from_closed=True),
    },
    f"v1/exchange/{SINCE}/(?P<after>{DIGEST})": {
        "GET": Endpoint(handlers.give_exchange, from_closed=True),
    },
    f"v1/packages/(?P<seal>{DIGEST})": {
        "GET": Endpoint(handlers.give_documents, workstations=True),
        "PUT": Endpoint(
            handlers.take_documents,
            largest_body=LARGEST_DOCUMENTS,
            peers=False,
            workstations=True,
        ),
    },
    f"v1/packages/(?P<seal>{DIGEST})/custody": {
        "GET": Endpoint(handlers.give_acts, peers=False, workstations=True),
    },
    "v1/waiting": {
        "GET": Endpoint(handlers.give_waiting, peers=False, workstations=True),
    },
    "v1/threads/(?P<thread>[0-9a-f-]{36})/request": {
        "GET": Endpoint(handlers.give_request, peers=False, workstations=True),
    },
    f"v1/segments/(?P<blake3>{DIGEST})": {
        "GET": Endpoint(handlers.give_segment, workstations=True, media_type=BYTES),
        "PUT": Endpoint(
            handlers.take_segment, largest_body=LARGEST_SEGMENT, peers=False, workstations=True
        ),
    },
    "v1/custody": {
        "POST": Endpoint(
            handlers.take_events,
            largest_body=handlers.LARGEST_SUBMISSION,
            peers=False,
            workstations=True,
        ),
    },
    f"v1/cards/(?P<digest>{DIGEST})": {
        "GET": Endpoint(handlers.give_card),
    },
    "v1/proofs": {
        "POST": Endpoint(handlers.take_proof, largest_body=LARGEST_PROOF),
    },
    "v1/directory/snapshots": {
        "GET": Endpoint(handlers.give_snapshots),
    },
    f"v1/directory/snapshots/(?P<digest>{DIGEST})": {
        "GET": Endpoint(handlers.give_snapshot, media_type=BYTES),
    },
    "v1/log/checkpoint": {
        "GET": Endpoint(handlers.give_checkpoint, workstations=True, media_type="text/plain"),
    },
    "v1/witness/add-checkpoint": {
        "POST": Endpoint(
            handlers.cosign_checkpoint,
            largest_body=LARGEST_REQUEST,
            media_type="text/plain",
            statuses={  # C2SP tlog-witness
                400: ("Another form, or an old size that exceeds the checkpoint's", JSON),
                403: ("Not signed by a key of the log", JSON),
                409: ("The old size is not the size seen last, which is returned", SIZE_MEDIA_TYPE),
            },
        ),
    },
    f"v1/witness/(?P<log>{DIGEST})/checkpoint": {
        "GET": Endpoint(handlers.give_cosigned, media_type="text/plain", from_closed=True),
    },
    "v1/log/tile/(?P<tile>[0-9x/.p]{1,80})": {
        "GET": Endpoint(handlers.give_tile, workstations=True, media_type=BYTES),
    },
    f"v1/log/{EPOCH}/checkpoint": {
        "GET": Endpoint(handlers.give_checkpoint, workstations=True, media_type="text/plain"),
    },
    f"v1/log/{EPOCH}/tile/(?P<tile>[0-9x/.p]{{1,80}})": {
        "GET": Endpoint(handlers.give_tile, workstations=True, media_type=BYTES),
    },
}


def door_urlpatterns(node: Node) -> list[URLPattern]:
    """Return the `urlpatterns` of the door of a node."""
    crowd, watch = Crowd(), MaintenanceWatch(node)
    known = [
        re_path(rf"^{path}\Z", django_view(node, crowd, watch, endpoints))
        for path, endpoints in ENDPOINTS.items()
    ]
    return [*known, re_path("", django_view(node, crowd, watch, {}))]


def refuse_outsider(_request: HttpRequest, _exception: Exception | None = None) -> HttpResponse:
    """Refuse an outsider, for Django's `handler400`, `handler403`, `handler404` and `handler500`."""
    return turn_away()
