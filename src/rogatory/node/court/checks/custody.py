# SPDX-License-Identifier: Apache-2.0
"""The checks of the custody events in a bundle: those of the evidence, and of the messages."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from rogatory.custody.journal.check import Checked, verify_journal
from rogatory.custody.log.contradiction import LogStatements
from rogatory.directory.view.view import DirectoryView
from rogatory.disk import is_plain_folder
from rogatory.errors import Reason, Refused, refuse_if_any
from rogatory.evidence.checks import Checklist, Undecided
from rogatory.evidence.trust.stamps import NOTHING_KNOWN, KnownMoment
from rogatory.node.court import layout
from rogatory.node.court.checks.message_folder import MessageFolder
from rogatory.node.court.checks.seal import ASK_FOR_DIRECTORY, NO_DIRECTORY, need_view
from rogatory.node.court.reading import BundleFiles
from rogatory.node.workstation.consent.document import LARGEST_CONSENT, Consent, consent_of
from rogatory.node.workstation.journals.folders import JournalReading, read_journals
from rogatory.node.workstation.verification.consent_checks import (
    CONSENTS,
    ProtectedBag,
    is_check_due,
    run_consents,
)
from rogatory.node.workstation.verification.destroyed_checks import DESTROYED
from rogatory.node.workstation.verification.journal_checks import (
    JOURNAL,
    LOGGED,
    JournalChecks,
)
from rogatory.node.workstation.verification.logged_checks import contradiction, foreign_logs
from rogatory.node.workstation.verification.signers import Whom
from rogatory.node.workstation.verification.stolen_log_keys import StolenLogKeys
from rogatory.wire.words import N_, FilledText


def custody_journals(files: BundleFiles) -> list[JournalReading]:
    """Return the journals of the evidence: the bag's with its earlier forms, then what the
    exporting State's node recorded besides.
    """
    return [*journals_in(files, layout.CUSTODY), *journals_in(files, layout.CUSTODY_NODE)]


def journals_in(files: BundleFiles, folder: str) -> list[JournalReading]:
    """Return the journals in one folder of the bundle, with the reasons why a file cannot be read."""
    return read_journals(*files.readable(folder))


def run_custody(
    checks: Checklist,
    files: BundleFiles,
    objects: Mapping[int, str],
    whom: Whom,
    view: DirectoryView | None,
    known: KnownMoment = NOTHING_KNOWN,
    bag: ProtectedBag | None = None,
) -> JournalChecks:
    """Make the checks of the journal and of the consents, over what the directory in the bundle says."""
    journals = journals_in(files, layout.CUSTODY)
    beside = journals_in(files, layout.CUSTODY_NODE)
    lying = consents_lying(files)
    network = view.network if view is not None else None
    journal = JournalChecks(journals, objects, whom, network, beside=beside, known=known)
    every = [*journals, *beside]
    if view is None:
        names = [JOURNAL, LOGGED]
        if journal.has_tombstone:
            names.append(DESTROYED)
        if lying is not None or is_check_due(every, bag):
            names.append(CONSENTS)
        checks.leave(names, NO_DIRECTORY, ASK_FOR_DIRECTORY)
        return journal
    journal.run(checks)
    run_consents(checks, every, whom, lambda digest: consent_in(files, digest), known, bag, lying)
    return journal


def consents_lying(files: BundleFiles) -> frozenset[str] | None:
    """Return the names of the folders of consents; None where there is no folder for them."""
    place = files.folder / layout.CONSENTS
    if not is_plain_folder(place):
        return None
    return frozenset(one for one in files.names(layout.CONSENTS) if is_plain_folder(place / one))


def consent_in(files: BundleFiles, digest: str) -> Consent | None:
    """Return the consent of that digest, if it has a folder in the bundle."""
    place = f"{layout.CONSENTS}/{digest}"
    if not files.has_folder(place):
        return None
    return consent_of(lambda name: files.read(f"{place}/{name}", LARGEST_CONSENT))


def check_message_events(
    files: BundleFiles,
    folders: Sequence[MessageFolder],
    whom: Whom,
    view: DirectoryView | None,
    known: KnownMoment = NOTHING_KNOWN,
    *,
    stated: LogStatements,
) -> str:
    """Return what the exporting node recorded about each message: signed, and in its log. `stated`: by the proofs of the evidence,
    which those of the messages do not contradict.

    Raises:
        Refused: with every reason.
        Undecided: a message has no event with a proof.
    """
    network, reasons = need_view(view).network, list[Reason]()
    proved = 0
    judge = JournalChecks((), {}, whom, network, known=known)
    stolen = StolenLogKeys.for_whom(whom, known)
    for folder in folders:
        for read in journals_in(files, f"{folder.path}/{layout.CUSTODY}"):
            reasons += read.faults
            try:
                checked = verify_journal(
                    read.entries,
                    object_digest=folder.digest,
                    network=network,
                    check=judge.signed,
                    log_keys=lambda origin: whom.vkeys(origin) or (),
                    strays=read.strays,
                    destroyed=read.destroyed,
                )
                reasons += [
                    each
                    for one in checked
                    if one.logged is not None
                    for each in stolen.reasons(one.logged.checkpoint.note, one.event.occurred)
                ]
                refuse_if_any([*foreign_logs(checked), *_contradictions(folder, checked, stated)])
                proved += any(one.logged for one in checked)
            except Refused as error:
                reasons += error.reasons
    refuse_if_any(reasons)
    judge.leave_strangers(FilledText(N_("{count} messages"), count=len(folders)))
    if proved < len(folders):
        raise Undecided(
            FilledText(N_("proofs for {some} of {all} messages"), some=proved, all=len(folders)),
            N_("the node of the State that exported the bundle"),
        )
    return FilledText(N_("{count} messages"), count=proved)


def _contradictions(
    folder: MessageFolder, checked: Iterable[Checked], stated: LogStatements
) -> Iterator[Reason]:
    for one in checked:
        if one.logged is None:
            continue
        checkpoint = one.logged.checkpoint.checkpoint
        if stated.contradicts(checkpoint, one.logged.index, one.logged.leaf):
            place = f"{folder.path}/{layout.CUSTODY}/{one.number:04d}"
            yield contradiction(place, checkpoint.origin)
