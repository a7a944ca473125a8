# SPDX-License-Identifier: Apache-2.0
"""The port `Books` over the node's database."""

from contextlib import AbstractContextManager

from rogatory.storage.audit import AuditBooks
from rogatory.storage.case_files import MatterBooks
from rogatory.storage.contact_cards import CardBooks
from rogatory.storage.custody_log.events import LogBooks
from rogatory.storage.delivery_trace import RoadBooks
from rogatory.storage.drafting import UnfinishedBooks
from rogatory.storage.drafts import DraftBooks
from rogatory.storage.duty import DutyBooks
from rogatory.storage.followed_logs import FollowedBooks
from rogatory.storage.law import LawBooks
from rogatory.storage.listing import ListingBooks
from rogatory.storage.messages import MessageBooks
from rogatory.storage.packages.sealed import PackageBooks
from rogatory.storage.packages.transfers import TransferBooks
from rogatory.storage.peer_health import LineBooks
from rogatory.storage.peers import PeerBooks
from rogatory.storage.recovery import ExchangeBooks
from rogatory.storage.search import SearchBooks
from rogatory.storage.snapshots import SnapshotBooks
from rogatory.storage.threads import DeskBooks
from rogatory.storage.transactions.writing import short_transaction
from rogatory.storage.witnesses import WitnessBooks


class DatabaseBooks(
    AuditBooks,
    DraftBooks,
    MessageBooks,
    DeskBooks,
    ExchangeBooks,
    FollowedBooks,
    DutyBooks,
    LawBooks,
    LineBooks,
    ListingBooks,
    LogBooks,
    MatterBooks,
    PackageBooks,
    PeerBooks,
    RoadBooks,
    SearchBooks,
    SnapshotBooks,
    CardBooks,
    TransferBooks,
    UnfinishedBooks,
    WitnessBooks,
):
    """All pages of the books, and the transaction that writes in them."""

    def transaction(self) -> AbstractContextManager[None]:
        return short_transaction()
