# SPDX-License-Identifier: Apache-2.0
"""Collect: hash and describe at the source, in one pass, into a bag."""

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from rogatory.disk import Beneath, PartialFolder, faults_at
from rogatory.errors import Reason, Refused, RogatoryError, Unreachable
from rogatory.evidence import refusals
from rogatory.evidence.bag.tag_files import PayloadRecord, TagFile, tag_manifest, with_tag_manifest
from rogatory.evidence.bag.texts import BagInfo, bagging_date
from rogatory.evidence.case.acts import GraphAct
from rogatory.evidence.case.graph import Acquisition
from rogatory.evidence.collecting.describing import (
    Description,
    acquire,
    head_files,
    plan_source,
    refuse_inside,
    shortcomings_of,
)
from rogatory.evidence.collecting.examining import FORGIVING, Examining, examining_copies
from rogatory.evidence.collecting.gather import Gathering, gather, gather_piped
from rogatory.evidence.collecting.journal import SUFFIX, CollectJournal, JournalRead
from rogatory.evidence.collecting.resume import ResumedFile, refuse_other, taking_over
from rogatory.evidence.collecting.source import CollectionSource, Piped, printable_path, source_at
from rogatory.evidence.collecting.terms import CollectionTerms
from rogatory.evidence.hashing import in_table_order
from rogatory.evidence.items_root import SECRET_SIZE
from rogatory.evidence.layout import DATA_FOLDER
from rogatory.evidence.options import (
    TOOL,
    Collected,
    RunSettings,
    tool_version,
)
from rogatory.evidence.pipeline.partial_files import PART_BYTES, Parts
from rogatory.evidence.pipeline.plan import Planned, StoragePlan
from rogatory.evidence.spool import Spools
from rogatory.seal.signatures import SigningKeys
from rogatory.wire.digests import sha256
from rogatory.wire.identifiers import uuid7

type BeforeNaming = Callable[[Collected], None]


def collect(
    source: Path | Piped,
    out: Path,
    terms: CollectionTerms,
    settings: RunSettings,
    *,
    keys: SigningKeys | None = None,
    prepared: BeforeNaming | None = None,
    part_bytes: int = PART_BYTES,
) -> Collected:
    """Make a bag at `out` of what is at `source`, signed at collection if `keys` are given.

    `settings.resume` takes up a collection that was interrupted, as `resume.taking_over` says.
    `prepared` receives the result when it is complete and has no name yet. `part_bytes` is the
    distance between the marks of a long file.

    Raises:
        Refused: the source is missing, holds no data, cannot be read in part, or changed while
            it was read (each unless tolerated); `out` exists or lies in the source; there is
            nothing to resume, or it was begun otherwise. Nothing is left then, but what there was
            to resume.
        Unreachable: the disk is full or fails, or the user interrupted it. Nothing is left at
            `out`; if files are safe in its `.partial` folder, that stays, to be resumed.
    """
    clock, progress, tolerance = settings.clock, settings.progress, terms.tolerance
    started = clock()
    further = in_table_order(terms.hashes)
    found = source if isinstance(source, Piped) else source_at(source)
    if isinstance(found, CollectionSource):
        refuse_inside(found, out)
    elif settings.resume:
        raise Refused(refusals.RESUME_STREAM.because())
    agreed = _agreed(found, terms, further, keys)
    agreed["kind of source"] = "a provider's return" if terms.provider_return else ""
    run: _Run | None = None
    try:
        with (
            PartialFolder(
                out,
                private=True,
                remove_leftover=settings.remove_leftover,
                take_up=settings.resume,
            ) as partial,
            Spools(partial.path) as spools,
        ):
            run = _Run(partial, agreed, terms.acquisition, further, settings)
            package = run.begin(terms.package or uuid7(started, settings.random(10)))
            described = Description(
                package, terms.acquisition, terms.contents, started, run.acts, run.remark
            )
            record = PayloadRecord(settings.random(SECRET_SIZE), spools, further)
            data = partial.path + b"/" + DATA_FOLDER.rstrip("/").encode()
            with run:
                if isinstance(found, Piped):
                    plan = StoragePlan(spools)
                    gather_piped(found, Gathering(plan, partial.path, record, further, progress))
                    examining = examining_copies(data, plan, returned=terms.provider_return)
                else:
                    examining = Examining(found, terms.provider_return)
                    plan = plan_source(found, out.parent, spools, tolerance, examining, run.seen)
                    gather(
                        found,
                        Gathering(plan, partial.path, record, further, progress),
                        run.journal,
                        run.parts(part_bytes),
                    )
                looked_at = found if isinstance(found, CollectionSource) else None
                shortcomings = shortcomings_of(looked_at, plan, record, tolerance)
                examined = examining.examine(
                    record.inventory,
                    spools,
                    tolerance=FORGIVING if isinstance(found, Piped) else tolerance,
                    copied=data,
                    progress=progress,
                    read=plan.bytes,
                )
                info = BagInfo(
                    bagging_date(started), f"{TOOL} {tool_version()}", plan.oxum, package
                )
                head = head_files(info)
                tags = described.tag_files(plan, record, clock(), examined)
                manifest = tag_manifest({file.path: file.sha256() for file in (*head, *tags)})
                signatures = keys.sign(manifest, clock()) if keys else None
                write_tags(
                    partial.path, [*head, *with_tag_manifest(head, tags, signatures, manifest)]
                )
                made = Collected(
                    folder=out,
                    package=package,
                    bag=sha256(manifest),
                    files=plan.files,
                    bytes=plan.bytes,
                    items=plan.items,
                    shortcomings=shortcomings,
                    tool=info.agent,
                    examined=examined,
                    taken_over=run.taken_over,
                    begun=run.begun.at[1] if run.begun.at else 0,
                    begun_anew=run.begun.anew,
                )
                if prepared is not None:
                    prepared(made)
    except Refused as refused:
        _refuse_left(refused, out)
        raise
    except (KeyboardInterrupt, Unreachable) as error:
        if run is None or not run.kept:
            raise
        reasons = error.reasons if isinstance(error, Unreachable) else ()
        raise Unreachable([*reasons, run.unfinished()]) from error
    run.forget()
    return made


def _refuse_left(refused: Refused, out: Path) -> None:
    """Explain how to resume what an interrupted earlier run left, if that is the refusal."""
    journal = os.fsencode(out).rstrip(b"/") + SUFFIX
    if "disk-folder-unfinished" in refused.codes and os.path.lexists(journal):
        raise Refused(refusals.COLLECT_LEFT.because(path=printable_path(out))) from refused


def write_tags(folder: bytes, tags: list[TagFile]) -> None:
    """Tag files as files beneath a folder."""
    with Beneath(folder) as beneath:
        for tag in tags:
            file = beneath.create(tag.path)
            with faults_at(tag.path), os.fdopen(file, "wb") as stream:
                for block in tag.blocks():
                    stream.write(block)


def _agreed(
    source: CollectionSource | Piped,
    terms: CollectionTerms,
    further: Sequence[str],
    keys: SigningKeys | None,
) -> dict[str, str]:
    """Return what a collection that is resumed must have in common with what was begun. Who sits
    there may change: the graph names the officer of each part.
    """
    acquisition, contents = terms.acquisition, terms.contents
    request = hashlib.sha256()
    for name, data in sorted(contents.request.items()):
        request.update(f"{name} {len(data)}\n".encode() + data)
    stated = {
        "case": acquisition.case,
        "authorisation": acquisition.authorisation,
        "description of the source": acquisition.source,
        "place": acquisition.place,
        "device": acquisition.device,
        "number of the exhibit": acquisition.exhibit,
        "write blocker": acquisition.write_blocker,
        "text of notes": acquisition.notes,
        "authority": acquisition.authority,
    }
    return {name: value or "" for name, value in stated.items()} | {
        "source": "standard input" if isinstance(source, Piped) else printable_path(source.path),
        "choice of digests": ", ".join(("sha256", *further)),
        "request": request.hexdigest() if contents.request else "",
        "set of conditions": sha256(contents.conditions.encode()),
        "signature": keys.holder if keys else "",
    }


class _Run:
    """One run of a collection, with the journal from which another could take it up."""

    def __init__(
        self,
        partial: PartialFolder,
        agreed: dict[str, str],
        acquisition: Acquisition,
        further: Sequence[str],
        settings: RunSettings,
    ) -> None:
        self._partial, self._agreed, self._acquisition = partial, agreed, acquisition
        self._path = partial.target + SUFFIX
        self._read: JournalRead | None = None
        self.journal = CollectJournal(self._path, partial.fd, settings.clock)
        self.taken_over = 0
        if settings.resume:
            # Nothing of it is touched before it is certain that it may be taken up.
            partial.keep = True
            self._read = JournalRead(self._path)
            refuse_other(self._read.agreed, agreed)
        self.begun = ResumedFile(self._read.part if self._read else None, further)

    def begin(self, package: str) -> str:
        """Open the journal; the package's name, which a resumed collection keeps."""
        try:
            if self._read is None:
                self.journal.begin(self._agreed, package)
            else:
                package = self._read.package
                read = self._read
                self.journal.take_up(read.good, read.files, part=read.part is not None)
            self.journal.run(self._acquisition.authority, self._acquisition.officer, tool_version())
        except BaseException:
            if self._read is None:
                self.forget()
            raise
        return package

    def seen(self, found: Iterable[Planned]) -> Iterator[Planned]:
        """Yield what is found at the source, marked where it was collected before."""
        if self._read is None:
            yield from found
            return
        for planned in taking_over(found, self._partial.path, self._read, self.begun):
            self.taken_over += planned.kept is not None
            yield planned

    def parts(self, every: int) -> Parts:
        """Return how long files are hashed, once it is known what was begun."""
        return Parts(every, self.begun.at, self.begun.hashes)

    @property
    def acts(self) -> tuple[GraphAct, ...]:
        runs = self._read.runs if self._read else []
        text = "It was interrupted; the end is the last moment at which it is known to have worked"
        return tuple(
            GraphAct(acquire(n), r.started, r.ended, r.authority, r.officer, TOOL, r.version, text)
            for n, r in enumerate(runs)
        )

    @property
    def remark(self) -> str | None:
        return None if self._read is None else "It took up what was interrupted"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Keep what is safe of an interrupted run; a refused one leaves nothing."""
        try:
            if error is None:
                # Whatever happens while the bag is given its name, the data are not lost.
                self._partial.keep = self._durable
            elif isinstance(error, (KeyboardInterrupt, Unreachable)):
                self._interrupted()
            elif self._read is None:
                self.forget()
        finally:
            self.journal.close()

    @property
    def _durable(self) -> bool:
        return self.journal.durable_files > 0 or self.journal.durable_part

    def _interrupted(self) -> None:
        with suppress(Unreachable):
            self.journal.commit()
        self._partial.keep = self._durable
        if not self._partial.keep:
            self.forget()

    @property
    def kept(self) -> bool:
        """Decide whether there is something to be taken up."""
        return self._partial.keep

    def unfinished(self) -> Reason:
        """Return what is safe, and how to go on."""
        path = printable_path(os.fsdecode(self._partial.path))
        files = self.journal.durable_files
        return refusals.COLLECT_UNFINISHED.because(files=files, path=path)

    def forget(self) -> None:
        """Remove the journal, when there is nothing left to take up; one that stays does no harm."""
        with suppress(RogatoryError):
            self.journal.remove()
