# SPDX-License-Identifier: Apache-2.0
"""The ports of the use-cases to the outside. Each port has a real and an in-memory twin.

Both twins pass the same contract test. The repositories of the domains, with their row types, are
in `node.repositories`; `Store` joins them here. Nothing here names a database, a socket or a file
system; a failure on the way raises `Unreachable`, a peer's fault raises `Refused`.
"""

from collections.abc import Callable, Collection, Container, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from rogatory.custody.log.checkpoint import Checkpoint
from rogatory.custody.log.tiles import TileId
from rogatory.directory.view.view import DirectoryView
from rogatory.node.repositories.audit import AuditRepository
from rogatory.node.repositories.case_files import CaseFileRepository
from rogatory.node.repositories.contact_cards import ContactCardRepository
from rogatory.node.repositories.custody_log import CustodyLogRepository
from rogatory.node.repositories.delivery_trace import DeliveryTraceRepository
from rogatory.node.repositories.drafting import DraftingRepository
from rogatory.node.repositories.drafts import DraftRepository
from rogatory.node.repositories.duty import DutyRepository, Notice, Sent
from rogatory.node.repositories.failover import FailoverRepository
from rogatory.node.repositories.followed_logs import FollowedLogRepository
from rogatory.node.repositories.law import LawRepository
from rogatory.node.repositories.listing import ListingRepository
from rogatory.node.repositories.messages import MessageRepository, NonceRepository
from rogatory.node.repositories.officers import OfficerRepository
from rogatory.node.repositories.packages import PackageRepository
from rogatory.node.repositories.peer_health import PeerHealthRepository
from rogatory.node.repositories.peers import PeerRepository
from rogatory.node.repositories.recovery import ExchangePage, RecoveryRepository
from rogatory.node.repositories.search import SearchRepository
from rogatory.node.repositories.settings import SettingRepository
from rogatory.node.repositories.snapshots import SnapshotRepository
from rogatory.node.repositories.statistics.unit_figures import UnitFigureRepository
from rogatory.node.repositories.systems import HookDelivery, HookRecord, SystemRepository
from rogatory.node.repositories.threads import ThreadRepository
from rogatory.node.repositories.witnesses import WitnessAnswer, WitnessRepository
from rogatory.seal.notes import NoteSignature
from rogatory.seal.signatures import Signatures
from rogatory.wire.words import Statement


@dataclass(frozen=True, slots=True)
class OwnCertificate:
    """A certificate with which this node works: the path of its file inside the home, and its DER."""

    place: str
    der: bytes


class Clock(Protocol):
    def now(self) -> datetime:
        """Return the moment, in UTC."""
        ...


class Store(
    AuditRepository,
    CaseFileRepository,
    ContactCardRepository,
    CustodyLogRepository,
    DeliveryTraceRepository,
    DraftRepository,
    DraftingRepository,
    DutyRepository,
    FailoverRepository,
    FollowedLogRepository,
    LawRepository,
    ListingRepository,
    MessageRepository,
    NonceRepository,
    OfficerRepository,
    PackageRepository,
    PeerHealthRepository,
    PeerRepository,
    RecoveryRepository,
    SearchRepository,
    SettingRepository,
    SnapshotRepository,
    SystemRepository,
    ThreadRepository,
    UnitFigureRepository,
    WitnessRepository,
    Protocol,
):
    """The node's durable records. Writes happen inside `transaction`; reads anywhere.

    A transaction is short, takes the write lock at once, and commits durably or not at all.
    No signing, network or file work is done inside one. A `relaxed` one a crash of the machine may take, as
    long as no other was committed after it: it is for what is done again then.
    """

    def transaction(self, *, relaxed: bool = False) -> AbstractContextManager[None]: ...
    def named_among(self, digests: Collection[str], *, ended_after: datetime) -> frozenset[str]:
        """Return those of these digests that any row has, as they are written or as those of a document that is
        the row's own. All rows are read as they are at one moment, outside any transaction.

        What is attached to a draft that ended before `ended_after` without being sent does not count.
        """
        ...


type FindNamed = Callable[[Sequence[str]], Container[str]]
"""Finds those of some digests that must stay."""


class ArrivingSegment(Protocol):
    """A segment on its way: it is gone with the block that takes it, unless it is kept."""

    def write(self, part: bytes) -> None:
        """Take the next part; refuses more bytes than the segment has."""
        ...

    def keep(self) -> None:
        """Put the segment at its place, durably. The caller has checked its digest."""
        ...


class Objects(Protocol):
    """Bytes kept by their digest, and the segments of sealed packages. Durable before it returns."""

    def put(self, data: bytes) -> str:
        """Keep bytes; returns their SHA-256."""
        ...

    def get(self, digest: str) -> bytes: ...
    def remove(self, digest: str, at: datetime) -> None:
        """Begin to remove bytes that no row names: they go a day later, and a tombstone stays. Bytes that
        are put again meanwhile stay.
        """
        ...

    def finish_removals(self, at: datetime, named: FindNamed) -> Sequence[str]:
        """Remove bytes whose day is over and whose digest no row names now; return their digests. `named` is
        asked once, for all whose day is over.
        """
        ...

    def digests(self, after: str = "") -> Iterator[str]:
        """Yield the digests of all bytes that are kept, in order; those after one."""
        ...

    def begin_package(self, seal: str, header: bytes, payload_size: int, segment_size: int) -> None:
        """Reserve space for a package's age file; doing so again changes nothing."""
        ...

    def put_segment(self, seal: str, index: int, data: bytes) -> None:
        """Write one segment at its place. The caller has checked its digest."""
        ...

    def arriving_segment(self, seal: str, index: int) -> AbstractContextManager[ArrivingSegment]:
        """Take one segment part by part, outside its place until it is kept."""
        ...

    def get_segment(self, seal: str, index: int) -> bytes: ...
    def segment_parts(self, seal: str, index: int) -> Iterator[bytes]:
        """Yield one segment part by part; whether it is there is known with the first."""
        ...

    def adopt_package(self, seal: str, path: str) -> None:
        """Take the finished age file of a package that was begun from a folder on this machine, by
        link where possible.
        """
        ...

    def hand_out_package(self, seal: str, path: str) -> None:
        """Write the age file of a complete package to a new path on this machine, by link where
        possible. No path of the store itself is given to anybody: it may lie on another machine.
        """
        ...


class Signer(Protocol):
    """Signs for authorities and for the node, and never shows a key.

    A message is signed only after its approvals were checked against the register.
    """

    def sign_message(self, message: bytes, approvals: bytes, at: datetime) -> Signatures: ...
    def sign_event(self, event: bytes, at: datetime) -> Signatures: ...
    def sign_translation(self, translation: bytes, at: datetime) -> Signatures:
        """Sign a translation for the authority that it names."""
        ...

    def sign_receipt(self, receipt: bytes, at: datetime) -> Signatures:
        """Sign what the node itself says: a receipt, or the list of a courier's disk."""
        ...

    def sign_checkpoint(self, text: str) -> str:
        """Return the signed note (C2SP) over a checkpoint's text."""
        ...

    @property
    def cosigns(self) -> bool:
        """Decide whether there is a witness key."""
        ...

    def cosign(self, checkpoint: Checkpoint, at: datetime) -> Sequence[NoteSignature]:
        """Cosign another State's checkpoint with each witness key. The caller has persisted it."""
        ...


class Register(Protocol):
    """The directory as this node knows it."""

    def view(self) -> DirectoryView:
        """Return the newest verified view; `Refused` when older than the stated grace."""
        ...

    def refresh(self, at: datetime) -> DirectoryView: ...
    def confirm_state_key(self, state: str, keyids: Sequence[str], by: str, at: datetime) -> None:
        """Accept these key ids for a held State, on the word of `by`; `Refused` where another key signed."""
        ...


class Peers(Protocol):
    """The other nodes. Each call is one signed, bounded request to a listed node."""

    def deliver(self, state: str, dispatch: bytes) -> bytes:
        """Hand a dispatch over; returns the reply (a receipt with its signatures)."""
        ...

    def messages_after(self, state: str, thread: str, sequence: int) -> Sequence[bytes]:
        """Return the dispatches of that State's own messages in a thread after a sequence number."""
        ...

    def exchange_since(self, state: str, since: datetime, after: str | None) -> ExchangePage:
        """Return a page of what that State keeps of its exchange with this one since a moment,
        unverified.
        """
        ...

    def seal_documents(self, state: str, seal: str) -> Mapping[str, bytes]:
        """Return seal.json and what lies beside it, by file name."""
        ...

    def segment(
        self, state: str, blake3: bytes, size: int, write: Callable[[bytes], object]
    ) -> None:
        """Ask for a segment, and give each part that arrives to `write`, at most `size` bytes in all: nothing is
        checked here.
        """
        ...

    def card(self, state: str, digest: str) -> bytes:
        """Return a card that the State's node has, of whichever State."""
        ...

    def add_checkpoint(self, state: str, request: bytes) -> WitnessAnswer:
        """Ask a State's witness for a cosignature: whatever it answers, within a short time."""
        ...

    def last_cosigned(self, state: str, origin: str) -> str | None:
        """Return the newest checkpoint of an epoch of this State's log that a witness cosigned."""
        ...

    def show_proof(self, state: str, document: bytes) -> None:
        """Hand a proof of misbehaviour to a State's node, which judges it by itself."""
        ...

    def snapshots(self, state: str) -> Sequence[tuple[int, str]]:
        """Return version and digest of the snapshots of the directory that a State's node went by."""
        ...

    def snapshot(self, state: str, digest: str) -> bytes:
        """Return the file of one of them, unverified."""
        ...

    def log_checkpoint(self, state: str, epoch: int) -> bytes:
        """Return the published checkpoint of an epoch of that State's log, unverified."""
        ...

    def log_tile(self, state: str, epoch: int, tile: TileId) -> bytes:
        """Return a tile of it, unverified."""
        ...


class Timestamps(Protocol):
    def stamp(self, digest: bytes) -> bytes:
        """Return a verified RFC 3161 token over a SHA-256 digest."""
        ...


class Pager(Protocol):
    def call(self, notice: Notice) -> Sequence[Sent]:
        """Call an officer by every means that the settings name for him; what came of each.

        Nothing is raised: a means that fails is an outcome, too.
        """
        ...


class HookLine(Protocol):
    """The line to the webhooks of the State's own systems."""

    def sealed(self, secret: str) -> str:
        """Return a secret as the store keeps it."""
        ...

    def send(self, hook: HookRecord, delivery: HookDelivery) -> Statement | None:
        """Send one delivery; return why it did not arrive, None if it did. Nothing is raised."""
        ...
