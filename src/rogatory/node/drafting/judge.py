# SPDX-License-Identifier: Apache-2.0
"""What stands against an unfinished text: the list by which drafts are judged, and nothing is written."""

from collections.abc import Sequence

from rogatory.errors import Reason, Refused
from rogatory.node.context import Node
from rogatory.node.drafting.said import with_null
from rogatory.node.drafts.draft import unsaved_draft
from rogatory.node.repositories.drafting import Unfinished
from rogatory.node.repositories.drafts import Draft
from rogatory.requests.contents import body
from rogatory.wire.identifiers import parse_authority


def as_draft(node: Node, text: Unfinished) -> Draft:
    """The draft that the text would be, with the text's own identifier.

    Raises:
        Refused: with every reason of `draft.draft_message`.
    """
    return unsaved_draft(
        node,
        kind=text.kind,
        sender=text.sender,
        addressee=text.addressee,
        language=text.language,
        body=with_null(text.body),
        officer=text.officer,
        thread=text.thread,
        related=list(text.related),
        identifier=text.id,
    )


def against(node: Node, text: Unfinished) -> Sequence[Reason]:
    """Every reason against writing the text down now; nothing found means that it can be."""
    reasons: list[Reason] = []
    for authority in dict.fromkeys((text.sender, text.addressee)):
        try:
            parse_authority(authority)
        except Refused as error:
            reasons += error.reasons
    if reasons:
        return [*reasons, *body.check(text.kind, with_null(text.body))]
    try:
        as_draft(node, text)
    except Refused as error:
        return error.reasons
    return ()
