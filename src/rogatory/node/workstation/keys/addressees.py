# SPDX-License-Identifier: Apache-2.0
"""To whom a package is sealed: recipient files, compared with a directory where one is given."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from rogatory.errors import Reason, Refused, refuse_if_any
from rogatory.evidence.sealed.seal_document import Addressee
from rogatory.node.workstation import refusals
from rogatory.node.workstation.keys import layout
from rogatory.node.workstation.keys.key_files import read_public
from rogatory.node.workstation.keys.recipient_file import (
    RecipientFile,
    compared_with,
    read_recipient_file,
)
from rogatory.wire.identifiers import parse_authority

if TYPE_CHECKING:
    from rogatory.directory.view.view import DirectoryView


@dataclass(frozen=True, slots=True)
class PackageRecipient:
    """An authority that can open the package. `fingerprint` is of the recipient file, where there
    is one.
    """

    state: str
    authority: str
    keys: tuple[str, ...]
    fingerprint: str | None
    compared: bool
    """True if the directory lists it."""

    def addressees(self) -> list[Addressee]:
        return [Addressee(self.authority, key) for key in self.keys]


def find_recipients(
    given: Sequence[str], view: "DirectoryView | None", at: datetime
) -> tuple[PackageRecipient, ...]:
    """Return the recipients named: each a recipient file, a key folder that holds one, or, where
    there is a directory, an authority of it. From a directory come all keys that it lists for the
    authority, its offline recovery key among them.

    Raises:
        Refused: with every reason for every one of them.
    """
    found: list[PackageRecipient] = []
    reasons: list[Reason] = []
    for text in given:
        try:
            found.append(_recipient(text, view, at))
        except Refused as error:
            reasons += error.reasons
    refuse_if_any(reasons)
    return tuple(found)


def own_recipient(data: bytes, at: datetime) -> PackageRecipient:
    """Return the sealing authority itself, so that it can open what it sealed."""
    return _from_file(read_recipient_file(data, layout.RECIPIENT, at), compared=True)


def addressees_of(recipients: Sequence[PackageRecipient]) -> tuple[Addressee, ...]:
    """Return each key once, in order."""
    every = (each for one in recipients for each in one.addressees())
    return tuple({each.recipient: each for each in every}.values())


def _recipient(text: str, view: "DirectoryView | None", at: datetime) -> PackageRecipient:
    path = Path(text)
    if path.is_dir():
        path /= layout.RECIPIENT
    if path.is_file():
        return _compared(read_recipient_file(read_public(path), text, at), text, view, at)
    if view is None:
        raise Refused(refusals.RECIPIENT_FORM.because(text=text))
    try:
        authority = parse_authority(text)
    except Refused as error:
        raise Refused(refusals.RECIPIENT_FORM.because(text=text)) from error
    keys = tuple(record.recipient for record in view.recipients(str(authority), at))
    return PackageRecipient(authority.state, str(authority), keys, None, compared=True)


def _compared(
    file: RecipientFile, name: str, view: "DirectoryView | None", at: datetime
) -> PackageRecipient:
    if view is None:
        return _from_file(file, compared=False)
    authority = str(file.authority)
    anchors = view.anchors(file.authority.state, at)
    listed = tuple(record.recipient for record in view.recipients(authority, at))
    reasons = compared_with(file, anchors, view.network, name)
    if not set(file.recipients) <= set(listed):
        reasons.append(refusals.RECIPIENT_NOT_LISTED.because(path=name, authority=authority))
    refuse_if_any(reasons)
    return PackageRecipient(
        file.authority.state, authority, listed, file.fingerprint, compared=True
    )


def _from_file(file: RecipientFile, *, compared: bool) -> PackageRecipient:
    return PackageRecipient(
        file.authority.state, str(file.authority), file.recipients, file.fingerprint, compared
    )
