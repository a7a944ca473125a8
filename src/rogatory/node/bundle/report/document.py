# SPDX-License-Identifier: Apache-2.0
"""The report of a bundle, section by section, in plain words."""

from rogatory.node.bundle.report.blocks import Box, Document, Facts, Paragraph, Section
from rogatory.node.bundle.report.checks_told import checks_section, commands_section, limits_section
from rogatory.node.bundle.report.custody_told import (
    custody_section,
    messages_section,
    request_section,
)
from rogatory.node.bundle.report.evidence_told import (
    acts_told,
    conditions_section,
    evidence_section,
    items_section,
)
from rogatory.node.bundle.report.subject import Report, grouped, moment, size
from rogatory.wire.words import N_

TITLE = N_("Report on electronic evidence")

SUMMARY = N_(
    "This bundle holds {files} files of electronic evidence, {bytes} bytes in all. {sender} sealed "
    "them, and {exporter} hands them to the court. This report says what was collected, by whom, "
    "when and under which request, who has handled it since, and how anybody can check all of this "
    "without trusting the authority that hands it over."
)
COMPARE = N_(
    "Fingerprint of the root of the directory: compare this with one you have from elsewhere, for "
    "instance from your ministry or from the Secretariat. Everything in this bundle rests on it."
)


def document_of(report: Report) -> Document:
    """The whole report. It says what the checks found when the bundle was written."""
    seal = report.contents.seal.seal
    package = seal.package if seal else ""
    say = report.say
    return Document(
        language=report.language,
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


def _summary(report: Report) -> Section:
    say, contents = report.say, report.contents
    seal = contents.seal.seal
    sender = report.name_of(seal.sender) if seal else "?"
    stamps = ", ".join(
        say(
            N_("{at}, by the timestamp authority {authority}"),
            at=moment(one.at),
            authority=one.authority,
        )
        for one in contents.seal.stamped
    )
    request = contents.messages.request
    rows = [
        (say(N_("Request")), request.digest if request else say(N_("none in the bundle")), 0),
        *acts_told(report),
        (say(N_("Sealed by")), sender, 0),
        (say(N_("Sealed at (claimed)")), moment(seal.sealed) if seal else "?", 0),
        (say(N_("Existed at (proved)")), stamps or say(N_("no timestamp")), 0),
        (say(N_("Exported by")), report.name_of(report.authority), 0),
        (say(N_("Officer")), report.officer or say(N_("not stated")), 0),
        (say(N_("Reason for the export")), report.reason, 0),
        (say(N_("Exported at (claimed)")), moment(report.exported), 0),
        (say(N_("Digest of the evidence")), contents.bag_digest, 0),
    ]
    text = say(
        SUMMARY,
        files=size(report.bag.files),
        bytes=size(report.bag.bytes),
        sender=sender,
        exporter=report.name_of(report.authority),
    )
    return Section(
        say(N_("In short")),
        (
            Box(say(COMPARE), grouped(contents.network)),
            Paragraph(text),
            Facts(tuple(rows)),
        ),
    )
