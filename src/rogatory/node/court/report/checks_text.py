# SPDX-License-Identifier: Apache-2.0
"""The checks made, the meaning of each, what no check shows, and the commands to type."""

from rogatory.evidence.checks import Check
from rogatory.node.court import names
from rogatory.node.court.report.subject import Report
from rogatory.node.court.stock_commands import (
    BAGIT,
    CASE,
    MANIFEST,
    ROOT,
    SUMS,
    TAGS,
    commands_for,
)
from rogatory.node.printing.blocks import (
    Block,
    Commands,
    DocumentSection,
    DocumentTable,
    Paragraph,
    Points,
)
from rogatory.node.printing.figures import moment
from rogatory.node.printing.shown_text import PrintableText
from rogatory.wire.words import N_

_OUTCOMES = {"holds": N_("holds"), "fails": N_("fails"), "undecided": N_("not checked")}

LIMITS = (
    N_(
        "That what was collected is true. The checks show that it is unchanged since it was "
        "collected, not what it means or who made it."
    ),
    N_(
        "That everything there was, was collected; or that an act that nobody recorded was not done."
    ),
    N_(
        "Times marked as claimed. They are the word of who acted; only the timestamp of the seal "
        "and the receipts of the other State come from somebody else."
    ),
    N_(
        "With stock tools: whether a certificate had been withdrawn, the officers' approvals, the "
        "log proofs, and the signatures of the directory. `rogatory evidence verify` checks these."
    ),
    N_(
        "That the logs were shown alike to everybody: no other State's witness has countersigned "
        "their checkpoints yet."
    ),
)


def checks_section(report: Report) -> DocumentSection:
    say = report.say
    own = [
        (f"{number}", say(name), "undecided " + say(N_("yours to make")), say(names.MEANINGS[name]))
        for number, name in ((1, names.COMPLETE), (2, names.SIGNED))
    ]
    rows = [*own, *(_row(report, check) for check in report.contents.checks)]
    header = (
        say(N_("No.")),
        say(N_("Check")),
        say(N_("Result at export")),
        say(N_("What it means")),
    )
    return DocumentSection(
        say(N_("What was checked, and what it means")),
        (
            Paragraph(
                say(
                    N_(
                        "These results are what {authority} found at {at}. Do not rely on its "
                        "word: only the same checks, made by you, count. The commands are "
                        "listed below."
                    ),
                    authority=report.authority,
                    at=moment(report.exported),
                )
            ),
            DocumentTable(header, tuple(rows), (5, 28, 19, 48), outcome=2),
        ),
    )


def limits_section(report: Report) -> DocumentSection:
    say = report.say
    blocks: list[Block] = [Points(tuple(say(text) for text in LIMITS))]
    left = [check for check in report.contents.checks if check.outcome == "undecided"]
    if left:
        blocks.append(
            Paragraph(say(N_("When the bundle was written, these could not be checked:")))
        )
        limit_text = (
            say(
                N_("{number}. {check}: {remark} (who can settle it: {who})"),
                number=check.number,
                check=report.rendered(check.name),
                remark=report.rendered(check.remark),
                who=report.rendered(check.who),
            )
            for check in left
        )
        blocks.append(Points(tuple(limit_text)))
    return DocumentSection(say(N_("What no check here shows")), tuple(blocks))


def commands_section(report: Report) -> DocumentSection:
    say = report.say
    commands = commands_for(report.contents, report.signed)
    blocks: list[Block] = [
        Paragraph(
            say(
                N_(
                    "Type these in the bundle's folder, on a machine that you trust. They need "
                    "sha256sum, OpenSSL (3.5 or later for the signatures called mldsa65), bagit for "
                    "Python and case_validate. The published script check.sh checks every other "
                    "signature, too; get it elsewhere, and compare its digest."
                )
            )
        ),
        Commands(say(N_("The root of the directory, to compare")), (ROOT,)),
        Commands(say(N_("Nothing was changed")), (SUMS, MANIFEST, TAGS)),
        Commands(say(N_("The container, and the description of the case")), (BAGIT, CASE)),
    ]
    titled = {
        names.SIGNED: N_("The list of all files, signed by the exporting authority"),
        names.SEAL_SIGNED: N_("The seal, signed by the sealing authority"),
        names.STAMPED: N_("The time of the seal"),
        names.BAG_SIGNED: N_("The evidence, signed by the sealing authority"),
        names.REQUEST: N_("The request, signed by the requesting authority"),
    }
    for name, title in titled.items():
        if lines := commands.get(name):
            blocks.append(Commands(say(title), lines))
    ours = "rogatory evidence verify . --trust " + say(N_("FOLDER-OR-ROOT-YOU-TRUST"))
    blocks.append(Commands(say(N_("All checks, with our own program")), (ours,)))
    command = f"rogatory evidence report . --language {report.language} --out ../again"
    blocks.append(Commands(say(N_("This report, made again from the bundle")), (command,)))
    return DocumentSection(say(N_("How to check it yourself")), tuple(blocks))


def _row(report: Report, check: Check) -> tuple[str, ...]:
    say = report.say
    outcome = say(_OUTCOMES[check.outcome])
    remark = f"\n{report.rendered(check.remark)}" if check.remark else ""
    meaning = names.MEANINGS.get(check.name, "")
    return (
        str(check.number),
        report.rendered(check.name),
        PrintableText(f"{check.outcome} {outcome}{remark}"),
        say(meaning) if meaning else "",
    )
