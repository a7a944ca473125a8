# SPDX-License-Identifier: Apache-2.0
"""The acts of officers in a case file. Each act is judged by the node; what it warns of is shown
after it.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_noop as _n

from rogatory.console.case_files.act_views import act_view
from rogatory.console.case_files.page import case_file_answer
from rogatory.console.frame import form_values
from rogatory.node.case_files.assigning import assign as assigning
from rogatory.node.case_files.journal import Recorded
from rogatory.node.case_files.letter import ReferralInput
from rogatory.node.case_files.noting import note as noting
from rogatory.node.case_files.noting import set_stage
from rogatory.node.case_files.numbering import give_number as numbering
from rogatory.node.case_files.ordering import (
    NewOrder,
    NewRenewal,
    end_order,
    record_order,
    renew_order,
)
from rogatory.node.case_files.orders import (
    ORDERS,
    PRESENCE_TITLES,
    Custodian,
    CustodianPresence,
    OrderKind,
)
from rogatory.node.case_files.referrals import ExecutingAuthority
from rogatory.node.case_files.referring import recall_referral
from rogatory.node.case_files.referring import refer as referring
from rogatory.node.case_files.restricting import restrict as restricting
from rogatory.node.case_files.results import BroughtFile, RecordedResult, record_result
from rogatory.node.context import Node
from rogatory.node.permissions import Permission

type CaseFileAct = Callable[[HttpRequest, Node, str, str], Recorded]
"""An act by what was posted: on the node, in the case file of a thread, by an officer."""


_PRESENCE = _n("Relation of the custodian to the territory")
_ORDER_TITLES = {kind: facts.title for kind, facts in ORDERS.items()}


def _act(permission: Permission) -> Callable[[CaseFileAct], Callable[..., HttpResponse]]:
    return act_view(permission, "matter", case_file_answer)


@_act(Permission.WRITE_CASE_FILE)
def number(request: HttpRequest, node: Node, of: str, by: str) -> Recorded:
    """Give the case file its own case number (`number`)."""
    wanted = form_values.text(request, "number")
    return numbering(node, of, wanted, by)


@_act(Permission.ASSIGN_CASE_FILE)
def assign(request: HttpRequest, node: Node, of: str, by: str) -> Recorded:
    """Assign the case file to an officer (`assignee`), or to an authority whose officers take it
    up.
    """
    return assigning(
        node,
        of,
        form_values.text_or_none(request, "assignee"),
        by,
        authority=form_values.text_or_none(request, "authority"),
        reason=form_values.text(request, "reason"),
    )


@_act(Permission.RESTRICT_CASE_FILE)
def restrict(request: HttpRequest, node: Node, of: str, by: str) -> Recorded:
    """Restrict the request to `officers` (numbers), or open it to all who read requests (none named),
    for a `reason`. Whom it names not may do so, too.
    """
    officers, reason = form_values.texts(request, "officers"), form_values.text(request, "reason")
    return restricting(node, of, officers or None, by, reason)


@_act(Permission.WRITE_CASE_FILE)
def note(request: HttpRequest, node: Node, of: str, by: str) -> Recorded:
    """Write a note (`text`) that never leaves this State."""
    text = form_values.text(request, "text")
    return noting(node, of, text, by)


@_act(Permission.WRITE_CASE_FILE)
def stage(request: HttpRequest, node: Node, of: str, by: str) -> Recorded:
    """Say how far the work here has come (`stage`, `reason`)."""
    reason = form_values.text(request, "reason")
    return set_stage(node, of, form_values.text(request, "stage"), by, reason=reason)


@_act(Permission.REFER_CASE_FILE)
def refer(request: HttpRequest, node: Node, of: str, by: str) -> Recorded:
    """Refer the case file to an executing authority that has no account here: a letter goes out."""
    to = ExecutingAuthority(
        form_values.text(request, "name"),
        form_values.text(request, "address"),
        form_values.text(request, "contact"),
    )
    commission = ReferralInput(
        to=to,
        requested=form_values.text(request, "asked"),
        wanted_by=form_values.moment_or_none(request, "wanted_by"),
        language=form_values.text(request, "language"),
        leave_out=frozenset(form_values.texts(request, "leave_out")),
    )
    return referring(node, of, commission, by)


@_act(Permission.REFER_CASE_FILE)
def recall(request: HttpRequest, node: Node, of: str, by: str) -> Recorded:
    """Say that nothing is awaited of a referral any more (`referral`, `reason`)."""
    referral, reason = (
        form_values.text(request, "referral"),
        form_values.text(request, "reason"),
    )
    return recall_referral(node, of, referral, by, reason=reason)


@_act(Permission.REFER_CASE_FILE)
def result(request: HttpRequest, node: Node, of: str, by: str) -> Recorded:
    """Record what an executing authority sent back: papers, sealed packages, or a word."""
    reading = form_values.FormReading(request)
    papers = reading.files("files")
    brought = RecordedResult(
        received=reading.moment("received"),
        brought_by=form_values.text(request, "brought_by"),
        summary=form_values.text(request, "summary"),
        files=[BroughtFile(one.name, one.media_type, one.data) for one in papers],
        packages=form_values.texts(request, "packages"),
        is_final=form_values.is_yes(request, "is_final"),
    )
    reading.finish()
    return record_result(node, of, form_values.text(request, "referral"), brought, by)


@_act(Permission.RECORD_ORDER)
def order(request: HttpRequest, node: Node, of: str, by: str) -> Recorded:
    """Record a domestic order with its dates, as its paper says."""
    reading = form_values.FormReading(request)
    presence = reading.choice("presence", CustodianPresence, _PRESENCE, PRESENCE_TITLES)
    new = NewOrder(
        kind=reading.choice("kind", OrderKind, _n("Kind"), _ORDER_TITLES),
        custodian=Custodian(form_values.text(request, "custodian"), presence),
        reference=form_values.text(request, "reference"),
        issuer=form_values.text(request, "issuer"),
        issued=reading.moment("issued"),
        ends=reading.moment("ends"),
        scope=form_values.text(request, "scope"),
        categories=form_values.texts(request, "categories"),
        starts=reading.moment_or_none("starts"),
        independent=form_values.is_yes(request, "independent"),
        secret=form_values.is_yes(request, "secret"),
        secret_until=reading.moment_or_none("secret_until"),
    )
    reading.finish()
    return record_order(node, of, new, by)


@_act(Permission.RECORD_ORDER)
def renew(request: HttpRequest, node: Node, of: str, by: str) -> Recorded:
    """Record that a domestic order (`order`) was renewed before it ended."""
    reading = form_values.FormReading(request)
    new = NewRenewal(
        reference=form_values.text(request, "reference"),
        issuer=form_values.text(request, "issuer"),
        issued=reading.moment("issued"),
        ends=reading.moment("ends"),
        independent=form_values.is_yes(request, "independent"),
    )
    reading.finish()
    return renew_order(node, of, form_values.text(request, "order"), new, by)


@_act(Permission.RECORD_ORDER)
def end(request: HttpRequest, node: Node, of: str, by: str) -> Recorded:
    """Record that a domestic order (`order`) was lifted or has served its purpose."""
    return end_order(
        node,
        of,
        form_values.text(request, "order"),
        by,
        at=form_values.moment(request, "at"),
        reason=form_values.text(request, "reason"),
    )
