# SPDX-License-Identifier: Apache-2.0
"""Add a further source to a bag before it is sealed: a new state of it, which keeps what it was.

The new state is made beside the bag, from the same files by hard links, and is exchanged with it in
one step: a process that is killed at any point leaves the old state or the new one. The added
source lies in a folder of its own below `data/`, so what was there keeps its path and its lines.
Manifests, inventory and items root grow; what they were is kept in `earlier/<n>/` (SPECIFICATION
13.8).
"""

import errno
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from rogatory.disk import Beneath, PartialFolder, faults_at
from rogatory.errors import Refused, refuse_if_any
from rogatory.evidence import refusals
from rogatory.evidence.bag.added_lists import merged_inventory, merged_manifest, top_names
from rogatory.evidence.bag.earlier_forms import check_earlier, next_number
from rogatory.evidence.bag.examined import ExaminedBag
from rogatory.evidence.bag.tag_files import PayloadRecord, TagFile, tag_manifest, with_tag_manifest
from rogatory.evidence.bag.texts import BagInfo, bagging_date
from rogatory.evidence.case.acts import GraphAct
from rogatory.evidence.case.graph import Acquisition, InventoryFacts, with_addition
from rogatory.evidence.collecting.collect import write_tags
from rogatory.evidence.collecting.describing import plan_source, refuse_inside, shortcomings_of
from rogatory.evidence.collecting.examining import Examining
from rogatory.evidence.collecting.gather import Gathering, gather
from rogatory.evidence.collecting.source import CollectionSource, printable_path, source_at
from rogatory.evidence.conditions import StatedConditions, parse_conditions, tightened
from rogatory.evidence.hashing import further_in
from rogatory.evidence.items_root import SECRET_SIZE, ItemsRoot
from rogatory.evidence.layout import (
    BAG_INFO,
    CASE_GRAPH,
    CONDITIONS,
    DATA_FOLDER,
    EARLIER,
    INVENTORY,
    ITEMS_ROOT,
    MANIFESTS,
    PACKAGE_SECRET,
    TAG_MANIFEST,
    TAG_SIGNATURES,
    UNLISTED,
)
from rogatory.evidence.names import LONGEST_PATH, fold, is_plain
from rogatory.evidence.options import (
    TOOL,
    Collected,
    Now,
    ReportProgress,
    Tolerance,
    no_progress,
    tool_version,
)
from rogatory.evidence.pipeline.plan import Planned, StoragePlan, facts_of, fingerprint_of
from rogatory.evidence.protected import misnamed
from rogatory.evidence.spool import Spool, Spools
from rogatory.evidence.trust.anchors import Trust, judging_for
from rogatory.evidence.verification.bag_check import BagChecks, BagContents
from rogatory.evidence.verification.conditions_check import check_conditions
from rogatory.evidence.verification.rehash import plain_files
from rogatory.evidence.verification.verify import hash_bag
from rogatory.seal.signatures import Anchors, SigningKeys
from rogatory.wire.digests import sha256
from rogatory.wire.randomness import Random
from rogatory.wire.words import P_

_REPLACED = (
    BAG_INFO,
    CASE_GRAPH,
    INVENTORY,
    ITEMS_ROOT,
    PACKAGE_SECRET,
    *MANIFESTS,
    TAG_MANIFEST,
    *TAG_SIGNATURES.values(),
)

_NO_LINKS = frozenset({errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK, errno.EXDEV})

type BeforeReplacing = Callable[[str, Collected], None]
"""Receives the digest of the old state and the new state, right before the new one replaces it."""


@dataclass(frozen=True, slots=True)
class Adding:
    """The collector of an addition, its contents, and the folder of the payload that receives
    it.
    """

    under: str
    acquisition: Acquisition
    keys: SigningKeys | None
    clock: Now
    random: Random
    trust: Trust
    own: Anchors
    tolerance: Tolerance
    stated: StatedConditions = field(default_factory=StatedConditions)
    """Conditions that join those of the bag."""
    provider_return: bool = False
    progress: ReportProgress = no_progress
    remove_leftover: bool = False


def add_to_bag(source: Path, bag: Path, adding: Adding, prepared: BeforeReplacing) -> Collected:
    """Add what is at `source` to the bag at `bag`, below `data/<under>/`, and return its new state.

    Raises:
        Refused: the bag is sealed already or does not verify, in form, files, signature or
            earlier records (with every reason); what is stated would ease a condition; the folder's name is taken or no plain name; the
            file system has no hard links; or as `collect`. The bag is as it was then.
        Unreachable: the disk is full or fails; likewise.
    """
    started = adding.clock()
    _refuse_own(source, bag)
    found = source_at(source)
    refuse_inside(found, bag)
    if not is_plain(adding.under):
        raise Refused(
            refusals.ADD_NAME.because(name=ascii(adding.under), problem=P_("it is not plain"))
        )
    with (
        PartialFolder(
            bag, private=True, replace=True, remove_leftover=adding.remove_leftover
        ) as partial,
        Spools(partial.path) as spools,
    ):
        _link(bag, partial.path)
        state = _State(partial.path, spools, adding)
        record = PayloadRecord(adding.random(SECRET_SIZE), spools, state.further)
        seen = _below(adding.under, found)
        examining = Examining(found, adding.provider_return)
        plan = plan_source(found, bag.parent, spools, adding.tolerance, examining, seen)
        gather(found, Gathering(plan, partial.path, record, state.further, adding.progress))
        shortcomings = shortcomings_of(found, plan, record, adding.tolerance)
        examined = examining.examine(
            record.inventory,
            spools,
            tolerance=adding.tolerance,
            copied=partial.path + b"/" + DATA_FOLDER.rstrip("/").encode(),
            progress=adding.progress,
            read=plan.bytes,
        )
        new = state.grown(plan, record, started, examined)
        made = Collected(
            folder=bag,
            package=state.info.package,
            bag=new,
            files=plan.files,
            bytes=plan.bytes,
            items=plan.items,
            shortcomings=shortcomings,
            tool=f"{TOOL} {tool_version()}",
            examined=examined,
        )
        prepared(state.bag, made)
    return made


def _refuse_own(source: Path, bag: Path) -> None:
    real, path = bag.resolve(), source.resolve()
    if real == path or real in path.parents:
        raise Refused(refusals.ADD_OWN.because(path=printable_path(path)))


def _link(bag: Path, folder: bytes) -> None:
    """Link the files of the bag under their names below another folder, without copying them."""
    with Beneath(folder) as beneath:
        for entry in plain_files(bag):
            above = os.path.dirname(entry.path)  # noqa: PTH120 - bytes
            if above:
                beneath.make_folder(above)
            with faults_at(entry.path):
                try:
                    to = folder + b"/" + entry.path
                    os.link(entry.name, to, src_dir_fd=entry.folder, follow_symlinks=False)
                except OSError as error:
                    if error.errno not in _NO_LINKS:
                        raise
                    links = refusals.ADD_LINKS.because(path=printable_path(bag))
                    raise Refused(links) from error


def _below(
    under: str, source: CollectionSource
) -> Callable[[Iterable[Planned]], Iterator[Planned]]:
    """Yield what is found, below the folder that it is to lie in; that folder comes first."""

    def seen(found: Iterable[Planned]) -> Iterator[Planned]:
        status = source.folder.stat()
        facts = facts_of(status) if source.only is None else {}
        yield Planned(under, b"", "folder", 0, facts, fingerprint_of(status))
        for planned in found:
            planned.path = f"{under}/{planned.path}"
            if len(planned.path.encode()) > LONGEST_PATH:
                refusal = refusals.SOURCE_TOO_DEEP
                path = printable_path(source.path)
                raise Refused(refusal.because(path=path, limit=LONGEST_PATH, bytes=LONGEST_PATH))
            yield planned

    return seen


class _State:
    """The new state in the making; at first, the old one."""

    def __init__(self, folder: bytes, spools: Spools, adding: Adding) -> None:
        self._folder, self._spools, self._adding = folder, spools, adding
        path = Path(os.fsdecode(folder))
        self._contents = hash_bag(path, spools, adding.progress)
        with Beneath(folder) as beneath:
            self.info, self.bag = _admit(beneath, self._contents, adding)
        self.further = further_in(self._contents.tags)
        taken = {fold(name) for name in top_names(path / INVENTORY)}
        if fold(adding.under) in taken:
            problem = P_("the bag has one of that name")
            raise Refused(refusals.ADD_NAME.because(name=adding.under, problem=problem))

    def grown(
        self, plan: StoragePlan, record: PayloadRecord, started: datetime, examined: ExaminedBag
    ) -> str:
        """Write the tag files of the new state; its digest."""
        adding, contents = self._adding, self._contents
        path, under = Path(os.fsdecode(self._folder)), adding.under
        secret = adding.random(SECRET_SIZE)
        root = ItemsRoot(secret)
        added = {file.path: file.content for file in record.tag_files()}
        inventory, items = merged_inventory(
            path / INVENTORY, _spool(added[INVENTORY]), under, self._spools.new(), root
        )
        ended = adding.clock()
        acquisition = adding.acquisition
        text = f"Added below data/{under}/ to the bag {self.bag}"
        version = tool_version()
        act = GraphAct(
            "acquire",
            started,
            ended,
            acquisition.authority,
            acquisition.officer,
            TOOL,
            version,
            text,
        )
        files, size = contents.files + plan.files, contents.bytes + plan.bytes
        facts = InventoryFacts(inventory.size, inventory.sha256(), items, files, size)
        before = (path / CASE_GRAPH).read_bytes()
        graph = with_addition(before, self.info.package, acquisition, act, facts, examined)
        with Beneath(self._folder) as beneath:
            tag_texts = examined.after(beneath, self._spools)
        info = BagInfo(
            bagging_date(started), f"{TOOL} {version}", f"{size}.{files}", self.info.package
        )
        new = [
            TagFile(BAG_INFO, info.encode()),
            TagFile(CASE_GRAPH, graph),
            TagFile(INVENTORY, inventory),
            TagFile(ITEMS_ROOT, root.encode()),
            TagFile(PACKAGE_SECRET, secret),
            *(
                TagFile(
                    name, merged_manifest(path / name, _spool(lines), under, self._spools.new())
                )
                for name, lines in added.items()
                if name in MANIFESTS
            ),
            *tag_texts.tag_files(),
            *self._conditions(inventory),
        ]
        return self._write(new)

    def _conditions(self, inventory: Spool) -> Iterator[TagFile]:
        """Yield the conditions with what is stated added to them, where that changes them."""
        path = Path(os.fsdecode(self._folder)) / CONDITIONS
        there = parse_conditions(path.read_bytes())
        conditions = tightened(there, self._adding.stated)
        if conditions != there:
            refuse_if_any(misnamed(conditions.protected_items, inventory.lines()))
            yield TagFile(CONDITIONS, conditions.encode())

    def _write(self, new: Sequence[TagFile]) -> str:
        number, tags = next_number(self._contents.tags), dict(self._contents.tags)
        with Beneath(self._folder) as beneath:
            beneath.make_folder(f"{EARLIER}{number}")
        for path in dict.fromkeys((*_REPLACED, *(file.path for file in new))):
            if path in tags:
                kept = f"{EARLIER}{number}/{path}"
                tags[kept] = tags.pop(path)
                self._move(path, kept)
        digests = {path: digest for path, digest in tags.items() if path not in UNLISTED}
        digests |= {file.path: file.sha256() for file in new}
        manifest = tag_manifest(digests)
        keys = self._adding.keys
        signatures = keys.sign(manifest, self._adding.clock()) if keys else None
        write_tags(self._folder, with_tag_manifest([], list(new), signatures, manifest))
        return sha256(manifest)

    def _move(self, path: str, kept: str) -> None:
        top = Path(os.fsdecode(self._folder))
        with faults_at(kept):
            (top / path).rename(top / kept)


def _admit(beneath: Beneath, contents: BagContents, adding: Adding) -> tuple[BagInfo, str]:
    """Return what `bag-info.txt` says, and the bag's digest, once every check holds that can be
    made.
    """
    checks = BagChecks(beneath, contents)
    judging = judging_for(adding.trust, adding.own, ())
    checks.run(judging)
    reasons = list(checks.list.reasons)
    if not reasons:
        check_earlier(beneath, contents.tags, judging)
        check_conditions(beneath, contents.tags)
    refuse_if_any(reasons)
    assert checks.info is not None
    if checks.info.sender is not None:
        raise Refused(refusals.ADD_SEALED.because())
    signed = TAG_SIGNATURES["p256"] in contents.tags
    if signed and adding.keys is None:
        raise Refused(refusals.ADD_UNSIGNED.because())
    return checks.info, checks.bag


def _spool(content: bytes | Spool) -> Spool:
    assert isinstance(content, Spool)
    return content
