# SPDX-License-Identifier: Apache-2.0
"""The files of a package, and their one order in the stream."""

from rogatory.evidence.hashing import FURTHER
from rogatory.evidence.names import fold

BAGIT = "bagit.txt"
BAG_INFO = "bag-info.txt"
DATA_FOLDER = "data/"
MANIFEST = "manifest-sha256.txt"
MANIFESTS = (MANIFEST, *(one.manifest for one in FURTHER.values()))
"""Over the payload: the one that is always there, and those of further digests."""
TAG_MANIFEST = "tagmanifest-sha256.txt"
TAG_SIGNATURES = {
    "p256": f"{TAG_MANIFEST}.p256.p7s",
    "mldsa65": f"{TAG_MANIFEST}.mldsa65.p7s",
}
CASE_GRAPH = "case.jsonld"
INVENTORY = "inventory.jsonl"
CONDITIONS = "conditions.json"
ITEMS_ROOT = "items-root.txt"
PACKAGE_SECRET = "package-secret.bin"  # noqa: S105 - a file's name
OFFSETS = "offsets"
EARLIER = "earlier/"
"""Tag files as they were before sealing had to write them anew: `earlier/1/`, `earlier/2/`."""
REQUEST = "request/"

FILES_OF_A_BAG = (
    BAGIT,
    BAG_INFO,
    *MANIFESTS,
    CASE_GRAPH,
    CONDITIONS,
    INVENTORY,
    ITEMS_ROOT,
    PACKAGE_SECRET,
    "media.json",
    "members.jsonl",
    TAG_MANIFEST,
    *TAG_SIGNATURES.values(),
    OFFSETS,
)
"""The paths at which a bag has a file or nothing (specification 13.2)."""

FOLDERS_OF_A_BAG = tuple(one.rstrip("/") for one in (DATA_FOLDER, REQUEST, EARLIER))
"""The same of folders."""

SEAL = "seal.json"
PACKAGE = "package.age"
SEGMENTS = "segments.b3"
CERTIFICATES = "certificates/"

UNLISTED = frozenset({TAG_MANIFEST, OFFSETS, *TAG_SIGNATURES.values()})
"""Tag files that the tag manifest cannot list: it itself, its signatures, and what they follow."""

_RANKS = {
    BAGIT: 0,
    BAG_INFO: 1,
    DATA_FOLDER: 2,
    **dict.fromkeys(MANIFESTS, 4),
    TAG_MANIFEST: 6,
    TAG_SIGNATURES["mldsa65"]: 7,
    TAG_SIGNATURES["p256"]: 7,
    OFFSETS: 8,
}
_DATA_RANK = 3
_TAG_RANK = 5


def member_key(path: str) -> tuple[int, bytes]:
    """Return what members are ordered by: their place in the stream, then the bytes of the path."""
    rank = _RANKS.get(path)
    if rank is None:
        rank = _DATA_RANK if path.startswith(DATA_FOLDER) else _TAG_RANK
    return rank, path.encode()


class FoldGuard:
    """Finds two names of one folder that are equal after case folding, in an ordered listing.

    Paths of one folder are adjacent in byte order, so only the folders on the way to the current
    path are kept, not the whole tree.
    """

    def __init__(self) -> None:
        self._folders: list[tuple[str, dict[str, str]]] = [("", {})]

    def admit(self, path: str, *, folder: bool = False) -> bool:
        """Decide whether no component of the path, of a file or a `folder`, collides with another name of
        its folder.
        """
        parts = path.split("/")
        shared = 0
        while (
            shared < len(self._folders) - 1
            and shared < len(parts) - 1
            and self._folders[shared + 1][0] == parts[shared]
        ):
            shared += 1
        del self._folders[shared + 1 :]
        for name in parts[shared:-1]:
            if not self._take(name, f"{name}/"):
                return False
            self._folders.append((name, {}))
        return self._take(parts[-1], f"{parts[-1]}/" if folder else parts[-1])

    def _take(self, name: str, marked: str) -> bool:
        # Folders are marked, so that a file and a folder of one name collide as well.
        return self._folders[-1][1].setdefault(fold(name), marked) == marked
