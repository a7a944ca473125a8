# SPDX-License-Identifier: Apache-2.0
"""Open a sealed package into a bag, and record it beside both."""

from dataclasses import dataclass
from pathlib import Path

from rogatory.custody.event import Action
from rogatory.custody.journal import Journal
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
    refuse_taken(bag_journal(out))
    custody = _custody(sealed, trust)  # 1
    opened = open_package(  # 2
        sealed,
        out,
        identities=hybrid(identities),
        trust=trust.evidence,
        remove_leftover=discard_unfinished,
        progress=progress,
    )
    try:
        kept = sealed_journal(sealed)
        here = Journal.begin(bag_journal(out))
        said = reason or f"Opened by {actor.keys.holder}"
        if not record_there(kept, Action.OPENED, opened.bag, said, actor):
            carry_over(journal_files(kept), here.folder, as_earlier=False)
            actor.record(here, Action.OPENED, of=opened.bag, reason=said)
        else:
            actor.hand_in(Journal(kept))
            carry_over(journal_files(kept), here.folder, as_earlier=False)
        keep_seal(out, sealed)
        keep_certificates(out, folder)
    except BaseException:
        remove_again(out, bag_journal(out))
        raise
    return OpenedHere(opened, here.folder, custody, actor.hand_in(here))


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
