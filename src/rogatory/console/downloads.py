# SPDX-License-Identifier: Apache-2.0
"""Files that leave the console: always as downloads, so that nothing foreign is shown as our page."""

import base64
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from rogatory.console import refusals
from rogatory.console.access import officer_page
from rogatory.console.answers import plain_answer, wants_json
from rogatory.console.this_node import this_node
from rogatory.errors import Refused
from rogatory.node.letters.of_node import letter as letter_of
from rogatory.node.permissions import Permission
from rogatory.node.printing.languages import LANGUAGES
from rogatory.wire.digests import sha256

LETTER_TYPES = {"html": "text/html; charset=utf-8", "pdf": "application/pdf"}


def download(
    request: HttpRequest, name: str, data: bytes, media_type: str = "application/octet-stream"
) -> HttpResponse:
    """Bytes under a plain name; a script that asks for JSON gets them in base64."""
    if wants_json(request):
        told = {
            "name": name,
            "media_type": media_type,
            "size": len(data),
            "sha256": sha256(data),
            "base64": base64.b64encode(data).decode("ascii"),
        }
        return plain_answer(request, told)
    answered = HttpResponse(data, content_type=media_type)
    answered["Content-Disposition"] = f'attachment; filename="{Path(name).name}"'
    return answered


@require_safe
@officer_page(Permission.READ_THREAD)
def letter(request: HttpRequest, name: str, language: str, form: str) -> HttpResponse:
    """A message (by digest) or a draft as a formal letter in one of six languages, `html` or `pdf`."""
    if language not in LANGUAGES:
        raise Refused(refusals.CHOICE_UNKNOWN.because(name="language", value=ascii(language)[:20]))
    if form not in LETTER_TYPES:
        raise Refused(refusals.CHOICE_UNKNOWN.because(name="form", value=ascii(form)[:20]))
    made = letter_of(this_node(), name, language, pdf=form == "pdf")
    data = made.pdf if form == "pdf" else made.html
    assert data is not None
    return download(request, f"letter-{name[:12]}-{language}.{form}", data, LETTER_TYPES[form])
