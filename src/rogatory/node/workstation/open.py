# SPDX-License-Identifier: Apache-2.0
"""Open a sealed package into a bag, and record it beside both."""

import os
from dataclasses import dataclass
from pathlib import Path

from rogatory.custody.event import Action
from rogatory.custody.journal import Journal
from rogatory.disk.partial_folder import SUFFIX
from rogatory.errors import Reason, refuse_if_any
from rogatory.evidence.checks import Check, Checklist
from rogatory.evidence.open_package import Opened, open_package
from rogatory.node.workstation.acting import Actor
from rogatory.node.workstation.authority_folder import AuthorityFolder
from rogatory.node.workstation.bag_beside import keep_certificates, keep_seal
from rogatory.node.workstation.journal_checks import JournalChecks
from rogatory.node.workstation.journals import (
    all_files,
    bag_journal,
    carry_over,
    journal_files,
    read_journals,
    refuse_taken,
    remove_again,
    sealed_journal,
)
from rogatory.node.workstation.progress import Progress, no_progress
from rogatory.node.workstation.recording import record_there
from rogatory.node.workstation.seal_trust import SealTrust
from rogatory.seal.age import HybridIdentity, KeyIdentity


@dataclass(frozen=True, slots=True)
class OpenedHere:
    opened: Opened
    journal: Path
    custody: tuple[Check, ...]
    not_handed_in: tuple[Reason, ...] = ()


def open_sealed(
    sealed: Path,
    out: Path,
    *,
    identities: list[KeyIdentity],
    trust: SealTrust,
    folder: AuthorityFolder,
    actor: Actor,
    reason: str | None = None,
    discard_unfinished: bool = False,
    progress: Progress = no_progress,
) -> OpenedHere:
    """The bag inside, at `out`, with the package's journal and this act in `<out>-custody`.

    1. The custody journal that came along holds as far as it can be judged.
    2. The package holds (the list in `open_package`).

    Raises:
        Refused: with every reason of the first of these that does not hold.
        Unreachable: the disk is full or fails. Nothing is left at `out` or beside it then.
    """
    out = out.absolute()
    beside = bag_journal(out)
    if not _unfinished(out):
        refuse_taken(beside)
    custody = _custody(sealed, trust)  # 1
    begun: list[Journal] = []

    def record(opened: Opened) -> None:
        _settle(beside, sealed)
        begun.append(Journal.begin(beside))
        _record(begun[0], sealed, opened.bag, reason, actor)
        keep_seal(out, sealed)
        keep_certificates(out, folder)

    try:
        opened = open_package(  # 2
            sealed,
            out,
            identities=hybrid(identities),
            trust=trust.evidence,
            remove_leftover=discard_unfinished,
            progress=progress,
            holds=record,
        )
    except BaseException:
        if begun:
            remove_again(beside)
        raise
    return OpenedHere(opened, beside, custody, actor.hand_in(begun[0]))


def _record(here: Journal, sealed: Path, bag: str, reason: str | None, actor: Actor) -> None:
    """The act in the package's own journal if that takes it, and a copy of all of it here. The
    bag has no name yet: nothing is open that no event tells of.
    """
    kept = sealed_journal(sealed)
    said = reason or f"Opened by {actor.keys.holder}"
    if record_there(kept, Action.OPENED, bag, said, actor):
        actor.hand_in(Journal(kept))
        carry_over(journal_files(kept), here.folder, as_earlier=False)
    else:
        carry_over(journal_files(kept), here.folder, as_earlier=False)
        actor.record(here, Action.OPENED, of=bag, reason=said)


def _unfinished(out: Path) -> bool:
    """Whether a run was killed there: its journal may lie beside a bag that never got its name."""
    return os.path.lexists(out.with_name(out.name + os.fsdecode(SUFFIX)))


def _settle(beside: Path, sealed: Path) -> None:
    """Remove the journal of a run that was killed, if the package's own has all its events; one
    that tells more, and so may be another's, is refused.
    """
    if not beside.exists():
        return
    kept = journal_files(sealed_journal(sealed))
    if any(kept.get(name) != data for name, data in journal_files(beside).items()):
        refuse_taken(beside)
    remove_again(beside)


def hybrid(identities: list[KeyIdentity]) -> list[HybridIdentity]:
    """Packages are sealed to hybrid recipients alone."""
    return [one for one in identities if isinstance(one, HybridIdentity)]


def _custody(sealed: Path, trust: SealTrust) -> tuple[Check, ...]:
    checks = Checklist()
    journals = read_journals(all_files(sealed_journal(sealed)))
    if trust.seal is not None:
        JournalChecks(journals, [trust.seal.bag], trust.whom, trust.seal.network).run(checks)
    refuse_if_any(checks.reasons)
    return tuple(checks.checks)
