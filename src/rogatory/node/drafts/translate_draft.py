# SPDX-License-Identifier: Apache-2.0
"""A draft with a signed translation of it attached."""

from collections.abc import Mapping

from rogatory.node.context import Node
from rogatory.node.drafts.draft import NewAttachment, NewMessage, draft_message
from rogatory.node.drafts.stored_drafts import draft_of
from rogatory.node.repositories.drafts import Draft
from rogatory.node.translations.sign import sign_translation


def translate_draft(
    node: Node, draft: str, *, into: str, fields: Mapping[str, str], capacity: str, officer: str
) -> Draft:
    """Return a new draft that says the same and has the translation attached. Approvals are given
    anew, since officers approve what is attached, too; and so are the answers to what the law asks
    before sending, which name a draft. The old draft stays, and need not be sent.

    Raises:
        Refused: the translation is not signed (see `sign_translation`), or the draft not written
            (see `draft_message`).
    """
    old = draft_of(node, draft)
    signed = sign_translation(
        node,
        sender=old.sender,
        kind=old.kind,
        body=old.body,
        language=old.language,
        into=into,
        fields=fields,
        capacity=capacity,
        officer=officer,
    )
    kept = [
        NewAttachment(
            str(one["name"]), str(one["media_type"]), node.objects.get(str(one["sha256"]))
        )
        for one in old.attachments
        if one["name"] not in signed.files
    ]
    new = [
        NewAttachment(name, media_type, data) for name, (media_type, data) in signed.files.items()
    ]
    return draft_message(
        node,
        message=NewMessage(
            kind=old.kind,
            sender=old.sender,
            addressee=old.addressee,
            language=old.language,
            body=old.body,
            thread=old.thread if node.store.transcript(old.thread) else None,
            related=old.related,
            attachments=[*kept, *new],
        ),
        officer=officer,
    )
