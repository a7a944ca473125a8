# SPDX-License-Identifier: Apache-2.0
"""The port `Books` over the node's database."""

from contextlib import AbstractContextManager

from rogatory.storage.audit_books import AuditBooks
from rogatory.storage.card_books import CardBooks
from rogatory.storage.desk_books import DeskBooks
from rogatory.storage.draft_books import DraftBooks
from rogatory.storage.duty_books import DutyBooks
from rogatory.storage.exchange_books import ExchangeBooks
from rogatory.storage.followed_books import FollowedBooks
from rogatory.storage.law_books import LawBooks
from rogatory.storage.line_books import LineBooks
from rogatory.storage.listing_books import ListingBooks
from rogatory.storage.log_books import LogBooks
from rogatory.storage.matter_books import MatterBooks
from rogatory.storage.message_books import MessageBooks
from rogatory.storage.package_books import PackageBooks
from rogatory.storage.peer_books import PeerBooks
from rogatory.storage.road_books import RoadBooks
from rogatory.storage.search_books import SearchBooks
from rogatory.storage.snapshot_books import SnapshotBooks
from rogatory.storage.transactions import short_transaction
from rogatory.storage.transfer_books import TransferBooks
from rogatory.storage.unfinished_books import UnfinishedBooks
from rogatory.storage.witness_books import WitnessBooks


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
