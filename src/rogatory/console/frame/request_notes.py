# SPDX-License-Identifier: Apache-2.0
"""Each request at the console as logs and traces see it: method, route, status and codes, and nothing of a case or an officer."""

from django.http import HttpRequest, HttpResponse

from rogatory.console.frame.answers import GetResponse
from rogatory.node.activity import ActivityKind, activity

METHODS = frozenset({"GET", "HEAD", "POST"})
"""Methods that pages take; another one is a stranger's word, and is not noted."""

FAULT = 500
"""The status of a fault of ours."""


def activity_middleware(answer: GetResponse) -> GetResponse:
    """Note each request as work of this process. The path is not noted: it names requests and evidence."""

    def middleware(request: HttpRequest) -> HttpResponse:
        method = request.method if request.method in METHODS else "other"
        with activity(ActivityKind.PAGE, method=method or "other", route="") as work:
            response = answer(request)
            found = request.resolver_match
            # An address that no route has leads to none.
            work.fields["route"] = found.route if found else ""
            work.fields["status"] = response.status_code
            work.is_fault = work.is_fault or response.status_code == FAULT
            return response

    return middleware
