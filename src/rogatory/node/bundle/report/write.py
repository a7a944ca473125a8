# SPDX-License-Identifier: Apache-2.0
"""The report's files."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from rogatory.node.bundle import layout
from rogatory.node.bundle.contents_checks import ContentsChecks
from rogatory.node.bundle.hashing import HashedBag
from rogatory.node.bundle.stock_commands import SignedFile


@dataclass(frozen=True, slots=True)
class Report:
    """What a report is made of."""

    contents: ContentsChecks
    bag: HashedBag
    authority: str
    officer: str | None
    reason: str
    exported: datetime
    signed: SignedFile
    language: str = "en"
    translate: Callable[[str], str] = str


def report_files(report: Report) -> dict[str, bytes]:
    """report.html and report.pdf."""
    return {layout.REPORT_HTML: b"<!doctype html>", layout.REPORT_PDF: b"%PDF"}
