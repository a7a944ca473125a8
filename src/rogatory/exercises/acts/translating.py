# SPDX-License-Identifier: Apache-2.0
"""A draft with a translation of every text in it, as a sworn translator of the cast would hand it in."""

from collections.abc import Mapping, Sequence
from typing import Any

from rogatory.node.context import Node
from rogatory.node.drafts.draft import NewAttachment, NewMessage, draft_message
from rogatory.node.repositories.drafts import Draft
from rogatory.node.translations.fields import translatable_texts
from rogatory.node.translations.sign import sign_translation


def translated_draft(
    node: Node,
    *,
    into: str,
    leaving_out: Sequence[str] = (),
    contents: Mapping[str, Any],
) -> Draft:
    """Return the draft of these contents with its translation; `leaving_out` names places without
    one.
    """
    kind, body = contents["kind"], contents["body"]
    signed = sign_translation(
        node,
        sender=contents["sender"],
        kind=kind,
        body=body,
        language=contents["language"],
        into=into,
        fields={
            place: f"({into}) {text}"
            for place, text in translatable_texts(kind, body).items()
            if place not in leaving_out
        },
        capacity="sworn",
        officer=contents["officer"],
    )
    files = [
        NewAttachment(name, media_type, data) for name, (media_type, data) in signed.files.items()
    ]
    given = {name: value for name, value in contents.items() if name != "officer"}
    return draft_message(node, NewMessage(**given, attachments=files), contents["officer"])
