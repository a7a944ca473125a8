# SPDX-License-Identifier: Apache-2.0
"""Which instrument a request rests on: decided by an officer, in force, and reaching the offence."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from rogatory.errors import Reason
from rogatory.node.law import refusals
from rogatory.node.law.in_lieu import in_lieu_reasons, in_lieu_warnings
from rogatory.node.law.questions import newest
from rogatory.node.law.request_terms import term_refusals
from rogatory.node.law.request_terms.channels import INTERPOL, channel_warnings
from rogatory.node.law.request_terms.cited_articles import (
    cited_notes,
    cited_warnings,
    instrument_name,
    offence_warnings,
)
from rogatory.node.law.subject import Subject, on_basis, regime_for
from rogatory.node.provisions.required_contents import required_reasons
from rogatory.node.repositories.law import Decision, DecisionTopic
from rogatory.requests.contents.body import is_unsaid
from rogatory.requests.thread.basis_facts import ACCEPTED, in_lieu_of
from rogatory.requests.thread.facts import AwaitedDecision
from rogatory.requests.thread.thread_facts import ThreadFacts
from rogatory.treaty import refusals as treaty_refusals
from rogatory.treaty.bases import LegalBasis, bases
from rogatory.treaty.composed.amendments import unrecorded_amendments
from rogatory.treaty.law import Law
from rogatory.treaty.parties import reservation_refusals
from rogatory.treaty.parties.reservation_refusals import EXCLUSION_REPORTED
from rogatory.treaty.parties.reservations import (
    excluded_territories,
    exclusions_reported,
    offence_between,
    territories_of,
)
from rogatory.treaty.powers import category_reasons, foreign_provider_warnings
from rogatory.treaty.regimes import regime_of
from rogatory.treaty.scope import scope_reasons, scope_warnings
from rogatory.treaty.tables.instruments import THE_CONVENTION
from rogatory.treaty.treaty_question import treaty_question
from rogatory.wire.canonical import Json

ORDERED = frozenset({"mla_stored_data", "mla_general", "evidence_collection"})
"""Requests that the requested State may execute by an order to a provider (article 27)."""

ABOUT_THE_OFFENCE = (
    treaty_refusals.OFFENCE_OUTSIDE,
    treaty_refusals.OFFENCE_NOT_SERIOUS,
    treaty_refusals.OFFENCE_NOT_CORRUPTION,
    treaty_refusals.OFFENCE_NOT_ESTABLISHED,
    treaty_refusals.OFFENCE_NOT_LISTED,
    reservation_refusals.OFFENCE_RESERVED,
    reservation_refusals.OFFENCE_RESERVED_MINOR,
    reservation_refusals.OFFENCE_RESERVED_SERIOUS,
    reservation_refusals.RESERVATION_REPORTED,
)
"""The reasons that rule an instrument out for an offence: none against a request that states none,
as one in an emergency may.
"""


def bases_of(law: Law, subject: Subject, on: date) -> tuple[LegalBasis, ...]:
    """Return every instrument between the two States, those that serve first."""
    return tuple(
        bases(law, subject.kind, subject.requesting, subject.requested, subject.offence, on)
    )


def basis_blocks(
    law: Law,
    subject: Subject,
    found: Sequence[LegalBasis],
    decisions: Sequence[Decision],
    on: date,
) -> Iterator[Reason]:
    """Apply lines 1, 2, 3 and 4 of the law's list.

    Line 1: an instrument that does not bind both States on the day carries no request; the
    Convention is never cited while it is not in force between the two (articles 64 and 65). Of
    another instrument of which nothing is recorded, that is a warning: a register may have gaps.
    Line 2: which treaty the request rests on was decided by an officer (articles 40(6) and 40(7)).
    Line 3: under the Convention, the offence is one of articles 7 to 17 or a serious crime (2(h)).
    Line 4: under article 47 it is one of articles 7 to 17.
    """
    named = subject.instrument
    if named is None:
        return
    chosen = newest(decisions, {DecisionTopic.BASIS})
    if chosen is None:
        yield refusals.BASIS_OPEN.because()
    elif chosen.answer != named:
        yield refusals.BASIS_OTHER.because(
            officer=chosen.officer,
            chosen=instrument_name(law, chosen.answer),
            named=instrument_name(law, named),
        )
    yield from named_reasons(law, subject, found, on)


def named_reasons(
    law: Law, subject: Subject, found: Sequence[LegalBasis], on: date
) -> Iterator[Reason]:
    """Yield why the instrument that a request names does not carry it; gaps of the register apart."""
    named = subject.instrument
    against = [
        reason
        for reason in _why_not(found, named)
        if not _is_gap(reason, named)
        and (subject.states_offence or reason.code not in ABOUT_THE_OFFENCE)
    ]
    if named in {one.instrument for one in found} and subject.states_offence:
        regime = regime_for(law, subject, on)
        against += scope_reasons(regime, subject.kind, subject.offence)
    yield from _each_once(against)


def reservation_warnings(
    law: Law, subject: Subject, found: Sequence[LegalBasis], on: date
) -> Iterator[Reason]:
    """Yield what reservations and declarations of the two States change of the basis that a request
    names: articles that one excluded, territories, a competence that nobody declared, and a protocol of which
    nothing is recorded.
    """
    named = next((one for one in found if one.instrument == subject.instrument), None)
    if named is None:
        return
    yield from unrecorded_amendments(regime_for(law, subject, on), subject.kind)
    for reason in named.warnings:
        if subject.states_offence or reason.code not in ABOUT_THE_OFFENCE:
            yield reason
    excluded = excluded_territories(law, subject.requested, on, named.instrument)
    reported = exclusions_reported(law, subject.requested, on, named.instrument)
    for territory in sorted(subject.places & excluded):
        is_reported = territory in reported
        code = EXCLUSION_REPORTED if is_reported else reservation_refusals.TERRITORY_EXCLUDED
        yield code.because(state=subject.requested, instrument=named.name, territory=territory)


def category_blocks(law: Law, subject: Subject, on: date) -> Iterator[Reason]:
    """Apply line 11 of the law's list, by the law's data: a category of data that no request of
    this kind may ask for (articles 2, 27 and 44 to 46). Where data are only named, as in a question
    for their place, no category is asked for.
    """
    obtaining = {kind for category in law.categories for kind in category.kinds}
    if subject.names_data and subject.kind in obtaining:
        yield from category_reasons(
            regime_for(law, subject, on), subject.kind, sorted(subject.categories)
        )


def basis_warnings(
    law: Law, subject: Subject, found: Sequence[LegalBasis], on: date
) -> Iterator[Reason]:
    """Apply lines 7 and 13 of the law's list, gaps in the register of parties, and what
    reservations change.

    Line 7: article 4 is no offence to base a request on. Line 13: a production order reaches no
    more than subscriber information with a provider that has its seat abroad (article 27). It is
    shown where the request says that the data are in another State.
    """
    named = subject.instrument
    yield from (reason for reason in _why_not(found, named) if _is_gap(reason, named))
    yield from reservation_warnings(law, subject, found, on)
    yield from cited_warnings(law, subject)
    yield from place_warnings(law, subject, on)
    yield from offence_warnings(law, subject)
    if subject.states_offence:
        regime = regime_for(law, subject, on)
        yield from scope_warnings(regime, subject.kind, subject.offence, subject.articles)
    is_abroad = bool(subject.places - {subject.requested})
    if subject.kind in ORDERED and subject.asks_for_production and is_abroad:
        yield from foreign_provider_warnings(
            regime_for(law, subject, on), sorted(subject.categories)
        )


def place_warnings(law: Law, subject: Subject, on: date) -> Iterator[Reason]:
    """Yield the States other than the one asked in which the request says that its objects are:
    that State acts on its own territory alone (article 5), with the territories that it declared.
    """
    instrument = subject.instrument or THE_CONVENTION
    own = territories_of(law, subject.requested, on, instrument)
    own |= excluded_territories(law, subject.requested, on, instrument)
    for state in sorted(subject.places - own - {subject.requested}):
        yield refusals.PLACE_ELSEWHERE.because(other=state, state=subject.requested)


def basis_shows(
    law: Law, subject: Subject, found: Sequence[LegalBasis], on: date
) -> Iterator[Reason]:
    """Apply lines 2 and 3 of the law's list, as they are shown: whether another treaty on
    assistance goes before the instrument's own procedure (40(6)-(7)); what the Convention would say
    of the offence where another instrument carries the request; and which cited provisions no line has.
    """
    yield from cited_notes(law, subject)
    question = treaty_question(regime_for(law, subject, on), subject.kind)
    yield from question.reasons if question else ()
    named = next((one for one in found if one.instrument == subject.instrument), None)
    if named is None or named.instrument == THE_CONVENTION or not subject.states_offence:
        return
    pair = (subject.requesting, subject.requested)
    offence = offence_between(law, THE_CONVENTION, pair, subject.offence, on)
    if scope_reasons(regime_of(law, None, *pair, on), subject.kind, offence):
        yield refusals.OUTSIDE_CONVENTION.because(instrument=named.name)


def _why_not(found: Sequence[LegalBasis], named: str | None) -> tuple[Reason, ...]:
    for basis in found:
        if basis.instrument == named:
            return basis.why_not
    if named is None:
        return ()
    if named == INTERPOL:
        return (term_refusals.BASIS_IS_CHANNEL.because(field="legal_basis.instrument"),)
    return (refusals.BASIS_UNKNOWN.because(instrument=ascii(named)[:60]),)


def _is_gap(reason: Reason, named: str | None) -> bool:
    return reason.code is treaty_refusals.NOTHING_RECORDED and named != THE_CONVENTION


def _each_once(reasons: Sequence[Reason]) -> Iterator[Reason]:
    """Yield each of them once; two tests may come to the same."""
    distinct: list[Reason] = []
    for reason in reasons:
        if reason not in distinct:
            distinct.append(reason)
            yield reason


PROPOSING, ANSWERING = "basis_proposed", "basis_answered"
CHANGING = frozenset({PROPOSING, ANSWERING})


RECIPROCITY, SUPPLEMENTS = "reciprocity", "supplements"
"""Contents that the requesting State states with a change of its basis: reciprocity, and those that its request lacks."""


@dataclass(frozen=True, slots=True)
class ChangedBasis:
    """A request as it would rest on another basis, and the contents that the requesting State has `stated` with
    this change and with those before it that were agreed to. `writer` writes the change.
    """

    subject: Subject
    stated: frozenset[str]
    writer: str
    is_supplemented: bool

    @property
    def is_of_requesting(self) -> bool:
        return self.writer == self.subject.requesting


def proposed_change(
    subject: Subject,
    kind: str,
    body: Mapping[str, Json],
    writer: str,
    standing: ThreadFacts,
    answered: Iterable[AwaitedDecision],
) -> ChangedBasis | None:
    """Return the request on the basis that a message of the `writer` proposes or accepts; None where it does
    neither. `answered` are the proposals that were answered before it.
    """
    proposal = _proposal_meant(kind, body, standing)
    if proposal is None:
        return None
    changed = replace(subject, body=on_basis(subject.body, proposal), agreed=in_lieu_of(proposal))
    stated = {*_stated_before(subject, answered)}
    if writer == subject.requesting:
        stated |= _stated_in(body)
    return ChangedBasis(changed, frozenset(stated), writer, SUPPLEMENTS in body)


def _proposal_meant(
    kind: str, body: Mapping[str, Json], standing: ThreadFacts
) -> Mapping[str, Json] | None:
    if kind == PROPOSING:
        return body
    if kind != ANSWERING or body.get("decision") != ACCEPTED:
        return None
    digest = body.get("answers_to")
    found = (one.message.body for one in standing.proposals if one.message.digest == digest)
    return next(found, None)


def _stated_before(subject: Subject, answered: Iterable[AwaitedDecision]) -> Iterator[str]:
    for one in answered:
        agreed = (one.message, one.answer) if one.outcome == ACCEPTED else ()
        for message in agreed:
            if message is not None and message.sender.state == subject.requesting:
                yield from _stated_in(message.body)


def _stated_in(body: Mapping[str, Json]) -> set[str]:
    """Return the contents of the request that a change of its basis states."""
    listed = body.get(SUPPLEMENTS)
    entries = listed if isinstance(listed, list) else []
    found = {
        str(one.get("item"))
        for one in entries
        if isinstance(one, Mapping) and not is_unsaid(one.get("statement"))
    }
    return found if is_unsaid(body.get(RECIPROCITY)) else found | {RECIPROCITY}


def change_blocks(law: Law, change: ChangedBasis, on: date) -> Iterator[Reason]:
    """Yield why the instrument does not carry the request, line 1 of the law's list; what it demands of the
    request and nobody stated, where the requesting State writes the change; and that another State supplements
    the request.
    """
    changed = change.subject
    yield from named_reasons(law, changed, bases_of(law, changed, on), on)
    yield from category_blocks(law, changed, on)
    yield from _demanded_with_basis(law, change, on)
    yield from in_lieu_reasons(law, changed, on)


def _demanded_with_basis(law: Law, change: ChangedBasis, on: date) -> Iterator[Reason]:
    if not change.is_of_requesting:
        if change.is_supplemented:
            yield refusals.SUPPLEMENT_FOREIGN.because(state=change.subject.requesting)
        return
    changed = change.subject
    regime, kind = regime_for(law, changed, on), changed.kind
    for reason in required_reasons(regime, kind, kind, changed.body):
        if reason.fields.get("field") not in change.stated:
            yield reason


def change_warnings(law: Law, change: ChangedBasis, on: date) -> Iterator[Reason]:
    """Yield gaps of the register, articles that are not named or not known, and a channel that the instrument
    does not have.
    """
    changed = change.subject
    yield from basis_warnings(law, changed, bases_of(law, changed, on), on)
    yield from channel_warnings(law, changed, on)
    yield from cited_notes(law, changed)
    yield from in_lieu_warnings(law, changed, on)


def change_remarks(law: Law, change: ChangedBasis, on: date) -> Iterator[Reason]:
    """Yield what is to be said of a change that the other State proposed or accepted."""
    changed = change.subject
    found = bases_of(law, changed, on)
    yield from _demanded_with_basis(law, change, on)
    yield from in_lieu_reasons(law, changed, on)
    yield from in_lieu_warnings(law, changed, on)
    yield from named_reasons(law, changed, found, on)
    yield from category_blocks(law, changed, on)
    yield from reservation_warnings(law, changed, found, on)
    yield from channel_warnings(law, changed, on)
    yield from cited_warnings(law, changed)
    yield from cited_notes(law, changed)
