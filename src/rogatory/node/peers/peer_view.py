# SPDX-License-Identifier: Apache-2.0
"""The view of other States for a page: the channel to each, and the policies of both sides."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rogatory.errors import Reason
from rogatory.node.context import Node
from rogatory.node.peers.correspondents import Correspondents, correspondents, states_to_write_to
from rogatory.node.peers.counterparts import CounterpartRecord, register_history
from rogatory.node.peers.policy import PeerPolicy, PolicyTerms, counting, notice_terms, policies
from rogatory.node.peers.policy_effects import channel_notes
from rogatory.node.provisions.law_data import law_in_force
from rogatory.node.provisions.request_law import law_without_request
from rogatory.node.repositories.peers import Proposal, ProposalTopic
from rogatory.node.threads.postal_threads import UndispatchedLetter, letters_waiting
from rogatory.node.threads.transcript import envelope_of
from rogatory.requests.kinds.registry import OPENING_KINDS
from rogatory.wire.words import N_

POLICY_NOTICE = "policy_notice"


@dataclass(frozen=True, slots=True)
class PageRule:
    """A rule that such a page rests on: its article, and how well that is known."""

    rule: str
    article: str
    certainty: str


RULES: Sequence[tuple[str, str | None]] = (
    (N_("Requests go between the authorities that each State has named"), "channel"),
    (
        N_("A State may insist on the diplomatic channel; in urgency, if both agree, INTERPOL"),
        "diplomatic_channel",
    ),
    (
        N_("In writing, in a language that is accepted, so that it can be found authentic"),
        "language",
    ),
    (
        N_("Electronically where the law of both allows it and the means are secure"),
        "transmission",
    ),
    (N_("Help in an emergency is asked for at any hour"), "emergency_data"),
    (N_("A policy towards another State, of two officers and with its reason"), None),
)
"""The rules on relations with another State, each with the id of its provision: of the Convention, since
no request is there that could rest on another instrument."""


@dataclass(frozen=True, slots=True)
class NoticeView:
    """A policy of which the other State has notified us, and the thread of the notice."""

    thread: str
    terms: PolicyTerms
    is_verified: bool


@dataclass(frozen=True, slots=True)
class PeerView:
    """One State. `counts` are the policies towards it that count now; `history` is all of them."""

    state: str
    is_listed: bool
    held: tuple[Reason, ...]
    """Why a listed State may not be relied on now."""
    reached: Correspondents | None
    counts: tuple[PeerPolicy, ...]
    history: tuple[PeerPolicy, ...]
    notices: tuple[NoticeView, ...]
    warnings: tuple[Reason, ...]
    shows: tuple[Reason, ...]
    register: tuple[CounterpartRecord, ...]
    grounds: tuple[PageRule, ...]


@dataclass(frozen=True, slots=True)
class LetterDesk:
    """The tasks of a person for letters: those to compare, and those to dispatch."""

    to_compare: tuple[Proposal, ...]
    to_dispatch: tuple[UndispatchedLetter, ...]


def peer_view(node: Node, state: str) -> PeerView:
    """Return all that is known here of the channels to a State and of its relations with this one."""
    view, at = node.register.view(), node.clock.now()
    law, kinds = law_in_force(node), sorted(OPENING_KINDS)
    about = {kind: law_without_request(law, node.state, at.date(), kind) for kind in kinds}
    notes = [channel_notes(node, view, state, kind, at).cited(about[kind]) for kind in kinds]
    general = about[POLICY_NOTICE]
    known = policies(node, state)
    return PeerView(
        state=state,
        is_listed=state in view.listed,
        held=tuple(view.held.get(state, ())),
        reached=correspondents(node, view, state),
        counts=tuple(counting(known, state, at)),
        history=tuple(known),
        notices=tuple(_notices(node, state)),
        warnings=_once(reason for one in notes for reason in one.warnings),
        shows=_once(reason for one in notes for reason in one.shows),
        register=tuple(register_history(node, state)),
        grounds=tuple(PageRule(rule, *general.basis(cites)) for rule, cites in RULES),
    )


def peer_views(node: Node) -> list[PeerView]:
    """Return the States that can be written to, and every other one of which something is written
    here.
    """
    known = dict.fromkeys(states_to_write_to(node, node.register.view()))
    for subject in (ProposalTopic.POLICY, ProposalTopic.COUNTERPART):
        known |= dict.fromkeys(one.subject for one in node.store.proposals(subject))
    return [peer_view(node, state) for state in sorted(known)]


def letter_desk(node: Node) -> LetterDesk:
    waiting = node.store.proposals(ProposalTopic.TRANSCRIPTION, only_open=True)
    return LetterDesk(tuple(waiting), tuple(letters_waiting(node)))


def _notices(node: Node, state: str) -> list[NoticeView]:
    found = []
    for stored in node.store.notices(state):
        terms = notice_terms(state, envelope_of(stored).body)
        if terms is not None:
            found.append(NoticeView(stored.thread, terms, stored.receipt is not None))
    return found


def _once(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    """Return each reason once: those for several kinds differ in the kind alone."""
    return tuple({(reason.code.id, str(reason.fields)): reason for reason in reasons}.values())
