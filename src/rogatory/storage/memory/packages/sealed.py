# SPDX-License-Identifier: Apache-2.0
"""Sealed packages and their segments in memory."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from rogatory.node.repositories.packages import (
    PackageFilter,
    PackagePlace,
    PackageRecord,
    PackageTotals,
)
from rogatory.storage.memory.tables import Tables


class MemoryPackages:
    tables: Tables

    def put_package(self, record: PackageRecord) -> None:
        self.tables.assert_writing()
        self.tables.packages[record.seal] = record
        if record.complete:
            for (seal, index), (digest, _present) in list(self.tables.segments.items()):
                if seal == record.seal:
                    self.tables.segments[seal, index] = (digest, True)

    def package(self, seal: str) -> PackageRecord | None:
        with self.tables.lock:
            return self.tables.packages.get(seal)

    def packages(self, thread: str | None = None) -> Sequence[PackageRecord]:
        with self.tables.lock:
            found = [r for r in self.tables.packages.values() if thread in {None, r.thread}]
        return sorted(found, key=lambda record: (record.received, record.seal))

    def packages_listed(
        self, wanted: PackageFilter, limit: int, after: PackagePlace | None = None
    ) -> Sequence[PackageRecord]:
        with self.tables.lock:
            found = [each for each in self.packages() if _is_wanted(self.tables, each, wanted)]
        if after is not None:
            found = [each for each in found if (each.received, each.seal) < (after.at, after.seal)]
        return found[::-1][:limit]

    def packages_of_origin(self, package: str) -> Sequence[PackageRecord]:
        return [each for each in self.packages() if each.package == package]

    def package_totals(self) -> PackageTotals:
        whole = [one.payload_size for one in self.packages() if one.complete]
        return PackageTotals(len(whole), sum(whole))

    def packages_of_bag(self, bag: str) -> Sequence[PackageRecord]:
        return [each for each in self.packages() if each.bag == bag]

    def packages_of_segment(self, blake3: bytes) -> Sequence[tuple[PackageRecord, int]]:
        with self.tables.lock:
            return [
                (self.tables.packages[seal], index)
                for (seal, index), (digest, _present) in self.tables.segments.items()
                if digest == blake3
            ]

    def add_segments(self, seal: str, digests: Iterable[bytes]) -> None:
        self.tables.assert_writing()
        complete = self.tables.packages[seal].complete
        for index, digest in enumerate(digests):
            self.tables.segments.setdefault((seal, index), (digest, complete))

    def mark_segment(self, seal: str, index: int) -> None:
        self.tables.assert_writing()
        digest, present = self.tables.segments.get((seal, index), (b"", True))
        if not present:
            self.tables.segments[seal, index] = (digest, True)
            record = self.tables.packages[seal]
            self.tables.packages[seal] = replace(record, present=record.present + 1)

    def missing_segments(
        self, seal: str, *, after: int = -1, limit: int | None = None
    ) -> Sequence[int]:
        with self.tables.lock:
            found = sorted(
                index
                for (of, index), (_digest, present) in self.tables.segments.items()
                if of == seal and not present and index > after
            )
        return found[:limit]


def _is_wanted(tables: Tables, one: PackageRecord, wanted: PackageFilter) -> bool:
    to = tables.restricted.get(one.thread or "")
    return (
        wanted.peer in {None, one.peer}
        and wanted.direction in {None, one.direction}
        and wanted.complete in {None, one.complete}
        and (wanted.received_since is None or one.received >= wanted.received_since)
        and (wanted.received_before is None or one.received < wanted.received_before)
        and (wanted.reader is None or to is None or wanted.reader in to)
    )
