# SPDX-License-Identifier: Apache-2.0
"""The subject of a decision: a draft that is to leave, or a thread in which this State acts."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from rogatory.errors import Refused
from rogatory.node.context import Node
from rogatory.node.drafts.stored_drafts import draft_of
from rogatory.node.officers import refusals
from rogatory.node.provisions.law_data import law_in_force
from rogatory.node.provisions.request_law import instrument_named
from rogatory.node.repositories.drafts import Draft
from rogatory.node.repositories.law import DecisionTopic
from rogatory.node.threads.transcript import thread_state
from rogatory.requests.envelope import Envelope, MessageDraft
from rogatory.requests.kinds.families import LIVE
from rogatory.requests.kinds.registry import KINDS
from rogatory.requests.thread.basis_facts import agreed_in_lieu
from rogatory.treaty.composed.establishing import classification_of
from rogatory.treaty.law import Law
from rogatory.treaty.offences import Classification, Offence, offence_in
from rogatory.treaty.regimes import Regime, regime_of
from rogatory.treaty.safeguards import has_questions_before_sending
from rogatory.treaty.tables.instruments import THE_CONVENTION
from rogatory.wire.canonical import Json
from rogatory.wire.identifiers import parse_authority

UNSPECIFIED = "unspecified"
"""The category of a body that names no category of data: every question on data is asked."""

COERCIVE = frozenset({"search_seize_freeze", "recover_proceeds"})
NOT_COERCIVE = frozenset({"serve_documents", "provide_information", "voluntary_appearance"})
"""The measures that need coercion, and those that need none; of others it depends on the case."""

PRODUCED = frozenset({"disclose", "provide_information", "provide_records"})
"""The powers and measures for which an order to produce is used (article 27)."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A draft or a thread, as the law's questions see it.

    `kind` and `body` are those of the request; `is_executing` where this State is the one that is
    asked, be it for the further use of information that it gave. `draft` is given where the request itself is the draft.
    """

    id: str
    kind: str
    body: Mapping[str, Json]
    authority: str
    requesting: str
    requested: str
    is_executing: bool
    draft: Draft | None = None
    agreed: tuple[str, ...] = ()
    """The provisions on which the two States agreed in this case, in place of a treaty between them."""
    classified: Classification | None = None
    """How a lawyer of this State places the offence, where it is the one asked; None where nobody did."""

    @property
    def offence(self) -> Offence:
        stated = self.body.get("offence")
        found = offence_in(stated if isinstance(stated, Mapping) else {})
        if self.classified is None:
            return found
        return replace(
            found, classified=self.classified, convention_article=self.classified.catalogued
        )

    @property
    def states_offence(self) -> bool:
        return isinstance(self.body.get("offence"), Mapping)

    @property
    def categories(self) -> frozenset[str]:
        """The categories of the data that the request names."""
        return categories_of(self.body)

    @property
    def names_data(self) -> bool:
        return bool(self.body.get("data"))

    @property
    def is_on_the_convention(self) -> bool:
        """Decide whether the Convention's own rules on offences judge it; a request that names no
        basis is judged by them.
        """
        return self.instrument in {None, THE_CONVENTION}

    @property
    def places(self) -> frozenset[str]:
        """The States in which the request says that the data, the system or the account are."""
        named = self.body.get("items_or_accounts")
        stated = [self.body.get("custodian"), *(named if isinstance(named, list) else ())]
        found = (one.get("state") for one in stated if isinstance(one, Mapping))
        return frozenset(one for one in found if isinstance(one, str))

    @property
    def asks_for_production(self) -> bool:
        """Decide whether the request may be executed by an order to produce what somebody holds,
        and not by search alone.
        """
        wanted = (self.body.get("power"), self.body.get("measures"))
        return any(PRODUCED & {*one} for one in wanted if isinstance(one, list))

    @property
    def is_coercive(self) -> bool | None:
        """Decide whether the help that is asked for needs coercion; None where the request does not
        say so, as of statements that somebody may give freely or not.
        """
        measures = self.body.get("measures")
        named = {*measures} if isinstance(measures, list) else set()
        if self.kind in LIVE or self.body.get("power") or named & COERCIVE:
            return True
        return False if named and named <= NOT_COERCIVE else None

    @property
    def articles(self) -> tuple[str, ...]:
        """The articles that the request names of its basis."""
        stated = self.body.get("legal_basis")
        named = stated.get("articles") if isinstance(stated, Mapping) else None
        return tuple(map(str, named)) if isinstance(named, list) else ()

    @property
    def instrument(self) -> str | None:
        """The instrument that the request names as its basis."""
        return instrument_named(self.body)


def regime_for(law: Law, subject: Subject, on: date) -> Regime:
    """Return the law of a request on a day: that of the instrument that it names as its basis."""
    pair = (subject.requesting, subject.requested)
    return regime_of(law, subject.instrument, *pair, on, subject.agreed)


def subject_of(node: Node, law: Law, name: str) -> Subject:
    """Return the draft or thread of that identifier; of a draft that answers in a thread, the
    thread.

    Raises:
        Refused: there is neither a waiting draft nor a thread of that name.
    """
    if node.store.draft(name) is not None:
        draft = draft_of(node, name)
        return of_draft(draft) if is_asking(law, draft.kind) else of_thread(node, draft.thread)
    return of_thread(node, name)


def is_asking(law: Law, kind: str) -> bool:
    """Decide whether a message of the kind asks for something by itself, so that it is judged
    alone.
    """
    known = KINDS.get(kind)
    return (known is not None and known.opens_thread) or has_questions_before_sending(law, kind)


def of_draft(draft: Draft) -> Subject:
    return Subject(
        id=draft.id,
        kind=draft.kind,
        body=draft.body,
        authority=draft.sender,
        requesting=parse_authority(draft.sender).state,
        requested=parse_authority(draft.addressee).state,
        is_executing=False,
        draft=draft,
    )


def of_thread(node: Node, thread: str, basis: Envelope | None = None) -> Subject:
    """Return the request of a thread on the basis that a message states: by default the one in
    force.

    Raises:
        Refused: there is no thread of that name.
    """
    standing = thread_state(node, thread).standing
    opening = standing.opening
    if opening is None:
        raise Refused(refusals.THREAD_UNKNOWN.because(thread=ascii(thread)[:40]))
    found = of_request(opening, basis or standing.basis)
    if opening.sender.state == node.state:
        # Who gave information unasked decides on its further use: it is asked then, as others are.
        is_provider = standing.providing == node.state
        return replace(found, authority=str(opening.sender), is_executing=is_provider)
    return as_classified(node, found)


def as_classified(node: Node, request: Subject) -> Subject:
    """Return a received request with its offence as a lawyer of this State placed it, if one did."""
    taken = node.store.decisions(request.id)
    newest = next((one for one in reversed(taken) if one.matter is DecisionTopic.OFFENCE), None)
    if newest is None:
        return request
    instrument = newest.details.get("instrument") or request.instrument or THE_CONVENTION
    article = str(newest.details.get("article") or "")
    law = law_in_force(node)
    catalogued = str(newest.details.get("catalogued") or "")
    classified = classification_of(law, str(instrument), article, request.offence, catalogued)
    return replace(request, classified=classified)


def of_request(opening: Envelope | MessageDraft, basis: Envelope | None = None) -> Subject:
    """Return a request as the State that is asked sees it; on the basis that a later message
    states, if one is given.
    """
    body = opening.body
    if basis is not None and basis.body is not body:
        body = on_basis(body, basis.body)
    return Subject(
        id=opening.thread,
        kind=opening.kind,
        body=body,
        authority=str(opening.addressee),
        requesting=opening.sender.state,
        requested=opening.addressee.state,
        is_executing=True,
        agreed=agreed_in_lieu(basis),
    )


def on_basis(request: Mapping[str, Json], stated: Mapping[str, Json]) -> dict[str, Json]:
    """Return the body of a request with the legal basis that another body states."""
    return {**request, "legal_basis": stated.get("legal_basis")}


def categories_of(body: Mapping[str, Json]) -> frozenset[str]:
    items = body.get("data")
    found = {
        str(item["category"])
        for item in (items if isinstance(items, list) else ())
        if isinstance(item, Mapping) and isinstance(item.get("category"), str)
    }
    return frozenset(found or {UNSPECIFIED})
