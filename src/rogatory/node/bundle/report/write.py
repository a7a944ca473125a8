# SPDX-License-Identifier: Apache-2.0
"""The report's files: the same document as HTML and as PDF."""

from rogatory.node.bundle import layout
from rogatory.node.bundle.report.blocks import Document, with_texts
from rogatory.node.bundle.report.document import document_of
from rogatory.node.bundle.report.html import to_html
from rogatory.node.bundle.report.shown_text import shown_text
from rogatory.node.bundle.report.subject import Report


def report_files(report: Report) -> dict[str, bytes]:
    """report.html and report.pdf; typst is loaded when it is needed, here."""
    from rogatory.node.bundle.report.pdf import to_pdf

    document: Document = with_texts(document_of(report), shown_text)
    at = report.sealed
    return {
        layout.REPORT_HTML: to_html(document),
        layout.REPORT_PDF: to_pdf(document, at),
    }
