# SPDX-License-Identifier: Apache-2.0
"""The treaty's own terms as its six languages name them: what translators and letters go by.

`glossary.csv` is the one place for them. Each row has its certainty, as the law's data have: a term
that nobody read in an authentic text is marked so, and is corrected by its row.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from rogatory.console.frame.access import officer_page
from rogatory.console.frame.answers import answer
from rogatory.node.permissions import Permission

LANGUAGES = ("ar", "zh", "en", "fr", "ru", "es")
"""In the order of the United Nations."""


@dataclass(frozen=True, slots=True)
class TreatyTerm:
    """`names` by language; `article` is where it is used, or `-`."""

    names: Mapping[str, str]
    article: str
    certainty: str


@require_safe
@officer_page(Permission.READ_LAW)
def show(request: HttpRequest) -> HttpResponse:
    """Return the treaty's terms in six languages, each with its article and how well it is known."""
    return answer(request, "console/law/terms.html", {"languages": LANGUAGES, "terms": terms()})


@cache
def terms() -> tuple[TreatyTerm, ...]:
    text = files("rogatory.console.language").joinpath("glossary.csv").read_text(encoding="utf-8")
    return tuple(
        TreatyTerm({one: row[one] for one in LANGUAGES}, row["article"], row["certainty"])
        for row in csv.DictReader(text.splitlines())
    )
