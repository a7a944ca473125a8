# SPDX-License-Identifier: Apache-2.0
"""Verify: every check that can be made, by number, with all failures; nothing is changed."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rogatory.disk import Beneath, names_in
from rogatory.errors import Reason, RogatoryError
from rogatory.evidence.bag.earlier_forms import check_earlier
from rogatory.evidence.bag.texts import manifest_line
from rogatory.evidence.checks import Check, CheckOutcome, Title
from rogatory.evidence.hashing import FURTHER, further_in
from rogatory.evidence.layout import BAGIT, DATA_FOLDER, SEAL, TAG_MANIFEST
from rogatory.evidence.options import ReportProgress, no_progress
from rogatory.evidence.pipeline.packer import CAPACITY, new_buffer
from rogatory.evidence.sealed.earlier_seals import NO_EVENTS, SealEvents, SignedLink
from rogatory.evidence.sealed.seal_document import Seal
from rogatory.evidence.sealed.sealed_files import (
    NO_SEAL,
    SEGMENTS_UNCHANGED,
    WHO_SEALED,
    SealChecks,
    check_segments,
    sealed_files,
)
from rogatory.evidence.spool import Spool, Spools
from rogatory.evidence.stream.stream_in import found_line, read_found
from rogatory.evidence.trust.anchors import PackageTrust, Trust, judging_for
from rogatory.evidence.trust.stamps import Stamps
from rogatory.evidence.verification.bag_check import (
    BAG_SEALED,
    BagChecks,
    BagContents,
)
from rogatory.evidence.verification.conditions_check import BAG_CONDITIONS, check_conditions
from rogatory.evidence.verification.examined_check import (
    BAG_EXAMINED,
    check_examined,
    says_something,
)
from rogatory.evidence.verification.rehash import digests_of, files_or_reasons
from rogatory.seal.signatures import Anchors, SignedBy
from rogatory.seal.timestamping.timestamps import Stamped
from rogatory.wire.words import N_

INSIDE = BAG_SEALED
EARLIER = Title("bag-earlier", N_("Records of earlier forms of the package hold"))

ENCRYPTED = N_("the bag inside is encrypted")
WHO_OPENS = N_("a recipient, by opening the package")


@dataclass(frozen=True, slots=True)
class VerifiedPackage:
    """The checks and their results. `bag` is the digest that custody knows it by, where it could be
    found.
    """

    checks: tuple[Check, ...]
    bag: str | None
    package: str | None
    seal: Seal | None = None
    seal_digest: str | None = None
    stamped: tuple[Stamped, ...] = ()
    stamps: Stamps | None = None
    signed: tuple[SignedBy, ...] = ()
    earlier_signed: tuple[SignedLink, ...] = ()
    """The same of each earlier seal whose signatures hold."""
    sender: str | None = None
    """The authority that `bag-info.txt` names as the sealer."""
    chain_open: bool = False
    """True if more of the chain of seals is undecided than a timestamp that faded."""

    @property
    def outcome(self) -> CheckOutcome:
        """`fails` if any check does; else `undecided` if any is; else `holds`."""
        found = {check.outcome for check in self.checks}
        if "fails" in found:
            return "fails"
        return "undecided" if "undecided" in found else "holds"


def is_sealed(path: Path) -> bool:
    """Decide whether a folder is a sealed package, to be verified as such."""
    return (path / SEAL).is_file()


def is_bag(path: Path) -> bool:
    return (path / BAGIT).is_file()


def verify_sealed(
    sealed: Path,
    *,
    trust: Trust,
    events: SealEvents = NO_EVENTS,
    progress: ReportProgress = no_progress,
) -> VerifiedPackage:
    """Verify a sealed package: the checks of the seal (`SealChecks`, 1-5), and:

    6. Every segment of the encrypted package is the one sealed.
    7. The bag inside, which only a recipient can decide.

    `events` are what the custody events at hand record of its seals.
    """
    with sealed_files(sealed) as files:
        checks = SealChecks(files, trust, events)
        seal = checks.run()
        if seal is None:
            checks.list.leave((SEGMENTS_UNCHANGED, INSIDE), NO_SEAL, WHO_SEALED)
        else:
            checks.list.run(SEGMENTS_UNCHANGED, lambda: check_segments(files, seal, progress))
            checks.list.leave((INSIDE,), ENCRYPTED, WHO_OPENS)
    return VerifiedPackage(
        checks=tuple(checks.list.checks),
        bag=seal.bag if seal else None,
        package=seal.package if seal else None,
        seal=seal,
        seal_digest=checks.digest if seal else None,
        stamped=checks.stamped,
        stamps=checks.stamps,
        signed=checks.signed,
        earlier_signed=checks.earlier_signed,
        chain_open=checks.chain_open,
    )


def verify_bag(
    bag: Path,
    *,
    trust: Trust,
    own: Anchors | None = None,
    stamped: tuple[Stamped, ...] = (),
    seal: Seal | None = None,
    sealed: bool = False,
    judging: PackageTrust | None = None,
    progress: ReportProgress = no_progress,
) -> VerifiedPackage:
    """Verify a bag: its checks (`BagChecks`, 1-7), its earlier records (8), its conditions of use
    in all its forms (9), and, where a seal that was checked before is given, that this is its
    bag (10); last, where the bag says something about disk images or provider's returns, that it
    agrees with the files.

    `sealed` says that a seal was kept, whether or not it can be read.
    `own` are certificates that came with the bag; they speak for it where `trust` names none.
    `stamped` are timestamps that hold over a seal of this bag; `judging`, where one is given, is
    how its signatures are judged instead.
    """
    with Spools(None) as spools, Beneath(bag) as beneath:
        contents = hash_bag(bag, spools, progress)
        checks = BagChecks(beneath, contents)
        judging = judging or judging_for(trust, own or Anchors(()), stamped)
        checks.run(judging)
        checks.list.run(
            EARLIER, lambda: check_earlier(beneath, contents.tags, judging, contents.problems)
        )
        checks.list.run(
            BAG_CONDITIONS, lambda: check_conditions(beneath, contents.tags, contents.problems)
        )
        if seal is not None:
            checks.against(seal)
        elif sealed:
            checks.list.leave((BAG_SEALED,), NO_SEAL, WHO_SEALED)
        if says_something(contents.tags):
            checks.list.run(
                BAG_EXAMINED, lambda: check_examined(beneath, contents.tags, contents.payload)
            )
    package = checks.info.package if checks.info else None
    known = checks.bag if TAG_MANIFEST in contents.tags else None
    return VerifiedPackage(
        tuple(checks.list.checks),
        known,
        package,
        seal,
        stamped=stamped,
        signed=checks.signed,
        sender=checks.info.sender if checks.info else None,
    )


def hash_bag(bag: Path, spools: Spools, progress: ReportProgress) -> BagContents:
    """Return the digests of the files of a bag in a folder, by every algorithm that it has a
    manifest of; each is read once. `problems` list what is not allowed in a bag or cannot be read.
    """
    kinds = further_in(frozenset(names_in(bag)))
    spool, more = spools.new(), {name: spools.new() for name in kinds}
    news = (hashlib.sha256, *(FURTHER[name].new for name in kinds))
    tags: dict[str, str] = {}
    problems: list[Reason] = []
    files = size = 0
    buffer = new_buffer(CAPACITY)
    plain = (found for found in files_or_reasons(bag) if not isinstance(found, Reason))
    total = sum(entry.status.st_size for entry in plain)
    for entry in files_or_reasons(bag):
        if isinstance(entry, Reason):
            problems.append(entry)
            continue
        path = entry.path.decode()
        in_data = path.startswith(DATA_FOLDER)
        try:
            digests, length = digests_of(entry, news if in_data else news[:1], buffer)
        except RogatoryError as error:
            problems += error.reasons
            digests, length = ("0" * 64, *("0" * FURTHER[name].digits for name in kinds)), 0
        if in_data:
            spool.write(found_line(digests[0], length, path))
            for name, digest in zip(kinds, digests[1:], strict=True):
                more[name].write(manifest_line(digest, path))
            files += 1
            size += length
            progress(size, total)
        else:
            tags[path] = digests[0]
    return BagContents(
        tags=tags,
        payload=lambda: read_found(spool),
        files=files,
        bytes=size,
        further=lambda name: _read_digests(more[name]),
        problems=tuple(problems),
    )


def _read_digests(spool: Spool) -> Iterator[tuple[str, str]]:
    for line in spool.lines():
        digest, _, path = line.decode().rstrip("\n").partition("  ")
        yield path, digest
