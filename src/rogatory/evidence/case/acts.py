# SPDX-License-Identifier: Apache-2.0
"""The acts of the case graph: who chose, acquired and sealed, when, with what, and what came of it."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from rogatory.evidence.case.ids import GraphNode, Ids, moment_node

ACTION = "case-investigation:InvestigativeAction"


@dataclass(frozen=True, slots=True)
class GraphAct:
    """One act of the graph: `acquire` or `seal`, from when until when, with which tool; `remark`
    says more of it.
    """

    name: str
    started: datetime
    ended: datetime
    authority: str | None
    officer: str | None
    tool: str
    version: str
    remark: str | None = None


def act_nodes(
    ids: Ids,
    act: GraphAct,
    *,
    objects: Sequence[Mapping[str, str]],
    results: Sequence[Mapping[str, str]],
    place: Mapping[str, str] | None = None,
    label: str | None = None,
) -> list[GraphNode]:
    """Return the act, the tool it was done with, and who did it, where that was said. `label` is
    what its node is called where there are several of its name.
    """
    tool = "tool-" + hashlib.sha256(f"{act.tool} {act.version}".encode()).hexdigest()[:16]
    action = ids.of(
        label or act.name,
        ACTION,
        **{
            "uco-action:startTime": moment_node(act.started),
            "uco-action:endTime": moment_node(act.ended),
            "uco-action:instrument": [ids(tool)],
            "uco-action:object": list(objects),
            "uco-action:result": list(results),
            "uco-core:name": act.name,
        },
    )
    if act.remark is not None:
        action["uco-core:description"] = [act.remark]
    if place is not None:
        action["uco-action:location"] = [place]
    instrument = ids.of(
        tool, "uco-tool:Tool", **{"uco-core:name": act.tool, "uco-tool:version": act.version}
    )
    return [action, *_performed(ids, act, action), instrument]


def choice_nodes(
    ids: Ids, act: GraphAct, results: Sequence[Mapping[str, str]], label: str = "choose"
) -> list[GraphNode]:
    """Return the act by which the source came into the investigation: the person who began to
    collect from it chose it, at that time. Each record has an act whose result it is (CASE's rules
    of provenance), and of an earlier one, such as a seizure, nothing is known here.
    """
    action = ids.of(
        label,
        ACTION,
        **{
            "uco-action:startTime": moment_node(act.started),
            "uco-action:endTime": moment_node(act.started),
            "uco-action:result": list(results),
            "uco-core:name": "choose",
        },
    )
    return [action, *_performed(ids, act, action)]


def _performed(ids: Ids, act: GraphAct, action: GraphNode) -> list[GraphNode]:
    """Name the performer in an act; a graph names no actor that it does not know."""
    if act.officer:
        label = f"officer-{act.officer}"
        named = f"officer {act.officer}" + (f" of {act.authority}" if act.authority else "")
        kind = "uco-identity:Person"
    elif act.authority:
        label = f"authority-{act.authority.replace('/', '-')}"
        named, kind = act.authority, "uco-identity:Organization"
    else:
        return []
    action["uco-action:performer"] = ids(label)
    return [ids.of(label, kind, **{"uco-core:name": named})]
