# SPDX-License-Identifier: Apache-2.0
"""Two officers for material of articles 14 to 16 (line 48 of the law's list; article 34, memory).

The first acts with the authority's keys; the second agrees with his own, so that neither opens such
material alone. What he signs names the act, the evidence, both officers and the reason, and lies
beside what came out:

    <out>-consent-<first 12 digits of its digest>/
        consent.json                        canonical JSON
        consent.p256.p7s  consent.mldsa65.p7s    the second officer's signatures, detached CMS
        ca.p256.pem  ca.mldsa65.pem         the State CA that vouches for him

`openssl cms -verify -binary -inform DER -content consent.json` checks either. The custody event of
the act names the digest of `consent.json`.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rogatory.disk import PartialFolder, write_new
from rogatory.errors import Reason, Refused, refuse_if_any
from rogatory.node.workstation import refusals
from rogatory.node.workstation.acting import Actor
from rogatory.node.workstation.authority_folder import AuthorityFolder
from rogatory.node.workstation.journals import remove_again
from rogatory.node.workstation.officer_keys import AskPassphrase, OfficerFolder
from rogatory.seal.certificate_reading import der_to_pem
from rogatory.seal.signatures import Signatures, verify_signatures
from rogatory.wire import canonical
from rogatory.wire.digests import sha256
from rogatory.wire.moments import format_moment

if TYPE_CHECKING:
    from rogatory.directory.view import View

CONSENT = "consent.json"
CONSENT_VERSION = 1


@dataclass(frozen=True, slots=True)
class SecondOfficer:
    """The other of the two, with what his consent is judged by: the authority's State CA and, where
    one is at hand, the directory.
    """

    folder: OfficerFolder
    ask_passphrase: AskPassphrase
    authority: AuthorityFolder
    view: "View | None" = None

    def reasons(self, actor: Actor) -> Iterator[Reason]:
        """Why he cannot be the second one, before anybody types a passphrase."""
        if actor.officer == self.folder.officer:
            yield refusals.PROTECTED_SAME.because(officer=self.folder.officer)
        for officer in filter(None, (actor.officer, self.folder.officer)):
            if not self._is_of_authority(officer, actor):
                yield refusals.PROTECTED_OFFICE.because(
                    officer=officer, authority=actor.keys.holder
                )

    def _is_of_authority(self, officer: str, actor: Actor) -> bool:
        if self.view is None:
            return officer[:2].upper() == self.authority.authority.state
        try:
            found = self.view.officer(officer, actor.clock())
        except Refused:
            return False
        return actor.keys.holder in found.authorities


@dataclass(frozen=True, slots=True)
class Consent:
    """What the second officer signed, and that his signatures held."""

    data: bytes
    signatures: Signatures
    officers: tuple[str, str]
    state_ca: dict[str, bytes]

    @property
    def digest(self) -> str:
        return sha256(self.data)

    def folder(self, out: Path) -> Path:
        return out.with_name(f"{out.name}-consent-{self.digest[:12]}")

    def keep(self, out: Path) -> Path:
        """Write it beside `out`, whole or not at all."""
        assert self.signatures.mldsa65 is not None  # an officer's folder always has both
        files = {
            CONSENT: self.data,
            "consent.p256.p7s": self.signatures.p256,
            "consent.mldsa65.p7s": self.signatures.mldsa65,
            **{f"ca.{name}.pem": der_to_pem(der) for name, der in self.state_ca.items()},
        }
        folder = self.folder(out)
        with PartialFolder(folder, private=True) as partial:
            for name, data in files.items():
                write_new(Path(os.fsdecode(partial.path)) / name, data)
        return folder


def two_officers(consent: Consent | None) -> dict[str, str | None]:
    """Return the fields of a custody event that name the second officer and the consent."""
    if consent is None:
        return {"second": None, "consent": None}
    return {"second": consent.officers[1], "consent": consent.digest}


@contextmanager
def kept_beside(consent: Consent | None, out: Path) -> Iterator[Path | None]:
    """The consent lies beside `out` before that has its name; where nothing comes out, neither stays."""
    folder = None if consent is None else consent.keep(out)
    try:
        yield folder
    except BaseException:
        if folder is not None:
            remove_again(folder)
        raise


def agreed(
    second: SecondOfficer | None,
    actor: Actor,
    *,
    act: str,
    bag: str | None,
    what: str,
    reason: str | None,
) -> Consent:
    """The second officer's consent to an act on protected material, signed now.

    1. There is a second officer, and the first has said who he is.
    2. They are two, both of the acting authority: by the register of officers where the directory is
       at hand, else by their State.
    3. The second's certificates are in force, and the State CA that vouches for the authority vouches
       for him.

    `what` says of which material, for who is refused; `bag` is None where no seal tells it.

    Raises:
        Refused: with every reason of the first of these that does not hold.
    """
    if second is None or actor.officer is None:  # 1
        raise Refused(refusals.PROTECTED_TWO.because(what=what))
    refuse_if_any(second.reasons(actor))  # 2
    at = actor.clock().replace(microsecond=0)
    officers = actor.officer, second.folder.officer
    data = canonical.encode(
        {
            "version": CONSENT_VERSION,
            "network": actor.network,
            "act": act,
            "bag": bag,
            "authority": actor.keys.holder,
            "first": officers[0],
            "second": officers[1],
            "reason": reason,
            "at": format_moment(at),
        }
    )
    keys = second.folder.keys_in_force(at, second.ask_passphrase)
    signatures = keys.sign(data, at)
    verify_signatures(  # 3
        data,
        signatures,
        anchors=second.authority.anchors(),
        holder=officers[1],
        at=at,
        require_mldsa65=True,
        use="officer",
    )
    return Consent(data, signatures, officers, second.folder.state_ca())
