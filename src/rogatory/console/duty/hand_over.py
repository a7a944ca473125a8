# SPDX-License-Identifier: Apache-2.0
"""Handing the watch over: what is open in a list, and the next officer's confirmation."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rogatory.console.duty.page import duty_answer
from rogatory.console.frame import form_values
from rogatory.console.frame.access import officer_page
from rogatory.console.frame.answers import answer, done
from rogatory.console.frame.reader import reader_of
from rogatory.console.frame.this_node import this_node
from rogatory.errors import RogatoryError
from rogatory.node.duty.duty_view import hand_over_view
from rogatory.node.duty.hand_over import (
    confirm_hand_over,
    contents_for,
    known_hand_over,
    prepare_hand_over,
)
from rogatory.node.permissions import Permission


@require_POST
@officer_page(Permission.HAND_OVER_WATCH)
def prepare(request: HttpRequest) -> HttpResponse:
    """Record what is open at an `authority`, with a `note`, for the officer who has duty next."""
    node, reader = this_node(), reader_of(request)
    authority, note = form_values.text(request, "authority"), form_values.text(request, "note")
    try:
        made = prepare_hand_over(node, authority, reader.number, note)
    except RogatoryError as error:
        return duty_answer(request, error)
    message = _("The handover is waiting for the next officer.")
    return done(request, message, "hand-over", created=made.id, hand_over=made.id)


@require_safe
@officer_page(Permission.READ_ROSTER)
def show(request: HttpRequest, hand_over: UUID) -> HttpResponse:
    """Return a hand-over as it was written: what was open, which calls were answered, who confirmed
    it.
    """
    return _shown(request, str(hand_over))


@require_POST
@officer_page(Permission.HAND_OVER_WATCH)
def confirm(request: HttpRequest, hand_over: UUID) -> HttpResponse:
    """Take the watch over, knowing the list of that `digest`, with a `remark`."""
    node, reader = this_node(), reader_of(request)
    digest, remark = form_values.text(request, "digest"), form_values.text(request, "remark")
    try:
        confirm_hand_over(node, str(hand_over), reader.number, digest=digest, remark=remark)
    except RogatoryError as error:
        return _shown(request, str(hand_over), error)
    return done(request, _("You are on duty."), "hand-over", hand_over=hand_over)


def _shown(
    request: HttpRequest, hand_over: str, error: RogatoryError | None = None
) -> HttpResponse:
    node, reader = this_node(), reader_of(request)
    found = known_hand_over(node, hand_over)
    data = {
        "hand_over": hand_over_view(found),
        "contents": contents_for(node, found, reader.number),
    }
    takes = reader.may(Permission.HAND_OVER_WATCH) and reader.number != found.by
    return answer(
        request,
        "console/duty/hand_over.html",
        data,
        decor={"takes": takes and found.is_open},
        reasons=error.reasons if error else (),
    )
