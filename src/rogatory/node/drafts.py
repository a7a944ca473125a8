# SPDX-License-Identifier: Apache-2.0
"""A draft as the books keep it and as the requests room reads it."""

from rogatory.errors import Refused
from rogatory.node import refusals
from rogatory.node.context import Node
from rogatory.node.records import Draft
from rogatory.requests import envelope
from rogatory.wire import canonical
from rogatory.wire.identifiers import parse_authority


def draft_of(node: Node, draft: str) -> Draft:
    """The draft of that identifier, if it waits to be sent."""
    found = node.books.draft(draft)
    if found is None:
        raise Refused(refusals.DRAFT_UNKNOWN.because(draft=draft))
    if found.sent_as is not None:
        raise Refused(refusals.DRAFT_SENT.because(draft=draft))
    return found


def content_of(node: Node, draft: Draft) -> envelope.Draft:
    """What officers approve of a draft."""
    return envelope.Draft(
        network=node.network,
        kind=draft.kind,
        sender=parse_authority(draft.sender),
        addressee=parse_authority(draft.addressee),
        thread=draft.thread,
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
    """`approvals.json` of a draft."""
    return canonical.encode({"version": 1, "approvals": [dict(each) for each in draft.approvals]})
