# SPDX-License-Identifier: Apache-2.0
"""Earlier forms of a package: the tag files of each, kept under `earlier/<n>/`.

Sealing a bag adds sender and recipients to `bag-info.txt` and an act to `case.jsonld`, so its
tag manifest becomes another. What it replaces is kept, signatures and all: who signed at
collection can still be held to it, since the payload manifests do not change. Adding to a bag
replaces these as well, with lists of which every line of the earlier ones is still a line: what
was collected is never taken away again.
"""

import os
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from rogatory.disk import Beneath, names_in, read_open
from rogatory.disk.refusals import DENIED, TOO_DEEP
from rogatory.errors import Reason, Refused, refuse_if_any
from rogatory.evidence import refusals
from rogatory.evidence.bag.added_lists import missing_line
from rogatory.evidence.bag.texts import LARGEST_BAG_INFO, parse_bag_info, read_manifest
from rogatory.evidence.checks import OTHER_TYPE, WHO_HAS_BAG, Undecided
from rogatory.evidence.layout import (
    BAG_INFO,
    EARLIER,
    INVENTORY,
    MANIFESTS,
    TAG_MANIFEST,
    TAG_SIGNATURES,
)
from rogatory.evidence.trust.anchors import PackageTrust
from rogatory.seal.signatures import Signatures
from rogatory.wire.digests import sha256
from rogatory.wire.words import P_, FilledText

LARGEST_TAG_MANIFEST = 4 << 20
"""Bytes: a tag manifest names at most some ten thousand files."""

_FORM = re.compile(re.escape(EARLIER) + r"([1-9]\d{0,3})/(.+)\Z", re.ASCII)

ANY_FOLDER = re.compile(rf"{EARLIER}.*", re.DOTALL)
FOLDER_OF_RECORD = re.compile(rf"{EARLIER}([0-9]+/)?", re.ASCII)
"""Folders of the records, by their paths with a slash behind."""


def next_number(tags: Mapping[str, object]) -> int:
    """Return the number under which the present tag files are to be kept."""
    return max(form_numbers(tags), default=0) + 1


def form_numbers(tags: Mapping[str, object]) -> list[int]:
    """Return the numbers of the records, the oldest first."""
    found = (match for path in tags if (match := _FORM.match(path)))
    return sorted({int(match[1]) for match in found})


def known_bags(tags: Mapping[str, str]) -> dict[int, str]:
    """Return the digests by which custody knows the package: 0 as it is, else the number of the form."""
    places = {0: TAG_MANIFEST} | {n: f"{EARLIER}{n}/{TAG_MANIFEST}" for n in form_numbers(tags)}
    return {n: tags[path] for n, path in places.items() if path in tags}


def bags_at(bag: Path) -> dict[int, str]:
    """Return the same of a bag in a folder; what cannot be read is not among them."""
    with Beneath(bag) as beneath:
        paths = [TAG_MANIFEST]
        folder = bag / EARLIER.rstrip("/")
        if folder.is_dir():
            paths += [f"{EARLIER}{each}/{TAG_MANIFEST}" for each in names_in(folder)]
        found: dict[str, str] = {}
        for path in paths:
            with suppress(Refused):
                found[path] = sha256(_read(beneath, path))
    return known_bags(found)


def unlisted_records(problems: Iterable[Reason], form: re.Pattern[str]) -> Iterator[Reason]:
    """Yield those problems of a bag that a folder of its records, in this form, could not be read."""
    for one in problems:
        if one.code in {DENIED, TOO_DEEP} and form.fullmatch(f"{one.fields.get('path', '')}/"):
            yield one


def check_earlier(
    beneath: Beneath,
    tags: Mapping[str, str],
    judging: PackageTrust,
    problems: Iterable[Reason] = (),
) -> str | None:
    """Check that the records are numbered without a gap, and each is whole: what its tag manifest lists is there, as it was or unchanged
    since, and its signatures, if it has any, hold; those of a form that names a sender are his.
    Return who signed. `problems` are those of the bag's files.

    Raises:
        Refused: with every reason.
        Undecided: none fails, and the signer of one cannot be determined.
    """
    reasons: list[Reason] = [
        refusals.EARLIER.because(path=path, problem=P_("it has no number"))
        for path in tags
        if path.startswith(EARLIER) and not _FORM.match(path)
    ]
    reasons += unlisted_records(problems, ANY_FOLDER)
    signers: list[str] = []
    left: list[Undecided] = []
    judging = judging.for_records
    numbers = form_numbers(tags)
    reasons += (
        refusals.EARLIER.because(
            path=f"{EARLIER}{number}/", problem=P_("there is no record before it")
        )
        for number in numbers
        if number > 1 and number - 1 not in numbers
    )
    for number in numbers:
        try:
            signers += _check_one(beneath, tags, number, judging)
        except Undecided as undecided:
            left.append(undecided)
        except Refused as refused:
            reasons += refused.reasons
    refuse_if_any(reasons)
    if left:
        raise left[0]
    folder = EARLIER.rstrip("/")
    if beneath.has_other(folder, folder=True):
        raise Undecided(FilledText(OTHER_TYPE, path=folder), WHO_HAS_BAG)
    return ", ".join(signers) or None


def _check_one(
    beneath: Beneath, tags: Mapping[str, str], number: int, judging: PackageTrust
) -> list[str]:
    place = f"{EARLIER}{number}/"
    if place + TAG_MANIFEST not in tags:
        problem = P_("it has no tag manifest")
        raise Refused(refusals.EARLIER.because(path=place, problem=problem))
    manifest = _read(beneath, place + TAG_MANIFEST)
    with open(beneath.open_read(place + TAG_MANIFEST), "rb") as stream:  # noqa: PTH123 - a descriptor
        listed = list(read_manifest(place + TAG_MANIFEST, stream, "sha256"))
    refuse_if_any(
        refusals.BAG_DIGEST.because(path=path, manifest=place + TAG_MANIFEST)
        for path, digest in listed
        if _digest_then(tags, path, number) != digest
    )
    refuse_if_any(_taken_away(beneath, tags, number))
    sender = _sender_then(beneath, tags, number)
    names = {name: place + file for name, file in TAG_SIGNATURES.items() if place + file in tags}
    if not names and sender is None:
        return []
    if "p256" not in names:
        raise Refused(refusals.BAG_MISSING.because(path=place + TAG_SIGNATURES["p256"]))
    mldsa65 = _read(beneath, names["mldsa65"]) if "mldsa65" in names else None
    signatures = Signatures(_read(beneath, names["p256"]), mldsa65)
    return [judging.signatures(manifest, signatures, sender)[0].holder]


def _sender_then(beneath: Beneath, tags: Mapping[str, str], number: int) -> str | None:
    """Return who sealed that form, as its `bag-info.txt` says; the signatures must be that
    authority's.
    """
    path = place_then(tags, BAG_INFO, number)
    if path not in tags:
        return None
    data = read_open(beneath.open_read(path), path, limit=LARGEST_BAG_INFO)
    return parse_bag_info(data).sender


def _taken_away(beneath: Beneath, tags: Mapping[str, str], number: int) -> Iterator[Reason]:
    """Yield a reason for each list of the payload of that record that is not part of the one that replaced it."""
    for path in (*MANIFESTS, INVENTORY):
        kept = f"{EARLIER}{number}/{path}"
        if kept not in tags:
            continue
        with (
            os.fdopen(beneath.open_read(kept), "rb") as earlier,
            os.fdopen(beneath.open_read(place_then(tags, path, number + 1)), "rb") as later,
        ):
            line = missing_line(earlier, later)
        if line is not None:
            text = line[:200].decode("utf-8", "backslashreplace").rstrip("\n")
            problem = FilledText(
                P_("the line {line} is not in the list that replaced it"), line=text
            )
            yield refusals.EARLIER.because(path=kept, problem=problem)


def place_then(tags: Mapping[str, object], path: str, number: int) -> str:
    """Find where a tag file of that record or form lies: kept in it or a later one, or unchanged."""
    for later in form_numbers(tags):
        kept = f"{EARLIER}{later}/{path}"
        if later >= number and kept in tags:
            return kept
    return path


def _digest_then(tags: Mapping[str, str], path: str, number: int) -> str | None:
    """Return the digest of a tag file as of that record."""
    return tags.get(place_then(tags, path, number))


def _read(beneath: Beneath, path: str) -> bytes:
    return read_open(beneath.open_read(path), path, limit=LARGEST_TAG_MANIFEST)


def kept_copies(
    manifest: bytes, number: int, replaced: Mapping[str, bytes], signatures: Mapping[str, bytes]
) -> dict[str, bytes]:
    """Return the files of a new record, by path."""
    place = f"{EARLIER}{number}/"
    files = {TAG_MANIFEST: manifest, **replaced, **signatures}
    return {place + path: data for path, data in files.items()}
