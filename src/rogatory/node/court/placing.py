# SPDX-License-Identifier: Apache-2.0
"""Putting files into a bundle in the making: by link where the disk allows it, else by copy."""

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from rogatory.disk import faults_at, write_new
from rogatory.evidence.verification.rehash import plain_files
from rogatory.node.court import layout
from rogatory.node.court.material import MessageFiles, ProvenEvent
from rogatory.seal.signatures import Signatures


def place_bag(bag: Path, target: Path) -> None:
    """Put the bag at `target`, each file linked or copied; refuse what is not allowed in a bag."""
    with faults_at(target):
        (target / "data").mkdir(parents=True)
    made: set[Path] = {target, target / "data"}
    linking = True
    for entry in plain_files(bag):
        place = target / os.fsdecode(entry.path)
        if place.parent not in made:
            with faults_at(place.parent):
                place.parent.mkdir(parents=True, exist_ok=True)
            made.add(place.parent)
        linking = linking and _linked(entry.name, entry.folder, place)
        if not linking:
            with faults_at(place):
                shutil.copyfile(bag / os.fsdecode(entry.place), place, follow_symlinks=False)


def place_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Place small files by relative name."""
    for name, data in sorted(files.items()):
        place = folder / name
        with faults_at(place):
            place.parent.mkdir(parents=True, exist_ok=True)
        write_new(place, data)


def signature_files(document: str, signatures: Signatures) -> dict[str, bytes]:
    """Return the signatures of a document, by the names that they have beside it."""
    found = {document + layout.P256: signatures.p256}
    if signatures.mldsa65 is not None:
        found[document + layout.MLDSA65] = signatures.mldsa65
    return found


def message_files(message: MessageFiles) -> dict[str, bytes]:
    """Return a message folder's files."""
    found = {
        layout.MESSAGE: message.message,
        layout.APPROVALS: message.approvals,
        **signature_files(layout.MESSAGE, message.signatures),
    }
    if message.receipt is not None and message.receipt_signatures is not None:
        found[layout.RECEIPT] = message.receipt
        found |= signature_files(layout.RECEIPT, message.receipt_signatures)
    for digest, data in message.attachments.items():
        found[f"{layout.ATTACHMENTS}/{digest}"] = data
    journal = event_files(message.events)
    return found | {f"{layout.CUSTODY}/{name}": data for name, data in journal.items()}


def event_files(events: tuple[ProvenEvent, ...]) -> dict[str, bytes]:
    """Return events as a journal's files, numbered from 1."""
    found: dict[str, bytes] = {}
    for number, one in enumerate(events, 1):
        stem = f"{number:04d}"
        found[f"{stem}.json"] = one.event
        found |= signature_files(stem, one.signatures)
        if one.proof is not None:
            found[f"{stem}.tlog-proof"] = one.proof
    return found


def _linked(name: bytes, folder: int, place: Path) -> bool:
    """Decide whether the file could be linked; the first that cannot makes all others be copied."""
    try:
        os.link(name, place, src_dir_fd=folder, follow_symlinks=False)
    except OSError:
        return False
    return True
