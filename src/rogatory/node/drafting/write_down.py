# SPDX-License-Identifier: Apache-2.0
"""Turning a text without problems into a draft; submitted twice, it is one draft."""

from rogatory.errors import Refused
from rogatory.node.context import Node
from rogatory.node.drafting import refusals
from rogatory.node.drafting.judge import as_draft, body_reasons
from rogatory.node.drafting.texts import own_text
from rogatory.node.repositories.drafting import Unfinished
from rogatory.node.repositories.drafts import Draft
from rogatory.node.threads.target_index import index_request


def write_down(node: Node, text: Unfinished) -> Draft:
    """Store the draft under the text's identifier, and delete the text, in one transaction.

    1. It has no problems by the rules of `draft.draft_message`, and what the instrument of its request demands.
    2. It is as it was judged: nobody has changed, discarded or submitted it meanwhile.

    Raises:
        Refused: with every reason; the text stays.
    """
    draft = as_draft(node, text, body_reasons(node, text))  # 1
    with node.store.transaction():
        standing = own_text(node, text.id, text.officer)  # 2
        if standing.revision != text.revision:
            raise Refused(refusals.CHANGED.because(changed=f"{standing.changed:%H:%M}"))
        node.store.add_draft(draft)
        if text.thread is None:
            index_request(node, draft.thread, draft.body)
        node.store.delete_unfinished(text.id)
    return draft
