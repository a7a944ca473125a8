#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Check evidence packed by rogatory with nothing but Python 3.12 and the package `cryptography`.

    python3 rogatory_verify.py PATH [--trust WHAT] [--json]

PATH is the folder of a court bundle, of a sealed or opened package, of a partial disclosure, or of a
certificate of authenticity. WHAT is what you have from elsewhere: the fingerprint of the directory's
first root (64 hex digits, or the 35 digits that are read out), a root of the directory (JSON file), a
copy of the directory (folder), a State's entry in it (JSON file), or a State CA's certificates (PEM).
Repeat --trust for each, of one kind: copies, roots and fingerprints add up, or entries and State CAs
do. Without it everything is relative to what PATH brings along.

Exit status: 0 every check holds, 1 one fails, 3 none fails but some could not be made.

This file was written from SPECIFICATION.md, whose section numbers are in brackets, and imports
nothing of rogatory: so its agreeing says something. It opens no network connection, runs no other
program, writes nothing, and needs no key. It reads each file once, in blocks. With a `cryptography`
before version 48, which knows no ML-DSA, what rests on ML-DSA is undecided; before 43 it does not run.
"""

import argparse
import base64
import errno
import hashlib
import hmac
import ipaddress
import json
import os
import re
import stat
import sys
import unicodedata
from abc import ABC, abstractmethod
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property, lru_cache
from itertools import pairwise, product
from pathlib import Path
from typing import Any, NoReturn

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key

try:
    from cryptography.hazmat.primitives.asymmetric import mldsa
except ImportError:  # before cryptography 48
    mldsa = None  # type: ignore[assignment]
try:
    from blake3 import blake3
except ImportError:
    blake3 = None  # type: ignore[assignment,misc]

type Json = Any

BLOCK = 1 << 20
LARGEST_SMALL_FILE = 256 << 20
"""The list of a bundle may have this size [19]; nothing larger is read whole."""
LARGEST_REVOCATION_LIST = 16 << 20
"""Wherever it lies [2]."""


class Wrong(Exception):
    """A check fails: every reason why."""

    def __init__(self, *reasons: str) -> None:
        super().__init__("; ".join(reasons))
        self.reasons = reasons


class Held(Wrong):
    """A State is held back by the directory inside a bundle [18.7]."""


class Unlisted(Wrong):
    """A timestamp by an authority that is not known, though the State's keys are at hand [5]."""


class Refused(Wrong):
    """Nothing is judged, since what was given to trust does not hold [15.2]."""


class MixedKinds(Refused):
    """A fault of what a reader gives: it is not of one kind, or decides nothing, so that nothing is judged [15]."""


class Altered(Refused):
    """A file that the reader gives is not what was published: of no evidence anything is judged [15]."""


class Undecided(Exception):
    """A check that cannot be made here: why, and who could make it."""

    def __init__(self, why: str, who: str, *, counts: bool = False) -> None:
        super().__init__(why)
        self.why, self.who, self.counts = why, who, counts
        """`counts`: also where the check, undecided, counts for nothing otherwise."""


def reasons_of(error: Exception) -> tuple[str, ...]:
    """Return why something fails: all reasons of a check, or how a reading stumbled."""
    reasons: tuple[str, ...] = getattr(error, "reasons", (str(error) or type(error).__name__,))
    return reasons


def demand(true: object, reason: str) -> None:
    if not true:
        raise Wrong(reason)


NAMES = {
    "seal-form": "The seal is in its form",
    "seal-stamped": "The seal is stamped with a time",
    "seal-signed": "The seal is signed by its sender",
    "seal-package": "The encrypted package is the one sealed, in full",
    "seal-segment-list": "The list of segments is the one sealed",
    "seal-chain": "The seals before it led to it",
    "seal-segments": "Every segment is unchanged",
    "seal-listed": "The directory lists the certificates that signed the seal",
    "seal-layout": "Only the files of a seal lie beside it",
    "bag-form": "The package is a BagIt 1.0 bag with the files of a package",
    "bag-size": "The payload has the announced size",
    "bag-tags": "Every tag file is listed and unchanged",
    "bag-signed": "The package is signed",
    "bag-files": "Every file is listed, there and unchanged",
    "bag-inventory": "The inventory agrees with the files",
    "bag-items-root": "The items root is that of the inventory",
    "bag-earlier": "Records of earlier forms hold",
    "bag-conditions": "The conditions are in form and were never eased",
    "bag-sealed": "The package inside is the one sealed",
    "bag-examined": "What is said of images and archives agrees with the files",
    "bag-listed": "The directory lists the certificates that signed the package",
    "custody-journal": "The custody events that are there are signed and follow one another",
    "custody-logged": "The custody events are in a log",
    "custody-destroyed": "The places of destroyed events are in a log",
    "custody-consents": "The consents that events name hold",
    "custody-witnessed": "Other States' witnesses cosigned the log",
    "custody-officers": "The registers list the officers of the custody events",
    "bundle-complete": "The bundle is complete, and nothing in it was added or changed",
    "bundle-layout": "Everything in the bundle has its place",
    "bundle-signed": "The bundle is signed by the authority that exported it",
    "exporter": "The exporting authority had the evidence",
    "custody-exported": "The journal has the event of this export",
    "custody-expected": "The journal has the events that this bundle implies",
    "identity": "The directory is one that you trust",
    "directory": "The directory held when the evidence was sealed",
    "request": "The request is signed, and approved as its State demands",
    "messages": "The other messages are signed, approved, and follow one another",
    "receipts": "The receipts are signed by the nodes that gave them",
    "message-events": "The messages are in a log",
    "together": "Request, delivery, seal and evidence belong together",
    "conditions": "The conditions of use are stated",
    "certificates": "The certificates for stock tools are those of the directory",
    "certificate": "The certificate of authenticity holds",
    "certificate-layout": "Only the files of a certificate are there",
    "reports": "The reports can be made again from the bundle",
    "disclosure-form": "The disclosure is in its form and complete",
    "disclosure-signed": "It is signed by the authority that discloses",
    "disclosure-sealed": "The seal is of this package",
    "disclosure-package-signed": "The package is signed",
    "disclosure-package": "The statements about the package are those that were signed",
    "disclosure-proved": "Each item is one of the package",
    "disclosure-files": "Each file is as its item says, and no other is there",
    "disclosure-conditions": "The conditions are those of the package",
    "disclosure-party": "A State that gave or got the package discloses",
    "disclosure-listed": "The directory lists the certificates that signed",
    "disclosure-officer": "The register lists the officer who disclosed",
}
"""The ids of 15.2, which never change, and a sentence for each."""


@dataclass
class Check:
    """One numbered check: `outcome` is holds, fails or undecided."""

    number: int
    id: str
    name: str
    outcome: str
    remarks: tuple[str, ...] = ()
    who: str | None = None


OUT_OF_FORM = (
    OSError,
    ValueError,
    KeyError,
    TypeError,
    IndexError,
    AttributeError,
    RecursionError,
    OverflowError,
    AssertionError,
    EOFError,
    UnsupportedAlgorithm,
    x509.ExtensionNotFound,
    x509.DuplicateExtension,
    x509.InvalidVersion,
    x509.UnsupportedGeneralNameType,
)
"""How reading stumbles over what is not in its form."""


@dataclass
class Checks:
    """Makes checks one after the other, whatever the ones before came to."""

    done: list[Check] = field(default_factory=list)
    lenient: frozenset[str] = frozenset({"custody-witnessed", "custody-consents", "reports"})
    counting: set[str] = field(default_factory=set)
    """Checks whose being undecided counts all the same."""
    """Checks that, undecided, keep nothing from holding [15.2, 19.3]."""
    facts: Json = None
    exporter: Json = None
    basis: "Basis | None" = None
    seal: "Seal | None" = None
    """The newest seal, where one is judged."""
    disclosed: Json = None
    """`disclosure.json` in its form, where one is judged."""

    def run(self, check_id: str, check: Callable[[], str | None]) -> Check:
        made = self._made(check_id, check)
        self.done.append(made)
        return made

    def _made(self, check_id: str, check: Callable[[], str | None]) -> Check:
        number, name = len(self.done) + 1, NAMES[check_id]
        try:
            outcome = check()
        except Undecided as error:
            if error.counts:
                self.counting.add(check_id)
            return Check(number, check_id, name, "undecided", (error.why,), error.who)
        except Wrong as error:
            return Check(number, check_id, name, "fails", error.reasons)
        except OUT_OF_FORM as error:
            # Whatever is not in its form stumbles somewhere: that is a failure of the evidence.
            problem = f"it is not in its form ({type(error).__name__}: {error})"
            return Check(number, check_id, name, "fails", (problem[:300],))
        return Check(number, check_id, name, "holds", (outcome,) if outcome else ())

    def of(self, check_id: str) -> str:
        """The outcome of a check that was made; `undecided` where it was not."""
        return next((one.outcome for one in self.done if one.id == check_id), "undecided")

    @property
    def outcome(self) -> str:
        found = {
            one.outcome
            for one in self.done
            if one.outcome != "undecided" or one.id not in self.lenient - self.counting
        }
        return next((word for word in ("fails", "undecided") if word in found), "holds")


# --- Bytes [1] -------------------------------------------------------------------------------


REMEMBERED = 1024
"""Signatures and keys that were verified: the checks come to the same ones many times, and remember how it ended."""


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def unbase64(text: str) -> bytes:
    data = base64.b64decode(text, validate=True)
    demand(base64.b64encode(data).decode() == text, "base64 in another spelling than its one")
    return data


def unbase64url(text: str) -> bytes:
    data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    written = base64.urlsafe_b64encode(data).decode().rstrip("=")
    demand(written == text, "base64url in another spelling than its one")
    return data


@lru_cache(maxsize=REMEMBERED)
def moment(text: str) -> datetime:
    at = datetime.strptime(text, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    demand(shown(at) == text, f"not a moment: {text!r}")
    return at


def shown(at: datetime) -> str:
    return f"{at.replace(tzinfo=None).isoformat(timespec='seconds')}Z"


def moved(at: datetime, by: timedelta) -> datetime:
    """Return the moment so much later or earlier; the first or the last one where there is none."""
    try:
        return at + by
    except OverflowError:
        return (
            datetime.max.replace(tzinfo=UTC)
            if by > timedelta()
            else datetime.min.replace(tzinfo=UTC)
        )


def canonical(value: Json) -> bytes:
    """RFC 8785 for what it narrows to here: integers, NFC text, members by UTF-16 code units."""
    out = bytearray()
    _canonical_to(value, out)
    return bytes(out)


def _canonical_to(value: Json, out: bytearray) -> None:
    if isinstance(value, dict):
        names = sorted(value, key=lambda name: name.encode("utf-16-be"))
        for place, name in enumerate(names):
            out += b"," if place else b"{"
            _canonical_to(name, out)
            out += b":"
            _canonical_to(value[name], out)
        out += b"}" if names else b"{}"
        return
    if isinstance(value, list):
        for place, one in enumerate(value):
            out += b"," if place else b"["
            _canonical_to(one, out)
        out += b"]" if value else b"[]"
        return
    if isinstance(value, str):
        demand(unicodedata.is_normalized("NFC", value), "text that is not NFC")
    elif isinstance(value, int) and not isinstance(value, bool):
        demand(abs(value) < 2**53, "a number that is too large")
    else:
        demand(value is None or isinstance(value, bool), "a number that is no integer")
    out += WRITTEN.encode(value).encode()


WRITTEN = json.JSONEncoder(ensure_ascii=False)
"""Texts, numbers and names of JSON in the one way that canonical JSON has them."""

MOST_ELEMENTS = 65536


def parsed(data: bytes, most: int = MOST_ELEMENTS) -> Json:
    """Canonical JSON: read, written again, compared."""
    value = json.loads(data.decode())
    demand(_elements(value) <= most, "json-too-many: JSON with too many elements")
    demand(_depth(value) <= 32, "JSON with more than 32 levels")
    demand(canonical(value) == data, "JSON that is not in its canonical form")
    return value


def _elements(value: Json) -> int:
    """The items of all arrays and the members of all objects."""
    count, left = 0, [value]
    while left:
        one = left.pop()
        inside = one.values() if isinstance(one, dict) else one if isinstance(one, list) else ()
        count += len(inside)
        left += [each for each in inside if isinstance(each, dict | list)]
    return count


def _depth(value: Json) -> int:
    if not isinstance(value, dict | list):
        return 0
    inside = value.values() if isinstance(value, dict) else value
    return 1 + max(map(_depth, inside), default=0)


DIGEST = re.compile(r"[0-9a-f]{64}")
AUTHORITY = re.compile(r"[a-z]{2}/[a-z][a-z0-9]*(-[a-z0-9]+)*")
OFFICER = re.compile(r"[a-z]{2}-[0-9]{4,8}")
STATE = re.compile(r"[A-Z]{2}")
UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
ORIGIN = re.compile(r"[0-9a-f]{64}/[a-z]{2}/[1-9][0-9]{0,8}")
"""The origin of a log [17]."""


def is_digest(value: Json) -> bool:
    return isinstance(value, str) and DIGEST.fullmatch(value) is not None


def is_authority(value: Json) -> bool:
    return isinstance(value, str) and len(value) <= 64 and AUTHORITY.fullmatch(value) is not None


def is_officer(value: Json) -> bool:
    return isinstance(value, str) and OFFICER.fullmatch(value) is not None


def is_origin(value: Json) -> bool:
    return isinstance(value, str) and ORIGIN.fullmatch(value) is not None


def is_uuid(value: Json) -> bool:
    return isinstance(value, str) and UUID.fullmatch(value) is not None


def is_count(value: Json, least: int = 0) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value < 2**53


def members(value: Json, names: set[str], what: str) -> None:
    demand(isinstance(value, dict) and value.keys() == names, f"{what}: it has other members")


UNSEEN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u00ad\u200b\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e007f]"
)
"""Characters that are not seen, or turn about what is read [1, signed texts]."""


def seen(value: Json) -> None:
    """That no text and no name of a member holds what is not seen."""
    if isinstance(value, str):
        demand(not UNSEEN.search(value), "text-character: a text with a character that is not seen")
    elif isinstance(value, dict):
        for name, one in value.items():
            seen(name)
            seen(one)
    elif isinstance(value, list):
        for one in value:
            seen(one)


SPOKEN_PRIME = 99991


def spoken(digest: str) -> str:
    """Seven groups of five digits, as a digest is compared by telephone."""
    rest, groups = int(digest, 16) % SPOKEN_PRIME**6, list[int]()
    for _ in range(6):
        rest, group = divmod(rest, SPOKEN_PRIME)
        groups.insert(0, group)
    total = sum(place * group for place, group in enumerate(groups, 1))
    groups.append(-total * pow(7, -1, SPOKEN_PRIME) % SPOKEN_PRIME)
    return " ".join(f"{group:05}" for group in groups)


def heard(text: str) -> str | None:
    """Return what was read out, in its own spelling; None if it is no spoken form."""
    digits = [str(unicodedata.digit(one)) for one in text if one.isdecimal()]
    letters = any(one.isalpha() for one in text)
    if len(digits) != 35 or letters:
        return None
    return " ".join("".join(digits[at : at + 5]) for at in range(0, 35, 5))


def demand_heard(text: str) -> None:
    """[1] Refuse a spoken form of which a group was misheard."""
    groups = [int(one) for one in text.split()]
    total = sum(place * group for place, group in enumerate(groups, 1))
    right = total % SPOKEN_PRIME == 0 and max(groups) < SPOKEN_PRIME
    demand(right, f"{text}: a group was misheard or mistyped; ask for it again")


AHEAD = timedelta(seconds=300)
"""How far ahead of the moment of the check a moment may be [4.2, rule 7]."""


def not_ahead(claimed: str, now: datetime) -> None:
    """[4.2, rule 7] Nobody signs before he says that he does."""
    ahead = moment(claimed) > moved(now, AHEAD)
    demand(not ahead, f"moment-ahead: it says {claimed}, which is still to come")


def first_version(document: Json) -> bool:
    """Decide whether it is of version 1 (which `true` equals in Python, and is not)."""
    return type(document["version"]) is int and document["version"] == 1


# --- Forms -----------------------------------------------------------------------------------

type Form = Callable[[Json], bool]
"""Decides whether a value is in form. What it stumbles over is in another form."""


def conforms(form: Form, value: Json) -> bool:
    """Decide whether a value is in form, whatever its type."""
    try:
        return form(value)
    except (Wrong, *OUT_OF_FORM):
        return False


def is_string(value: Json) -> bool:
    return isinstance(value, str)


def is_moment(value: Json) -> bool:
    return isinstance(value, str) and conforms(lambda one: bool(moment(one)), value)


def is_date(value: Json) -> bool:
    return isinstance(value, str) and is_moment(f"{value}T00:00:00Z")


def one_of(*words: str) -> Form:
    return lambda value: isinstance(value, str) and value in words


def matching(pattern: str) -> Form:
    compiled = re.compile(pattern)
    return lambda value: isinstance(value, str) and compiled.fullmatch(value) is not None


def short(form: Form, most: int = 64) -> Form:
    return lambda value: form(value) and len(value) <= most


is_code = short(matching("[a-z][a-z0-9]*(-[a-z0-9]+)*"))
"""[16.4] A code, and what is written like one."""
is_kind = short(matching("[a-z][a-z0-9]*(_[a-z0-9]+)*"))
"""[7] A kind of messages."""
is_tag = matching("[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?")
"""[7] The tag of a language."""


def or_null(form: Form) -> Form:
    return lambda value: value is None or form(value)


def is_list_of(form: Form, most: int | None = None) -> Form:
    def decide(value: Json) -> bool:
        short = isinstance(value, list) and (most is None or len(value) <= most)
        return short and all(map(form, value))

    return decide


def record(forms: dict[str, Form], *absent: str) -> Form:
    """Return the form of an object with exactly these members; those in `absent` may be left out."""
    demanded = forms.keys() - set(absent)

    def decide(value: Json) -> bool:
        exact = isinstance(value, dict) and demanded <= value.keys() <= forms.keys()
        return exact and all(conforms(forms[name], one) for name, one in value.items())

    return decide


def mapping(name: Form, value: Form) -> Form:
    """Return the form of an object whose members have any names of one form."""
    return lambda found: (
        isinstance(found, dict) and all(name(one) and value(of) for one, of in found.items())
    )


def check_members(value: Json, forms: dict[str, Form], what: str) -> None:
    """Refuse an object with other members, or with one in another form; the reason names it."""
    members(value, set(forms), what)
    wrong = [name for name, form in forms.items() if not conforms(form, value[name])]
    demand(not wrong, f"{what}: {', '.join(wrong)} in another form")


# --- Files -----------------------------------------------------------------------------------


def opened(path: Path) -> Any:
    """An ordinary file, for reading; no link is followed at its end."""
    if is_not_read(path):
        raise FileNotFoundError(errno.ENOENT, "no file (its folder cannot be opened)", str(path))
    try:
        number = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError as error:
        if error.errno in {errno.ELOOP, errno.ENOTDIR}:
            raise FileNotFoundError(
                errno.ENOENT, "no file (a link counts as none)", str(path)
            ) from None
        raise
    if not stat.S_ISREG(os.fstat(number).st_mode):
        os.close(number)
        raise Wrong(f"{path} is no ordinary file")
    return os.fdopen(number, "rb", buffering=BLOCK)


def small(path: Path, limit: int = LARGEST_SMALL_FILE) -> bytes:
    with opened(path) as file:
        data: bytes = file.read(limit + 1)
    demand(len(data) <= limit, f"{path} is larger than {limit} bytes")
    return data


def lies(path: Path) -> bool:
    """Decide whether an ordinary file lies there; a link counts as none [15.2]."""
    try:
        return not is_not_read(path) and stat.S_ISREG(path.lstat().st_mode)
    except (OSError, ValueError):
        return False


def is_folder(path: Path) -> bool:
    """Decide whether a folder lies there; a link to one counts as none [15.2]."""
    try:
        return not is_not_read(path) and stat.S_ISDIR(path.lstat().st_mode)
    except (OSError, ValueError):
        return False


def something_else_lies(path: Path, *, folder: bool) -> bool:
    """[15.2, name and type] Decide whether something other than a file, or than a folder, lies there, so
    that nobody read what should.
    """
    there = os.path.lexists(path) and not is_not_read(path)
    return there and not (is_folder(path) if folder else lies(path))


def place_of(folder: Path, name: str) -> Path:
    """Return what lies below a folder, where no part of its path is a link; else what is never
    there.
    """
    path = folder
    for part in name.split("/"):
        path = path / part
        if _is_link(path):
            return Path(os.devnull) / name
    return path


def lines_of(file: Any, limit: int, what: str) -> Iterator[bytes]:
    """Each line with its LF; one that is longer than it may be is refused before it is read whole."""
    while line := file.readline(limit + 2):
        demand(len(line) <= limit + 1, f"{what} has a line that is too long")
        yield line


def through_link(place: Path, path: str) -> bool:
    """Decide whether a file is reached by a link: `path` is the end of `place` that is looked at."""
    return any(map(_is_link, (place, *place.parents[: path.count("/")])))


def _is_link(path: Path) -> bool:
    """Decide whether a link lies there, which of a path that cannot be looked at is not known."""
    return os.path.islink(path)  # noqa: PTH114 (where nobody may look it is false, not an exception)


DEEPEST_FOLDER = 256
"""Levels below the folder that is judged [15.2]."""

NOT_READ: ContextVar[frozenset[str]] = ContextVar("NOT_READ", default=frozenset())
"""Of what is judged now: the folders that cannot be opened or listed, or are too deep [15.2]."""


def is_not_read(path: Path) -> bool:
    """Decide whether it lies in a folder of which nothing is read: it counts as not there [15.2]."""
    closed = NOT_READ.get()
    return bool(closed) and any(str(one) in closed for one in path.parents)


def folders_not_read(*tops: Path) -> frozenset[str]:
    """The folders below these that cannot be opened or listed, or are too deep [15.2]."""
    found, ahead = set[str](), [(str(one), 0) for one in tops]
    while ahead:
        path, level = ahead.pop()
        below = list[str]()
        try:
            with os.scandir(path) as listing:
                os.stat(os.path.join(path, "."))  # noqa: PTH116, PTH118 (may it be searched?)
                for entry in listing:
                    if entry.is_dir(follow_symlinks=False):
                        below.append(entry.path)
        except OSError:
            found.add(path)
            continue
        if level < DEEPEST_FOLDER:
            ahead += ((one, level + 1) for one in below)
        else:
            found.update(below)
    return frozenset(found)


def files_below(
    folder: Path,
    prefix: str = "",
    strays: list[str] | None = None,
    admits: Callable[[str], bool] = lambda _: True,
    level: int = 0,
    unread: list[str] | None = None,
) -> Iterator[str]:
    """Every file below a folder, in byte order of path; a link, a device, or a folder that is too deep
    or cannot be listed is refused, or reported. What is not admitted, a file or a folder with all in
    it, is left out. The folder lies `level` levels below the one that is judged. Folders that are not
    read are added to `unread`.
    """
    left = [(folder, prefix, _names_in(folder))]
    not_read = unread if unread is not None else list[str]()

    def report(problem: str) -> None:
        if strays is None:
            raise Wrong(problem)
        strays.append(problem)

    while left:
        place, before, names = left[-1]
        found = next(names, None)
        if found is None:
            left.pop()
            continue
        name, entry = found
        if name.endswith("/"):
            if not admits(before + name[:-1]):
                continue
            try:
                below = _names_below(place / name, before + name, level + len(left))
            except Wrong as error:
                report(str(error))
                not_read.append(before + name)
                continue
            left.append((place / name, before + name, below))
        elif entry.is_file(follow_symlinks=False):
            if admits(before + name):
                yield before + name
        else:
            report(f"{before}{name} is no ordinary file")


def _names_in(folder: Path) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Return what lies in a folder in byte order, a folder with a slash behind its name."""
    if str(folder) in NOT_READ.get():
        raise PermissionError(errno.EACCES, "it cannot be opened", str(folder))
    with os.scandir(folder) as listing:
        found = {
            entry.name + ("/" if entry.is_dir(follow_symlinks=False) else ""): entry
            for entry in listing
        }
    return iter(sorted(found.items(), key=lambda one: os.fsencode(one[0])))


def entries_of(folder: Path, *, folders: bool) -> list[Path]:
    """The folders in a folder, or its ordinary files, in byte order of name; none where it is no folder.
    Nothing is asked of them, so that one that may not be looked at is among them.
    """
    found = _names_in(folder) if is_folder(folder) else ()
    return [folder / name for name, entry in found
            if (name.endswith("/") if folders else entry.is_file(follow_symlinks=False))]  # fmt: skip


def names_in(folder: Path) -> list[str]:
    """The names in a folder, whatever lies there; none where it is no folder."""
    found = _names_in(folder) if is_folder(folder) else ()
    return [name.removesuffix("/") for name, _ in found]


def _names_below(folder: Path, shown_as: str, level: int) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Return what lies in a folder so many levels below the one that is judged; refused if it is too
    deep, or cannot be listed [15.2].
    """
    demand(level <= DEEPEST_FOLDER, f"disk-too-deep: {shown_as}")
    try:
        return _names_in(folder)
    except OSError as error:
        raise Wrong(f"{shown_as} cannot be listed ({error.strerror})") from None


def digests(path: Path, *algorithms: str) -> tuple[int, list[str]]:
    """The size of a file and its digests, read once."""
    hashing = [hashlib.new(name) for name in algorithms]
    size = 0
    with opened(path) as file:
        while block := file.read(BLOCK):
            size += len(block)
            for one in hashing:
                one.update(block)
    return size, [one.hexdigest() for one in hashing]


# --- Merkle trees (RFC 6962) [17] ----------------------------------------------------------------


def leaf(entry: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + entry).digest()


def node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


class Tree:
    """The root over entries that come one by one, holding one hash a level."""

    def __init__(self) -> None:
        self.size, self._parts = 0, list[tuple[int, bytes]]()

    def add(self, entry: bytes) -> None:
        self.size += 1
        height, value = 0, leaf(entry)
        while self._parts and self._parts[-1][0] == height:
            value, height = node(self._parts.pop()[1], value), height + 1
        self._parts.append((height, value))

    @property
    def root(self) -> bytes:
        if not self._parts:
            return hashlib.sha256().digest()
        value = self._parts[-1][1]
        for _, left in reversed(self._parts[:-1]):
            value = node(left, value)
        return value


def root_by_path(index: int, size: int, value: bytes, path: list[bytes]) -> bytes:
    """RFC 9162 section 2.1.3.2: the root to which an inclusion path leads."""
    demand(0 <= index < size, "the index lies outside the tree")
    last = size - 1
    for one in path:
        demand(last, "the path is too long")
        if index & 1 or index == last:
            value = node(one, value)
            while not index & 1 and index:
                index, last = index >> 1, last >> 1
        else:
            value = node(value, one)
        index, last = index >> 1, last >> 1
    demand(last == 0, "the path is too short")
    return value


# --- DER ---------------------------------------------------------------------------------------

SEQUENCE, SET, INTEGER, OCTETS, OID = 0x30, 0x31, 0x02, 0x04, 0x06


@dataclass(frozen=True)
class Der:
    """One element: its tag, its content, and all its bytes."""

    tag: int
    content: bytes
    raw: bytes

    def children(self) -> list["Der"]:
        found, rest = [], self.content
        while rest:
            element, rest = first_der(rest)
            found.append(element)
        return found

    def inside(self, tag: int) -> list["Der"]:
        demand(self.tag == tag, f"DER: tag {tag:#x} was expected, {self.tag:#x} found")
        return self.children()

    def integer(self) -> int:
        short = self.content[:1] not in {b"\0", b"\xff"} or len(self.content) == 1 or (
            self.content[0] >> 7 != self.content[1] >> 7)  # fmt: skip
        demand(self.tag == INTEGER and self.content and short, "DER: an integer was expected")
        return int.from_bytes(self.content, "big", signed=True)


def first_der(data: bytes) -> tuple[Der, bytes]:
    """The first element and what follows it; definite lengths in their shortest form alone."""
    demand(len(data) >= 2 and data[0] & 0x1F != 0x1F, "DER: cut short")
    length, at = data[1], 2
    if length >= 0x80:
        count = length & 0x7F
        demand(1 <= count <= 4 and len(data) >= 2 + count, "DER: a length that is not read")
        length, at = int.from_bytes(data[2 : 2 + count], "big"), 2 + count
        demand(length >= 0x80 and data[2], "DER: a length in a longer form than needed")
    demand(at + length <= len(data), "DER: cut short")
    return Der(data[0], data[at : at + length], data[: at + length]), data[at + length :]


def der(data: bytes) -> Der:
    element, rest = first_der(data)
    demand(not rest, "DER: something follows")
    return element


def oid(text: str) -> bytes:
    """An object identifier as DER content."""
    first, second, *others = map(int, text.split("."))
    out = bytearray()
    for number in (first * 40 + second, *others):
        groups = [number & 0x7F]
        while number := number >> 7:
            groups.append(0x80 | number & 0x7F)
        out += bytes(reversed(groups))
    return bytes(out)


ID_DATA, ID_SIGNED_DATA = oid("1.2.840.113549.1.7.1"), oid("1.2.840.113549.1.7.2")
ID_TST_INFO = oid("1.2.840.113549.1.9.16.1.4")
CONTENT_TYPE, MESSAGE_DIGEST = oid("1.2.840.113549.1.9.3"), oid("1.2.840.113549.1.9.4")
SIGNING_TIME = oid("1.2.840.113549.1.9.5")
SIGNING_CERTIFICATE = oid("1.2.840.113549.1.9.16.2.12")
SIGNING_CERTIFICATE_V2 = oid("1.2.840.113549.1.9.16.2.47")
DIGESTS = {
    oid("2.16.840.1.101.3.4.2.1"): "sha256",
    oid("2.16.840.1.101.3.4.2.2"): "sha384",
    oid("2.16.840.1.101.3.4.2.3"): "sha512",
}
HASHES = {"sha256": hashes.SHA256(), "sha384": hashes.SHA384(), "sha512": hashes.SHA512()}
EC_PUBLIC_KEY = oid("1.2.840.10045.2.1")
SIGNED_WITH: dict[bytes, tuple[type, str | None]] = {
    EC_PUBLIC_KEY: (ec.EllipticCurvePublicKey, None),
    oid("1.2.840.10045.4.3.2"): (ec.EllipticCurvePublicKey, "sha256"),
    oid("1.2.840.10045.4.3.3"): (ec.EllipticCurvePublicKey, "sha384"),
    oid("1.2.840.10045.4.3.4"): (ec.EllipticCurvePublicKey, "sha512"),
    oid("1.2.840.113549.1.1.1"): (rsa.RSAPublicKey, None),
    oid("1.2.840.113549.1.1.11"): (rsa.RSAPublicKey, "sha256"),
    oid("1.2.840.113549.1.1.12"): (rsa.RSAPublicKey, "sha384"),
    oid("1.2.840.113549.1.1.13"): (rsa.RSAPublicKey, "sha512"),
}
"""The key and digest of a timestamp's signature: the kind of key, and the digest if it names
one."""
ML_DSA_65 = oid("2.16.840.1.101.3.4.3.18")
ECDSA = {"sha256": oid("1.2.840.10045.4.3.2"), "sha384": oid("1.2.840.10045.4.3.3")}


# --- Certificates [3] ------------------------------------------------------------------------------

USAGES = {
    "state-ca": {"key_cert_sign", "crl_sign"},
    "authority": {"digital_signature", "content_commitment"},
    "receipts": {"digital_signature", "content_commitment"},
    "officer": {"digital_signature", "content_commitment"},
    "node-http": {"digital_signature"},
    "node-tls": {"digital_signature"},
    "tsa": {"digital_signature"},
}
_BITS = (
    "digital_signature", "content_commitment", "key_encipherment", "data_encipherment",
    "key_agreement", "key_cert_sign", "crl_sign",
)  # fmt: skip
KEYS: dict[str, tuple[str, ...]] = {
    "state-ca": ("p256", "mldsa65"),
    "authority": ("p256", "p384", "mldsa65"),
    "receipts": ("p256", "p384", "mldsa65"),
    "officer": ("p256", "p384", "mldsa65"),
    "node-http": ("p256", "p384"),
    "node-tls": ("p256", "p384"),
    "tsa": ("p256", "p384", "rsa"),
}
"""The kinds of keys that each use may have."""
EXTENDED = {
    "tsa": x509.oid.ExtendedKeyUsageOID.TIME_STAMPING,
    "node-tls": x509.oid.ExtendedKeyUsageOID.SERVER_AUTH,
}
_MAY_BE_CRITICAL = {"2.5.29.19", "2.5.29.15", "2.5.29.37"}


@dataclass(frozen=True)
class Certificate:
    """A certificate, with the use and holder that its one rogatory name says."""

    der: bytes
    x509: x509.Certificate
    use: str
    holder: str

    @property
    def key(self) -> Any:
        return key_of(self.x509)

    @property
    def family(self) -> str:
        return "mldsa65" if is_ml_dsa(self.key) else "classical"

    @property
    def state(self) -> str:
        return self.holder[:2].upper()

    def covers(self, at: datetime) -> bool:
        return self.x509.not_valid_before_utc <= at <= self.x509.not_valid_after_utc


class Unread:
    """A key of ML-DSA-65 in a Python that has no ML-DSA: what it signed is undecided."""


NO_ML_DSA = Undecided(
    "this Python cannot check ML-DSA", "a machine with a newer `cryptography` package"
)


def key_of(one: x509.Certificate) -> Any:
    """The key in a certificate; one of ML-DSA is `Unread` where the library knows none."""
    if mldsa is None and _algorithm_of_key(one) == _sequence(_oid(ML_DSA_65)):
        return Unread()
    return one.public_key()


def _parts_of(one: x509.Certificate) -> list[Der]:
    """RFC 5280 4.1, without the version: serial, signature, issuer, validity, subject, key."""
    parts = der(one.tbs_certificate_bytes).inside(SEQUENCE)
    return parts[1:] if parts[0].tag == 0xA0 else parts


def _algorithm_of_key(one: x509.Certificate) -> bytes:
    return _parts_of(one)[5].inside(SEQUENCE)[0].raw


def issuer_of(one: x509.Certificate) -> bytes:
    """The issuer's name as it lies: names are equal if their bytes are, however a text is encoded."""
    return _parts_of(one)[2].raw


def subject_of(one: x509.Certificate) -> bytes:
    return _parts_of(one)[4].raw


def issuer_of_list(listing: x509.CertificateRevocationList) -> bytes:
    """RFC 5280 5.1: version (if any), signature, and the issuer."""
    parts = der(listing.tbs_certlist_bytes).inside(SEQUENCE)
    return parts[2 if parts[0].tag == INTEGER else 1].raw


def read_whole(data: bytes) -> x509.Certificate:
    """Read each part of a certificate; the library reads one only when it is asked for it."""
    one = x509.load_der_x509_certificate(data)
    _ = key_of(one), one.subject.rfc4514_string(), one.issuer.rfc4514_string()
    _ = list(one.extensions), one.serial_number, one.not_valid_before_utc, one.not_valid_after_utc
    return one


def is_ml_dsa(key: object) -> bool:
    if isinstance(key, Unread):
        return True
    return mldsa is not None and isinstance(key, mldsa.MLDSA65PublicKey)  # type: ignore[redundant-expr]


def kind_of_key(key: object) -> str | None:
    """Its name in the table of section 3; None for a kind that is not used."""
    if isinstance(key, ec.EllipticCurvePublicKey):
        return {"secp256r1": "p256", "secp384r1": "p384"}.get(key.curve.name)
    if isinstance(key, rsa.RSAPublicKey):
        return "rsa" if key.key_size >= 2048 else None
    return "mldsa65" if is_ml_dsa(key) else None


def is_holder(use: str, holder: str) -> bool:
    """Decide whether a rogatory name may name this holder for this use."""
    state = re.fullmatch("[a-z]{2}", holder) is not None
    if use == "officer":
        return is_officer(holder)
    return (state and use != "authority") or (is_authority(holder) and use != "state-ca")


@lru_cache(maxsize=4096)
def certificate(data: bytes) -> Certificate:
    """[3, 1 and 2] A certificate that can be read, with its one well-formed rogatory name."""
    read = read_whole(data)
    names = read.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    found = [
        uri.split(":", 2)[1:]
        for uri in names.get_values_for_type(x509.UniformResourceIdentifier)
        if uri.startswith("rogatory:")
    ]
    demand(len(found) == 1 and len(found[0]) == 2, "a certificate without its one rogatory name")
    use, holder = found[0]
    demand(use in USAGES and is_holder(use, holder), "a rogatory name in another form")
    return Certificate(data, read, use, holder)


def check_profile(one: Certificate) -> None:
    """Section 3, number 3: flags and usages are those of its use."""
    extensions = one.x509.extensions
    ca = extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    usage = extensions.get_extension_for_class(x509.KeyUsage).value
    bits = {name for name in _BITS if getattr(usage, name)}
    demand(ca == (one.use == "state-ca"), "a certificate with a wrong CA flag")
    demand(bits == USAGES.get(one.use), f"a certificate whose key usage is not that of {one.use}")
    kind = kind_of_key(one.key)
    demand(kind in KEYS[one.use], f"a certificate for {one.use} with a key of another kind")
    critical = {each.oid.dotted_string for each in extensions if each.critical}
    demand(critical <= _MAY_BE_CRITICAL, "a certificate with an unknown critical extension")
    if one.use in EXTENDED:
        extended = extensions.get_extension_for_class(x509.ExtendedKeyUsage)
        exclusive = list(extended.value) == [EXTENDED[one.use]]
        demand(exclusive and (extended.critical or one.use != "tsa"),
               f"a certificate for {one.use} without its extended usage")  # fmt: skip


def check_issued(
    one: Certificate,
    authorities: list[Certificate],
    at: datetime | None,
    *,
    decides: bool = False,
) -> None:
    """Section 3, number 5: a State CA of its State and family issued it.

    `decides` where the State CAs are those of a directory, so that there is no other.
    """
    could = [
        ca
        for ca in authorities
        if (ca.use, ca.state, ca.family) == ("state-ca", one.state, one.family)
    ]
    if not could:
        demand(not decides, f"the directory lists no State CA that vouches for {one.holder}")
        raise Undecided(
            f"the State CA that vouches for {one.holder} is not known here",
            f"anyone with the certificates of the State CA of {one.state}, or the directory (--trust)",
        )
    for ca in could:
        if subject_of(ca.x509) != issuer_of(one.x509) or not (at is None or ca.covers(at)):
            continue
        of_ca = ca.x509.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value.digest
        identifier = one.x509.extensions.get_extension_for_class(x509.AuthorityKeyIdentifier).value
        if identifier.key_identifier != of_ca:
            continue
        try:
            check_profile(ca)
            if isinstance(ca.key, Unread):
                raise NO_ML_DSA
            _check_signed(one.der, ca.der)
        except Wrong:
            continue
        return
    raise Wrong(f"no State CA that is trusted issued the certificate of {one.holder}")


@lru_cache(maxsize=REMEMBERED)
def _check_signed(issued: bytes, issuer: bytes) -> None:
    one, ca = certificate(issued), certificate(issuer)
    digest = one.x509.signature_hash_algorithm
    is_over_sha256 = one.family != "classical" or isinstance(digest, hashes.SHA256)
    demand(is_over_sha256, "a certificate that was signed over another digest")
    verify(ca.key, one.x509.signature, one.x509.tbs_certificate_bytes, digest)


def verify(key: Any, signature: bytes, data: bytes, digest: Any = None) -> None:
    """One signature by a key of any kind that is used here."""
    try:
        if isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signature, data, ec.ECDSA(digest))
        elif isinstance(key, rsa.RSAPublicKey):
            demand(key.key_size >= 2048, "an RSA key that is too short")
            key.verify(signature, data, padding.PKCS1v15(), digest)
        elif is_ml_dsa(key) or isinstance(key, ed25519.Ed25519PublicKey):
            key.verify(signature, data)
        else:
            raise Wrong(f"a key of a kind that is not used here: {type(key).__name__}")
    except InvalidSignature:
        raise Wrong("a signature does not hold") from None


@lru_cache(maxsize=REMEMBERED)
def verify_ed25519(public: bytes, signature: bytes, data: bytes) -> None:
    verify(ed25519.Ed25519PublicKey.from_public_bytes(public), signature, data)


type Withdrawn = tuple[datetime, x509.ReasonFlags | None]
"""From when on an entry of a revocation list withdraws a certificate, and why."""


class Withdrawals:
    """The revocation lists at hand [3]: what a State CA that is trusted says it withdrew."""

    HARMLESS = frozenset(
        {
            x509.ReasonFlags.superseded,
            x509.ReasonFlags.cessation_of_operation,
            x509.ReasonFlags.affiliation_changed,
        }
    )
    """The reasons by which nobody else had the key; none that is given is not among them."""

    def __init__(self, *folders: Path, now: datetime | None = None) -> None:
        """A date after `now`, the moment of the check, withdraws nothing yet."""
        self._now = now or datetime.now(UTC)
        self._lists: list[tuple[x509.CertificateRevocationList, dict[int, list[Withdrawn]]]] = []
        """Each list, and its entries by number: one that occurs twice counts twice."""
        for folder in folders:
            for path in sorted(folder.glob("*.crl")) if is_folder(folder) else ():
                try:
                    listing = _revocation_list(small(path, LARGEST_REVOCATION_LIST))
                    check_list(listing)
                    entries: dict[int, list[Withdrawn]] = {}
                    for entry in listing:
                        entries.setdefault(entry.serial_number, []).append(self._since(entry))
                    self._lists.append((listing, entries))
                except (Wrong, *OUT_OF_FORM):
                    continue  # the check of the layout reports why

    def check(
        self,
        one: Certificate,
        authorities: list[Certificate],
        at: datetime,
        signed: datetime | None,
    ) -> None:
        """That no list withdrew the certificate by then; a key that others may have had counts only where it
        is proved that it signed before.
        """
        for since, by_others in self._withdrawn(one, authorities):
            withdrawn = f"the certificate of {one.holder} was withdrawn from {shown(since)} on"
            demand(at < since, withdrawn)
            proved = not by_others or (signed is not None and signed < since)
            demand(
                proved,
                f"{withdrawn}, for a reason by which others may have had the key, and nothing proves"
                f" that it signed before: ask {one.state} for the reason, or for a timestamp from before",
            )

    def compromised(self, one: Certificate, authorities: list[Certificate]) -> list[datetime]:
        """Since when the key may have been in other hands, as each list says."""
        return [since for since, other in self._withdrawn(one, authorities) if other]

    def _withdrawn(
        self, one: Certificate, authorities: list[Certificate]
    ) -> Iterator[tuple[datetime, bool]]:
        for ca in authorities:
            if (ca.use, ca.state, ca.family) != ("state-ca", one.state, one.family):
                continue
            for listing, entries in self._lists:
                if not issuer_of_list(listing) == subject_of(ca.x509) == issuer_of(one.x509):
                    continue
                digest = listing.signature_hash_algorithm
                try:
                    verify(ca.key, listing.signature, listing.tbs_certlist_bytes, digest)
                except Wrong:
                    continue  # a list that nobody trusted signed says nothing
                for since, reason in entries.get(one.x509.serial_number, ()):
                    if reason != x509.ReasonFlags.remove_from_crl and since <= self._now:
                        yield since, reason not in self.HARMLESS

    @staticmethod
    def _since(entry: x509.RevokedCertificate) -> Withdrawn:
        """Return the invalidity date or the revocation date, whichever is earlier, and the reason."""
        since: datetime = entry.revocation_date_utc
        reason: x509.ReasonFlags | None = None
        for extension in entry.extensions:
            if isinstance(extension.value, x509.InvalidityDate):
                since = min(since, extension.value.invalidity_date_utc)
            elif isinstance(extension.value, x509.CRLReason):
                reason = extension.value.reason
        return since, reason


def check_list(listing: x509.CertificateRevocationList, by: x509.Certificate | None = None) -> None:
    """[3] A list has version 2, a number, a next update, and entries that can be read; and is `by` a State CA,
    where one is named.
    """
    fields = der(listing.tbs_certlist_bytes).inside(0x30)
    demand(
        fields[0].tag == 0x02 and fields[0].content == b"\x01", "a list of another version than 2"
    )
    demand(listing.next_update_utc is not None, "a list without a next update")
    listing.extensions.get_extension_for_class(x509.CRLNumber)
    for entry in listing:
        _ = entry.extensions  # raises where one cannot be read, or is there twice
    if by is None:
        return
    demand(subject_of(by) == issuer_of_list(listing), "a list by another issuer")
    key = key_of(by)
    if not isinstance(key, Unread):  # else `lists_unread` says that it was not asked
        verify(key, listing.signature, listing.tbs_certlist_bytes, listing.signature_hash_algorithm)


def _revocation_list(data: bytes) -> x509.CertificateRevocationList:
    """[3] One block of PEM with not a byte around it, or DER."""
    written = one_block(data, b"X509 CRL") if data.startswith(b"-----") else data
    return x509.load_der_x509_crl(written)


# --- Signatures [4] ----------------------------------------------------------------------------------


@lru_cache(maxsize=256)
def signed_by(data: bytes, signature: bytes) -> Certificate:
    """The certificate whose key signed `data`, in the one form that signatures have here."""
    kind, content = der(signature).inside(SEQUENCE)
    demand(kind.raw == bytes([OID, len(ID_SIGNED_DATA)]) + ID_SIGNED_DATA, "no CMS SignedData")
    (body,) = content.inside(0xA0)
    version, algorithms, inner, certificates, infos = body.inside(SEQUENCE)
    (info,) = infos.inside(SET)
    number, signer, algorithm, attributes, method, value = info.inside(SEQUENCE)
    one = certificate(only(certificates.inside(0xA0)).raw)
    key = one.key
    digest = "sha512" if is_ml_dsa(key) else _digest_of_curve(key)
    demand(version.integer() == 1 and number.integer() == 1, "CMS of another version")
    demand(inner.raw == _sequence(_oid(ID_DATA)), "CMS that carries what it signs")
    named = _sequence(_oid(next(k for k, v in DIGESTS.items() if v == digest)))
    demand(algorithm.raw == named and only(algorithms.inside(SET)).raw == named, "another digest")
    used = ML_DSA_65 if is_ml_dsa(key) else ECDSA[digest]
    demand(method.raw == _sequence(_oid(used)), "another signature algorithm than the key's")
    issuer, serial = signer.inside(SEQUENCE)
    demand(issuer.raw == issuer_of(one.x509), "CMS names another issuer")
    demand(serial.integer() == one.x509.serial_number, "CMS names another certificate")
    found = _attributes(attributes)
    demand(
        found.keys() == {CONTENT_TYPE, MESSAGE_DIGEST, SIGNING_TIME, SIGNING_CERTIFICATE_V2},
        "CMS with other signed attributes",
    )
    raw = [each.raw for each in attributes.children()]
    demand(raw == sorted(raw), "CMS whose attributes are not in DER order")
    demand(found[CONTENT_TYPE].raw == _oid(ID_DATA), "CMS of another content type")
    demand(_is_signing_time(found[SIGNING_TIME]), "CMS with a signing time in another form")
    (listing,) = found[SIGNING_CERTIFICATE_V2].inside(SEQUENCE)
    ess, by_serial = only(listing.inside(SEQUENCE)).inside(SEQUENCE)
    bound = ess.raw == _octets(hashlib.sha256(one.der).digest())
    names, numbered = by_serial.inside(SEQUENCE)
    (name,) = names.inside(SEQUENCE)
    bound = bound and name.tag == 0xA4 and name.content == issuer.raw and numbered.raw == serial.raw
    demand(bound, "CMS is bound to another certificate")
    digest_found = hashlib.new(digest, data).digest()
    demand(
        found[MESSAGE_DIGEST].raw == _octets(digest_found), "it is a signature over something else"
    )
    demand(value.tag == OCTETS, "CMS without a signature")
    to_verify = bytes([SET]) + attributes.raw[1:]
    if not isinstance(key, Unread):  # else the caller leaves it undecided
        verify(key, value.content, to_verify, HASHES[digest])
    return one


def only(elements: list[Der]) -> Der:
    demand(len(elements) == 1, "CMS with more, or less, than one of something")
    return elements[0]


def _attributes(attributes: Der) -> dict[bytes, Der]:
    """Signed attributes by name, each with one value."""
    found: dict[bytes, Der] = {}
    for attribute in attributes.inside(0xA0):
        name, values = attribute.inside(SEQUENCE)
        demand(name.tag == OID, "a signed attribute without a name")
        demand(name.content not in found, "a signed attribute that occurs twice")
        found[name.content] = only(values.inside(SET))
    return found


def _is_signing_time(node: Der) -> bool:
    """[4] UTCTime through 2049, GeneralizedTime after; a claim, of which only the form counts."""
    text = node.content.decode("ascii")
    if node.tag == 0x17 and re.fullmatch(r"[0-9]{12}Z", text):
        year = int(text[:2])
        text = f"{2000 + year if year < 50 else 1900 + year}{text[2:]}"
    elif node.tag != 0x18 or not re.fullmatch(r"[0-9]{14}Z", text) or int(text[:4]) < 2050:
        return False
    datetime.strptime(f"{text}+0000", "%Y%m%d%H%M%SZ%z")
    return True


def _octets(content: bytes) -> bytes:
    return bytes([OCTETS, len(content)]) + content


def _oid(content: bytes) -> bytes:
    return bytes([OID, len(content)]) + content


def _sequence(content: bytes) -> bytes:
    return bytes([SEQUENCE, len(content)]) + content


def _digest_of_curve(key: object) -> str:
    demand(isinstance(key, ec.EllipticCurvePublicKey), "a signature by another kind of key")
    assert isinstance(key, ec.EllipticCurvePublicKey)
    return {"secp256r1": "sha256", "secp384r1": "sha384"}[key.curve.name]


# --- Timestamps [5] ------------------------------------------------------------------------------------


def stamped(
    token: bytes, document: bytes, known: Iterable[bytes] = ()
) -> tuple[datetime, x509.Certificate, bytes]:
    """When a token says that the document existed, and who says so. Trust is for the caller.

    `known` are certificates that the signer's may be among if the token does not bring it along.
    """
    try:
        return _stamped(token, document, known)
    except OUT_OF_FORM as error:
        problem = f"a timestamp that is not in its form ({type(error).__name__}: {error})"
        raise Wrong(problem[:300]) from None


def _stamped(
    token: bytes, document: bytes, known: Iterable[bytes]
) -> tuple[datetime, x509.Certificate, bytes]:
    kind, content = der(token).inside(SEQUENCE)
    demand(kind.raw == _oid(ID_SIGNED_DATA), "a timestamp that is no SignedData")
    (body,) = content.inside(0xA0)
    version, algorithms, inner, *more, infos = body.inside(SEQUENCE)
    choices, revoked = _choices(more)
    carried = [each.raw for each in choices if each.tag == SEQUENCE]
    for each in carried:
        read_whole(each)  # one that nobody can read fails the token, even if it is not the signer
    inner_kind, wrapped = inner.inside(SEQUENCE)
    octets = only(wrapped.inside(0xA0))
    demand(inner_kind.raw == _oid(ID_TST_INFO) and octets.tag == OCTETS, "no TSTInfo")
    demand(version.integer() == _cms_version(choices, revoked), "a timestamp of another version")
    tst = octets.content
    info = _signer_info(only(infos.inside(SET)))
    digest = _digest_named(info[2])
    listed = [_algorithm(each) for each in algorithms.inside(SET)]
    demand(_algorithm(info[2]) in listed, "a timestamp that does not list its digest")
    method = SIGNED_WITH.get(_algorithm(info[4]))
    demand(method, "a timestamp signed by an algorithm that none has")
    assert method is not None
    kind_of_key, over = method
    demand(over in {None, digest}, "a timestamp signed over another digest than it names")
    attributes = _attributes(info[3])
    demand({CONTENT_TYPE, MESSAGE_DIGEST} <= attributes.keys(), "a timestamp without attributes")
    demand(attributes[CONTENT_TYPE].content == ID_TST_INFO, "a timestamp of another content type")
    demand(
        attributes[MESSAGE_DIGEST].content == hashlib.new(digest, tst).digest(),
        "the timestamp's content was changed",
    )
    fields = der(tst).inside(SEQUENCE)
    _check_tst_info(fields)
    imprint, hashed = fields[2].inside(SEQUENCE)
    digest_found = hashlib.new(_digest_named(imprint), document).digest()
    demand(
        hashed.tag == OCTETS and hashed.content == digest_found,
        "the timestamp is over something else",
    )
    text = fields[4].content.decode()
    written = re.fullmatch(r"[0-9]{14}(\.[0-9]{0,5}[1-9])?Z", text)
    demand(written, "a timestamp whose time is in another form")
    at = datetime.strptime(text[:14], "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    signer = _signer_among(
        info[1], [*carried, *known]
    )  # what needs no certificate was asked before
    _check_ess(attributes, signer)
    read = x509.load_der_x509_certificate(signer)
    key = read.public_key()
    demand(isinstance(key, kind_of_key), "another signature algorithm than the key's")
    verify(key, info[5].content, bytes([SET]) + info[3].raw[1:], HASHES[digest])
    return at, read, signer


TST_INFO_MAY_HAVE = (SEQUENCE, 0x01, INTEGER, 0xA0, 0xA1)
"""Accuracy, ordering, nonce, the authority's name and extensions: tags, in this order (RFC 3161)."""


def _check_tst_info(fields: list[Der]) -> None:
    """RFC 3161 2.4.2: version 1, policy, imprint, serial number, time, and what may follow."""
    demand(fields[0].integer() == 1, "a TSTInfo of another version")
    form = [one.tag for one in fields[1:5]] == [OID, SEQUENCE, INTEGER, 0x18]
    demand(form and fields[3].integer() is not None, "a TSTInfo in another form")
    demand(
        {one.tag for one in fields[5:]} <= {*TST_INFO_MAY_HAVE},
        "a TSTInfo with something more in it",
    )
    places = [TST_INFO_MAY_HAVE.index(one.tag) for one in fields[5:]]
    demand(places == sorted(set(places)), "a TSTInfo with something more in it")
    for one in fields[5:]:
        if one.tag == 0xA0:
            _check_general_name(only(one.children()))


TEXT_NAMES = (0x81, 0x82, 0x86)
"""Names that are IA5String: a mail address, a host, a URI."""


def _check_general_name(name: Der) -> None:
    """RFC 5280 4.2.1.6: the authority's name in a TSTInfo can be read."""
    if name.tag == 0xA4:  # a distinguished name
        for part in only(name.children()).inside(SEQUENCE):
            for attribute in part.inside(SET):
                kind, value = attribute.inside(SEQUENCE)
                demand(kind.tag == OID and kind.content, "a timestamp with a name in another form")
                if value.tag in DIRECTORY_STRINGS:
                    value.content.decode(DIRECTORY_STRINGS[value.tag])
    elif name.tag in TEXT_NAMES:
        demand(name.content.isascii(), "a timestamp with a name in another form")
    elif name.tag == 0xA0:  # another kind of name: its identifier and its value
        kind, value = name.children()
        demand(kind.tag == OID and value.tag == 0xA0, "a timestamp with a name in another form")
    elif name.tag == 0x87:
        demand(len(name.content) in {4, 16}, "a timestamp with an address in another form")
    else:
        demand(name.tag in {0xA3, 0xA5, 0x88}, "a timestamp with a name of no kind")


DIRECTORY_STRINGS = {
    0x0C: "utf-8",
    0x13: "ascii",
    0x16: "ascii",
    0x1C: "utf-32-be",
    0x1E: "utf-16-be",
}
"""How the text in a distinguished name is written, by the tag of its type."""


def _choices(more: list[Der]) -> tuple[list[Der], list[Der]]:
    """Certificates and revocation lists, each optional and in this order (RFC 5652 5.1)."""
    tags = [each.tag for each in more]
    demand(tags in ([], [0xA0], [0xA1], [0xA0, 0xA1]), "a timestamp with something more in it")
    found = {each.tag: each.children() for each in more}
    choices, revoked = found.get(0xA0, []), found.get(0xA1, [])
    known = {SEQUENCE, 0xA0, 0xA1, 0xA2, 0xA3}
    demand({each.tag for each in choices} <= known, "certificates of no known kind")
    return choices, revoked


def _cms_version(choices: list[Der], revoked: list[Der]) -> int:
    if any(each.tag == 0xA3 for each in choices) or any(each.tag == 0xA1 for each in revoked):
        return 5
    return 4 if any(each.tag == 0xA2 for each in choices) else 3


def _signer_info(info: Der) -> list[Der]:
    """RFC 5652 5.3: six parts, and perhaps attributes that nobody signed."""
    parts = info.inside(SEQUENCE)
    form = len(parts) == 6 or (len(parts) == 7 and parts[6].tag == 0xA1)
    demand(form and parts[5].tag == OCTETS, "a signer in another form")
    by_key = parts[1].tag == 0x80
    demand(parts[0].integer() == (3 if by_key else 1), "a signer of another version")
    if not by_key:
        issuer, serial = parts[1].inside(SEQUENCE)
        demand(issuer.tag == SEQUENCE and serial.integer() is not None, "a signer without a name")
    return parts


def _algorithm(identifier: Der) -> bytes:
    """Its object identifier; the parameters are absent, NULL, or the curve of a key."""
    kind, *parameters = identifier.inside(SEQUENCE)
    demand(kind.tag == OID, "an algorithm without an identifier")
    curve = kind.content == EC_PUBLIC_KEY and [each.tag for each in parameters] == [OID]
    absent = [each.raw for each in parameters] in ([], [b"\x05\x00"])
    demand(curve or absent, "an algorithm with parameters that it does not take")
    return kind.content


def _digest_named(identifier: Der) -> str:
    """Return the digest of an algorithm identifier, one of three [5]."""
    found = DIGESTS.get(_algorithm(identifier))
    demand(found, "a timestamp by a digest that none has")
    assert found is not None
    return found


def _signer_among(sid: Der, carried: list[bytes]) -> bytes:
    for raw in carried:
        one = x509.load_der_x509_certificate(raw)
        if sid.tag == SEQUENCE:
            issuer, serial = sid.children()
            same = issuer.raw == issuer_of(one)
            if same and serial.integer() == one.serial_number:
                return raw
        elif sid.tag == 0x80:
            try:
                found = one.extensions.get_extension_for_class(x509.SubjectKeyIdentifier)
            except x509.ExtensionNotFound:
                continue
            if found.value.digest == sid.content:
                return raw
    raise Undecided(
        "a timestamp does not bring its authority's certificate along",
        "anyone with that certificate",
    )


def _check_ess(attributes: dict[bytes, Der], signer: bytes) -> None:
    """[5, 3] The first entry of signingCertificateV2, else of signingCertificate, is the signer's."""
    second = SIGNING_CERTIFICATE_V2 in attributes
    found = attributes.get(SIGNING_CERTIFICATE_V2 if second else SIGNING_CERTIFICATE)
    demand(found, "a timestamp bound to no signer")
    assert found is not None
    listed = found.inside(SEQUENCE)
    demand(listed and listed[0].tag == SEQUENCE, "a timestamp bound to no signer")
    entries = listed[0].children()
    demand(entries and entries[0].tag == SEQUENCE, "a timestamp bound to no signer")
    first = entries[0].children()
    digest = "sha256" if second else "sha1"
    if second and first and first[0].tag == SEQUENCE:
        digest = _digest_named(first.pop(0))
    demand(first and first[0].tag == OCTETS, "a timestamp bound to no signer")
    demand(
        first[0].content == hashlib.new(digest, signer).digest(),
        "a timestamp bound to another signer",
    )


# --- Notes and proofs of the log [17] ---------------------------------------------------------------------


@dataclass(frozen=True)
class Checkpoint:
    """The log's signed size and root."""

    origin: str
    size: int
    root: bytes


LARGEST_NOTE = 1 << 20


def note_parts(note: str) -> tuple[str, list[tuple[str, bytes]]]:
    """The text of a signed note and its signature lines; refused in any other form."""
    demand(len(note.encode()) <= LARGEST_NOTE, "a note that is too large")
    text, parted, lines = note.rpartition("\n\n")
    demand(parted and text and lines.endswith("\n"), "a checkpoint that is no signed note")
    demand(not re.search("[\x00-\x09\x0b-\x1f]", note), "a note with control characters")
    found = [_note_line(line) for line in lines[:-1].split("\n")]
    demand(1 <= len(found) <= 100, "a note without signatures, or with too many")
    return text + "\n", found


def point_of(text: str) -> Checkpoint:
    """Return what a checkpoint says: origin, size, root, and at most 16 lines more."""
    origin, size, root, *more = text[:-1].split("\n")
    demand(len(more) <= 16 and all(more), "a checkpoint with other lines")
    demand(re.fullmatch("0|[1-9][0-9]{0,18}", size), "a checkpoint without a size")
    demand(int(size) < 2**63 and len(unbase64(root)) == 32, "a checkpoint in another form")
    return Checkpoint(origin, int(size), unbase64(root))


def checkpoint(note: str, vkeys: list[str]) -> Checkpoint:
    """A checkpoint that the log signed: by Ed25519, and by ML-DSA-44 where such a key is listed."""
    text, lines = note_parts(note)
    point = point_of(text)
    signed: set[int] = set()
    keys = [one for one in map(_vkey, vkeys) if one[0] == point.origin]
    for name, value in lines:
        for origin, key_id, kind, public in keys:
            if (origin, key_id) != (name, value[:4]) or (kind == 1 and kind in signed):
                continue  # a later line of a name whose signature held is passed over; of ML-DSA none is
            if kind == 1:
                verify_ed25519(public, value[4:], text.encode())
            else:
                demand(value[4:12] == bytes(8), "the log's second signature names a time")
                verify_subtree(name, public, point, value[4:])
            signed.add(kind)
    demand(
        1 in signed, "the checkpoint is not signed by a key that the directory lists for the log"
    )
    listed = {kind for _, _, kind, _ in keys}
    demand(6 not in listed or 6 in signed, "the checkpoint lacks the log's ML-DSA-44 signature")
    return point


def keys_of_note(note: str, vkeys: list[str]) -> list[str]:
    """Return the Ed25519 keys among these by which a line of a note holds."""
    text, lines = note_parts(note)
    found = []
    for vkey in vkeys:
        origin, key_id, kind, public = _vkey(vkey)
        for name, value in lines if kind == 1 else ():
            if (origin, key_id) == (name, value[:4]):
                with suppress(Wrong, *OUT_OF_FORM):
                    verify_ed25519(public, value[4:], text.encode())
                    found.append(vkey)
    return found


@lru_cache(maxsize=REMEMBERED)
def verify_subtree(name: str, public: bytes, point: Checkpoint, value: bytes) -> None:
    """A cosignature of type 0x06: `value` is the time and the signature."""
    if mldsa is None:
        raise Undecided("this Python cannot check ML-DSA-44", "a newer `cryptography`")
    demand(len(value) == 8 + KINDS[6], f"a cosignature by {name} in another form")
    written, origin = name.encode(), point.origin.encode()
    message = b"subtree/v1\n\0" + bytes([len(written)]) + written + value[:8]
    message += bytes([len(origin)]) + origin + bytes(8)
    message += point.size.to_bytes(8, "big") + point.root
    try:
        mldsa.MLDSA44PublicKey.from_public_bytes(public).verify(value[8:], message)
    except InvalidSignature:
        raise Wrong(f"a signature by {name} does not hold") from None


def _vkey(vkey: str) -> tuple[str, bytes, int, bytes]:
    name, identifier, key = vkey.split("+", 2)
    raw = unbase64(key)
    form = {1: 33, 6: 1313}.get(raw[0] if raw else 0) == len(raw)
    demand(form, "a log key that is neither Ed25519 nor ML-DSA-44")
    expected = hashlib.sha256(name.encode() + b"\n" + raw).digest()[:4]
    demand(expected.hex() == identifier, "a log key that does not have its id")
    return name, expected, raw[0], raw[1:]


def _note_line(line: str) -> tuple[str, bytes]:
    dash, name, value = line.split(" ")
    form = dash == "\u2014" and name and "+" not in name and name == "".join(name.split())
    raw = unbase64(value)
    demand(form and len(raw) > 4, "a signature line in another form")
    return name, raw


@dataclass(frozen=True)
class Proof:
    """A tlog-proof in its form; `salt` is None in that of a destroyed event."""

    salt: bytes | None
    index: int
    path: list[bytes]
    note: str

    @classmethod
    def of(cls, text: str) -> "Proof":
        head, parted, note = text.partition("\n\n")
        lines = head.split("\n")
        demand(parted and lines.pop(0) == "c2sp.org/tlog-proof@v1", "a proof in another form")
        salt = None
        if lines and lines[0].startswith("extra "):
            salt = unbase64(lines.pop(0).removeprefix("extra "))
            demand(len(salt) == 32, "a salt of another length")
        demand(ORIGIN.fullmatch(note.partition("\n")[0]), "a proof of a log without an origin")
        index = re.fullmatch("index (0|[1-9][0-9]{0,18})", lines.pop(0) if lines else "")
        demand(index is not None and len(lines) <= 63, "a proof in another form")
        assert index is not None
        path = [unbase64(one) for one in lines]
        demand(all(len(one) == 32 for one in path), "a proof with a hash of another length")
        return cls(salt, int(index[1]), path, note)

    @property
    def origin(self) -> str:
        return self.note.split("\n", 1)[0]


def commitment_of(salt: bytes, event: bytes) -> bytes:
    return hashlib.sha256(b"rogatory/custody/v1\n" + salt + event).digest()


def check_proof(proof: str, event: bytes, vkeys: Callable[[str], list[str]]) -> Checkpoint:
    """That the log's keeper had committed to this event when the checkpoint was made."""
    read = Proof.of(proof)
    parsed_event = event_of(event)
    demand(read.salt is not None, "a proof without its salt proves nothing of an event")
    assert read.salt is not None
    point = checkpoint(read.note, vkeys(read.origin))
    network = parsed_event["network"]
    demand(network in {None, point.origin.split("/")[0]}, "an event of another network")
    _check_place(read, point, leaf(commitment_of(read.salt, event)))
    return point


def check_unsigned_proof(read: Proof, entry: bytes) -> None:
    """[16.2, 6] What of a proof needs no key: the leaf is at its place under the checkpoint in it."""
    _check_place(read, point_of(note_parts(read.note)[0]), entry)


def _check_place(read: Proof, point: Checkpoint, entry: bytes) -> None:
    found = root_by_path(read.index, point.size, entry, read.path)
    demand(found == point.root, "the proof is of another event, or leads to another root")


# --- Witnesses [17] -------------------------------------------------------------------------------------

KINDS = {4: 64, 6: 2420}
"""The types of cosignatures, and how long their signatures are."""


@dataclass(frozen=True)
class WitnessKey:
    """A key by which a State's witness speaks."""

    state: str
    name: str
    identifier: bytes
    kind: int
    public: bytes
    start: datetime
    until: datetime
    counts: bool = True
    """False if what it says proves nothing: it was compromised, or another State lists it, too."""

    @classmethod
    def of(cls, state: str, vkey: str, start: datetime, until: datetime) -> "WitnessKey":
        name, identifier, key = vkey.split("+", 2)
        raw = unbase64(key)
        form = {4: 33, 6: 1313}.get(raw[0] if raw else 0) == len(raw)
        demand(form, "a witness key that is neither Ed25519 nor ML-DSA-44")
        expected = hashlib.sha256(name.encode() + b"\n" + raw).digest()[:4]
        demand(expected.hex() == identifier, "a witness key that does not have its id")
        return cls(state, name, expected, raw[0], raw[1:], start, until)

    def made(self, point: Checkpoint, text: str, value: bytes) -> datetime:
        """The moment of a cosignature that this key made over the checkpoint; else `Wrong`."""
        seconds = int.from_bytes(value[:8], "big")
        form = len(value) == 8 + KINDS[self.kind] and 0 < seconds <= 253370764800
        demand(form, f"a cosignature by {self.name} in another form")
        if self.kind == 4:
            message = f"cosignature/v1\ntime {seconds}\n{text}"
            verify_ed25519(self.public, value[8:], message.encode())
        else:
            verify_subtree(self.name, self.public, point, value)
        return datetime.fromtimestamp(seconds, UTC)


def cosigned_at(
    note: str,
    keys: list[WitnessKey],
    counts: Callable[[datetime], bool] = lambda _: True,
) -> dict[str, datetime]:
    """The States that cosigned a checkpoint, by each kind of key that they had in force then, and
    the last moment that each names, of those that count. A key that does not count is still one that
    they had.
    """
    text, lines = note_parts(note)
    point = point_of(text)
    shared = shared_by_states(keys)
    times: dict[str, dict[int, datetime]] = {}
    for name, value in lines:
        for key in keys:
            if (key.name, key.identifier) == (name, value[:4]):
                at = key.made(point, text, value[4:])
                known = key.counts and key.public not in shared and counts(at)
                if known and key.start <= at < key.until:
                    kinds = times.setdefault(key.state, {})
                    kinds[key.kind] = max(at, kinds.get(key.kind, at))
    counted = {}
    for state, kinds in times.items():
        last = max(kinds.values())
        held = {one.kind for one in keys if one.state == state and one.start <= last < one.until}
        if held <= kinds.keys():
            counted[state] = last
    return counted


def shared_by_states(keys: list[WitnessKey]) -> set[bytes]:
    """Public keys that two States list, which count for neither."""
    states: dict[bytes, set[str]] = {}
    for one in keys:
        states.setdefault(one.public, set()).add(one.state)
    return {public for public, of in states.items() if len(of) > 1}


def cosigned_by(note: str, keys: list[WitnessKey]) -> set[str]:
    return set(cosigned_at(note, keys))


def read_policy(text: str) -> list[tuple[int, list[str]]]:
    """The rules of a policy: at least so many of these States, each; none for `none`."""
    demand(len(text.encode()) <= 4096, "a policy that is too long")
    demand(not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f]", text), "a policy with control characters")
    lines = [line for line in text.split("\n") if line and not line.startswith("#")]
    if lines == ["none"]:
        return []
    rules: list[tuple[int, list[str]]] = []
    for line in lines:
        match = re.fullmatch(r"(?:all of|any ([1-9]\d{0,2}) of)((?: [A-Z]{2})+)", line, re.ASCII)
        demand(match, "a line of the policy in another form")
        assert match is not None
        states = match[2].split()
        rules.append((int(match[1] or len(states)), states))
        demand(rules[-1][0] <= len(states), "a policy that asks for more States than it names")
    named = [state for _, states in rules for state in states]
    demand(
        rules and len(set(named)) == len(named), "a policy without rules, or a State twice in it"
    )
    return rules


# --- The directory [18] ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Period:
    """When something listed counts: `from` included, `until` excluded, and how it ended."""

    start: datetime
    until: datetime
    ended: datetime | None
    compromised: bool

    @classmethod
    def of(cls, record: Json) -> "Period":
        end = record["ended"]
        return cls(
            moment(record["from"]),
            moment(record["until"]),
            moment(end["at"]) if end else None,
            bool(end) and end["reason"] == "compromised",
        )

    def covers(self, at: datetime, *, proven: bool) -> bool:
        if not self.start <= at < self.until:
            return False
        return self.ended is None or (at < self.ended and (proven or not self.compromised))

    def vouches(self, at: datetime, signed: datetime | None) -> bool:
        """Of a State CA: one that was rotated still vouches for what it issued; one that was
        compromised only for what is proved to have been signed before.
        """
        if self.ended is None or not self.compromised:
            return self.start <= at < self.until
        return self.covers(at, proven=True) and signed is not None and signed < self.ended


def is_version(value: Json) -> bool:
    return is_count(value, 1)


def is_role(value: Json) -> bool:
    """Decide whether it is a role as TUF writes it: ids of keys, each once, and how many must sign."""
    ids: Json = value["keyids"]
    each_once = is_list_of(is_string)(ids) and len(set(ids)) == len(ids)
    return each_once and is_count(value["threshold"], 1)


def is_delegated(value: Json) -> bool:
    """Decide whether it is a delegated role as TUF writes it: of no top-level role's name, by paths."""
    form = is_role(value) and is_string(value["name"]) and value["name"] not in ROLES
    form = form and isinstance(value["terminating"], bool) and "path_hash_prefixes" not in value
    return form and is_list_of(is_string)(value["paths"])


def is_key(value: Json) -> bool:
    """Decide whether it has the members of a key as TUF writes it."""
    return (
        is_string(value["keytype"]) and is_string(value["scheme"]) and "public" in value["keyval"]
    )


def is_delegation(value: Json) -> bool:
    """[18.1] Decide whether `delegations` are such as every TUF client reads, each name once."""
    exact = isinstance(value, dict) and value.keys() == {"keys", "roles"}
    form = exact and isinstance(value["keys"], dict) and is_list_of(is_delegated)(value["roles"])
    names = [one["name"] for one in value["roles"]] if form else []
    keys = form and all(isinstance(one["keyval"], dict) for one in value["keys"].values())
    return keys and all(map(is_key, value["keys"].values())) and len(set(names)) == len(names)


def is_expiry(value: Json) -> bool:
    """[18.1] Decide whether it is a moment of the year 1970 or later."""
    return is_moment(value) and moment(value).year >= 1970


ROLES = ("root", "timestamp", "snapshot", "targets")
NAMED_FILE: dict[str, Form] = {
    "version": is_version, "length": is_version, "hashes": record({"sha256": is_digest}),
}  # fmt: skip
"""The members by which snapshot and timestamp name a file [18.1]."""
SIGNED: dict[str, Form] = {
    "spec_version": matching(r"1(\.[0-9]+){1,2}"), "version": is_version, "expires": is_expiry,
}  # fmt: skip
"""The members of all metadata: TUF of version 1."""
METADATA: dict[str, dict[str, Form]] = {
    "root": SIGNED | {
        "keys": lambda value: isinstance(value, dict),
        "roles": record(dict.fromkeys(ROLES, is_role)),
    },
    "timestamp": SIGNED | {"meta": record({"snapshot.json": record(NAMED_FILE)})},
    "snapshot": SIGNED | {
        "meta": lambda value: (
            "targets.json" in value and mapping(is_string, record(NAMED_FILE))(value)
        ),
    },
    "targets": SIGNED | {
        "targets": lambda value: isinstance(value, dict),
        "delegations": is_delegation,
    },
}  # fmt: skip
"""The members of metadata by their kind; further ones may be there, which TUF passes over."""


def out_of_form(kind: str, signed: Json) -> list[str]:
    """[18.7] The members that are missing or in another form; one that is `null` is not left out."""
    return [
        name
        for name, form in METADATA[kind].items()
        if not (conforms(form, signed[name]) if name in signed else name == "delegations")
    ]


class Roots:
    """The chain of roots in a copy of the directory [18.7, 1 and 2], whatever else is there."""

    def __init__(self, read: Callable[[str], bytes]) -> None:
        first = read("metadata/1.root.json")
        self.network, self.roots = sha256(first), [first]
        root = _tuf(first)["signed"]
        demand(is_version(root["version"]) and root["version"] == 1, "the first root's version")
        self.metadata(first, "root", root, root["roles"]["root"], named=False)
        for number in range(2, 1026):
            try:
                data = read(f"metadata/{number}.root.json")
            except FileNotFoundError:
                break
            demand(number <= 1024, "the directory has too many roots")
            root = self.follows(data, root, number)
            self.roots.append(data)
        self.last = root

    def follows(self, data: bytes, root: Json, number: int) -> Json:
        """The next root, signed by the thresholds of the one before it and of itself."""
        following = _tuf(data)["signed"]
        self.metadata(data, "root", root, root["roles"]["root"])
        self.metadata(data, "root", following, following["roles"]["root"])
        demand(following["version"] == number, f"root {number} says another version")
        return following

    def metadata(
        self, data: bytes, kind: str, keys: Json, role: Json, *, named: bool = True
    ) -> Json:
        """Return what is signed, once a threshold of the role's keys signed it for this network."""
        document = _tuf(data)
        demand(document.keys() == {"signatures", "signed"}, f"directory: {kind} has other members")
        signed = document["signed"]
        demand(signed["_type"] == kind, f"directory: {kind} says that it is {signed['_type']}")
        wrong = out_of_form(kind, signed)
        demand(not wrong, f"directory: {kind} has {', '.join(wrong)} in another form")
        first = kind == "targets" and signed["version"] == 1 and not signed["targets"] and (
            not signed.get("delegations", {}).get("roles"))  # fmt: skip
        if named and not (first and "rogatory-network" not in signed):
            demand(signed.get("rogatory-network") == self.network,
                   f"directory: {kind} is of another network, or names none")  # fmt: skip
        if kind == "root":
            check_holders(signed)
        ids = [signature["keyid"] for signature in document["signatures"]]
        demand(len(set(ids)) == len(ids), f"directory: {kind} is signed twice by one key")
        message, good = olpc(signed), set()
        unknown: Undecided | None = None
        for signature in document["signatures"]:
            key_id = signature["keyid"]
            if key_id in role["keyids"]:
                key = keys["keys"][key_id]
                demand(sha256(olpc(key)) == key_id, "directory: a key that does not have its id")
                check_tuf_key(key)
                try:
                    verify_tuf(key, bytes.fromhex(signature["sig"]), message)
                    good.add(key_id)
                except Undecided as error:
                    unknown = error
                except (Wrong, ValueError):
                    continue
        if unknown is not None and len(good) < role["threshold"]:
            raise unknown
        demand(len(good) >= role["threshold"] >= 1, f"directory: {kind} is signed by too few")
        return signed


def _tuf(data: bytes) -> Json:
    return json.loads(data.decode(), object_pairs_hook=_no_name_twice)


WHO_HAS_COPY = "anyone with a copy of the directory that does not hold it back"


class Listing(ABC):
    """The entries of States that hold, by code, and those that are held back."""

    given = False
    """True if the reader gave it: then it decides nothing of a State that it holds back [15.2]."""

    def __init__(self) -> None:
        self.entries: dict[str, Json] = {}
        self.registers: dict[str, Json] = {}

    @abstractmethod
    def withheld(self, state: str) -> str | None:
        """Return why it holds a State back; None of one that it lists, or does not."""

    @abstractmethod
    def entry(self, state: str) -> Json:
        """Return the entry of a State; refuse one that it does not list."""

    def authorities(self, state: str, at: datetime, signed: datetime | None) -> list[Certificate]:
        """The State CAs that count, or vouch."""
        return authorities_of(self.entry(state), at, signed)

    def records(self, holder: str, use: str) -> list[Json]:
        return [one for one in self.entry(holder[:2].upper())["certificates"]
                if (one["use"], one["holder"]) == (use, holder)]  # fmt: skip

    def knows(self, authority: str) -> bool:
        """Decide whether the State's entry lists the authority."""
        entry = self.entries.get(authority[:2].upper(), {"authorities": []})
        return any(one["id"] == authority for one in entry["authorities"])

    def log_keys(self, origin: str) -> list[str]:
        return log_keys_in(self.entries, origin)

    def policy(self, state: str) -> list[tuple[int, list[str]]]:
        """By which policy a State says that its logs are witnessed; no rule where it says none."""
        text = self.entries[state]["witness_policy"] if state in self.entries else None
        if text is None:
            return []
        rules = read_policy(text)
        demand(
            all(state not in states for _, states in rules), f"{state} names itself as a witness"
        )
        return rules

    def witness_keys(self, states: list[str]) -> list[WitnessKey]:
        """Their keys. One that was compromised does not count, since nothing here proves when it was
        used; nor does one that another State lists as well.
        """
        found, every = [], list[WitnessKey]()
        for state, entry in self.entries.items():
            for one in entry["witnesses"]:
                period = Period.of(one)
                until = min(period.until, period.ended or period.until)
                key = WitnessKey.of(state, one["vkey"], period.start, until)
                every.append(key)
                if state in states:
                    found.append(replace(key, counts=not period.compromised))
        shared = shared_by_states(every)
        return [replace(one, counts=one.counts and one.public not in shared) for one in found]


class Given(Listing):
    """The entries that a reader gave: a directory of their States that holds back every other [15]."""

    given = True

    def __init__(self, entries: Iterable[Json]) -> None:
        super().__init__()
        self.entries = {one["state"]: one for one in entries}

    def withheld(self, state: str) -> str | None:
        return None if state in self.entries else f"the entry of {state} was not given"

    def entry(self, state: str) -> Json:
        if (lacking := self.withheld(state)) is not None:
            raise Undecided(lacking, f"anyone with the entry of {state}")
        return self.entries[state]


class Directory(Roots, Listing):
    """The directory as of a moment, or as published (None); every State that holds, by code."""

    def __init__(
        self,
        read: Callable[[str], bytes],
        at: datetime | None,
        having: frozenset[str] | None = None,
        *,
        given: bool = False,
    ) -> None:
        """`having` are, of a bundle's directory, the States, in small letters, of which any file lies
        there [18.9, 5].
        """
        Listing.__init__(self)
        Roots.__init__(self, read)
        self.given = given
        self.at, self._read, self._having = at, read, having
        self.held: dict[str, str] = {}
        self.expires: dict[str, str] = {}
        root = self.last
        self._current(root, "root")
        data = read("metadata/timestamp.json")
        timestamp = self.metadata(data, "timestamp", root, root["roles"]["timestamp"])
        self._current(timestamp, "timestamp")
        snapshot = self._named(timestamp["meta"], "snapshot", root, root["roles"]["snapshot"])
        self.version = snapshot["version"]
        targets = self._named(snapshot["meta"], "targets", root, root["roles"]["targets"])
        demand(targets["targets"].keys() <= {"depositary.json"},
               "directory: targets name other files than the depositary's")  # fmt: skip
        for meta in targets["targets"].values():
            form = meta["hashes"].keys() == {"sha256"} and is_count(meta["length"])
            demand(
                form and meta["length"] <= 1 << 20,
                "directory: the depositary's file is named in another form",
            )
        delegated = targets.get("delegations", {"keys": {}, "roles": []})
        for role in delegated["roles"]:
            if not re.fullmatch("[a-z]{2}", role["name"]):
                continue  # it delegates to nobody [18.1]
            state = role["name"].upper()
            try:
                self._state(role, delegated, snapshot["meta"])
            except (Wrong, *OUT_OF_FORM) as error:
                self.held[state] = str(error)

    def _current(self, signed: Json, kind: str) -> None:
        if kind in {"root", "targets", "snapshot", "timestamp"}:
            self.expires.setdefault(kind, signed["expires"])
        current = self.at is None or moment(signed["expires"]) > self.at
        demand(current, f"directory: {kind} had expired at {signed['expires']}")

    def _named(self, names: Json, kind: str, keys: Json, role: Json, file: str = "") -> Json:
        meta = names[f"{file or kind}.json"]
        demand(conforms(record(NAMED_FILE), meta), f"directory: {file or kind} is named otherwise")
        data = self._read(f"metadata/{meta['version']}.{file or kind}.json")
        same = sha256(data) == meta["hashes"]["sha256"] and len(data) == meta["length"]
        demand(same, f"directory: {file or kind} is not the one that was named")
        signed = self.metadata(data, kind, keys, role)
        self._current(signed, file or kind)
        demand(
            signed["version"] == meta["version"], f"directory: {file or kind} of another version"
        )
        return signed

    def _state(self, role: Json, delegated: Json, names: Json) -> None:
        """18.7, number 6."""
        name, state = role["name"], role["name"].upper()
        if self._having is not None and name not in self._having:
            return  # a bundle has the States that it speaks of, and no other [18.9, 5]
        paths = [f"states/{name}.json", f"states/{name}.officers.json"]
        form = role.keys() == {"name", "keyids", "threshold", "terminating", "paths"}
        form = form and role["terminating"] is True and role["threshold"] == 1
        form = form and role["paths"] == paths and role["keyids"]
        demand(form, f"{state} is delegated in another form")
        for key_id in role["keyids"]:
            key = delegated["keys"].get(key_id)
            demand(key is not None, f"{state} is delegated to a key that is not there")
            demand(sha256(olpc(key)) == key_id, f"{state}: a key that does not have its id")
            check_tuf_key(key)
        if f"{name}.json" not in names:
            return  # it was enrolled, and has published nothing yet
        signed = self._named(names, "targets", delegated, role, file=name)
        demand(
            sorted(signed["targets"]) == sorted(paths), f"{state} signs other files than its own"
        )
        demand("delegations" not in signed, f"{state} delegates")
        announced_keys = signed.get("rogatory-keys", [])
        demand(
            is_list_of(is_digest)(announced_keys), f"{state}: the keys that may sign from now on"
        )
        found = []
        for path in paths:
            meta = signed["targets"][path]
            demand(meta["hashes"].keys() == {"sha256"}, f"{path} has other digests")
            demand(meta["length"] <= 1 << 20, f"{path} is too large")
            digest = meta["hashes"]["sha256"]
            data = self._read(f"targets/states/{digest}.{path.removeprefix('states/')}")
            same = sha256(data) == digest and len(data) == meta["length"]
            demand(same, f"{path} is not the file that was signed")
            found.append(data)
        self.entries[state], self.registers[state] = entry_and_register(found[0], found[1], state)

    def withheld(self, state: str) -> str | None:
        held = state in self.held
        return f"the directory holds {state} back: {self.held[state]}" if held else None

    def entry(self, state: str) -> Json:
        if (reason := self.withheld(state)) is not None:
            raise Undecided(reason, WHO_HAS_COPY) if self.given else Held(reason)
        demand(state in self.entries, f"the directory does not list {state}")
        return self.entries[state]


def authorities_of(entry: Json, at: datetime, signed: datetime | None) -> list[Certificate]:
    """The State CAs of an entry that count, or vouch, at a moment."""
    return [
        certificate(unbase64(one["der"]))
        for one in entry["certificates"]
        if one["use"] == "state-ca" and Period.of(one).vouches(at, signed)
    ]


# The forms of an entry and of a register [18.3, 18.4]: one table for each kind of object.

LONGEST_LIST, LONGEST_TEXT, LONGEST_KEY = 10000, 500, 4000
KEPT_OUT_OF_TEXT = {"Cc", "Cf", "Zl", "Zp"}
"""The categories of characters that no text of an entry has: control, format, line-separating."""


def no_thing_twice(form: Form, least: int = 0, by: Callable[[Json], Json] | None = None) -> Form:
    """[18.3] Return the form of a list that names no thing twice."""

    def decide(value: Json) -> bool:
        fits = isinstance(value, list) and least <= len(value) <= LONGEST_LIST
        if not fits or not all(conforms(form, one) for one in value):
            return False
        return len({canonical(one if by is None else by(one)) for one in value}) == len(value)

    return decide


def is_plain(value: Json) -> bool:
    """[18.3] Decide whether a text of an entry has 1 to 500 characters and none that is kept out."""
    fits = isinstance(value, str) and 1 <= len(value) <= LONGEST_TEXT
    return fits and not any(unicodedata.category(one) in KEPT_OUT_OF_TEXT for one in value)


def is_port(text: str | None) -> bool:
    return text is None or int(text) < 65536


def is_address(value: Json) -> bool:
    """[18.3] Decide whether it is the https address of a node, which names no user and asks nothing."""
    if not is_plain(value) or not value.isascii():
        return False
    host = r"\[([0-9A-Fa-f:.]+)\]|[^\[\]/:?#@\\ ]+"
    match = re.fullmatch(rf"https://(?:{host})(?::([0-9]{{1,5}}))?(?:/[^?#\\ ]*)?", value)
    if match is None or not is_port(match[2]):
        return False
    return match[1] is None or bool(ipaddress.IPv6Address(match[1]))


def is_policy(text: str) -> bool:
    """[17, 18.3] Decide whether a State may state a policy so: lines that end in LF."""
    read_policy(text)
    plain = all(one == "\n" or unicodedata.category(one) not in KEPT_OUT_OF_TEXT for one in text)
    return plain and 1 <= len(text) <= LONGEST_KEY and text.endswith("\n")


is_key_text = matching(f"[!-~]{{1,{LONGEST_KEY}}}")
is_time = matching("([01][0-9]|2[0-3]):[0-5][0-9]")
is_zone = matching("[A-Za-z]+([/_+-][A-Za-z0-9]+){0,4}")
HOST = r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*"
NAMES_OF: dict[str, Form] = dict.fromkeys(("ar", "en", "es", "fr", "ru", "zh"), is_plain)


def host_of(origin: str) -> str:
    """[18.3] Return the host of an origin of pages; what is no https, or http of this machine, has none."""
    match = re.fullmatch(rf"(?:(https)|http)://({HOST})(?::([0-9]{{1,5}}))?", origin)
    demand(match, "an origin in another form")
    assert match is not None
    safe = match[1] or match[2] == "localhost"
    demand(safe and is_port(match[match.re.groups]), "an origin in another form")
    return match[2]


END: dict[str, Form] = {"at": is_moment, "reason": one_of("rotated", "compromised")}
PERIOD: dict[str, Form] = {"from": is_moment, "until": is_moment, "ended": or_null(record(END))}


def for_a_time(forms: dict[str, Form], *absent: str) -> Form:
    """[18.3] Return the form of what is listed from one moment until another, not before the first."""
    form = record(PERIOD | forms, *absent)
    return lambda value: form(value) and moment(value["from"]) <= moment(value["until"])


DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
SPAN: dict[str, Form] = {
    "days": no_thing_twice(one_of(*DAYS), least=1), "from": is_time, "to": is_time,
}  # fmt: skip
LISTED_AUTHORITY: dict[str, Form] = {
    "id": is_authority,
    "names": record(NAMES_OF),
    "places": no_thing_twice(matching("[A-Z]{2}(-[A-Z0-9]{1,3})?")),
    "subjects": no_thing_twice(is_kind),
    "acts": mapping(is_kind, one_of("itself", "forwards")),
    "time_zone": is_zone,
    "hours": no_thing_twice(record(SPAN)),
    "verified": or_null(is_date),
}
LISTED_CERTIFICATE: dict[str, Form] = {
    "use": one_of(*(use for use in USAGES if use != "officer")),
    "holder": is_string,
    "algorithm": one_of("p256", "p384", "rsa", "mldsa65"),
    "der": lambda value: bool(certificate(unbase64(value))),
}
RECIPIENT: dict[str, Form] = {
    "authority": is_authority,
    "label": one_of("workstation", "recovery"),
    "recipient": lambda value: bool(check_recipient(value)),
}
LOG: dict[str, Form] = {
    "origin": is_origin,
    "vkey": lambda value: is_key_text(value) and _vkey(value)[2] == 1,
    "mldsa44": lambda value: is_key_text(value) and _vkey(value)[2] == 6,
}
WITNESS: dict[str, Form] = {"name": is_key_text, "vkey": is_key_text}
RELYING_PARTY: dict[str, Form] = {
    "id": short(matching(HOST), 253),
    "origins": no_thing_twice(lambda value: bool(host_of(value)), 1),
}
CHANNELS: dict[str, Form] = dict.fromkeys(
    ("diplomatic_only", "interpol_urgent"), lambda value: isinstance(value, bool)
)
FACT: dict[str, Form] = {
    "instrument": is_plain, "status": is_plain, "date": is_date, "source": is_plain,
}  # fmt: skip
WINDOW: dict[str, Form] = {
    "from": is_time, "to": is_time, "time_zone": is_zone,
    "per_month": lambda value: is_count(value, 1) and value <= 60,
}  # fmt: skip
ENTRY: dict[str, Form] = {
    "version": lambda value: first_version({"version": value}),
    "state": matching("[A-Z]{2}"),
    "names": record(NAMES_OF),
    "authorities": no_thing_twice(record(LISTED_AUTHORITY), 1, lambda one: one["id"]),
    "node": record({"url": is_address}),
    "certificates": no_thing_twice(for_a_time(LISTED_CERTIFICATE), 1),
    "recipients": no_thing_twice(for_a_time(RECIPIENT)),
    "officers": is_digest,
    "logs": no_thing_twice(for_a_time(LOG, "mldsa44")),
    "witnesses": no_thing_twice(for_a_time(WITNESS)),
    "versions": no_thing_twice(lambda one: is_count(one, 1) and one <= 1000, 1),
    "kinds": no_thing_twice(is_kind),
    "approvals": mapping(is_kind, lambda value: is_count(value) and value <= 9),
    "relying_party": record(RELYING_PARTY),
    "languages": no_thing_twice(is_tag, 1),
    "channels": record(CHANNELS),
    "party": no_thing_twice(record(FACT)),
    "card": or_null(is_digest),
    "call_back": no_thing_twice(is_authority),
    "witness_policy": or_null(is_policy),
    "drill_window": or_null(record(WINDOW)),
}
"""The members of an entry and their forms [18.3]; what one says of another is in `check_entry`."""
OFFICER_RECORD: dict[str, Form] = {
    "number": is_officer,
    "authorities": no_thing_twice(is_authority, 1),
    "roles": no_thing_twice(one_of("duty", "approver", "lawyer", "examiner", "auditor"), 1),
    "credential": lambda value: 1 <= len(unbase64url(value)) <= 1023,
    "key": lambda value: bool(point_of_key(unbase64url(value))),
}
REGISTER: dict[str, Form] = {
    "version": lambda value: first_version({"version": value}),
    "state": matching("[A-Z]{2}"),
    "officers": no_thing_twice(for_a_time(OFFICER_RECORD)),
}


def entry_and_register(data: bytes, register: bytes, state: str) -> tuple[Json, Json]:
    """[18.3, 18.4] A State's two files, in form, in agreement with each other and with their keys."""
    _check_entry_and_register(data, register, state, _mldsa=mldsa is not None)
    return parsed(data), parsed(register)


@lru_cache(
    maxsize=256
)  # a bundle's directory is read at several moments, and its files are the same
def _check_entry_and_register(data: bytes, register: bytes, state: str, *, _mldsa: bool) -> None:
    entry, officers = parsed(data), parsed(register)
    check_entry(entry, state)
    demand(entry["officers"] == sha256(register), f"{state}: entry and register do not agree")
    check_members(officers, REGISTER, f"the register of {state}")
    demand(officers["state"] == state, f"{state}: another register")
    authorities = {one["id"] for one in entry["authorities"]}
    owners, holders = dict[str, Json](), dict[bytes, str]()
    for one in officers["officers"]:
        number = one["number"]
        demand(number[:2] == state.lower(), f"{state}: an officer of another State")
        demand(set(one["authorities"]) <= authorities, f"{number} is of an authority not listed")
        owner = owners.setdefault(one["credential"], one)
        same = (owner["number"], owner["key"]) == (number, one["key"])
        demand(same, f"{number} has a credential of {owner['number']}")
        holder = holders.setdefault(point_of_key(unbase64url(one["key"])), number)
        demand(holder == number, f"{number} has a key of {holder}")


def point_of_key(data: bytes) -> bytes:
    """[18.4, 6] Return what distinguishes a COSE_Key from others, however it is written: its point."""
    raw: bytes = cose_key(data)[0].public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return raw


def check_entry(entry: Json, state: str) -> None:
    """[18.3] An entry is in form, and what it says agrees with what else it says."""
    check_members(entry, ENTRY, f"the entry of {state}")
    demand(entry["state"] == state, f"the entry of {state}: another one")
    holders = {one["id"] for one in entry["authorities"]}
    own = {one[:2] for one in holders} == {state.lower()}
    demand(own, f"{state}: an authority of another State")
    named = {one["authority"] for one in entry["recipients"]} | set(entry["call_back"])
    demand(named <= holders, f"{state}: an authority that is not listed")
    _check_certificates(entry, state, holders)
    _check_logs(entry, state)
    for one in entry["witnesses"]:
        key = WitnessKey.of(state, one["vkey"], moment(one["from"]), moment(one["until"]))
        named_so = re.fullmatch(f"[0-9a-f]{{64}}/{state.lower()}/witness", one["name"])
        demand(key.name == one["name"] and named_so, f"{state}: a witness of another name")
    party = entry["relying_party"]
    for host in map(host_of, party["origins"]):
        below = host == party["id"] or host.endswith(f".{party['id']}")
        demand(below, f"{state}: an origin of another host than its relying party")
    rules = read_policy(entry["witness_policy"]) if entry["witness_policy"] else []
    itself = any(state in states for _, states in rules)
    demand(not itself, f"{state} names itself as a witness")


def _check_logs(entry: Json, state: str) -> None:
    """[18.3] The keys of a log have its origin as their name, and each or none a second one."""
    for one in entry["logs"]:
        demand(one["origin"].split("/")[1] == state.lower(), f"{state}: a log of another State")
        names = {_vkey(one[name])[0] for name in ("vkey", "mldsa44") if name in one}
        demand(names == {one["origin"]}, f"{state}: a log's keys")
    for origin in {one["origin"] for one in entry["logs"]}:
        having = {"mldsa44" in one for one in entry["logs"] if one["origin"] == origin}
        demand(len(having) == 1, f"{state}: a log with a second key here and none there")


def _check_certificates(entry: Json, state: str, holders: set[str]) -> None:
    """[18.3] Each certificate is what the entry says of it, and one of its State CAs issued it."""
    own = [certificate(unbase64(one["der"])) for one in entry["certificates"]
           if one["use"] == "state-ca"]  # fmt: skip
    demand(own, f"{state} lists no State CA")
    for one in entry["certificates"]:
        period, read = Period.of(one), certificate(unbase64(one["der"]))
        same = (read.use, read.holder) == (one["use"], one["holder"])
        demand(same, f"{state}: a certificate of another")
        among = holders if one["use"] == "authority" else {state.lower()}
        demand(one["holder"] in among, f"{state}: a certificate of {one['holder']}")
        right = kind_of_key(read.key) == one["algorithm"]
        demand(right, f"{state}: a certificate of another algorithm")
        inside = read.x509.not_valid_before_utc <= period.start and (
            period.until <= moved(read.x509.not_valid_after_utc, timedelta(seconds=1)))  # fmt: skip
        demand(inside, f"{state}: a period beyond that of the certificate")
        check_profile(read)
        if one["use"] != "state-ca" and not (read.family == "mldsa65" and mldsa is None):
            check_issued(read, own, None, decides=True)  # else `directory` says what was not asked


def olpc(value: Json) -> bytes:
    """The JSON that TUF signs: sorted members, no white space, two characters escaped."""
    if isinstance(value, dict):
        return b"{" + b",".join(olpc(n) + b":" + olpc(value[n]) for n in sorted(value)) + b"}"
    if isinstance(value, list):
        return b"[" + b",".join(map(olpc, value)) + b"]"
    if isinstance(value, str):
        return b'"' + value.replace("\\", "\\\\").replace('"', '\\"').encode() + b'"'
    return json.dumps(value).encode()


def check_tuf_key(key: Json) -> None:
    """[18.1] A key has one spelling: in another its holder would be two."""
    members(key, {"keytype", "scheme", "keyval"}, "directory: a key")
    members(key["keyval"], {"public"}, "directory: a key")
    public = key["keyval"]["public"]
    if key["keytype"] == "ed25519":
        demand(is_digest(public), "directory: a key in another form")
        return
    if key["keytype"] == "ml-dsa" and mldsa is None:
        return
    read = load_pem_public_key(public.encode())
    written = read.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    demand(written.decode() == public, "directory: a key in another form")


def check_holders(root: Json) -> None:
    """[18.1] Each key in a role is in its one form, and in no role under two ids: its holder would
    be two.
    """
    for name, role in root["roles"].items():
        found = [root["keys"][one] for one in role["keyids"] if one in root["keys"]]
        for key in found:
            check_tuf_key(key)
        publics = {key["keyval"]["public"] for key in found}
        demand(len(publics) == len(found), f"directory: one key twice in the role {name}")


def verify_tuf(key: Json, signature: bytes, message: bytes) -> None:
    """Ed25519, ECDSA, or ML-DSA-65 as TAP 21 has it: over "tuf", the byte 1 and the SHA-512."""
    public = key["keyval"]["public"]
    if (key["keytype"], key["scheme"]) == ("ed25519", "ed25519"):
        verify(
            ed25519.Ed25519PublicKey.from_public_bytes(bytes.fromhex(public)), signature, message
        )
        return
    for curve, digest in ((ec.SECP256R1(), hashes.SHA256()), (ec.SECP384R1(), hashes.SHA384())):
        if (key["keytype"], key["scheme"]) == ("ecdsa", f"ecdsa-sha2-nistp{curve.key_size}"):
            point = load_pem_public_key(public.encode())
            same = isinstance(point, ec.EllipticCurvePublicKey) and point.curve.name == curve.name
            demand(same, "a key that is not what it says")
            verify(point, signature, message, digest)
            return
    demand((key["keytype"], key["scheme"]) == ("ml-dsa", "ml-dsa-65/1"), "a key of another kind")
    if mldsa is None:
        raise Undecided("the directory is signed with ML-DSA", "a newer `cryptography` package")
    key_read = load_pem_public_key(public.encode())
    demand(is_ml_dsa(key_read), "a key that is not what it says")
    verify(key_read, signature, b"tuf\x01" + hashlib.sha512(message).digest())


# --- Who signed ---------------------------------------------------------------------------------------------


def log_keys_in(entries: dict[str, Json], origin: str) -> list[str]:
    """The keys of a log, however it ended: its epochs are over when a proof is read."""
    state = origin.split("/")[1].upper() if origin.count("/") == 2 else ""
    if state not in entries:
        return []
    found = []
    for one in entries[state]["logs"]:
        if one["origin"] == origin:
            found += [one["vkey"], *([one["mldsa44"]] if "mldsa44" in one else [])]
    return found


def stolen_log_keys(entries: dict[str, Json], origin: str) -> dict[str, datetime]:
    """[17] The Ed25519 keys of a log that were compromised, and when; of several moments the earliest."""
    found: dict[str, datetime] = {}
    for one in entries.get(origin[65:67].upper(), {"logs": []})["logs"]:
        period = Period.of(one)
        if one["origin"] == origin and period.compromised and period.ended:
            found[one["vkey"]] = min(period.ended, found.get(one["vkey"], period.ended))
    return found


@dataclass(frozen=True)
class Signed:
    """The signer of a document, with the certificates."""

    holder: str
    certificates: tuple[Certificate, ...]


@dataclass(frozen=True)
class Judge:
    """By what signatures are judged: copies of the directory, entries, or State CAs."""

    directory: Listing | None
    """As read as of the moment, or the copy, or the entries, that the reader gave."""
    anchors: tuple[Certificate, ...] = ()
    """State CAs at hand of States without an entry."""
    withdrawn: Withdrawals = field(default_factory=Withdrawals)
    newest: Directory | None = None
    """The newest copy known, as published [4.2, rule 5]."""
    now: datetime = field(default_factory=lambda: datetime.now(UTC))
    ends: Given | None = None
    """The entries given beside a bundle, of which the ends alone count [15]."""
    stamping: tuple[bytes, ...] = ()
    """Certificates of timestamp authorities that came along, where nothing was given."""
    workstation: bool = False
    """True if packages are judged: listing is a check of its own, and ML-DSA always demanded."""
    record_at: datetime | None = None
    """Where earlier records are judged, the moment: a certificate may have ended before [15, 8]."""

    @property
    def copies(self) -> list[Listing]:
        return [one for one in (self.directory, self.newest) if one is not None]

    @property
    def newest_known(self) -> Listing | None:
        return self.newest or self.directory

    @property
    def registers(self) -> list[Directory]:
        """The copies that have registers, which entries lack [15]; the newest known is the last."""
        return [one for one in self.copies if isinstance(one, Directory)]

    @property
    def network(self) -> str | None:
        """The network of the directory; entries name none."""
        named: str | None = getattr(self.directory, "network", None)
        return named

    def signatures(
        self,
        document: Path,
        holder: str | None,
        at: datetime,
        *,
        signed: datetime | None = None,
        use: str = "authority",
        named: Path | None = None,
        listing: bool = True,
        by_listing: bool = False,
    ) -> Signed:
        """That both signatures of a document hold, are by the holder, and counted then [4].

        They lie beside it, under its name, or under `named` where that is another. `signed` is the
        signature moment [4.2, rule 3]. `by_listing`: the one by ML-DSA is demanded only where the
        directory lists such a certificate as in force.
        """
        limit = LARGEST_TAG_MANIFEST if document.name == TAG_MANIFEST else LARGEST_SMALL_FILE
        data, beside = small(document, limit), named or document
        second = Path(f"{beside}.mldsa65.p7s")
        ones = [signed_by(data, small(Path(f"{beside}.p256.p7s"), 32768))]
        demand(ones[0].family == "classical", f"{beside.name}: the first signature is no ECDSA one")
        signer = ones[0].holder
        demand(holder in {None, signer}, f"{beside.name} is signed by {signer}, not {holder}")
        demanded = not by_listing or self._lists_mldsa(signer, use, at)
        there = lies(second)
        demand(there or not demanded, f"{beside.name} lacks the ML-DSA signature")
        if there:
            ones.append(signed_by(data, small(second, 32768)))
            demand(ones[1].family == "mldsa65", f"{beside.name}: the second is no ML-DSA signature")
            demand(ones[1].holder == signer, f"{beside.name} is signed by two holders")
        unknown: Undecided | None = None
        for one in ones:
            try:
                self._counts(one, use, at, signed, listing=listing)
            except Undecided as error:
                unknown = unknown or error
        if there and mldsa is None and unknown in {None, NO_ML_DSA}:
            raise Undecided(
                "the ECDSA signature holds; this Python cannot check the ML-DSA one",
                NO_ML_DSA.who,
            )
        if unknown is not None:
            raise unknown
        return Signed(signer, tuple(ones))

    def _counts(self, one: Certificate, use: str, at: datetime, signed: datetime | None,
                *, listing: bool) -> None:  # fmt: skip
        demand(one.use == use, f"a certificate for {one.use}, not {use}")
        check_profile(one)
        if at in {self.now, self.record_at} and at > one.x509.not_valid_after_utc:
            self._issued(one, one.x509.not_valid_after_utc, signed, listing=listing)
            raise Undecided(
                f"the signature holds, but the certificate of {one.holder} has ended since",
                "anyone with a timestamp, or a copy kept since before then",
            )
        demand(one.covers(at), f"the certificate of {one.holder} was not valid at {shown(at)}")
        unlisted: Undecided | None = None
        if self.directory is not None and use != "officer" and listing:
            try:
                self.listed(one, use, at, signed)  # officers: the register says whether in force
            except Undecided as error:
                unlisted = error
        self._issued(one, at, signed, listing=listing)
        if unlisted is not None:
            raise unlisted

    def _issued(
        self, one: Certificate, at: datetime, signed: datetime | None, *, listing: bool
    ) -> None:
        if self.record_at is not None and self.directory is not None:
            self._issued_for_record(one, at, signed)
            return
        found = self.authorities(one.state, at, signed, listing=listing)
        decides = self.directory is not None and one.state in self.directory.entries
        check_issued(one, found, at, decides=decides)
        if self.directory is None:
            self.withdrawn.check(one, found, at, signed)

    def authorities(
        self, state: str, at: datetime, signed: datetime | None, *, listing: bool = True
    ) -> list[Certificate]:
        """The State CAs that vouch: by the directory, or those at hand of a State without an entry."""
        directory = self.directory
        found = [one for one in self.anchors if one.state == state]
        if directory is None or (found and directory.withheld(state) is not None):
            return found
        if self.workstation and not listing:  # every one; that they count is asked elsewhere
            return [
                certificate(unbase64(one["der"]))
                for one in directory.entry(state)["certificates"]
                if one["use"] == "state-ca"
            ]
        return directory.authorities(state, at, signed)

    def _issued_for_record(self, one: Certificate, at: datetime, signed: datetime | None) -> None:
        """[15, 8] By a State CA that vouches it holds; by one alone that is listed and does not, or where none
        of its State and family is listed, it is undecided.
        """
        assert self.directory is not None
        entry: Json = {"certificates": []}
        if one.state in self.directory.entries or self.directory.withheld(one.state) is not None:
            entry = self.directory.entry(one.state)
        listed = [certificate(unbase64(each["der"]))
                  for each in entry["certificates"] if each["use"] == "state-ca"]  # fmt: skip
        vouching = authorities_of(entry, at, signed)
        with suppress(Wrong):
            check_issued(one, vouching, at, decides=True)
            return
        if any(each.family == one.family for each in listed):
            check_issued(one, listed, None, decides=True)
        raise Undecided(
            f"no State CA of {one.state} that the directory lists vouches for {one.holder} then",
            f"{one.state}, which must say whether it signed that",
        )

    def log_keys(self, origin: str) -> list[str] | None:
        """The keys of a log; None where nothing that was given speaks for its State."""
        state = origin[65:67].upper()
        if self.directory is None or self.directory.withheld(state) is not None:
            return None
        return self.directory.log_keys(origin)

    def demand_log_key(self, note: str, keys: list[str], there: Iterable[datetime | None]) -> None:
        """[17] That a checkpoint counts, which verifies: a key signed it that nobody stole, or it is proved to
        have been `there` before the last of these thefts.
        """
        origin, stolen = note.split("\n", 1)[0], dict[str, datetime]()
        for copy in (self.newest_known, self.ends):
            for key, at in stolen_log_keys(copy.entries, origin).items() if copy else ():
                stolen[key] = min(at, stolen.get(key, at))
        ends = [stolen.get(one) for one in keys_of_note(note, keys)] if stolen else [None]
        thefts = [one for one in ends if one is not None]
        if len(thefts) < len(ends):
            return
        last = max(thefts)
        demand(
            any(one is not None and one < last for one in there),
            f"log-key-compromised: the log's key was compromised at {shown(last)}, and neither a timestamp"
            " of another State nor its cosignatures prove that the checkpoint is older",
        )

    def of_network(self, network: str | None) -> None:
        """[15] What names a network names that of the directory given."""
        same = self.network is None or network in {None, self.network}
        demand(same, "workstation-other-network: it names another network than the directory's")

    def listed(self, one: Certificate, use: str, at: datetime, signed: datetime | None) -> None:
        """[4.2, rule 5] That each copy lists the certificate as in force, and none as compromised
        before it signed.
        """
        for copy in self.copies:
            same = [record for record in copy.records(one.holder, use)
                    if unbase64(record["der"]) == one.der]  # fmt: skip
            demand(same, f"the directory does not list this certificate of {one.holder}")
            self._in_force(one, same, at, signed)
        if self.ends is not None and one.state in self.ends.entries:
            same = [record for record in self.ends.records(one.holder, use)
                    if unbase64(record["der"]) == one.der]  # fmt: skip
            if same:  # what it does not list it does not decide [15]
                self._in_force(one, same, at, signed)

    @staticmethod
    def _in_force(
        one: Certificate, same: list[Json], at: datetime, signed: datetime | None
    ) -> None:
        """[4.2, rule 5] Ask the second and the third of its points of the records of a certificate."""
        periods = [Period.of(record) for record in same]
        held = [each for each in periods if each.covers(at, proven=True)]
        ended = f"this certificate of {one.holder} was not in force at {shown(at)}"
        demand(held, ended)
        proved = [each for each in held if not each.compromised
                  or (signed is not None and each.ended and signed < each.ended)]  # fmt: skip
        unproved = f"the key of {one.holder} was compromised, and nothing proves what it signed"
        demand(proved, unproved)

    def all_listed(
        self, network: str | None, made: list[tuple[Certificate, datetime, datetime | None]]
    ) -> None:
        """[15, 19.1] Each certificate counts under rule 5, at its moments; of this network."""
        wrong, unknown = list[str](), None
        try:
            self.of_network(network)
        except Wrong as error:
            wrong += error.reasons
        for one, at, signed in made:
            for rule in (self.listed, self.vouched):
                try:
                    rule(one, "authority", at, signed)
                except Undecided as error:
                    unknown = error
                except Wrong as error:
                    wrong += error.reasons
        if wrong:
            raise Wrong(*sorted(set(wrong)))
        if unknown is not None:
            raise unknown

    def vouched(self, one: Certificate, _: str, at: datetime, signed: datetime | None) -> None:
        """[4.2, rule 5] That a State CA issued it that the first copy lets vouch then [18.5]: a
        compromised one only for what was signed before its end.
        """
        if self.directory is not None:
            found = self.directory.authorities(one.state, at, signed)
            check_issued(one, found, at, decides=True)

    def _lists_mldsa(self, holder: str, use: str, at: datetime) -> bool:
        """[4] Decide whether the directory lists an ML-DSA certificate of a holder as in force."""
        found = [] if self.directory is None else self.directory.records(holder, use)
        return any(one["algorithm"] == "mldsa65" and Period.of(one).covers(at, proven=True)
                   for one in found)  # fmt: skip

    def stamp(self, token: bytes, document: bytes) -> tuple[datetime, datetime, str]:
        """The time of one timestamp [5], from when on somebody else could have made it, and the
        State of its authority.
        """
        try:
            at, read, raw = stamped(token, document, self._stamping_known())
        except Undecided:  # nobody at hand is its signer: an authority that is not known
            raise self._unlisted_authority() from None
        inside = read.not_valid_before_utc <= at <= read.not_valid_after_utc
        demand(inside, "a timestamp by a certificate that was not valid then")
        end = moved(read.not_valid_after_utc, timedelta(seconds=1))
        named = [uri for uri in _uris(read) if uri.startswith("rogatory:")]
        other = len(named) == 1 and not named[0].startswith("rogatory:tsa:")
        demand(not other, "a timestamp by a certificate for something else")
        if self.directory is None and raw in self.stamping:
            _stamping_only(read)
            return at, self._end_by_lists(raw, at, end), _state_of(raw)
        try:
            demand(len(named) == 1, "a certificate without its one rogatory name")
            one = certificate(raw)
        except (Wrong, *OUT_OF_FORM):  # nobody knows whose it is
            raise self._unlisted_authority() from None
        check_profile(one)
        if self.directory is None:
            found = [
                ca for ca in self.anchors if ca.state == one.state and ca.family == "classical"
            ]
            if not found:
                raise _unknown_authority()
            try:
                check_issued(one, found, at)
            except Wrong as error:
                raise Unlisted(str(error)) from None
            return at, self._end_by_lists(raw, at, end), one.state
        return at, self._stamped_by_listed(one, at, end), one.state

    def maker(self, token: bytes, document: bytes) -> str:
        """Return name and fingerprint of the authority that made a timestamp, which holds."""
        _, read, raw = stamped(token, document, self._stamping_known())
        return f"{read.subject.rfc4514_string()}, SHA-256 {sha256(raw)}"

    def _end_by_lists(self, raw: bytes, at: datetime, end: datetime) -> datetime:
        """[3, 5] That no revocation list withdrew a timestamp authority by then, where no directory
        speaks; and until when nobody else had its key.
        """
        try:
            one = certificate(raw)
        except (Wrong, *OUT_OF_FORM):
            return end
        found = list(self.anchors)
        self.withdrawn.check(one, found, at, at)
        return min([end, *self.withdrawn.compromised(one, found)])

    def _stamped_by_listed(self, one: Certificate, at: datetime, end: datetime) -> datetime:
        """[5, 7] That each copy that lists the authority lists it as in force, and one does."""
        listed = False
        for copy in self.copies:
            entry = copy.entries.get(one.state, {"certificates": []})
            for record in entry["certificates"]:
                if record["use"] != "tsa" or unbase64(record["der"]) != one.der:
                    continue
                period = Period.of(record)
                demand(period.covers(at, proven=True), "a timestamp by an authority that had ended")
                listed = True
                if period.compromised and period.ended:
                    end = min(end, period.ended)
        if not listed:
            for copy in self.copies:
                if copy.given and copy.withheld(one.state) is not None:
                    copy.entry(one.state)  # raises why nobody can decide it
            raise Unlisted("a timestamp by an authority that the directory does not list")
        return end

    def _unlisted_authority(self) -> Exception:
        """Return the outcome of a token by an authority that is not known, where it is the only
        one.
        """
        if self.directory is None:
            return _unknown_authority()
        return Unlisted("a timestamp by an authority that no directory lists")

    def _stamping_known(self) -> Iterator[bytes]:
        """Certificates of timestamp authorities that a token need not bring along [5, 3]."""
        yield from self.stamping
        for copy in self.copies:
            for entry in copy.entries.values():
                for record in entry["certificates"]:
                    if record["use"] == "tsa":
                        yield unbase64(record["der"])


def _unknown_authority() -> Undecided:
    return Undecided("nothing here vouches for the authority of the timestamp",
                     "anyone with the directory, or that authority's certificate")  # fmt: skip


def _uris(read: x509.Certificate) -> list[str]:
    try:
        names = read.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return []
    return names.get_values_for_type(x509.UniformResourceIdentifier)


def _stamping_only(read: x509.Certificate) -> None:
    found = read.extensions.get_extension_for_class(x509.ExtendedKeyUsage)
    only = list(found.value) == [x509.oid.ExtendedKeyUsageOID.TIME_STAMPING]
    demand(only and found.critical, "a timestamp certificate without its extended usage")


def _state_of(raw: bytes) -> str:
    try:
        return certificate(raw).state
    except (Wrong, *OUT_OF_FORM):
        return ""


# --- Which timestamps count [5] -------------------------------------------------------------------------------


@dataclass
class Token:
    """One timestamp: over which document, when, by whom, and until when nobody else made it."""

    path: str
    document: str
    at: datetime
    end: datetime
    state: str
    counts: bool = False
    maker: str = ""
    """Of an authority that came along and names no State: its certificate, which nobody vouches for."""
    ahead: bool = False
    """True if it would count, but for its time, which is still to come [4.2, rule 7]."""


@dataclass(frozen=True)
class Known:
    """[4.2, 3(b) and (e)] When tokens over `bundle.json` or `disclosure.json` prove what it lists: one by an
    authority of the State that signed it proves nothing of what another State signed.
    """

    state: str
    tokens: tuple[Token, ...]

    def over(self, signer: str) -> list[Token]:
        own = signer[:2].upper() == self.state
        return [one for one in self.tokens if own or one.state not in {"", self.state}]

    @property
    def first(self) -> datetime:
        """The earliest, of whatever document [18.9]."""
        return min(one.at for one in self.tokens)


def known_of(known: Known | None, signer: str) -> datetime | None:
    """Return from when on a document is known that this holder signed."""
    return min((one.at for one in known.over(signer)), default=None) if known else None


class Stamps:
    """The tokens over a document and over the lists that lie beside it.

    `place` finds what a list names, which for an earlier seal may lie elsewhere.
    """

    LIST = re.compile(r"archive\.([1-9][0-9]?)\.json")

    def __init__(self, folder: Path, document: str, place: Callable[[str], Path]) -> None:
        self.folder, self.document, self._place = folder, document, place
        self.strays: list[str] = []
        there = list[Path]()
        try:
            there += folder.iterdir() if is_folder(folder) else ()
        except OSError as error:
            self.strays.append(f"{folder.name} cannot be listed ({error.strerror})")
        names = sorted(one.name for one in there if lies(one))
        self.list_names = [name for name in names if self.LIST.fullmatch(name)]
        self.paths: list[tuple[str, str]] = []
        for name in names:
            if name.endswith(".tst"):
                found = re.fullmatch(r"(.+?\.json)(\.([2-9]|[1-9][0-9]{1,2}))?\.tst", name)
                of = found[1] if found else ""
                if of == document or of in self.list_names:
                    self.paths.append((name, of))
                else:
                    self.strays.append(f"{name} has no place")
        self.tokens: list[Token] = []
        self.lists: dict[str, set[str]] = {}
        self.unknown: Undecided | None = None

    def judge(self, judge: Judge, known: datetime | None) -> list[datetime]:
        """The times that are proved for the document; `known` is when something else proves all."""
        self.tokens, self.lists, self.unknown = [], {}, None
        wrong, unlisted = list(self.strays), list[str]()
        for name in self.list_names:
            try:
                self.lists[name] = self._list(name)
            except (Wrong, *OUT_OF_FORM) as error:
                wrong.append(f"{name}: {error}")
        self._read_tokens(judge, wrong, unlisted)
        self._fade(min(judge.now, known) if known else judge.now, judge.now)
        wrong += [f"moment-ahead: {one.path} says {shown(one.at)}, which is still to come"
                  for one in self.tokens if one.ahead]  # fmt: skip
        wrong += self._older()
        times = self.times
        if not times:  # beside one that counts they do not count, and fail nothing
            wrong += unlisted
        if wrong:
            raise Wrong(*wrong)
        if not self.tokens and self.unknown is None:
            raise Undecided("there is no timestamp yet", "the sender's node, which adds it")
        if not times and self.unknown is not None:
            raise self.unknown
        if not times and not self.ever_counted:
            raise Undecided("no timestamp is over it", "the sender's node, which adds it")
        if not times and self.tokens:
            raise Undecided("the timestamp counts no more: its authority's certificate or key ended",
                            "anyone with a later timestamp over it, or a copy kept since")  # fmt: skip
        return times

    def _read_tokens(self, judge: Judge, wrong: list[str], unlisted: list[str]) -> None:
        for path, of in self.paths[:200]:
            try:
                token = small(self.folder / path, 65536)
                document = small(self.folder / of)
                made = Token(path, of, *judge.stamp(token, document))
                made.maker = "" if made.state else judge.maker(token, document)
                self.tokens.append(made)
            except Undecided as error:
                self.unknown = error
            except Unlisted as error:
                unlisted.append(f"{path}: {error}")
            except (Wrong, *OUT_OF_FORM) as error:
                wrong.append(f"{path}: {error}")

    @property
    def ever_counted(self) -> bool:
        """[15.2] Whether a token over the document counts, or did until it faded."""
        return any(self._over(one, self.document) for one in self.tokens)

    @property
    def names_it(self) -> bool:
        """Decide whether a token lies over the document, or over a list that names it."""
        over = {self.document, *(name for name, of in self.lists.items() if self.document in of)}
        return any(of in over for _, of in self.paths)

    @property
    def anything(self) -> bool:
        """Decide whether there is a token, or a list, to be judged."""
        return bool(self.paths or self.strays or self.list_names)

    @property
    def times(self) -> list[datetime]:
        return sorted(one.at for one in self.counting)

    @property
    def counting(self) -> list[Token]:
        return [one for one in self.tokens if one.counts and self._over(one, self.document)]

    def signatures_stamped(self) -> datetime | None:
        """[4.2, 3(a)] When a list was stamped that names the document and both signatures."""
        wanted = {self.document, f"{self.document}.p256.p7s", f"{self.document}.mldsa65.p7s"}
        found = [one.at for one in self.tokens
                 if one.counts and wanted <= self.lists.get(one.document, set())]  # fmt: skip
        return min(found, default=None)

    def _fade(self, known: datetime, now: datetime) -> None:
        """[5] The latest first, of one second that over a list: a token counts if it is known to have
        been there before its end, and is not still to come [4.2, rule 7].
        """
        later: list[Token] = []
        for one in sorted(self.tokens, key=lambda one: (one.at, self._number(one)), reverse=True):
            there = [known]
            there += [
                by.at for by in later if self._over(by, one.path) and self._over(by, one.document)
            ]
            one.ahead = one.at > moved(now, AHEAD) and min(there) < one.end
            one.counts = min(there) < one.end and not one.ahead
            if one.counts:
                later.append(one)

    def _number(self, token: Token) -> int:
        """The number of the list that a token is over; 0 of one over the document."""
        match = self.LIST.fullmatch(token.document)
        return int(match[1]) if match else 0

    def _older(self) -> list[str]:
        """A list that was stamped before a token that it names was put together later."""
        return [
            f"{by.document} was stamped before {one.path}, which it names"
            for by in self.tokens
            for one in self.tokens
            if one.counts and by.counts and one.path in self.lists.get(by.document, ())
            and moved(by.at, AHEAD) < one.at
        ]  # fmt: skip

    def _over(self, token: Token, path: str) -> bool:
        return token.document == path or path in self.lists.get(token.document, ())

    def _list(self, name: str) -> set[str]:
        """Return the names in a list, all of it unchanged."""
        document = list_of(small(self.folder / name, 1 << 20), name)
        for path, digest in document.items():
            place = self._place(path)
            demand(not through_link(place, path), f"{name}: {path} is reached by a link")
            same = digests(place, "sha512")[1] == [digest]
            demand(same, f"{name}: {path} is not as it was then")
        return set(document)


def list_of(data: bytes, name: str) -> dict[str, str]:
    """The files that an archive list names, with their digests."""
    document = parsed(data)
    members(document, {"version", "files"}, name)
    demand(first_version(document), f"{name}: its version")
    paths = [one["path"] for one in document["files"]]
    ordered = paths == sorted(set(paths), key=str.encode)
    demand(1 <= len(paths) <= 2000 and ordered, f"{name}: its files are not in order, each once")
    for one in document["files"]:
        members(one, {"path", "sha512"}, name)
        demand(re.fullmatch("[0-9a-f]{128}", one["sha512"]), f"{name}: a digest in another form")
        inside = not {"", ".", ".."} & set(one["path"].split("/"))
        outside = one["path"] == "package.age" or one["path"].startswith("custody/")
        demand(inside and not outside, f"{name} names a file that lies elsewhere")
    return {one["path"]: one["sha512"] for one in document["files"]}


# --- Approvals [6] ---------------------------------------------------------------------------------------------


def check_approvals(data: bytes, message: Json, content: str, judge: Judge, at: datetime,
                    signed: datetime | None) -> None:  # fmt: skip
    """That as many officers approved as the sender's entry demands for the kind."""
    document = parsed(data)
    members(document, {"approvals", "version"}, "approvals.json")
    form = first_version(document) and isinstance(document["approvals"], list)
    demand(form and len(document["approvals"]) <= 32, "approvals of another version, or too many")
    state, directory = message["from"][:2].upper(), judge.directory
    assert directory is not None
    entry, register = directory.entry(state), directory.registers[state]
    officers = set()
    for one in document["approvals"]:
        members(one, {"authenticator_data", "client_data", "credential", "officer", "signature",
                      "verdict"}, "an approval")  # fmt: skip
        officers.add(_approved(one, message, content, entry, register, at))
        _check_in_force(one, judge.newest_known, state, at)
        for copy in judge.registers:
            for record in copy.registers.get(state, {"officers": []})["officers"]:
                end = record["ended"]
                if (
                    record["credential"] == one["credential"]
                    and end
                    and end["reason"] == "compromised"
                ):
                    before = signed is not None and signed < moment(end["at"])
                    demand(before, f"the credential of {one['officer']} was compromised, and nothing"
                           " proves that it approved before")  # fmt: skip
    demanded = entry["approvals"].get(message["kind"], 1)
    demand(len(officers) >= demanded, f"{len(officers)} approvals of {demanded} that are demanded")


def _check_in_force(one: Json, copy: Listing | None, state: str, at: datetime) -> None:
    """[4.2, 6] The newest copy lists the credential for the officer as in force, or as compromised since."""
    if copy is None or copy.withheld(state) is not None:
        return
    records = [
        Period.of(record)
        for record in copy.registers.get(state, {"officers": []})["officers"]
        if (record["number"], record["credential"]) == (one["officer"], one["credential"])
    ]
    in_force = any(each.covers(at, proven=True) or each.compromised for each in records)
    demand(in_force, f"the newest copy lists {one['officer']} as no longer in force")


def _approved(one: Json, message: Json, content: str, entry: Json, register: Json,
              at: datetime) -> str:  # fmt: skip
    demand(one["verdict"] == "approve", "an approval with another verdict")
    records = [
        record
        for record in register["officers"]
        if (record["number"], record["credential"]) == (one["officer"], one["credential"])
        and message["from"] in record["authorities"]
        and "approver" in record["roles"]
        and Period.of(record).covers(at, proven=True)
    ]
    demand(records, f"{one['officer']} is not registered to approve for {message['from']}")
    check_assertion(one, content, entry["relying_party"]["id"], entry["relying_party"]["origins"],
                    unbase64url(records[0]["key"]))  # fmt: skip
    officer: str = one["officer"]
    return officer


def check_assertion(one: Json, content: str, party: str, origins: list[str], key: bytes) -> None:
    """[6, 2] The WebAuthn assertion of an approval: over this content, from this party."""
    text = f"rogatory/approval/v1\napprove\n{content}"
    challenge = hashlib.sha256(text.encode()).digest()
    client_data = unbase64url(one["client_data"])
    demand(len(client_data) <= 4096, "client data that are too large")
    client = json.loads(client_data.decode(), object_pairs_hook=_no_name_twice)
    demand(client["type"] == "webauthn.get", "an approval that is no assertion")
    demand(unbase64url(client["challenge"]) == challenge, "an approval of something else")
    demand(client["origin"] in origins, "an approval from another origin")
    demand(client.get("crossOrigin", False) is False, "an approval from within another page")
    demand("topOrigin" not in client, "an approval from within another page")
    authenticator = unbase64url(one["authenticator_data"])
    check_authenticator_data(authenticator)
    party_digest = hashlib.sha256(party.encode()).digest()
    demand(authenticator[:32] == party_digest, "an approval for another relying party")
    demand(authenticator[32] & 0x05 == 0x05, "an approval without a verified user")
    public, kind = cose_key(key)
    signature = unbase64url(one["signature"])
    verify(public, signature, authenticator + hashlib.sha256(client_data).digest(), kind)


def check_authenticator_data(data: bytes) -> None:
    """[6] Authenticator data are as WebAuthn has them: 37 bytes; if flagged, a credential with its
    key; if flagged, extensions; and nothing behind these.
    """
    demand(37 <= len(data) <= 4096, "authenticator data of another length")
    flags, rest = data[32], data[37:]
    if flags & 0x40:
        length = int.from_bytes(rest[16:18], "big")
        demand(len(rest) > 18 + length, "authenticator data that are cut short")
        key, rest = first_cbor(rest[18 + length :])
        demand(isinstance(key, dict), "authenticator data with a key in another form")
    if flags & 0x80:
        extensions, rest = first_cbor(rest)
        demand(isinstance(extensions, dict), "authenticator data with extensions in another form")
    demand(not rest, "authenticator data with something behind them")


def _no_name_twice(pairs: list[tuple[str, Json]]) -> Json:
    demand(len({name for name, _ in pairs}) == len(pairs), "a name that occurs twice")
    return dict(pairs)


def cose_key(data: bytes) -> tuple[Any, Any]:
    """ES256 or EdDSA, from the CBOR map that a COSE_Key is [6]."""
    demand(len(data) <= 1024, "a COSE key that is too large")
    found = cbor(data)
    demand(isinstance(found, dict), "a COSE key in another form")
    if (found[1], found[3], found[-1]) == (2, -7, 1):
        demand(len(found[-2]) == len(found[-3]) == 32, "a COSE key in another form")
        point = b"\x04" + found[-2] + found[-3]
        return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point), hashes.SHA256()
    demand((found[1], found[3], found[-1]) == (1, -8, 6), "a COSE key of another kind")
    return ed25519.Ed25519PublicKey.from_public_bytes(found[-2]), None


def cbor(data: bytes) -> Any:
    """Return the one item of CBOR (RFC 8949) that this is; nothing follows it."""
    found, rest = first_cbor(data)
    demand(not rest, "CBOR with something behind it")
    return found


def first_cbor(data: bytes, depth: int = 0) -> tuple[Any, bytes]:
    """The first item, with a definite length, and what follows it."""
    demand(data and depth <= 4, "CBOR that is cut short, or too deep")
    kind, small_count = data[0] >> 5, data[0] & 0x1F
    demand(small_count < 28, "CBOR of an indefinite length")
    extra = 1 << small_count - 24 if small_count >= 24 else 0
    demand(len(data) > extra, "CBOR that is cut short")
    number = int.from_bytes(data[1 : 1 + extra], "big") if extra else small_count
    rest = data[1 + extra :]
    if kind in {0, 1}:
        return (number if kind == 0 else -1 - number), rest
    if kind in {2, 3}:
        demand(number <= len(rest), "CBOR that is cut short")
        found = rest[:number]
        return (found if kind == 2 else found.decode()), rest[number:]
    if kind == 4:
        items = list[Any]()
        for _ in range(number):
            item, rest = first_cbor(rest, depth + 1)
            items.append(item)
        return items, rest
    if kind == 5:
        return _cbor_map(number, rest, depth)
    if kind == 6:
        return first_cbor(rest, depth + 1)  # what a tag says of an item is not asked
    return {20: False, 21: True}.get(small_count), rest


def _cbor_map(count: int, rest: bytes, depth: int) -> tuple[dict[Any, Any], bytes]:
    found: dict[Any, Any] = {}
    names = set[tuple[type, Any]]()
    for _ in range(count):
        name, rest = first_cbor(rest, depth + 1)
        demand((type(name), name) not in names, "CBOR with a name that occurs twice")
        names.add((type(name), name))
        found[name], rest = first_cbor(rest, depth + 1)
    return found, rest


# --- Messages and receipts [7, 11] ---------------------------------------------------------------------------------

CONTENT = ("network", "kind", "from", "to", "thread", "language", "body", "attachments")
MESSAGE = {*CONTENT, "version", "id", "sequence", "previous", "seen", "issued", "related"}


@dataclass(frozen=True)
class Message:
    """A message folder of a bundle."""

    folder: Path
    data: bytes
    document: Json
    receipt: Json | None

    @classmethod
    def read(cls, folder: Path) -> "Message":
        data = small(folder / "message.json", 1 << 20)
        document = parsed(data, 4096)
        _check_message(document)
        path, receipt = folder / "receipt.json", None
        if lies(path):
            try:
                receipt = parsed(small(path, 1 << 20))
                _check_receipt(receipt)
            except (Wrong, *OUT_OF_FORM):
                receipt = {}  # the check of the receipts reports why
        return cls(folder, data, document, receipt)

    @cached_property
    def digest(self) -> str:
        return sha256(self.data)

    def check(self, judge: Judge, known: Known | None) -> str:
        """[19.3, 9] Signed, approved, with its attachments, at the time of its receipt."""
        directory = judge.directory
        assert directory is not None
        document = self.document
        demand(document["network"] == judge.network, "a message of another network")
        not_ahead(document["issued"], judge.now)
        at = moment(self.receipt["received"] if self.receipt else document["issued"])
        signed = known_of(known, document["from"])
        unknown: Undecided | None = None
        try:
            path, sender = self.folder / "message.json", document["from"]
            judge.signatures(path, sender, at, signed=signed, by_listing=True)
        except Undecided as error:
            unknown = error
        content = sha256(canonical({name: document[name] for name in CONTENT}))
        approvals = small(self.folder / "approvals.json", 1 << 20)
        check_approvals(approvals, document, content, judge, at, signed)
        self._check_attachments()
        if unknown is not None:
            raise unknown
        return str(document["from"])

    def _check_attachments(self) -> None:
        folder = self.folder / "attachments"
        there = set(files_below(folder)) if is_folder(folder) else set()
        named = {one["sha256"]: one["size"] for one in self.document["attachments"]}
        demand(there == set(named), "other attachments than the message names")
        for digest, size in named.items():
            demand(digests(folder / digest, "sha256") == (size, [digest]), "another attachment")

    def check_receipt(
        self, judge: Judge, known: Known | None, stated: "LogStatements | None" = None
    ) -> tuple[Checkpoint, int, bytes]:
        """[19.3, 11; 11] What it states of its log, which does not contradict what is `stated` there."""
        directory, receipt = judge.directory, self.receipt
        assert directory is not None
        demand(receipt, "a receipt in another form")
        assert receipt is not None
        state = self.document["to"][:2].upper()
        about = (receipt["network"], receipt["message"], receipt["node"], receipt["verdict"])
        expected = (judge.network, self.digest, state, "kept")
        demand(about == expected, "a receipt for something else, by somebody else, or a refusal")
        demand(receipt["codes"] == [], "a receipt that keeps a message and refuses it")
        not_ahead(receipt["received"], judge.now)
        path, at = self.folder / "receipt.json", moment(receipt["received"])
        unknown: Undecided | None = None
        try:
            signed = known_of(known, state)
            judge.signatures(
                path, state.lower(), at, signed=signed, use="receipts", by_listing=True
            )
        except Undecided as error:
            unknown = error
        log = receipt["log"]
        demand(log["origin"].split("/")[1] == state.lower(), "a receipt with another State's log")
        keys = directory.log_keys(log["origin"])
        point = checkpoint(log["checkpoint"], keys)
        demand(point.origin == log["origin"], "a receipt with a checkpoint of another log")
        demand(point.size > log["index"], "a receipt whose log is shorter than it says")
        statement = (point, log["index"], leaf(bytes.fromhex(log["commitment"])))
        wrong = list[str]()
        if unknown is None and stated is not None and stated.contradicts(*statement):
            wrong.append("its receipt contradicts another proof of the log")
        met, _ = cosigned_for(judge, state, log["checkpoint"], receipt["received"])
        try:
            judge.demand_log_key(log["checkpoint"], keys, [known_of(known, state), met and met[0]])
        except Wrong as error:
            wrong += error.reasons
        if wrong:
            raise Wrong(*wrong)
        if unknown is not None:
            raise unknown
        return statement


def _check_receipt(receipt: Json) -> None:
    """[11] The form of a receipt; one that is in another says no moment."""
    members(receipt, {"version", "network", "message", "node", "received", "directory", "snapshot",
                      "verdict", "codes", "log"}, "a receipt")  # fmt: skip
    demand(first_version(receipt), "a receipt of another version")
    moment(receipt["received"])
    form = all(is_digest(receipt[name]) for name in ("network", "message", "snapshot"))
    form = form and isinstance(receipt["node"], str) and bool(STATE.fullmatch(receipt["node"]))
    form = form and is_count(receipt["directory"]) and receipt["verdict"] in ("kept", "refused")
    demand(form and is_list_of(is_string)(receipt["codes"]), "a receipt's form")
    log = receipt["log"]
    demand((log is None) == (receipt["verdict"] == "refused"), "a receipt's log")
    if log is not None:
        members(log, {"checkpoint", "commitment", "index", "origin", "salt"}, "a receipt's log")
        form = is_digest(log["commitment"]) and is_digest(log["salt"]) and is_count(log["index"])
        demand(form and all(map(is_string, (log["checkpoint"], log["origin"]))), "a receipt's log")


MEDIA_TYPE = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]{0,63}/[a-z0-9][a-z0-9!#$&^_.+-]{0,63}")


def is_attachment_name(name: str) -> bool:
    """[7] A name under which an attachment may be kept."""
    kept_out = any(one in '/\\%:*?"<>|' or unicodedata.category(one)[0] == "C" for one in name)
    ends = name[:1] in {".", " "} or name[-1:] in {".", " "}
    return 1 <= len(name.encode()) <= 240 and not kept_out and not ends


def _check_message(document: Json) -> None:
    """[7] The members that the verdicts here rest on; bodies are not looked at."""
    demand(isinstance(document, dict) and first_version(document), "a message of another version")
    members(document, MESSAGE, "a message")
    demand(is_digest(document["network"]) and is_uuid(document["id"]) and is_uuid(document["thread"]),
           "a message's network, id or thread")  # fmt: skip
    sequence = document["sequence"]
    demand(is_count(sequence, 1) and sequence <= 10000, "a message's sequence")
    chained = document["previous"] is None if sequence == 1 else is_digest(document["previous"])
    demand(
        chained and (document["seen"] is None or is_digest(document["seen"])), "a message's chain"
    )
    demand(conforms(is_kind, document["kind"]), "a message's kind")
    both = is_authority(document["from"]) and is_authority(document["to"])
    demand(both and document["from"][:2] != document["to"][:2], "a message between no two States")
    demand(is_tag(document["language"]), "a message's language")
    demand(isinstance(document["body"], dict), "a message's body")
    moment(document["issued"])
    lists = isinstance(document["attachments"], list) and isinstance(document["related"], list)
    demand(lists, "a message whose attachments, or related threads, are no list")
    demand(len(document["attachments"]) <= 20, "a message with too many attachments")
    for one in document["attachments"]:
        members(one, {"name", "media_type", "size", "sha256"}, "an attachment")
        demand(is_count(one["size"]) and one["size"] <= 1 << 20 and is_digest(one["sha256"]),
               "an attachment")  # fmt: skip
        demand(is_attachment_name(one["name"]), "an attachment's name")
        demand(MEDIA_TYPE.fullmatch(one["media_type"]), "an attachment's media type")
    names = [one["name"] for one in document["attachments"]]
    demand(len(set(names)) == len(names), "two attachments of one name")
    demand(
        len(document["related"]) <= 50 and all(map(is_uuid, document["related"])), "related threads"
    )


type Row = tuple[str, str, str]
"""A thread, the State that wrote, and the State that it wrote to."""


def rows_of(messages: list[Message]) -> dict[Row, dict[str, Message]]:
    """The messages from one State to another in a thread, each once, by their digests."""
    rows: dict[Row, dict[str, Message]] = {}
    for one in messages:
        row = (one.document["thread"], one.document["from"][:2], one.document["to"][:2])
        rows.setdefault(row, {}).setdefault(one.digest, one)
    return rows


def check_rows(messages: list[Message]) -> None:
    """[19.3, 10] The numbers from one State to another in a thread run from 1, each naming one of the
    number before.
    """
    wrong = []
    for (thread, state, to), found in sorted(rows_of(messages).items()):
        known = {(one.document["sequence"], digest) for digest, one in found.items()}
        numbers = sorted({one.document["sequence"] for one in found.values()})
        follow = all(
            (one.document["sequence"] - 1, one.document["previous"]) in known
            for one in found.values()
            if one.document["sequence"] > 1
        )
        if numbers != list(range(1, len(numbers) + 1)) or not follow:
            wrong.append(
                f"messages from {state.upper()} to {to.upper()} in thread {thread} are missing"
            )
    if wrong:
        raise Wrong(*wrong)


@dataclass(frozen=True)
class Fork:
    """[19.3, 10] Messages of one number that name the same message before."""

    row: Row
    number: int
    ones: frozenset[str]
    """Their digests."""
    holds: str | None
    """The digest of the one that holds; None if no repair settles it."""


def forks_of(messages: list[Message], receipted: Callable[[Message], bool]) -> list[Fork]:
    """The forks in each row, and which message of each holds by its repairs. `receipted` decides whether a
    receipt of the addressee's State holds that lies beside a message.
    """
    found = []
    seen: dict[str, set[str]] = {}
    for one in messages:
        if one.document["seen"] is not None:
            seen.setdefault(one.document["from"][:2], set()).add(one.document["seen"])
    for row, ones in sorted(rows_of(messages).items()):
        branches: dict[tuple[int, str | None], set[str]] = {}
        for digest, one in ones.items():
            place = (one.document["sequence"], one.document["previous"])
            branches.setdefault(place, set()).add(digest)
        forked = {place: frozenset(each) for place, each in branches.items() if len(each) > 1}
        if forked:
            having = {digest for digest, one in ones.items() if receipted(one)}
            repairs = Repairs(ones, seen.get(row[2], set()), having)
            found += [
                Fork(row, number, branch, repairs.settle(number, branch))
                for (number, _), branch in forked.items()
            ]
    return found


def demand_settled(forks: list[Fork]) -> None:
    """Leave undecided where a fork is not settled: the State that received its messages knows."""
    for fork in forks:
        if fork.holds is None:
            (_, state, to), number = fork.row, fork.number
            raise Undecided(
                f"{state.upper()} wrote two messages number {number} to {to.upper()}",
                f"{to.upper()}, which received them",
            )


class Repairs:
    """The repairs in a row [19.3, 10]. `seen` are the messages that the addressee's State names as read,
    `receipted` those beside which its receipt lies.
    """

    def __init__(self, row: dict[str, Message], seen: set[str], receipted: set[str]) -> None:
        self._lineage, self._receipted = Lineage(row), receipted
        self._read = sorted(self._lineage.entered[one] for one in seen & row.keys())
        self._of: dict[tuple[int, str], list[tuple[int, str, set[str]]]] = {}
        """By the number and the message that holds: own number, digest, and what is abandoned."""
        for digest, one in row.items():
            body = one.document["body"]
            number, holds, others = map(body.get, ("sequence", "holds", "abandoned"))
            form = one.document["kind"] == "repair" and is_count(number)
            if form and is_digest(holds) and is_list_of(is_digest)(others):
                repair = (one.document["sequence"], digest, set(others))
                self._of.setdefault((number, holds), []).append(repair)

    def settle(self, number: int, branch: frozenset[str]) -> str | None:
        """Return the message of a fork that holds, by the repairs of the highest number; None if none does."""
        settling: dict[int, set[str]] = {}
        read = {one for one in branch if self._lineage.has_below(one, self._read)}
        for holds in branch & self._receipted:
            if read - {holds}:
                continue
            for own, by, others in self._of.get((number, holds), ()):
                named = len(others) >= len(branch) - 1 and branch - {holds} <= others
                if named and by in self._receipted and self._lineage.leads(by, holds):
                    settling.setdefault(own, set()).add(holds)
        highest = settling[max(settling)] if settling else set[str]()
        return next(iter(highest)) if len(highest) == 1 else None


class Lineage:
    """The messages of a row as each names the one of a lower number before it.

    Each has the places at which a walk through all of them enters it and leaves it: what is entered in
    between leads to it.
    """

    def __init__(self, row: dict[str, Message]) -> None:
        below: dict[str | None, list[str]] = {}
        for digest, one in row.items():
            before = row.get(one.document["previous"] or "")
            lower = before is not None and before.document["sequence"] < one.document["sequence"]
            below.setdefault(one.document["previous"] if lower else None, []).append(digest)
        self.entered: dict[str, int] = {}
        self._left: dict[str, int] = {}
        ahead = [*below.get(None, ())]
        while ahead:
            digest = ahead[-1]
            if digest in self.entered:
                self._left[ahead.pop()] = len(self.entered)
                continue
            self.entered[digest] = len(self.entered)
            ahead += below.get(digest, ())

    def leads(self, one: str, to: str) -> bool:
        """Decide whether the chain of `previous` from a message leads to another."""
        return self.entered[to] < self.entered[one] < self._left[to]

    def has_below(self, digest: str, places: list[int]) -> bool:
        """Decide whether one of these places, in order, is that of a message or of what leads to it."""
        at = bisect_left(places, self.entered[digest])
        return at < len(places) and places[at] < self._left[digest]


def abandoned_among(messages: list[Message], forks: list[Fork]) -> set[str]:
    """The digests of what settled forks leave: the messages that do not hold, and all that follow."""
    gone = set[str]()
    for fork in forks:
        if fork.holds is not None:
            gone |= fork.ones - {fork.holds}
    for found in rows_of(messages).values():
        for one in sorted(found.values(), key=lambda each: int(each.document["sequence"])):
            if one.document["previous"] in gone:
                gone.add(one.digest)
    return gone


# --- The bag [13, 15] -------------------------------------------------------------------------------------------------

REQUIRED = {
    "bagit.txt", "bag-info.txt", "manifest-sha256.txt", "case.jsonld", "conditions.json",
    "inventory.jsonl", "items-root.txt", "package-secret.bin", "tagmanifest-sha256.txt",
}  # fmt: skip
FURTHER = {
    "manifest-sha512.txt": "sha512",
    "manifest-sha3512.txt": "sha3_512",
    "manifest-blake2b512.txt": "blake2b",
}
TAG_MANIFEST = "tagmanifest-sha256.txt"
LARGEST_TAG_MANIFEST = 4 << 20
UNLISTED = {TAG_MANIFEST, TAG_MANIFEST + ".p256.p7s", TAG_MANIFEST + ".mldsa65.p7s", "offsets"}


def manifest_lines(path: Path) -> Iterator[tuple[str, str]]:
    """Path and digest of each line, refused unless in byte order of path."""
    before, spellings = b"", Spellings()
    if path.name == TAG_MANIFEST:
        large = path.stat().st_size > LARGEST_TAG_MANIFEST
        demand(not large, f"{path.name} is larger than {LARGEST_TAG_MANIFEST} bytes")
    with opened(path) as file:
        for line in lines_of(file, 130 + 3800, path.name):
            digest, parted, name = line[:-1].partition(b"  ")
            form = line.endswith(b"\n") and parted and name > before
            demand(form and re.fullmatch(b"[0-9a-f]{64,128}", digest), f"{path.name}: its form")
            before = name
            demand(spellings.admits(name.decode()), f"{path.name}: a name that no package has")
            yield name.decode(), digest.decode()


DEVICES = re.compile("(CON|PRN|AUX|NUL|CONIN\\$|CONOUT\\$|(COM|LPT)[0-9\u00b9\u00b2\u00b3])")
KEPT_OUT = re.compile('[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069%\\\\:*?"<>|/]')


def plain_component(name: str) -> bool:
    """[13.1, 1 to 4] Decide whether a name may be between slashes."""
    if not 1 <= len(name.encode("utf-8", "surrogatepass")) <= 240:
        return False
    if not unicodedata.is_normalized("NFC", name) or KEPT_OUT.search(name):
        return False
    if any(unicodedata.category(one) in {"Cc", "Cs", "Zl", "Zp"} for one in name):
        return False
    device = DEVICES.fullmatch(name.split(".", 1)[0].rstrip(" ").upper())
    return not (name.endswith((".", " ")) or device)


def is_stored(path: str) -> bool:
    """[13.1, 1 to 4] Decide whether each component may be between slashes, and the whole is
    short.
    """
    short = len(path.encode("utf-8", "surrogatepass")) <= 3800
    return short and all(map(plain_component, path.split("/")))


def folded(name: str) -> str:
    return unicodedata.normalize("NFD", unicodedata.normalize("NFD", name).casefold())


class Spellings:
    """[13.1, 5] The names met so far in each folder. The paths come folder by folder, each as a whole."""

    def __init__(self) -> None:
        self._stack: list[tuple[str, dict[str, str]]] = []

    def admits(self, path: str) -> bool:
        """Decide whether a path has names that a package may have, and none that folds to one met before."""
        if not is_stored(path):
            return False
        parts, stack, depth = path.split("/"), self._stack, 0
        while depth < min(len(stack), len(parts) - 1) and stack[depth][0] == parts[depth]:
            depth += 1
        del stack[depth + 1 :]
        for place in range(depth, len(parts)):
            if place == len(stack):
                stack.append(("", {}))
            names = stack[place][1]
            if names.setdefault(folded(parts[place]), parts[place]) != parts[place]:
                return False
            stack[place] = (parts[place], names)
        return True


def stored_names(originals: list[bytes]) -> dict[bytes, str]:
    """[13.1] The stored name of each original of one folder."""
    found, taken, odd = dict[bytes, str](), set[str](), list[bytes]()
    for raw in sorted(originals):
        name = raw.decode("utf-8", "replace")
        valid = name.encode() == raw and not any(unicodedata.category(c) == "Cn" for c in name)
        if valid and plain_component(name) and folded(name) not in taken:
            found[raw] = name
            taken.add(folded(name))
        else:
            odd.append(raw)
    for raw in odd:
        text = raw.decode("utf-8", "surrogateescape")
        text = "".join("_" if "\udc80" <= c <= "\udcff" else c for c in text)
        text = unicodedata.normalize("NFC", text)
        out = {"Cc", "Cs", "Zl", "Zp", "Cn"}
        text = "".join(
            "_" if KEPT_OUT.match(c) or unicodedata.category(c) in out else c for c in text
        )
        kept = text.rstrip(". ")
        text = kept + "_" * (len(text) - len(kept))
        if DEVICES.fullmatch(text.split(".", 1)[0].rstrip(" ").upper()):
            text = "_" + text
        number = 1
        while True:
            tail = f"~{number}"
            cut = text.encode()[: 240 - len(tail)].decode("utf-8", "ignore") + tail
            if folded(cut) not in taken:
                break
            number += 1
        found[raw] = cut
        taken.add(folded(cut))
    return found


def item_salt(secret: bytes, index: int) -> bytes:
    return hmac.digest(secret, f"rogatory/item/v1\n{index}".encode(), "sha256")


def items_root_text(tree: Tree) -> bytes:
    return f"rogatory/items-root/v1\n{tree.size}\n{tree.root.hex()}\n".encode()


LONGEST_LINE = 1 << 20
ITEM = {
    "path", "kind", "size", "sha256", "name", "target", "mode", "uid", "gid", "mtime_ns", "ctime_ns",
    "atime_ns", "links", "inode", "device", "device_number", "allocated", "extents", "xattrs",
    "changed", "unreadable",
}  # fmt: skip
ITEM_KINDS = {
    "file", "folder", "link", "socket", "fifo", "character-device", "block-device", "unknown",
}  # fmt: skip


NANOSECONDS = re.compile("0|-?[1-9][0-9]*")
DEVICE_NUMBER = re.compile("[0-9]+:[0-9]+")


def _is_nanoseconds(value: Json) -> bool:
    return isinstance(value, str) and NANOSECONDS.fullmatch(value) is not None


def is_pair(value: Json) -> bool:
    """Decide whether it is `[first, count]`, or `[offset, length]`."""
    return isinstance(value, list) and len(value) == 2 and all(map(is_count, value))


ITEM_FORMS: dict[str, Form] = {
    **dict.fromkeys(("size", "mode", "uid", "gid", "links", "allocated"), is_count),
    **dict.fromkeys(("mtime_ns", "ctime_ns", "atime_ns"), _is_nanoseconds),
    **dict.fromkeys(("inode", "device", "unreadable"), is_string),
    "changed": is_list_of(is_string),
    "device_number": lambda value: is_string(value) and bool(DEVICE_NUMBER.fullmatch(value)),
    "extents": is_list_of(is_pair, 1000),
    "xattrs": lambda value: isinstance(value, dict),
}
"""The forms of the fields of 13.5, but for those in base64."""


def check_item(item: Json) -> None:
    """[13.5] A line of inventory.jsonl."""
    demand(isinstance(item, dict) and item.keys() <= ITEM, "inventory.jsonl: other members")
    demand(is_stored(f"data/{item['path']}"), "inventory.jsonl: a name that no package has")
    demand(item["kind"] in ITEM_KINDS, "inventory.jsonl: a thing of no known kind")
    if "sha256" in item:
        demand(is_digest(item["sha256"]) and is_count(item["size"]), "inventory.jsonl: a size")
        demand(item["kind"] == "file", "inventory.jsonl: data of a thing that has none")
    for name, value in item.items():
        form = ITEM_FORMS.get(name)
        demand(form is None or form(value), f"inventory.jsonl: {name} in another form")
    for raw in (item.get("name", ""), item.get("target", ""), *item.get("xattrs", {}).values()):
        unbase64(raw)


def case_graph(folder: Path) -> list[Json]:
    """[13.2] The things that case.jsonld of a bag describes."""
    graph = parsed(small(folder / "case.jsonld", 1 << 20))["@graph"]
    demand(isinstance(graph, list), "it has no graph")
    demand(all(isinstance(one["@id"], str) for one in graph), "a thing without its id")
    found: list[Json] = graph
    return found


class Bag:
    """An opened package. `run` makes the checks of section 15, in order."""

    def __init__(self, folder: Path, level: int = 0) -> None:
        self.folder, self.level = folder, level
        self.info: dict[str, list[str]] = {}
        self.tags: dict[str, str] = {}
        self.sizes: dict[str, int] = {}
        self.files = self.bytes = 0
        self.wrong: list[str] = []
        """Faults of the payload, found while it was read."""
        self.inventory_wrong: list[str] = []
        self.strays: list[str] = []
        self.unread: list[str] = []
        """Folders that cannot be listed, or are too deep [15.2]."""
        self.digest = ""
        self.payload: dict[str, tuple[int, str]] = {}
        self.given_names: dict[str, str] = {}

    def read(self) -> None:
        """Hash everything once, comparing the payload with its lists on the way."""
        further = {name: kind for name, kind in FURTHER.items() if self.has(name)}
        readers = [_Following(manifest_lines(self.folder / name), name, self.wrong)
                   for name in ("manifest-sha256.txt", *further)]  # fmt: skip
        inventory = _Following(self._inventory_lines(), "inventory.jsonl", self.inventory_wrong)
        for path in files_below(self.folder, strays=self.strays, admits=self._admitting(),
                                level=self.level, unread=self.unread):  # fmt: skip
            if not path.startswith("data/"):
                size, (self.tags[path],) = digests(self.folder / path, "sha256")
                self.sizes[path] = size
                continue
            size, found = digests(self.folder / path, "sha256", *further.values())
            self.files, self.bytes = self.files + 1, self.bytes + size
            self.payload[path] = (size, found[0])
            for reader, digest in zip(readers, found, strict=True):
                reader.meet(path, digest)
            inventory.meet(path, f"{found[0]} {size}")
        for reader in (*readers, inventory):
            reader.end()
        self.digest = self.tags.get(TAG_MANIFEST, "")
        if not self.has("bag-info.txt"):
            return
        try:
            self.info = bag_info(small(self.folder / "bag-info.txt", 1 << 20))
        except (Wrong, *OUT_OF_FORM):
            pass  # the check of the size reports why

    @cached_property
    def _top(self) -> frozenset[str]:
        """The names at the top that a package may have: of two that fold alike the earlier [13.1]."""
        if not self.folder.is_dir():  # a link to it was asked before, where it counts
            return frozenset()
        spellings = Spellings()
        try:
            names = [name.removesuffix("/") for name, _ in _names_in(self.folder)]
        except OSError:
            return frozenset()  # `read` reports why
        return frozenset(one for one in names if spellings.admits(one))

    def has(self, name: str) -> bool:
        """Decide whether a file lies at the top under a name that belongs to the package's checks."""
        return name in self._top and lies(self.folder / name)

    def _admitting(self) -> Callable[[str], bool]:
        """Return what decides, of names in byte order of path, whether a package has them [13.1]."""
        spellings = Spellings()

        def admits(path: str) -> bool:
            admitted = spellings.admits(path)
            if not admitted:
                self.strays.append(f"{path!r} is a name that no package has")
            return admitted

        return admits

    def _inventory_lines(self) -> Iterator[tuple[str, str]]:
        before, spellings = b"", Spellings()
        with opened(self.folder / "inventory.jsonl") as file:
            for line in lines_of(file, LONGEST_LINE, "inventory.jsonl"):
                demand(line.endswith(b"\n"), "inventory.jsonl: its form")
                item = parsed(line.removesuffix(b"\n"))
                check_item(item)
                path = item["path"].encode() + (b"/" if item["kind"] == "folder" else b"")
                demand(path > before, "inventory.jsonl: out of order")
                twin = not spellings.admits(item["path"])
                demand(not twin, "inventory.jsonl: a name that no package has")
                before = path
                if "sha256" in item:
                    yield f"data/{item['path']}", f"{item['sha256']} {item['size']}"

    def run(self, checks: Checks, signed: Callable[[], str | None],
            earlier: Callable[[], str | None]) -> None:  # fmt: skip
        checks.run("bag-form", self._form)
        checks.run("bag-size", self._announced)
        checks.run("bag-tags", self._tag_files)
        checks.run("bag-signed", signed)
        checks.run("bag-files", self._payload)
        checks.run("bag-inventory", self._inventory)
        checks.run("bag-items-root", self._items_root)
        checks.run("bag-earlier", earlier)
        checks.run("bag-conditions", self._conditions)

    def needs_info(self) -> None:
        if not self.info:
            raise Undecided(
                "bag-info.txt is missing, or not in its form", "anyone with the package"
            )

    def needs(self, *names: str) -> None:
        missing = [name for name in names if not self.has(name)]
        if missing:
            raise Undecided(f"there is no {', '.join(missing)}", "anyone with the whole package")

    def _form(self) -> None:
        wrong = self.strays[:20]
        missing = sorted(REQUIRED - set(self.tags))
        if missing:
            wrong.append(f"missing: {', '.join(missing)}")
        wrong += [
            f"a package has no {path}"
            for path in self.tags
            if re.fullmatch(r"(tag)?manifest-[^/]*\.txt|fetch\.txt", path)
            and path not in {"manifest-sha256.txt", TAG_MANIFEST, *FURTHER}
        ]
        wrong += [
            f"a folder lies at {name}, which is a file"
            for name in sorted({*REQUIRED, *FURTHER, *UNLISTED, "media.json", "members.jsonl"})
            if name in self._top and is_folder(self.folder / name)
        ]
        wrong += [
            f"a file lies at {name}, which is a folder"
            for name in ("data", "earlier", "request")
            if self.has(name)
        ]
        text = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
        if not is_folder(self.folder / "data"):
            wrong.append("missing: data/")
        if "bagit.txt" in self.tags and small(self.folder / "bagit.txt", 1 << 20) != text:
            wrong.append("bagit.txt says something else")
        if "case.jsonld" in self.tags:
            try:
                case_graph(self.folder)
            except (Wrong, *OUT_OF_FORM) as error:
                wrong.append(f"case.jsonld: {error}")
        if wrong:
            raise Wrong(*wrong)

    def _announced(self) -> None:
        self.needs("bag-info.txt")
        info = bag_info(small(self.folder / "bag-info.txt", 1 << 20))
        found, announced = f"{self.bytes}.{self.files}", info["Payload-Oxum"][0]
        demand(announced == found, f"{announced} was announced, {found} is there")

    def _tag_files(self) -> None:
        self.needs(TAG_MANIFEST)
        listed = dict(manifest_lines(self.folder / TAG_MANIFEST))
        found = {path: digest for path, digest in self.tags.items() if path not in UNLISTED}
        differing = sorted(
            path for path in listed.keys() | found if listed.get(path) != found.get(path)
        )
        demand(not differing, f"not as listed: {', '.join(differing[:10])}")

    def _payload(self) -> str:
        self.needs("manifest-sha256.txt")
        if self.wrong:
            raise Wrong(*self.wrong)
        if "offsets" in self.tags:
            self.needs_info()
            self._offsets()
        self._needs_type("offsets", folder=False)
        return f"{self.files} files, {self.bytes} bytes"

    def _needs_type(self, name: str, *, folder: bool) -> None:
        """[15.2, name and type] Of what may be missing, nothing of another type lies there."""
        if name in self._top and something_else_lies(self.folder / name, folder=folder):
            raise Undecided(
                f"{name} is no {'folder' if folder else 'file'}, so that nobody read it",
                "anyone with the whole package",
            )

    def _offsets(self) -> None:
        """[14] The table of offsets is that of the stream of the bag's other files."""
        with opened(self.folder / "offsets") as file:
            same = all(file.read(len(line)) == line for line in self._table()) and not file.read(1)
        demand(same, "tar-offsets: offsets is not the table of the stream of this bag")

    def _table(self) -> Iterator[bytes]:
        top, at = self.info["External-Identifier"][0], 0
        for path, size in self._stream():
            at += header_size(f"{top}/{path}".encode(), size)
            if path != "data/":
                yield f"{at} {size} {path}\n".encode()
                at += -(-size // TAR_BLOCK) * TAR_BLOCK

    def _stream(self) -> Iterator[tuple[str, int]]:
        """[14] Path and size of each member of the stream before its table, in order."""
        first = [one for one in ("bagit.txt", "bag-info.txt") if one in self.tags]
        manifests = [one for one in self.tags if re.fullmatch(r"manifest-[^/]*\.txt", one)]
        others = self.tags.keys() - UNLISTED - {*first, *manifests}
        signatures = self.tags.keys() & UNLISTED - {TAG_MANIFEST, "offsets"}
        last = [TAG_MANIFEST] if TAG_MANIFEST in self.tags else []
        yield from ((path, self.sizes[path]) for path in first)
        yield "data/", 0
        yield from ((path, size) for path, (size, _) in self.payload.items())
        for path in (*_ordered(manifests), *_ordered(others), *last, *_ordered(signatures)):
            yield path, self.sizes[path]

    def _inventory(self) -> None:
        self.needs("inventory.jsonl")
        if self.inventory_wrong:
            raise Wrong(*self.inventory_wrong)

    def _items_root(self) -> str:
        self.needs("inventory.jsonl", "items-root.txt", "package-secret.bin")
        secret, tree = small(self.folder / "package-secret.bin", 4096), Tree()
        demand(len(secret) == 32, "the package secret has another length")
        with opened(self.folder / "inventory.jsonl") as file:
            for index, line in enumerate(lines_of(file, LONGEST_LINE, "inventory.jsonl")):
                tree.add(hashlib.sha256(item_salt(secret, index) + line).digest())
        same = small(self.folder / "items-root.txt", 4096) == items_root_text(tree)
        demand(same, "it is another root")
        return f"{tree.size} items"

    def earlier_numbers(self) -> list[int]:
        found = (re.match(r"earlier/([1-9][0-9]{0,3})/", path) for path in self.tags)
        return sorted({int(match[1]) for match in found if match})

    def objects(self) -> dict[int, str | None]:
        """The digests by which custody knows the package: now (0), and in each earlier form."""
        earlier = {
            number: self.tags.get(f"earlier/{number}/{TAG_MANIFEST}")
            for number in self.earlier_numbers()
        }
        return {0: self.digest or None} | earlier

    def _kept(self, number: int, path: str) -> str:
        """Where a tag file of the record lies: in the first that has it, else in the bag itself."""
        later = (f"earlier/{n}/{path}" for n in self.earlier_numbers() if n >= number)
        return next((one for one in later if one in self.tags), path)

    def earlier(
        self, judge: Judge, at: datetime, proved: Callable[[str], datetime | None]
    ) -> str | None:
        """[13.8] Each record holds; who signed is judged at the first seal's text moment, if any. `proved`
        returns the signature moment of what a holder signed.
        """
        numbers = self.earlier_numbers()
        signers, unknown = [], None
        wrong = [f"earlier/{number}: there is no record before it"
                 for number in numbers if number > 1 and number - 1 not in numbers]  # fmt: skip
        wrong += [
            f"{path} is in no record"
            for path in self.tags
            if path.startswith("earlier/")
            and not re.match("earlier/[1-9][0-9]{0,3}/.", path, re.DOTALL)
        ]
        wrong += [f"{path} is not read" for path in self.unread if path.startswith("earlier/")]
        for number in numbers:
            try:
                signer = self._record(number, judge, at, proved)
                signers += [signer] if signer else []
            except Undecided as error:
                unknown = error
            except Held as error:
                unknown = Undecided(str(error), WHO_HAS_COPY)
            except (Wrong, *OUT_OF_FORM) as error:
                wrong.append(f"earlier/{number}: {error}")
        if wrong:
            raise Wrong(*wrong)
        if unknown is not None:
            raise unknown
        self._needs_type("earlier", folder=True)
        return ", ".join(signers) or None

    def _record(
        self, number: int, judge: Judge, at: datetime, proved: Callable[[str], datetime | None]
    ) -> str | None:
        manifest = self.folder / f"earlier/{number}/{TAG_MANIFEST}"
        for path, digest in manifest_lines(manifest):
            now = self.tags.get(self._kept(number, path))
            demand(now == digest, f"{path} is not as it was then")
        self._grown(number)
        info = bag_info(small(self.folder / self._kept(number, "bag-info.txt"), 1 << 20))
        sender = info.get("Rogatory-Sender", [None])[0]
        there = any(
            f"earlier/{number}/{TAG_MANIFEST}.{one}.p7s" in self.tags for one in ("p256", "mldsa65")
        )
        demand(there or sender is None, f"it names {sender} and is not signed")
        if not there:
            return None
        first = small(Path(f"{manifest}.p256.p7s"), 32768)
        signer = sender or signed_by(small(manifest), first).holder
        return replace(judge, record_at=at).signatures(
            manifest, sender, at, signed=proved(signer), listing=False
        ).holder  # fmt: skip

    def _grown(self, number: int) -> None:
        """[13.8] Nothing is taken away: each line of earlier lists is in the later, in order."""
        place = f"earlier/{number}/"
        for path in self.tags:
            name = path.removeprefix(place)
            if name != path and (
                name == "inventory.jsonl" or re.fullmatch(r"manifest-[^/]*\.txt", name)
            ):
                later = self._kept(number + 1, name)
                with opened(self.folder / path) as old, opened(self.folder / later) as new:
                    rest = lines_of(new, LONGEST_LINE, later)
                    kept = all(line in rest for line in lines_of(old, LONGEST_LINE, path))
                    demand(kept, f"{path}: a line was taken away since")

    def forms(self) -> tuple[list[tuple[Json, dict[str, list[str]]]], list[str]]:
        """[13.7] Conditions and bag-info of each form, the bag as it is last; and what is wrong."""
        found = []
        wrong = [f"{path} is not read" for path in self.unread
                 if re.fullmatch("earlier/([0-9]+/)?", path)]  # fmt: skip
        for number in (*self.earlier_numbers(), None):
            place = f"earlier/{number}: " if number else ""
            paths = {name: self._kept(number, name) if number else name
                     for name in ("conditions.json", "bag-info.txt")}  # fmt: skip
            try:
                if number:
                    listed = self.tags.get(f"earlier/{number}/{TAG_MANIFEST}")
                    demand(listed, "it has no tag manifest")
                    lines = dict(manifest_lines(self.folder / f"earlier/{number}/{TAG_MANIFEST}"))
                    for name, path in paths.items():
                        demand(lines.get(name) == self.tags.get(path), f"{name} is another")
                document = parsed(small(self.folder / paths["conditions.json"], 1 << 20))
                check_conditions(document)
                found.append(
                    (document, bag_info(small(self.folder / paths["bag-info.txt"], 1 << 20)))
                )
            except (Wrong, *OUT_OF_FORM) as error:
                wrong.append(f"{place}{error}")
        return found, wrong

    def _conditions(self) -> str | None:
        self.needs("conditions.json", "bag-info.txt")
        forms, wrong = self.forms()
        if not wrong:
            own = forms[-1][1].get("External-Identifier")
            wrong += ["an earlier form is of another package" for _, info in forms
                      if info.get("External-Identifier") != own]  # fmt: skip
            for (before, _), (after, _) in pairwise(forms):
                wrong += weaker(before, after)
        if wrong:
            raise Wrong(*wrong)
        giver = giver_of([info for _, info in forms])
        return f"given by {giver}" if giver else None

    def run_examined(self, checks: Checks) -> None:
        """Section 15, number 11, where the bag says something of images or archives."""
        if "media.json" in self.tags or "members.jsonl" in self.tags:
            checks.run("bag-examined", self._examined)

    def _examined(self) -> str:
        """No image is read again: what is said of files is compared with what is there."""
        named: list[tuple[str, int, str]] = []
        images = archives = 0
        if "media.json" in self.tags:
            document = parsed(small(self.folder / "media.json", 32 << 20), 1 << 20)
            members(document, {"images", "version"}, "media.json")
            demand(first_version(document), "media.json: its version")
            demand(isinstance(document["images"], list), "media.json: its images")
            for image in document["images"]:
                images += 1
                named += _image(image)
        if "members.jsonl" in self.tags:
            found = list(_archives(self.folder / "members.jsonl"))
            archives = len(found)
            named += found
        for path, size, digest in named:
            there = self.payload.get(path) == (size, digest)
            demand(there, f"{path} is another file than the one that something is said of")
        for name in ("media.json", "members.jsonl"):
            self._needs_type(name, folder=False)
        return f"{images} images, {archives} archives"

    @property
    def is_signed(self) -> bool:
        return any(self.has(f"{TAG_MANIFEST}.{one}.p7s") for one in ("p256", "mldsa65"))

    def signer(self) -> str | None:
        """Return who should have signed, where bag-info.txt says so; undecided where nobody should
        have.
        """
        self.needs(TAG_MANIFEST)
        self.needs_info()
        sender = self.info.get("Rogatory-Sender", [None])[0]
        if sender is None and not self.is_signed:
            raise Undecided("it was collected without a signature", "the person who collected it")
        demand(self.is_signed, f"it names {sender}, and is not signed")
        return sender

    def check_of_seal(self, document: Json) -> None:
        """Section 15, number 10."""
        self.needs(TAG_MANIFEST)
        self.needs_info()
        recipients = [f"{one['authority']} {one['recipient']}" for one in document["recipients"]]
        named = {
            "External-Identifier": [document["package"]],
            "Rogatory-Sender": [document["sender"]],
            "Rogatory-Thread": [document["thread"]] if document["thread"] else [],
            "Rogatory-Network": [document["network"]] if document["network"] else [],
            "Rogatory-Recipient": recipients,
        }
        wrong = [label for label, value in named.items() if self.info.get(label, []) != value]
        if self.digest != document["bag"]:
            wrong.append("the bag itself")
        if wrong:
            raise Wrong(*(f"the seal names another: {label}" for label in wrong))


TAR_BLOCK = 512
LARGEST_USTAR = 8**11 - 1
"""The largest size that a ustar header has space for [14]."""


def header_size(path: bytes, size: int) -> int:
    """[14] The bytes of a member's header, and of the extended one before it where it needs one."""
    records = b""
    if len(path) > 100 or not path.isascii():
        records += _record(b"path", path)
    if size > LARGEST_USTAR:
        records += _record(b"size", b"%d" % size)
    blocks = 2 + -(-len(records) // TAR_BLOCK) if records else 1
    return blocks * TAR_BLOCK


def _record(name: bytes, value: bytes) -> bytes:
    """A record of pax: its length, which counts its own digits, then `name=value` and LF."""
    rest = b" %s=%s\n" % (name, value)
    length = len(rest)
    while length != len(rest) + len(str(length)):
        length = len(rest) + len(str(length))
    return b"%d%s" % (length, rest)


def _ordered(paths: Iterable[str]) -> list[str]:
    return sorted(paths, key=str.encode)


class _Following:
    """A list that is read beside the files that it names, in one order."""

    def __init__(self, lines: Iterator[tuple[str, str]], name: str, wrong: list[str]) -> None:
        self._lines, self.name, self._wrong = lines, name, wrong
        self._broken = False

    def _next(self) -> tuple[str, str] | None:
        try:
            return next(self._lines, None)
        except FileNotFoundError:
            self._broken = True
            self._wrong.append(f"{self.name} is missing")
        except (Wrong, *OUT_OF_FORM) as error:
            self._broken = True
            self._wrong.append(str(error))
        return None

    def meet(self, path: str, digest: str) -> None:
        if self._broken or len(self._wrong) >= 20:
            return
        listed = self._next()
        if self._broken:
            return
        if listed != (path, digest):
            there = listed[0] if listed else "-"
            self._wrong.append(f"{path} is not as {self.name} lists it ({there})")

    def end(self) -> None:
        if not self._broken and (left := self._next()) is not None:
            self._wrong.append(f"{self.name} lists {left[0]}, which is not there")


LABELS = ("Bagging-Date", "Bag-Software-Agent", "Payload-Oxum", "External-Identifier",
          "Rogatory-Sender", "Rogatory-Thread", "Rogatory-Network", "Rogatory-Recipient")  # fmt: skip


def bag_info(data: bytes) -> dict[str, list[str]]:
    """[13.3] Labels in their order, each with its values."""
    found: dict[str, list[str]] = {}
    text = data.decode()
    demand(text.endswith("\n"), "bag-info.txt does not end its last line")
    last = 0
    for line in text[:-1].split("\n"):
        label, parted, value = line.partition(": ")
        written = parted and value and label in LABELS
        written = written and not re.search("[\x00-\x1f\x7f]", value)
        demand(written, "bag-info.txt has a line in another form")
        place = LABELS.index(label)
        in_order = place > last or place == 0 == last or label == "Rogatory-Recipient"
        demand(place >= last and in_order, "bag-info.txt has its lines in another order")
        demand(label == "Rogatory-Recipient" or label not in found, f"bag-info.txt: {label} twice")
        found.setdefault(label, []).append(value)
        last = place
    missing = [label for label in LABELS[:4] if label not in found]
    demand(not missing, f"bag-info.txt lacks {', '.join(missing)}")
    moment(f"{found['Bagging-Date'][0]}T00:00:00Z")
    count = "(0|[1-9][0-9]{0,15})"
    oxum = re.fullmatch(f"{count}[.]{count}", found["Payload-Oxum"][0])
    demand(oxum, "bag-info.txt: Payload-Oxum")
    demand(is_uuid(found["External-Identifier"][0]), "bag-info.txt: External-Identifier")
    forms: dict[str, Callable[[str], bool]] = {
        "Rogatory-Sender": is_authority,
        "Rogatory-Thread": is_uuid,
        "Rogatory-Network": is_digest,
        "Rogatory-Recipient": _is_recipient,
    }
    for label, form in forms.items():
        demand(all(map(form, found.get(label, []))), f"bag-info.txt: {label}")
    return found


def _is_recipient(text: str) -> bool:
    authority, parted, recipient = text.partition(" ")
    if not parted or not is_authority(authority):
        return False
    check_recipient(recipient)
    return True


ONWARD = ("free", "with-consent", "forbidden")


def check_conditions(document: Json) -> None:
    """[13.7] The form of conditions.json."""
    members(document, {"version", "purpose", "proceedings", "onward_transfer", "secrecy",
                   "retention_until", "police_information_only", "protected_items"},
            "conditions.json")  # fmt: skip
    demand(first_version(document), "conditions.json: its version")
    seen(document)
    for name in ("purpose", "proceedings"):
        value = document[name]
        form = value is None or (isinstance(value, str) and 1 <= len(value) <= 2000)
        demand(form, f"conditions.json: {name}")
    demand(document["onward_transfer"] in ONWARD, "conditions.json: onward_transfer")
    for name in ("secrecy", "police_information_only"):
        demand(isinstance(document[name], bool), f"conditions.json: {name}")
    if document["retention_until"] is not None:
        moment(document["retention_until"])
    items = document["protected_items"]
    form = isinstance(items, list) and all(isinstance(one, str) and one for one in items)
    demand(form, "conditions.json: protected_items")


def weaker(before: Json, after: Json) -> list[str]:
    """[13.7] Each condition that is weaker in a later form."""
    wrong = [
        f"{name} is another than it was"
        for name in ("purpose", "proceedings")
        if before[name] is not None and after[name] != before[name]
    ]
    if ONWARD.index(after["onward_transfer"]) < ONWARD.index(before["onward_transfer"]):
        wrong.append("onward_transfer was eased")
    wrong += [f"{name} was dropped" for name in ("secrecy", "police_information_only")
              if before[name] and not after[name]]  # fmt: skip
    until = before["retention_until"]
    if until and (
        after["retention_until"] is None or moment(after["retention_until"]) > moment(until)
    ):
        wrong.append("retention_until is later than it was")
    kept = {_protected(path) for path in after["protected_items"]}
    for path in before["protected_items"]:
        parts = _protected(path).split("/")
        if not any("/".join(parts[: depth + 1]) in kept for depth in range(len(parts))):
            wrong.append(f"{path} is protected no more")
    return wrong


def _protected(path: str) -> str:
    return path.removeprefix("data/").rstrip("/")


def giver_of(infos: list[dict[str, list[str]]]) -> str | None:
    return next((info["Rogatory-Sender"][0] for info in infos if "Rogatory-Sender" in info), None)


IMAGE = {
    "agreement", "bad_sectors", "differing_sectors", "digests", "errors", "file_systems", "files",
    "format", "header", "media", "partitions", "remarks", "scheme", "stored", "tools",
}  # fmt: skip


def _image(image: Json) -> list[tuple[str, int, str]]:
    """[13.9] The files of one image, once what is said of it does not contradict itself."""
    demand(image.keys() == IMAGE, "an image with other members")
    formats = {"raw", "ewf-1", "ewf-2", "ewf-logical"}
    demand(
        image["format"] in formats and image["files"], "an image of another format, or of no file"
    )
    _check_image(image)
    files = [(one["path"], one["size"], one["sha256"]) for one in image["files"]]
    demand(
        all(one.keys() == {"path", "sha256", "size"} for one in image["files"])
        and isinstance(image["files"], list)
        and all(is_digest(one["sha256"]) and is_count(one["size"]) for one in image["files"]),
        "an image's files",
    )
    demand(all(path.startswith("data/") for path, _, _ in files), "an image outside the payload")
    path, size, digest = files[0]
    if image["format"] == "raw":
        same = len(files) == 1 and image["digests"] == {"sha256": digest}
        demand(same and image["media"]["size"] == size, f"{path}: a raw image is its file")
    demand(image["agreement"] == _agreement(image), f"{path}: its agreement is another")
    return files


MEDIUM_DIGESTS = {"md5": 32, "sha1": 40, "sha256": 64}


IMAGE_OBJECTS: dict[str, dict[str, Form]] = {
    "media": {"bytes_per_sector": or_null(is_count), "size": is_count},
    "scheme": {"name": is_string, "sector_size": is_count},
    "partitions": {"length": is_count, "start": is_count, "type": is_string},
    "file_systems": {
        "block_size": is_count, "label": or_null(is_string), "size": is_count, "start": is_count,
        "type": is_string,
    },
    "remarks": {"code": is_string, "what": is_string},
    "tools": {"name": is_string, "version": is_string},
}  # fmt: skip
"""The members of each object of an image, and their forms [13.9]."""


def _is_media_digests(value: Json) -> bool:
    return isinstance(value, dict) and all(
        isinstance(one, str) and re.fullmatch(f"[0-9a-f]{{{MEDIUM_DIGESTS.get(name, 0)}}}", one)
        for name, one in value.items()
    )


def _check_image(image: Json) -> None:
    """[13.9] The forms of an image's members."""
    form = _is_media_digests(image["digests"]) and _is_media_digests(image["stored"])
    demand(form, "an image's digests")
    for name, forms in IMAGE_OBJECTS.items():
        single = name in {"media", "scheme"}
        found = image[name] if not single else [] if image[name] is None else [image[name]]
        demand(isinstance(found, list), f"an image's {name}")
        for one in found:
            members(one, set(forms), f"an image's {name}")
            demand(all(of(one[each]) for each, of in forms.items()), f"an image's {name}")
    for runs in ("bad_sectors", "differing_sectors"):
        members(image[runs], {"complete", "ranges", "sectors"}, runs)
        _check_runs(image[runs], runs)
    demand(is_list_of(is_pair)(image["errors"]), "an image's errors")
    header = image["header"]
    demand(isinstance(header, dict) and all(map(is_string, header.values())), "its header")


def _check_runs(runs: Json, what: str) -> None:
    """[13.9] `ranges` in order, which come to `sectors` where all are listed."""
    ranges, sectors, complete = runs["ranges"], runs["sectors"], runs["complete"]
    form = is_list_of(is_pair)(ranges) and is_count(sectors) and isinstance(complete, bool)
    demand(form, f"{what}: its form")
    in_order = all(one[0] + one[1] <= two[0] for one, two in pairwise(ranges))
    listed = sum(count for _, count in ranges)
    counted = listed == sectors if complete else listed <= sectors
    demand(in_order and counted, f"{what}: its ranges are not in order, or another number")


def _agreement(image: Json) -> str:
    """[13.9] What `digests` and `stored` come to."""
    digests_of, stored = image["digests"], image["stored"]
    if not digests_of or image["format"] == "raw":
        return "not-compared"
    if not stored:
        return "none-stored"
    same = all(digests_of.get(name) == one for name, one in stored.items())
    return "equal" if same else "different"


MEMBER = {
    "archive", "compressed", "encrypted", "index", "kind", "method", "mode", "modified", "name",
    "problems", "sha256", "size", "target",
}  # fmt: skip
ARCHIVE = {
    "archive", "expanded", "format", "kind", "members", "notes", "sha256", "size", "stopped",
}  # fmt: skip


def _archives(path: Path) -> Iterator[tuple[str, int, str]]:
    """[13.10] The archives of a list, each behind as many members as it says."""
    of, count = None, 0
    with opened(path) as file:
        for number, line in enumerate(lines_of(file, LONGEST_LINE, path.name), 1):
            demand(line.endswith(b"\n"), f"line {number} does not end")
            document = parsed(line.removesuffix(b"\n"))
            demand(of in {None, document["archive"]}, f"line {number} is of another archive")
            if document["kind"] != "archive":
                demand(document.keys() - {"name_bytes"} == MEMBER, f"line {number}: its members")
                in_order = is_count(document["index"]) and document["index"] == count
                demand(in_order, f"line {number} is out of order")
                _check_member(document)
                of, count = document["archive"], count + 1
                continue
            demand(
                document.keys() == ARCHIVE and document["members"] == count,
                f"line {number}: its form",
            )
            form = all(is_count(document[name]) for name in ("expanded", "members", "size"))
            form = form and is_list_of(is_string)(document["notes"])
            demand(form and isinstance(document["format"], str), f"line {number}: its form")
            stopped = document["stopped"]
            demand(stopped is None or isinstance(stopped, str), f"line {number}: its form")
            yield document["archive"], document["size"], document["sha256"]
            of, count = None, 0
    demand(of is None, "the line about the archive is missing after its members")


MODIFIED = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z?")
MEMBER_KINDS = {
    "file", "folder", "link", "hard-link", "fifo", "character-device", "block-device", "unknown",
}  # fmt: skip
PROBLEMS = {
    "absolute", "escapes", "target-escapes", "nul-in-name", "duplicate", "duplicate-by-form",
    "duplicate-by-case", "names-differ", "differs-from-local", "overlaps", "readers-differ",
    "size-differs", "damaged", "method-unknown", "needs-memory", "too-large",
}  # fmt: skip


def _check_member(document: Json) -> None:
    """[13.10] The forms of the fields of an archive's member."""
    optional: dict[str, Form] = {
        **dict.fromkeys(("size", "compressed", "mode"), is_count),
        **dict.fromkeys(("method", "target"), is_string),
        "modified": lambda value: is_string(value) and bool(MODIFIED.fullmatch(value)),
        "sha256": is_digest,
    }
    for name, form in optional.items():
        demand(document[name] is None or form(document[name]), f"a member's {name}")
    demand(isinstance(document["name"], str), "a member's name")
    demand(document["kind"] in MEMBER_KINDS, "a member of no known kind")
    demand(isinstance(document["encrypted"], bool), "a member's encrypted")
    problems = document["problems"]
    known = is_list_of(is_string)(problems) and PROBLEMS.issuperset(problems)
    demand(known and problems == sorted(set(problems)), "a member's problems")
    unbase64(document.get("name_bytes", ""))


# --- The seal [15] ----------------------------------------------------------------------------------------------------

MEMBERS = {
    "version", "network", "package", "thread", "sender", "sealed", "recipients", "suite", "bag",
    "header", "payload_size", "segment_size", "segments", "root", "replaces", "derivative",
}  # fmt: skip
SAME = ("network", "package", "thread", "bag", "payload_size", "segment_size", "segments", "root",
        "derivative")  # fmt: skip
UNTYPABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
CHARSET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"


def check_recipient(text: Json) -> str:
    """An age recipient of ML-KEM-768 and X25519: Bech32 of 1,216 bytes under `age1pq`."""
    demand(isinstance(text, str) and text.startswith("age1pq1"), "a recipient of another kind")
    _check_bech32(str(text))
    return str(text)


@lru_cache(maxsize=REMEMBERED)
def _check_bech32(text: str) -> None:
    bits = 5 * (len(text) - 7 - 6)
    padding_bits = bits - 1216 * 8
    demand(0 <= padding_bits < 5, "a recipient that is damaged")
    values = [CHARSET.index(one) for one in text[7:]]
    expanded = [ord(c) >> 5 for c in "age1pq"] + [0] + [ord(c) & 31 for c in "age1pq"] + values
    check = 1
    for value in expanded:
        top, check = check >> 25, (check & 0x1FFFFFF) << 5 ^ value
        for bit, factor in enumerate((0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)):
            check ^= factor if top >> bit & 1 else 0
    number = 0
    for value in values[:-6]:
        number = number << 5 | value
    demand(check == 1, "a recipient that is damaged")
    demand(number & ((1 << padding_bits) - 1) == 0, "a recipient in another spelling")


def header_stanzas(header: bytes) -> int:
    """How many stanzas an age header has, all of the one kind, in its one form."""
    text = header.decode("ascii")
    demand(text.startswith("age-encryption.org/v1\n") and text.endswith("\n"), "an age header")
    lines, count = text[:-1].split("\n")[1:], 0
    mac = lines.pop()
    raw = mac.removeprefix("--- ")
    demand(mac.startswith("--- ") and len(_unpadded(raw)) == 32, "an age header without its MAC")
    while lines:
        words = lines.pop(0).split(" ")
        demand(
            words[:2] == ["->", "mlkem768x25519"] and len(words) == 3, "a stanza of another kind"
        )
        demand(len(_unpadded(words[2])) == 1120, "a stanza with another share")
        body = ""
        while lines:
            line = lines.pop(0)
            body += line
            if len(line) < 64:
                break
            demand(len(line) == 64 and lines, "a stanza in another form")
        demand(len(_unpadded(body)) == 32, "a stanza with another body")
        count += 1
    return count


def _unpadded(text: str) -> bytes:
    data = base64.b64decode(text + "=" * (-len(text) % 4), validate=True)
    demand(base64.b64encode(data).decode().rstrip("=") == text, "base64 in another spelling")
    return data


def check_seal(document: Json) -> None:
    """[15] The form of seal.json."""
    members(document, MEMBERS, "a seal")
    demand(first_version(document), "a seal of another version")
    demand(document["network"] is None or is_digest(document["network"]), "a seal's network")
    demand(is_uuid(document["package"]), "a seal's package")
    demand(document["thread"] is None or is_uuid(document["thread"]), "a seal's thread")
    demand(is_authority(document["sender"]), "a seal's sender")
    moment(document["sealed"])
    demand(document["suite"] == "age-mlkem768x25519+sha256+blake3", "a seal of another suite")
    demand(is_digest(document["bag"]) and is_digest(document["root"]), "a seal's digests")
    demand(document["replaces"] is None or is_digest(document["replaces"]), "a seal's replaces")
    size, segment, count = document["payload_size"], document["segment_size"], document["segments"]
    demand(is_count(size, 1) and is_count(segment, 1) and is_count(count, 1), "a seal's sizes")
    power = segment & (segment - 1) == 0 and 2**20 <= segment <= 2**26
    demand(power and count == -(-size // segment), "sizes that cannot be")
    chunks = size - 16
    last = chunks % (65536 + 16) or 65536 + 16
    demand(chunks >= 16 and last >= 16, "a size that no payload has")
    demand(last > 16 or chunks == 16, "a size that no payload has")
    recipients = document["recipients"]
    demand(1 <= len(recipients) <= 100, "no recipients, or too many")
    for one in recipients:
        members(one, {"authority", "recipient"}, "a recipient")
        demand(is_authority(one["authority"]), "a recipient's authority")
        check_recipient(one["recipient"])
    demand(len({one["recipient"] for one in recipients}) == len(recipients), "a recipient twice")
    stanzas = header_stanzas(unbase64(document["header"]))
    demand(stanzas == len(recipients), "another number of stanzas than of recipients")
    _check_derivative(document["derivative"])


def _check_derivative(document: Json) -> None:
    if document is None:
        return
    members(document, {"parent", "items", "tool", "settings", "act"}, "a derivative")
    members(document["parent"], {"bag", "seal"}, "a derivative's parent")
    parent = document["parent"]
    demand(is_digest(parent["bag"]), "a derivative's parent")
    demand(parent["seal"] is None or is_digest(parent["seal"]), "a derivative's parent")
    members(document["items"], {"count", "digest"}, "a derivative's items")
    items = document["items"]
    demand(is_count(items["count"], 1) and is_digest(items["digest"]), "a derivative's items")
    members(document["tool"], {"name", "version"}, "a derivative's tool")
    for name, value in document["tool"].items():
        form = isinstance(value, str) and 1 <= len(value) <= 200 and not UNTYPABLE.search(value)
        demand(form or (name == "version" and value is None), "a derivative's tool")
    demand(
        document["settings"] is None or is_digest(document["settings"]), "a derivative's settings"
    )
    demand(is_code(document["act"]), "a derivative's act")


@dataclass
class Times:
    """The proved times of a document [4.2]: its text moment and its signature moment."""

    text: datetime | None = None
    signed: datetime | None = None
    remark: str = ""


def came_along(makers: list[str]) -> str:
    """Return how an authority is named that came along with the evidence and names no State."""
    named = "; ".join(makers) or "of no State"
    return f"an authority that came along ({named}), which nobody vouches for"


NOTHING_PROVED: Json = {
    **dict.fromkeys(("proved_at", "proved_by", "bounded_at", "bounded_by")), "proved_alone": False,
}  # fmt: skip


class Seal:
    """The documents of a seal."""

    def __init__(self, folder: Path, number: int = 0) -> None:
        self.folder, self.document, self.data = folder, dict[str, Json](), b""
        self.number = number
        self.stamps = Stamps(folder, "seal.json", self.beside)
        self.times = Times()
        self.earlier: list[Seal] = []
        self.verified: tuple[Certificate, ...] = ()
        self.cosigned: datetime | None = None
        """[4.2, 3(d)] When an event of its sender that names it met the policy, and with which State."""
        self.cosigned_by = ""
        self.word: tuple[datetime, str] | None = None
        """The word of one State alone on such an event, which proves nothing."""
        self.known: datetime | None = None
        """[4.2, 3(b) and (e)]"""
        self.over_list: list[Token] = []
        """The tokens by which `known` is proved."""
        self.exported = False
        """True in a bundle, where who exports chooses the moment of 3(b) [the chain, 6]."""
        self.moment_by_own_state = self.faded_by_own_state = False
        """True if the chain lacks nothing but moments of earlier seals; or tokens that did not fade."""

    def form(self) -> None:
        self.data = small(self.folder / "seal.json", 1 << 20)
        document = parsed(self.data)
        check_seal(document)
        self.document = document

    @property
    def there(self) -> bool:
        return bool(self.document)

    def needed(self) -> None:
        if not self.document:
            raise Undecided("the seal cannot be read, and this is compared with what it says",
                            "anyone with the seal")  # fmt: skip

    @property
    def digest(self) -> str:
        return sha256(self.data)

    def _folders(self) -> list[Path]:
        folder = self.folder / "seals"
        if not is_folder(folder):
            return []
        names = [one.name for one in folder.iterdir() if is_folder(one)]
        numbers = sorted(int(one) for one in names if re.fullmatch("[1-9][0-9]?", one))
        whole = len(numbers) == len(names) and numbers == list(range(1, len(numbers) + 1))
        demand(
            whole and 1 <= len(numbers) <= 32, "an earlier seal is missing, or there are too many"
        )
        return [folder / str(number) for number in numbers]

    def _nothing_beside(self) -> None:
        """[15, the chain, 1] Nothing lies beside the folders of the earlier seals."""
        folder = self.folder / "seals"
        strays = [one.name for one in folder.iterdir() if lies(one)] if is_folder(folder) else []
        demand(not strays, f"in seals/ lies something else: {', '.join(strays[:10])}")

    def beside(self, path: str) -> Path:
        """Where what lay beside this seal lies: of an earlier one, partly beside the later ones."""
        match = re.match(r"seals/([0-9]+)/", path)
        shared = path == "segments.b3" or path.startswith("certificates/")
        if self.number and (shared or (match and int(match[1]) < self.number)):
            return self.folder.parent.parent / path
        return self.folder / path

    @property
    def chained(self) -> bool:
        return bool(self.document.get("replaces")) or is_folder(self.folder / "seals")

    def read_earlier(self) -> None:
        """The earlier seals, as far as they can be read; the check of the chain reports the
        rest.
        """
        try:
            found = [Seal(folder, int(folder.name)) for folder in self._folders()]
            for one in found:
                one.form()
        except (Wrong, *OUT_OF_FORM):
            return
        self.earlier = found

    @property
    def first(self) -> "Seal":
        return self.earlier[0] if self.earlier else self

    def timestamps(self, judge: Judge, *, announced: bool = False, earlier: bool = False) -> str:
        """[5] The tokens hold, and one counts. Of one that is announced nothing is left where there is
        no token; of an earlier seal, neither token nor list [15, the chain, 7].
        """
        self.needed()
        gone = not (self.stamps.paths or self.stamps.strays)
        gone = gone and not (earlier and self.stamps.anything)
        demand(not (gone and announced), "the journal announces a timestamp that is not there")
        if not self.stamps.anything:
            raise Undecided("there is no timestamp yet", "the sender's node, which adds it")
        try:
            self.stamps.judge(judge, self.known)
        except Undecided:
            demand(earlier or not announced or self.stamps.names_it,
                   "the journal announces a timestamp that is not there")  # fmt: skip
            raise
        proved = self.proof()
        if proved["proved_by"] is None:
            text = f"sealed before {proved['proved_at']}, says {came_along(self.makers())}"
        else:
            text = f"sealed before {proved['proved_at']}, proved by {proved['proved_by']}"
        if proved["proved_alone"]:
            text += " alone, the sender's own State"
        if proved["bounded_at"] and (proved["proved_alone"] or proved["proved_by"] is None):
            text += f"; by another State before {proved['bounded_at']}"
        return text

    def proof(self) -> Json:
        """[5, 15.2] When the seal is proved to have existed, by which State, and by which other one."""
        if not self.document:
            return NOTHING_PROVED
        own = str(self.document["sender"])[:2].upper()
        tokens = [*self.stamps.counting, *self.over_list]
        by_own = [(one.at, 2, own) for one in tokens if one.state == own]
        others = [(one.at, 0, one.state) for one in tokens if one.state not in {"", own}]
        others += [(self.cosigned, 1, self.cosigned_by)] if self.cosigned else []
        first = min([*others, *by_own, *((one.at, 3, "") for one in tokens if not one.state)],
                    default=None)  # fmt: skip
        if first is None:
            at, state = self.word or (None, None)
            word = {"proved_at": shown(at) if at else None, "proved_by": state}
            return {**NOTHING_PROVED, **word, "proved_alone": at is not None}
        other = min(others, default=None)
        return {
            "proved_at": shown(first[0]), "proved_by": first[2] or None,
            "proved_alone": first[1] == 2,
            "bounded_at": shown(other[0]) if other else None,
            "bounded_by": other[2] if other else None,
        }  # fmt: skip

    def makers(self) -> list[str]:
        """Return the authorities that came along and name no State, by whose tokens a moment is stated."""
        return sorted({one.maker for one in (*self.stamps.counting, *self.over_list) if one.maker})

    def listed_in(self, known: Known | None) -> None:
        """Take over when the list proves this seal that names it."""
        sender = str(self.document.get("sender", ""))
        self.known = known_of(known, sender)
        self.over_list = known.over(sender) if known and not self.number else []

    def settle(self, judge: Judge) -> None:
        """Find the text moment and the signature moment, whatever the check of the tokens says."""
        try:
            self.stamps.judge(judge, self.known)
        except (Wrong, Undecided, *OUT_OF_FORM):
            pass
        proved = [self.stamps.signatures_stamped(), self.known, self.cosigned]
        text = [*self.stamps.times, self.cosigned]
        text += [] if self.exported and self.number else [self.known]
        self.times = Times(
            min((one for one in text if one), default=None),
            min((one for one in proved if one), default=None),
        )

    def signed(self, judge: Judge, otherwise: datetime) -> str:
        self.needed()
        not_ahead(self.document["sealed"], judge.now)
        at = self.times.text or otherwise
        found = judge.signatures(self.folder / "seal.json", self.document["sender"], at,
                                 signed=self.times.signed,
                                 listing=not judge.workstation)  # fmt: skip
        self.verified = found.certificates
        return found.holder

    def listed(self, judge: Judge, otherwise: datetime) -> str:
        """[15] `seal-listed`."""
        self.needed()
        if not self.verified:
            sender = self.document["sender"]
            known = any(copy.knows(sender) or copy.withheld(sender[:2].upper()) is not None
                        for copy in judge.copies)  # fmt: skip
            demand(known, f"no copy of the directory knows {sender}")
            raise Undecided("no signature was verified that the directory could list",
                            "anyone with the seal's signatures")  # fmt: skip
        made = [(one, each.times.text or otherwise, each.times.signed)
                for each in (self, *self.earlier) for one in each.verified]  # fmt: skip
        judge.all_listed(self.document["network"], made)
        return f"{len(self.verified)} certificates"

    def linked(self) -> list["Seal"]:
        """[15] The earlier seals: each names the one before it, is of the same payload, and was made by
        who could open that one.
        """
        folders = self._folders()
        self._nothing_beside()
        if self.document["replaces"] is None:
            there = is_folder(self.folder / "seals")
            demand(not there, "it replaces none, and yet earlier ones lie there")
            return []
        demand(folders, "the seals that it replaces are missing")
        found = [Seal(folder, int(folder.name)) for folder in folders]
        for one in found:
            one.form()
        chain = [*found, self]
        demand(chain[0].document["replaces"] is None, "the first seal is missing")
        for before, after in pairwise(chain):
            demand(after.document["replaces"] == before.digest, "a seal that replaces another")
            same = all(after.document[name] == chain[0].document[name] for name in SAME)
            demand(same, "a seal of something else than the one that it replaces")
            could = {to["authority"] for to in before.document["recipients"]} | {
                before.document["sender"]
            }
            demand(after.document["sender"] in could, "a seal replaced by who could not open it")
        return found

    def chain(self, judge: Judge, otherwise: datetime, journals: "tuple[Journals, ...]" = (),
              *, exported: bool = False) -> str:  # fmt: skip
        """[15, the chain] Each seal is judged at its own time. `exported`: what lies here is a bundle, whose
        own timestamp does not replace that of an earlier seal (rule 6).
        """
        self.needed()
        found = self.linked()
        if not found:
            return "it replaces none"
        found = self.earlier or found
        moments: dict[str, list[Seal]] = {"": [], "own": [], "unproved": [], "faded": []}
        unknown, wrong = list[Undecided](), list[str]()
        for one in found:  # each is asked all of it, whatever the others came to
            try:
                moments[one.moment_as_earlier(judge, journals, exported=exported)].append(one)
            except (Wrong, *OUT_OF_FORM) as error:
                wrong += [f"seals/{one.number}: {reason}" for reason in reasons_of(error)]
            try:
                one.signed(judge, otherwise)
            except Undecided as error:
                unknown.append(error)
            except (Wrong, *OUT_OF_FORM) as error:
                wrong += [f"seals/{one.number}: {reason}" for reason in reasons_of(error)]
        if wrong:
            raise Wrong(*wrong[:20])
        if unknown:
            raise unknown[-1]
        self._demand_moments(moments["unproved"], moments["faded"])
        own = [f"{one.number} ({one.document['sender'][:2].upper()})" for one in moments["own"]]
        rest = f"; its own State alone proves when seal {', '.join(own)} was made"
        return f"{len(found) + 1} seals{rest if own else ''}"

    def moment_as_earlier(
        self, judge: Judge, journals: "tuple[Journals, ...]", *, exported: bool
    ) -> str:
        """[15, the chain, 6 and 7] Ask the tokens of an earlier seal: its `own` State alone proves its moment,
        or it is `unproved`, or `faded`; else it is proved.
        """
        try:
            self.timestamps(judge, announced=announced(journals, self, named=True), earlier=True)
        except Undecided:
            if self.cosigned is not None or (self.known is not None and not exported):
                return ""
            return "faded" if self.stamps.ever_counted else "unproved"
        own = {self.document["sender"][:2].upper()}
        by_own = self.cosigned is None and {one.state for one in self.stamps.counting} == own
        return "own" if by_own else ""

    def _demand_moments(self, unproved: "list[Seal]", faded: "list[Seal]") -> None:
        self.moment_by_own_state = bool(unproved or faded)
        if unproved:
            numbers = ", ".join(str(one.number) for one in unproved)
            raise Undecided(f"no timestamp or cosignature proves when seal {numbers} was made",
                            "the authority that made it, or who kept the package since before")  # fmt: skip
        if faded:
            self.faded_by_own_state = True
            numbers = ", ".join(str(one.number) for one in faded)
            raise Undecided(f"the timestamps of seal {numbers} count no more",
                            "who has a later one, or a copy kept since before")  # fmt: skip

    def counting(self, checks: Checks) -> list["Seal"]:
        """[19.5] The seals that count: none, the newest, or all of the chain."""
        if checks.of("seal-signed") != "holds":
            return []
        if self.chained and checks.of("seal-chain") != "holds":
            return []
        return [*self.earlier, self]

    def segment_list(self) -> str:
        self.needed()
        if not lies(self.folder / "segments.b3"):
            raise Undecided("segments.b3 does not lie here", "anyone with the whole package")
        tree, path = Tree(), self.folder / "segments.b3"
        demand(path.lstat().st_size == 32 * self.document["segments"], "a list of another length")
        with opened(path) as file:
            while one := file.read(32):
                tree.add(one)
        demand(tree.root.hex() == self.document["root"], "the list leads to another root")
        return f"{tree.size} segments"

    def _package(self) -> Path:
        self.needed()
        path = self.folder / "package.age"
        if not lies(path):
            raise Undecided("package.age does not lie here", "anyone with it")
        return path

    def package(self) -> None:
        path, header = self._package(), unbase64(self.document["header"])
        with opened(path) as file:
            demand(file.read(len(header)) == header, "the package begins with another header")
            size = os.fstat(file.fileno()).st_size - len(header)
        demand(
            size == self.document["payload_size"],
            f"{size} bytes, not {self.document['payload_size']}",
        )

    def segments(self) -> str:
        path = self._package()
        if blake3 is None:
            raise Undecided(
                "this Python has no BLAKE3", "the package `blake3`, or b3sum on each segment"
            )
        listing, tree, wrong = self.folder / "segments.b3", Tree(), list[int]()
        named = opened(listing) if lies(listing) else None
        with opened(path) as file:
            file.seek(len(unbase64(self.document["header"])))
            for index in range(self.document["segments"]):
                found = self._segment(file)
                if found is None:
                    wrong.append(index)  # and so is all that follows
                    break
                tree.add(found)
                if named is not None and named.read(32) != found and len(wrong) < 20:
                    wrong.append(index)
            more = file.read(1)
        if named is not None:
            named.close()
        demand(not wrong, f"damaged segments: {wrong}")
        demand(not more, "the package has more than its segments")
        same = named is not None or tree.root.hex() == self.document["root"]
        demand(same, "the segments lead to another root")
        return f"{self.document['segments']} segments"

    def _segment(self, file: Any) -> bytes | None:
        """The digest of the next segment; None where the file has ended."""
        hashed, left = blake3(), self.document["segment_size"]
        while left and (block := file.read(min(BLOCK, left))):
            hashed.update(block)
            left -= len(block)
        digest: bytes = hashed.digest()
        return digest if left < self.document["segment_size"] else None


_TOKENS = r"(\.([2-9]|[1-9][0-9]{1,2}))?\.tst"
_ARCHIVE = r"archive\.[1-9][0-9]?\.json"
SEAL_FILE = re.compile(
    rf"(?:(seals/[1-9][0-9]?)/)?(seal\.json(\.p256\.p7s|\.mldsa65\.p7s|{_TOKENS})?|{_ARCHIVE}({_TOKENS})?)"
)
CARRIED = re.compile(r"([a-z]{2})-ca(-[1-9][0-9]?)?\.(p256|mldsa65)\.(pem|crl)")
CARRIED_TSA = re.compile(r"tsa\.[1-9][0-9]?\.pem")


def check_seal_layout(folder: Path, *, package: bool = False) -> None:
    """[15] `seal-layout`: names and contents of what lies beside a seal."""
    wrong = list[str]()
    names = [one for one in _files_and_strays(folder, wrong) if not (package and _in_journal(one))]
    wrong = [one for one in wrong if not (package and _in_journal(one))]
    check_seal_files(folder, names, wrong, package=package)
    for one in _empty_below(folder):
        if not (package and (one == "custody" or _in_journal(one))):
            wrong.append(f"{one} is an empty folder")
    if wrong:
        raise Wrong(*wrong[:20])
    lists_unread(names)


def _in_journal(name: str) -> bool:
    """Return what `custody-journal` judges, links among it, too."""
    return name.startswith("custody/")


def check_seal_files(folder: Path, names: list[str], wrong: list[str], *, package: bool) -> None:
    for name in names:
        if name == "segments.b3" or (package and name == "package.age"):
            continue
        if name.startswith("certificates/"):
            _carried(folder, name, wrong, tsa=True)
            continue
        if not SEAL_FILE.fullmatch(name):
            wrong.append(f"{name} has no place beside a seal")
        found = re.match(rf"(.*{_ARCHIVE})(\.|$)", name)
        if found and f"{found[1]}.tst" not in names:
            wrong.append(f"{found[1]}.tst is missing")
        if found and found[1] not in names:
            wrong.append(f"{found[1]} is missing")


def _files_and_strays(
    folder: Path, wrong: list[str], level: int = 0, outside: str = ""
) -> Iterator[str]:
    """Every file; links, devices, and folders that cannot be listed or are too deep are reported
    instead. The folder lies `level` levels below the one that is judged; of a folder of the name
    `outside` in it nothing is read.
    """
    top = f"{folder}/"

    def unread(error: OSError) -> None:
        wrong.append(f"{str(error.filename).removeprefix(top)} cannot be read")

    closed = NOT_READ.get()
    for path, folders, names in os.walk(folder, onerror=unread):
        if path in closed:
            unread(PermissionError(errno.EACCES, "it cannot be opened", path))
            folders.clear()
            continue
        for name in sorted(names):
            whole = f"{path}/{name}"
            regular = _is_ordinary(whole, unread)
            if regular:
                yield whole.removeprefix(top)
            elif regular is False:
                wrong.append(f"{whole.removeprefix(top)} is no ordinary file")
        links = [f"{path}/{name}" for name in folders if _is_link(Path(path, name))]
        wrong += [f"{one.removeprefix(top)} is no ordinary folder" for one in links]
        if path == str(folder):
            folders[:] = [name for name in folders if name != outside]
        if _too_deep(path, folder, level):
            wrong += [f"disk-too-deep: {f'{path}/{name}'.removeprefix(top)}" for name in folders]
            folders.clear()


def _is_ordinary(path: str, unread: Callable[[OSError], None]) -> bool | None:
    """Decide whether it is an ordinary file; of what cannot be looked at that is reported."""
    try:
        return stat.S_ISREG(os.lstat(path).st_mode)
    except OSError as error:
        unread(error)
        return None


def _too_deep(path: str, folder: Path, level: int) -> bool:
    """Decide whether the folders in this one are more levels down than are read."""
    below = path.removeprefix(str(folder)).count("/")
    return level + below + 1 > DEEPEST_FOLDER


def empty_folders(folder: Path) -> list[str]:
    return [f"{path} is an empty folder" for path in _empty_below(folder)]


def _empty_below(folder: Path) -> list[str]:
    found = []
    for path, below, files in os.walk(folder):
        if not below and not files and path != str(folder):
            found.append(str(Path(path).relative_to(folder)))
        if _too_deep(path, folder, 0):
            below.clear()
    return found


def _carried(folder: Path, name: str, wrong: list[str], *, tsa: bool) -> None:
    try:
        check_carried(folder, name, tsa=tsa)
    except (Wrong, *OUT_OF_FORM) as error:
        wrong.append(f"{name}: {error}")


def check_carried(folder: Path, name: str, *, tsa: bool) -> None:
    """Check what may lie in `certificates/` beside a seal, by name and content."""
    path, short = folder / name, name.removeprefix("certificates/")
    demand(not through_link(path, name), "it is reached by a link")
    if tsa and CARRIED_TSA.fullmatch(short):
        _stamping_carried(_one_whole(path))
        return
    found = CARRIED.fullmatch(short)
    demand(found, "it has no place there")
    assert found is not None
    if found[4] == "pem":
        one = certificate(der_of(_one_whole(path)))
        demand((one.use, one.holder) == ("state-ca", found[1]), "the State CA of another State")
        demand(kind_of_key(one.key) == found[3], "a key of the other kind")
        return
    listing = x509.load_der_x509_crl(one_block(small(path, LARGEST_REVOCATION_LIST), b"X509 CRL"))
    beside = path.with_suffix(".pem")
    check_list(listing, _one_whole(beside) if lies(beside) else None)


def lists_unread(names: Iterable[str]) -> None:
    """Leave undecided what lies beside a seal where a list of ML-DSA is among it, and none is read."""
    if mldsa is None and any(name.endswith(".mldsa65.crl") for name in names):
        raise NO_ML_DSA


def _one_whole(path: Path) -> x509.Certificate:
    """Return the one certificate of a file, each part of which can be read [19.3, 2(g)]."""
    return read_whole(one_block(small(path, 1 << 20)))


def family_of(one: Certificate) -> str:
    return "mldsa65" if one.family == "mldsa65" else "p256"


def one_block(data: bytes, kind: bytes = b"CERTIFICATE") -> bytes:
    """Return what exactly one block of PEM holds, with not a byte around it [19.3, 2(g)]."""
    found = pem_blocks(data)
    demand([name for name, _ in found] == [kind], f"not exactly one {kind.decode()}")
    return found[0][1]


def _stamping_carried(read: x509.Certificate) -> None:
    """A timestamp authority's certificate, or one of those that issued it, which are no State's."""
    if any(uri.startswith("rogatory:") for uri in _uris(read)):
        demand(certificate(der_of(read)).use == "tsa", "a certificate for something else")
        return
    try:
        if read.extensions.get_extension_for_class(x509.BasicConstraints).value.ca:
            return
    except x509.ExtensionNotFound:
        pass
    _stamping_only(read)


# --- Custody [16] -----------------------------------------------------------------------------------------------------

ACTIONS = {
    "collected", "sealed", "timestamped", "dispatched", "received", "fetched", "verified", "opened",
    "extracted", "exported", "message-sent", "message-received", "message-refused",
    "message-taken-back", "directory-accepted", "law-corrected", "decided", "roster-set",
    "watch-handed-over", "epoch-accepted", "released", "destroyed",
}  # fmt: skip
CODE_LINES = """\
collected collected files:count
collected-sealing collected files:count
collected-adding collected files:count folder:text replaced:digest
sealed sealed recipients:*authority replaced:digest?
rewrapped sealed recipients:*authority keys:count replaced:digest
sealed-under sealed recipients:*authority seal:digest replaced:digest?
rewrapped-under sealed recipients:*authority keys:count seal:digest replaced:digest
scope-compared verified authorised:digest within:count outside:count not_checked:count
surplus-kept verified outside:count files:count
timestamped timestamped seal:digest
timestamped-again timestamped seal:digest list:text
opened opened second:officer? consent:digest?
salvaged opened holds:count differs:count not_compared:count damaged:count lost:count second:officer? consent:digest?
salvaged-unproved opened holds:count differs:count not_compared:count damaged:count lost:count second:officer? consent:digest?
listed extracted paths:*text? more:count?
searched-by-name extracted text:text
searched-by-digest extracted text:text
searched-by-kind extracted text:text
searched-by-words extracted text:text
viewed extracted path:text sha256:digest second:officer? consent:digest?
extracted-file extracted path:text sha256:digest second:officer? consent:digest?
extracted-files extracted paths:*text more:count? files:count bytes:count list:digest second:officer? consent:digest?
extracted-bytes extracted path:text start:count end:count size:count sha256:digest second:officer? consent:digest?
extracted-bytes-alone extracted path:text start:count end:count size:count sha256:digest second:officer? consent:digest?
disclosed exported items:count of:count files:count selection:digest proceedings:text? recipient:State? second:officer? consent:digest?
bundle-exported exported content:digest recipients:*text? purpose:text
handed-over dispatched
arrived-from-workstation dispatched
seal-arrived-from-workstation dispatched
sent-by-courier dispatched to:State disk:digest left:count
fetched-whole received from:State
received-by-courier received from:State by_disk:count by_line:count disks:*digest more:count?
message-sent message-sent to:authority kind:word
message-sent-automatically message-sent to:authority kind:word
message-sent-by-one-officer message-sent to:authority kind:word
message-signed-for-letter message-sent to:authority kind:word
letter-dispatched message-sent channel:word dispatched:moment reference:text proof:digest?
message-received message-received from:authority kind:word
letter-transcribed message-received from:authority kind:word channel:word original:digest transcription:digest transcriber:officer
transcription-corrected decided from:authority kind:word channel:word original:digest transcription:digest transcriber:officer
transcription-declined decided from:authority
message-refused message-refused from:State kind:word codes:*word?
message-taken-back-received message-taken-back from:State at:moment kind:word receipt:digest?
message-taken-back-sent message-taken-back to:State at:moment kind:word receipt:digest?
directory-verified directory-accepted version:count
state-key-confirmed directory-accepted state:State
law-proposed law-corrected section:word
law-accepted law-corrected section:word
law-declined law-corrected section:word
decisions-recorded decided decisions:count
held-request-admitted decided policy:digest
held-request-stopped decided policy:digest
policy-confirmed decided state:State stance:word kinds:*word?
policy-declined decided state:State stance:word kinds:*word?
counterpart-confirmed decided state:State
counterpart-declined decided state:State
call-back-not-reached decided answer:word
roster-set roster-set starts:moment ends:moment
watch-taken-over watch-handed-over from:officer
epoch-accepted epoch-accepted log:text
warned-retention-ended verified giver:State until:moment
warned-secret verified giver:State
recovery-used opened second:officer consent:digest
event-destroyed destroyed tombstone:digest second:officer? consent:digest?
message-destroyed destroyed tombstone:digest second:officer? consent:digest?
"""
"""The list of 16.4: code, action, fields; `*` is a list, `?` may be null."""
CODES = {
    line.split()[0]: (line.split()[1], dict(one.split(":") for one in line.split()[2:]))
    for line in CODE_LINES.splitlines()
}
EVENT_MEMBERS = {"version", "network", "id", "object", "action", "authority", "officer", "basis",
                 "occurred", "previous"}  # fmt: skip
FIELD = re.compile(r"[a-z][a-z0-9_]*")
NOT_TEXT = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def is_text(value: Json) -> bool:
    return isinstance(value, str) and 1 <= len(value) <= 2000 and not NOT_TEXT.search(value)


def event_of(data: bytes) -> Json:
    """[16.1] An event of version 1 or 2, in its form."""
    demand(len(data) <= 16384, "an event that is too large")
    document = parsed(data)
    demand(isinstance(document, dict), "an event that is no object")
    version = document.get("version")
    demand(version in (1, 2) and not isinstance(version, bool), "an event of another version")
    further = {"reason"} if version == 1 else {"code", "fields", "words"}
    members(document, EVENT_MEMBERS | further, "an event")
    for name in ("network", "basis", "previous"):
        demand(document[name] is None or is_digest(document[name]), f"an event's {name}")
    demand(is_uuid(document["id"]) and is_digest(document["object"]), "an event's id or object")
    demand(document["action"] in ACTIONS, "an event of another action")
    demand(is_authority(document["authority"]), "an event's authority")
    officer = document["officer"]
    own = officer is None or (is_officer(officer) and officer[:2] == document["authority"][:2])
    demand(own, "an event's officer")
    moment(document["occurred"])
    if version == 1:
        demand(is_text(document["reason"]), "an event's reason")
        return document
    code, fields, words = document["code"], document["fields"], document["words"]
    demand(is_code(code), "an event's code")
    demand(isinstance(fields, dict) and len(fields) <= 32, "an event's fields")
    for name, value in fields.items():
        demand(len(name) <= 40 and FIELD.fullmatch(name), "a field's name")
        demand(_is_value(value), f"the field {name}")
    if words is not None:
        members(words, {"language", "text"}, "an event's words")
        tag = words["language"]
        known = tag == "und" or is_tag(tag)
        demand(known and is_text(words["text"]), "an event's words")
    return document


def _is_value(value: Json) -> bool:
    if isinstance(value, list):
        return len(value) <= 100 and all(is_text(one) or is_count(one) for one in value)
    return value is None or isinstance(value, bool) or is_text(value) or is_count(value)


TYPES: dict[str, Form] = {
    "digest": is_digest,
    "moment": is_moment,
    "authority": is_authority,
    "officer": is_officer,
    "State": matching("[A-Z]{2}"),
    "count": is_count,
    "word": short(matching("[a-z][a-z0-9]*([-_][a-z0-9]+)*")),
    "text": is_text,
}


def _is_of(value: Json, kind: str) -> bool:
    if kind.endswith("?") and value is None:
        return True
    kind = kind.removesuffix("?")
    if kind.startswith("*"):
        of = TYPES[kind[1:]]
        return isinstance(value, list) and 1 <= len(value) <= 100 and all(map(of, value))
    return TYPES[kind](value)


def understood(document: Json) -> bool:
    """[16.4] Whether code, action and fields are those of the list."""
    if document["version"] != 2 or document["code"] not in CODES:
        return False
    action, fields = CODES[document["code"]]
    if document["action"] != action or document["fields"].keys() != fields.keys():
        return False
    if not all(_is_of(document["fields"][name], kind) for name, kind in fields.items()):
        return False
    both = {document["fields"].get(name) is None for name in ("second", "consent")}
    return not {"second", "consent"} <= fields.keys() or len(both) == 1


def tombstone_of(data: bytes) -> Json:
    """[16.5] A tombstone in its form."""
    demand(len(data) <= 4096, "a tombstone that is too large")
    document = parsed(data)
    members(document, {"version", "kind", "object", "authority", "previous", "digest", "commitment",
                   "place", "successor", "reply"}, "a tombstone")  # fmt: skip
    demand(
        first_version(document) and document["kind"] in {"event", "message"}, "a tombstone's kind"
    )
    for name in ("object", "digest", "commitment"):
        demand(is_digest(document[name]), f"a tombstone's {name}")
    for name in ("previous", "successor"):
        demand(document[name] is None or is_digest(document[name]), f"a tombstone's {name}")
    demand(is_authority(document["authority"]), "a tombstone's authority")
    members(document["place"], {"index", "log"}, "a tombstone's place")
    place = document["place"]
    demand(is_count(place["index"]), "a tombstone's place")
    demand(is_origin(place["log"]), "a tombstone's place is in no log")
    demand(or_null(is_code)(document["reply"]), "a tombstone's reply")
    return document


def check_tombstone_proof(
    text: str, document: Json, vkeys: Callable[[str], list[str]]
) -> Checkpoint:
    """[16.5] That something was committed to at the tombstone's place."""
    read = Proof.of(text)
    demand(read.salt is None, "the proof of a destroyed event still has its salt")
    place = document["place"]
    point = checkpoint(read.note, vkeys(read.origin))
    same = (point.origin, read.index) == (place["log"], place["index"])
    demand(same, "the proof is of another place")
    entry = leaf(bytes.fromhex(document["commitment"]))
    demand(root_by_path(read.index, point.size, entry, read.path) == point.root,
           "the commitment is not at this place of the log")  # fmt: skip
    return point


EVENT = re.compile(
    r"(?:earlier-([1-9][0-9]*)\.)?([0-9]{4,5})\.(json|p256\.p7s|mldsa65\.p7s|tlog-proof|tombstone\.json)"
)
BESIDE = ("certificates/", "seal/")
"""The other contents of the folder of a bag's journal."""


type Cosigned = tuple[datetime, str] | None
"""A moment that cosignatures prove, and the State with which it did."""


@dataclass
class Entry:
    """One number of a journal: an event, or the tombstone in its place."""

    form: int
    number: int
    stem: str
    data: bytes = b""
    document: Json = None
    tombstone: Json = None
    holds: bool = False
    """True if the event by itself holds: its form, its signatures and its proof."""
    index: tuple[str, int] | None = None
    """The place that its proof, or its tombstone, names."""
    proved: bool = False
    counts: bool = True
    """False if the checkpoint of its proof is by a stolen key, and not proved to be older [17]."""
    note: str = ""
    """The checkpoint in its proof, where that is in its form."""
    cosigned: datetime | None = None
    """[4.2, 3(c)] When its checkpoint met the policy, and by whose cosignature."""
    cosigned_by: str = ""
    word: tuple[datetime, str] | None = None
    """The word of one State alone, which proves nothing [4.2, 3(c)]: the moment and that State."""
    stated: tuple[Checkpoint, bytes] | None = None
    """The checkpoint of its proof, where that verifies, and its leaf there."""

    @property
    def digest(self) -> str:
        destroyed: str = self.tombstone["digest"] if self.tombstone else sha256(self.data)
        return destroyed

    @property
    def about(self) -> Json:
        return self.tombstone or self.document


class Journals:
    """The journals in one folder, by the number of the earlier form (0: the present one)."""

    def __init__(self, folder: Path, *, mixed: bool = False, beside: bool = False) -> None:
        self.folder, self.mixed, self.beside = folder, mixed, beside
        self.entries: list[Entry] = []
        self.wrong: list[str] = []
        self.unknown: Undecided | None = None
        self.tombstones_wrong: list[str] = []
        self.proofs_wrong: list[str] = []
        self.keys_unknown = False
        self.unread: Undecided | None = None
        """Why a proof could not be verified by this program."""
        self.not_counting: list[str] = []
        """Proofs of events whose checkpoint does not count, since the log's key was stolen [17]."""
        self.has_tombstone = False
        self.crowded: list[Entry] = []
        """Tombstones in their form that lie beside more than a proof."""
        self.recorded: dict[str, set[str]] = {}
        """Digests of tombstones that an understood event here names, with the States that do."""

    @property
    def events(self) -> list[Entry]:
        return [one for one in self.entries if one.document is not None]

    @property
    def destroyed(self) -> list[Entry]:
        return [one for one in self.entries if one.tombstone is not None]

    def read(self) -> None:
        """[16.2] 1 to 3: names, numbers and forms."""
        for stem, kinds in self._files().items():
            self._read_number(stem, kinds)
        self.entries.sort(key=lambda one: (one.form, one.number))
        for form in {one.form for one in self.entries}:
            numbers = [one.number for one in self.entries if one.form == form]
            if numbers != list(range(1, len(numbers) + 1)):
                self.wrong.append(f"an event is missing among {numbers[:20]}")
        for one in self.events:
            if understood(one.document) and one.document["code"] == "event-destroyed":
                states = self.recorded.setdefault(one.document["fields"]["tombstone"], set())
                states.add(one.document["authority"][:2])

    def _files(self) -> dict[str, set[str]]:
        """The kinds of files of each number; whatever else lies there is reported."""
        files: dict[str, set[str]] = {}
        kept = {"certificates", "seal"} if self.beside else set[str]()
        there = is_folder(self.folder)
        with suppress(OSError):  # what follows reports it
            self.wrong += [
                f"{one.name} has no place in a journal"
                for one in (self.folder.iterdir() if there else ())
                if is_folder(one) and one.name not in kept
            ]
        for name in kept:
            if there and is_folder(self.folder / name):
                self.wrong += [f"{name}/{one}" for one in empty_folders(self.folder / name)]
        for path in _files_and_strays(self.folder, self.wrong) if there else ():
            if self.beside and path.startswith(BESIDE):
                if "/." in path:
                    self.wrong.append(f"{path} has no place in a journal")
                elif path.startswith("certificates/"):
                    _carried(self.folder, path, self.wrong, tsa=False)
                continue
            if path.startswith(".rogatory-new-"):
                continue
            match = EVENT.fullmatch(path)
            if match is None or (len(match[2]) > 4 and match[2][0] == "0") or int(match[2]) == 0:
                self.wrong.append(f"{path} has no place in a journal")
                continue
            files.setdefault(path.removesuffix(f".{match[3]}"), set()).add(match[3])
        return files

    def _read_number(self, stem: str, kinds: set[str]) -> None:
        match = EVENT.fullmatch(f"{stem}.json")
        assert match is not None
        one = Entry(int(match[1] or 0), int(match[2]), stem)
        self.has_tombstone = self.has_tombstone or "tombstone.json" in kinds
        if kinds <= {"tombstone.json", "tlog-proof"} and "tombstone.json" in kinds:
            self._read_tombstone(one)
            return
        if "tombstone.json" in kinds:
            self.wrong.append(f"{stem}.tombstone.json has something beside it")
            self.tombstones_wrong.append(f"{stem}.tombstone.json has something beside it")
            self._read_crowded(stem)
        if "json" in kinds:
            self._read_event(one)
        else:
            self.wrong.append(f"{stem} has no event")

    def _read_event(self, one: Entry) -> None:
        try:
            one.data = small(self.folder / f"{one.stem}.json", 16384)
            one.document = event_of(one.data)
        except (Wrong, *OUT_OF_FORM) as error:
            self.wrong.append(f"{one.stem}.json: {error}")
            if lies(self.folder / f"{one.stem}.tlog-proof"):
                self.proofs_wrong.append(f"{one.stem}: a proof of what is no event")
        self.entries.append(one)

    def _read_crowded(self, stem: str) -> None:
        try:
            document = tombstone_of(small(self.folder / f"{stem}.tombstone.json", 4096))
        except (Wrong, *OUT_OF_FORM):
            return
        note = self._note_of_tombstone(stem)
        self.crowded.append(Entry(0, 0, stem, tombstone=document, note=note))

    def _read_tombstone(self, one: Entry) -> None:
        """[16.5] 1, and the checkpoint in its proof."""
        try:
            one.data = small(self.folder / f"{one.stem}.tombstone.json", 4096)
            one.tombstone = tombstone_of(one.data)
        except (Wrong, *OUT_OF_FORM) as error:
            self._wrong_tombstone(one, str(error))
        else:
            one.note, place = self._note_of_tombstone(one.stem), one.tombstone["place"]
            one.index = (place["log"], place["index"])
            if one.tombstone["kind"] != "event":
                self._wrong_tombstone(one, "a tombstone of a message")
            if place["log"].split("/")[1] != one.tombstone["authority"][:2]:
                self._wrong_tombstone(one, "its place is in another State's log")
        self.entries.append(one)

    def _wrong_tombstone(self, one: Entry, reason: str) -> None:
        self.wrong.append(f"{one.stem}.tombstone.json: {reason}")
        self.tombstones_wrong.append(f"{one.stem}: {reason}")

    def _note_of_tombstone(self, stem: str) -> str:
        """The checkpoint in a tombstone's proof that is in its form, without a salt; else nothing."""
        try:
            read = Proof.of(small(self.folder / f"{stem}.tlog-proof", LARGEST_PROOF).decode())
        except (Wrong, *OUT_OF_FORM):
            return ""
        return read.note if read.salt is None else ""

    @property
    def witnessed(self) -> list[tuple[str, str]]:
        """[15.3] State and checkpoint of each proof of which `custody-witnessed` asks; in place of one that
        does not count, a note that nobody cosigned.
        """
        found = [
            (one.about["authority"], one.note if one.counts else NOTHING_SIGNED)
            for one in self.entries
            if one.about and one.note
        ]
        found += [(one.tombstone["authority"], one.note) for one in self.crowded if one.note]
        return [(authority[:2].upper(), note) for authority, note in found]

    def check(self, judge: Judge, objects: dict[int, str | None], known: Known | None,
              others: "tuple[Journals, ...]" = (), *, encrypted: bool = False) -> None:  # fmt: skip
        """[16.2] 3 to 7. `objects` has the digest that each form is about, as far as it can be
        known; of a package that is `encrypted` nobody sees the earlier ones.
        """
        recorded = {*self.recorded}.union(*(one.recorded for one in others))
        everywhere = {one.digest for each in (self, *others) for one in each.entries if one.about}
        for form in sorted({one.form for one in self.entries}):
            row = [one for one in self.entries if one.form == form and one.about]
            on = objects.get(form)
            if row and on is None:
                on = next((one for one in row if one.tombstone is None), row[0]).about["object"]
                if not (form and encrypted):
                    self.unknown = Undecided("what the journal is about is missing",
                                             "anyone with the whole package")  # fmt: skip
            heads: dict[str, str | None] = {}
            for place, one in enumerate(row):
                document, authority = one.about, one.about["authority"]
                if document["object"] != on:
                    self.wrong.append(f"{one.stem} is about something else")
                    if one.tombstone is not None:
                        self.tombstones_wrong.append(f"{one.stem} is about something else")
                if self.mixed:
                    follows = (one.tombstone is not None or document["previous"] is None
                               or document["previous"] in everywhere)  # fmt: skip
                else:
                    follows = document["previous"] == heads.get(authority)
                if not follows:
                    self.wrong.append(f"{one.stem} does not follow the one before")
                heads[authority] = one.digest
                if one.tombstone is not None:
                    self._destroyed(one, row[place + 1 :], recorded)
                    self._tombstone_proof(judge, one, known)
                else:
                    self._event(judge, one, known)
        self._places((self, *others))

    def _event(self, judge: Judge, one: Entry, known: Known | None) -> None:
        document, path = one.document, self.folder / f"{one.stem}.json"
        try:
            same = judge.network is None or document["network"] in {None, judge.network}
            self._proof(judge, one, known)
            demand(same, "an event of another network")
            not_ahead(document["occurred"], judge.now)
            proved = known_of(known, document["authority"]), one.cosigned
            signed = [moment for moment in proved if moment is not None]
            at, named = moment(document["occurred"]), self.folder / one.stem
            judge.signatures(path, document["authority"], at, signed=min(signed, default=None),
                             named=named)  # fmt: skip
            one.holds = True
        except Undecided as error:
            self.unknown = error
        except (Wrong, *OUT_OF_FORM) as error:
            self.wrong.append(f"{one.stem}: {error}")

    def _proof(self, judge: Judge, one: Entry, known: Known | None) -> None:
        try:
            self._proof_holds(judge, one, known)
        except Undecided as error:
            self.unknown = self.unread = error
        except (Wrong, *OUT_OF_FORM) as error:
            self.proofs_wrong.append(f"{one.stem}: {error}")
            raise

    def _proof_holds(self, judge: Judge, one: Entry, known: Known | None) -> None:
        path = self.folder / f"{one.stem}.tlog-proof"
        if not lies(path):
            return
        text = small(path, LARGEST_PROOF).decode()
        read = Proof.of(text)
        demand(read.salt is not None, "a proof without its salt proves nothing of an event")
        one.index, one.note = (read.origin, read.index), read.note
        assert read.salt is not None
        keys = judge.log_keys(read.origin)
        if keys is None:
            check_unsigned_proof(read, leaf(commitment_of(read.salt, one.data)))
            self.keys_unknown = True
            return
        point = check_proof(text, one.data, lambda _: keys)
        own = point.origin.split("/")[1] == one.document["authority"][:2]
        demand(own, "its proof is of another State's log")
        one.proved = True
        one.stated = (point, leaf(commitment_of(read.salt, one.data)))
        met, word = met_policy(judge, one)
        if self._counts(judge, one, keys, known, met):
            one.word = word
            one.cosigned, one.cosigned_by = met or (None, "")

    def _counts(self, judge: Judge, one: Entry, keys: list[str], known: Known | None,
                met: Cosigned) -> bool:  # fmt: skip
        """[17] Decide whether the checkpoint of a proof that verifies counts, and keep why it does not."""
        there = [known_of(known, one.about["authority"]), met[0] if met else None]
        try:
            judge.demand_log_key(one.note, keys, there)
        except Wrong as error:
            one.counts = False
            found = self.not_counting if one.tombstone is None else self.tombstones_wrong
            found.append(f"{one.stem}: {error}")
        return one.counts

    def _tombstone_proof(self, judge: Judge, one: Entry, known: Known | None) -> None:
        path = self.folder / f"{one.stem}.tlog-proof"
        if not lies(path):
            return
        try:
            text = small(path, LARGEST_PROOF).decode()
            read = Proof.of(text)
            demand(read.salt is None, "its proof still has the salt")
            keys = judge.log_keys(read.origin)
            if keys is None:
                place = one.tombstone["place"]
                same = (read.origin, read.index) == (place["log"], place["index"])
                demand(same, "the proof is of another place")
                check_unsigned_proof(read, leaf(bytes.fromhex(one.tombstone["commitment"])))
                return
            point = check_tombstone_proof(text, one.tombstone, lambda _: keys)
            one.proved = True
            one.stated = (point, leaf(bytes.fromhex(one.tombstone["commitment"])))
            met, _ = cosigned_for(judge, one.tombstone["authority"][:2], read.note, None)
            self._counts(judge, one, keys, known, met)
        except Undecided as error:
            self.unknown = error
        except (Wrong, *OUT_OF_FORM) as error:
            self.wrong.append(f"{one.stem}: {error}")
            self.tombstones_wrong.append(f"{one.stem}: {error}")

    def _destroyed(self, one: Entry, after: list[Entry], recorded: set[str]) -> None:
        """[16.5] 3 and 4."""
        document = one.tombstone
        if not self.mixed and document["successor"] is not None:
            following = (
                each.digest for each in after if each.about["authority"] == document["authority"]
            )
            if document["successor"] != next(following, None):
                self.wrong.append(f"{one.stem}: its successor is another")
        if sha256(one.data) not in recorded:
            self.wrong.append(f"{one.stem}: no event records that it was destroyed")

    def _places(self, all_of_them: "tuple[Journals, ...]") -> None:
        """[16.5] 5."""
        taken = {one.index for each in all_of_them for one in each.events if one.proved}
        for one in self.destroyed:
            if one.index in taken:
                self.wrong.append(f"{one.stem}: an event is at its place")


def met_policy(judge: Judge, one: Entry) -> tuple[Cosigned, Cosigned]:
    """[4.2, 3(c)] When the checkpoint of an event met the policy of the log's State by cosignatures of
    other States, and the State with which it did; else what one State alone says.
    """
    document = one.document
    return cosigned_for(judge, document["authority"][:2], one.note, document["occurred"])


def cosigned_for(
    judge: Judge, state: str, note: str, claimed: str | None
) -> tuple[Cosigned, Cosigned]:
    """[4.2, 3(c)] When a checkpoint of this State's log met its policy, and with which State; else what one
    State alone says. No cosignature counts that is older than what is `claimed`.
    """
    copy, state = judge.newest_known, state.upper()
    if copy is None:
        return None, None
    since = moved(moment(claimed), -AHEAD) if claimed else None
    try:
        keys = copy.witness_keys([*copy.entries])
        found = cosigned_at(
            note, keys, lambda at: (since is None or since <= at) and at <= moved(judge.now, AHEAD)
        )
        rules = copy.policy(state)
    except (Wrong, Undecided, *OUT_OF_FORM):
        return None, None
    row = sorted((at, code) for code, at in found.items() if code != state)
    taken = set[str]()
    for at, code in row:
        taken.add(code)
        if rules and all(len(taken & set(states)) >= least for least, states in rules):
            return (at, code), None
    last = max((at for at, _ in row), default=None)
    return None, next((each for each in row if each[0] == last), None)


LARGEST_PROOF = 1056768
NOTHING_SIGNED = ""

NO_JOURNAL = Undecided("there is no custody journal", "the authority that collected and sealed it")


def run_custody(
    checks: Checks,
    journals: tuple[Journals, ...],
    judge: Judge,
    *,
    absent: Undecided | None = None,
    consents: Callable[[str], list[Path]] | None = None,
    known: Known | None = None,
    bag: Path | None = None,
    inside: Path | None = None,
) -> None:
    """The checks of journals that were read and judged: whole, logged, destroyed, consents. `inside`: the bundle
    in whose `consents/` these lie.
    """
    events = [one for each in journals for one in each.events]
    checks.run("custody-journal", lambda: _whole(journals, absent))
    checks.run("custody-logged", lambda: _logged(journals, absent))
    if any(each.has_tombstone for each in journals):
        checks.run("custody-destroyed", lambda: _places_proved(journals, absent))
    if consents is not None:
        protected = None if bag is None else protected_by(bag)
        run_consents(checks, events, judge, consents, absent=absent, known=known, bag=protected,
                     inside=inside)  # fmt: skip


def _whole(journals: tuple[Journals, ...], absent: Undecided | None) -> str:
    if absent is not None:
        raise absent
    if wrong := [reason for each in journals for reason in each.wrong]:
        raise Wrong(*wrong[:20])
    unknown = next((each.unknown for each in journals if each.unknown is not None), None)
    if unknown is not None:
        raise unknown
    events = sum(len(each.events) for each in journals)
    destroyed = sum(len(each.destroyed) for each in journals)
    if not events and not destroyed:
        raise NO_JOURNAL
    return f"{events} events" + (f", {destroyed} destroyed" if destroyed else "")


def _logged(journals: tuple[Journals, ...], absent: Undecided | None) -> str:
    events = [one for each in journals for one in each.events]
    if absent is not None:
        raise absent
    wrong = [reason for each in journals for reason in (*each.proofs_wrong, *each.not_counting)]
    every = [one for each in journals for one in each.entries]
    if wrong := [*wrong, *LogStatements().of_entries(every), *_out_of_order(events)]:
        raise Wrong(*wrong[:20])
    if not events:
        raise NO_JOURNAL
    if (unread := next((each.unread for each in journals if each.unread), None)) is not None:
        raise unread
    if any(each.keys_unknown for each in journals):
        raise Undecided("nothing given has the keys of the logs", "anyone with the directory")
    if unproved := sum(not one.proved for one in events):
        raise Undecided(f"{unproved} events have no proof of a log", "the State that recorded them")
    return f"{len(events)} events"


def _out_of_order(events: "list[Entry]") -> list[str]:
    """[15.3] Events that lie in a log no later than the one of their authority that they follow."""
    places: dict[tuple[str, str, str], list[int]] = {}
    logged = [one for one in events if one.proved and one.index is not None]
    for one in logged:
        assert one.index is not None
        key = (one.digest, one.document["authority"], one.index[0])
        places.setdefault(key, []).append(one.index[1])
    wrong = []
    for one in logged:
        assert one.index is not None
        before = places.get((one.document["previous"], one.document["authority"], one.index[0]), [])
        if any(index >= one.index[1] for index in before):
            wrong.append(f"log-contradicts: {one.stem} lies before the event that it follows")
    return wrong


class LogStatements:
    """Statements of verified proofs about logs [15.3]."""

    def __init__(self) -> None:
        self.roots: dict[tuple[str, int], bytes] = {}
        self.leaves: dict[tuple[str, int], bytes] = {}

    def contradicts(self, point: Checkpoint, index: int, own: bytes) -> bool:
        """Add one; true if it contradicts one before."""
        root = self.roots.setdefault((point.origin, point.size), point.root)
        there = self.leaves.setdefault((point.origin, index), own)
        return root != point.root or there != own

    def of_entries(self, entries: "list[Entry]") -> list[str]:
        """Add those of events and tombstones; the ones that contradict."""
        wrong = []
        for one in entries:
            if one.stated is None or one.index is None:
                continue
            point, own = one.stated
            if self.contradicts(point, one.index[1], own):
                wrong.append(f"log-contradicts: {one.stem}, with another proof of the same log")
        return wrong


def _places_proved(journals: tuple[Journals, ...], absent: Undecided | None) -> str:
    """[16.5] `custody-destroyed`."""
    if absent is not None:
        raise absent
    if wrong := [reason for each in journals for reason in each.tombstones_wrong]:
        raise Wrong(*wrong)
    destroyed = [one for each in journals for one in each.destroyed]
    by_others = [one for one in destroyed if _destroyed_by_others(one, journals)]
    if by_others:
        states = sorted({one.tombstone["place"]["log"].split("/")[1] for one in by_others})
        raise Undecided(
            "tombstone-by-others: destroyed, and not by an authority of the State that keeps the log: "
            + _listed_destroyed(by_others),
            f"{', '.join(states).upper()}, whose log has what was destroyed", counts=True,
        )  # fmt: skip
    if not all(one.proved for one in destroyed):
        raise Undecided(
            "nothing proves the place of a destroyed event, or has the log's keys",
            "the State that keeps the log",
        )
    return _listed_destroyed(destroyed)


def _destroyed_by_others(one: Entry, journals: tuple[Journals, ...]) -> bool:
    """[16.5] Decide whether only events of other States than the log's record that it was destroyed."""
    states = set[str]().union(*(each.recorded.get(sha256(one.data), ()) for each in journals))
    return bool(states) and one.tombstone["place"]["log"].split("/")[1] not in states


def _listed_destroyed(destroyed: list[Entry]) -> str:
    return "; ".join(
        f"{one.tombstone['authority']}: {one.tombstone['digest']} at"
        f" {one.tombstone['place']['index']} of {one.tombstone['place']['log']}"
        for one in destroyed
    )


def run_witnessed(checks: Checks, journals: tuple[Journals, ...], judge: Judge) -> None:
    """[17] Each proof meets the policy that its State states; not asked where none does."""
    directory, newest = judge.directory, judge.newest_known
    if directory is None or newest is None:
        return
    notes = [one for each in journals for one in each.witnessed]
    policies: dict[str, list[tuple[int, list[str]]]] = {}
    for state in {state for state, _ in notes}:
        try:
            policies[state] = directory.policy(state)
        except (Wrong, *OUT_OF_FORM):
            continue
    judged = [one for one in notes if policies.get(one[0])]
    if not judged:
        return

    def met() -> str:
        count = 0
        for state, note in judged:
            rules = policies[state]
            keys = newest.witness_keys([*newest.entries])
            try:
                counted = cosigned_by(note, keys)
            except (Wrong, *OUT_OF_FORM):
                continue
            count += all(len(counted & set(states)) >= least for least, states in rules)
        if count < len(judged):
            raise Undecided(
                f"{count} of {len(judged)} proofs meet their State's policy",
                "the State that keeps the log, by a later proof of the same event",
            )
        return f"{count} proofs meet their State's policy"

    checks.run("custody-witnessed", met)


def run_officers(checks: Checks, journals: tuple[Journals, ...], judge: Judge) -> None:
    """[19.3] The newest copy's registers list the officers that the events name."""
    if not judge.registers:
        return
    newest = judge.registers[-1]
    named = [one.document for each in journals for one in each.events if one.document["officer"]]
    if not named:
        return

    def listed() -> str:
        missing = sorted({
            f"{event['officer']} for {event['authority']}"
            for event in named
            if not registered(newest, event["officer"], event["authority"], moment(event["occurred"]))
        })  # fmt: skip
        if missing:
            raise Undecided(f"no register lists {', '.join(missing)} as in force then",
                            "the State whose officers they are")  # fmt: skip
        return ", ".join(sorted({event["officer"] for event in named}))

    checks.run("custody-officers", listed)


def registered(
    directory: Directory, officer: str, authority: str, at: datetime, *signed: datetime | None
) -> bool:
    """Decide whether a register lists an officer for an authority as in force at a moment. Where a
    signature moment is given, or None for there is none, a compromised record counts only before
    its end.
    """
    state = authority[:2].upper()
    if directory.given and directory.withheld(state) is not None:
        directory.entry(state)  # raises why nobody can decide it
    register = directory.registers.get(state, {"officers": []})
    for one in register["officers"]:
        period = Period.of(one)
        same = one["number"] == officer and authority in one["authorities"]
        if same and period.covers(at, proven=True):
            proved = signed and signed[0] is not None and period.ended and signed[0] < period.ended
            if not signed or not period.compromised or proved:
                return True
    return False


# --- Consents [16.6] --------------------------------------------------------------------------------------------------

CONSENT = {
    "version",
    "id",
    "network",
    "act",
    "bag",
    "authority",
    "first",
    "second",
    "identity",
    "items",
    "reason",
    "at",
    "until",
}
LARGEST_CONSENT = 1 << 16
"""Its signatures have the same limit in a bundle."""
CONSENT_FILES = (
    ".json",
    ".first.p256.p7s",
    ".first.mldsa65.p7s",
    ".second.p256.p7s",
    ".second.mldsa65.p7s",
)
CONSENT_LASTS = timedelta(hours=24)
CONSENTED = {"opened": "opened", "salvaged": "salvaged", "salvaged-unproved": "salvaged",
             "disclosed": "disclosed"}  # fmt: skip


def consents_beside(path: Path) -> Callable[[str], list[Path]]:
    """The folders of a consent beside a package or a bag."""
    there = [one for one in path.resolve().parent.glob("*-consent-*") if is_folder(one)]

    def found(digest: str) -> list[Path]:
        return [one for one in there if one.name.endswith(f"-consent-{digest[:12]}")]

    return found


def consents_inside(folder: Path) -> Callable[[str], list[Path]]:
    """The folder of a consent in a bundle."""
    return lambda digest: list(filter(is_folder, [place_of(folder, f"consents/{digest}")]))


def run_consents(
    checks: Checks,
    events: list[Entry],
    judge: Judge,
    places: Callable[[str], list[Path]],
    *,
    absent: Undecided | None,
    known: Known | None,
    bag: tuple[str, set[str]] | None = None,
    inside: Path | None = None,
) -> None:
    """`custody-consents`, where an understood event names a consent, or takes out without one what is protected,
    or where a folder of consents lies in the bundle.
    """
    naming = {
        one.data: one.document
        for one in events
        if understood(one.document) and one.document["fields"].get("consent")
    }

    unconsented = bag is not None and any(_lacks_consent(one.document, *bag) for one in events)

    unread: list[Path] = []
    if inside is not None:
        understood_ones = {one["fields"]["consent"] for one in naming.values()}
        others = sorted(consents_named(events) - understood_ones)
        unread += [folder for digest in others for folder in places(digest)]

    def made() -> str:
        if absent is not None:
            raise absent
        found = _consents([*naming.values()], judge, places, known, unread)
        if unconsented:
            raise UNCONSENTED
        return found

    if naming or unconsented or (inside is not None and is_folder(place_of(inside, "consents"))):
        checks.run("custody-consents", made)


def consents_named(events: list[Entry]) -> set[str]:
    """[19.3, 2(n)] The digests that events of version 2 name as their consent, of whatever code."""
    fields = (one.document.get("fields", {}) for one in events)
    return {one["consent"] for one in fields if is_digest(one.get("consent"))}


UNCONSENTED = Undecided("an event took out what is protected and names no consent", "who acted")
TAKES_ALL = {"opened", "salvaged", "salvaged-unproved"}
TAKES_SOME = {"viewed", "extracted-file", "extracted-files", "extracted-bytes",
              "extracted-bytes-alone"}  # fmt: skip


def protected_by(bag: Path) -> tuple[str, set[str]] | None:
    """[16.6] The digest of a bag, and what its conditions protect."""
    try:
        digest = sha256(small(place_of(bag, "tagmanifest-sha256.txt")))
        document = parsed(small(place_of(bag, "conditions.json"), 1 << 20))
        check_conditions(document)
    except (Wrong, Undecided, *OUT_OF_FORM):
        return None  # the checks of the bag report why
    return digest, {_protected(path) for path in document["protected_items"]}


def _lacks_consent(event: Json, bag: str, protected: set[str]) -> bool:
    """[16.6] The event is on this bag, takes out what is protected or may, and names no consent."""
    if not protected or event["object"] != bag:
        return False
    if not understood(event):
        return event["action"] in {"opened", "extracted"}
    code, fields = event["code"], event["fields"]
    if code not in TAKES_ALL | TAKES_SOME or fields["consent"] is not None:
        return False
    paths = [*(fields.get("paths") or ()), *([fields["path"]] if "path" in fields else [])]
    parts = [path.removeprefix("data/").split("/") for path in paths]
    return code in TAKES_ALL or any(
        "/".join(each[: depth + 1]) in protected for each in parts for depth in range(len(each))
    )


def _consents(naming: list[Json], judge: Judge, places: Callable[[str], list[Path]],
              known: Known | None, unread: list[Path]) -> str:  # fmt: skip
    digests, unknown = [event["fields"]["consent"] for event in naming], None
    wrong = [f"{count} events name the consent {digest[:12]}"
             for digest, count in Counter(digests).items() if count > 1]  # fmt: skip
    for event, digest in zip(naming, digests, strict=True):
        folders = places(digest)
        if not folders:
            unknown = Undecided(f"the consent {digest[:12]} does not lie here", "who acted")
        for folder in folders:
            try:
                _consent(event, digest, folder, judge, known)
            except Undecided as error:
                unknown = error
            except (Wrong, *OUT_OF_FORM) as error:
                wrong.append(f"{folder.name}: {error}")
    wrong += _unreadable_consents(unread)
    if wrong:
        raise Wrong(*wrong[:20])
    if unread:
        unknown = _unread_consents(unread)
    if unknown is not None:
        raise unknown
    return f"{len(naming)} consents"


def _unread_consents(unread: list[Path]) -> Undecided:
    text = "only events that are not understood here name the consent"
    why = "; ".join(f"consent-unread: {text} {folder.name[:12]}" for folder in unread[:20])
    return Undecided(why, "anyone with a program that understands these events", counts=True)


def _unreadable_consents(unread: list[Path]) -> list[str]:
    """[16.6] The files of consents that nobody here reads are there, and no larger than others."""
    wrong = list[str]()
    for folder, kind in product(unread, CONSENT_FILES):
        try:
            small(folder / f"consent{kind}", LARGEST_CONSENT)
        except (Wrong, *OUT_OF_FORM) as error:
            wrong.append(f"bundle-unreadable: {folder.name}/consent{kind}: {error}")
    return wrong


def _consent(event: Json, digest: str, folder: Path, judge: Judge, known: Known | None) -> None:
    data = small(folder / "consent.json", LARGEST_CONSENT)
    demand(sha256(data) == digest, "it is another consent")
    document = parsed(data)
    check_consent(document)
    wrong, unknown = _differences(event, document), None
    at = moment(document["at"])
    if document["first"] == document["second"]:
        wrong.append("one officer consented to himself")
    for who in ("first", "second"):
        if document[who][:2] != document["authority"][:2]:
            wrong.append(f"{document[who]} is of another State")
            continue
        try:
            authority = document["authority"]
            newest = judge.registers[-1] if judge.registers else None
            if newest and not registered(newest, document[who], authority, at):
                wrong.append(f"no register lists {document[who]} for {authority}")
        except Undecided as error:
            unknown = error
    if wrong:
        raise Wrong(*wrong)
    for who in ("first", "second"):
        named = folder / f"consent.{who}"
        path = folder / "consent.json"
        try:
            signed = known_of(known, document[who])
            judge.signatures(path, document[who], at, signed=signed, use="officer", named=named)
        except Undecided as error:
            unknown = error
    if unknown is not None:
        raise unknown


def check_consent(document: Json) -> None:
    """[16.6] The form of a consent, regardless of who gave it."""
    members(document, CONSENT, "a consent")
    demand(document["version"] == 4, "a consent of another version")
    acts = {"opened", "extracted", "disclosed", "salvaged", "listed", "rewrapped"}
    form = (
        is_uuid(document["id"])
        and (document["network"] is None or is_digest(document["network"]))
        and (document["bag"] is None or is_digest(document["bag"]))
        and document["act"] in acts and document["identity"] in {"workstation", "recovery"}
        and is_authority(document["authority"]) and is_officer(document["first"])
        and is_officer(document["second"]) and (document["reason"] is None or is_text(document["reason"]))
    )  # fmt: skip
    form = form and (document["bag"] is not None or document["act"] == "salvaged")
    demand(form, "consent-form: a consent in another form")
    items = document["items"]
    demand(
        items is None
        or (isinstance(items, list) and 1 <= len(items) <= 1000 and all(map(is_text, items))),
        "a consent to what is no list of names",
    )
    at = moment(document["at"])
    demand(
        at < moment(document["until"]) <= moved(at, CONSENT_LASTS),
        "a consent that lasts for too long",
    )


def _differences(event: Json, document: Json) -> list[str]:
    """[16.6, 1 and 2] In what a consent differs from the event that names it."""
    same = {
        "authority": event["authority"],
        "first": event["officer"],
        "second": event["fields"]["second"],
    }
    wrong = [
        f"the event names another {name}" for name, value in same.items() if document[name] != value
    ]
    if document["bag"] not in {None, event["object"]}:
        wrong.append("the event is about another bag")
    if document["network"] and event["network"] and document["network"] != event["network"]:
        wrong.append("the event is of another network")
    if moment(document["at"]) > moment(event["occurred"]):
        wrong.append(f"it was given at {document['at']}, after the act ({event['occurred']})")
    if moment(event["occurred"]) > moment(document["until"]):
        wrong.append(f"it ended at {document['until']}, before the act ({event['occurred']})")
    if event["code"] == "recovery-used":
        if document["identity"] != "recovery":
            wrong.append("it is for another identity")
        return wrong
    if document["identity"] != "workstation":
        wrong.append("it is for another identity")
    if document["act"] != CONSENTED.get(event["code"], "extracted"):
        wrong.append("it is for another act")
    elif not _names_items(event["fields"], document["items"]):
        wrong.append("it is for other items")
    return wrong


def _names_items(fields: Json, items: list[str] | None) -> bool:
    """[16.6, 3] The event names what the consent names, as far as it has space."""
    named = [*(fields.get("paths") or ())]
    named += [fields[one] for one in ("path", "selection") if one in fields]
    if items is None:
        return not named
    if not named or len(items) != len(named) + (fields.get("more") or 0):
        return False
    return all(_same_name(name, item) for name, item in zip(named, items, strict=False))


def _same_name(name: str, item: str) -> bool:
    """One name, with or without `data/`, and with or without its middle."""
    kept = (len(name) - 3) // 2
    for whole in (item.removeprefix("data/"), "data/" + item.removeprefix("data/")):
        shortened = f"{whole[:kept]}...{whole[len(whole) - kept :]}"
        if name == whole or (239 <= len(name) < len(whole) and name == shortened):
            return True
    return False


# --- The certificate of authenticity [19.2] ---------------------------------------------------------------------------

CERTIFICATE = {"acquired", "bag", "package", "certified", "form", "language", "network", "request",
               "seal", "officer", "authority", "renderings", "statements", "version"}  # fmt: skip
ACQUIRED = {"officer", "authority", "started", "ended", "tool", "case", "source", "place",
            "authorisation", "inventory", "items", "files", "size"}  # fmt: skip


class Declaration:
    """The declaration of the officer who collected about the package under his own signature.

    `bag` is None where the package does not lie beside it.
    """

    def __init__(
        self,
        folder: Path,
        bag: Bag | None,
        seals: list[str] | None,
        *lists: Path,
        known: Known | None = None,
    ) -> None:
        self.folder, self.bag, self.seals, self.lists, self.known = folder, bag, seals, lists, known
        self.is_without_bag = bag is None

    def check(self, judge: Judge) -> str:
        path = self.folder / "certificate.json"
        document = parsed(small(path, 1 << 20))
        self._in_form(document)
        form = small(self.folder / "form.json", 262144)
        demand(document["form"] == sha256(form), "another form")
        not_read: Undecided | None = None
        if not self.is_without_bag:
            try:
                self.layout()
            except Undecided as error:
                not_read = error
        self._pages(document)
        read = json.loads(form.decode("utf-8-sig"), object_pairs_hook=_no_name_twice)
        self._statements(document, read)
        if self.bag is not None:
            self._about(document, self.bag)
        self._collector(document, judge)
        unknown = self._signed(path, document, judge) or not_read
        if unknown is not None:
            raise unknown
        if self.bag is None:
            raise Undecided(
                "it is in form and signed; the package that it is about does not lie here",
                "anyone with the package",
            )
        return f"{document['officer']} for {document['authority']}"

    @staticmethod
    def _collector(document: Json, judge: Judge) -> None:
        if judge.network is not None:
            same = document["network"] in {None, judge.network}
            demand(same, "it is of another network")
        acquired = document["acquired"]
        collector = (acquired["officer"], acquired["authority"])
        demand(
            (document["officer"], document["authority"]) == collector, "another officer collected"
        )
        demand(document["officer"][:2] == document["authority"][:2], "an officer of another State")
        after = moment(document["certified"]) >= moment(acquired["ended"])
        demand(after, "it was certified before the collection ended")

    def _signed(self, path: Path, document: Json, judge: Judge) -> Undecided | None:
        stamps = Stamps(self.folder, "certificate.json", lambda name: self.folder / name)
        by_list = known_of(self.known, document["officer"])
        try:
            if stamps.anything:
                stamps.judge(judge, by_list)
        except Undecided:
            pass  # it does not count
        known = [by_list] if by_list else []
        not_ahead(document["certified"], judge.now)
        at = min([*stamps.times, *known], default=moment(document["certified"]))
        listed, unknown = stamps.signatures_stamped(), None
        signed = min([*known, *([listed] if listed else [])], default=None)
        withdrawn = Withdrawals(self.folder / "certificates", *self.lists, now=judge.now)
        judge = replace(judge, withdrawn=withdrawn)
        try:
            judge.signatures(path, document["officer"], at, signed=signed, use="officer")
        except Undecided as error:
            unknown = error
        for copy in judge.registers:
            try:
                there = registered(copy, document["officer"], document["authority"], at, signed)
            except Undecided as error:
                unknown = error
                continue
            demand(
                there,
                f"the register does not list {document['officer']} for {document['authority']}",
            )
        return unknown

    @staticmethod
    def _in_form(document: Json) -> None:
        members(document, CERTIFICATE, "certificate.json")
        demand(first_version(document), "a certificate of another version")
        seen(document)
        members(document["acquired"], ACQUIRED, "what it says of the collection")
        form = (
            is_digest(document["bag"])
            and is_uuid(document["package"])
            and is_digest(document["form"])
        )
        form = form and is_officer(document["officer"]) and is_authority(document["authority"])
        form = form and all(document[name] is None or is_digest(document[name])
                            for name in ("network", "request", "seal"))  # fmt: skip
        acquired = document["acquired"]
        form = form and all(is_count(acquired[name]) for name in ("items", "files", "size"))
        form = form and is_digest(acquired["inventory"]) and isinstance(acquired["tool"], str)
        form = form and all(acquired[name] is None or isinstance(acquired[name], str)
                            for name in ("case", "source", "place", "authorisation"))  # fmt: skip
        demand(form and isinstance(document["renderings"], dict), "certificate.json: its form")
        demand(is_tag(document["language"]), "certificate.json: its language")
        moment(document["certified"]), moment(document["acquired"]["started"])

    def layout(self) -> None:
        """[19.2, 1] Only the files of the table lie there."""
        beside = {"certificate.json", "form.json", "certificate.html", "certificate.pdf"}
        named = re.compile(rf"certificate\.json({SIG}|{_TOKENS})|{_ARCHIVE}({_TOKENS})?")
        wrong, names = empty_folders(self.folder), list[str]()
        for path in _files_and_strays(self.folder, wrong):
            names.append(path)
            if path.startswith("certificates/"):
                _carried(self.folder, path, wrong, tsa=True)
            elif path not in beside and not named.fullmatch(path):
                wrong.append(f"{path} has no place there")
        if wrong:
            raise Wrong(*wrong)
        lists_unread(names)

    def _pages(self, document: Json) -> None:
        pages = {one for one in ("certificate.html", "certificate.pdf") if lies(self.folder / one)}
        demand(pages == set(document["renderings"]), "pages are missing or too many")
        demand("certificate.html" in pages, "the page is missing")
        for path, digest in document["renderings"].items():
            short = (self.folder / path).lstat().st_size <= LARGEST_SMALL_FILE
            demand(short, f"{path} is larger than {LARGEST_SMALL_FILE} bytes")
            same = digests(self.folder / path, "sha256")[1] == [digest]
            demand(same, f"{path} is another page")

    def _about(self, document: Json, bag: Bag) -> None:
        package = [document["package"]] == bag.info.get("External-Identifier")
        demand(package and document["bag"] == bag.digest, "it is about another package")
        inside = bag.tags.get("request/message.json")
        demand(document["request"] == inside, "it is about another request")
        demand([document["network"]] == bag.info.get("Rogatory-Network", [None]), "another network")
        demand(document["seal"] in (self.seals or []), "it is about another seal")
        acquired, items = document["acquired"], 0
        with opened(bag.folder / "inventory.jsonl") as file:
            while block := file.read(1 << 20):
                items += block.count(b"\n")
        about = (acquired["files"], acquired["size"], acquired["inventory"], acquired["items"])
        expected = (bag.files, bag.bytes, bag.tags["inventory.jsonl"], items)
        demand(about == expected, "it describes another collection")
        _collected(case_graph(bag.folder), acquired)

    @staticmethod
    def _statements(document: Json, form: Json) -> None:
        members(form, {"version", "id", "title", "statements"}, "form.json")
        demanded, stated = form["statements"], document["statements"]
        demand(first_version(form) and 1 <= len(demanded) <= 100, "form.json: its form")
        ids = [form["id"], *(one["id"] for one in demanded)]
        demand(all(re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", one) for one in ids), "form.json: an id")
        demand(len(set(ids[1:])) == len(demanded), "form.json: an id twice")
        for texts in (form["title"], *(one["text"] for one in demanded)):
            demand(isinstance(texts, dict) and texts, "form.json: a text")
            for tag, text in texts.items():
                demand(is_tag(tag), f"form.json: {tag!r} is no language")
                demand(has_words(text), "form.json: a text without words")
                text.encode()  # an unpaired surrogate is no text
                demand(unicodedata.is_normalized("NFC", text), "form.json: text that is not NFC")
        same = [one["id"] for one in stated] == [one["id"] for one in demanded]
        demand(same, "other statements than the form has")
        for one, by_form in zip(stated, demanded, strict=True):
            members(one, {"id", "text", "answer", "declined"}, "a statement")
            members(by_form, {"id", "kind", "text"}, "a statement of the form")
            demand(by_form["kind"] in {"question", "statement"}, "a statement of another kind")
            demand(one["text"] in by_form["text"].values(), f"{one['id']}: another text")
            demand(len(one["text"]) <= 4000, f"{one['id']}: a text that is too long")
            for name in ("answer", "declined"):
                value = one[name]
                form_of = value is None or (has_words(value) and len(value) <= 4000)
                demand(form_of, f"{one['id']}: {name}")
            if one["declined"] is not None:
                demand(one["answer"] is None, f"{one['id']} is both answered and declined")
            elif by_form["kind"] == "question":
                demand(one["answer"] is not None, f"{one['id']} is neither answered nor declined")
            else:
                demand(one["answer"] is None, f"{one['id']} is a statement and has an answer")


def has_words(text: Json) -> bool:
    """[19.2] Decide whether it is text of more than spaces and characters of format."""
    unseen = {"Cc", "Cf", "Zl", "Zp", "Zs"}
    return isinstance(text, str) and any(unicodedata.category(c) not in unseen for c in text)


DESCRIBED = {"case": "kb:investigation-", "source": "kb:source-", "place": "kb:place-",
             "authorisation": "kb:authorization-"}  # fmt: skip


def _collected(graph: list[Json], acquired: Json) -> None:
    """[19.2, 2(d)] That the package's graph describes the collection that the certificate describes."""
    by_id = {one["@id"]: one for one in graph}

    def value(one: Json) -> Json:
        return one.get("@value") if isinstance(one, dict) else one

    collections = []
    for act in graph:
        performer = act.get("uco-action:performer")
        named = performer.get("@id") if isinstance(performer, dict) else None
        name = by_id.get(named, {}).get("uco-core:name") if isinstance(named, str) else None
        who = re.fullmatch("officer ([^ ]+) of ([^ ]+)", name) if isinstance(name, str) else None
        times = [value(act.get(f"uco-action:{one}Time")) for one in ("start", "end")]
        complete = (
            who and is_officer(who[1]) and is_authority(who[2]) and all(map(is_string, times))
        )
        if act.get("uco-core:name") == "acquire" and complete:
            collections.append((name, *times))
    demand(collections, "the package describes no collection")
    stated = f"officer {acquired['officer']} of {acquired['authority']}"
    demand(
        collections[0] == (stated, acquired["started"], acquired["ended"]),
        "the package describes another collection",
    )
    for name, start in DESCRIBED.items():
        texts = list[Json]()
        for one in graph:
            if one["@id"].startswith(start):
                more = one.get("uco-core:description")
                texts += [one.get("uco-core:name"), *(more if isinstance(more, list) else [more])]
        unnamed = {"Investigation", "The source"}
        lines = dict.fromkeys(one for one in texts if isinstance(one, str) and one not in unnamed)
        demand(
            acquired[name] == ("; ".join(lines) or None), f"the package describes another {name}"
        )


# --- What the reader has from elsewhere -------------------------------------------------------------------------------


MAY_BE_GIVEN = (
    "give a copy of the directory (its folder), one of its roots (N.root.json, byte for byte), an entry (JSON),"
    " State CA certificates (PEM), or the fingerprint of its first root"
)


@dataclass(frozen=True)
class Trusted:
    """The reader's own material from elsewhere, of one kind [15]: copies with roots, or entries with State CAs."""

    networks: tuple[str, ...] = ()
    """First roots, by fingerprint in hex or as it is read out."""
    roots: tuple[bytes, ...] = ()
    copies: tuple[Directory, ...] = ()
    entries: tuple[Json, ...] = ()
    certificates: tuple[Certificate, ...] = ()
    problems: tuple[str, ...] = ()
    """Faults of what was given: of a bundle it fails `identity`, else nothing is judged."""
    refused: tuple[str, ...] = ()
    """Faults by which nothing is judged at all."""

    @classmethod
    def read(cls, given: list[str]) -> "Trusted":
        found: dict[str, list[Any]] = {name: [] for name in cls.__dataclass_fields__}
        kinds = Kinds()
        for one in given:
            kind, read = cls._kind(one)
            try:
                values = read()
            except Altered:
                raise
            except MixedKinds as error:
                kinds.add(one, kind, [])
                found["refused"] += error.reasons
            except Refused as error:
                kinds.add(one, kind, [])
                found["problems"] += error.reasons
            else:
                kinds.add(one, kind, values)
                found[kind] += values
        found["refused"] += kinds.mixed()
        cls._of_two_networks(found)
        return cls(**{name: tuple(values) for name, values in found.items()})

    @classmethod
    def _of_two_networks(cls, found: dict[str, list[Any]]) -> None:
        """Add the faults of copies and roots that do not belong together."""
        if len({one.network for one in found["copies"]}) > 1:
            found["refused"].append("trust-mixed: copies of two networks")
        for copy in found["copies"]:
            if set(found["networks"]) - {copy.network, spoken(copy.network)}:
                found["problems"].append(
                    "trust-mixed: a copy that begins with another root than given"
                )
        for root in found["roots"]:
            for copy in found["copies"]:
                try:
                    cls._root(root, copy)
                except (Wrong, *OUT_OF_FORM):
                    found["problems"].append("trust-mixed: a root that is none of the copy's chain")

    @staticmethod
    def _kind(one: str) -> tuple[str, Callable[[], list[Any]]]:
        """Return what one thing given is, and how it is read: `Refused` if it does not hold."""
        path = Path(one)
        if re.fullmatch("[0-9a-fA-F]{64}", "".join(one.split())):
            return "networks", lambda: ["".join(one.split()).lower()]
        if (read_out := heard(one)) is not None and not path.exists():
            demand_heard(read_out)
            return "networks", lambda: [read_out]
        demand(path.exists(), f"{one}: no file or folder of this name lies there")
        if path.is_dir():
            read = _reader(path)
            first = lies(place_of(path, "metadata/1.root.json"))
            demand(first, f"{one}: no copy of the directory: it has no metadata/1.root.json")
            demand_unaltered_copy(path)
            return "copies", lambda: [_held_to(path, lambda: Directory(read, None, given=True))]
        data = small(path, 16 << 20)
        value = json_in(data)
        if isinstance(value, dict) and "signed" in value:
            demand_unaltered(data, one)
        if data.lstrip()[:1] != b"{":
            try:
                found = pem_certificates(path)
            except (Wrong, *OUT_OF_FORM):
                raise Wrong(f"{one}: {MAY_BE_GIVEN}") from None
            demand(all(each.use == "state-ca" for each in found),
                   f"{one}: a certificate of no State CA: {MAY_BE_GIVEN}")  # fmt: skip
            return "certificates", lambda: list(found)
        if "signed" in json.loads(data):
            kind = _tuf(data)["signed"].get("_type")
            demand(kind == "root", f"{one}: metadata of type {kind}: {MAY_BE_GIVEN}")
            return "roots", lambda: [_held_to(path, lambda: _as_root(data))]
        return "entries", lambda: [_as_entry_given(path, data)]

    @property
    def anything(self) -> bool:
        given = self.networks or self.roots or self.copies or self.entries or self.certificates
        return bool(given or self.problems or self.refused)

    @property
    def named_roots(self) -> tuple[str, ...]:
        """The roots and fingerprints given, each as it was given."""
        named = [f"the root that is read out as {one}" if " " in one else f"the root {one}"
                 for one in (*self.networks, *map(sha256, self.roots))]  # fmt: skip
        return tuple(dict.fromkeys(named))

    @property
    def directory(self) -> Listing | None:
        """The newest copy, or the entries, which are one of their States [15]."""
        return self.newest or self.given_entries

    @property
    def given_entries(self) -> Given | None:
        return Given(self.entries) if self.entries else None

    @property
    def newest(self) -> Directory | None:
        return max(self.copies, key=lambda one: one.version, default=None)

    def vouches(self, chain: Roots | None, network: str | None) -> bool:
        """[15.2] Decide whether anything of it speaks for a bundle."""
        return bool(self.entries or self.certificates) or self.vouches_for_root(chain, network)

    def vouches_for_root(self, chain: Roots | None, network: str | None) -> bool:
        """[15.2] Decide whether a copy, a fingerprint or a root speaks for the first root in a bundle."""
        if network is None:
            return False
        if {network, spoken(network)} & set(self.networks):
            return True
        if any(one.network == network for one in self.copies):
            return True
        for root in self.roots if chain is not None else ():
            with suppress(Wrong, Undecided, *OUT_OF_FORM):
                assert chain is not None
                if self._root(root, chain):
                    return True
        return False

    def identity(self, chain: Roots, directory: Directory | None) -> str:
        """[19.3, 7; 18.7] That the directory in a bundle is the one that the reader trusts. Copies and roots
        are compared with the chain of roots, entries and State CAs with what `directory` lists, that of the
        moment; None if it does not hold.
        """
        if not self.anything:
            return "bundle's own root"
        wrong = [*self.problems, *self._other_chains(chain)]
        vouching = bool(self.copies or self.networks)
        for root in self.roots:
            try:
                vouching = self._root(root, chain) or vouching
            except (Wrong, *OUT_OF_FORM) as error:
                wrong.append(f"a root that was given: {error}")
        states = {one["state"] for one in self.entries} | {one.state for one in self.certificates}
        if directory is not None:  # else there is nothing that could be compared with it
            for state in sorted(states):
                wrong += self._state(state, directory)
        if wrong:
            raise Wrong(*wrong)
        if self.roots and not vouching:
            raise Undecided("no root given vouches for its chain",
                            "anyone with the first root, a copy of the directory, or the roots between")  # fmt: skip
        if vouching:
            return "what you gave"
        if directory is None:
            raise Undecided("the directory inside, with which it would be compared, does not hold",
                            "the holder of a directory that holds")  # fmt: skip
        self._all_given(directory)
        return f"what you gave, for {', '.join(sorted(states))}"

    def _all_given(self, directory: Directory) -> None:
        """State CAs alone: of every State and family that the directory lists."""
        listed = {
            (state, one.family, one.der)
            for state, entry in directory.entries.items()
            for one in self._state_cas(entry)
        }
        given = {one.der for one in self.certificates}
        given |= {one.der for entry in self.entries for one in self._state_cas(entry)}
        others = sorted(
            {f"{state} ({family})" for state, family, der in listed if der not in given}
        )
        if others:
            raise Undecided(f"State CAs were given, but not of {', '.join(others)}",
                            "anyone with these, the first root, or a copy of the directory")  # fmt: skip

    @staticmethod
    def _state_cas(entry: Json) -> list[Certificate]:
        return [certificate(unbase64(one["der"])) for one in entry["certificates"]
                if one["use"] == "state-ca"]  # fmt: skip

    def _other_chains(self, chain: Roots) -> list[str]:
        wrong = list[str]()
        for copy in self.copies:
            if copy.roots[0] != chain.roots[0]:
                wrong.append("its first root is another than that of the copy given")
            elif any(one != two for one, two in zip(copy.roots, chain.roots, strict=False)):
                wrong.append("a root of its chain is another than in the copy given")
        for network in self.networks:
            if network not in {chain.network, spoken(chain.network)}:
                wrong.append("its first root is another than the one given")
        return wrong

    @staticmethod
    def _root(data: bytes, chain: Roots) -> bool:
        signed = _tuf(data)["signed"]
        version = signed["version"]
        if 1 <= version <= len(chain.roots):
            demand(data == chain.roots[version - 1], "it is another than the one of its chain")
            return True
        demand(signed.get("rogatory-network") == chain.network, "it is of another network")
        if version == len(chain.roots) + 1:
            chain.follows(data, chain.last, version)
        try:
            chain.metadata(chain.roots[-1], "root", signed, signed["roles"]["root"],
                           named=len(chain.roots) > 1)  # fmt: skip
        except (Wrong, *OUT_OF_FORM):
            return False
        return True

    def _state(self, state: str, directory: Directory) -> list[str]:
        given = [one for one in self.certificates if one.state == state]
        for entry in self.entries:
            if entry["state"] == state:
                given += self._state_cas(entry)
        listed = self._state_cas(directory.entries.get(state, {"certificates": []}))
        ders, families = {one.der for one in given}, {one.family for one in given}
        if not any(one.der in ders for one in listed):
            return [f"{state}: other State CAs than were given"]
        others = [one for one in listed if one.family in families and one.der not in ders]
        return [f"{state}: more State CAs than were given"] if others else []


def _held_to(path: Path, read: Callable[[], Any]) -> Any:
    try:
        return read()
    except (Wrong, *OUT_OF_FORM) as error:
        raise Refused(f"{path}: {error}") from None


def json_in(data: bytes) -> Json:
    """Return what JSON a file reads as, in whatever spelling; None if it is none."""
    try:
        return json.loads(data)
    except OUT_OF_FORM:
        return None


def demand_unaltered(data: bytes, name: str) -> None:
    """[15] What a reader gives and reads as JSON is canonical, or was altered on its way."""
    if json_in(data) is None:
        return  # the reading that follows reports it
    try:
        demand(len(data) <= LARGEST_METADATA, "it is too large")
        parsed(data, len(data))
    except (Wrong, *OUT_OF_FORM) as error:
        raise Altered(
            f"trust-altered: {name} was altered on its way ({error}): obtain it once more, byte for byte"
        ) from None


def demand_unaltered_copy(folder: Path) -> None:
    """[15] Each root of a copy that is reached from the first: all else has its digest, or is signed."""
    number = 1
    while lies(path := place_of(folder, f"metadata/{number}.root.json")):
        demand_unaltered(small(path), str(path))
        number += 1


LARGEST_METADATA = 4 << 20
"""The largest root that a reader gives."""


def _as_root(data: bytes) -> bytes:
    """[18.1, 18.7] A root that a reader gives is in its form, regardless of who signed it."""
    signed = _tuf(data)["signed"]
    demand(signed["_type"] == "root", "it is no root")
    wrong = out_of_form("root", signed)
    demand(not wrong, f"it has {', '.join(wrong)} in another form")
    check_holders(signed)
    return data


def _as_entry_given(path: Path, data: bytes) -> Json:
    """Return an entry that a reader gives. `MixedKinds` if it lists no State CA [15]."""
    entry = json_in(data)
    listed = entry.get("certificates") if isinstance(entry, dict) else None
    if isinstance(listed, list) and not any(
        isinstance(one, dict) and one.get("use") == "state-ca" for one in listed
    ):
        raise MixedKinds(
            f"trust-kinds: {path} lists no State CA: ask the State for its whole entry"
        )
    return _held_to(path, lambda: _as_entry(data))


class Kinds:
    """The names of all that was given, by what it is [15]; of entries and State CAs by State as well."""

    def __init__(self) -> None:
        self.given: dict[str, list[str]] = {}
        self.entries: dict[str, list[str]] = {}
        self.authorities: dict[str, list[str]] = {}

    def add(self, one: str, kind: str, values: list[Any]) -> None:
        """Add one thing, and the `values` that were read of it."""
        self.given.setdefault(kind, []).append(one)
        if kind == "entries":
            for value in values:
                self.entries.setdefault(value["state"], []).append(one)
        elif kind == "certificates":
            for state in {value.state for value in values}:
                self.authorities.setdefault(state, []).append(one)

    def mixed(self) -> list[str]:
        """Return why all of it is refused: one would decide what the other denies."""
        wrong = list[str]()
        copies = [
            one for kind in ("copies", "roots", "networks") for one in self.given.get(kind, ())
        ]
        others = [one for kind in ("entries", "certificates") for one in self.given.get(kind, ())]
        if copies and others:
            wrong.append(
                f"trust-kinds: {', '.join(copies)} (copies and roots) beside {', '.join(others)} (entries"
                " and State CAs): one would decide what the other denies. Give one kind, and make a second"
                " check with the other"
            )
        for state, given in sorted(self.entries.items()):
            if len(given) > 1:
                several = f"{', '.join(given)} are {len(given)} entries of {state}"
                wrong.append(f"trust-kinds: {several}: give the newest one")
            if state in self.authorities:
                wrong.append(
                    f"trust-kinds: {', '.join(given)} is the entry of {state}, of which State CAs were"
                    f" given, too: {', '.join(self.authorities[state])}. Give the entry without them"
                )
        return wrong


def _as_entry(data: bytes) -> Json:
    entry = parsed(data)
    check_entry(entry, entry["state"])
    return entry


METADATA_LIMITS = {"root": 512000, "timestamp": 16384, "snapshot": 2000000, "targets": 5000000}
"""The largest file of each role [2]; a State's are smaller, and its targets have a limit of theirs."""


def _reader(folder: Path) -> Callable[[str], bytes]:
    """Return what reads a directory's files; something other than a file counts as not there [15.2]."""

    def read(name: str) -> bytes:
        role = name.removesuffix(".json").rsplit(".", 1)[-1].rsplit("/", 1)[-1]
        limit = METADATA_LIMITS.get(role, 128000) if name.startswith("metadata/") else 1 << 20
        path = place_of(folder, name)
        if not lies(path):
            raise FileNotFoundError(errno.ENOENT, "no file", str(path))
        return small(path, limit)

    return read


def pem_certificates(path: Path) -> list[Certificate]:
    found = x509.load_pem_x509_certificates(small(path, 1 << 20))
    return [certificate(der_of(one)) for one in found]


def der_of(one: x509.Certificate) -> bytes:
    return one.public_bytes(Encoding.DER)


@dataclass
class Basis:
    """The basis of the verdict, who gave it, and what its reader must compare or ask for."""

    given: bool
    root: str | None
    newest_root: str | None
    copies: list[tuple[str, Directory]]
    certificates: list[str]
    ask: list[str]
    """Codes of 15.2."""
    unused: tuple[str, ...] = ()
    """The roots that were given for what lies in no bundle, and no copy: they decide nothing there."""
    by_certificates: bool = False
    """True of a bundle for which entries or State CAs were given, and nothing that vouches for its root."""
    in_vain: bool = False
    """True if something was given, and it vouches for nothing that lies in the bundle."""

    @classmethod
    def of(cls, trusted: Trusted, own: Roots | None, brought: list[Certificate], now: datetime,
           *, network: str | None = None, bundle: bool = False) -> "Basis":  # fmt: skip
        """Of a `bundle` it is what was given only where something of it vouches for what lies inside, whose
        first root is the `network` [15.2].
        """
        given = trusted.anything and (not bundle or trusted.vouches(own, network))
        unused = () if bundle or trusted.copies else trusted.named_roots
        copies = [("given", one) for one in trusted.copies]
        if isinstance(own, Directory):
            copies.insert(0, ("brought", own))
        if given:
            ask = ["given-from-elsewhere"]
            if unused:
                ask.append("directory")
        else:
            ask = ["compare-certificates" if network is None else "compare-first-root"]
        known = max((one for _, one in copies), key=lambda one: one.version, default=None)
        if known is not None and min(map(moment, known.expires.values())) <= now:
            ask.append("newer-directory")
        root = network
        if not bundle and trusted.newest is not None:
            root = trusted.newest.network
        newest = max((*trusted.roots, *(one.roots[-1] for one in trusted.copies)),
                     key=lambda data: int(_tuf(data)["signed"]["version"]), default=None)  # fmt: skip
        fingerprints = [f"{one.holder.upper()} {one.family} {sha256(one.der)}"
                        for one in (trusted.certificates or brought)]  # fmt: skip
        return cls(
            given, root, sha256(newest) if newest else None, copies, fingerprints, ask, unused,
            bundle and given and root is not None and not trusted.vouches_for_root(own, network),
            trusted.anything and not given,
        )  # fmt: skip

    @property
    def first_line(self) -> str:
        root = f"the root {self.root}" if self.root else "certificates of State CAs"
        if self.by_certificates:
            root = f"certificates of State CAs, beside which the root {self.root} came along"
        if self.unused:
            text = (f"You gave {', '.join(self.unused)}, and this verdict does not rest on it: a root"
                    " names no State's keys. Give a copy of the directory, and be sure that you had it"
                    " from elsewhere than the evidence.")  # fmt: skip
        elif self.given:
            text = (f"This verdict rests on what you gave: {root}."
                    " Be sure that you had it from elsewhere than the evidence.")  # fmt: skip
        elif self.in_vain and self.root is None:
            text = ("This verdict rests on nothing: no first root lies in the bundle, and what you gave"
                    " vouches for nothing here. Compare the certificates of State CAs in it with those"
                    " that you have from elsewhere.")  # fmt: skip
        elif self.in_vain:
            text = (f"This verdict rests on {root}, which came along with the evidence: what you gave"
                    " vouches for nothing here. Compare it with the root that you have from"
                    " elsewhere.")  # fmt: skip
        elif "compare-first-root" in self.ask:
            text = (f"This verdict rests on {root}, which came along with the evidence; you gave"
                    " nothing. Compare it with the root that you have from elsewhere.")  # fmt: skip
        else:
            text = ("This verdict rests on certificates of State CAs that came along with the"
                    " evidence; you gave nothing. Compare their fingerprints with those that you have"
                    " from elsewhere, or give the directory (--trust).")  # fmt: skip
        if "newer-directory" in self.ask:
            text += (" The newest copy of the directory known here has expired: ask the publisher or"
                     " any State's node for a newer one.")  # fmt: skip
        return text

    def json(self) -> Json:
        return {
            "basis": "given" if self.given else "brought",
            "root": self.root,
            "newest_root": self.newest_root,
            "ask": self.ask,
            "copies": [
                {
                    "source": source, "network": one.network, "root_version": len(one.roots),
                    "root_expires": one.expires["root"], "snapshot_version": one.version,
                    "snapshot_expires": one.expires["snapshot"],
                    "expires": min(one.expires.values()),
                }
                for source, one in self.copies
            ],
        }  # fmt: skip


# --- What lies in PATH ------------------------------------------------------------------------------------------------

NO_DIRECTORY = Undecided("the directory in the bundle does not hold",
                         "anyone with the directory of that time")  # fmt: skip
SIG = r"(\.p256\.p7s|\.mldsa65\.p7s)"
_EVENT = r"[0-9]{4,5}\.(json|p256\.p7s|mldsa65\.p7s|tlog-proof|tombstone\.json)"
_PEM = r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}\.(pem|crl)"
_DOCUMENT = rf"({SIG}|{_TOKENS})?"
PLACES = [re.compile(one) for one in (
    rf"bundle\.json{_DOCUMENT}", rf"{_ARCHIVE}({_TOKENS})?", "SHA256SUMS", r"check\.sh", r"report\.json",
    r"report\.(ar|en|es|fr|ru|zh)\.(html|pdf)",
    rf"seal/seal\.json{_DOCUMENT}", rf"seal/{_ARCHIVE}({_TOKENS})?", r"seal/segments\.b3",
    rf"seal/certificates/{_PEM}",
    rf"seal/seals/([1-9]|[12][0-9]|3[0-2])/(seal\.json{_DOCUMENT}|{_ARCHIVE}({_TOKENS})?)",
    rf"(request|messages/[0-9]{{4,5}})/((message|receipt)\.json{SIG}?|approvals\.json)",
    rf"(request|messages/[0-9]{{4,5}})/(attachments/[0-9a-f]{{64}}|custody/{_EVENT})",
    rf"custody/(earlier-[1-9][0-9]{{0,3}}\.)?{_EVENT}", rf"custody-node/{_EVENT}",
    rf"consents/[0-9a-f]{{64}}/consent(\.json|\.(first|second){SIG})",
    r"directory/metadata/.*", r"directory/targets/.*",
    rf"certificate/(certificate\.json{_DOCUMENT}|{_ARCHIVE}({_TOKENS})?|form\.json|certificate\.(html|pdf)|certificates/{_PEM})",
    r"certificates/[a-z]{2}-ca\.(p256|mldsa65)\.(pem|crl)",
    r"certificates/[a-z0-9-]+\.(p256|mldsa65)\.pem", r"certificates/tsa(-issuers)?\.pem",
)]  # fmt: skip
"""The closed layout of 19.0; `bag/` is bound by its own manifests."""
DIRECTORY_FILES = [re.compile(r"directory/(metadata|targets)/.*\.json")]
"""The files below `directory/` [18.9], among which lie folders."""
SCRIPT = "932863af5c1555ca87daa1fb398ca60d929c698c13a99edab00081baf7d1feb6"
"""The digest of check.sh [19.4]."""
HEAD = {"authority", "officer", "bag", "event", "exported", "files", "network", "package", "reason",
        "seal", "version"}  # fmt: skip
LISTED_FILE = re.compile(
    r'\{"path":("(?:[^"\\\x00-\x1f]|\\.)*"),"sha256":"([0-9a-f]{64})","size":(0|[1-9][0-9]{0,15})\}'
)


def read_list(text: str) -> tuple[Json, dict[str, tuple[int, str]]]:
    """[19.0] bundle.json without its list, and the list: it may be long, so it is read file by file."""
    before, there, rest = text.partition('"files":[')
    demand(there, "bundle.json: it has no list of files")
    listed, at, last = dict[str, tuple[int, str]](), 0, b""
    while not rest.startswith("]", at):
        match = LISTED_FILE.match(rest, at)
        demand(match, "bundle.json: a file in another form")
        assert match is not None
        path = parsed(match[1].encode())
        demand(path.encode() > last, "bundle.json: its files are not in order, each once")
        demand(int(match[3]) < 2**53, "bundle.json: a size that is too large")
        listed[path], last, at = (int(match[3]), match[2]), path.encode(), match.end()
        if rest.startswith(",", at):
            at += 1
            demand(not rest.startswith("]", at), "bundle.json: a file in another form")
        else:
            demand(rest.startswith("]", at), "bundle.json: a file in another form")
    return parsed(f"{before}{there}{rest[at:]}".encode()), listed


NEVER_LISTED = re.compile(rf"bundle\.json{_DOCUMENT}|{_ARCHIVE}({_TOKENS})?")
PEM_BLOCK = re.compile(
    rb"-----BEGIN ([A-Z0-9 ]+)-----\n((?:[A-Za-z0-9+/]{64}\n)*[A-Za-z0-9+/]{1,64}={0,2}\n)-----END \1-----\n"
)


def _target_place(target: str, meta: Json) -> str:
    folder, _, file = target.rpartition("/")
    place = f"{folder}/" if folder else ""
    return f"directory/targets/{place}{meta['hashes']['sha256']}.{file}"


class Bundle:
    """A court bundle [19]."""

    def __init__(self, folder: Path, trusted: Trusted, now: datetime) -> None:
        self.folder, self.trusted, self.now = folder, trusted, now
        self.seal, self.bag = Seal(place_of(folder, "seal")), Bag(place_of(folder, "bag"), level=1)
        self.judge: Judge | None = None
        self.problem: str | None = None
        self.unknown: Undecided | None = None
        """Why the directory could not be read, where that decides nothing."""
        self.chain: Roots | None = None
        self.chain_problem = ""
        self.inside: Directory | None = None
        self.network: str | None = None
        self.head: Json = None
        self.listed: dict[str, tuple[int, str]] = {}
        """The files that bundle.json lists: size and digest by path."""
        self.head_problem = ""
        self.complete: Wrong | None = None
        self.stamps = Stamps(folder, "bundle.json", lambda name: folder / name)
        self.stamps_problem: Exception | None = None
        self.known: Known | None = None
        """[4.2, 3(b)] When timestamps over a bundle that is complete prove all of it."""
        self.at = now
        self.request: Message | None = None
        self.others: list[Message] = []
        self.broken: list[str] = []
        self.request_problem: str | None = None
        self.forks: list[Fork] = []
        self.abandoned: set[str] = set()
        """Digests of the messages that a settled fork leaves [19.3, 10]."""
        self.custody = Journals(place_of(folder, "custody"))
        self.of_node = Journals(place_of(folder, "custody-node"), mixed=True)
        self.checks = Checks()

    @property
    def journals(self) -> tuple[Journals, Journals]:
        return self.custody, self.of_node

    def run(self, checks: Checks) -> None:
        self.checks, checks.seal = checks, self.seal
        self._prepare()
        checks.run("bundle-complete", self._complete)
        checks.run("bundle-layout", self._layout)
        checks.run("bundle-signed", self._signed)
        late = Checks(lenient=checks.lenient)
        self._run_seal(late)
        self._run_rest(late)
        checks.run("exporter", lambda: self._exporter(late))
        checks.run("custody-exported", self._exported)
        checks.run("custody-expected", lambda: self._expected(late))
        checks.run("identity", self._identity)
        checks.run("directory", self._directory)
        checks.run("request", self._request)
        checks.run("messages", self._messages)
        checks.run("receipts", self._receipts)
        checks.run("message-events", self._message_events)
        self.exporter_as(late)
        for one in late.done:
            one.number = len(checks.done) + 1
            checks.done.append(one)
        checks.counting |= late.counting
        checks.run("reports", self._reports)
        checks.facts, checks.exporter = self._facts(), self.exporter
        own = self.inside or self.chain
        checks.basis = Basis.of(self.trusted, own, [], self.now, network=self.network, bundle=True)

    def _run_seal(self, late: Checks) -> None:
        seal = self.seal
        late.run("seal-form", seal.form)
        late.run(
            "seal-stamped",
            lambda: seal.timestamps(self._judge(), announced=announced(self.journals, seal)),
        )
        late.run("seal-signed", lambda: seal.signed(self._judge(), self.at))
        late.run("seal-segment-list", seal.segment_list)
        if seal.chained:
            late.run(
                "seal-chain",
                lambda: seal.chain(self._judge(), self.at, self.journals, exported=True),
            )

    def _run_rest(self, late: Checks) -> None:
        self.bag.run(
            late, self._bag_signed,
            lambda: self.bag.earlier(
                self._judge(), self.seal.first.times.text or self.at, self._bag_proved
            ),
        )  # fmt: skip
        late.run("bag-sealed", self._bag_sealed)
        self.bag.run_examined(late)
        late.run("together", lambda: self._together(late))
        late.run("conditions", self._conditions)
        run_custody(late, self.journals, self.judge or Judge(None),
                    absent=None if self.judge else NO_DIRECTORY,
                    consents=consents_inside(self.folder), known=self.known,
                    bag=place_of(self.folder, "bag"), inside=self.folder)  # fmt: skip
        late.run("certificates", self._stock)
        if is_folder(self.folder / "certificate"):
            late.run("certificate", self._declared)
        if self.judge is not None:
            run_witnessed(late, self.journals, self.judge)
            run_officers(late, self.journals, self.judge)

    def _declared(self) -> str:
        judge = self._judge()
        self.seal.needed()
        self.bag.needs(TAG_MANIFEST, "inventory.jsonl", "case.jsonld")
        self.bag.needs_info()
        try:
            case_graph(self.bag.folder)
        except (Wrong, *OUT_OF_FORM) as error:
            raise Undecided("case.jsonld is not in its form", "anyone with the package") from error
        seals = [one.digest for one in (*self.seal.earlier, self.seal) if one.data]
        lists = (place_of(self.folder, one) for one in ("certificates", "seal/certificates"))
        place = self.folder / "certificate"
        found = Declaration(place, self.bag, seals, *lists, known=self.known)
        return found.check(judge)

    # What several checks need is read first; what cannot be read is reported by the check that
    # needs it.

    def _prepare(self) -> None:
        self._read_bag()
        try:
            self._read_head()
        except (Wrong, *OUT_OF_FORM) as error:
            self.head_problem = str(error) or type(error).__name__
        try:
            self.seal.read_earlier()
            self.seal.form()
        except (Wrong, *OUT_OF_FORM):
            pass
        try:
            wrong = self._incomplete()
        except (Wrong, *OUT_OF_FORM) as error:
            wrong = [str(error)]
        if wrong:
            self.complete = Wrong(*wrong[:20])
        self._read_directory()
        self._read_messages()
        for journal in self.journals:
            journal.read()
        if self.judge is None:
            return
        self.stamps_problem = None
        self.known = self._stamped(self.judge)
        self.forks = forks_of(self.messages, self._receipted)
        self.abandoned = abandoned_among(self.messages, self.forks)
        self.custody.check(self.judge, self.bag.objects(), self.known, (self.of_node,))
        self.of_node.check(self.judge, {0: self.bag.digest or None}, self.known, (self.custody,))
        for one in (*self.seal.earlier, self.seal):
            one.listed_in(self.known)
            one.exported = True
            settle_cosigned(self.journals, one)
            one.settle(self.judge)

    def _read_bag(self) -> None:
        try:
            self.bag.read()
        except (Wrong, *OUT_OF_FORM) as error:
            self.bag.wrong.append(str(error))

    def _read_head(self) -> None:
        fields, self.listed = read_list(small(self.folder / "bundle.json").decode())
        members(fields, HEAD, "bundle.json")
        demand(first_version(fields), "bundle.json: its version")
        demand(is_authority(fields["authority"]), "bundle.json: authority")
        demand(fields["officer"] is None or is_officer(fields["officer"]), "bundle.json: officer")
        for name in ("bag", "event", "network", "seal"):
            demand(is_digest(fields[name]), f"bundle.json: {name}")
        demand(
            is_uuid(fields["package"]) and is_text(fields["reason"]), "bundle.json: package, reason"
        )
        moment(fields["exported"])
        seen(fields["reason"])
        for path in self.listed:
            demand(not NEVER_LISTED.fullmatch(path), "bundle.json lists what it never lists")
        self.head = fields

    def _read_directory(self) -> None:
        read = _reader(place_of(self.folder, "directory"))
        try:
            self.network = sha256(read("metadata/1.root.json"))
            self.chain = Roots(read)
        except Undecided as error:
            self.unknown = error
        except (Wrong, *OUT_OF_FORM) as error:
            self.chain_problem = str(error)
        try:
            self.inside = Directory(read, None, self._states_inside())
        except Undecided as error:
            self.unknown = error
            return
        except (Wrong, *OUT_OF_FORM) as error:
            self.problem = str(error)
            return
        same = [one for one in self.trusted.copies if one.network == self.network]
        newest = max([*same, self.inside], key=lambda one: one.version)
        known = self._stamped(Judge(self.inside, newest=newest, now=self.now))
        found = self._of_first_token(read, newest, known.first if known else None)
        if found is None:
            self.at = moment(self.head["exported"]) if self.head else self.now
            try:
                found = Directory(read, self.at, self._states_inside())
            except Undecided as error:
                self.unknown = error
                return
            except (Wrong, *OUT_OF_FORM) as error:
                self.problem = str(error)
                return
        self.judge = Judge(found, newest=newest, now=self.now, ends=self.trusted.given_entries)

    def _states_inside(self) -> frozenset[str]:
        """[18.9, 5] The States of which any file lies in the directory."""
        paths = _files_and_strays(place_of(self.folder, "directory"), [])
        named = (re.search(r"\.([a-z]{2})(\.officers)?\.json$", path) for path in paths)
        return frozenset(match[1] for match in named if match)

    def _stamped(self, judge: Judge) -> Known | None:
        """[4.2, 3(b)] The tokens over the list of a bundle that is complete."""
        if self.stamps.anything:
            try:
                self.stamps.judge(judge, None)
            except (Wrong, Undecided, *OUT_OF_FORM) as error:
                self.stamps_problem = error
        counting = tuple(self.stamps.counting)
        if self.complete is not None or not counting or self.head is None:
            return None
        return Known(str(self.head["authority"])[:2].upper(), counting)

    def _of_first_token(
        self, read: Callable[[str], bytes], newest: Directory, known: datetime | None
    ) -> Directory | None:
        """[18.9] The directory of the first token that is verified and whose authority it lists."""
        if not self.seal.data:
            return None
        stamps = Stamps(self.seal.folder, "seal.json", self.seal.beside)
        try:
            stamps.judge(Judge(self.inside, newest=newest, now=self.now), known)
        except (Wrong, Undecided, *OUT_OF_FORM):
            pass
        for token in sorted(stamps.counting, key=lambda one: one.at):
            try:
                found = Directory(read, token.at, self._states_inside())
                judge = Judge(found, now=self.now)
                judge.stamp(small(stamps.folder / token.path, 65536),
                            small(stamps.folder / token.document))  # fmt: skip
            except (Wrong, Undecided, *OUT_OF_FORM):
                continue
            self.at = token.at
            return found
        return None

    def _read_messages(self) -> None:
        found = list[Path]()
        try:
            found += entries_of(self.folder / "messages", folders=True)
        except OSError as error:
            self.broken.append(f"messages cannot be listed ({error.strerror})")
        for folder in found:
            try:
                self.others.append(Message.read(folder))
            except (Wrong, *OUT_OF_FORM) as error:
                self.broken.append(f"{folder.name}: {error}")
        if is_folder(self.folder / "request"):
            try:
                self.request = Message.read(self.folder / "request")
            except (Wrong, *OUT_OF_FORM) as error:
                self.request_problem = str(error)

    def _receipted(self, one: Message) -> bool:
        """Decide whether the receipt beside a message holds, judged for itself [19.3, 10]."""
        if self.judge is None or self.judge.directory is None or one.receipt is None:
            return False
        try:
            one.check_receipt(self.judge, self.known)
        except (Wrong, Undecided, Held, *OUT_OF_FORM):
            return False
        return True

    @property
    def messages(self) -> list[Message]:
        return [*([self.request] if self.request else []), *self.others]

    @property
    def _request_that_holds(self) -> Message | None:
        """The request, unless a settled fork leaves it."""
        gone = self.request is not None and self.request.digest in self.abandoned
        return None if gone else self.request

    def _judge(self) -> Judge:
        if self.judge is None:
            raise NO_DIRECTORY
        return self.judge

    def _needs_head(self) -> None:
        if self.head is None:
            raise Undecided("bundle.json cannot be read", "the authority that exported the bundle")

    def _incomplete(self) -> list[str]:
        """[19.3, 1]"""
        if self.head is None:
            return [self.head_problem]
        left, wrong = set(self.listed), list[str]()
        for path in _files_and_strays(self.folder, wrong):
            if NEVER_LISTED.fullmatch(path):
                continue
            if path not in left:
                wrong.append(f"{path} is one file too many")
                continue
            left.discard(path)
            if self._hashed(path) != self.listed[path]:
                wrong.append(f"{path} is not as listed")
        wrong += [f"{path} is missing" for path in sorted(left)]
        wrong += [one for one in empty_folders(self.folder) if one != "bag/data is an empty folder"]
        if not self._same_sums():
            wrong.append("SHA256SUMS is missing, or says something else than bundle.json")
        return wrong

    def _same_sums(self) -> bool:
        """[19.3, 1(d)]"""
        path = self.folder / "SHA256SUMS"
        if not lies(path):
            return False
        with opened(path) as file:
            same = all(file.read(len(line)) == line for line in map(str.encode, self._sums()))
            return same and not file.read(1)

    def _hashed(self, path: str) -> tuple[int, str]:
        """Size and digest of a file; those of the bag were hashed before."""
        inside = path.removeprefix("bag/")
        if path != inside and inside in self.bag.payload:
            return self.bag.payload[inside]
        if path != inside and inside in self.bag.tags:
            return self.bag.sizes[inside], self.bag.tags[inside]
        size, (found,) = digests(self.folder / path, "sha256")
        return size, found

    def _sums(self) -> Iterator[str]:
        return (f"{digest}  {path}\n" for path, (_, digest) in self.listed.items()
                if path != "SHA256SUMS")  # fmt: skip

    def _complete(self) -> str:
        if self.complete is not None:
            raise self.complete
        return f"{len(self.listed)} files"

    def _layout(self) -> str:
        wrong = list[str]()
        paths = [*_files_and_strays(self.folder, wrong, outside="bag")]
        there, messages = set(paths), self._gapless(paths)
        consents = consents_named([one for each in self.journals for one in each.events])
        meant = self._meant_of_directory(there)
        wrong += [
            f"a folder lies at {path}, which is a file"
            for path in self._folders()
            if any(
                one.fullmatch(path)
                for one in (DIRECTORY_FILES if path.startswith("directory/") else PLACES)
            )
        ]
        for path in paths:
            if not any(one.fullmatch(path) for one in PLACES) or not self._placed(
                path, there, messages, meant, consents
            ):
                wrong.append(f"{path} has no place in a bundle")
                continue
            try:
                self._content(path)
            except (Wrong, *OUT_OF_FORM) as error:
                wrong.append(f"{path}: {error}")
        try:
            self._report_files(there)
        except (Wrong, *OUT_OF_FORM) as error:
            wrong.append(f"report.json: {error}")
        if wrong:
            raise Wrong(*wrong[:20])
        return f"{len(paths)} files beside the evidence"

    def _folders(self) -> Iterator[str]:
        """The folders outside `bag/`."""
        top = str(self.folder)
        for path, below, _ in os.walk(top):
            if path in NOT_READ.get() or _too_deep(path, self.folder, 0):
                below.clear()
            if path == top:
                below[:] = [name for name in below if name != "bag"]
            yield from (f"{path}/{name}".removeprefix(f"{top}/") for name in below
                        if not _is_link(Path(path, name)))  # fmt: skip

    @staticmethod
    def _gapless(paths: list[str]) -> set[str]:
        """[19.3, 2(c)] Folders of messages, and lists, whose number is reached from 1."""
        found = set[str]()
        numbers: dict[tuple[str, str], set[int]] = {}
        for path in paths:
            for pattern in (r"()messages/([0-9]{4,5})/", r"(.*/|)archive\.([0-9]+)\.json"):
                if match := re.match(pattern, path):
                    kind = "messages" if "messages" in pattern else "archive"
                    numbers.setdefault((kind, match[1]), set()).add(int(match[2]))
        for (kind, place), having in numbers.items():
            number = 1
            while number in having:
                name = f"{number:04d}" if kind == "messages" else f"archive.{number}.json"
                found.add(f"messages/{name}" if kind == "messages" else place + name)
                number += 1
        return found

    def _placed(self, path: str, there: set[str], gapless: set[str], meant: set[str],
                consents: set[str]) -> bool:  # fmt: skip
        """[19.3, 2(b) to (f), (n)]"""
        folder, archive = re.match(r"messages/[0-9]+", path), re.match(rf"(.*/|){_ARCHIVE}", path)
        unnamed = path.startswith("consents/") and path.split("/")[1] not in consents
        if unnamed or (folder and folder[0] not in gapless):
            return False
        if archive and (archive[0] not in gapless or f"{archive[0]}.tst" not in there):
            return False
        if path.startswith("directory/"):
            return path in meant
        if path.startswith("report."):
            return "report.json" in there
        if re.search(r"(^|/)custody(-node)?/", path):
            return self._event_placed(path, there)
        document = re.sub(rf"({SIG}|{_TOKENS})$", "", path)
        if path.startswith("consents/"):
            document = path.rpartition("/")[0] + "/consent.json"
        return document in there

    @staticmethod
    def _event_placed(path: str, there: set[str]) -> bool:
        stem = re.sub(r"\.(p256\.p7s|mldsa65\.p7s|tlog-proof)$", "", path)
        number = re.search(r"([0-9]{4,5})\.[a-z0-9.-]+$", path)
        if number and (int(number[1]) == 0 or (len(number[1]) > 4 and number[1][0] == "0")):
            return False
        return stem == path or f"{stem}.json" in there or f"{stem}.tombstone.json" in there

    def _meant_of_directory(self, there: set[str]) -> set[str]:
        """[19.3, 2(e)] What roots, timestamp and what these name lead to."""
        read, found, number = _reader(place_of(self.folder, "directory")), set[str](), 1
        while f"directory/metadata/{number}.root.json" in there:
            found.add(f"directory/metadata/{number}.root.json")
            number += 1
        found.add("directory/metadata/timestamp.json")
        named = ["timestamp.json"]
        for _ in range(3):  # the timestamp names the snapshot, this all others, and these targets
            next_named = list[str]()
            for name in named:
                try:
                    signed = json.loads(read(f"metadata/{name}"))["signed"]
                    if signed["_type"] == "targets":
                        found |= {_target_place(*each) for each in signed["targets"].items()}
                        continue
                    next_named += [
                        f"{one['version']}.{file}" for file, one in signed["meta"].items()
                    ]
                except (Wrong, *OUT_OF_FORM):
                    continue
            found |= {f"directory/metadata/{name}" for name in next_named}
            named = next_named
        return found

    def _content(self, path: str) -> None:
        """[19.3, 2(g) to (m)]"""
        whole = self.folder / path
        if path.endswith((".pem", ".crl")):
            self._certificates(path)
        if re.fullmatch(rf"(.*/)?{_ARCHIVE}", path):
            list_of(small(whole, 1 << 20), path)
        expected = SCRIPT if path == "check.sh" else None  # or the digest that its name says
        if path.startswith("directory/targets/"):
            expected = path.rsplit("/", 1)[1].split(".", 1)[0]
        elif path.startswith("consents/") and path.endswith(".json"):
            expected = path.split("/")[1]
            check_consent(parsed(small(whole, LARGEST_CONSENT)))
        if expected is not None:
            demand(digests(whole, "sha256")[1] == [expected], "it has another digest")
        if path.startswith("report.") and path.endswith(".html"):
            with opened(whole) as file:
                demand(file.read(16) == b"<!doctype html>\n", "it is no HTML page")
        if path.startswith("report.") and path.endswith(".pdf"):
            with opened(whole) as file:
                demand(file.read(5) == b"%PDF-", "it is no PDF")

    def _certificates(self, path: str) -> None:
        """[19.3, 2(g) and (h)]"""
        found = pem_contents(self.folder / path)
        if path.endswith(".crl"):
            x509.load_der_x509_crl(found[0])
        else:
            for data in found:
                x509.load_der_x509_certificate(data)
            if path.startswith("certificates/"):
                _named_as_its_file(path.removeprefix("certificates/"), found)

    def _report_files(self, there: set[str]) -> None:
        pages = {one for one in there if re.fullmatch(r"report\.[a-z]{2}\.(html|pdf)", one)}
        if "report.json" not in there:
            return
        document = parsed(small(self.folder / "report.json", 1 << 20))
        members(
            document, {"fonts", "format", "languages", "pdf", "program", "typst", "version"}, "it"
        )
        demand(first_version(document) and is_count(document["format"], 1), "its version")
        demand(isinstance(document["pdf"], bool), "its form")
        lists = isinstance(document["languages"], list) and isinstance(document["fonts"], list)
        demand(lists, "its form")
        demand(len(set(document["languages"])) == len(document["languages"]), "a language twice")
        demand(isinstance(document["program"], str), "its form")
        demand(
            document["typst"] is None
            if not document["pdf"]
            else isinstance(document["typst"], str),
            "its form",
        )
        for one in document["fonts"]:
            members(one, {"file", "sha256"}, "a font")
            demand(is_digest(one["sha256"]) and isinstance(one["file"], str), "a font")
        files = [one["file"] for one in document["fonts"]]
        demand(files == sorted(set(files)), "its fonts are not in order")
        kinds = ("html", "pdf") if document["pdf"] else ("html",)
        named = {f"report.{one}.{kind}" for one in document["languages"] for kind in kinds}
        demand(pages == named, "it names other reports than are there")

    def _signed(self) -> str:
        judge, head, path = self._judge(), self.head, self.folder / "bundle.json"
        if head is None:
            raise Wrong(self.head_problem)
        wrong = list[str]()
        unknown: Undecided | None = None
        if self.stamps_problem is not None and not isinstance(self.stamps_problem, Undecided):
            wrong += getattr(self.stamps_problem, "reasons", (str(self.stamps_problem),))
        fields = {"network": self.network, "package": self.seal.document.get("package"),
                "bag": self.bag.digest, "seal": self.seal.digest if self.seal.data else None}  # fmt: skip
        wrong += [
            f"bundle.json names another {name}" for name in fields if head[name] != fields[name]
        ]
        at = min(self.stamps.times, default=moment(head["exported"]))
        try:
            not_ahead(head["exported"], self.now)
        except Wrong as error:
            wrong += error.reasons
        try:
            signed = self.stamps.signatures_stamped()
            judge.signatures(path, head["authority"], at, signed=signed, by_listing=True)
        except Undecided as error:
            unknown = error
        except (Wrong, *OUT_OF_FORM) as error:
            wrong += reasons_of(error)
        if wrong:
            raise Wrong(*wrong)
        if unknown is not None:
            raise unknown
        authority: str = head["authority"]
        return authority

    exporter: Json = None

    def _exporter(self, late: Checks) -> str:
        self._needs_head()
        self.exporter_as(late)
        counting = self.seal.counting(late)
        if not counting:
            raise Undecided("no seal counts here", "anyone with the seal")
        if self.seal.document["thread"] is None:
            raise Undecided("the seal names no thread, so no request shows who asked",
                            "the authority that sealed it")  # fmt: skip
        demand(
            self.exporter, f"{self.head['authority']} is neither sender, recipient nor addressee"
        )
        return f"{self.exporter['authority']} is {self.exporter['as']} of the seal"

    def exporter_as(self, late: Checks) -> None:
        """[19.3, 4] As what the exporting authority had the evidence."""
        counting = self.seal.counting(late)
        if not counting or self.head is None or self.seal.document["thread"] is None:
            return
        authority = self.head["authority"]
        for one in counting:
            for kind in ("sender", "recipient"):
                names = ({one.document["sender"]} if kind == "sender"
                         else {to["authority"] for to in one.document["recipients"]})  # fmt: skip
                if authority in names:
                    self.exporter = {"authority": authority, "as": kind, "seal": one.digest}
                    return
        if not self._messages_hold():
            return
        having = {one.document["sender"] for one in counting}
        having |= {to["authority"] for one in counting for to in one.document["recipients"]}
        for message in self._deliveries({one.digest for one in counting}):
            if message.document["to"] == authority and message.document["from"] in having:
                named = message.document["body"]["seal"]
                self.exporter = {"authority": authority, "as": "addressee", "seal": named}
                return

    def _messages_hold(self) -> bool:
        probe = Checks()
        probe.run("request", self._request)
        probe.run("messages", self._messages)
        return all(one.outcome == "holds" for one in probe.done)

    def _deliveries(self, seals: set[str]) -> list[Message]:
        """The messages that name one of these seals, without those that a settled fork leaves [19.3, 10]."""
        return [one for one in self.messages
                if one.document["kind"] in {"delivery", "partial_delivery"}
                and one.document["body"].get("seal") in list(seals)
                and one.digest not in self.abandoned]  # fmt: skip

    def _exported(self) -> str:
        self._needs_head()
        head, sums = self.head, hashlib.sha256()
        for path, (_, digest) in self.listed.items():
            later = path.startswith(("custody/", "report.")) or path in {"check.sh", "SHA256SUMS"}
            if not later:
                sums.update(f"{digest}  {path}\n".encode())
        found = [
            one
            for one in self.custody.events
            if one.form == 0 and sha256(one.data) == head["event"]
        ]
        demand(found, "no event in custody/ has the digest that bundle.json names")
        document = found[0].document
        code = understood(document) and document["code"] == "bundle-exported"
        demand(code, "the event that bundle.json names is of another act")
        expected = {
            "object": head["bag"],
            "authority": head["authority"],
            "officer": head["officer"],
        }
        wrong = [f"the event names another {name}" for name, value in expected.items()
                 if document[name] != value]  # fmt: skip
        if document["fields"]["content"] != sums.hexdigest():
            wrong.append("the event names another content")
        if document["fields"]["purpose"] != head["reason"]:
            wrong.append("the event names another purpose")
        if wrong:
            raise Wrong(*wrong)
        return f"for {', '.join(document['fields']['recipients'] or ['nobody who is named'])}"

    def _expected(self, late: Checks) -> str:
        self._needs_head()
        counting = self.seal.counting(late)
        if not counting or late.of("custody-journal") != "holds":
            raise Undecided("no seal counts, or the custody events do not hold",
                            "the authority that exported the bundle")  # fmt: skip
        authority, bag = self.head["authority"], self.head["bag"]
        acts = {(one.document["action"], one.document["authority"]) for each in self.journals
                for one in each.events if one.form == 0 and one.document["object"] == bag}  # fmt: skip
        wrong = [f"{one.document['sender']} recorded no sealing" for one in counting
                 if ("sealed", one.document["sender"]) not in acts]  # fmt: skip
        if counting[0].document["sender"] != authority and ("opened", authority) not in acts:
            wrong.append(f"{authority} recorded no opening")
        if ("exported", authority) not in acts:
            wrong.append(f"{authority} recorded no export")
        state = authority[:2]
        delivered = [one for one in self._deliveries({one.digest for one in counting})
                     if one.document["to"][:2] == state != one.document["from"][:2]]  # fmt: skip
        got = any(action == "received" and who[:2] == state for action, who in acts)
        if delivered and not got:
            wrong.append(f"no authority of {state.upper()} recorded that it received the evidence")
        if wrong:
            raise Wrong(*wrong)
        return f"{len(acts)} acts"

    def _identity(self) -> str:
        if self.chain is None:
            raise self.unknown or Wrong(self.chain_problem)
        return self.trusted.identity(self.chain, self.directory)

    @property
    def directory(self) -> Directory | None:
        """The directory inside, as of the moment [18.9]."""
        return self.judge.registers[0] if self.judge is not None else None

    def _directory(self) -> str:
        directory = self.directory
        if directory is None:
            raise self.unknown or Wrong(self.problem or "it cannot be read")
        if directory.held:
            raise Wrong(*(f"{state} is held back: {why}" for state, why in directory.held.items()))
        if mldsa is None and any(record["algorithm"] == "mldsa65" for entry in directory.entries.values()
                                 for record in entry["certificates"]):  # fmt: skip
            raise NO_ML_DSA
        return f"as of {shown(self.at)}: {', '.join(sorted(directory.entries))}"

    def _needs_folders(self, *names: str) -> None:
        """[15.2, name and type] Of what may be missing, nothing of another type lies there."""
        for name in names:
            if something_else_lies(self.folder / name, folder=True):
                raise Undecided(f"{name} is no folder, so that nobody read it",
                                "the authority that exported the bundle")  # fmt: skip

    def _request(self) -> str:
        judge = self._judge()
        if self.request_problem is not None:
            raise Wrong(self.request_problem)
        if self.request is None:
            raise Undecided("no request lies in the bundle", "the authority that exported it")
        opens = self.request.document["previous"] is None and self.request.document["seen"] is None
        found, wrong = "", [] if opens else ["bundle-not-together: it did not open its thread"]
        try:
            found = self.request.check(judge, self.known)
        except (Wrong, *OUT_OF_FORM) as error:
            wrong += reasons_of(error)
        if wrong:
            raise Wrong(*wrong)
        return found

    def _messages(self) -> str:
        judge, wrong = self._judge(), list(self.broken)
        unknown: Undecided | None = None
        for one in self.others:
            try:
                one.check(judge, self.known)
            except Undecided as error:
                unknown = error
            except (Wrong, *OUT_OF_FORM) as error:
                wrong.append(f"{one.folder.name}: {error}")
        for check in (check_rows, self._one_case):
            try:
                check(self.messages)
            except Wrong as error:
                wrong += error.reasons
        if wrong:
            raise Wrong(*wrong[:20])
        if unknown is not None:
            raise unknown
        demand_settled(self.forks)
        beside = names_in(place_of(self.folder, "messages"))
        self._needs_folders("messages", *(f"messages/{name}" for name in beside))
        before = {one.document["seen"] for one in self.messages if one.document["seen"]}
        if left_out := before - {one.digest for one in self.messages}:
            raise Undecided(f"{len(left_out)} messages that others here name in seen are missing",
                            "the States that sent and received them")  # fmt: skip
        left = (
            f"; abandoned by a repair: {', '.join(sorted(self.abandoned))}"
            if self.abandoned
            else ""
        )
        return f"{len(self.others)} messages{left}"

    def _one_case(self, messages: list[Message]) -> None:
        """[19.3, 10] None twice, and each of the request's thread or of one that led on from there."""
        twice = [digest for digest, count in Counter(one.digest for one in messages).items()
                 if count > 1]  # fmt: skip
        wrong = [f"bundle-not-together: the message {digest} lies here twice" for digest in twice]
        if self.request is not None:
            related: dict[str, set[str]] = {}
            for one in messages:
                related.setdefault(one.document["thread"], set()).update(one.document["related"])
            threads, ahead = {self.request.document["thread"]}, [self.request.document["thread"]]
            while ahead:
                further = related.get(ahead.pop(), set()) - threads
                threads |= further
                ahead += further
            if self.request.digest in self.abandoned:
                wrong.append("bundle-not-together: the request is one that a repair abandoned")
            wrong += [f"bundle-not-together: {one.folder.name} is of another case"
                      for one in messages if one.document["thread"] not in threads]  # fmt: skip
        if wrong:
            raise Wrong(*wrong)

    def _receipts(self) -> str:
        judge, wrong, unknown = self._judge(), list[str](), None
        having = [one for one in self.messages if one.receipt is not None]
        stated = self._stated_by_evidence()
        for message in self.messages:
            stated.of_entries(self._message_journal(message, judge).entries)
        for one in having:
            try:
                one.check_receipt(judge, self.known, stated)
            except Undecided as error:
                unknown = error
            except (Wrong, *OUT_OF_FORM) as error:
                wrong.append(f"{one.folder.name}: {error}")
        if wrong:
            raise Wrong(*wrong[:20])
        if unknown is not None:
            raise unknown
        for one in self.messages:
            if something_else_lies(one.folder / "receipt.json", folder=False):
                raise Undecided(f"{one.folder.name}/receipt.json is no file, so that nobody read it",
                                "the authority that exported the bundle")  # fmt: skip
        return f"{len(having)} of {len(self.messages)} messages have one"

    def _stated_by_evidence(self) -> LogStatements:
        stated = LogStatements()
        stated.of_entries([one for each in self.journals for one in each.entries])
        return stated

    def _message_journal(self, one: Message, judge: Judge) -> Journals:
        journal = Journals(place_of(one.folder, "custody"))
        journal.read()
        journal.check(judge, {0: one.digest}, self.known)
        return journal

    def _message_events(self) -> str:
        judge, proved, wrong = self._judge(), 0, list[str]()
        unread: Undecided | None = None
        stated = self._stated_by_evidence()
        for one in self.messages:
            journal = self._message_journal(one, judge)
            against = stated.of_entries(journal.entries)
            wrong += [f"{one.folder.name}: {reason}"
                      for reason in (*journal.wrong, *journal.not_counting, *against)]  # fmt: skip
            proved += journal.unknown is None and any(each.proved for each in journal.events)
            unread = unread or journal.unread
        if wrong:
            raise Wrong(*wrong[:20])
        if unread is not None:
            raise unread
        if proved < len(self.messages):
            raise Undecided(f"{proved} of {len(self.messages)} messages have a proof",
                            "the node of the State that exported the bundle")  # fmt: skip
        return f"{proved} messages"

    def _bag_signed(self) -> str:
        judge, first = self._judge(), self.seal.first
        sender = self.bag.signer()
        path, at = self.bag.folder / TAG_MANIFEST, first.times.text or self.at
        signed = self._bag_proved(sender or "")
        return judge.signatures(path, sender, at, signed=signed).holder

    def _bag_proved(self, signer: str) -> datetime | None:
        """[4.2, 3] The signature moment of the bag's signatures, of what this holder signed."""
        proved = known_of(self.known, signer), self.seal.first.cosigned
        return min((one for one in proved if one), default=None)

    def _bag_sealed(self) -> None:
        self.seal.first.needed()
        self.bag.check_of_seal(self.seal.first.document)

    def _together(self, late: Checks) -> str:
        self.seal.needed()
        seal, wrong = self.seal.document, list[str]()
        request = self._request_that_holds
        if seal["network"] != self.network:
            wrong.append("the seal is of another network than the directory")
        if request and seal["thread"] != request.document["thread"]:
            wrong.append("the seal is of another thread than the request")
        inside = self.bag.tags.get("request/message.json")
        if request and inside not in {None, request.digest}:
            wrong.append("the evidence carries another request than the bundle")
        seals = {one.digest for one in (*self.seal.earlier, self.seal)}
        delivered = self._deliveries(seals)
        senders = {one.document["sender"] for one in self.seal.counting(late)}
        for one in delivered if request else []:
            assert request is not None
            if one.document["thread"] != request.document["thread"]:
                wrong.append("a delivery is of another thread than the request")
            is_requesting = one.document["from"][:2] == request.document["to"][:2]
            if not is_requesting and one.document["from"] not in senders:
                wrong.append(
                    f"a delivery is by {one.document['from']}, who neither sealed nor was asked"
                )
        if wrong:
            raise Wrong(*wrong)
        if not delivered or request is None:
            raise Undecided("no delivery message names this seal, or there is no request",
                            "the authority that exported the bundle")  # fmt: skip
        return f"thread {request.document['thread']}"

    def _conditions(self) -> str:
        self.bag.needs("conditions.json")
        document = parsed(small(self.bag.folder / "conditions.json", 1 << 20))
        check_conditions(document)
        return "; ".join(stated_conditions({**document, "version": None}))

    def _stock(self) -> str:
        directory = self._judge().directory
        assert directory is not None
        listed = {unbase64(one["der"]) for entry in directory.entries.values()
                  for one in entry["certificates"]}  # fmt: skip
        count, wrong, unknown = 0, list[str](), None
        stock = place_of(self.folder, "certificates")
        for path in entries_of(stock, folders=False):
            try:
                if path.suffix == ".crl":
                    self._stock_list(path, listed)
                    continue
                for der_bytes in pem_contents(path):
                    one = x509.load_der_x509_certificate(der_bytes)
                    demand(der_of(one) in listed, "it is none that the directory lists")
                    count += 1
            except Undecided as error:
                unknown = error
            except (Wrong, *OUT_OF_FORM) as error:
                wrong.append(f"{path.name}: {error}")
        if wrong:
            raise Wrong(*wrong)
        if unknown is not None:
            raise unknown
        self._needs_folders("certificates")
        return f"{count} certificates"

    @staticmethod
    def _stock_list(path: Path, listed: set[bytes]) -> None:
        """A revocation list is by a State CA that the directory lists."""
        found = x509.load_der_x509_crl(pem_contents(path)[0])
        check_list(found)
        for der_bytes in listed:
            one = x509.load_der_x509_certificate(der_bytes)
            if subject_of(one) == issuer_of_list(found):
                key = key_of(one)
                if isinstance(key, Unread):
                    raise NO_ML_DSA
                try:
                    verify(key, found.signature, found.tbs_certlist_bytes,
                           found.signature_hash_algorithm)  # fmt: skip
                except (Wrong, TypeError):
                    continue  # of the other family
                return
        raise Wrong("it is by no State CA that the directory lists")

    def _reports(self) -> str:
        raise Undecided("the reports are the exporter's words, which this program cannot make again",
                        "rogatory, of a version that has their form")  # fmt: skip

    def _facts(self) -> Json:
        """[19.3] What the checks that hold found, before anything that the exporter wrote."""
        of = self.checks.of
        read = self._request_that_holds
        request = read.document if read and of("request") == "holds" else {}
        head = (self.head or {}) if of("bundle-signed") == "holds" else {}
        sealed = of("seal-signed") == "holds" and not (
            self.seal.chained and of("seal-chain") != "holds"
        )
        tags = of("bag-tags") == "holds"
        files = tags and of("bag-files") == "holds"
        events = {}
        if of("custody-journal") == "holds":
            events = {
                sha256(one.data): one.document for each in self.journals for one in each.events
            }
        ordered = sorted(events, key=lambda digest: (moment(events[digest]["occurred"]), digest))
        named = ("action", "authority", "code", "occurred", "officer")
        conditions = self._stated_conditions() if tags and of("conditions") == "holds" else None
        delivered = conditions is not None and sealed and of("request") == of("messages") == "holds"
        case = request["body"].get("case_number") if request else None
        return {
            "case": case if isinstance(case, str) else None,
            "asked_by": request.get("from"), "asked": request.get("to"),
            "thread": request.get("thread"),
            "sealed_by": self.seal.first.document["sender"] if sealed else None,
            "exported_by": head.get("authority"), "officer": head.get("officer"),
            "files": self.bag.files if files else None, "bytes": self.bag.bytes if files else None,
            "bag": self.bag.digest if tags else None, "seal": self.seal.digest if sealed else None,
            "conditions": conditions,
            "delivered": self._delivered(conditions) if delivered else [],
            "acts": [{name: events[digest].get(name) for name in named}
                     for digest in ordered[:MOST_ACTS]],
            "more_acts": max(0, len(events) - MOST_ACTS),
        }  # fmt: skip

    def _stated_conditions(self) -> Json:
        """Return the conditions in the bag, which are in their form."""
        document = parsed(small(self.bag.folder / "conditions.json", 1 << 20))
        return {name: value for name, value in document.items() if name != "version"}

    def _delivered(self, conditions: Json) -> list[Json]:
        """[19.3] The deliveries of this seal that state other conditions than the bag."""
        found = []
        for one in self._deliveries({each.digest for each in (*self.seal.earlier, self.seal)}):
            stated = one.document["body"].get("conditions")
            if differing := differing_conditions(stated, conditions):
                found.append({"conditions": stated, "differs": differing,
                              "from": one.document["from"], "message": one.digest})  # fmt: skip
        return found


MOST_ACTS = 200
ABSENT = object()


def differing_conditions(stated: Json, bag: Json) -> list[str]:
    """[19.3, conditions of a delivery] The names in a delivery that say something else than the bag."""
    stated = stated if isinstance(stated, dict) else {}
    purpose, proceedings, transfer, secrecy, retention, police, sensitive = (
        stated.get(name, ABSENT) for name in OF_DELIVERY
    )
    text_of_bag = {"forbidden": ("forbidden",), "free": (ABSENT,),
                   "with-consent": ("with_authorisation", "in_writing_only")}  # fmt: skip
    same = (
        (bag["purpose"] is None) if purpose is ABSENT else _is_same(purpose, bag["purpose"]),
        (bag["proceedings"] is None)
        if proceedings is ABSENT
        else _is_same(proceedings, bag["proceedings"]),
        any(transfer is one or _is_same(transfer, one)
            for one in text_of_bag[bag["onward_transfer"]]),
        (secrecy is ABSENT) != bag["secrecy"] and (secrecy is ABSENT or is_string(secrecy)),
        (retention is ABSENT) == (bag["retention_until"] is None)
        and (retention is ABSENT or is_string(retention)),
        police is bag["police_information_only"],
        sensitive is bool(bag["protected_items"]),
    )  # fmt: skip
    return [name for name, equal in zip(OF_DELIVERY, same, strict=True) if not equal]


def _is_same(one: Json, other: Json) -> bool:
    """Decide whether both are texts, and the same one."""
    return is_string(one) and is_string(other) and bool(one == other)


OF_DELIVERY = (
    "purpose",
    "proceedings",
    "onward_transfer",
    "secrecy",
    "retention",
    "police_information_only",
    "sensitive_material",
)
"""The conditions in the body of a delivery, in the order of the table in 19.3."""


def stated_conditions(conditions: Json) -> list[str]:
    """Return each condition that is stated, for people; what is `null`, `false` or empty is left out."""
    return [
        f"{name.replace('_', ' ')}: "
        + (value if is_string(value) else json.dumps(value, ensure_ascii=False))
        for name, value in conditions.items()
        if value is not None and value is not False and value != []
    ]


def pem_blocks(data: bytes) -> list[tuple[bytes, bytes]]:
    """Blocks of RFC 7468 with lines of 64, and not a byte more."""
    found, at = [], 0
    while at < len(data):
        match = PEM_BLOCK.match(data, at)
        demand(match, "it is not written as PEM alone")
        assert match is not None
        lines = match[2].split(b"\n")[:-1]
        demand(all(len(one) == 64 for one in lines[:-1]), "its lines are of another length")
        found.append((match[1], unbase64("".join(one.decode() for one in lines))))
        at = match.end()
    demand(found, "it is empty")
    return found


def pem_contents(path: Path) -> list[bytes]:
    """[19.3, 2(g)] The certificates of a `.pem`, or the one list of a `.crl`, each in DER."""
    found = pem_blocks(small(path, LARGEST_REVOCATION_LIST))
    kind = b"X509 CRL" if path.suffix == ".crl" else b"CERTIFICATE"
    demand(all(name == kind for name, _ in found), "something else than it should hold")
    demand(len(found) == 1 if kind == b"X509 CRL" else len(found) <= 100, "too many")
    for _, data in found:
        read_whole(data) if kind == b"CERTIFICATE" else x509.load_der_x509_crl(data)
    return [data for _, data in found]


def _named_as_its_file(name: str, ders: list[bytes]) -> None:
    """[19.3, 2(h)]"""
    stem, _, family = name.removesuffix(".pem").partition(".")
    for data in ders:
        one = certificate(data)
        if name == "tsa-issuers.pem":
            demand(one.use == "state-ca", "a certificate that is no State CA")
        elif name == "tsa.pem":
            demand(one.use == "tsa", "a certificate of no timestamp authority")
        else:
            demand(family_of(one) == family, "a key of the other family")
            if re.fullmatch("[a-z]{2}-ca", stem):
                demand((one.use, one.holder) == ("state-ca", stem[:2]), "another State CA")
            else:
                demand(one.holder.replace("/", "-") == stem and one.use not in {"state-ca", "tsa"},
                       "a certificate of another holder")  # fmt: skip


def announced(journals: tuple[Journals, ...], seal: Seal, *, named: bool = False) -> bool:
    """[16.4] Decide whether an event announces a timestamp of this seal; or of one that it does not name,
    unless it must be `named`.
    """
    for each in journals:
        for one in each.events:
            document = one.document
            if document["action"] != "timestamped":
                continue
            if understood(document):
                if document["fields"]["seal"] == seal.digest:
                    return True
            elif not named:
                return True
    return False


NAMING_A_SEAL = {"sealed-under", "rewrapped-under", "timestamped", "timestamped-again"}


def settle_cosigned(journals: tuple[Journals, ...], seal: Seal) -> None:
    """[4.2, 3(d)] Each event is asked by itself, whatever the journal is that it lies in."""
    found = [
        one
        for each in journals
        for one in each.events
        if one.holds and one.document["authority"] == seal.document.get("sender")
        and understood(one.document) and one.document["code"] in NAMING_A_SEAL
        and one.document["fields"]["seal"] == seal.digest
    ]  # fmt: skip
    met = min(((one.cosigned, one.cosigned_by) for one in found if one.cosigned), default=None)
    seal.cosigned, seal.cosigned_by = met or (None, "")
    seal.word = min((one.word for one in found if one.word), default=None)


DISCLOSURE = {"authority", "officer", "bag", "package", "sender", "giver", "conditions", "count", "root",
               "disclosed", "documents", "items", "files", "size", "network", "reason", "selection",
               "version", "withheld"}  # fmt: skip


class Disclosure:
    """Some items of a package, each proved, naming no other [19.1]."""

    WITHHELD = ("bag-info.txt", "conditions.json", "seal")

    def __init__(self, folder: Path, trusted: Trusted, now: datetime) -> None:
        self.folder, self.now = folder, now
        self.seal = Seal(place_of(folder, "seal"))
        self.stamps = Stamps(folder, "disclosure.json", lambda name: folder / name)
        self.known: Known | None = None
        self.judge, own = judge_of(folder, trusted, now, seal=True, vouching=("certificates",))
        self.seal_judge, beside = judge_of(
            folder, trusted, now, seal=True, vouching=("seal/certificates",)
        )
        self.brought = list({one.der: one for one in (*own, *beside)}.values())
        self.document: Json = {}
        self.files: list[tuple[str, int, str]] = []
        self.paths: list[str] = []
        self.items, self.unproved, self.items_problem = 0, list[str](), ""
        self.verified: tuple[Certificate, ...] = ()
        self.package_verified: tuple[Certificate, ...] = ()

    def run(self, checks: Checks) -> None:
        checks.seal = self.seal
        made = checks.run("disclosure-form", self._form)
        checks.run("disclosure-signed", self._signed)
        checks.disclosed = self.document or None
        if made.outcome == "holds":
            counting = tuple(self.stamps.counting)
            self.known = (
                Known(self.document["authority"][:2].upper(), counting) if counting else None
            )
        seal = self.seal
        try:
            seal.read_earlier()
            seal.form()
        except (Wrong, *OUT_OF_FORM):
            pass  # the check of its form reports why
        for one in (*seal.earlier, seal):
            one.listed_in(self.known)
            one.settle(self.seal_judge)
        if is_folder(self.folder / "seal"):
            checks.run("seal-form", seal.form)
            checks.run("seal-stamped", lambda: seal.timestamps(self.seal_judge))
            checks.run("seal-signed", lambda: seal.signed(self.seal_judge, self.now))
            if seal.chained:
                checks.run("seal-chain", lambda: seal.chain(self.seal_judge, self.now))
        if self.document:
            try:
                self._read_items()
            except (Wrong, *OUT_OF_FORM) as error:
                self.items_problem = str(error) or type(error).__name__
        checks.run("disclosure-sealed", lambda: self._sealed(checks))
        checks.run("disclosure-package-signed", self._package)
        checks.run("disclosure-package", self._documents)
        checks.run("disclosure-proved", self._items)
        checks.run("disclosure-files", self._files)
        checks.run("disclosure-conditions", self._conditions)
        checks.run("disclosure-party", self._party)
        checks.run("seal-layout", self._layout)
        if self.judge.directory is not None:
            checks.run("disclosure-listed", self._listed)
        if self.judge.registers and self.document and self.document["officer"] is not None:
            checks.run("disclosure-officer", self._officer)

    def _needed(self) -> None:
        if not self.document:
            raise Undecided("disclosure.json cannot be read", "who disclosed")

    def _form(self) -> str:
        document = parsed(small(self.folder / "disclosure.json", 1 << 20))
        members(document, DISCLOSURE, "disclosure.json")
        demand(first_version(document), "a disclosure of another version")
        seen(document)
        form = (is_authority(document["authority"]) and is_authority(document["sender"])
                and (document["giver"] is None or is_authority(document["giver"]))
                and (document["officer"] is None or is_officer(document["officer"]))
                and all(is_digest(document[name]) for name in ("bag", "root", "selection"))
                and (document["network"] is None or is_digest(document["network"]))
                and is_uuid(document["package"]) and is_text(document["reason"])
                and all(is_count(document[name]) for name in ("count", "items", "files", "size")))  # fmt: skip
        demand(form, "disclosure.json: its form")
        moment(document["disclosed"])
        demand("version" not in document["conditions"], "disclosure.json: its conditions")
        check_conditions({"version": 1, **document["conditions"]})
        withheld = document["withheld"]
        demand(withheld == sorted(set(withheld) & set(self.WITHHELD)), "disclosure.json: withheld")
        demand(isinstance(document["documents"], list), "disclosure.json: its documents")
        paths = [one["path"].encode() for one in document["documents"]]
        demand(len(paths) <= 1000 and paths == sorted(set(paths)), "disclosure.json: its documents")
        for one in document["documents"]:
            members(one, {"path", "sha256", "size"}, "a document")
            demand(is_digest(one["sha256"]) and is_count(one["size"]), "a document")
        self.document = document
        self._all_there()
        return f"{document['items']} of {document['count']} items"

    def _all_there(self) -> None:
        listed = {one["path"]: (one["size"], [one["sha256"]]) for one in self.document["documents"]}
        beside = {"disclosure.json", "disclosure.json.p256.p7s", "disclosure.json.mldsa65.p7s"}
        later = re.compile(rf"disclosure\.json{_TOKENS}|{_ARCHIVE}({_TOKENS})?")
        wrong = list[str]()
        for path in _files_and_strays(self.folder, wrong):
            if path in beside or path.startswith("items/") or later.fullmatch(path):
                continue
            if listed.pop(path, None) != digests(self.folder / path, "sha256"):
                wrong.append(f"{path} is not listed, or is another")
        signature = "disclosure.json.p256.p7s"
        missing = [*listed, *([] if lies(self.folder / signature) else [signature])]
        wrong += [f"{path} is missing" for path in missing]
        names = {one.name for one in entries_of(self.folder, folders=True)}
        wrong += [f"a folder lies at {one}, which is a file"
                  for one in sorted(names) if one in beside or later.fullmatch(one)]  # fmt: skip
        if lies(self.folder / "items"):
            wrong.append("a file lies at items, which is a folder")
        wrong += empty_folders(self.folder)
        selection = self.folder / "items.jsonl"
        if not lies(selection):
            wrong.append("items.jsonl is missing")
        elif digests(selection, "sha256")[1] != [self.document["selection"]]:
            wrong.append("items.jsonl is another")
        if wrong:
            raise Wrong(*wrong[:20])

    def _signed(self) -> str:
        self._needed()
        wrong, unknown = list[str](), None
        verified: tuple[Certificate, ...] = ()
        if self.stamps.anything:
            try:
                self.stamps.judge(self.judge, None)
            except Undecided:
                pass  # it does not count
            except (Wrong, *OUT_OF_FORM) as error:
                wrong += reasons_of(error)
        at = min(self.stamps.times, default=self.now)
        signed = self.stamps.signatures_stamped()
        path, authority = self.folder / "disclosure.json", self.document["authority"]
        try:
            not_ahead(self.document["disclosed"], self.now)
        except Wrong as error:
            wrong += error.reasons
        try:
            verified = self.judge.signatures(
                path, authority, at, signed=signed, listing=False
            ).certificates
        except Undecided as error:
            unknown = error
        except (Wrong, *OUT_OF_FORM) as error:
            wrong += reasons_of(error)
        if wrong:
            raise Wrong(*wrong)
        if unknown is not None:
            raise unknown
        self.verified = verified  # a check that fails verified nothing [19.1, 14]
        return str(authority)

    def _officer(self) -> str:
        """[19.1, 15]"""
        officer, authority = self.document["officer"], self.document["authority"]
        at = moment(self.document["disclosed"])
        if not registered(self.judge.registers[-1], officer, authority, at):
            raise Undecided(f"no register lists {officer} for {authority} as in force then",
                            "the State whose officer it is")  # fmt: skip
        return str(officer)

    def _sealed(self, checks: Checks) -> str | None:
        self._needed()
        if not self.seal.document:
            raise Undecided("there is no seal that can be read", "anyone with the package")
        document, seal = self.document, self.seal.document
        wrong = [f"the seal names another {name}" for name in ("bag", "package", "network")
                 if seal[name] != document[name]]  # fmt: skip
        if document["giver"] is None:
            wrong.append("it names no giver of what was sealed")
        if wrong:
            raise Wrong(*wrong)
        counting = self.seal.counting(checks)
        if not counting:
            raise Undecided("no seal counts here", "anybody who can judge the seal")
        demand(
            counting[0].document["sender"] == document["sender"],
            "another authority sealed it first",
        )
        return None

    def _package(self) -> str:
        self._needed()
        path = place_of(self.folder, "package") / TAG_MANIFEST
        demand(
            sha256(small(path)) == self.document["bag"], "it is the tag manifest of another package"
        )
        known = known_of(self.known, self.document["sender"])
        proved = [one for one in (self.seal.first.times.text, known) if one]
        at = min(proved, default=self.now)
        judge = self.seal_judge if self.seal.document else self.judge
        found = judge.signatures(path, self.document["sender"], at, signed=known, listing=False)
        self.package_verified = found.certificates
        return found.holder

    def _documents(self) -> None:
        self._needed()
        folder = place_of(self.folder, "package")
        listed = dict(manifest_lines(folder / TAG_MANIFEST))
        wrong = list[str]()
        for path in ("items-root.txt", "bag-info.txt", "conditions.json"):
            there = folder / path
            if not lies(there):
                if path not in self.document["withheld"]:
                    wrong.append(f"{path} is missing")
            elif digests(there, "sha256")[1] != [listed.get(path)]:
                wrong.append(f"{path} is another")
        if lies(folder / "items-root.txt"):
            text = f"rogatory/items-root/v1\n{self.document['count']}\n{self.document['root']}\n"
            if small(folder / "items-root.txt", 4096) != text.encode():
                wrong.append("disclosure.json says another root or count")
        if lies(folder / "bag-info.txt"):
            wrong += self._other_info(bag_info(small(folder / "bag-info.txt", 1 << 20)))
        if wrong:
            raise Wrong(*wrong)

    def _other_info(self, info: dict[str, list[str]]) -> list[str]:
        named = {
            "External-Identifier": self.document["package"],
            "Rogatory-Sender": self.document["sender"],
            "Rogatory-Network": self.document["network"],
        }
        if "Rogatory-Sender" not in info:  # it was collected and never sealed [19.1]
            del named["Rogatory-Sender"], named["Rogatory-Network"]
        wrong = [
            f"disclosure.json says another {label}"
            for label, value in named.items()
            if info.get(label, [None]) != [value]
        ]
        if "Rogatory-Sender" in info and self.document["giver"] is None:
            wrong.append("disclosure.json names no giver of what was sealed")
        return wrong

    def _read_items(self) -> None:
        """Read the lines of `items.jsonl`: what is in form, and what leads to the root."""
        path, root = self.folder / "items.jsonl", bytes.fromhex(self.document["root"])
        before = -1
        with opened(path) as file:
            for number, line in enumerate(lines_of(file, 2 * LONGEST_LINE, path.name), 1):
                demand(line.endswith(b"\n"), f"line {number} does not end")
                item = parsed(line.removesuffix(b"\n"))
                members(item, {"index", "line", "proof", "salt"}, f"line {number}")
                in_order = is_count(item["index"]) and item["index"] > before
                demand(in_order, "the items are not in order, each once")
                before = item["index"]
                form = is_digest(item["salt"]) and is_list_of(is_digest, 63)(item["proof"])
                demand(form, f"line {number}: its form")
                own = item["line"].encode()
                demand(len(own) <= LONGEST_LINE, f"line {number}: a line that is too long")
                document = parsed(own)
                check_item(document)
                self.paths.append(document["path"])
                if "sha256" in document:
                    self.files.append((document["path"], document["size"], document["sha256"]))
                self.items = number
                if len(self.unproved) < 20 and not self._leads(item, root):
                    self.unproved.append(f"line {number} is no item of the package")

    def _leads(self, item: Json, root: bytes) -> bool:
        """[13.6] Whether an item is one of those under the root."""
        line = item["line"].encode() + b"\n"
        entry = hashlib.sha256(bytes.fromhex(item["salt"]) + line).digest()
        steps = [bytes.fromhex(one) for one in item["proof"]]
        try:
            return root_by_path(item["index"], self.document["count"], leaf(entry), steps) == root
        except Wrong:
            return False

    def _items(self) -> str:
        self._needed()
        if self.items_problem:
            raise Wrong(self.items_problem)
        wrong = list(self.unproved)
        if not self.items:
            wrong.append("a disclosure of no item")
        if self.items != self.document["items"]:
            wrong.append("disclosure.json says another number of items")
        size = sum(one for _, one, _ in self.files)
        if (len(self.files), size) != (self.document["files"], self.document["size"]):
            wrong.append("disclosure.json says another number or size of files")
        if wrong:
            raise Wrong(*wrong)
        return f"{self.items} items"

    def _files(self) -> str:
        self._needed()
        if self.items_problem:
            raise Undecided("items.jsonl cannot be read", "who disclosed")
        folder, wrong = self.folder / "items", list[str]()
        there = set(_files_and_strays(folder, wrong, 1)) if is_folder(folder) else set()
        listed = self.files
        if there != {path for path, _, _ in listed}:
            wrong.append("files are missing or too many")
        for path, size, digest in listed:
            if path in there and digests(folder / path, "sha256") != (size, [digest]):
                wrong.append(f"{path} is not as its item says")
        if not lies(self.folder / "SHA256SUMS"):
            raise Wrong(*wrong, "SHA256SUMS is missing")
        with opened(self.folder / "SHA256SUMS") as file:
            lines = (f"{digest}  items/{path}\n".encode() for path, _, digest in listed)
            same = all(file.read(len(line)) == line for line in lines) and not file.read(1)
        if not same:
            wrong.append("SHA256SUMS says something else")
        if wrong:
            raise Wrong(*wrong[:20])
        return f"{len(listed)} files"

    def _conditions(self) -> None:
        self._needed()
        stated = self.document["conditions"]
        wrong = [] if self.items_problem else self._protecting_others(stated["protected_items"])
        kept_back = "conditions.json" in self.document["withheld"]
        if not kept_back:
            document = parsed(small(place_of(self.folder, "package/conditions.json"), 1 << 20))
            check_conditions(document)
            wrong += [f"disclosure.json says another {name}" for name, value in stated.items()
                      if name != "protected_items" and document[name] != value]  # fmt: skip
        if wrong:
            raise Wrong(*wrong[:20])
        if kept_back:
            giver = self.document["giver"] or self.document["sender"]
            raise Undecided("conditions.json is kept back", f"{giver}, which gave the evidence")

    def _protecting_others(self, protected: list[str]) -> list[str]:
        """The protected items that are neither an item here nor a folder that one lies in."""
        within = set[str]()
        for path in self.paths if protected else ():
            parts = _protected(path).split("/")
            within.update("/".join(parts[:depth]) for depth in range(1, len(parts) + 1))
        return [f"disclosure.json protects {path}, of which no item is here" for path in protected
                if _protected(path) not in within]  # fmt: skip

    def _party(self) -> str:
        self._needed()
        state = self.document["authority"][:2]
        if state == self.document["sender"][:2]:
            return f"{state.upper()} sealed it"
        having, known = set[str](), False
        path = place_of(self.folder, "package/bag-info.txt")
        try:
            info, known = bag_info(small(path, 1 << 20)), True
            having |= {one[:2] for one in info.get("Rogatory-Recipient", [])}
        except (Wrong, *OUT_OF_FORM):
            pass  # the check of the package's statements reports why
        for one in (*self.seal.earlier, self.seal):
            if one.document:
                known = True
                having |= {one.document["sender"][:2]}
                having |= {to["authority"][:2] for to in one.document["recipients"]}
        if not known:
            raise Undecided("neither bag-info.txt nor the seal is here", "anyone with the package")
        demand(state in having, f"{state.upper()} neither gave nor got the package")
        return f"{state.upper()} got it"

    def _layout(self) -> None:
        self._needed()
        plain = {"items.jsonl", "SHA256SUMS"} | {
            f"package/{one}"
            for one in (TAG_MANIFEST, f"{TAG_MANIFEST}.p256.p7s", f"{TAG_MANIFEST}.mldsa65.p7s",
                        "items-root.txt", "bag-info.txt", "conditions.json")
            if one not in self.document["withheld"]
        }  # fmt: skip
        wrong = list[str]()
        for one in self.document["documents"]:
            path = one["path"]
            if path in plain or (
                path.startswith("seal/") and "seal" not in self.document["withheld"]
            ):
                continue
            if path.startswith("certificates/"):
                _carried(self.folder, path, wrong, tsa=False)
            else:
                wrong.append(f"{path} has no place in a disclosure")
        beside = [one["path"].removeprefix("seal/") for one in self.document["documents"]
                  if one["path"].startswith("seal/")]  # fmt: skip
        check_seal_files(self.folder / "seal", beside, wrong, package=False)
        if beside and _is_link(self.folder / "seal"):
            wrong.append("seal is a link")
        if wrong:
            raise Wrong(*wrong[:20])
        lists_unread(one["path"] for one in self.document["documents"])

    def _listed(self) -> str:
        self._needed()
        times = self.seal.times
        known = known_of(self.known, self.document["sender"])
        proved = [one for one in (self.seal.first.times.text, known) if one]
        first = min(proved, default=self.now)
        own = min(self.stamps.times, default=moment(self.document["disclosed"]))
        own_signed = self.stamps.signatures_stamped()
        made: list[tuple[Certificate, datetime, datetime | None]]
        made = [(one, own, own_signed) for one in self.verified]
        made += [(one, times.text or self.now, times.signed) for one in self.seal.verified]
        made += [(one, first, known) for one in self.package_verified]
        earlier = [(one, each.times.text or self.now, each.times.signed)
                   for each in self.seal.earlier for one in each.verified]  # fmt: skip
        if not (made or earlier):
            raise Undecided(
                "no signature was verified that the directory could list", "who disclosed"
            )
        self.judge.all_listed(self.document["network"], [*made, *earlier])
        if not made:
            raise Undecided(
                "of the signatures those of earlier seals alone were verified, which nobody made who"
                " discloses, sealed last or made the package",
                "anyone with the State CAs of who discloses and who sealed",
            )
        return f"{len(made) + len(earlier)} certificates"


def judge_of(
    folder: Path,
    trusted: Trusted,
    now: datetime,
    *,
    seal: bool = False,
    vouching: tuple[str, ...] = ("certificates", "seal/certificates"),
) -> tuple[Judge, list[Certificate]]:
    """Return how a package outside a bundle is judged, and the State CAs that came along: those in
    files whose names `seal-layout` gives to them [15]. `seal`: the documents of one lie below the folder.
    In a disclosure a folder vouches only for what it lies beside.
    """
    names = ("certificates", *(("seal/certificates",) if seal else ()))
    withdrawn = Withdrawals(*(place_of(folder, one) for one in names), now=now)
    places = [place_of(folder, one) for one in names if one in vouching]
    if trusted.anything:
        return Judge(trusted.directory, trusted.certificates, withdrawn, now=now,
                     workstation=True), []  # fmt: skip
    found, stamping = list[Certificate](), list[bytes]()
    for below in places:
        for path in sorted(below.glob("*.pem")) if is_folder(below) else []:
            if CARRIED_TSA.fullmatch(path.name):
                stamping += [der_of(one) for one in _pem_read(path)]
            elif CARRIED.fullmatch(path.name):
                found += _state_cas_among(_pem_read(path))
    return Judge(None, tuple(found), withdrawn, now=now, stamping=tuple(stamping),
                 workstation=True), found  # fmt: skip


def _pem_read(path: Path) -> list[x509.Certificate]:
    try:
        return x509.load_pem_x509_certificates(small(path, 1 << 20))
    except (Wrong, *OUT_OF_FORM):
        return []  # the check of the layout reports why


def _state_cas_among(read: list[x509.Certificate]) -> list[Certificate]:
    found = list[Certificate]()
    for each in read:
        try:
            found.append(certificate(der_of(each)))
        except (Wrong, *OUT_OF_FORM):
            continue
    return [one for one in found if one.use == "state-ca"]


PACKAGE_LENIENT = frozenset(
    {
        "seal-stamped",
        "bag-sealed",
        "bag-earlier",
        "custody-journal",
        "custody-logged",
        "custody-destroyed",
        "custody-consents",
        "custody-witnessed",
    }
)
DISCLOSURE_LENIENT = frozenset({"seal-stamped", "disclosure-sealed"})
"""Checks that, undecided, nobody could have decided with what is at hand [15.2]."""


def leniency(trusted: Trusted, seal: Seal, *, package: bool) -> frozenset[str]:
    found = PACKAGE_LENIENT if package else DISCLOSURE_LENIENT
    if package and not seal.stamps.ever_counted:  # without any key it can be taken away
        found -= {"seal-stamped"}
    if seal.faded_by_own_state or (seal.moment_by_own_state and not package):
        found |= {"seal-chain"}
    if package and not trusted.anything:
        found |= {"bag-signed"}
    return found


def check_sealed(folder: Path, trusted: Trusted, checks: Checks, now: datetime) -> None:
    """A sealed package, without a key [15]."""
    judge, brought = judge_of(folder, trusted, now)
    checks.basis = Basis.of(trusted, None, brought, now)
    seal, journals = Seal(folder), Journals(place_of(folder, "custody"))
    checks.seal = seal
    try:
        seal.read_earlier()
        seal.form()
    except (Wrong, *OUT_OF_FORM):
        pass
    journals.read()
    journals.check(judge, {0: seal.document.get("bag")}, None, encrypted=True)
    for one in (*seal.earlier, seal):
        settle_cosigned((journals,), one)
        one.settle(judge)
    checks.run("seal-form", seal.form)
    checks.run(
        "seal-stamped", lambda: seal.timestamps(judge, announced=announced((journals,), seal))
    )
    checks.run("seal-signed", lambda: seal.signed(judge, now))
    checks.run("seal-package", seal.package)
    checks.run("seal-segment-list", seal.segment_list)
    if seal.chained:
        checks.run("seal-chain", lambda: seal.chain(judge, now, (journals,)))
    checks.run("seal-segments", seal.segments)
    checks.run("bag-sealed", _encrypted)
    run_custody(checks, (journals,), judge, consents=consents_beside(folder))
    run_witnessed(checks, (journals,), judge)
    run_officers(checks, (journals,), judge)
    if judge.directory is not None:
        checks.run("seal-listed", lambda: seal.listed(judge, now))
    checks.run("seal-layout", lambda: check_seal_layout(folder, package=True))
    checks.lenient = leniency(trusted, seal, package=True)


def _encrypted() -> str:
    raise Undecided("the package inside is encrypted", "a recipient, by opening it")


class Opened:
    """An opened package outside a bundle [15], with the journal and the seal kept beside it."""

    def __init__(self, folder: Path, trusted: Trusted, now: datetime) -> None:
        real = folder.resolve()  # a link counts as the folder that it leads to [15.2]
        beside = real.with_name(real.name + "-custody")
        self.folder, self.beside, self.now = folder, beside, now
        self.judge, self.brought = judge_of(beside, trusted, now, seal=True)
        self.bag, self.seal = Bag(folder), Seal(place_of(beside, "seal"))
        self.journals = Journals(beside, beside=True)
        self.verified: tuple[Certificate, ...] = ()
        try:
            self.bag.read()
        except (Wrong, *OUT_OF_FORM) as error:
            self.bag.wrong.append(str(error))
        try:
            self.seal.read_earlier()
            self.seal.form()
        except (Wrong, *OUT_OF_FORM):
            pass  # the check of the seal reports why
        self.journals.read()
        self.journals.check(self.judge, self.bag.objects(), None)
        for one in (*self.seal.earlier, self.seal):
            settle_cosigned((self.journals,), one)
            one.settle(self.judge)

    def run(self, checks: Checks) -> None:
        judge, seal, journals = self.judge, self.seal, (self.journals,)
        checks.seal = seal
        kept = is_folder(self.beside / "seal")
        at = seal.first.times.text or self.now
        self.bag.run(
            checks, self._signed, lambda: self.bag.earlier(judge, at, lambda _: seal.first.cosigned)
        )
        if kept:
            checks.run("bag-sealed", self._sealed)
        self.bag.run_examined(checks)
        if kept:
            announced_here = announced(journals, seal)
            checks.run("seal-form", seal.form)
            checks.run("seal-stamped", lambda: seal.timestamps(judge, announced=announced_here))
            checks.run("seal-signed", lambda: seal.signed(judge, self.now))
        if kept and seal.chained:
            checks.run("seal-chain", lambda: seal.chain(judge, self.now, journals))
        run_custody(checks, journals, judge, consents=consents_beside(self.folder), bag=self.folder)
        run_witnessed(checks, journals, judge)
        run_officers(checks, journals, judge)
        if judge.directory is not None and (
            self.bag.is_signed or "Rogatory-Sender" in self.bag.info
        ):
            checks.run("bag-listed", self._listed)
        if judge.directory is not None and kept:
            checks.run("seal-listed", lambda: seal.listed(judge, self.now))
        if kept:
            checks.run("seal-layout", lambda: check_seal_layout(self.beside / "seal"))

    def _signed(self) -> str:
        path, sender = self.folder / TAG_MANIFEST, self.bag.signer()
        first = self.seal.first
        at, signed = first.times.text or self.now, first.cosigned
        found = self.judge.signatures(path, sender, at, signed=signed, listing=False)
        self.verified = found.certificates
        return found.holder

    def _sealed(self) -> None:
        self.seal.first.needed()
        self.bag.check_of_seal(self.seal.first.document)

    def _listed(self) -> str:
        if not self.verified:
            raise Undecided(
                "no signature was verified that the directory could list",
                "anyone with the package's signatures",
            )
        first = self.seal.first
        made = [(one, first.times.text or self.now, first.cosigned) for one in self.verified]
        self.judge.all_listed(self.bag.info.get("Rogatory-Network", [None])[0], made)
        return f"{len(self.verified)} certificates"


def check_bag(folder: Path, trusted: Trusted, checks: Checks, now: datetime) -> None:
    found = Opened(folder, trusted, now)
    checks.basis = Basis.of(trusted, None, found.brought, now)
    found.run(checks)
    checks.lenient = leniency(trusted, found.seal, package=True)


def check_certificate(folder: Path, trusted: Trusted, checks: Checks, now: datetime) -> None:
    """A certificate of authenticity whose package does not lie beside it [19.2]."""
    judge, brought = judge_of(folder, trusted, now)
    checks.basis = Basis.of(trusted, None, brought, now)
    found = Declaration(folder, None, None)
    checks.run("certificate-layout", found.layout)
    checks.run("certificate", lambda: found.check(judge))


class Parser(argparse.ArgumentParser):
    """A parser that shows what it refuses without obeying it."""

    def error(self, message: str) -> NoReturn:
        super().error(printable(message))


def main() -> int:
    about = (__doc__ or "").split("\n\n")
    parser = Parser(description=about[0], epilog=about[2])
    parser.add_argument("path", type=Path, metavar="PATH")
    parser.add_argument("--trust", action="append", default=[], metavar="WHAT")
    parser.add_argument("--json", action="store_true", help="write the result for a program")
    given = parser.parse_args()
    if not hasattr(x509.InvalidityDate, "invalidity_date_utc"):
        parser.error("this program needs the package `cryptography` of version 43 or later")
    try:
        trusted = Trusted.read(given.trust)
    except (Wrong, Undecided, *OUT_OF_FORM) as error:
        parser.error(f"--trust: {error}")
    try:
        checks, root = examine(given.path, trusted)
    except (Wrong, Undecided, *OUT_OF_FORM) as error:
        if trusted.refused or trusted.problems:
            parser.error(f"--trust: {error}")
        refusal = {"schema": "rogatory-verifier/1", "refused": str(error)}  # no verdict [15.2]
        print(json.dumps(refusal) if given.json else printable(str(error)))
        return 1
    print_answer(checks, root, compared=trusted.anything, as_json=given.json)
    return {"holds": 0, "fails": 1, "undecided": 3}[checks.outcome]


def examine(path: Path, trusted: Trusted, now: datetime | None = None) -> tuple[Checks, str | None]:
    """Every check of what lies at `path`, and the root's fingerprint where it is a bundle. What no
    check could read on this machine is refused, since only the ids of 15.2 make a verdict.
    """
    checks, now = Checks(), now or datetime.now(UTC)
    if path.is_dir():
        path = path.resolve()  # the folder that it leads to, and what lies beside that [15.2]
        with os.scandir(path):
            pass  # a folder that cannot be listed here is refused [15.2]
        beside = path.with_name(f"{path.name}-custody")
        NOT_READ.set(folders_not_read(path, *([beside] if is_folder(beside) else [])))
    kind = kind_of(path) if path.is_dir() else None
    if trusted.refused or (trusted.problems and kind != "bundle"):
        raise Refused(*trusted.refused, *trusted.problems)
    if kind == "bundle":
        bundle = Bundle(path, trusted, now)
        bundle.run(checks)
        return checks, bundle.network
    if kind == "sealed":
        check_sealed(path, trusted, checks, now)
    elif kind == "disclosure":
        disclosure = Disclosure(path, trusted, now)
        checks.basis = Basis.of(trusted, None, disclosure.brought, now)
        disclosure.run(checks)
        checks.lenient = leniency(trusted, disclosure.seal, package=False)
    elif kind == "certificate":
        check_certificate(path, trusted, checks, now)
    elif kind == "bag":
        check_bag(path, trusted, checks, now)
    else:
        raise Refused(f"{path} holds neither a bundle nor a package")
    return checks, None


def kind_of(path: Path) -> str | None:
    """[15.2] What lies there; links count as what they lead to."""

    def there(*names: str) -> int:
        return sum((path / name).is_file() for name in names)

    folders = sum((path / name).is_dir() for name in ("bag", "seal", "directory"))
    if there("certificate.json"):
        return "certificate"
    if there("bundle.json") or folders >= 2:
        return "bundle"
    if there("disclosure.json") or (there("items.jsonl") and (path / "package").is_dir()):
        return "disclosure"
    if there("seal.json", "package.age"):
        return "sealed"
    beside = path.is_dir() and path.resolve().with_name(path.resolve().name + "-custody").is_dir()
    return "bag" if there("bagit.txt", TAG_MANIFEST) or beside else None


def print_answer(checks: Checks, root: str | None, *, compared: bool, as_json: bool) -> None:
    basis, proof = checks.basis, checks.seal.proof() if checks.seal else NOTHING_PROVED
    if as_json:
        found = [one.__dict__ for one in checks.done]
        print(json.dumps({
            "schema": "rogatory-verifier/1",
            "first_line": basis.first_line if basis else None,
            "rests_on": basis.json() if basis else None,
            "checks": found, "outcome": checks.outcome, "root": root, "compared": compared,
            "facts": checks.facts, "exporter": checks.exporter, **proof,
        }))  # fmt: skip
        return
    if basis:
        print_basis(basis, checks.seal.makers() if checks.seal else [])
    if checks.facts:
        print_facts(checks.facts, checks.exporter)
    if checks.disclosed:
        print_disclosed(checks.disclosed, signed=checks.of("disclosure-signed"))
    print_proof(proof, checks.seal.makers() if checks.seal else [])
    counts = {word: sum(one.outcome == word for one in checks.done)
              for word in ("holds", "fails", "undecided")}  # fmt: skip
    print("{holds} checks hold, {fails} fail, {undecided} cannot be decided here.".format(**counts))
    marks = {"holds": "holds  ", "fails": "FAILS  ", "undecided": "cannot be decided"}
    for one in checks.done:
        print(f"{one.number:3}  {marks[one.outcome]}  {one.name} [{one.id}]")
        for remark in one.remarks:
            print(f"{'':14}{printable(remark)}")
        if one.who:
            print(f"{'':14}can be settled by: {printable(one.who)}")


def print_basis(basis: Basis, makers: list[str]) -> None:
    """Print whose root or certificates the verdict rests on."""
    print(printable(basis.first_line))
    if basis.root:
        root = basis.root
        print("  Root fingerprint ", " ".join(root[at : at + 4] for at in range(0, 64, 4)))
        print("  by telephone     ", spoken(root))
    for fingerprint in () if basis.given else basis.certificates:
        print("  State CA         ", fingerprint)
    for maker in makers:
        print("  timestamps by    ", printable(f"{maker}: compare it, nobody vouches for it"))
    for source, copy in basis.copies:
        print(f"  {source} copy: snapshot {copy.version}, current until"
              f" {min(copy.expires.values())}; it says only what its maker knew")  # fmt: skip


def print_proof(proof: Json, makers: list[str]) -> None:
    """Print when the seal is proved to have existed, or what one State alone says of it."""
    if not proof["proved_at"]:
        return
    by = proof["proved_by"]
    shown_by = f" (by {by} alone)" if proof["proved_alone"] else f" (proved by {by})"
    if by is None:
        shown_by = f", says {came_along(makers)}"
    print(f"  {'sealed before':12}", printable(f"{proof['proved_at']}{shown_by}"))
    if proof["bounded_at"] and (proof["proved_alone"] or by is None):
        print(f"  {'':12}", printable(f"{proof['bounded_at']} (proved by {proof['bounded_by']})"))


def print_facts(facts: Json, exporter: Json) -> None:
    """Print what this program found, before anything that the exporter wrote."""
    print("What the checks found (left out is what comes from one that does not hold):")
    for name in (
        "case",
        "asked_by",
        "asked",
        "thread",
        "sealed_by",
        "exported_by",
        "officer",
        "files",
        "bytes",
        "bag",
        "seal",
    ):
        if facts[name] is not None:
            print(f"  {name.replace('_', ' '):12}", printable(str(facts[name])))
    print_conditions(facts)
    if exporter and facts["exported_by"]:
        print(f"  {'exporter':12}", f"{exporter['authority']}, {exporter['as']} of the seal")
    for one in facts["acts"]:
        who = f"{one['authority']} {one['officer'] or '(a program)'}"
        print(f"  {one['occurred']} (claimed)  {who}: {one['action']} {one['code'] or ''}")
    if facts["more_acts"]:
        print(f"  and {facts['more_acts']} more acts")
    print("The reports in the bundle are the exporter's words. This program did not write them.")


def print_conditions(facts: Json) -> None:
    """Print the conditions in the bag, and those that a delivery states otherwise."""
    if facts["conditions"] is None:
        return
    for one in stated_conditions(facts["conditions"]) or ["none"]:
        print(f"  {'condition':12}", printable(one))
    for other in facts["delivered"]:
        print(f"  {'delivered':12}", f"{other['from']} stated other conditions in the message"
              f" {other['message']}: {', '.join(other['differs'])}")  # fmt: skip
        stated = other["conditions"] if isinstance(other["conditions"], dict) else {}
        for one in stated_conditions(stated) or ["none"]:
            print(f"  {'':12}", printable(one))


def print_disclosed(document: Json, *, signed: str | None) -> None:
    """Print who discloses, to whom and under which conditions, as that authority says."""
    mark = "" if signed == "holds" else f"; disclosure-signed: {signed}"
    print(f"What the authority that discloses says (its own words{mark}):")
    officer = f", officer {document['officer']}" if document["officer"] else ""
    print(f"  {'disclosed by':14}", printable(f"{document['authority']}{officer}"))
    print(f"  {'disclosed':14}", f"{document['disclosed']} (claimed)")
    print(f"  {'reason':14}", printable(document["reason"]))
    print(f"  {'given by':14}", document["giver"] or "nobody: it was never sealed")
    stated = stated_conditions(document["conditions"])
    if "conditions.json" in document["withheld"]:
        stated.append("the package's own conditions are kept back, so that nothing compares these")
    for one in stated:
        print(f"  {'condition':14}", printable(one))


def printable(text: str) -> str:
    """Without characters that a terminal obeys or that change the direction of reading."""
    return "".join(c if c.isprintable() and unicodedata.bidirectional(c) not in
                   {"RLO", "LRO", "RLE", "LRE", "RLI", "LRI", "FSI", "PDF", "PDI"}
                   else f"\\u{ord(c):04x}" for c in text)  # fmt: skip


if __name__ == "__main__":
    try:
        STATUS = main()
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader stopped before the verdict's end: no status that says one.
        os._exit(2)
    sys.exit(STATUS)
