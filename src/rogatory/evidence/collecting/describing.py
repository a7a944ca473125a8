# SPDX-License-Identifier: Apache-2.0
"""From a source to what is said about it: the plan before reading, the tag files after."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from rogatory.disk import free_space
from rogatory.errors import Reason, Refused, Unreachable, refuse_if_any
from rogatory.evidence import refusals
from rogatory.evidence.bag.examined import ExaminedBag
from rogatory.evidence.bag.tag_files import PayloadRecord, TagFile
from rogatory.evidence.bag.texts import BAGIT_TEXT, BagInfo
from rogatory.evidence.case.acts import GraphAct
from rogatory.evidence.case.graph import Acquisition, InventoryFacts, acquisition_graph
from rogatory.evidence.collecting.examining import Examining
from rogatory.evidence.collecting.source import CollectionSource, printable_path, scan
from rogatory.evidence.layout import BAG_INFO, BAGIT, CASE_GRAPH, CONDITIONS, REQUEST
from rogatory.evidence.names import is_plain_path
from rogatory.evidence.options import (
    TOOL,
    Contents,
    Shortcomings,
    Tolerance,
    tool_version,
)
from rogatory.evidence.pipeline.file_reading import changed_folders
from rogatory.evidence.pipeline.plan import Planned, StoragePlan
from rogatory.evidence.protected import misnamed
from rogatory.evidence.spool import Spools
from rogatory.wire.words import Theirs

_SPARE = 1 << 20
"""Bytes that a package takes whatever is in it."""


def plan_source(
    source: CollectionSource,
    folder: Path,
    spools: Spools,
    tolerance: Tolerance,
    examining: Examining,
    seen: Callable[[Iterable[Planned]], Iterable[Planned]] = iter,
) -> StoragePlan:
    """Return what is at the source, each thing passing through `seen` as it is found. Refuses,
    naming each, what cannot be read, unless tolerated; what will not fit on the disk of `folder`;
    and an image that lacks a file.
    """
    plan = StoragePlan(spools)
    if source.only is None:
        plan.mark_top(source.folder.stat())
    for planned in seen(scan(source)):
        plan.add(planned)
        examining.note(planned)
    if not tolerance.unreadable:
        refuse_if_any(_unreadable(plan.unreadable))
    examining.settle(tolerance)
    refuse_full(folder, plan.space + _SPARE)
    return plan


def refuse_full(folder: Path, needed: int) -> None:
    free = free_space(folder)
    if free < needed:
        path = printable_path(folder)
        raise Unreachable(refusals.DISK_FULL.because(path=path, free=free, needed=needed))


def _unreadable(found: list[tuple[str, str]]) -> Iterator[Reason]:
    for path, problem in found:
        yield refusals.SOURCE_UNREADABLE.because(path=path, problem=Theirs(problem))


def shortcomings_of(
    source: CollectionSource | None, plan: StoragePlan, record: PayloadRecord, tolerance: Tolerance
) -> Shortcomings:
    """Return what went wrong while reading; refuses, naming each, what is not tolerated. `source`,
    where it is a folder, is looked at once more: whether its folders are as they were when listed.
    """
    if source is not None and source.only is None:
        record.amend(dict(changed_folders(source.folder, plan.folders())))
    reasons = [] if tolerance.unreadable else list(_unreadable(record.failed))
    if not tolerance.changed:
        reasons += [
            refusals.SOURCE_CHANGED.because(path=path, problem=Theirs(problem))
            for path, problem in record.changed
        ]
    refuse_if_any(reasons)
    return Shortcomings((*plan.unreadable, *record.failed), tuple(record.changed))


def refuse_inside(source: CollectionSource, out: Path) -> None:
    """Refuse an output in the source, which would collect itself."""
    if source.only is None:
        real = Path(os.path.realpath(out))
        if real == source.folder or source.folder in real.parents:
            raise Refused(refusals.OUTPUT_INSIDE_SOURCE.because(path=printable_path(out)))


@dataclass(frozen=True, slots=True)
class Description:
    """The caller's statements about a package, and when its making began; `before` are the acts of
    a collection that was interrupted, `remark` the remark on the present one.
    """

    package: str
    acquisition: Acquisition
    contents: Contents
    started: datetime
    before: tuple[GraphAct, ...] = ()
    remark: str | None = None

    def tag_files(
        self, plan: StoragePlan, record: PayloadRecord, ended: datetime, examined: ExaminedBag
    ) -> list[TagFile]:
        """Return all tag files that follow the data, but for the tag manifest.

        Raises:
            Refused: the conditions protect an item that is not there.
        """
        inventory = record.inventory
        refuse_if_any(misnamed(self.contents.conditions.protected_items, inventory.lines()))
        facts = InventoryFacts(
            inventory.size, inventory.sha256(), record.items, plan.files, plan.bytes
        )
        acquisition = self.acquisition
        act = GraphAct(
            acquire(len(self.before)),
            self.started,
            ended,
            acquisition.authority,
            acquisition.officer,
            TOOL,
            tool_version(),
            self.remark,
        )
        graph = acquisition_graph(
            self.package, acquisition, act, facts, examined, before=self.before
        )
        return [
            *record.tag_files(),
            *examined.tag_files(),
            TagFile(CASE_GRAPH, graph),
            TagFile(CONDITIONS, self.contents.conditions.encode()),
            *request_files(self.contents.request),
        ]


def acquire(before: int) -> str:
    """Return the name of an act of acquiring that follows so many others."""
    return "acquire" if before == 0 else f"acquire-{before + 1}"


def request_files(request: Mapping[str, bytes]) -> list[TagFile]:
    for name in request:
        if "/" in name or not is_plain_path(name):
            raise ValueError(f"a request has no file {name!a}")
    return [TagFile(REQUEST + name, data) for name, data in request.items()]


def head_files(info: BagInfo) -> list[TagFile]:
    """Return the tag files before the data."""
    return [TagFile(BAGIT, BAGIT_TEXT), TagFile(BAG_INFO, info.encode())]
