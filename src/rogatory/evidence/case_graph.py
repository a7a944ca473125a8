# SPDX-License-Identifier: Apache-2.0
"""`case.jsonld`: the case as a CASE/UCO 1.5 graph, written from fixed shapes.

It tells who acquired what, when, where, with which tool and under which authorisation, and
who sealed it. It has one node for the source and one for the inventory, which it binds by
digest; it never has a node a file. Its context stands inside, so nothing is ever fetched to
read it, and persons stand in it by number.
"""

import hashlib
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from rogatory.errors import Refused
from rogatory.evidence import refusals
from rogatory.evidence.case_examined import examined_nodes
from rogatory.evidence.examined import Examined
from rogatory.evidence.layout import CASE_GRAPH
from rogatory.wire import canonical
from rogatory.wire.moments import format_moment
from rogatory.wire.words import P_

_CONTEXT = {
    "case-investigation": "https://ontology.caseontology.org/case/investigation/",
    "kb": "urn:rogatory:package:",
    "uco-action": "https://ontology.unifiedcyberontology.org/uco/action/",
    "uco-core": "https://ontology.unifiedcyberontology.org/uco/core/",
    "uco-identity": "https://ontology.unifiedcyberontology.org/uco/identity/",
    "uco-location": "https://ontology.unifiedcyberontology.org/uco/location/",
    "uco-observable": "https://ontology.unifiedcyberontology.org/uco/observable/",
    "uco-tool": "https://ontology.unifiedcyberontology.org/uco/tool/",
    "uco-types": "https://ontology.unifiedcyberontology.org/uco/types/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

UNNAMED = "unnamed"
"""Who acted, where nobody said it: a graph names no actor that it does not know."""

type Node = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Acquisition:
    """What a person says about a collection; times and tool are the program's to tell.

    `authority` acts (None where nobody said who does); `officer` is a number. `request` is the digest of the message that is
    answered, `authorisation` what allows the act in words. The rest describes the source.
    """

    authority: str | None = None
    officer: str | None = None
    case: str | None = None
    request: str | None = None
    authorisation: str | None = None
    source: str | None = None
    place: str | None = None
    device: str | None = None
    write_blocker: str | None = None
    notes: str | None = None


@dataclass(frozen=True, slots=True)
class Act:
    """One act of the graph: `acquire` or `seal`, from when until when, with which tool; `told`
    says more of it.
    """

    name: str
    started: datetime
    ended: datetime
    authority: str | None
    officer: str | None
    tool: str
    version: str
    told: str | None = None


@dataclass(frozen=True, slots=True)
class InventoryFacts:
    """What binds the graph to the evidence."""

    size: int
    sha256: str
    items: int
    files: int
    bytes: int


def acquisition_graph(
    package: str,
    acquisition: Acquisition,
    act: Act,
    inventory: InventoryFacts,
    examined: Examined,
    before: Sequence[Act] = (),
) -> bytes:
    """The graph of a collection, as canonical JSON; `before` are the acts that were interrupted."""
    ids = _Ids(package)
    things = examined_nodes(ids, examined)
    acquired = [ids("inventory"), *({"@id": thing["@id"]} for thing in things)]
    nodes = [
        _inventory_file(ids, inventory),
        _source(ids, acquisition),
        _record(ids, "provenance-source", "What was found", [ids("source")]),
        _record(ids, "provenance-acquired", "What was collected", acquired),
        *things,
        *_authorization(ids, acquisition),
        *_place(ids, acquisition),
    ]
    known: set[str] = set()
    for one in (*before, act):
        made = _action(
            ids,
            one,
            objects=[ids("provenance-source")],
            results=[ids("provenance-acquired")],
            place=ids("place") if acquisition.place else None,
        )
        nodes += [node for node in made if node["@id"] not in known]
        known |= {node["@id"] for node in made}
    nodes.append(_investigation(ids, acquisition, nodes))
    return canonical.encode({"@context": _CONTEXT, "@graph": nodes})


def parse_graph(graph: bytes) -> tuple[dict[str, canonical.Json], list[Node]]:
    """Return the document of a `case.jsonld`, and its nodes.

    Raises:
        Refused: it is no canonical JSON object whose `@graph` is a list of objects with an `@id`.
    """
    document = canonical.decode_object(graph, limit=canonical.LARGEST_DOCUMENT)
    nodes = document.get("@graph")
    if not isinstance(nodes, list) or not all(
        isinstance(node, dict) and isinstance(node.get("@id"), str) for node in nodes
    ):
        problem = P_("its graph is no list of nodes that each have an id")
        raise Refused(refusals.BAG_FORM.because(path=CASE_GRAPH, problem=problem))
    return document, list(nodes)


def with_act(graph: bytes, package: str, act: Act) -> bytes:
    """The graph with one more act upon what was collected; the nodes it had stay as they are."""
    document, nodes = parse_graph(graph)
    ids = _Ids(package)
    known = {node["@id"] for node in nodes}
    acquired = [ids("provenance-acquired")]
    added = _action(ids, act, objects=acquired, results=acquired, place=None)
    nodes += [node for node in added if node["@id"] not in known]
    return canonical.encode({**document, "@graph": nodes})


def acquisitions_in(graph: bytes) -> int:
    """How many acts of acquiring the graph tells of."""
    _, nodes = parse_graph(graph)
    return sum(str(node.get("@id")).startswith("kb:acquire-") for node in nodes)


def with_addition(
    graph: bytes,
    package: str,
    acquisition: Acquisition,
    act: Act,
    inventory: InventoryFacts,
    examined: Examined,
) -> bytes:
    """The graph with what was added to the collection: a source, an inventory and an act of
    their own, numbered; the nodes it had stay as they are.
    """
    document, nodes = parse_graph(graph)
    number = acquisitions_in(graph) + 1
    ids, plain = _Ids(package, f"-{number}"), _Ids(package)
    things = examined_nodes(ids, examined)
    held = [ids("inventory"), *({"@id": thing["@id"]} for thing in things)]
    added = [
        *things,
        _inventory_file(ids, inventory),
        _source(ids, acquisition),
        _record(ids, "provenance-source", "What was found", [ids("source")]),
        _record(ids, "provenance-acquired", "What the bag then held", held),
        *_authorization(ids, acquisition),
        *_place(ids, acquisition),
        *_action(
            plain,
            replace(act, name=f"acquire-{number}"),
            objects=[ids("provenance-source")],
            results=[ids("provenance-acquired")],
            place=ids("place") if acquisition.place else None,
        ),
    ]
    known = {node["@id"] for node in nodes}
    nodes += [node for node in added if node["@id"] not in known]
    return canonical.encode({**document, "@graph": nodes})


class _Ids:
    """Stable names: a UUID of version 5 below the package's own (RFC 9562 5.5)."""

    def __init__(self, package: str, suffix: str = "") -> None:
        self._package, self._suffix = uuid.UUID(package), suffix

    def __call__(self, label: str) -> Mapping[str, str]:
        label += self._suffix
        return {"@id": f"kb:{label}-{uuid.uuid5(self._package, label)}"}

    def of(self, label: str, kind: str, **fields: Any) -> Node:
        return {"@id": self(label)["@id"], "@type": kind, **fields}


def _integer(value: int) -> Node:
    return {"@type": "xsd:integer", "@value": str(value)}


def _moment(at: datetime) -> Node:
    return {"@type": "xsd:dateTime", "@value": format_moment(at)}


def _inventory_file(ids: _Ids, inventory: InventoryFacts) -> Node:
    hashed = ids.of(
        "inventory-hash",
        "uco-types:Hash",
        **{
            # A plain string: the vocabulary's own type makes CASE 1.5.0 warn at every hash.
            "uco-types:hashMethod": "SHA256",
            "uco-types:hashValue": {"@type": "xsd:hexBinary", "@value": inventory.sha256},
        },
    )
    name = ids.of(
        "inventory-name",
        "uco-observable:FileFacet",
        **{
            "uco-observable:fileName": "inventory.jsonl",
            "uco-observable:sizeInBytes": _integer(inventory.size),
        },
    )
    content = ids.of(
        "inventory-content", "uco-observable:ContentDataFacet", **{"uco-observable:hash": [hashed]}
    )
    told = f"{inventory.items} items, {inventory.files} files, {inventory.bytes} bytes"
    return ids.of(
        "inventory",
        "uco-observable:File",
        **{"uco-core:description": [told], "uco-core:hasFacet": [name, content]},
    )


def _source(ids: _Ids, acquisition: Acquisition) -> Node:
    told = {
        "Device": acquisition.device,
        "Write blocker": acquisition.write_blocker,
        "Notes": acquisition.notes,
    }
    lines = [f"{label}: {value}" for label, value in told.items() if value]
    node = ids.of("source", "uco-observable:ObservableObject")
    node["uco-core:name"] = acquisition.source or "The source"
    if lines:
        node["uco-core:description"] = lines
    return node


def _record(ids: _Ids, label: str, told: str, objects: Sequence[Mapping[str, str]]) -> Node:
    return ids.of(
        label,
        "case-investigation:ProvenanceRecord",
        **{"uco-core:description": [told], "uco-core:object": list(objects)},
    )


def _authorization(ids: _Ids, acquisition: Acquisition) -> list[Node]:
    if not acquisition.authorisation and not acquisition.request:
        return []
    told = [acquisition.authorisation] if acquisition.authorisation else []
    if acquisition.request:
        told.append(f"Request with the message digest {acquisition.request}")
    node = ids.of("authorization", "case-investigation:Authorization")
    node["case-investigation:authorizationType"] = "Request of a State"
    node["uco-core:description"] = told
    return [node]


def _place(ids: _Ids, acquisition: Acquisition) -> list[Node]:
    if not acquisition.place:
        return []
    return [ids.of("place", "uco-location:Location", **{"uco-core:name": acquisition.place})]


def _action(
    ids: _Ids,
    act: Act,
    *,
    objects: Sequence[Mapping[str, str]],
    results: Sequence[Mapping[str, str]],
    place: Mapping[str, str] | None,
) -> list[Node]:
    """The act, the tool it was done with, and who did it."""
    authority = act.authority or UNNAMED
    office = authority.replace("/", "-")
    actor = f"officer-{act.officer}" if act.officer else f"authority-{office}"
    tool = "tool-" + hashlib.sha256(f"{act.tool} {act.version}".encode()).hexdigest()[:16]
    action = ids.of(
        act.name,
        "case-investigation:InvestigativeAction",
        **{
            "uco-action:startTime": _moment(act.started),
            "uco-action:endTime": _moment(act.ended),
            "uco-action:instrument": [ids(tool)],
            "uco-action:object": list(objects),
            "uco-action:performer": ids(actor),
            "uco-action:result": list(results),
            "uco-core:name": act.name,
        },
    )
    if act.told is not None:
        action["uco-core:description"] = [act.told]
    if place is not None:
        action["uco-action:location"] = [place]
    named = f"officer {act.officer} of {authority}" if act.officer else authority
    kind = "uco-identity:Person" if act.officer else "uco-identity:Organization"
    return [
        action,
        ids.of(actor, kind, **{"uco-core:name": named}),
        ids.of(
            tool,
            "uco-tool:Tool",
            **{"uco-core:name": act.tool, "uco-tool:version": act.version},
        ),
    ]


def _investigation(ids: _Ids, acquisition: Acquisition, nodes: Sequence[Node]) -> Node:
    node = ids.of(
        "investigation",
        "case-investigation:Investigation",
        **{"uco-core:object": [{"@id": each["@id"]} for each in nodes]},
    )
    node["uco-core:name"] = acquisition.case or "Investigation"
    if acquisition.authorisation or acquisition.request:
        node["case-investigation:relevantAuthorization"] = [ids("authorization")]
    return node
