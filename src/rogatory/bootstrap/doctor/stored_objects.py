# SPDX-License-Identifier: Apache-2.0
"""Objects and packages that rows name: whether each is in the node's store, whole, for the doctor.

Without `deep` the newest are looked at: what an operator lost yesterday, or never had. With it every object is compared
with its digest, and each segment of each package with its own; one of them is held in memory at a time.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from blake3 import blake3

from rogatory.bootstrap.doctor.database import query
from rogatory.bootstrap.doctor.finding import Finding
from rogatory.bootstrap.doctor.kinds import store_kinds
from rogatory.bootstrap.doctor.look import Look
from rogatory.bootstrap.home.folder import Home
from rogatory.bootstrap.ports.object_store import objects_of
from rogatory.errors import RogatoryError, Unreachable
from rogatory.storage.files.objects import LocalObjects
from rogatory.storage.files.refusals import OBJECT_ABSENT, OBJECT_REMOVED
from rogatory.storage.object_store.objects import BucketObjects

NEWEST = 100
"""Rows of each table whose objects are looked at unless all are: a second's work."""

MOST_NAMED = 10
"""Objects or packages in a finding: a store that lost more is restored as a whole."""

type _Store = LocalObjects | BucketObjects


class _Found:
    """Findings of one look: missing and damaged parts, and how many were looked at."""

    def __init__(self, look: Look) -> None:
        self._look, self._read = look, 0
        self.objects = self.packages = 0
        self.missing: set[str] = set()
        self.damaged: set[str] = set()
        self.broken: set[str] = set()

    def count(self) -> None:
        self._read += 1
        self._look.report(self._read)

    def as_facts(self) -> dict[str, Any]:
        return {
            "deep": self._look.deep,
            "objects": self.objects,
            "packages": self.packages,
            "missing": sorted(self.missing),
            "damaged": sorted(self.damaged),
            "broken": sorted(self.broken),
        }


def stored_objects(home: Home, look: Look) -> Mapping[str, Any]:
    """Return the digests of objects that are missing or damaged, and the seals of packages that are broken."""
    found = _Found(look)
    if look.whole:
        store = objects_of(home)
        query(home, lambda _rows: _examine(store, found, look), in_time=not look.deep)
    return found.as_facts()


def of_stored_objects(facts: Mapping[str, Any]) -> Iterator[Finding]:
    """Report what is lost, or that nothing is."""
    for kind, names in (
        (store_kinds.OBJECT_MISSING, facts["missing"]),
        (store_kinds.OBJECT_DAMAGED, facts["damaged"]),
        (store_kinds.PACKAGE_BROKEN, facts["broken"]),
    ):
        if names:
            yield kind.found(count=len(names), names=tuple(names[:MOST_NAMED]))
    if facts["objects"] + facts["packages"] and not (
        facts["missing"] or facts["damaged"] or facts["broken"]
    ):
        kind = store_kinds.STORE_WHOLE if facts["deep"] else store_kinds.STORE_NEWEST_WHOLE
        yield kind.found(objects=facts["objects"], packages=facts["packages"])


def _examine(store: _Store, found: _Found, look: Look) -> None:
    from rogatory.storage.packages import named_objects

    newest = None if look.deep else NEWEST
    if look.deep:
        for digest in store.digests():
            _examine_object(store, digest, found)
    for digest in named_objects.named_objects(newest):
        _examine_object(store, digest, found, is_named=True)
    for seal, segments in named_objects.whole_packages(newest):
        found.packages += 1
        if not _is_whole(store, seal, segments, look, found):
            found.broken.add(seal)
        found.count()


def _examine_object(store: _Store, digest: str, found: _Found, *, is_named: bool = False) -> None:
    found.objects += 1
    found.count()
    try:
        store.get(digest)
    except RogatoryError as error:
        if _is_away(store, error):
            raise
        if OBJECT_REMOVED.id in error.codes:
            return
        if OBJECT_ABSENT.id in error.codes:
            # Listed a moment ago, and removed since.
            if is_named:
                found.missing.add(digest)
            return
        found.damaged.add(digest)


def _is_whole(store: _Store, seal: str, segments: int, look: Look, found: _Found) -> bool:
    from rogatory.storage.packages import named_objects

    try:
        if not store.holds_package(seal, segments):
            return False
        if look.deep:
            for index, digest in named_objects.package_segments(seal):
                found.count()
                if blake3(store.get_segment(seal, index)).digest() != digest:
                    return False
    except RogatoryError as error:
        if _is_away(store, error):
            raise
        return False
    except ValueError:  # its layout is no layout
        return False
    return True


def _is_away(store: _Store, error: RogatoryError) -> bool:
    """Decide whether a bucket does not answer; on a disk each file fails alone."""
    return isinstance(error, Unreachable) and not isinstance(store, LocalObjects)
