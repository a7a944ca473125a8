# SPDX-License-Identifier: Apache-2.0
"""Extract: one file of a sealed package, from the end, without decrypting the rest."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from rogatory.disk import DirectStream, NewFile
from rogatory.errors import Refused, refuse_if_any
from rogatory.evidence import refusals
from rogatory.evidence.bag import LARGEST_BAG_INFO, parse_bag_info, read_manifest
from rogatory.evidence.bag_check import LARGEST_TAG, bag_info_reasons
from rogatory.evidence.checks import Check
from rogatory.evidence.folder_writer import BIG_FILE
from rogatory.evidence.layout import BAG_INFO, DATA_FOLDER, MANIFEST, PACKAGE, TAG_MANIFEST
from rogatory.evidence.open_package import admit
from rogatory.evidence.options import Progress, no_progress
from rogatory.evidence.plain_reader import PlainReader, Table
from rogatory.evidence.seal_document import Seal
from rogatory.evidence.sealed_files import sealed_files
from rogatory.evidence.trust import Trust
from rogatory.seal.age import HybridIdentity
from rogatory.wire.digests import sha256
from rogatory.wire.words import N_

REST_NOT_CHECKED = N_(
    "the signature, the manifest and this file were checked; the rest of the package was not"
)


@dataclass(frozen=True, slots=True)
class Extracted:
    """One file, checked against the signed package; `remark` says what was not checked."""

    file: Path
    path: str
    size: int
    sha256: str
    package: str
    bag: str
    checks: tuple[Check, ...]
    remark: str = REST_NOT_CHECKED


def extract(
    sealed: Path,
    path: str,
    out: Path,
    *,
    identities: Sequence[HybridIdentity],
    trust: Trust,
    progress: Progress = no_progress,
) -> Extracted:
    """The file `path` of the package (with `data/` before it or not, or a tag file), at `out`.

    What must hold:
      1. the checks of the seal, and one of the identities opens it, as for opening;
      2. the tag manifest inside has the digest that the seal names;
      3. `bag-info.txt` has the digest in the tag manifest and names what the seal names;
      4. the manifest has the digest in the tag manifest and lists the file;
      5. the file has the digest in the manifest.

    Raises:
        Refused: the first of these that does not hold, or there is no such file, or `out` exists.
        Unreachable: the disk is full or fails. Nothing is left at `out` in either case.
    """
    with sealed_files(sealed) as files:
        checks, seal, _, key = admit(files, identities, trust)  # 1
        with files.opened(PACKAGE) as package:
            reader = PlainReader(package, seal, key)
            inside = _Inside(reader, seal)
            found, digest = inside.member(path)
            start, size = inside.place(found)
            _write(out, reader.blocks(start, size), found, size, digest, progress)  # 5
    return Extracted(
        file=out,
        path=found,
        size=size,
        sha256=digest,
        package=seal.package,
        bag=seal.bag,
        checks=tuple(checks.list.checks),
    )


class _Inside:
    """The stream as far as extracting needs it: table, tag manifest, manifest."""

    def __init__(self, reader: PlainReader, seal: Seal) -> None:
        self._reader, self._table = reader, Table(reader)
        manifest = self._whole(TAG_MANIFEST, LARGEST_TAG)
        if sha256(manifest) != seal.bag:  # 2
            raise Refused(refusals.SEAL_BAG.because())
        self._tags = dict(read_manifest(TAG_MANIFEST, BytesIO(manifest), "sha256"))
        info = self._whole(BAG_INFO, LARGEST_BAG_INFO)
        if sha256(info) != self._tags.get(BAG_INFO):  # 3
            raise Refused(refusals.BAG_DIGEST.because(path=BAG_INFO, manifest=TAG_MANIFEST))
        refuse_if_any(bag_info_reasons(parse_bag_info(info), seal))

    def place(self, path: str) -> tuple[int, int]:
        """Where the member's data start, and their size."""
        found = self._table.find(path)
        if found is None:
            raise Refused(refusals.NO_SUCH_ITEM.because(path=path))
        return found

    def member(self, path: str) -> tuple[str, str]:
        """The path as the package has it, and its listed digest."""
        for wanted in (path, DATA_FOLDER + path):
            if wanted in self._tags:
                return wanted, self._tags[wanted]
            if wanted.startswith(DATA_FOLDER) and (digest := self._listed(wanted)):
                return wanted, digest
        raise Refused(refusals.NO_SUCH_ITEM.because(path=ascii(path)[1:-1]))

    def _whole(self, path: str, limit: int) -> bytes:
        start, size = self.place(path)
        if size > limit:
            raise Refused(refusals.TAR_MEMBER_LARGE.because(path=path, size=size, limit=limit))
        return self._reader.read(start, size)

    def _listed(self, path: str) -> str | None:
        """The digest that the manifest lists for a file; the manifest is hashed whole."""
        hashed = hashlib.sha256()
        needle = f"  {path}\n".encode()
        line = b""
        tail = b""
        for block in self._reader.blocks(*self.place(MANIFEST)):
            hashed.update(block)
            text = tail + bytes(block)
            at = text.find(needle)
            while at >= 0 and not line:
                start = at - 64
                # Only where the needle ends a line of its own: digest, two spaces, path.
                if start >= 0 and (start == 0 or text[start - 1 : start] == b"\n"):
                    line = text[start:at]
                at = text.find(needle, at + 1)
            tail = text[-(len(needle) + 66) :]
        if hashed.hexdigest() != self._tags.get(MANIFEST):  # 4
            raise Refused(refusals.BAG_DIGEST.because(path=MANIFEST, manifest=TAG_MANIFEST))
        return line.decode() or None


def _write(
    out: Path,
    blocks: Iterator[memoryview],
    path: str,
    size: int,
    digest: str,
    progress: Progress,
) -> None:
    """A new file of the blocks, which gets its name only if it has the digest."""
    hashed = hashlib.sha256()
    done = 0
    with NewFile(out, secret=True) as new:
        stream = DirectStream(new.fd, out, expected_size=size) if size >= BIG_FILE else None
        for block in blocks:
            hashed.update(block)
            (stream or new).write(block)
            done += len(block)
            progress(done, size)
        if stream is not None:
            stream.finish()
        if hashed.hexdigest() != digest:
            raise Refused(refusals.BAG_DIGEST.because(path=path, manifest=MANIFEST))
