# SPDX-License-Identifier: Apache-2.0
"""The message: what every kind has around its body, its bytes, and its two digests.

The message digest is over all bytes. The content digest, which officers approve, leaves out
number, previous, seen and issued, so that a message that had to wait its turn keeps its
approvals (design 4.1).
"""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast

from rogatory.errors import Phrase, Reason, Refused, refuse_if_any
from rogatory.requests import refusals
from rogatory.wire import canonical
from rogatory.wire.canonical import Json
from rogatory.wire.digests import parse_digest, sha256
from rogatory.wire.identifiers import Authority, parse_authority, parse_uuid7
from rogatory.wire.moments import CLOCK_TOLERANCE, format_moment, parse_moment
from rogatory.wire.words import P_, Said, reasons_told

VERSION = 1

OLD_AFTER = timedelta(hours=24)
"""A message that travelled longer is shown as old: it may have been kept back."""

MOST_ELEMENTS = 4096
"""Items and members of a message, at any depth: pages, letters and translations have a line for each. Of
30,000 the letter alone took seconds. A long request has a hundred.
"""

LARGEST_ATTACHMENT = 1 << 20
"""What is larger rides in a sealed package, so that a node never holds evidence in a message."""

MOST_ATTACHMENTS = 20
"""More would make one message the carrier of an archive."""

MOST_RELATED = 50
"""More would let one message tie a node's every thread together."""

LONGEST_CHAIN = 10_000
"""One State needs dozens of messages in a thread; beyond this it floods the reader of it."""

LONGEST_NAME = 240
"""Bytes of an attachment's name: the longest that every file system takes, with room for a suffix."""

_DRAFT_FIELDS = {"network", "thread", "kind", "from", "to", "language", "body", "attachments"}
_FIELDS = _DRAFT_FIELDS | {"version", "id", "sequence", "previous", "seen", "issued", "related"}
_ATTACHMENT_FIELDS = frozenset({"name", "media_type", "size", "sha256"})
_KIND_FORM = re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*\Z")
_LANGUAGE_FORM = re.compile(r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-[A-Z]{2})?\Z")
_MEDIA_TYPE_FORM = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]{0,63}/[a-z0-9][a-z0-9!#$&^_.+-]{0,63}\Z")
FORBIDDEN_IN_NAME = frozenset('/\\%:*?"<>|')


@dataclass(frozen=True, slots=True)
class Attachment:
    """A small file beside the message; its bytes travel in the dispatch, found by digest."""

    name: str
    media_type: str
    size: int
    sha256: str

    def as_json(self) -> dict[str, Json]:
        return {
            "name": self.name,
            "media_type": self.media_type,
            "size": self.size,
            "sha256": self.sha256,
        }


@dataclass(frozen=True, slots=True)
class MessageDraft:
    """What officers approve and the addressee acts on."""

    network: str
    kind: str
    sender: Authority
    addressee: Authority
    thread: str
    language: str
    body: Mapping[str, Json]
    attachments: tuple[Attachment, ...] = ()

    def as_json(self) -> dict[str, Json]:
        return {
            "network": self.network,
            "kind": self.kind,
            "from": str(self.sender),
            "to": str(self.addressee),
            "thread": self.thread,
            "language": self.language,
            "body": self.body,
            "attachments": [attachment.as_json() for attachment in self.attachments],
        }


@dataclass(frozen=True, slots=True)
class Links:
    """The message's place: its number of its State in the thread, and the digests it builds on."""

    sequence: int
    previous: str | None
    seen: str | None


@dataclass(frozen=True, slots=True)
class Envelope:
    """A message, read. `digest` is that of its bytes."""

    draft: MessageDraft
    links: Links
    id: str
    issued: datetime
    related: tuple[str, ...]
    digest: str

    @property
    def network(self) -> str:
        return self.draft.network

    @property
    def thread(self) -> str:
        return self.draft.thread

    @property
    def kind(self) -> str:
        return self.draft.kind

    @property
    def sender(self) -> Authority:
        return self.draft.sender

    @property
    def addressee(self) -> Authority:
        return self.draft.addressee

    @property
    def language(self) -> str:
        return self.draft.language

    @property
    def body(self) -> Mapping[str, Json]:
        return self.draft.body

    @property
    def attachments(self) -> tuple[Attachment, ...]:
        return self.draft.attachments

    @property
    def sequence(self) -> int:
        return self.links.sequence

    @property
    def previous(self) -> str | None:
        return self.links.previous

    @property
    def seen(self) -> str | None:
        return self.links.seen

    @property
    def content_digest(self) -> str:
        return content_digest(self.draft)


def content_digest(draft: MessageDraft) -> str:
    """SHA-256 of the canonical bytes of the eight fields that approvals cover."""
    return sha256(canonical.encode(draft.as_json()))


def build_message(
    draft: MessageDraft,
    links: Links,
    *,
    message_id: str,
    issued: datetime,
    related: Sequence[str] = (),
) -> bytes:
    """The message's bytes; refuses what `parse_message` would refuse, with every reason."""
    data = canonical.encode(
        {
            **draft.as_json(),
            "version": VERSION,
            "id": message_id,
            "sequence": links.sequence,
            "previous": links.previous,
            "seen": links.seen,
            "issued": format_moment(issued),
            "related": list(related),
        }
    )
    parse_message(data)
    return data


def parse_message(data: bytes) -> Envelope:
    """The message that the bytes are.

    Decides the envelope only: a kind that is not known here is read like any other, and the body
    is `contents.check`'s matter.

    Raises:
        Refused: not canonical; of another version (that alone); or, all at once, a field missing,
            unknown or wrong, both ends of one State, a number that disagrees with `previous`.
    """
    found = canonical.decode_object(data, elements=MOST_ELEMENTS)
    version = found.get("version")
    if not canonical.is_version(version, VERSION):
        raise Refused(refusals.VERSION.because(version=ascii(version)[:20], known=VERSION))
    reader = _Reader(found)
    draft, links = _read_draft(reader), _read_links(reader)
    message_id = reader.read("id", parse_uuid7)
    issued = reader.read("issued", parse_moment)
    related = reader.read("related", _related)
    refuse_if_any([*reader.reasons, *_disagreements(draft, links)])
    return Envelope(draft, links, message_id, issued, related, sha256(data))


def check_issued(envelope: Envelope, now: datetime) -> list[Reason]:
    """Why the message cannot be taken at `now`: it claims to come from the future."""
    if envelope.issued <= now + CLOCK_TOLERANCE:
        return []
    minutes = int(CLOCK_TOLERANCE.total_seconds()) // 60
    issued = format_moment(envelope.issued)
    return [refusals.ISSUED_AHEAD.because(issued=issued, minutes=minutes)]


def is_old(envelope: Envelope, received: datetime) -> bool:
    """Whether so long passed between the sender's claim and the receipt that it must be shown."""
    return received - envelope.issued > OLD_AFTER


class _Reader:
    """Reads fields one by one and keeps every reason against them.

    A field that cannot be read comes back as nothing under its type; the caller refuses before
    it uses any, since a reason stands for it.
    """

    def __init__(self, found: Mapping[str, Json]) -> None:
        self._found = found
        self.reasons: list[Reason] = [
            refusals.UNKNOWN_FIELD.because(field=ascii(name[:40]))
            for name in sorted(set(found) - _FIELDS)
        ]

    def read[T](self, field: str, parse: Callable[[Json], T]) -> T:
        if field not in self._found:
            self.reasons.append(refusals.MISSING_FIELD.because(field=field))
            return cast("T", None)
        try:
            return parse(self._found[field])
        except Refused as refused:
            self.reasons += [
                refusals.FIELD.because(field=field, problem=reasons_told([reason]))
                if reason.code not in _SELF_EXPLAINED
                else reason
                for reason in refused.reasons
            ]
            return cast("T", None)


_SELF_EXPLAINED = frozenset({refusals.FIELD, refusals.ATTACHMENT_TWICE})


def _read_draft(reader: _Reader) -> MessageDraft:
    return MessageDraft(
        network=reader.read("network", parse_digest),
        kind=reader.read("kind", _kind),
        sender=reader.read("from", parse_authority),
        addressee=reader.read("to", parse_authority),
        thread=reader.read("thread", parse_uuid7),
        language=reader.read("language", _language),
        body=reader.read("body", _body),
        attachments=reader.read("attachments", _attachments),
    )


def _read_links(reader: _Reader) -> Links:
    return Links(
        sequence=reader.read("sequence", _sequence),
        previous=reader.read("previous", _digest_or_none),
        seen=reader.read("seen", _digest_or_none),
    )


def _disagreements(draft: MessageDraft, links: Links) -> list[Reason]:
    """What is wrong between fields; a field that could not be read is None and stays silent."""
    reasons = []
    sender, addressee = draft.sender, draft.addressee
    if None not in (sender, addressee) and sender.state == addressee.state:
        names = {"sender": str(sender), "addressee": str(addressee)}
        reasons.append(refusals.SAME_STATE.because(names))
    if links.sequence and (links.sequence == 1) != (links.previous is None):
        reasons.append(refusals.CHAIN.because(sequence=links.sequence))
    return reasons


def _wrong(field: str, problem: Phrase) -> Refused:
    return Refused(refusals.FIELD.because(field=field, problem=problem))


def _kind(value: Json) -> str:
    if not isinstance(value, str) or not _KIND_FORM.match(value) or len(value) > 64:
        raise _wrong("kind", P_("A kind is lower-case words joined by underscores."))
    return value


def _language(value: Json) -> str:
    if not isinstance(value, str) or not _LANGUAGE_FORM.match(value):
        raise _wrong("language", P_("A language is a tag such as en or zh-Hans."))
    return value


def _sequence(value: Json) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= LONGEST_CHAIN:
        raise _wrong("sequence", Said(P_("It is a number from 1 to {limit}."), limit=LONGEST_CHAIN))
    return value


def _digest_or_none(value: Json) -> str | None:
    return None if value is None else parse_digest(value)


def _body(value: Json) -> Mapping[str, Json]:
    if not isinstance(value, Mapping):
        raise _wrong("body", P_("It is an object."))
    return value


def _related(value: Json) -> tuple[str, ...]:
    if not isinstance(value, list) or len(value) > MOST_RELATED:
        raise _wrong(
            "related", Said(P_("It is a list of at most {limit} threads."), limit=MOST_RELATED)
        )
    return tuple(parse_uuid7(item) for item in value)


def _attachments(value: Json) -> tuple[Attachment, ...]:
    if not isinstance(value, list) or len(value) > MOST_ATTACHMENTS:
        raise _wrong(
            "attachments", Said(P_("It is a list of at most {limit}."), limit=MOST_ATTACHMENTS)
        )
    found = tuple(_attachment(item) for item in value)
    names = [attachment.name for attachment in found]
    for name in names:
        if names.count(name) > 1:
            raise Refused(refusals.ATTACHMENT_TWICE.because(name=name))
    return found


def _attachment(value: Json) -> Attachment:
    if not isinstance(value, Mapping) or set(value) != _ATTACHMENT_FIELDS:
        raise _wrong(
            "attachments", P_("Each has name, media_type, size and sha256, and no other field.")
        )
    size, media_type = value["size"], value["media_type"]
    if isinstance(size, bool) or not isinstance(size, int) or not 0 <= size <= LARGEST_ATTACHMENT:
        raise _wrong(
            "attachments", Said(P_("A size is from 0 to {limit} bytes."), limit=LARGEST_ATTACHMENT)
        )
    if not isinstance(media_type, str) or not _MEDIA_TYPE_FORM.match(media_type):
        raise _wrong("attachments", P_("A media type is written such as application/pdf."))
    return Attachment(_plain_name(value["name"]), media_type, size, parse_digest(value["sha256"]))


def _plain_name(value: Json) -> str:
    if (
        not isinstance(value, str)
        or not 0 < len(value.encode()) <= LONGEST_NAME
        or value.strip(". ") != value
        or any(unicodedata.category(character)[0] == "C" for character in value)
        or FORBIDDEN_IN_NAME & set(value)
    ):
        raise _wrong("attachments", P_("A name is plain: no path, no control or bidi characters."))
    return value
