# SPDX-License-Identifier: Apache-2.0
"""The files of a sealed package, and the checks that need no key."""

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from rogatory.disk import Beneath, read_open
from rogatory.errors import Refused
from rogatory.evidence import refusals
from rogatory.evidence.checks import Checklist
from rogatory.evidence.layout import CERTIFICATES, PACKAGE, SEAL, SEGMENTS
from rogatory.evidence.packer import CAPACITY, new_buffer
from rogatory.evidence.seal_document import Seal, parse_seal
from rogatory.evidence.segments import DIGEST_SIZE, Segmenter, check_list
from rogatory.evidence.trust import NOT_COMPARED, Judging, Trust, anchors_in, check_tokens, judge
from rogatory.seal.signatures import Anchors, Signatures
from rogatory.seal.timestamps import Stamped
from rogatory.wire.canonical import LARGEST_DOCUMENT
from rogatory.wire.digests import sha256
from rogatory.wire.words import N_

LARGEST_SMALL_FILE = 1 << 20
"""Signatures, timestamps and certificates are kilobytes; a larger one is not read."""

MOST_CERTIFICATES = 64
"""A State has two; a package stuffed with more would make each signature cost more to judge."""

_TOKEN = re.compile(re.escape(SEAL) + r"(\.\d{1,3})?\.tst\Z")
_CERTIFICATE = re.compile(r"[A-Za-z0-9._-]{1,100}\.pem\Z")


class SealedFiles:
    """A sealed package on disk; reads no file twice and follows no link."""

    def __init__(self, folder: Path, beneath: Beneath) -> None:
        self.folder = folder
        self._beneath = beneath

    def small(self, name: str, limit: int = LARGEST_SMALL_FILE) -> bytes:
        """A file read whole; refuses one that is missing, too large or no file."""
        try:
            return read_open(self._beneath.open_read(name), name, limit=limit)
        except Refused as refused:
            problem = refused.reasons[0].sentence()
            raise Refused(refusals.SEAL_FILE.because(path=name, problem=problem)) from refused

    def signatures(self, document: str) -> Signatures:
        """The signatures beside a document, the ML-DSA one if it is there."""
        mldsa65 = f"{document}.mldsa65.p7s"
        present = os.path.lexists(self.folder / mldsa65)
        return Signatures(
            self.small(f"{document}.p256.p7s"), self.small(mldsa65) if present else None
        )

    def tokens(self) -> dict[str, bytes]:
        return {name: self.small(name) for name in _names(self.folder, _TOKEN)}

    def certificates(self) -> dict[str, bytes]:
        folder = self.folder / CERTIFICATES
        if not folder.is_dir():
            return {}
        names = _names(folder, _CERTIFICATE)[:MOST_CERTIFICATES]
        return {name: self.small(CERTIFICATES + name) for name in names}

    @contextmanager
    def opened(self, name: str) -> Iterator[int]:
        """A descriptor of one of the big files."""
        try:
            file = self._beneath.open_read(name)
        except Refused as refused:
            problem = refused.reasons[0].sentence()
            raise Refused(refusals.SEAL_FILE.because(path=name, problem=problem)) from refused
        try:
            yield file
        finally:
            os.close(file)


def _names(folder: Path, form: re.Pattern[str]) -> list[str]:
    return sorted(found.name for found in folder.iterdir() if form.match(found.name))


@contextmanager
def sealed_files(folder: Path) -> Iterator[SealedFiles]:
    with Beneath(folder) as beneath:
        yield SealedFiles(folder, beneath)


class SealChecks:
    """The checks that whoever has the files can make, in order:

    1. The seal is in its form.
    2. The timestamps stamp it.
    3. The sender's signatures over it hold at the stamped time.
    4. The encrypted package begins with the seal's header and has the announced size.
    5. The list of segment digests leads to the seal's root.
    """

    def __init__(self, files: SealedFiles, trust: Trust) -> None:
        self._files, self._trust = files, trust
        self.list = Checklist()
        self.seal: Seal | None = None
        self.judging: Judging | None = None
        self._data = b""
        self._stamped: list[Stamped] = []

    def run(self) -> Seal | None:
        """Make them; the seal, if it could be read at all."""
        if not self.list.run(N_("The seal is in its form"), self._form):
            return None
        assert self.seal is not None
        self.list.run(N_("The seal is stamped with a time"), self._timestamps)
        self.list.run(N_("The seal is signed by its sender"), self._signatures)
        self.list.run(N_("The encrypted package is the one sealed, in full"), self._package)
        self.list.run(N_("The list of segments is the one sealed"), self._segments)
        return self.seal

    @property
    def stamped(self) -> tuple[Stamped, ...]:
        """The timestamps that hold."""
        return tuple(self._stamped)

    @property
    def digest(self) -> str:
        """SHA-256 of `seal.json`."""
        return sha256(self._data)

    def _form(self) -> None:
        self._data = self._files.small(SEAL, LARGEST_DOCUMENT)
        self.seal = parse_seal(self._data)

    def _own(self) -> Anchors:
        return (
            anchors_in(self._files.certificates()) if self._trust.anchors is None else Anchors(())
        )

    def _timestamps(self) -> str:
        anchors = self._trust.anchors or self._own()
        digest = bytes.fromhex(self.digest)
        told = check_tokens(self._files.tokens(), digest, anchors, self._stamped)
        return told if self._trust.anchors else f"{told} ({NOT_COMPARED})"

    def _signatures(self) -> str | None:
        assert self.seal is not None
        self.judging = judge(self._trust, self._own(), self._stamped)
        self.judging.signatures(self._data, self._files.signatures(SEAL), self.seal.sender)
        return self.judging.remark

    def _package(self) -> None:
        assert self.seal is not None
        with self._files.opened(PACKAGE) as file:
            header = os.pread(file, len(self.seal.header), 0)
            size = os.fstat(file).st_size - len(self.seal.header)
        reasons = []
        if header != self.seal.header:
            reasons.append(refusals.SEAL_HEADER.because())
        if size != self.seal.payload_size:
            expected = self.seal.payload_size
            reasons.append(refusals.SEAL_PAYLOAD_SIZE.because(found=size, expected=expected))
        if reasons:
            raise Refused(reasons)

    def _segments(self) -> None:
        assert self.seal is not None
        with self._files.opened(SEGMENTS) as file, os.fdopen(os.dup(file), "rb") as stream:
            check_list(stream, count=self.seal.segments, root=self.seal.root)


def damaged_segments(
    files: SealedFiles, seal: Seal, progress: Callable[[int, int], None]
) -> list[int]:
    """The numbers (from 0) of all segments that do not have their digest."""
    damaged: list[int] = []
    segmenter = Segmenter(seal.segment_size)
    buffer = new_buffer(CAPACITY)
    with files.opened(PACKAGE) as package, files.opened(SEGMENTS) as digests:
        at = 0
        index = 0
        while at < seal.payload_size:
            wanted = min(CAPACITY, seal.payload_size - at)
            count = os.preadv(package, [buffer[:wanted]], len(seal.header) + at)
            if count == 0:
                break
            at += count
            progress(at, seal.payload_size)
            ended = [*segmenter.update(buffer[:count])]
            if at == seal.payload_size:
                ended += segmenter.finish()
            for digest in ended:
                if os.pread(digests, DIGEST_SIZE, index * DIGEST_SIZE) != digest:
                    damaged.append(index)
                index += 1
    return [*damaged, *range(index, seal.segments)]
