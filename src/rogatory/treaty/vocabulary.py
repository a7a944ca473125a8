# SPDX-License-Identifier: Apache-2.0
"""Every English sentence that stands in the treaty's data, so that catalogues can translate it."""

from collections.abc import Iterator
from functools import cache

from rogatory.treaty.articles import articles, chapters
from rogatory.treaty.grounds import grounds_for, never_grounds_for, postponements_for
from rogatory.treaty.instruments import Instrument
from rogatory.treaty.limits import limits
from rogatory.treaty.offences import convention_offences
from rogatory.treaty.parties import FEDERATION, WORLD, packaged_register
from rogatory.treaty.required import required_contents
from rogatory.treaty.safeguards import questions

_KINDS = ("preservation", "preserved_traffic_disclosure", "mla_stored_data")


@cache
def sentences() -> tuple[str, ...]:
    """Titles, labels, notes, limits, conditions and questions, each once, in order of the alphabet."""
    return tuple(sorted(set(_all())))


def _all() -> Iterator[str]:
    yield from (article.title for article in articles())
    yield from (chapter.title for chapter in chapters())
    for offence in convention_offences().values():
        yield from (offence.title, *offence.elements, *offence.optional)
    for name in (WORLD, FEDERATION):
        register = packaged_register(name)
        yield from register.gaps
        for instrument in register.instruments:
            yield from _of_instrument(instrument)
    for kind in _KINDS:
        for ground in (*grounds_for(kind), *postponements_for(kind), *never_grounds_for(kind)):
            yield from (text for text in (ground.label, ground.note) if text)
        yield from (found.condition for found in required_contents(kind) if found.condition)
    yield from (limit.rule for limit in limits().values())
    yield from (question.text for question in questions())


def _of_instrument(instrument: Instrument) -> Iterator[str]:
    yield instrument.name
    for service in instrument.serves.values():
        yield from (*service.limits, *service.needs)
