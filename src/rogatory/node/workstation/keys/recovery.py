# SPDX-License-Identifier: Apache-2.0
"""The recovery identity of an authority, under two-person custody.

One age identity that every package is sealed to besides the workstations, kept offline for the
day on which they are lost. Its file is encrypted to the second person's passphrase, and the
result to the first person's: neither opens it alone, and `age -d recovery.age | age -d` does with
any age program, should this one be gone. Both passphrases of a person who has heard the other's
are as good as one: that they stay with two persons is for the officers to keep.
"""

import os
import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from rogatory.disk import PartialFolder, write_new
from rogatory.errors import Refused
from rogatory.node.workstation import refusals
from rogatory.node.workstation.keys.authority_folder import AuthorityFolder
from rogatory.node.workstation.keys.key_files import read_secret
from rogatory.node.workstation.keys.recipient_file import RECOVERY
from rogatory.node.workstation.keys.recipients import Change, change_recipients
from rogatory.seal.age import (
    HybridIdentity,
    KeyIdentity,
    PassphraseIdentity,
    PassphraseRecipient,
    decrypt,
    encrypt,
    read_identity_file,
    write_identity_file,
)
from rogatory.seal.ask_passphrase import AskPassphrase
from rogatory.wire.digests import sha256
from rogatory.wire.moments import format_moment
from rogatory.wire.randomness import Random

FILE = "recovery.age"
SHEET = "sheet.txt"

SHORTEST_PASSPHRASE = 16
"""Characters. The sheet is in a safe for years, and a person who copies it has all that time to
guess; six words drawn by lot are some thirty.
"""


type RecoveryIdentities = list[KeyIdentity]


@dataclass(frozen=True, slots=True)
class NewRecovery:
    folder: Path
    recipient: str
    fingerprint: str
    """Of the authority's recipient file as it is now."""


def new_recovery(
    authority: AuthorityFolder,
    folder: Path,
    *,
    first: AskPassphrase,
    second: AskPassphrase,
    at: datetime,
    random: Random,
) -> NewRecovery:
    """Return a recovery identity in a new folder, and its recipient in the authority's recipient
    file, signed anew. The identity in clear is nowhere but in memory.

    Raises:
        Refused: there is one already; a passphrase is short, or both are one.
    """
    identity = HybridIdentity.generate(random)
    recipient = identity.recipient.encode()
    change = Change(authority, at).added(RECOVERY, recipient)
    authority.keys_in_force(at)
    outer, inner = first(), second()
    _refuse_weak(outer, inner)
    sealed = _under_both(write_identity_file(identity, at), outer, inner, random)
    sheet = _sheet(str(authority.authority), recipient, sealed, at)
    with PartialFolder(folder, private=True) as partial:
        place = Path(os.fsdecode(partial.path))
        write_new(place / FILE, sealed, secret=True)
        write_new(place / SHEET, sheet.encode(), secret=True)
    try:
        # Listed only once it is safe: what is sealed to it must be able to be opened with it.
        stated = change_recipients(change)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return NewRecovery(folder, recipient, stated.fingerprint)


def open_recovery(path: Path, *, first: AskPassphrase, second: AskPassphrase) -> RecoveryIdentities:
    """Return the identity in a recovery file, or in the folder that holds one; asks the first
    person, then the second.

    Raises:
        Refused: the file is under fewer than two passphrases, or one of them is wrong.
    """
    data = read_secret(path / FILE if path.is_dir() else path)
    inner = decrypt(data, [PassphraseIdentity(first())])
    if not inner.startswith(b"age-encryption.org/"):
        raise Refused(refusals.RECOVERY_ONE_PERSON.because(path=str(path)))
    return read_identity_file(inner, second)


def _under_both(identity: bytes, outer: str, inner: str, random: Random) -> bytes:
    once = encrypt(identity, [PassphraseRecipient(inner)], random)
    return encrypt(once, [PassphraseRecipient(outer)], random, armored=True)


def _refuse_weak(outer: str, inner: str) -> None:
    if min(len(outer), len(inner)) < SHORTEST_PASSPHRASE:
        raise Refused(refusals.RECOVERY_PASSPHRASE.because(least=SHORTEST_PASSPHRASE))
    if outer == inner:
        raise Refused(refusals.RECOVERY_SAME.because())


def _sheet(authority: str, recipient: str, sealed: bytes, at: datetime) -> str:
    """Return what is printed and put into the safe; it opens nothing without both passphrases."""
    fingerprint = sha256(recipient.encode())
    grouped = " ".join(fingerprint[start : start + 4] for start in range(0, 64, 4))
    return f"""RECOVERY IDENTITY OF {authority}
made {format_moment(at)}

Print this sheet, put it into a safe, and delete the file. It opens whatever was
sealed to the authority, if its workstations are lost. It opens nothing without two
passphrases, which two persons keep, each his own, on two other sheets in two other
places. Neither may ever see the other's.

Fingerprint of the recovery recipient (SHA-256), as the directory and recipient.json
must have it:

    {grouped}

To use it:   rogatory evidence open SEALED --key KEYS --recovery recovery.age \\
                 --first-key FIRST --second-key SECOND --out OUT
To hand everything to a new workstation:   rogatory evidence rewrap, likewise.
Without rogatory, with any age program, the first person and then the second typing:

    age -d recovery.age | age -d > identity.txt
    age -d -i identity.txt package.age | tar -x

Type or scan what follows into a file named recovery.age:

{sealed.decode()}"""
