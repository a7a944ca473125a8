# SPDX-License-Identifier: Apache-2.0
"""The drafts that a token handed in, as its system reads them: the newest first, a page at a time."""

from collections.abc import Sequence
from datetime import datetime

from rogatory.errors import Refused
from rogatory.node.context import Node
from rogatory.node.listing.refusals import PLACE_UNREADABLE
from rogatory.node.repositories.drafts import Draft, DraftPlace, threads_of_draft
from rogatory.node.repositories.systems import TokenRecord
from rogatory.node.systems.handing_in import draft_document
from rogatory.node.systems.request_documents import ItemPage
from rogatory.node.systems.tokens import author
from rogatory.node.systems.visible import hidden_among
from rogatory.wire.identifiers import parse_uuid7


def draft_rows(node: Node, token: TokenRecord, cursor: str | None, limit: int) -> ItemPage:
    """Return a page of the token's own drafts. One that follows from a restricted request is left out, and a page is
    filled with those after it.
    """
    place = None if cursor is None else _read_place(cursor)
    shown: list[Draft] = []
    is_more = True
    while is_more and len(shown) <= limit:
        found = node.store.drafts_of(author(token), limit + 1, place)
        shown += _visible(node, found)
        is_more = len(found) > limit
        if is_more:
            place = DraftPlace(found[-1].drafted, found[-1].id)
    items = tuple(map(draft_document, shown[:limit]))
    return ItemPage(items, _write_place(shown[limit - 1]) if len(shown) > limit else None)


def _visible(node: Node, drafts: Sequence[Draft]) -> list[Draft]:
    named = [(one, set(threads_of_draft(one))) for one in drafts]
    closed = hidden_among(node, {thread for _one, threads in named for thread in threads})
    return [one for one, threads in named if not threads & closed]


def _write_place(draft: Draft) -> str:
    return f"{draft.drafted:%Y-%m-%dT%H:%M:%S.%f}~{draft.id}"


def _read_place(text: str) -> DraftPlace:
    """Return the place that an earlier page named; refuses what no page can have named."""
    moment, _, draft = text.partition("~")
    try:
        return DraftPlace(datetime.fromisoformat(f"{moment}+00:00"), parse_uuid7(draft))
    except (ValueError, Refused) as error:
        raise Refused(PLACE_UNREADABLE.because(found=ascii(text)[:80])) from error
