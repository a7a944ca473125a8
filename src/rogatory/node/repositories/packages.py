# SPDX-License-Identifier: Apache-2.0
"""Sealed packages, their segments, and how they go between nodes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from rogatory.node.repositories.messages import Direction
from rogatory.wire.words import Statement


@dataclass(frozen=True, slots=True)
class PackageRecord:
    """A sealed package that this node holds or is fetching."""

    seal: str
    """SHA-256 of seal.json: what names the package on the line."""
    package: str
    bag: str
    thread: str | None
    direction: Direction
    peer: str | None
    sender: str
    payload_size: int
    segment_size: int
    segments: int
    present: int
    complete: bool
    received: datetime
    documents: Mapping[str, str] = field(default_factory=dict)
    """File name beside the seal (seal.json, its signatures, timestamps, segments.b3, certificates,
    custody events) to the digest under which `Objects` keeps its bytes."""


@dataclass(frozen=True, slots=True)
class PackageTotals:
    """How many packages are whole here, and the bytes of all of them."""

    count: int = 0
    size: int = 0


@dataclass(frozen=True, slots=True)
class TransferRecord:
    """The transfer of one package's bytes between this node and another State's, through any
    channel.
    """

    seal: str
    peer: str
    direction: Direction
    began: datetime
    segments: int = 0
    """Segments that have gone, each counted once."""
    moved: int = 0
    """Bytes that have gone, repeated ones included."""
    last: datetime | None = None
    """When the last segment went."""
    recent: tuple[tuple[int, int], ...] = ()
    """(second since 1970, bytes that went in it) of late, oldest first: what a rate is made of."""
    failures: int = 0
    """Attempts that failed since the last segment went."""
    problem: Statement | None = None
    """Why the last attempt failed, for a person."""
    by_courier: int = 0
    """Those of the segments that came on a disk."""
    disks: tuple[str, ...] = ()
    """The digests of the lists of those disks."""


@dataclass(frozen=True, slots=True)
class PackageFilter:
    """The conditions on listed packages, the newest first; None means no condition."""

    peer: str | None = None
    direction: Direction | None = None
    complete: bool | None = None
    received_since: datetime | None = None
    received_before: datetime | None = None
    reader: str | None = None
    """The officer who looks: packages of threads that are restricted to others are left out."""


@dataclass(frozen=True, slots=True)
class PackagePlace:
    """A place in the list of packages: right after the one of that moment and seal."""

    at: datetime
    seal: str


class PackageRepository(Protocol):
    def put_package(self, record: PackageRecord) -> None: ...
    def package(self, seal: str) -> PackageRecord | None: ...
    def packages(self, thread: str | None = None) -> Sequence[PackageRecord]: ...
    def packages_listed(
        self, wanted: PackageFilter, limit: int, after: PackagePlace | None = None
    ) -> Sequence[PackageRecord]:
        """Return the newest packages, or the newest of those after a place."""
        ...

    def packages_of_origin(self, package: str) -> Sequence[PackageRecord]:
        """Return the packages here under one package id, including those sealed again by others,
        the oldest first.
        """
        ...

    def package_totals(self) -> PackageTotals:
        """Return the totals of the complete packages, at a cost that does not grow with them."""
        ...

    def packages_of_bag(self, bag: str) -> Sequence[PackageRecord]:
        """Return every package of that evidence, by when it came."""
        ...

    def packages_of_segment(self, blake3: bytes) -> Sequence[tuple[PackageRecord, int]]:
        """Return every package with that segment, and its index there: one wrapped anew has the
        same.
        """
        ...

    def add_segments(self, seal: str, digests: Iterable[bytes]) -> None: ...
    def mark_segment(self, seal: str, index: int) -> None: ...
    def missing_segments(
        self, seal: str, *, after: int = -1, limit: int | None = None
    ) -> Sequence[int]:
        """Return indices of segments that are not here, in order; the first `limit` of those after
        one.
        """
        ...

    def segments_elsewhere(
        self, seal: str, after: int, limit: int
    ) -> Sequence[tuple[int, str, int]]:
        """Return missing segments after index `after` that another package here has: the index, the
        seal of that package, and the index there; by index.
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
        """Return the rest of an allowance (bytes; a negative rest is owed), and its time."""
        ...

    def put_allowance(self, name: str, balance: float, at: datetime) -> None: ...
    def kept_bytes(self, peer: str) -> int:
        """Return the bytes of all dispatches of a State that are kept."""
        ...

    def add_kept_bytes(self, peer: str, size: int) -> None: ...
