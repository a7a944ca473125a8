# SPDX-License-Identifier: Apache-2.0
"""Files that leave the console: always as downloads, so that nothing foreign is shown as our page."""

import base64
from collections.abc import Collection
from pathlib import Path
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from rogatory.console.frame import form_values, refusals
from rogatory.console.frame.access import officer_page
from rogatory.console.frame.answers import plain_answer, wants_json
from rogatory.console.frame.reader import reader_of
from rogatory.console.frame.this_node import this_node
from rogatory.errors import Refused
from rogatory.node.case_files.journal import case_file_for
from rogatory.node.letters.form_page import filled_form, form_json, form_letter
from rogatory.node.letters.of_node import signed_by, values_of
from rogatory.node.letters.of_referral import values_of_referral
from rogatory.node.letters.values import LetterValues
from rogatory.node.letters.write import WrittenLetter, letter_of_values
from rogatory.node.permissions import Permission
from rogatory.node.printing.languages import LANGUAGES
from rogatory.requests.forms.form import form as form_named
from rogatory.wire.digests import sha256

LETTER_TYPES = {"html": "text/html; charset=utf-8", "pdf": "application/pdf"}


def download(
    request: HttpRequest, name: str, data: bytes, media_type: str = "application/octet-stream"
) -> HttpResponse:
    """Return bytes under a plain name; a script that asks for JSON gets them in base64."""
    if wants_json(request):
        document = {
            "name": name,
            "media_type": media_type,
            "size": len(data),
            "sha256": sha256(data),
            "base64": base64.b64encode(data).decode("ascii"),
        }
        return plain_answer(request, document)
    answered = HttpResponse(data, content_type=media_type)
    answered["Content-Disposition"] = f'attachment; filename="{Path(name).name}"'
    return answered


@require_http_methods(["GET", "HEAD", "POST"])
@officer_page(Permission.READ_THREAD)
def letter(request: HttpRequest, name: str, language: str, form: str) -> HttpResponse:
    """Return a message (by digest) or a draft as a formal letter in one of six languages, `html` or
    `pdf`; posted with a `signatory` and a `title`, signed by that person instead of its officers.
    """
    refuse_unknown(language, form, LETTER_TYPES)
    values = _signed(request, values_of(this_node(), name))
    made = letter_of_values(values, language, pdf=form == "pdf")
    title = f"letter-{name[:12]}-{language}.{form}"
    return download(request, title, letter_bytes(made, form), LETTER_TYPES[form])


@require_safe
@officer_page(Permission.READ_THREAD)
def filled(request: HttpRequest, name: str, model: str, language: str, form: str) -> HttpResponse:
    """Return a message or a draft in a model form (`json`, `html` or `pdf`), the numbers as on the
    form.
    """
    node = this_node()
    values = values_of(node, name)
    answers = filled_form(form_named(model), values)
    refuse_unknown(language, form, {"json", *LETTER_TYPES})
    title = f"form-{model}-{name[:12]}-{language}.{form}"
    if form == "json":
        return download(request, title, form_json(answers, language), "application/json")
    made = form_letter(answers, values, language, pdf=form == "pdf")
    return download(request, title, letter_bytes(made, form), LETTER_TYPES[form])


@require_http_methods(["GET", "HEAD", "POST"])
@officer_page(Permission.REFER_CASE_FILE)
def referral(
    request: HttpRequest, thread: UUID, referral: UUID, language: str, form: str
) -> HttpResponse:
    """Return the letter of a referral to an executing authority, in one of six languages, `html` or
    `pdf`; posted with a `signatory` and a `title`, signed by that person.
    """
    node = this_node()
    case_file_for(node, str(thread), reader_of(request).number)
    refuse_unknown(language, form, LETTER_TYPES)
    values = _signed(request, values_of_referral(node, str(thread), str(referral)))
    made = letter_of_values(values, language, pdf=form == "pdf")
    title = f"referral-{str(referral)[-12:]}-{language}.{form}"
    return download(request, title, letter_bytes(made, form), LETTER_TYPES[form])


def _signed(request: HttpRequest, values: LetterValues) -> LetterValues:
    name, title = form_values.text(request, "signatory"), form_values.text(request, "title")
    return signed_by(values, name, title)


def refuse_unknown(language: str, form: str, forms: Collection[str]) -> None:
    """Refuse a language in which no letter is printed, and a form that is none of these."""
    if language not in LANGUAGES:
        raise Refused(refusals.CHOICE_UNKNOWN.because(name="language", value=ascii(language)[:20]))
    if form not in forms:
        raise Refused(refusals.CHOICE_UNKNOWN.because(name="form", value=ascii(form)[:20]))


def letter_bytes(made: WrittenLetter, form: str) -> bytes:
    """Return a letter's bytes in the form in which it was made."""
    data = made.pdf if form == "pdf" else made.html
    assert data is not None
    return data
