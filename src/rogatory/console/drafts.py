# SPDX-License-Identifier: Apache-2.0
"""A draft: the whole document, a second officer's approval by passkey, and sending."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rogatory.console.access import officer_page
from rogatory.console.answers import answer, done
from rogatory.console.reader import reader_of
from rogatory.console.this_node import this_node
from rogatory.errors import RogatoryError
from rogatory.node import approve as approving
from rogatory.node import send as sending
from rogatory.node.desk_compose import basis_reasons, legal_bases
from rogatory.node.desk_draft import draft_view
from rogatory.node.permissions import Permission

ASSERTED = ("credential", "authenticator_data", "client_data", "signature")
"""What the page's script fills in from the browser's assertion, in base64url."""


@require_safe
@officer_page(Permission.READ_THREAD)
def show(request: HttpRequest, draft: UUID) -> HttpResponse:
    """A draft that waits: the whole document, who approved it, what stands against sending it."""
    return _page(request, str(draft))


@require_POST
@officer_page(Permission.APPROVE_MESSAGE)
def approve(request: HttpRequest, draft: UUID) -> HttpResponse:
    """Take the assertion over this draft's content; the node judges it."""
    approval = {name: request.POST.get(name, "") for name in ASSERTED}
    approval |= {"officer": reader_of(request).number, "verdict": "approve"}
    try:
        approving.approve(this_node(), str(draft), approval)
    except RogatoryError as error:
        return _page(request, str(draft), error)
    return done(request, _("Your approval stands beside the draft."), "draft", draft=draft)


@require_POST
@officer_page(Permission.SEND_MESSAGE)
def send(request: HttpRequest, draft: UUID) -> HttpResponse:
    """Sign a draft for its authority and send it; it cannot be called back."""
    try:
        sent = sending.send(this_node(), str(draft), reader_of(request).number)
    except RogatoryError as error:
        return _page(request, str(draft), error)
    said = _("The message is signed and on its way.")
    return done(request, said, "thread", created=sent.digest, thread=sent.thread)


def _page(request: HttpRequest, draft: str, error: RogatoryError | None = None) -> HttpResponse:
    node = this_node()
    view = draft_view(node, draft, reader_of(request).number)
    body, peer = view.draft.body, view.draft.addressee[:2].upper()
    found = legal_bases(node, view.draft.kind, peer, body)
    data = {
        "view": view,
        "missing": max(0, view.demanded - len(view.approved_by)),
        "basis": basis_reasons(found, body),
        "asserted": ASSERTED,
    }
    reasons = error.reasons if error else ()
    return answer(request, "console/draft.html", data, reasons=reasons)
