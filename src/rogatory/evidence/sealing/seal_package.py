# SPDX-License-Identifier: Apache-2.0
"""Seal: a source, or a bag whose every digest is checked again, into a sealed package."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from rogatory.disk import PartialFolder
from rogatory.errors import Refused
from rogatory.evidence import refusals
from rogatory.evidence.bag.tag_files import PayloadRecord, TagFile, tag_manifest, with_tag_manifest
from rogatory.evidence.bag.texts import BagInfo, bagging_date
from rogatory.evidence.collecting.collect import write_tags
from rogatory.evidence.collecting.describing import (
    Description,
    head_files,
    plan_source,
    refuse_inside,
    shortcomings_of,
)
from rogatory.evidence.collecting.examining import Examining
from rogatory.evidence.collecting.source import source_at
from rogatory.evidence.collecting.terms import CollectionTerms
from rogatory.evidence.hashing import in_table_order
from rogatory.evidence.items_root import SECRET_SIZE
from rogatory.evidence.layout import CERTIFICATES, SEAL, SEGMENTS
from rogatory.evidence.names import is_plain
from rogatory.evidence.options import (
    TOOL,
    RunSettings,
    Sealed,
    SealOptions,
    Shortcomings,
    tool_version,
)
from rogatory.evidence.sealed.seal_document import Addressee, Seal
from rogatory.evidence.sealed.segments import SegmentList
from rogatory.evidence.spool import Spools
from rogatory.evidence.stream.stream_contents import Outgoing
from rogatory.evidence.stream.stream_out import EncryptedPayload, StreamWriter
from rogatory.seal.age import HybridRecipient, PayloadCipher, SealedHeader, seal_header
from rogatory.seal.signatures import SigningKeys
from rogatory.wire.digests import sha256
from rogatory.wire.identifiers import uuid7


@dataclass(frozen=True, slots=True)
class SealingParameters:
    """The parameters of every way of sealing: the sealer, the recipients, and the method."""

    keys: SigningKeys
    recipients: Sequence[Addressee]
    settings: RunSettings
    options: SealOptions = field(default_factory=SealOptions)

    def header(self) -> SealedHeader:
        if not self.recipients:
            raise Refused(refusals.NO_RECIPIENT.because())
        return seal_header(
            [HybridRecipient.parse(to.recipient) for to in self.recipients], self.settings.random
        )

    def bag_info(self, package: str, oxum: str, at: datetime) -> BagInfo:
        return BagInfo(
            date=bagging_date(at),
            agent=f"{TOOL} {tool_version()}",
            oxum=oxum,
            package=package,
            sender=self.keys.holder,
            thread=self.options.thread,
            network=self.options.network,
            recipients=tuple(self.recipients),
        )


def seal_source(
    source: Path,
    out: Path,
    terms: CollectionTerms,
    sealing: SealingParameters,
) -> Sealed:
    """Seal what is at `source`, which is read once, as a package at `out`.

    Raises:
        Refused: as `collect`; or there is no recipient, or one that is no hybrid age recipient.
        Unreachable: the disk is full or fails. Nothing is left at `out` in either case.
    """
    settings, tolerance = sealing.settings, terms.tolerance
    clock = settings.clock
    header = sealing.header()
    started = clock()
    found = source_at(source)
    refuse_inside(found, out)
    package = terms.package or uuid7(started, settings.random(10))
    described = Description(package, terms.acquisition, terms.contents, started)
    with (
        PartialFolder(out, remove_leftover=settings.remove_leftover) as partial,
        Spools(partial.path) as spools,
    ):
        examining = Examining(found, terms.provider_return)
        plan = plan_source(found, out.parent, spools, tolerance, examining)
        further = in_table_order(terms.hashes)
        record = PayloadRecord(settings.random(SECRET_SIZE), spools, further)
        head = head_files(sealing.bag_info(package, plan.oxum, started))
        shortcomings: list[Shortcomings] = []
        examined = []

        def tags() -> list[TagFile]:
            shortcomings.append(shortcomings_of(found, plan, record, tolerance))
            examined.append(
                examining.examine(
                    record.inventory,
                    spools,
                    tolerance=tolerance,
                    copied=None,
                    progress=settings.progress,
                    read=plan.bytes,
                )
            )
            return described.tag_files(plan, record, clock(), examined[0])

        tail = Tail(head, tags, sealing)
        outgoing = Outgoing(plan, found.folder, package, head, tail, record.add, further)
        payload, seal = write_sealed(partial.path, spools, outgoing, header, tail, sealing)
    return Sealed(
        folder=out,
        package=package,
        bag=seal.bag,
        collected=None,
        seal=sha256(seal.encode()),
        files=plan.files,
        bytes=plan.bytes,
        payload_size=payload.size,
        segments=payload.segments,
        sealed=seal.sealed,
        shortcomings=shortcomings[0],
        examined=examined[0],
        tool=f"{TOOL} {tool_version()}",
    )


class Tail:
    """Makes the tag files when the data are hashed, signs their manifest, and keeps its digest."""

    def __init__(
        self, head: list[TagFile], tags: Callable[[], list[TagFile]], sealing: SealingParameters
    ) -> None:
        self._head, self._tags, self._sealing = head, tags, sealing
        self.bag = ""

    def __call__(self) -> list[TagFile]:
        tags = self._tags()
        manifest = tag_manifest({file.path: file.sha256() for file in (*self._head, *tags)})
        self.bag = sha256(manifest)
        signatures = self._sealing.keys.sign(manifest, self._sealing.settings.clock())
        return with_tag_manifest(self._head, tags, signatures, manifest)


def write_sealed(
    folder: bytes,
    spools: Spools,
    outgoing: Outgoing,
    header: SealedHeader,
    tail: Tail,
    sealing: SealingParameters,
) -> tuple[EncryptedPayload, Seal]:
    """Write the files of a sealed package: the payload first, the seal over it last."""
    nonce = sealing.settings.random(16)
    segments = SegmentList(sealing.options.segment_size, spools)
    stream = StreamWriter(
        outgoing,
        header.header,
        nonce,
        PayloadCipher(header.file_key, nonce),
        fork=sealing.options.fork_reader,
    )
    payload = stream.write(folder, segments, spools, sealing.settings.progress)
    seal = Seal(
        network=sealing.options.network,
        package=outgoing.top,
        thread=sealing.options.thread,
        sender=sealing.keys.holder,
        recipients=tuple(sealing.recipients),
        sealed=sealing.settings.clock(),
        bag=tail.bag,
        header=header.header,
        payload_size=payload.size,
        segment_size=sealing.options.segment_size,
        segments=payload.segments,
        root=payload.root,
    )
    write_tags(folder, [TagFile(SEGMENTS, segments.digests)])
    _write_seal(folder, seal, sealing)
    return payload, seal


def _write_seal(folder: bytes, seal: Seal, sealing: SealingParameters) -> None:
    data = seal.encode()
    signatures = sealing.keys.sign(data, seal.sealed)
    files = [TagFile(SEAL, data), TagFile(f"{SEAL}.p256.p7s", signatures.p256)]
    if signatures.mldsa65 is not None:
        files.append(TagFile(f"{SEAL}.mldsa65.p7s", signatures.mldsa65))
    stamps = (sealing.options.stamp, *sealing.options.more_stamps)
    for number, stamp in enumerate((one for one in stamps if one is not None), 1):
        token = stamp(bytes.fromhex(sha256(data)))
        name = f"{SEAL}.tst" if number == 1 else f"{SEAL}.{number}.tst"
        files.append(TagFile(name, token))
    for name, pem in sealing.options.certificates.items():
        if not is_plain(name):
            raise ValueError(f"a certificate file is not named {name!a}")
        files.append(TagFile(CERTIFICATES + name, pem))
    write_tags(folder, files)
