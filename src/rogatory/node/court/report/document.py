# SPDX-License-Identifier: Apache-2.0
"""The report of a bundle, section by section, in plain words."""

from rogatory.node.court.report.checks_text import checks_section, commands_section, limits_section
from rogatory.node.court.report.custody_text import (
    custody_section,
    messages_section,
    request_section,
)
from rogatory.node.court.report.evidence_text import act_facts, conditions_section, evidence_section
from rogatory.node.court.report.items_text import items_section
from rogatory.node.court.report.subject import Report
from rogatory.node.printing.blocks import (
    UNKNOWN,
    Box,
    Document,
    DocumentSection,
    Fact,
    FactTable,
    Paragraph,
)
from rogatory.node.printing.figures import grouped, moment
from rogatory.node.printing.languages import RIGHT_TO_LEFT
from rogatory.node.printing.shown_text import left_to_right
from rogatory.wire.spoken_digest import spoken
from rogatory.wire.words import N_

TITLE = N_("Report on electronic evidence")

SUMMARY = N_(
    "This bundle holds electronic evidence: {files}, {bytes} in all. {sender} sealed it, and "
    "{exporter} hands it to the court. This report says what was collected, by whom, "
    "when and under which request, who has handled it since, and how anybody can check all of this "
    "without trusting the authority that hands it over."
)
COMPARE = N_(
    "Fingerprint of the root of the directory: compare this with one you have from elsewhere, for "
    "instance from your ministry or from the Secretariat. Everything in this bundle rests on it."
)


def document_of(report: Report) -> Document:
    """Return the whole report. It says what the checks found when the bundle was written."""
    seal = report.contents.seal.seal
    package = seal.package if seal else ""
    say = report.say
    return Document(
        language=report.language,
        right_to_left=report.right_to_left,
        title=say(TITLE),
        subtitle=say(
            N_("Package {package} · exported {at} by {authority}"),
            package=package,
            at=moment(report.exported),
            authority=report.authority,
        ),
        footer=say(
            N_("Package {package} · root {root}…"),
            package=package,
            root=grouped(report.contents.network)[:24],
        ),
        sections=(
            _summary(report),
            request_section(report),
            evidence_section(report),
            custody_section(report),
            messages_section(report),
            conditions_section(report),
            checks_section(report),
            limits_section(report),
            commands_section(report),
            items_section(report),
        ),
    )


def _summary(report: Report) -> DocumentSection:
    say, contents = report.say, report.contents
    seal = contents.seal.seal
    sender = report.name_of(seal.sender) if seal else "?"
    stamps = report.listed(
        say(
            N_("{at}, by the timestamp authority {authority}"),
            at=moment(one.at),
            authority=one.authority,
        )
        for one in contents.seal.stamped
    )
    request = contents.messages.request_in_force
    rows = [
        Fact(say(N_("Request")), request.digest if request else say(N_("none in the bundle"))),
        *act_facts(report),
        Fact(say(N_("Sealed by")), sender),
        Fact(say(N_("Sealed at (claimed)")), moment(seal.sealed) if seal else "?"),
        Fact(say(N_("Existed at (proved)")), stamps or say(N_("no timestamp"))),
        Fact(say(N_("Exported by")), report.name_of(report.authority)),
        Fact(say(N_("Officer")), report.officer or say(N_("not stated"))),
        Fact(say(N_("Reason for the export")), report.reason, language=UNKNOWN),
        Fact(say(N_("Exported at (claimed)")), moment(report.exported)),
        Fact(say(N_("Digest of the evidence")), contents.bag_digest),
    ]
    text = say(
        SUMMARY,
        files=report.count("{count} files", report.bag.files),
        bytes=report.count("{count} bytes", report.bag.bytes),
        sender=sender,
        exporter=report.name_of(report.authority),
    )
    read_out = spoken(contents.network)
    if report.language in RIGHT_TO_LEFT:
        read_out = left_to_right(read_out)
    return DocumentSection(
        say(N_("In short")),
        (
            Box(say(COMPARE), grouped(contents.network)),
            FactTable((Fact(say(N_("The same, to be read out by telephone")), read_out),)),
            Paragraph(text),
            FactTable(tuple(rows)),
        ),
    )
