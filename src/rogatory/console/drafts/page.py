# SPDX-License-Identifier: Apache-2.0
"""A draft: the whole document, a second officer's approval by passkey, and sending."""

from collections.abc import Mapping
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from rogatory.console.accounts.passkeys import has_one_of
from rogatory.console.drafting.texts import need_confirmation
from rogatory.console.frame import form_values
from rogatory.console.frame.access import officer_page
from rogatory.console.frame.answers import answer, done, wants_json
from rogatory.console.frame.reader import reader_of
from rogatory.console.frame.this_node import this_node
from rogatory.console.language.languages import reader_language
from rogatory.console.law.answering import deciding, nothing_decided, take_decisions
from rogatory.console.law.before_sending import before_leaving_page
from rogatory.errors import Refused, RogatoryError
from rogatory.node.case_files.related_cases import RelatedCase, similar
from rogatory.node.drafting import ending
from rogatory.node.drafts import approve as approving
from rogatory.node.emergencies.single_officer import single_officer_reasons
from rogatory.node.law.judge import before_leaving
from rogatory.node.messages import send as sending
from rogatory.node.messages import send_by_one as single_sending
from rogatory.node.permissions import Permission
from rogatory.node.printing.languages import LANGUAGES
from rogatory.node.repositories.drafts import Draft
from rogatory.node.views.draft_view import PasskeyRequest, draft_view, passkey_for
from rogatory.wire.canonical import Json

ASSERTED = ("credential", "authenticator_data", "client_data", "signature")
"""Fields that the page's script fills in from the browser's assertion, in base64url."""


@require_safe
@officer_page(Permission.READ_THREAD)
def show(request: HttpRequest, draft: UUID) -> HttpResponse:
    """Show a draft that waits: the whole document, who approved it, the reasons against sending
    it. Who comes back to one that was sent is led to its request.
    """
    found = this_node().store.draft(str(draft))
    if found is not None and found.sent_as is not None and not wants_json(request):
        return redirect("thread", thread=found.thread)
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
    return done(request, _("Your approval is recorded."), "draft", draft=draft)


@require_POST
@officer_page(Permission.SEND_MESSAGE)
def send(request: HttpRequest, draft: UUID) -> HttpResponse:
    """Sign a draft for its authority and send it; it cannot be called back."""
    try:
        sent = sending.send(this_node(), str(draft), reader_of(request).number)
    except RogatoryError as error:
        return _page(request, str(draft), error)
    message = _("The message is signed and on its way.")
    return done(request, message, "thread", created=sent.digest, thread=sent.thread)


@require_POST
@officer_page(Permission.SEND_BY_ONE)
def send_by_one(request: HttpRequest, draft: UUID) -> HttpResponse:
    """Approve and send what one wrote oneself, where nobody else can be reached
    (`reason`, `tried`, and the assertion over this draft's content).
    """
    approval = {name: request.POST.get(name, "") for name in ASSERTED}
    try:
        sent = single_sending.send_by_one(
            this_node(),
            str(draft),
            reader_of(request).number,
            approval,
            reason=form_values.text(request, "reason"),
            tried=form_values.text(request, "tried"),
        )
    except RogatoryError as error:
        return _page(request, str(draft), error)
    message = _(
        "The message is signed and on its way. Another officer must review that you sent it "
        "without a second approval."
    )
    return done(request, message, "thread", created=sent.digest, thread=sent.thread)


@require_POST
@officer_page(Permission.DRAFT_MESSAGE)
def take_back(request: HttpRequest, draft: UUID) -> HttpResponse:
    """Make a draft an unfinished text of the reader's again, to change it: approvals given are void."""
    request.rogatory_noted = True  # type: ignore[attr-defined]  # the use-case notes it
    try:
        text = ending.reopen_draft(this_node(), str(draft), reader_of(request).number)
    except RogatoryError as error:
        return _page(request, str(draft), error)
    message = _("The draft was withdrawn: it is not sent, and approvals already given are void.")
    return done(request, message, "unfinished-go-on", created=text.id, text=text.id)


@require_POST
@officer_page(Permission.DRAFT_MESSAGE)
def discard(request: HttpRequest, draft: UUID) -> HttpResponse:
    """Discard a draft for good (`confirm`): it is never sent; that it was there stays on record."""
    need_confirmation(request)
    request.rogatory_noted = True  # type: ignore[attr-defined]  # the use-case notes it
    try:
        ending.discard_draft(this_node(), str(draft), reader_of(request).number)
    except RogatoryError as error:
        return _page(request, str(draft), error)
    return done(request, _("Draft discarded."), "unfinished-all")


@require_POST
@officer_page(Permission.DECIDE)
def decide(request: HttpRequest, draft: UUID) -> HttpResponse:
    """Record decisions on a draft: its legal basis (`matter`, `answer`, `reason`, `details`), or
    answers to the law's questions (`answers.<question>.answer`, `.reason`, `.details`).
    """
    taken, reasons = take_decisions(request, str(draft))
    if reasons or not taken:
        return _page(request, str(draft), Refused(reasons or nothing_decided()))
    return done(request, _("The decision is recorded."), "draft", draft=draft)


def _page(request: HttpRequest, draft: str, error: RogatoryError | None = None) -> HttpResponse:
    node = this_node()
    view = draft_view(node, draft, reader_of(request).number)
    data = {
        "view": view,
        "missing": max(0, view.demanded - len(view.approved_by)),
        "before": before_leaving_page(node, before_leaving(node, view.draft)),
        "similar": _similar(draft, reader_of(request).number),
        "passkey_here": has_one_of(request, view.passkey),
        "alone": _by_one(view.draft, reader_of(request).number),
        "named": _named(view.draft.body),
    }
    reasons = error.reasons if error else ()
    decor = {
        "asserted": ASSERTED,
        "approved_here": reader_of(request).number in view.approved_by,
        "letter_languages": sorted(LANGUAGES, key=lambda one: one != reader_language()),
        **deciding(request, "draft-decide", draft=draft),
    }
    return answer(request, "console/drafts/page.html", data, decor=decor, reasons=reasons)


def _similar(draft: str, officer: str) -> tuple[RelatedCase, ...]:
    """Return other cases of this State on the same target; none for an officer who may not read the
    draft's.
    """
    try:
        return similar(this_node(), draft, officer)
    except Refused:
        return ()


def _by_one(draft: Draft, officer: str) -> PasskeyRequest | None:
    """Return what signs that the officer sends his own draft alone, where he may."""
    node = this_node()
    return (
        None
        if list(single_officer_reasons(node, draft, officer))
        else passkey_for(node, draft, officer)
    )


def _named(body: Mapping[str, Json]) -> str | None:
    """Return the instrument that the body names, which an officer has yet to decide on."""
    stated = body.get("legal_basis")
    named = stated.get("instrument") if isinstance(stated, Mapping) else None
    return named if isinstance(named, str) else None
