# SPDX-License-Identifier: Apache-2.0
"""The files of a sealed package, and the checks that need no key."""

import hashlib
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from rogatory.disk import Beneath, is_plain_file, is_plain_folder, names_in, read_open
from rogatory.errors import Refused, refuse_if_any
from rogatory.evidence import refusals
from rogatory.evidence.checks import Checklist, Title, Undecided
from rogatory.evidence.layout import CERTIFICATES, PACKAGE, SEAL, SEGMENTS
from rogatory.evidence.pipeline.packer import CAPACITY, new_buffer
from rogatory.evidence.sealed.earlier_seals import (
    NO_EVENTS,
    LinkJudge,
    SealEvents,
    SignedLink,
    refuse_taken_away,
)
from rogatory.evidence.sealed.seal_chain import (
    CHAIN,
    MOST_EARLIER_SEALS,
    Chain,
    entries_of_earlier,
    judge_chain,
    known_chain,
    read_chain,
)
from rogatory.evidence.sealed.seal_chain import SEALS as EARLIER_SEALS
from rogatory.evidence.sealed.seal_document import Seal, parse_seal
from rogatory.evidence.sealed.segments import DIGEST_SIZE, Segmenter, check_list
from rogatory.evidence.tree_hash import GrowingRoot
from rogatory.evidence.trust.anchors import (
    NOT_COMPARED,
    PackageTrust,
    Trust,
    anchors_in,
    judging_for,
)
from rogatory.evidence.trust.archive_list import Documents
from rogatory.evidence.trust.claimed_moments import verified_not_ahead
from rogatory.evidence.trust.stamps import Stamps
from rogatory.evidence.trust.timestamps import judge_stamps
from rogatory.seal.certificates.revocation import list_size_limit
from rogatory.seal.signatures import Anchors, Signatures, SignedBy
from rogatory.seal.timestamping.timestamps import Stamped
from rogatory.wire.canonical import LARGEST_DOCUMENT
from rogatory.wire.digests import sha256
from rogatory.wire.words import N_, P_, FilledText, TextsInTurn, reasons_text

LARGEST_SMALL_FILE = 1 << 20
"""Signatures, timestamps and certificates are kilobytes; a larger one is not read."""

MOST_CERTIFICATES = 64
"""A State has two; a package stuffed with more would make each signature cost more to judge."""

_DOCUMENT = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}\Z", re.ASCII)
_DOCUMENT_OR_TOKEN = re.compile(rf"{_DOCUMENT.pattern}|.*\.tst\Z", re.ASCII | re.DOTALL)
_CERTIFICATE = re.compile(r"[A-Za-z0-9._-]{1,100}\.pem\Z")
_LIST = re.compile(r"[A-Za-z0-9._-]{1,100}\.crl\Z")

SEAL_FORM = Title("seal-form", N_("The seal is in its form"))
STAMPED = Title("seal-stamped", N_("The seal is stamped with a time"))
SEAL_SIGNED = Title("seal-signed", N_("The seal is signed by its sender"))
WHOLE = Title("seal-package", N_("The encrypted package is the one sealed, in full"))
SEGMENT_LIST = Title("seal-segment-list", N_("The list of segments is the one sealed"))
SEGMENTS_UNCHANGED = Title("seal-segments", N_("Every segment is unchanged"))

NO_SEAL = N_("the seal cannot be read, and this is compared with what it says")
WHO_SEALED = N_("anyone with an undamaged copy of the seal: the sending authority, or its node")
NOT_HERE = N_("{path} does not lie here")
WHO_HAS_PACKAGE = N_("the holder of the encrypted package: the sending or the asking authority")
LIST_ABSENT = N_("segments.b3 does not lie here; the segments are compared with the seal's root")
WHO_HAS_LIST = N_("the sending authority, or its node")


class SealedFiles:
    """A sealed package on disk; reads no file twice and follows no link. `inside` is the path to it beneath the folder
    that is judged, with a slash, where it is a part of that.
    """

    def __init__(self, folder: Path, beneath: Beneath, inside: str = "") -> None:
        self.folder = folder
        self._beneath, self._inside = beneath, inside

    def small(self, name: str, limit: int = LARGEST_SMALL_FILE) -> bytes:
        """Read a file whole; refuse one that is missing, too large or no file."""
        try:
            return read_open(
                self._beneath.open_read(self._inside + name),
                name,
                limit=list_size_limit(name, limit),
            )
        except Refused as refused:
            problem = reasons_text(refused.reasons[:1])
            raise Refused(refusals.SEAL_FILE.because(path=name, problem=problem)) from refused

    def signatures(self, document: str) -> Signatures:
        """Return the signatures beside a document, the ML-DSA one if it is there."""
        mldsa65 = f"{document}.mldsa65.p7s"
        present = self.there(mldsa65)
        return Signatures(
            self.small(f"{document}.p256.p7s"), self.small(mldsa65) if present else None
        )

    def there(self, name: str) -> bool:
        """Decide whether a file lies there; a link counts as none, here as everywhere."""
        return is_plain_file(self.folder / name)

    @property
    def has_earlier_seals(self) -> bool:
        """Decide whether the folder of earlier seals lies here; a link to one is none."""
        return is_plain_folder(self.folder / EARLIER_SEALS.rstrip("/"))

    def certificates(self) -> dict[str, bytes]:
        return self._kept(_CERTIFICATE)

    def revocation_lists(self) -> dict[str, bytes]:
        return self._kept(_LIST)

    def documents(self) -> Documents:
        """Return everything beside the encrypted package and the journal: what a list is made of.
        With every file that has the ending of a timestamp: one whose name has no place fails the
        check of the timestamps.
        """
        names = _documents_or_tokens(self.folder)
        names = [name for name in names if name != PACKAGE and self.there(name)]
        for folder in (CERTIFICATES, *self._earlier_seals()):
            place = self.folder / folder
            if is_plain_folder(place):
                found = (folder + name for name in _documents_or_tokens(place))
                names += [name for name in found if self.there(name)]
        earlier = entries_of_earlier(self.folder)
        return Documents(tuple(sorted(names)), self.small, self._sha512, earlier)

    def _earlier_seals(self) -> Iterator[str]:
        place = self.folder / EARLIER_SEALS
        if self.has_earlier_seals:
            names = _names(place, _DOCUMENT)
            # One more than may be there, so that it is refused, and not ten thousand of them.
            names = sorted(names, key=lambda name: (len(name), name))[: MOST_EARLIER_SEALS + 1]
            yield from (f"{EARLIER_SEALS}{name}/" for name in names)

    def _kept(self, form: re.Pattern[str]) -> dict[str, bytes]:
        folder = self.folder / CERTIFICATES
        if not is_plain_folder(folder):
            return {}
        names = _names(folder, form)[:MOST_CERTIFICATES]
        found: dict[str, bytes] = {}
        for name in names:
            with suppress(Refused):  # the check of the layout reports it
                found[name] = self.small(CERTIFICATES + name)
        return found

    def _sha512(self, name: str) -> str:
        with self.opened(name) as file, os.fdopen(os.dup(file), "rb") as stream:
            return hashlib.file_digest(stream, "sha512").hexdigest()

    @contextmanager
    def opened(self, name: str) -> Iterator[int]:
        """Open one of the big files, and close it again."""
        try:
            file = self._beneath.open_read(self._inside + name)
        except Refused as refused:
            problem = reasons_text(refused.reasons[:1])
            raise Refused(refusals.SEAL_FILE.because(path=name, problem=problem)) from refused
        try:
            yield file
        finally:
            os.close(file)


def _documents_or_tokens(folder: Path) -> list[str]:
    return _names(folder, _DOCUMENT_OR_TOKEN)


def _names(folder: Path, form: re.Pattern[str]) -> list[str]:
    return [name for name in names_in(folder) if form.match(name)]


@contextmanager
def sealed_files(folder: Path) -> Iterator[SealedFiles]:
    with Beneath(folder) as beneath:
        yield SealedFiles(folder, beneath)


class SealChecks:
    """The checks that can be made with the files alone, in order:

    1. The seal is in its form.
    2. The timestamps stamp it (`stamps.judge_stamps`); one that an event records was not taken away.
    3. The sender's signatures over it hold at the stamped time; it is not dated ahead.
    4. The encrypted package begins with the seal's header and has the announced size.
    5. The list of segment digests leads to the seal's root.
    6. Where the seal replaces another, or earlier ones lie here: they lead to this one (the list in
       `seal_chain.read_chain`), each signed by its sender at the time that its own timestamps
       prove. Without this occasion the check is not in the list.

    Without the seal 2 to 5 cannot be decided, without the encrypted package 4, without the list 5.
    A seal without its signatures fails: it always has them.
    """

    def __init__(self, files: SealedFiles, trust: Trust, events: SealEvents = NO_EVENTS) -> None:
        self._files, self._trust, self._events = files, trust, events
        self.list = Checklist()
        self.seal: Seal | None = None
        self.judging: PackageTrust | None = None
        self.bag_judging: PackageTrust | None = None
        """How the bag is to be judged: as the first seal is, under which it was made."""
        self.chain: Chain | None = None
        self.chain_open = self.chain_unsigned = False
        self.earlier_signed: tuple[SignedLink, ...] = ()
        """As `LinkJudge.open` and `LinkJudge.unsigned`."""
        self.signed: tuple[SignedBy, ...] = ()
        self.stamps = Stamps(SEAL)
        self._data = b""

    def run(self) -> Seal | None:
        """Make them; the seal, if it could be read at all."""
        if not self.list.run(SEAL_FORM, self._form):
            left = (STAMPED, SEAL_SIGNED, WHOLE, SEGMENT_LIST)
            chain = (CHAIN,) if self._files.has_earlier_seals else ()
            self.list.leave((*left, *chain), NO_SEAL, WHO_SEALED)
            return None
        self.list.run(STAMPED, self._timestamps)
        self.list.run(SEAL_SIGNED, self._signatures)
        self.list.run(WHOLE, self._package)
        self.list.run(SEGMENT_LIST, self._segments)
        self.bag_judging = self.judging
        assert self.seal is not None
        if self.seal.replaces is not None or self._files.has_earlier_seals:
            self.list.run(CHAIN, self._chain)
        return self.seal

    @property
    def first(self) -> Seal | None:
        """The seal under which the bag was made."""
        return self.chain.first if self.chain else self.seal

    @property
    def stamped(self) -> tuple[Stamped, ...]:
        """The timestamps that count."""
        return self.stamps.stamped

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
        assert self.seal is not None
        rules = self._trust.stamp_rules(self._own(), self._files.revocation_lists().values())
        rules = rules.for_signer(self.seal.sender)
        self.stamps = judge_stamps(SEAL, self._files.documents(), rules)
        refuse_taken_away(self.stamps, self.digest, self._events, named=False)
        stamps_check = self.stamps.check()
        if self._trust.anchors is not None:
            return stamps_check
        return TextsInTurn.of([stamps_check, NOT_COMPARED])

    def _signatures(self) -> str | None:
        assert self.seal is not None
        signatures = self._files.signatures(SEAL)
        there = [f"{SEAL}.p256.p7s"] + ([f"{SEAL}.mldsa65.p7s"] if signatures.mldsa65 else [])
        lists = self._files.revocation_lists().values()
        seen = self._events.seen(self.digest, self.seal.sender)
        self.judging = judging = judging_for(
            self._trust, self._own(), self.stamps, lists, there, seen
        )
        sealed, sender = self.seal.sealed, self.seal.sender
        self.signed = verified_not_ahead(
            sealed, self._trust.now, lambda: judging.signatures(self._data, signatures, sender)
        )
        return judging.remark_on(self.signed)

    def _package(self) -> None:
        assert self.seal is not None
        self._undecided_without(PACKAGE, WHO_HAS_PACKAGE)
        with self._files.opened(PACKAGE) as file:
            header = os.pread(file, len(self.seal.header), 0)
            size = os.fstat(file).st_size - len(self.seal.header)
        reasons = []
        if header != self.seal.header:
            reasons.append(refusals.SEAL_HEADER.because())
        if size != self.seal.payload_size:
            expected = self.seal.payload_size
            reasons.append(refusals.SEAL_PAYLOAD_SIZE.because(found=size, expected=expected))
        refuse_if_any(reasons)

    def _segments(self) -> None:
        assert self.seal is not None
        self._undecided_without(SEGMENTS, WHO_HAS_LIST)
        with self._files.opened(SEGMENTS) as file, os.fdopen(os.dup(file), "rb") as stream:
            check_list(stream, count=self.seal.segments, root=self.seal.root)

    def _chain(self) -> str:
        assert self.seal is not None
        self.chain = known_chain(self.seal, self._files.documents())
        lists = self._files.revocation_lists().values()
        judge_link = LinkJudge(self._trust, self._own(), lists, self._events)
        try:
            return judge_chain(read_chain(self.seal, self._files.documents()), judge_link)
        finally:
            self.bag_judging = judge_link.first or self.judging
            self.chain_open, self.chain_unsigned = judge_link.open, judge_link.unsigned
            self.earlier_signed = tuple(judge_link.signed)

    def _undecided_without(self, name: str, who: str) -> None:
        if not self._files.there(name):
            remark = LIST_ABSENT if name == SEGMENTS else FilledText(NOT_HERE, path=name)
            reason = refusals.SEAL_FILE.because(path=name, problem=P_("it is not there"))
            raise Undecided(remark, who, (reason,))


def check_segments(files: SealedFiles, seal: Seal, progress: Callable[[int, int], None]) -> None:
    """Check that every segment of the encrypted package is the one sealed: by the list, or, where
    that does not lie here, by the root that all of them lead to.

    Raises:
        Undecided: the encrypted package does not lie here.
        Refused: with every damaged segment; without a list nobody can say which.
    """
    if not files.there(PACKAGE):
        reason = refusals.SEAL_FILE.because(path=PACKAGE, problem=P_("it is not there"))
        raise Undecided(FilledText(NOT_HERE, path=PACKAGE), WHO_HAS_PACKAGE, (reason,))
    if files.there(SEGMENTS):
        damaged = set(damaged_segments(files, seal, progress))
        if _has_more(files, seal):
            damaged.add(seal.segments - 1)
        refuse_if_any(refusals.SEAL_SEGMENT.because(index=index) for index in sorted(damaged))
        return
    tree = GrowingRoot()
    for digest in segment_digests(files, seal, progress):
        tree.append(digest)
    if (tree.size, tree.root().hex()) != (seal.segments, seal.root) or _has_more(files, seal):
        raise Refused(refusals.SEAL_SOME_SEGMENT.because())


def _has_more(files: SealedFiles, seal: Seal) -> bool:
    """Decide whether something follows where the last segment ends at the latest."""
    with files.opened(PACKAGE) as package:
        return bool(os.pread(package, 1, len(seal.header) + seal.segments * seal.segment_size))


def segment_digests(
    files: SealedFiles, seal: Seal, progress: Callable[[int, int], None]
) -> Iterator[bytes]:
    """Yield the digest of every segment of the encrypted package, read once; it may end too early.
    What follows the announced payload is part of the last segment: whether the announced size is
    right is another check.
    """
    segmenter = Segmenter(seal.segment_size)
    buffer = new_buffer(CAPACITY)
    at = 0
    with files.opened(PACKAGE) as package:
        end = seal.segments * seal.segment_size
        while at < end:
            wanted = min(CAPACITY, end - at)
            count = os.preadv(package, [buffer[:wanted]], len(seal.header) + at)
            if count == 0:
                break
            at += count
            progress(min(at, seal.payload_size), seal.payload_size)
            yield from segmenter.update(buffer[:count])
        yield from segmenter.finish()


def damaged_segments(
    files: SealedFiles, seal: Seal, progress: Callable[[int, int], None]
) -> list[int]:
    """Return the numbers (from 0) of all segments that do not have their digest."""
    damaged: list[int] = []
    index = 0
    with files.opened(SEGMENTS) as digests:
        for digest in segment_digests(files, seal, progress):
            if os.pread(digests, DIGEST_SIZE, index * DIGEST_SIZE) != digest:
                damaged.append(index)
            index += 1
    return [*damaged, *range(index, seal.segments)]
