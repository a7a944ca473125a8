# SPDX-License-Identifier: Apache-2.0
"""The doctor's judgement of the connections to other States' nodes."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rogatory.bootstrap.doctor.finding import Duration, Finding
from rogatory.bootstrap.doctor.kinds import line_kinds
from rogatory.node.peer_health.clock_difference import SHOWN_FROM

SILENT_AFTER = 3
"""Failures in a row."""


def of_lines(lines: Sequence[Mapping[str, Any]]) -> Iterator[Finding]:
    """Report who is silent, whose clock is off, whose connection is not safe from a later quantum
    computer.
    """
    for line in lines:
        state = line["state"]
        if line["failures"] >= SILENT_AFTER:
            yield line_kinds.LINE_SILENT.found(state=state, since=line["silent_since"])
        if line["skew"] is not None and abs(line["skew"]) >= SHOWN_FROM.total_seconds():
            kind = line_kinds.LINE_AHEAD if line["skew"] > 0 else line_kinds.LINE_BEHIND
            yield kind.found(state=state, span=Duration(abs(line["skew"])))
        if line["group"] is not None and "MLKEM" not in line["group"]:
            yield line_kinds.LINE_WEAK.found(state=state, group=line["group"])
    if lines and all(line["failures"] < SILENT_AFTER for line in lines):
        yield line_kinds.LINES_WELL.found(count=len(lines))
