# SPDX-License-Identifier: Apache-2.0
"""The law as this node has it: packaged data, the ministry's corrections, and statements about
States.

A correction counts from its review on, in every process, since the store is asked each time. The
depositary's view and the States' own entries are heard as evidence; the law's own data decide which
of them prevails. Every version that a decision was taken under is kept among the objects, each regime as one of
its own, so that the decision can be read under the very law it names, years later.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache

from rogatory.directory.view.view import DirectoryView
from rogatory.errors import Refused
from rogatory.node.context import Node
from rogatory.node.provisions.law_objects import LawObjects
from rogatory.treaty.corrections import parse_correction
from rogatory.treaty.law import Law, corrected, packaged_law
from rogatory.treaty.parties.statements import StatedFact, as_prevails
from rogatory.treaty.sections import TREATIES

VERSIONS_AT_HAND = 8
"""A correction makes a version, and what States state of themselves others; one is asked for at a time."""

_OWN_STATUSES = frozenset({"signed", "deposited", "in-force", "ended"})
"""The statuses that count when a State states them of itself; its other words are shown, not
judged.
"""

type StatedFacts = tuple[StatedFact, ...]


def law_in_force(node: Node) -> Law:
    """Apply line 1 of the law's list, its data: the ministry's law, with the record of each State
    that prevails among those who state one (articles 64 and 65).

    Raises:
        Refused: a correction that was accepted under an earlier release does not fit this one's
            data; the ministry's lawyers must review it anew.
    """
    documents = _accepted(node)
    try:
        view = node.register.view()
    except Refused:
        # Without a directory nobody is heard but the ministry; nothing is sent then, anyway.
        return _in_force(node.settings.law, documents, LawObjects(node.objects), (), ())
    stated = depositary_facts(view), own_facts(view)
    return _in_force(node.settings.law, documents, LawObjects(node.objects), *stated)


def corrected_law(node: Node) -> Law:
    """Return the packaged law with every accepted correction alone: what a further one is checked
    against.
    """
    return _corrected(node.settings.law, _accepted(node), LawObjects(node.objects))


def law_corrected_by(node: Node, corrections: Sequence[bytes]) -> Law:
    """Return `corrected_law` as it will be once the corrections of these documents are accepted, too.

    Raises:
        Refused: with everything that is wrong in any of them, as `rogatory.treaty.law.corrected`.
    """
    further = [parse_correction(one) for one in corrections]
    if any(one.section == TREATIES for one in further):
        # Its document may have been here once and be gone.
        return corrected(corrected_law(node), further, LawObjects(node.objects).treaty)
    return _corrected(node.settings.law, (*_accepted(node), *corrections), LawObjects(node.objects))


def keep_law(node: Node, law: Law) -> str:
    """Keep the law among the objects; returns its version, by which `kept_law` finds it again."""
    return LawObjects(node.objects).keep(law)


def kept_law(node: Node, version: str) -> Law:
    """Return the law of a version under which a decision was taken."""
    return LawObjects(node.objects).law(version)


def depositary_facts(view: DirectoryView) -> StatedFacts:
    """Return what the depositary states, as the directory carries it."""
    stated = view.depositary.facts if view.depositary else ()
    return tuple(
        StatedFact(
            state=fact.state,
            instrument=fact.instrument,
            status=fact.status,
            day=date.fromisoformat(fact.date),
            source=fact.source,
            matter=fact.matter,
            article=fact.article,
            text=fact.text,
        )
        for fact in stated
        if _is_day(fact.date)
    )


def own_facts(view: DirectoryView) -> StatedFacts:
    """Return what each State states of itself in its entry."""
    return tuple(_own(view))


def _own(view: DirectoryView) -> Iterator[StatedFact]:
    for state in view.states:
        for fact in view.entry(state).party:
            if fact.status in _OWN_STATUSES and _is_day(fact.date):
                day = date.fromisoformat(fact.date)
                yield StatedFact(state, fact.instrument, fact.status, day, fact.source)


def _is_day(text: str) -> bool:
    """Decide whether a date that has the form of one exists."""
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _accepted(node: Node) -> tuple[bytes, ...]:
    """Return the documents of the corrections that count, in the order of their reviews."""
    accepted = [record for record in node.store.corrections() if record.accepted]
    accepted.sort(key=lambda record: (record.reviewed, record.id))
    return tuple(node.objects.get(record.document) for record in accepted)


@lru_cache(maxsize=VERSIONS_AT_HAND)
def _corrected(register: str, documents: tuple[bytes, ...], kept: LawObjects) -> Law:
    packaged = packaged_law(register)
    return corrected(packaged, [parse_correction(one) for one in documents], kept.treaty)


@lru_cache(maxsize=VERSIONS_AT_HAND)
def _in_force(
    register: str,
    documents: tuple[bytes, ...],
    kept: LawObjects,
    depositary: StatedFacts,
    own: StatedFacts,
) -> Law:
    law = _corrected(register, documents, kept)
    return as_prevails(law, depositary=depositary, own=own)
