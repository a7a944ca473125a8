# SPDX-License-Identifier: Apache-2.0
"""A draft as the store keeps it and as the package `requests` reads it."""

from collections.abc import Iterator

from rogatory.errors import Reason, Refused, refuse_if_any
from rogatory.node.context import Node
from rogatory.node.drafts import draft_refusals
from rogatory.node.repositories.drafts import Draft, Ending
from rogatory.node.threads.thread_keys import thread_of_key
from rogatory.requests import envelope
from rogatory.wire import canonical
from rogatory.wire.identifiers import parse_authority
from rogatory.wire.moments import format_moment


def draft_of(node: Node, draft: str) -> Draft:
    """Return the draft of that identifier, if it waits to be sent."""
    found = node.store.draft(draft)
    if found is None:
        raise Refused(draft_refusals.DRAFT_UNKNOWN.because(draft=draft))
    refuse_if_any(ended_reasons(found))
    return found


def ended_reasons(draft: Draft) -> Iterator[Reason]:
    """Yield the reasons why a draft no longer waits: it was sent, withdrawn or discarded.

    A caller that changes a draft asks once more inside its transaction.
    """
    if draft.sent_as is not None:
        yield draft_refusals.DRAFT_SENT.because(draft=draft.id)
    if draft.ended is not None:
        code = _ENDED[draft.ended.how]
        at = format_moment(draft.ended.at)
        yield code.because(draft=draft.id, officer=draft.ended.officer, at=at)


_ENDED = {
    Ending.TAKEN_BACK: draft_refusals.DRAFT_TAKEN_BACK,
    Ending.DISCARDED: draft_refusals.DRAFT_DISCARDED,
}


def content_of(node: Node, draft: Draft) -> envelope.MessageDraft:
    """Return what officers approve of a draft."""
    return envelope.MessageDraft(
        network=node.network,
        kind=draft.kind,
        sender=parse_authority(draft.sender),
        addressee=parse_authority(draft.addressee),
        thread=thread_of_key(node, draft.thread),
        language=draft.language,
        body=draft.body,
        attachments=tuple(
            envelope.Attachment(
                name=str(each["name"]),
                media_type=str(each["media_type"]),
                size=int(str(each["size"])),
                sha256=str(each["sha256"]),
            )
            for each in draft.attachments
        ),
    )


def approvals_of(draft: Draft) -> bytes:
    """Return `approvals.json` of a draft."""
    return canonical.encode({"version": 1, "approvals": [dict(each) for each in draft.approvals]})
