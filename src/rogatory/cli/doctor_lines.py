# SPDX-License-Identifier: Apache-2.0
"""What a doctor makes of the lines to other States' nodes."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rogatory.bootstrap.doctor_findings import Finding, Level, well

CLOCK_OFF = 30
"""Seconds: what a page shows as off, too."""

SILENT_AFTER = 3
"""Failures in a row."""


def of_lines(lines: Sequence[Mapping[str, Any]]) -> Iterator[Finding]:
    """Who is silent, whose clock is off, whose line is not safe from a later quantum computer."""
    for line in lines:
        state = line["state"]
        if line["failures"] >= SILENT_AFTER:
            yield Finding(
                Level.WRONG,
                f"The node of {state} has not answered since {line['silent_since']}.",
                "It is tried without an end; call its operator, or look at this node's own line.",
            )
        if line["skew"] is not None and abs(line["skew"]) >= CLOCK_OFF:
            way = "ahead of" if line["skew"] > 0 else "behind"
            yield Finding(
                Level.WRONG,
                f"The clock of {state} is {abs(line['skew'])} seconds {way} this node's.",
                "The operator whose clock is wrong must set it: from 300 seconds on nothing passes.",
            )
        if line["group"] is not None and "MLKEM" not in line["group"]:
            yield Finding(
                Level.ADVICE,
                f"The line to {state} was keyed by {line['group']}.",
                "Whoever records it can read the messages with a quantum computer later: one of the "
                "two needs OpenSSL 3.5, which agrees X25519MLKEM768.",
            )
    if lines and all(line["failures"] < SILENT_AFTER for line in lines):
        yield well(f"{len(lines)} other nodes answer or were not asked")
