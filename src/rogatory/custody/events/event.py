# SPDX-License-Identifier: Apache-2.0
"""A custody event: who did what to which object, when, and by which message's leave.

Version 2 has a code with typed fields (`custody.act_codes`) and an officer's own words. Version 1 had one
sentence instead; its events stay readable, and nobody takes their sentence apart.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from functools import lru_cache
from typing import Any

from rogatory.custody.events import refusals
from rogatory.custody.events.values import (
    CustodyAct,
    OfficerWords,
    parse_code,
    parse_fields,
    parse_reason,
    parse_words,
)
from rogatory.errors import Reason, Refused, refuse_if_any
from rogatory.wire import canonical
from rogatory.wire.canonical import Json
from rogatory.wire.digests import parse_digest, sha256
from rogatory.wire.identifiers import Authority, parse_authority, parse_uuid7
from rogatory.wire.moments import format_moment, parse_moment
from rogatory.wire.words import N_

EVENT_VERSION = 2
"""The version that is written. Version 1 is read as well."""

FIRST_VERSION = 1

REMEMBERED_EVENTS = 256
"""Events that were read, as they came out: each check of a journal comes to them. More would only hold memory."""

LARGEST_EVENT = 16 * 1024
"""A journal holds thousands; no sentence of reasons needs more, and a hostile folder may try."""

_OFFICER_FORM = re.compile(r"[a-z]{2}-\d{4,8}\Z", re.ASCII)


class CustodyAction(Enum):
    """The actions on an object. The list is closed: an unknown action proves nothing."""

    COLLECTED = "collected"
    SEALED = "sealed"
    TIMESTAMPED = "timestamped"
    DISPATCHED = "dispatched"
    RECEIVED = "received"
    FETCHED = "fetched"
    VERIFIED = "verified"
    OPENED = "opened"
    EXTRACTED = "extracted"
    EXPORTED = "exported"
    MESSAGE_SENT = "message-sent"
    MESSAGE_RECEIVED = "message-received"
    MESSAGE_REFUSED = "message-refused"
    MESSAGE_TAKEN_BACK = "message-taken-back"
    DIRECTORY_ACCEPTED = "directory-accepted"
    LAW_CORRECTED = "law-corrected"
    DECIDED = "decided"
    ROSTER_SET = "roster-set"
    WATCH_HANDED_OVER = "watch-handed-over"
    EPOCH_ACCEPTED = "epoch-accepted"
    RELEASED = "released"
    DESTROYED = "destroyed"

    @property
    def title(self) -> str:
        """Return what it means in plain words (English source for translation)."""
        return _TITLES[self]


_TITLES: Mapping[CustodyAction, str] = {
    CustodyAction.COLLECTED: N_("Evidence was collected"),
    CustodyAction.SEALED: N_("The package was sealed"),
    CustodyAction.TIMESTAMPED: N_("The seal was timestamped"),
    CustodyAction.DISPATCHED: N_("The sealed package was made ready for the asking authority"),
    CustodyAction.RECEIVED: N_("The sealed package arrived completely"),
    CustodyAction.FETCHED: N_("The sealed package was handed out to a workstation"),
    CustodyAction.VERIFIED: N_("Seal and contents were verified"),
    CustodyAction.OPENED: N_("The package was opened"),
    CustodyAction.EXTRACTED: N_("An item was taken out of the package"),
    CustodyAction.EXPORTED: N_("Evidence was exported"),
    CustodyAction.MESSAGE_SENT: N_("A message was sent"),
    CustodyAction.MESSAGE_RECEIVED: N_("A message was received"),
    CustodyAction.MESSAGE_REFUSED: N_("A message was refused"),
    CustodyAction.MESSAGE_TAKEN_BACK: N_(
        "A message was recovered from the other State after the database was lost"
    ),
    CustodyAction.DIRECTORY_ACCEPTED: N_("A version of the directory was accepted"),
    CustodyAction.LAW_CORRECTED: N_(
        "Law data of the State were corrected, or a correction was proposed"
    ),
    CustodyAction.DECIDED: N_("Officers decided under the law"),
    CustodyAction.ROSTER_SET: N_("A duty roster was put in force"),
    CustodyAction.WATCH_HANDED_OVER: N_("Duty was handed over to the next duty officer"),
    CustodyAction.EPOCH_ACCEPTED: N_("An officer accepted a new epoch of another State's log"),
    CustodyAction.RELEASED: N_("The object was handed over to another custodian"),
    CustodyAction.DESTROYED: N_("The object was destroyed"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One act. `occurred` is the writer's claim; only a checkpoint of the log proves a time.

    `network` is None when the act was done where no directory was known. `previous` is the
    digest of the same authority's previous event on the same object. An event of version 1 has a
    `reason` and no `act`; one of version 2 an `act` and no `reason`.
    """

    network: str | None
    id: str
    object: str
    action: CustodyAction
    authority: Authority
    officer: str | None
    act: CustodyAct | None
    words: OfficerWords | None = None
    reason: str | None = None
    basis: str | None
    occurred: datetime
    previous: str | None


def build_event(event: Event) -> bytes:
    """Encode an event canonically: these bytes are what is signed and logged.

    Raises:
        Refused: with every reason for which `parse_event` would not read it.
    """
    shared: dict[str, Json] = {
        "network": event.network,
        "id": event.id,
        "object": event.object,
        "action": event.action.value,
        "authority": str(event.authority),
        "officer": event.officer,
        "basis": event.basis,
        "occurred": format_moment(event.occurred),
        "previous": event.previous,
    }
    if event.act is None:
        return _built({**shared, "version": FIRST_VERSION, "reason": event.reason})
    words: Json = None
    if event.words is not None:
        words = {"language": event.words.language, "text": event.words.text}
    fields = {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in event.act.fields.items()
    }
    act: dict[str, Json] = {"code": event.act.code, "fields": fields, "words": words}
    return _built({**shared, **act, "version": EVENT_VERSION})


def _built(document: Mapping[str, Json]) -> bytes:
    data = canonical.encode(document)
    parse_event(data)
    return data


def event_digest(data: bytes) -> str:
    """Return the digest by which a later event names this one as its `previous`."""
    return sha256(data)


def parse_event(data: bytes) -> Event:
    """Parse the bytes of an event.

    What must hold:
      1. The bytes are one canonical JSON object of at most `LARGEST_EVENT` bytes.
      2. It is of version 1 or 2, and has each field of an event of that version and no other.
      3. Each field has its form. Whether the code is known, and its fields are those of the code,
         is not asked: an unknown code is shown, never refused.
      4. The officer is of the authority's State.

    Raises:
        Refused: with every reason.
    """
    return _parsed(data) if len(data) > LARGEST_EVENT else _remembered(data)


def _parsed(data: bytes) -> Event:
    # 1.
    document = canonical.decode_object(data, limit=LARGEST_EVENT)
    # 2.
    version = document.get("version")
    readers = next(
        (known for number, known in _READERS.items() if canonical.is_version(version, number)), None
    )
    if readers is None:
        found = ascii(version)[:20]
        raise Refused(refusals.EVENT_VERSION.because(found=found, known=EVENT_VERSION))
    reasons = list(_field_names(document, readers))
    # 3.
    read: dict[str, Any] = {}
    for name in sorted(readers.keys() & document.keys()):
        try:
            read[name] = readers[name](document[name])
        except Refused as error:
            reasons += (refusals.EVENT_FIELD.because(field=name), *error.reasons)
    # 4.
    authority, officer = read.get("authority"), read.get("officer")
    if isinstance(authority, Authority) and isinstance(officer, str):
        reasons += _officer_state(authority, officer)
    refuse_if_any(reasons)
    code, fields = read.pop("code", None), read.pop("fields", {})
    return Event(**read, act=None if code is None else CustodyAct(code, fields))


_remembered = lru_cache(maxsize=REMEMBERED_EVENTS)(_parsed)
"""A refused one is read anew each time."""


def _field_names(document: Mapping[str, Json], readers: Mapping[str, object]) -> Iterator[Reason]:
    expected = {"version", *readers}
    for name in sorted(expected - document.keys()):
        yield refusals.EVENT_FIELD_MISSING.because(field=name)
    for name in sorted(document.keys() - expected):
        yield refusals.EVENT_FIELD_UNKNOWN.because(field=ascii(name)[:40])


def _officer_state(authority: Authority, officer: str) -> Iterator[Reason]:
    if officer[:2].upper() != authority.state and _OFFICER_FORM.match(officer):
        yield refusals.EVENT_OFFICER_STATE.because(officer=officer, authority=str(authority))


def _action(value: object) -> CustodyAction:
    try:
        return CustodyAction(value)
    except ValueError as error:
        raise Refused(refusals.EVENT_ACTION.because(found=ascii(value)[:40])) from error


def _officer(value: object) -> str:
    if isinstance(value, str) and _OFFICER_FORM.match(value):
        return value
    raise Refused(refusals.EVENT_OFFICER.because(found=ascii(value)[:40]))


def _or_none[T](reader: Callable[[object], T]) -> Callable[[object], T | None]:
    return lambda value: None if value is None else reader(value)


_SHARED_READERS: Mapping[str, Callable[[object], object]] = {
    "network": _or_none(parse_digest),
    "id": parse_uuid7,
    "object": parse_digest,
    "action": _action,
    "authority": parse_authority,
    "officer": _or_none(_officer),
    "basis": _or_none(parse_digest),
    "occurred": parse_moment,
    "previous": _or_none(parse_digest),
}

_READERS: Mapping[int, Mapping[str, Callable[[object], object]]] = {
    FIRST_VERSION: {**_SHARED_READERS, "reason": parse_reason},
    EVENT_VERSION: {
        **_SHARED_READERS,
        "code": parse_code,
        "fields": parse_fields,
        "words": _or_none(parse_words),
    },
}
