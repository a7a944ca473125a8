# SPDX-License-Identifier: Apache-2.0
"""The rows of a node. One row for each record of `node.repositories`, and what the queue needs."""

from rogatory.storage.models.audit import Access
from rogatory.storage.models.case_files import Matter, MatterEntry, ThreadTarget
from rogatory.storage.models.contact_cards import Card
from rogatory.storage.models.custody_log import Checkpoint, LogEvent, LogHead, LogTile
from rogatory.storage.models.delivery_trace import RoadStep
from rogatory.storage.models.duty import CallAttempt, HandOver, OfficerContact, Roster, StandIn
from rogatory.storage.models.followed_logs import FollowedLog, SoughtReceipt
from rogatory.storage.models.law import LawCorrection, LawDecision
from rogatory.storage.models.messages import (
    Approval,
    Draft,
    Message,
    Nonce,
    Receipt,
    Touch,
    Unfinished,
)
from rogatory.storage.models.officers import AccountReset, Officer, OfficerManager
from rogatory.storage.models.packages import Package, PackageDocument, PackageTotal, Segment
from rogatory.storage.models.peer_health import PeerLine
from rogatory.storage.models.peers import HeldReview, LetterDispatch, Proposal
from rogatory.storage.models.queue import AsideJob, Job
from rogatory.storage.models.snapshots import SeenSnapshot
from rogatory.storage.models.threads import (
    Page,
    Relation,
    SavedView,
    Setting,
    Thread,
    ThreadReader,
    ThreadText,
)
from rogatory.storage.models.transfers import Allowance, PeerKept, SegmentServed, Transfer
from rogatory.storage.models.witnesses import (
    Accusation,
    OwnCosignature,
    WitnessContact,
    WitnessedLog,
)

__all__ = [
    "Access",
    "AccountReset",
    "Accusation",
    "Allowance",
    "Approval",
    "AsideJob",
    "CallAttempt",
    "Card",
    "Checkpoint",
    "Draft",
    "FollowedLog",
    "HandOver",
    "HeldReview",
    "Job",
    "LawCorrection",
    "LawDecision",
    "LetterDispatch",
    "LogEvent",
    "LogHead",
    "LogTile",
    "Matter",
    "MatterEntry",
    "Message",
    "Nonce",
    "Officer",
    "OfficerContact",
    "OfficerManager",
    "OwnCosignature",
    "Package",
    "PackageDocument",
    "PackageTotal",
    "Page",
    "PeerKept",
    "PeerLine",
    "Proposal",
    "Receipt",
    "Relation",
    "RoadStep",
    "Roster",
    "SavedView",
    "SeenSnapshot",
    "Segment",
    "SegmentServed",
    "Setting",
    "SoughtReceipt",
    "StandIn",
    "Thread",
    "ThreadReader",
    "ThreadTarget",
    "ThreadText",
    "Touch",
    "Transfer",
    "Unfinished",
    "WitnessContact",
    "WitnessedLog",
]
