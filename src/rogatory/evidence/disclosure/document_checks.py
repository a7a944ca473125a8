# SPDX-License-Identifier: Apache-2.0
"""Checks of the documents of a disclosure: those that `disclosure.json` lists, and no other."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from rogatory.disk import Beneath, is_plain_file, names_in, read_open, walk
from rogatory.errors import Reason, refuse_if_any
from rogatory.evidence import refusals as seal_refusals
from rogatory.evidence.disclosure import layout, refusals
from rogatory.evidence.disclosure.disclosure_files import DisclosureFiles
from rogatory.evidence.disclosure.document import (
    LARGEST_DISCLOSURE,
    DisclosedDocument,
    Disclosure,
)
from rogatory.evidence.disclosure.item_checks import MOST_REASONS
from rogatory.evidence.pipeline.packer import CAPACITY, new_buffer
from rogatory.evidence.sealed.seal_layout import certificate_reasons, layout_reasons
from rogatory.evidence.sealed.sealed_files import (
    LARGEST_SMALL_FILE,
)
from rogatory.evidence.trust.archive_list import Documents, stamps_it
from rogatory.evidence.verification.rehash import digest_entry
from rogatory.wire.words import P_


def document_reasons(folder: Path, listed: dict[str, DisclosedDocument]) -> Iterator[Reason]:
    """Yield the faults of the files of a folder: missing, altered, or not listed."""
    buffer = new_buffer(CAPACITY)
    wanted = set(listed) - {layout.SIGNATURES["mldsa65"]}
    folders, used = set[bytes](), set[bytes]()
    faults: list[Reason] = []
    for entry in walk(folder, faults=faults):
        path = os.fsdecode(entry.path)
        used.add(entry.path.rpartition(b"/")[0])
        if entry.is_folder:
            folders.add(entry.path)
            continue
        if path.startswith(f"{layout.DATA}/") and entry.is_file:
            continue  # `ItemChecks` compares these with the items
        one = listed.get(path)
        if one is None and entry.is_file and stamps_it(layout.DISCLOSURE, path):
            continue  # judged as timestamps
        if one is None or not entry.is_file:
            yield refusals.EXTRA.because(path=ascii(path)[1:-1])
            continue
        wanted.discard(path)
        if path in layout.NOT_LISTED:
            continue
        if digest_entry(entry, hashlib.sha256, buffer) != (one.sha256, one.size):
            problem = P_("the size or digest differs")
            yield refusals.CHANGED.because(path=path, problem=problem)
    yield from faults
    for path in sorted(wanted):
        yield refusals.MISSING.because(path=path)
    for empty in sorted(folders - used):
        yield refusals.EXTRA.because(path=f"{ascii(os.fsdecode(empty))[1:-1]}/")


def documents_placed(files: DisclosureFiles, disclosure: Disclosure) -> None:
    """Decide that each document that is listed has a place in a disclosure, and is what its name says.

    Raises:
        Refused: with at most `MOST_REASONS` of those that have none.
    """
    own, seal, reasons = [], [], list[Reason]()
    for one in disclosure.documents:
        folder, _, name = one.path.rpartition("/")
        if folder == layout.CERTIFICATES:
            own.append(one.path)
        elif one.path.startswith(f"{layout.SEAL_FOLDER}/"):
            if layout.SEAL_FOLDER in disclosure.withheld:
                problem = P_("disclosure.json lists it as withheld")
                reasons.append(seal_refusals.SEAL_STRAY.because(path=one.path, problem=problem))
            seal.append(one.path.removeprefix(f"{layout.SEAL_FOLDER}/"))
        elif one.path not in layout.PLACES:
            problem = P_("no file of a disclosure has this name")
            reasons.append(seal_refusals.SEAL_STRAY.because(path=one.path, problem=problem))
        elif name in disclosure.withheld:
            problem = P_("disclosure.json lists it as withheld")
            reasons.append(seal_refusals.SEAL_STRAY.because(path=one.path, problem=problem))
    place = f"{layout.SEAL_FOLDER}/"
    reasons += layout_reasons(
        seal, lambda name: files.read(place + name), inside=place, package=False
    )
    reasons += certificate_reasons(own, files.read, stampers=False)
    refuse_if_any(reasons[:MOST_REASONS])


def unlisted_documents(folder: Path, beneath: Beneath) -> Documents:
    """Return what `disclosure.json` does not list: itself, its signatures, and what stamps it; and all
    that has the ending of a timestamp (5). A link is none of these (15.2).
    """
    names = tuple(
        path.name
        for path in (folder / name for name in names_in(folder))
        if path.name in layout.NOT_LISTED
        or stamps_it(layout.DISCLOSURE, path.name)
        or path.name.endswith(".tst")
        if is_plain_file(path)
    )

    def read(name: str) -> bytes:
        limit = LARGEST_DISCLOSURE if name == layout.DISCLOSURE else LARGEST_SMALL_FILE
        return read_open(beneath.open_read(name), name, limit=limit)

    return Documents(names, read, lambda name: hashlib.sha512(read(name)).hexdigest())
