# SPDX-License-Identifier: Apache-2.0
"""The reports of a bundle, made again from the bundle alone."""

from dataclasses import dataclass
from pathlib import Path

from rogatory.disk import Beneath
from rogatory.errors import refuse_if_any
from rogatory.evidence.spool import Spools
from rogatory.node.court import layout
from rogatory.node.court.hashing import read_bag
from rogatory.node.court.listing import LARGEST_LISTING, parse_head
from rogatory.node.court.reading import BundleFiles
from rogatory.node.court.report.made_with import MadeWith, parse_made_with
from rogatory.node.court.report.same_pages import report_of
from rogatory.node.court.report.write import Reports, RequestedReports, need_fonts_for, written
from rogatory.node.workstation.progress import Progress, no_progress


@dataclass(frozen=True, slots=True)
class Remade:
    """New reports, what the bundle says its own were made with, and which are the same bytes."""

    reports: Reports
    before: MadeWith | None
    same: dict[str, bool]
    """By the name of a report that the bundle has, too: whether both are the same."""

    @property
    def differences(self) -> list[str]:
        """Why the bytes may be others: what these reports were made with, and those were not."""
        if self.before is None:
            return []
        return self.before.differences(self.reports.made)


def remake_reports(
    bundle: Path, wanted: RequestedReports, *, progress: Progress = no_progress
) -> Remade:
    """Return what `write_bundle` wrote as reports, from the same facts: all of them lie in the
    bundle.

    Raises:
        Refused: something that the bundle holds does not hold (each reason); a language cannot be
            printed here.
    """
    need_fonts_for(wanted)
    with Spools(None) as spools, Beneath(bundle) as beneath, Beneath(bundle / layout.BAG) as inside:
        files = BundleFiles(bundle, beneath)
        head = parse_head(files.read(layout.BUNDLE, LARGEST_LISTING))
        bag = read_bag(bundle / layout.BAG, spools.new(), progress)
        report = report_of(files, inside, bag, head)
        contents = report.contents
        refuse_if_any(
            reason
            for check in contents.checks
            if check.outcome == "fails"
            for reason in check.reasons
        )
        reports = written(report, wanted)
        same = {
            name: files.read(name) == data
            for name, data in reports.files.items()
            if files.there(name)
        }
        known = files.maybe(layout.REPORT_JSON)
    return Remade(reports, parse_made_with(known) if known is not None else None, same)
