# SPDX-License-Identifier: Apache-2.0
"""The package's records on disk images, and on archives as providers send them."""

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from rogatory.errors import Refused
from rogatory.evidence.media.document import Image, read_media
from rogatory.evidence.returns.document import Archive, read_members
from rogatory.node.court.report.subject import Report
from rogatory.node.printing.blocks import UNKNOWN, Block, DocumentTable, Fact, FactTable, Paragraph
from rogatory.node.printing.figures import size
from rogatory.node.printing.shown_text import PrintableText
from rogatory.wire.words import N_

IMAGES_PRINTED = 20
"""A case of more disks has a report as long as a book; media.json has all of them."""

MEMBERS_PRINTED = 200
"""As many as of the items; members.jsonl has all of them."""

FORMATS = {
    "ewf-1": N_("E01 image"),
    "ewf-2": N_("Ex01 image"),
    "ewf-logical": N_("L01 logical evidence"),
    "raw": N_("raw image"),
}
AGREEMENTS = {
    "equal": N_("equal to those that the image states"),
    "different": N_("NOT EQUAL to those that the image states"),
    "none-stored": N_("the image states none to compare with"),
    "not-compared": N_("not compared with those that the image states"),
}
PROBLEMS = {
    "absolute": N_("its name leads out of the archive"),
    "damaged": N_("damaged"),
    "differs-from-local": N_("the archive describes it in two ways"),
    "duplicate": N_("its name occurs there twice"),
    "escapes": N_("its name leads out of the archive"),
    "method-unknown": N_("packed in a way that is not known here"),
    "overlaps": N_("overlaps another"),
    "size-differs": N_("has another size than it states"),
    "duplicate-by-case": N_("its name came before, in another case"),
    "duplicate-by-form": N_("its name came before, in another Unicode form"),
    "names-differ": N_("it has two names that differ"),
    "needs-memory": N_("unpacking it needs too much memory"),
    "nul-in-name": N_("its name has a zero byte"),
    "readers-differ": N_("programs read it differently"),
    "too-large": N_("its holes are too large to be hashed"),
    "target-escapes": N_("its target lies outside the archive"),
}


def examined_blocks(report: Report) -> Iterator[Block]:
    """Yield these records, or nothing where the package has none; a check reports a malformed
    record.
    """
    try:
        yield from _images(report)
        yield from _members(report)
    except Refused:
        return


def _images(report: Report) -> Iterator[Block]:
    media = read_media(report.inside)
    for image in media.images[:IMAGES_PRINTED] if media else ():
        yield FactTable(tuple(_image(report, image)))


def _image(report: Report, image: Image) -> Iterator[Fact]:
    say, facts = report.say, image.facts
    yield Fact(say(N_("Disk image")), image.path, language=UNKNOWN)
    yield Fact(say(N_("Format")), say(FORMATS[image.format]), 1)
    yield Fact(say(N_("Files")), size(len(image.files)), 1)
    if image.size is not None:
        yield Fact(say(N_("Size of the media")), report.count("{count} bytes", image.size), 1)
    for name, digest in sorted(image.digests.items(), reverse=True):
        shown = say(N_("{algorithm} of the media"), algorithm=name.upper())
        yield Fact(shown, digest, 1)
    if image.digests:
        yield Fact(say(N_("These digests")), say(AGREEMENTS[image.agreement]), 1)
    damaged = size(image.bad_sectors) if image.bad_sectors else say(N_("none found"))
    yield Fact(say(N_("Damaged sectors")), damaged, 1)
    if facts["scheme"] is not None:
        shown = f"{size(len(facts['partitions']))} ({facts['scheme']['name']})"
        yield Fact(say(N_("Partitions")), shown, 1, UNKNOWN)
    for one in facts["file_systems"]:
        label = f" “{one['label']}”" if one["label"] else ""
        yield Fact(say(N_("File system")), f"{one['type']}{label}", 1, UNKNOWN)


def _members(report: Report) -> Iterator[Block]:
    """Yield the first members in a table; of all archives, how many members each has."""
    printed: list[tuple[str, ...]] = []
    archives: list[Archive] = []
    for line in read_members(report.inside) or ():
        if isinstance(line, Archive):
            archives.append(line)
        elif len(printed) < MEMBERS_PRINTED:
            printed.append(_member(report, line))
    if not archives:
        return
    yield FactTable(tuple(fact for one in islice(archives, 50) for fact in _archive(report, one)))
    say = report.say
    header = (
        say(N_("Member")),
        say(N_("Bytes")),
        "SHA-256",
        say(N_("Remarks")),
    )
    yield DocumentTable(header, tuple(printed), (32, 12, 34, 22), codes=(0, 2))
    left = sum(one.members for one in archives) - len(printed)
    if left > 0:
        yield Paragraph(
            report.count("{count} further members are not printed here; see members.jsonl.", left)
        )


def _archive(report: Report, archive: Archive) -> Iterator[Fact]:
    say = report.say
    yield Fact(say(N_("Provider's return")), archive.path, language=UNKNOWN)
    yield Fact(say(N_("Format")), archive.format, 1, UNKNOWN)
    yield Fact(say(N_("Members")), size(archive.members), 1)
    if archive.stopped is not None:
        yield Fact(say(N_("The list ends early")), archive.stopped, 1, UNKNOWN)


def _member(report: Report, line: Mapping[str, Any]) -> tuple[str, ...]:
    say = report.say
    remarks = [say(PROBLEMS[one]) for one in line["problems"]]
    if line["encrypted"]:
        remarks.append(say(N_("encrypted")))
    counted = "" if line["size"] is None else size(line["size"])
    return (
        line["name"],
        counted,
        line["sha256"] or "",
        PrintableText("\n".join(dict.fromkeys(remarks))),
    )
