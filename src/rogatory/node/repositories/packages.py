# SPDX-License-Identifier: Apache-2.0
"""What the use-cases need of the books for packages, their segments and their transfers."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Protocol

from rogatory.node.records.books import PackageRecord, PackageTotals, TransferRecord
from rogatory.node.records.listing import PackageFilter, PackagePlace


class PackageBooks(Protocol):
    def put_package(self, record: PackageRecord) -> None: ...
    def package(self, seal: str) -> PackageRecord | None: ...
    def packages(self, thread: str | None = None) -> Sequence[PackageRecord]: ...
    def packages_listed(
        self, wanted: PackageFilter, limit: int, after: PackagePlace | None = None
    ) -> Sequence[PackageRecord]:
        """The newest packages, or the newest of those after a place."""
        ...

    def packages_of_origin(self, package: str) -> Sequence[PackageRecord]:
        """What is here under one package id, whoever sealed it again, the oldest first."""
        ...

    def package_totals(self) -> PackageTotals:
        """What is whole here, at a cost that does not grow with it."""
        ...

    def packages_of_bag(self, bag: str) -> Sequence[PackageRecord]:
        """Every package of that evidence, by when it came."""
        ...

    def packages_of_segment(self, blake3: bytes) -> Sequence[tuple[PackageRecord, int]]:
        """Every package with that segment, and its index there: one wrapped anew has the same."""
        ...

    def add_segments(self, seal: str, digests: Iterable[bytes]) -> None: ...
    def mark_segment(self, seal: str, index: int) -> None: ...
    def missing_segments(
        self, seal: str, *, after: int = -1, limit: int | None = None
    ) -> Sequence[int]:
        """Indices of segments that are not here, in order; the first `limit` of those after one."""
        ...

    def segments_elsewhere(
        self, seal: str, after: int, limit: int
    ) -> Sequence[tuple[int, str, int]]:
        """Missing segments after index `after` that another package here has: the index, the seal
        of that package, and the index there; by index.
        """
        ...

    # Transfers. Inside a transaction a reading keeps others from writing the same until it ends.
    def put_transfer(self, record: TransferRecord) -> None: ...
    def transfer(self, seal: str, peer: str) -> TransferRecord | None: ...
    def transfers(self, seal: str | None = None) -> Sequence[TransferRecord]: ...
    def mark_served(self, seal: str, peer: str, index: int) -> bool:
        """Note that a State was given a segment; False if that was noted before."""
        ...

    def allowance(self, name: str) -> tuple[float, datetime] | None:
        """What is left of an allowance (bytes; below nothing is owed), and as of when."""
        ...

    def put_allowance(self, name: str, balance: float, at: datetime) -> None: ...
    def kept_bytes(self, peer: str) -> int:
        """The bytes of all dispatches of a State that are kept."""
        ...

    def add_kept_bytes(self, peer: str, size: int) -> None: ...
