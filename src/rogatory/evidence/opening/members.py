# SPDX-License-Identifier: Apache-2.0
"""The members of a sealed package that has been let in, checked as far as they are looked at.

What must hold before anything is looked for:
  2. the tag manifest inside has the digest that the seal names;
  3. `bag-info.txt` has the digest in the tag manifest and names what the seal names.
(1 is that the seal holds and one of the identities opens it.) Manifest and inventory are hashed
whole, once, before a line of them counts; lines are read afterwards where they lie, by chunks
that each verify at their place.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from io import BytesIO
from itertools import chain, zip_longest

from rogatory.errors import Refused, refuse_if_any
from rogatory.evidence import refusals
from rogatory.evidence.bag.texts import LARGEST_BAG_INFO, parse_bag_info, read_manifest
from rogatory.evidence.layout import BAG_INFO, MANIFEST, TAG_MANIFEST
from rogatory.evidence.opening.member_extraction import MemberToExtract
from rogatory.evidence.opening.offsets_table import MemberPlace, OffsetsTable
from rogatory.evidence.opening.selection import SelectionPattern, merged, taken_by
from rogatory.evidence.opening.sorted_lines import SortedLines
from rogatory.evidence.sealed.seal_document import Seal
from rogatory.evidence.stream.plain_reader import PlainReader
from rogatory.evidence.verification.bag_check import LARGEST_TAG, bag_info_reasons
from rogatory.seal.age import FileKey
from rogatory.wire.digests import sha256
from rogatory.wire.words import P_

_DIGEST = 64
_LONGEST_LINE = 4 << 10


class Inside:
    """The files of one package: `package` is the open package file."""

    def __init__(
        self, package: int, seal: Seal, key: FileKey, *, first: Seal | None = None
    ) -> None:
        """Read and check the tags; `first` is the first seal of a package that was re-wrapped,
        which the bag names.
        """
        self.package, self.bag = seal.package, seal.bag
        self._given = (package, seal, key)
        self.reader = self._another()
        self.table = OffsetsTable(self.reader)
        manifest = self._whole(TAG_MANIFEST, LARGEST_TAG)
        if sha256(manifest) != seal.bag:  # 2
            raise Refused(refusals.SEAL_BAG.because())
        self.tags = dict(read_manifest(TAG_MANIFEST, BytesIO(manifest), "sha256"))
        info = self._whole(BAG_INFO, LARGEST_BAG_INFO)
        if sha256(info) != self.tags.get(BAG_INFO):  # 3
            raise Refused(refusals.BAG_DIGEST.because(path=BAG_INFO, manifest=TAG_MANIFEST))
        refuse_if_any(bag_info_reasons(parse_bag_info(info), first or seal))
        self.tags[TAG_MANIFEST] = seal.bag
        self._checked: set[str] = set()

    def tag(self, path: str, limit: int) -> bytes:
        """Return a tag file read whole, with the digest that the tag manifest lists."""
        data = self._whole(path, limit)
        if sha256(data) != self.tags.get(path):
            raise Refused(refusals.BAG_DIGEST.because(path=path, manifest=TAG_MANIFEST))
        return data

    def check_whole(self, path: str) -> None:
        """Check that a tag file too large for memory has its digest; each is hashed once."""
        if path in self._checked:
            return
        hashed = hashlib.sha256()
        for block in self.reader.blocks(*self._place(path)):
            hashed.update(block)
        if hashed.hexdigest() != self.tags.get(path):
            raise Refused(refusals.BAG_DIGEST.because(path=path, manifest=TAG_MANIFEST))
        self._checked.add(path)

    def blocks(self, path: str) -> Iterator[memoryview]:
        """Yield the bytes of a file, not compared with anything yet; a block is good until the next."""
        return self._another().blocks(*self._place(path))

    def part(self, path: str, start: int, length: int) -> Iterator[memoryview]:
        """Yield bytes of a file, not compared with its digest; a block is good until the next.

        Raises:
            Refused: the file ends before.
        """
        place, size = self._place(path)
        if not 0 <= start <= start + length <= size:
            raise Refused(refusals.OFFSETS.because())
        return self._another().blocks(place + start, length)

    def unlisted(self, path: str, limit: int) -> bytes | None:
        """Return what the tag manifest does not list, such as its own signatures; None if not
        there.
        """
        return self._whole(path, limit) if path in self.table.tags else None

    def places(self, low: bytes) -> Iterator[MemberPlace]:
        """Yield where the files of `data/` lie, from the path `low` on, in order of path."""
        return OffsetsTable(self._another()).between(low)

    def lines_of[T](
        self,
        path: str,
        parse: Callable[[bytes], tuple[bytes, T]],
        *,
        longest: int = _LONGEST_LINE,
    ) -> SortedLines[T]:
        """Return a checked tag file of lines in byte order of their key."""
        self.check_whole(path)
        return SortedLines(self._another(), *self._place(path), parse, longest=longest)

    def drawn(
        self, wanted: Sequence[SelectionPattern], spans: Sequence[tuple[bytes, bytes]] | None = None
    ) -> Iterator[MemberToExtract]:
        """Yield the files that are wanted, in order of path, each with its listed digest; only
        those in `spans` of the list, if they are given.

        Raises:
            Refused: manifest and table of offsets disagree about a file.
        """
        listed = self.lines_of(MANIFEST, keyed_digest)
        spans = merged(wanted) if spans is None else spans
        lines = chain.from_iterable(listed.between(*span) for span in spans)
        table = OffsetsTable(self._another())
        places = chain.from_iterable(table.between(*span) for span in spans)
        for line, place in zip_longest(lines, places):
            if line is None or place is None or line[0] != place[0]:
                raise Refused(refusals.OFFSETS.because())
            if taken_by(wanted, place[0]):
                yield MemberToExtract(place[0], place[1], place[2], line[1])

    def drawn_tag(self, path: str) -> MemberToExtract:
        """Return a tag file that is listed."""
        return MemberToExtract(path, *self._place(path), self.tags[path])

    def _another(self) -> PlainReader:
        """Return another reader, for somebody who continues reading while others read elsewhere."""
        return PlainReader(*self._given)

    def _place(self, path: str) -> tuple[int, int]:
        found = self.table.find(path)
        if found is None:
            raise Refused(refusals.NO_SUCH_ITEM.because(path=path))
        return found

    def _whole(self, path: str, limit: int) -> bytes:
        start, size = self._place(path)
        if size > limit:
            raise Refused(refusals.TAR_MEMBER_LARGE.because(path=path, size=size, limit=limit))
        return self.reader.read(start, size)


def keyed_digest(line: bytes) -> tuple[bytes, tuple[str, str]]:
    """Return path and digest of a line of a manifest; its signer judged its form, its digest is
    compared.
    """
    key = line[_DIGEST + 2 : -1]
    try:
        return key, (key.decode(), line[:_DIGEST].decode())
    except UnicodeDecodeError as error:
        problem = P_("a line is not UTF-8")
        raise Refused(refusals.BAG_FORM.because(path=MANIFEST, problem=problem)) from error
