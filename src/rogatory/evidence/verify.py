# SPDX-License-Identifier: Apache-2.0
"""Verify: every check that can be made, by number, with all failures; nothing is changed."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from rogatory.disk import Beneath
from rogatory.errors import Refused
from rogatory.evidence import refusals
from rogatory.evidence.bag_check import BagChecks, BagContents
from rogatory.evidence.checks import Check, Outcome, Undecided
from rogatory.evidence.earlier import check_earlier
from rogatory.evidence.layout import BAGIT, DATA_FOLDER, SEAL
from rogatory.evidence.options import Progress, no_progress
from rogatory.evidence.packer import CAPACITY, new_buffer
from rogatory.evidence.rehash import digest_of, payload_digests, plain_files
from rogatory.evidence.seal_document import Seal
from rogatory.evidence.sealed_files import SealChecks, damaged_segments, sealed_files
from rogatory.evidence.spool import Spool, Spools
from rogatory.evidence.stream_in import found_line, read_found
from rogatory.evidence.trust import Trust, judge
from rogatory.seal.signatures import Anchors
from rogatory.seal.timestamps import Stamped
from rogatory.wire.words import N_


@dataclass(frozen=True, slots=True)
class Verified:
    """What was checked. `bag` is the digest that custody knows it by, where it could be told."""

    checks: tuple[Check, ...]
    bag: str | None
    package: str | None
    seal: Seal | None = None
    seal_digest: str | None = None
    stamped: tuple[Stamped, ...] = ()

    @property
    def outcome(self) -> Outcome:
        """`fails` if any check does; else `undecided` if any is; else `holds`."""
        found = {check.outcome for check in self.checks}
        if "fails" in found:
            return "fails"
        return "undecided" if "undecided" in found else "holds"


def is_sealed(path: Path) -> bool:
    """Whether a folder is a sealed package, to be verified as such."""
    return (path / SEAL).is_file()


def is_bag(path: Path) -> bool:
    return (path / BAGIT).is_file()


def verify_sealed(sealed: Path, *, trust: Trust, progress: Progress = no_progress) -> Verified:
    """The checks of the seal (`SealChecks`, 1-5), and:

    6. Every segment of the encrypted package is the one sealed.
    7. The bag inside, which only a recipient can decide.
    """
    with sealed_files(sealed) as files:
        checks = SealChecks(files, trust)
        seal = checks.run()
        if seal is not None:

            def segments() -> None:
                damaged = damaged_segments(files, seal, progress)
                if damaged:
                    raise Refused(refusals.SEAL_SEGMENT.because(index=i) for i in damaged)

            def inside() -> None:
                remark = N_("the bag inside is encrypted")
                raise Undecided(remark, N_("a recipient, by opening the package"))

            checks.list.run(N_("Every segment is unchanged"), segments)
            checks.list.run(N_("The package inside is the one sealed"), inside)
    return Verified(
        checks=tuple(checks.list.checks),
        bag=seal.bag if seal else None,
        package=seal.package if seal else None,
        seal=seal,
        seal_digest=checks.digest if seal else None,
        stamped=checks.stamped,
    )


def verify_bag(
    bag: Path,
    *,
    trust: Trust,
    own: Anchors | None = None,
    stamped: tuple[Stamped, ...] = (),
    seal: Seal | None = None,
    progress: Progress = no_progress,
) -> Verified:
    """The checks of a bag (`BagChecks`, 1-7), its earlier records (8), and, where a seal that was
    checked before is given, that this is its bag (9).

    `own` are certificates that came with the bag; they speak for it where `trust` names none.
    `stamped` are timestamps that hold over a seal of this bag.
    """
    with Spools(None) as spools, Beneath(bag) as beneath:
        contents = hash_bag(bag, spools.new(), progress)
        checks = BagChecks(beneath, contents)
        judging = judge(trust, own or Anchors(()), list(stamped))
        checks.run(judging)
        checks.list.run(
            N_("Records of earlier forms of the package hold"),
            lambda: check_earlier(beneath, contents.tags, judging),
        )
        if seal is not None:
            checks.against(seal)
    package = checks.info.package if checks.info else None
    return Verified(tuple(checks.list.checks), checks.bag, package, seal, stamped=stamped)


def hash_bag(bag: Path, spool: Spool, progress: Progress) -> BagContents:
    """What the files of a bag in a folder hash to."""
    tags: dict[str, str] = {}
    files = size = 0
    buffer = new_buffer(CAPACITY)
    total = sum(entry.status.st_size for entry in plain_files(bag))
    for entry in plain_files(bag):
        path = entry.path.decode()
        digest, length = digest_of(entry, hashlib.sha256, buffer)
        if path.startswith(DATA_FOLDER):
            spool.write(found_line(digest, length, path))
            files += 1
            size += length
            progress(size, total)
        else:
            tags[path] = digest
    return BagContents(
        tags=tags,
        payload=lambda: read_found(spool),
        files=files,
        bytes=size,
        further=lambda name: payload_digests(bag, name),
    )
