# SPDX-License-Identifier: Apache-2.0
"""The processes of a node on all its machines, for the doctor and for `rogatory node status`."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from rogatory.bootstrap.doctor.database import query
from rogatory.bootstrap.doctor.finding import Duration, Finding
from rogatory.bootstrap.doctor.kinds import home_kinds
from rogatory.bootstrap.home.folder import Home
from rogatory.bootstrap.processes.place import SILENT_AFTER, place_of, started

if TYPE_CHECKING:
    from rogatory.storage.diagnosis import Diagnosis
    from rogatory.storage.processes.running import NodeProcess


class ProcessState(StrEnum):
    HERE = "here"
    """It runs on this machine, from this home."""
    ELSEWHERE = "elsewhere"
    """It has given a sign just now."""
    SILENT = "silent"
    """It was killed, its machine does not reach the database, or has vanished."""


@dataclass(frozen=True, slots=True)
class NodeRuns:
    """The processes that have a row, and when and by which command the fence was raised last."""

    processes: Sequence[Mapping[str, Any]] = ()
    raised: datetime | None = None
    command: str | None = None


def machines(home: Home) -> NodeRuns:
    """Return which processes of the node run on which machine; nothing is waited for.

    Raises:
        Refused: there is no database, or it has no tables.
        Unreachable: it cannot be read.
    """
    return query(home, lambda rows: _machines(home, rows))


def of_machines(found: NodeRuns) -> Iterator[Finding]:
    """Yield what the doctor finds of the node's processes on other machines."""
    elsewhere = [one for one in found.processes if one["state"] is ProcessState.ELSEWHERE]
    if elsewhere:
        yield home_kinds.PROCESSES_ELSEWHERE.found(names=tuple(one["name"] for one in elsewhere))
    for one in found.processes:
        if one["state"] is ProcessState.SILENT:
            span = Duration(one["silent"])
            yield home_kinds.PROCESS_SILENT.found(name=one["name"], span=span)


def _machines(home: Home, rows: "Diagnosis") -> NodeRuns:
    here = place_of(home)
    raised = rows.fence_raised() or (None, None)
    return NodeRuns(tuple(_process(one, here) for one in rows.processes()), *raised)


def _process(one: "NodeProcess", here: str) -> Mapping[str, Any]:
    if one.place == here:
        state = ProcessState.HERE if started(one.pid) == one.ticks else ProcessState.SILENT
    else:
        state = ProcessState.SILENT if one.silent > SILENT_AFTER else ProcessState.ELSEWHERE
    return {
        "name": str(one),
        "kind": one.kind,
        "machine": one.machine,
        "process": one.pid,
        "begun": one.begun,
        "seen": one.seen,
        "silent": one.silent.total_seconds(),
        "state": state,
    }
