# SPDX-License-Identifier: Apache-2.0
"""`case.jsonld`: the case as a CASE/UCO 1.5 graph, written from fixed shapes.

It records who acquired what, when, where, with which tool and under which authorisation, and who
sealed it. It has one node for the source and one for the inventory, which it binds by digest; it
never has a node a file. Its context is embedded, so nothing is ever fetched to read it, and persons
appear in it by number.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from rogatory.errors import Refused
from rogatory.evidence import refusals
from rogatory.evidence.bag.examined import ExaminedBag
from rogatory.evidence.case.acts import GraphAct, act_nodes, choice_nodes
from rogatory.evidence.case.examined import (
    MOST_DETAILS,
    RELATIONSHIP,
    detail_nodes,
    examined_nodes,
)
from rogatory.evidence.case.ids import (
    GraphNode,
    Ids,
    digest_of,
    integer,
    node_reference,
    provenance,
)
from rogatory.evidence.layout import CASE_GRAPH, PACKAGE
from rogatory.wire import canonical
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


@dataclass(frozen=True, slots=True)
class Acquisition:
    """A person's statements about a collection; the program states times and tool.

    `authority` acts (None where nobody said who does); `officer` is a number. `request` is the digest of the message that is
    answered, `authorisation` what allows the act in words, `exhibit` the number under which the evidence is kept. The rest
    describes the source.
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
    exhibit: str | None = None


@dataclass(frozen=True, slots=True)
class InventoryFacts:
    """The facts that bind the graph to the evidence."""

    size: int
    sha256: str
    items: int
    files: int
    bytes: int


def acquisition_graph(
    package: str,
    acquisition: Acquisition,
    act: GraphAct,
    inventory: InventoryFacts,
    examined: ExaminedBag,
    before: Sequence[GraphAct] = (),
) -> bytes:
    """Return the graph of a collection, as canonical JSON; `before` are the acts that were interrupted."""
    ids = Ids(package)
    things = examined_nodes(ids, examined)
    acquired = [ids("inventory"), *({"@id": thing["@id"]} for thing in things)]
    nodes = [
        _inventory_file(ids, inventory),
        _source(ids, acquisition),
        provenance(ids, "provenance-source", "What was found", [ids("source")]),
        provenance(ids, "provenance-acquired", "What was collected", acquired, acquisition.exhibit),
        *things,
        *detail_nodes(ids, examined),
        *_authorization(ids, acquisition),
        *_place(ids, acquisition),
        *choice_nodes(ids, (*before, act)[0], [ids("source"), ids("provenance-source")]),
    ]
    known = {node["@id"] for node in nodes}
    for one in (*before, act):
        made = act_nodes(
            ids,
            one,
            objects=[ids("source"), ids("provenance-source")],
            results=[*acquired, ids("provenance-acquired")],
            place=ids("place") if acquisition.place else None,
        )
        nodes += [node for node in made if node["@id"] not in known]
        known |= {node["@id"] for node in made}
    nodes.append(_investigation(ids, acquisition, nodes))
    return canonical.encode({"@context": _CONTEXT, "@graph": nodes})


def parse_graph(graph: bytes) -> tuple[dict[str, canonical.Json], list[GraphNode]]:
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


def with_act(graph: bytes, package: str, act: GraphAct) -> bytes:
    """Return the graph with one more act upon what was collected; the nodes it had stay as they are."""
    document, nodes = parse_graph(graph)
    ids = Ids(package)
    known = {node["@id"] for node in nodes}
    number = 1 + sum(str(one).startswith(f"kb:provenance-{act.name}-") for one in known)
    suffix = "" if number == 1 else f"-{number}"
    sealed, record = ids(f"sealed{suffix}"), ids(f"provenance-{act.name}{suffix}")
    added = [
        _sealed(ids, f"sealed{suffix}"),
        provenance(ids, f"provenance-{act.name}{suffix}", "What was sealed", [sealed]),
        *act_nodes(
            ids, act, objects=_collected(nodes), results=[sealed, record], label=act.name + suffix
        ),
    ]
    return canonical.encode({**document, "@graph": _each_once([*nodes, *added])})


def _each_once(nodes: Sequence[GraphNode]) -> list[GraphNode]:
    """Return the nodes in order, the first of each name: several acts have one performer and one tool."""
    found: dict[str, GraphNode] = {}
    for node in nodes:
        found.setdefault(node["@id"], node)
    return list(found.values())


def _collected(nodes: Sequence[GraphNode]) -> list[Mapping[str, str]]:
    """Return the records of what was collected, and the inventories that they name."""
    starts = ("kb:provenance-acquired-", "kb:inventory-")
    return [node_reference(node) for node in nodes if str(node["@id"]).startswith(starts)]


def _sealed(ids: Ids, label: str) -> GraphNode:
    """Return the sealed package; its digests are in the seal, which covers this graph."""
    name = ids.of(
        f"{label}-name", "uco-observable:FileFacet", **{"uco-observable:fileName": PACKAGE}
    )
    return ids.of(label, "uco-observable:File", **{"uco-core:hasFacet": [name]})


def acquisitions_in(graph: bytes) -> int:
    """Return how many acts of acquisition the graph records."""
    _, nodes = parse_graph(graph)
    return sum(str(node.get("@id")).startswith("kb:acquire-") for node in nodes)


def with_addition(
    graph: bytes,
    package: str,
    acquisition: Acquisition,
    act: GraphAct,
    inventory: InventoryFacts,
    examined: ExaminedBag,
) -> bytes:
    """Return the graph with what was added to the collection: a source, an inventory and an act of
    their own, numbered; the nodes it had stay as they are.
    """
    document, nodes = parse_graph(graph)
    number = acquisitions_in(graph) + 1
    ids, plain = Ids(package, f"-{number}"), Ids(package)
    things = examined_nodes(ids, examined)
    held = [ids("inventory"), *({"@id": thing["@id"]} for thing in things)]
    left = MOST_DETAILS - sum(node.get("@type") == RELATIONSHIP for node in nodes)
    added = [
        *things,
        *detail_nodes(ids, examined, max(left, 0)),
        _inventory_file(ids, inventory),
        _source(ids, acquisition),
        provenance(ids, "provenance-source", "What was found", [ids("source")]),
        provenance(ids, "provenance-acquired", "What the bag then held", held, acquisition.exhibit),
        *_authorization(ids, acquisition),
        *_place(ids, acquisition),
        *choice_nodes(plain, act, [ids("source"), ids("provenance-source")], f"choose-{number}"),
        *act_nodes(
            plain,
            replace(act, name=f"acquire-{number}"),
            objects=[ids("source"), ids("provenance-source")],
            results=[*held, ids("provenance-acquired")],
            place=ids("place") if acquisition.place else None,
        ),
    ]
    return canonical.encode({**document, "@graph": _each_once([*nodes, *added])})


def _inventory_file(ids: Ids, inventory: InventoryFacts) -> GraphNode:
    hashed = digest_of(ids, "inventory-hash", "SHA256", inventory.sha256)
    name = ids.of(
        "inventory-name",
        "uco-observable:FileFacet",
        **{
            "uco-observable:fileName": "inventory.jsonl",
            "uco-observable:sizeInBytes": integer(inventory.size),
        },
    )
    content = ids.of(
        "inventory-content", "uco-observable:ContentDataFacet", **{"uco-observable:hash": [hashed]}
    )
    text = f"{inventory.items} items, {inventory.files} files, {inventory.bytes} bytes"
    return ids.of(
        "inventory",
        "uco-observable:File",
        **{"uco-core:description": [text], "uco-core:hasFacet": [name, content]},
    )


def _source(ids: Ids, acquisition: Acquisition) -> GraphNode:
    fields = {
        "Device": acquisition.device,
        "Write blocker": acquisition.write_blocker,
        "Notes": acquisition.notes,
    }
    lines = [f"{label}: {value}" for label, value in fields.items() if value]
    node = ids.of("source", "uco-observable:ObservableObject")
    node["uco-core:name"] = acquisition.source or "The source"
    if lines:
        node["uco-core:description"] = lines
    return node


def _authorization(ids: Ids, acquisition: Acquisition) -> list[GraphNode]:
    if not acquisition.authorisation and not acquisition.request:
        return []
    lines = [acquisition.authorisation] if acquisition.authorisation else []
    if acquisition.request:
        lines.append(f"Request with the message digest {acquisition.request}")
    node = ids.of("authorization", "case-investigation:Authorization")
    node["case-investigation:authorizationType"] = "Request of a State"
    node["uco-core:description"] = lines
    return [node]


def _place(ids: Ids, acquisition: Acquisition) -> list[GraphNode]:
    if not acquisition.place:
        return []
    return [ids.of("place", "uco-location:Location", **{"uco-core:name": acquisition.place})]


def _investigation(ids: Ids, acquisition: Acquisition, nodes: Sequence[GraphNode]) -> GraphNode:
    node = ids.of(
        "investigation",
        "case-investigation:Investigation",
        **{"uco-core:object": [{"@id": each["@id"]} for each in nodes]},
    )
    node["uco-core:name"] = acquisition.case or "Investigation"
    if acquisition.authorisation or acquisition.request:
        node["case-investigation:relevantAuthorization"] = [ids("authorization")]
    return node
