# SPDX-License-Identifier: Apache-2.0
"""Putting the journals of the evidence into a bundle in the making, and the consents that they name."""

import shutil
from collections.abc import Sequence
from pathlib import Path

from rogatory.disk import Beneath
from rogatory.node.court import layout
from rogatory.node.court.checks.custody import custody_journals
from rogatory.node.court.material import ProvenEvent
from rogatory.node.court.placing import event_files, place_files
from rogatory.node.court.reading import BundleFiles
from rogatory.node.workstation.journals.folders import bag_journal, journal_files
from rogatory.node.workstation.verification.consent_checks import (
    consent_named,
    consents_in,
    naming_consents,
)


def place_journals(folder: Path, bag: Path, events: Sequence[ProvenEvent]) -> None:
    """Place the bag's journal as it is now, and those of a node's events that it does not have."""
    for place in (layout.CUSTODY, layout.CUSTODY_NODE):
        shutil.rmtree(folder / place, ignore_errors=True)
    files = journal_files(bag_journal(bag.absolute()))
    known = {data for name, data in files.items() if name.endswith(".json")}
    more = tuple(one for one in events if one.event not in known)
    place_files(folder / layout.CUSTODY, files)
    place_files(folder / layout.CUSTODY_NODE, event_files(more))


def place_consents(folder: Path, places: Sequence[Path]) -> None:
    """Place the consents that the events in place name, as far as they lie in one of these folders."""
    finders = [consents_in(place) for place in places]
    with Beneath(folder) as beneath:
        named = naming_consents(custody_journals(BundleFiles(folder, beneath)))
    for digest in sorted({str(consent_named(event)) for event in named}):
        consent = next(filter(None, (find(digest) for find in finders)), None)
        if consent is not None:
            place_files(folder / layout.CONSENTS / digest, consent.files)
