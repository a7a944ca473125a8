# SPDX-License-Identifier: Apache-2.0
"""The rows of a node. One row for each record of `node.records`, and what the queue needs."""

from rogatory.storage.models.access import Access
from rogatory.storage.models.cards import Card
from rogatory.storage.models.desk import (
    Page,
    Relation,
    SavedView,
    Setting,
    Thread,
    ThreadReader,
    ThreadText,
)
from rogatory.storage.models.duty import CallAttempt, HandOver, OfficerContact, Roster, StandIn
from rogatory.storage.models.followed import FollowedLog, SoughtReceipt
from rogatory.storage.models.law import LawCorrection, LawDecision
from rogatory.storage.models.lines import PeerLine
from rogatory.storage.models.log import Checkpoint, LogEvent, LogHead, LogTile
from rogatory.storage.models.matters import Matter, MatterEntry, ThreadTarget
from rogatory.storage.models.messages import (
    Approval,
    Draft,
    Message,
    Nonce,
    Receipt,
    Touch,
    Unfinished,
)
from rogatory.storage.models.officer import AccountReset, Officer, OfficerManager
from rogatory.storage.models.packages import Package, PackageDocument, PackageTotal, Segment
from rogatory.storage.models.peers import HeldReview, LetterDispatch, Proposal
from rogatory.storage.models.roads import RoadStep
from rogatory.storage.models.snapshots import SeenSnapshot
from rogatory.storage.models.transfers import Allowance, PeerKept, SegmentServed, Transfer
from rogatory.storage.models.witnesses import (
    Accusation,
    OwnCosignature,
    WitnessContact,
    WitnessedLog,
)
from rogatory.storage.models.work import AsideJob, Job

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
