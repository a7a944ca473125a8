# SPDX-License-Identifier: Apache-2.0
"""The provisions on which a letter and each of its fields rest, resolved when it is rendered.

They are those of the instrument that the request names, as this State's law data have them, or of a treaty
that this instrument brings in. A field or a message for which the data have no provision of it cites none:
an article of another instrument is never cited in its place.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from rogatory.errors import NO_ARTICLE
from rogatory.node.letters.values import LetterValues
from rogatory.requests.kinds.registry import KINDS
from rogatory.treaty.citation import citation
from rogatory.treaty.citing import line_of
from rogatory.treaty.offences import convention_offences, offence_in
from rogatory.treaty.regimes import (
    Regime,
    instrument_of,
    is_within,
    kind_law,
    limit_of,
    lines_of,
    regime_of,
    replaced_paragraphs,
    requirement_of,
)
from rogatory.treaty.rows import Certainty
from rogatory.treaty.tables.grounds import Duty, ListedGround
from rogatory.wire.words import N_

DEGREES: Mapping[Certainty, str] = {
    "seen": N_("read in its text"),
    "parallel": N_("as read in a parent convention"),
    "reported": N_("as reported by a secondary source"),
    "memory": N_("to be verified"),
}
"""How certain it is that a model form has a field, in a few words. A letter says nothing of the kind."""

_LIMITS: Mapping[str, str] = {
    "preservation_confirmed": "preservation",
    "written_confirmation": "oral-confirmation",
    "filing_recognised": "hold-after-filing",
    "status_enquiry": "assistance",
    "status_answer": "assistance",
    "no_longer_required": "no-longer-required",
    "confidentiality_failure": "secrecy",
}
_DUTIES: Mapping[str, str] = {
    "preservation_warning": "warning",
    "preservation_warning_answer": "warning",
    "consultation": "consultation",
    "consultation_answer": "consultation",
    "exculpatory_notice": "exculpatory_notice",
}
_CONDITIONS: Mapping[str, str] = {
    "use_consent_request": "use",
    "use_consent": "use",
    "onward_transfer_request": "onward_transfer",
    "onward_transfer_authorisation": "onward_transfer",
}
"""By kind of a message that follows another: the row of the law that is about it."""

_NOT_OF_EXECUTION = frozenset({"case_number", "confidentiality", "legal_basis"})
"""Fields whose provision does not show under which article a request is executed."""

_PARTS = ("preservation_extension", "preserved_traffic_disclosure")
"""Parts of a preservation that are decided apart, each on grounds of its own."""

_NUMBER = re.compile(r"\d+", re.ASCII)
_SEVERAL = re.compile(r" by |, ")


class Provision(NamedTuple):
    """Articles of one instrument, in the short form of the law's data."""

    instrument: str
    articles: tuple[str, ...]


def law_of(values: LetterValues) -> Regime | None:
    """Return the law of the request that a letter makes or follows; None where it names no basis."""
    basis = values.basis
    if basis is None:
        return None
    sender, addressee = values.sender.state, values.addressee.state
    return regime_of(values.law, basis.instrument, sender, addressee, values.at.date())


def provision_of_field(values: LetterValues, key: str) -> Provision | None:
    """Return where the instrument demands a field of the message; None where it does not."""
    regime = law_of(values)
    row = None if regime is None else requirement_of(regime, values.kind, key)
    if row is None or regime is None:
        return None
    return _cited(regime, values.kind, row.article, row.certainty)


def provision_of_message(values: LetterValues) -> Provision | None:
    """Return what the message itself rests on; None where the instrument has nothing about it, and it
    rests on the request that it follows.
    """
    regime = law_of(values)
    if regime is None:
        return None
    stated = provision_stated(values)
    if stated is not None:
        return stated
    opener = values.opened.kind if values.opened else values.kind
    return next((found for found in _found(regime, values.kind, opener) if found is not None), None)


def provision_of_request(values: LetterValues) -> Provision | None:
    """Return what the request rests on that the message follows."""
    regime = law_of(values)
    if regime is None or values.opened is None:
        return None
    return _of_kind(regime, values.opened.kind)


def offence_provision(values: LetterValues, article: object) -> Provision | None:
    """Return the provision of the letter's instrument on the offence of an article of the Convention: the
    articles under which the request places it there, else that article itself, or the one of that instrument
    which the catalogue of offences names beside it.
    """
    regime = law_of(values)
    if regime is None:
        return None
    stated = values.body.get("offence")
    placed = offence_in(stated if isinstance(stated, Mapping) else {})
    if named := placed.articles_of(regime.instrument):
        return Provision(regime.instrument, named)
    if not isinstance(article, int) or isinstance(article, bool):
        return None
    if regime.is_the_convention:
        return Provision(regime.instrument, (str(article),))
    known = convention_offences(regime.law).get(article)
    parallel = None if known is None else known.article_in(regime.instrument)
    return None if parallel is None else Provision(regime.instrument, (parallel,))


def provision_stated(values: LetterValues) -> Provision | None:
    """Return the provision that a refusal or a postponement names, with its instrument; None where that is
    not known, as of a law of the State itself.
    """
    regime, article = law_of(values), values.body.get("article")
    if regime is None or not isinstance(article, str):
        return None
    text, _, of = article.partition(" of ")
    articles = tuple(_SEVERAL.split(text))
    if not all(citation(one, "en") for one in articles):
        return None
    instrument = _named(regime, of) if of else _listed_in(regime, values, text)
    return None if instrument is None else Provision(instrument, articles)


def _named(regime: Regime, reference: str) -> str | None:
    found = (one.id for one in regime.law.instruments if reference in {one.reference, one.name})
    return next(found, None)


def _listed_in(regime: Regime, values: LetterValues, article: str) -> str | None:
    """Return the instrument whose grounds have the article, which is written without one."""
    opener = values.opened.kind if values.opened else values.kind
    for kind in (opener, *(_PARTS if opener == "preservation" else ())):
        for rows in (regime.law.grounds, regime.law.postponements):
            for row, found in lines_of(regime, rows, kind):
                if article in _SEVERAL.split(found.article) or article == found.article:
                    return instrument_of(row)
    return regime.instrument if regime.is_the_convention else None


def _found(regime: Regime, kind: str, opener: str) -> Iterator[Provision | None]:
    if kind in _CONDITIONS:
        yield _of_line(regime, regime.law.conditions, _CONDITIONS[kind], opener)
    yield _of_kind(regime, kind)
    if kind in _DUTIES:
        yield _of_line(regime, regime.law.duties, _DUTIES[kind], opener)
    if kind in _LIMITS:
        yield _of_limit(regime, _LIMITS[kind], opener)
    registered = KINDS.get(kind)
    if registered is not None and registered.cites is not None and regime.is_the_convention:
        line = line_of(regime, opener, registered.cites)
        is_own = line is not None and (kind == opener or _is_about(regime, opener, line.article))
        yield _cited(regime, kind, line.article, line.certainty) if line and is_own else None


def _of_kind(regime: Regime, kind: str) -> Provision | None:
    row = kind_law(regime, kind)
    return None if row is None else _cited(regime, kind, row.article, row.certainty)


def _of_line[Row: (ListedGround, Duty)](
    regime: Regime, rows: Iterable[Row], name: str, opener: str
) -> Provision | None:
    for row, found in lines_of(regime, rows, opener):
        if row.id == name and found.certainty in DEGREES:
            return Provision(instrument_of(row), tuple(_SEVERAL.split(found.article)))
    return None


def _of_limit(regime: Regime, name: str, opener: str) -> Provision | None:
    row = limit_of(regime, name)
    if row is None:
        return None
    if name == "secrecy":
        secrecy = requirement_of(regime, opener, "confidentiality")
        if secrecy is None or secrecy.article != row.article:
            return None
    elif not _is_about(regime, opener, row.article):
        return None
    return _cited(regime, opener, row.article, row.certainty)


def _is_about(regime: Regime, opener: str, article: str) -> bool:
    """Decide whether a request of that kind is made and executed under the article of a paragraph."""
    about = [
        row.article
        for row in regime.law.required
        if (row.kind, instrument_of(row)) == (opener, regime.instrument)
        and row.key not in _NOT_OF_EXECUTION
    ]
    law = kind_law(regime, opener)
    numbers = {_number(one) for one in (*about, *(() if law is None else (law.article,)))}
    return _number(article) in numbers


def _number(article: str) -> str:
    found = _NUMBER.match(article)
    return found[0] if found else article


def _cited(regime: Regime, kind: str, article: str, certainty: Certainty) -> Provision | None:
    """Return the provision; none for practice, nor for a paragraph whose place another treaty takes."""
    if certainty not in DEGREES or article == NO_ARTICLE:
        return None
    if is_within(article, replaced_paragraphs(regime, kind)):
        return None
    return Provision(regime.instrument, tuple(_SEVERAL.split(article)))
