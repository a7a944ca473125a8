# SPDX-License-Identifier: Apache-2.0
"""Re-wrap: the same payload behind a new age header, under a new seal that names the old one.

For a new recipient, or after a key was replaced. Nothing is decrypted but the file key, which is
wrapped anew and never written. A holder who could open the package before still can, with a copy of
it: re-wrapping gives, and takes nothing back.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from rogatory.disk import Beneath, DirectStream, PartialFolder, faults_at
from rogatory.errors import Refused, refuse_if_any
from rogatory.evidence import refusals
from rogatory.evidence.bag.tag_files import TagFile
from rogatory.evidence.collecting.collect import write_tags
from rogatory.evidence.collecting.describing import refuse_full
from rogatory.evidence.layout import CERTIFICATES, PACKAGE, SEAL, SEGMENTS
from rogatory.evidence.names import is_plain
from rogatory.evidence.opening.open_package import admit
from rogatory.evidence.options import Now, ReportProgress, Stamp, no_progress
from rogatory.evidence.pipeline.packer import CAPACITY, new_buffer
from rogatory.evidence.sealed.seal_chain import MOST_EARLIER_SEALS, SEALS
from rogatory.evidence.sealed.seal_document import Addressee, Seal
from rogatory.evidence.sealed.sealed_files import SealedFiles, sealed_files
from rogatory.evidence.sealed.segments import DIGEST_SIZE, Segmenter
from rogatory.evidence.trust.anchors import Trust
from rogatory.seal.age import HybridIdentity, HybridRecipient, SealedHeader, seal_header
from rogatory.seal.signatures import SigningKeys
from rogatory.wire.digests import sha256
from rogatory.wire.randomness import Random


@dataclass(frozen=True, slots=True)
class Rewrapped:
    """A package under its new seal, at `folder`."""

    folder: Path
    seal: Seal
    seal_digest: str
    replaced: Seal
    replaced_digest: str
    earlier: int
    """How many earlier seals travel along."""
    first_sender: str


@dataclass(frozen=True, slots=True)
class Rewrapping:
    """The sealer who re-wraps, and the new recipients. `certificates` (PEM by plain name) join
    those that are there; `stamp` may add to them before they are written.
    """

    keys: SigningKeys
    recipients: tuple[Addressee, ...]
    clock: Now
    random: Random
    certificates: Mapping[str, bytes] = field(default_factory=dict)
    stamp: Stamp | None = None


def rewrap(
    sealed: Path,
    out: Path,
    *,
    identities: Sequence[HybridIdentity],
    trust: Trust,
    rewrapping: Rewrapping,
    remove_leftover: bool = False,
    progress: ReportProgress = no_progress,
) -> Rewrapped:
    """Re-wrap the package at `sealed`, for other recipients, at `out`. What must hold:

      1. the checks of the seal (`SealChecks`), of which a missing timestamp alone is tolerated,
         and one of the identities opens it, as for opening;
      2. the sealer is the sender of that seal or one of its recipients' authorities;
      3. there is a recipient, and the chain may have another seal;
      4. every segment has its digest, as it is copied.

    Raises:
        Refused: with every reason of 1, of 2 and 3, or of 4.
        Unreachable: the disk or a token fails. Nothing is left at `out` in any case.
    """
    with sealed_files(sealed) as files:
        checks, old, _, key = admit(files, identities, trust)  # 1
        earlier = len(checks.chain.links) if checks.chain else 0
        _refuse_unfit(old, rewrapping, earlier)  # 2, 3
        wrapped = [HybridRecipient.parse(to.recipient) for to in rewrapping.recipients]
        header = seal_header(wrapped, rewrapping.random, file_key=key)
        with PartialFolder(out, remove_leftover=remove_leftover) as partial:
            refuse_full(out.parent, old.payload_size)
            _copy_payload(files, old, header, partial.path, progress)  # 4
            new = replace(
                old,
                sender=rewrapping.keys.holder,
                recipients=rewrapping.recipients,
                sealed=rewrapping.clock(),
                header=header.header,
                replaces=checks.digest,
            )
            _copy_segment_list(files, partial.path)
            write_tags(partial.path, list(_carried(files, earlier + 1)))
            write_tags(partial.path, _seal_files(new, files, rewrapping))
    first = checks.first or old
    return Rewrapped(out, new, sha256(new.encode()), old, checks.digest, earlier + 1, first.sender)


def _refuse_unfit(old: Seal, rewrapping: Rewrapping, earlier: int) -> None:
    reasons = []
    holder = rewrapping.keys.holder
    if holder not in {old.sender, *(to.authority for to in old.recipients)}:
        reasons.append(refusals.REWRAP_STRANGER.because(authority=holder))
    if not rewrapping.recipients:
        reasons.append(refusals.NO_RECIPIENT.because())
    if earlier >= MOST_EARLIER_SEALS:
        reasons.append(
            refusals.SEAL_CHAIN_LONG.because(count=earlier + 1, limit=MOST_EARLIER_SEALS)
        )
    refuse_if_any(reasons)


def _copy_payload(
    files: SealedFiles, old: Seal, header: SealedHeader, folder: bytes, progress: ReportProgress
) -> None:
    """Write the new header and copy the old payload, read once, every segment compared as it passes."""
    with Beneath(folder) as beneath:
        target = beneath.create(PACKAGE)
    try:
        size = len(header.header) + old.payload_size
        stream = DirectStream(target, PACKAGE, expected_size=size)
        stream.write(header.header)
        with files.opened(PACKAGE) as source, files.opened(SEGMENTS) as digests:
            damaged = list(_copied(source, digests, old, stream, progress))
        refuse_if_any(refusals.SEAL_SEGMENT.because(index=index) for index in damaged)
        stream.finish()
    finally:
        os.close(target)


def _copied(
    source: int, digests: int, old: Seal, stream: DirectStream, progress: ReportProgress
) -> Iterator[int]:
    """Copy the payload; the numbers of the segments that do not have their digest."""
    segmenter = Segmenter(old.segment_size)
    buffer = new_buffer(CAPACITY)
    at = index = 0
    while at < old.payload_size:
        wanted = min(CAPACITY, old.payload_size - at)
        count = os.preadv(source, [buffer[:wanted]], len(old.header) + at)
        if count == 0:
            expected = old.payload_size
            raise Refused(refusals.SEAL_PAYLOAD_SIZE.because(found=at, expected=expected))
        at += count
        stream.write(buffer[:count])
        ended = [*segmenter.update(buffer[:count])]
        if at == old.payload_size:
            ended += segmenter.finish()
        for digest in ended:
            if os.pread(digests, DIGEST_SIZE, index * DIGEST_SIZE) != digest:
                yield index
            index += 1
        progress(at, old.payload_size)


def _copy_segment_list(files: SealedFiles, folder: bytes) -> None:
    """Copy the list byte for byte, in parts: a package of many terabytes has a list of megabytes."""
    with (
        Beneath(folder) as beneath,
        files.opened(SEGMENTS) as source,
        os.fdopen(beneath.create(SEGMENTS), "wb") as target,
        faults_at(SEGMENTS),
    ):
        at = 0
        while part := os.pread(source, 1 << 20, at):
            target.write(part)
            at += len(part)


def _carried(files: SealedFiles, number: int) -> Iterator[TagFile]:
    """Yield the documents that travel along: what lay beside the old seal goes to its place in the
    chain; earlier seals and certificates stay as they are.
    """
    documents = files.documents()
    for name in documents.names:
        if name.startswith((SEALS, CERTIFICATES)):
            yield TagFile(name, documents.read(name))
        elif name != SEGMENTS:
            yield TagFile(f"{SEALS}{number}/{name}", documents.read(name))


def _seal_files(new: Seal, files: SealedFiles, rewrapping: Rewrapping) -> list[TagFile]:
    """Return the new seal, its signatures and timestamp, and the certificates that go with them."""
    data = new.encode()
    signatures = rewrapping.keys.sign(data, new.sealed)
    made = [TagFile(SEAL, data), TagFile(f"{SEAL}.p256.p7s", signatures.p256)]
    if signatures.mldsa65 is not None:
        made.append(TagFile(f"{SEAL}.mldsa65.p7s", signatures.mldsa65))
    if rewrapping.stamp is not None:
        token = rewrapping.stamp(bytes.fromhex(sha256(data)))
        made.append(TagFile(f"{SEAL}.tst", token))
    there = files.certificates()
    for name, pem in rewrapping.certificates.items():
        if not is_plain(name):
            raise ValueError(f"a certificate file is not named {name!a}")
        if pem not in there.values():
            made.append(TagFile(CERTIFICATES + _free_name(name, there), pem))
    return made


def _free_name(name: str, taken: Mapping[str, bytes]) -> str:
    """Return the name, or one with a number where a certificate of another key has it already."""
    stem, number, found = name.removesuffix(".pem"), 1, name
    while found in taken:
        number += 1
        found = f"{stem}.{number}.pem"
    return found
