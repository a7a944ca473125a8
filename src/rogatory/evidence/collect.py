# SPDX-License-Identifier: Apache-2.0
"""Collect: hash and describe at the source, in one pass, into a bag."""

import os
from collections.abc import Sequence
from pathlib import Path

from rogatory.disk import Beneath, PartialFolder, faults_at
from rogatory.evidence.bag import BagInfo, bagging_date
from rogatory.evidence.case_graph import Acquisition
from rogatory.evidence.describing import (
    Description,
    head_files,
    plan_source,
    refuse_inside,
    shortcomings_of,
)
from rogatory.evidence.examining import Examining
from rogatory.evidence.folder_writer import FolderWriter, Written
from rogatory.evidence.hashing import Hasher, in_order
from rogatory.evidence.items_root import SECRET_SIZE
from rogatory.evidence.layout import DATA_FOLDER
from rogatory.evidence.line import Lane, Line
from rogatory.evidence.options import (
    TOOL,
    Clock,
    Collected,
    Contents,
    Progress,
    Random,
    Tolerance,
    no_progress,
    tool_version,
)
from rogatory.evidence.packer import Batch, Packer, new_ring
from rogatory.evidence.plan import Plan
from rogatory.evidence.reading import open_stack
from rogatory.evidence.source import Source, source_at
from rogatory.evidence.spool import Spools
from rogatory.evidence.stream_out import Recorder
from rogatory.evidence.tags import PayloadRecord, TagFile, tag_manifest, with_tag_manifest
from rogatory.seal.signatures import SigningKeys
from rogatory.wire.digests import sha256
from rogatory.wire.identifiers import uuid7


def collect(
    source: Path,
    out: Path,
    *,
    acquisition: Acquisition,
    clock: Clock,
    random: Random,
    keys: SigningKeys | None = None,
    contents: Contents | None = None,
    tolerance: Tolerance | None = None,
    hashes: Sequence[str] = (),
    package: str | None = None,
    provider_return: bool = False,
    remove_leftover: bool = False,
    progress: Progress = no_progress,
) -> Collected:
    """A bag at `out` of what is at `source`, signed at collection if `keys` are given.

    Raises:
        Refused: the source is missing, holds no data, cannot be read in part, or changed while
            it was read (each unless tolerated); `out` exists or lies in the source.
        Unreachable: the disk is full or fails. Nothing is left at `out` in either case.
    """
    started = clock()
    tolerance = tolerance or Tolerance()
    found = source_at(source)
    refuse_inside(found, out)
    package = package or uuid7(started, random(10))
    described = Description(package, acquisition, contents or Contents(), started)
    with (
        PartialFolder(out, private=True, remove_leftover=remove_leftover) as partial,
        Spools(partial.path) as spools,
    ):
        examining = Examining(found, provider_return)
        plan = plan_source(found, out.parent, spools, tolerance, examining)
        further = in_order(hashes)
        record = PayloadRecord(random(SECRET_SIZE), spools, further)
        _copy(found, plan, partial.path, record, further, progress)
        shortcomings = shortcomings_of(plan, record, tolerance)
        examined = examining.examine(
            record.inventory,
            spools,
            tolerance=tolerance,
            copied=partial.path + b"/" + DATA_FOLDER.rstrip("/").encode(),
            progress=progress,
            read=plan.bytes,
        )
        info = BagInfo(bagging_date(started), f"{TOOL} {tool_version()}", plan.oxum, package)
        head = head_files(info)
        tags = described.tag_files(plan, record, clock(), examined)
        manifest = tag_manifest({file.path: file.sha256() for file in (*head, *tags)})
        signatures = keys.sign(manifest, clock()) if keys else None
        write_tags(partial.path, [*head, *with_tag_manifest(head, tags, signatures, manifest)])
    return Collected(
        folder=out,
        package=package,
        bag=sha256(manifest),
        files=plan.files,
        bytes=plan.bytes,
        items=plan.items,
        shortcomings=shortcomings,
        tool=info.agent,
        examined=examined,
    )


def write_tags(folder: bytes, tags: list[TagFile]) -> None:
    """Tag files as files beneath a folder."""
    with Beneath(folder) as beneath:
        for tag in tags:
            file = beneath.create(tag.path)
            with faults_at(tag.path), os.fdopen(file, "wb") as stream:
                for block in tag.blocks():
                    stream.write(block)


def _copy(
    source: Source,
    plan: Plan,
    folder: bytes,
    record: PayloadRecord,
    further: Sequence[str],
    progress: Progress,
) -> None:
    """Read, hash and write the data: a thread each."""
    with Beneath(folder) as beneath:
        beneath.make_folder(DATA_FOLDER.rstrip("/"))
    with Line() as line:
        free: Lane[memoryview] = line.lane()
        to_hash: Lane[Batch] = line.lane()
        to_write: Lane[Written] = line.lane()
        new_ring(free)
        line.start("read", lambda: _pack(source, plan, free, to_hash, further))
        line.start("write", FolderWriter(folder, to_write, free, DATA_FOLDER).work)
        with Hasher(further) as hasher:
            recorder = Recorder(record.add, plan.bytes, progress, hasher)
            _hash(to_hash, to_write, recorder)


def _pack(
    source: Source,
    plan: Plan,
    free: Lane[memoryview],
    to_hash: Lane[Batch],
    further: Sequence[str],
) -> None:
    packer = Packer(free, to_hash.put, further=further)
    with open_stack(source.folder) as stack:
        for planned in plan:
            if planned.is_data:
                packer.add(stack, planned)
            else:
                packer.note(planned)
    packer.finish(end=True)


def _hash(to_hash: Lane[Batch], to_write: Lane[Written], recorder: Recorder) -> None:
    while True:
        batch = to_hash.take()
        recorder.take(batch)
        data = [span for span in batch.spans if span[0].is_data]
        to_write.put(Written(batch.view, data, end=batch.end))
        if batch.end:
            return
