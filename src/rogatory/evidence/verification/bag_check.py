# SPDX-License-Identifier: Apache-2.0
"""The check that a bag in a folder is a package, whole and in form, given what its files hash
to.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO

from rogatory.disk import Beneath, read_open
from rogatory.errors import Reason, Refused, refuse_if_any
from rogatory.evidence import refusals
from rogatory.evidence.bag.texts import (
    LARGEST_BAG_INFO,
    BagInfo,
    check_bagit_text,
    compare,
    parse_bag_info,
    read_manifest,
)
from rogatory.evidence.case.graph import parse_graph
from rogatory.evidence.checks import OTHER_TYPE, WHO_HAS_BAG, Checklist, Title, Undecided
from rogatory.evidence.hashing import FURTHER, further_in
from rogatory.evidence.inventory import Item, read_items, read_lines
from rogatory.evidence.items_root import SECRET_SIZE, ItemsRoot
from rogatory.evidence.layout import (
    BAG_INFO,
    BAGIT,
    CASE_GRAPH,
    CONDITIONS,
    DATA_FOLDER,
    FILES_OF_A_BAG,
    FOLDERS_OF_A_BAG,
    INVENTORY,
    ITEMS_ROOT,
    MANIFEST,
    MANIFESTS,
    OFFSETS,
    PACKAGE_SECRET,
    TAG_MANIFEST,
    TAG_SIGNATURES,
    UNLISTED,
)
from rogatory.evidence.sealed.seal_document import Seal
from rogatory.evidence.trust.anchors import PackageTrust
from rogatory.evidence.verification.offsets_file import offsets_digest
from rogatory.seal.signatures import Signatures, SignedBy
from rogatory.wire.digests import sha256
from rogatory.wire.words import N_, P_, FilledText, reasons_text

REQUIRED = frozenset(
    {
        BAGIT,
        BAG_INFO,
        MANIFEST,
        CASE_GRAPH,
        CONDITIONS,
        INVENTORY,
        ITEMS_ROOT,
        PACKAGE_SECRET,
    }
)

LARGEST_TAG = 4 << 20
"""Bytes of a tag file read whole: the tag manifest of ten thousand tag files is below it."""

BAG_FORM = Title("bag-form", N_("The bag declares BagIt 1.0 and has the files of a package"))
BAG_SIZE = Title("bag-size", N_("The payload has the announced size"))
BAG_TAGS = Title("bag-tags", N_("Every tag file is listed and unchanged"))
BAG_SIGNED = Title("bag-signed", N_("The package is signed"))
BAG_FILES = Title("bag-files", N_("Every file is listed, there and unchanged"))
BAG_INVENTORY = Title("bag-inventory", N_("The inventory agrees with the files"))
BAG_ROOT = Title("bag-items-root", N_("The items root is that of the inventory"))
BAG_SEALED = Title("bag-sealed", N_("The package inside is the one sealed"))

ABSENT = N_("{path} is missing, without which this cannot be compared")
NOT_IN_FORM = N_("{path} is not in its form, and this rests on what it says")

type HashedFile = tuple[str, str, int]
"""Path, SHA-256 and size of a payload file, as it is."""


@dataclass(frozen=True, slots=True)
class BagContents:
    """The digests of the files of a bag: tag files in memory, the payload in order of path.

    `further` gives path and digest of each payload file by one of `FURTHER`, if it is asked for.
    `problems` list what lies in the bag and may not, or could not be read.
    """

    tags: dict[str, str]
    payload: Callable[[], Iterator[HashedFile]]
    files: int
    bytes: int
    further: Callable[[str], Iterator[tuple[str, str]]]
    problems: tuple[Reason, ...] = ()


class BagChecks:
    """In order:

    1. The bag declares BagIt 1.0 and has no other files than a package may have.
    2. `bag-info.txt` is in its form, and the payload has the announced size.
    3. The tag manifest lists every tag file, with its digest.
    4. The tag manifest is signed, by the sender once it is sealed.
    5. Every payload file has the digests that the manifests list; none is missing or too many. The
       file `offsets`, which a tar program unpacks and nothing lists, is the table of these files.
    6. The inventory is in form and agrees with the payload.
    7. The items root is that of the inventory.

    A file that every package has fails 1 if it is missing; what cannot be compared without it is
    undecided. Signatures that are missing fail 4 once the bag names a sender.
    """

    def __init__(self, beneath: Beneath, contents: BagContents, first: int = 1) -> None:
        self._beneath, self._contents = beneath, contents
        self.list = Checklist(first)
        self.info: BagInfo | None = None
        self.signed: tuple[SignedBy, ...] = ()
        self._manifest = b""

    @property
    def bag(self) -> str:
        """SHA-256 of the tag manifest, by which custody and the seal know the bag."""
        return sha256(self._manifest)

    def run(self, judging: PackageTrust) -> None:
        self.before_reading()
        self.list.run(BAG_SIGNED, lambda: self._signed(judging))
        self.after_reading()

    def before_reading(self) -> None:
        """Run the checks that need no reading of the payload."""
        run = self.list.run
        run(BAG_FORM, self._form)
        run(BAG_SIZE, self._announced)
        run(BAG_TAGS, self._tags)

    def after_reading(self) -> None:
        """Run the checks that compare the payload with the statements about it."""
        run = self.list.run
        run(BAG_FILES, self._payload)
        run(BAG_INVENTORY, self._inventory)
        run(BAG_ROOT, self._root)

    def against(self, seal: Seal) -> None:
        """Make one more check: that this is the bag that the seal names, from the same sender."""
        self.list.run(BAG_SEALED, lambda: self._sealed(seal))

    def _need(self, path: str) -> None:
        """Require a file without which nothing can be compared; check 1 reports that it is
        missing.
        """
        if path not in self._contents.tags:
            reason = refusals.BAG_MISSING.because(path=path)
            raise Undecided(FilledText(ABSENT, path=path), WHO_HAS_BAG, (reason,))

    def need_named(self) -> BagInfo:
        """Return what `bag-info.txt` says of a bag that has its tag manifest; undecided where
        either cannot be read, which checks 1 to 3 report.
        """
        self._need(TAG_MANIFEST)
        return self._need_info()

    def _need_info(self) -> BagInfo:
        self._need(BAG_INFO)
        if self.info is None:
            raise Undecided(FilledText(NOT_IN_FORM, path=BAG_INFO), WHO_HAS_BAG)
        return self.info

    def _read(self, path: str, limit: int = LARGEST_TAG) -> bytes:
        self._need(path)
        try:
            return read_open(self._beneath.open_read(path), path, limit=limit)
        except Refused as refused:
            problem = reasons_text(refused.reasons[:1])
            raise Refused(refusals.BAG_FORM.because(path=path, problem=problem)) from refused

    @contextmanager
    def _open(self, path: str) -> Iterator[IO[bytes]]:
        self._need(path)
        with os.fdopen(self._beneath.open_read(path), "rb") as stream:
            yield stream

    def _form(self) -> None:
        tags = self._contents.tags
        reasons = list(self._contents.problems)
        reasons += [
            refusals.BAG_MISSING.because(path=path)
            for path in sorted((REQUIRED | {TAG_MANIFEST}) - set(tags))
        ]
        for path in sorted(tags):
            if path == "fetch.txt":
                problem = P_("evidence stored elsewhere is not in the package")
                reasons.append(refusals.BAG_FORM.because(path=path, problem=problem))
            elif _is_foreign_manifest(path):
                problem = P_("a package has no such manifest")
                reasons.append(refusals.BAG_FORM.because(path=path, problem=problem))
        reasons += self._other_types()
        if not self._beneath.has_folder(DATA_FOLDER.rstrip("/")):
            reasons.append(refusals.BAG_MISSING.because(path=DATA_FOLDER))
        if BAGIT in tags:
            try:
                check_bagit_text(self._read(BAGIT))
            except Refused as refused:
                reasons += refused.reasons
        if CASE_GRAPH in tags:
            try:
                parse_graph(self._read(CASE_GRAPH))
            except Refused as refused:
                reasons += refused.reasons
        refuse_if_any(reasons)

    def _other_types(self) -> Iterator[Reason]:
        """Yield where a folder lies in a file's place, or a file in a folder's; links are reported already."""
        for path in FILES_OF_A_BAG:
            if self._beneath.has_folder(path):
                problem = P_("a folder lies where a package has a file")
                yield refusals.BAG_FORM.because(path=path, problem=problem)
        for path in FOLDERS_OF_A_BAG:
            if path in self._contents.tags:
                problem = P_("a file lies where a package has a folder")
                yield refusals.BAG_FORM.because(path=path, problem=problem)

    def _announced(self) -> None:
        self.info = parse_bag_info(self._read(BAG_INFO, LARGEST_BAG_INFO))
        found = f"{self._contents.bytes}.{self._contents.files}"
        if found != self.info.oxum:
            announced = self.info.oxum
            raise Refused(refusals.BAG_OXUM.because(found=found, announced=announced))

    def _tags(self) -> None:
        self._manifest = self._read(TAG_MANIFEST)
        with self._open(TAG_MANIFEST) as stream:
            listed = list(read_manifest(TAG_MANIFEST, stream, "sha256"))
        found = sorted(
            ((p, d) for p, d in self._contents.tags.items() if p not in UNLISTED),
            key=lambda pair: pair[0].encode(),
        )
        refuse_if_any(compare(TAG_MANIFEST, listed, found))

    def _offsets(self, digest: str) -> None:
        package = self._need_info().package
        payload = ((path, size) for path, _, size in self._contents.payload())
        if offsets_digest(package, self._tag_sizes(), payload) != digest:
            raise Refused(refusals.OFFSETS.because())

    def _tag_sizes(self) -> dict[str, int]:
        sizes = {}
        for path in self._contents.tags:
            with self._open(path) as stream:
                sizes[path] = os.fstat(stream.fileno()).st_size
        return sizes

    def _signed(self, judging: PackageTrust) -> str | None:
        tags = self._contents.tags
        info = self.need_named()
        if TAG_SIGNATURES["p256"] not in tags and TAG_SIGNATURES["mldsa65"] not in tags:
            if info.sender is not None:
                raise Refused(refusals.BAG_MISSING.because(path=TAG_SIGNATURES["p256"]))
            raise Undecided(
                N_("it was collected without a signature"),
                N_("the person who collected it; or the sealer, by signing then"),
            )
        present = TAG_SIGNATURES["mldsa65"] in tags
        if TAG_SIGNATURES["p256"] not in tags:
            raise Refused(refusals.BAG_MISSING.because(path=TAG_SIGNATURES["p256"]))
        signatures = Signatures(
            self._read(TAG_SIGNATURES["p256"]),
            self._read(TAG_SIGNATURES["mldsa65"]) if present else None,
        )
        signed = self.signed = judging.signatures(self._manifest, signatures, info.sender)
        return judging.remark_on(signed, signed[0].holder)

    def _payload(self) -> None:
        reasons: list[Reason] = []
        with self._open(MANIFEST) as stream:
            listed = _in_data(MANIFEST, read_manifest(MANIFEST, stream, "sha256"))
            found = ((path, digest) for path, digest, _ in self._contents.payload())
            reasons += compare(MANIFEST, listed, found)
        for name in further_in(self._contents.tags):
            manifest = FURTHER[name].manifest
            with self._open(manifest) as stream:
                listed = _in_data(manifest, read_manifest(manifest, stream, name))
                reasons += compare(manifest, listed, self._contents.further(name))
        refuse_if_any(reasons)
        if OFFSETS in self._contents.tags:
            self._offsets(self._contents.tags[OFFSETS])
        elif self._beneath.has_other(OFFSETS):
            raise Undecided(FilledText(OTHER_TYPE, path=OFFSETS), WHO_HAS_BAG)

    def _inventory(self) -> None:
        with self._open(INVENTORY) as stream:
            items = (item for item in read_items(read_lines(stream)) if item.has_data)
            refuse_if_any(_differences(items, self._contents.payload()))

    def _root(self) -> None:
        secret = self._read(PACKAGE_SECRET)
        if len(secret) != SECRET_SIZE:
            problem = FilledText(
                P_("it has {count} bytes, not {limit}"), count=len(secret), limit=SECRET_SIZE
            )
            raise Refused(refusals.BAG_FORM.because(path=PACKAGE_SECRET, problem=problem))
        root = ItemsRoot(secret)
        with self._open(INVENTORY) as stream:
            for line in read_lines(stream):
                root.add(line)
        if root.encode() != self._read(ITEMS_ROOT):
            raise Refused(refusals.ITEMS_ROOT.because())

    def _sealed(self, seal: Seal) -> None:
        info = self.need_named()
        reasons: list[Reason] = []
        if self._contents.tags[TAG_MANIFEST] != seal.bag:
            reasons.append(refusals.SEAL_BAG.because())
        reasons += bag_info_reasons(info, seal)
        refuse_if_any(reasons)


def _is_foreign_manifest(path: str) -> bool:
    named = path.startswith(("manifest-", "tagmanifest-")) and path.endswith(".txt")
    return named and path not in {*MANIFESTS, TAG_MANIFEST}


def _in_data(name: str, lines: Iterator[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    for path, digest in lines:
        if not path.startswith(DATA_FOLDER):
            problem = FilledText(
                P_("it lists {path}, which is not below {folder}"), path=path, folder=DATA_FOLDER
            )
            raise Refused(refusals.BAG_FORM.because(path=name, problem=problem))
        yield path, digest


def _differences(items: Iterator[Item], found: Iterator[HashedFile]) -> Iterator[Reason]:
    """Yield where inventory and payload differ, both being in byte order of path."""
    item, file = next(items, None), next(found, None)
    while item is not None or file is not None:
        listed = None if item is None else DATA_FOLDER + item.path
        if file is None or (listed is not None and listed.encode() < file[0].encode()):
            assert listed is not None
            yield refusals.INVENTORY_MISMATCH.because(
                path=listed, problem=P_("there is no such file")
            )
            item = next(items, None)
        elif listed is None or file[0].encode() < listed.encode():
            yield refusals.INVENTORY_MISMATCH.because(path=file[0], problem=P_("it is not listed"))
            file = next(found, None)
        else:
            assert item is not None
            if (item.sha256, item.size) != (file[1], file[2]):
                problem = P_("the digest or size differs")
                yield refusals.INVENTORY_MISMATCH.because(path=listed, problem=problem)
            item, file = next(items, None), next(found, None)


def bag_info_reasons(info: BagInfo, seal: Seal) -> Iterator[Reason]:
    pairs = {
        FilledText(P_("the package")): (info.package, seal.package),
        FilledText(P_("the sender")): (info.sender, seal.sender),
        FilledText(P_("the thread")): (info.thread, seal.thread),
        FilledText(P_("the network")): (info.network, seal.network),
    }
    for field, (inside, outside) in pairs.items():
        if inside != outside:
            yield refusals.SEAL_BAG_INFO.because(
                field=field,
                inside=inside or FilledText(P_("nothing")),
                outside=outside or FilledText(P_("nothing")),
            )
    if info.recipients != seal.recipients:
        yield refusals.SEAL_BAG_INFO.because(
            field=FilledText(P_("the recipients")),
            inside=", ".join(to.authority for to in info.recipients) or FilledText(P_("none")),
            outside=", ".join(to.authority for to in seal.recipients),
        )
