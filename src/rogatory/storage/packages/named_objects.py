# SPDX-License-Identifier: Apache-2.0
"""Objects and packages that a node's rows name: for the doctor.

It reads by the doctor's connection, a few rows at a time, and writes nothing.
"""

import json
from collections.abc import Iterator
from typing import Any

from rogatory.storage.case_files import MatterEntry
from rogatory.storage.drafts import Draft
from rogatory.storage.duty import HandOver
from rogatory.storage.messages.stored import Message
from rogatory.storage.packages.sealed import Package, PackageDocument, Segment
from rogatory.storage.transactions.doctor_connection import ALIAS

AT_ONCE = 256
"""Rows held in memory at a time; a message has some ten kilobytes."""


def named_objects(newest: int | None = None) -> Iterator[str]:
    """Yield the digest of each object that a row names, or of those that the newest rows of each table name."""
    for (digest,) in _each(PackageDocument, ("digest",), newest):
        yield digest
    for (digest,) in _each(HandOver, ("digest",), newest):
        yield digest
    for (message,) in _each(Message, ("message",), newest):
        yield from _digests_in(json.loads(bytes(message)).get("attachments"))
    for (attachments,) in _each(Draft, ("attachments",), newest):
        yield from _digests_in(attachments)
    for (data,) in _each(MatterEntry, ("data",), newest):
        yield from _digests_in(data)


def whole_packages(newest: int | None = None) -> Iterator[tuple[str, int]]:
    """Yield the seal of each package that is whole here, with the number of its segments."""
    yield from _each(Package, ("seal", "segments"), newest, complete=True, recent="received")


def package_segments(seal: str) -> Iterator[tuple[int, bytes]]:
    """Yield the segments of a package that are here, in order, each with its BLAKE3 digest."""
    for index, digest in _each(Segment, ("index", "blake3"), None, package_id=seal, present=True):
        yield index, bytes(digest)


def _each(
    model: Any, columns: tuple[str, ...], newest: int | None, recent: str = "pk", **wanted: Any
) -> Iterator[tuple[Any, ...]]:
    """Yield columns of a table's rows in the order of their keys, a few at a time; or those of the newest rows."""
    found: Any = model.objects.using(ALIAS).filter(**wanted)
    if newest is not None:
        yield from found.order_by(f"-{recent}").values_list(*columns)[:newest]
        return
    ordered, after = found.order_by("pk").values_list("pk", *columns), None
    while rows := list((ordered if after is None else ordered.filter(pk__gt=after))[:AT_ONCE]):
        yield from (row[1:] for row in rows)
        after = rows[-1][0]


def _digests_in(value: Any) -> Iterator[str]:
    """Yield each `sha256` inside a document."""
    if isinstance(value, dict):
        digest = value.get("sha256")
        if isinstance(digest, str):
            yield digest
        for part in value.values():
            yield from _digests_in(part)
    elif isinstance(value, list):
        for part in value:
            yield from _digests_in(part)
