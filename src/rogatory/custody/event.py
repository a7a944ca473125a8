# SPDX-License-Identifier: Apache-2.0
"""A custody event: who did what to which object, when, why, and by which message's leave."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from rogatory.custody import refusals
from rogatory.errors import Reason, Refused, refuse_if_any
from rogatory.wire import canonical
from rogatory.wire.canonical import Json
from rogatory.wire.digests import parse_digest, sha256
from rogatory.wire.identifiers import Authority, parse_authority, parse_uuid7
from rogatory.wire.moments import format_moment, parse_moment
from rogatory.wire.words import N_

EVENT_VERSION = 1

LARGEST_EVENT = 16 * 1024
"""A journal holds thousands; no sentence of reasons needs more, and a hostile folder may try."""

LONGEST_REASON = 2000
"""A reason is read on a screen and in a court's report, where a flood would hide the rest."""

_OFFICER_FORM = re.compile(r"[a-z]{2}-\d{4,8}\Z", re.ASCII)

_UNSEEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Controls (a line feed is text) and the marks that reorder other text, which would make the
sentence that a court reads another than the one that was signed."""


class Action(Enum):
    """What can be done to an object. The list is closed: an unknown action proves nothing."""

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
        """What it means in plain words (English source for translation)."""
        return _TITLES[self]


_TITLES: Mapping[Action, str] = {
    Action.COLLECTED: N_("Evidence was collected"),
    Action.SEALED: N_("The package was sealed"),
    Action.TIMESTAMPED: N_("The seal was timestamped"),
    Action.DISPATCHED: N_("The sealed package was made ready for the asking authority"),
    Action.RECEIVED: N_("The sealed package arrived whole"),
    Action.FETCHED: N_("The sealed package was handed out to a workstation"),
    Action.VERIFIED: N_("Seal and contents were verified"),
    Action.OPENED: N_("The package was opened"),
    Action.EXTRACTED: N_("An item was taken out of the package"),
    Action.EXPORTED: N_("Evidence was exported"),
    Action.MESSAGE_SENT: N_("A message was sent"),
    Action.MESSAGE_RECEIVED: N_("A message was received"),
    Action.MESSAGE_REFUSED: N_("A message was refused"),
    Action.MESSAGE_TAKEN_BACK: N_(
        "A message was taken back from the other State after books were lost"
    ),
    Action.DIRECTORY_ACCEPTED: N_("A version of the directory was accepted"),
    Action.LAW_CORRECTED: N_("Law data of the State were corrected, or a correction was proposed"),
    Action.DECIDED: N_("Officers decided under the law"),
    Action.ROSTER_SET: N_("A duty roster was put in force"),
    Action.WATCH_HANDED_OVER: N_("The watch was handed over to the next duty officer"),
    Action.EPOCH_ACCEPTED: N_("An officer accepted a new epoch of another State's log"),
    Action.RELEASED: N_("The object was handed over to another custodian"),
    Action.DESTROYED: N_("The object was destroyed"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One act. `occurred` is the writer's claim; only a checkpoint of the log proves a time.

    `network` is None when the act was done where no directory was known. `previous` is the
    digest of the same authority's previous event on the same object.
    """

    network: str | None
    id: str
    object: str
    action: Action
    authority: Authority
    officer: str | None
    reason: str
    basis: str | None
    occurred: datetime
    previous: str | None


def build_event(event: Event) -> bytes:
    """The canonical bytes of an event, which are what is signed and logged.

    Raises:
        Refused: with every reason for which `parse_event` would not read it.
    """
    data = canonical.encode(
        {
            "version": EVENT_VERSION,
            "network": event.network,
            "id": event.id,
            "object": event.object,
            "action": event.action.value,
            "authority": str(event.authority),
            "officer": event.officer,
            "reason": event.reason,
            "basis": event.basis,
            "occurred": format_moment(event.occurred),
            "previous": event.previous,
        }
    )
    parse_event(data)
    return data


def event_digest(data: bytes) -> str:
    """The digest by which a later event names this one as its `previous`."""
    return sha256(data)


def parse_event(data: bytes) -> Event:
    """The event of these bytes.

    What must hold:
      1. The bytes are one canonical JSON object of at most `LARGEST_EVENT` bytes.
      2. It is of the version known here, and has each field of an event and no other.
      3. Each field has its form.
      4. The officer is of the authority's State.

    Raises:
        Refused: with every reason.
    """
    # 1.
    document = canonical.decode_object(data, limit=LARGEST_EVENT)
    # 2.
    if not canonical.is_version(document.get("version"), EVENT_VERSION):
        found = ascii(document.get("version"))[:20]
        raise Refused(refusals.EVENT_VERSION.because(found=found, known=EVENT_VERSION))
    reasons = list(_field_names(document))
    # 3.
    read: dict[str, Any] = {}
    for name in sorted(_READERS.keys() & document.keys()):
        try:
            read[name] = _READERS[name](document[name])
        except Refused as error:
            reasons += (refusals.EVENT_FIELD.because(field=name), *error.reasons)
    # 4.
    authority, officer = read.get("authority"), read.get("officer")
    if isinstance(authority, Authority) and isinstance(officer, str):
        reasons += _officer_state(authority, officer)
    refuse_if_any(reasons)
    return Event(**read)


def _field_names(document: Mapping[str, Json]) -> Iterator[Reason]:
    expected = {"version", *_READERS}
    for name in sorted(expected - document.keys()):
        yield refusals.EVENT_FIELD_MISSING.because(field=name)
    for name in sorted(document.keys() - expected):
        yield refusals.EVENT_FIELD_UNKNOWN.because(field=ascii(name)[:40])


def _officer_state(authority: Authority, officer: str) -> Iterator[Reason]:
    if officer[:2].upper() != authority.state and _OFFICER_FORM.match(officer):
        yield refusals.EVENT_OFFICER_STATE.because(officer=officer, authority=str(authority))


def _action(value: object) -> Action:
    try:
        return Action(value)
    except ValueError as error:
        raise Refused(refusals.EVENT_ACTION.because(found=ascii(value)[:40])) from error


def _officer(value: object) -> str:
    if isinstance(value, str) and _OFFICER_FORM.match(value):
        return value
    raise Refused(refusals.EVENT_OFFICER.because(found=ascii(value)[:40]))


def _reason(value: object) -> str:
    if isinstance(value, str) and 0 < len(value) <= LONGEST_REASON and not _UNSEEN.search(value):
        return value
    raise Refused(refusals.EVENT_REASON.because(limit=LONGEST_REASON))


def _or_none[T](reader: Callable[[object], T]) -> Callable[[object], T | None]:
    return lambda value: None if value is None else reader(value)


_READERS: Mapping[str, Callable[[object], object]] = {
    "network": _or_none(parse_digest),
    "id": parse_uuid7,
    "object": parse_digest,
    "action": _action,
    "authority": parse_authority,
    "officer": _or_none(_officer),
    "reason": _reason,
    "basis": _or_none(parse_digest),
    "occurred": parse_moment,
    "previous": _or_none(parse_digest),
}
