# SPDX-License-Identifier: Apache-2.0
"""The messages of a request as they travel in folders, and which of them count.

A workstation has no node. The agreements of two States reach it as files: a court bundle, or a
request's record that the node exported (`messages/0001…/`, each with its signatures). A consent
counts only if its sender's signatures and approvals hold under the directory that was given.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from rogatory.disk import Beneath, shown
from rogatory.errors import Reason, Refused
from rogatory.evidence.trust.stamps import NOTHING_KNOWN
from rogatory.node.court.checks.message_folder import check_message, read_message_folder
from rogatory.node.court.reading import BundleFiles
from rogatory.node.law.use_limits import threads_of
from rogatory.node.viewer import refusals
from rogatory.node.workstation.verification.listing_judge import Views
from rogatory.requests.thread.transcript import ThreadState

if TYPE_CHECKING:
    from datetime import datetime

    from rogatory.directory.view.view import DirectoryView
    from rogatory.requests.envelope import Envelope

MOST_MESSAGES = 10_000
"""The most messages of one folder: a request has dozens, and each is checked with its approvals."""


@dataclass(frozen=True, slots=True)
class Correspondence:
    """The messages that hold, each once; `reasons` explain why others do not count."""

    messages: "tuple[Envelope, ...]" = field(default=(), repr=False)
    reasons: tuple[Reason, ...] = ()

    def threads(self, package: str) -> tuple[ThreadState, ...]:
        """Return the threads in which the package was delivered, and those that are named as
        related.
        """
        folded = {each.entries[0].envelope.thread: each for each in threads_of(self.messages)}
        related = {name: set(_related(one)) for name, one in folded.items()}
        wanted = {name for name, one in folded.items() if _delivers(one, package)}
        wanted |= {name for name, others in related.items() if others & wanted} | {
            other for name in wanted for other in related[name]
        }
        return tuple(one for name, one in folded.items() if name in wanted)


def read_correspondence(
    folders: Sequence[Path], view: "DirectoryView | None", now: "datetime"
) -> Correspondence:
    """Return what lies in the folders; without a directory nothing of it counts."""
    messages: dict[str, Envelope] = {}
    reasons: list[Reason] = []
    for folder in folders:
        if view is None:
            reasons.append(refusals.MESSAGES_UNJUDGED.because(path=shown(folder)))
            continue
        with Beneath(folder) as beneath:
            files = BundleFiles(folder, beneath)
            for path in list(files.message_folders())[:MOST_MESSAGES]:
                try:
                    found = read_message_folder(files, path)
                    check_message(files, found, Views(view, view), NOTHING_KNOWN, now)
                except Refused as error:
                    reasons += error.reasons
                else:
                    messages.setdefault(found.digest, found.envelope)
    return Correspondence(tuple(messages.values()), tuple(reasons))


def _delivers(thread: ThreadState, package: str) -> bool:
    return any(entry.envelope.body.get("package") == package for entry in thread.entries)


def _related(thread: ThreadState) -> Iterator[str]:
    for entry in thread.entries:
        yield from entry.envelope.related
