# SPDX-License-Identifier: Apache-2.0
"""Where a row of the law's data comes from, in words; a citation of a treaty is one in each language.

What a ministry's lawyer names as a source is his, and is shown as it was written.
"""

import re
from collections.abc import Mapping

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _n

from rogatory.console.language import words
from rogatory.console.language.citations import full_citation
from rogatory.console.language.languages import listed, semicolon

SOURCES: Mapping[str, str] = {
    "recalled": _n("not yet verified: the text was not available"),
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
    "depositary's status page for the signature": _n(
        "the depositary's status page for the signature"
    ),
    "a national treaty database": _n("a national treaty database"),
    "a national treaty database for the signature": _n(
        "a national treaty database for the signature"
    ),
    "a press report of October 2025": _n("a press report of October 2025"),
    "a press report of October 2025 on the African signatories": _n(
        "a press report of October 2025 on the African signatories"
    ),
    "a post of October 2025": _n("a post of October 2025"),
    "a press article of May 2026": _n("a press article of May 2026"),
    "a press article of May 2026, after an encyclopedia, for the ratification": _n(
        "a press article of May 2026, after an encyclopedia, for the ratification"
    ),
    "press of 10 February 2026": _n("the press of 10 February 2026"),
    "press of 10 February 2026 for the vote of parliament": _n(
        "the press of 10 February 2026 for the vote of parliament"
    ),
    "press of February and May 2026": _n("the press of February and May 2026"),
    "press of October 2025 for the signature and of May 2026 for the ratification": _n(
        "the press of October 2025 for the signature and of May 2026 for the ratification"
    ),
    "digests of the press": _n("digests of the press"),
    "digests of the press, second-hand": _n("digests of the press, second-hand"),
    "inferred from a count of signatories by region of October 2025": _n(
        "inferred from a count of signatories by region of October 2025"
    ),
    "decision (EU) 2025/2307 of 13 October 2025 on signing": _n(
        "Decision (EU) 2025/2307 of 13 October 2025 on signing"
    ),
    "article 41 has no list of its own": _n("article 41 has no list of its own"),
    "its full text": _n("its full text"),
    "title seen": _n("the title was read"),
    "the title was read in a list": _n("the title was read in a list"),
    "the elements are recalled": _n("the elements are not verified"),
    "its articles are recalled": _n("its articles are not verified"),
    "Convention, as graded article by article": _n("the Convention, as graded article by article"),
    "press and web pages on it": _n("the press and web pages on it"),
    "a commentary on its articles 37, 38 and 43": _n("a commentary on its articles 37, 38 and 43"),
    "secondary reports of the regulation": _n("secondary reports of the regulation"),
    "to be checked": _n("to be checked"),
    "the federation has four States, so its rule counts two instruments and not forty": _n(
        "the federation has four States, so its rule counts two instruments and not forty"
    ),
}
"""By the words of the packaged data; several of one row are divided by semicolons."""

_CITATION = re.compile(
    r"(?P<before>modelled on )?(?P<treaty>[A-Z][A-Za-z]+(?: \d+)?) arts?\. "
    r"(?P<articles>\d[\w()-]*(?:(?:, | and )\d[\w()-]*)*)(?P<after> [a-z ]+)?\Z"
)
_CITED: Mapping[str, str] = {
    "": _n("%(treaty)s, %(citation)s"),
    "modelled on": _n("modelled on %(treaty)s, %(citation)s"),
    "for the clause": _n("%(treaty)s, %(citation)s, for the clause"),
    "for the contact point itself": _n("%(treaty)s, %(citation)s, for the contact point itself"),
    "has it": _n("%(treaty)s, %(citation)s, has it"),
    "has one": _n("%(treaty)s, %(citation)s, has one"),
    "is stronger": _n("%(treaty)s, %(citation)s, is stronger"),
}
"""By the words before or after a citation."""


def source_text(source: str) -> SafeString:
    """The parts of a source, each in the reader's language or as it was written."""
    parts = re.split(r"; | and (?=[A-Z]+ arts?\. )", source)
    return format_html_join(semicolon(), "{}", ((_part(one),) for one in parts))


def _part(text: str) -> SafeString | str:
    if text in SOURCES:
        return words.translated(SOURCES[text])
    cited = _CITATION.match(text)
    beside = (cited["before"] or cited["after"] or "").strip() if cited else ""
    if cited is None or beside not in _CITED:
        return format_html('<bdi class="theirs">{}</bdi>', text)
    articles = listed(map(full_citation, re.split(r", | and ", cited["articles"])))
    return gettext(_CITED[beside]) % {"treaty": cited["treaty"], "citation": articles}
