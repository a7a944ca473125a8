# SPDX-License-Identifier: Apache-2.0
"""A translation of a draft, signed by its authority as a derivative of the original."""

from collections.abc import Iterator, Mapping
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from rogatory.console.frame import form_values
from rogatory.console.frame.access import officer_page
from rogatory.console.frame.answers import answer, done
from rogatory.console.frame.reader import reader_of
from rogatory.console.frame.this_node import this_node
from rogatory.console.language import words
from rogatory.errors import RogatoryError
from rogatory.node.drafts.stored_drafts import draft_of
from rogatory.node.drafts.translate_draft import translate_draft
from rogatory.node.permissions import Permission
from rogatory.node.printing.languages import LANGUAGES
from rogatory.node.translations.fields import CAPACITIES, translatable_texts
from rogatory.requests.contents.plain_words import Heading, body_parts
from rogatory.wire.canonical import Json

PREFIX = "fields."
"""The prefix of the place of a text in the names of the form."""


@require_http_methods(["GET", "HEAD", "POST"])
@officer_page(Permission.DRAFT_MESSAGE)
def show(request: HttpRequest, draft: UUID) -> HttpResponse:
    """Translate a draft (`into`, `capacity`, and `fields.` with each text's place): a new draft says
    the same and has the signed translation attached; approvals are given anew.
    """
    error: RogatoryError | None = None
    if request.method == "POST":
        try:
            made = translate_draft(
                this_node(),
                str(draft),
                into=form_values.text(request, "into"),
                fields=_fields(request),
                capacity=form_values.text(request, "capacity"),
                officer=reader_of(request).number,
            )
        except RogatoryError as refused:
            error = refused
        else:
            message = _("Draft saved with its translation.")
            return done(request, message, "draft", created=made.id, draft=made.id)
    found = draft_of(this_node(), str(draft))
    typed = _fields(request)
    data = {
        "draft": found,
        "texts": [
            {"place": place, "text": text, "translated": typed.get(place, "")}
            for place, text in translatable_texts(found.kind, found.body).items()
        ],
        "languages": [one for one in LANGUAGES if one != found.language],
        "capacities": CAPACITIES,
        "into": form_values.text(request, "into"),
    }
    decor = {"titles": _titles(found.kind, found.body)}
    reasons = error.reasons if error else ()
    return answer(request, "console/translations/page.html", data, decor=decor, reasons=reasons)


def _titles(kind: str, body: Mapping[str, Json]) -> Mapping[str, str]:
    """Return what each place of a body is called, after what it is a part of."""
    found: dict[str, str] = {}
    for part in body_parts(kind, body):
        line = part.line
        number = f" {line.value}" if isinstance(line.value, Heading) and line.value else ""
        above = next((found[one] for one in _above(part.place) if one in found), "")
        name = f"{words.translated(line.label)}{number}"
        found[part.place] = f"{above} · {name}" if above else name
    return found


def _above(place: str) -> Iterator[str]:
    """Yield the places that a place is a part of, the nearest first."""
    while place:
        place = place.rpartition("/")[0]
        yield place


def _fields(request: HttpRequest) -> Mapping[str, str]:
    return {
        name[len(PREFIX) :]: text
        for name in request.POST
        if name.startswith(PREFIX) and (text := form_values.text(request, name))
    }
