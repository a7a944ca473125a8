# SPDX-License-Identifier: Apache-2.0
"""The port `Store` over the node's database."""

from contextlib import AbstractContextManager

from rogatory.storage.audit import DatabaseAudit
from rogatory.storage.case_files import DatabaseCaseFiles
from rogatory.storage.contact_cards import DatabaseContactCards
from rogatory.storage.custody_log.events import DatabaseCustodyLog
from rogatory.storage.delivery_trace import DatabaseDeliveryTrace
from rogatory.storage.drafting import DatabaseDrafting
from rogatory.storage.drafts import DatabaseDrafts
from rogatory.storage.duty import DatabaseDuty
from rogatory.storage.failover.replication import DatabaseFailover
from rogatory.storage.followed_logs import DatabaseFollowedLogs
from rogatory.storage.law import DatabaseLaw
from rogatory.storage.listing import DatabaseListing
from rogatory.storage.messages.nonces import DatabaseNonces
from rogatory.storage.messages.stored import DatabaseMessages
from rogatory.storage.messages.touches import DatabaseTouches
from rogatory.storage.object_removal import DatabaseObjectNames
from rogatory.storage.officers.alerts import DatabaseOfficers
from rogatory.storage.packages.sealed import DatabasePackages
from rogatory.storage.packages.transfers import DatabaseTransfers
from rogatory.storage.peer_health import DatabasePeerHealth
from rogatory.storage.peers import DatabasePeers
from rogatory.storage.recovery import DatabaseRecovery
from rogatory.storage.search import DatabaseSearch
from rogatory.storage.settings import DatabaseSettings
from rogatory.storage.snapshots import DatabaseSnapshots
from rogatory.storage.statistics.unit_figures import DatabaseUnitFigures
from rogatory.storage.systems import DatabaseSystems
from rogatory.storage.threads import DatabaseThreads
from rogatory.storage.transactions.writing import short_transaction
from rogatory.storage.witnesses import DatabaseWitnesses


class DatabaseStore(
    DatabaseAudit,
    DatabaseCaseFiles,
    DatabaseContactCards,
    DatabaseCustodyLog,
    DatabaseDeliveryTrace,
    DatabaseDrafting,
    DatabaseDrafts,
    DatabaseDuty,
    DatabaseFailover,
    DatabaseFollowedLogs,
    DatabaseLaw,
    DatabaseListing,
    DatabaseMessages,
    DatabaseNonces,
    DatabaseObjectNames,
    DatabaseOfficers,
    DatabasePackages,
    DatabasePeerHealth,
    DatabasePeers,
    DatabaseRecovery,
    DatabaseSearch,
    DatabaseSettings,
    DatabaseSnapshots,
    DatabaseSystems,
    DatabaseThreads,
    DatabaseTouches,
    DatabaseTransfers,
    DatabaseUnitFigures,
    DatabaseWitnesses,
):
    """All repositories of the store, and the transaction that writes in them."""

    def transaction(self, *, relaxed: bool = False) -> AbstractContextManager[None]:
        return short_transaction(relaxed=relaxed)
