# SPDX-License-Identifier: Apache-2.0
"""The request, the other messages, and who handled the evidence."""

from collections.abc import Iterator, Sequence
from itertools import islice

from rogatory.errors import Refused
from rogatory.node.court import layout
from rogatory.node.court.checks.custody import custody_journals
from rogatory.node.court.checks.message_folder import MessageFolder
from rogatory.node.court.report.act_text import described_act, words_text
from rogatory.node.court.report.custody_diagram import MOST_ROWS, lanes_of, pictures
from rogatory.node.court.report.happenings import happenings, late_acts, together
from rogatory.node.court.report.subject import Report
from rogatory.node.printing.blocks import (
    Block,
    DocumentSection,
    DocumentTable,
    Fact,
    FactTable,
    Paragraph,
)
from rogatory.node.printing.figures import moment
from rogatory.node.printing.shown_text import PrintableText, shown_text
from rogatory.node.workstation.journals.timeline import TimelineEntry, destroyed, timeline
from rogatory.requests.contents import plain_words
from rogatory.requests.contents.plain_words import render
from rogatory.requests.kinds.registry import KINDS
from rogatory.seal.approval_document import parse_approvals
from rogatory.wire.moments import parse_moment
from rogatory.wire.words import N_

ACTS_PRINTED = 500
"""As many as a person can look through; a journal may have a hundred thousand entries."""


def request_section(report: Report) -> DocumentSection:
    """Return the request in plain words, with who approved it."""
    say, request = report.say, report.contents.messages.request_in_force
    title = say(N_("The request"))
    if request is None:
        return DocumentSection(title, (Paragraph(say(N_("No request lies in this bundle."))),))
    language = request.envelope.language
    rows = [_line(report, line, language) for line in render(request.envelope)]
    rows += list(_approvals(report, request))
    return DocumentSection(
        title,
        (
            Paragraph(
                say(
                    N_(
                        "The evidence answers this request. It is printed as its authors wrote it, "
                        "in {language}; the signed text is request/message.json."
                    ),
                    language=report.language_name(language),
                )
            ),
            FactTable(tuple(rows)),
        ),
    )


def messages_section(report: Report) -> DocumentSection:
    say = report.say
    rows = tuple(_message_row(report, folder) for folder in report.contents.messages.in_force)
    header = (
        say(N_("Issued (claimed)")),
        say(N_("Received (by the other State's receipt)")),
        say(N_("Message")),
        say(N_("From")),
        say(N_("To")),
        say(N_("Folder")),
    )
    return DocumentSection(
        say(N_("The messages of the case")),
        (
            Paragraph(
                say(
                    N_(
                        "A receipt that the other State's node signed shows when a message was "
                        "received. No bundle can show whether further messages followed."
                    )
                )
            ),
            DocumentTable(header, rows, (18, 18, 24, 17, 17, 13), codes=(5,)),
        ),
    )


def custody_section(report: Report) -> DocumentSection:
    """Return every recorded act, with the claimed time and what of it is proved: a picture, and a table."""
    say = report.say
    lines = timeline(custody_journals(report.contents.files))
    blocks: list[Block] = [
        Paragraph(
            say(
                N_(
                    "Each act was signed by the authority that did it. The time is the one "
                    "that it claims; the place in its State's log, whose size was signed "
                    "afterwards, proves that nothing was inserted or left out later. Acts that "
                    "nobody recorded are not shown here."
                )
            )
        ),
        *_drawn(report, lines),
        *_table(report, lines),
        *_destroyed(report),
        *_stamps(report),
    ]
    return DocumentSection(say(N_("Who handled the evidence")), tuple(blocks))


def _drawn(report: Report, lines: Sequence[TimelineEntry]) -> Iterator[Block]:
    """Yield the picture, with what its signs mean and whose each lane is."""
    say, rows = report.say, together(happenings(report, lines))
    if not rows:
        return
    yield from pictures(report, rows)
    yield Paragraph(
        say(
            N_(
                "A ring is an act whose time is only claimed; a full circle one that is in a "
                "log (the log's State, the place, the size); a diamond a time that another "
                "authority proves. An arrow leads from the giver of the package to its "
                "receiver. Dashed: at least a week without a recorded act."
            )
        )
    )
    if len(rows) > MOST_ROWS:
        yield Paragraph(
            say(
                N_("The picture shows the first {half} and the last {half} of {count} rows."),
                half=MOST_ROWS // 2,
                count=len(rows),
            )
        )
    yield FactTable(
        tuple(
            Fact(say(N_("Lane {number}"), number=number + 1), _lane_name(report, name))
            for name, number in lanes_of(rows).items()
        )
    )


def _lane_name(report: Report, name: str) -> str:
    if name in {stamp.authority for stamp in report.contents.seal.stamped}:
        return report.say(N_("timestamp authority {authority}"), authority=name)
    return report.name_of(name)


def _table(report: Report, lines: Sequence[TimelineEntry]) -> Iterator[Block]:
    say, late = report.say, late_acts(lines)
    header = (
        say(N_("No.")),
        say(N_("When (claimed)")),
        say(N_("What")),
        say(N_("By whom")),
        say(N_("Why, in the words of who acted")),
        say(N_("Proof")),
    )
    rows = tuple(
        (str(number), *_custody_row(report, line, late=number in late))
        for number, line in enumerate(islice(lines, ACTS_PRINTED), 1)
    )
    yield DocumentTable(header, rows, (5, 14, 30, 16, 18, 17), foreign=(4,))
    if len(lines) > ACTS_PRINTED:
        left = len(lines) - ACTS_PRINTED
        yield Paragraph(
            report.count(
                "{count} further acts are not printed here; they lie in the folder custody.", left
            )
        )


def _line(report: Report, line: plain_words.BodyLine, language: str) -> Fact:
    """Return a line of the body: a term is ours; what the sender wrote is in the language that the message names."""
    if isinstance(line.value, plain_words.Term):
        return Fact(report.say(line.label), report.say(line.value), line.level)
    return Fact(report.say(line.label), str(line.value), line.level, language)


def _custody_row(report: Report, line: TimelineEntry, *, late: bool) -> tuple[str, ...]:
    say = report.say
    if line.index is None or line.log is None:
        proof = say(N_("in no log yet: the time is claimed only"))
    else:
        proof = say(
            N_("log of {state}, place {index} of {size}"),
            state=line.log.split("/")[1].upper(),
            index=line.index + 1,
            size=line.size,
        )
    if late:
        proof = PrintableText(f"{proof}\n{say(N_('entered in the log after later acts'))}")
    return (
        moment(parse_moment(line.occurred)),
        _what(report, line),
        report.person(line.authority, line.officer),
        words_text(report, line.event),
        proof,
    )


def _destroyed(report: Report) -> Iterator[Block]:
    """Yield what is left of events that were destroyed; the table shows who destroyed them."""
    say = report.say
    found = destroyed(custody_journals(report.contents.files))
    if not found:
        return
    yield Paragraph(
        say(
            N_(
                "Records of acts were destroyed. Nobody can show what they said. Of each, the place in "
                "the log is known; the digest is what its tombstone claims."
            )
        )
    )
    yield FactTable(
        tuple(
            Fact(
                say(
                    N_("Destroyed record of {authority}, log of {state}, place {index}"),
                    authority=str(one.authority),
                    state=one.log.split("/")[1].upper(),
                    index=one.index + 1,
                ),
                one.digest,
            )
            for one in found
        )
    )


def _what(report: Report, line: TimelineEntry) -> str:
    """Return the action and, under it, the description from its code and fields."""
    title, act_words = report.say(line.title), described_act(report, line.event)
    if not act_words:
        return title
    return PrintableText(f"{title}\n{shown_text(act_words)}")


def _stamps(report: Report) -> Iterator[Block]:
    say = report.say
    for stamp in report.contents.seal.stamped:
        text = say(
            N_(
                "Proved time: the timestamp authority {authority} confirmed at {at} that the seal, "
                "and so the evidence under it, existed. What is listed above as done before the "
                "sealing was done before that."
            ),
            authority=stamp.authority,
            at=moment(stamp.at),
        )
        yield Paragraph(text)


def _message_row(report: Report, folder: MessageFolder) -> tuple[str, ...]:
    message, say = folder.envelope, report.say
    received = folder.received()
    known = KINDS.get(message.kind)
    return (
        moment(message.issued),
        moment(received) if received else say(N_("no receipt")),
        say(known.title) if known else message.kind,
        str(message.sender),
        str(message.addressee),
        folder.path,
    )


def _approvals(report: Report, folder: MessageFolder) -> Iterator[Fact]:
    say = report.say
    received = folder.received()
    if received is not None:
        label = say(
            N_("Received, by the receipt of {state}"), state=folder.envelope.addressee.state
        )
        yield Fact(label, moment(received))
    try:
        given = parse_approvals(report.contents.files.read(f"{folder.path}/{layout.APPROVALS}"))
    except Refused:
        return
    for one in given:
        yield Fact(say(N_("Approved by")), say(N_("officer {officer}"), officer=one.officer))
    yield Fact(say(N_("Digest of the message")), folder.digest)
