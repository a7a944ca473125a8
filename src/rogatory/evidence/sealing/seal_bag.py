# SPDX-License-Identifier: Apache-2.0
"""Seal a bag: every digest is checked again while it is read, and what it was is kept."""

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from rogatory.disk import Beneath, PartialFolder, faults_at
from rogatory.errors import Reason, Refused, refuse_if_any
from rogatory.evidence import refusals
from rogatory.evidence.bag.earlier_forms import kept_copies, next_number
from rogatory.evidence.bag.tag_files import TagFile
from rogatory.evidence.bag.texts import BagInfo, manifest_line
from rogatory.evidence.case.acts import GraphAct
from rogatory.evidence.case.graph import with_act
from rogatory.evidence.collecting.describing import (
    head_files,
    refuse_full,
    refuse_inside,
    request_files,
)
from rogatory.evidence.collecting.source import CollectionSource
from rogatory.evidence.conditions import StatedConditions, parse_conditions, tightened
from rogatory.evidence.hashing import FURTHER, Digests, further_in, in_table_order
from rogatory.evidence.layout import (
    BAG_INFO,
    BAGIT,
    CASE_GRAPH,
    CONDITIONS,
    DATA_FOLDER,
    INVENTORY,
    OFFSETS,
    TAG_MANIFEST,
    TAG_SIGNATURES,
)
from rogatory.evidence.options import (
    TOOL,
    Sealed,
    Shortcomings,
    tool_version,
)
from rogatory.evidence.pipeline.plan import Planned, StoragePlan, fingerprint_of
from rogatory.evidence.protected import misnamed
from rogatory.evidence.sealing.seal_package import SealingParameters, Tail, write_sealed
from rogatory.evidence.spool import Spool, Spools
from rogatory.evidence.stream.stream_contents import Outgoing
from rogatory.evidence.stream.stream_in import found_line, read_found
from rogatory.evidence.verification.bag_check import LARGEST_TAG, BagChecks, BagContents
from rogatory.evidence.verification.rehash import plain_files
from rogatory.evidence.verification.tag_forms import tag_form_reasons
from rogatory.wire.digests import sha256
from rogatory.wire.words import Theirs


def seal_bag(
    bag: Path,
    out: Path,
    sealing: SealingParameters,
    *,
    officer: str | None = None,
    stated: StatedConditions | None = None,
    request: Mapping[str, bytes] | None = None,
    hashes: Sequence[str] = (),
) -> Sealed:
    """Seal the bag at `bag`, which stays as it is, as a package at `out`.

    `stated` are conditions that join those of the bag (`conditions.tightened`); `request`, if
    given, takes the place of the one in it. `hashes` are further digests, of which those that the
    bag does not have yet get a manifest. The collector's signatures are kept, not judged: verifying
    does that.

    Raises:
        Refused: the bag is not whole or not in form, its documents included (with every reason);
            what is stated would ease a condition; or as `seal_source`.
        Unreachable: the disk is full or fails. Nothing is left at `out` in either case.
    """
    clock = sealing.settings.clock
    header = sealing.header()
    started = clock()
    refuse_inside(CollectionSource(bag.resolve(), None), out)
    with (
        PartialFolder(out, remove_leftover=sealing.settings.remove_leftover) as partial,
        Spools(partial.path) as spools,
        Beneath(bag) as beneath,
    ):
        found = _BagFiles(bag, beneath, spools, hashes)
        refuse_full(out.parent, found.plan.space)
        info = found.admit()
        act = GraphAct("seal", started, clock(), sealing.keys.holder, officer, TOOL, tool_version())
        head = head_files(sealing.bag_info(info.package, found.plan.oxum, started))

        def tags() -> list[TagFile]:
            found.refuse_differing()
            return found.tags_after(info.package, act, stated or StatedConditions(), request or {})

        tail = Tail(head, tags, sealing)
        outgoing = Outgoing(found.plan, bag, info.package, head, tail, found.record, found.further)
        payload, seal = write_sealed(partial.path, spools, outgoing, header, tail, sealing)
    return Sealed(
        folder=out,
        package=seal.package,
        bag=seal.bag,
        collected=found.bag,
        seal=sha256(seal.encode()),
        files=found.plan.files,
        bytes=found.plan.bytes,
        payload_size=payload.size,
        segments=payload.segments,
        sealed=seal.sealed,
        shortcomings=Shortcomings(),
        tool=f"{TOOL} {tool_version()}",
    )


class _BagFiles:
    """A bag being sealed: tag files spooled and hashed, the payload planned."""

    def __init__(self, bag: Path, beneath: Beneath, spools: Spools, hashes: Sequence[str]) -> None:
        self._beneath = beneath
        self.plan = StoragePlan(spools)
        self._tags: dict[str, Spool] = {}
        self._found = spools.new()
        self._changed: list[tuple[str, str]] = []
        for entry in plain_files(bag):
            path = entry.path.decode()
            if path.startswith(DATA_FOLDER):
                below = path.removeprefix(DATA_FOLDER)
                mark = fingerprint_of(entry.status)
                size = entry.status.st_size
                self.plan.add(Planned(below, entry.place, "file", size, {}, mark))
            else:
                self._tags[path] = self._spooled(path, spools.new())
        listed = further_in(self._tags)
        self.further = in_table_order([*listed, *hashes])
        self._found_further = {name: spools.new() for name in self.further}
        self._new_manifests = {name: spools.new() for name in self.further if name not in listed}
        self._checks = BagChecks(beneath, self._contents())

    @property
    def bag(self) -> str:
        return self._checks.bag

    def admit(self) -> BagInfo:
        """Return what `bag-info.txt` says, once form and tag files hold, and what is stated can be
        added.
        """
        self._checks.before_reading()
        refuse_if_any(self._checks.list.reasons)
        assert self._checks.info is not None
        return self._checks.info

    def record(self, planned: Planned, digests: Digests | None) -> None:
        assert digests is not None
        path = DATA_FOLDER + planned.path
        self._found.write(found_line(digests[0], planned.size, path))
        for name, digest in zip(self.further, digests[1:], strict=True):
            self._found_further[name].write(found_line(digest, planned.size, path))
            if name in self._new_manifests:
                self._new_manifests[name].write(manifest_line(digest, path))
        if planned.changed or planned.failed:
            self._changed.append((path, planned.failed or "; ".join(planned.changed)))

    def refuse_differing(self) -> None:
        """Refuse, with every reason, a payload that is not as the bag says."""
        self._checks.after_reading()
        changed = [
            refusals.SOURCE_CHANGED.because(path=path, problem=Theirs(problem))
            for path, problem in self._changed
        ]
        forms = () if self._checks.list.reasons else self._form_reasons()
        refuse_if_any([*changed, *self._checks.list.reasons, *forms])

    def _form_reasons(self) -> Iterator[Reason]:
        contents = self._contents()
        inventory = self._tags[INVENTORY].lines()
        yield from tag_form_reasons(self._beneath, contents.tags, contents.payload, inventory)

    def tags_after(
        self, package: str, act: GraphAct, stated: StatedConditions, request: Mapping[str, bytes]
    ) -> list[TagFile]:
        """Return the tag files of the sealed bag: new ones, those that stay, and copies of the old."""
        new = {CASE_GRAPH: with_act(self._read(CASE_GRAPH), package, act)}
        there = parse_conditions(self._read(CONDITIONS))
        conditions = tightened(there, stated)
        if conditions != there:
            inventory = self._tags[INVENTORY].lines()
            refuse_if_any(misnamed(conditions.protected_items, inventory))
            new[CONDITIONS] = conditions.encode()
        for tag in request_files(request):
            new[tag.path] = b"".join(tag.blocks())
        replaced = {path: self._read(path) for path in (BAG_INFO, *new) if path in self._tags}
        signatures = {
            path: self._read(path) for path in TAG_SIGNATURES.values() if path in self._tags
        }
        kept = kept_copies(self._read(TAG_MANIFEST), next_number(self._tags), replaced, signatures)
        written = {*new, *signatures, BAGIT, BAG_INFO, TAG_MANIFEST, OFFSETS}
        return [
            *(TagFile(path, data) for path, data in (new | kept).items()),
            *(TagFile(path, spool) for path, spool in self._tags.items() if path not in written),
            *(TagFile(FURTHER[name].manifest, s) for name, s in self._new_manifests.items()),
        ]

    def _contents(self) -> BagContents:
        return BagContents(
            tags={path: spool.sha256() for path, spool in self._tags.items()},
            payload=lambda: read_found(self._found),
            files=self.plan.files,
            bytes=self.plan.bytes,
            further=self._further_found,
        )

    def _further_found(self, name: str) -> Iterator[tuple[str, str]]:
        return ((path, digest) for path, digest, _ in read_found(self._found_further[name]))

    def _spooled(self, path: str, spool: Spool) -> Spool:
        with faults_at(path), os.fdopen(self._beneath.open_read(path), "rb") as stream:
            while block := stream.read(1 << 16):
                spool.write(block)
        return spool

    def _read(self, path: str) -> bytes:
        spool = self._tags[path]
        if spool.size > LARGEST_TAG:
            raise Refused(
                refusals.TAR_MEMBER_LARGE.because(path=path, size=spool.size, limit=LARGEST_TAG)
            )
        return b"".join(spool.blocks())
