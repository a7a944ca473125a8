# SPDX-License-Identifier: Apache-2.0
"""Writing a message: a form from the kind's schema, and every reason beside the field it is about."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as _n
from django.views.decorators.http import require_http_methods

from rogatory.console.access import officer_page
from rogatory.console.forms.fields import Option, fields_of, flat
from rogatory.console.forms.reading import NULL, read_body, with_entry, with_null, without_entry
from rogatory.console.reader import reader_of
from rogatory.console.this_node import this_node
from rogatory.errors import Reason, Refused
from rogatory.node.desk_compose import (
    Correspondence,
    beginning,
    correspondence,
    legal_bases,
    offences,
)
from rogatory.node.draft import draft_message
from rogatory.node.permissions import Permission
from rogatory.treaty.bases import Basis
from rogatory.wire.canonical import Json

INSTRUMENT, OFFENCE_ARTICLE = "legal_basis.instrument", "offence.convention_article"

NO_ARTICLE = _n("no article of the Convention")


@require_http_methods(["GET", "HEAD", "POST"])
@officer_page(Permission.DRAFT_MESSAGE)
def new_thread(request: HttpRequest, kind: str) -> HttpResponse:
    """A request that opens a thread; `related` names the thread that it follows from."""
    return _write(request, kind, None)


@require_http_methods(["GET", "HEAD", "POST"])
@officer_page(Permission.DRAFT_MESSAGE)
def in_thread(request: HttpRequest, thread: UUID, kind: str) -> HttpResponse:
    return _write(request, kind, str(thread))


def _write(request: HttpRequest, kind: str, thread: str | None) -> HttpResponse:
    node, number = this_node(), reader_of(request).number
    choices = correspondence(node, kind, number, thread=thread)
    asked = request.POST if request.method == "POST" else request.GET
    related = asked.get("related") or None
    addressee = asked.get("addressee") or next(iter(choices.addressees), "")
    found = legal_bases(
        node, kind, addressee[:2].upper(), {}, is_exercise=settings.ROGATORY_EXERCISE
    )
    options = _options(found)
    if request.method != "POST":
        body = beginning(node, kind, number, thread=thread, related=related)
        return _form(request, choices, options, body, (), addressee, related)
    body = read_body(choices.kind, request.POST, options)
    if "add" in request.POST:
        body = with_entry(body, request.POST["add"])
        return _form(request, choices, options, body, (), addressee, related)
    if "remove" in request.POST:
        body = without_entry(body, request.POST["remove"])
        return _form(request, choices, options, body, (), addressee, related)
    try:
        draft = draft_message(
            node,
            kind=kind,
            sender=request.POST.get("sender", ""),
            addressee=addressee,
            language=request.POST.get("language", ""),
            body=with_null(body),
            officer=number,
            thread=thread,
            related=[related] if related else [],
        )
    except Refused as error:
        return _form(request, choices, options, body, error.reasons, addressee, related)
    messages.success(request, _("The draft is written down."))
    return redirect("draft", draft=draft.id)


def _form(
    request: HttpRequest,
    choices: Correspondence,
    options: Mapping[str, Sequence[Option]],
    body: Mapping[str, Json],
    reasons: Sequence[Reason],
    addressee: str,
    related: str | None,
) -> HttpResponse:
    fields = fields_of(choices.kind, body, reasons, options)
    at_fields = [reason for field in flat(fields) for reason in field.reasons]
    ids = {reason.fields["field"]: field.id for field in flat(fields) for reason in field.reasons}
    context: dict[str, Any] = {
        "choices": choices,
        "fields": fields,
        "reasons": [
            {"reason": reason, "at": ids.get(reason.fields.get("field", ""))} for reason in reasons
        ],
        "elsewhere": [reason for reason in reasons if reason not in at_fields],
        "addressee": addressee,
        "sender": request.POST.get("sender", ""),
        "languages": choices.languages.get(addressee[:2].upper(), ()),
        "language": request.POST.get("language") or (get_language() or "en")[:2],
        "related": related,
    }
    return render(request, "console/compose.html", context, status=409 if reasons else 200)


def _options(found: Sequence[Basis]) -> dict[str, Sequence[Option]]:
    """What the schema leaves open: the instruments, those that serve first, and the offences."""
    articles = [Option("", "", is_chosen=False, is_ours=False)]
    articles += [
        Option(str(article), f"{article}: {title}", is_chosen=False, is_ours=False)
        for article, title in offences().items()
    ]
    return {
        INSTRUMENT: [
            Option(basis.instrument, _basis(basis), is_chosen=False, is_ours=False)
            for basis in found
        ],
        OFFENCE_ARTICLE: [*articles, Option(NULL, NO_ARTICLE, is_chosen=False)],
    }


def _basis(basis: Basis) -> str:
    if not basis.serves:
        return _("%(instrument)s (does not serve here today)") % {"instrument": basis.name}
    articles = ", ".join(basis.articles)
    return _("%(instrument)s, article %(articles)s") % {
        "instrument": basis.name,
        "articles": articles,
    }
