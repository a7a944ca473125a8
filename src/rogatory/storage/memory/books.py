# SPDX-License-Identifier: Apache-2.0
"""The port `Books` in memory."""

from contextlib import AbstractContextManager

from rogatory.storage.memory.audit import MemoryAudit
from rogatory.storage.memory.case_files import MemoryMatters
from rogatory.storage.memory.contact_cards import MemoryCards
from rogatory.storage.memory.custody_log import MemoryLog
from rogatory.storage.memory.delivery_trace import MemoryRoads
from rogatory.storage.memory.drafting import MemoryUnfinished
from rogatory.storage.memory.duty import MemoryDuty
from rogatory.storage.memory.followed_logs import MemoryFollowed
from rogatory.storage.memory.law import MemoryLaw
from rogatory.storage.memory.messages import MemoryMessages
from rogatory.storage.memory.packages.sealed import MemoryPackages
from rogatory.storage.memory.packages.transfers import MemoryTransfers
from rogatory.storage.memory.peer_health import MemoryLines
from rogatory.storage.memory.peers import MemoryPeers
from rogatory.storage.memory.recovery import MemoryExchange
from rogatory.storage.memory.search import MemorySearch
from rogatory.storage.memory.snapshots import MemorySnapshots
from rogatory.storage.memory.tables import Tables
from rogatory.storage.memory.threads import MemoryDesk
from rogatory.storage.memory.witnesses import MemoryWitnesses


class MemoryBooks(
    MemorySnapshots,
    MemoryAudit,
    MemoryCards,
    MemoryMessages,
    MemoryDesk,
    MemoryExchange,
    MemoryFollowed,
    MemoryDuty,
    MemoryLaw,
    MemoryLines,
    MemorySearch,
    MemoryLog,
    MemoryMatters,
    MemoryPackages,
    MemoryPeers,
    MemoryRoads,
    MemoryTransfers,
    MemoryUnfinished,
    MemoryWitnesses,
):
    def __init__(self) -> None:
        self.tables = Tables()

    def transaction(self) -> AbstractContextManager[None]:
        return self.tables.transaction()
