# SPDX-License-Identifier: Apache-2.0
"""The sources of obligations: a thread, its clocks, and the place where the law has a statement for
its kind.

An obligation that neither the law's tables nor a kind's own contents state does not exist here:
`rests_…` is then None.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from rogatory.errors import NO_ARTICLE
from rogatory.node.law.conditions.offers import (
    ACCEPTED,
    INFORMATION_KIND,
    BindingConditions,
    Offered,
    what_binds,
)
from rogatory.node.law.subject import of_request, regime_for
from rogatory.node.obligations.obligation import Obligation, ObligationStatus, Rests
from rogatory.requests.deadlines.thread_deadlines import Deadline
from rogatory.requests.envelope import Envelope
from rogatory.requests.kinds.registry import KINDS
from rogatory.requests.thread.basis_history import basis_at
from rogatory.requests.thread.kind_places import PLACES
from rogatory.requests.thread.thread_facts import ThreadFacts
from rogatory.requests.thread.transcript import MessageOutcome, ThreadState
from rogatory.treaty.citing import line_of
from rogatory.treaty.grounds import binding_rule, conditions_for, duty_of
from rogatory.treaty.law import Law
from rogatory.treaty.refusing import CONSULTATION, IntendedReply
from rogatory.treaty.regimes import Regime, cite, instrument_of, kind_law, limit_of
from rogatory.treaty.rows import Certainty
from rogatory.treaty.tables.kinds import KindLaw
from rogatory.treaty.tables.limits import Limit
from rogatory.wire.canonical import Json


@dataclass(frozen=True)
class Case:
    """An opened thread, read with the law. `opening` is its request."""

    thread: ThreadState
    clocks: Sequence[Deadline]
    law: Law
    opening: Envelope
    basis: Envelope | None = None
    """The message that states the basis, where it is not the one in force now: see `at`."""
    offered: Offered | None = None
    """The offer that the information of this thread names."""

    @property
    def standing(self) -> ThreadFacts:
        return self.thread.standing

    @property
    def kind(self) -> str:
        return self.opening.kind

    @property
    def body(self) -> Mapping[str, Json]:
        return self.opening.body

    @cached_property
    def by_digest(self) -> Mapping[str, Envelope]:
        return {entry.envelope.digest: entry.envelope for entry in self.thread.entries}

    def messages(self, kind: str) -> Iterator[Envelope]:
        """Yield the messages of a kind that count, in their order."""
        for entry in self.thread.entries:
            if entry.envelope.kind == kind and entry.outcome is MessageOutcome.APPLIED:
                yield entry.envelope

    def clock(self, *names: str) -> Deadline | None:
        return next((one for one in self.clocks if one.name in names), None)

    def has_place(self, kind: str) -> bool:
        """Decide whether a message of the kind is allowed in this thread in its present state."""
        follows = self.kind in KINDS[kind].follows
        return follows and self.standing.status in PLACES[kind].statuses

    def at(self, message: str) -> "Case":
        """Return the case by the basis in force where a message was written: what arose from it
        stays, whatever basis is agreed later.
        """
        basis = basis_at(self.thread, message)
        known = self.basis or self.standing.basis
        return self if basis == known else replace(self, basis=basis)

    @cached_property
    def regime(self) -> Regime:
        """The law of the request, on the day on which its basis was stated."""
        basis = self.basis or self.standing.basis or self.opening
        subject = of_request(self.opening, basis)
        return regime_for(self.law, subject, basis.issued.date())

    @cached_property
    def kind_law(self) -> KindLaw | None:
        return kind_law(self.regime, self.kind)

    @cached_property
    def information_terms(self) -> BindingConditions:
        """The conditions of information that bind, as its offer was answered."""
        return what_binds(binding_rule(self.regime, self.kind), self.opening, self.offered)

    @property
    def is_free_of_terms(self) -> bool:
        """Decide whether the receiver declined the terms of an offer, and is bound by none: of the
        offer itself, and of information that was given all the same.
        """
        of_offer = (one for one in self.standing.offers if not one.is_open)
        is_declined = any(one.outcome != ACCEPTED for one in of_offer) or (
            self.offered is not None and self.offered.is_declined
        )
        return is_declined and not binding_rule(self.regime, INFORMATION_KIND).is_by_giver

    def limit(self, name: str) -> Limit | None:
        return limit_of(self.regime, name, self.kind)

    def rests_on_limit(self, name: str) -> Rests | None:
        found = self.limit(name)
        return (
            self.rests_on(found.article, found.certainty, instrument_of(found)) if found else None
        )

    def rests_on_duty(self, name: str, kind: str | None = None) -> Rests | None:
        duty = duty_of(self.regime, name, kind or self.kind)
        return self.rests_on(duty.article, duty.certainty, duty.instrument) if duty else None

    def rests_on_condition(self, name: str, kind: str | None = None) -> Rests | None:
        for one in conditions_for(self.regime, kind or self.kind):
            if one.id == name:
                return self.rests_on(one.article, one.certainty, one.instrument)
        return None

    def owes_consultation(self, ground: str) -> bool:
        """Decide whether the two States must consult before a refusal on that ground."""
        duty = duty_of(self.regime, CONSULTATION, self.kind)
        return (
            duty is not None
            and not duty.is_discretionary
            and duty.is_owed(ground, IntendedReply.REFUSAL.value)
        )

    def rests_on(self, article: str, certainty: Certainty, instrument: str | None = None) -> Rests:
        """Return an article of an instrument, of the request's own where none is named."""
        return Rests(cite(self.regime, instrument or self.regime.instrument, article), certainty)

    def rests_on_content(self, kind: str, key: str) -> Rests | None:
        """Return where it is found that a message of the kind states this: in the instrument of the
        request, or, where that is silent, in what States practise.
        """
        if kind not in KINDS:
            return None
        known = KINDS[kind]
        has_content = any(one.key == key for one in known.contents)
        return self.rests_on_cited(known.content_cites(key)) if has_content else None

    def rests_on_cited(self, cites: str | None) -> Rests:
        """Return the provision of an id under the law of the request, practice where it has none."""
        line = None if cites is None else line_of(self.regime, self.kind, cites)
        if line is None:
            return Rests(NO_ARTICLE, "practice")
        return self.rests_on(line.article, line.certainty, line.instrument)

    def owed(
        self,
        name: str,
        title: str,
        by: str | None,
        rests: Rests | None,
        status: ObligationStatus,
        message: str,
        **more: Any,
    ) -> Iterator[Obligation]:
        """Yield the obligation, if anything is known that it rests on."""
        sides = {str(self.standing.requesting), str(self.standing.requested)}
        if rests is None or by is None:
            return
        (other,) = sides - {by}
        since = self.by_digest[message].issued
        yield Obligation(
            name, title, by, other, rests.article, rests.certainty, status, message, since, **more
        )
