# SPDX-License-Identifier: Apache-2.0
"""The articles that a request cites: of the instrument on which it rests, and for its offence.

The law's data need not have every provision of an instrument, so what they lack is remarked and blocks nothing.
"""

from collections.abc import Iterable, Iterator

from rogatory.errors import NO_ARTICLE, Reason
from rogatory.node.law.request_terms import term_refusals as refusals
from rogatory.node.law.subject import Subject
from rogatory.treaty.composed.known_articles import Known, KnownArticles, articles_known
from rogatory.treaty.instruments import cited_from
from rogatory.treaty.law import Law
from rogatory.treaty.regimes import kind_law_of

LONGEST_CITED = 200
"""Articles of a received request that a remark repeats: beyond this it is their length that is shown."""


def cited_warnings(law: Law, subject: Subject) -> Iterator[Reason]:
    """Yield that a request names an instrument with articles and none of these, and every article that it
    cites and the law's data do not have for its kind; comity has none.
    """
    named, known = subject.instrument, _known(law, subject)
    if named is None or known is None:
        return
    fields = _fields(law, named, subject.kind)
    if not subject.articles and fields["article"] != NO_ARTICLE:
        yield refusals.ARTICLES_UNSAID.because(fields)
    other = _such(known, subject, Known.ARTICLE_MISSING)
    if other:
        yield refusals.ARTICLES_OTHER.because(fields, cited=_listed(other))


def cited_notes(law: Law, subject: Subject) -> Iterator[Reason]:
    """Yield what is weaker: paragraphs that no line of the law's data has for the kind, and that the article
    on the kind itself is not among those cited.
    """
    named, known = subject.instrument, _known(law, subject)
    if named is None or known is None:
        return
    fields = _fields(law, named, subject.kind)
    unrecorded = _such(known, subject, Known.PARAGRAPH_MISSING)
    if unrecorded:
        yield refusals.PARAGRAPHS_UNRECORDED.because(fields, cited=_listed(unrecorded))
    cited = [
        one for one in _cited(known, subject) if known.compare(one) is not Known.ARTICLE_MISSING
    ]
    if cited and not any(map(known.has_own, cited)):
        yield refusals.ARTICLE_UNCITED.because(fields, cited=_listed(cited))


def offence_warnings(law: Law, subject: Subject) -> Iterator[Reason]:
    """Yield the reason that a request places its offence under articles of other instruments alone
    than the one that it rests on; under comity, which has none, nothing is to be said.
    """
    named, placed = subject.instrument, subject.offence.articles
    about = None if named is None else kind_law_of(law, named, subject.kind)
    if named is None or about is None or about.article == NO_ARTICLE:
        return
    if not placed or subject.offence.articles_of(named):
        return
    others = dict.fromkeys(instrument_name(law, instrument) for instrument, _ in placed)
    yield refusals.OFFENCE_ELSEWHERE.because(
        other=", ".join(ascii(one)[1:-1] for one in others)[:LONGEST_CITED],
        instrument=instrument_name(law, named),
    )


def instrument_name(law: Law, instrument: str) -> str:
    """Return the name of an instrument of the law's data, or what was named where it has none such."""
    return next((one.name for one in law.instruments if one.id == instrument), instrument)


def _known(law: Law, subject: Subject) -> KnownArticles | None:
    named = subject.instrument
    return None if named is None else articles_known(law, named, subject.kind)


def _fields(law: Law, named: str, kind: str) -> dict[str, str]:
    about = kind_law_of(law, named, kind)
    return {
        "instrument": instrument_name(law, named),
        "article": NO_ARTICLE if about is None else cited_from(law, named, about.article),
        "certainty": "practice" if about is None else about.certainty,
    }


def _such(known: KnownArticles, subject: Subject, wanted: Known) -> list[str]:
    return [one for one in _cited(known, subject) if known.compare(one) is wanted]


def _cited(known: KnownArticles, subject: Subject) -> list[str]:
    """Return what the request cites. Of a basis without articles, a dash or a word cites none."""
    return [one for one in subject.articles if known.places or any(map(str.isdigit, one))]


def _listed(cited: Iterable[str]) -> str:
    return ", ".join(ascii(one)[1:-1] for one in cited)[:LONGEST_CITED]
