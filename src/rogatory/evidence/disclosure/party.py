# SPDX-License-Identifier: Apache-2.0
"""The check that the discloser is of a State that gave the evidence or was given it.

Who finds a package may prove its items as well as who was meant to have it; the proof says nothing
of how he came by it. What is signed by the package's sender does: for whom it was sealed.
"""

from collections.abc import Iterable

from rogatory.errors import Refused
from rogatory.evidence.bag.texts import BagInfo
from rogatory.evidence.checks import Title, Undecided
from rogatory.evidence.disclosure import refusals
from rogatory.evidence.sealed.seal_chain import Chain
from rogatory.evidence.sealed.seal_document import Seal
from rogatory.wire.words import N_

PARTY = Title("disclosure-party", N_("Who discloses gave the evidence or was given it"))

NOT_DISCLOSED = N_("neither bag-info.txt nor the seal is handed over, which name the recipients")
WHO_KNOWS = N_("the authority that disclosed it, or the sender's")


def authorities_of(
    sender: str, info: BagInfo | None, seal: Seal | None, chain: Chain | None
) -> set[str]:
    """Return every authority that the package names as its sender or a recipient, under any seal."""
    seals = [*([seal] if seal else ()), *(link.seal for link in (chain.links if chain else ()))]
    recipients = [
        *(info.recipients if info else ()),
        *(to for one in seals for to in one.recipients),
    ]
    return {sender, *(one.sender for one in seals), *(to.authority for to in recipients)}


def refuse_stranger(authority: str, parties: Iterable[str]) -> None:
    """Refuse an authority of a State of which none is a party."""
    if authority[:2] not in {one[:2] for one in parties}:
        raise Refused(refusals.STRANGER.because(authority=authority))


def check_party(
    authority: str, sender: str, info: BagInfo | None, seal: Seal | None, chain: Chain | None
) -> None:
    """Check it of a disclosure; `info` and `seal` are None where they are kept back.

    Raises:
        Refused: the State of who discloses is no party.
        Undecided: nothing that names the recipients is handed over.
    """
    parties = authorities_of(sender, info, seal, chain)
    if info is None and seal is None and authority[:2] != sender[:2]:
        raise Undecided(NOT_DISCLOSED, WHO_KNOWS)
    refuse_stranger(authority, parties)
