# SPDX-License-Identifier: Apache-2.0
"""The acts on an order to a provider: a signed folder brought back, its service, the provider's reply. Nothing is sent."""

from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as _n
from django.views.decorators.http import require_POST

from rogatory.console.case_files.order_page import order_answer
from rogatory.console.frame import form_values
from rogatory.console.frame.access import officer_page
from rogatory.console.frame.answers import done
from rogatory.console.frame.reader import reader_of
from rogatory.console.frame.this_node import this_node
from rogatory.errors import RogatoryError
from rogatory.node.case_files.journal import Recorded
from rogatory.node.case_files.orders import REPLY_TITLES, ProviderReply
from rogatory.node.context import Node
from rogatory.node.permissions import Permission
from rogatory.node.served_orders import refusals
from rogatory.node.served_orders.serving import NewReply, NewService, record_reply, record_service
from rogatory.node.served_orders.taking_back import keep_signed_order, keep_signed_withdrawal
from rogatory.wire.words import P_

type OrderAct = Callable[[HttpRequest, Node, str, str, str], Recorded]
"""An act by what was posted: on the node, in a thread's case file, on an order, by an officer."""

_NONE = P_("no file was chosen")
_REPLY = _n("Reply")


def _act(act: OrderAct) -> Callable[..., HttpResponse]:
    @require_POST
    @officer_page(Permission.RECORD_ORDER)
    @wraps(act)
    def view(request: HttpRequest, thread: UUID, order: UUID) -> HttpResponse:
        of, named = str(thread), str(order)
        try:
            recorded = act(request, this_node(), of, named, reader_of(request).number)
        except RogatoryError as error:
            return order_answer(request, of, named, error)
        message = _("It is recorded in the journal of the case file.")
        return done(
            request,
            message,
            "matter-order-page",
            created=recorded.entry.id,
            warnings=recorded.warnings,
            thread=thread,
            order=order,
        )

    return view


@_act
def signed(request: HttpRequest, node: Node, of: str, order: str, by: str) -> Recorded:
    """Keep the signed folder of an order (`folder`, a zip) that was written on the workstation, if it is proved."""
    return keep_signed_order(node, of, order, _zip(request), by)


@_act
def withdrawal(request: HttpRequest, node: Node, of: str, order: str, by: str) -> Recorded:
    """Keep the signed folder of a withdrawal (`folder`, a zip) that was written on the workstation, if it is proved."""
    return keep_signed_withdrawal(node, of, order, _zip(request), by)


@_act
def served(request: HttpRequest, node: Node, of: str, order: str, by: str) -> Recorded:
    """Record how (`means`) and when (`at`) a signed folder (`sha256`) was handed to the provider."""
    new = NewService(
        form_values.text(request, "sha256"),
        form_values.moment(request, "at"),
        form_values.text(request, "means"),
    )
    return record_service(node, of, order, new, by)


@_act
def reply(request: HttpRequest, node: Node, of: str, order: str, by: str) -> Recorded:
    """Record a provider's reply (`reply`, `at`, `words`). Data that it gave are sealed on a workstation."""
    kind = form_values.choice(request, "reply", ProviderReply, _REPLY, REPLY_TITLES)
    new = NewReply(form_values.moment(request, "at"), kind, form_values.text(request, "words"))
    return record_reply(node, of, order, new, by)


def _zip(request: HttpRequest) -> bytes:
    reading = form_values.FormReading(request)
    missing = refusals.ARCHIVE.because(problem=_NONE)
    found = reading.one_file("folder", missing)
    reading.finish()
    return found.data
