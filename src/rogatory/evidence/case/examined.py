# SPDX-License-Identifier: Apache-2.0
"""Images and provider's returns in the case graph: a node each, with digests; the files of an image,
its partitions and its file systems, as CASE has them.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from rogatory.evidence.bag.examined import ExaminedBag
from rogatory.evidence.case.ids import GraphNode, Ids, digest_of, integer, node_reference
from rogatory.evidence.media.document import Image
from rogatory.evidence.returns.document import Archive

LONGEST_NAME = 200
"""Characters of a path in the graph; it is whole in media.json and members.jsonl."""

MOST_DETAILS = 300
"""Files, partitions and file systems of images in one graph, which is read whole; media.json has all."""

RELATIONSHIP = "uco-observable:ObservableRelationship"


def examined_nodes(ids: Ids, examined: ExaminedBag) -> list[GraphNode]:
    """Return a node for each image and each return."""
    images = [_image(ids, number, image) for number, image in enumerate(examined.images, 1)]
    returns = [_archive(ids, number, one) for number, one in enumerate(examined.archives, 1)]
    return images + returns


def detail_nodes(ids: Ids, examined: ExaminedBag, left: int = MOST_DETAILS) -> list[GraphNode]:
    """Return what images consist of and what lies in them, each with its relationship; at most
    `left`.
    """
    found: list[GraphNode] = []
    for number, image in enumerate(examined.images, 1):
        label = f"image-{number}"
        for thing, relation in _details(ids, label, image):
            if left == 0:
                return found
            left -= 1
            found += [thing, relation]
    return found


def _details(ids: Ids, label: str, image: Image) -> Iterator[tuple[GraphNode, GraphNode]]:
    whole = ids(label)
    yield from _files(ids, label, image)
    places: dict[int, Mapping[str, str]] = {}
    for number, one in enumerate(image.facts["partitions"], 1):
        partition = _partition(ids, f"{label}-partition-{number}", number, one)
        places.setdefault(one["start"], node_reference(partition))
        yield partition, _within(ids, partition, whole, one["start"], one["length"])
    for number, one in enumerate(image.facts["file_systems"], 1):
        system = _file_system(ids, f"{label}-filesystem-{number}", one)
        place = places.get(one["start"], whole)
        start = 0 if one["start"] in places else one["start"]
        yield system, _within(ids, system, place, start, one["size"])


def _files(ids: Ids, label: str, image: Image) -> Iterator[tuple[GraphNode, GraphNode]]:
    files = image.files
    for index, (path, digest, size) in enumerate(files):
        own = f"{label}-file-{index + 1}"
        name = ids.of(f"{own}-name", "uco-observable:FileFacet")
        name["uco-observable:fileName"] = path.rpartition("/")[2][:LONGEST_NAME]
        name["uco-observable:filePath"] = path[:LONGEST_NAME]
        name["uco-observable:sizeInBytes"] = integer(size)
        content = _content(ids, own, {"sha256": digest}, size)
        file = ids.of(own, "uco-observable:File", **{"uco-core:hasFacet": [name, content]})
        fragment = ids.of(f"{own}-fragment", "uco-observable:FragmentFacet")
        fragment["uco-observable:fragmentIndex"] = integer(index)
        fragment["uco-observable:totalFragments"] = integer(len(files))
        relation = _relation(ids, f"{own}-of", ids(label), node_reference(file), "Has_Fragment")
        relation["uco-core:hasFacet"] = [fragment]
        yield file, relation


def _partition(ids: Ids, label: str, number: int, one: Mapping[str, Any]) -> GraphNode:
    facet = ids.of(f"{label}-facet", "uco-observable:DiskPartitionFacet")
    facet["uco-observable:diskPartitionType"] = one["type"]
    facet["uco-observable:partitionID"] = str(number)
    facet["uco-observable:partitionLength"] = integer(one["length"])
    facet["uco-observable:partitionOffset"] = integer(one["start"])
    return ids.of(label, "uco-observable:DiskPartition", **{"uco-core:hasFacet": [facet]})


def _file_system(ids: Ids, label: str, one: Mapping[str, Any]) -> GraphNode:
    facet = ids.of(f"{label}-facet", "uco-observable:FileSystemFacet")
    facet["uco-observable:fileSystemType"] = one["type"]
    facet["uco-observable:clusterSize"] = integer(one["block_size"])
    node = ids.of(label, "uco-observable:FileSystem", **{"uco-core:hasFacet": [facet]})
    if one["label"]:
        node["uco-core:name"] = one["label"][:LONGEST_NAME]
    return node


def _within(
    ids: Ids, inner: GraphNode, outer: Mapping[str, str], start: int, size: int
) -> GraphNode:
    label = inner["@id"].removeprefix("kb:")
    span = ids.of(f"{label}-range", "uco-observable:DataRangeFacet")
    span["uco-observable:rangeOffset"] = integer(start)
    span["uco-observable:rangeSize"] = integer(size)
    relation = _relation(ids, f"{label}-in", node_reference(inner), outer, "Contained_Within")
    relation["uco-core:hasFacet"] = [span]
    return relation


def _relation(
    ids: Ids, label: str, source: Mapping[str, str], target: Mapping[str, str], kind: str
) -> GraphNode:
    return ids.of(
        label,
        RELATIONSHIP,
        **{
            "uco-core:isDirectional": True,
            "uco-core:kindOfRelationship": kind,
            "uco-core:source": source,
            "uco-core:target": target,
        },
    )


def _image(ids: Ids, number: int, image: Image) -> GraphNode:
    lines = [
        f"Format {image.format}, {len(image.files)} files",
        f"Digests that the image states: {image.agreement}",
    ]
    if image.bad_sectors:
        lines.append(f"Damaged sectors: {image.bad_sectors}")
    counts = {name: len(image.facts[name]) for name in ("partitions", "file_systems")}
    if any(counts.values()):
        lines.append(f"Partitions: {counts['partitions']}, file systems: {counts['file_systems']}")
    label = f"image-{number}"
    content = _content(ids, label, image.digests, image.size)
    return _thing(ids, label, "uco-observable:Image", image.path, lines, content)


def _archive(ids: Ids, number: int, archive: Archive) -> GraphNode:
    lines = [f"A provider's return, format {archive.format}, {archive.members} members listed"]
    if archive.stopped is not None:
        lines.append("The list stops before the archive ends")
    label = f"return-{number}"
    content = _content(ids, label, {"sha256": archive.sha256}, archive.size)
    return _thing(ids, label, "uco-observable:ArchiveFile", archive.path, lines, content)


def _thing(
    ids: Ids, label: str, kind: str, path: str, lines: list[str], content: GraphNode
) -> GraphNode:
    node = ids.of(label, kind)
    node["uco-core:name"] = path[:LONGEST_NAME]
    node["uco-core:description"] = lines
    node["uco-core:hasFacet"] = [content]
    return node


def _content(ids: Ids, label: str, digests: Mapping[str, str], size: int | None) -> GraphNode:
    node = ids.of(f"{label}-content", "uco-observable:ContentDataFacet")
    hashes = [
        digest_of(ids, f"{label}-{name}", name.upper(), value)
        for name, value in sorted(digests.items())
    ]
    if hashes:
        node["uco-observable:hash"] = hashes
    if size is not None:
        node["uco-observable:sizeInBytes"] = integer(size)
    return node
