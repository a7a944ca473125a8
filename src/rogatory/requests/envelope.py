# SPDX-License-Identifier: Apache-2.0
"""The message: what every kind has around its body, its bytes, and its two digests.

The message digest is over all bytes. The content digest, which officers approve, leaves out
number, previous, seen and issued, so that a message that had to wait its turn keeps its
approvals (design 4.1).
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from rogatory.errors import Phrase, Reason, Refused, refuse_if_any
from rogatory.requests import refusals
from rogatory.wire import canonical
from rogatory.wire.canonical import Json
from rogatory.wire.digests import parse_digest, sha256
from rogatory.wire.fields import Fault, Fields, FieldValue, Habits, Kind, read_document
from rogatory.wire.forms import (
    Custom,
    Exactly,
    First,
    Integer,
    ListOf,
    Matching,
    Nullable,
    Parsed,
    Record,
)
from rogatory.wire.identifiers import Authority, parse_authority, parse_uuid7
from rogatory.wire.language_tags import LANGUAGE_TAG_FORM
from rogatory.wire.moments import CLOCK_TOLERANCE, format_moment, parse_moment
from rogatory.wire.words import P_, FilledText, reasons_text

VERSION = 1

OLD_AFTER = timedelta(hours=24)
"""A message that travelled longer is shown as old: it may have been kept back."""

MOST_ELEMENTS = 4096
"""Items and members of a message, at any depth: pages, letters and translations have a line for each. Of
30,000 the letter alone took seconds. A long request has a hundred.
"""

LARGEST_ATTACHMENT = 1 << 20
"""Bytes. What is larger is sent in a sealed package, so that a node never holds evidence in a
message."""

MOST_ATTACHMENTS = 20
"""More would make one message the carrier of an archive."""

MOST_RELATED = 50
"""More would let one message tie a node's every thread together."""

LONGEST_CHAIN = 10_000
"""One State needs dozens of messages in a thread; beyond this it floods the reader of it."""

LONGEST_NAME = 240
"""Bytes of an attachment's name: the longest that every file system takes, with space for a
suffix."""

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
    """The message that officers approve and the addressee acts on."""

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
    """Return SHA-256 of the canonical bytes of the eight fields that approvals cover."""
    return sha256(canonical.encode(draft.as_json()))


def build_message(
    draft: MessageDraft,
    links: Links,
    *,
    message_id: str,
    issued: datetime,
    related: Sequence[str] = (),
) -> bytes:
    """Return the message's bytes; refuses what `parse_message` would refuse, with every reason."""
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
    """Return the message that the bytes are.

    Decides the envelope only: a kind that is not known here is read like any other, and
    `contents.check` judges the body.

    Raises:
        Refused: not canonical; of another version (that alone); or, all at once, a field missing,
            unknown or wrong, both ends of one State, a number that disagrees with `previous`.
    """
    found = canonical.decode_object(data, elements=MOST_ELEMENTS)
    version = found.get("version")
    if not canonical.is_version(version, VERSION):
        raise Refused(refusals.VERSION.because(version=ascii(version)[:20], known=VERSION))
    read, faults = read_document(found, _message, _HABITS)
    refuse_if_any(_reasons(faults))
    return Envelope(*read, sha256(data))


def check_issued(envelope: Envelope, now: datetime) -> list[Reason]:
    """Return why the message cannot be taken at `now`: it claims to come from the future."""
    if envelope.issued <= now + CLOCK_TOLERANCE:
        return []
    minutes = int(CLOCK_TOLERANCE.total_seconds()) // 60
    issued = format_moment(envelope.issued)
    return [refusals.ISSUED_AHEAD.because(issued=issued, minutes=minutes)]


def is_old(envelope: Envelope, received: datetime) -> bool:
    """Decide whether so long passed between the sender's claim and the receipt that it must be
    shown.
    """
    return received - envelope.issued > OLD_AFTER


_HABITS = Habits(first=(Kind.UNKNOWN,))
_EACH_HAS = P_("Each has name, media_type, size and sha256, and no other field.")


def _message(of: Fields) -> tuple[MessageDraft, Links, str, datetime, tuple[str, ...]]:
    of.read("version", Exactly(VERSION))
    draft, links = _draft(of), _links(of)
    message_id, issued = of.read("id", _UUID), of.read("issued", Parsed(parse_moment))
    related = of.read("related", _RELATED)
    _note_disagreements(of.found, draft, links)
    return draft, links, message_id, issued, related


def _draft(of: Fields) -> MessageDraft:
    return MessageDraft(
        network=of.read("network", _DIGEST),
        kind=of.read("kind", _KIND),
        sender=of.read("from", _AUTHORITY),
        addressee=of.read("to", _AUTHORITY),
        thread=of.read("thread", _UUID),
        language=of.read("language", _LANGUAGE),
        body=of.read("body", _BODY),
        attachments=of.read("attachments", _ATTACHMENTS),
    )


def _links(of: Fields) -> Links:
    return Links(
        sequence=of.read("sequence", _SEQUENCE),
        previous=of.read("previous", Nullable(_DIGEST)),
        seen=of.read("seen", Nullable(_DIGEST)),
    )


def _attachment(of: Fields) -> Attachment:
    size, media_type = of.read("size", _SIZE), of.read("media_type", _MEDIA_TYPE)
    return Attachment(of.read("name", _NAME), media_type, size, of.read("sha256", _DIGEST))


def _attachments(found: FieldValue) -> tuple[Attachment, ...]:
    attachments = _LISTED.read(found)
    names = [attachment.name for attachment in attachments]
    for name in names:
        if names.count(name) > 1:
            found.note_code(refusals.ATTACHMENT_TWICE, name=name)
    return attachments


def _mapping(value: object) -> Mapping[str, Json]:
    if not isinstance(value, Mapping):
        raise ValueError(value)  # noqa: TRY004 - a fault of the message
    return value


def _plain_name(value: object) -> str:
    if (
        not isinstance(value, str)
        or not 0 < len(value.encode()) <= LONGEST_NAME
        or value.strip(". ") != value
        or any(unicodedata.category(character)[0] == "C" for character in value)
        or FORBIDDEN_IN_NAME & set(value)
    ):
        raise ValueError(value)
    return value


_DIGEST = Parsed(parse_digest)
_UUID = Parsed(parse_uuid7)
_AUTHORITY = Parsed(parse_authority)
_KIND = Matching(
    re.compile(r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*"),
    longest=64,
    unlike=P_("A kind is lower-case words joined by underscores."),
)
_LANGUAGE = Matching(
    LANGUAGE_TAG_FORM,
    unlike=P_("A language is a tag such as en or zh-Hans."),
)
_BODY = Parsed(_mapping, unlike=P_("It is an object."))
_SEQUENCE = Integer(
    1,
    LONGEST_CHAIN,
    otherwise=0,
    unlike=FilledText(P_("It is a number from 1 to {limit}."), limit=LONGEST_CHAIN),
)
_RELATED = First(
    ListOf(
        _UUID,
        most=MOST_RELATED,
        unlike=FilledText(P_("It is a list of at most {limit} threads."), limit=MOST_RELATED),
    )
)
_SIZE = Integer(
    0,
    LARGEST_ATTACHMENT,
    unlike=FilledText(P_("A size is from 0 to {limit} bytes."), limit=LARGEST_ATTACHMENT),
)
_MEDIA_TYPE = Matching(
    re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]{0,63}/[a-z0-9][a-z0-9!#$&^_.+-]{0,63}"),
    unlike=P_("A media type is written such as application/pdf."),
)
_NAME = Parsed(
    _plain_name, "", unlike=P_("A name is plain: no path, no control or bidi characters.")
)
_LISTED = ListOf(
    Record(_attachment, first=(Kind.UNKNOWN, Kind.MISSING)),
    most=MOST_ATTACHMENTS,
    unlike=FilledText(P_("It is a list of at most {limit}."), limit=MOST_ATTACHMENTS),
)
_ATTACHMENTS = First(Custom[tuple[Attachment, ...]](_attachments, ()))


def _note_disagreements(found: FieldValue, draft: MessageDraft, links: Links) -> None:
    """Note what is wrong between fields; one that could not be read stays silent."""
    sender, addressee = draft.sender, draft.addressee
    if None not in (sender, addressee) and sender.state == addressee.state:
        found.note_code(refusals.SAME_STATE, sender=str(sender), addressee=str(addressee))
    if links.sequence and (links.sequence == 1) != (links.previous is None):
        found.note_code(refusals.CHAIN, sequence=links.sequence)


def _reasons(faults: Iterable[Fault]) -> Iterator[Reason]:
    for fault in faults:
        field = str(fault.place[0]) if fault.place else ""
        if fault.code is not None:
            yield fault.code.because(fault.fields)
        elif fault.kind is Kind.REFUSED:
            for reason in fault.reasons:
                yield refusals.FIELD.because(field=field, problem=reasons_text([reason]))
        elif fault.kind is Kind.UNKNOWN and len(fault.place) == 1:
            yield refusals.UNKNOWN_FIELD.because(field=ascii(field[:40]))
        elif fault.kind is Kind.MISSING and len(fault.place) == 1:
            yield refusals.MISSING_FIELD.because(field=field)
        else:
            yield refusals.FIELD.because(field=field, problem=_problem(fault))


def _problem(fault: Fault) -> Phrase:
    """Return what is wrong with the value of a field, or with what an attachment has."""
    if fault.form is None or fault.kind is Kind.MISSING:
        return _EACH_HAS
    return fault.form.unlike_in(str(fault.place[-1])) or _EACH_HAS
