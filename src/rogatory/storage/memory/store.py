# SPDX-License-Identifier: Apache-2.0
"""The port `Store` in memory: the twins of all domains joined, and the node's settings."""

from contextlib import AbstractContextManager
from dataclasses import dataclass, field

from rogatory.node.repositories.failover import Replication, ServerIdentity
from rogatory.storage.memory.audit import AuditTables, MemoryAudit
from rogatory.storage.memory.case_files import MemoryCaseFiles
from rogatory.storage.memory.contact_cards import ContactCardTables, MemoryContactCards
from rogatory.storage.memory.custody_log import MemoryCustodyLog
from rogatory.storage.memory.delivery_trace import DeliveryTraceTables, MemoryDeliveryTrace
from rogatory.storage.memory.drafting import DraftingTables, MemoryDrafting
from rogatory.storage.memory.drafts import DraftTables, MemoryDrafts
from rogatory.storage.memory.duty import DutyTables, MemoryDuty
from rogatory.storage.memory.followed_logs import FollowedLogTables, MemoryFollowedLogs
from rogatory.storage.memory.law import LawTables, MemoryLaw
from rogatory.storage.memory.messages.nonces import MemoryNonces, NonceTables
from rogatory.storage.memory.messages.stored import MemoryMessages
from rogatory.storage.memory.officers import MemoryOfficers
from rogatory.storage.memory.packages import MemoryPackages, PackageTables
from rogatory.storage.memory.peer_health import MemoryPeerHealth, PeerHealthTables
from rogatory.storage.memory.peers import MemoryPeers, PeerTables
from rogatory.storage.memory.queue import QueueTables
from rogatory.storage.memory.recovery import MemoryRecovery
from rogatory.storage.memory.search import MemorySearch, SearchTables
from rogatory.storage.memory.snapshots import MemorySnapshots, SnapshotTables
from rogatory.storage.memory.tables import Tables
from rogatory.storage.memory.threads import MemoryThreads
from rogatory.storage.memory.witnesses import MemoryWitnesses, WitnessTables
from rogatory.wire.canonical import Json


@dataclass
class SettingTables(Tables):
    settings: dict[str, Json] = field(default_factory=dict)


@dataclass
class AllTables(
    AuditTables,
    SearchTables,
    PackageTables,
    DutyTables,
    FollowedLogTables,
    PeerTables,
    ContactCardTables,
    DeliveryTraceTables,
    DraftingTables,
    DraftTables,
    LawTables,
    NonceTables,
    PeerHealthTables,
    QueueTables,
    SettingTables,
    SnapshotTables,
    WitnessTables,
):
    """The tables of all domains, and of the queue, under one lock and in one transaction."""


class MemoryStore(
    MemoryAudit,
    MemoryCaseFiles,
    MemoryContactCards,
    MemoryCustodyLog,
    MemoryDeliveryTrace,
    MemoryDrafting,
    MemoryDrafts,
    MemoryDuty,
    MemoryFollowedLogs,
    MemoryLaw,
    MemoryMessages,
    MemoryNonces,
    MemoryOfficers,
    MemoryPackages,
    MemoryPeerHealth,
    MemoryPeers,
    MemoryRecovery,
    MemorySearch,
    MemorySnapshots,
    MemoryThreads,
    MemoryWitnesses,
):
    tables: AllTables
    server: ServerIdentity | None = None
    """The server that a test says keeps it, and its standbys."""
    promise: Replication | None = None

    def __init__(self) -> None:
        self.tables = AllTables()

    def transaction(self, *, relaxed: bool = False) -> AbstractContextManager[None]:  # noqa: ARG002 - nothing is durable
        return self.tables.transaction()

    def server_identity(self) -> ServerIdentity | None:
        return self.server

    def replication(self) -> Replication | None:
        return self.promise

    def setting(self, name: str) -> Json:
        with self.tables.lock:
            return self.tables.settings.get(name)

    def put_setting(self, name: str, value: Json) -> None:
        self.tables.assert_writing()
        self.tables.settings[name] = value
