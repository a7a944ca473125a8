# SPDX-License-Identifier: Apache-2.0
"""Two officers agree to one act: each signs the same document with keys of his own.

For material of articles 14 to 16 (line 48 of the law's list; article 34, memory), and for whatever is
decrypted with the recovery identity. A number that somebody types is no person.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rogatory.custody.events.act_codes import act as act_of
from rogatory.disk import shown
from rogatory.errors import Code, Reason, Refused, refuse_if_any
from rogatory.node.workstation import refusals
from rogatory.node.workstation.acting import Actor
from rogatory.node.workstation.consent.document import (
    CONSENT_LASTS,
    LONGEST_ITEM,
    Consent,
    ConsentText,
)
from rogatory.node.workstation.consent.officers_listed import is_of_authority
from rogatory.node.workstation.journals.recording import cut
from rogatory.node.workstation.keys.authority_folder import AuthorityFolder
from rogatory.node.workstation.keys.officer_keys import OfficerFolder
from rogatory.seal.ask_passphrase import AskPassphrase
from rogatory.wire.identifiers import uuid7

if TYPE_CHECKING:
    from rogatory.directory.view.view import DirectoryView


@dataclass(frozen=True, slots=True)
class Hand:
    """One officer's own keys, and how his passphrase is asked for."""

    folder: OfficerFolder
    ask_passphrase: AskPassphrase


@dataclass(frozen=True, slots=True)
class TwoOfficers:
    """Both officers, with what their consent is judged by: the authority's State CA and, where one
    is at hand, the directory.
    """

    first: Hand | None
    second: Hand | None
    authority: AuthorityFolder
    view: "DirectoryView | None" = None

    def reasons(self, actor: Actor) -> Iterator[Reason]:
        """Yield why they cannot be the two, before anybody types a passphrase."""
        officers = [hand.folder.officer for hand in (self.first, self.second) if hand is not None]
        if len(set(officers)) < len(officers):
            yield refusals.PROTECTED_SAME.because(officer=officers[0])
        if self.first and actor.officer not in {None, self.first.folder.officer}:
            yield refusals.PROTECTED_FIRST.because(
                officer=self.first.folder.officer, named=str(actor.officer)
            )
        for officer in officers:
            if not is_of_authority(officer, actor.keys.holder, self.view, actor.clock()):
                yield refusals.PROTECTED_OFFICE.because(
                    officer=officer, authority=actor.keys.holder
                )


@dataclass(frozen=True, slots=True)
class Responsible:
    """An actor with the reason, and the two officers where the act needs two."""

    actor: Actor
    reason: str | None = None
    officers: TwoOfficers | None = None


def both_here(
    officers: TwoOfficers | None, actor: Actor, what: str, missing: Code = refusals.PROTECTED_TWO
) -> tuple[Hand, Hand]:
    """Return both hands before anybody signs, so that no work is done in vain.

    Raises:
        Refused: as the first two of `agreed`.
    """
    if officers is None or officers.first is None or officers.second is None:  # 1
        raise Refused(missing.because(what=what))
    refuse_if_any(officers.reasons(actor))  # 2
    return officers.first, officers.second


def agreed(
    by: Responsible,
    *,
    act: str,
    bag: str | None,
    items: Sequence[str] | None,
    what: str,
    identity: str = "workstation",
    missing: Code = refusals.PROTECTED_TWO,
) -> Consent:
    """Return the consent of both officers to an act, signed now.

    1. Both bring keys of their own.
    2. They are two, the first is the acting one, and both are of the acting authority: by the
       register of officers where there is a directory, else by their State.
    3. The certificates of each are in force, and the State CA that vouches for the authority
       vouches for them.

    `what` names the material, for a refused officer; `bag` is None where no seal gives it; `items`
    are None where everything may come out. It can be used for `CONSENT_LASTS`.

    Raises:
        Refused: with every reason of the first of these that does not hold.
    """
    officers, actor = by.officers, by.actor
    hands = both_here(officers, actor, what, missing)  # 1, 2
    assert officers is not None  # since both are here
    at = actor.clock().replace(microsecond=0)
    text = ConsentText(
        id=uuid7(at, actor.random(10)),
        network=actor.network,
        act=act,
        bag=bag,
        authority=actor.keys.holder,
        first=hands[0].folder.officer,
        second=hands[1].folder.officer,
        identity=identity,
        items=None if items is None else tuple(cut(shown(one), LONGEST_ITEM) for one in items),
        reason=by.reason,
        at=at,
        until=at + CONSENT_LASTS,
    )
    data = text.encode()
    first, second = (
        hand.folder.keys_in_force(at, hand.ask_passphrase).sign(data, at) for hand in hands
    )
    consent = Consent(data, first, second, officers.authority.state_ca())
    consent.verify(officers.authority.anchors())  # 3
    return consent


def with_recovery(actor: Actor, consent: Consent) -> Actor:
    """Return who acts with the recovery identity: its use is recorded before his act, and nothing
    after the consent's last moment.
    """
    used = act_of("recovery-used", second=consent.text.second, consent=consent.digest)
    return replace(actor, before=(used,), refuse_late=consent.refuse_ended)
