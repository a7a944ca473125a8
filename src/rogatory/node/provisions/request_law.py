# SPDX-License-Identifier: Apache-2.0
"""The law of the request that a message makes or follows, for what is cited where it is rendered."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from rogatory.errors import CITES, Reason, ReasonBasis
from rogatory.node.context import Node
from rogatory.node.provisions.law_data import law_in_force
from rogatory.node.repositories.threads import ThreadSummary
from rogatory.requests.deadlines.thread_deadlines import REQUESTED_DATE
from rogatory.requests.kinds.registry import KINDS
from rogatory.requests.thread.basis_facts import agreed_in_lieu
from rogatory.requests.thread.transcript import ThreadState
from rogatory.treaty.citing import basis_of, with_basis
from rogatory.treaty.law import Law
from rogatory.treaty.regimes import Regime, regime_of
from rogatory.wire.canonical import Json

REQUESTING = "requesting"


@dataclass(frozen=True, slots=True)
class RequestLaw:
    """The law of a request, and the kind of that request."""

    regime: Regime
    kind: str

    def basis(self, cites: str | None) -> ReasonBasis:
        """Return the provision of an id, practice where the instrument has none."""
        return basis_of(self.regime, self.kind, cites)

    def kind_basis(self, kind: str) -> ReasonBasis | None:
        """Return what messages of a kind rest on; nothing is claimed of an unknown kind."""
        known = KINDS.get(kind)
        return None if known is None else self.basis(known.cites)

    def provisions(self, more: Iterable[str] = ()) -> Mapping[str, ReasonBasis]:
        """Return what messages, clocks and crossings of the request's thread cite, and `more`, by id."""
        cited = {one.cites for one in KINDS.values() if one.cites is not None}
        cited.add(f"{self.kind}/{REQUESTED_DATE}")
        return {name: self.basis(name) for name in sorted(cited.union(more))}

    def cited(self, reasons: Iterable[Reason]) -> tuple[Reason, ...]:
        """Return reasons with the provisions that they cite by an id."""
        return tuple(with_basis(self.regime, self.kind, reasons))


def instrument_named(body: Mapping[str, Json]) -> str | None:
    """Return the instrument that a request names as its basis."""
    stated = body.get("legal_basis")
    named = stated.get("instrument") if isinstance(stated, Mapping) else None
    return named if isinstance(named, str) else None


def law_of_thread(law: Law, summary: ThreadSummary, own: str) -> RequestLaw:
    """Return the law of the request of a thread, on the day on which it was opened; `own` is this State."""
    sides = (own, summary.peer) if summary.role == REQUESTING else (summary.peer, own)
    regime = regime_of(law, summary.basis or None, *sides, summary.opened.date(), summary.in_lieu)
    return RequestLaw(regime, summary.kind)


def law_of_messages(law: Law, thread: ThreadState) -> RequestLaw | None:
    """Return the law of the request of a thread from its messages alone, as a workstation has them; None
    where the one that opens it is missing.
    """
    opening = thread.standing.opening
    if opening is None:
        return None
    basis = thread.standing.basis or opening
    sides = (opening.sender.state, opening.addressee.state)
    regime = regime_of(
        law, instrument_named(basis.body), *sides, opening.issued.date(), agreed_in_lieu(basis)
    )
    return RequestLaw(regime, opening.kind)


def law_without_request(law: Law, own: str, on: date, kind: str) -> RequestLaw:
    """Return the Convention's law of a kind, for lists of kinds where no State is asked yet."""
    return RequestLaw(regime_of(law, None, own, own, on), kind)


def law_of_known(node: Node, thread: str) -> RequestLaw | None:
    """Return the law of the request of a thread; None of one that has no messages here."""
    summary = node.store.summary(thread)
    return None if summary is None else law_of_thread(law_in_force(node), summary, node.state)


def reasons_in_thread(node: Node, thread: str, reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    """Return reasons about a thread with the provisions that they cite by an id."""
    found = tuple(reasons)
    about = law_of_known(node, thread) if any(CITES in one.fields for one in found) else None
    return found if about is None else about.cited(found)


class MessageInWriting(Protocol):
    """A message that is being written: a text, a draft, or what is to be signed."""

    @property
    def kind(self) -> str: ...
    @property
    def thread(self) -> str | None: ...
    @property
    def sender(self) -> object: ...
    @property
    def addressee(self) -> object: ...
    @property
    def body(self) -> Mapping[str, Json]: ...


def law_of_message(node: Node, message: MessageInWriting, law: Law | None = None) -> RequestLaw:
    """Return the law of the thread that a message belongs to, or else of the request that it makes."""
    law = law or law_in_force(node)
    summary = None if message.thread is None else node.store.summary(message.thread)
    if summary is not None:
        return law_of_thread(law, summary, node.state)
    # The authorities of a text may not be whole yet; a State is the first two letters of each.
    requesting, requested = (str(one)[:2].upper() for one in (message.sender, message.addressee))
    named, today = instrument_named(message.body), node.clock.now().date()
    regime = regime_of(law, named, requesting, requested, today)
    return RequestLaw(regime, message.kind)


def cited_reasons(node: Node, message: MessageInWriting, reasons: Iterable[Reason]) -> list[Reason]:
    """Return reasons against a message with the provisions that they cite by an id."""
    found = list(reasons)
    if not any(CITES in one.fields for one in found):
        return found
    about = law_of_message(node, message)
    return list(about.cited(found))
