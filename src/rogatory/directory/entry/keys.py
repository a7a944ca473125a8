# SPDX-License-Identifier: Apache-2.0
"""The check of the statements that an entry and its register make about their keys.

`check_entry` looks at an entry alone, `check_pair` at entry and register together; both give
all reasons and never raise for what a State wrote.
"""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta

from rogatory.directory.entry import refusals
from rogatory.directory.entry.entry import (
    CertificateRecord,
    DirectoryEntry,
    LogRecord,
    WitnessRecord,
)
from rogatory.directory.entry.fields import Reading
from rogatory.directory.entry.reading import LONGEST_POLICY
from rogatory.directory.entry.register import OfficerRegister
from rogatory.errors import Reason, Refused
from rogatory.seal.age import HybridRecipient
from rogatory.seal.certificates import (
    certificate_algorithm,
    certificate_name,
    chain_reasons,
    validity,
)
from rogatory.seal.cosigner import CosignerKey, Cosigning
from rogatory.seal.note_key_text import bad_key
from rogatory.seal.notes import NoteVerifier
from rogatory.wire.digests import sha256
from rogatory.wire.witness_policy import parse_policy, refuse_self_witness
from rogatory.wire.words import P_, FilledText

SECOND = timedelta(seconds=1)
"""The last second of a certificate belongs to its validity, and the end of a period does not belong to the period."""

_OF_AN_AUTHORITY = "authority"

_WITNESS_NAME = re.compile(r"[0-9a-f]{64}/[a-z]{2}/witness\Z", re.ASCII)


def check_entry(entry: DirectoryEntry) -> list[Reason]:
    """Return why an entry is not accepted.

    What must hold:
      1. Each authority is of the State, and is listed once.
      2. Each certificate's holder is the State, or for the use `authority` one of its
         authorities; use, holder and key algorithm are those in the certificate.
      3. It is in force only while valid, and a State CA of the entry issued it (the State CA
         itself apart); one State CA is listed.
      4. Each encryption recipient is a hybrid age recipient of a listed authority.
      5. Each log's origin names the State; its key is an Ed25519 one of that name. Each witness
         key is of a cosignature type, under the name of the State's own witness.
      6. Each authority that confirms emergencies is listed.
      7. The policy by which its logs are witnessed, if it states one, is one, each line ended by LF,
         and does not name the State itself.
    """
    reading = Reading(FilledText(P_("entry")))
    authorities = {authority.id for authority in entry.authorities}
    _check_authorities(entry, reading)
    anchors = tuple(found.der for found in entry.certificates if found.use == "state-ca")
    if not anchors:
        reading.note(refusals.NO_STATE_CA, "certificates")
    for index, certificate in enumerate(entry.certificates):
        path = f"certificates[{index}]"
        holders = authorities if certificate.use == _OF_AN_AUTHORITY else {entry.state.lower()}
        if certificate.holder not in holders:
            reading.note(refusals.FOREIGN_HOLDER, f"{path}.holder", holder=certificate.holder)
        _check_certificate(certificate, anchors, path, reading)
    _check_recipients(entry, authorities, reading)
    _check_notes(entry, reading)
    for index, authority in enumerate(entry.call_back):
        if authority not in authorities:
            reading.note(refusals.UNKNOWN_AUTHORITY, f"call_back[{index}]", authority=authority)
    if entry.witness_policy is not None:
        _check_policy(entry.witness_policy, entry.state, reading)
    return reading.reasons


def _check_policy(text: str, state: str, reading: Reading) -> None:
    if not text.endswith("\n"):
        reading.note(refusals.BAD_TEXT, "witness_policy", limit=LONGEST_POLICY)
    try:
        refuse_self_witness(parse_policy(text), state)
    except Refused as error:
        reading.reasons.extend(error.reasons)


def check_pair(
    entry: DirectoryEntry, register: OfficerRegister, register_bytes: bytes
) -> list[Reason]:
    """Return why a register does not belong to an entry.

    What must hold:
      1. Both are of one State, and the entry names the register's SHA-256.
      2. Each officer's authorities are in the entry.
      3. Each officer's key is one by which approvals can be checked.
    """
    # A workstation that reads no register starts without the library of passkeys.
    from rogatory.seal.approvals import is_approval_key

    reading = Reading(FilledText(P_("register")))
    if register.state != entry.state:
        reading.note(refusals.ANOTHER_STATE, "state", found=register.state, state=entry.state)
    if entry.officers != sha256(register_bytes):
        reading.reasons.append(refusals.REGISTER_DIGEST.because(state=entry.state))
    listed = {authority.id for authority in entry.authorities}
    for index, officer in enumerate(register.officers):
        for authority in officer.authorities:
            if authority not in listed:
                reading.note(
                    refusals.UNKNOWN_AUTHORITY,
                    f"officers[{index}].authorities",
                    authority=authority,
                )
        if not is_approval_key(officer.key):
            problem = P_("it is not a COSE key of ES256 or Ed25519")
            reading.note(refusals.BAD_KEY, f"officers[{index}].key", problem=problem)
    return reading.reasons


def _check_authorities(entry: DirectoryEntry, reading: Reading) -> None:
    first: dict[str, str] = {}
    for index, authority in enumerate(entry.authorities):
        path = f"authorities[{index}].id"
        if authority.id[:2] != entry.state.lower():
            reading.note(refusals.FOREIGN_HOLDER, path, holder=authority.id)
        earlier = first.setdefault(authority.id, path)
        if earlier != path:
            reading.note(refusals.REPEATED, path, value=earlier)


def _check_certificate(
    record: CertificateRecord, anchors: tuple[bytes, ...], path: str, reading: Reading
) -> None:
    try:
        name, algorithm = certificate_name(record.der), certificate_algorithm(record.der)
        start, until = validity(record.der)
    except Refused as error:
        problem = " ".join(reason.sentence() for reason in error.reasons)
        reading.note(refusals.BAD_CERTIFICATE, f"{path}.der", problem=problem)
        return
    pairs = {
        "use": (record.use, name.use),
        "holder": (record.holder, name.holder),
        "algorithm": (record.algorithm, algorithm or "another"),
    }
    for field, (stated, found) in pairs.items():
        if stated != found:
            reading.note(refusals.CERTIFICATE_DIFFERS, f"{path}.{field}", said=stated, found=found)
    if record.period.start < start or record.period.until - until > SECOND:
        reading.note(refusals.CERTIFICATE_PERIOD, path)
    elif record.use == name.use != "state-ca":
        reading.reasons.extend(
            chain_reasons(
                record.der, anchors, at=record.period.start, use=name.use, holder=record.holder
            )
        )


def _check_recipients(entry: DirectoryEntry, authorities: set[str], reading: Reading) -> None:
    for index, record in enumerate(entry.recipients):
        path = f"recipients[{index}]"
        if record.authority not in authorities:
            reading.note(
                refusals.UNKNOWN_AUTHORITY, f"{path}.authority", authority=record.authority
            )
        for problem in _problems(HybridRecipient.parse, record.recipient):
            reading.note(refusals.BAD_KEY, f"{path}.recipient", problem=problem)


def _check_notes(entry: DirectoryEntry, reading: Reading) -> None:
    for index, log in enumerate(entry.logs):
        path = f"logs[{index}]"
        if f"/{entry.state.lower()}/" not in log.origin:
            reading.note(refusals.FOREIGN_HOLDER, f"{path}.origin", holder=log.origin)
        _check_name(log.vkey, log.origin, path, reading)
        for problem in _problems(NoteVerifier.parse, log.vkey):
            reading.note(refusals.BAD_KEY, f"{path}.vkey", problem=problem)
        _check_mldsa44(log, path, reading)
    for origin in sorted({one.origin for one in entry.logs}):
        if len({one.mldsa44 is None for one in entry.logs if one.origin == origin}) > 1:
            problem = P_("some keys of this log come with an ML-DSA key and some do not")
            reading.note(refusals.BAD_KEY, "logs", problem=problem)
    for index, witness in enumerate(entry.witnesses):
        _check_witness(entry.state, witness, f"witnesses[{index}]", reading)


def _check_mldsa44(log: LogRecord, path: str, reading: Reading) -> None:
    """Check the second key of a log that has one: ML-DSA-44, under the same name."""
    if log.mldsa44 is None:
        return
    if log.mldsa44.partition("+")[0] != log.origin:
        _check_name(log.mldsa44, log.origin, path, reading)
    for problem in _problems(_mldsa44_key, log.mldsa44):
        reading.note(refusals.BAD_KEY, f"{path}.mldsa44", problem=problem)


def _mldsa44_key(text: str) -> CosignerKey:
    key = CosignerKey.parse(text)
    if key.algorithm is not Cosigning.MLDSA44:
        raise bad_key(P_("it is not an ML-DSA-44 key"))
    return key


def _check_witness(state: str, witness: WitnessRecord, path: str, reading: Reading) -> None:
    """Check a key of a cosignature type, under the one name that the State's witness has: a line of
    an Ed25519 cosigner names nobody, so no State may list a key under another's name.
    """
    if not _WITNESS_NAME.match(witness.name) or f"/{state.lower()}/" not in witness.name:
        reading.note(refusals.FOREIGN_HOLDER, f"{path}.name", holder=ascii(witness.name)[1:-1])
    _check_name(witness.vkey, witness.name, path, reading)
    for problem in _problems(CosignerKey.parse, witness.vkey):
        reading.note(refusals.BAD_KEY, f"{path}.vkey", problem=problem)


def _check_name(vkey: str, name: str, path: str, reading: Reading) -> None:
    """Check that a verifier key begins with the name it signs under (C2SP signed-note)."""
    found = vkey.partition("+")[0]
    if found != name:
        reading.note(refusals.VKEY_NAME, f"{path}.vkey", found=ascii(found)[:120], name=name)


def _problems(read: Callable[[str], object], text: str) -> Iterator[str]:
    try:
        read(text)
    except Refused as error:
        yield from (reason.sentence() for reason in error.reasons)
