# SPDX-License-Identifier: Apache-2.0
"""The sources of obligations: a thread, its clocks, and the place where the law has a statement for
its kind.

An obligation that neither the law's tables nor a kind's own contents state does not exist here:
`rests_…` is then None.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from rogatory.node.obligations.obligation import Obligation, ObligationStatus, Rests
from rogatory.requests.deadlines.thread_deadlines import Deadline
from rogatory.requests.envelope import Envelope
from rogatory.requests.kinds.registry import KINDS
from rogatory.requests.thread.kind_places import PLACES
from rogatory.requests.thread.thread_facts import ThreadFacts
from rogatory.requests.thread.transcript import MessageOutcome, ThreadState
from rogatory.treaty.law import Law
from rogatory.treaty.tables.grounds import Duty, ListedGround
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

    def said(self, kind: str) -> Iterator[Envelope]:
        """The messages of a kind that count, in their order."""
        for entry in self.thread.entries:
            if entry.envelope.kind == kind and entry.outcome is MessageOutcome.APPLIED:
                yield entry.envelope

    def clock(self, *names: str) -> Deadline | None:
        return next((one for one in self.clocks if one.name in names), None)

    def has_place(self, kind: str) -> bool:
        """Decide whether a message of the kind is allowed in this thread in its present state."""
        follows = self.kind in KINDS[kind].follows
        return follows and self.standing.status in PLACES[kind].statuses

    @cached_property
    def kind_law(self) -> KindLaw | None:
        return next((one for one in self.law.kinds if one.kind == self.kind), None)

    def limit(self, name: str) -> Limit | None:
        return next((one for one in self.law.limits if one.id == name), None)

    def rests_on_limit(self, name: str) -> Rests | None:
        found = self.limit(name)
        return Rests(found.article, found.certainty) if found else None

    def rests_on_duty(self, name: str, kind: str | None = None) -> Rests | None:
        return _cited(self.law.duties, name, kind or self.kind)

    def rests_on_condition(self, name: str, kind: str | None = None) -> Rests | None:
        return _cited(self.law.conditions, name, kind or self.kind)

    def rests_on_content(self, kind: str, key: str) -> Rests | None:
        """Return the place where a message of the kind states this."""
        if kind not in KINDS:
            return None
        found = next((one for one in KINDS[kind].contents if one.key == key), None)
        return Rests(found.article, found.certainty) if found else None

    def owed(
        self,
        name: str,
        title: str,
        by: str | None,
        rests: Rests | None,
        stands: ObligationStatus,
        message: str,
        **more: Any,
    ) -> Iterator[Obligation]:
        """The obligation, if anything is known that it rests on."""
        sides = {str(self.standing.requesting), str(self.standing.requested)}
        if rests is None or by is None:
            return
        (other,) = sides - {by}
        since = self.by_digest[message].issued
        yield Obligation(
            name, title, by, other, rests.article, rests.certainty, stands, message, since, **more
        )


def _cited(rows: Sequence[Duty] | Sequence[ListedGround], name: str, kind: str) -> Rests | None:
    for row in rows:
        if row.id == name and kind in row.kinds:
            return Rests(row.kinds[kind].article, row.kinds[kind].certainty)
    return None
