# SPDX-License-Identifier: Apache-2.0
"""List one archive in a child, and take over only lines that are in form."""

from collections.abc import Callable
from dataclasses import dataclass, field

from rogatory.errors import Reason, Refused
from rogatory.evidence.confinement.process import ConfinedOutcome, ReportBytes, in_child
from rogatory.evidence.returns import refusals
from rogatory.evidence.returns.document import Archive, archive_line, encode, parse_member
from rogatory.wire.words import Theirs

MOST_NOTES = 20
"""Remarks about one archive that are kept: one made to be odd everywhere must not fill the
record.
"""


@dataclass(slots=True)
class ArchiveFindings:
    """An archive's own line, and what is to be remarked."""

    archive: Archive
    remarks: list[Reason] = field(default_factory=list)


def examine_archive(
    file: tuple[str, str, int],
    path: str,
    *,
    report: ReportBytes,
    write: Callable[[bytes], None],
    run: Callable[..., ConfinedOutcome] = in_child,
) -> ArchiveFindings:
    """Write the lines of an archive, its own last. `file` is path in the bag, SHA-256 and size;
    `path` where it can be read now.
    """
    name, digest, size = file
    members = 0
    out_of_form = False

    def take(line: bytes) -> None:
        nonlocal members, out_of_form
        out_of_form = out_of_form or not _in_form(line, name, members)
        if not out_of_form:
            write(line)
            members += 1

    outcome = run("list-members", {"archive": name, "path": path}, report=report, line=take)
    found = dict(outcome.result or _nothing(outcome.failed))
    if out_of_form:
        found["stopped"] = "what was found is out of form"
    try:
        found["notes"] = [str(note) for note in found["notes"]][:MOST_NOTES]
        archive = archive_line(name, digest, size, found, members=members)
    except (ValueError, KeyError, TypeError, Refused):
        found = _nothing("what was found is out of form")
        archive = archive_line(name, digest, size, found, members=members)
    write(encode(archive.facts))
    return ArchiveFindings(archive, list(_remarks(archive)))


def _nothing(why: str | None) -> dict[str, object]:
    return {"expanded": 0, "format": "unknown", "notes": [], "stopped": why or "nobody knows why"}


def _in_form(line: bytes, archive: str, index: int) -> bool:
    try:
        found = parse_member(line)
    except (ValueError, TypeError, Refused):
        return False
    if isinstance(found, Archive):
        return False
    return bool(found["archive"] == archive and found["index"] == index)


def _remarks(archive: Archive) -> list[Reason]:
    found = []
    if archive.stopped is not None:
        found.append(
            refusals.STOPPED.because(
                path=archive.path, members=archive.members, problem=Theirs(archive.stopped)
            )
        )
    found += [
        refusals.NOTE.because(path=archive.path, problem=Theirs(note))
        for note in archive.facts["notes"]
    ]
    return found
