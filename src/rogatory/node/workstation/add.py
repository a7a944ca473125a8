# SPDX-License-Identifier: Apache-2.0
"""Add a further source to a bag that was collected, and record it.

The journal of the new state lies ready, signed and durable, before the bag's new state takes the
place of the old; then it takes the old journal's place. A process that is killed between these
two leaves the new bag and, beside it, the new journal under its `.partial` name: `settle` gives it
its place when the bag is next added to or sealed.
"""

import os
import shutil
from pathlib import Path

from rogatory.custody.events.act_codes import act
from rogatory.custody.events.event import parse_event
from rogatory.custody.journal.journal import Journal
from rogatory.disk import PartialFolder, read_file, write_new
from rogatory.errors import Refused
from rogatory.evidence.collecting.add_to_bag import Adding, add_to_bag
from rogatory.evidence.layout import EARLIER, TAG_MANIFEST
from rogatory.evidence.options import Collected
from rogatory.node.workstation.acting import Actor
from rogatory.node.workstation.collect import CollectedHere
from rogatory.node.workstation.journals.folders import (
    bag_journal,
    carry_over,
    is_journal_file,
    journal_at,
    journal_files,
    read_journals,
)
from rogatory.node.workstation.journals.kept_beside import LARGEST_KEPT, keep_certificates
from rogatory.node.workstation.journals.recording import cut
from rogatory.node.workstation.keys.authority_folder import AuthorityFolder
from rogatory.wire.digests import sha256


def add(
    source: Path,
    bag: Path,
    *,
    adding: Adding,
    folder: AuthorityFolder | None,
    actor: Actor | None,
    reason: str | None = None,
) -> CollectedHere:
    """Return the bag's new state, and the event `collected` on it in a journal that carries the old
    one.

    Raises:
        Refused, Unreachable: as adding does; or the journal cannot be written. The bag and its
            journal are as they were then.
    """
    bag = bag.absolute()
    settle(bag)
    beside = bag_journal(bag)
    if actor is None or folder is None:
        return CollectedHere(add_to_bag(source, bag, adding, _nothing), None)
    if actor.submit is not None and journal_files(beside):
        actor.hand_in(Journal(beside))
    with PartialFolder(
        beside, replace=beside.is_dir(), remove_leftover=adding.remove_leftover
    ) as partial:
        ready = Path(os.fsdecode(partial.path))
        new: list[str] = []

        def prepare(before: str, made: Collected) -> None:
            _carry(beside, ready)
            new.append(made.bag)
            added = act(
                "collected-adding", files=made.files, folder=cut(adding.under), replaced=before
            )
            actor.record(
                Journal(ready),
                added,
                of=made.bag,
                words=reason,
                basis=adding.acquisition.request,
            )

        try:
            made = add_to_bag(source, bag, adding, prepare)
        finally:
            # Once the new state is in place, its journal must not be lost, whatever happens.
            partial.keep = _digest(bag) in new
    keep_certificates(bag, folder)
    journal = journal_at(beside)
    return CollectedHere(made, journal.folder, actor.hand_in(journal))


def settle(bag: Path) -> None:
    """Give the journal its place that an interrupted addition had ready for the bag as it is."""
    beside = bag_journal(bag)
    ready = beside.with_name(beside.name + ".partial")
    digest = _digest(bag)
    left = bag.with_name(bag.name + ".partial")
    if digest is not None and _digest(left) in _earlier(bag):
        # What the new state replaced, of which every file is in it or on record.
        shutil.rmtree(left)
    if digest is None or not ready.is_dir():
        return
    try:
        own = [one for one in read_journals(journal_files(ready)) if one.earlier == 0]
        events = [parse_event(entry.event) for one in own for entry in one.entries]
    except Refused:
        return
    if events and all(event.object == digest for event in events):
        with PartialFolder(beside, replace=beside.is_dir(), take_up=True) as partial:
            partial.keep = True


def _digest(bag: Path) -> str | None:
    """Return the digest by which custody knows the bag at the path, if there is one."""
    path = bag / TAG_MANIFEST
    return sha256(read_file(path, limit=LARGEST_KEPT)) if path.is_file() else None


def _earlier(bag: Path) -> set[str | None]:
    return (
        {_digest(path) for path in (bag / EARLIER).iterdir()} if (bag / EARLIER).is_dir() else set()
    )


def _nothing(before: str, made: Collected) -> None:
    """Do nothing: of a collection without keys there is no journal."""


def _carry(old: Path, new: Path) -> None:
    """Carry over all that the old journal's folder holds, its own events as those of the latest
    earlier form.
    """
    carry_over(journal_files(old), new, as_earlier=True)
    if not old.is_dir():
        return
    for path in sorted(old.rglob("*")):
        name = path.relative_to(old)
        if not path.is_file() or path.name.startswith(".") or is_journal_file(str(name)):
            continue
        (new / name).parent.mkdir(parents=True, exist_ok=True)
        write_new(new / name, read_file(path, limit=LARGEST_KEPT))
