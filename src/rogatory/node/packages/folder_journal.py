# SPDX-License-Identifier: Apache-2.0
"""The journal beside a sealed package, and the node's log: each gets what only the other has."""

from pathlib import Path

from rogatory.custody.events.event import parse_event
from rogatory.custody.journal.journal import Journal
from rogatory.node.context import Node
from rogatory.node.packages.own_acts import own_acts, record_acts
from rogatory.node.packages.submit_custody import log_events
from rogatory.node.repositories.packages import PackageRecord

CUSTODY = "custody"


def log_folder_journal(node: Node, folder: Path, thread: str | None) -> None:
    """Log this State's events of the folder's journal, and put each proof beside its event.

    Raises:
        Refused: an event does not hold; then none was logged.
    """
    if not (folder / CUSTODY).is_dir():
        return
    journal = Journal(folder / CUSTODY)
    entries = [
        entry
        for entry in journal
        if entry.signatures is not None and parse_event(entry.event).authority.state == node.state
    ]
    events = [(entry.event, entry.signatures) for entry in entries if entry.signatures]
    proofs = log_events(node, events, thread=thread)
    for entry, proof in zip(entries, proofs, strict=True):
        if entry.proof is None:
            journal.attach_proof(entry.number, proof)


def continue_journal(node: Node, record: PackageRecord, journal: Journal) -> None:
    """Add what this State's authorities did with a package, as the log has it, with its proofs.

    Doing so again changes nothing.
    """
    record_acts(journal, own_acts(node, record))
