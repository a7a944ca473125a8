# SPDX-License-Identifier: Apache-2.0
"""A tombstone: what is left of an event, or of a message, whose bytes were destroyed.

The log goes on holding the commitment; with the salt gone, too, nobody can try out what the event
said. A tombstone is its writer's word, and counts only where a signed event `event-destroyed` (or
`message-destroyed`) names its digest.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from rogatory.custody.log import tombstone_refusals
from rogatory.custody.log.epoch import parse_origin
from rogatory.errors import Refused
from rogatory.wire import canonical
from rogatory.wire.canonical import Json
from rogatory.wire.digests import parse_digest, sha256
from rogatory.wire.identifiers import Authority, parse_authority

TOMBSTONE_VERSION = 1

LARGEST_TOMBSTONE = 4096
"""Its members have settled lengths; a hostile folder may hold thousands."""

EVENT_DESTROYED = "event-destroyed"
DESTROYED_CODES = frozenset({EVENT_DESTROYED, "message-destroyed"})
"""Codes of events that record a destruction, with the digest of its tombstone."""

_REPLY_FORM = re.compile(r"(?=.{1,64}\Z)[a-z][a-z0-9]*(?:-[a-z0-9]+)*\Z", re.ASCII)


class DestroyedKind(Enum):
    """The kind of what was destroyed."""

    EVENT = "event"
    MESSAGE = "message"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tombstone:
    """The remains of a destroyed document. Everything but what a log or a successor proves is the
    writer's claim.

    `authority` is whose document it was; `previous` what it named as the one before, `successor`
    what names it as the one before. `commitment` is of the event, or of the event on the message;
    `reply` the code that answers a sender or reader of the document afterwards, None where the
    first answer is given again.
    """

    kind: DestroyedKind
    object: str
    authority: Authority
    previous: str | None
    digest: str
    commitment: str
    log: str
    index: int
    successor: str | None
    reply: str | None


def build_tombstone(tombstone: Tombstone) -> bytes:
    """Encode a tombstone canonically.

    Raises:
        Refused: with every reason for which `parse_tombstone` would not read it.
    """
    data = canonical.encode(
        {
            "version": TOMBSTONE_VERSION,
            "kind": tombstone.kind.value,
            "object": tombstone.object,
            "authority": str(tombstone.authority),
            "previous": tombstone.previous,
            "digest": tombstone.digest,
            "commitment": tombstone.commitment,
            "place": {"index": tombstone.index, "log": tombstone.log},
            "successor": tombstone.successor,
            "reply": tombstone.reply,
        }
    )
    parse_tombstone(data)
    return data


def parse_tombstone(data: bytes) -> Tombstone:
    """Parse the bytes of a tombstone.

    Raises:
        Refused: they are not one canonical JSON object of its members, each in its form; every
            member in another form is reported.
    """
    document = canonical.decode_object(data, limit=LARGEST_TOMBSTONE)
    if not canonical.is_version(document.get("version"), TOMBSTONE_VERSION):
        raise Refused(tombstone_refusals.TOMBSTONE_FORM.because(field="version"))
    others = document.keys() ^ {"version", *_READERS}
    reasons = [
        tombstone_refusals.TOMBSTONE_FORM.because(field=ascii(name)[:40]) for name in sorted(others)
    ]
    read: dict[str, Any] = {}
    for name in sorted(_READERS.keys() & document.keys()):
        try:
            read[name] = _READERS[name](document[name])
        except Refused:
            reasons.append(tombstone_refusals.TOMBSTONE_FORM.because(field=name))
    if reasons:
        raise Refused(reasons)
    log, index = read.pop("place")
    return Tombstone(**read, log=log, index=index)


def tombstone_digest(data: bytes) -> str:
    """Return the digest by which an event names a tombstone."""
    return sha256(data)


def _refuse(field: str) -> Refused:
    return Refused(tombstone_refusals.TOMBSTONE_FORM.because(field=field))


def _kind(value: Json) -> DestroyedKind:
    try:
        return DestroyedKind(value)
    except ValueError as error:
        raise _refuse("kind") from error


def _place(value: Json) -> tuple[str, int]:
    if not isinstance(value, Mapping) or value.keys() != {"index", "log"}:
        raise _refuse("place")
    log, index = value["log"], value["index"]
    if not isinstance(log, str) or isinstance(index, bool) or not isinstance(index, int):
        raise _refuse("place")
    parse_origin(log)
    if index < 0:
        raise _refuse("place")
    return log, index


def _reply(value: Json) -> str | None:
    if value is None or (isinstance(value, str) and _REPLY_FORM.match(value)):
        return value
    raise _refuse("reply")


def _digest_or_none(value: Json) -> str | None:
    return None if value is None else parse_digest(value)


_READERS: Mapping[str, Callable[[Json], object]] = {
    "kind": _kind,
    "object": parse_digest,
    "authority": parse_authority,
    "previous": _digest_or_none,
    "digest": parse_digest,
    "commitment": parse_digest,
    "place": _place,
    "successor": _digest_or_none,
    "reply": _reply,
}
