# SPDX-License-Identifier: Apache-2.0
"""The twins' tables, and transactions over them.

Rows are frozen, so a shallow copy of the tables is a savepoint.
"""

import contextlib
import copy
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime

from rogatory.custody.log.tiles import TileId
from rogatory.custody.log.tree import CompactRange
from rogatory.node.repositories.audit import AccessRecord
from rogatory.node.repositories.case_files import MatterEntry, MatterRow
from rogatory.node.repositories.contact_cards import CardRecord
from rogatory.node.repositories.custody_log import LoggedEvent
from rogatory.node.repositories.delivery_trace import RoadStep
from rogatory.node.repositories.drafting import Unfinished
from rogatory.node.repositories.drafts import Draft
from rogatory.node.repositories.duty import (
    CallAttempt,
    HandOver,
    OfficerContact,
    RosterRecord,
    StandIn,
)
from rogatory.node.repositories.followed_logs import FollowedLog, SoughtReceipt
from rogatory.node.repositories.law import CorrectionRecord, Decision
from rogatory.node.repositories.messages import StoredMessage
from rogatory.node.repositories.officers import Page
from rogatory.node.repositories.packages import PackageRecord, TransferRecord
from rogatory.node.repositories.peer_health import PeerLine
from rogatory.node.repositories.peers import HeldReview, LetterDispatch, Proposal
from rogatory.node.repositories.queue import Job
from rogatory.node.repositories.snapshots import SeenSnapshot
from rogatory.node.repositories.threads import ThreadSummary
from rogatory.node.repositories.witnesses import (
    Accusation,
    OwnCosignature,
    WitnessContact,
    WitnessedLog,
)
from rogatory.wire.canonical import Json


@dataclass(frozen=True, slots=True)
class JobRow:
    job: Job
    run_at: datetime
    lease_until: datetime | None = None
    again_at: datetime | None = None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class AsideRow:
    job: Job
    problem: str
    since: datetime


@dataclass
class Tables:
    """Dictionaries keep the order in which rows were written."""

    drafts: dict[str, Draft] = field(default_factory=dict)
    unfinished: dict[str, Unfinished] = field(default_factory=dict)
    messages: dict[str, StoredMessage] = field(default_factory=dict)
    summaries: dict[str, ThreadSummary] = field(default_factory=dict)
    trees: dict[int, CompactRange] = field(default_factory=dict)
    tiles: dict[tuple[int, int, int], bytes] = field(default_factory=dict)
    events: dict[str, LoggedEvent] = field(default_factory=dict)
    checkpoints: dict[tuple[int, int], str] = field(default_factory=dict)
    packages: dict[str, PackageRecord] = field(default_factory=dict)
    segments: dict[tuple[str, int], tuple[bytes, bool]] = field(default_factory=dict)
    transfers: dict[tuple[str, str], TransferRecord] = field(default_factory=dict)
    served: dict[tuple[str, str, int], None] = field(default_factory=dict)
    allowances: dict[str, tuple[float, datetime]] = field(default_factory=dict)
    kept_bytes: dict[str, int] = field(default_factory=dict)
    nonces: dict[tuple[str, str], datetime] = field(default_factory=dict)
    pages: dict[str, Page] = field(default_factory=dict)
    settings: dict[str, Json] = field(default_factory=dict)
    corrections: dict[str, CorrectionRecord] = field(default_factory=dict)
    decisions: dict[str, Decision] = field(default_factory=dict)
    proposals: dict[str, Proposal] = field(default_factory=dict)
    held_reviews: dict[str, HeldReview] = field(default_factory=dict)
    letter_dispatches: dict[str, LetterDispatch] = field(default_factory=dict)
    cards: dict[str, CardRecord] = field(default_factory=dict)
    matters: dict[str, MatterRow] = field(default_factory=dict)
    matter_entries: dict[str, MatterEntry] = field(default_factory=dict)
    targets: dict[str, frozenset[str]] = field(default_factory=dict)
    restricted: dict[str, frozenset[str]] = field(default_factory=dict)
    texts: dict[str, tuple[int, str, str, str]] = field(default_factory=dict)
    views: dict[tuple[str, str], str] = field(default_factory=dict)
    accesses: dict[tuple[str, ...], AccessRecord] = field(default_factory=dict)
    peer_lines: dict[str, PeerLine] = field(default_factory=dict)
    road_steps: dict[tuple[str, str, str, str], RoadStep] = field(default_factory=dict)
    followed_logs: dict[str, FollowedLog] = field(default_factory=dict)
    sought_receipts: dict[str, SoughtReceipt] = field(default_factory=dict)
    rosters: dict[str, RosterRecord] = field(default_factory=dict)
    stand_ins: dict[str, StandIn] = field(default_factory=dict)
    hand_overs: dict[str, HandOver] = field(default_factory=dict)
    contacts: dict[str, OfficerContact] = field(default_factory=dict)
    attempts: dict[str, CallAttempt] = field(default_factory=dict)
    witnessed: dict[tuple[str, int], WitnessedLog] = field(default_factory=dict)
    accusations: dict[str, Accusation] = field(default_factory=dict)
    own_cosignatures: dict[tuple[str, int, str], OwnCosignature] = field(default_factory=dict)
    witness_contacts: dict[str, WitnessContact] = field(default_factory=dict)
    snapshots: dict[tuple[str, int, str], SeenSnapshot] = field(default_factory=dict)
    jobs: dict[str, JobRow] = field(default_factory=dict)
    aside: dict[str, AsideRow] = field(default_factory=dict)
    last_job: int = 0

    def __post_init__(self) -> None:
        self.lock = threading.RLock()
        self._depth = 0

    @contextlib.contextmanager
    def transaction(self) -> Iterator[None]:
        """All of it or nothing; other threads wait, readers included."""
        with self.lock:
            before = {one.name: copy.copy(getattr(self, one.name)) for one in fields(self)}
            self._depth += 1
            try:
                yield
            except BaseException:
                for name, value in before.items():
                    setattr(self, name, value)
                raise
            finally:
                self._depth -= 1

    def assert_writing(self) -> None:
        with self.lock:
            if not self._depth:
                raise AssertionError("the books are written inside books.transaction()")


def tile_of(tiles: Mapping[tuple[int, int, int], bytes], epoch: int, tile: TileId) -> bytes:
    """The first `width` hashes of a tile; LookupError if it has not so many."""
    data = tiles.get((epoch, tile.level, tile.index), b"")[: tile.width * 32]
    if len(data) != tile.width * 32:
        raise LookupError(f"no tile {tile.level}/{tile.index} of {tile.width} hashes")
    return data
