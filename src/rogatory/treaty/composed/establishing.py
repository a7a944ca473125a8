# SPDX-License-Identifier: Apache-2.0
"""The offences that an instrument establishes between two States: whether one is inside it, as the request
places it or as a lawyer classified it, and under which article.
"""

from rogatory.treaty.law import Law
from rogatory.treaty.offences import Classification, Offence, convention_offences
from rogatory.treaty.parties.reservations import reserved_article
from rogatory.treaty.regimes import Regime, is_within
from rogatory.treaty.tables.instruments import THE_CONVENTION


def is_inside(regime: Regime, offence: Offence) -> bool:
    """Decide whether the instrument itself establishes the offence, as the request places it there, or where
    it does not, by the parallel that the catalogue of the Convention's offences names; first of all as a
    lawyer of the requested State classified it.
    An article that one of the two excluded by a reservation establishes none between them.
    """
    if offence.classified is not None:
        placed_here = _article_here(regime.law, regime.instrument, offence.classified)
        return placed_here in offences_of(regime) and not _is_reserved(regime, placed_here)
    placed = offence.articles_of(regime.instrument)
    if placed and not regime.is_the_convention and (own := offences_of(regime)):
        return any(is_within(one, own) and not _is_reserved(regime, one) for one in placed)
    article = offence.convention_article
    known = None if article is None else convention_offences(regime.law).get(article)
    if known is None:
        return False
    if regime.is_the_convention:
        return not _is_reserved(regime, str(article))
    parallel = known.article_in(regime.instrument)
    return parallel is not None and not _is_reserved(regime, parallel)


def parallel_article(law: Law, instrument: str, catalogued: int | None) -> str:
    """Return the article of this instrument on an offence of the Convention's catalogue; empty for none."""
    known = convention_offences(law).get(catalogued or 0)
    if known is None:
        return ""
    if instrument == THE_CONVENTION:
        return str(known.article)
    return known.article_in(instrument) or ""


def placed_articles(law: Law, instrument: str, offence: Offence) -> tuple[str, ...]:
    """Return the articles of an instrument under which an offence is placed, excluded between two States or not:
    by a lawyer of the requested State, else by the request, else by the parallel of the catalogue.
    """
    if offence.classified is not None:
        placed = _article_here(law, instrument, offence.classified)
        return (placed,) if placed else ()
    stated = () if instrument == THE_CONVENTION else offence.articles_of(instrument)
    parallel = parallel_article(law, instrument, offence.convention_article)
    return stated or ((parallel,) if parallel else ())


def established_article(regime: Regime, offence: Offence) -> str:
    """Return the article by which the instrument establishes an offence that is inside it."""
    if offence.classified is not None:
        return _article_here(regime.law, regime.instrument, offence.classified)
    stated = offence.articles_of(regime.instrument)
    if not regime.is_the_convention and (own := offences_of(regime)):
        stated = tuple(
            one for one in stated if is_within(one, own) and not _is_reserved(regime, one)
        )
    placed = next(iter(stated), None)
    known = convention_offences(regime.law).get(offence.convention_article or 0)
    parallel = None if known is None else known.article_in(regime.instrument)
    return placed or parallel or str(offence.convention_article)


def _is_reserved(regime: Regime, article: str) -> bool:
    pair = (regime.requesting, regime.requested)
    return reserved_article(regime.law, regime.instrument, pair, article, regime.on) is not None


def offences_of(regime: Regime) -> tuple[str, ...]:
    """Return the articles by which an instrument establishes offences; empty where its law makes no
    difference between its own and others.
    """
    found = (one.establishes for one in regime.law.instruments if one.id == regime.instrument)
    stated = next(found, ())
    if stated or not regime.is_the_convention:
        return stated
    # Documents of the law that are older than `establishes` have the catalogue alone.
    return tuple(str(article) for article in sorted(convention_offences(regime.law)))


def classified_under(regime: Regime) -> tuple[str, tuple[str, ...]]:
    """Return the instrument under whose articles a lawyer places an offence, and these: the request's own, or
    the Convention's catalogue where that makes no difference between offences.
    """
    own = offences_of(regime)
    if own:
        return regime.instrument, own
    return THE_CONVENTION, tuple(str(one) for one in sorted(convention_offences(regime.law)))


NO_ARTICLE_OF_CATALOGUE = "none"
"""The answer of a lawyer that an offence is none of the Convention's catalogue, whatever the request says."""


def catalogued_beside(law: Law, instrument: str, article: str) -> tuple[str, ...]:
    """Return the articles of the Convention's catalogue under which a lawyer may place conduct besides the
    article of the instrument, for its material and the comparison of conduct: those that the instrument has not.
    None where its article is parallel to one of the catalogue, which says it, or is one itself.
    """
    catalogue = convention_offences(law)
    parallels = {number: one.article_in(instrument) for number, one in catalogue.items()}
    if instrument == THE_CONVENTION or (article and article in parallels.values()):
        return ()
    return tuple(str(number) for number in sorted(catalogue) if parallels[number] is None)


def classification_of(
    law: Law, instrument: str, article: str, stated: Offence, catalogued: str = ""
) -> Classification:
    """Return what it means that an offence falls under an article of an instrument, or under none. One that
    the instrument does not establish is `catalogued` as the lawyer says, and without that stays what the request
    says of it, where only the Convention does, and any does where no article of the instrument is parallel to one
    of the catalogue.
    """
    catalogue = convention_offences(law)
    if instrument == THE_CONVENTION:
        placed = next((one for one in catalogue if str(one) == article), None)
        return Classification(instrument, article, placed)
    if catalogued and catalogued_beside(law, instrument, article):
        named = next((one for one in catalogue if str(one) == catalogued), None)
        return Classification(instrument, article, named)
    labelled = stated.convention_article
    if not any(one.article_in(instrument) for one in catalogue.values()):
        return Classification(instrument, article, labelled if labelled in catalogue else None)
    meant = [
        number
        for number, one in catalogue.items()
        if one.article_in(instrument) == (article or None)
    ]
    if labelled in meant:
        return Classification(instrument, article, labelled)
    return Classification(instrument, article, next(iter(meant), None) if article else None)


def _article_here(law: Law, instrument: str, classified: Classification) -> str:
    """Return the article of this instrument by which an offence was placed, be it under another basis."""
    if classified.instrument == instrument:
        return classified.article
    return parallel_article(law, instrument, classified.catalogued)
