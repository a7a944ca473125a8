# SPDX-License-Identifier: Apache-2.0
"""Salvage: what can still be had of a damaged package, in a folder marked *not evidence*.

Damaged or missing segments, a package cut short, a list of segments that is gone, a bad disk:
chunks that verify are kept, each lost stretch is reported. The age header has no second copy but
the one in the seal: where neither opens, nothing can be done.
"""

import json
import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rogatory.disk import Beneath, PartialFolder, faults_at, read_open
from rogatory.errors import Reason, Refused
from rogatory.evidence import refusals
from rogatory.evidence.collecting.describing import refuse_full
from rogatory.evidence.conditions import Conditions, parse_conditions
from rogatory.evidence.layout import CONDITIONS, DATA_FOLDER, PACKAGE, SEGMENTS
from rogatory.evidence.options import ReportProgress, no_progress
from rogatory.evidence.protected import ProtectedItems, protected_items
from rogatory.evidence.salvage.cut_tail import with_tail
from rogatory.evidence.salvage.damaged_stream import HoleyReader
from rogatory.evidence.salvage.judging import Lists, State, judged, read_lists, state_of
from rogatory.evidence.salvage.keeping import SalvagedMember, keep_member, set_aside
from rogatory.evidence.salvage.record import NOTICE, RECORD, TEXT, file_fields, record_lines
from rogatory.evidence.salvage.walking import LocatedMember, members
from rogatory.evidence.sealed.seal_document import Seal
from rogatory.evidence.sealed.sealed_files import SealChecks, SealedFiles, sealed_files
from rogatory.evidence.spool import Spools
from rogatory.evidence.stream.stream_in import MOST_TAG_FILES
from rogatory.evidence.trust.anchors import Trust
from rogatory.seal.age import (
    CHUNK,
    LARGEST_HEADER,
    NONCE_SIZE,
    SEALED_CHUNK,
    FileKey,
    HybridIdentity,
    open_header,
    parse_header,
)
from rogatory.wire.canonical import LARGEST_DOCUMENT
from rogatory.wire.words import P_, reasons_text

SUFFIX = "-not-evidence"

_DAMAGE = frozenset(
    {refusals.SEAL_HEADER.id, refusals.SEAL_PAYLOAD_SIZE.id, refusals.SEAL_SEGMENT_LIST.id}
)
"""Possible faults of a package whose seal is proved all the same."""


@dataclass(frozen=True, slots=True)
class Salvaged:
    """The result of a salvage: files by state, and stretches of the encrypted package that are
    lost.

    `proved`: the seal is signed by whom it names; `bound`: the manifest is the one that it names;
    `conditions`: of the package as it is, None where they cannot be read.
    """

    folder: Path
    package: str | None
    bag: str | None
    sender: str | None
    proved: bool
    bound: bool
    states: dict[State, int]
    bytes: int
    lost_segments: tuple[int, ...]
    problems: tuple[Reason, ...]
    conditions: Conditions | None = None

    @property
    def protected(self) -> ProtectedItems | None:
        """Return what is handled under articles 14 to 16; None where that cannot be read."""
        return None if self.conditions is None else protected_items(self.conditions.protected_items)

    @property
    def undamaged(self) -> bool:
        """Decide whether nothing was found wrong: then the package can be opened."""
        return not self.problems and not self.lost_segments and set(self.states) <= {"holds"}


def marked(out: Path) -> Path:
    """Return the folder for what is salvaged: its name says what it is not."""
    return out if out.name.endswith(SUFFIX) else out.with_name(out.name + SUFFIX)


def salvage(
    sealed: Path,
    out: Path,
    *,
    identities: Sequence[HybridIdentity],
    trust: Trust,
    unproved: bool = False,
    remove_leftover: bool = False,
    progress: ReportProgress = no_progress,
    holds: Callable[[Salvaged], None] | None = None,
) -> Salvaged:
    """Return what holds of the package in `sealed`, at `marked(out)`; refused unless the seal is
    signed by its sender or `unproved` says that it need not be. `holds` is called before the folder
    gets its name.

    Raises:
        Refused: no header opens; nothing decrypts; the seal is not proved; the folder exists.
        Unreachable: the disk is full or fails. Nothing is left in either case.
    """
    out = marked(out)
    with sealed_files(sealed) as files:
        checks = SealChecks(files, trust)
        seal = checks.run()
        problems = checks.list.reasons
        unproven = [reason for reason in problems if not _is_damage(reason)]
        if unproven and not unproved:
            raise Refused(refusals.SALVAGE_NOT_PROVED.because(problem=reasons_text(unproven)))
        start, size, key = _key(files, seal, identities)
        with (
            files.opened(PACKAGE) as package,
            PartialFolder(out, private=True, remove_leftover=remove_leftover) as partial,
            Spools(partial.path) as spools,
        ):
            reader = HoleyReader(package, start, size, key)
            if seal is not None:
                reader = with_tail(reader, package, seal, key, spools.new())
            refuse_full(out.parent, min(reader.size, os.fstat(package).st_size))
            work = _Work(reader, seal, spools, progress, proved=not unproven)
            done = work.done(partial.path, out, tuple(problems))
            if holds is not None:
                holds(done)
        return done


def _is_damage(reason: Reason) -> bool:
    if reason.code.id == refusals.SEAL_FILE.id:
        return reason.fields.get("path") in {PACKAGE, SEGMENTS}
    return reason.code.id in _DAMAGE


def _key(
    files: SealedFiles, seal: Seal | None, identities: Sequence[HybridIdentity]
) -> tuple[int, int | None, FileKey]:
    """Find where the payload begins, its announced size, and the file key: by the seal's header,
    which is signed, or by the file's own where there is no seal that can be read.
    """
    if seal is not None:
        return len(seal.header), seal.payload_size, open_header(seal.header, identities)
    with files.opened(PACKAGE) as package, faults_at(PACKAGE):
        data = os.pread(package, LARGEST_HEADER, 0)
    header = data[: parse_header(data).size]
    return len(header), None, open_header(header, identities)


class _Work:
    def __init__(
        self,
        reader: HoleyReader,
        seal: Seal | None,
        spools: Spools,
        progress: ReportProgress,
        *,
        proved: bool,
    ) -> None:
        self._reader, self._seal, self._spools = reader, seal, spools
        self._progress, self._proved = progress, proved
        self._results = spools.new()
        self._tags: dict[str, SalvagedMember] = {}
        self._states: Counter[State] = Counter()
        self._bytes = 0
        self._order = b""

    def done(self, folder: bytes, out: Path, problems: tuple[Reason, ...]) -> Salvaged:
        seal, reader = self._seal, self._reader
        with Beneath(folder) as beneath:
            self._keep_all(beneath)
            lists = read_lists(reader, self._tags, seal.bag if seal else None)
            states = self._judge_all(beneath, lists)
            segments = self._segments()
            head = self._head(lists, segments, problems)
            _write(beneath, RECORD, record_lines(head, states))
            conditions = self._conditions(beneath, lists)
            _write(beneath, NOTICE, iter([TEXT.encode()]))
        return Salvaged(
            out,
            seal.package if seal else None,
            seal.bag if seal else None,
            seal.sender if seal else None,
            self._proved,
            self._proved and lists.bound,
            dict(self._states),
            self._bytes,
            segments,
            problems,
            conditions,
        )

    def _keep_all(self, beneath: Beneath) -> None:
        found = members(
            self._reader, self._seal.package if self._seal else None, self._spools.new()
        )
        for member in found:
            kept = keep_member(self._reader, beneath, member)
            self._progress(min(member.start + member.size, self._reader.size), self._reader.size)
            if kept is None:
                continue
            self._bytes += member.size - kept.lost
            if not member.path.startswith(DATA_FOLDER):
                if len(self._tags) < MOST_TAG_FILES:
                    self._tags[member.path] = kept
            elif member.path.encode() > self._order:
                self._order = member.path.encode()
                self._results.write(_kept_line(kept))
        if not self._bytes:
            problem = P_(
                "no part of it decrypts, as when its first bytes are changed, which all need"
            )
            raise Refused(refusals.SALVAGE_NOTHING.because(problem=problem))

    def _judge_all(self, beneath: Beneath, lists: Lists) -> Iterator[dict[str, Any]]:
        for path, kept in sorted(self._tags.items()):
            listed = (lists.tags or {}).get(path)
            yield self._settled(beneath, path, kept, state_of(kept, listed))
        lines = lists.payload.between() if lists.payload is not None else None
        for path, had, state in judged(map(_kept_of, self._results.lines()), lines):
            yield self._settled(beneath, path, had, state)

    def _conditions(self, beneath: Beneath, lists: Lists) -> Conditions | None:
        kept = self._tags.get(CONDITIONS)
        if kept is None or kept.place is None or kept.sha256 != (lists.tags or {}).get(CONDITIONS):
            return None
        fd = beneath.open_read(kept.place)
        try:
            return parse_conditions(read_open(fd, kept.place, limit=LARGEST_DOCUMENT))
        except Refused:
            return None

    def _settled(
        self, beneath: Beneath, path: str, kept: SalvagedMember | None, state: State
    ) -> dict[str, Any]:
        if state == "differs" and kept is not None:
            set_aside(beneath, kept)
        if path.startswith(DATA_FOLDER):
            self._states[state] += 1
        return file_fields(path, kept, state)

    def _segments(self) -> tuple[int, ...]:
        """Return the segments that hold a lost chunk."""
        if self._seal is None:
            return ()
        size = self._seal.segment_size
        found: set[int] = set()
        for first, last in self._reader.lost:
            start = NONCE_SIZE + first * SEALED_CHUNK
            end = min(NONCE_SIZE + (last + 1) * SEALED_CHUNK, self._seal.payload_size) - 1
            found.update(range(start // size, end // size + 1))
        return tuple(sorted(found))

    def _head(
        self, lists: Lists, segments: tuple[int, ...], problems: tuple[Reason, ...]
    ) -> dict[str, Any]:
        seal = self._seal
        return {
            "version": 1,
            "not_evidence": True,
            "package": seal.package if seal else None,
            "bag": seal.bag if seal else None,
            "sender": seal.sender if seal else None,
            "proved": self._proved,
            "bound": self._proved and lists.bound,
            "manifest": lists.payload is not None,
            "stream_size": self._reader.size,
            "lost_in_stream": [
                [first * CHUNK, min((last + 1) * CHUNK, self._reader.size)]
                for first, last in self._reader.lost
            ],
            "lost_segments": list(segments),
            "problems": [reason.sentence() for reason in problems],
        }


def _kept_line(kept: SalvagedMember) -> bytes:
    found = kept.found
    fields = [found.path, found.start, found.size, found.by]
    fields += [kept.place, kept.holes, kept.lost, kept.sha256, kept.problem]
    return json.dumps(fields).encode() + b"\n"


def _kept_of(line: bytes) -> SalvagedMember:
    path, start, size, by, place, holes, lost, digest, problem = json.loads(line)
    pairs = [(low, high) for low, high in holes]
    return SalvagedMember(LocatedMember(path, start, size, by), place, pairs, lost, digest, problem)


def _write(beneath: Beneath, name: str, blocks: Iterator[bytes]) -> None:
    with faults_at(name), os.fdopen(beneath.create(name, secret=True), "wb") as file:
        file.writelines(blocks)
