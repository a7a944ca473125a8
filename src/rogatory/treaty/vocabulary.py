# SPDX-License-Identifier: Apache-2.0
"""The English sentences in the treaty's data, so that catalogues can translate them.

What a row says for machines (ids, dates) and the names of sources are left out.
"""

from collections.abc import Iterator
from functools import cache

from rogatory.treaty.law import FEDERATION, WORLD, Law, packaged_law


@cache
def sentences() -> tuple[str, ...]:
    """Return titles, labels, notes, limits, conditions and questions, each once, in order of the
    alphabet.
    """
    laws = [packaged_law(name) for name in (WORLD, FEDERATION)]
    return tuple(sorted({text for law in laws for text in _all(law) if text}))


def _all(law: Law) -> Iterator[str | None]:
    yield from _of_offences(law)
    yield from _of_instruments(law)
    yield from _of_parties(law)
    yield from _of_decisions(law)
    yield from _of_powers(law)


def _of_offences(law: Law) -> Iterator[str | None]:
    yield from (one.title for one in law.articles)
    yield from (one.title for one in law.chapters)
    yield from (one.title for one in law.offences)
    for offence in law.offences:
        yield from offence.exceptions
        for element in (*offence.elements, *offence.optional):
            yield from (element.text, *element.ways)
    for threshold in law.thresholds:
        yield from (threshold.rule, threshold.note, threshold.unsettled)


def _of_instruments(law: Law) -> Iterator[str | None]:
    for instrument in law.instruments:
        yield from (instrument.name, instrument.gap)
        for service in instrument.serves.values():
            yield from (*service.limits, *service.needs)


def _of_parties(law: Law) -> Iterator[str | None]:
    yield from law.register.gaps
    yield from (one.name for one in law.states)
    for rows in (law.parties, law.entry_rules, law.totals, law.reservations, law.declarations):
        yield from (row.gap for row in rows)


def _of_decisions(law: Law) -> Iterator[str | None]:
    for ground in (*law.grounds, *law.postponements, *law.conditions, *law.never):
        yield from (ground.label, ground.note)
    yield from (text for duty in law.duties for text in (duty.text, duty.note))
    yield from (text for question in law.questions for text in (question.text, question.note))
    yield from (limit.rule for limit in law.limits)
    yield from (found.condition for found in law.required)
    yield from (kind.note for kind in law.kinds)
    yield from (row.reason for row in law.precedence)


def _of_powers(law: Law) -> Iterator[str | None]:
    yield from (text for found in law.categories for text in (found.label, found.note))
    yield from (text for order in law.orders for text in (order.label, order.reaches, *order.gives))
    for found in law.designations:
        yield from (found.label, found.notified_to, found.when, found.note, *found.fields)
