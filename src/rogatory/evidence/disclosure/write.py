# SPDX-License-Identifier: Apache-2.0
"""Write a disclosure: the items chosen, each with its proof, and what the proof rests on."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from rogatory.disk import faults_at, write_new
from rogatory.errors import Refused, refuse_if_any
from rogatory.evidence.bag.texts import manifest_line
from rogatory.evidence.disclosure import layout, refusals
from rogatory.evidence.disclosure.choosing import MOST_LISTED, Choice
from rogatory.evidence.disclosure.document import DisclosedDocument, item_line
from rogatory.evidence.disclosure.item_places import Holding
from rogatory.evidence.disclosure.package import SignedPackage
from rogatory.evidence.disclosure.proof_tree import ProofTree
from rogatory.evidence.inventory import Item, parse_line
from rogatory.evidence.items_root import ItemProof, item_entry, salt_of
from rogatory.evidence.layout import (
    BAG_INFO,
    CONDITIONS,
    INVENTORY,
)
from rogatory.evidence.options import ReportProgress, no_progress
from rogatory.evidence.protected import protected_items
from rogatory.evidence.spool import Spool, Spools
from rogatory.wire.digests import sha256


@dataclass(frozen=True, slots=True)
class DisclosureSource:
    """Where the items lie, and what lies beside: the documents of the seal (none if it is not
    handed over) and State CAs, by file name.
    """

    holding: Holding
    package: SignedPackage = field(repr=False)
    seal: Mapping[str, bytes] = field(default_factory=dict, repr=False)
    certificates: Mapping[str, bytes] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class DisclosureTerms:
    """`totals` hands over the files that contain the size of the whole (bag-info.txt, the seal)."""

    choice: Choice
    with_protected: bool = False
    totals: bool = True


@dataclass(frozen=True, slots=True)
class WrittenItems:
    """The result of writing items. `protected` are items of arts. 14 to 16 among them."""

    selection: str
    items: int
    files: int
    bytes: int
    protected: tuple[str, ...]
    withheld: tuple[str, ...]
    documents: tuple[DisclosedDocument, ...]


def refuse_police_information(package: SignedPackage) -> None:
    """Refuse what the sending authority's conditions keep from being evidence (article 47)."""
    if package.given.conditions.police_information_only:
        raise Refused(refusals.POLICE_INFORMATION.because())


def write_items(
    source: DisclosureSource,
    terms: DisclosureTerms,
    folder: Path,
    spools: Spools,
    progress: ReportProgress = no_progress,
) -> WrittenItems:
    """Put everything but `disclosure.json` into `folder`.

    1. An item of articles 14 to 16 was meant.
    2. The inventory leads to the items root that the package's manifest lists.
    3. Each thing named is there.
    4. Each file has size and digest of its inventory line.

    Memory is that of the list of names; the inventory is read once, whatever is chosen.

    Raises:
        Refused: with every reason of the first of these that does not hold.
    """
    chosen = _Chosen(source, terms, spools)
    chosen.read()
    return _Writing(source, terms, folder, chosen, progress).run()


class _Chosen:
    """One pass over the inventory: the tree of all items, and the lines of those chosen."""

    def __init__(self, source: DisclosureSource, terms: DisclosureTerms, spools: Spools) -> None:
        self._source, self._terms = source, terms
        self.tree = ProofTree(spools)
        self.lines: Spool = spools.new()
        self.bytes = 0
        self.protected: list[str] = []
        self.named: set[str] = set()
        """Protected paths that a chosen item's own path names."""
        self.shielded = protected_items(source.package.given.conditions.protected_items)

    def read(self) -> None:
        package = self._source.package
        for index, line in enumerate(self._source.holding.inventory()):
            self.tree.append(item_entry(salt_of(package.secret, index), line))
            self._maybe(index, line)
        if (self.tree.size, self.tree.root()) != (package.count, package.root):  # 2
            raise Refused(refusals.PACKAGE_DIFFERS.because(path=INVENTORY))
        self._terms.choice.refuse_not_found()  # 3
        if not self._terms.with_protected:  # 1
            refuse_if_any(
                refusals.PROTECTED.because(path=path) for path in self.protected[:MOST_LISTED]
            )

    def _maybe(self, index: int, line: bytes) -> None:
        path = _path_of(line)
        if not self._terms.choice.takes(path):
            return
        item = parse_line(line, index + 1)
        if self.shielded.covers(path):
            self.protected.append(path)
            parts = path.split("/")
            above = {"/".join(parts[:end]) for end in range(1, len(parts) + 1)}
            self.named |= above & self.shielded.paths
        self.bytes += (item.size or 0) if item.has_data else 0
        self.lines.write(b"%d " % index + line)

    def with_data(self) -> Iterator[Item]:
        for numbered in self.lines.lines():
            number, _, line = numbered.partition(b" ")
            item = parse_line(line, int(number) + 1)
            if item.sha256 is not None:
                yield item

    def proofs(self) -> Iterator[tuple[Item, ItemProof]]:
        for numbered in self.lines.lines():
            number, _, line = numbered.partition(b" ")
            index = int(number)
            salt = salt_of(self._source.package.secret, index)
            proof = ItemProof(index, line, salt, tuple(self.tree.path(index)))
            yield parse_line(line, index + 1), proof


def _path_of(line: bytes) -> str:
    """Return the path of a line, the rest of which the items root vouches for."""
    try:
        path = json.loads(line)["path"]
    except (ValueError, TypeError, KeyError) as error:
        raise Refused(refusals.PACKAGE_DIFFERS.because(path=INVENTORY)) from error
    if not isinstance(path, str):
        raise Refused(refusals.PACKAGE_DIFFERS.because(path=INVENTORY))
    return path


class _Writing:
    def __init__(
        self,
        source: DisclosureSource,
        terms: DisclosureTerms,
        folder: Path,
        chosen: _Chosen,
        progress: ReportProgress,
    ) -> None:
        self._source, self._terms, self._folder = source, terms, folder
        self._chosen, self._progress = chosen, progress
        self._selection, self._sums = hashlib.sha256(), hashlib.sha256()
        self._items = self._files = self._bytes = 0

    def run(self) -> WrittenItems:
        with faults_at(self._folder):
            self._write_items()
            self._source.holding.put(  # 4
                self._chosen.with_data, self._folder, self._progress, self._chosen.bytes
            )
        withheld = self._withheld()
        documents = [*self._small(withheld)]
        lines = self._folder / layout.ITEMS, self._folder / layout.SUMS
        documents += [
            DisclosedDocument(layout.ITEMS, self._selection.hexdigest(), lines[0].stat().st_size),
            DisclosedDocument(layout.SUMS, self._sums.hexdigest(), lines[1].stat().st_size),
        ]
        return WrittenItems(
            self._selection.hexdigest(),
            self._items,
            self._files,
            self._bytes,
            tuple(self._chosen.protected),
            withheld,
            tuple(sorted(documents, key=lambda one: one.path)),
        )

    def _write_items(self) -> None:
        with (
            (self._folder / layout.ITEMS).open("xb") as lines,
            (self._folder / layout.SUMS).open("xb") as sums,
        ):
            for item, proof in self._chosen.proofs():
                _hashed(lines, self._selection, item_line(proof))
                self._items += 1
                if item.sha256 is not None:
                    line = manifest_line(item.sha256, f"{layout.DATA}/{item.path}")
                    _hashed(sums, self._sums, line)
                    self._files += 1
                    self._bytes += item.size or 0

    def _withheld(self) -> tuple[str, ...]:
        found: list[str] = [] if self._terms.totals else [BAG_INFO]
        if not self._chosen.named >= self._chosen.shielded.paths:
            found.append(CONDITIONS)
        if not self._terms.totals and self._source.seal:
            found.append("seal")
        return tuple(sorted(found))

    def _small(self, withheld: tuple[str, ...]) -> Iterator[DisclosedDocument]:
        files = {
            f"{layout.PACKAGE}/{name}": data
            for name, data in self._source.package.files.items()
            if name not in withheld
        }
        if "seal" not in withheld:
            files |= {f"{layout.SEAL_FOLDER}/{n}": d for n, d in self._source.seal.items()}
        files |= {f"{layout.CERTIFICATES}/{n}": d for n, d in self._source.certificates.items()}
        for name, data in files.items():
            place = self._folder / name
            with faults_at(place):
                place.parent.mkdir(parents=True, exist_ok=True)
            write_new(place, data)
            yield DisclosedDocument(name, sha256(data), len(data))


def _hashed(stream: IO[bytes], digest: "hashlib._Hash", data: bytes) -> None:
    stream.write(data)
    digest.update(data)
