# SPDX-License-Identifier: Apache-2.0
"""The texts of a BagIt 1.0 bag (RFC 8493) in every form that it allows, and in no other; and of the
drafts before it, which many tools still write.

For bags that other tools made; a package of ours has one form (`bag`). Where common readers are
more lenient, the rule is named beside the test that shows it.
"""

import hashlib
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from rogatory.errors import Phrase, Refused
from rogatory.evidence import refusals
from rogatory.evidence.hashing import NewHash
from rogatory.evidence.layout import BAG_INFO, BAGIT
from rogatory.wire.words import P_, FilledText

ALGORITHMS: dict[str, NewHash] = {
    "md5": hashlib.md5,
    "sha1": hashlib.sha1,
    "sha224": hashlib.sha224,
    "sha256": hashlib.sha256,
    "sha384": hashlib.sha384,
    "sha512": hashlib.sha512,
    "sha3256": hashlib.sha3_256,
    "sha3384": hashlib.sha3_384,
    "sha3512": hashlib.sha3_512,
    "blake2b512": hashlib.blake2b,
    "blake2s256": hashlib.blake2s,
}
"""By the name in a manifest's name (section 2.4: lower case, letters and digits only)."""

WEAK = frozenset({"md5", "sha1"})
"""Two files with one digest can be made; what these alone cover may have been exchanged."""

type Manifest = dict[str, str]
"""Path to digest."""

_NAME = re.compile(r"(?:tag)?manifest-(?P<algorithm>[^/]+)\.txt\Z")
_ALGORITHM = re.compile(r"[a-z0-9]+\Z", re.ASCII)
_VERSION = re.compile(r"BagIt-Version: (?P<version>\d+\.\d+)\Z", re.ASCII)
_ENCODING = re.compile(r"Tag-File-Character-Encoding: (?P<encoding>\S+)\Z", re.ASCII)
_LINE = re.compile(r"(?P<digest>[0-9A-Fa-f]+)[ \t]+(?P<path>[^ \t].*)\Z", re.ASCII)
_ESCAPE = re.compile(r"%(0[AaDd]|25)", re.ASCII)
_DRAFT_ESCAPE = re.compile(r"%(0[AaDd])", re.ASCII)
_LABEL = re.compile(r"(?P<label>[^\s:][^:]*?)(?<!\s):[ \t](?P<value>.*)\Z")
_DRAFT_LABEL = re.compile(r"(?P<label>[^\s:][^:]*?)\s*:(?P<value>.*)\Z")
_FETCH = re.compile(r"(?P<url>\S+)[ \t]+(?P<length>\d+|-)[ \t]+(?P<path>\S.*)\Z")
_OXUM = re.compile(r"\d{1,18}\.\d{1,18}\Z", re.ASCII)
_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class BagDeclaration:
    version: str
    encoding: str

    @property
    def is_utf8(self) -> bool:
        return self.encoding.upper() in {"UTF-8", "UTF8"}


type There = Callable[[str], bool]
"""Decides whether the bag has a file of this path."""


@dataclass(frozen=True, slots=True)
class Rules:
    """How the lists of a bag are read: by the standard, or as the drafts before it were used.

    The drafts said nothing of `%`: bagit-python, like most, escapes line ends and leaves all else,
    and a path may begin with `./`, or with the `*` of md5sum. Of the readings of a path that is
    taken which names a file of the bag.
    """

    is_draft: bool
    there: There

    def path(self, name: str, written: str) -> str:
        if not self.is_draft:
            return _path(name, written)
        readings = list(_draft_readings(written))
        found = next(filter(self.there, readings), readings[0])
        _refuse_way_out(name, found, written)
        return found


def parse_declaration(data: bytes) -> BagDeclaration:
    """Parse by section 2.1.1: two lines, in UTF-8 without a mark; one colon and one space in each.

    Raises:
        Refused: another form.
    """
    lines = _lines(BAGIT, data)
    if len(lines) != 2:
        raise _wrong(BAGIT, P_("it does not have exactly two lines"))
    version, encoding = _VERSION.match(lines[0]), _ENCODING.match(lines[1])
    if version is None or encoding is None:
        raise _wrong(
            BAGIT, P_("its lines are not `BagIt-Version: M.N` and the encoding of tag files")
        )
    return BagDeclaration(version["version"], encoding["encoding"])


def manifest_algorithm(name: str) -> str:
    match = _NAME.match(name)
    return match["algorithm"] if match else ""


def parse_manifest(name: str, data: bytes, rules: Rules) -> Manifest:
    """Parse by sections 2.1.3 and 2.2.1: lines of a digest, white space, and a path below the bag.

    1. The algorithm's name is lower-case letters and digits.
    2. A digest has its algorithm's number of hexadecimal digits, in either case.
    3. Of a path only line feed, carriage return and `%` are escaped, and they always are; in a
       draft's as `Rules` says.
    4. No path is absolute, begins with `~`, or has an empty component, `.` or `..`.
    5. No path occurs twice, written alike or in another Unicode form.
    """
    algorithm = manifest_algorithm(name)
    if not _ALGORITHM.match(algorithm):  # 1
        raise _wrong(name, P_("the name of its algorithm is not of lower-case letters and digits"))
    digits = len(ALGORITHMS[algorithm]().hexdigest()) if algorithm in ALGORITHMS else None
    found: Manifest = {}
    seen: set[str] = set()
    for line in _lines(name, data):
        match = _LINE.match(line)
        if match is None or (digits is not None and len(match["digest"]) != digits):  # 2
            raise _wrong(
                name,
                FilledText(
                    P_("the line {line} is not a digest, white space and a path"),
                    line=ascii(line[:80]),
                ),
            )
        path = rules.path(name, match["path"])  # 3, 4
        normal = unicodedata.normalize("NFC", path)
        if normal in seen:  # 5
            raise _wrong(name, FilledText(P_("{path} occurs twice"), path=ascii(path[:200])))
        seen.add(normal)
        found[path] = match["digest"].lower()
    return found


def parse_info(data: bytes, rules: Rules) -> str | None:
    """Parse by section 2.2.2: `Label: value` lines, folded ones beginning with white space; in the
    drafts any white space beside the colon. Gives the Payload-Oxum, which is there at most once
    and in one line, or None.
    """
    label = _DRAFT_LABEL if rules.is_draft else _LABEL
    oxum: str | None = None
    previous = ""
    for line in _lines(BAG_INFO, data):
        if line[:1] in {" ", "\t"}:
            if not previous or previous == "payload-oxum":
                raise _wrong(
                    BAG_INFO,
                    FilledText(P_("the line {line} continues no other"), line=ascii(line[:60])),
                )
            continue
        match = label.match(line)
        if match is None:
            raise _wrong(
                BAG_INFO,
                FilledText(
                    P_("the line {line} is not a label, a colon, a space, text"),
                    line=ascii(line[:60]),
                ),
            )
        previous = match["label"].lower()
        if previous == "payload-oxum":
            value = match["value"].strip() if rules.is_draft else match["value"]
            if oxum is not None or not _OXUM.match(value):
                raise _wrong(BAG_INFO, P_("Payload-Oxum occurs twice, or is not bytes.files"))
            oxum = value
    return oxum


def parse_fetch(data: bytes, rules: Rules) -> dict[str, str]:
    """Parse by section 2.2.3: lines of an address, a length or `-`, and a payload path; return path to address."""
    found: dict[str, str] = {}
    for line in _lines("fetch.txt", data):
        match = _FETCH.match(line)
        if match is None:
            raise _wrong(
                "fetch.txt",
                FilledText(
                    P_("the line {line} is not address, length and path"), line=ascii(line[:80])
                ),
            )
        path = rules.path("fetch.txt", match["path"])
        if not path.startswith("data/"):
            raise _wrong(
                "fetch.txt",
                FilledText(P_("it names {path}, which is not below data/"), path=ascii(path[:200])),
            )
        found[path] = match["url"]
    return found


def _lines(name: str, data: bytes) -> list[str]:
    """Return the lines of a tag file: UTF-8, ended by LF, CR or both; the last may lack its end."""
    if data.startswith(_MARK):
        raise _wrong(name, P_("it begins with a byte order mark"))
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _wrong(name, P_("it is not UTF-8")) from error
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return lines[:-1] if lines[-1] == "" else lines


def _path(name: str, written: str) -> str:
    if "%" in _ESCAPE.sub("", written):
        raise _wrong(
            name, FilledText(P_("{path} has a % that is not an escape"), path=ascii(written[:200]))
        )
    path = _unescaped(_ESCAPE, written)
    _refuse_way_out(name, path, written)
    return path


def _draft_readings(written: str) -> Iterator[str]:
    for start in ("", "./", "*", "*./"):
        if written.startswith(start):
            rest = written[len(start) :]
            yield _unescaped(_DRAFT_ESCAPE, rest)
            yield rest
            yield _unescaped(_ESCAPE, rest)


def _unescaped(escape: re.Pattern[str], written: str) -> str:
    return escape.sub(lambda match: chr(int(match[1], 16)), written)


def _refuse_way_out(name: str, path: str, written: str) -> None:
    parts = path.split("/")
    if path.startswith("~") or any(part in {"", ".", ".."} for part in parts) or "\0" in path:
        raise _wrong(
            name, FilledText(P_("the path {path} leads out of the bag"), path=ascii(written[:200]))
        )


def _wrong(path: str, problem: Phrase) -> Refused:
    return Refused(refusals.BAG_FORM.because(path=path, problem=problem))
