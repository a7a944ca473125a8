# SPDX-License-Identifier: Apache-2.0
"""Prints what a verification found in a bundle, before the exporter's own words."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from rogatory.cli.output.counted import counted
from rogatory.cli.output.reporting import print_text
from rogatory.node.printing.shown_text import shown_line
from rogatory.wire.canonical import Json, encode

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
    for line in _both(facts):
        print_text(f"  {shown_line(line)}")
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


def _both(facts: "CourtFacts") -> Iterator[str]:
    """Yield the conditions of a delivery beside the bag's, where they differ, one on each line."""
    for one in facts.delivered:
        message, stated = str(one["message"])[:16], one["conditions"]
        in_delivery = stated if isinstance(stated, Mapping) else {}
        yield f"Conditions in the delivery of {one['from']} (message {message}…) differ from the evidence's:"
        for name in map(str, one["differs"] if isinstance(one["differs"], list) else ()):
            in_bag = (facts.conditions or {}).get(_NAMES_IN_BAG.get(name, name))
            given = written_condition(in_delivery.get(name))
            yield f"{name}: delivery: {given}; evidence: {written_condition(in_bag)}"


_NAMES_IN_BAG = {"retention": "retention_until", "sensitive_material": "protected_items"}


def written_condition(value: Json) -> str:
    """Return the value of a condition as people read it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value is None or value == []:
        return "not stated"
    return value if isinstance(value, str) else encode(value).decode()


def _evidence(facts: "CourtFacts") -> str | None:
    if facts.files is None or facts.bytes is None:
        return None
    return f"{counted(facts.files, 'file')}, {counted(facts.bytes, 'byte')}"
