# SPDX-License-Identifier: Apache-2.0
"""Parts around every page: what a script posts is read, and a refusal becomes a page."""

from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from rogatory.console.frame.answers import View, answer, refusal, wants_json
from rogatory.console.frame.json_bodies import read_json
from rogatory.console.frame.refusals import PAGE_UNKNOWN
from rogatory.console.workstation import refusals
from rogatory.errors import RogatoryError
from rogatory.node.viewer.refusals import LOCKED, NO_EVIDENCE, NO_NUMBER, SEARCH_UNKNOWN

_ABSENT = frozenset({NO_EVIDENCE.id, NO_NUMBER.id, SEARCH_UNKNOWN.id})


def examiner_page(view: View) -> View:
    """Return a page for who was let in. A refusal that the page does not show itself becomes a page
    of its own with every reason; where the keys are locked, a browser goes to where they are
    unlocked.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            read_json(request)
            return view(request, *args, **kwargs)
        except RogatoryError as error:
            return refused(request, error)

    return guarded


def refused(request: HttpRequest, error: RogatoryError) -> HttpResponse:
    is_locked = error.codes == (LOCKED.id,)
    status = 404 if not _ABSENT.isdisjoint(error.codes) else 409
    if wants_json(request):
        return refusal(request, error.reasons, 403 if is_locked else status)
    if is_locked:
        return redirect("desk")
    return answer(
        request,
        "console/workstation/workstation_refused.html",
        {},
        reasons=error.reasons,
        status=status,
    )


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    del exception
    if wants_json(request):
        return refusal(request, [PAGE_UNKNOWN.because()], 404)
    context = {"title": _("There is no such page")}
    return render(request, "console/workstation/not_found.html", context, status=404)


def fault(request: HttpRequest) -> HttpResponse:
    return refusal(request, [refusals.FAULT.because()], 500)
