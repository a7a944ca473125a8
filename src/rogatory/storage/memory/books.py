# SPDX-License-Identifier: Apache-2.0
"""The port `Books` in memory."""

from contextlib import AbstractContextManager

from rogatory.storage.memory.audit import MemoryAudit
from rogatory.storage.memory.cards import MemoryCards
from rogatory.storage.memory.desk import MemoryDesk
from rogatory.storage.memory.duty import MemoryDuty
from rogatory.storage.memory.exchange import MemoryExchange
from rogatory.storage.memory.followed import MemoryFollowed
from rogatory.storage.memory.law import MemoryLaw
from rogatory.storage.memory.lines import MemoryLines
from rogatory.storage.memory.log import MemoryLog
from rogatory.storage.memory.matters import MemoryMatters
from rogatory.storage.memory.messages import MemoryMessages
from rogatory.storage.memory.packages import MemoryPackages
from rogatory.storage.memory.peers import MemoryPeers
from rogatory.storage.memory.roads import MemoryRoads
from rogatory.storage.memory.search import MemorySearch
from rogatory.storage.memory.snapshots import MemorySnapshots
from rogatory.storage.memory.tables import Tables
from rogatory.storage.memory.transfers import MemoryTransfers
from rogatory.storage.memory.unfinished import MemoryUnfinished
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
