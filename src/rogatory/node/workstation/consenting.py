# SPDX-License-Identifier: Apache-2.0
"""Two officers agree to one act: each signs the same document with keys of his own.

For material of articles 14 to 16 (line 48 of the law's list; article 34, memory), and for whatever is
decrypted with the recovery identity. A number that somebody types is no person.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rogatory.custody.act_codes import act as act_of
from rogatory.custody.event_values import Act
from rogatory.errors import Code, Reason, Refused, refuse_if_any
from rogatory.node.workstation import refusals
from rogatory.node.workstation.acting import Actor
from rogatory.node.workstation.authority_folder import AuthorityFolder
from rogatory.node.workstation.consent import Consent, ConsentText
from rogatory.node.workstation.officer_keys import AskPassphrase, OfficerFolder
from rogatory.node.workstation.officers_listed import is_of_authority

if TYPE_CHECKING:
    from rogatory.directory.view import View


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
    view: "View | None" = None

    def reasons(self, actor: Actor) -> Iterator[Reason]:
        """Why they cannot be the two, before anybody types a passphrase."""
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


def agreed(
    officers: TwoOfficers | None,
    actor: Actor,
    *,
    act: str,
    bag: str | None,
    what: str,
    reason: str | None,
    identity: str = "workstation",
    missing: Code = refusals.PROTECTED_TWO,
) -> Consent:
    """Return the consent of both officers to an act, signed now.

    1. Both bring keys of their own.
    2. They are two, the first is who acts, and both are of the acting authority: by the register of
       officers where the directory is at hand, else by their State.
    3. The certificates of each are in force, and the State CA that vouches for the authority vouches
       for them.

    `what` says of which material, for who is refused; `bag` is None where no seal tells it.

    Raises:
        Refused: with every reason of the first of these that does not hold.
    """
    if officers is None or officers.first is None or officers.second is None:  # 1
        raise Refused(missing.because(what=what))
    refuse_if_any(officers.reasons(actor))  # 2
    at = actor.clock().replace(microsecond=0)
    text = ConsentText(
        network=actor.network,
        act=act,
        bag=bag,
        authority=actor.keys.holder,
        first=officers.first.folder.officer,
        second=officers.second.folder.officer,
        identity=identity,
        reason=reason,
        at=at,
    )
    data = text.encode()
    first, second = (
        hand.folder.keys_in_force(at, hand.ask_passphrase).sign(data, at)
        for hand in (officers.first, officers.second)
    )
    consent = Consent(data, first, second, officers.authority.state_ca())
    consent.verify(officers.authority.anchors())  # 3
    return consent


def recovery_used(consent: Consent) -> Act:
    """Return what is recorded before an act with the recovery identity."""
    return act_of("recovery-used", second=consent.text.second, consent=consent.digest)
