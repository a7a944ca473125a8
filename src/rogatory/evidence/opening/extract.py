# SPDX-License-Identifier: Apache-2.0
"""Extract: files, folders or bytes of a sealed package, without decrypting the rest."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from rogatory.disk import Beneath, HeldNames, NewFile, PartialFolder, faults_at
from rogatory.errors import Reason, Refused, refuse_if_any
from rogatory.evidence import refusals
from rogatory.evidence.checks import Check
from rogatory.evidence.collecting.describing import refuse_full
from rogatory.evidence.held_names import names_beside
from rogatory.evidence.layout import PACKAGE
from rogatory.evidence.opening.member_extraction import (
    MemberToExtract,
    draw,
    into_file,
    into_folder,
)
from rogatory.evidence.opening.members import Inside
from rogatory.evidence.opening.open_package import admit
from rogatory.evidence.opening.selection import SelectionPattern, parse_wanted
from rogatory.evidence.options import ReportProgress, no_progress
from rogatory.evidence.sealed.sealed_files import sealed_files
from rogatory.evidence.spool import Spool, Spools
from rogatory.evidence.stream.plain_reader import ChunkReader
from rogatory.evidence.trust.anchors import Trust
from rogatory.seal.age import HybridIdentity
from rogatory.wire.words import N_

REST_NOT_CHECKED = N_(
    "the signature, the manifest and this file were checked; the rest of the package was not"
)
MANY_REST_NOT_CHECKED = N_(
    "the signature, the manifest and these files were checked; the rest of the package was not"
)
LISTING = "extracted-sha256.txt"
"""In an extracted folder: what was taken, as `sha256sum -c` reads it."""


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


@dataclass(frozen=True, slots=True)
class ExtractedFolder:
    """Files at their paths below `folder`. `listing` is the SHA-256 of the list of them."""

    folder: Path
    wanted: tuple[str, ...]
    files: int
    bytes: int
    listing: str
    package: str
    bag: str
    checks: tuple[Check, ...]
    remark: str = MANY_REST_NOT_CHECKED
    held_names: int = 0
    """The number of names that the disk holds under others, as `<folder>-names.json` beside it
    lists."""


def nobody(done: object) -> None:
    """Notify nobody."""


def extract(
    sealed: Path,
    path: str,
    out: Path,
    *,
    identities: Sequence[HybridIdentity],
    trust: Trust,
    progress: ReportProgress = no_progress,
) -> Extracted:
    """Extract the file `path` of the package (with `data/` before it or not, or a tag file), at
    `out`.

    As `extract_wanted`; refuses a folder.
    """
    with let_in(sealed, identities, trust) as package:
        return _one(package, package.single(path), out, progress, nobody)


def extract_wanted(
    sealed: Path,
    given: Sequence[str],
    out: Path,
    *,
    identities: Sequence[HybridIdentity],
    trust: Trust,
    remove_leftover: bool = False,
    progress: ReportProgress = no_progress,
    holds: Callable[[Extracted | ExtractedFolder], None] = nobody,
    takes: Callable[[str], None] = nobody,
) -> Extracted | ExtractedFolder:
    """Extract one file at `out`; or, given several, a folder or a pattern, a folder at `out` in
    which files have their paths in the package, beside a list of them.

    `takes` is called with the path of each file before it is taken, by whatever folder or pattern; an
    error that it raises prevents all of it.

    What must hold:
      1. the checks of the seal, and one of the identities opens it, as for opening;
      2. the tag manifest inside has the digest that the seal names;
      3. `bag-info.txt` has the digest in the tag manifest and names what the seal names;
      4. the manifest has the digest in the tag manifest, lists each file, and each path, folder
         and pattern given finds one; `takes` raises nothing;
      5. each file has the digest in the manifest.

    `holds` is called when all do, before what was taken gets its name; an error that it raises
    prevents that.

    Raises:
        Refused: with every reason of the first of these that does not hold; or `out` exists.
        Unreachable: the disk is full or fails. Nothing is left at `out` in either case.
    """
    with let_in(sealed, identities, trust) as package:
        if len(given) == 1 and (found := package.file(given[0])) is not None:
            takes(found.path)
            return _one(package, found, out, progress, holds)
        with (
            names_beside(out, leftover=remove_leftover) as write_names,
            PartialFolder(out, private=True, remove_leftover=remove_leftover) as partial,
            Spools(partial.path) as spools,
        ):
            held = HeldNames()
            done = _many(package, given, out, partial.path, spools, held, progress, takes)
            write_names(held)
            holds(done)
        return done


class AdmittedPackage:
    """A package that was let in, and how what is wanted is found in it."""

    def __init__(self, inside: Inside, chunks: ChunkReader, checks: tuple[Check, ...]) -> None:
        self.inside, self.chunks, self.checks = inside, chunks, checks

    def file(self, path: str) -> MemberToExtract | None:
        """Return the one file of that path, if it is none of a folder, a pattern or nothing."""
        (wanted,) = parse_wanted([path])
        if wanted.is_pattern or path.endswith("/"):
            return None
        if path in self.inside.tags:
            return self.inside.drawn_tag(path)
        exact = [wanted.intervals()[0]]
        return next(self.inside.drawn([wanted], exact), None)

    def single(self, path: str) -> MemberToExtract:
        found = self.file(path)
        if found is None:
            raise Refused(refusals.NO_SUCH_ITEM.because(path=ascii(path)[1:-1]))
        return found

    def all_wanted(self, given: Sequence[str]) -> Iterator[MemberToExtract]:
        """Yield all that was given; refuse at the end, after all others, each of those that nothing
        was found for.
        """
        tags = [path for path in given if path in self.inside.tags]
        wanted = parse_wanted([path for path in given if path not in tags])
        yield from self.inside.drawn(wanted)
        yield from (self.inside.drawn_tag(path) for path in dict.fromkeys(tags))
        refuse_if_any(_not_found(each) for each in wanted if not each.found)


def _not_found(wanted: SelectionPattern) -> Reason:
    return refusals.NO_SUCH_ITEM.because(path=ascii(wanted.given)[1:-1])


@contextmanager
def let_in(
    sealed: Path, identities: Sequence[HybridIdentity], trust: Trust
) -> Iterator[AdmittedPackage]:
    with sealed_files(sealed) as files:
        checks, seal, _, key = admit(files, identities, trust)  # 1
        with files.opened(PACKAGE) as package:
            inside = Inside(package, seal, key, first=checks.first)  # 2, 3
            yield AdmittedPackage(
                inside, ChunkReader(package, seal, key), tuple(checks.list.checks)
            )


def _one(
    package: AdmittedPackage,
    member: MemberToExtract,
    out: Path,
    progress: ReportProgress,
    holds: Callable[[Extracted], None],
) -> Extracted:
    """Write a new file, which gets its name only if it has the digest."""
    with NewFile(out, secret=True) as new:
        writer = into_file(new.fd, bytes(out), member.size)
        draw(package.chunks, iter([member]), writer, nobody, progress, member.size)  # 5
        done = Extracted(
            out, member.path, member.size, member.sha256,
            package.inside.package, package.inside.bag, package.checks,
        )  # fmt: skip
        holds(done)
    return done


def _many(
    package: AdmittedPackage,
    given: Sequence[str],
    out: Path,
    partial: bytes,
    spools: Spools,
    held: HeldNames,
    progress: ReportProgress,
    takes: Callable[[str], None],
) -> ExtractedFolder:
    plan, listing = spools.new(), spools.new()
    total = 0
    for member in package.all_wanted(given):  # 4
        takes(member.path)
        plan.write(f"{member.sha256} {member.start} {member.size} {member.path}\n".encode())
        total += member.size
    refuse_full(out.parent, total)

    def note(member: MemberToExtract) -> None:
        listing.write(f"{member.sha256}  {member.path}\n".encode())

    writer = into_folder(partial, held)
    totals = draw(package.chunks, _planned(plan), writer, note, progress, total)  # 5
    with Beneath(partial) as beneath:
        _write_listing(beneath, listing)
    return ExtractedFolder(
        out, tuple(given), totals.files, totals.bytes, listing.sha256(),
        package.inside.package, package.inside.bag, package.checks, held_names=len(held),
    )  # fmt: skip


def _planned(plan: Spool) -> Iterator[MemberToExtract]:
    for line in plan.lines():
        digest, start, size, path = line.decode().rstrip("\n").split(" ", 3)
        yield MemberToExtract(path, int(start), int(size), digest)


def _write_listing(beneath: Beneath, listing: Spool) -> None:
    with faults_at(LISTING), os.fdopen(beneath.create(LISTING, secret=True), "wb") as file:
        file.writelines(listing.blocks())
