# SPDX-License-Identifier: Apache-2.0
"""The acts on an order to a provider: a signed folder brought back, its service, the provider's reply. Nothing is sent."""

from django.http import HttpRequest
from django.utils.translation import gettext_noop as _n

from rogatory.console.case_files.act_views import act_view
from rogatory.console.case_files.order_page import order_answer
from rogatory.console.frame import form_values
from rogatory.node.case_files.journal import Recorded
from rogatory.node.case_files.orders import REPLY_TITLES, ProviderReply
from rogatory.node.context import Node
from rogatory.node.permissions import Permission
from rogatory.node.served_orders import refusals
from rogatory.node.served_orders.serving import NewReply, NewService, record_reply, record_service
from rogatory.node.served_orders.taking_back import keep_signed_order, keep_signed_withdrawal
from rogatory.wire.words import P_

_act = act_view(Permission.RECORD_ORDER, "matter-order-page", order_answer)

_NONE = P_("no file was chosen")
_REPLY = _n("Reply")


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
