# SPDX-License-Identifier: Apache-2.0
"""Writing a message: a form from the kind's schema, and every reason beside the field it is about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from rogatory.console import given, refusals
from rogatory.console.access import officer_page
from rogatory.console.answers import answer, done
from rogatory.console.forms.choices import choices_of
from rogatory.console.forms.fields import Option, fields_of, flat
from rogatory.console.forms.progress import progress
from rogatory.console.forms.reading import read_body, with_entry, with_null, without_entry
from rogatory.console.languages import reader_language
from rogatory.console.law.choosing import GroundChoices, ground_choices
from rogatory.console.posted import posted_body
from rogatory.console.reader import reader_of
from rogatory.console.this_node import this_node
from rogatory.errors import Reason, Refused
from rogatory.node.desk_compose import Correspondence, beginning, correspondence, legal_bases
from rogatory.node.draft import draft_message
from rogatory.node.permissions import Permission
from rogatory.requests import contents
from rogatory.requests.forms.form import form as form_named
from rogatory.requests.forms.form import forms_for, need_kind
from rogatory.requests.forms.importing import LeftOver, import_answers
from rogatory.requests.forms.reading import read_csv, read_json
from rogatory.treaty.bases import Basis
from rogatory.wire.canonical import Json

CHECK, ADD, REMOVE, IMPORT = "check", "add", "remove", "import"
"""What a form is posted for besides writing the draft down: none of them keeps anything."""

PART = "part"
"""The value of `check` with which the page's script asks for the progress alone, as one types."""


@require_http_methods(["GET", "HEAD", "POST"])
@officer_page(Permission.DRAFT_MESSAGE)
def new_thread(request: HttpRequest, kind: str) -> HttpResponse:
    """A request that opens a thread; `related` names the thread that it follows from."""
    return _write(request, kind, None)


@require_http_methods(["GET", "HEAD", "POST"])
@officer_page(Permission.DRAFT_MESSAGE)
def in_thread(request: HttpRequest, thread: UUID, kind: str) -> HttpResponse:
    """A message in a thread: an answer or a follow-up; begins with what the thread tells."""
    return _write(request, kind, str(thread))


@dataclass(frozen=True, slots=True)
class _Form:
    """One form under one request: who may write to whom, and on what it may rest."""

    request: HttpRequest
    choices: Correspondence
    found: Sequence[Basis]
    options: Mapping[str, Sequence[Option]]
    addressee: str
    related: str | None
    grounds: GroundChoices | None

    @property
    def asked(self) -> QueryDict:
        return self.request.POST if self.request.method == "POST" else self.request.GET


def _write(request: HttpRequest, kind: str, thread: str | None) -> HttpResponse:
    node, number = this_node(), reader_of(request).number
    choices = correspondence(node, kind, number, thread=thread)
    asked = request.POST if request.method == "POST" else request.GET
    addressee = asked.get("addressee") or next(iter(choices.addressees), "")
    related = asked.get("related") or None
    stated = posted_body(request) or {}
    found = legal_bases(node, kind, addressee[:2].upper(), stated)
    grounds = ground_choices(node, thread, kind)
    form = _Form(request, choices, found, choices_of(found, grounds), addressee, related, grounds)
    if request.method != "POST":
        body = beginning(node, kind, number, thread=thread, related=related)
        return _page(form, body, ())
    if IMPORT in request.POST:
        return _imported(form)
    sent, body = _sent(form)
    if not {ADD, REMOVE}.isdisjoint(request.POST):
        return _page(form, _with_entries(form, body), ())
    if CHECK in request.POST:
        return _page(form, body, contents.check(kind, sent), status=200)
    try:
        draft = draft_message(
            node,
            kind=kind,
            sender=request.POST.get("sender", ""),
            addressee=addressee,
            language=request.POST.get("language", ""),
            body=sent,
            officer=number,
            thread=thread,
            related=[related] if related else [],
        )
    except Refused as error:
        return _page(form, body, error.reasons)
    said = _("The draft is written down.")
    return done(request, said, "draft", created=draft.id, draft=draft.id)


def _bases(form: _Form, body: Mapping[str, Json]) -> Sequence[Basis]:
    """Judged by the offence that the body states by now; an answer rests on its request's basis."""
    if not form.choices.kind.opens_thread:
        return ()
    return legal_bases(this_node(), form.choices.kind.name, form.addressee[:2].upper(), body)


def _sent(form: _Form) -> tuple[dict[str, Json], dict[str, Json]]:
    """The body to be judged, and as the form shows it again. A script's body is judged as it is."""
    given = posted_body(form.request)
    if given is not None:
        return given, given
    shown = read_body(form.choices.kind, form.request.POST, form.options)
    return with_null(shown), shown


def _imported(form: _Form) -> HttpResponse:
    """The form filled in from a model form (`model`, `file`); what has no place is told."""
    request = form.request
    found = given.files(request, "file")
    if not found:
        raise Refused(refusals.FORM_MISSING.because())
    read = read_csv if found[0].name.lower().endswith(".csv") else read_json
    imported = import_answers(form_named(given.text(request, "model")), read(found[0].data))
    need_kind(imported.form, form.choices.kind.name)
    return _page(form, imported.body, imported.problems, status=200, left=imported.left)


def _with_entries(form: _Form, body: dict[str, Json]) -> dict[str, Json]:
    asked = form.request.POST
    if ADD in asked:
        return with_entry(body, asked[ADD])
    return without_entry(body, asked[REMOVE])


def _page(
    form: _Form,
    body: Mapping[str, Json],
    reasons: Sequence[Reason],
    *,
    status: int | None = None,
    left: Sequence[LeftOver] = (),
) -> HttpResponse:
    request, choices = form.request, form.choices
    kind = choices.kind
    fields = fields_of(kind, body, reasons, form.options)
    at_fields = {reason.fields["field"]: one.id for one in flat(fields) for reason in one.reasons}
    found = contents.check(kind.name, with_null(body))
    data: dict[str, Any] = {
        "kind": kind,
        "thread": choices.thread,
        "senders": choices.senders,
        "addressees": choices.addressees,
        "languages": choices.languages.get(form.addressee[:2].upper(), ()),
        "sender": form.asked.get("sender", ""),
        "addressee": form.addressee,
        "channel": choices.channels.get(form.addressee[:2].upper()),
        "language": form.asked.get("language") or reader_language(),
        "related": form.related,
        "progress": progress(kind, with_null(body), found),
        "bases": _bases(form, with_null(body)),
        "grounds": form.grounds,
        "fields": fields,
        "models": [{"id": one.id, "title": one.title} for one in forms_for(kind.name)],
        "left": left,
        "body": body,
    }
    decor = {
        "told": [(reason, at_fields.get(reason.fields.get("field", ""))) for reason in reasons],
        "is_check": CHECK in form.asked,
    }
    is_part = form.asked.get(CHECK) == PART
    template = "console/compose_progress.html" if is_part else "console/compose.html"
    return answer(request, template, data, decor=decor, reasons=reasons, status=status)
