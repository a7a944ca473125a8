# SPDX-License-Identifier: Apache-2.0
"""Show one item: as text, or a picture by a copy of it; nothing of it touches a disk.

No byte of a picture reaches the browser: what is shown was decoded in a process that can do
nothing else, and written anew (`evidence/pictures/copying.py`). Everything else is exported or left. Material of articles 14 to 16 is shown only after a second
officer agreed, and for a while: what lies open on a screen is seen by who walks past.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from mimetypes import MimeTypes
from pathlib import Path
from typing import Literal

from rogatory.custody.events.act_codes import act
from rogatory.custody.events.values import CustodyAct
from rogatory.disk import shown
from rogatory.errors import Refused
from rogatory.evidence.inventory import Item
from rogatory.evidence.opening.listing import ListedItem
from rogatory.evidence.pictures.raster import begins_like_a_picture
from rogatory.evidence.plain_text import PlainText, text_of
from rogatory.node.printing.shown_text import shown_text
from rogatory.node.viewer import refusals
from rogatory.node.viewer.opened import OpenEvidence
from rogatory.node.viewer.shown_picture import ShownPicture, shown_picture
from rogatory.node.workstation.consent.document import consent_fields
from rogatory.node.workstation.consent.signing import Responsible, TwoOfficers, agreed
from rogatory.node.workstation.journals.recording import cut

LARGEST_PICTURE = 32 << 20
"""Bytes: it is in memory whole, here and in its decoder."""

TEXT_PAGE = 64 << 10
"""Bytes of a text on one page: some twenty sheets of paper, which a browser lays out at once."""

LARGEST_WHOLE = 4 << 20
"""A text up to this is read whole and compared with its digest, whatever part of it is shown."""

PROTECTED_FOR = timedelta(minutes=15)
"""How long material of articles 14 to 16 stays shown after two officers opened it."""

_HEAD = 4096
"""Bytes by which the type of an item is recognised."""

_TYPES = MimeTypes()

type ViewerMode = Literal["text", "picture"]


@dataclass(frozen=True, slots=True)
class ShownText:
    """A page of a text: its bytes from `start` to before `end`. Controls are shown by their codes."""

    text: str
    encoding: str
    is_guessed: bool
    start: int
    end: int
    size: int
    is_compared: bool

    @property
    def pages(self) -> int:
        return max(1, -(-self.size // TEXT_PAGE))

    @property
    def page(self) -> int:
        return self.start // TEXT_PAGE + 1


def media_type_of(path: str) -> str:
    """Return what an item's name says it is; nothing is read for it."""
    return _TYPES.guess_type(path.rsplit("/", 1)[-1])[0] or "application/octet-stream"


def open_item(
    evidence: OpenEvidence, listed: ListedItem, officers: TwoOfficers | None, out: Path
) -> None:
    """Record that an item is viewed, so that it may be shown; what is protected with the consent
    of a second officer, which is kept beside `out`.

    Raises:
        Refused: it has no bytes; as `agreed`; or the journal takes no event.
    """
    item = listed.item
    _refuse_no_data(item)
    if not listed.protected:
        evidence.record_once("viewed", item.path, _viewed(item, {"second": None, "consent": None}))
        return
    if officers is None:
        raise Refused(refusals.TWO_OFFICERS.because(what=_item_text(item)))
    what = f"{cut(ascii(item.path)[1:-1])} is protected material"
    consent = agreed(
        Responsible(evidence.actor, evidence.keys.reason, officers),
        act="extracted",
        bag=evidence.bag,
        items=[item.path],
        what=what,
    )
    consent.keep(out)
    consented = consent_fields(consent, evidence.actor.clock())
    evidence.record_once("viewed", item.path, _viewed(item, consented))


def _viewed(item: Item, consented: Mapping[str, str | None]) -> CustodyAct:
    return act("viewed", path=cut(shown(item.path)), sha256=str(item.sha256), **consented)


def may_be_shown(evidence: OpenEvidence, listed: ListedItem) -> bool:
    """Decide whether the item may be shown now."""
    since = evidence.recorded_at("viewed", listed.item.path)
    if since is None:
        return False
    return not listed.protected or evidence.actor.clock() - since < PROTECTED_FOR


def manner_of(evidence: OpenEvidence, listed: ListedItem) -> ViewerMode:
    """Return how the item is shown; refuses one that was not opened, and one that is not shown at
    all.
    """
    head = evidence.browsed.part(_opened(evidence, listed), 0, _size(listed.item, _HEAD))
    if begins_like_a_picture(head):
        return "picture"
    if text_of(head, is_part=True) is not None:
        return "text"
    raise Refused(refusals.NOT_SHOWN.because(path=_item_text(listed.item)))


def show_text(evidence: OpenEvidence, listed: ListedItem, page: int) -> ShownText:
    """Return a page of a text, counted from 1; one that is not there is the nearest."""
    item = _opened(evidence, listed)
    size = item.size or 0
    pages = max(1, -(-size // TEXT_PAGE))
    start = (min(max(page, 1), pages) - 1) * TEXT_PAGE
    end = min(start + TEXT_PAGE, size)
    is_compared = size <= LARGEST_WHOLE
    if is_compared:
        whole = evidence.browsed.whole(item)
        head, data = whole[:_HEAD], whole[start:end]
    else:
        head = evidence.browsed.part(item, 0, _HEAD)
        data = evidence.browsed.part(item, start, end - start)
    begun = text_of(head, is_part=True)
    encoding = begun.encoding if begun else None
    found = text_of(data, encoding=encoding, is_part=pages > 1)
    if begun is None or found is None:
        raise Refused(refusals.NOT_SHOWN.because(path=_item_text(item)))
    return ShownText(
        readable(found), found.encoding, found.is_guessed, start, end, size, is_compared
    )


def show_picture(evidence: OpenEvidence, listed: ListedItem) -> ShownPicture:
    """Return a picture that was read whole and has its digest, as a copy.

    Raises:
        Refused: it was not opened, is none, is too large, claims too large a canvas, or no copy
            of it can be made.
    """
    item = _opened(evidence, listed)
    if evidence.shown is None or evidence.shown[0] != item.path:
        evidence.shown = item.path, _shown(evidence, item)
    return evidence.shown[1]


def _shown(evidence: OpenEvidence, item: Item) -> ShownPicture:
    size, path = item.size or 0, _item_text(item)
    if size > LARGEST_PICTURE:
        raise Refused(refusals.TOO_LARGE.because(path=path, size=size, limit=LARGEST_PICTURE))
    return shown_picture(evidence.browsed.whole(item), path)


def readable(found: PlainText) -> str:
    """Return the text with lines and tabs as they are, and every control or reordering mark by its
    code.
    """
    lines = found.text.replace("\r\n", "\n").split("\t")
    return "\t".join(shown_text(part) for part in lines)


def _opened(evidence: OpenEvidence, listed: ListedItem) -> Item:
    _refuse_no_data(listed.item)
    if not may_be_shown(evidence, listed):
        raise Refused(refusals.NOT_OPENED.because(path=_item_text(listed.item)))
    return listed.item


def _refuse_no_data(item: Item) -> None:
    if not item.has_data:
        raise Refused(refusals.NO_DATA.because(path=_item_text(item), kind=item.kind))


def _size(item: Item, most: int) -> int:
    return min(item.size or 0, most)


def _item_text(item: Item) -> str:
    return cut(ascii(item.path)[1:-1], 200)
