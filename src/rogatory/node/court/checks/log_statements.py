# SPDX-License-Identifier: Apache-2.0
"""Statements of logs in a bundle: of the proofs beside its events, which receipts must not contradict."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from functools import cached_property

from rogatory.custody.log.contradiction import LogStatements
from rogatory.custody.log.proof import Logged, LoggedTombstone
from rogatory.errors import Refused
from rogatory.node.court import layout
from rogatory.node.court.checks.custody import custody_journals, journals_in
from rogatory.node.court.checks.message_folder import MessageFolder
from rogatory.node.court.reading import BundleFiles
from rogatory.node.workstation.journals.folders import JournalReading
from rogatory.node.workstation.verification.logged_checks import logged_event, logged_tombstones
from rogatory.node.workstation.verification.signers import Whom


class BundleLogs:
    """The proofs in a bundle that verify, and the statements that they make of their logs."""

    def __init__(self, files: BundleFiles, folders: Sequence[MessageFolder], whom: Whom) -> None:
        self._files, self._folders, self._whom = files, folders, whom

    def of_evidence(self) -> LogStatements:
        """Return the statements of the proofs in the bag's journals."""
        return _stated(self._evidence)

    def of_all_events(self) -> LogStatements:
        """Return these and the statements of the proofs in the messages' journals."""
        return _stated([*self._evidence, *self._messages])

    @cached_property
    def _evidence(self) -> list[Logged | LoggedTombstone]:
        return self._verified(custody_journals(self._files))

    @cached_property
    def _messages(self) -> list[Logged | LoggedTombstone]:
        read = (
            one
            for folder in self._folders
            for one in journals_in(self._files, f"{folder.path}/{layout.CUSTODY}")
        )
        return self._verified(read)

    def _verified(self, journals: Iterable[JournalReading]) -> list[Logged | LoggedTombstone]:
        verified: list[Logged | LoggedTombstone] = []
        for read in journals:
            for entry in read.entries:
                with suppress(Refused):  # reported by the check of its journal
                    found = logged_event(entry, entry.proof, self._whom) if entry.proof else None
                    if found is not None:
                        verified.append(found)
            verified += logged_tombstones(read.destroyed, self._whom)
        return verified


def _stated(proofs: Sequence[Logged | LoggedTombstone]) -> LogStatements:
    found = LogStatements()
    for one in proofs:
        found.contradicts(one.checkpoint.checkpoint, one.index, one.leaf)
    return found
