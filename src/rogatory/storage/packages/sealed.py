# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: D106, DJ001, DJ008 - rows are read by code, not shown; NULL is what is not there
"""Sealed packages: what is held or being fetched, its documents and its segments."""

import itertools
from collections.abc import Iterable, Sequence
from typing import Any, ClassVar, cast

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from rogatory.node.repositories.packages import (
    PackageFilter,
    PackagePlace,
    PackageRecord,
    PackageTotals,
)
from rogatory.storage.tables.columns import (
    DIGEST,
    IDENTIFIER,
    NAME,
    BigNumber,
    Blob,
    Flag,
    Moment,
    Number,
    Serial,
    Text,
    TextOrNone,
)
from rogatory.storage.tables.records import Records
from rogatory.storage.threads import Thread, is_named_on_thread
from rogatory.storage.transactions.writing import assert_writing


class Package(models.Model):
    seal: Text = models.CharField(primary_key=True, max_length=DIGEST)
    package: Text = models.CharField(max_length=IDENTIFIER, db_index=True)
    bag: Text = models.CharField(max_length=DIGEST, db_index=True)
    thread: TextOrNone = models.CharField(max_length=IDENTIFIER, null=True, db_index=True)
    direction: Text = models.CharField(max_length=3)
    peer: TextOrNone = models.CharField(max_length=2, null=True)
    sender: Text = models.CharField(max_length=NAME)
    payload_size: BigNumber = models.BigIntegerField()
    segment_size: BigNumber = models.BigIntegerField()
    segments: BigNumber = models.BigIntegerField()
    present: BigNumber = models.BigIntegerField()
    complete: Flag = models.BooleanField()
    received: Moment = models.DateTimeField()

    class Meta:
        # Each ends in the key by which the list goes on.
        indexes: ClassVar = [
            models.Index(fields=["received", "seal"], name="package_by_arrival"),
            models.Index(fields=["peer", "received", "seal"], name="package_by_peer"),
            models.Index(fields=["direction", "received", "seal"], name="package_by_direction"),
            models.Index(
                fields=["received", "seal"],
                name="package_under_way",
                condition=models.Q(complete=False),
            ),
        ]


class PackageDocument(models.Model):
    """A file beside the seal, by the digest under which the object store keeps its bytes."""

    id: Serial = models.BigAutoField(primary_key=True)
    package: "models.ForeignKey[Package, Package]" = models.ForeignKey(
        Package, on_delete=models.CASCADE, related_name="documents"
    )
    name: Text = models.CharField(max_length=255)
    digest: Text = models.CharField(max_length=DIGEST)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["package", "name"], name="one_document_a_name")
        ]


class PackageTotal(models.Model):
    """How much evidence is whole here, in one row that is kept with the packages: to count them anew
    for everybody who asks would cost more the more there are.
    """

    id: Serial = models.BigAutoField(primary_key=True)
    count: BigNumber = models.BigIntegerField(default=0)
    size: BigNumber = models.BigIntegerField(default=0)


class Segment(models.Model):
    id: Serial = models.BigAutoField(primary_key=True)
    package: "models.ForeignKey[Package, Package]" = models.ForeignKey(
        Package, on_delete=models.CASCADE
    )
    index: Number = models.IntegerField()
    blake3: Blob = models.BinaryField(max_length=32, db_index=True)
    present: Flag = models.BooleanField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["package", "index"], name="one_segment_a_place")
        ]
        indexes: ClassVar = [
            # What is missing of a package is asked for after each pause, however much is there.
            models.Index(
                fields=["package", "index"],
                condition=models.Q(present=False),
                name="segment_missing",
            )
        ]


def _documents(row: Package) -> dict[str, str]:
    found = cast("Any", row).documents.all()
    return {each.name: each.digest for each in sorted(found, key=lambda one: one.name)}


_RECORDS = Records(PackageRecord, Package, key=("seal",), read={"documents": _documents})

ONE_ROW = 1
"""The totals are one row."""

SEGMENTS_A_STATEMENT = 500
"""A terabyte has 65,536 segments: in one statement they would pass the limit of parameters."""


class DatabasePackages:
    def put_package(self, record: PackageRecord) -> None:
        """Write a package's record, or write it anew; a complete one has all its segments."""
        assert_writing()
        _recount(record)
        row = _RECORDS.put(record)
        PackageDocument.objects.filter(package=row).delete()
        PackageDocument.objects.bulk_create(
            PackageDocument(package=row, name=name, digest=digest)
            for name, digest in record.documents.items()
        )
        if record.complete:
            Segment.objects.filter(package=row, present=False).update(present=True)

    def package(self, seal: str) -> PackageRecord | None:
        return _RECORDS.found(_packages().filter(seal=seal).first())

    def packages(self, thread: str | None = None) -> Sequence[PackageRecord]:
        rows = _packages().order_by("received", "seal")
        if thread is not None:
            rows = rows.filter(thread=thread)
        return _RECORDS.records(rows)

    def packages_listed(
        self, wanted: PackageFilter, limit: int, after: PackagePlace | None = None
    ) -> Sequence[PackageRecord]:
        rows = _wanted(wanted)
        if after is not None:
            beyond = Q(received__lt=after.at) | Q(seal__lt=after.seal)
            rows = rows.filter(received__lte=after.at).filter(beyond)
        return _RECORDS.records(rows.order_by("-received", "-seal")[:limit])

    def packages_of_origin(self, package: str) -> Sequence[PackageRecord]:
        rows = _packages().filter(package=package).order_by("received", "seal")
        return _RECORDS.records(rows)

    def package_totals(self) -> PackageTotals:
        row = PackageTotal.objects.first()
        return PackageTotals() if row is None else PackageTotals(row.count, row.size)

    def packages_of_bag(self, bag: str) -> Sequence[PackageRecord]:
        return _RECORDS.records(_packages().filter(bag=bag).order_by("received", "seal"))

    def packages_of_segment(self, blake3: bytes) -> Sequence[tuple[PackageRecord, int]]:
        rows = Segment.objects.filter(blake3=blake3).order_by("id")
        places = list(rows.values_list("package_id", "index"))
        packages = {row.seal: row for row in _packages().filter(seal__in=dict(places))}
        return [(_RECORDS.record(packages[seal]), index) for seal, index in places]

    def add_segments(self, seal: str, digests: Iterable[bytes]) -> None:
        """Write the digests of a package's segments in order; doing so again changes nothing."""
        assert_writing()
        complete = Package.objects.values_list("complete", flat=True).get(seal=seal)
        rows = (
            Segment(package_id=seal, index=index, blake3=digest, present=complete)
            for index, digest in enumerate(digests)
        )
        for batch in itertools.batched(rows, SEGMENTS_A_STATEMENT):
            Segment.objects.bulk_create(batch, ignore_conflicts=True)

    def mark_segment(self, seal: str, index: int) -> None:
        """Note that a segment is here, and count it once."""
        assert_writing()
        rows = Segment.objects.filter(package_id=seal, index=index, present=False)
        if rows.update(present=True):
            Package.objects.filter(seal=seal).update(present=F("present") + 1)

    def missing_segments(
        self, seal: str, *, after: int = -1, limit: int | None = None
    ) -> Sequence[int]:
        rows = Segment.objects.filter(package_id=seal, present=False, index__gt=after)
        return list(rows.order_by("index").values_list("index", flat=True)[:limit])


def _recount(record: PackageRecord) -> None:
    """Keep the totals in step with a package that is about to be written, in its transaction."""
    whole = Package.objects.filter(seal=record.seal, complete=True)
    before = list(whole.values_list("payload_size", flat=True))
    after = [record.payload_size] if record.complete else []
    if before != after:
        row, _added = PackageTotal.objects.get_or_create(id=ONE_ROW)
        PackageTotal.objects.filter(id=row.id).update(
            count=F("count") + len(after) - len(before), size=F("size") + sum(after) - sum(before)
        )


def _wanted(wanted: PackageFilter) -> QuerySet[Package]:
    given: dict[str, Any] = {
        "peer": wanted.peer,
        "direction": wanted.direction and wanted.direction.value,
        "complete": wanted.complete,
        "received__gte": wanted.received_since,
        "received__lt": wanted.received_before,
    }
    rows = _packages().filter(**{name: it for name, it in given.items() if it is not None})
    if wanted.reader is not None:
        closed = Thread.objects.filter(thread=OuterRef("thread"), restricted=True)
        rows = rows.exclude(Exists(closed.exclude(is_named_on_thread(wanted.reader))))
    return rows


def _packages() -> QuerySet[Package]:
    return Package.objects.prefetch_related("documents")
