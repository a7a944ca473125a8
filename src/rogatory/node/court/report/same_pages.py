# SPDX-License-Identifier: Apache-2.0
"""Checking that the exporter's pages are those that the bundle itself produces."""

from rogatory.disk import Beneath
from rogatory.errors import refuse_if_any
from rogatory.evidence.checks import Undecided
from rogatory.node.court import layout, refusals
from rogatory.node.court.checks.contents import ContentsChecks
from rogatory.node.court.hashing import HashedBag
from rogatory.node.court.listing import BundleHead
from rogatory.node.court.reading import BundleFiles
from rogatory.node.court.report.made_with import parse_made_with
from rogatory.node.court.report.renderers import RENDERERS
from rogatory.node.court.report.subject import Report
from rogatory.node.court.stock_commands import ALGORITHMS, SignedFile
from rogatory.node.printing.html import to_html
from rogatory.wire.digests import sha256
from rogatory.wire.words import N_, FilledText, TextsInTurn

NOT_COMPARED = N_("not compared: another check fails, or cannot be made")
OTHER_FORMAT = N_("not compared: this program does not have the report's form {format}")
WHO_READS = N_("the reader of the report, by comparison with what the verification itself shows")


def report_of(files: BundleFiles, inside: Beneath, bag: HashedBag, head: BundleHead) -> Report:
    """Return what the reports are made from: the checks as they were at the export."""
    contents = ContentsChecks(files, inside, bag, None, head.exported)
    contents.run()
    there = (one for one in ALGORITHMS if files.there(f"{layout.BUNDLE}.{one}.p7s"))
    signed = SignedFile(layout.BUNDLE, head.authority, head.exported, tuple(there))
    return Report(contents, bag, head.authority, head.officer, head.reason, head.exported, signed)


def check_reports(
    files: BundleFiles,
    inside: Beneath,
    bag: HashedBag | None,
    head: BundleHead | None,
    *,
    fails: bool,
) -> str:
    """Decide that each HTML report is, byte for byte, what its form makes of this bundle.

    Raises:
        Undecided: a check `fails`, or the form of the reports is not known here.
        Refused: with each page that differs.
    """
    if fails or bag is None or head is None or not files.there(layout.REPORT_JSON):
        raise Undecided(NOT_COMPARED, WHO_READS)
    made = parse_made_with(files.read(layout.REPORT_JSON))
    renderer = RENDERERS.get(made.format)
    if renderer is None:
        raise Undecided(FilledText(OTHER_FORMAT, format=made.format), WHO_READS)
    report = report_of(files, inside, bag, head)
    pages = {one: layout.report_html(one) for one in made.languages}
    refuse_if_any(
        refusals.REPORT_DIFFERS.because(path=path)
        for language, path in pages.items()
        if sha256(to_html(renderer(report, language))) != sha256(files.read(path))
    )
    text = FilledText(N_("HTML pages made again, and the same: {count}"), count=len(pages))
    if not made.pdf:
        return text
    printed = ", ".join(layout.report_pdf(one) for one in made.languages)
    return TextsInTurn.of([text, FilledText(N_("not compared: {paths}"), paths=printed)], "; ")
