# SPDX-License-Identifier: Apache-2.0
"""The console in maintenance: one page for every address, and nothing is done."""

from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.utils.log import log_response
from django.utils.translation import gettext as _

from rogatory.console.frame.answers import GetResponse, refusal, wants_json
from rogatory.console.frame.this_node import this_node
from rogatory.node.maintenance.mode import RETRY_AFTER, maintenance_of
from rogatory.node.maintenance.refusals import MAINTENANCE

_OPEN = ("/static/", "/language", "/healthz", "/readyz")
"""Addresses that answer as always: the page's own files, its language, and the probes: behind a
balancer that took the console out, officers would not see the page."""


def maintenance_middleware(answer: GetResponse) -> GetResponse:
    """Answer every request with the page of maintenance while it lasts."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path.startswith(_OPEN) or maintenance_of(this_node().store) is None:
            return answer(request)
        response = _announced(request)
        response["Retry-After"] = str(int(RETRY_AFTER.total_seconds()))
        response["Cache-Control"] = "no-store"
        # Else Django logs an error for each page: what the operator began is none.
        log_response("a page in maintenance", response=response, level="info")
        return response

    return middleware


def _announced(request: HttpRequest) -> HttpResponse:
    if wants_json(request):
        seconds = int(RETRY_AFTER.total_seconds())
        reason = MAINTENANCE.because(state=this_node().state, seconds=seconds)
        return refusal(request, [reason], 503)
    context = {
        "title": _("The node is in maintenance"),
        "advice": _(
            "Nothing that you sent was saved. Messages from other States arrive when the maintenance ends. "
            "In an emergency, telephone."
        ),
    }
    return HttpResponse(loader.render_to_string("console/frame/fault.html", context), status=503)
