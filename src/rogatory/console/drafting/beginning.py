# SPDX-License-Identifier: Apache-2.0
"""Where a message is begun: its form, and for scripts a draft from a whole body at once."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from rogatory.console.drafting import guide
from rogatory.console.drafting.acting import (
    ADD,
    IMPORT,
    REMOVE,
    TERMS,
    act,
    imported_of,
    turned_to,
    with_entries,
)
from rogatory.console.drafting.writing import CHECK, Writing, posted, show, with_saved, writing
from rogatory.console.frame.access import officer_page
from rogatory.console.frame.answers import done
from rogatory.console.frame.json_bodies import posted_body
from rogatory.console.frame.reader import reader_of
from rogatory.console.frame.this_node import this_node
from rogatory.console.language.languages import reader_language
from rogatory.errors import Reason, Refused, refuse_if_any
from rogatory.node.audit.need_to_know import closed_reasons
from rogatory.node.drafting.beginning import correspondence
from rogatory.node.drafting.form_body import as_typed, with_null
from rogatory.node.drafting.keep import Saved
from rogatory.node.drafting.texts import begun
from rogatory.node.drafts.draft import NewMessage, draft_message
from rogatory.node.permissions import Permission
from rogatory.node.provisions.request_law import cited_reasons
from rogatory.requests.contents import body as contents
from rogatory.wire.canonical import Json


@require_http_methods(["GET", "HEAD", "POST"])
@officer_page(Permission.DRAFT_MESSAGE)
def new_thread(request: HttpRequest, kind: str) -> HttpResponse:
    """Return a request that opens a thread; `related` names the thread that it follows from. A
    `page` of its form, or `all`; posted with the `text` that a page names, that is kept unfinished,
    else the whole body becomes a draft.
    """
    return _begin(request, kind, None)


@require_http_methods(["GET", "HEAD", "POST"])
@officer_page(Permission.DRAFT_MESSAGE)
def in_thread(request: HttpRequest, thread: UUID, kind: str) -> HttpResponse:
    """Return a message in a thread: an answer or a follow-up; begins with what the thread contains."""
    return _begin(request, kind, str(thread))


def _begin(request: HttpRequest, kind: str, thread: str | None) -> HttpResponse:
    node, number = this_node(), reader_of(request).number
    query = request.POST if request.method == "POST" else request.GET
    related = query.get("related") or request.GET.get("related") or None
    if related:
        refuse_if_any(closed_reasons(node, number, [related]))
    named = _named(request)
    if named and (draft := node.store.draft(named)) is not None and draft.drafted_by == number:
        return redirect("draft", draft=named)
    text = begun(
        node,
        correspondence(node, kind, number, thread=thread),
        number,
        text=named,
        related=related,
        language=query.get("language") or reader_language(),
        sender=query.get("sender", ""),
        addressee=query.get("addressee", ""),
    )
    form = writing(request, text)
    page = request.GET.get("page") or guide.pages_of(kind)[0].id
    if request.method != "POST":
        return turned_to(form, page)
    return act(form, page) if "text" in request.POST else _at_once(form)


def _named(request: HttpRequest) -> str | None:
    """Return the text that a page of ours names: it is kept under that name, however often it is
    sent.
    """
    written = str(request.POST.get("text", ""))
    try:
        return str(UUID(written)) if written else None
    except ValueError:
        return None


def _at_once(form: Writing) -> HttpResponse:
    """Return a whole body, judged and written down as a draft in one request; nothing of it is kept
    unfinished. With `check`, `add`, `remove` or `import` it is only shown.
    """
    request, whole = form.request, guide.all_of(form.kind)
    form = writing(request, replace(form.text, body={}), form.choices)
    if IMPORT in request.POST:
        imported = imported_of(request, form.kind)
        shown = with_saved(form, Saved(body=as_typed(imported.body)))
        return show(shown, whole, reasons=imported.problems, status=200, left=imported.left)
    saved = posted(form, whole)
    shown = with_saved(form, saved)
    if not {ADD, REMOVE, TERMS}.isdisjoint(request.POST):
        return show(with_saved(form, with_entries(form, saved)), whole)
    given = posted_body(request)
    sent = with_null(saved.body) if given is None else given
    if CHECK in request.POST:
        of_body = shown.judgement.of_body if given is None else _against(shown, given)
        return _checked(shown, of_body)
    try:
        draft = draft_message(
            this_node(),
            message=NewMessage(
                kind=form.kind,
                sender=saved.head.get("sender", ""),
                addressee=form.text.addressee,
                language=saved.head.get("language", ""),
                body=sent,
                thread=form.text.thread,
                related=list(form.text.related),
            ),
            officer=form.text.officer,
        )
    except Refused as error:
        return show(shown, whole, reasons=error.reasons)
    message = _("Draft saved.")
    return done(request, message, "draft", created=draft.id, draft=draft.id)


def _against(form: Writing, body: Mapping[str, Json]) -> Sequence[Reason]:
    """Return what is against a body that a script sent whole."""
    return cited_reasons(
        this_node(), replace(form.text, body=body), contents.check(form.kind, body)
    )


def _checked(form: Writing, reasons: Sequence[Reason]) -> HttpResponse:
    return show(form, guide.all_of(form.kind), reasons=reasons, status=200, is_check=True)
