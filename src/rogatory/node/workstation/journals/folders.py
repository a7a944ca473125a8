# SPDX-License-Identifier: Apache-2.0
"""Where custody journals lie, and how they travel with an object whose digest changes.

A bag's journal is the folder `<bag>-custody` beside it; a sealed package's is `custody/` in its
folder. Sealing gives a bag another digest, so the journal of what it was comes along under
`earlier-1.0001.json` and so on: the same files, one prefix for each earlier form, as the bag
itself keeps its earlier tag files in `earlier/1/`.
"""

import contextlib
import os
import re
import shutil
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from rogatory.custody import refusals as custody_refusals
from rogatory.custody.events.event import parse_event
from rogatory.custody.journal.journal import (
    EVENT,
    LIMITS,
    MLDSA65,
    P256,
    PROOF,
    TEMPORARY,
    TOMBSTONE,
    DestroyedEntry,
    Journal,
    JournalEntry,
    stray_kinds,
)
from rogatory.custody.log.tombstone import parse_tombstone
from rogatory.disk import (
    faults_at,
    is_plain_file,
    is_plain_folder,
    names_in,
    read_file,
    shown,
    walk,
    write_new,
)
from rogatory.disk import refusals as disk_refusals
from rogatory.errors import Reason, Refused, RogatoryError, refuse_if_any
from rogatory.evidence.sealed.seal_layout import MOST_STRAYS, certificate_reasons
from rogatory.evidence.sealed.sealed_files import LARGEST_SMALL_FILE
from rogatory.evidence.verification.verify import is_bag, is_sealed
from rogatory.node.workstation import refusals
from rogatory.seal.certificates.revocation import list_size_limit
from rogatory.seal.signatures import Signatures

CUSTODY = "custody"
BESIDE = "-custody"

CERTIFICATES = "certificates"
SEAL_COPY = "seal"
"""Folders in a bag's journal: State CAs of those who acted, and the documents of its seal."""


_FORM = re.compile(
    r"(?:earlier-(?P<earlier>[1-9]\d{0,3})\.)?"
    r"(?P<name>(?!0000)(?P<number>\d{4}|[1-9]\d{4})"
    r"\.(?P<kind>json|p256\.p7s|mldsa65\.p7s|tlog-proof|tombstone\.json))\Z",
    re.ASCII,
)
_BESIDE_EVENTS = frozenset({CERTIFICATES, SEAL_COPY})


@dataclass(frozen=True, slots=True)
class JournalReading:
    """One journal as it was found: its entries, names that belong to no event, and tombstones.

    `earlier` is 0 for the object as it is, and counts up from 1 with its earlier forms, of which
    the latest has the highest number. `faults` are the files that could not be read;
    `unread_proofs` are those of regular files that should be proofs, or are events with a proof
    beside them: a link counts as none. `not_tombstones` are the reasons against files with the name of a
    tombstone that cannot be read, or have more beside them than a proof.
    """

    earlier: int
    entries: tuple[JournalEntry, ...]
    strays: tuple[str, ...] = ()
    destroyed: tuple[DestroyedEntry, ...] = ()
    faults: tuple[Reason, ...] = ()
    unread_proofs: tuple[Reason, ...] = ()
    not_tombstones: tuple[Reason, ...] = ()

    def first_object(self) -> str | None:
        """Return what the first event is about that is in its form, or else the first such tombstone."""
        for entry in self.entries:
            with contextlib.suppress(Refused):
                return parse_event(entry.event).object
        for gone in self.destroyed:
            with contextlib.suppress(Refused):
                return parse_tombstone(gone.tombstone).object
        return None

    def without_proofs(self, of: Callable[[bytes], bool]) -> "JournalReading":
        """Return the journal without those of its proofs that `of` decides on."""

        def left(proof: bytes | None) -> bytes | None:
            return None if proof is None or of(proof) else proof

        return replace(
            self,
            entries=tuple(replace(one, proof=left(one.proof)) for one in self.entries),
            destroyed=tuple(replace(one, proof=left(one.proof)) for one in self.destroyed),
        )


def bag_journal(bag: Path) -> Path:
    """Return the folder of a bag's journal."""
    return bag.with_name(bag.name + BESIDE)


def sealed_journal(sealed: Path) -> Path:
    return sealed / CUSTODY


def journal_folder(path: Path) -> Path:
    """Return the journal of whatever is at `path`: a bag, a sealed package, or the journal's own
    folder.

    Raises:
        Refused: there is none.
    """
    real = path.resolve()
    if is_sealed(real):
        folder = sealed_journal(real)
    elif is_bag(real):
        folder = bag_journal(real)
    else:
        folder = real
    if not folder.is_dir() or not any(_FORM.match(each.name) for each in folder.iterdir()):
        raise Refused(refusals.NO_JOURNAL.because(path=shown(path)))
    return folder


def refuse_taken(folder: Path) -> None:
    """Refuse a journal's place that is taken, before anything is made for it."""
    if folder.exists():
        raise Refused(refusals.JOURNAL_EXISTS.because(path=shown(folder)))


def journal_at(folder: Path) -> Journal:
    """Return the journal in the folder, begun if there is none."""
    return Journal(folder) if folder.is_dir() else Journal.begin(folder)


def journal_files(folder: Path) -> dict[str, bytes]:
    """Return the files of a journal's folder by name, earlier ones included; nothing else in it.

    Raises:
        Refused: a link lies in place of one. What it leads to may change, or be none of ours.
    """
    found, links = _regular(folder)
    refuse_if_any(disk_refusals.NOT_A_FILE.because(path=shown(folder / name)) for name in links)
    return found


def _regular(folder: Path) -> tuple[dict[str, bytes], list[str]]:
    """Return the files of a journal's folder that are regular ones, and the names of those that are
    not.
    """
    if not folder.is_dir():
        return {}, []
    with faults_at(folder):
        named = [each for each in sorted(folder.iterdir()) if _FORM.match(each.name)]
        links = [each.name for each in named if each.is_symlink() or not each.is_file()]
    found = {
        each.name: read_file(each, limit=LIMITS[match["kind"]])
        for each in named
        if each.name not in links and (match := _FORM.match(each.name))
    }
    return found, links


def is_journal_file(name: str) -> bool:
    """Decide whether a file of that name belongs to an event."""
    return _FORM.match(name) is not None


def carry_over(files: Mapping[str, bytes], folder: Path, *, as_earlier: bool) -> None:
    """Write a journal's files into another folder; what was the object's own becomes, with
    `as_earlier`, the journal of the latest earlier form.
    """
    number = 1 + max((_earlier(name) for name in files), default=0)
    for name, data in files.items():
        own = not _earlier(name)
        write_new(folder / (f"earlier-{number}.{name}" if own and as_earlier else name), data)


def read_journals(
    files: Mapping[str, bytes], faults: Iterable[Reason] = (), links: Iterable[Reason] = ()
) -> list[JournalReading]:
    """Return the journals among files by name: the object's own first, then its earlier forms,
    latest first. Nothing about them has been checked. `faults` are of files that could not be read,
    `links` of what is no regular file.
    """
    kinds: dict[tuple[int, int], dict[str, bytes]] = {}
    strays: dict[int, list[str]] = {}
    for name, data in files.items():
        match = _FORM.match(name)
        if match is None:
            if not name.startswith(TEMPORARY):
                strays.setdefault(0, []).append(name)
            continue
        place = int(match["earlier"] or 0), int(match["number"])
        kinds.setdefault(place, {})[match["kind"]] = data
    numbers = {earlier for earlier, _ in kinds} | set(strays)
    order = sorted(numbers, key=lambda number: -number if number else -(10**6))
    found = [_read(number, kinds, strays.get(number, [])) for number in order]
    unread = tuple(faults)
    if not (every := (*unread, *links)):
        return found
    own = [one for one in unread if not _path(one).startswith(f"{CERTIFICATES}/")]
    proofs = [one for one in own if _path(one).endswith(f".{PROOF}")]
    proofs += [one for one in own if _proof_of_event(_path(one)) in files]
    tombstones = [one for one in own if _path(one).endswith(f".{TOMBSTONE}")]
    first, *rest = found or [JournalReading(0, ())]
    first = replace(
        first,
        faults=every,
        unread_proofs=tuple(proofs),
        not_tombstones=(*first.not_tombstones, *tombstones),
    )
    return [first, *rest]


def _path(reason: Reason) -> str:
    return str(reason.fields.get("path", ""))


def _proof_of_event(path: str) -> str | None:
    """Return the name of the proof beside the event at a path; None where that is no event's."""
    name = path.rpartition("/")[2]
    match = _FORM.match(name)
    return name.removesuffix(EVENT) + PROOF if match and match["kind"] == EVENT else None


def journals_at(folder: Path, *, beside_bag: bool = False) -> list[JournalReading]:
    """Return the journals in a folder, as they are: a name that no journal has is a stray, and what
    cannot be read a fault. Only a journal beside a bag has folders. A link to a folder counts as none.
    """
    found: dict[str, bytes] = {}
    faults, links = list[Reason](), list[Reason]()
    if is_plain_folder(folder):
        for name in names_in(folder, faults):
            place = folder / name
            if name.startswith(TEMPORARY):
                if not is_plain_file(place):
                    links.append(disk_refusals.NOT_A_FILE.because(path=shown(place)))
                continue
            if beside_bag and name in _BESIDE_EVENTS and is_plain_folder(place):
                try:
                    found |= dict.fromkeys(_no_files(place), b"")
                    if name == CERTIFICATES:
                        faults += _no_certificates(place)
                except RogatoryError as error:
                    faults += error.reasons
                continue
            match = _FORM.match(name)
            if not is_plain_file(place) and (match or not is_plain_folder(place)):
                links.append(disk_refusals.NOT_A_FILE.because(path=shown(place)))
                continue
            try:
                limit = LIMITS[match["kind"]] if match else 0
                found[name] = read_file(folder / name, limit=limit) if match else b""
            except RogatoryError as error:
                faults += error.reasons
    return read_journals(found, faults, links)


def _no_files(folder: Path) -> list[str]:
    """Return the entries of a folder beside the events that are neither a plain file nor a folder
    with one.
    """
    entries = list(walk(folder))
    used = {entry.path.rpartition(b"/")[0] for entry in entries}
    odd = [
        entry.path
        for entry in entries
        if not (entry.is_file or (entry.is_folder and entry.path in used))
        or entry.name.startswith(b".")
    ]
    return [f"{folder.name}/{shown(path)}" for path in odd]


def _no_certificates(folder: Path) -> list[Reason]:
    """Return why files in the folder of State CAs are none, or no revocation lists."""
    paths = [f"{CERTIFICATES}/{os.fsdecode(entry.path)}" for entry in walk(folder) if entry.is_file]

    def read(path: str) -> bytes:
        return read_file(folder.parent / path, limit=list_size_limit(path, LARGEST_SMALL_FILE))

    return list(certificate_reasons(paths, read, stampers=False))[:MOST_STRAYS]


def undo(*made: Path) -> None:
    """Take away what was made before a step failed, so that nothing half made is left."""
    for path in made:
        shutil.rmtree(path, ignore_errors=True)


def _earlier(name: str) -> int:
    match = _FORM.match(name)
    return int(match["earlier"] or 0) if match else 0


def _read(
    earlier: int, kinds: Mapping[tuple[int, int], dict[str, bytes]], strays: list[str]
) -> JournalReading:
    entries, destroyed = list[JournalEntry](), list[DestroyedEntry]()
    crowded = list[Reason]()
    for (which, number), found in sorted(kinds.items()):
        if which != earlier:
            continue
        strays += [f"{number:04d}.{kind}" for kind in sorted(stray_kinds(found.keys()))]
        if TOMBSTONE in found and found.keys() - {TOMBSTONE, PROOF}:
            name = f"{number:04d}.{TOMBSTONE}"
            crowded.append(custody_refusals.JOURNAL_STRAY.because(name=name))
        if EVENT not in found:
            if TOMBSTONE in found:
                gone = DestroyedEntry(number, found[TOMBSTONE], found.get(PROOF))
                destroyed.append(gone)
            continue
        p256 = found.get(P256)
        signatures = None if p256 is None else Signatures(p256, found.get(MLDSA65))
        entries.append(JournalEntry(number, found[EVENT], signatures, found.get(PROOF)))
    return JournalReading(
        earlier, tuple(entries), tuple(strays), tuple(destroyed), not_tombstones=tuple(crowded)
    )
