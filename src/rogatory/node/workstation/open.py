# SPDX-License-Identifier: Apache-2.0
"""Open a sealed package into a bag, and record it beside both."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rogatory.custody.events.act_codes import act
from rogatory.custody.journal.journal import Journal
from rogatory.disk.partial_folder import SUFFIX
from rogatory.errors import Reason, Refused, refuse_if_any
from rogatory.evidence.checks import Check, Checklist
from rogatory.evidence.opening.listing import given_in, given_of_bag
from rogatory.evidence.opening.open_package import OpenedPackage, open_package
from rogatory.evidence.verification.conditions_check import GivenConditions
from rogatory.node.law.ways_out import WayOut
from rogatory.node.workstation.acting import Actor
from rogatory.node.workstation.consent.document import Consent, consent_fields
from rogatory.node.workstation.consent.signing import Responsible, agreed
from rogatory.node.workstation.journals.folders import (
    bag_journal,
    carry_over,
    journal_files,
    journals_at,
    refuse_taken,
    sealed_journal,
    undo,
)
from rogatory.node.workstation.journals.kept_beside import keep_certificates, keep_seal
from rogatory.node.workstation.journals.recording import record_there
from rogatory.node.workstation.keys.authority_folder import AuthorityFolder
from rogatory.node.workstation.opening import Opening
from rogatory.node.workstation.progress import DEFAULT_WRITING, ResultWriting
from rogatory.node.workstation.under_conditions import (
    Allowed,
    acts_before,
    leave,
    with_purpose,
)
from rogatory.node.workstation.verification.journal_checks import JournalChecks
from rogatory.node.workstation.verification.seal_trust import SealTrust


@dataclass(frozen=True, slots=True)
class OpenedHere:
    opened: OpenedPackage
    journal: Path
    custody: tuple[Check, ...]
    not_handed_in: tuple[Reason, ...] = ()
    consent: Path | None = None
    """Where the second officer's consent lies, if one was needed."""
    warnings: tuple[Reason, ...] = ()
    """Demands of the conditions that nothing here enforces; recorded with the act."""


def open_sealed(
    sealed: Path,
    out: Path,
    opening: Opening,
    by: Responsible,
    *,
    folder: AuthorityFolder,
    allowed: Allowed | None = None,
    writing: ResultWriting = DEFAULT_WRITING,
) -> OpenedHere:
    """Return the bag inside, at `out`, with the package's journal and this act in `<out>-custody`.
    What it is opened for is allowed for the whole package, or it stays sealed.

    1. The custody journal that came along holds as far as it can be judged.
    2. What of it is protected (articles 14 to 16) a second officer agrees to see (`agreed`).
    3. The package holds (the list in `open_package`).

    Raises:
        Refused: with every reason of the first of these that does not hold.
        Unreachable: the disk is full or fails. Nothing is left at `out` or beside it then.
    """
    actor = by.actor
    reason = with_purpose(by.reason, (allowed or Allowed()).use.proceedings)
    out = out.absolute()
    beside = bag_journal(out)
    if not _unfinished(out):
        refuse_taken(beside)
    custody = _custody(sealed, opening.trust)  # 1
    ask = _Asking(by)
    consent = ask.before(sealed, opening)  # 2
    begun: list[Journal] = []
    kept: list[Path] = []
    warnings: list[Reason] = []

    def record(opened: OpenedPackage) -> None:
        _settle(beside, sealed)
        begun.append(Journal.begin(beside))
        given = given_of_bag(_partial(out))
        warnings.extend(leave(WayOut.OPEN, given, actor, allowed=allowed))
        agreed_to = consent or ask.about(opened.bag, given)
        if agreed_to is not None:
            kept.append(agreed_to.keep(out))
        _record(begun[0], sealed, opened.bag, agreed_to, reason, actor, warnings)
        keep_seal(out, sealed)
        keep_certificates(out, folder)

    try:
        opened = open_package(  # 3
            sealed,
            out,
            identities=opening.hybrid,
            trust=opening.trust.evidence,
            remove_leftover=writing.discard_unfinished,
            progress=writing.progress,
            holds=record,
        )
    except BaseException:
        undo(*kept, *([beside] if begun else []))
        raise
    consented = kept[0] if kept else None
    not_handed_in = actor.hand_in(begun[0])
    return OpenedHere(opened, beside, custody, not_handed_in, consented, tuple(warnings))


@dataclass(frozen=True, slots=True)
class _Asking:
    """Asks the second officer: before a byte is opened where the package shows at once what it
    protects; else when it is verified, and still has no name.
    """

    by: Responsible

    def before(self, sealed: Path, opening: Opening) -> Consent | None:
        try:
            given = given_in(sealed, identities=opening.hybrid, trust=opening.trust.evidence)
        except Refused:
            return None  # opening reports every reason
        seal = opening.trust.seal
        return None if seal is None else self._agreed(given, seal.bag)

    def about(self, bag: str, given: GivenConditions) -> Consent | None:
        return self._agreed(given, bag)

    def _agreed(self, given: GivenConditions, bag: str) -> Consent | None:
        named = len(given.conditions.protected_items)
        if not named:
            return None
        what = f"The package holds protected material ({named} named)"
        return agreed(self.by, act="opened", bag=bag, items=None, what=what)


def _record(
    here: Journal,
    sealed: Path,
    bag: str,
    consent: Consent | None,
    words: str | None,
    actor: Actor,
    warnings: Sequence[Reason],
) -> None:
    """Record the act in the package's own journal if that takes it, and a copy of all of it here.

    The bag has no name yet: nothing is open without an event.
    """
    kept, opened = sealed_journal(sealed), act("opened", **consent_fields(consent, actor.clock()))
    before = acts_before(actor, warnings)
    if record_there(kept, opened, bag, words, actor, before):
        actor.hand_in(Journal(kept))
        carry_over(journal_files(kept), here.folder, as_earlier=False)
    else:
        carry_over(journal_files(kept), here.folder, as_earlier=False)
        for warned in before:
            actor.record(here, warned, of=bag)
        actor.record(here, opened, of=bag, words=words)


def _unfinished(out: Path) -> bool:
    """Decide whether a run was killed there: its journal may lie beside a bag that never got its
    name.
    """
    return os.path.lexists(_partial(out))


def _partial(out: Path) -> Path:
    """Return the folder that gets the name `out` when everything holds."""
    return out.with_name(out.name + os.fsdecode(SUFFIX))


def _settle(beside: Path, sealed: Path) -> None:
    """Remove the journal of a run that was killed, if the package's own has all its events; refuse
    one that has more, and so may be another's.
    """
    if not beside.exists():
        return
    kept = journal_files(sealed_journal(sealed))
    if any(kept.get(name) != data for name, data in journal_files(beside).items()):
        refuse_taken(beside)
    undo(beside)


def _custody(sealed: Path, trust: SealTrust) -> tuple[Check, ...]:
    checks = Checklist()
    journals = journals_at(sealed_journal(sealed))
    if trust.seal is not None:
        objects, network = {0: trust.seal.bag}, trust.seal.network
        JournalChecks(journals, objects, trust.whom, network, sealed=True).run(checks)
    refuse_if_any(checks.reasons)
    return tuple(checks.checks)
