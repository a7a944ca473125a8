# SPDX-License-Identifier: Apache-2.0
"""The report's files: the same document as HTML and as PDF, in one language or several."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rogatory.node.court import layout
from rogatory.node.court.report.made_with import MadeWith, program
from rogatory.node.court.report.renderers import FORMAT, RENDERERS
from rogatory.node.court.report.subject import Report
from rogatory.node.printing.html import to_html
from rogatory.node.printing.pdf import need_fonts, typst_version
from rogatory.node.printing.pdf_process import LONGEST_REPORT, print_apart


@dataclass(frozen=True, slots=True)
class RequestedReports:
    """Which reports are to be written; fonts are looked for in `places`, or where they usually
    are.
    """

    languages: tuple[str, ...] = ("en",)
    pdf: bool = True
    places: tuple[Path, ...] | None = None


@dataclass(slots=True)
class Reports:
    """The files by name, and what they were made with."""

    made: MadeWith
    files: dict[str, bytes] = field(default_factory=dict)


def need_fonts_for(wanted: RequestedReports) -> None:
    """Refuse, before anything is done, what could not be printed in the end."""
    if wanted.pdf:
        for language in wanted.languages:
            need_fonts(language, wanted.places)


def written(report: Report, wanted: RequestedReports) -> Reports:
    """Return `report.<language>.html` and `.pdf`; typst is loaded by a child, where it is needed.

    Raises:
        Refused: a PDF cannot be printed (see `to_pdf`).
    """
    fonts: dict[str, str] = {}
    files: dict[str, bytes] = {}
    for language in wanted.languages:
        document = RENDERERS[FORMAT](report, language)
        files[layout.report_html(language)] = to_html(document)
        if wanted.pdf:
            printed = print_apart(document, report.sealed, wanted.places, longest=LONGEST_REPORT)
            files[layout.report_pdf(language)] = printed.data
            fonts |= {one.path.name: one.sha256 for one in printed.fonts}
    return Reports(_made(wanted.languages, fonts, pdf=wanted.pdf), files)


def _made(languages: Sequence[str], fonts: dict[str, str], *, pdf: bool) -> MadeWith:
    if not pdf:
        return MadeWith(tuple(languages), program(), FORMAT)
    return MadeWith(tuple(languages), program(), FORMAT, typst_version(), fonts)
