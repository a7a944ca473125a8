# SPDX-License-Identifier: Apache-2.0
"""Setting this State's policy towards another: one officer proposes, a second one confirms."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from rogatory.custody.events.act_codes import act
from rogatory.errors import Phrase, Reason, Refused, refuse_if_any
from rogatory.node.context import Node
from rogatory.node.drafts.draft import NewMessage, draft_message
from rogatory.node.officers import alert_codes
from rogatory.node.officers.alerts import page
from rogatory.node.officers.dual_control import (
    acting_reasons,
    decide_proposal,
    proposal_of,
    reason_reasons,
    write_proposal,
)
from rogatory.node.peers import policy_refusals
from rogatory.node.peers.correspondents import correspondents
from rogatory.node.peers.policy import (
    ASKS_NOTHING,
    PeerPolicy,
    PolicyTerms,
    Stance,
    notice_body,
    policy_document,
    policy_in,
)
from rogatory.node.permissions import Permission
from rogatory.node.repositories.drafts import Draft
from rogatory.node.repositories.peers import ProposalTopic
from rogatory.requests.kinds.registry import OPENING_KINDS
from rogatory.wire.identifiers import parse_state
from rogatory.wire.words import P_, FilledText, statement_of


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A policy that was decided on, and the notice to the peer: drafted, or why it was not."""

    policy: PeerPolicy
    notice: Draft | None
    untold: tuple[Reason, ...] = ()


def propose_policy(node: Node, terms: PolicyTerms, *, authority: str, officer: str) -> PeerPolicy:
    """Propose this State's policy towards another one; nothing changes yet.

    1. The officer may propose policies for the authority.
    2. It is towards another State.
    3. The kinds are opening kinds that a policy may cover; a reason is given; it ends after it
       begins, and not in the past.
    4. A policy that requires another channel names it.

    Raises:
        Refused: with every reason; nothing is written.
    """
    at = node.clock.now()
    refuse_if_any(
        [
            *acting_reasons(node, officer, authority, Permission.PROPOSE_POLICY, at),  # 1
            *_terms_reasons(node, terms, at),  # 2 to 4
        ]
    )
    document = policy_document(node.network, terms)
    made = write_proposal(
        node, ProposalTopic.POLICY, terms.state, document, authority=authority, officer=officer
    )
    return policy_in(made)


def decide_policy(
    node: Node, policy: str, officer: str, *, accept: bool, reason: str, language: str = "en"
) -> Confirmed:
    """Confirm or decline a policy; confirmed, it counts from its date on, and the peer is notified.

    1. The officer may confirm, is not the one who proposed, and gives a reason.
    2. Decision and custody event are one transaction.
    3. A policy notice is drafted for approval, in the proposer's name. Where that is refused, a
       human is alerted: the policy counts, and the peer has not been notified.

    Raises:
        Refused: with every reason of 1; nothing is written.
    """
    found = proposal_of(node, ProposalTopic.POLICY, policy)
    terms = policy_in(found).terms
    code = "policy-confirmed" if accept else "policy-declined"
    decided = decide_proposal(
        node,
        found,
        officer,
        Permission.CONFIRM_POLICY,
        accepted=accept,
        reason=reason,
        act=act(
            code, state=terms.state, stance=terms.stance.value, kinds=tuple(terms.kinds) or None
        ),
    )  # 1, 2
    if not accept:
        return Confirmed(policy_in(decided), None)
    return draft_notice(node, policy_in(decided), language=language)  # 3


def draft_notice(node: Node, policy: PeerPolicy, *, language: str = "en") -> Confirmed:
    """Draft the notice of a confirmed policy; what prevents it is returned, and raises an alert."""
    try:
        notice = draft_message(
            node,
            message=NewMessage(
                kind="policy_notice",
                sender=policy.authority,
                addressee=_addressee(node, policy.terms.state),
                language=language,
                body=notice_body(policy, _name(node, policy.authority)),
            ),
            officer=policy.by,
        )
    except Refused as error:
        page(
            node,
            f"policy-untold/{policy.id}",
            alert_codes.POLICY_UNTOLD.because(
                state=policy.terms.state, problem=statement_of(error)
            ),
            at=node.clock.now(),
            thread=None,
        )
        return Confirmed(policy, None, error.reasons)
    return Confirmed(policy, notice)


def _name(node: Node, authority: str) -> str:
    return node.register.view().authority(authority).names.get("en", authority)


def _addressee(node: Node, state: str) -> str:
    """Return the State's contact point, or the first authority that can be written to."""
    found = correspondents(node, node.register.view(), state)
    names = list(found.authorities) if found else []
    contact = f"{state.lower()}/contact-point"
    return contact if contact in names or not names else names[0]


def _terms_reasons(node: Node, terms: PolicyTerms, at: datetime) -> Iterator[Reason]:
    try:
        parse_state(terms.state)
    except Refused as error:
        yield from error.reasons
    if terms.state == node.state:
        yield policy_refusals.POLICY_OWN_STATE.because(state=terms.state)
    yield from reason_reasons(terms.reason)
    for problem in _problems(terms, at):
        yield policy_refusals.POLICY_TERMS.because(problem=problem)


def _problems(terms: PolicyTerms, at: datetime) -> Iterator[Phrase]:
    odd = sorted(set(terms.kinds) - (OPENING_KINDS - ASKS_NOTHING))
    if odd:
        yield FilledText(
            P_("it names {names}, which open no thread or only inform"),
            names=ascii(", ".join(odd))[:120],
        )
    if len(set(terms.kinds)) != len(terms.kinds):
        yield P_("it names a kind twice")
    if terms.until is not None and terms.until <= max(terms.start, at):
        yield P_("it ends before it begins, or in the past")
    if terms.stance is Stance.DIPLOMATIC and not (terms.channel or "").strip():
        yield P_("it requires another channel and does not state how to reach it")
    if terms.channel is not None and len(terms.channel) > LONGEST_CHANNEL:
        yield FilledText(
            P_("its text on the channel has more than {limit} characters"),
            limit=LONGEST_CHANNEL,
        )


LONGEST_CHANNEL = 300
"""An address and a sentence; more would hide the reason beside it."""
