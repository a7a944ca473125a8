# SPDX-License-Identifier: Apache-2.0
"""A strict reader of the tar stream: it accepts what `tarstream` writes, byte for byte.

It is given buffers and returns which of their bytes are whose data. It refuses every kind but a
regular file and the folder `data/`, names that are not plain or not below the package's one top
folder, members out of order (and so any path twice), padding that is not zero, a header that the
writer would have written otherwise, bytes after the locator, and an early end.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from rogatory.errors import Refused
from rogatory.evidence import refusals
from rogatory.evidence.layout import DATA_FOLDER, FoldGuard, member_key
from rogatory.evidence.names import is_plain_path
from rogatory.evidence.stream.tar_format import (
    BLOCK,
    END,
    LARGEST_MEMBER,
    LONGEST_PAX,
    Locator,
    member_header,
    padding,
    parse_locator,
)
from rogatory.wire.words import P_


@dataclass(slots=True)
class TarMember:
    """One member: its path below the top folder and where its data start in the stream."""

    path: str
    size: int
    start: int


class _Expects(Enum):
    HEADER = auto()
    PAX = auto()
    DATA = auto()
    PADDING = auto()
    TAIL = auto()
    NOTHING = auto()


class TarReader:
    """Reads one stream; `locator` is known once `finish` has returned."""

    def __init__(self, top: str) -> None:
        self.locator: Locator | None = None
        self.members = 0
        self._prefix = f"{top}/"
        self._expects = _Expects.HEADER
        self._held = bytearray()
        self._wanted = BLOCK
        self._at = 0
        self._last_key: tuple[int, bytes] | None = None
        self._folds = FoldGuard()
        self._member: TarMember | None = None
        self._left = 0
        self._data_folder = False

    def feed(self, view: memoryview) -> Iterator[tuple[TarMember, int, int, bool]]:
        """Yield, for each run of data in `view`, its member, start, stop, and whether it is the
        last.

        An empty file yields one empty run.
        """
        at, end = 0, len(view)
        while at < end:
            if self._expects is _Expects.DATA:
                taken = min(self._left, end - at)
                self._left -= taken
                assert self._member is not None
                yield self._member, at, at + taken, self._left == 0
                at += taken
                if self._left == 0:
                    self._after_data()
                continue
            if self._expects is _Expects.NOTHING:
                raise Refused(refusals.TAR_TRAILING.because())
            taken = min(self._wanted - len(self._held), end - at)
            self._held += view[at : at + taken]
            at += taken
            self._at += taken
            if len(self._held) == self._wanted:
                member = self._block(bytes(self._held))
                if member is not None and member.size == 0 and not member.path.endswith("/"):
                    yield member, at, at, True

    def finish(self) -> Locator:
        """Return the locator, once the stream has ended where it may."""
        if self._expects is not _Expects.NOTHING or self.locator is None:
            raise Refused(refusals.TAR_SHORT.because())
        if not self._data_folder:
            raise Refused(refusals.TAR_FORM.because(problem=P_("it has no folder data/")))
        return self.locator

    def _block(self, block: bytes) -> TarMember | None:
        if self._expects is _Expects.PADDING:
            if any(block):
                raise Refused(refusals.TAR_FORM.because(problem=P_("padding is not zero")))
            self._expect(_Expects.HEADER, BLOCK)
            return None
        if self._expects is _Expects.TAIL:
            self._tail(block)
            return None
        if self._expects is _Expects.HEADER and block == END[:BLOCK]:
            # What follows the first zero block is a fixed length: the second, and the locator.
            self._expect(_Expects.TAIL, 2 * BLOCK)
            return None
        return self._header(block)

    def _tail(self, block: bytes) -> None:
        if any(block[:BLOCK]):
            raise Refused(refusals.TAR_FORM.because(problem=P_("one zero block instead of two")))
        self.locator = parse_locator(block[BLOCK:])
        self._expect(_Expects.NOTHING, 0)

    def _header(self, block: bytes) -> TarMember | None:
        if self._expects is _Expects.HEADER and block[156:157] == b"x":
            size = _octal(block[124:136])
            if not 0 < size <= LONGEST_PAX:
                raise Refused(
                    refusals.TAR_FORM.because(problem=P_("extended records of a wrong size"))
                )
            self._expects = _Expects.PAX
            # The held block stays: records and the true header are judged as one.
            self._wanted = BLOCK + size + padding(size) + BLOCK
            return None
        return self._begin(block)

    def _begin(self, header: bytes) -> TarMember:
        name, size, folder = parse_member(header)
        if header != member_header(name, size, folder=folder):
            raise Refused(refusals.TAR_FORM.because(problem=P_("a header in an unsupported form")))
        if not name.startswith(self._prefix):
            raise Refused(refusals.TAR_PATH.because(path=ascii(name)[:200]))
        path = name.removeprefix(self._prefix)
        self._admit(path, folder=folder)
        self.members += 1
        self._member = TarMember(path, size, self._at)
        self._left = size
        if size:
            self._expect(_Expects.DATA, 0)
            self._at += size
        else:
            self._expect(_Expects.HEADER, BLOCK)
        return self._member

    def _admit(self, path: str, *, folder: bool) -> None:
        if folder != (path == DATA_FOLDER) or not is_plain_path(path.removesuffix("/")):
            raise Refused(refusals.TAR_PATH.because(path=ascii(path)[:200]))
        key = member_key(path)
        if self._last_key is not None and key <= self._last_key:
            raise Refused(refusals.TAR_ORDER.because(path=path))
        self._last_key = key
        self._data_folder |= folder
        if not folder and not self._folds.admit(path):
            raise Refused(refusals.NAME_COLLISION.because(path=path))

    def _after_data(self) -> None:
        assert self._member is not None
        left = padding(self._member.size)
        if left:
            self._expect(_Expects.PADDING, left)
        else:
            self._expect(_Expects.HEADER, BLOCK)

    def _expect(self, what: _Expects, wanted: int) -> None:
        self._expects, self._wanted = what, wanted
        self._held = bytearray()


def _octal(field: bytes) -> int:
    digits = field.rstrip(b"\0")
    if not digits or not digits.isdigit() or b"8" in digits or b"9" in digits:
        raise Refused(refusals.TAR_FORM.because(problem=P_("a number that is not octal")))
    return int(digits, 8)


def parse_member(header: bytes) -> tuple[str, int, bool]:
    """Name, size and whether it is the folder, without judging what `member_header` compares."""
    last = header[-BLOCK:]
    kind = last[156:157]
    if kind not in (b"0", b"5"):
        raise Refused(refusals.TAR_KIND.because(kind=ascii(kind.decode("latin-1"))))
    raw, size = last[:100].rstrip(b"\0"), _octal(last[124:136])
    if len(header) > BLOCK:
        records = _pax_records(header[BLOCK:-BLOCK].rstrip(b"\0"))
        raw = records.get(b"path", raw)
        digits = records.get(b"size")
        if digits is not None:
            if not digits.isdigit() or len(digits) > 16:
                raise Refused(refusals.TAR_FORM.because(problem=P_("a size that is not a number")))
            size = int(digits)
    if size > LARGEST_MEMBER or (kind == b"5" and size):
        raise Refused(refusals.TAR_FORM.because(problem=P_("a size beyond the limit")))
    try:
        return raw.decode(), size, kind == b"5"
    except UnicodeDecodeError as error:
        raise Refused(refusals.TAR_PATH.because(path=ascii(raw)[:200])) from error


def _pax_records(data: bytes) -> dict[bytes, bytes]:
    """Return records by key. Loose, since the whole is compared with what the writer writes."""
    records: dict[bytes, bytes] = {}
    for line in data.split(b"\n")[:-1]:
        key, _, value = line.partition(b" ")[2].partition(b"=")
        records[key] = value
    return records
