# SPDX-License-Identifier: Apache-2.0
"""The sources of a row of the law's data in words: what it rests on, and the articles of treaties that it cites.

What a ministry's lawyer names as a source is shown as it was written.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _n

from rogatory.console.language import words
from rogatory.console.language.citations import full_citation
from rogatory.console.language.languages import semicolon
from rogatory.console.language.treaty_terms import instrument_name
from rogatory.treaty.rows import written
from rogatory.wire.canonical import Json

CITATIONS_ONLY = "parent-treaty"
"""The source of a row that was taken from the articles it cites, and from nothing else."""

SOURCES: Mapping[str, str] = {
    "parent-treaty": _n("a parent treaty"),
    "recalled": _n("the text was not available"),
    "arabic-text": _n("the Convention's Arabic text"),
    "cross-reference": _n("another article of the Convention that refers to it"),
    "title-list": _n("a list of the articles' titles"),
    "invented": _n("invented for exercises"),
    "invented for exercises": _n("invented for exercises"),
    "practice": _n("good practice, no treaty statement"),
    "depositary": _n("the depositary"),
    "depositary's status page": _n("the depositary's status page"),
    "depositary's status page and press, as each row says": _n(
        "the depositary's status page and the press, as stated in each row"
    ),
    "depositary's status page for the signature; press of 10 February 2026 for the vote of parliament": _n(
        "the depositary's status page for the signature; the press of 10 February 2026 for the vote of parliament"
    ),
    "a national treaty database": _n("a national treaty database"),
    "a national treaty database for the signature; an encyclopaedia article and the press for the ratification of February 2026": _n(
        "a national treaty database for the signature; an encyclopaedia article and the press for the ratification of February 2026"
    ),
    "a press report of October 2025": _n("a press report of October 2025"),
    "a press report of October 2025 on the African signatories": _n(
        "a press report of October 2025 on the African signatories"
    ),
    "a post of October 2025": _n("a post of October 2025"),
    "a press article of May 2026": _n("a press article of May 2026"),
    "press of February and May 2026": _n("the press of February and May 2026"),
    "press of October 2025 for the signature and of 9 April 2026 for the ratification": _n(
        "the press of October 2025 for the signature and of 9 April 2026 for the ratification"
    ),
    "press of Viet Nam": _n("the press of Viet Nam"),
    "reports of the signature": _n("reports of the signature"),
    "reports of the ratification in February 2026": _n(
        "reports of the ratification in February 2026"
    ),
    "reservations of Azerbaijan and Qatar": _n("the reservations of Azerbaijan and Qatar"),
    "a list of the 74 signatories by name": _n("a list of the 74 signatories by name"),
    "press reviews": _n("press reviews"),
    "press reviews, second-hand": _n("press reviews, second-hand"),
    "inferred from a count of signatories by region of October 2025": _n(
        "inferred from a count of signatories by region of October 2025"
    ),
    "depositary's status page; decision (EU) 2025/2307 of 13 October 2025 on signing": _n(
        "the depositary's status page; Decision (EU) 2025/2307 of 13 October 2025 on signing"
    ),
    "recalled; article 41 has no list of its own": _n(
        "the text was not available; article 41 has no list of its own"
    ),
    "recalled; what else is permitted follows from the Vienna Convention on the Law of Treaties": _n(
        "not yet verified: the text was not available; what else is permitted follows from the Vienna Convention on the Law of Treaties"
    ),
    "the Vienna Convention on the Law of Treaties": _n(
        "the Vienna Convention on the Law of Treaties"
    ),
    "its full text": _n("its full text"),
    "its full text; its articles 1 and 4 in a consolidated text of ETS 30": _n(
        "its full text; its articles 1 and 4 in a consolidated text of ETS 30"
    ),
    "a consolidated text of ETS 30": _n("a consolidated text of ETS 30"),
    "title seen": _n("the title was read"),
    "the title was read in a list; the elements are recalled": _n(
        "the title was read in a list; the elements are not verified"
    ),
    "Convention, as graded article by article": _n("the Convention, as graded article by article"),
    "press and web pages on it; its articles are recalled": _n(
        "the press and web pages on it; its articles are not verified"
    ),
    "a commentary on its articles 37, 38 and 43": _n("a commentary on its articles 37, 38 and 43"),
    "secondary reports of the regulation": _n("secondary reports of the regulation"),
    "to be checked": _n("to be checked"),
    "invented; the federation has four States, so its rule counts two instruments and not forty": _n(
        "invented for exercises; the federation has four States, so its rule counts two instruments and not forty"
    ),
}
"""By the words of the packaged data."""

_BY_ROLE: Mapping[str | None, str] = {
    None: _n("%(treaty)s, %(citation)s"),
    "model": _n("modelled on %(treaty)s, %(citation)s"),
    "clause": _n("%(treaty)s, %(citation)s, for the clause"),
    "office": _n("%(treaty)s, %(citation)s, for the contact point itself"),
    "also": _n("%(treaty)s, %(citation)s, has it"),
    "stronger": _n("%(treaty)s, %(citation)s, is stronger"),
}
"""By what an article is cited for."""


def row_sources(row: Any) -> SafeString:
    """Return the source of a row and the articles that it cites, in the reader's language."""
    return _joined(row.source, written(getattr(row, "cites", ())))


def later_sources(rule: Any) -> SafeString:
    """Return the sources of what a rule says of States that join later."""
    return _joined(rule.later_source, written(rule.later_cites))


def source_text(source: str) -> SafeString | str:
    """Return a source in the reader's language, or as a person wrote it."""
    if source in SOURCES:
        return words.translated(SOURCES[source])
    return format_html('<bdi class="theirs">{}</bdi>', source)


def cites_text(cites: Json) -> SafeString:
    """Return the articles in the entry `cites` of a row as it is written."""
    return _semicolons(_cited(one) for one in cites) if isinstance(cites, list) else SafeString()


def treaty_citation(instrument: str, article: str) -> str:
    """Return an article with the treaty's name in the reader's language."""
    return _cited({"instrument": instrument, "article": article})


def _joined(source: str, cites: Json) -> SafeString:
    cited = [_cited(one) for one in cites] if isinstance(cites, list) else []
    named = [] if source == CITATIONS_ONLY and cited else [source_text(source)]
    return _semicolons([*named, *cited])


def _semicolons(parts: Iterable[SafeString | str]) -> SafeString:
    return format_html_join(semicolon(), "{}", ((one,) for one in parts))


def _cited(cited: Any) -> str:
    """Return one article; an instrument that this version does not know is shown by its identifier."""
    return gettext(_BY_ROLE.get(cited.get("role"), "%(treaty)s, %(citation)s")) % {
        "treaty": instrument_name(cited["instrument"]) or cited["instrument"],
        "citation": full_citation(cited["article"]),
    }
