# SPDX-License-Identifier: Apache-2.0
"""The texts of a BagIt 1.0 bag (RFC 8493), written in one form and read in no other.

What the RFC leaves open is closed: UTF-8 without a mark, LF, one space after a label's colon,
no folded lines, manifests in byte order of path with two spaces as `sha256sum` writes them,
and no `fetch.txt`, since evidence that lies elsewhere is not in the package.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO

from rogatory.errors import Phrase, Reason, Refused
from rogatory.evidence import refusals
from rogatory.evidence.hashing import FURTHER
from rogatory.evidence.layout import BAG_INFO, BAGIT
from rogatory.evidence.names import LONGEST_PATH, is_plain_path
from rogatory.evidence.sealed.seal_document import Addressee, parse_addressee
from rogatory.wire.digests import parse_digest
from rogatory.wire.identifiers import parse_authority, parse_uuid7
from rogatory.wire.words import P_, FilledText, problem_of

BAGIT_TEXT = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"

LARGEST_BAG_INFO = 1 << 20
"""It is read whole; a hundred recipients need a fifth of this."""

_DIGEST_SIZES = {"sha256": 64} | {name: one.digits for name, one in FURTHER.items()}
_LABELS = (
    "Bagging-Date",
    "Bag-Software-Agent",
    "Payload-Oxum",
    "External-Identifier",
    "Rogatory-Sender",
    "Rogatory-Thread",
    "Rogatory-Network",
    "Rogatory-Recipient",
)
_LINE = re.compile(r"([A-Za-z][A-Za-z-]*): ([^\x00-\x1f\x7f]+)\Z")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}\Z", re.ASCII)
_FORMS: Mapping[str, Callable[[str], object]] = {
    "External-Identifier": parse_uuid7,
    "Rogatory-Sender": parse_authority,
    "Rogatory-Thread": parse_uuid7,
    "Rogatory-Network": parse_digest,
}
"""The forms of these values (SPECIFICATION.md 13.3); the recipients have one of their own."""
_OXUM = re.compile(r"(0|[1-9]\d{0,15})\.(0|[1-9]\d{0,15})\Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class BagInfo:
    """`bag-info.txt`. Sender, thread, network and recipients are known once it is sealed."""

    date: str
    agent: str
    oxum: str
    package: str
    sender: str | None = None
    thread: str | None = None
    network: str | None = None
    recipients: tuple[Addressee, ...] = ()

    def encode(self) -> bytes:
        values: list[tuple[str, str | None]] = [
            ("Bagging-Date", self.date),
            ("Bag-Software-Agent", self.agent),
            ("Payload-Oxum", self.oxum),
            ("External-Identifier", self.package),
            ("Rogatory-Sender", self.sender),
            ("Rogatory-Thread", self.thread),
            ("Rogatory-Network", self.network),
        ]
        values += [
            ("Rogatory-Recipient", f"{to.authority} {to.recipient}") for to in self.recipients
        ]
        return "".join(f"{name}: {value}\n" for name, value in values if value is not None).encode()


def bagging_date(at: datetime) -> str:
    """Return the date in the form of RFC 8493 2.2.2: YYYY-MM-DD."""
    return at.date().isoformat()


def parse_bag_info(data: bytes) -> BagInfo:
    """Return what `bag-info.txt` says; refuses any bytes that `BagInfo.encode` would not write."""
    try:
        found = _labels(data.decode("utf-8"))
        info = _bag_info(found)
    except (UnicodeDecodeError, ValueError, Refused) as error:
        raise _wrong(BAG_INFO, problem_of(error)) from error
    if info.encode() != data:
        raise _wrong(BAG_INFO, P_("its lines are not in the order and form of a package"))
    return info


def _labels(text: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in text.split("\n")[:-1]:
        match = _LINE.match(line)
        if match is None or match[1] not in _LABELS:
            raise ValueError(
                FilledText(P_("the line {line} is none that a package has"), line=ascii(line[:60]))
            )
        found.setdefault(match[1], []).append(match[2])
    return found


def _bag_info(found: dict[str, list[str]]) -> BagInfo:
    recipients = found.pop("Rogatory-Recipient", [])
    for label, values in found.items():
        if len(values) > 1:
            raise ValueError(FilledText(P_("{name} occurs more than once"), name=label))
    for label in _LABELS[:4]:
        if label not in found:
            raise ValueError(FilledText(P_("{name} is missing"), name=label))
    single = {label: values[0] for label, values in found.items()}
    if not _is_date(single["Bagging-Date"]) or not _OXUM.match(single["Payload-Oxum"]):
        raise ValueError(FilledText(P_("Bagging-Date or Payload-Oxum is malformed")))
    for label, parse in _FORMS.items():
        if label in single:
            parse(single[label])
    pairs = [value.split(" ") for value in recipients]
    if any(len(pair) != 2 for pair in pairs):
        raise ValueError(
            FilledText(P_("a recipient is an authority, a space and an age recipient"))
        )
    return BagInfo(
        single["Bagging-Date"],
        single["Bag-Software-Agent"],
        single["Payload-Oxum"],
        single["External-Identifier"],
        single.get("Rogatory-Sender"),
        single.get("Rogatory-Thread"),
        single.get("Rogatory-Network"),
        tuple(parse_addressee(*pair) for pair in pairs),
    )


def _is_date(text: str) -> bool:
    """Decide whether a text is a day of the calendar, as RFC 8493 2.2.2 writes it."""
    try:
        return bool(_DATE.match(text)) and bool(date.fromisoformat(text))
    except ValueError:
        return False


def check_bagit_text(data: bytes) -> None:
    """Refuse every version but 1.0 and every encoding but UTF-8 (RFC 8493 2.1.1)."""
    if data != BAGIT_TEXT:
        raise _wrong(BAGIT, P_("it does not declare BagIt 1.0 in UTF-8, and nothing else"))


def manifest_line(digest: str, path: str) -> bytes:
    return f"{digest}  {path}\n".encode()


def read_manifest(name: str, stream: IO[bytes], algorithm: str) -> Iterator[tuple[str, str]]:
    """Yield path and digest of each line of a manifest, in byte order of path and so each once."""
    size = _DIGEST_SIZES[algorithm]
    form = re.compile(rb"([0-9a-f]{%d})  ([^\n]+)\n\Z" % size)
    last = b""
    while line := stream.readline(size + LONGEST_PATH + 4):
        match = form.match(line)
        if match is None:
            raise _wrong(
                name,
                FilledText(
                    P_("the line {line} is not a digest, two spaces and a path"),
                    line=ascii(line[:80]),
                ),
            )
        if match[2] <= last:
            raise _wrong(
                name,
                FilledText(P_("{path} occurs twice or out of order"), path=ascii(match[2][:200])),
            )
        last = match[2]
        yield _plain(name, match[2]), match[1].decode()


def _plain(name: str, raw: bytes) -> str:
    try:
        path = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _wrong(
            name, FilledText(P_("the path {path} is not UTF-8"), path=ascii(raw[:200]))
        ) from error
    if not is_plain_path(path):
        raise Refused(refusals.NAME_NOT_PLAIN.because(path=ascii(path)[:200]))
    return path


def _wrong(path: str, problem: Phrase) -> Refused:
    return Refused(refusals.BAG_FORM.because(path=path, problem=problem))


def compare(
    manifest: str,
    listed: Iterable[tuple[str, str]],
    found: Iterable[tuple[str, str | None]],
) -> Iterator[Reason]:
    """Yield why files and manifest differ, both being in byte order of path: each file that is
    missing, unlisted or of another digest (a digest of None is not compared).
    """
    lines, files = iter(listed), iter(found)
    line, file = next(lines, None), next(files, None)
    while line is not None or file is not None:
        if file is None or (line is not None and line[0].encode() < file[0].encode()):
            assert line is not None
            yield refusals.BAG_MISSING.because(path=line[0])
            line = next(lines, None)
        elif line is None or file[0].encode() < line[0].encode():
            yield refusals.BAG_UNLISTED.because(path=file[0])
            file = next(files, None)
        else:
            if file[1] is not None and file[1] != line[1]:
                yield refusals.BAG_DIGEST.because(path=file[0], manifest=manifest)
            line, file = next(lines, None), next(files, None)
