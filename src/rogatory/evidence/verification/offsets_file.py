# SPDX-License-Identifier: Apache-2.0
"""The file `offsets` of a bag that a tar program unpacked, which no manifest can list."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping

from rogatory.evidence.layout import DATA_FOLDER, OFFSETS, member_key
from rogatory.evidence.stream.tar_format import member_header, offset_line, padding

type SizedFile = tuple[str, int]
"""Path and size."""


def offsets_digest(package: str, tags: Mapping[str, int], payload: Iterable[SizedFile]) -> str:
    """Return the SHA-256 of the table that the stream of these files has (section 14).

    `package` names the top folder of the stream, `tags` gives the sizes of the files outside
    `data/`, and the payload comes in byte order of path.
    """
    found, at = hashlib.sha256(), 0
    for path, size in _in_stream_order(tags, payload):
        folder = path == DATA_FOLDER
        at += len(member_header(f"{package}/{path}", size, folder=folder))
        if not folder:
            found.update(offset_line(path, at, size))
            at += size + padding(size)
    return found.hexdigest()


def _in_stream_order(tags: Mapping[str, int], payload: Iterable[SizedFile]) -> Iterator[SizedFile]:
    ordered = sorted(tags.keys() - {OFFSETS}, key=member_key)
    before = [path for path in ordered if member_key(path) < member_key(DATA_FOLDER)]
    for path in before:
        yield path, tags[path]
    yield DATA_FOLDER, 0
    yield from payload
    for path in ordered[len(before) :]:
        yield path, tags[path]
