# SPDX-License-Identifier: Apache-2.0
"""The aids to a decision, by kind: offences, grounds and duties, questions."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from rogatory.console.frame.access import officer_page
from rogatory.console.frame.answers import answer
from rogatory.console.frame.this_node import this_node
from rogatory.console.law.query import law_here, requested_one
from rogatory.node.permissions import Permission
from rogatory.requests.contents.labels import VALUES
from rogatory.requests.kinds.registry import KINDS
from rogatory.treaty.grounds import (
    Ground,
    duties_for,
    grounds_for,
    never_grounds_for,
    postponements_for,
)
from rogatory.treaty.law import Law
from rogatory.treaty.regimes import Regime, cite, instrument_of, is_open, kind_law, regime_of
from rogatory.treaty.requirements import requirements_of
from rogatory.treaty.rows import Certainty
from rogatory.treaty.safeguards import (
    questions_before_executing,
    questions_before_refusing,
    questions_before_sending,
)
from rogatory.treaty.tables.cited_treaties import CitedTreaty
from rogatory.treaty.tables.instruments import THE_CONVENTION, Instrument


@dataclass(frozen=True, slots=True)
class KindChoice:
    """A kind that the law's data know, by its title where messages of that kind exist here."""

    name: str
    title: str


@dataclass(frozen=True, slots=True)
class RequiredContent:
    """A field that the instrument requires of a message, by its title: without its `condition` always, or
    where a `measure` is asked for.
    """

    key: str
    label: str
    citation: str
    certainty: Certainty
    source: str
    cites: tuple[CitedTreaty, ...]
    condition: str | None
    measures: tuple[str, ...]


def _required_contents(regime: Regime, kind: str) -> Iterator[RequiredContent]:
    labels = {one.key: one.label for one in KINDS[kind].contents} if kind in KINDS else {}
    for row in requirements_of(regime, kind, kind):
        if row.key in labels:
            yield RequiredContent(
                key=row.key,
                label=labels[row.key],
                citation=cite(regime, instrument_of(row), row.article),
                certainty=row.certainty,
                source=row.source,
                cites=row.cites,
                condition=row.condition,
                measures=tuple(VALUES.get(one, one) for one in row.demanded_for),
            )


@require_safe
@officer_page(Permission.READ_LAW)
def show_offences(request: HttpRequest) -> HttpResponse:
    """Return the offences of articles 7 to 17, element by element, and the test of a serious crime."""
    law = law_here()
    data = {"offences": law.offences, "thresholds": law.thresholds}
    return answer(request, "console/law/offences.html", data)


@require_safe
@officer_page(Permission.READ_LAW)
def show_grounds(request: HttpRequest) -> HttpResponse:
    """Show for an instrument and a kind (`?basis=`, `?kind=`) the lists: grounds to refuse, to
    postpone, never a ground; duties, and the contents that the instrument requires. What a treaty between two States brings in
    shows where a request between them is decided.
    """
    law = law_here()
    kinds, bases = _kinds(law), _regimes(law)
    kind = requested_one(request, "kind", [one.name for one in kinds])
    basis = requested_one(request, "basis", [one.id for one in bases])
    regime = _regime_here(law, basis)
    about = kind_law(regime, kind)
    lists: tuple[tuple[str, tuple[Ground, ...]], ...] = (
        ("refusal", grounds_for(regime, kind)),
        ("postponement", postponements_for(regime, kind)),
        ("never", never_grounds_for(regime, kind)),
    )
    data = {
        "bases": bases,
        "basis": basis,
        "is_open": is_open(regime, kind),
        "kinds": kinds,
        "kind": kind,
        "about": about,
        "about_cited": cite(regime, basis, about.article) if about else None,
        "lists": [{"list": name, "grounds": grounds} for name, grounds in lists],
        "duties": duties_for(regime, kind),
        "required": [*_required_contents(regime, kind)],
    }
    return answer(request, "console/law/grounds.html", data)


@require_safe
@officer_page(Permission.READ_LAW)
def show_questions(request: HttpRequest) -> HttpResponse:
    """Show for an instrument and a kind (`?basis=`, `?kind=`) the questions before sending, before
    executing and before refusing.
    """
    law = law_here()
    kinds, bases = _kinds(law), _regimes(law)
    kind = requested_one(request, "kind", [one.name for one in kinds])
    basis = requested_one(request, "basis", [one.id for one in bases])
    regime = _regime_here(law, basis)
    data = {
        "bases": bases,
        "basis": basis,
        "kinds": kinds,
        "kind": kind,
        "sending": questions_before_sending(regime, kind),
        "executing": questions_before_executing(regime, kind),
        "refusing": questions_before_refusing(regime, kind),
    }
    return answer(request, "console/law/questions.html", data)


def _regime_here(law: Law, basis: str) -> Regime:
    """Return the law of an instrument without what binds this State and another one besides."""
    node = this_node()
    return regime_of(law, basis, node.state, node.state, node.clock.now().date())


def _kinds(law: Law) -> tuple[KindChoice, ...]:
    return tuple(
        KindChoice(one.kind, KINDS[one.kind].title if one.kind in KINDS else one.kind)
        for one in law.kinds
        if one.instrument is None
    )


def _regimes(law: Law) -> tuple[Instrument, ...]:
    """Return the instruments of whose law something is recorded, the Convention first."""
    recorded = {instrument_of(one) for one in law.kinds}
    found = [one for one in law.instruments if one.id in recorded]
    return tuple(sorted(found, key=lambda one: one.id != THE_CONVENTION))
