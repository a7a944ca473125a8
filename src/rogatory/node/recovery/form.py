# SPDX-License-Identifier: Apache-2.0
"""A page of the exchange as it travels: canonical JSON; what is in it decides somebody else."""

from collections.abc import Mapping, Sequence

from rogatory.errors import Refused
from rogatory.node.packages.serve import LARGEST_PAGE
from rogatory.node.repositories.recovery import ExchangePage, HandedOut
from rogatory.node.threads import dispatch_refusals
from rogatory.node.threads.dispatch import from_base64, page_size, require_names, to_base64
from rogatory.seal.notes import LARGEST_NOTE
from rogatory.wire import canonical
from rogatory.wire.canonical import Json
from rogatory.wire.digests import parse_digest
from rogatory.wire.words import P_

LARGEST_EXCHANGE = LARGEST_PAGE
"""Bytes of one page: the asker reads no more, so that nobody has to hold more at once."""

_AROUND = 2 * LARGEST_NOTE + 200
"""The most bytes around the items: a checkpoint as JSON writes it, the place of the next page."""

_BETWEEN = 30
"""The most bytes around the two parts of an item: names, braces, a comma."""


def fits(items: Sequence[HandedOut]) -> bool:
    """Decide whether these items make one page; the largest dispatch alone always does."""
    parts = [part for one in items for part in (one.dispatch, one.reply) if part is not None]
    return page_size(parts) + _BETWEEN * len(items) + _AROUND <= LARGEST_EXCHANGE


def encode_exchange(page: ExchangePage) -> bytes:
    return canonical.encode(
        {
            "checkpoint": page.checkpoint,
            "items": [
                {
                    "dispatch": to_base64(one.dispatch),
                    "reply": None if one.reply is None else to_base64(one.reply),
                }
                for one in page.items
            ],
            "next": page.next,
        }
    )


def decode_exchange(data: bytes) -> ExchangePage:
    """Return the page of these bytes; refuses any other form."""
    document = canonical.decode_object(data, limit=LARGEST_EXCHANGE)
    require_names(document, {"checkpoint", "items", "next"})
    items, place, note = document["items"], document["next"], document["checkpoint"]
    if isinstance(items, str) or not isinstance(items, Sequence):
        raise Refused(dispatch_refusals.DISPATCH_MALFORMED.because(problem=P_("no list of items")))
    if note is not None and (not isinstance(note, str) or len(note) > LARGEST_NOTE):
        raise Refused(
            dispatch_refusals.DISPATCH_MALFORMED.because(problem=P_("its checkpoint is no note"))
        )
    return ExchangePage(
        tuple(_item(one) for one in items),
        None if place is None else parse_digest(place),
        note,
    )


def _item(value: Json) -> HandedOut:
    if not isinstance(value, Mapping):
        raise Refused(
            dispatch_refusals.DISPATCH_MALFORMED.because(problem=P_("an item is no object"))
        )
    require_names(value, {"dispatch", "reply"})
    reply = value["reply"]
    return HandedOut(from_base64(value["dispatch"]), None if reply is None else from_base64(reply))
