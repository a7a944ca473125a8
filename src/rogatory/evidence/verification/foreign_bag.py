# SPDX-License-Identifier: Apache-2.0
"""Verify a bag that another tool made: everything that BagIt 1.0 (RFC 8493) demands, no more.

Such a bag has no inventory, no case and no signatures of ours; what can be decided is whether it is
a whole and unchanged BagIt bag, never who made it or when. Each file is read once, whatever number
of manifests there is.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from rogatory.disk import faults_at, read_file, walk
from rogatory.errors import Reason, Refused, RogatoryError, refuse_if_any
from rogatory.evidence import refusals
from rogatory.evidence.bag.texts import LARGEST_BAG_INFO
from rogatory.evidence.checks import Check, Checklist, Title, Undecided
from rogatory.evidence.layout import (
    BAG_INFO,
    BAGIT,
    CASE_GRAPH,
    DATA_FOLDER,
    INVENTORY,
    ITEMS_ROOT,
    PACKAGE_SECRET,
    TAG_SIGNATURES,
)
from rogatory.evidence.options import ReportProgress, no_progress
from rogatory.evidence.pipeline.packer import CAPACITY, new_buffer
from rogatory.evidence.verification.bagit_rules import (
    ALGORITHMS,
    WEAK,
    BagDeclaration,
    Manifest,
    Rules,
    manifest_algorithm,
    parse_declaration,
    parse_fetch,
    parse_info,
    parse_manifest,
)
from rogatory.evidence.verification.foreign_lists import faults_of_payload, faults_of_tags, wrong
from rogatory.evidence.verification.rehash import digests_of
from rogatory.wire.words import N_, P_, FilledText

DECLARED = Title("bagit-declaration", N_("The folder declares itself a BagIt bag"))
MANIFESTS = Title(
    "bagit-manifests", N_("Its lists of files are in the form of its version of BagIt")
)
COMPLETE = Title("bagit-complete", N_("Every listed file is there, and every file is listed"))
UNCHANGED = Title("bagit-unchanged", N_("Every file is as it was when it was listed"))
TAGS = Title("bagit-tags", N_("What was written down about the files is unchanged"))
INFO = Title("bagit-info", N_("It holds as many bytes and files as it announces"))
FETCH = Title("bagit-fetch", N_("Nothing of it lies elsewhere"))
WHO_MADE_IT = Title("bagit-signed", N_("It is signed by its maker"))

OURS = (
    *(INVENTORY, CASE_GRAPH, PACKAGE_SECRET, ITEMS_ROOT),
    *TAG_SIGNATURES.values(),
)
"""Files that no tool but ours writes into a bag."""

_OUR_LINE = re.compile(
    rb"^Rogatory-(Sender|Thread|Network|Recipient):", re.MULTILINE | re.IGNORECASE
)

LARGEST_FOREIGN_TAG = 256 << 20
"""A manifest of a million files; a foreign bag's lists are in no order, so they are held whole."""

MAKER = N_("the maker of the bag, or a person who has it from the maker")


@dataclass
class _Found:
    """The files of the bag: what each hashes to by every algorithm, and what may not be there."""

    digests: dict[str, dict[str, str]] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)
    reasons: list[Reason] = field(default_factory=list)

    def payload(self) -> Iterator[str]:
        return (path for path in self.sizes if path.startswith(DATA_FOLDER))


@dataclass(frozen=True, slots=True)
class ForeignVerified:
    checks: tuple[Check, ...]
    version: str | None
    algorithms: tuple[str, ...]


def is_foreign(bag: Path) -> bool:
    """Decide whether a bag has nothing by which a package of ours is known: no file that only ours
    has, no signature, and no line of a sealed one in `bag-info.txt`. A package does not become a
    foreign bag when some of these are taken away from it.
    """
    if any((bag / name).exists() for name in OURS):
        return False
    try:
        info = read_file(bag / BAG_INFO, limit=LARGEST_BAG_INFO)
    except RogatoryError:
        return True  # the check of the bag reports it
    return _OUR_LINE.search(info) is None


def verify_foreign(bag: Path, progress: ReportProgress = no_progress) -> ForeignVerified:
    """Verify a bag that somebody else made, in order:

    1. `bagit.txt` declares a version and an encoding, in two lines and nothing else.
    2. There is a payload folder and at least one payload manifest; all manifests are in form, name
       the same payload files, and no path that leaves the bag; a tag manifest lists every payload
       manifest and no payload.
    3. Every file of the payload is listed, and is there.
    4. Each has its digests; those that can be forged count for nothing.
    5. So do the other files, where a tag manifest lists them.
    6. `bag-info.txt` is in form, and the payload as large as announced.
    7. No file has to be fetched from elsewhere.
    8. Who made it: never known.
    """
    return _Foreign(bag, progress).run()


class _Foreign:
    def __init__(self, bag: Path, progress: ReportProgress) -> None:
        self._bag, self._progress = bag, progress
        self._declared: BagDeclaration | None = None
        self._names: list[str] = []
        self._manifests: dict[str, Manifest] = {}
        self._broken: list[Reason] = []
        self._elsewhere: frozenset[str] = frozenset()
        self._found = _Found()

    def run(self) -> ForeignVerified:
        checks = Checklist()
        checks.run(DECLARED, self._declaration)
        self._find_manifests()
        self._read_files()
        if self._declared is None or self._declared.is_utf8:
            self._read_manifests()
            checks.run(MANIFESTS, self._forms)
            checks.run(COMPLETE, self._complete)
            checks.run(UNCHANGED, lambda: self._unchanged(payload=True))
            checks.run(TAGS, self._tags)
            checks.run(INFO, self._info)
            checks.run(FETCH, self._fetch)
        else:
            elsewhere = FilledText(
                N_("its texts are in {encoding}, which is not read here"),
                encoding=ascii(self._declared.encoding)[1:-1],
            )
            checks.leave((MANIFESTS, COMPLETE, UNCHANGED, TAGS, INFO, FETCH), elsewhere, MAKER)
        nobody = N_(
            "a bag of this kind is signed by nobody: nothing in it shows who made it, or when"
        )
        checks.leave((WHO_MADE_IT,), nobody, MAKER)
        version = self._declared.version if self._declared else None
        return ForeignVerified(tuple(checks.checks), version, tuple(self._algorithms))

    @property
    def _algorithms(self) -> list[str]:
        known = {manifest_algorithm(name) for name in self._names}
        return sorted(name for name in known if name in ALGORITHMS)

    @property
    def _rules(self) -> Rules:
        is_draft = self._declared is not None and self._declared.version.startswith("0.")
        return Rules(is_draft, self._found.sizes.__contains__)

    def _of(self, kind: str) -> Mapping[str, Manifest]:
        return {name: one for name, one in self._manifests.items() if name.startswith(kind)}

    def _declaration(self) -> str:
        self._declared = parse_declaration(self._read(BAGIT))
        if self._declared.version == "1.0":
            return FilledText(N_("BagIt {version}"), version="1.0")
        return FilledText(
            N_(
                "BagIt {version}, a draft before the standard; its paths are read as tools wrote them"
            ),
            version=self._declared.version,
        )

    def _read(self, name: str) -> bytes:
        return read_file(self._bag / name, limit=LARGEST_FOREIGN_TAG)

    def _find_manifests(self) -> None:
        with faults_at(self._bag):
            names = sorted(place.name for place in self._bag.iterdir())
        self._names = [
            name
            for name in names
            if name.startswith(("manifest-", "tagmanifest-")) and name.endswith(".txt")
        ]

    def _read_manifests(self) -> None:
        for name in self._names:
            try:
                self._manifests[name] = parse_manifest(name, self._read(name), self._rules)
            except RogatoryError as refused:
                self._broken += refused.reasons
        try:
            self._elsewhere = frozenset(self._fetched())
        except RogatoryError:
            return  # reported by its own check

    def _fetched(self) -> dict[str, str]:
        if not (self._bag / "fetch.txt").exists():
            return {}
        return parse_fetch(self._read("fetch.txt"), self._rules)

    def _read_files(self) -> None:
        """Read every file once, by every algorithm that a manifest needs."""
        kinds = self._algorithms
        buffer, done = new_buffer(CAPACITY), 0
        for entry in walk(self._bag, faults=self._found.reasons):
            path = entry.path.decode("utf-8", "surrogateescape")
            if entry.is_folder:
                continue
            if not entry.is_file:
                problem = P_("only files and folders are allowed in a bag")
                self._found.reasons.append(
                    refusals.BAG_FORM.because(path=ascii(path)[1:-1], problem=problem)
                )
                continue
            try:
                found, size = digests_of(entry, [ALGORITHMS[kind] for kind in kinds], buffer)
            except RogatoryError as error:
                self._found.reasons += error.reasons
                found, size = ("",) * len(kinds), entry.status.st_size
            self._found.digests[path] = dict(zip(kinds, found, strict=True))
            self._found.sizes[path] = size
            done += size
            self._progress(done, max(done, 1))

    def _forms(self) -> str:
        reasons = [*self._broken, *self._found.reasons]
        if not (self._bag / DATA_FOLDER).is_dir():
            reasons.append(wrong(DATA_FOLDER, P_("there is no payload folder")))
        payload = self._of("manifest-")
        if not payload and not self._broken:
            reasons.append(wrong("manifest-*.txt", P_("there is no payload manifest")))
        tags = self._of("tagmanifest-")
        refuse_if_any([*reasons, *faults_of_payload(payload), *faults_of_tags(tags, payload)])
        return ", ".join(self._manifests)

    def _complete(self) -> str:
        listed = {path for one in self._of("manifest-").values() for path in one}
        if not listed and self._broken:
            raise Undecided(N_("its list of files cannot be read"), MAKER)
        there = set(self._found.payload())
        reasons = [
            refusals.BAG_MISSING.because(path=path)
            for path in sorted(listed - there - self._elsewhere)
        ]
        reasons += [
            refusals.BAG_UNLISTED.because(path=ascii(path)[1:-1]) for path in sorted(there - listed)
        ]
        refuse_if_any(reasons)
        return FilledText(N_("{count} files"), count=len(there))

    def _unchanged(self, *, payload: bool) -> str:
        manifests = self._of("manifest-" if payload else "tagmanifest-")
        reasons: list[Reason] = []
        strong: set[str] = set()
        for name, manifest in manifests.items():
            algorithm = manifest_algorithm(name)
            if algorithm not in ALGORITHMS:
                continue
            for path, digest in manifest.items():
                found = self._found.digests.get(path)
                if found is not None and found[algorithm] != digest:
                    reasons.append(refusals.BAG_DIGEST.because(path=path, manifest=name))
            strong |= {algorithm} - WEAK
        refuse_if_any(reasons)
        if not strong:
            names = ", ".join(sorted(manifest_algorithm(name) for name in manifests)) or "none"
            remark = N_("its digests ({names}) can be forged, or are not known here")
            raise Undecided(FilledText(remark, names=names), MAKER)
        return ", ".join(sorted(strong))

    def _tags(self) -> str:
        manifests = self._of("tagmanifest-")
        if not manifests:
            raise Undecided(N_("no list says what the other files of the bag were"), MAKER)
        refuse_if_any(
            refusals.BAG_MISSING.because(path=path)
            for path in sorted({path for one in manifests.values() for path in one})
            if path not in self._found.sizes
        )
        return self._unchanged(payload=False)

    def _info(self) -> str:
        if BAG_INFO not in self._found.sizes:
            raise Undecided(N_("it announces nothing: there is no bag-info.txt"), MAKER)
        oxum = parse_info(self._read(BAG_INFO), self._rules)
        if oxum is None:
            raise Undecided(N_("it announces no size (Payload-Oxum)"), MAKER)
        payload = list(self._found.payload())
        found = f"{sum(self._found.sizes[path] for path in payload)}.{len(payload)}"
        if found != oxum and not self._elsewhere:
            raise Refused(refusals.BAG_OXUM.because(found=found, announced=oxum))
        return oxum

    def _fetch(self) -> str | None:
        fetched = self._fetched()
        listed = {path for one in self._of("manifest-").values() for path in one}
        refuse_if_any(
            wrong(
                "fetch.txt", FilledText(P_("it names {path}, which no manifest lists"), path=path)
            )
            for path in sorted(fetched)
            if path not in listed
        )
        absent = [path for path in fetched if path not in self._found.sizes]
        if absent:
            raise Undecided(
                FilledText(
                    N_("{count} files lie elsewhere and were not fetched"), count=len(absent)
                ),
                N_("anyone with the files that fetch.txt names"),
            )
        return None
