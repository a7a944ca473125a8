# SPDX-License-Identifier: Apache-2.0
"""Which article a message and each of its fields rest on.

The Convention's articles are cited only in a letter that rests on the Convention: between two
States for which it is not in force it is not cited at all. A letter that rests on the Budapest
Convention (ETS 185) cites the corresponding article of that one, where it has one.
"""

from collections.abc import Mapping

from rogatory.requests.kinds.kind import MessageKind
from rogatory.treaty.rows import Certainty
from rogatory.treaty.tables.instruments import THE_CONVENTION
from rogatory.wire.words import N_

BUDAPEST = "ets-185"

DEGREES: Mapping[Certainty, str] = {
    "seen": N_("read in its text"),
    "parallel": N_("as read in a parent convention"),
    "memory": N_("to be verified"),
}
"""How certain it is that a model form has a field, in a few words. A letter says nothing of the kind."""

_OF_BUDAPEST: Mapping[str, Mapping[str, str]] = {
    "preservation": {
        "": "29(1)",
        "authority": "29(2)(a)",
        "offence": "29(2)(b)",
        "facts": "29(2)(b)",
        "data": "29(2)(c)",
        "data_offence_link": "29(2)(c)",
        "custodian": "29(2)(d)",
        "necessity": "29(2)(e)",
        "mla_intent": "29(2)(f)",
        "wants_traffic_disclosure": "30(1)",
    },
    "preservation_confirmed": {"": "29(3)", "hold_start": "29(7)", "hold_end": "29(7)"},
    "filing_recognised": {"": "29(7)", "filing": "29(7)", "items": "29(7)"},
    "preserved_traffic_disclosure": {"": "30(1)", "provider": "30(1)", "path": "30(1)"},
    "mla_stored_data": {"": "31(1)", "data": "31(1)", "power": "31(1)", "expedite": "31(3)"},
}
"""By kind and field (empty: the kind itself): ETS 185, whose whole text was read."""


def article_of(kind: MessageKind | None, key: str, instrument: str) -> str | None:
    """The article of the letter's instrument that a field rests on, or the message itself where `key` is
    empty; None where none is known.
    """
    if kind is None:
        return None
    if instrument == BUDAPEST:
        return _OF_BUDAPEST.get(kind.name, {}).get(key)
    if instrument != THE_CONVENTION:
        return None
    if not key:
        return _known(kind.article, kind.certainty)
    content = next((one for one in kind.contents if one.key == key), None)
    return None if content is None else _known(content.article, content.certainty)


def _known(article: str, certainty: Certainty) -> str | None:
    """Return the article; none for what rests on practice alone."""
    return article if certainty in DEGREES and article != "-" else None
