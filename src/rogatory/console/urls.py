# SPDX-License-Identifier: Apache-2.0
"""The console's addresses: those of each domain."""

from rogatory.console.accounts import urls as accounts
from rogatory.console.administration import urls as administration
from rogatory.console.audit import urls as audit
from rogatory.console.call_back import urls as call_back
from rogatory.console.case_files import urls as case_files
from rogatory.console.contact_cards import urls as contact_cards
from rogatory.console.desk import urls as desk
from rogatory.console.drafting import urls as drafting
from rogatory.console.drafts import urls as drafts
from rogatory.console.drills import urls as drills
from rogatory.console.duty import urls as duty
from rogatory.console.frame import urls as frame
from rogatory.console.law import urls as law
from rogatory.console.listing import urls as listing
from rogatory.console.network import urls as network
from rogatory.console.packages import urls as packages
from rogatory.console.peers import urls as peers
from rogatory.console.postal import urls as postal
from rogatory.console.statistics import urls as statistics
from rogatory.console.threads import urls as threads
from rogatory.console.translations import urls as translations

urlpatterns = [
    *desk.urlpatterns,
    *statistics.urlpatterns,
    *duty.urlpatterns,
    *listing.urlpatterns,
    *threads.urlpatterns,
    *call_back.urlpatterns,
    *drills.urlpatterns,
    *drafting.urlpatterns,
    *case_files.urlpatterns,
    *drafts.urlpatterns,
    *packages.urlpatterns,
    *law.urlpatterns,
    *peers.urlpatterns,
    *contact_cards.urlpatterns,
    *postal.urlpatterns,
    *frame.urlpatterns,
    *translations.urlpatterns,
    *audit.urlpatterns,
    *administration.urlpatterns,
    *network.urlpatterns,
    *accounts.urlpatterns,
]

handler400 = "rogatory.console.frame.health.bad_request"
handler403 = "rogatory.console.frame.health.forbidden"
handler404 = "rogatory.console.frame.health.not_found"
handler500 = "rogatory.console.frame.health.fault"
