# SPDX-License-Identifier: Apache-2.0
"""`seal.json`: what a sealed package is, for whom, and by which digests it is known."""

import base64
import binascii
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from rogatory.errors import Reason, Refused, refuse_if_any
from rogatory.evidence import refusals
from rogatory.evidence.sealed.derivative import Derivative, parse_derivative
from rogatory.evidence.sealed.segments import LARGEST_SEGMENT, SMALLEST_SEGMENT, segment_count
from rogatory.seal.age import HybridRecipient, parse_header, plain_size, refuse_other_stanzas
from rogatory.wire import canonical
from rogatory.wire.canonical import LARGEST_INTEGER
from rogatory.wire.digests import parse_digest
from rogatory.wire.fields import Fault, Fields, FieldValue, Kind, read_document
from rogatory.wire.forms import (
    Custom,
    Exactly,
    First,
    Integer,
    ListOf,
    Nullable,
    Parsed,
    Record,
)
from rogatory.wire.identifiers import parse_authority, parse_uuid7
from rogatory.wire.moments import format_moment, parse_moment
from rogatory.wire.words import P_, FilledText, reasons_text

SUITE = "age-mlkem768x25519+sha256+blake3"

MOST_RECIPIENTS = 100
"""Each adds two kilobytes to the seal, which must stay below a megabyte to be read at all."""

_BASE64 = re.compile(r"[A-Za-z0-9+/]+={0,2}\Z")


@dataclass(frozen=True, slots=True)
class Addressee:
    """To whom a package is sealed: the authority, and the age recipient that it lists."""

    authority: str
    recipient: str


@dataclass(frozen=True, slots=True)
class Seal:
    """The contents of `seal.json`. Digests are lower-case hex; `header` is the age header as it
    is.
    """

    network: str | None
    package: str
    thread: str | None
    sender: str
    recipients: tuple[Addressee, ...]
    sealed: datetime
    bag: str
    header: bytes
    payload_size: int
    segment_size: int
    segments: int
    root: str
    replaces: str | None = None
    derivative: Derivative | None = None

    def encode(self) -> bytes:
        return canonical.encode(
            {
                "version": 1,
                "network": self.network,
                "package": self.package,
                "thread": self.thread,
                "sender": self.sender,
                "recipients": [
                    {"authority": to.authority, "recipient": to.recipient} for to in self.recipients
                ],
                "sealed": format_moment(self.sealed),
                "suite": SUITE,
                "bag": self.bag,
                "header": base64.b64encode(self.header).decode(),
                "payload_size": self.payload_size,
                "segment_size": self.segment_size,
                "segments": self.segments,
                "root": self.root,
                "replaces": self.replaces,
                "derivative": None if self.derivative is None else self.derivative.as_json(),
            }
        )


def parse_seal(data: bytes) -> Seal:
    """Parse the seal of those bytes.

    What must hold, all reasons being reported:
      1. The bytes are canonical JSON: an object with exactly the fields of version 1.
      2. Identifiers, authorities, moment and digests have their forms; the suite is known.
      3. There is a recipient, and each is a hybrid age recipient of a named authority.
      4. The header is base64 of one whole age header with a stanza for each recipient.
      5. The payload size is one that an age file can have.
      6. Where the package was derived from another, `derivative` is in its form.
      7. The segment size is a power of two within the limits, and the count follows.
    """
    seal, faults = read_document(canonical.decode_object(data), _seal)  # 1
    refuse_if_any(_reasons(faults) if faults else _arithmetic(seal))
    return seal


def _seal(of: Fields) -> Seal:
    of.read("version", Exactly(1))
    of.read("suite", Exactly(SUITE))
    return Seal(
        network=of.read("network", Nullable(_DIGEST)),
        package=of.read("package", _UUID),
        thread=of.read("thread", Nullable(_UUID)),
        sender=of.read("sender", _AUTHORITY),
        recipients=of.read("recipients", _RECIPIENTS),
        sealed=of.read("sealed", Parsed(parse_moment)),
        bag=of.read("bag", _DIGEST),
        header=of.read("header", Parsed(_header)),
        payload_size=of.read("payload_size", _SIZE),
        segment_size=of.read("segment_size", Parsed(_segment_size)),
        segments=of.read("segments", _SIZE),
        root=of.read("root", _DIGEST),
        replaces=of.read("replaces", Nullable(_DIGEST)),
        derivative=of.read("derivative", Nullable(Parsed(parse_derivative))),
    )


def _addressee(of: Fields) -> Addressee:
    recipient = of.read("recipient", Parsed(_recipient))
    return Addressee(of.read("authority", _AUTHORITY), recipient)


def parse_addressee(authority: str, recipient: str) -> Addressee:
    """Return an authority and its hybrid age recipient; refuses one that is not in its form."""
    return Addressee(str(parse_authority(authority)), _recipient(recipient))


def _recipient(value: object) -> str:
    HybridRecipient.parse(str(value))
    return str(value)


def _recipients(found: FieldValue) -> tuple[Addressee, ...]:
    recipients = _LISTED.read(found)
    if len({to.recipient for to in recipients}) != len(recipients):
        found.note(Kind.PROBLEM, problem=P_("a recipient occurs twice"))
    return recipients


_DIGEST = Parsed(parse_digest)
_UUID = Parsed(parse_uuid7)
_AUTHORITY = Parsed(lambda text: str(parse_authority(text)))
_SIZE = Integer(0, LARGEST_INTEGER, unlike=P_("it is not a size"))
_LISTED = ListOf(
    Record(_addressee, first=(Kind.UNKNOWN, Kind.MISSING)),
    least=1,
    most=MOST_RECIPIENTS,
    unlike=FilledText(P_("there must be one to {limit} recipients"), limit=MOST_RECIPIENTS),
)
_RECIPIENTS = First(Custom[tuple[Addressee, ...]](_recipients, ()))


def _reasons(faults: Sequence[Fault]) -> Iterator[Reason]:
    differing = sorted(
        ascii(fault.place[0])
        for fault in faults
        if len(fault.place) == 1 and fault.kind in {Kind.UNKNOWN, Kind.MISSING}
    )
    if differing:
        problem = FilledText(
            P_("these fields are missing or unknown: {names}"), names=", ".join(differing[:5])
        )
        yield refusals.SEAL_FORM.because(problem=problem)
        return
    for fault in faults:
        if fault.kind is Kind.REFUSED:
            yield from fault.reasons
        else:
            yield refusals.SEAL_FORM.because(problem=_problem(fault))


def _problem(fault: Fault) -> FilledText:
    name = str(fault.place[0])
    if isinstance(fault.form, Exactly):
        found, value = ascii(fault.value)[:60], fault.form.value
        return FilledText(P_("{name} is {found}, not {value}"), name=name, found=found, value=value)
    unlike = None if fault.form is None else fault.form.unlike_in(name)
    problem = fault.problem or unlike
    if problem is None or fault.kind is Kind.MISSING:
        problem = P_("a recipient has an authority and an age recipient")
    return FilledText(P_("{name}: {problem}"), name=name, problem=problem)


def _header(value: object) -> bytes:
    if not isinstance(value, str) or not _BASE64.match(value):
        raise ValueError(FilledText(P_("it is not base64")))
    try:
        data = base64.b64decode(value, validate=True)
    except binascii.Error as error:
        raise ValueError(FilledText(P_("it is not base64"))) from error
    if base64.b64encode(data).decode() != value:
        raise ValueError(FilledText(P_("it is not canonical base64")))
    if parse_header(data).size != len(data):
        raise ValueError(FilledText(P_("something follows the age header")))
    return data


def _segment_size(size: object) -> int:
    if type(size) is not int or size < 0:
        raise ValueError(FilledText(P_("it is not a size")))
    if not SMALLEST_SEGMENT <= size <= LARGEST_SEGMENT or size & (size - 1):
        raise ValueError(FilledText(P_("it is not a power of two from 1 to 64 MiB")))
    return size


def _arithmetic(seal: Seal) -> Iterator[Reason]:
    stanzas = parse_header(seal.header).stanzas
    try:
        refuse_other_stanzas(stanzas)
    except Refused as refused:
        yield refusals.SEAL_FORM.because(problem=reasons_text(refused.reasons))
    if len(stanzas) != len(seal.recipients):  # 4
        problem = FilledText(
            P_("the header is for {count}, the seal for {named}"),
            count=len(stanzas),
            named=len(seal.recipients),
        )
        yield refusals.SEAL_FORM.because(problem=problem)
    try:
        plain_size(seal.payload_size)  # 5
    except Refused as refused:
        yield from refused.reasons
    if seal.segments != segment_count(seal.payload_size, seal.segment_size):  # 7
        yield refusals.SEAL_FORM.because(problem=P_("size and number of segments do not agree"))
