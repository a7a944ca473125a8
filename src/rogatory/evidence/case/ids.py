# SPDX-License-Identifier: Apache-2.0
"""Names and values of the case graph's nodes."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from rogatory.wire.moments import format_moment

type GraphNode = dict[str, Any]


class Ids:
    """Stable names: a UUID of version 5 below the package's own (RFC 9562 5.5)."""

    def __init__(self, package: str, suffix: str = "") -> None:
        self._package, self._suffix = uuid.UUID(package), suffix

    def __call__(self, label: str) -> Mapping[str, str]:
        label += self._suffix
        return {"@id": f"kb:{label}-{uuid.uuid5(self._package, label)}"}

    def of(self, label: str, kind: str, **fields: Any) -> GraphNode:
        return {"@id": self(label)["@id"], "@type": kind, **fields}


def integer(value: int) -> GraphNode:
    return {"@type": "xsd:integer", "@value": str(value)}


def moment_node(at: datetime) -> GraphNode:
    return {"@type": "xsd:dateTime", "@value": format_moment(at)}


def node_reference(node: GraphNode) -> Mapping[str, str]:
    return {"@id": node["@id"]}


def digest_of(ids: Ids, label: str, method: str, value: str) -> GraphNode:
    """Return a digest as a node; its method is a plain string, since the vocabulary's own type
    makes CASE 1.5.0 warn at every hash.
    """
    return ids.of(
        label,
        "uco-types:Hash",
        **{
            "uco-types:hashMethod": method,
            "uco-types:hashValue": {"@type": "xsd:hexBinary", "@value": value},
        },
    )


def provenance(
    ids: Ids,
    label: str,
    text: str,
    objects: Sequence[Mapping[str, str]],
    exhibit: str | None = None,
) -> GraphNode:
    """Return the record that ties things to the act whose result it is; `exhibit` is their number."""
    node = ids.of(
        label,
        "case-investigation:ProvenanceRecord",
        **{"uco-core:description": [text], "uco-core:object": list(objects)},
    )
    if exhibit is not None:
        node["case-investigation:exhibitNumber"] = exhibit
    return node
