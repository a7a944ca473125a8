# SPDX-License-Identifier: Apache-2.0
"""The acts of a form's buttons: each saves the values of its page before it acts."""

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from rogatory.console.drafting import guide
from rogatory.console.drafting.cited_ground import CITE, with_article
from rogatory.console.drafting.guide import FormPage, page_of
from rogatory.console.drafting.writing import (
    CHECK,
    Writing,
    posted,
    show,
    with_saved,
    writing,
)
from rogatory.console.forms.reading import with_entry, without_entry
from rogatory.console.frame import form_values, refusals
from rogatory.console.frame.answers import done, wants_json
from rogatory.console.frame.this_node import this_node
from rogatory.errors import Refused
from rogatory.node.drafting import refusals as node_refusals
from rogatory.node.drafting.form_body import as_typed
from rogatory.node.drafting.keep import Saved, keep_apart, save_text
from rogatory.node.drafting.terms import with_proposals
from rogatory.node.drafting.write_down import write_down
from rogatory.requests.forms.form import form as form_named
from rogatory.requests.forms.form import need_kind
from rogatory.requests.forms.importing import Imported, import_answers
from rogatory.requests.forms.reading import read_csv, read_json

ADD, REMOVE, IMPORT, WRITE, APART, GO, SAVE, TERMS = (
    "add",
    "remove",
    "import",
    "write",
    "apart",
    "go",
    "save",
    "terms",
)
"""The names of the buttons. `GO` leads to the page of its value, `next` or `back`."""

PART = "part"
"""The value of `SAVE` with which the page's script saves what the page shows, and nothing else: it receives the
parts that change.
"""


def turned_to(form: Writing, name: str) -> HttpResponse:
    """Return a page of the form as it is."""
    return show(form, _page(form, name))


def act(form: Writing, name: str) -> HttpResponse:
    """Save what a page says, and do what its button says.

    What could not be saved, since it was changed elsewhere, is shown again as it was typed.
    """
    request, page = form.request, _page(form, name)
    request.rogatory_noted = True  # type: ignore[attr-defined]  # what counts is noted by the node
    if IMPORT in request.POST:
        return _imported(form, page)
    is_part = request.POST.get(SAVE) == PART
    saved = posted(form, page)
    if not is_part:
        saved = with_entries(form, saved)
    try:
        if APART in request.POST:
            kept = keep_apart(this_node(), form.text, saved)
        else:
            kept = save_text(
                this_node(), form.text, saved, revision_of(request), begins=not is_part
            )
    except Refused as error:
        return show(
            with_saved(form, saved),
            page,
            reasons=error.reasons,
            changed=node_refusals.CHANGED.id in error.codes,
            revision=revision_of(request),
            template=_PARTS if is_part else _WHOLE,
        )
    now = writing(request, kept)
    if is_part:
        answered = show(now, page, template=_PARTS)
        answered["Rogatory-Revision"] = str(kept.revision)
        if kept.revision:
            answered["Rogatory-Address"] = now.address(page.id)
        return answered
    if WRITE in request.POST:
        return _written(now, page)
    if CHECK in request.POST:
        return show(now, page, reasons=now.judgement.reasons, status=200, is_check=True)
    return _gone_on(now, page)


_WHOLE, _PARTS = "console/drafting/form.html", "console/drafting/parts.html"


def _page(form: Writing, name: str) -> FormPage:
    page = page_of(form.kind, name)
    if page is None:
        raise Refused(refusals.CHOICE_UNKNOWN.because(name="page", value=ascii(name)[:40]))
    return page


def revision_of(request: HttpRequest) -> int:
    """Return the revision that the page was made from; one that says none has seen none."""
    written = str(request.POST.get("revision", ""))
    return int(written) if written.isascii() and written.isdecimal() and len(written) < 19 else 0


def _gone_on(form: Writing, page: FormPage) -> HttpResponse:
    """Redirect to the requested page; a script receives the page that it saved."""
    query = str(form.request.POST.get(GO, page.id))
    if wants_json(form.request):
        return show(form, page)
    to = {
        "next": guide.after(form.kind, page.id),
        "back": guide.before(form.kind, page.id) or page.id,
    }.get(query, query)
    if page_of(form.kind, to) is None:
        to = page.id
    place = _place(form.request.POST.get(ADD) or form.request.POST.get(REMOVE))
    return redirect(f"{form.address(to)}{place}")


def _place(path: str | None) -> str:
    """Return the address of the list that was added to or taken from."""
    if not path:
        return ""
    whole = path.rpartition(".")[0] if path.rpartition(".")[2].isdecimal() else path
    return "#f-" + "".join(one if one.isalnum() or one == "_" else "-" for one in whole)


def _written(form: Writing, page: FormPage) -> HttpResponse:
    """Return the text as a draft; if reasons prevent that, the page with all of them where the
    officer pressed.
    """
    try:
        draft = write_down(this_node(), form.text)
    except Refused as error:
        return show(form, page, reasons=error.reasons)
    message = _("Draft saved.")
    return done(form.request, message, "draft", created=draft.id, draft=draft.id)


def with_entries(form: Writing, saved: Saved) -> Saved:
    """Return what was posted with an entry more or less in a list of this page, with the terms of
    the instrument, or with the article of the ground.
    """
    request = form.request
    body = dict(
        with_article(form.grounds, form.text.body, saved.body, is_wanted=CITE in request.POST)
    )
    if TERMS in request.POST:
        state, whole = form.text.addressee[:2].upper(), {**form.text.body, **body}
        taken = with_proposals(this_node(), form.kind, state, whole)
        return replace(saved, body=body | {"terms": taken["terms"]})
    if ADD in request.POST:
        return replace(saved, body=with_entry(body, str(request.POST[ADD])))
    if REMOVE in request.POST:
        return replace(saved, body=without_entry(body, str(request.POST[REMOVE])))
    return replace(saved, body=body)


def imported_of(request: HttpRequest, kind: str) -> Imported:
    """Return what a model form says (`model`, `file`) for a kind."""
    found = form_values.files(request, "file")
    if not found:
        raise Refused(refusals.FORM_MISSING.because())
    read = read_csv if found[0].name.lower().endswith(".csv") else read_json
    imported = import_answers(form_named(form_values.text(request, "model")), read(found[0].data))
    need_kind(imported.form, kind)
    return imported


def _imported(form: Writing, page: FormPage) -> HttpResponse:
    """Return the text filled in from a model form, with what of it has no place."""
    request = form.request
    imported = imported_of(request, form.kind)
    saved = Saved(body=as_typed(imported.body))
    kept = save_text(this_node(), form.text, saved, revision_of(request))
    reasons = imported.problems
    look = page if page.id == guide.ALL else _page(form, guide.LOOK)
    return show(writing(request, kept), look, reasons=reasons, status=200, left=imported.left)
