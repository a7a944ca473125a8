# SPDX-License-Identifier: Apache-2.0
"""Images and provider's returns in the case graph: a node each, with digests and few words."""

from collections.abc import Mapping
from typing import Any, Protocol

from rogatory.evidence.examined import Examined
from rogatory.evidence.media.document import Image
from rogatory.evidence.returns.document import Archive

LONGEST_NAME = 200
"""Characters of a path in the graph; it is whole in media.json and members.jsonl."""

type Node = dict[str, Any]


class Ids(Protocol):
    """Gives nodes of the package their stable names."""

    def of(self, label: str, kind: str, **fields: Any) -> Node: ...


def examined_nodes(ids: Ids, examined: Examined) -> list[Node]:
    images = [_image(ids, number, image) for number, image in enumerate(examined.images, 1)]
    returns = [_archive(ids, number, one) for number, one in enumerate(examined.archives, 1)]
    return images + returns


def _image(ids: Ids, number: int, image: Image) -> Node:
    facts = image.facts
    told = [
        f"Format {image.format}, {len(image.files)} files",
        f"Digests that the image states: {image.agreement}",
    ]
    if image.bad_sectors:
        told.append(f"Damaged sectors: {image.bad_sectors}")
    if facts["partitions"]:
        told.append(f"Partitions: {len(facts['partitions'])}")
    if facts["file_systems"]:
        kinds = ", ".join(one["type"] for one in facts["file_systems"][:10])
        told.append(f"File systems: {kinds}")
    label = f"image-{number}"
    content = _content(ids, label, image.digests, image.size)
    return _thing(ids, label, "uco-observable:Image", image.path, told, content)


def _archive(ids: Ids, number: int, archive: Archive) -> Node:
    told = [f"A provider's return, format {archive.format}, {archive.members} members listed"]
    if archive.stopped is not None:
        told.append("The list stops before the archive ends")
    label = f"return-{number}"
    content = _content(ids, label, {"sha256": archive.sha256}, archive.size)
    return _thing(ids, label, "uco-observable:ArchiveFile", archive.path, told, content)


def _thing(ids: Ids, label: str, kind: str, path: str, told: list[str], content: Node) -> Node:
    node = ids.of(label, kind)
    node["uco-core:name"] = path[:LONGEST_NAME]
    node["uco-core:description"] = told
    node["uco-core:hasFacet"] = [content]
    return node


def _content(ids: Ids, label: str, digests: Mapping[str, str], size: int | None) -> Node:
    node = ids.of(f"{label}-content", "uco-observable:ContentDataFacet")
    hashes = [_hash(ids, label, name, value) for name, value in sorted(digests.items())]
    if hashes:
        node["uco-observable:hash"] = hashes
    if size is not None:
        node["uco-observable:sizeInBytes"] = {"@type": "xsd:integer", "@value": str(size)}
    return node


def _hash(ids: Ids, label: str, name: str, value: str) -> Node:
    return ids.of(
        f"{label}-{name}",
        "uco-types:Hash",
        **{
            "uco-types:hashMethod": name.upper(),
            "uco-types:hashValue": {"@type": "xsd:hexBinary", "@value": value},
        },
    )
