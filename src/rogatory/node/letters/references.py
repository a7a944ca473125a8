# SPDX-License-Identifier: Apache-2.0
"""The provisions on which a letter and each of its fields rest, resolved when it is rendered.

They are those of the instrument that the request names, as this State's law data have them, or of a treaty
that this instrument brings in, found by the function that finds those of pages: a letter cites what the page
shows. A field or a message for which the data have no provision cites none.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

from rogatory.errors import NO_ARTICLE
from rogatory.node.letters.values import LetterValues
from rogatory.requests.kinds.registry import KINDS
from rogatory.treaty.citation import citation
from rogatory.treaty.citing import line_of
from rogatory.treaty.offences import convention_offences, offence_in
from rogatory.treaty.regimes import Regime, instrument_of, lines_of, regime_of
from rogatory.treaty.rows import Certainty
from rogatory.wire.words import N_

DEGREES: Mapping[Certainty, str] = {
    "seen": N_("read in its text"),
    "parallel": N_("as read in a parent convention"),
    "reported": N_("as reported by a secondary source"),
    "memory": N_("to be verified"),
}
"""How certain it is that a model form has a field, in a few words. A letter says nothing of the kind."""

_PARTS = ("preservation_extension", "preserved_traffic_disclosure")
"""Parts of a preservation that are decided apart, each on grounds of its own."""

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
    on = values.at.date()
    return regime_of(values.law, basis.instrument, sender, addressee, on, basis.agreed)


def provision_of_field(values: LetterValues, key: str) -> Provision | None:
    """Return where the law of the request demands a field of the message; None where it does not."""
    return _resolved(values, f"{values.kind}/{key}")


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
    return _resolved(values, _cited_by(values.kind))


def provision_of_request(values: LetterValues) -> Provision | None:
    """Return what the request rests on that the message follows."""
    return None if values.opened is None else _resolved(values, _cited_by(values.opened.kind))


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
    opener = _opener(values)
    for kind in (opener, *(_PARTS if opener == "preservation" else ())):
        for row, found in (
            *lines_of(regime, "grounds", kind),
            *lines_of(regime, "postponements", kind),
        ):
            if article in _SEVERAL.split(found.article) or article == found.article:
                return instrument_of(row)
    return regime.instrument if regime.is_the_convention else None


def _opener(values: LetterValues) -> str:
    """Return the kind of the request that the message makes or follows."""
    return values.opened.kind if values.opened else values.kind


def _cited_by(kind: str) -> str | None:
    registered = KINDS.get(kind)
    return None if registered is None else registered.cites


def _resolved(values: LetterValues, cites: str | None) -> Provision | None:
    """Return the provision of an id as pages show it (`treaty/citing.py`); none for good practice."""
    regime = law_of(values)
    line = None if regime is None or cites is None else line_of(regime, _opener(values), cites)
    if line is None or line.certainty not in DEGREES or line.article == NO_ARTICLE:
        return None
    return Provision(line.instrument, tuple(_SEVERAL.split(line.article)))
