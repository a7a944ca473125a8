# SPDX-License-Identifier: Apache-2.0
"""A State's register of officers: numbers, never names, and the credentials they approve with."""

import base64
import re
from dataclasses import dataclass

from rogatory.directory.entry import refusals
from rogatory.directory.entry.entry import period_json
from rogatory.directory.entry.fields import (
    AUTHORITY,
    distinct,
    read_fields,
    read_period,
)
from rogatory.directory.entry.period import Period
from rogatory.directory.entry.reading import STATE
from rogatory.wire import canonical
from rogatory.wire.canonical import Json
from rogatory.wire.fields import Fields, FieldValue
from rogatory.wire.forms import Base64, Integer, Matching, OneOf, Record
from rogatory.wire.words import P_, FilledText

REGISTER_VERSION = 1
ROLES = ("duty", "approver", "lawyer", "examiner", "auditor")
NUMBER = Matching(re.compile(r"[a-z]{2}-[0-9]{4,8}"), "xa-0002")

LONGEST_CREDENTIAL = 1023
"""The longest credential id that WebAuthn allows (level 2, section 4); a longer one is no
credential."""


@dataclass(frozen=True, slots=True)
class OfficerRecord:
    """One credential of one officer: its id, its public key (COSE), and when it counted."""

    number: str
    authorities: tuple[str, ...]
    roles: tuple[str, ...]
    credential: bytes
    key: bytes
    period: Period


@dataclass(frozen=True, slots=True)
class OfficerRegister:
    """`states/xa.officers.json`."""

    state: str
    officers: tuple[OfficerRecord, ...] = ()


def build_register(register: OfficerRegister) -> bytes:
    """Return the canonical bytes of a register."""
    return canonical.encode(
        {
            "version": REGISTER_VERSION,
            "state": register.state,
            "officers": [_json(officer) for officer in register.officers],
        }
    )


def parse_register(data: bytes) -> OfficerRegister:
    """Return the register of these bytes.

    Raises:
        Refused: the bytes are not canonical, or with every field that is missing, unknown,
            malformed or repeated, and every officer of another State.
    """
    return read_fields(canonical.decode_object(data), FilledText(P_("register")), _register)


def _register(of: Fields) -> OfficerRegister:
    of.read("version", Integer(REGISTER_VERSION, REGISTER_VERSION))
    state = of.read("state", STATE)
    officer = Record(lambda record: _officer(record, state))
    officers = of.read("officers", distinct(officer))
    _note_repeated(of.at("officers"), officers)
    return OfficerRegister(state, officers)


def _json(officer: OfficerRecord) -> Json:
    return {
        "number": officer.number,
        "authorities": officer.authorities,
        "roles": officer.roles,
        "credential": _web_base64(officer.credential),
        "key": _web_base64(officer.key),
    } | period_json(officer.period)


def _web_base64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _officer(of: Fields, state: str) -> OfficerRecord:
    officer = OfficerRecord(
        number=of.read("number", NUMBER),
        authorities=of.read("authorities", distinct(AUTHORITY, least=1)),
        roles=of.read("roles", distinct(OneOf(ROLES), least=1)),
        credential=of.read("credential", Base64(web=True)),
        key=of.read("key", Base64(web=True)),
        period=read_period(of),
    )
    for name in (officer.number, *officer.authorities):
        if name and name[:2] != state.lower():
            of.found.note_code(refusals.FOREIGN_HOLDER, holder=ascii(name)[:80])
    if len(officer.credential) > LONGEST_CREDENTIAL:
        of.at("credential").note_code(refusals.BAD_KEY, problem="the credential id is too long.")
    return officer


def _note_repeated(found: FieldValue, officers: tuple[OfficerRecord, ...]) -> None:
    """Note what is repeated: a credential and a key belong to one officer, and are listed anew when
    his roles change: with one key under two numbers, one person would be two.

    An officer may have several credentials.
    """
    # A workstation that reads no register starts without the library of passkeys.
    from rogatory.seal.approvals import point_of

    owners: dict[bytes, OfficerRecord] = {}
    holders: dict[bytes, OfficerRecord] = {}
    for index, officer in enumerate(officers):
        owner = owners.setdefault(officer.credential, officer)
        holder = holders.setdefault(point_of(officer.key), officer)
        repeated = {
            "credential": owner
            if (owner.number, owner.key) != (officer.number, officer.key)
            else None,
            "key": holder if holder.number != officer.number else None,
        }
        for name, other in repeated.items():
            if other is not None:
                value = f"the record of {ascii(other.number)[:40]}"
                record = found.below(index, None).below(name, None)
                record.note_code(refusals.REPEATED, value=value)
