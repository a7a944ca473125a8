# SPDX-License-Identifier: Apache-2.0
"""The books' pages on sealed packages and their segments."""

import itertools
from collections.abc import Iterable, Sequence
from typing import Any, cast

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from rogatory.node.repositories.messages import Direction
from rogatory.node.repositories.packages import (
    PackageFilter,
    PackagePlace,
    PackageRecord,
    PackageTotals,
)
from rogatory.storage import models
from rogatory.storage.listing import is_named_on_thread
from rogatory.storage.transactions.writing import assert_writing

_PLAIN = (
    "package",
    "bag",
    "thread",
    "peer",
    "sender",
    "payload_size",
    "segment_size",
    "segments",
    "present",
    "complete",
    "received",
)
"""The fields of a record that are columns of the same name."""

ONE_ROW = 1
"""The totals are one row."""

SEGMENTS_A_STATEMENT = 500
"""A terabyte has 65,536 segments: in one statement they would pass the limit of parameters."""


class PackageBooks:
    def put_package(self, record: PackageRecord) -> None:
        """Write a package's record, or write it anew; a complete one has all its segments."""
        assert_writing()
        values = {name: getattr(record, name) for name in _PLAIN}
        values["direction"] = record.direction.value
        _recount(record)
        row, _added = models.Package.objects.update_or_create(seal=record.seal, defaults=values)
        models.PackageDocument.objects.filter(package=row).delete()
        models.PackageDocument.objects.bulk_create(
            models.PackageDocument(package=row, name=name, digest=digest)
            for name, digest in record.documents.items()
        )
        if record.complete:
            models.Segment.objects.filter(package=row, present=False).update(present=True)

    def package(self, seal: str) -> PackageRecord | None:
        row = _packages().filter(seal=seal).first()
        return None if row is None else _record(row)

    def packages(self, thread: str | None = None) -> Sequence[PackageRecord]:
        rows = _packages().order_by("received", "seal")
        if thread is not None:
            rows = rows.filter(thread=thread)
        return [_record(row) for row in rows]

    def packages_listed(
        self, wanted: PackageFilter, limit: int, after: PackagePlace | None = None
    ) -> Sequence[PackageRecord]:
        rows = _wanted(wanted)
        if after is not None:
            beyond = Q(received__lt=after.at) | Q(seal__lt=after.seal)
            rows = rows.filter(received__lte=after.at).filter(beyond)
        return [_record(row) for row in rows.order_by("-received", "-seal")[:limit]]

    def packages_of_origin(self, package: str) -> Sequence[PackageRecord]:
        rows = _packages().filter(package=package).order_by("received", "seal")
        return [_record(row) for row in rows]

    def package_totals(self) -> PackageTotals:
        row = models.PackageTotal.objects.first()
        return PackageTotals() if row is None else PackageTotals(row.count, row.size)

    def packages_of_bag(self, bag: str) -> Sequence[PackageRecord]:
        return [_record(row) for row in _packages().filter(bag=bag).order_by("received", "seal")]

    def packages_of_segment(self, blake3: bytes) -> Sequence[tuple[PackageRecord, int]]:
        rows = models.Segment.objects.filter(blake3=blake3).order_by("id")
        places = list(rows.values_list("package_id", "index"))
        packages = {row.seal: row for row in _packages().filter(seal__in=dict(places))}
        return [(_record(packages[seal]), index) for seal, index in places]

    def add_segments(self, seal: str, digests: Iterable[bytes]) -> None:
        """Write the digests of a package's segments in order; doing so again changes nothing."""
        assert_writing()
        complete = models.Package.objects.values_list("complete", flat=True).get(seal=seal)
        rows = (
            models.Segment(package_id=seal, index=index, blake3=digest, present=complete)
            for index, digest in enumerate(digests)
        )
        for batch in itertools.batched(rows, SEGMENTS_A_STATEMENT):
            models.Segment.objects.bulk_create(batch, ignore_conflicts=True)

    def mark_segment(self, seal: str, index: int) -> None:
        """Note that a segment is here, and count it once."""
        assert_writing()
        rows = models.Segment.objects.filter(package_id=seal, index=index, present=False)
        if rows.update(present=True):
            models.Package.objects.filter(seal=seal).update(present=F("present") + 1)

    def missing_segments(
        self, seal: str, *, after: int = -1, limit: int | None = None
    ) -> Sequence[int]:
        rows = models.Segment.objects.filter(package_id=seal, present=False, index__gt=after)
        return list(rows.order_by("index").values_list("index", flat=True)[:limit])


def _recount(record: PackageRecord) -> None:
    """Keep the totals in step with a package that is about to be written, in its transaction."""
    whole = models.Package.objects.filter(seal=record.seal, complete=True)
    before = list(whole.values_list("payload_size", flat=True))
    after = [record.payload_size] if record.complete else []
    if before != after:
        row, _added = models.PackageTotal.objects.get_or_create(id=ONE_ROW)
        models.PackageTotal.objects.filter(id=row.id).update(
            count=F("count") + len(after) - len(before), size=F("size") + sum(after) - sum(before)
        )


def _wanted(wanted: PackageFilter) -> QuerySet[models.Package]:
    given: dict[str, Any] = {
        "peer": wanted.peer,
        "direction": wanted.direction and wanted.direction.value,
        "complete": wanted.complete,
        "received__gte": wanted.received_since,
        "received__lt": wanted.received_before,
    }
    rows = _packages().filter(**{name: it for name, it in given.items() if it is not None})
    if wanted.reader is not None:
        closed = models.Thread.objects.filter(thread=OuterRef("thread"), restricted=True)
        rows = rows.exclude(Exists(closed.exclude(is_named_on_thread(wanted.reader))))
    return rows


def _packages() -> QuerySet[models.Package]:
    return models.Package.objects.prefetch_related("documents")


def _record(row: models.Package) -> PackageRecord:
    plain: dict[str, Any] = {name: getattr(row, name) for name in _PLAIN}
    documents = cast("Any", row).documents.all()
    return PackageRecord(
        seal=row.seal,
        direction=Direction(row.direction),
        documents={each.name: each.digest for each in sorted(documents, key=lambda d: d.name)},
        **plain,
    )
