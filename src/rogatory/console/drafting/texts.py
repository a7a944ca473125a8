# SPDX-License-Identifier: Apache-2.0
"""An officer's unfinished texts: the list, each page of one, and its end."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rogatory.console.drafting.acting import act, turned_to
from rogatory.console.drafting.guide import LOOK, Come, pages_of, steps_of
from rogatory.console.drafting.writing import writing
from rogatory.console.forms.progress import progress
from rogatory.console.frame import form_values, refusals
from rogatory.console.frame.access import officer_page
from rogatory.console.frame.answers import answer, done, wants_json
from rogatory.console.frame.reader import reader_of
from rogatory.console.frame.this_node import this_node
from rogatory.errors import Refused
from rogatory.node.audit.need_to_know import open_drafts
from rogatory.node.drafting.form_body import with_null
from rogatory.node.drafting.hand_over_text import hand_to
from rogatory.node.drafting.texts import (
    ANNOUNCED_BEFORE,
    KEPT_FOR,
    discard_text,
    own_text,
    unfinished_texts,
)
from rogatory.node.permissions import Permission
from rogatory.node.repositories.drafting import Unfinished
from rogatory.node.views.duty_desk import desk_drafts
from rogatory.requests.contents import body as contents
from rogatory.requests.kinds.registry import KINDS


@dataclass(frozen=True, slots=True)
class UnfinishedTextView:
    """An unfinished text as lists show it."""

    text: str
    kind: str
    title: str
    addressee: str
    thread: str | None
    changed: datetime
    said: int
    needed: int
    erased: datetime | None
    """When it is erased, if that is near."""


@require_safe
@officer_page(Permission.DRAFT_MESSAGE)
def show_all(request: HttpRequest) -> HttpResponse:
    """Return the reader's unfinished texts, the last changed first, and the drafts that they wrote."""
    node, number = this_node(), reader_of(request).number
    waiting = [one for one in node.store.drafts() if one.drafted_by == number]
    drafts = desk_drafts(node, open_drafts(node, number, waiting))
    data = {"texts": begun_by(number), "drafts": tuple(drafts)}
    return answer(request, "console/drafting/texts.html", data)


@require_safe
@officer_page(Permission.DRAFT_MESSAGE)
def go_on(request: HttpRequest, text: UUID) -> HttpResponse:
    """Return an unfinished text, from the first page on that lacks something."""
    found = _found(request, text)
    if isinstance(found, HttpResponse):
        return found
    form = writing(request, found)
    steps = steps_of(found.kind, form.progress, form.judgement.reasons)
    unready = [one.id for one in steps if one.come in {Come.LACKING, Come.WRONG}]
    page = pages_of(found.kind)[0].id if len(pages_of(found.kind)) == 1 else [*unready, LOOK][0]
    if wants_json(request):
        return turned_to(form, page)
    return redirect("unfinished", text=text, page=page)


@require_http_methods(["GET", "HEAD", "POST"])
@officer_page(Permission.DRAFT_MESSAGE)
def show_page(request: HttpRequest, text: UUID, page: str) -> HttpResponse:
    """Show a page of an unfinished text: a subject, `look`, `all`, `letter`. Posted, it saves what
    it says, if that was not changed since its `revision`; with `write` the text becomes a draft.
    """
    found = _found(request, text)
    if isinstance(found, HttpResponse):
        return found
    form = writing(request, found)
    return act(form, page) if request.method == "POST" else turned_to(form, page)


@require_POST
@officer_page(Permission.DRAFT_MESSAGE)
def discard(request: HttpRequest, text: UUID) -> HttpResponse:
    """Erase one's own unfinished text for good (`confirm`)."""
    need_confirmation(request)
    request.rogatory_noted = True  # type: ignore[attr-defined]  # the use-case notes it
    discard_text(this_node(), str(text), reader_of(request).number)
    return done(request, _("The text is discarded."), "unfinished-all")


@require_POST
@officer_page(Permission.DRAFT_MESSAGE)
def hand(request: HttpRequest, text: UUID) -> HttpResponse:
    """Hand one's own unfinished text to another officer (`officer`), who goes on with it alone."""
    request.rogatory_noted = True  # type: ignore[attr-defined]  # the use-case notes it
    to = form_values.text(request, "officer").lower()
    hand_to(this_node(), str(text), reader_of(request).number, to)
    message = _("The text is now officer %(officer)s's.") % {"officer": to}
    return done(request, message, "unfinished-all")


def need_confirmation(request: HttpRequest) -> None:
    """Refuse what cannot be undone where nobody has said so."""
    if not form_values.is_yes(request, "confirm"):
        raise Refused(refusals.NOT_CONFIRMED.because())


def begun_by(
    number: str, most: int | None = None, thread: str | None = None
) -> tuple[UnfinishedTextView, ...]:
    """Return the texts of an officer, those in one thread or the newest of all, as lists show them."""
    own = unfinished_texts(this_node(), number)
    found = own if thread is None else [one for one in own if one.thread == thread]
    return tuple(_begun(one) for one in found[:most])


def _begun(text: Unfinished) -> UnfinishedTextView:
    kind, body = KINDS[text.kind], with_null(text.body)
    wanted = progress(kind, body, contents.check(kind.name, body))
    ends = text.changed + KEPT_FOR
    is_near = this_node().clock.now() > ends - ANNOUNCED_BEFORE
    return UnfinishedTextView(
        text=text.id,
        kind=text.kind,
        title=kind.title,
        addressee=text.addressee,
        thread=text.thread,
        changed=text.changed,
        said=wanted.said,
        needed=wanted.needed,
        erased=ends if is_near else None,
    )


def _found(request: HttpRequest, text: UUID) -> Unfinished | HttpResponse:
    """Return the text; of one that was written down, for a browser, the way to its draft."""
    node = this_node()
    if node.store.unfinished(str(text)) is None and not wants_json(request):
        draft = node.store.draft(str(text))
        if draft is not None and draft.drafted_by == reader_of(request).number:
            return redirect("draft", draft=text)
    return own_text(node, str(text), reader_of(request).number)
