# SPDX-License-Identifier: Apache-2.0
"""Open: a sealed package into a bag, refused whole unless everything holds."""

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rogatory.disk import Beneath, PartialFolder, free_names, shown
from rogatory.errors import Reason, Refused, RogatoryError, Unreachable, refuse_if_any
from rogatory.evidence import refusals
from rogatory.evidence.bag.earlier_forms import check_earlier
from rogatory.evidence.checks import Check
from rogatory.evidence.collecting.describing import refuse_full
from rogatory.evidence.held_names import names_beside
from rogatory.evidence.layout import DATA_FOLDER, PACKAGE
from rogatory.evidence.options import ReportProgress, no_progress
from rogatory.evidence.sealed.seal_document import Seal
from rogatory.evidence.sealed.sealed_files import (
    SealChecks,
    SealedFiles,
    damaged_segments,
    sealed_files,
)
from rogatory.evidence.spool import Spools
from rogatory.evidence.stream.plain_reader import PlainReader
from rogatory.evidence.stream.stream_in import Arrived, StreamReader, read_found
from rogatory.evidence.stream.tar_format import BLOCK, parse_locator
from rogatory.evidence.trust.anchors import PackageTrust, Trust
from rogatory.evidence.verification.bag_check import BagChecks, BagContents
from rogatory.evidence.verification.conditions_check import BAG_CONDITIONS, check_conditions
from rogatory.evidence.verification.rehash import payload_digests
from rogatory.evidence.verification.verify import EARLIER
from rogatory.seal.age import FileKey, HybridIdentity, open_header, parse_header, plain_size


@dataclass(frozen=True, slots=True)
class OpenedPackage:
    """An opened package: the bag at `folder`, and every check that was made."""

    folder: Path
    package: str
    bag: str
    seal: Seal
    sealed_by: str
    """The sender of the first seal; that of `seal` is another where the package was re-wrapped."""
    seal_digest: str
    files: int
    bytes: int
    checks: tuple[Check, ...]
    held_names: int = 0
    """The number of names that the disk holds under others, as `<bag>-names.json` beside the bag
    lists."""


def open_package(
    sealed: Path,
    out: Path,
    *,
    identities: Sequence[HybridIdentity],
    trust: Trust,
    remove_leftover: bool = False,
    progress: ReportProgress = no_progress,
    holds: Callable[[OpenedPackage], None] | None = None,
) -> OpenedPackage:
    """Open the bag inside a sealed package, at `out`, if all of these hold:

    1. the checks of the seal (`SealChecks`), of which a missing timestamp alone is tolerated;
    2. one of the identities opens the header, and the seal names it as a recipient;
    3. every segment and every chunk, and the form of the stream (`StreamReader`);
    4. the checks of the bag (`BagChecks`), of its earlier records and conditions of use, and that it is the bag of the
       seal, of the first one where the package was re-wrapped.

    `holds` is called when all do, before the bag gets its name; an error that it raises prevents
    that.

    Raises:
        Refused: with every reason of the first of these that does not hold.
        Unreachable: the disk is full or fails. Nothing is left at `out` in either case.
    """
    with sealed_files(sealed) as files:
        checks, seal, judging, key = admit(files, identities, trust)
        with (
            names_beside(out, leftover=remove_leftover) as write_names,
            PartialFolder(out, private=True, remove_leftover=remove_leftover) as partial,
            Spools(partial.path) as spools,
        ):
            refuse_full(out.parent, plain_size(seal.payload_size))
            _refuse_too_many(out.parent, files, seal, key)
            with Beneath(partial.path) as beneath:
                beneath.make_folder(DATA_FOLDER.rstrip("/"))
            reader = StreamReader(files, seal, key, spools.new())
            try:
                arrived = reader.read(partial.path, progress)
            except Refused as refused:
                damage = list(_damage(files, seal))
                others = [reason for reason in refused.reasons if reason not in damage]
                raise Refused([*damage, *others]) from refused
            first = checks.first or seal
            bag = _check(partial.path, arrived, judging, first, len(checks.list.checks) + 1)
            refuse_if_any(_reasons(bag))
            opened = OpenedPackage(
                folder=out,
                package=seal.package,
                bag=bag.bag,
                seal=seal,
                sealed_by=first.sender,
                seal_digest=checks.digest,
                files=arrived.files,
                bytes=arrived.bytes,
                checks=(*checks.list.checks, *bag.list.checks),
                held_names=len(arrived.held),
            )
            write_names(arrived.held)
            if holds is not None:
                holds(opened)
    return opened


def admit(
    files: SealedFiles, identities: Sequence[HybridIdentity], trust: Trust
) -> tuple[SealChecks, Seal, PackageTrust, FileKey]:
    """Return the seal, checked, how the bag inside is to be judged, and the file key; refuse with every reason."""
    checks = SealChecks(files, trust)
    seal = checks.run()
    reasons = checks.list.reasons
    if seal is None:
        raise Refused(reasons)
    key: FileKey | None = None
    try:
        key = open_header(seal.header, identities)
    except Refused as refused:
        reasons += refused.reasons
    if key is not None and not _is_placed(seal, identities):
        reasons.append(refusals.SEAL_RECIPIENT.because())
    refuse_if_any(reasons)
    assert key is not None
    assert checks.bag_judging is not None
    return checks, seal, checks.bag_judging, key


def _is_placed(seal: Seal, identities: Sequence[HybridIdentity]) -> bool:
    """Decide whether the seal names one of the identities, and each that it names opens the stanza at
    the place where it does.
    """
    own = {str(one.recipient): one for one in identities}
    stanzas = parse_header(seal.header).stanzas
    found = [
        own[to.recipient].unwrap(stanza, number) is not None
        for number, (to, stanza) in enumerate(zip(seal.recipients, stanzas, strict=True), 1)
        if to.recipient in own
    ]
    return bool(found) and all(found)


def _refuse_too_many(folder: Path, files: SealedFiles, seal: Seal, key: FileKey) -> None:
    """Refuse more files than the disk has names for; the list of them at the package's end is
    judged where all of it is read.
    """
    free = free_names(folder)
    if free is None:
        return
    try:
        with files.opened(PACKAGE) as package:
            reader = PlainReader(package, seal, key)
            members = parse_locator(reader.read(reader.size - BLOCK, BLOCK)).members
    except Refused:
        return
    if members > free:
        path = shown(folder)
        raise Unreachable(refusals.DISK_NAMES.because(path=path, free=free, needed=members))


def _damage(files: SealedFiles, seal: Seal) -> Iterator[Reason]:
    """Yield a reason for every damaged segment, not only for the one at which opening stopped."""
    try:
        for index in damaged_segments(files, seal, no_progress):
            yield refusals.SEAL_SEGMENT.because(index=index)
    except RogatoryError:
        return


def _reasons(bag: BagChecks) -> Iterator[Reason]:
    """Yield every reason of the bag's checks that do not hold; an unknown State CA of the sealer of
    an earlier form prevents nobody from opening.
    """
    for check in bag.list.checks:
        if check.outcome == "fails" or check.name != EARLIER:
            yield from check.reasons


def _check(
    folder: bytes, arrived: Arrived, judging: PackageTrust, seal: Seal, first: int
) -> BagChecks:
    contents = BagContents(
        tags=arrived.tags,
        payload=lambda: read_found(arrived.payload),
        files=arrived.files,
        bytes=arrived.bytes,
        further=lambda name: payload_digests(Path(os.fsdecode(folder)), name, arrived.held),
    )
    with Beneath(folder) as beneath:
        checks = BagChecks(beneath, contents, first)
        checks.run(judging)
        checks.list.run(EARLIER, lambda: check_earlier(beneath, arrived.tags, judging))
        checks.list.run(BAG_CONDITIONS, lambda: check_conditions(beneath, arrived.tags))
        checks.against(seal)
    return checks
