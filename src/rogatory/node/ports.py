# SPDX-License-Identifier: Apache-2.0
"""What the use-cases need of the world. Each port has a real and an in-memory twin.

Both twins pass the same contract test. Nothing here names a database, a socket or a file
system; what may fail on the way raises `Unreachable`, what a peer did wrong raises `Refused`.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol

from rogatory.custody.checkpoint import Checkpoint
from rogatory.custody.tiles import TileId
from rogatory.custody.tree import CompactRange
from rogatory.directory.view import View
from rogatory.node.audit_port import AuditBooks
from rogatory.node.card_port import CardBooks
from rogatory.node.duty_port import DutyBooks
from rogatory.node.duty_records import Notice, Sent
from rogatory.node.law_port import LawBooks
from rogatory.node.line_port import LineBooks
from rogatory.node.listing_port import ListingBooks
from rogatory.node.listing_records import PackageFilter, PackagePlace
from rogatory.node.log_port import FollowedBooks
from rogatory.node.matter_port import MatterBooks
from rogatory.node.peer_port import PeerBooks
from rogatory.node.records import (
    Draft,
    DraftEnd,
    Job,
    JobCount,
    LoggedEvent,
    Outline,
    PackageRecord,
    PackageTotals,
    Page,
    Priority,
    StoredMessage,
    ThreadSummary,
    TransferRecord,
    TroubledJob,
)
from rogatory.node.recovery_port import ExchangeBooks
from rogatory.node.recovery_records import ExchangePage
from rogatory.node.road_port import RoadBooks
from rogatory.node.unfinished_port import UnfinishedBooks
from rogatory.node.witness_port import WitnessBooks
from rogatory.node.witness_records import WitnessAnswer
from rogatory.seal.notes import NoteSignature
from rogatory.seal.signatures import Signatures
from rogatory.wire.canonical import Json

type Random = Callable[[int], bytes]
"""`os.urandom` in life, a seeded generator in tests."""


class Clock(Protocol):
    def now(self) -> datetime:
        """The moment, in UTC."""
        ...


class Books(
    AuditBooks,
    ExchangeBooks,
    FollowedBooks,
    LawBooks,
    LineBooks,
    ListingBooks,
    PeerBooks,
    MatterBooks,
    CardBooks,
    RoadBooks,
    DutyBooks,
    UnfinishedBooks,
    WitnessBooks,
    Protocol,
):
    """The node's durable records. Writes happen inside `transaction`; reads anywhere.

    A transaction is short, takes the write lock at once, and commits durably or not at all.
    No signing, network or file work is done inside one.
    """

    def transaction(self) -> AbstractContextManager[None]: ...

    # Drafts
    def add_draft(self, draft: Draft) -> None: ...
    def draft(self, draft: str) -> Draft | None: ...
    def drafts(self, thread: str | None = None, *, unsent: bool = True) -> Sequence[Draft]:
        """Those that wait to be sent, or all that ever were."""
        ...

    def add_approval(self, draft: str, approval: Mapping[str, str]) -> None: ...
    def mark_sent(self, draft: str, message: str) -> None: ...
    def end_draft(self, draft: str, end: DraftEnd) -> None:
        """Take a draft out of the way. The caller has seen inside the transaction that it waits."""
        ...

    # Messages. `add_message` refuses nothing: the unique digest makes it idempotent (False: was there).
    def add_message(self, message: StoredMessage) -> bool: ...
    def message(self, digest: str) -> StoredMessage | None: ...
    def transcript(self, thread: str) -> Sequence[StoredMessage]:
        """All messages of a thread, own and the other State's, forks included, oldest first."""
        ...

    def outlines(self, thread: str) -> Sequence[Outline]:
        """The same in the same order, without the bytes."""
        ...

    def transcripts(self, threads: Iterable[str]) -> Mapping[str, Sequence[StoredMessage]]:
        """Those of several threads in few readings; a thread without a message is not in it."""
        ...

    def next_sequence(self, thread: str, state: str) -> tuple[int, str | None]:
        """The next sequence number of a State in a thread, and the digest of its previous message."""
        ...

    def add_receipt(
        self, message: str, receipt: bytes, signatures: Signatures, *, kept: bool
    ) -> None:
        """Write a receipt once; a second one for the same message changes nothing."""
        ...

    def take_back_refusal(self, message: str) -> bool:
        """Let a message of ours that was refused wait for a receipt again; False if it was not."""
        ...

    def note_problem(self, message: str, problem: str) -> None: ...
    def undelivered(self) -> Sequence[StoredMessage]: ...

    # Threads, as the desk lists them
    def put_summary(self, summary: ThreadSummary) -> None: ...
    def summary(self, thread: str) -> ThreadSummary | None: ...
    def summaries(
        self, *, needs_answer: bool | None = None, limit: int = 200
    ) -> Sequence[ThreadSummary]: ...
    def summaries_opened(
        self, since: datetime, until: datetime, kinds: Collection[str] | None = None
    ) -> Sequence[ThreadSummary]:
        """Those opened from `since` on and before `until`, of these kinds or of all, oldest first,
        however many.
        """
        ...

    def thread_related_to(self, thread: str) -> Sequence[ThreadSummary]: ...

    # The custody log: appended inside the transaction that makes the event true
    def append_event(
        self, event: bytes, signatures: Signatures, salt: bytes, at: datetime, thread: str | None
    ) -> LoggedEvent:
        """Append the event's commitment as the next leaf.

        An event that already stands there is returned as it is.
        """
        ...

    def begin_epoch(self, epoch: int, opening: bytes) -> None:
        """Begin a new log, whose leaf 0 is the entry `opening`; the old one stays readable."""
        ...

    def log_epoch(self) -> int:
        """The epoch that grows: 1 at first. Where one is left out below, this one is meant."""
        ...

    def log_size(self, epoch: int | None = None) -> int: ...
    def log_tree(self, size: int, epoch: int | None = None) -> CompactRange:
        """The tree over the first `size` leaves, kept ready for the newest size; LookupError if
        there are not so many.
        """
        ...

    def read_tile(self, level: int, index: int, width: int, epoch: int | None = None) -> bytes: ...
    def event(self, digest: str) -> LoggedEvent | None: ...
    def events_of(self, *digests: str) -> Sequence[LoggedEvent]:
        """The events on any of the objects, in the order of their leaves, in one reading."""
        ...

    def events_since(
        self, index: int, limit: int, epoch: int | None = None
    ) -> Sequence[LoggedEvent]: ...
    def put_checkpoint(self, size: int, note: str, epoch: int | None = None) -> None: ...
    def checkpoint(self, size: int | None = None, epoch: int | None = None) -> str | None:
        """The signed checkpoint of that size, or the newest."""
        ...

    def checkpoints_since(
        self, size: int, limit: int, epoch: int | None = None
    ) -> Sequence[tuple[int, str]]:
        """Signed checkpoints of that size and larger ones, with their sizes, the smallest first."""
        ...

    # Packages
    def put_package(self, record: PackageRecord) -> None: ...
    def package(self, seal: str) -> PackageRecord | None: ...
    def packages(self, thread: str | None = None) -> Sequence[PackageRecord]: ...
    def packages_listed(
        self, wanted: PackageFilter, limit: int, after: PackagePlace | None = None
    ) -> Sequence[PackageRecord]:
        """The newest packages, or the newest of those after a place."""
        ...

    def packages_of_bag(self, bag: str) -> Sequence[PackageRecord]:
        """The packages of one bag, under whatever seals, the oldest first."""
        ...

    def package_totals(self) -> PackageTotals:
        """What is whole here, at a cost that does not grow with it."""
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

    # Replays on the line, pages, settings that a person changed
    def seen_nonce(self, key: str, nonce: str, until: datetime) -> bool:
        """Whether the nonce was seen before; remembers it until the moment given."""
        ...

    def add_page(self, page: Page) -> bool:
        """Write a call for a human down; False if one of that id was there already."""
        ...

    def page(self, page: str) -> Page | None: ...
    def pages(self, *, unseen: bool = True, thread: str | None = None) -> Sequence[Page]:
        """The calls that nobody has answered, or all; of one thread, if one is given."""
        ...

    def mark_page_seen(self, page: str, officer: str, at: datetime) -> None: ...
    def setting(self, name: str) -> Json:
        """What is set under that name, or None."""
        ...

    def put_setting(self, name: str, value: Json) -> None: ...


class Queue(Protocol):
    """Work that outlives the process. `enqueue` joins the transaction under way."""

    def enqueue(
        self,
        kind: str,
        key: str,
        payload: Mapping[str, Json],
        run_at: datetime,
        priority: int = Priority.ORDINARY,
    ) -> None:
        """Ask for a job.

        While one of the same key waits, nothing changes but that a higher priority counts; while
        one runs, it stands again at `run_at` once it is finished.
        """
        ...

    def is_waiting(self, priority: int, since: datetime) -> bool:
        """Whether a job of at least that priority has been due since then, and nobody does it."""
        ...

    def lease(self, worker: str, limit: int, now: datetime) -> Sequence[Job]: ...
    def begin(self, job: Job, now: datetime) -> bool:
        """Whether a leased job is its worker's to run now; False if the lease was lost.

        A lease of which most is left is not renewed: nobody else can have the job before it ends,
        and renewing is a commit.
        """
        ...

    def renew(self, job: Job, now: datetime) -> bool: ...
    def finish(self, job: Job) -> bool:
        """Mark done inside the transaction of the job's effects.

        False if the lease was lost, and then the caller rolls its effects back.
        """
        ...

    def retry(self, job: Job, problem: str, run_at: datetime, *, faults: int = 0) -> None: ...
    def set_aside(self, job: Job, problem: str, at: datetime) -> bool:
        """Take a job out that nobody should run again before a human looked; False if the lease was
        lost. Asked for anew it runs again, and what runs to its end is no longer set aside.
        """
        ...

    def troubled(self, limit: int = 200) -> Sequence[TroubledJob]:
        """Jobs that were set aside, oldest first, then those that wait for a further try."""
        ...

    def counted(self, most: int) -> Sequence[JobCount]:
        """The work not yet done, by kind and standing, without the beats, which wait always; of work to
        be done, and of work that was set aside, at most so many jobs are counted, the oldest.
        """
        ...

    def replay(self, key: str, at: datetime) -> bool:
        """Let a job run again that was set aside, or waits for a further try; False if there is none
        of that key, or it runs.
        """
        ...

    def hasten(self, keys: Iterable[str], run_at: datetime) -> None:
        """Let jobs that wait run sooner, inside a transaction; those that run or are due stay."""
        ...

    def waiting(self) -> Sequence[Job]: ...


class Objects(Protocol):
    """Bytes kept by their digest, and the segments of sealed packages. Durable before it returns."""

    def put(self, data: bytes) -> str:
        """Keep bytes; returns their SHA-256."""
        ...

    def get(self, digest: str) -> bytes: ...

    def begin_package(self, seal: str, header: bytes, payload_size: int, segment_size: int) -> None:
        """Make room for a package's age file; doing so again changes nothing."""
        ...

    def put_segment(self, seal: str, index: int, data: bytes) -> None:
        """Write one segment at its place. The caller has checked its digest."""
        ...

    def get_segment(self, seal: str, index: int) -> bytes: ...
    def adopt_package(self, seal: str, path: str) -> None:
        """Take a finished age file from a folder on this machine, by link where possible."""
        ...

    def package_path(self, seal: str) -> str:
        """Where the age file of a complete package lies, for a workstation on the same machine."""
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
        """The signed note (C2SP) over a checkpoint's text."""
        ...

    @property
    def cosigns(self) -> bool:
        """Whether there is a witness key."""
        ...

    def cosign(self, checkpoint: Checkpoint, at: datetime) -> Sequence[NoteSignature]:
        """Cosign another State's checkpoint with each witness key. The caller has persisted it."""
        ...


class Register(Protocol):
    """The directory as this node knows it."""

    def view(self) -> View:
        """The newest verified view; `Refused` when older than the stated grace."""
        ...

    def refresh(self, at: datetime) -> View: ...
    def confirm_state_key(self, state: str, officer: str, at: datetime) -> None: ...


class Peers(Protocol):
    """The other nodes. Each call is one signed, bounded request to a listed node."""

    def deliver(self, state: str, dispatch: bytes) -> bytes:
        """Hand a dispatch over; returns the reply (a receipt with its signatures)."""
        ...

    def messages_after(self, state: str, thread: str, sequence: int) -> Sequence[bytes]:
        """The dispatches of that State's own messages in a thread after a sequence number."""
        ...

    def exchange_since(self, state: str, since: datetime, after: str | None) -> ExchangePage:
        """A page of what that State keeps of its exchange with this one since a moment, unverified."""
        ...

    def seal_documents(self, state: str, seal: str) -> Mapping[str, bytes]:
        """seal.json and what lies beside it, by file name."""
        ...

    def segment(self, state: str, blake3: bytes, size: int) -> bytes: ...
    def card(self, state: str, digest: str) -> bytes:
        """A card that the State's node has, of whichever State."""
        ...

    def add_checkpoint(self, state: str, request: bytes) -> WitnessAnswer:
        """Ask a State's witness for a cosignature: whatever it answers, within a short time."""
        ...

    def last_cosigned(self, state: str, epoch: int) -> str | None:
        """The newest checkpoint of an epoch of this State's log that a witness cosigned."""
        ...

    def log_checkpoint(self, state: str, epoch: int) -> bytes:
        """The published checkpoint of an epoch of that State's log, unverified."""
        ...

    def log_tile(self, state: str, epoch: int, tile: TileId) -> bytes:
        """A tile of it, unverified."""
        ...


class Timestamps(Protocol):
    def stamp(self, digest: bytes) -> bytes:
        """A verified RFC 3161 token over a SHA-256 digest."""
        ...


class Pager(Protocol):
    def call(self, notice: Notice) -> Sequence[Sent]:
        """Call an officer by every means that the settings name for him; what came of each.

        Nothing is raised: a means that fails is an outcome, too.
        """
        ...
