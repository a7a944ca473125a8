# SPDX-License-Identifier: Apache-2.0
"""The port `Store` in memory: the twins of all domains joined, and the node's settings."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import datetime
from typing import Any

from rogatory.node.repositories.drafts import Draft
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
from rogatory.storage.memory.statistics.unit_figures import MemoryUnitFigures, UnitFigureTables
from rogatory.storage.memory.systems import MemorySystems, SystemTables
from rogatory.storage.memory.tables import Tables
from rogatory.storage.memory.threads import MemoryThreads
from rogatory.storage.memory.witnesses import MemoryWitnesses, WitnessTables
from rogatory.wire.canonical import Json
from rogatory.wire.digests import digests_in, sha256


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
    SystemTables,
    UnitFigureTables,
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
    MemorySystems,
    MemoryThreads,
    MemoryUnitFigures,
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

    def named_among(self, digests: Collection[str], *, ended_after: datetime) -> frozenset[str]:
        with self.tables.lock:
            return frozenset(digests).intersection(_digests_of(self.tables, ended_after))

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


def _digests_of(value: Any, ended_after: datetime) -> Iterator[str]:
    """Yield every digest within a value of any kind."""
    inside: Sequence[Any] = ()
    if isinstance(value, str):
        yield from digests_in(value)
    elif isinstance(value, bytes):
        yield sha256(value)
        yield from digests_in(value)
    elif isinstance(value, Mapping):
        inside = [*value.keys(), *value.values()]
    elif is_dataclass(value):
        inside = [
            getattr(value, one.name)
            for one in fields(value)
            if one.name != "attachments" or _is_in_use(value, ended_after)
        ]
    elif isinstance(value, list | tuple | set | frozenset):
        inside = [*value]
    for each in inside:
        yield from _digests_of(each, ended_after)


def _is_in_use(value: Any, ended_after: datetime) -> bool:
    return not isinstance(value, Draft) or value.ended is None or value.ended.at > ended_after
