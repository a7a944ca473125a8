# SPDX-License-Identifier: Apache-2.0
"""All models, gathered where Django looks for them. Each is defined in its domain's module."""

from rogatory.storage.audit import Access
from rogatory.storage.case_files import Matter, MatterEntry, ThreadTarget
from rogatory.storage.contact_cards import Card
from rogatory.storage.custody_log.events import Checkpoint, LogEvent
from rogatory.storage.custody_log.rows import LogHead, LogTile
from rogatory.storage.delivery_trace import RoadStep
from rogatory.storage.drafting import Unfinished
from rogatory.storage.drafts import Approval, Draft
from rogatory.storage.duty import CallAttempt, HandOver, OfficerContact, Roster, StandIn
from rogatory.storage.followed_logs import FollowedLog, SoughtReceipt
from rogatory.storage.law import LawCorrection, LawDecision
from rogatory.storage.listing import SavedView
from rogatory.storage.messages.nonces import Nonce
from rogatory.storage.messages.stored import Message, Receipt
from rogatory.storage.messages.touches import Touch
from rogatory.storage.officers import AccountReset, Officer, OfficerManager, Page
from rogatory.storage.packages.sealed import Package, PackageDocument, PackageTotal, Segment
from rogatory.storage.packages.transfers import Allowance, PeerKept, SegmentServed, Transfer
from rogatory.storage.peer_health import PeerLine
from rogatory.storage.peers import HeldReview, LetterDispatch, Proposal
from rogatory.storage.queue.jobs import AsideJob, Job
from rogatory.storage.search import ThreadText
from rogatory.storage.settings import Setting
from rogatory.storage.snapshots import SeenSnapshot
from rogatory.storage.threads import Relation, Thread, ThreadReader
from rogatory.storage.witnesses import Accusation, OwnCosignature, WitnessContact, WitnessedLog

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
