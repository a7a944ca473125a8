# SPDX-License-Identifier: Apache-2.0
"""The health of the console, and its answer where there is no page. Neither contains any data."""

import sys

from django.db import (
    DatabaseError,
    DataError,
    IntegrityError,
    NotSupportedError,
    ProgrammingError,
)
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from rogatory.console.frame import refusals
from rogatory.console.frame.answers import refusal, wants_json
from rogatory.console.frame.kept_input import form_page_with_reasons, is_from_here, keep_input
from rogatory.errors import Code, Unreachable


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer a supervisor's probe: the process lives, and that is all it says (`readiness`: whether it can work)."""
    del request
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    del exception
    title = _("The request could not be read")
    advice = _("Go back and try again. If it happens again, contact the node's operator.")
    return _plain(request, 400, title, advice, refusals.REQUEST_UNREADABLE)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    del exception
    advice = _("Ask the keeper of the State's register, or log in with another account.")
    return _plain(request, 403, _("This page is not open to you"), advice, refusals.PAGE_CLOSED)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose token does not count: the officer has logged in again since its page was opened,
    and gets it back as it was filled in. A form of another site, and who is not logged in, gets nothing of it.
    """
    del reason
    if request.user.is_authenticated and is_from_here(request):
        page = form_page_with_reasons(request, [refusals.LOGGED_IN_SINCE.because()], status=403)
        if page is not None:
            return keep_input(request, page)
    title = _("Your session has expired")
    advice = _("Nothing was saved. Go back, reload the page, and submit the form again.")
    return _plain(request, 403, title, advice, refusals.FORM_FROM_ELSEWHERE)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    del exception
    advice = _(
        "The address may be mistyped, or the page no longer exists. Search the requests for it."
    )
    return _plain(request, 404, _("There is no such page"), advice, refusals.PAGE_UNKNOWN)


def fault(request: HttpRequest) -> HttpResponse:
    """Return a page without the frame, which asks the node for names: the node may be what is
    broken.
    """
    if is_of_store(sys.exception()):
        code, status = refusals.STORE_SILENT, 503
        title = _("The node's store did not answer")
        advice = _("What you sent was probably not saved. The node's operator must check the disk.")
    else:
        code, status = refusals.FAULT, 500
        title = _("The console has a fault")
        advice = _(
            "The node's operator must read its log. Messages that came in meanwhile are kept."
        )
    if wants_json(request):
        return refusal(request, [code.because()], status)
    context = {"title": title, "advice": advice}
    return HttpResponse(loader.render_to_string("console/frame/fault.html", context), status=status)


def is_of_store(error: BaseException | None) -> bool:
    """Decide whether an error is the database's or the disk's, and not one of the program's.

    A full or broken disk passes; what an operator sees to is no fault to be looked up in the log.
    """
    if isinstance(error, (IntegrityError, ProgrammingError, DataError, NotSupportedError)):
        return False
    return isinstance(error, (DatabaseError, OSError, Unreachable))


def _plain(request: HttpRequest, status: int, title: str, advice: str, code: Code) -> HttpResponse:
    """Return the reasons; a code's remedy is for scripts, the advice for who reads the page."""
    if wants_json(request):
        return refusal(request, [code.because()], status)
    context = {"title": title, "status": status, "advice": advice, "code": code.id}
    return render(request, "console/frame/plain.html", context, status=status)
