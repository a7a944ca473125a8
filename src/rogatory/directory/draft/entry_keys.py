# SPDX-License-Identifier: Apache-2.0
"""Adding keys to an entry, and ending them: nothing that was listed is ever taken out.

Each key is named by its fingerprint: SHA-256 over a certificate, or over the text of a recipient
or verifier key. A key that ends says how: *rotated* when it was put away in good order,
*compromised* since the moment from which a thief may have had it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from rogatory.directory.draft import refusals
from rogatory.directory.entry.entry import (
    CertificateRecord,
    DirectoryEntry,
    LogRecord,
    RecipientRecord,
    WitnessRecord,
)
from rogatory.directory.entry.period import Period, PeriodEnd
from rogatory.errors import Refused
from rogatory.seal.certificates.reading import (
    certificate_algorithm,
    certificate_name,
    pem_to_der,
    validity,
)
from rogatory.seal.cosigner import Cosigning
from rogatory.seal.note_key_text import bad_key, parse_public_key
from rogatory.wire.digests import sha256
from rogatory.wire.words import P_

LEAST_PREFIX = 8
"""Digits that a person must give of a fingerprint: fewer may come to name another key later."""


@dataclass(frozen=True, slots=True)
class ListedKey:
    """One key of an entry: in which list, at which place, and what a person knows it by."""

    part: str
    index: int
    what: str
    holder: str
    fingerprint: str
    period: Period


def listed_keys(entry: DirectoryEntry) -> list[ListedKey]:
    """Return every key of the entry, in its order."""
    return list(_keys(entry))


def add_certificate(entry: DirectoryEntry, pem: bytes) -> DirectoryEntry:
    """Return the entry with a certificate in force as long as it is valid; use, holder and
    algorithm are its own.

    Raises:
        Refused: the bytes are no certificate of this network's kinds, or it is listed.
    """
    der = pem_to_der(pem)
    name, (start, until) = certificate_name(der), validity(der)
    record = CertificateRecord(
        name.use, name.holder, certificate_algorithm(der) or "another", der, Period(start, until)
    )
    _refuse_listed(entry, sha256(der))
    return replace(entry, certificates=(*entry.certificates, record))


def add_recipient(
    entry: DirectoryEntry, authority: str, label: str, recipient: str, period: Period
) -> DirectoryEntry:
    """Return the entry with an age recipient (`workstation` or `recovery`) of an authority."""
    _refuse_listed(entry, _of_text(recipient))
    record = RecipientRecord(authority, label, recipient, period)
    return replace(entry, recipients=(*entry.recipients, record))


def add_log(entry: DirectoryEntry, vkey: str, period: Period) -> DirectoryEntry:
    """Add a custody log, by its key (C2SP vkey), which begins with its origin; an ML-DSA-44 key
    joins the log of that origin and period that has none.
    """
    _refuse_listed(entry, _of_text(vkey))
    if parse_public_key(vkey).kind == Cosigning.MLDSA44.kind:
        return _with_mldsa44(entry, vkey, period)
    record = LogRecord(vkey.partition("+")[0], vkey, period)
    return replace(entry, logs=(*entry.logs, record))


def _with_mldsa44(entry: DirectoryEntry, vkey: str, period: Period) -> DirectoryEntry:
    wanted = (vkey.partition("+")[0], period, None)
    found = [one for one in entry.logs if (one.origin, one.period, one.mldsa44) == wanted]
    if len(found) != 1:
        raise bad_key(P_("no log of that origin and period lacks an ML-DSA key"))
    logs = (replace(one, mldsa44=vkey) if one is found[0] else one for one in entry.logs)
    return replace(entry, logs=tuple(logs))


def add_witness(entry: DirectoryEntry, vkey: str, period: Period) -> DirectoryEntry:
    """Return the entry with a witness key (C2SP vkey), which begins with the witness's name."""
    _refuse_listed(entry, _of_text(vkey))
    record = WitnessRecord(vkey.partition("+")[0], vkey, period)
    return replace(entry, witnesses=(*entry.witnesses, record))


def end_key(
    entry: DirectoryEntry, fingerprint: str, at: datetime, reason: str
) -> tuple[DirectoryEntry, ListedKey]:
    """Return the entry with the key of that fingerprint (or its beginning) ended, and which one it
    was.

    Raises:
        Refused: no key, or more than one, has such a fingerprint; it has ended as badly already.
    """
    found = [one for one in _keys(entry) if one.fingerprint.startswith(fingerprint)]
    if len(found) != 1 or len(fingerprint) < LEAST_PREFIX:
        raise Refused(
            refusals.KEY_NOT_NAMED.because(found=len(found), fingerprint=ascii(fingerprint)[1:-1])
        )
    (key,) = found
    rows: list[Any] = list(getattr(entry, key.part))
    rows[key.index] = replace(
        rows[key.index], period=replace(key.period, ended=PeriodEnd(at, reason))
    )
    changes: dict[str, Any] = {key.part: tuple(rows)}
    return replace(entry, **changes), key


def _keys(entry: DirectoryEntry) -> Iterator[ListedKey]:
    for index, one in enumerate(entry.certificates):
        what = f"{one.use} certificate ({one.algorithm})"
        yield ListedKey("certificates", index, what, one.holder, sha256(one.der), one.period)
    for index, recipient in enumerate(entry.recipients):
        yield ListedKey(
            "recipients",
            index,
            f"{recipient.label} recipient",
            recipient.authority,
            _of_text(recipient.recipient),
            recipient.period,
        )
    for index, log in enumerate(entry.logs):
        yield ListedKey("logs", index, "log key", log.origin, _of_text(log.vkey), log.period)
    for index, witness in enumerate(entry.witnesses):
        yield ListedKey(
            "witnesses",
            index,
            "witness key",
            witness.name,
            _of_text(witness.vkey),
            witness.period,
        )


def _refuse_listed(entry: DirectoryEntry, fingerprint: str) -> None:
    if any(one.fingerprint == fingerprint for one in _keys(entry)):
        raise Refused(refusals.KEY_LISTED.because(fingerprint=fingerprint))


def _of_text(text: str) -> str:
    return sha256(text.encode())
