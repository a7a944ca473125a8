# SPDX-License-Identifier: Apache-2.0
"""The request, the other messages, and who handled the evidence."""

from collections.abc import Iterator

from rogatory.errors import Refused
from rogatory.node.bundle import layout
from rogatory.node.bundle.custody_checks import custody_journals
from rogatory.node.bundle.message_folder import MessageFolder
from rogatory.node.bundle.report.blocks import Block, Facts, Paragraph, Section, Table
from rogatory.node.bundle.report.subject import Report, moment
from rogatory.node.workstation.timeline import Line, timeline
from rogatory.requests.kinds import KINDS
from rogatory.requests.words import Term, render
from rogatory.seal.approval_document import parse_approvals
from rogatory.wire.moments import parse_moment
from rogatory.wire.words import N_


def request_section(report: Report) -> Section:
    """The request in plain words, with who approved it."""
    say, request = report.say, report.contents.messages.request
    title = say(N_("The request"))
    if request is None:
        return Section(title, (Paragraph(say(N_("No request lies in this bundle."))),))
    rows = [
        (
            say(line.label),
            say(str(line.value)) if isinstance(line.value, Term) else str(line.value),
            line.level,
        )
        for line in render(request.envelope)
    ]
    rows += list(_approvals(report, request))
    return Section(
        title,
        (
            Paragraph(
                say(
                    N_(
                        "The evidence answers this request. It is printed as its authors wrote it; "
                        "the signed text is request/message.json."
                    )
                )
            ),
            Facts(tuple(rows)),
        ),
    )


def messages_section(report: Report) -> Section:
    say = report.say
    rows = tuple(_message_row(report, folder) for folder in report.contents.messages.folders)
    header = (
        say(N_("Issued (claimed)")),
        say(N_("Received (by the other State's receipt)")),
        say(N_("Message")),
        say(N_("From")),
        say(N_("To")),
        say(N_("Folder")),
    )
    return Section(
        say(N_("The messages of the matter")),
        (
            Paragraph(
                say(
                    N_(
                        "When a message was received stands in a receipt that the other State's node "
                        "signed. Whether further messages followed, no bundle can show."
                    )
                )
            ),
            Table(header, rows, (18, 18, 24, 17, 17, 13), codes=(5,)),
        ),
    )


def custody_section(report: Report) -> Section:
    """Every recorded act, with the claimed time and what of it is proved."""
    say = report.say
    lines = timeline(custody_journals(report.contents.files))
    header = (
        say(N_("When (claimed)")),
        say(N_("What")),
        say(N_("By whom")),
        say(N_("Why, in the words of who acted")),
        say(N_("Proof")),
    )
    rows = tuple(_custody_row(report, line) for line in lines)
    blocks: list[Block] = [
        Paragraph(
            say(
                N_(
                    "Each act was signed by the authority that did it. The time is what it claims; "
                    "what proves that nothing was inserted or left out later is the place in its "
                    "State's log, whose size was signed afterwards. What nobody recorded does not "
                    "stand here."
                )
            )
        ),
        Table(header, rows, (17, 20, 19, 27, 17)),
    ]
    blocks += _stamps(report)
    return Section(say(N_("Who handled the evidence")), tuple(blocks))


def _custody_row(report: Report, line: Line) -> tuple[str, ...]:
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
    return (
        moment(parse_moment(line.occurred)),
        say(line.title),
        report.person(line.authority, line.officer),
        line.reason,
        proof,
    )


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


def _approvals(report: Report, folder: MessageFolder) -> Iterator[tuple[str, str, int]]:
    say = report.say
    received = folder.received()
    if received is not None:
        label = say(
            N_("Received, by the receipt of {state}"), state=folder.envelope.addressee.state
        )
        yield label, moment(received), 0
    try:
        given = parse_approvals(report.contents.files.read(f"{folder.path}/{layout.APPROVALS}"))
    except Refused:
        return
    for one in given:
        yield say(N_("Approved by")), say(N_("officer {officer}"), officer=one.officer), 0
    yield say(N_("Digest of the message")), folder.digest, 0
