# SPDX-License-Identifier: Apache-2.0
"""`seal.json`: what a sealed package is, for whom, and by which digests it is known."""

import base64
import binascii
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from rogatory.errors import Phrase, Reason, Refused, refuse_if_any
from rogatory.evidence import refusals
from rogatory.evidence.sealed.derivative import Derivative, parse_derivative
from rogatory.evidence.sealed.segments import LARGEST_SEGMENT, SMALLEST_SEGMENT, segment_count
from rogatory.seal.age import HybridRecipient, parse_header, plain_size, refuse_other_stanzas
from rogatory.wire import canonical
from rogatory.wire.digests import parse_digest
from rogatory.wire.identifiers import parse_authority, parse_uuid7
from rogatory.wire.moments import format_moment, parse_moment
from rogatory.wire.words import P_, Said, problem_of, reasons_told

SUITE = "age-mlkem768x25519+sha256+blake3"

MOST_RECIPIENTS = 100
"""Each adds two kilobytes to the seal, which must stay below a megabyte to be read at all."""

_IDENTITY_FIELDS = {"version", "network", "package", "thread", "sender", "recipients", "sealed"}
_CONTENT_FIELDS = {"suite", "bag", "header", "payload_size", "segment_size", "segments", "root"}
_FIELDS = frozenset(_IDENTITY_FIELDS | _CONTENT_FIELDS | {"replaces", "derivative"})
_BASE64 = re.compile(r"[A-Za-z0-9+/]+={0,2}\Z")


@dataclass(frozen=True, slots=True)
class Addressee:
    """To whom a package is sealed: the authority, and the age recipient that it lists."""

    authority: str
    recipient: str


@dataclass(frozen=True, slots=True)
class Seal:
    """What `seal.json` says. Digests are lower-case hex; `header` is the age header as it is."""

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
    """The seal of those bytes.

    What must hold, all reasons being told:
      1. The bytes are canonical JSON: an object with exactly the fields of version 1.
      2. Identifiers, authorities, moment and digests have their forms; the suite is known.
      3. There is a recipient, and each is a hybrid age recipient of a named authority.
      4. The header is base64 of one whole age header with a stanza for each recipient.
      5. The payload size is one that an age file can have.
      6. Where the package was derived from another, `derivative` is in its form.
      7. The segment size is a power of two within the limits, and the count follows.
    """
    fields = canonical.decode_object(data)  # 1
    if set(fields) != _FIELDS:
        differing = ", ".join(sorted(ascii(name) for name in set(fields) ^ _FIELDS)[:5])
        raise _wrong(Said(P_("these fields are missing or unknown: {names}"), names=differing))
    reader = _Reader(fields)
    seal = reader.seal()
    refuse_if_any([*reader.reasons, *(_arithmetic(seal) if not reader.reasons else ())])
    return seal


def _wrong(problem: Phrase) -> Refused:
    return Refused(refusals.SEAL_FORM.because(problem=problem))


class _Reader:
    """Reads the fields one by one and keeps every reason; what it returns counts if none."""

    def __init__(self, fields: Mapping[str, Any]) -> None:
        self._fields = fields
        self.reasons: list[Reason] = []

    def seal(self) -> Seal:
        self._expect("version", 1)
        self._expect("suite", SUITE)
        return Seal(
            network=self._read("network", parse_digest, optional=True),
            package=self._read("package", parse_uuid7),
            thread=self._read("thread", parse_uuid7, optional=True),
            sender=self._read("sender", lambda text: str(parse_authority(text))),
            recipients=self._read("recipients", _recipients),
            sealed=self._read("sealed", parse_moment),
            bag=self._read("bag", parse_digest),
            header=self._read("header", _header),
            payload_size=self._read("payload_size", _size),
            segment_size=self._read("segment_size", _segment_size),
            segments=self._read("segments", _size),
            root=self._read("root", parse_digest),
            replaces=self._read("replaces", parse_digest, optional=True),
            derivative=self._read("derivative", parse_derivative, optional=True),
        )

    def _expect(self, name: str, value: str | int) -> None:
        found = self._fields[name]
        if type(found) is not type(value) or found != value:
            problem = Said(
                P_("{name} is {found}, not {value}"),
                name=name,
                found=ascii(found)[:60],
                value=value,
            )
            self.reasons.append(refusals.SEAL_FORM.because(problem=problem))

    def _read(self, name: str, parse: Callable[[Any], Any], *, optional: bool = False) -> Any:
        value = self._fields[name]
        if value is None and optional:
            return None
        try:
            return parse(value)
        except ValueError as error:
            problem = Said(P_("{name}: {problem}"), name=name, problem=problem_of(error))
            self.reasons.append(refusals.SEAL_FORM.because(problem=problem))
        except Refused as refused:
            self.reasons.extend(refused.reasons)
        return None


def _recipients(value: Any) -> tuple[Addressee, ...]:
    if not isinstance(value, list) or not 0 < len(value) <= MOST_RECIPIENTS:
        raise ValueError(Said(P_("there must be one to {limit} recipients"), limit=MOST_RECIPIENTS))
    found: list[Addressee] = []
    for entry in value:
        if not isinstance(entry, dict) or set(entry) != {"authority", "recipient"}:
            raise ValueError(Said(P_("a recipient has an authority and an age recipient")))
        recipient = str(entry["recipient"])
        HybridRecipient.parse(recipient)
        found.append(Addressee(str(parse_authority(entry["authority"])), recipient))
    if len({to.recipient for to in found}) != len(found):
        raise ValueError(Said(P_("a recipient occurs twice")))
    return tuple(found)


def _header(value: Any) -> bytes:
    if not isinstance(value, str) or not _BASE64.match(value):
        raise ValueError(Said(P_("it is not base64")))
    try:
        data = base64.b64decode(value, validate=True)
    except binascii.Error as error:
        raise ValueError(Said(P_("it is not base64"))) from error
    if base64.b64encode(data).decode() != value:
        raise ValueError(Said(P_("it is not canonical base64")))
    if parse_header(data).size != len(data):
        raise ValueError(Said(P_("something follows the age header")))
    return data


def _size(value: Any) -> int:
    if type(value) is not int or value < 0:
        raise ValueError(Said(P_("it is not a size")))
    return value


def _segment_size(value: Any) -> int:
    size = _size(value)
    if not SMALLEST_SEGMENT <= size <= LARGEST_SEGMENT or size & (size - 1):
        raise ValueError(Said(P_("it is not a power of two from 1 to 64 MiB")))
    return size


def _arithmetic(seal: Seal) -> Iterator[Reason]:
    stanzas = parse_header(seal.header).stanzas
    try:
        refuse_other_stanzas(stanzas)
    except Refused as refused:
        yield refusals.SEAL_FORM.because(problem=reasons_told(refused.reasons))
    if len(stanzas) != len(seal.recipients):  # 4
        problem = Said(
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
