# SPDX-License-Identifier: Apache-2.0
"""How far a package has come on its way between two nodes, and what can honestly be said of the rest.

The receiving node knows which segments are here. The sending one knows what it was asked for: a
segment counts as gone once it was read for that State, and a line may still break under it.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from rogatory.node.context import Node
from rogatory.node.repositories.messages import Direction
from rogatory.node.repositories.packages import PackageRecord, TransferRecord
from rogatory.wire.words import Statement

WINDOW = 60
"""Seconds of the past that a rate is made of."""

LEAST_KEPT = 4
"""Moments kept however old: on a slow line a segment takes minutes."""

STALLED_AFTER = timedelta(seconds=30)
"""The shortest time without data after which a transfer counts as stalled; four times as long as a
recent segment took, where that is longer.
"""

PAUSES_TO_STALL = 4


@dataclass(frozen=True, slots=True)
class TransferProgress:
    """One transfer, as it is shown to a person."""

    seal: str
    peer: str
    direction: Direction
    segments: int
    of_segments: int
    size: int
    of_size: int
    rate: int | None
    """Bytes a second over the last minute; None where too little was transferred."""
    remaining: timedelta | None
    """The remaining time at that rate; None where it is unknown."""
    stalled_since: datetime | None
    last: datetime | None
    problem: Statement | None

    @property
    def is_whole(self) -> bool:
        return self.segments >= self.of_segments


def progress_of(
    package: PackageRecord, transfer: TransferRecord, now: datetime
) -> TransferProgress:
    """Return the present progress. A package that came through more than one channel counts what is
    here.
    """
    here = package.present if transfer.direction is Direction.IN else transfer.segments
    segments = min(here, package.segments)
    size = min(segments * package.segment_size, package.payload_size)
    is_whole = segments >= package.segments
    stalled = None if is_whole else _stalled_since(transfer, now)
    rate = None if is_whole or stalled else _rate(transfer, now)
    left = package.payload_size - size
    return TransferProgress(
        seal=package.seal,
        peer=transfer.peer,
        direction=transfer.direction,
        segments=segments,
        of_segments=package.segments,
        size=size,
        of_size=package.payload_size,
        rate=rate,
        remaining=timedelta(seconds=round(left / rate)) if rate else None,
        stalled_since=stalled,
        last=transfer.last,
        problem=None if is_whole else transfer.problem,
    )


def progress(node: Node, seal: str | None = None) -> list[TransferProgress]:
    """Return every transfer that this node knows of, or those of one package."""
    now, found = node.clock.now(), []
    for transfer in node.store.transfers(seal):
        package = node.store.package(transfer.seal)
        if package is not None:
            found.append(progress_of(package, transfer, now))
    return found


def begin_transfer(
    node: Node, seal: str, peer: str, direction: Direction, at: datetime
) -> TransferRecord:
    """Return the record of a transfer, begun if there is none."""
    with node.store.transaction():
        found = node.store.transfer(seal, peer)
        if found is None:
            found = TransferRecord(seal, peer, direction, began=at)
            node.store.put_transfer(found)
    return found


def note_gone(
    node: Node, seal: str, peer: str, direction: Direction, size: int, at: datetime, *, new: bool
) -> None:
    """Note a segment that went; inside the transaction that makes it true."""
    found = node.store.transfer(seal, peer) or TransferRecord(seal, peer, direction, began=at)
    node.store.put_transfer(_gone(found, size, at, new=new))


def note_failure(node: Node, seal: str, peer: str, problem: Statement) -> int:
    """Note why an attempt failed; returns how many did since the last segment went."""
    with node.store.transaction():
        found = node.store.transfer(seal, peer)
        if found is None:
            return 0
        failures = found.failures + 1
        node.store.put_transfer(replace(found, failures=failures, problem=problem))
    return failures


def note_waiting(node: Node, seal: str, peer: str, problem: Statement) -> None:
    """Note that it is this or the other side's limit that is waited for."""
    with node.store.transaction():
        found = node.store.transfer(seal, peer)
        if found is not None and found.problem != problem:
            node.store.put_transfer(replace(found, problem=problem))


def _gone(found: TransferRecord, size: int, at: datetime, *, new: bool) -> TransferRecord:
    second, recent = int(at.timestamp()), list(found.recent)
    if recent and recent[-1][0] >= second:
        recent[-1] = (recent[-1][0], recent[-1][1] + size)
    else:
        recent.append((second, size))
    while len(recent) > LEAST_KEPT and recent[0][0] < second - WINDOW:
        recent.pop(0)
    return replace(
        found,
        segments=found.segments + new,
        moved=found.moved + size,
        last=at,
        recent=tuple(recent),
        failures=0,
        problem=None,
    )


def _rate(transfer: TransferRecord, now: datetime) -> int | None:
    """Return the bytes transferred after the first second that is remembered, over the time since
    its end.

    The time runs on while nothing comes, so the rate falls.
    """
    if len(transfer.recent) < 2:
        return None
    elapsed = max(now.timestamp(), transfer.recent[-1][0] + 1) - transfer.recent[0][0] - 1
    return round(sum(size for _second, size in transfer.recent[1:]) / max(elapsed, 1)) or None


def _stalled_since(transfer: TransferRecord, now: datetime) -> datetime | None:
    since = transfer.last or transfer.began
    recent = transfer.recent
    pause = (recent[-1][0] - recent[0][0]) / (len(recent) - 1) if len(recent) > 1 else 0
    patience = max(STALLED_AFTER, timedelta(seconds=PAUSES_TO_STALL * pause))
    return since if now - since > patience else None
