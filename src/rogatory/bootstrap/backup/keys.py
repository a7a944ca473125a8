# SPDX-License-Identifier: Apache-2.0
"""The key by which a node knows its backups, and the recipients who can open them."""

import os
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from rogatory.bootstrap.backup import refusals
from rogatory.bootstrap.backup.backup_key import BackupKey, new_backup_secret
from rogatory.bootstrap.backup.places import table_of
from rogatory.bootstrap.home.folder import Home
from rogatory.bootstrap.home.keys import read_secret_file
from rogatory.bootstrap.ports.register import own_copy
from rogatory.directory.entry.entry import RecipientRecord
from rogatory.disk.new_file import write_new
from rogatory.disk.reading import read_file
from rogatory.errors import Refused
from rogatory.node.workstation.keys.recipient_file import RECOVERY
from rogatory.seal.age import (
    AgeRecipient,
    HybridRecipient,
    KeyIdentity,
    X25519Recipient,
    read_identity_file,
)
from rogatory.seal.age.identity_file import LARGEST_IDENTITY_FILE
from rogatory.wire.digests import sha256
from rogatory.wire.randomness import Random

LARGEST_RECIPIENTS = 64 << 10
"""Bytes: thirty recipients of the larger kind. What is larger is another file named by mistake."""
_HYBRID = "age1pq"

type BackupIdentities = Sequence[KeyIdentity]
"""The identities that open backups, or one layer of an escrow."""


def backup_key(home: Home, random: Random = os.urandom, *, makes: bool = False) -> BackupKey:
    """Return the key of a home's backups; with `makes` it is made before the first one.

    Raises:
        Refused: it is missing, or others may read it.
    """
    path = home.backup_key
    if makes and not path.exists():
        write_new(path, new_backup_secret(random).hex().encode() + b"\n", secret=True)
    try:
        return BackupKey(bytes.fromhex(read_secret_file(path).decode("ascii").strip()))
    except ValueError as error:
        raise Refused(refusals.KEY_FORM.because(path=str(path))) from error


def recipients_of(home: Home, at: datetime) -> list[AgeRecipient]:
    """Return who can open the backups: those of the file that the settings name, or the recovery recipients that the
    directory lists for this State's authorities.

    Raises:
        Refused: there are none, the file is malformed, or there is no directory to rely on.
    """
    name = table_of(home).recipients
    if name is not None:
        return read_recipients(home.path / name)
    entry = own_copy(home).view(at).entry(home.state)
    found = [one for one in entry.recipients if _is_recovery(one, at)]
    if not found:
        raise Refused(refusals.RECIPIENTS_NONE.because(state=home.state))
    return [parse_recipient(text) for text in sorted({one.recipient for one in found})]


def read_recipients(path: Path) -> list[AgeRecipient]:
    """Return the recipients of a file, one on each line, with comment lines: the form of `age -R`."""
    found: list[AgeRecipient] = []
    text = read_file(path, limit=LARGEST_RECIPIENTS).decode("ascii", "replace")
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        try:
            found.append(parse_recipient(line.strip()))
        except Refused as error:
            raise Refused(refusals.RECIPIENTS_FILE.because(path=str(path), line=number)) from error
    if not found or len({one.kind for one in found}) > 1:
        raise Refused(refusals.RECIPIENTS_FILE.because(path=str(path), line=0))
    return found


def identities_in(path: Path, passphrase: Callable[[], str]) -> BackupIdentities:
    """Return the identities of a file; the passphrase is asked for if it has one."""
    return read_identity_file(read_file(path, limit=LARGEST_IDENTITY_FILE), passphrase)


def parse_recipient(text: str) -> AgeRecipient:
    if text.startswith(_HYBRID):
        return HybridRecipient.parse(text)
    return X25519Recipient.parse(text)


def recipients_digest(recipients: list[AgeRecipient]) -> str:
    """Return the digest of a list of recipients: what was encrypted to another list is written again."""
    return sha256("\n".join(sorted(str(one) for one in recipients)).encode())


def _is_recovery(record: RecipientRecord, at: datetime) -> bool:
    return record.label == RECOVERY and record.period.covers(at)
