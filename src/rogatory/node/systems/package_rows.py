# SPDX-License-Identifier: Apache-2.0
"""Sealed packages as a system reads them: what the node knows of each, and nothing of its content."""

from dataclasses import replace

from rogatory.node.audit.note import note_access
from rogatory.node.case_files import refusals as case_file_refusals
from rogatory.node.context import Node
from rogatory.node.listing.package_list import read_place, write_place
from rogatory.node.repositories.audit import AccessKind
from rogatory.node.repositories.packages import PackageFilter, PackageRecord
from rogatory.node.repositories.systems import NO_OFFICER, TokenRecord
from rogatory.node.systems.request_documents import ItemPage, SystemDocument
from rogatory.node.systems.tokens import author
from rogatory.node.systems.visible import absent, hidden_among
from rogatory.wire.moments import format_moment


def package_rows(node: Node, wanted: PackageFilter, cursor: str | None, limit: int) -> ItemPage:
    """Return a page of the packages that belong to no restricted request, the newest first."""
    place = None if cursor is None else read_place(cursor)
    found = node.store.packages_listed(replace(wanted, reader=NO_OFFICER), limit + 1, place)
    is_more = len(found) > limit
    items = tuple(map(_row, found[:limit]))
    return ItemPage(items, write_place(found[limit - 1]) if is_more else None)


def package_row(node: Node, token: TokenRecord, seal: str) -> SystemDocument:
    """Return one package; the reading of its request, or that the system was turned away, is noted.

    Raises:
        Refused: it is not here, or belongs to a restricted request.
    """
    found = node.store.package(seal)
    if found is None:
        absent()
    if found.thread is not None:
        closed = hidden_among(node, [found.thread])
        kind = AccessKind.DENIED if closed else AccessKind.READ
        subject = case_file_refusals.RESTRICTED.id if closed else ""
        note_access(node, kind, author(token), "system-package", [found.thread], subject)
        if closed:
            absent()
    return _row(found)


def _row(one: PackageRecord) -> SystemDocument:
    return {
        "seal": one.seal,
        "package": one.package,
        "bag": one.bag,
        "request": one.thread,
        "direction": one.direction.value,
        "state": one.peer,
        "sender": one.sender,
        "bytes": one.payload_size,
        "segments": one.segments,
        "segments_here": one.present,
        "complete": one.complete,
        "received": format_moment(one.received),
        "documents": sorted(one.documents),
    }
