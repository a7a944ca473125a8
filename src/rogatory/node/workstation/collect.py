# SPDX-License-Identifier: Apache-2.0
"""Collect at the source, and record the collection."""

import os
from dataclasses import dataclass
from pathlib import Path

from rogatory.custody.events.act_codes import act
from rogatory.custody.journal.journal import Journal
from rogatory.disk import PartialFolder
from rogatory.errors import Reason
from rogatory.evidence.case.graph import Acquisition
from rogatory.evidence.collecting.collect import BeforeNaming
from rogatory.evidence.collecting.collect import collect as collect_bag
from rogatory.evidence.collecting.source import Piped
from rogatory.evidence.collecting.terms import CollectionTerms
from rogatory.evidence.conditions import StatedConditions
from rogatory.evidence.options import Collected, Contents, RunSettings, Tolerance
from rogatory.node.workstation.acting import Actor
from rogatory.node.workstation.journals.folders import (
    bag_journal,
    refuse_taken,
)
from rogatory.node.workstation.journals.kept_beside import certificates_into
from rogatory.node.workstation.keys.authority_folder import AuthorityFolder
from rogatory.node.workstation.request_folder import RequestFiles
from rogatory.node.workstation.return_scope import ComparedReturn, StatedScope, compare_return


@dataclass(frozen=True, slots=True)
class Describing:
    """A person's description of evidence, in whichever command makes a package of it."""

    case: str | None = None
    authorisation: str | None = None
    source: str | None = None
    place: str | None = None
    device: str | None = None
    exhibit: str | None = None
    write_blocker: str | None = None
    notes: str | None = None
    conditions: StatedConditions | None = None
    request: RequestFiles | None = None
    reason: str | None = None
    hashes: tuple[str, ...] = ()
    provider_return: bool = False
    tolerance: Tolerance | None = None
    authorised: StatedScope | None = None

    def acquisition(self, authority: str | None, officer: str | None) -> Acquisition:
        return Acquisition(
            authority=authority,
            officer=officer,
            case=self.case,
            request=self.basis,
            authorisation=self.authorisation,
            source=self.source,
            place=self.place,
            device=self.device,
            exhibit=self.exhibit,
            write_blocker=self.write_blocker,
            notes=self.notes,
        )

    def terms(self, authority: str | None, officer: str | None) -> CollectionTerms:
        """Return what is stated of a source that this authority and officer collect."""
        return CollectionTerms(
            self.acquisition(authority, officer),
            self.contents(),
            self.tolerance or Tolerance(),
            self.hashes,
            provider_return=self.provider_return,
        )

    def contents(self) -> Contents:
        request = {} if self.request is None else self.request.files
        return Contents((self.conditions or StatedConditions()).as_conditions(), request)

    @property
    def basis(self) -> str | None:
        return None if self.request is None else self.request.digest


@dataclass(frozen=True, slots=True)
class Collector:
    """The collecting authority and officer; with an actor the bag is signed and its journal begins."""

    authority: str | None = None
    officer: str | None = None
    folder: AuthorityFolder | None = None
    actor: Actor | None = None


@dataclass(frozen=True, slots=True)
class CollectedHere:
    """The bag, its journal (None where it was collected without keys), and why the node did not
    take the journal, if it did not.
    """

    collected: Collected
    journal: Path | None
    not_handed_in: tuple[Reason, ...] = ()
    compared: ComparedReturn | None = None


def collect(
    source: Path | Piped,
    out: Path,
    *,
    describing: Describing,
    collector: Collector,
    run: RunSettings,
) -> CollectedHere:
    """Return a bag at `out`; signed, with its first custody event beside it, where there is an
    actor.

    Raises:
        Refused, Unreachable: as collecting does; the source holds what was not authorised, and nobody
            stated why it is kept; or the journal cannot be written. Nothing is left at `out` then; what
            is safe stays to be resumed.
    """
    actor = collector.actor
    out = out.absolute()
    beside = bag_journal(out)
    refuse_taken(beside)
    compared = None
    if isinstance(source, Path):
        compared = compare_return(source, describing.authorised)

    def making(prepared: BeforeNaming | None) -> Collected:
        return collect_bag(
            source,
            out,
            describing.terms(collector.authority, collector.officer),
            run,
            keys=actor.keys if actor else None,
            prepared=prepared,
        )

    if actor is None:
        return CollectedHere(making(None), None, compared=compared)
    # The journal lies ready before the bag has its name, and gets its own right after it.
    with PartialFolder(beside, remove_leftover=run.remove_leftover or run.resume) as partial:
        ready = Path(os.fsdecode(partial.path))

        def record(made: Collected) -> None:
            actor.record(
                Journal(ready),
                act("collected", files=made.files),
                of=made.bag,
                words=describing.reason,
                basis=describing.basis,
            )
            if compared is not None:
                compared.record(actor, Journal(ready), of=made.bag, basis=describing.basis)
            if collector.folder is not None:
                certificates_into(ready, collector.folder)

        try:
            collected = making(record)
        finally:
            # Once the bag is in place its journal must not be lost, whatever happens.
            partial.keep = out.exists()
    journal = Journal(beside)
    return CollectedHere(collected, journal.folder, actor.hand_in(journal), compared)
