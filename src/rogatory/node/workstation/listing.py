# SPDX-License-Identifier: Apache-2.0
"""List what a sealed package or a bag holds.

Names are inside the encryption and may be evidence themselves, so listing a sealed package is
an act: it is recorded, as an extraction of the inventory, before the first name is shown. In a
bag they lie in the clear, and its opening is recorded; listing it is none.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from rogatory.custody.events.act_codes import act
from rogatory.errors import Reason
from rogatory.evidence.opening.listing import PackageListing, list_sealed
from rogatory.node.workstation.acting import Actor
from rogatory.node.workstation.journals.folders import sealed_journal
from rogatory.node.workstation.journals.recording import first_paths, record_beside
from rogatory.node.workstation.opening import hybrid
from rogatory.node.workstation.verification.seal_trust import SealTrust
from rogatory.seal.age import KeyIdentity


@dataclass(frozen=True, slots=True)
class ListedHere:
    listing: PackageListing
    journal: Path
    not_handed_in: tuple[Reason, ...]


@contextmanager
def listed_sealed(
    sealed: Path,
    wanted: Sequence[str] = (),
    *,
    identities: list[KeyIdentity],
    trust: SealTrust,
    actor: Actor,
    reason: str | None = None,
    elsewhere: Path | None = None,
) -> Iterator[ListedHere]:
    """Provide the listing, once the act is in the package's journal; or, where that takes nothing,
    in the journal `elsewhere`.

    Raises:
        Refused: as `evidence.list_sealed`; or no journal takes the event: then nothing is shown.
    """
    with list_sealed(sealed, wanted, identities=hybrid(identities), trust=trust.evidence) as found:
        paths, more = first_paths(wanted)
        seen = act("listed", paths=paths or None, more=more)
        beside = elsewhere or sealed_journal(sealed)
        journal = record_beside(sealed, beside, seen, found.bag, reason, actor, actor.before)
        yield ListedHere(found, journal.folder, actor.hand_in(journal))
