# SPDX-License-Identifier: Apache-2.0
"""A draft as an officer judges it: the whole document, its author and approvals, the officer's
options.
"""

import base64
from collections.abc import Sequence
from dataclasses import dataclass

from rogatory.errors import Reason, ReasonBasis
from rogatory.node.context import Node
from rogatory.node.drafts.authors import approvals_needed, is_by_system
from rogatory.node.drafts.stored_drafts import content_of, draft_of
from rogatory.node.officers import approval_refusals
from rogatory.node.officers.passkeys import approving_records
from rogatory.node.officers.register import APPROVE, officer_reasons
from rogatory.node.peers.policy_effects import ChannelNotes, channel_notes, policy_reasons
from rogatory.node.permissions import Permission
from rogatory.node.provisions.request_law import law_of_message
from rogatory.node.repositories.drafts import Draft
from rogatory.requests.contents import labels
from rogatory.requests.contents.plain_words import BodyLine, Term, body_lines
from rogatory.requests.kinds.registry import KINDS
from rogatory.seal.approvals import challenge
from rogatory.wire.words import N_


@dataclass(frozen=True, slots=True)
class PasskeyRequest:
    """The request to an officer's browser: an assertion over the challenge of this content.

    Byte fields are base64url without padding, as WebAuthn's JSON forms have them.
    """

    challenge: str
    relying_party: str
    credentials: tuple[str, ...]
    """Those that the register lists for the officer in a role that approves; any of them may sign."""

    @property
    def ids(self) -> frozenset[bytes]:
        return frozenset(base64.urlsafe_b64decode(f"{one}==") for one in self.credentials)


@dataclass(frozen=True, slots=True)
class DraftView:
    """`against_approving`, `against_sending` and `against_changing` are empty where the officer may do so
    now.
    """

    draft: Draft
    title: str
    basis: ReasonBasis | None
    """The provision that the message rests on, by the law of its request."""
    lines: tuple[BodyLine, ...]
    demanded: int
    is_by_system: bool
    """A system wrote it, and no officer: it needs one more approval."""
    approved_by: tuple[str, ...]
    against_approving: tuple[Reason, ...]
    against_sending: tuple[Reason, ...]
    against_changing: tuple[Reason, ...]
    """Why the officer may neither take it back nor discard it."""
    passkey: PasskeyRequest | None
    channel: ChannelNotes
    """The channel that the other State wants for such a message, and the policies on it."""


def draft_view(node: Node, draft_id: str, officer: str) -> DraftView:
    """Return a draft that waits; refuses one that is unknown or sent."""
    draft, view, at = draft_of(node, draft_id), node.register.view(), node.clock.now()
    kind = KINDS[draft.kind]
    passkey = passkey_for(node, draft, officer)
    approving = [
        *(
            ()
            if passkey
            else officer_reasons(view, officer, draft.sender, Permission.APPROVE_MESSAGE, at)
        ),
        *_second_officer_reasons(draft, officer),
    ]
    about = law_of_message(node, draft)
    return DraftView(
        draft=draft,
        title=kind.title,
        basis=about.kind_basis(draft.kind),
        lines=(*_head(draft), *body_lines(draft.kind, draft.body)),
        demanded=approvals_needed(view, draft),
        is_by_system=is_by_system(draft),
        approved_by=tuple(one["officer"] for one in draft.approvals),
        against_approving=tuple(approving),
        against_sending=(
            *officer_reasons(view, officer, draft.sender, Permission.SEND_MESSAGE, at),
            *about.cited(policy_reasons(node, view, content_of(node, draft), draft.thread, at)),
        ),
        against_changing=tuple(
            officer_reasons(view, officer, draft.sender, Permission.DRAFT_MESSAGE, at)
        ),
        passkey=None if approving else passkey,
        channel=channel_notes(node, view, draft.addressee[:2].upper(), draft.kind, at).cited(about),
    )


def _second_officer_reasons(draft: Draft, officer: str) -> Sequence[Reason]:
    reasons = []
    if draft.drafted_by == officer:
        reasons.append(approval_refusals.OWN_APPROVAL.because(officer=officer))
    if any(one["officer"] == officer for one in draft.approvals):
        reasons.append(approval_refusals.APPROVED_TWICE.because(officer=officer))
    return reasons


def passkey_for(node: Node, draft: Draft, officer: str) -> PasskeyRequest | None:
    """Return what the officer's browser is asked for to approve the draft; None where the register
    lists no passkey by which he approves for its authority.
    """
    records = approving_records(node, officer, draft.sender)
    if not records:
        return None
    return PasskeyRequest(
        challenge=_base64url(challenge(APPROVE, draft.content)),
        relying_party=node.register.view().entry(node.state).relying_party.id,
        credentials=tuple(_base64url(one.credential) for one in records),
    )


_REQUEST = N_("Request")
"""The label of the thread, whose label in letters and reports is an older word."""


def _head(draft: Draft) -> list[BodyLine]:
    """Return what surrounds the body and is approved with it."""
    lines = [
        BodyLine(labels.KIND, Term(KINDS[draft.kind].title)),
        BodyLine(labels.FROM, draft.sender),
        BodyLine(labels.TO, draft.addressee),
        BodyLine(labels.LANGUAGE, draft.language),
        BodyLine(_REQUEST, draft.thread),
    ]
    lines += [BodyLine(labels.RELATED, thread) for thread in draft.related]
    return lines + [
        BodyLine(
            labels.ATTACHMENT,
            f"{one['name']} ({one['media_type']}, {one['size']}, {one['sha256']})",
        )
        for one in draft.attachments
    ]


def _base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")
