# SPDX-License-Identifier: Apache-2.0
"""The single items, as the inventory made at the source has them."""

import base64
import os
from collections.abc import Iterator
from itertools import islice

from rogatory.evidence.inventory import Item, read_items, read_lines
from rogatory.evidence.layout import INVENTORY
from rogatory.node.court.report.examined_text import examined_blocks
from rogatory.node.court.report.subject import Report
from rogatory.node.printing.blocks import DocumentSection, DocumentTable, Paragraph
from rogatory.node.printing.figures import size
from rogatory.node.printing.shown_text import PrintableText, shown_text
from rogatory.wire.words import N_

ITEMS_PRINTED = 200
"""As many as a person can look through; the rest is in the inventory, where a program looks."""

LONGEST_REMARK = 300
"""Characters of what a source says about itself: a link's target may be four thousand."""

KINDS = {
    "file": N_("file"),
    "folder": N_("folder"),
    "link": N_("link"),
    "socket": N_("socket"),
    "fifo": N_("named pipe"),
    "character-device": N_("character device"),
    "block-device": N_("block device"),
    "unknown": N_("unknown kind"),
}

_LIST = N_(
    "The whole list, with the digest of every file, is bag/manifest-sha256.txt; what was found at "
    "the source, with original names, times and links, is bag/inventory.jsonl."
)


def items_section(report: Report) -> DocumentSection:
    say = report.say
    found, files = [], 0
    for number, item in enumerate(islice(_items(report), ITEMS_PRINTED), 1):
        files += item.has_data
        found.append(_row(report, number, item))
    left = report.bag.files - files
    header = (
        say(N_("No.")),
        say(N_("Item")),
        say(N_("Kind")),
        say(N_("Bytes")),
        "SHA-256",
        say(N_("Remarks")),
    )
    further = [Paragraph(report.count("{count} further files are not printed here.", left))]
    return DocumentSection(
        say(N_("The items")),
        (
            DocumentTable(header, tuple(found), (5, 28, 10, 10, 29, 18), codes=(1, 4)),
            *(further if left > 0 else []),
            Paragraph(say(_LIST)),
            *examined_blocks(report),
        ),
    )


def _items(report: Report) -> Iterator[Item]:
    """Yield the inventory, line by line; that it agrees with the files was checked."""
    with os.fdopen(report.inside.open_read(INVENTORY), "rb") as stream:
        yield from read_items(read_lines(stream))


def _row(report: Report, number: int, item: Item) -> tuple[str, ...]:
    counted = "" if item.size is None else size(item.size)
    kind = report.say(KINDS[item.kind])
    remarks = PrintableText("\n".join(_remarks(report, item)))
    return str(number), item.path, kind, counted, item.sha256 or "", remarks


def _remarks(report: Report, item: Item) -> Iterator[str]:
    say, facts = report.say, item.facts or {}
    if "name" in facts:
        yield say(N_("at the source: {name}"), name=_bytes_text(facts["name"]))
    if "target" in facts:
        yield say(N_("leads to {target}"), target=_bytes_text(facts["target"]))
    if item.unreadable is not None:
        yield say(N_("could not be read: {why}"), why=shown_text(item.unreadable)[:LONGEST_REMARK])
    for change in item.changed:
        yield say(N_("changed: {how}"), how=shown_text(change)[:LONGEST_REMARK])
    if facts.get("links", 1) > 1 and item.has_data:
        yield say(N_("has several names at the source"))
    if "extents" in facts:
        yield say(N_("sparse: holes count as zeros"))


def _bytes_text(text: str) -> str:
    """Return bytes of a file system as text, those that are none by their codes."""
    shown = base64.b64decode(text).decode("utf-8", "backslashreplace")
    return shown_text(shown)[:LONGEST_REMARK]
