# SPDX-License-Identifier: Apache-2.0
"""A State's register of officers: numbers, never names, and the credentials they approve with."""

import base64
import re
from dataclasses import dataclass

from rogatory.directory.entry import refusals
from rogatory.directory.entry.entry import period_json
from rogatory.directory.entry.fields import Field, Form, Reading, read_period
from rogatory.directory.entry.period import Period
from rogatory.directory.entry.reading import STATE
from rogatory.errors import refuse_if_any
from rogatory.wire import canonical
from rogatory.wire.canonical import Json
from rogatory.wire.words import P_, Said

REGISTER_VERSION = 1
ROLES = ("duty", "approver", "lawyer", "examiner", "auditor")
NUMBER = Form(re.compile(r"[a-z]{2}-[0-9]{4,8}"), "xa-0002")

LONGEST_CREDENTIAL = 1023
"""What WebAuthn allows for a credential id (level 2, section 4); a longer one is no credential."""

_FIELDS = ("number", "authorities", "roles", "credential", "key", "from", "until", "ended")


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
    """The canonical bytes of a register."""
    return canonical.encode(
        {
            "version": REGISTER_VERSION,
            "state": register.state,
            "officers": [_json(officer) for officer in register.officers],
        }
    )


def parse_register(data: bytes) -> OfficerRegister:
    """The register of these bytes.

    Raises:
        Refused: the bytes are not canonical, or with every field that is missing, unknown,
            malformed or repeated, and every officer of another State.
    """
    reading = Reading(Said(P_("register")))
    members = reading.top(canonical.decode_object(data), ("version", "state", "officers"))
    members["version"].integer(REGISTER_VERSION, REGISTER_VERSION)
    state = members["state"].matching(STATE)
    officers = tuple(_officer(item, state) for item in members["officers"].items())
    _note_repeated(reading, officers)
    refuse_if_any(reading.reasons)
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


def _officer(value: Field, state: str) -> OfficerRecord:
    members = value.members(_FIELDS)
    officer = OfficerRecord(
        number=members["number"].matching(NUMBER),
        authorities=members["authorities"].distinct(Field.authority, least=1),
        roles=members["roles"].distinct(lambda item: item.one_of(ROLES), least=1),
        credential=members["credential"].web_base64(),
        key=members["key"].web_base64(),
        period=read_period(members),
    )
    for name in (officer.number, *officer.authorities):
        if name and name[:2] != state.lower():
            value.reading.note(refusals.FOREIGN_HOLDER, value.path, holder=ascii(name)[:80])
    if len(officer.credential) > LONGEST_CREDENTIAL:
        value.reading.note(
            refusals.BAD_KEY,
            members["credential"].path,
            problem="the credential id is too long.",
        )
    return officer


def _note_repeated(reading: Reading, officers: tuple[OfficerRecord, ...]) -> None:
    """A credential and a key belong to one officer, and are listed anew when his roles change: with one
    key under two numbers, one person would be two.

    An officer may have several credentials.
    """
    # A workstation that reads no register starts without the library of passkeys.
    from rogatory.seal.approvals import point_of

    owners: dict[bytes, OfficerRecord] = {}
    holders: dict[bytes, OfficerRecord] = {}
    for index, officer in enumerate(officers):
        owner = owners.setdefault(officer.credential, officer)
        holder = holders.setdefault(point_of(officer.key), officer)
        found = {
            "credential": owner
            if (owner.number, owner.key) != (officer.number, officer.key)
            else None,
            "key": holder if holder.number != officer.number else None,
        }
        for name, other in found.items():
            if other is not None:
                value = f"the record of {ascii(other.number)[:40]}"
                reading.note(refusals.REPEATED, f"officers[{index}].{name}", value=value)
