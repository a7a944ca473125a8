# SPDX-License-Identifier: Apache-2.0
"""Refusals as problem details (RFC 9457): status and title, and our reasons with their codes."""

import json
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse

from rogatory.errors import Reason
from rogatory.node.activity import note_activity

JSON, PROBLEM = "application/json", "application/problem+json"


def json_answer(
    value: Mapping[str, Any], status: int = 200, media_type: str = JSON
) -> HttpResponse:
    """Return a document. Nothing keeps it, and no browser reads it as anything else."""
    data = json.dumps(value, ensure_ascii=False).encode()
    headers = {
        "Content-Length": str(len(data)),
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(data, status=status, content_type=media_type, headers=headers)


def problem(status: int, reasons: Iterable[Reason] = ()) -> HttpResponse:
    """Return the problem of a status. It repeats nothing that the caller sent but what a reason names. Its codes are noted."""
    given = list(reasons)
    note_activity(codes=[one.code.id for one in given])
    document = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "reasons": [one.as_json() for one in given],
    }
    return json_answer(document, status, PROBLEM)
