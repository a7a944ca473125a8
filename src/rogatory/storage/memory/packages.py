# SPDX-License-Identifier: Apache-2.0
"""Sealed packages, their segments, how they go between nodes, and allowances in memory."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from rogatory.node.repositories.packages import (
    PackageFilter,
    PackagePlace,
    PackageRecord,
    PackageTotals,
    TransferRecord,
)
from rogatory.storage.memory.threads import ThreadTables


@dataclass
class PackageTables(ThreadTables):
    packages: dict[str, PackageRecord] = field(default_factory=dict)
    segments: dict[tuple[str, int], tuple[bytes, bool]] = field(default_factory=dict)
    transfers: dict[tuple[str, str], TransferRecord] = field(default_factory=dict)
    served: dict[tuple[str, str, int], None] = field(default_factory=dict)
    allowances: dict[str, tuple[float, datetime]] = field(default_factory=dict)
    kept_bytes: dict[str, int] = field(default_factory=dict)


class MemoryPackages:
    tables: PackageTables

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

    def put_transfer(self, record: TransferRecord) -> None:
        self.tables.assert_writing()
        self.tables.transfers[record.seal, record.peer] = record

    def transfer(self, seal: str, peer: str) -> TransferRecord | None:
        with self.tables.lock:
            return self.tables.transfers.get((seal, peer))

    def transfers(self, seal: str | None = None) -> Sequence[TransferRecord]:
        with self.tables.lock:
            found = [r for r in self.tables.transfers.values() if seal in {None, r.seal}]
        return sorted(found, key=lambda record: record.began)

    def mark_served(self, seal: str, peer: str, index: int) -> bool:
        self.tables.assert_writing()
        is_new = (seal, peer, index) not in self.tables.served
        self.tables.served[seal, peer, index] = None
        return is_new

    def segments_elsewhere(
        self, seal: str, after: int, limit: int
    ) -> Sequence[tuple[int, str, int]]:
        with self.tables.lock:
            rows = list(self.tables.segments.items())
        wanted = {
            digest: index
            for (of, index), (digest, present) in rows
            if of == seal and not present and index > after
        }
        found = [
            (wanted[digest], of, index)
            for (of, index), (digest, present) in rows
            if of != seal and present and digest in wanted
        ]
        return sorted(found, key=lambda place: place[0])[:limit]

    def allowance(self, name: str) -> tuple[float, datetime] | None:
        with self.tables.lock:
            return self.tables.allowances.get(name)

    def put_allowance(self, name: str, balance: float, at: datetime) -> None:
        self.tables.assert_writing()
        self.tables.allowances[name] = (balance, at)

    def kept_bytes(self, peer: str) -> int:
        with self.tables.lock:
            return self.tables.kept_bytes.get(peer, 0)

    def add_kept_bytes(self, peer: str, size: int) -> None:
        self.tables.assert_writing()
        self.tables.kept_bytes[peer] = self.tables.kept_bytes.get(peer, 0) + size


def _is_wanted(tables: PackageTables, one: PackageRecord, wanted: PackageFilter) -> bool:
    to = tables.restricted.get(one.thread or "")
    return (
        wanted.peer in {None, one.peer}
        and wanted.direction in {None, one.direction}
        and wanted.complete in {None, one.complete}
        and (wanted.received_since is None or one.received >= wanted.received_since)
        and (wanted.received_before is None or one.received < wanted.received_before)
        and (wanted.reader is None or to is None or wanted.reader in to)
    )
