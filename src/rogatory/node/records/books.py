# SPDX-License-Identifier: Apache-2.0
"""What a node keeps in its books, as the use-cases see it. Storage has one row for each."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import NamedTuple

from rogatory.requests.thread.standing import ENDED
from rogatory.wire.canonical import Json


class Direction(StrEnum):
    IN = "in"
    OUT = "out"


class Delivery(StrEnum):
    """How far an outgoing message has come; an incoming one is `RECEIPTED` from the first moment.

    The last three are of threads that go by letter, where no receipt exists: what was transcribed
    from paper was signed by nobody here, and what was dispatched is not known to have arrived.
    """

    WAITING = "waiting"
    RECEIPTED = "receipted"
    REFUSED = "refused"
    TRANSCRIBED = "transcribed"
    TO_DISPATCH = "to-dispatch"
    DISPATCHED = "dispatched"


BY_LETTER = frozenset({Delivery.TRANSCRIBED, Delivery.TO_DISPATCH, Delivery.DISPATCHED})


class Ending(StrEnum):
    """How a draft ended that was not sent."""

    TAKEN_BACK = "taken-back"
    """It became an unfinished text again."""
    DISCARDED = "discarded"


@dataclass(frozen=True, slots=True)
class DraftEnd:
    how: Ending
    officer: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Draft:
    """A message before it is signed. `content` is the content digest that approvals cover."""

    id: str
    thread: str
    kind: str
    sender: str
    addressee: str
    language: str
    body: Mapping[str, Json]
    attachments: tuple[Mapping[str, Json], ...]
    related: tuple[str, ...]
    content: str
    drafted_by: str
    drafted: datetime
    approvals: tuple[Mapping[str, str], ...] = ()
    sent_as: str | None = None
    ended: DraftEnd | None = None
    """Who took it out of the way, when and how: it is never approved or sent any more."""


@dataclass(frozen=True, slots=True)
class StoredMessage:
    """A message in a transcript: its bytes, signatures and approvals, exactly as signed or received."""

    digest: str
    thread: str
    sender_state: str
    sequence: int
    kind: str
    message: bytes
    p256: bytes
    mldsa65: bytes | None
    approvals: bytes
    direction: Direction
    peer: str
    at: datetime
    """When this node wrote it (out) or received it (in)."""
    delivery: Delivery
    receipt: bytes | None = None
    receipt_p256: bytes | None = None
    receipt_mldsa65: bytes | None = None
    problem: str | None = None
    """The last reason why delivery has not succeeded, for a person."""
    reading: bytes | None = None
    """Of a transcribed message whose transcription was corrected: how it reads now. `message`, its
    digest and its place in the thread stay those of the first transcription."""


def version_of(digest: str, reading: str | None) -> str:
    """What names a message as it reads now: its digest, and that of its newest reading if it has one."""
    return digest if reading is None else f"{digest}/{reading}"


class Outline(NamedTuple):
    """A message in a transcript without its bytes: what many acts ask of each, however long a thread."""

    digest: str
    sender_state: str
    sequence: int
    kind: str
    direction: Direction
    peer: str
    delivery: Delivery
    version: str
    """As `version_of` names it: another one, if what it says is another."""


@dataclass(frozen=True, slots=True)
class ThreadChannel:
    """The other State of a thread, and whether the thread goes by letter: the same for all its messages."""

    peer: str
    by_letter: bool
    message: str
    """The digest of one of its messages."""


@dataclass(frozen=True, slots=True)
class ChainSize:
    """How many messages of one State a thread has, forks included, and their bytes."""

    count: int
    size: int


@dataclass(frozen=True, slots=True)
class ThreadSummary:
    """What the desk lists: derived from the fold when a message is applied, never edited."""

    thread: str
    peer: str
    kind: str
    title: str
    status: str
    role: str
    """`requesting` or `requested`: what this State is in the thread."""
    urgency: str
    opened: datetime
    last_activity: datetime
    hold_start: datetime | None = None
    hold_end: datetime | None = None
    needs_answer: bool = False
    related: tuple[str, ...] = ()
    """The threads that the opening message names: see `filings.threads_named`."""
    basis: str = ""
    """The instrument on which the request rests, as it says; empty where it names none."""
    case_number: str = ""
    """The asking authority's number of its case, as the opening message says."""
    offence: str = ""
    """What the offence is called, as the opening message says, in its language."""
    language: str = ""
    """The language of the opening message."""

    @property
    def is_ended(self) -> bool:
        return self.status in ENDED


@dataclass(frozen=True, slots=True)
class LoggedEvent:
    """A custody event that stands in this node's log."""

    index: int
    object: str
    action: str
    event: bytes
    p256: bytes
    mldsa65: bytes | None
    salt: bytes
    commitment: str
    logged: datetime
    thread: str | None = None
    epoch: int = 1


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
    """How the bytes of one package go between this node and another State's, by whatever road."""

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
    problem: str | None = None
    """Why the last attempt failed, for a person."""
    by_courier: int = 0
    """Those of the segments that came on a disk."""
    disks: tuple[str, ...] = ()
    """The digests of the lists of those disks."""


class Priority(IntEnum):
    """Which of the jobs that are due a worker takes first; of equal ones the older.

    Messages are small and come before bulk, so that a terabyte holds up none. The evidence that an
    emergency waits for stands among them; its messages come before all others.
    """

    BULK = 0
    URGENT = 10
    ORDINARY = 20
    EMERGENCY = 30


@dataclass(frozen=True, slots=True)
class Job:
    """One thing to be done, at least once, by whichever worker leases it."""

    id: int
    kind: str
    key: str
    payload: Mapping[str, Json]
    attempts: int
    lease: str
    priority: int = Priority.ORDINARY
    faults: int = 0
    """Runs in a row that ended in a fault of ours."""
    unended: int = 1
    """Runs in a row that were begun and never ended, this one counted: the worker died in them."""
    until: datetime | None = None
    """When the lease ends, as it was given; None of a job that nobody has leased."""


@dataclass(frozen=True, slots=True)
class TroubledJob:
    """A job that was set aside, or that is tried again since it did not succeed."""

    kind: str
    key: str
    payload: Mapping[str, Json]
    attempts: int
    problem: str
    run_at: datetime | None
    """When it runs again; None for one that was set aside."""
    since: datetime | None = None
    """When it was set aside."""


class Backlog(StrEnum):
    """How work of the queue stands."""

    WAITING = "waiting"
    RETRIED = "retried"
    """It did not succeed, and is tried again."""
    ASIDE = "set-aside"


@dataclass(frozen=True, slots=True)
class JobCount:
    """How many jobs of a kind stand so. `first` is since when the oldest of them waits or was set
    aside; of those that are tried again, when the first of them is.
    """

    kind: str
    standing: Backlog
    count: int
    first: datetime


@dataclass(frozen=True, slots=True)
class Page:
    """A call for a human: written down first, sent afterwards."""

    id: str
    at: datetime
    thread: str | None
    reason: str
    seen_by: str | None = None
    seen: datetime | None = None
    urgency: str = "routine"
    """How soon a human must hear of it: a level of `duty_records.Urgency`."""
