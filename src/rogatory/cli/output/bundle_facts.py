# SPDX-License-Identifier: Apache-2.0
"""Prints what a verification found in a bundle, before the exporter's own words."""

from typing import TYPE_CHECKING

from rogatory.cli.output.counted import counted
from rogatory.cli.output.reporting import print_text
from rogatory.node.printing.shown_text import shown_line

if TYPE_CHECKING:
    from rogatory.node.court.checks.exporter import Exporter
    from rogatory.node.court.facts import CourtFacts


def print_facts(facts: "CourtFacts", exporter: "Exporter | None") -> None:
    """Print case, parties, items, digests and acts, as far as the checks that they come from hold; then whose
    words the reports are.
    """
    part = f" ({exporter.part} of the seal {exporter.seal[:16]}…)" if exporter else ""
    rows = (
        ("Case", facts.case),
        ("Asked by", facts.requester),
        ("Asked", facts.addressee),
        ("Thread", facts.thread),
        ("Sealed by", facts.sealed_by),
        ("Exported by", facts.exported_by and f"{facts.exported_by}{part}"),
        ("Officer", facts.officer),
        ("Evidence", _evidence(facts)),
        ("Digest", facts.bag),
        ("Seal", facts.seal),
    )
    print_text()
    print_text("What this program found in the bundle:")
    for label, value in rows:
        if value:
            print_text(f"  {label:<12} {shown_line(value)}")
    for act in facts.acts:
        what = act["code"] or act["action"]
        officer = f", officer {act['officer']}" if act["officer"] else ""
        print_text(f"  {act['occurred']}  {what}: {act['authority']}{officer}")
    if facts.more_acts:
        print_text(f"  and {facts.more_acts:,} more acts")
    print_text(
        "  Nothing is listed here that comes from a check that does not hold. The times of acts"
    )
    print_text(
        "  are claims. The files report.* were not written by this program: they are the words"
    )
    print_text(f"  of {shown_line(facts.exported_by or 'the exporter of the bundle')}.")


def _evidence(facts: "CourtFacts") -> str | None:
    if facts.files is None or facts.bytes is None:
        return None
    return f"{counted(facts.files, 'file')}, {counted(facts.bytes, 'byte')}"
